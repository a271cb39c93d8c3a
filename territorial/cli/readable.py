"""Reports as lines for a person to read."""

from __future__ import annotations

import datetime as dt

import territorial
from territorial import Report
from territorial.structures import TYPE_CHECKING

if TYPE_CHECKING:
    from territorial.text.reader import Seen

HEDGES = {"about": "about ", "at_least": "at least ", "at_most": "at most ", "nearly": "nearly "}
WIDTH = 96  # of a line of text


def report_lines(report: Report) -> list[str]:
    """One report: what it says, and below it the sentence that says it."""
    parts = [
        period(report.start, report.end),
        report.party or "party unknown",
        report.kind or "kind unknown",
        amount(report),
        f"({report.place})" if report.place else "",
        f"= report {report.restates}" if report.restates else "",
        f"[{report.flags}]" if report.flags else "",
    ]
    lines = ["  ".join(part for part in parts if part)]
    words = report.sentence or report.quote
    if words:
        import textwrap

        lines += textwrap.wrap(
            f"“{' '.join(words.split())}”",
            WIDTH,
            initial_indent="    ",
            subsequent_indent="    ",
            break_long_words=False,
        )
    return lines


def seen_lines(seen: Seen) -> list[str]:
    """One quantity that was seen: the report it became, or the reason why it is none."""
    if seen.report is None:
        return [f"- {seen.quote}: {seen.reason}"]
    decided = f"  (told by “{seen.predicate}”)" if seen.predicate else ""
    return [f"+ {seen.quote}: {report_lines(seen.report)[0]}{decided}"]


def amount(report: Report) -> str:
    """The figure as it was reported: hedge, number, unit."""
    if report.value is None or report.unit is None:
        return "no figure"
    label = territorial.units.label(report.unit, report.per)
    if report.qualifier == "range" and report.low is not None and report.high is not None:
        return f"{report.low:,g}–{report.high:,g} {label}"
    return f"{HEDGES.get(report.qualifier, '')}{report.value:,g} {label}"


def period(start: dt.date | None, end: dt.date | None) -> str:
    """Days of a period, both included; one day where it is one."""
    if start is None or end is None:
        return f"{start or end or 'period unknown'}"
    return f"{start}" if start == end else f"{start} – {end}"
