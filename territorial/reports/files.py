"""The reports table in files: CSV, JSON Lines, Parquet."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from territorial import records, storage
from territorial.errors import InputError, MissingExtraError, ReportsError
from territorial.records import Report
from territorial.reports.rules import check
from territorial.reports.table import reports_table, rows_of, table_of

if TYPE_CHECKING:
    import pandas as pd


def write_reports(reports: pd.DataFrame | Iterable[Report], path: str | os.PathLike[str]) -> None:
    """A reports table to a file; the ending says the format.

    The table is checked first. The file appears whole or not at all, and holds
    the rows in their order without the index and attrs. The same reports give
    the same bytes. In CSV a text that a spreadsheet would run as a formula
    gets an apostrophe before it, which `read_reports` takes away again.

    Parameters
    ----------
    reports : DataFrame or iterable of Report
        What to write. Columns of your own are written too.
    path : path
        Ends in .csv, .jsonl (both also with .gz) or .parquet (extra ``parquet``).

    Raises
    ------
    ReportsError
        If the table breaks the format.
    OutputError
        If the file cannot be written; nothing half-written is left behind.
    InputError
        If the ending is another one.
    MissingExtraError
        If Parquet is asked for and pyarrow is not installed.

    Examples
    --------
    >>> import os, tempfile
    >>> report = Report("a1", measure="area", kind="gain", value=320.0, unit="km^2")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "reports.csv")
    ...     write_reports([report], path)
    ...     back = read_reports(path)
    >>> f"{back.loc[0, 'value']:g} {back.loc[0, 'unit']}"
    '320 km^2'
    """
    import pandas as pd

    form = storage.format_of(path)
    table = check(reports if isinstance(reports, pd.DataFrame) else reports_table(reports))
    if form.name != "parquet":
        storage.write_rows(list(table.columns), rows_of(table), path)
        return
    _need_pyarrow()
    table.attrs = {}
    with storage.atomic(path) as file:
        table.to_parquet(file, engine="pyarrow", index=False)


def read_reports(path: str | os.PathLike[str]) -> pd.DataFrame:
    """A reports table from a file that `write_reports` wrote, or one like it.

    Parameters
    ----------
    path : path
        Ends in .csv, .jsonl (both also with .gz) or .parquet (extra ``parquet``).

    Returns
    -------
    DataFrame
        A checked reports table. Columns of your own come last: from Parquet
        and JSON Lines with their types, from CSV as text.

    Raises
    ------
    InputError
        If the file cannot be read, with the number of the line.
    ReportsError
        If the table breaks the format.
    MissingExtraError
        If it is Parquet and pyarrow is not installed.

    Examples
    --------
    >>> read_reports("reports.doc")
    Traceback (most recent call last):
    ...
    territorial.errors.InputError: wanted a file name that ends in .csv, .jsonl (either with .gz)
    or .parquet, given 'reports.doc'; change the ending; it says how the file is written
    """
    name = os.path.basename(os.fspath(path))
    if storage.format_of(path).name == "parquet":
        table = _parquet(path)
    else:
        columns, rows = storage.read_rows(path)
        values = {
            column: [_value(column, line.cells[at], name, line.number) for line in rows]
            for at, column in enumerate(columns)
        }
        if len(values) != len(columns):
            twice = next(column for column in columns if columns.count(column) > 1)
            raise ReportsError(
                "each column once", f"{twice!r} twice", "drop or rename one of them", where=name
            )
        table = _in_file(name, lambda: table_of(values))
    return _in_file(name, lambda: check(table))


def _in_file(name: str, step: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Name the file in the errors of a step."""
    try:
        return step()
    except ReportsError as error:
        where = f"{name}, {error.where}" if error.where else name
        raise ReportsError(error.wanted, error.given, error.mend, where=where) from None


def _value(column: str, value: Any, name: str, line: int) -> Any:
    """A value of CSV or JSON as the column holds it; text is turned into numbers and days."""
    if value is None:
        return None
    convert = _CONVERT.get(column)
    if convert is None:
        if column in records.COLUMNS and not isinstance(value, str):
            raise _unfit("text", value, name, line, column)
        return value
    wanted, function = convert
    try:
        return function(value)
    except (ValueError, TypeError, OverflowError):
        raise _unfit(wanted, value, name, line, column) from None


def _unfit(wanted: str, value: Any, name: str, line: int, column: str) -> ReportsError:
    return ReportsError(
        wanted, f"{value!r:.60}", "mend the cell", where=f"{name}, line {line}, column {column}"
    )


def _float(value: Any) -> float:
    if isinstance(value, bool) or (isinstance(value, str) and "_" in value):
        raise TypeError
    number = float(value)
    if number - number != 0:
        raise ValueError
    return number


def _int(value: Any) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:20])
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise TypeError
    return value


def _day(value: Any) -> dt.date:
    day = dt.date.fromisoformat(value)
    if day.isoformat() != value:
        raise ValueError
    return day


_CONVERT: dict[str, tuple[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(records.NUMBERS, ("a finite number", _float)),
    **dict.fromkeys(records.INTEGERS, ("a whole number from 0 on", _int)),
    **dict.fromkeys(records.DAYS, ("a day as in 2025-02-07", _day)),
}


def _need_pyarrow() -> None:
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise MissingExtraError(
            "pyarrow, which reads and writes Parquet",
            "an environment without it",
            "run: pip install 'territorial[parquet]'; or use .csv or .jsonl",
        )


def _parquet(path: str | os.PathLike[str]) -> pd.DataFrame:
    _need_pyarrow()
    import pandas as pd
    import pyarrow as pa

    try:
        return pd.read_parquet(path, engine="pyarrow")
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            "a Parquet file that can be read", f"{os.fspath(path)!r} ({error})"[:200],
            "look at name, rights and content",
        ) from error  # fmt: skip
