"""The days of totals: from the first to the last of the periods that they add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from territorial.lexicon import tables as words
from territorial.readers.tables.dating import Dated, total_span
from territorial.readers.tables.facts import RawRow, Row, Table, first_value
from territorial.readers.tables.layout import year_like


def date_totals(table: Table, rows: list[Row], raw: list[RawRow]) -> list[Row]:
    """Days for total rows: from the first to the last period above."""
    rows = _told_by_sum(table, rows)
    sections = [number for _, _, _, _, number in raw]
    seen: list[int] = []
    for n, row in enumerate(rows):
        days = row.dated
        if row.total is None or (days is not None and (days.fixed or days.phrase is not None)):
            continue
        above = [
            k
            for k in range(n)
            if rows[k].total is None
            and rows[k].dated is not None
            and (row.context.place is None or rows[k].context.place == row.context.place)
        ]
        sectioned = sections[n] > 0 and not (days is not None and days.every)
        since = [k for k in above if k > (seen[-1] if seen else -1)]
        above = _of_its_year(table, n, rows, raw, above)
        scope = above
        if sectioned and (seen or sections[n] != sections[-1] or len(set(sections)) == 1):
            inside = [k for k in above if sections[k] == sections[n]]
            scope = inside or above
        elif seen and since and row.context.place is None and sectioned:
            scope = since
        if sectioned and scope is above and not seen and len(set(sections[: n + 1])) > 1:
            scope = _scope_by_sum(
                table, row.r, rows, above, [k for k in above if sections[k] == sections[n]]
            )
        spans = [rows[k].dated for k in scope]
        span = total_span([one for one in spans if one is not None])
        year = raw[n].year
        if span is not None and year and _of_whole_year(table, row, rows, scope):
            span = dt.date(year, 1, 1), dt.date(year, 12, 31)
        seen.append(n)
        if span is not None:
            flags = days.flags if days else ()
            rows[n] = row._replace(
                dated=Dated(
                    span[0],
                    span[1],
                    "context",
                    total=True,
                    flags=tuple(f for f in flags if f != "no period"),
                )
            )
    return rows


def _told_by_sum(table: Table, rows: list[Row]) -> list[Row]:
    """A row after the others whose words name no period, and whose figure is their sum, is their total."""
    if len(rows) < 3 or rows[-1].dated is None or rows[-1].dated.flags != ("no period",):
        return rows
    last = rows[-1]
    spans = [(one.dated.start, one.dated.end) if one.dated else (None, None) for one in rows[:-1]]
    single = [k for k, span in enumerate(spans) if span[0] and not _holds_another(span, spans)]
    if last.total is None and len(single) > 1 and _scope_by_sum(table, last.r, rows, [], single):
        rows[-1] = last._replace(total="periods")
    return rows


def _holds_another(
    span: tuple[dt.date | None, ...], spans: Sequence[tuple[dt.date | None, ...]]
) -> bool:
    first, last = span
    return any(
        other != span and one and end and first and last and first <= one and end <= last
        for other in spans
        for one, end in [other]
    )


def _of_whole_year(table: Table, row: Row, rows: list[Row], scope: list[int]) -> bool:
    """Whether a section's "total for the year" holds more than the months above it."""
    named = any(one.value == "year" for one in words.find("part", words.tokens(row.label)))
    return named and not _scope_by_sum(table, row.r, rows, [], scope)


def _of_its_year(
    table: Table, n: int, rows: list[Row], raw: list[RawRow], above: list[int]
) -> list[int]:
    """The rows above that a total holds, where a column tells the year of each: its year's, or all."""
    years = [column.at for column in table.by_role.get("year", [])]
    if not years or raw[n].number:
        return above
    year = raw[n].cells[years[0]]
    mine = [k for k in above if year_like(year) and raw[k].cells[years[0]] == year]
    if not mine or len(mine) == len(above):
        return above
    written = table.block.cell(raw[n].r, years[0]) is not None
    return mine if written else _scope_by_sum(table, rows[n].r, rows, above, mine)


def _scope_by_sum(
    table: Table, r: int, rows: list[Row], every: list[int], inside: list[int]
) -> list[int]:
    """Whether a total is that of its section or of all rows: the one whose sum it is."""
    for column in table.amounts:
        total = first_value(table, r, column)
        if total is None:
            continue
        for scope in (inside, every):
            parts = [first_value(table, rows[k].r, column) for k in scope]
            known = [part for part in parts if part is not None]
            if known and abs(sum(known) - total) <= 0.02 * abs(total) + 0.5 * len(known) * 0.1:
                return scope
    return every
