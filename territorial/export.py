"""Monthly tables, traces and other tables of the library to files, with units in a column."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from territorial import storage, units
from territorial.errors import MissingExtraError, UnitError

if TYPE_CHECKING:
    import pandas as pd


def write_table(
    table: pd.DataFrame | pd.Series,
    target: str | os.PathLike[str] | TextIO,
    *,
    format: str | None = None,  # noqa: A002  (what users call it)
) -> None:
    """Write what `monthly_table`, `monthly_gain`, `trace`, `change_table` ... gave.

    Parameters
    ----------
    table : DataFrame or Series
        Quantities are written as numbers, their unit in the column ``unit``;
        months as ``2025-01``, days as ``2025-01-31``; missing as nothing.
    target : path or text file
        A path ends in .csv, .jsonl (either with .gz) or .parquet, and is
        written whole or not at all.
    format : {"csv", "jsonl"}, optional
        For an open file; JSON Lines by default.

    Raises
    ------
    InputError
        If the ending is another one.
    UnitError
        If the columns have different units.
    OutputError
        If the file cannot be written.
    MissingExtraError
        If the path ends in .parquet and pyarrow is not installed.

    Examples
    --------
    >>> import io
    >>> import pandas as pd
    >>> months = pd.period_range("2025-01", "2025-02", freq="M", name="month")
    >>> file = io.StringIO()
    >>> write_table(
    ...     units.pint_series(pd.Series([320.0, None], index=months, name="gain"), "km^2"),
    ...     file, format="csv")
    >>> print(file.getvalue(), end="")
    month,gain,unit
    2025-01,320.0,km^2
    2025-02,,km^2
    """
    frame = plain_table(table)
    if isinstance(target, str | os.PathLike) and storage.format_of(target).name == "parquet":
        try:
            import pyarrow  # noqa: F401
        except ImportError:
            raise MissingExtraError(
                "pyarrow, to write Parquet",
                "an installation without it",
                'pip install "territorial[parquet]", or write .csv or .jsonl',
            ) from None
        with storage.atomic(target) as file:
            frame.to_parquet(file, index=False)
        return
    storage.write_rows(list(frame.columns), _rows(frame), target, format=format)


def plain_table(table: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """The table without its index and with numbers, words and a unit in place of quantities.

    Parameters
    ----------
    table : DataFrame or Series
        As `write_table` takes it; it is left as it is.

    Returns
    -------
    DataFrame
        The index as columns; months and days as text; quantities as float64
        with their unit in the column ``unit`` after them.

    Raises
    ------
    UnitError
        If the columns have different units.
    """
    import pandas as pd

    frame = table.to_frame() if isinstance(table, pd.Series) else table
    frame = frame.copy() if frame.index.names == [None] else frame.reset_index()
    found: dict[str, str] = {}
    for name in frame.columns:
        if str(frame[name].dtype).startswith("pint["):
            frame[name], found[name] = units.plain(frame[name])
    spelled = list(dict.fromkeys(found.values()))
    if len(spelled) > 1:
        raise UnitError(
            "one unit in a table",
            ", ".join(f"{name} in {unit}" for name, unit in found.items()),
            "convert the columns to one unit, or write them apart",
        )
    if spelled:
        frame.insert(list(frame.columns).index(list(found)[-1]) + 1, "unit", spelled[0])
    for name in frame.columns:
        frame[name] = _plain_column(frame[name])
    return frame


def _plain_column(column: pd.Series) -> pd.Series:
    import pandas as pd

    if isinstance(column.dtype, pd.PeriodDtype | pd.CategoricalDtype):
        return column.astype("str").where(column.notna(), None)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        days: pd.Series = column.dt.strftime("%Y-%m-%d")
        return days
    return column


def _rows(frame: pd.DataFrame) -> Iterator[list[Any]]:
    """Rows of plain Python values; None where nothing is known."""
    import pandas as pd

    for row in frame.itertuples(index=False):
        yield [
            None if pd.isna(value) else value.item() if hasattr(value, "item") else value
            for value in row
        ]
