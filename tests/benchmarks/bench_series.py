"""What months cost as reports grow, and what smoothing costs, as ratios of one run.

Run it with ``python tests/benchmarks/bench_series.py``. The times of `monthly_table` are those of
the whole way from a reports table: units, restatements, sources, vintages, months, trace ids.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable

import numpy as np
import pandas as pd

from territorial.records import Report
from territorial.reports import reports_table
from territorial.series.fit import Sums, smoothest
from territorial.series.monthly import monthly_table

ROUNDS = 3


def cpu(call: Callable[[], object]) -> float:
    """Median processor time of a call [s]."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return statistics.median(times)


def many(count: int) -> pd.DataFrame:
    """Reports of five parties and twenty sources in ten years, from a day to a year long."""
    rng = np.random.default_rng(count)
    base = reports_table([Report("0", measure="area", kind="gain", value=0.0, unit="km^2")])
    frame = base.loc[base.index.repeat(count)].reset_index(drop=True)
    first = np.datetime64("2015-01-01") + rng.integers(0, 3650, count).astype("timedelta64[D]")
    length = rng.choice([1, 7, 14, 30, 90, 365], count).astype("timedelta64[D]")
    frame["report_id"] = pd.Series(np.arange(count)).astype("str")
    frame["party"] = pd.Series(rng.choice(list("abcde"), count)).astype("str")
    frame["attribution"] = pd.Series(rng.choice([f"source {at}" for at in range(20)], count))
    frame["value"] = rng.uniform(0, 100, count).round(1)
    frame["unit"] = pd.Series(rng.choice(["km^2", "mi^2", "ha"], count)).astype("str")
    frame["start"] = first.astype("datetime64[us]")
    frame["end"] = (first + length - np.timedelta64(1, "D")).astype("datetime64[us]")
    # No two figures for one period are of one day: which is right would be an error.
    later = rng.permutation(count) % 100_000
    frame["published"] = frame["end"] + pd.to_timedelta(later, unit="D").astype("timedelta64[us]")
    return frame


def growth() -> None:
    """Cost per report at 10⁶ against that at 10⁵, and against a groupby that shares nothing."""
    order = [f"source {at}" for at in range(20)]
    for straddle in ("drop", "days"):
        costs = {}
        for count in (100_000, 1_000_000):
            reports = many(count)

            def grouped() -> object:
                month = reports["start"].dt.to_period("M")  # noqa: B023
                return reports.groupby([month, "party"])["value"].sum()  # noqa: B023

            plain = cpu(grouped)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                costs[count] = cpu(
                    lambda: monthly_table(reports, straddle=straddle, priority=order)  # noqa: B023
                )
            print(
                f"monthly_table, {straddle}, {count:,} reports: {costs[count]:.2f} s, "
                f"{costs[count] / plain:.1f} groupbys"
            )
        per_report = costs[1_000_000] / costs[100_000] / 10
        print(
            f"monthly_table, {straddle}, cost per report at 10⁶ over that at 10⁵: {per_report:.2f}"
        )


def smoothing() -> None:
    """Ten years of days and 1,000 reports, against one dense inverse of as many reports."""
    rng = np.random.default_rng(0)
    days = 3652
    rates = np.cumsum(rng.normal(0, 0.3, days)) + 8 * np.sin(np.arange(days) / 200)
    running = np.concatenate([[0.0], np.cumsum(rates - rates.min() + 1)])
    start = rng.integers(0, days - 400, 1000)
    end = start + rng.integers(1, 400, 1000)
    value = running[end] - running[start]
    sums = Sums(start, end, value, value, value)
    matrix = rng.normal(size=(1000, 1000))
    mine = cpu(lambda: smoothest(sums, days, nonnegative=True))
    yardstick = cpu(lambda: np.linalg.inv(matrix))
    print(
        f"smoothest, 1,000 reports over 3,652 days: {mine:.2f} s, {mine / yardstick:.1f} inverses"
    )


if __name__ == "__main__":
    smoothing()
    growth()
