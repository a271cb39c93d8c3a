"""Cells that are plain days: which number is the month, and whether a day stands for its month or week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from territorial.errors import InputError
from territorial.lexicon import tables as words
from territorial.readers.tables.columns import day_serial
from territorial.readers.tables.grids import Cell
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.layout import year_like
from territorial.readers.tables.marks import strip_marks
from territorial.readers.tables.phrases import last_day, parse_phrase

_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")


class Entry(NamedTuple):
    """A period as it stands in the table: the cell, its place, and the year told beside it."""

    cell: Cell
    where: str
    year: int | None = None
    section: int = 0
    group: str = ""  # place, party and source of the row, where months may begin anew


def first_day_order(entries: Sequence[Entry], hints: Hints) -> bool:
    """Whether 03/04/2025 is 3 April.

    Raises
    ------
    InputError
        If the cells leave it open, or contradict one another.
    """
    if hints.dayfirst is not None:
        return hints.dayfirst
    slashed = [
        (match, entry)
        for entry in entries
        if isinstance(entry.cell, str)
        for match in _SLASHED.finditer(entry.cell)
    ]
    if not slashed:
        return True
    first = [int(match[1]) for match, _ in slashed]
    second = [int(match[2]) for match, _ in slashed]
    if max(first) > 12 or max(second) > 12:
        if max(first) > 12 and max(second) > 12:
            raise InputError(
                "days and months in one order",
                "both orders in one column",
                "write dates as 2025-02-07",
                where=slashed[0][1].where,
            )
        return max(first) > 12
    if len(slashed) > 1 and len(set(second)) == 1 and len(set(first)) > 1 and second[0] == 1:
        return False
    if len(slashed) > 1 and len(set(first)) == 1 and len(set(second)) > 1 and first[0] == 1:
        return True
    if all(a == b for a, b in zip(first, second, strict=True)):
        return True
    match, entry = next(pair for pair in slashed if pair[0][1] != pair[0][2])
    raise InputError(
        "a date that can be read in one way",
        f"{match[0].strip()!r}, ambiguous between day first and month first",
        "say dayfirst=True or dayfirst=False",
        where=entry.where,
    )


def grain_of(header: str) -> str | None:
    """The grain that a header names: month, week, quarter, year, day."""
    found = words.find("grain", words.tokens(header))
    return found[0].value if found else None


def day_of_cell(cell: Cell, *, dayfirst: bool) -> dt.date | None:
    """The day that a cell is, where it is a plain one."""
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) or (
        isinstance(cell, str) and cell.isdecimal() and len(cell) == 5
    ):
        return None if year_like(cell) else day_serial(cell)
    if not isinstance(cell, str):
        return None
    phrase = parse_phrase(strip_marks(cell), dayfirst=dayfirst)
    if (
        phrase is None
        or phrase.sort != "day"
        or phrase.rest
        or phrase.since
        or not phrase.dated
        or phrase.edge
    ):
        return None
    year, month, day = phrase.first
    if year is None or month is None or day is None or not _exists(year, month, day):
        return None
    return dt.date(year, month, day)


def is_day(cell: Cell) -> bool:
    """Whether a cell is one plain day."""
    return day_of_cell(cell, dayfirst=True) is not None


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= last_day(year, month)


def meaning_of(days: list[dt.date], grain: str | None) -> tuple[str, bool]:
    """What plain days stand for, and whether the days alone say so."""
    if grain in {"month", "quarter", "week", "year"}:
        return grain, False
    several = len({(day.year, day.month) for day in days}) > 1
    if several and len(set(days)) == len({(day.year, day.month) for day in days}):
        if all(day.day == 1 for day in days):
            months = sorted({day.year * 12 + day.month for day in days})
            steps = {b - a for a, b in pairwise(months)}
            if steps == {12}:
                return "year", True
            return ("quarter" if steps == {3} and days[0].month % 3 == 1 else "month"), True
        if all(day.day == last_day(day.year, day.month) for day in days):
            return "month", True
    return "day", False


def days_around(day: dt.date, meaning: str, edge: str | None) -> tuple[dt.date, dt.date]:
    """First and last day of the month, quarter, year or week that a day stands for."""
    if meaning == "month":
        return day.replace(day=1), day.replace(day=last_day(day.year, day.month))
    if meaning == "quarter":
        month = (day.month - 1) // 3 * 3 + 1
        return dt.date(day.year, month, 1), dt.date(
            day.year, month + 2, last_day(day.year, month + 2)
        )
    if meaning == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    if meaning == "week":
        if edge == "end" or (edge is None and day.isoweekday() == 7):
            return day - dt.timedelta(days=6), day
        return day, day + dt.timedelta(days=6)
    return day, day
