"""Where in a grid the titles, headers, rows, sections and notes stand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from territorial.errors import InputError
from territorial.lexicon import tables as words
from territorial.readers.tables.amounts import parse_amounts, unit_of
from territorial.readers.tables.grids import Cell, Grid, text_of
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.labels import read_label
from territorial.readers.tables.marks import is_missing, strip_marks
from territorial.readers.tables.phrase_items import YEARS
from territorial.readers.tables.phrases import parse_phrase, week_number

_NOTE_MARK = re.compile(
    r"^(?:[*†‡§]|\[?(?:[a-z]|\d{1,2})\]|\((?:[a-z]|\d{1,2})\)|[¹²³⁴⁵⁶⁷⁸⁹])\s*\S"
)


_NO_MONTH = re.compile(r"(?:19|20)\d\d[-/.]\d\d")  # 2025-13, where months stand: no range


LONGEST_SLIP = 12  # characters of a cell that may be a mistyped figure
KEPT_KEYS = {"published", "attribution", "publisher", "url", "note"}  # "Updated, 2025-09-02"
MOST_WORDS = 2  # beside a figure, for a cell to be one


class Block(NamedTuple):
    """One table of a grid, by row numbers in it."""

    grid: Grid
    head: tuple[int, ...]
    body: tuple[int, ...]
    titles: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.grid.columns)

    def cell(self, row: int, column: int) -> Cell:
        return self.grid.rows[row][column]


def year_like(cell: Cell) -> bool:
    """Whether a cell may be a year: 2024, "2024", 2024.0."""
    if isinstance(cell, int | float):
        return float(cell).is_integer() and int(cell) in YEARS
    return isinstance(cell, str) and bool(re.fullmatch(r"(?:19|20)\d\d", strip_marks(cell)))


def period_like(cell: Cell) -> bool:
    """Whether a cell is a period and nothing else."""
    if isinstance(cell, dt.date) or year_like(cell):
        return True
    if not isinstance(cell, str) or cell.rstrip().endswith("%"):  # 31.1% is no day
        return False
    phrase = parse_phrase(strip_marks(cell))
    if phrase is None and week_number(strip_marks(cell)) is not None:
        return True
    return phrase is not None and not phrase.rest and not _plain_number(cell)


def _plain_number(text: str) -> bool:
    """Whether a text is a number, though it could be a date too ("1.2" or "12-13")."""
    bare = strip_marks(text)
    return bool(
        re.fullmatch(r"[~<>≈+\-−]?\s*\d+(?:[.,]\d{1,2})?|\d{1,2}\s*[-–]\s*\d{1,2}", bare)
    ) and not re.fullmatch(
        r"(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d|(?:19|20)\d\d\.(?:0[1-9]|1[0-2])", bare
    )


def amount_like(cell: Cell) -> bool:
    """Whether a cell may be a figure."""
    if isinstance(cell, int | float):
        return not year_like(cell)
    if not isinstance(cell, str) or period_like(cell) or _NO_MONTH.fullmatch(cell):
        return False
    found = parse_amounts(cell)
    if _headed_year(cell, found.left):
        return False
    if found.why:  # "4O3" stands where a figure should
        return (
            len(cell) <= LONGEST_SLIP
            and bool(re.match(r"[~<>≈+\-−(]*\d", cell))
            and unit_of(cell) is None
        )
    return bool(found.amounts) and len(re.findall(r"[^\W\d_]{2,}", found.left)) <= MOST_WORDS


def _headed_year(cell: str, left: str) -> bool:
    """Whether a text is words and a year: "Population, 2022"."""
    years = re.findall(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]\d|\d)", cell)
    return (
        bool(years)
        and bool(re.match(r"[^\W\d_]{3,}", left))
        and re.search(r"\d", cell.replace(years[0], "", 1)) is None
    )


def filled(row: Sequence[Cell]) -> list[int]:
    """The columns of a row that hold something."""
    return [n for n, cell in enumerate(row) if cell is not None]


def lone(grid: Grid, r: int) -> str | None:
    """The text of a row that holds but one (a title, a section, a note), or None."""
    row = grid.rows[r]
    cells = filled(row)
    if not cells or (len(cells) > 1 and row[cells[0]] != row[cells[1]]):
        return None
    texts = {text_of(row[n]) for n in cells}
    spanned = (r, cells[0]) in grid.spans and grid.spans[r, cells[0]][1] > 1
    if len(cells) == 1 or (len(texts) == 1 and spanned):
        return text_of(row[cells[0]])
    return None


def is_note(text: str) -> bool:
    """Whether a lone line is a footnote, a source line or the like.

    Examples
    --------
    >>> is_note("* revised"), is_note("Note: rounded"), is_note("2024")
    (True, True, False)
    """
    if _NOTE_MARK.match(text) and not re.fullmatch(r"\(?\d+\)?", text):
        return True
    opened = re.match(r"([^:–—]{2,40})[:–—]\s*\S", text)
    return bool(opened and words.is_form("note", opened[1])) or len(text.split()) > 12


def _parted_note(grid: Grid, r: int) -> str | None:
    """A note that its own commas part into cells, or None."""
    texts = [text_of(cell) for cell in grid.rows[r] if cell is not None]
    plain = _numbers(grid, r) or _marks(grid, r) or grid.rows[r][0] is None
    return ", ".join(texts) if len(texts) > 1 and not plain and is_note(texts[0]) else None


def _numbers(grid: Grid, r: int) -> int:
    return sum(amount_like(cell) for cell in grid.rows[r])


def _marks(grid: Grid, r: int) -> int:
    """Cells that say that there is no figure."""
    return sum(isinstance(cell, str) and is_missing(cell) for cell in grid.rows[r])


def _pair_line(grid: Grid, r: int) -> bool:
    """A line of metadata over a wide table: "Unit,km²"."""
    cells = filled(grid.rows[r])
    if len(grid.columns) < 3 or not cells or cells[-1] > 1:
        return False
    key = text_of(grid.rows[r][cells[0]])
    known = words.is_form("role", key) or words.is_form("ignore", key)
    return not _numbers(grid, r) or bool(known)


def _units_line(grid: Grid, r: int) -> bool:
    """A row of units, whatever it says of the periods: "(1st day)", "km²", "km²"."""
    cells = [text_of(cell).strip("()[] ") for cell in grid.rows[r][1:] if cell is not None]
    return bool(cells) and all(unit_of(cell) for cell in cells)


def _first_data(grid: Grid, start: int) -> int | None:
    for r in range(start, len(grid.rows)):
        cells = filled(grid.rows[r])
        if (
            len(cells) > 1
            and lone(grid, r) is None
            and _numbers(grid, r)
            and not _pair_line(grid, r)
            and not _units_line(grid, r)
        ):
            return r
    return None


def _header(grid: Grid, start: int, data: int) -> tuple[int, int]:
    """First header row and first body row, for the data row found."""
    top = data
    r = data - 1
    blanks = 0
    while r >= start:
        cells = filled(grid.rows[r])
        text = lone(grid, r)
        if not cells:
            blanks += 1
            if blanks > 1 or top < data:
                break
        elif text is not None and len(cells) == 1 and cells[0] > 0:
            top = r  # a lone group header over the figures
        elif text is not None:
            if top < data:
                break
        elif _pair_line(grid, r):
            break
        else:
            top = r
        r -= 1
    if top == data:
        return data, data
    end = top + 1
    while end < data and _continues(grid, end, top):
        end += 1
    return top, end


def _continues(grid: Grid, r: int, top: int) -> bool:
    """Whether a row is one more header row."""
    row = grid.rows[r]
    cells = filled(row)
    if not cells or _marks(grid, r) or (lone(grid, r) is not None and cells[0] == 0):
        return False
    first = row[0]
    if first is None or first == grid.rows[top][0]:
        return True
    if (
        grid.rows[top][0] is None
        and words.is_form("role", text_of(first))
        and not _numbers(grid, r)
    ):
        return True  # "Source" under a blank corner, beside quarters under their years
    if _units_line(grid, r):
        return True
    label = read_label(text_of(first))
    return not (period_like(first) or label.party or label.place) and not any(
        period_like(cell) for cell in row[1:]
    )


def _repeats(grid: Grid, r: int, head: Sequence[int]) -> bool:
    return any(grid.rows[r] == grid.rows[h] for h in head)


def _opens_table(grid: Grid, r: int, end: int) -> bool:
    """Whether a row within a table is the header of another one."""
    cells = filled(grid.rows[r])
    if len(cells) < 2 or _numbers(grid, r) or _marks(grid, r) or lone(grid, r) is not None:
        return False
    texts = [text_of(grid.rows[r][n]) for n in cells]
    known = sum(
        bool(words.is_form("role", one)) or bool(read_label(one).units or read_label(one).kind)
        for one in texts
    )
    follows = any(_numbers(grid, k) for k in range(r + 1, min(r + 4, end)))
    return (
        follows
        and bool(words.is_form("role", texts[0]))
        and known > len(texts) // 2
        and not period_like(grid.rows[r][cells[0]])
    )


def find_blocks(grid: Grid, hints: Hints, where: str) -> list[Block]:
    """The tables of a grid, one under another.

    Raises
    ------
    InputError
        If `header` names a row that the table has not, or no row holds a number.
    """
    count = len(grid.rows)
    if hints.header is not None:
        lines = [hints.header] if isinstance(hints.header, int) else list(hints.header)
        unknown = [line for line in lines if line not in grid.lines]
        if unknown:
            raise InputError(
                "numbers of header rows",
                f"{unknown[0]}, which the table has not",
                f"choose from {grid.lines[0]} to {grid.lines[-1]}",
                where=f"{where}, header",
            )
        rows = [grid.lines.index(line) for line in lines]
        return [_block(grid, min(rows), max(rows) + 1, 0, count)]
    starts: list[tuple[int, int, int]] = []  # first row of titles, first header row, first body row
    if grid.head:
        top, end = 0, grid.head
        data = _first_data(grid, end)
        while data is not None and end < data and grid.lines[0] != 0 and _continues(grid, end, top):
            end += 1
        starts.append((0, top, end))
    else:
        data = _first_data(grid, 0)
        if data is None:
            return [_block(grid, 0, min(1, count), 0, count)] if count else []
        top, end = _header(grid, 0, data)
        starts.append((0, top, end))
    r = starts[-1][2]
    while r < count:
        if _opens_table(grid, r, count) and not _repeats(
            grid, r, range(starts[-1][1], starts[-1][2])
        ):
            data = _first_data(grid, r) or r + 1
            title = r
            while (
                title > starts[-1][2]
                and (text := lone(grid, title - 1)) is not None
                and not is_note(text)
            ):
                title -= 1
            starts.append((title, r, _header(grid, title, data)[1]))
            r = starts[-1][2]
        r += 1
    ends = [start[0] for start in starts[1:]] + [count]
    return [
        _block(grid, top, end, title, stop)
        for (title, top, end), stop in zip(starts, ends, strict=True)
    ]


def _block(grid: Grid, top: int, end: int, title: int, stop: int) -> Block:
    titles = []
    for r in range(title, top):
        row = grid.rows[r]
        texts = list(dict.fromkeys(text_of(row[n]) for n in filled(row)))
        if len(texts) == 2 and _pair_line(grid, r) and (role := words.is_form("role", texts[0])):
            texts = texts if role in KEPT_KEYS else [texts[1]]
        if texts:
            titles.append(" ".join(texts) if len(texts) < 3 else "; ".join(texts))
    body = [
        r
        for r in range(end, stop)
        if filled(grid.rows[r]) and not _repeats(grid, r, range(top, end))
    ]
    notes: list[str] = list(grid.notes)
    last = max((r for r in body if not (lone(grid, r) or _parted_note(grid, r))), default=-1)
    kept = []
    for r in body:
        text = lone(grid, r) or (_parted_note(grid, r) if r > last else None)
        if text is not None and ((r > last and not read_label(text).total) or is_note(text)):
            notes.append(text)
        else:
            kept.append(r)
    return Block(grid, tuple(range(top, end)), tuple(kept), (*grid.above, *titles), tuple(notes))
