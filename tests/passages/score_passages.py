"""Score the reports that are read from labelled passages.

    python tests/passages/score_passages.py [FILE.jsonl ...] [--show N]

For each file: how many labelled figures were found (F1), how many of them whole (value, unit,
kind, party and period all right), how many of those found have the right bounds, and how many
reports were read from passages that hold none. Figures that restate another one are no errors
where they say so, and are not asked for.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from territorial import units
from territorial.records import Report
from territorial.text.reader import read_records

FOLDER = Path(__file__).parent
# The labels and the lexicon name one party differently.
OTHER_IDS = {"britain": "uk", "soviet_union": "ussr"}


class Score(NamedTuple):
    """Shares between 0 and 1, and the number of reports where there should be none."""

    found: float
    whole: float
    bounds: float
    false_in_empty: int
    misses: list[str]


def base(value: float, unit: str) -> tuple[float, str]:
    """A value in the base unit of its measure."""
    measure = units.dimension(unit)
    if measure == "share":
        return value * (100 if unit == "fraction" else 1), measure
    if measure == "count":  # a town may be the centre of a district
        return value, measure
    return value * units.factor(unit, "km^2" if measure == "area" else "km"), measure


def close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 0.005 * max(abs(one), abs(other), 1e-12)


def same_party(one: str | None, other: str | None) -> bool:
    """Equal ids, or one made of words of the other."""
    if one is None or other is None:
        return one is other
    a, b = (set(OTHER_IDS.get(name, name).split("_")) for name in (one, other))
    return a <= b or b <= a


def starts(text: str, labels: list[dict[str, Any]]) -> list[int]:
    """Where the quote of each label stands; equal quotes take one place after the other."""
    after: dict[str, int] = {}
    found = []
    for label in labels:
        quote = label["quote"]
        at = text.find(quote, after.get(quote, 0))
        # not inside a longer number or word
        while at > 0 and text[at - 1].isalnum() and quote[0].isalnum():
            at = text.find(quote, at + 1)
        if at < 0:
            at = text.find(quote)
        after[quote] = at + 1
        found.append(at)
    return found


def is_found(label: dict[str, Any], at: int, report: Report) -> bool:
    if report.value is None or report.unit is None or report.span_start is None:
        return False
    overlaps = report.span_start < at + len(label["quote"]) and at < (report.span_end or 0)
    one, other = base(label["value"], label["unit"]), base(report.value, report.unit)
    same = one[1] == other[1] and close(one[0], other[0])
    return overlaps and same and (label.get("per") or None) == report.per


def is_whole(label: dict[str, Any], report: Report) -> bool:
    days = tuple(day and day.isoformat() for day in (report.start, report.end))
    return (
        label["measure"] == report.measure
        and label["kind"] == report.kind
        and same_party(label["party"], report.party)
        and (label["start"] is None or (label["start"], label["end"]) == days)
    )


def f1(right: int, wanted: int, given: int) -> float:
    return 2 * right / (wanted + given) if wanted + given else 1.0


def score(passages: Iterable[dict[str, Any]]) -> Score:
    """Read each passage and compare with its labels."""
    wanted = given = found = whole = bounds = false_in_empty = 0
    misses: list[str] = []
    for passage in passages:
        text = passage["text"]
        reports = read_records(
            text, published=dt.date.fromisoformat(passage["published"]), lang=passage["lang"]
        )
        free = [report for report in reports if report.restates is None]
        given += len(free)
        if not passage["reports"]:
            false_in_empty += len(free)
        places = list(zip(passage["reports"], starts(text, passage["reports"]), strict=True))
        for label, at in places:
            if label.get("restates"):
                continue
            wanted += 1
            # the same amount may be told in place of the one that it restates
            same = [(label, at)] + [
                pair for pair in places if pair[0].get("restates") == label["quote"]
            ]
            hit = next(
                (
                    (one, report)
                    for one, place in same
                    for report in free
                    if is_found(one, place, report)
                ),
                None,
            )
            if hit is None:
                misses.append(f"{passage['id']}: missed {label['quote']!r}")
                continue
            one, report = hit
            free.remove(report)
            found += 1
            bounds += close(one["low"], report.low) and close(one["high"], report.high)
            if is_whole(one, report):
                whole += 1
            else:
                misses.append(f"{passage['id']}: wrong {label['quote']!r}")
        misses += [f"{passage['id']}: false {report.quote!r}" for report in free]
    return Score(
        f1(found, wanted, given),
        f1(whole, wanted, given),
        bounds / found if found else 1.0,
        false_in_empty,
        misses,
    )


def read_passages(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path, default=sorted(FOLDER.glob("*.jsonl")))
    parser.add_argument("--show", type=int, default=0, help="print up to N faults")
    options = parser.parse_args()
    for path in options.files:
        result = score(read_passages(path))
        print(
            f"{path.name}: found {result.found:.3f}, whole {result.whole:.3f},"
            f" bounds {result.bounds:.3f}, false where none is {result.false_in_empty}"
        )
        for fault in result.misses[: options.show]:
            print(f"  {fault}")


if __name__ == "__main__":
    main()
