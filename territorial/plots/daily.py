"""Daily amounts for the rate chart: weekly bars and trailing windows of full days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import ChartError, DimensionError
from territorial.plots.data import MonthData, month_data

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
JUMP = 10.0  # a day above so many medians of the days before it is named
BEFORE = 90  # those days
EPOCH = np.datetime64("1970-01-01", "D")


class DailyData(NamedTuple):
    """Rates by week and by trailing window, for each party, and the months they lie in.

    Attributes
    ----------
    frame : MonthData
        The months with their amounts: unit, sources, parties.
    weeks : DataFrame
        ``party``, ``start``, ``end`` (days), ``rate`` [unit per day], ``complete``.
    trailing : DataFrame
        ``party``, ``day``, ``rate`` [unit per day]; missing unless every day of the window is known.
    window : int
        Days of the window.
    jumps : list of str
        Days whose change is far above those before them.
    """

    frame: MonthData
    weeks: pd.DataFrame
    trailing: pd.DataFrame
    window: int
    jumps: list[str]


def is_daily(data: pd.Series | pd.DataFrame) -> bool:
    """Whether the data are by day, or between one map and the next, and not by month."""
    if isinstance(data, pd.DataFrame) and {"start", "end", "net_km2", "party"} <= set(data.columns):
        return True
    index = data.index.get_level_values(0) if data.index.nlevels else data.index
    if isinstance(index, pd.PeriodIndex):
        return index.freqstr == "D"
    return isinstance(index, pd.DatetimeIndex) and "month" not in data.index.names


def daily_data(
    data: pd.Series | pd.DataFrame,
    *,
    window: int,
    parties: Sequence[str] | None = None,
    unit: str | None = None,
) -> DailyData:
    """Daily net changes as weeks and trailing windows.

    Raises
    ------
    ChartError
        If there are two figures for one day, or a change is no net change of days.
    """
    spans, base = _spans(data)
    if parties is not None:
        spans = spans[spans["party"].isin(list(parties))]
    if spans.empty:
        raise ChartError("at least one day with a figure", "none", "look at the series")
    first = _month_start(spans["start"])
    days = int(_number(spans["end"]).max()) - first + 1
    wanted = units.canonical(unit) if unit else base
    if units.dimension(wanted) != units.dimension(base):
        raise DimensionError(
            f"a unit of {units.dimension(base)}", wanted, "choose one", where="unit"
        )
    scale = units.factor(base, wanted)
    weeks, trailing, months, jumps = [], [], [], []
    for party, mine in spans.groupby("party", sort=True):
        values = _by_day(mine, first, days) * scale
        trailing.append(_trailing(values, first, window, str(party)))
        weeks.append(_weeks(values, first, str(party)))
        months += _months(values, first, str(party))
        jumps += _jumps(values, first, units.label(wanted))
    table = pd.DataFrame(months, columns=["month", "party", "value", "days_covered"])
    table.attrs = {**data.attrs, "unit": wanted, "kind": "net"}
    return DailyData(
        month_data(table, parties=parties), pd.concat(weeks, ignore_index=True),
        pd.concat(trailing, ignore_index=True), window, jumps,
    )  # fmt: skip


def _number(days: pd.Series) -> np.ndarray:
    return (days.to_numpy().astype("datetime64[D]") - EPOCH).astype(np.int64)


def _month_start(days: pd.Series) -> int:
    return int(days.min().to_period("M").to_timestamp().value // 86_400_000_000_000)


def _spans(data: pd.Series | pd.DataFrame) -> tuple[pd.DataFrame, str]:
    if isinstance(data, pd.DataFrame):
        spans = data[["start", "end", "party"]].copy()
        spans["value"] = data["net_km2"].astype(float)
        for name in ("start", "end"):
            spans[name] = pd.to_datetime(spans[name])
        return spans[spans["value"].notna()], "km^2"
    values, unit = units.plain(data)
    index = data.index
    days = index.get_level_values(0)
    days = days.to_timestamp() if isinstance(days, pd.PeriodIndex) else days
    party = (
        index.get_level_values("party")
        if "party" in index.names
        else [data.attrs.get("party")] * len(data)
    )
    if any(one is None for one in party):
        raise ChartError(
            "an index (day, party)", "days alone",
            'name the party: series.attrs["party"] = "russia"',
        )  # fmt: skip
    base, _ = units.split_rate(unit)
    spans = pd.DataFrame({"start": days, "end": days, "party": party, "value": values.to_numpy()})
    return spans[spans["value"].notna()], base


def _by_day(spans: pd.DataFrame, first: int, days: int) -> np.ndarray:
    """Amount of each day; a change over several days is spread over them; NaN where unknown."""
    values = np.full(days, np.nan)
    for start, end, value in zip(
        _number(spans["start"]) - first, _number(spans["end"]) - first, spans["value"], strict=True
    ):
        if end < start or np.isfinite(values[start : end + 1]).any():
            raise ChartError(
                "one figure for each day and party",
                f"two for {EPOCH + np.timedelta64(int(start) + first, 'D')}",
                "choose a source first",
            )
        values[start : end + 1] = value / (end - start + 1)
    return values


def _trailing(values: np.ndarray, first: int, window: int, party: str) -> pd.DataFrame:
    sums = pd.Series(values).rolling(window, min_periods=window).mean()
    days = EPOCH + (first + np.arange(len(values))).astype("timedelta64[D]")
    return pd.DataFrame({"party": party, "day": days, "rate": sums})


def _weeks(values: np.ndarray, first: int, party: str) -> pd.DataFrame:
    """Weeks from Monday to Sunday; 1970-01-01 was a Thursday."""
    week = (first + np.arange(len(values)) + 3) // 7
    frame = pd.DataFrame({"week": week, "value": values})
    by = frame.groupby("week")["value"]
    table = pd.DataFrame({"rate": by.mean(), "known": by.count()})
    table = table[table["known"] > 0]
    start = EPOCH + (table.index.to_numpy() * 7 - 3).astype("timedelta64[D]")
    return pd.DataFrame(
        {
            "party": party,
            "start": start,
            "end": start + np.timedelta64(6, "D"),
            "rate": table["rate"].to_numpy(),
            "complete": (table["known"] == 7).to_numpy(),
        }
    )


def _months(values: np.ndarray, first: int, party: str) -> list[tuple[pd.Period, str, float, int]]:
    days = pd.DatetimeIndex(EPOCH + (first + np.arange(len(values))).astype("timedelta64[D]"))
    frame = pd.DataFrame({"month": days.to_period("M"), "value": values})
    return [
        (
            pd.Period(str(month), freq="M"),
            party,
            float(group["value"].sum(min_count=1)),
            int(group["value"].notna().sum()),
        )
        for month, group in frame.groupby("month")
    ]


def _jumps(values: np.ndarray, first: int, unit: str) -> list[str]:
    """Days above ten times the median non-zero change of the 90 days before, the largest three."""
    sizes = np.abs(values)
    found = []
    for index in np.flatnonzero(np.isfinite(sizes) & (sizes > 0)):
        before = sizes[max(0, index - BEFORE) : index]
        before = before[np.isfinite(before) & (before > 0)]
        if len(before) >= 10 and sizes[index] > JUMP * np.median(before):
            found.append((sizes[index], index))
    return [
        f"{pd.Timestamp(EPOCH + np.timedelta64(int(index) + first, 'D')):%Y-%m-%d}: "
        f"{values[index]:,.0f}\N{NO-BREAK SPACE}{unit} in one map update"
        for _, index in sorted(sorted(found)[-3:], key=lambda item: item[1])
    ]
