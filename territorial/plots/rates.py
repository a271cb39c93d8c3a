"""Amounts as rates, and their trailing windows of fully covered days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from territorial.errors import ChartError
from territorial.plots.axis import day_position
from territorial.plots.daily import DailyData, daily_data, is_daily
from territorial.plots.data import MonthData, month_data


class Trailing(NamedTuple):
    """The line of one party: where each window ends, its rate, and the bounds of that."""

    x: list[float]
    rate: list[float]
    low: list[float]
    high: list[float]


class Rates(NamedTuple):
    """Rates by month (or week) and the lines of trailing windows.

    `window` counts months, or days where `daily` is there. `ready` says that
    the figures themselves are of such windows, so that there are no bars.
    """

    data: MonthData
    lines: dict[str, Trailing]
    window: int
    daily: DailyData | None = None
    ready: bool = False


def prepare(
    data: pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    per: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    window: int | None = None,
) -> Rates:
    """Monthly amounts, monthly rates or daily changes as rates with trailing windows."""
    if window is not None and window < 1:
        raise ChartError("a window of at least 1", f"{window}", "choose another", where="window")
    if is_daily(data):
        daily = daily_data(data, window=window or 28, parties=parties, unit=unit)
        return _daily(daily, per or "day")
    told = data.attrs.get("window")
    months = month_data(data, parties=parties)
    if months.kind == "control" or months.per is None:
        raise ChartError(
            "amounts by month",
            "levels of control",
            "a rate is of gains or net change: take change(...) of the levels",
        )
    asked = per or (months.per if months.per != "month" else "day")
    ready = month_data(data, parties=parties, unit=unit, per=asked, of=of)
    if told:
        lines = {
            party: Trailing(
                list(rows["month"] + 0.5), *(list(rows[name]) for name in ("value", "low", "high"))
            )
            for party, rows in ((p, ready.of_party(p)) for p in ready.parties)
        }
        return Rates(ready, lines, int(told), ready=True)
    size = window or 3
    lines = {party: _trailing(ready.of_party(party), size) for party in ready.parties}
    return Rates(ready, lines, size)


def _trailing(rows: pd.DataFrame, window: int) -> Trailing:
    """Total over days of `window` months, at the end of the last; missing unless all are whole."""
    days = rows["days"].to_numpy(dtype=float)
    over = pd.Series(days).rolling(window, min_periods=window).sum()
    plain = (rows["low"].isna() & rows["high"].isna()).to_numpy()
    sums = {}
    for name in ("value", "low", "high"):
        amounts = np.where(plain, rows["value"], rows[name])
        amounts = np.where(rows["complete"], amounts, np.nan) * days
        sums[name] = pd.Series(amounts).rolling(window, min_periods=window).sum() / over
    same = np.isclose(sums["low"], sums["value"]) & np.isclose(sums["high"], sums["value"])
    low, high = (list(sums[name].mask(same)) for name in ("low", "high"))
    return Trailing(list(rows["month"] + 0.5), list(sums["value"]), low, high)


def _daily(daily: DailyData, per: str) -> Rates:
    scale = 7.0 if per == "week" else 1.0
    weeks, trailing = daily.weeks.copy(), daily.trailing.copy()
    weeks["rate"] *= scale
    trailing["rate"] *= scale
    daily = daily._replace(weeks=weeks, trailing=trailing)
    lines = {
        str(party): Trailing(
            [day_position(stamp, end=True) for stamp in rows["day"]],
            list(rows["rate"]),
            [math.nan] * len(rows),
            [math.nan] * len(rows),
        )
        for party, rows in trailing.groupby("party")
    }
    return Rates(daily.frame.to(None, per, None), lines, daily.window, daily)
