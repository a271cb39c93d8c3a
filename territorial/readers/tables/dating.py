"""Which days a row or column covers: the year that words leave out, days that stand for months, totals."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from territorial.readers.tables.grids import text_of
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.labels import read_label
from territorial.readers.tables.layout import year_like
from territorial.readers.tables.marks import strip_marks
from territorial.readers.tables.phrases import Phrase, parse_phrase, week_number
from territorial.readers.tables.plain_days import (
    Entry,
    day_of_cell,
    days_around,
    first_day_order,
    grain_of,
    meaning_of,
)
from territorial.readers.tables.years import Years, fixed_span, safe_span


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
    days = [day_of_cell(entry.cell, dayfirst=dayfirst) for entry in entries]
    plain = [day for day in days if day is not None]
    meaning, inferred = meaning_of(plain, grain)
    phrases = [
        None if day else _phrase(entry, dayfirst=dayfirst)
        for day, entry in zip(days, entries, strict=True)
    ]
    phrases = _short_years(_weeks(phrases, entries, years), entries, years)
    found: list[Dated] = []
    for entry, day, phrase in zip(entries, days, phrases, strict=True):
        if day is not None:
            start, end = days_around(day, meaning, edge)
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


def _weeks(
    phrases: list[Phrase | None], entries: Sequence[Entry], years: Years
) -> list[Phrase | None]:
    """Numbers of weeks without a year, "KW 21", with that of their row, their table or the row above."""
    found: list[Phrase | None] = []
    year = years.span[0].year if years.span else years.hints.year
    last = 0
    for phrase, entry in zip(phrases, entries, strict=True):
        number = None
        if phrase is None and isinstance(entry.cell, str):
            number = week_number(strip_marks(entry.cell))
        if number is not None:
            year = entry.year or (year + (number < last) if year else None)
            last = number
            if year is not None:
                phrase = parse_phrase(f"{strip_marks(text_of(entry.cell))} {year}")
        elif phrase is not None and phrase.last[0] is not None:
            year, last = phrase.last[0], 0
        found.append(phrase)
    return found


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


def _extent(named: Sequence[Dated]) -> tuple[dt.date, dt.date] | None:
    """The first and the last day of the rows that name their own."""
    days = [day for one in named for day in (one.start, one.end) if day]
    return (min(days), max(days)) if days else None


def _among(phrase: Phrase, around: tuple[dt.date, dt.date] | None) -> int | None:
    """The one year in which a phrase lies within the days that the other rows name."""
    if around is None:
        return None
    fitting = []
    for year in range(around[0].year, around[1].year + 1):
        span = safe_span(phrase, year)
        if span and around[0] <= span[0] and span[1] <= around[1]:
            fitting.append(year)
    return fitting[0] if len(fitting) == 1 else None


def _named_next(found: Sequence[Dated]) -> list[dt.date | None]:
    """For each row the first day of the next one that names its own."""
    later: list[dt.date | None] = []
    day: dt.date | None = None
    for one in reversed(found):
        later.append(day)
        if one.start and one.basis == "explicit":
            day = one.start
    return later[::-1]


def _before_next(phrase: Phrase, named: dt.date | None) -> int | None:
    """The latest year in which a phrase begins before the next row that names its own: Dec, Jan 2025."""
    span = safe_span(phrase, named.year) if named else None
    if named is None or span is None:
        return None
    return named.year - (span[0] > named)


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
    explicit = [one for one in found if one.start and one.basis == "explicit"]
    around = _extent(explicit)
    later = _named_next(found)
    for n, (one, entry) in enumerate(zip(found, entries, strict=True)):
        own = _run(entry) if apart else (entry.section, "")
        if own != run:
            run, previous = own, None
        if one.phrase is None or one.fixed:
            if one.fixed and not one.total and one.phrase is not None and one.phrase.sort != "year":
                previous = one.start
            continue
        flags = one.flags
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
            year, basis = _among(one.phrase, around), "context"
            if year is None and not falling and not one.total:
                year = _before_next(one.phrase, later[n])
            if year is None:
                year, basis = years.before_published(one.phrase)
            if year is None and years.spare is not None:
                year, basis = years.spare, "context"
                flags = (
                    *flags,
                    f"the year {year} is that of {years.told_by!r}",
                )
        elif falling and years.span:
            year = years.span[1].year
        if year is None:
            continue
        days = span(one.phrase, year, entry.where)
        if days is None:
            continue
        if not one.total:
            previous = days[0]
        found[n] = one._replace(start=days[0], end=days[1], basis=basis, flags=flags)
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
