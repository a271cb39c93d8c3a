"""Check labelled passages against the conventions of README.md in this folder.

    python tests/passages/check_labels.py [FILE.jsonl ...]

Prints one line for each fault and ends with status 1 if there is any.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
UNITS = {
    "km^2": "area", "mi^2": "area", "m^2": "area", "ha": "area", "acre": "area", "dunam": "area",
    "km": "length", "mi": "length", "m": "length",
    "percent": "share", "fraction": "share",
    "settlement": "count", "district": "count",
}  # fmt: skip
TO_BASE = {
    "km^2": 1.0, "mi^2": 2.589988110336, "m^2": 1e-6, "ha": 0.01, "acre": 0.0040468564224,
    "dunam": 0.001, "km": 1.0, "mi": 1.609344, "m": 0.001, "percent": 1.0, "fraction": 100.0,
    "settlement": 1.0, "district": 1.0,
}  # fmt: skip
# Which bounds each qualifier must carry: (low is given, high is given).
BOUNDS = {
    "exact": (False, False), "about": (False, False), "at_least": (True, False),
    "at_most": (False, True), "nearly": (False, True), "range": (True, True),
}  # fmt: skip
PASSAGE_KEYS = {"id", "lang", "published", "source", "url", "text", "reports", "distractors"}
REPORT_KEYS = {
    "quote", "measure", "value", "low", "high", "unit", "qualifier", "kind", "party",
    "counterparty", "start", "end", "month", "place", "attribution", "restates",
}  # fmt: skip
PARTY = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
# Words that hedge a number: they say something about it, they are no part of it.
HEDGE = re.compile(
    r"(?:about|around|some|nearly|almost|over|more than|less than|at least|up to|roughly|"
    r"approximately|just|only|between|понад|близько|майже|щонайменше|приблизно|до|від|"
    r"около|почти|более|свыше|примерно|от|не менее)\b|[~≈><(\[]",
    re.IGNORECASE,
)
MULTIPLES = {"тис": 1e3, "тыс": 1e3, "thousand": 1e3, "млн": 1e6, "million": 1e6}
NUMBER = re.compile(r"\d[\d\s.,]*\d|\d")


def number_of(quote: str) -> float | None:
    """The value of a quote that begins with plain digits, else None."""
    match = NUMBER.match(quote)
    if not match or re.match(r"\s*[-–—]\s*\d", quote[match.end() :]):
        return None
    digits = re.sub(r"\s", "", match.group())
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits):
        value = float(re.sub(r"[.,]", "", digits))
    elif re.fullmatch(r"\d{1,3}([.,]\d{3})+[.,]\d+", digits):
        value = float(re.sub(r"[.,](?=.*[.,])", "", digits).replace(",", "."))
    elif re.fullmatch(r"\d+([.,]\d+)?", digits):
        value = float(digits.replace(",", "."))
    else:
        return None
    rest = quote[match.end() :].lstrip("\u00a0\u2009\u202f \u00ad").casefold()
    for word, times in MULTIPLES.items():
        if rest.startswith(word):
            return value * times
    return None if re.match(r"(m|k|bn)\b(?! ?²)(?=\s+(acres|sq))", rest) else value


def standing(text: str, quote: str) -> list[int]:
    """Where `quote` stands in `text` as whole words."""
    found, at = [], text.find(quote)
    while at >= 0:
        end = at + len(quote)
        open_left = at == 0 or not (text[at - 1].isalnum() and quote[:1].isalnum())
        open_right = end == len(text) or not (text[end].isalnum() and quote[-1:].isalnum())
        if open_left and open_right:
            found.append(at)
        at = text.find(quote, at + 1)
    return found


def day_of(value: Any) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


def report_faults(passage: dict[str, Any], report: dict[str, Any]) -> Iterator[str]:
    text, quote, published = passage["text"], report["quote"], day_of(passage["published"])
    assert published is not None
    if missing := REPORT_KEYS - report.keys():
        yield f"keys missing: {sorted(missing)}"
        return
    if extra := report.keys() - REPORT_KEYS - {"per"}:
        yield f"unknown keys: {sorted(extra)}"
    if quote != quote.strip() or quote[-1:] in ",;:()":
        yield "the quote must end with its unit and hold no bracket or space around it"
    if not standing(text, quote):
        yield "the quote is no whole-word part of the text"
    if HEDGE.match(quote):
        yield "the quote begins with a hedge or a bracket, not with its number"
    unit, measure = report["unit"], report["measure"]
    if unit not in UNITS:
        yield f"unknown unit {unit!r}"
        return
    if UNITS[unit] != measure:
        yield f"unit {unit} does not measure {measure}"
    if report.get("per") not in (None, "day", "week", "month"):
        yield f"unknown rate {report['per']!r}"
    if report["kind"] not in ("gain", "loss", "control"):
        yield f"unknown kind {report['kind']!r}"
    value, low, high = report["value"], report["low"], report["high"]
    if report["qualifier"] not in BOUNDS:
        yield f"unknown qualifier {report['qualifier']!r}"
        return
    if (low is not None, high is not None) != BOUNDS[report["qualifier"]]:
        yield f"bounds {low}, {high} do not fit the qualifier {report['qualifier']}"
    elif report["qualifier"] == "range":
        if not low < high:
            yield f"range {low} to {high} does not rise"
        if abs(value - (low + high) / 2) > 1e-9 * max(1.0, value):
            yield f"the value {value} of a range is not its midpoint"
    elif any(bound is not None and bound != value for bound in (low, high)):
        yield f"bounds {low}, {high} differ from the value {value}"
    written = number_of(quote)
    if report["qualifier"] != "range" and written is not None and abs(written - value) > 1e-9:
        yield f"the quote says {written:g}, the value is {value:g}"
    if value <= 0 or (unit == "percent" and value > 100) or (unit == "fraction" and value >= 1):
        yield f"{value} {unit} is impossible"
    for key in ("party", "counterparty"):
        if report[key] is not None and not PARTY.match(report[key]):
            yield f"{key} {report[key]!r} is no lower-case id"
    if report["party"] is not None and report["party"] == report["counterparty"]:
        yield "party and counterparty are the same"
    start, end = day_of(report["start"]), day_of(report["end"])
    month = report["month"]
    if (start is None) != (end is None):
        yield "one of start and end is missing"
    if start is not None and end is not None:
        if start > end or end > published:
            yield f"period {start} to {end} is not in order, or ends after {published}"
        if report["kind"] == "control" and start != end:
            yield "control is held at one day"
        one_month = (start.year, start.month) == (end.year, end.month)
        if month != (f"{start:%Y-%m}" if one_month else None):
            yield f"month {month} does not fit {start} to {end}"
    elif month is not None:
        year, number = map(int, month.split("-"))
        last = dt.date(year, number, 1)
        if last > published or not calendar.monthrange(year, number)[1]:
            yield f"month {month} is after publication"
    if report["restates"] is not None:
        yield from restatement_faults(passage, report)


def restatement_faults(passage: dict[str, Any], report: dict[str, Any]) -> Iterator[str]:
    first = [r for r in passage["reports"] if r is not report and r["quote"] == report["restates"]]
    if not first:
        yield f"restates {report['restates']!r}, which is no other report of this passage"
        return
    for key in ("kind", "party", "start", "end"):
        if all(other[key] != report[key] for other in first):
            yield f"restates {report['restates']!r}, yet {key} differs"
    for other in first:
        if (
            other["measure"] == report["measure"]
            and {other["unit"], report["unit"]} <= UNITS.keys()
        ):
            ratio = report["value"] * TO_BASE[report["unit"]]
            ratio /= other["value"] * TO_BASE[other["unit"]]
            if not 0.9 < ratio < 1.1:
                yield f"restates {report['restates']!r}, yet the amounts differ by {ratio:.2f}"


def passage_faults(passage: dict[str, Any], lang: str | None = None) -> Iterator[str]:
    """Every fault of one passage and its labels."""
    if passage.keys() != PASSAGE_KEYS:
        yield f"keys {sorted(passage.keys() ^ PASSAGE_KEYS)} missing or unknown"
        return
    if passage["lang"] not in ("en", "uk", "ru") or lang not in (None, passage["lang"]):
        yield f"language {passage['lang']!r}"
    wanted: Counter[str] = Counter()
    for report in passage["reports"]:
        wanted[report["quote"]] += 1
        for fault in report_faults(passage, report):
            yield f"{report['quote']!r}: {fault}"
    for quote in passage["distractors"]:
        wanted[quote] += 1
    for quote, times in wanted.items():
        if len(standing(passage["text"], quote)) < times:
            yield f"{quote!r} is labelled {times} times and stands in the text less often"


def read_passages(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def file_faults(path: Path) -> Iterator[str]:
    """Every fault of one file, each with the id of its passage."""
    lang = path.stem if path.stem in ("en", "uk", "ru") else None
    seen: set[str] = set()
    for passage in read_passages(path):
        if passage.get("id") in seen:
            yield f"{path.name}: {passage['id']}: the id occurs twice"
        seen.add(passage.get("id", ""))
        for fault in passage_faults(passage, lang):
            yield f"{path.name}: {passage.get('id')}: {fault}"


def main(paths: list[Path]) -> int:
    faults = [fault for path in paths for fault in file_faults(path)]
    for fault in faults:
        print(fault)
    for path in paths:
        passages = read_passages(path)
        reports = sum(len(passage["reports"]) for passage in passages)
        empty = sum(not passage["reports"] for passage in passages)
        print(f"{path.name}: {len(passages)} passages, {reports} reports, {empty} without any")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main([Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.jsonl"))))
