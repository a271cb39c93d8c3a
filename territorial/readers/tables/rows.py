"""The rows of figures: their sections, what their words tell, and their days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from territorial.errors import InputError
from territorial.readers.tables.columns import PARTS, Column
from territorial.readers.tables.context import Context, of_label
from territorial.readers.tables.dating import Dated, date_entries, numbered_period
from territorial.readers.tables.facts import RawRow, Row, Table, place_of
from territorial.readers.tables.grids import Cell, text_of
from territorial.readers.tables.labels import Label, read_label
from territorial.readers.tables.layout import is_note, lone, period_like, year_like
from territorial.readers.tables.marks import is_missing, strip_marks
from territorial.readers.tables.plain_days import Entry
from territorial.readers.tables.row_words import words_of_row
from territorial.readers.tables.totals import date_totals
from territorial.readers.tables.years import Years


def read_rows(table: Table) -> list[Row]:
    """The rows of figures of a table, in their order.

    Raises
    ------
    TerritorialError
        If a period is none, or a unit is unknown; the message names the cell.
    """
    years = Years(table.hints, table.titles.phrases, table.around)
    grid = table.block.grid
    section = Context()
    section_year: int | None = None
    number = 0
    raw: list[RawRow] = []
    carried: dict[int, Cell] = {}
    first_amount = min(column.at for column in table.amounts)
    leading = [
        c
        for c in table.columns
        if c.at < first_amount
        and c.role in {"period", "year", "party", "place", "metric", "label", "attribution"}
    ]
    for r in table.block.body:
        text = lone(grid, r)
        if text is not None and read_label(text).total and not read_label(text).phrase:
            section = section._replace(place=None)  # "All fronts"
            number += 1
            carried = {}
            continue
        if text is not None and _opens_section(table, r, text, leading):
            label = read_label(text, conflict=table.hints.conflict)
            number += 1
            if label.phrase is not None and label.phrase.dated:
                section_year = label.phrase.first[0]
            section = _section_words(label).over(section)
            carried = {}
            table.said.append(f"row {grid.lines[r]} opens a section: {text!r}")
            continue
        row = list(grid.rows[r])
        if text is not None and is_note(text):
            continue
        totals = [c.at for c in leading if read_label(text_of(row[c.at])).total]
        for column in leading:
            cell = row[column.at]
            if cell is not None:
                if not totals or column.at < totals[0]:
                    carried = {
                        k: v
                        for k, v in carried.items()
                        if k < column.at or k not in {c.at for c in leading}
                    }
                    carried[column.at] = cell
            elif (
                column.at in carried
                and not (totals and column.at >= totals[0])
                and _carries(table, column, leading)
            ):
                row[column.at] = carried[column.at]
        raw.append(RawRow(r, row, section, section_year, number))
    return _dated_rows(table, raw, years)


def _carries(table: Table, column: Column, leading: Sequence[Column]) -> bool:
    """Whether a blank repeats the cell above: only where a further column tells the rows apart."""
    later = [one for one in leading if one.at > column.at]
    others = [
        one
        for one in table.columns
        if one.at > column.at
        and one.role in {"party", "place", "metric", "period", "attribution", "year"}
    ]
    return bool(later or others)


def _opens_section(table: Table, r: int, text: str, leading: Sequence[Column]) -> bool:
    if is_note(text):
        return False
    label = read_label(text, conflict=table.hints.conflict)
    if label.total:
        return False
    periods = table.by_role.get("period", [])
    if period_like(text):
        whole_year = label.phrase is not None and label.phrase.sort == "year"
        return whole_year and (table.has_months or not periods)
    if not label.silent or not leading:
        return True
    return any(table.block.cell(r, column.at) is not None for column in leading)


def _section_words(label: Label) -> Context:
    context = of_label(label)
    if label.silent and label.names:
        return context._replace(place=label.text)
    return context


def _dated_rows(table: Table, raw: list[RawRow], years: Years) -> list[Row]:
    starts, ends = table.by_role.get("start", []), table.by_role.get("end", [])
    periods, year_columns = table.by_role.get("period", []), table.by_role.get("year", [])
    labels = [c for c in table.columns if c.role == "label"]
    if starts:
        dated = _from_to(table, raw, starts[0], ends[0] if ends else None, years)
    elif any(table.by_role.get(f"{part} number") for part in PARTS):
        dated = _from_numbers(table, raw, year_columns, years)
    elif periods or year_columns or _labels_date(raw, labels):
        column = _finest(raw, periods or year_columns or labels)
        others = [one for one in (*year_columns, *periods) if one != column]
        dated = _from_cells(table, raw, column, others, years)
    else:
        dated = [None] * len(raw)
    rows = []
    for (r, cells, section, section_year, _), days in zip(raw, dated, strict=True):
        context, total, average, label = words_of_row(table, r, cells)
        if days is None and section_year is not None:
            days = Dated(dt.date(section_year, 1, 1), dt.date(section_year, 12, 31), "context")
        if days is not None and days.total and total is None:
            total = "periods"
        rows.append(Row(r, context, section, days, total, average, label))
    return date_totals(table, rows, raw)


def _finest(raw: list[RawRow], columns: list[Column]) -> Column:
    """The column that parts the rows into the most periods: the month beside its quarter."""
    return max(
        columns,
        key=lambda one: (len({row[one.at] for _, row, _, _, _ in raw}), -columns.index(one)),
    )


def _labels_date(raw: list[RawRow], labels: list[Column]) -> bool:
    if not labels:
        return False
    cells = [row[labels[0].at] for _, row, _, _, _ in raw]
    return sum(period_like(cell) for cell in cells) * 2 > len(cells)


def _from_to(
    table: Table, raw: list[RawRow], start: Column, end: Column | None, years: Years
) -> list[Dated | None]:
    def dates(column: Column) -> list[Dated]:
        entries = [Entry(row[column.at], place_of(table, r, column)) for r, row, _, _, _ in raw]
        found = date_entries(entries, years, table.hints, header="date")
        for (r, row, _, _, _), one in zip(raw, found, strict=True):
            if (
                not one.fixed
                and row[column.at] is not None
                and not one.total
                and not is_missing(text_of(row[column.at]))
            ):
                raise InputError(
                    "a day",
                    repr(text_of(row[column.at])),
                    "write it as 2025-02-07",
                    where=place_of(table, r, column),
                )
        return [
            one._replace(start=one.day, end=one.day, flags=()) if one.day else one for one in found
        ]

    first = dates(start)
    last = dates(end) if end is not None else first
    found: list[Dated | None] = []
    for (r, _, _, _, _), one, other in zip(raw, first, last, strict=True):
        till = other.end or one.end
        from_ = one.start or other.start
        if from_ and till and till < from_:
            raise InputError(
                "a period whose end is not before its start",
                f"{from_} to {till}",
                "correct the dates in the table",
                where=place_of(table, r, end or start),
            )
        flags = () if one.start and other.end else ("only one day of the period is given",)
        found.append(Dated(from_, till, "explicit", flags=flags if from_ else (), total=one.total))
    return found


def _from_numbers(
    table: Table, raw: list[RawRow], year_columns: list[Column], years: Years
) -> list[Dated | None]:
    """Days from columns that number months, days, quarters or weeks, with the year beside or above."""
    parts = {part: columns[0] for part in PARTS if (columns := table.by_role.get(f"{part} number"))}
    column = next(iter(parts.values()))
    entries = []
    for r, row, _, section_year, number in raw:
        year = section_year
        for one in year_columns:
            if year_like(row[one.at]):
                year = int(float(strip_marks(text_of(row[one.at]))))
        numbers = {
            part: int(text)
            for part, one in parts.items()
            if (text := strip_marks(text_of(row[one.at]))).isdecimal()
        }
        told = numbered_period(numbers, year, table.titles.phrases) if numbers else None
        where = place_of(table, r, column)
        entries.append(Entry(told or row[column.at], where, year, number, _group(table, row)))
    return list(
        date_entries(entries, years, table.hints, header="day" if "day" in parts else column.header)
    )


def _group(table: Table, row: list[Cell]) -> str:
    """Place, party, source and metric of a row, in one text."""
    roles = ("place", "party", "attribution", "metric")
    columns = [column for role in roles for column in table.by_role.get(role, [])]
    return "|".join(text_of(row[column.at]) for column in columns)


def _from_cells(
    table: Table, raw: list[RawRow], column: Column, year_columns: list[Column], years: Years
) -> list[Dated | None]:
    entries = []
    for r, row, _, section_year, number in raw:
        year = section_year
        for one in year_columns:
            cell = row[one.at]
            if cell is not None and year_like(cell):
                year = int(float(strip_marks(text_of(cell))))
            elif isinstance(cell, str) and (phrase := read_label(cell).phrase) and phrase.dated:
                year = phrase.first[0]
        cell = row[column.at]
        if cell is None and year_columns and any(row[c.at] is not None for c in year_columns):
            cell = next(row[c.at] for c in year_columns if row[c.at] is not None)
        where = place_of(table, r, column)
        entries.append(Entry(cell, where, year, number, _group(table, row)))
    dated = date_entries(entries, years, table.hints, header=column.header, edge=column.label.edge)
    for (r, row, _, _, _), days in zip(raw, dated, strict=True):
        cell = row[column.at]
        wrong = "no period" in days.flags and days.phrase is None and not is_missing(text_of(cell))
        if (
            wrong
            and column.role == "period"
            and re.search(r"\d", text_of(cell))
            and not _all_blank(table, row)
        ):
            raise InputError(
                "a period",
                repr(text_of(cell)),
                "write it as 2025-01 or 2025-01-31, or leave the row out",
                where=place_of(table, r, column),
            )
    return list(dated)


def _all_blank(table: Table, row: list[Cell]) -> bool:
    return all(
        row[column.at] is None or is_missing(text_of(row[column.at])) for column in table.amounts
    )
