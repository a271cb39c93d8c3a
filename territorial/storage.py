"""Records to and from CSV and JSON Lines, with the standard library alone.

Both formats hold one report a row or line, with the columns of the reports
table. What is written comes back the same: numbers by their shortest exact
spelling, missing as nothing, and an empty text as an empty text. Files appear
whole or not at all.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, NamedTuple, TextIO

from territorial.errors import InputError, OutputError, ReportsError, TerritorialError
from territorial.records import COLUMNS, NUMBERS, Report

Row = Sequence[Any]
FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
# A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection), also in its
# wide form and after white space.
_RISKY = tuple("=+-@\uff1d\uff0b\uff0d\uff20'")
GUARD = "'"


class Format(NamedTuple):
    """How a file is written: `name` is csv, jsonl or parquet."""

    name: str
    gzip: bool


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that the ending of a file's name stands for.

    Parameters
    ----------
    path : path
        A name that ends in .csv, .jsonl, .ndjson, any of them with .gz, or .parquet.

    Raises
    ------
    InputError
        If the ending is another one.

    Examples
    --------
    >>> format_of("reports.csv.gz")
    Format(name='csv', gzip=True)
    """
    name = os.fspath(path).lower()
    zipped = name.endswith(".gz")
    ending = os.path.splitext(name.removesuffix(".gz"))[1]
    found = FORMATS.get(ending)
    if found is None or (zipped and found == "parquet"):
        raise InputError(
            "a file name that ends in .csv, .jsonl (either with .gz) or .parquet",
            repr(os.path.basename(os.fspath(path))),
            "change the ending; it says how the file is written",
        )
    return Format(found, zipped)


@contextmanager
def atomic(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file that appears under its name when all is written, or never.

    The bytes go to a new file in the same folder, which takes the name at the
    end; an earlier file stays until then. A name of something that is no
    regular file, such as a named pipe, is written directly.

    Parameters
    ----------
    path : path
        The file to write. A symbolic link stays one.

    Yields
    ------
    binary file

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    final = os.path.realpath(os.fspath(path))
    # What is there and is neither file nor folder takes bytes as they come.
    direct = os.path.exists(final) and not os.path.isfile(final) and not os.path.isdir(final)
    part = final if direct else f"{final}.{os.urandom(4).hex()}.part"
    try:
        with open(part, "wb" if direct else "xb") as file:
            yield file
        if not direct:
            if os.path.isfile(final):
                os.chmod(part, os.stat(final).st_mode & 0o7777)
            os.replace(part, final)
    except BaseException as error:
        if not direct and os.path.exists(part):
            os.remove(part)
        if isinstance(error, OSError) and not isinstance(error, TerritorialError):
            raise OutputError(
                "a file that can be written",
                f"{os.fspath(path)!r} ({error.strerror or error})",
                "choose another folder, or mend its rights; nothing was written",
            ) from error
        raise


def write_records(
    records: Iterable[Report],
    target: str | os.PathLike[str] | TextIO,
    *,
    format: str | None = None,  # noqa: A002  (what users call it)
) -> int:
    """Records to a CSV or JSON Lines file, without pandas.

    The bytes are those that `write_reports` writes for the same records. The
    records are taken one by one as they come, so a stream stays a stream.

    Parameters
    ----------
    records : iterable of Report
        What to write.
    target : path or text file
        A path is written whole or not at all. To a file that is open already,
        such as standard output, each record is written as it comes.
    format : {"csv", "jsonl"}, optional
        By default what the ending of the path says; JSON Lines for an open file.

    Returns
    -------
    int
        How many records were written.

    Raises
    ------
    OutputError
        If the file cannot be written.
    InputError
        If the ending says no format that is written without pandas.
    ReportsError
        If a number is not finite, or a text holds no valid characters.

    Examples
    --------
    >>> import io
    >>> file = io.StringIO()
    >>> write_records([Report("a1", value=320.0, unit="km^2")], file, format="csv")
    1
    >>> file.getvalue().splitlines()[1].startswith("a1,,,,,,unstated,320.0,,,km^2")
    True
    """
    return write_rows(COLUMNS, (_row(record) for record in records), target, format=format)


def _row(record: Report) -> list[Any]:
    values: list[Any] = list(record)
    for at in _NUMBERS_AT:
        if values[at] is not None:
            values[at] = float(values[at])
    return values


_NUMBERS_AT = tuple(COLUMNS.index(name) for name in NUMBERS)


def write_rows(
    columns: Sequence[str],
    rows: Iterable[Row],
    target: str | os.PathLike[str] | TextIO,
    *,
    format: str | None = None,  # noqa: A002
) -> int:
    """Rows of plain Python values to CSV or JSON Lines; None where nothing is known."""
    if not isinstance(target, str | os.PathLike):
        encoder = _encoder(format or "jsonl", columns)
        return _write(encoder, columns, rows, target.write)
    chosen = format_of(target)
    encoder = _encoder(format or chosen.name, columns)
    with atomic(target) as file:
        out: Any = file
        if chosen.gzip:
            import gzip

            # No name and no time inside: the same records give the same bytes.
            out = gzip.GzipFile("", "wb", fileobj=file, mtime=0)
        count = _write(encoder, columns, rows, lambda text: out.write(_utf8(text)))
        if out is not file:
            out.close()
    return count


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ReportsError(
            "text that UTF-8 can hold",
            f"{error.object[error.start : error.end]!r} in {text[:60]!r}",
            "mend the source's encoding when it is read",
        ) from None


class _Encoder(NamedTuple):
    """The first line of a file, and what makes a line of a row."""

    head: str
    line: Callable[[Row], str]


def _encoder(name: str, columns: Sequence[str]) -> _Encoder:
    if name == "jsonl":
        dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
        return _Encoder(
            "", lambda row: dumps(dict(zip(columns, map(_plain, row), strict=True))) + "\n"
        )
    if name == "csv":
        return _Encoder(
            csv_line([guard(name) for name in columns]),
            lambda row: csv_line([_cell(value) for value in row]),
        )
    raise InputError("csv or jsonl as format", repr(name), "Parquet is written by write_reports")


def _write(
    encoder: _Encoder, columns: Sequence[str], rows: Iterable[Row], write: Callable[[str], Any]
) -> int:
    if encoder.head:
        write(encoder.head)
    count = 0
    for count, row in enumerate(rows, start=1):
        try:
            line = encoder.line(row)
        except ValueError as error:
            raise _bad_value(columns, row, count, error) from None
        write(line)
    return count


def _bad_value(
    columns: Sequence[str], row: Row, number: int, error: ValueError
) -> TerritorialError:
    if isinstance(error, TerritorialError):
        return error
    for name, value in zip(columns, row, strict=True):
        if isinstance(value, float) and value - value != 0:
            return ReportsError(
                "a finite number, or None where there is none",
                repr(value),
                "mend the number",
                where=f"record {number} ({row[0]!r}), column {name}",
            )
    return ReportsError(
        "values that can be written",
        str(error),
        "mend the record",
        where=f"record {number} ({row[0]!r})",
    )


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    raise ValueError(f"a {type(value).__name__} cannot be written")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, float):
        if value - value != 0:
            raise ValueError("not finite")
        return repr(float(value))
    return str(_plain(value))


def _risky(text: str) -> bool:
    return not text or text[0] in "\t\r\n" or text.lstrip()[:1] in _RISKY


def guard(text: str) -> str:
    """A text as a CSV cell that no spreadsheet runs and that is not empty.

    An apostrophe is set before a text that begins like a formula, that is
    empty (an empty cell means missing), or that itself looks guarded.

    Examples
    --------
    >>> guard("=1+1"), guard(""), guard("'t Veld")
    ("'=1+1", "'", "'t Veld")
    """
    if _risky(text) and not (text[:1] == GUARD and not _risky(text[1:])):
        return GUARD + text
    return text


def unguard(cell: str) -> str | None:
    """The text that `guard` made a cell of; None for an empty cell.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("'"), unguard("'t Veld"), unguard("") is None
    ('=1+1', '', "'t Veld", True)
    """
    if not cell:
        return None
    if cell[0] == GUARD and _risky(cell[1:]):
        return cell[1:]
    return cell


class _Line:
    """Takes the one line that a csv writer writes."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_line(cells: Sequence[str]) -> str:
    """One line of CSV; cells with commas, quotes or line ends are quoted."""
    line = _Line()
    # With \r\n as line end the writer quotes cells that hold either of them.
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.text[:-2] + "\n"


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


_LIMIT = threading.Lock()


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module, whose limit is one for all, read cells of any length."""
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
