"""The columns of the reports table and their dtypes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from math import isnan
from typing import TYPE_CHECKING, Any

from territorial import records
from territorial.errors import ReportsError
from territorial.records import COLUMNS, Report

if TYPE_CHECKING:
    import pandas as pd

CATEGORIES: dict[str, tuple[str, ...]] = {
    "measure": records.MEASURES,
    "kind": records.KINDS,
    "basis": records.BASES,
    "qualifier": records.QUALIFIERS,
    "period_basis": records.PERIOD_BASES,
}
DTYPES: dict[str, str] = {
    **dict.fromkeys(COLUMNS, "str"),
    **dict.fromkeys(CATEGORIES, "category"),
    **dict.fromkeys(records.NUMBERS, "float64"),
    **dict.fromkeys(records.DAYS, "datetime64[us]"),
    **dict.fromkeys(records.INTEGERS, "Int64"),
}


def reports_table(reports: Iterable[Report]) -> pd.DataFrame:
    """The reports as a table with the columns and dtypes of the format.

    Parameters
    ----------
    reports : iterable of Report
        One for each row, in order.

    Returns
    -------
    DataFrame
        One row for each report; the columns of `Report` in their order.

    Raises
    ------
    ReportsError
        If a field holds something else than its column can.

    Examples
    --------
    >>> table = reports_table([Report("a1", measure="area", value=320.0, unit="km^2")])
    >>> f"{table.loc[0, 'value']:g} {table.loc[0, 'unit']}"
    '320 km^2'
    """
    rows = list(reports)
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    return table_of(dict(zip(COLUMNS, map(list, columns), strict=True)))


def table_of(columns: dict[str, list[Any]]) -> pd.DataFrame:
    """A table of lists of plain Python values; columns of the user's own come last."""
    import pandas as pd

    own = [name for name in columns if name not in DTYPES]
    table = pd.DataFrame(
        {
            name: pd.Series(columns[name], dtype="object")
            for name in (*COLUMNS, *own)
            if name in columns
        }
    )
    missing_columns(table)
    table = with_dtypes(table)
    for name in own:
        table[name] = table[name].infer_objects()
        if table[name].dtype == "object" and table[name].isna().all():
            table[name] = table[name].astype("str")
    return table


def missing_columns(table: pd.DataFrame) -> None:
    """Refuse a table without a column of the format, or with one twice."""
    names: list[Any] = list(table.columns)
    for name in COLUMNS:
        if name not in names:
            near = get_close_matches(
                name, [one for one in map(str, names) if one not in COLUMNS], 1
            )
            raise ReportsError(
                f"the column {name}",
                f"the columns {', '.join(map(str, names[:40])) or 'none'}",
                f"rename {near[0]!r} to {name!r}" if near
                else "add it; a column of which nothing is known is empty",
            )  # fmt: skip
    if len(set(names)) != len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ReportsError("each column once", f"{twice!r} twice", "drop or rename one of them")
    if not all(isinstance(name, str) for name in names):
        other = next(name for name in names if not isinstance(name, str))
        raise ReportsError("names of columns as text", repr(other), "rename the column")


def with_dtypes(table: pd.DataFrame) -> pd.DataFrame:
    """A copy with the format's dtypes, where each value can be kept.

    Raises
    ------
    ReportsError
        If a value does not fit the dtype of its column.
    """
    import pandas as pd

    columns: dict[str, pd.Series] = {}
    for name, dtype in DTYPES.items():
        column = table[name]
        if name in CATEGORIES:
            columns[name] = _categories(column)
        elif name in records.DAYS:
            columns[name] = _days(column)
        elif dtype == "str":
            columns[name] = _texts(column)
        else:
            columns[name] = _numbers(column, dtype)
    columns |= {name: table[name] for name in table.columns if name not in DTYPES}
    result = pd.DataFrame(columns, index=table.index)
    result.attrs = dict(table.attrs)
    return result


def place(table: pd.DataFrame, at: int, column: str) -> str:
    """Where a value stands, for messages; `at` counts rows from 0."""
    name = str(table["report_id"].iloc[at]) if "report_id" in table.columns else "?"
    return f"row {table.index[at]} (report_id {name!r}), column {column}"


def refuse(
    column: pd.Series, bad: Any, wanted: str, mend: str, *, table: pd.DataFrame | None = None
) -> None:
    """Raise for the first row in which `bad` holds; say how many there are."""
    import numpy as np

    rows = np.flatnonzero(np.asarray(bad, dtype=bool))
    if not rows.size:
        return
    first = int(rows[0])
    given = shown(column.iloc[first])
    if rows.size > 1:
        given += f" (and {rows.size - 1:,} more rows)"
    where = (
        f"row {column.index[first]}, column {column.name}"
        if table is None
        else place(table, first, str(column.name))
    )
    raise ReportsError(wanted, given, mend, where=where)


def shown(value: Any) -> str:
    """A value as messages show it: short, and days as days."""
    import pandas as pd

    if (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float) and isnan(value))
    ):
        return "nothing"
    if isinstance(value, pd.Timestamp):
        return str(value.date()) if value == value.normalize() else str(value)
    text = repr(value.item() if hasattr(value, "item") else value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _texts(column: pd.Series) -> pd.Series:
    import pandas as pd

    if isinstance(column.dtype, pd.StringDtype):
        return column.astype("str")  # the same array where it is one already
    values = column.astype("object")
    given = values.notna()
    wrong = given & ~values.map(lambda value: isinstance(value, str)).astype(bool)
    refuse(column, wrong, "text", "turn it into text, as in str(value)")
    try:
        return values.where(given, None).astype("str")
    except UnicodeEncodeError as error:
        raise ReportsError(
            "text that UTF-8 can hold", repr(error.object[error.start : error.end]),
            "mend the source's encoding when it is read", where=f"column {column.name}",
        ) from None  # fmt: skip


def _categories(column: pd.Series) -> pd.Series:
    import pandas as pd

    allowed = list(CATEGORIES[str(column.name)])
    dtype = pd.CategoricalDtype(allowed)
    if column.dtype == dtype and column.cat.categories.tolist() == allowed:
        return column
    values = column.astype("object")
    refuse(
        column, values.notna() & ~values.isin(allowed),
        f"one of {', '.join(allowed)}", "use one of these words",
    )  # fmt: skip
    return values.astype(dtype)


def _numbers(column: pd.Series, dtype: str) -> pd.Series:
    import pandas as pd

    if column.dtype == dtype:
        return column
    kind = "a whole number" if dtype == "Int64" else "a number"
    mend = "turn text into numbers first, and keep the unit in its own column"
    if column.dtype == "object":
        given = column.notna()
        wrong = given & ~column.map(
            lambda value: hasattr(value, "__float__") and not isinstance(value, bool)
        ).astype(bool)
        refuse(column, wrong, kind, mend)
    elif not pd.api.types.is_numeric_dtype(column.dtype) or column.dtype == "bool":
        refuse(column, column.notna(), kind, mend)
        column = column.astype("object")
    try:
        floats = pd.Series(
            pd.to_numeric(column.where(column.notna(), None)).to_numpy(
                dtype="float64", na_value=float("nan")
            ),
            index=column.index, name=column.name,
        )  # fmt: skip
    except (OverflowError, ValueError, TypeError) as error:
        raise ReportsError(kind, str(error), mend, where=f"column {column.name}") from None
    if dtype == "Int64":
        refuse(floats, floats.notna() & (floats != floats.round()), kind, "count characters")
        return floats.astype("Int64")
    return floats


def _days(column: pd.Series) -> pd.Series:
    import datetime as dt

    import pandas as pd

    mend = "give dates such as datetime.date(2025, 2, 7), or use pd.to_datetime with a format"
    days = column
    if not pd.api.types.is_datetime64_any_dtype(column.dtype):
        # Text and numbers are not guessed at: 1/2/2025 is two days.
        given = column.notna()
        wrong = given & ~column.map(lambda value: isinstance(value, dt.date)).astype(bool)
        refuse(column, wrong, "days", mend)
        try:
            days = pd.to_datetime(column.astype("object").where(given, None))
        except (ValueError, TypeError, OverflowError) as error:
            raise ReportsError("days", str(error), mend, where=f"column {column.name}") from None
    if getattr(days.dtype, "tz", None) is not None:
        raise ReportsError(
            "days without a time zone", str(days.dtype), "use .dt.tz_localize(None)",
            where=f"column {column.name}",
        )  # fmt: skip
    days = days.astype("datetime64[us]")
    refuse(days, days.notna() & (days != days.dt.normalize()), "whole days", "use .dt.normalize()")
    return days


def rows_of(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows as plain Python values in the order of the columns; None where missing."""
    return zip(*(_values(table[name]) for name in table.columns), strict=True)


def _values(column: pd.Series) -> list[Any]:
    if column.name in records.DAYS:
        days: list[Any] = column.to_numpy().astype("datetime64[D]").tolist()
        return days
    values = column.astype("object").where(column.notna(), None).tolist()
    if column.name in records.INTEGERS:
        return [None if value is None else int(value) for value in values]
    if column.name in DTYPES:
        return values
    return [_own(value, str(column.name)) for value in values]


def _own(value: Any, name: str) -> Any:
    """A value of a column of the user's own, as files can hold it."""
    import datetime as dt

    value = value.item() if hasattr(value, "item") else value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    raise ReportsError(
        "text, numbers, truth values or days in a column of your own",
        f"a {type(value).__name__}",
        "turn it into text, or drop the column before writing",
        where=f"column {name}",
    )


def records_of(table: pd.DataFrame) -> list[Report]:
    """The rows of a reports table as records; columns of the user's own are left out.

    Parameters
    ----------
    table : DataFrame
        A reports table.

    Returns
    -------
    list of Report
        None where nothing is known.

    Raises
    ------
    ReportsError
        If the table breaks the format.

    Examples
    --------
    >>> records_of(reports_table([Report("a1", value=2.5, unit="mi")]))[0].unit
    'mi'
    """
    missing_columns(table)
    return [Report(*row) for row in rows_of(with_dtypes(table)[list(COLUMNS)])]
