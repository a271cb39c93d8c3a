"""Amounts and days of many spans, summed by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from territorial.errors import PeriodError
from territorial.periods.columns import (
    Spans,
    amounts_of,
    first_days,
    months_of_days,
    period_index,
    spans_of,
)

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

CHUNK = 65_536  # spans at a time: what is computed for them stays in the cache


def month_totals(start: Any, end: Any, values: Any, by: Any = None) -> pd.DataFrame:
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
    by : array_like, optional
        Shape (n,); what to keep apart, as the party of each span. Memory grows
        with the number of different ones times the days from first to last.

    Returns
    -------
    DataFrame
        Index ``month`` (Period[M]) from the first to the last month touched,
        without gaps; columns ``value`` [unit of `values`] and ``span_days``,
        the days of all spans in the month, a day of two spans counted twice
        [days]. Where ``span_days`` is 0 nothing is reported. With `by` the
        index is (month, name of `by`) and holds only what a span touches.

    Raises
    ------
    PeriodError
        If a day or a group is missing, a span ends before it starts, or a
        value is not finite.

    Examples
    --------
    >>> totals = month_totals(["2025-01-30", "2025-02-01"], ["2025-02-02", "2025-02-28"], [8.0, 28.0])
    >>> totals["value"].tolist(), totals["span_days"].tolist()
    ([4.0, 32.0], [2, 30])
    """
    import numpy as np
    import pandas as pd

    spans = spans_of(start, end)
    count = spans.start.ticks.size
    amounts = amounts_of(values, count)
    codes, groups = (None, None) if by is None else _groups(by, count)
    if count:
        steps = _steps(spans, amounts, codes, 1 if groups is None else len(groups))
        first, last = months_of_days(np.array([steps.first, steps.last])).tolist()
        months = np.arange(first, last + 1)
        covered = _by_month(months, steps.first, steps.spans)
        total = _by_month(months, steps.first, steps.rates)
    else:
        months = np.zeros(0, dtype=np.int64)
        covered, total = np.zeros((1, 0), dtype=np.int64), np.zeros((1, 0))
    total[covered == 0] = 0.0
    if groups is None:
        columns = {"value": total[0], "span_days": covered[0]}
        return pd.DataFrame(columns, index=period_index(months))
    month, group = np.nonzero(covered.T)
    index = pd.MultiIndex.from_arrays([period_index(months[month]), groups[group]])
    columns = {"value": total[group, month], "span_days": covered[group, month]}
    return pd.DataFrame(columns, index=index)


def _groups(by: Any, count: int) -> tuple[np.ndarray, pd.Index]:
    """The group of each span as a number, and the groups in order."""
    import numpy as np
    import pandas as pd

    made = by if isinstance(by, pd.Series) else pd.Series(by)
    if made.size != count:
        raise PeriodError(
            f"one group for each of {count} spans",
            f"{made.size}",
            "give columns of one table",
            where="by",
        )
    if isinstance(made.dtype, pd.CategoricalDtype):
        codes, groups = made.cat.codes.to_numpy(), made.cat.categories
    else:
        codes, groups = pd.factorize(made, sort=True)
    if count and int(codes.min()) < 0:
        raise PeriodError(
            "a group in each row",
            f"none in row {int(codes.argmin())}",
            "leave out the rows without a group",
            where="by",
        )
    return codes.astype(np.int64), pd.Index(groups).rename(made.name)


class _Steps(NamedTuple):
    """First and last day of all spans; what changes on each day from the first, by group."""

    first: int
    last: int
    spans: np.ndarray
    rates: np.ndarray


def _steps(spans: Spans, amounts: np.ndarray, codes: np.ndarray | None, groups: int) -> _Steps:
    """By how much the number of spans and their rate change each day, for each group.

    The rows are checked on the way, a chunk at a time while it is in the
    cache; which of them is wrong is looked for only if one is. ``add.at`` with
    a plain index is twice as fast as ``bincount`` with weights.
    """
    import numpy as np

    origin, end = spans.start.edge("min"), spans.end.edge("max")
    if end < origin:
        spans.check()
    size = end - origin + 2
    count, rise = np.zeros(groups * size, dtype=np.int64), np.zeros(groups * size)
    for begin in range(0, amounts.size, CHUNK):
        here = slice(begin, begin + CHUNK)
        first = spans.start.days_since(origin, here)
        after = spans.end.days_since(origin - 1, here)
        some = amounts[here]
        if (after <= first).any() or int(after.max()) >= size:  # a missing day may wrap round
            spans.check()
        if not np.isfinite(some).all():
            row = begin + int(np.isfinite(some).argmin())
            raise PeriodError(
                "finite values",
                f"{amounts[row]} in row {row}",
                "leave out the rows without a value",
                where="values",
            )
        rates = some / (after - first)
        if codes is not None:
            row_of = codes[here] * size
            first += row_of
            after += row_of
        np.add.at(count, first, 1)
        np.subtract.at(count, after, 1)
        np.add.at(rise, first, rates)
        np.subtract.at(rise, after, rates)
    return _Steps(origin, end, count.reshape(groups, size), rise.reshape(groups, size))


def _by_month(months: np.ndarray, origin: int, steps: np.ndarray) -> np.ndarray:
    """Rate times days in each month, where `steps` tells how the rate changes each day.

    A row of `steps` begins on the day `origin` of the first month. The sums
    are taken month by month, not day by day: then little is lost by rounding.
    """
    import numpy as np

    edges = first_days(np.append(months, months[-1] + 1))
    # The last step may fall on the first day after the last month, where it changes nothing.
    steps = steps[:, : edges[-1] - origin]
    begins = np.maximum(edges[:-1] - origin, 0)
    left = np.repeat(edges[1:] - origin, np.diff(np.append(begins, steps.shape[1])))
    left -= np.arange(steps.shape[1])
    within = np.add.reduceat(steps * left, begins, axis=1)
    changes = np.add.reduceat(steps, begins, axis=1)
    # What began in an earlier month fills this one up to its edge.
    filled = np.zeros_like(changes)
    np.cumsum(changes[:, :-1], axis=1, out=filled[:, 1:])
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

    spans = spans_of(start, end)
    spans.check()
    starts, stops = spans.start.days(), spans.end.days() + 1
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(stops[order])
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
