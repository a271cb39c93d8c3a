"""How much dearer units and months are than plain numpy, as ratios of one run.

Run it with ``python tests/benchmarks/bench_units.py``. Each pair is timed in turn, so that a
busy machine slows both; the ratio of the medians counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from territorial import periods, units
from territorial.digits import parse_digits

ROWS = 1_000_000
ROUNDS = 15


def ratio(call: Callable[[], object], yardstick: Callable[[], object]) -> float:
    """Median time of `call` over that of `yardstick`, in alternating rounds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for kept, function in zip(times, (call, yardstick), strict=True):
            start = time.perf_counter()
            function()
            kept.append(time.perf_counter() - start)
    mine, theirs = map(statistics.median, times)
    return mine / theirs


def conversions() -> None:
    """10⁶ numbers in six units of area to km², against ``factor[code] * value``."""
    rng = np.random.default_rng(1)
    names = [name for name, unit in units.UNITS.items() if unit.dimension == "area"]
    codes = rng.integers(0, len(names), ROWS).astype(np.int8)
    values = rng.uniform(0, 1000, ROWS)
    table = np.array([units.factor(name, "km^2") for name in names])
    plain = lambda: table[codes] * values  # noqa: E731
    categorical = pd.Categorical.from_codes(codes, categories=names)
    strings = pd.Series(categorical).astype("str")
    assert np.allclose(units.to_base(values, categorical), plain())
    print(f"to_base, categorical: {ratio(lambda: units.to_base(values, categorical), plain):.2f}")
    print(f"to_base, strings: {ratio(lambda: units.to_base(values, strings), plain):.2f}")
    series = units.pint_series(pd.Series(values), "mi^2")
    once = lambda: values * 2.589988110336  # noqa: E731

    def converted() -> object:
        return units.convert(series, "km^2")

    print(f"convert, pint Series, against one product: {ratio(converted, once):.1f}")


def months() -> None:
    """10⁶ periods of up to a year shared by month, against groupbys that share nothing.

    A groupby gives each amount to the month in which its period begins. The
    first yardstick is spared the way from day to month: its months are
    integers made beforehand, while `month_totals` starts from days.
    """
    rng = np.random.default_rng(2)
    start = np.datetime64("2015-01-01") + rng.integers(0, 3650, ROWS).astype("timedelta64[D]")
    end = start + rng.integers(0, 365, ROWS).astype("timedelta64[D]")
    table = pd.DataFrame(
        {
            "start": start.astype("datetime64[us]"),
            "end": end.astype("datetime64[us]"),
            "month": start.astype("datetime64[M]").astype(np.int64),
            "party": pd.Series(rng.choice(list("abcde"), ROWS)).astype("str"),
            "value": rng.uniform(0, 100, ROWS),
        }
    )
    coded = table.assign(party=table["party"].astype("category"))

    def shared(frame: pd.DataFrame, by: str | None = None) -> object:
        groups = None if by is None else frame[by]
        return periods.month_totals(frame["start"], frame["end"], frame["value"], by=groups)

    def grouped(frame: pd.DataFrame, *by: object) -> object:
        return frame.groupby(list(by), observed=True)["value"].sum()

    def of_start(frame: pd.DataFrame) -> object:
        return frame["start"].dt.to_period("M")

    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "by month; groupby has its months as integers": (
            lambda: shared(table),
            lambda: grouped(table, "month"),
        ),
        "by month; groupby starts from days too": (
            lambda: shared(table),
            lambda: grouped(table, of_start(table)),
        ),
        "by month and party, text; groupby has its months": (
            lambda: shared(table, "party"),
            lambda: grouped(table, "month", "party"),
        ),
        "by month and party, categorical; groupby has its months": (
            lambda: shared(coded, "party"),
            lambda: grouped(coded, "month", "party"),
        ),
    }
    for name, (mine, yardstick) in pairs.items():
        print(f"month_totals, {name}: {ratio(mine, yardstick):.2f}")


def digits() -> None:
    """Numbers as written, against stripping commas and float()."""
    written = ["320", "1,539", "1,539.5", "1,234,567", "0.125"] * 2000

    def plain() -> list[float]:
        return [float(text.replace(",", "")) for text in written]

    def read() -> list[float]:
        return list(map(parse_digits, written))

    assert read() == plain()
    print(f"parse_digits: {ratio(read, plain):.1f}")


if __name__ == "__main__":
    conversions()
    months()
    digits()
