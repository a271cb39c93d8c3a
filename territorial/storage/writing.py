"""Records to CSV and JSON Lines."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Sequence

from territorial.errors import InputError, ReportsError, TerritorialError
from territorial.records import COLUMNS, NUMBERS, Report
from territorial.storage.cells import guard
from territorial.storage.paths import atomic, format_of
from territorial.structures import TYPE_CHECKING, NamedTuple

try:  # what quotes a text for json, without the reader of JSON that json loads
    from _json import encode_basestring
except ImportError:  # another Python than CPython
    from json.encoder import encode_basestring

if TYPE_CHECKING:
    from typing import Any, TextIO

    Row = Sequence[Any]


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
        return _Encoder("", _json_liner(columns))
    if name == "csv":
        joined = _csv_liner()
        return _Encoder(
            joined([guard(name) for name in columns]),
            lambda row: joined([_cell(value) for value in row]),
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


def _json_liner(columns: Sequence[str]) -> Callable[[Row], str]:
    """What makes a line of JSON of a row, as `json.dumps` writes it with letters as they are."""
    keys = [f"{encode_basestring(name)}: " for name in columns]

    def line(row: Row) -> str:
        values = map(_json_value, row)
        return f"{{{', '.join([key + value for key, value in zip(keys, values, strict=True)])}}}\n"

    return line


def _json_value(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return f'"{value.isoformat()}"'
    return _number(value)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return _number(value)


def _number(value: Any) -> str:
    """A number by its shortest exact spelling, which is the same in both formats."""
    if isinstance(value, float):
        if value - value != 0:
            raise ValueError("not finite")
        return float.__repr__(value)
    if isinstance(value, int):
        return int.__repr__(value)
    raise ValueError(f"a {type(value).__name__} cannot be written")


class _Line:
    """Takes the one line that a csv writer writes."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def _csv_liner() -> Callable[[Sequence[str]], str]:
    """What makes a line of CSV of cells; those with commas, quotes or line ends are quoted."""
    import csv

    line = _Line()
    # With \r\n as line end the writer quotes cells that hold either of them.
    writer = csv.writer(line, lineterminator="\r\n")

    def joined(cells: Sequence[str]) -> str:
        writer.writerow(cells)
        return line.text[:-2] + "\n"

    return joined
