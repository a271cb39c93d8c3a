"""Many spans at once, and their shares of months, with numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from territorial.errors import PeriodError

if TYPE_CHECKING:
    import numpy as np
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


def _ordinals(days: Any, name: str) -> np.ndarray:
    """Days since 1970-01-01 of a column of days."""
    import numpy as np
    import pandas as pd

    dtype = getattr(days, "dtype", None)
    try:
        if not (isinstance(dtype, np.dtype) and dtype.kind == "M"):
            days = pd.to_datetime(pd.Series(days).reset_index(drop=True))
        whole = np.asarray(days).astype("datetime64[D]", copy=False)
    except (ValueError, TypeError) as error:
        raise PeriodError("days", str(error), "give dates or timestamps", where=name) from None
    if np.isnat(whole).any():
        raise PeriodError(
            "a day in each row",
            f"none in row {int(np.isnat(whole).argmax())}",
            f"leave out the rows without a period: reports[reports[{name!r}].notna()]",
            where=name,
        )
    return whole.view(np.int64)


class _Spans(NamedTuple):
    """Many spans as numbers: days since 1970, the end excluded."""

    start: np.ndarray
    stop: np.ndarray


def _spans(start: Any, end: Any) -> _Spans:
    import numpy as np

    starts, stops = _ordinals(start, "start"), _ordinals(end, "end") + 1
    if starts.shape != stops.shape:
        raise PeriodError(
            "as many ends as starts", f"{starts.size} and {stops.size}", "give columns of one table"
        )
    wrong = stops <= starts
    if wrong.any():
        row = int(wrong.argmax())
        days = np.array([starts[row], stops[row] - 1]).astype("datetime64[D]")
        raise PeriodError(
            "periods that end on their first day or later",
            f"{days[0]} to {days[1]} in row {row}",
            "exchange the two days, or mend the year",
        )
    return _Spans(starts, stops)


def _month_of(days: np.ndarray) -> np.ndarray:
    import numpy as np

    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_day(months: np.ndarray) -> np.ndarray:
    import numpy as np

    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _period_index(months: np.ndarray) -> pd.PeriodIndex:
    import pandas as pd

    index: pd.PeriodIndex = pd.PeriodIndex.from_ordinals(  # type: ignore[attr-defined]
        months, freq="M", name="month"
    )
    return index


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

    spans = _spans(start, end)
    first, last = _month_of(spans.start), _month_of(spans.stop - 1)
    touched = last - first + 1
    row = np.repeat(np.arange(touched.size), touched)
    begin = np.repeat(np.cumsum(touched) - touched, touched)
    month = first[row] + np.arange(row.size) - begin
    from_day = np.maximum(spans.start[row], _first_day(month))
    to_day = np.minimum(spans.stop[row], _first_day(month + 1))
    days = to_day - from_day
    share = days / (spans.stop - spans.start)[row]
    columns: dict[str, Any] = {
        "row": row,
        "month": _period_index(month),
        "days": days,
        "share": share,
    }
    if values is not None:
        columns["value"] = _amounts(values, touched.size)[row] * share
    return pd.DataFrame(columns)


def _amounts(values: Any, count: int) -> np.ndarray:
    import numpy as np

    amounts = np.asarray(values, dtype=np.float64)
    if amounts.shape != (count,):
        raise PeriodError(
            f"one value for each of {count} spans",
            f"shape {amounts.shape}",
            "give columns of one table",
            where="values",
        )
    return amounts


def month_totals(start: Any, end: Any, values: Any) -> pd.DataFrame:
    """Amounts of many spans, shared by days and summed by month.

    The cost does not grow with the length of the spans: each enters a
    difference array twice, on its first day and after its last. Months that no
    span touches are found by counting whole days, so that they hold exactly zero.

    Parameters
    ----------
    start, end : array_like of days
        Shape (n,); first and last day of each span, both included.
    values : array_like of float
        Shape (n,); an amount for each span; finite.

    Returns
    -------
    DataFrame
        Index ``month`` (Period[M]) from the first to the last month touched,
        without gaps; columns ``value`` [unit of `values`] and ``span_days``,
        the days of all spans in the month, a day of two spans counted twice
        [days]. Where ``span_days`` is 0 nothing is reported.

    Raises
    ------
    PeriodError
        If a day is missing, a span ends before it starts, or a value is not finite.

    Examples
    --------
    >>> totals = month_totals(["2025-01-30", "2025-02-01"], ["2025-02-02", "2025-02-28"], [8.0, 28.0])
    >>> totals["value"].tolist(), totals["span_days"].tolist()
    ([4.0, 32.0], [2, 30])
    """
    import numpy as np
    import pandas as pd

    spans = _spans(start, end)
    amounts = _amounts(values, spans.start.size)
    if not np.isfinite(amounts).all():
        raise PeriodError(
            "finite values",
            f"{amounts[~np.isfinite(amounts)][0]} in row "
            f"{int(np.flatnonzero(~np.isfinite(amounts))[0])}",
            "leave out the rows without a value",
            where="values",
        )
    if not spans.start.size:
        empty = pd.DataFrame({"value": np.zeros(0), "span_days": np.zeros(0, dtype=np.int64)})
        return empty.set_index(_period_index(np.zeros(0, dtype=np.int64)))
    origin = int(spans.start.min())
    first, last = _month_of(np.array([origin, spans.stop.max() - 1])).tolist()
    months = np.arange(first, last + 1)
    rates = amounts / (spans.stop - spans.start)
    begins, ends = spans.start - origin, spans.stop - origin
    count = int(ends.max()) + 1
    covered = _by_month(
        months, origin, np.bincount(begins, minlength=count) - np.bincount(ends, minlength=count)
    )
    total = _by_month(
        months, origin, np.bincount(begins, rates, count) - np.bincount(ends, rates, count)
    )
    total[covered == 0] = 0.0
    return pd.DataFrame({"value": total, "span_days": covered}, index=_period_index(months))


def _by_month(months: np.ndarray, origin: int, steps: np.ndarray) -> np.ndarray:
    """Rate times days in each month, where `steps` tells how the rate changes each day.

    `steps` begins on the day `origin` of the first month. The sums are taken
    month by month, not day by day: then little is lost by rounding.
    """
    import numpy as np

    edges = _first_day(np.append(months, months[-1] + 1))
    # The last step may fall on the first day after the last month, where it changes nothing.
    steps = steps[: edges[-1] - origin]
    day = np.arange(origin, origin + steps.size)
    month = np.repeat(np.arange(months.size), np.diff(np.clip(edges, origin, day[-1] + 1)))
    within = np.zeros(months.size, dtype=steps.dtype)
    np.add.at(within, month, steps * (edges[month + 1] - day))
    changes = np.zeros(months.size, dtype=steps.dtype)
    np.add.at(changes, month, steps)
    # What began in an earlier month fills this one up to its edge.
    filled = np.concatenate([np.zeros(1, dtype=steps.dtype), np.cumsum(changes)[:-1]])
    result: np.ndarray = within + filled * np.diff(edges)
    return result


def month_cover(start: Any, end: Any) -> pd.DataFrame:
    """How many days of each month at least one span covers.

    Parameters
    ----------
    start, end : array_like of days
        Shape (n,); first and last day of each span, both included.

    Returns
    -------
    DataFrame
        Index ``month`` (Period[M]) from the first to the last month touched,
        without gaps; columns ``days_covered`` and ``days``, the length of the
        month [days].

    Raises
    ------
    PeriodError
        If a day is missing, or a span ends before it starts.

    Examples
    --------
    >>> cover = month_cover(["2025-02-01", "2025-02-05"], ["2025-02-07", "2025-02-10"])
    >>> cover["days_covered"].tolist(), cover["days"].tolist()
    ([10], [28])
    """
    import numpy as np
    import pandas as pd

    spans = _spans(start, end)
    order = np.argsort(spans.start, kind="stable")
    starts, reach = spans.start[order], np.maximum.accumulate(spans.stop[order])
    # A stretch without gaps begins where no earlier span reaches.
    begins = np.ones(starts.size, dtype=bool)
    begins[1:] = starts[1:] > reach[:-1]
    at = np.flatnonzero(begins)
    stops = reach[np.append(at[1:], starts.size) - 1] if at.size else reach
    merged = starts[at].astype("datetime64[D]"), (stops - 1).astype("datetime64[D]")
    days = month_totals(*merged, np.zeros(at.size))["span_days"]
    index = days.index
    assert isinstance(index, pd.PeriodIndex)
    return pd.DataFrame({"days_covered": days, "days": index.days_in_month}, index=index)
