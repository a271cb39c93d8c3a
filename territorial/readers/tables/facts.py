"""What is known of one table while it is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from territorial.readers.tables.amounts import Amount, Figures, parse_amounts
from territorial.readers.tables.columns import Column
from territorial.readers.tables.context import Context, Titles
from territorial.readers.tables.dating import Dated
from territorial.readers.tables.grids import Cell
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.layout import Block, period_like, year_like
from territorial.readers.tables.understanding import TableNotes


class RawRow(NamedTuple):
    """A row before its words are read: its cells, blanks filled, and its section."""

    r: int
    cells: list[Cell]
    section: Context
    year: int | None
    number: int


class Row(NamedTuple):
    """One row of figures: what its words tell, its days, and its section's words."""

    r: int
    context: Context
    section: Context
    dated: Dated | None
    total: str | None  # over periods, or over places, parties or sources
    average: bool
    label: str


@dataclass
class Table:
    """A block of cells with what `headers.understand` found out about it.

    `amounts` are the columns of figures, `bounds` those of lowest and highest
    figures beside them, `heads` the days that headers name; `corner` holds for all
    figures because a header of words says so, `common` because all the others do.
    """

    block: Block
    hints: Hints
    file: str
    titles: Titles
    columns: list[Column]
    by_role: dict[str, list[Column]]
    amounts: list[Column] = field(default_factory=list)
    bounds: dict[str, list[Column]] = field(default_factory=dict)
    decimal: str | None = None
    heads: dict[int, Dated] = field(default_factory=dict)
    corner: Context = field(default_factory=Context)
    common: Context = field(default_factory=Context)
    said: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    first_day: dt.date | None = None
    around: tuple[str, ...] = ()  # the file's name and the lines of its sheets without figures
    losses_signed: dict[int, bool] = field(default_factory=dict)
    all_bracketed: dict[int, bool] = field(default_factory=dict)
    share_units: dict[int, str] = field(default_factory=dict)
    shares_of_flows: dict[int, bool] = field(default_factory=dict)
    signed: dict[int, bool] = field(default_factory=dict)
    kinds_told: dict[int, bool] = field(default_factory=dict)  # of a column, by most of its cells

    @cached_property
    def copies(self) -> frozenset[tuple[int, int]]:
        """The cells that repeat a merged one above or left of them."""
        return frozenset(
            (r, c)
            for (top, left), (height, width) in self.block.grid.spans.items()
            for r in range(top, top + height)
            for c in range(left, left + width)
            if (r, c) != (top, left)
        )

    @cached_property
    def has_months(self) -> bool:
        """Whether the periods of the rows are parts of years."""
        cells = (
            self.block.cell(r, column.at)
            for r in self.block.body
            for column in self.by_role.get("period", [])
        )
        return any(period_like(cell) and not year_like(cell) for cell in cells)

    @property
    def where(self) -> str:
        """File and sheet."""
        return ", ".join(one for one in (self.file, self.block.grid.name) if one)


def place_of(table: Table, r: int, column: Column) -> str:
    """Where a cell stands, for a message: file, sheet, row, column and header."""
    where = table.block.grid.place(r, column.at)
    head = f" ({column.header})" if column.header else ""
    return f"{table.file}, {where}{head}"


def figures_of(table: Table, cell: Cell) -> Figures:
    """The amounts of a cell."""
    if cell is None:
        return Figures()
    if isinstance(cell, dt.date):
        return Figures((), f"{cell.isoformat()} is a date")
    if isinstance(cell, int | float):
        return Figures((Amount(abs(float(cell)), negative=cell < 0),))
    return parse_amounts(cell, table.decimal, tuple(table.hints.missing))


def first_value(table: Table, r: int, column: Column) -> float | None:
    """The first amount of a cell, or None."""
    amounts = figures_of(table, table.block.cell(r, column.at)).amounts
    return amounts[0].value if amounts else None


def notes_of(table: Table) -> TableNotes:
    """What was understood."""
    roles = {column.at: _reading(column) for column in table.amounts}
    left = {column.at for column in table.columns if column.role in {"amount", "low", "high"}}
    kept = {c.at for c in table.amounts} | {c.at for cs in table.bounds.values() for c in cs}
    roles |= dict.fromkeys(left - kept, "left out")
    over = table.corner.over(table.titles.context)
    words = [over.party, over.basis, over.kind, *over.units, over.place, over.attribution]
    if any(words):
        told = ", ".join(word for word in words if word)
        table.said.append(f"where a figure's own words are silent: {told}")
    if table.decimal:
        table.said.append(f"decimal mark {table.decimal!r}")
    return TableNotes(
        table.block.grid.name,
        table.block.titles,
        tuple(table.block.grid.lines[r] for r in table.block.head),
        table.columns,
        roles,
        table.said,
        table.left_out,
    )


def _reading(column: Column) -> str:
    label = column.label
    said = [
        label.party,
        label.basis,
        label.kind,
        " and ".join(label.units) or None,
        f"per {label.per}" if label.per else None,
        label.place,
        label.attribution,
        label.phrase.text if label.phrase else None,
    ]
    return "figures" + (f": {', '.join(one for one in said if one)}" if any(said) else "")
