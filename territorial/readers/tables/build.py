"""From a table understood to its reports: one figure after another, each with its cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from territorial import units
from territorial.errors import DimensionError, InputError, UnitError
from territorial.lexicon import tables as words
from territorial.readers.tables.amounts import Amount, Figures, decimal_evidence, is_missing, parse_amounts, strip_marks, unit_of
from territorial.readers.tables.columns import PARTS, Column, understand_columns
from territorial.readers.tables.context import (
    Context,
    Titles,
    dimension_clash,
    of_label,
    party_id,
    read_titles,
    territorial_columns,
)
from territorial.readers.tables.dating import Dated, Entry, Years, combined, date_entries, first_day_order, numbered_period, total_span
from territorial.readers.tables.grids import Cell, text_of
from territorial.readers.tables.hints import Hints, day_of
from territorial.readers.tables.labels import Label, read_label
from territorial.readers.tables.layout import Block, is_note, lone, period_like, year_like
from territorial.readers.tables.phrases import last_day
from territorial.readers.tables.understanding import TableNotes
from territorial.records import Report, join_flags, report_id

TEXTS = ("attribution", "origin", "publisher", "url", "scope", "conflict")
_WEEK_DAYS = 7


class Row(NamedTuple):
    """One row of figures: what its words tell, its days, and its section's words."""

    r: int
    context: Context
    section: Context
    dated: Dated | None
    total: str | None  # over periods, or over places, parties or sources
    average: bool
    label: str


class Reader:
    """Reads one block; keeps what it decided for the user to look at."""

    def __init__(self, block: Block, hints: Hints, file: str) -> None:
        self.block = block
        self.hints = hints
        self.file = file
        self.where = ", ".join(one for one in (file, block.grid.name) if one)
        self.titles: Titles = read_titles(block, hints)
        self.columns = understand_columns(block, hints)
        self.said: list[str] = []
        self.left_out: list[str] = []
        self.unread: list[str] = []
        self.amounts: list[Column] = []
        self.decimal: str | None = hints.decimal
        self.by_role: dict[str, list[Column]] = {}

    # ---- the whole block

    def reports(self) -> list[Report]:
        """The reports of the block, row by row.

        Raises
        ------
        TerritorialError
            Where the table cannot be understood with certainty; the message names the cell.
        """
        kept, left = territorial_columns(self.columns, self.titles, self.hints)
        self.left_out += left
        self.left_out += [f"column {c.letter} {c.header!r}: {c.why}" for c in self.columns if c.role == "ignore"]
        for column in self.columns:
            self.by_role.setdefault(column.role, []).append(column)
        self.amounts = [column for column in kept if column.role == "amount"]
        self.bounds = {role: [c for c in kept if c.role == role] for role in ("low", "high")}
        if not self.amounts and self.bounds["low"] and self.bounds["high"]:
            self.amounts = self.bounds["low"]
            self.bounds["low"] = []
        elif not self.amounts:
            self.amounts = [c for role in ("low", "high") for c in self.bounds[role]]
        if not self.amounts:
            return []
        self._settle_day_order()
        self.corner = self._corner()
        self.common = self._common()
        self._check_headers()
        self.decimal = self.hints.decimal or self._decimal()
        over = [c.label.phrase for c in self.by_role.get("period", []) if c.label.phrase is not None and c.label.phrase.dated]
        if over:
            self.titles = self.titles._replace(phrases=(*over, *self.titles.phrases))
        years = Years(self.hints, self.titles.phrases)
        self.heads = self._date_columns(years)
        rows = self._rows(years)
        found: list[Report] = []
        for row in rows:
            found += self._row_reports(row, rows)
        return _flag_pairs(found)

    def notes(self) -> TableNotes:
        """What was understood."""
        roles = {column.index: _reading(column) for column in self.amounts}
        left = {column.index for column in self.columns if column.role in {"amount", "low", "high"}}
        kept = {c.index for c in self.amounts} | {c.index for cs in getattr(self, "bounds", {}).values() for c in cs}
        roles |= {index: "left out" for index in left - kept}
        if self.decimal:
            self.said.append(f"decimal mark {self.decimal!r}")
        return TableNotes(
            self.block.grid.name, self.block.titles, tuple(self.block.grid.lines[r] for r in self.block.head),
            self.columns, roles, self.said, self.left_out,
        )

    # ---- headers

    def _place(self, r: int, column: Column) -> str:
        where = self.block.grid.place(r, column.index)
        head = f" ({column.header})" if column.header else ""
        return f"{self.file}, {where}{head}"

    def _check_headers(self) -> None:
        for column in self.amounts:
            clash = dimension_clash(column.label)
            if clash:
                raise DimensionError(
                    "a unit of area such as km^2 under a header that speaks of an area",
                    f"{clash}, a unit of length, in {column.header!r}",
                    "correct the header (square units are meant?), or rename it if a distance is",
                    where=f"{self.where}, column {column.letter}",
                )
            dimensions = [units.dimension(unit) for unit in column.label.units]
            if len(set(dimensions)) < len(dimensions) and not self._pairs(column):
                raise UnitError(
                    "one unit for a column, or two amounts in each of its cells",
                    f"{' and '.join(column.label.units)} in {column.header!r}",
                    "name one unit in the header, or part the column in two",
                    where=f"{self.where}, column {column.letter}",
                )
        told = self.hints.unit
        same = [c for c in self.amounts if told and any(units.dimension(u) == units.dimension(told) for u in c.label.units)]
        if told and same and not any(told in c.label.units for c in same):
            raise UnitError(
                f"figures in {told}, as the hint says", f"{same[0].label.units[0]} in the header {same[0].header!r}",
                "leave unit= out: a reader converts nothing; `convert` does",
                where=f"{self.where}, column {same[0].letter}",
            )

    def _settle_day_order(self) -> None:
        """One order of day and month for all the columns of dates."""
        if self.hints.dayfirst is not None:
            return
        entries = [
            Entry(self.block.cell(r, column.index), self._place(r, column))
            for role in ("start", "end", "period") for column in self.by_role.get(role, []) for r in self.block.body
        ]
        self.hints = self.hints._replace(dayfirst=first_day_order(entries, self.hints))

    def _corner(self) -> Context:
        """What the headers of the columns of words tell of the whole table ("Russian advance" over months)."""
        context = Context()
        for column in self.columns:
            if column.role in {"period", "year", "label", "place", "metric", "party"} and not column.label.ignore:
                label = column.label
                context = context.over(Context(kind=label.kind, basis=label.basis, units=label.units[:1], edge=label.edge))
                if column.role != "party":
                    context = context.over(Context(party=label.party))
        return context

    def _common(self) -> Context:
        """Party and kind, where all the table's other figures have one: a share beside "Russian gains" is Russia's."""
        labels = [column.label for column in self.amounts]
        for column in self.by_role.get("label", []) + self.by_role.get("metric", []):
            texts = {text_of(self.block.cell(r, column.index)) for r in self.block.body}
            labels += [read_label(text, conflict=self.hints.conflict) for text in sorted(texts)]
        parties = {label.party for label in labels if label.party and not label.ignore}
        if any(label.unread and label.kind and not label.party and not label.ignore for label in labels):
            parties = set()  # a header with words not understood may name another party
        kinds = {label.kind for label in labels if label.kind and not label.ignore}
        return Context(
            party=parties.pop() if len(parties) == 1 and not self.by_role.get("party") else None,
            kind=kinds.pop() if len(kinds) == 1 else None,
        )

    def _pairs(self, column: Column) -> bool:
        """Whether cells hold as many amounts as their header has units."""
        counts = [len(self._figures(self.block.cell(r, column.index)).amounts) for r in self.block.body]
        filled = [count for count in counts if count]
        return bool(filled) and sum(count > 1 for count in filled) * 2 >= len(filled)

    def _decimal(self) -> str | None:
        """The decimal mark that the cells show.

        Raises
        ------
        InputError
            If they show both.
        """
        seen: dict[str, str] = {}
        for column in [*self.amounts, *self.bounds["low"], *self.bounds["high"]]:
            for r in self.block.body:
                cell = self.block.cell(r, column.index)
                mark = decimal_evidence(strip_marks(cell)) if isinstance(cell, str) else None
                if mark is not None:
                    seen.setdefault(mark, f"{cell!r} in {self.block.grid.place(r, column.index)}")
        if len(seen) > 1:
            raise InputError(
                "one decimal mark in a table", f"a decimal comma ({seen[',']}) and a decimal point ({seen['.']})",
                'correct the cell, or say decimal="," or decimal="."', where=self.where,
            )
        return next(iter(seen), None)

    def _date_columns(self, years: Years) -> dict[int, Dated]:
        """The days that headers of figures name."""
        with_phrase = [c for c in self.amounts if c.label.phrase is not None and not c.label.phrase.since]
        whole = [c for c in with_phrase if self._is_axis(c)]
        if not with_phrase:
            return {}
        entries = [
            Entry(c.header if len(c.header.split(" / ")) == 1 else _joined(c), f"{self.where}, column {c.letter}")
            for c in with_phrase
        ]
        free = Years(self.hints, self.titles.phrases)
        if self.by_role.get("year") and not any(c.label.phrase and c.label.phrase.dated for c in with_phrase):
            free = Years(self.hints._replace(year=None, published=None), ())
        dated = dict(zip([c.index for c in with_phrase], date_entries(entries, free if whole else years, self.hints), strict=True))
        for column in with_phrase:
            one = dated[column.index]
            if one.phrase is None and not one.fixed and column.label.phrase is not None:
                dated[column.index] = one._replace(phrase=column.label.phrase)
            dated[column.index] = dated[column.index]._replace(flags=())
        return dated

    def _is_axis(self, column: Column) -> bool:
        return column.label.phrase is not None and not column.label.phrase.rest

    # ---- rows

    def _rows(self, years: Years) -> list[Row]:
        grid = self.block.grid
        section = Context()
        section_year: int | None = None
        number = 0
        raw: list[tuple[int, list[Cell], Context, int | None, int]] = []
        carried: dict[int, Cell] = {}
        first_amount = min(column.index for column in self.amounts)
        leading = [c for c in self.columns if c.index < first_amount and c.role in {"period", "year", "party", "place", "metric", "label", "attribution"}]
        for r in self.block.body:
            text = lone(grid, r)
            if text is not None and self._opens_section(r, text, leading):
                label = read_label(text, conflict=self.hints.conflict)
                number += 1
                if label.phrase is not None and label.phrase.dated:
                    section_year = label.phrase.first[0]
                section = self._section_words(label).over(section)
                carried = {}
                self.said.append(f"row {grid.lines[r]} opens a section: {text!r}")
                continue
            row = list(grid.rows[r])
            if text is not None and is_note(text):
                continue
            totals = [c.index for c in leading if read_label(text_of(row[c.index])).total]
            for column in leading:
                cell = row[column.index]
                if cell is not None:
                    if not totals or column.index < totals[0]:
                        carried = {k: v for k, v in carried.items() if k < column.index or k not in {c.index for c in leading}}
                        carried[column.index] = cell
                elif column.index in carried and not (totals and column.index >= totals[0]) and self._carries(column, leading):
                    row[column.index] = carried[column.index]
            raw.append((r, row, section, section_year, number))
        return self._dated_rows(raw, years)

    def _carries(self, column: Column, leading: Sequence[Column]) -> bool:
        """Whether a blank repeats the cell above: only where a further column tells the rows apart."""
        later = [one for one in leading if one.index > column.index]
        others = [one for one in self.columns if one.index > column.index and one.role in {"party", "place", "metric", "period", "attribution", "year"}]
        return bool(later or others)

    def _opens_section(self, r: int, text: str, leading: Sequence[Column]) -> bool:
        if is_note(text):
            return False
        label = read_label(text, conflict=self.hints.conflict)
        if label.total:
            return False
        periods = self.by_role.get("period", [])
        if period_like(text):
            months = sum(1 for k in self.block.body for c in periods if period_like(self.block.cell(k, c.index)) and not year_like(self.block.cell(k, c.index)))
            return year_like(text) and (months > 0 or not periods)
        if not label.silent or not leading:
            return True
        return any(self.block.cell(r, column.index) is not None for column in leading)

    def _section_words(self, label: Label) -> Context:
        context = of_label(label)
        if label.silent and label.names:
            return context._replace(place=label.text)
        return context

    def _dated_rows(self, raw: list[tuple[int, list[Cell], Context, int | None, int]], years: Years) -> list[Row]:
        starts, ends = self.by_role.get("start", []), self.by_role.get("end", [])
        periods, year_columns = self.by_role.get("period", []), self.by_role.get("year", [])
        labels = [c for c in self.columns if c.role == "label"]
        if starts:
            dated = self._from_to(raw, starts[0], ends[0] if ends else None, years)
        elif any(self.by_role.get(f"{part} number") for part in PARTS):
            dated = self._from_numbers(raw, year_columns, years)
        elif periods or year_columns or self._labels_date(raw, labels):
            column = periods[0] if periods else (year_columns[0] if year_columns else labels[0])
            dated = self._from_cells(raw, column, year_columns if column not in year_columns else [], years)
        else:
            dated = [None] * len(raw)
        rows = []
        for (r, cells, section, section_year, _), days in zip(raw, dated, strict=True):
            context, total, average, label = self._row_words(r, cells)
            if days is None and section_year is not None:
                days = Dated(dt.date(section_year, 1, 1), dt.date(section_year, 12, 31), "context")
            if days is not None and days.total and total is None:
                total = "periods"
            rows.append(Row(r, context, section, days, total, average, label))
        return self._totals(rows, raw)

    def _labels_date(self, raw: list[tuple[int, list[Cell], Context, int | None, int]], labels: list[Column]) -> bool:
        if not labels:
            return False
        cells = [row[labels[0].index] for _, row, _, _, _ in raw]
        return sum(period_like(cell) for cell in cells) * 2 > len(cells)

    def _from_to(self, raw: list[tuple[int, list[Cell], Context, int | None, int]], start: Column, end: Column | None, years: Years) -> list[Dated | None]:
        def dates(column: Column) -> list[Dated]:
            entries = [Entry(row[column.index], self._place(r, column)) for r, row, _, _, _ in raw]
            found = date_entries(entries, years, self.hints, header="date")
            for (r, row, _, _, _), one in zip(raw, found, strict=True):
                if not one.fixed and row[column.index] is not None and not one.total and not is_missing(text_of(row[column.index])):
                    raise InputError(
                        "a day", repr(text_of(row[column.index])), "write it as 2025-02-07", where=self._place(r, column)
                    )
            return [one._replace(start=one.day, end=one.day, flags=()) if one.day else one for one in found]

        first = dates(start)
        last = dates(end) if end is not None else first
        found: list[Dated | None] = []
        for (r, _, _, _, _), one, other in zip(raw, first, last, strict=True):
            till = other.end or one.end
            from_ = one.start or other.start
            if from_ and till and till < from_:
                raise InputError(
                    "a period whose end is not before its start", f"{from_} to {till}", "correct the dates in the table",
                    where=self._place(r, end or start),
                )
            flags = () if one.start and other.end else ("only one day of the period is given",)
            found.append(Dated(from_, till, "explicit", flags=flags if from_ else (), total=one.total))
        return found

    def _from_numbers(self, raw: list[tuple[int, list[Cell], Context, int | None, int]], year_columns: list[Column], years: Years) -> list[Dated | None]:
        """Days from columns that number months, days, quarters or weeks, with the year beside or above."""
        parts = {part: columns[0] for part in PARTS if (columns := self.by_role.get(f"{part} number"))}
        column = next(iter(parts.values()))
        entries = []
        for r, row, _, section_year, number in raw:
            year = section_year
            for one in year_columns:
                if year_like(row[one.index]):
                    year = int(float(strip_marks(text_of(row[one.index]))))
            numbers = {part: int(text) for part, one in parts.items() if (text := strip_marks(text_of(row[one.index]))).isdigit()}
            text = numbered_period(numbers, year, self.titles.phrases) if numbers else row[column.index]
            entries.append(Entry(text, self._place(r, column), year, number))
        return list(date_entries(entries, years, self.hints, header="day" if "day" in parts else column.header))

    def _from_cells(
        self, raw: list[tuple[int, list[Cell], Context, int | None, int]], column: Column, year_columns: list[Column], years: Years
    ) -> list[Dated | None]:
        entries = []
        for r, row, _, section_year, number in raw:
            year = section_year
            for one in year_columns:
                cell = row[one.index]
                if cell is not None and year_like(cell):
                    year = int(float(strip_marks(text_of(cell))))
            cell = row[column.index]
            if cell is None and year_columns and any(row[c.index] is not None for c in year_columns):
                cell = next(row[c.index] for c in year_columns if row[c.index] is not None)
            entries.append(Entry(cell, self._place(r, column), year, number))
        dated = date_entries(entries, years, self.hints, header=column.header, edge=column.label.edge)
        for (r, row, _, _, _), one in zip(raw, dated, strict=True):
            cell = row[column.index]
            wrong = "no period" in one.flags and one.phrase is None and not is_missing(text_of(cell))
            if wrong and column.role == "period" and re.search(r"\d", text_of(cell)) and not self._all_blank(row):
                raise InputError(
                    "a period", repr(text_of(cell)), "write it as 2025-01 or 2025-01-31, or leave the row out",
                    where=self._place(r, column),
                )
        return list(dated)

    def _all_blank(self, row: list[Cell]) -> bool:
        return all(row[column.index] is None or is_missing(text_of(row[column.index])) for column in self.amounts)

    def _row_words(self, r: int, cells: list[Cell]) -> tuple[Context, str | None, bool, str]:
        """What the words of a row tell: its context, what it totals, whether it is a mean."""
        context = Context()
        total: str | None = None
        average = False
        said: list[str] = []
        for column in self.columns:
            cell = cells[column.index]
            if cell is None or column.role in {"amount", "low", "high", "ignore"}:
                continue
            text = strip_marks(text_of(cell))
            if is_missing(text, tuple(self.hints.missing)):
                continue
            if column.role not in {"note", "url"}:
                said.append(text)
            told, whole = self._cell_words(column, text, r)
            if column.role in {"label", "period", "place", "party", "year", "attribution"} and not isinstance(cell, int | float):
                label = read_label(text, conflict=self.hints.conflict)
                average = average or (label.average and column.role != "place")
                if label.average and label.per and column.role in {"period", "year", "label"} and not label.units:
                    total = total or "periods"
                    told = told._replace(place=None)
                whole_word = column.role not in {"attribution", "place", "party"} or words.is_form("total", text)
                if label.total and not label.place and whole_word:
                    total = total or ("periods" if column.role in {"period", "year"} else column.role)
                    told = told._replace(place=None, party=label.party, attribution=None) if column.role in {"place", "party", "attribution"} else told
            context = context.over(told) if whole else told.over(context)
        return context, total, average, ", ".join(said)

    def _cell_words(self, column: Column, text: str, r: int) -> tuple[Context, bool]:
        """What a cell of words tells by its column's role."""
        role = column.role
        if role in {"metric", "label", "period"}:
            label = read_label(text, conflict=self.hints.conflict)
            context = of_label(label)
            if role == "period":
                return Context(per=label.per, edge=label.edge, cumulative=label.cumulative), True
            if label.ignore:
                return Context(flags=(f"ignore:{label.ignore}",)), True
            if role == "label" and label.silent and not label.total and not period_like(text):
                return self._name_of_row(text), True
            return context, True
        if role in {"party", "counterparty"}:
            label = read_label(text, conflict=self.hints.conflict)
            found = label.party
            if found is None and not label.total:
                found = party_id(text)
                return Context(flags=(f"party {text!r} is not in the lexicon",))._replace(**{role: found}), True
            return Context()._replace(**{role: found}), True
        if role == "unit":
            unit = unit_of(text)
            if unit is None:
                split = read_label(text)
                if not split.units:
                    raise UnitError("a unit that the library knows", repr(text), "correct it, or name the unit that is meant", where=self._place(r, column))
                return Context(units=split.units[:1], per=split.per), True
            return Context(units=(unit,)), True
        if role == "basis":
            label = read_label(text)
            return Context(basis=label.basis), True
        if role == "per":
            return Context(per=text.lower() if text.lower() in {"day", "week", "month"} else read_label(f"per {text}").per or read_label(text).per), True
        if role == "qualifier":
            value = text.lower().replace(" ", "_")
            return Context(qualifier=value if value in {"exact", "about", "at_least", "at_most", "nearly", "range"} else words.forms("qualifier").get(text.lower())), True
        if role == "place":
            return Context(place=text), True
        if role == "published":
            return Context(published=text), True
        if role in TEXTS:
            return Context()._replace(**{role: text}), True
        return Context(), True

    def _name_of_row(self, text: str) -> Context:
        if self.titles.by == "attribution":
            return Context(attribution=text)
        if self.titles.by == "party":
            return Context(party=party_id(text), flags=(f"party {text!r} is not in the lexicon",))
        return Context(place=text)

    def _totals(self, rows: list[Row], raw: list[tuple[int, list[Cell], Context, int | None, int]]) -> list[Row]:
        """Days for total rows: from the first to the last period above."""
        sections = [number for _, _, _, _, number in raw]
        seen: list[int] = []
        for n, row in enumerate(rows):
            days = row.dated
            if row.total is None or (days is not None and (days.fixed or days.phrase is not None)):
                continue
            above = [k for k in range(n) if rows[k].total is None and rows[k].dated is not None and (row.context.place is None or rows[k].context.place == row.context.place)]
            sectioned = sections[n] > 0 and not (days is not None and days.every)
            since = [k for k in above if k > (seen[-1] if seen else -1)]
            scope = above
            if sectioned and (seen or sections[n] != sections[-1] or len(set(sections)) == 1):
                inside = [k for k in above if sections[k] == sections[n]]
                scope = inside or above
            elif seen and since and row.context.place is None and sectioned:
                scope = since
            if sectioned and scope is above and not seen and len(set(sections[: n + 1])) > 1:
                scope = self._scope_by_sum(n, rows, above, [k for k in above if sections[k] == sections[n]])
            spans = [rows[k].dated for k in scope]
            span = total_span([one for one in spans if one is not None])
            seen.append(n)
            if span is not None:
                flags = days.flags if days else ()
                rows[n] = row._replace(dated=Dated(span[0], span[1], "context", total=True, flags=tuple(f for f in flags if f != "no period")))
        return rows

    def _scope_by_sum(self, n: int, rows: list[Row], every: list[int], inside: list[int]) -> list[int]:
        """Whether a total is that of its section or of all rows: the one whose sum it is."""
        for column in self.amounts:
            total = self._first_value(rows[n].r, column)
            if total is None:
                continue
            for scope in (inside, every):
                parts = [self._first_value(rows[k].r, column) for k in scope]
                known = [part for part in parts if part is not None]
                if known and abs(sum(known) - total) <= 0.02 * abs(total) + 0.5 * len(known) * 0.1:
                    return scope
        return every

    def _first_value(self, r: int, column: Column) -> float | None:
        amounts = self._figures(self.block.cell(r, column.index)).amounts
        return amounts[0].value if amounts else None

    # ---- figures

    def _figures(self, cell: Cell) -> Figures:
        if cell is None:
            return Figures()
        if isinstance(cell, dt.date):
            return Figures((), f"{cell.isoformat()} is a date")
        if isinstance(cell, int | float):
            return Figures((Amount(abs(float(cell)), negative=cell < 0),))
        return parse_amounts(cell, self.decimal, tuple(self.hints.missing))

    def _row_reports(self, row: Row, rows: list[Row]) -> list[Report]:
        skip = next((flag[7:] for flag in row.context.flags if flag.startswith("ignore:")), None)
        line = self.block.grid.lines[row.r]
        if skip:
            self.left_out.append(f"row {line} {row.label!r}: {skip}")
            return []
        found: list[Report] = []
        for column in self.amounts:
            if row.average and row.context.per is None and column.label.per is None:
                self.left_out.append(f"row {line} {row.label!r}: a mean of other rows")
                return found
            spanned = self._copy_of(row.r, column.index)
            if spanned:
                continue
            cell = self.block.cell(row.r, column.index)
            figures = self._figures(cell)
            where = self._place(row.r, column)
            if figures.why:
                raise InputError("a number, or a word that stands for none", figures.why, "correct the cell, or name it in missing=[...]", where=where)
            if not figures.amounts:
                if figures.wordy and cell is not None:
                    self.unread.append(where)
                    self.left_out.append(f"{where}: words, no figure: {text_of(cell)[:60]!r}")
                continue
            found += self._cell_reports(row, rows, column, cell, figures, where)
        return _linked(found)

    def _copy_of(self, r: int, c: int) -> bool:
        """Whether a cell repeats a merged one above or left of it."""
        for (top, left), (height, width) in self.block.grid.spans.items():
            if top <= r < top + height and left <= c < left + width and (r, c) != (top, left):
                return True
        return False

    def _cell_reports(self, row: Row, rows: list[Row], column: Column, cell: Cell, figures: Figures, where: str) -> list[Report]:
        head = of_label(column.label)
        if column.label.unlisted:
            head = head._replace(flags=(f"party {column.header!r} is not in the lexicon",))
        hinted = Context(**{field: getattr(self.hints, field) for field in ("party", "counterparty", "kind", "basis", "per", "place", "attribution", "origin", "publisher", "url", "scope", "conflict")})
        around = row.section.over(self.corner).over(self.titles.context).over(self.common)
        if figures.left:  # "seized about 250 sq. km"
            said = read_label(figures.left, conflict=self.hints.conflict)
            head = Context(party=said.party, kind=said.kind, basis=said.basis).over(head)
        context = row.context.over(head).over(around._replace(units=())).over(hinted)
        if row.total == "place":
            context = context._replace(place=head.place or row.section.place)
        dated = self._days(row, rows, column, where)
        found: list[Report] = []
        listed = self._units_of(row, column, figures, around, where)
        for n, (amount, unit, flags) in enumerate(listed):
            if unit is None:
                self.left_out.append(f"{where}: a second number without a unit")
                continue
            report = self._report(row, column, cell, amount, unit, context, dated, (*context.flags, *flags), where, n)
            found.append(report)
        return found

    def _units_of(
        self, row: Row, column: Column, figures: Figures, around: Context, where: str
    ) -> list[tuple[Amount, str | None, tuple[str, ...]]]:
        """Each amount of a cell with its unit: from the cell, the row, the header, the table, the hint."""
        head = column.label.units
        told = row.context.units
        found: list[tuple[Amount, str | None, tuple[str, ...]]] = []
        for n, amount in enumerate(figures.amounts):
            flags: tuple[str, ...] = ()
            if told and head and told[0] not in head:
                raise UnitError(
                    "one unit for a figure", f"{head[0]} in the header {column.header!r} and the unit {told[0]} in the row",
                    "correct the header or the unit column", where=where,
                )
            beside = told or head
            unit = amount.unit
            if unit is not None and beside and unit not in beside and n == 0:
                flags = (f"{where}: the cell says {unit}, its header {beside[0]}",)
            if unit is None and n < len(beside):
                unit = beside[n]
            if unit is None and n == 0:
                unit = self._default_unit(column, around, where)
            if unit is not None and n == 0 and column.label.measure == "share" and units.dimension(unit) != "share" and not amount.unit and not beside:
                unit = None or self._share_unit(column)
            found.append((amount, unit, flags))
        return found

    def _share_unit(self, column: Column) -> str:
        values = [self._first_value(r, column) for r in self.block.body]
        known = [value for value in values if value is not None]
        return "fraction" if known and max(known) <= 1 else "percent"

    def _default_unit(self, column: Column, around: Context, where: str) -> str:
        if column.label.measure == "share":
            return self._share_unit(column)
        if around.units:
            return around.units[0]
        if self.hints.unit:
            return self.hints.unit
        raise UnitError(
            "a unit, in the header, a row of units, a column, a cell or over the table",
            f"none for {column.header or 'column ' + column.letter!r}", 'say unit="km^2" or whichever it is', where=where,
        )

    def _days(self, row: Row, rows: list[Row], column: Column, where: str) -> Dated | None:
        head = self.heads.get(column.index)
        dated = row.dated
        if column.label.total and (head is None or self._year_over(column)) and self.heads and any(c.index in self.heads for c in self.amounts):
            before = [
                self.heads[c.index] for c in self.amounts
                if c.index < column.index and c.index in self.heads and not c.label.total
                and (head is None or _same_year(self.heads[c.index], head))
            ]
            combos = [one for one in (combined(dated, day, where) for day in before) if one is not None]
            span = total_span(combos)
            if span:
                return Dated(span[0], span[1], "context", total=True)
        if row.total is not None and head is not None and dated is not None and not dated.fixed or (row.total == "periods" and head is not None and head.phrase is not None and head.phrase.sort == "year"):
            spans = []
            for other in rows:
                if other.r < row.r and other.total is None and self.block.cell(other.r, column.index) is not None:
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
            span = next((found for found in (Years(self.hints, self.titles.phrases).span,) if found), None)
            return Dated(span[0], span[1], "context", phrase=self.titles.phrases[0] if self.titles.phrases else None) if span else None
        if not days.fixed and days.phrase is not None:
            raise InputError(
                "the year of a period", f"{days.phrase.text!r}, and no year in the table, its section or heading",
                "say year=2025, or published= the day the table came out", where=where,
            )
        height = self.block.grid.spans.get((row.r, column.index), (1, 1))[0]
        if height > 1 and days.fixed:
            later = [other.dated for other in rows if row.r < other.r < row.r + height and other.dated is not None]
            span = total_span([days, *later])
            if span:
                days = days._replace(start=span[0], end=span[1], flags=(*days.flags, "one figure for several rows"))
        return self._cumulated(row, rows, column, days)

    def _year_over(self, column: Column) -> bool:
        """Whether a total column stands in the group of a year: "Total" below 2025."""
        levels = column.header.split(" / ")
        phrase = column.label.phrase
        return len(levels) > 1 and phrase is not None and phrase.sort == "year" and bool(words.is_form("total", levels[-1]))

    def _cumulated(self, row: Row, rows: list[Row], column: Column, days: Dated) -> Dated:
        """Running totals begin where the table, the year or their words say."""
        phrase = column.label.phrase
        if phrase is not None and phrase.since and phrase.dated and days.end:
            year, month, day = phrase.first
            assert year is not None
            return days._replace(start=dt.date(year, month or 1, day or 1), total=True)
        sort = column.label.cumulative or row.context.cumulative
        if sort and days.fixed and days.start and days.end:
            if sort == "year":
                return days._replace(start=dt.date(days.end.year, 1, 1), total=True)
            first = total_span([one.dated for one in rows if one.dated is not None and one.total is None])
            if first:
                return days._replace(start=min(first[0], days.start), total=True)
        return days

    def _report(
        self, row: Row, column: Column, cell: Cell, amount: Amount, unit: str, context: Context, dated: Dated | None,
        flags: tuple[str, ...], where: str, n: int,
    ) -> Report:
        measure = units.dimension(unit)
        kind, basis, more = self._kind(row, column, amount, unit, context, where)
        flags = (*flags, *more)
        start = end = None
        if dated is not None:
            start, end = dated.start, dated.end
            flags = (*flags, *(flag for flag in dated.flags if not (kind == "control" and "taken for" in flag)))
        per = amount.per or context.per
        if kind == "control":
            start = end = self._as_of(dated, context, column)
            basis, per = "unstated", None
        elif per is None and column.label.weak_per == "day" and start and end and (end - start).days >= _WEEK_DAYS - 1:
            per = "day"
        if start is None:
            flags = (*flags, "no period")
        flags = (*flags, *_slips(amount, unit, kind, measure, self.titles, column))
        scale = column.label.times if column.label.times != 1 and amount.unit is None else 1.0
        document = self.file
        place = self.block.grid.place(row.r, column.index)
        qualifier = amount.qualifier
        if qualifier == "exact" and context.qualifier:
            qualifier = context.qualifier
        value, low, high = (None if one is None else one * scale for one in (amount.value, amount.low, amount.high))
        assert value is not None
        if qualifier != amount.qualifier:
            low, high = (value if qualifier == "at_least" else low), (value if qualifier in {"at_most", "nearly"} else high)
        low, high, qualifier = self._bounded(row, low, high, qualifier)
        if qualifier == "range" and amount.qualifier != "range" and low is not None and high is not None and column in self.by_role.get("low", []):
            value = (low + high) / 2
        published = self._published(context, row)
        return Report(
            report_id=report_id(self.file, place, n, value, unit, start, end, kind, context.party),
            conflict=context.conflict, party=context.party, counterparty=context.counterparty, measure=measure,
            kind=kind, basis=basis, value=value, low=low, high=high, unit=unit, per=per, qualifier=qualifier,
            start=start, end=end, period_basis=dated.basis if dated and start else None, place=context.place,
            scope=context.scope, attribution=context.attribution, origin=context.origin, publisher=context.publisher,
            published=published, url=context.url, document=document, quote=text_of(cell),
            sentence=f"{place}: {'; '.join(one for one in (row.label, column.header) if one)}: {text_of(cell)}",
            flags=join_flags(flags),
        )  # fmt: skip

    def _bounded(self, row: Row, low: float | None, high: float | None, qualifier: str) -> tuple[float | None, float | None, str]:
        """Bounds from columns of their own, beside a single column of figures."""
        if len(self.amounts) != 1:
            return low, high, qualifier
        ends = []
        for role in ("low", "high"):
            columns = self.bounds.get(role, [])
            ends.append(self._first_value(row.r, columns[0]) if len(columns) == 1 else None)
        if ends[0] is None and self.amounts[0].role == "low":
            ends[0] = self._first_value(row.r, self.amounts[0])
        if ends[0] is None and ends[1] is None:
            return low, high, qualifier
        return ends[0], ends[1], "range" if None not in ends else qualifier

    def _published(self, context: Context, row: Row) -> dt.date | None:
        if context.published:
            try:
                return day_of(context.published, "published")
            except InputError:
                found = read_label(context.published).phrase
                if found and found.sort == "day" and found.dated:
                    year, month, day = found.first
                    assert year and month and day
                    return dt.date(year, month, day)
                self.left_out.append(f"row {self.block.grid.lines[row.r]}: {context.published!r} is no day of publication")
        return self.hints.published

    def _kind(self, row: Row, column: Column, amount: Amount, unit: str, context: Context, where: str) -> tuple[str, str, tuple[str, ...]]:
        kind, basis = context.kind, context.basis or "unstated"
        if kind == "net":
            kind, basis = "gain", context.basis or "net"
        own = row.context.kind or column.label.kind
        if units.dimension(unit) == "share" and own is None and (column.label.measure == "share" or kind != "gain" or column.label.units):
            kind = "control" if context.basis is None or own is None and column.label.basis is None and row.context.basis is None else kind or "gain"
        if kind is None and (column.label.basis or row.context.basis or context.basis) == "net":
            kind = "gain"
        if (column.label.basis == "net" or row.context.basis == "net") and own is None and units.dimension(unit) != "share":
            kind = "gain"
        if kind is None:
            raise InputError(
                "a word that says gain, loss or control", f"none for {column.header or column.letter!r}",
                'say kind="gain", kind="loss", kind="control" or kind="net"', where=where,
            )
        if not amount.negative or amount.value == 0:
            return kind, basis, ()
        if kind == "control":
            return kind, basis, (f"{where}: a negative level",)
        if kind == "loss":
            if self._losses_signed(column) or row.context.kind == "loss":
                return "loss", basis, ()
            return "gain", basis, (f"{where}: a negative loss read as a gain",)
        return "loss", basis, ()

    def _losses_signed(self, column: Column) -> bool:
        """Whether a column of losses writes them with a minus."""
        signs = {
            amounts[0].negative
            for r in self.block.body
            if (amounts := self._figures(self.block.cell(r, column.index)).amounts) and amounts[0].value
        }
        return signs == {True}

    def _as_of(self, dated: Dated | None, context: Context, column: Column) -> dt.date | None:
        if dated is None or dated.end is None:
            return None
        header = self.by_role.get("period", [column])[0].header
        monthly = dated.day is not None and bool(re.search(r"(?i)month|місяц|месяц|monat|quarter", header))
        if dated.day is not None and not monthly and dated.start != dated.end:
            return dated.day
        return dated.start if context.edge == "start" else dated.end


def _same_year(one: Dated, other: Dated) -> bool:
    return bool(one.start and other.start and one.start.year == other.start.year)


def _joined(column: Column) -> str:
    return column.header.replace(" / ", " ")


def _reading(column: Column) -> str:
    label = column.label
    said = [
        label.party, label.basis, label.kind, " and ".join(label.units) or None, f"per {label.per}" if label.per else None,
        label.place, label.attribution, label.phrase.text if label.phrase else None,
    ]
    return "figures" + (f": {', '.join(one for one in said if one)}" if any(said) else "")


def _slips(amount: Amount, unit: str, kind: str, measure: str, titles: Titles, column: Column) -> tuple[str, ...]:
    found = []
    if measure == "share" and amount.value > (1 if unit == "fraction" else 100):
        found.append(f"a share above {'1' if unit == 'fraction' else '100 percent'}")
    if measure == "length" and (titles.measure == "area" or column.label.measure == "area"):
        found.append(f"unit {unit}, a length, under words about an area: {unit}^2 may be meant")
    if amount.low is not None and amount.high is not None and amount.low > amount.high:
        found.append("the range ends below its start")
    return tuple(found)


def _key(one: Report) -> tuple[object, ...]:
    return (
        one.conflict, one.party, one.measure, one.kind if one.value else None, one.basis, one.per, one.start, one.end,
        one.place, one.attribution, one.scope, one.published,
    )


def _linked(found: list[Report]) -> list[Report]:
    """Amounts of one row in two units of one measure: the second restates the first."""
    linked: list[Report] = []
    firsts: dict[tuple[object, ...], Report] = {}
    for one in found:
        first = firsts.setdefault(_key(one), one)
        if first is not one and first.unit != one.unit and first.unit and one.unit:
            flags = [one.flags] if one.flags else []
            if not _agree(first, one):
                flags.append(f"the two units of one amount do not agree: {first.quote} {first.unit} and {one.quote} {one.unit}")
            one = one._replace(restates=first.report_id, flags=join_flags(flags))
        linked.append(one)
    return linked


def _agree(first: Report, second: Report) -> bool:
    assert first.unit and second.unit and first.value is not None and second.value is not None
    step = units.factor(first.unit, second.unit)
    slack = 0.03 * abs(second.value) + 0.6 + 0.6 * step
    return abs(first.value * step - second.value) <= slack


def _flag_pairs(found: list[Report]) -> list[Report]:
    """Two figures of one source for one period, party and place are told on the later one."""
    seen: dict[tuple[object, ...], Report] = {}
    out = []
    for one in found:
        if one.restates is None:
            key = (*_key(one), one.unit)
            first = seen.setdefault(key, one)
            if first is not one and first.start is not None and first.value != one.value:
                said = f"a second figure for the same period: {first.value:g} {first.unit} stands in {str(first.sentence).split(':')[0]}"
                one = one._replace(flags=join_flags([*([one.flags] if one.flags else []), said]))
        out.append(one)
    return out


def last_of_month(day: dt.date) -> dt.date:
    """The last day of the month of a day."""
    return day.replace(day=last_day(day.year, day.month))
