"""The days of one figure: what its row says and what its column says, put together."""

from __future__ import annotations

import datetime as dt

from territorial.errors import InputError
from territorial.lexicon import tables as words
from territorial.readers.tables.columns import Column
from territorial.readers.tables.context import Context
from territorial.readers.tables.dating import Dated, combined, total_span
from territorial.readers.tables.facts import Row, Table
from territorial.readers.tables.plain_days import grain_of
from territorial.readers.tables.years import Years


def days_of(table: Table, row: Row, rows: list[Row], column: Column, where: str) -> Dated | None:
    """The days of the figure where a row and a column meet; None where nothing tells them.

    Raises
    ------
    InputError
        If a period has no year anywhere.
    PeriodError
        If a day does not exist.
    """
    head = table.heads.get(column.at)
    dated = row.dated
    if (
        column.label.total
        and (head is None or _year_over(column))
        and table.heads
        and any(c.at in table.heads for c in table.amounts)
    ):
        before = [
            table.heads[c.at]
            for c in table.amounts
            if c.at < column.at
            and c.at in table.heads
            and not c.label.total
            and (head is None or _same_year(table.heads[c.at], head))
        ]
        combos = [one for one in (combined(dated, day, where) for day in before) if one is not None]
        span = total_span(combos)
        if span:
            return Dated(span[0], span[1], "context", total=True)
    if (row.total is not None and head is not None and dated is not None and not dated.fixed) or (
        row.total == "periods"
        and head is not None
        and head.phrase is not None
        and head.phrase.sort == "year"
    ):
        spans = []
        for other in rows:
            if (
                other.r < row.r
                and other.total is None
                and table.block.cell(other.r, column.at) is not None
            ):
                one = combined(other.dated, head, where)
                if one is not None:
                    spans.append(one)
        span = total_span(spans)
        if span:
            return Dated(span[0], span[1], "context", total=True)
    days = combined(dated, head, where)
    if days is not None and not days.fixed and days.phrase is None and not days.total:
        days = None
    if days is None:
        span = next(
            (found for found in (Years(table.hints, table.titles.phrases).span,) if found), None
        )
        return (
            Dated(
                span[0],
                span[1],
                "context",
                phrase=table.titles.phrases[0] if table.titles.phrases else None,
            )
            if span
            else None
        )
    if not days.fixed and days.phrase is not None:
        raise InputError(
            "the year of a period",
            f"{days.phrase.text!r}, and no year in the table, its section or heading",
            "say year=2025, or published= the day the table came out",
            where=where,
        )
    height = table.block.grid.spans.get((row.r, column.at), (1, 1))[0]
    if height > 1 and days.fixed:
        later = [
            other.dated
            for other in rows
            if row.r < other.r < row.r + height and other.dated is not None
        ]
        span = total_span([days, *later])
        if span:
            days = days._replace(
                start=span[0], end=span[1], flags=(*days.flags, "one figure for several rows")
            )
    return _cumulated(table, row, rows, column, days)


def _year_over(column: Column) -> bool:
    """Whether a total column stands in the group of a year: "Total" below 2025."""
    levels = column.header.split(" / ")
    phrase = column.label.phrase
    return (
        len(levels) > 1
        and phrase is not None
        and phrase.sort == "year"
        and bool(words.is_form("total", levels[-1]))
    )


def _cumulated(table: Table, row: Row, rows: list[Row], column: Column, days: Dated) -> Dated:
    """Running totals begin where the table, the year or their words say."""
    phrase = column.label.phrase
    if phrase is not None and phrase.since and days.end and (phrase.dated or phrase.first[1]):
        year, month, day = phrase.first
        year = year or days.end.year
        return days._replace(start=dt.date(year, month or 1, day or 1), total=True)
    sort = column.label.cumulative or row.context.cumulative
    if sort and days.start and days.end:
        end = _to_date(table, row, rows, column, (days.start, days.end))
        if sort == "year":
            return days._replace(start=dt.date(end.year, 1, 1), end=end, total=True)
        if table.first_day is None:
            first = total_span([one.dated for one in rows if one.dated and one.total is None])
            table.first_day = first[0] if first else days.start
        return days._replace(start=min(table.first_day, days.start), end=end, total=True)
    return days


def _to_date(
    table: Table, row: Row, rows: list[Row], column: Column, span: tuple[dt.date, dt.date]
) -> dt.date:
    """The end of a half or year "to date": that of the last of its periods before it."""
    if column.label.cumulative:
        heads = [(c.at, table.heads.get(c.at)) for c in table.amounts]
        before = [one for at, one in heads if one and at < column.at]
    else:
        before = [one.dated for one in rows if one.r < row.r and one.dated]
    ends = [
        one.end
        for one in before
        if one.start and one.end and span[0] <= one.start and one.end <= span[1]
    ]
    return max(ends, default=span[1])


def as_of(table: Table, dated: Dated | None, context: Context, column: Column) -> dt.date | None:
    """The day of a level: the day itself, or the edge of its period."""
    if dated is None or dated.end is None:
        return None
    header = table.by_role.get("period", [column])[0].header
    monthly = grain_of(header) in {"month", "quarter"}
    if dated.day is not None and not monthly and dated.start != dated.end:
        return dated.day
    return dated.start if context.edge == "start" else dated.end


def _same_year(one: Dated, other: Dated) -> bool:
    return bool(one.start and other.start and one.start.year == other.start.year)
