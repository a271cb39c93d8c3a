"""One table as rows of cells, whatever file it came from, with the texts that stand round it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

Cell = str | int | float | dt.date | None


class Grid(NamedTuple):
    """One table: its cells and what stands round them.

    `lines` and `columns` number rows and columns as the user sees them (from 1);
    `above` are the texts over the table, the nearest last; `spans` gives the
    height and width of merged cells by (row, column) in `rows`; `head` counts
    header rows where the format tells them (JSON keys, ``<thead>``).
    """

    name: str
    rows: list[list[Cell]]
    lines: list[int]
    columns: list[int]
    above: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    spans: Mapping[tuple[int, int], tuple[int, int]] = MappingProxyType({})
    head: int | None = None
    how: tuple[str, ...] = ()

    def place(self, row: int, column: int) -> str:
        """Where a cell stands, in the user's terms.

        Examples
        --------
        >>> Grid("Monthly", [["a", 1]], [4], [1, 2]).place(0, 1)
        'Monthly, row 4, column B'
        """
        where = f"row {self.lines[row]}, column {letter(self.columns[column])}"
        return f"{self.name}, {where}" if self.name else where


def letter(number: int) -> str:
    """The letters of a spreadsheet's column.

    Examples
    --------
    >>> letter(1), letter(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


DITTO = frozenset(
    {'"', "''", "″", "〃", "”", "“", "„", "»", '-"-', "-''-", '—"—', '–"–', "-〃-", "-//-", "—//—"}
)


def without_dittos(table: Grid) -> Grid:
    """The grid with what stands above in place of each ditto mark.

    Examples
    --------
    >>> without_dittos(Grid("", [["2025", 430], ["″", 386]], [1, 2], [1, 2])).rows
    [['2025', 430], ['2025', 386]]
    """
    rows: list[list[Cell]] = []
    for row in table.rows:
        if rows and any(isinstance(cell, str) and cell in DITTO for cell in row):
            row = [
                above if isinstance(cell, str) and cell in DITTO else cell
                for cell, above in zip(row, rows[-1], strict=True)
            ]
        rows.append(row)
    return table._replace(rows=rows)


def text_of(cell: Cell) -> str:
    """A cell as it reads; whole floats without their point.

    Examples
    --------
    >>> text_of(390.0), text_of(None)
    ('390', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date) else str(cell)


def clean(cell: object) -> Cell:
    """A value of any library as a cell: NaN and blanks are None, days are dates."""
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN is the value that differs from itself
        return None
    if isinstance(cell, str):
        return " ".join(cell.split()) or None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date | float):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return int(cell)
    return clean(str(cell))


def grid(
    name: str,
    rows: Sequence[Sequence[object]],
    *,
    above: Sequence[str] = (),
    notes: Sequence[str] = (),
    spans: dict[tuple[int, int], tuple[int, int]] | None = None,
    head: int | None = None,
    lines: Sequence[int] | None = None,
    hidden: frozenset[int] = frozenset(),
    how: Sequence[str] = (),
) -> Grid:
    """A grid of equal rows; hidden columns (numbered from 0) are left out."""
    width = max((len(row) for row in rows), default=0)
    shown = [column for column in range(width) if column not in hidden]
    moved = {column: n for n, column in enumerate(shown)}
    cells = [
        [clean(row[column]) if column < len(row) else None for column in shown] for row in rows
    ]
    kept = {
        (r, moved[c]): (height, sum(k in moved for k in range(c, c + across)))
        for (r, c), (height, across) in (spans or {}).items()
        if c in moved
    }
    return Grid(
        name,
        cells,
        list(lines or range(1, len(cells) + 1)),
        [column + 1 for column in shown],
        tuple(above),
        tuple(notes),
        kept,
        head,
        tuple(how),
    )
