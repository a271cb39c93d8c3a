"""Which days a row or column covers: the year that words leave out, days that stand for months, totals."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from territorial.errors import InputError
from territorial.lexicon import tables as words
from territorial.readers.tables.amounts import strip_marks
from territorial.readers.tables.columns import day_serial
from territorial.readers.tables.grids import Cell, text_of
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.labels import read_label
from territorial.readers.tables.layout import year_like
from territorial.readers.tables.phrases import Phrase, last_day, parse_phrase
from territorial.readers.tables.years import Years, fixed_span, safe_span

_SLASHED = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\s*")


class Dated(NamedTuple):
    """The days of one row or column; `phrase` is kept while the year is missing."""

    start: dt.date | None = None
    end: dt.date | None = None
    basis: str | None = None  # explicit, context, published
    day: dt.date | None = None  # the very day, where it was taken for its month or week
    phrase: Phrase | None = None
    total: bool = False
    every: bool = False  # a total over all that stands before, not of one section
    flags: tuple[str, ...] = ()

    @property
    def fixed(self) -> bool:
        return self.start is not None


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
        if isinstance(entry.cell, str) and (match := _SLASHED.fullmatch(entry.cell))
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


def numbered_period(numbers: dict[str, int], year: int | None, titles: Sequence[Phrase]) -> str:
    """The wording of a period given in numbers: month 11, quarter 3, day 5 of the month above.

    Examples
    --------
    >>> numbered_period({"month": 11}, 2024, ())
    '2024-11'
    """
    above = next(
        (one.first for one in titles if one.dated and one.sort == "month"), (None, None, None)
    )
    year = year or (above[0] if "day" in numbers and "month" not in numbers else None)
    month = numbers.get("month") or (above[1] if "day" in numbers else None)
    if "day" in numbers and month:
        return (
            f"{year}-{month:02d}-{numbers['day']:02d}"
            if year
            else f"{numbers['day']} {calendar.month_name[month]}"
        )
    if month:
        return f"{year}-{month:02d}" if year else calendar.month_name[month]
    if "quarter" in numbers:
        return f"Q{numbers['quarter']} {year or ''}".strip()
    if "week" in numbers:
        return f"W{numbers['week']} {year or ''}".strip()
    return str(numbers.get("day", ""))


def grain_of(header: str) -> str | None:
    """The grain that a header names: month, week, quarter, year, day."""
    found = words.find("grain", words.tokens(header))
    return found[0].value if found else None


def _day_cell(cell: Cell, *, dayfirst: bool) -> dt.date | None:
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
    return _day_cell(cell, dayfirst=True) is not None


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= last_day(year, month)


def _meaning(days: list[dt.date], grain: str | None) -> tuple[str, bool]:
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


def _around(day: dt.date, meaning: str, edge: str | None) -> tuple[dt.date, dt.date]:
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


def _month(phrase: Phrase) -> int:
    return phrase.first[1] or 1


def date_entries(
    entries: Sequence[Entry],
    years: Years,
    hints: Hints,
    *,
    header: str = "",
    edge: str | None = None,
) -> list[Dated]:
    """The days of the periods of a column (or of a header row), in their order.

    Raises
    ------
    InputError
        If a cell is no period, or a date can be read in two ways.
    PeriodError
        If a day does not exist.
    """
    dayfirst = first_day_order(entries, hints)
    grain = grain_of(header)
    days = [_day_cell(entry.cell, dayfirst=dayfirst) for entry in entries]
    plain = [day for day in days if day is not None]
    meaning, inferred = _meaning(plain, grain)
    phrases = [
        None if day else _phrase(entry, dayfirst=dayfirst)
        for day, entry in zip(days, entries, strict=True)
    ]
    phrases = _short_years(phrases, entries, years)
    found: list[Dated] = []
    for entry, day, phrase in zip(entries, days, phrases, strict=True):
        if day is not None:
            start, end = _around(day, meaning, edge)
            flags = (f"the day {day} taken for its {meaning}",) if inferred else ()
            found.append(Dated(start, end, "explicit", day, flags=flags))
        elif phrase is None:
            label = read_label(text_of(entry.cell))
            total = label.total or label.cumulative is not None
            grand = _is_grand(label.text) or label.cumulative is not None
            found.append(
                Dated(
                    total=total,
                    every=grand,
                    flags=() if total or entry.cell is None else ("no period",),
                )
            )
        else:
            found.append(_from_phrase(phrase, entry, total=read_label(text_of(entry.cell)).total))
    return _with_years(found, entries, years, span=_whole_span)


def _is_grand(text: str) -> bool:
    return bool(re.search(r"(?i)grand|overall|entire|whole|all |за весь|insgesamt", text))


def _phrase(entry: Entry, *, dayfirst: bool) -> Phrase | None:
    if entry.cell is None:
        return None
    if year_like(entry.cell):
        return parse_phrase(text_of(entry.cell).strip())
    return parse_phrase(strip_marks(text_of(entry.cell)), dayfirst=dayfirst)


def _short_years(
    phrases: list[Phrase | None], entries: Sequence[Entry], years: Years
) -> list[Phrase | None]:
    """What is "Oct 24": October 2024 where the whole column reads so and nothing else gives a year."""
    listed = [phrase for phrase in phrases if phrase is not None]
    short = [phrase for phrase in listed if phrase.short is not None and not phrase.dated]
    if len(short) < 2 or years.span or any(entry.year for entry in entries):
        return phrases
    told = [phrase.short for phrase in short if phrase.short is not None]
    months = [phrase.first[1] for phrase in short]
    steady = len(set(told)) < len(told) or (len(set(months)) == len(months) and len(set(told)) <= 2)
    if len(short) * 2 < len(listed) or not steady:
        return phrases
    return [
        phrase._replace(
            first=(phrase.short, phrase.first[1], None),
            last=(phrase.short, phrase.last[1], None),
            sort="month" if phrase.first[1] == phrase.last[1] else "range",
        )
        if phrase is not None and phrase.short is not None and not phrase.dated
        else phrase
        for phrase in phrases
    ]


def _from_phrase(phrase: Phrase, entry: Entry, *, total: bool) -> Dated:
    flags = (
        ("words of the period not understood: " + " ".join(phrase.rest),)
        if phrase.rest and not total
        else ()
    )
    if phrase.dated:
        span = fixed_span(phrase, None, entry.where)
        assert span is not None
        return Dated(*span, "explicit", phrase=phrase, total=total, flags=flags)
    if entry.year is not None:
        span = fixed_span(phrase, entry.year, entry.where)
        if span is not None:
            return Dated(*span, "context", phrase=phrase, total=total, flags=flags)
    return Dated(phrase=phrase, total=total, flags=flags)


def _whole_span(phrase: Phrase, year: int | None, where: str) -> tuple[dt.date, dt.date] | None:
    return fixed_span(phrase, year, where)


def _run(entry: Entry) -> tuple[int, str]:
    return entry.section, entry.group


def _with_years(
    found: list[Dated],
    entries: Sequence[Entry],
    years: Years,
    span: Callable[[Phrase, int | None, str], tuple[dt.date, dt.date] | None],
) -> list[Dated]:
    """Years for phrases that name none: from the row above, the titles, or the day of publication."""
    open_ = [one for one in found if one.phrase is not None and not one.fixed]
    if not open_:
        return found
    months = [_month(one.phrase) for one in open_ if one.phrase is not None and not one.total]
    falling = sum(b < a for a, b in pairwise(months)) > (len(months) - 1) / 2
    named = sum(one.fixed and one.phrase is not None and not one.total for one in found)
    lately = years.hints.published is not None and named > len(open_)  # rows name their years
    previous: dt.date | None = None
    runs = [key for key, _ in groupby(entries, key=_run)]
    apart = len(set(runs)) == len(runs)  # each group stands in one piece
    run = None
    for n, (one, entry) in enumerate(zip(found, entries, strict=True)):
        own = _run(entry) if apart else (entry.section, "")
        if own != run:
            run, previous = own, None
        if one.phrase is None or one.fixed:
            if one.fixed and not one.total and one.phrase is not None and one.phrase.sort != "year":
                previous = one.start
            continue
        year, basis = years.base(one.phrase)
        if lately and not one.total:
            year, basis = years.before_published(one.phrase)
        elif previous is not None:
            guess = previous.year
            got = safe_span(one.phrase, guess)
            if got and not one.total:
                if falling and got[0] > previous:
                    guess -= 1
                elif not falling and got[1] < previous:
                    guess += 1
            year, basis = guess, "context"
        elif year is None:
            year, basis = years.before_published(one.phrase)
        elif falling and years.span:
            year = years.span[1].year
        if year is None:
            continue
        days = span(one.phrase, year, entry.where)
        if days is None:
            continue
        if not one.total:
            previous = days[0]
        found[n] = one._replace(start=days[0], end=days[1], basis=basis)
    return found


def total_span(before: Sequence[Dated]) -> tuple[dt.date, dt.date] | None:
    """From the first to the last day of the periods before a total."""
    spans = [(one.start, one.end) for one in before if one.start and one.end and not one.total]
    if not spans:
        return None
    return min(start for start, _ in spans), max(end for _, end in spans)


def combined(row: Dated | None, column: Dated | None, where: str) -> Dated | None:
    """The days where row and column each say a part: "October" by 2024, 2024 by "Q1"."""
    if column is None:
        return row
    if row is None:
        return column
    if (
        row.phrase is not None
        and not row.fixed
        and column.phrase is not None
        and column.phrase.sort == "year"
        and column.fixed
    ):
        assert column.start is not None
        span = fixed_span(row.phrase, column.start.year, where)
        return row._replace(start=span[0], end=span[1], basis="explicit") if span else row
    if (
        column.phrase is not None
        and not (column.phrase.dated)
        and row.phrase is not None
        and row.phrase.sort == "year"
        and row.fixed
    ):
        assert row.start is not None
        span = fixed_span(column.phrase, row.start.year, where)
        return column._replace(start=span[0], end=span[1], basis="explicit") if span else column
    if (
        row.fixed
        and column.phrase is not None
        and column.phrase.sort == "year"
        and row.phrase is not None
        and row.phrase.sort != "year"
    ):
        assert column.start is not None
        span = fixed_span(row.phrase, column.start.year, where)
        return row._replace(start=span[0], end=span[1], basis="explicit") if span else row
    return column if column.fixed else row
