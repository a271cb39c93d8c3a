"""Months, and the shares of many spans in them, span by span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from territorial.errors import PeriodError
from territorial.periods.columns import (
    amounts_of,
    first_days,
    months_of_days,
    period_index,
    spans_of,
)

if TYPE_CHECKING:
    import pandas as pd


def parse_month(text: Any) -> pd.Period:
    """A month as a pandas Period.

    Parameters
    ----------
    text : str, Period, date or Timestamp
        ``"2025-01"``, ``"Jan 2025"`` or a day, whose month is taken.

    Returns
    -------
    Period
        With frequency M.

    Raises
    ------
    PeriodError
        If it is no month.

    Examples
    --------
    >>> str(parse_month("2025-01"))
    '2025-01'
    """
    import pandas as pd

    mend = "write it as 2025-01"
    try:
        month: Any = pd.Period(text, freq="M")
    except (ValueError, TypeError, OverflowError):
        raise PeriodError("a month", repr(text), mend, where="month") from None
    if pd.isna(month):
        raise PeriodError("a month", repr(text), mend, where="month")
    period: pd.Period = month
    return period


def month_shares(start: Any, end: Any, values: Any = None) -> pd.DataFrame:
    """Each span in each month that it touches.

    Parameters
    ----------
    start, end : array_like of days
        Shape (n,); first and last day of each span, both included.
    values : array_like of float, optional
        Shape (n,); an amount for each span, shared by days.

    Returns
    -------
    DataFrame
        One row for each span and month, in order: ``row`` (position of the
        span), ``month`` (Period[M]), ``days`` (of the span in the month
        [days]), ``share`` (of the span; the shares of a span sum to one) and,
        with `values`, ``value`` [unit of `values`].

    Raises
    ------
    PeriodError
        If a day is missing, or a span ends before it starts.

    Examples
    --------
    >>> shares = month_shares(["2025-01-30"], ["2025-02-02"], [8.0])
    >>> shares[["month", "days", "share", "value"]].astype({"month": "str"}).values.tolist()
    [['2025-01', 2, 0.5, 4.0], ['2025-02', 2, 0.5, 4.0]]
    """
    import numpy as np
    import pandas as pd

    spans = spans_of(start, end)
    spans.check()
    starts, ends = spans.start.days(), spans.end.days()
    first, last = months_of_days(starts), months_of_days(ends)
    touched = last - first + 1
    row = np.repeat(np.arange(touched.size), touched)
    begin = np.repeat(np.cumsum(touched) - touched, touched)
    month = first[row] + np.arange(row.size) - begin
    from_day = np.maximum(starts[row], first_days(month))
    to_day = np.minimum(ends[row] + 1, first_days(month + 1))
    days = to_day - from_day
    share = days / (ends - starts + 1)[row]
    columns: dict[str, Any] = {
        "row": row,
        "month": period_index(month),
        "days": days,
        "share": share,
    }
    if values is not None:
        columns["value"] = amounts_of(values, touched.size)[row] * share
    return pd.DataFrame(columns)
