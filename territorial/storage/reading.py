"""CSV and JSON Lines to rows of plain Python values."""

from __future__ import annotations

import io
import json
import os
from _thread import allocate_lock
from collections.abc import Iterator
from contextlib import contextmanager

from territorial.errors import InputError
from territorial.records import COLUMNS
from territorial.storage.cells import unguard
from territorial.storage.paths import format_of
from territorial.structures import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any


class Line(NamedTuple):
    """One row that was read: the number of its line, and its values."""

    number: int
    cells: list[Any]


def read_rows(path: str | os.PathLike[str]) -> tuple[list[str], list[Line]]:
    """The columns and rows of a CSV or JSON Lines file, as they stand.

    Values of CSV are str or None; values of JSON Lines are JSON types.

    Parameters
    ----------
    path : path
        As `write_records` writes it; the columns may stand in any order.

    Returns
    -------
    columns : list of str
        In the order of the file.
    rows : list of Line
        One value for each column.

    Raises
    ------
    InputError
        If the file cannot be read, with the number of the line.
    """
    form = format_of(path)
    where = os.path.basename(os.fspath(path))
    text = _text(path, zipped=form.gzip)
    return _csv_rows(text, where) if form.name == "csv" else _json_rows(text, where)


def _text(path: str | os.PathLike[str], *, zipped: bool) -> str:
    """The text of a file; a byte order mark is dropped, line ends stay."""
    opener: Any = open
    if zipped:
        import gzip

        opener = gzip.open
    try:
        with opener(path, "rb") as file:
            data: bytes = file.read()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "text in UTF-8",
            f"byte {error.object[error.start]:#04x} at place {error.start}",
            "save the file as UTF-8",
            where=os.fspath(path),
        ) from None
    except (OSError, EOFError) as error:
        raise InputError(
            "a file that can be read", f"{os.fspath(path)!r} ({error})", "look at name and rights"
        ) from error


def _csv_rows(text: str, where: str) -> tuple[list[str], list[Line]]:
    import csv

    rows: list[Line] = []
    with _long_cells():
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            columns = [unguard(name) or "" for name in next(reader, [])]
            for cells in reader:
                if not cells:
                    continue
                if len(cells) != len(columns):
                    raise InputError(
                        f"{len(columns)} cells, as in the first line",
                        f"{len(cells)} cells",
                        "part them by commas and quote cells that hold one",
                        where=f"{where}, line {reader.line_num}",
                    )
                rows.append(Line(reader.line_num, [unguard(cell) for cell in cells]))
        except csv.Error as error:
            raise InputError(
                "rows of CSV",
                str(error),
                "close the quotes of each cell",
                where=f"{where}, line {reader.line_num}",
            ) from None
    return columns, rows


_LIMIT = allocate_lock()  # what threading.Lock makes, without loading threading


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module, whose limit is one for all, read cells of any length."""
    import csv

    with _LIMIT:
        before = csv.field_size_limit(2**31 - 1)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _json_rows(text: str, where: str) -> tuple[list[str], list[Line]]:
    objects: list[tuple[int, dict[str, Any]]] = []
    columns: dict[str, None] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise InputError(
                "one JSON object a line",
                f"{line[:40]!r} ({error})",
                "mend or remove the line",
                where=f"{where}, line {number}",
            ) from None
        if not isinstance(found, dict):
            raise InputError(
                "one JSON object a line",
                f"a {type(found).__name__}",
                "mend or remove the line",
                where=f"{where}, line {number}",
            )
        objects.append((number, found))
        columns.update(dict.fromkeys(found))
    names = list(columns) or list(COLUMNS)
    return names, [Line(number, [one.get(name) for name in names]) for number, one in objects]


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
