"""Reports as lines for a person to read."""

from __future__ import annotations

import datetime as dt

import territorial
from territorial import Report

HEDGES = {"about": "about ", "at_least": "at least ", "at_most": "at most ", "nearly": "nearly "}
WIDTH = 92


def report_lines(report: Report) -> list[str]:
    """Two lines for one report: what it says, and the words that say it."""
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
        lines.append(f"    “{shortened(' '.join(words.split()), report.quote)}”")
    return lines


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


def shortened(sentence: str, quote: str | None) -> str:
    """The sentence, cut to one line round the quoted words."""
    if len(sentence) <= WIDTH:
        return sentence
    quoted = " ".join((quote or "").split())
    middle = sentence.find(quoted) + len(quoted) // 2
    first = min(max(0, middle - WIDTH // 2), len(sentence) - WIDTH)
    last = first + WIDTH
    if first:
        first = sentence.find(" ", first) + 1
    if last < len(sentence):
        last = sentence.rfind(" ", first, last)
    return f"{'… ' if first else ''}{sentence[first:last]}{' …' if last < len(sentence) else ''}"
