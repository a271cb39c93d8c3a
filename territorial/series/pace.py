"""What follows from a monthly series: rates by day, running totals."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import InputError, SeriesError, UnitError
from territorial.series.entries import month_edges
from territorial.series.table import edge

Per = Literal["day", "week"]
DAYS = {"day": 1.0, "week": 7.0}


def rate(
    data: pd.Series | pd.DataFrame, *, per: Per = "day", window: int | None = None
) -> pd.Series:
    """Amounts by month as amounts per day or week: each month by its real length.

    Parameters
    ----------
    data : Series or DataFrame
        What `monthly_gain`, `monthly_table` or `change` gave.
    per : {"day", "week"}
        Time base of the result.
    window : int, optional
        Over how many months, the month itself and those before it: their
        total over their days. Missing unless each of them is complete. By
        default a part month is divided by the days that it covers.

    Returns
    -------
    Series of dtype pint[...][Float64]
        Index (month, party) [unit of `data` per `per`].

    Raises
    ------
    InputError
        If `per` or `window` is none of those offered.
    SeriesError
        If `data` is no monthly series or holds levels of control.
    UnitError
        If `data` has no unit or already is a rate.

    Examples
    --------
    >>> from territorial import units
    >>> index = pd.MultiIndex.from_arrays(
    ...     [pd.PeriodIndex(["2024-11", "2024-12"], freq="M"), ["russia"] * 2],
    ...     names=["month", "party"])
    >>> gains = units.pint_series(pd.Series([705.0, 400.0], index=index), "km^2")
    >>> for pace in rate(gains):
    ...     print(f"{pace:.1f~P}")
    23.5 km²/d
    12.9 km²/d
    """
    if per not in get_args(Per):
        raise InputError(
            "one of " + ", ".join(get_args(Per)),
            repr(per),
            "months differ in days, so a rate is per day or per week",
            where="per",
        )
    if window is not None and window < 1:
        raise InputError("a number of months from 1 up", f"{window}", "mend it", where="window")
    rows, unit, attrs = _rows(data)
    values, days = rows["value"], rows["days_covered"]
    if window is not None:
        values = values.where(rows["complete"])
        by = rows.groupby("party", sort=False)
        before = by["ordinal"].shift(window - 1)
        values = _rolling(values, rows["party"], window).where(rows["ordinal"] - before < window)
        days = _rolling(days, rows["party"], window)
    result = (values / days * DAYS[per]).where(days > 0)
    result.index = data.index
    result.name = "rate"
    result.attrs = {**attrs, "window": window} if window else dict(attrs)
    return edge(result, unit, per)


def _rolling(values: pd.Series, party: pd.Series, window: int) -> pd.Series:
    """Sums of as many rows of one party; running sums would carry rounding along."""
    total = values.copy()
    for step in range(1, window):
        total = total + values.groupby(party, sort=False).shift(step)
    return total


def cumulative(
    data: pd.Series | pd.DataFrame, *, since: str | pd.Period | None = None
) -> pd.Series:
    """The running total of each party.

    Parameters
    ----------
    data : Series or DataFrame
        What `monthly_gain`, `monthly_table` or `change` gave.
    since : str or Period, optional
        The month to begin with; by default each party's first.

    Returns
    -------
    Series of dtype pint[...][Float64]
        Index (month, party) [unit of `data`]. After a missing month the total
        is not known, and is missing; so it is after a month of which only a
        part is covered, but not for that month itself.

    Raises
    ------
    SeriesError
        If `data` is no monthly series, holds levels of control, or has no
        month from `since` on.
    UnitError
        If `data` has no unit or is a rate.

    Examples
    --------
    >>> from territorial import units
    >>> index = pd.MultiIndex.from_arrays(
    ...     [pd.PeriodIndex(["2024-11", "2024-12"], freq="M"), ["russia"] * 2],
    ...     names=["month", "party"])
    >>> gains = units.pint_series(pd.Series([705.0, 400.0], index=index), "km^2")
    >>> f"{cumulative(gains).iloc[-1]:~P}"
    '1105.0 km²'
    """
    rows, unit, attrs = _rows(data)
    keep = np.ones(len(rows), dtype=bool)
    if since is not None:
        begin = pd.Period(since, freq="M")
        keep = (rows["ordinal"] >= begin.ordinal).to_numpy()
        if not keep.any():
            raise SeriesError(
                f"months from {begin} on", "none", "choose an earlier month", where="since"
            )
    rows = rows[keep]
    by = rows.groupby("party", sort=False)
    broken = rows["value"].isna() | (by["ordinal"].diff() > 1)
    late = (~rows["complete"]).astype(int).groupby(rows["party"], sort=False)
    known = (broken.astype(int).groupby(rows["party"], sort=False).cumsum() == 0) & (
        late.cumsum() - (~rows["complete"]).astype(int) == 0
    )
    total = by["value"].cumsum().where(known)
    total.index = data.index[keep]
    total.name = "cumulative"
    total.attrs = {**attrs, "since": str(_first(rows))}
    return edge(total, unit)


def _first(rows: pd.DataFrame) -> pd.Period:
    return pd.Period(ordinal=int(rows["ordinal"].min()), freq="M")


def _rows(data: pd.Series | pd.DataFrame) -> tuple[pd.DataFrame, str, dict[object, object]]:
    """Month, party, value and days of each row, in the order of `data`."""
    value = data["value"] if isinstance(data, pd.DataFrame) and "value" in data else data
    if not isinstance(value, pd.Series) or list(data.index.names) != ["month", "party"]:
        raise SeriesError(
            "a series or table by (month, party)",
            f"a {type(data).__name__} by ({', '.join(map(str, data.index.names))})",
            "give what monthly_gain or monthly_table returned",
        )
    if data.attrs.get("kind") == "control":
        raise SeriesError(
            "amounts by month", "levels of control", "take the change between levels: change(...)"
        )
    plain, unit = units.plain(value)
    if "/" in unit:
        raise UnitError("amounts by month", f"a rate in {unit}", "give the series it came from")
    ordinal = pd.PeriodIndex(data.index.get_level_values("month")).asi8
    first, last = month_edges(ordinal)
    rows = pd.DataFrame(
        {
            "ordinal": ordinal,
            "party": data.index.get_level_values("party").to_numpy(),
            "value": plain.to_numpy(),
            "days_covered": (last - first + 1).astype(float),
        }
    )
    full = rows["days_covered"].copy()
    if isinstance(data, pd.DataFrame) and "days_covered" in data:
        rows["days_covered"] = data["days_covered"].to_numpy(dtype=float)
    else:
        for month, party, days in data.attrs.get("incomplete", []):
            at = (rows["ordinal"] == pd.Period(month, freq="M").ordinal) & (rows["party"] == party)
            rows.loc[at, "days_covered"] = float(days)
    rows["complete"] = rows["value"].notna() & (rows["days_covered"] >= full)
    order = rows.sort_values(["party", "ordinal"], kind="stable")
    if order.duplicated(["party", "ordinal"]).any():
        raise SeriesError("one figure for each month and party", "several", "choose a source first")
    if not rows.groupby("party")["ordinal"].is_monotonic_increasing.all():
        raise SeriesError("months in order", "months out of order", "sort them: data.sort_index()")
    return rows, unit, dict(data.attrs)
