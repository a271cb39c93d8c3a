"""The smoothest daily rate: exact where reports allow, told where they contradict."""

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series_cases import numbers, report, table

from territorial.errors import TerritorialWarning
from territorial.series.fit import Sums, smoothest
from territorial.series.monthly import monthly_gain, monthly_table
from territorial.series.tracing import report_roles, trace

SHARED = Path(__file__).parents[1].parent / "shared"


def exact_sums(start, end, value):
    start, end, value = (np.asarray(one) for one in (start, end, value))
    return Sums(start, end, value.astype(float), value.astype(float), value.astype(float))


def averaging(start, end, days):
    rows = np.zeros((len(start), days))
    for row, first, stop in zip(rows, start, end, strict=True):
        row[first:stop] = 1.0
    return rows


def dense_equality(rows, value):
    """An independent solution: the optimality conditions as one dense system."""
    days = rows.shape[1]
    change = np.diff(np.eye(days), axis=0)
    system = np.block([[change.T @ change, rows.T], [rows, np.zeros((len(rows), len(rows)))]])
    right = np.concatenate([np.zeros(days), value])
    return np.linalg.lstsq(system, right, rcond=1e-13)[0][:days]


def dense_inequality(rows, low, high, rounds=60_000):
    """An independent solution with bounds and no rate below zero: splitting on dense matrices."""
    days = rows.shape[1]
    change = np.diff(np.eye(days), axis=0)
    length = rows.sum(axis=1, keepdims=True)
    every = np.vstack([rows / np.sqrt(length), np.eye(days)])
    below = np.concatenate([low / np.sqrt(length[:, 0]), np.zeros(days)])
    above = np.concatenate([high / np.sqrt(length[:, 0]), np.full(days, np.inf)])
    push = 0.3
    solve = np.linalg.inv(change.T @ change + push * every.T @ every)
    split, price = np.zeros(len(every)), np.zeros(len(every))
    for _ in range(rounds):
        rates = solve @ (every.T @ (push * split - price))
        reached = every @ rates
        split = np.clip(reached + price / push, below, above)
        price += push * (reached - split)
    return rates


def test_agrees_with_a_dense_solution():
    start, end = [0, 31, 60, 0, 40], [31, 60, 91, 91, 75]
    truth = 10 + 3 * np.sin(np.arange(91) / 9)
    rows = averaging(start, end, 91)
    fit = smoothest(exact_sums(start, end, rows @ truth), 91, nonnegative=True)
    assert fit.rates == pytest.approx(dense_equality(rows, rows @ truth), abs=1e-8)
    assert fit.sums == pytest.approx(rows @ truth, abs=1e-9)
    assert fit.settled


def test_agrees_with_an_independent_solver_on_bounds_and_zero():
    start, end = np.array([0, 15, 30, 45, 0]), np.array([15, 30, 45, 60, 60])
    value = np.array([300.0, 2.0, 1.0, 90.0, 415.0])
    low = np.array([300.0, 2.0, -np.inf, 60.0, 410.0])
    high = np.array([300.0, 2.0, 1.0, 120.0, np.inf])
    fit = smoothest(Sums(start, end, value, low, high), 60, nonnegative=True)
    other = dense_inequality(averaging(start, end, 60), low, high)
    assert fit.rates == pytest.approx(other, abs=2e-3)
    change = np.diff(fit.rates)
    assert change @ change <= np.diff(other) @ np.diff(other) * (1 + 1e-4)
    assert fit.rates.min() >= 0
    assert (fit.rates == 0).any()
    assert (fit.sums >= low - 1e-9).all() and (fit.sums <= high + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_sums_that_can_be_met_are_met(data):
    days = data.draw(st.integers(5, 120))
    count = data.draw(st.integers(1, 12))
    seed = np.random.default_rng(data.draw(st.integers(0, 10**6)))
    start = seed.integers(0, days, count)
    end = np.minimum(start + seed.integers(1, 40, count), days)
    truth = np.maximum(seed.normal(1.0, 2.0, days), 0.0)
    value = averaging(start, end, days) @ truth
    room = seed.uniform(0, 3, count) * (seed.random(count) < 0.4)
    sums = Sums(start, end, value, value - room, value + room)
    fit = smoothest(sums, days, nonnegative=True)
    size = 1e-9 * np.maximum(value, 1.0)
    assert (fit.sums >= sums.low - size).all()
    assert (fit.sums <= sums.high + size).all()
    assert fit.rates.min() >= 0
    change, other = np.diff(fit.rates), np.diff(truth)
    assert change @ change <= other @ other * (1 + 1e-6) + 1e-9


def test_one_report_is_an_even_rate_and_open_bounds_do_not_blow_it_up():
    value = np.array([60.0])
    open_end = Sums(np.array([0]), np.array([30]), value, value, np.array([np.inf]))
    assert smoothest(open_end, 30, nonnegative=True).rates == pytest.approx(np.full(30, 2.0))
    up_to = Sums(np.array([0]), np.array([30]), value, np.array([-np.inf]), value)
    assert smoothest(up_to, 30, nonnegative=True).rates == pytest.approx(np.full(30, 2.0))


def test_a_month_of_nothing_is_nothing():
    fit = smoothest(exact_sums([0, 30, 60], [30, 60, 90], [300, 0, 300]), 90, nonnegative=True)
    assert (fit.rates[30:60] == 0).all()
    assert fit.sums == pytest.approx([300, 0, 300], abs=1e-9)


def test_weeks_part_months_months_and_the_year_agree_with_one_another():
    reports = [
        report("nov", 730, "2024-11"),
        report("dec", 430, "2024-12", qualifier="range", low=400.0, high=460.0),
        report("week", 90, "2024-11-25", "2024-12-01"),
        report("part", 200, "2024-12-01", "2024-12-15"),
        report("since", 1300, "2024-10-15", "2024-12-31", qualifier="at_least", low=1300.0),
    ]
    frame = table(*reports)
    roles = report_roles(frame, straddle="smooth").set_index("report_id")
    low = frame.set_index("report_id")["low"].fillna(frame.set_index("report_id")["value"])
    assert (roles["accounted"] >= low - 1e-6).all()
    assert roles.loc[["nov", "week", "part"], "residual"].abs().max() < 1e-9
    assert 400 <= roles.loc["dec", "accounted"] <= 460
    found = monthly_table(frame, straddle="smooth")
    assert found["days_covered"].tolist() == [17, 30, 31]
    assert found["complete"].tolist() == [False, True, True]
    assert found.loc[("2024-11", "russia"), "value"].m == pytest.approx(730)
    rows = trace(frame, "2024-12", "russia", like=found)
    assert rows["amount"].sum() == pytest.approx(
        found.loc[("2024-12", "russia"), "value"].m, rel=1e-12
    )


def test_contradictions_are_least_squares_and_said():
    frame = table(
        report("jan", 310, "2024-01"),
        report("feb", 290, "2024-02"),
        report("mar", 310, "2024-03"),
        report("quarter", 500, "2024-01-01", "2024-03-31"),
    )
    with pytest.warns(TerritorialWarning, match=r"contradict one another.*most of all quarter"):
        smooth = monthly_table(frame, straddle="smooth")
    found = numbers(smooth["value"])
    assert set(smooth["flags"]) == {"reports contradict one another: least squares"}
    assert found["2024-02 russia"] == pytest.approx(290, abs=40)
    # Least squares of the misses per day, for the three months and their sum.
    days = np.array([31, 29, 31])
    rows = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]) / np.append(days, 91)[:, None]
    wanted = np.array([310, 290, 310, 500]) / np.append(days, 91)
    best = np.linalg.lstsq(rows, wanted, rcond=None)[0]
    assert list(found.values()) == pytest.approx(best, rel=1e-4)


def test_gains_stay_at_or_above_zero_unless_told_otherwise():
    steep = table(
        report("a", 900, "2024-01"), report("b", 3, "2024-02"), report("c", 900, "2024-03")
    )
    sums = exact_sums([0, 31, 60], [31, 60, 91], [900, 3, 900])
    assert smoothest(sums, 91, nonnegative=False).rates.min() < 0
    assert smoothest(sums, 91, nonnegative=True).rates.min() == 0
    assert numbers(monthly_gain(steep, straddle="smooth", nonnegative=False))[
        "2024-02 russia"
    ] == pytest.approx(3)
    falling = table(
        report("a", 100, "2024-01"),
        report("b", 50, "2024-02", kind="loss", basis="net"),
    )
    assert numbers(monthly_gain(falling, straddle="smooth"))["2024-02 russia"] == pytest.approx(-50)


def test_days_that_no_report_covers_get_no_number():
    found = monthly_table(
        table(report("a", 310, "2024-01"), report("b", 31, "2024-03-01", "2024-03-10")),
        straddle="smooth",
    )
    assert found["days_covered"].tolist() == [31, 0, 10]
    assert found["value"].isna().tolist() == [False, True, False]


@pytest.mark.skipif(not SHARED.exists(), reason="the true series is not here")
@pytest.mark.parametrize("months", [2, 3])
def test_smooth_comes_nearer_to_the_true_months_than_sharing_by_days(months):
    with (SHARED / "data" / "deepstate_monthly_net.csv").open() as lines:
        true = [(row["month"], float(row["net_km2"])) for row in csv.DictReader(lines)]
    blocks = []
    for at in range(0, len(true), months):
        part = true[at : at + months]
        first = dt.date.fromisoformat(part[0][0] + "-01")
        last = dt.date.fromisoformat(part[-1][0] + "-01") + dt.timedelta(days=32)
        end = last.replace(day=1) - dt.timedelta(days=1)
        blocks.append(report(f"b{at}", sum(net for _, net in part), str(first), str(end)))
    frame = table(*blocks)
    wanted = np.array([net for _, net in true])
    error = {
        straddle: np.abs(
            np.array(list(numbers(monthly_gain(frame, straddle=straddle)).values())) - wanted
        ).mean()
        for straddle in ("days", "smooth")
    }
    assert error["smooth"] <= 0.85 * error["days"]
    roles = report_roles(frame, straddle="smooth")
    assert roles["residual"].abs().max() <= 1e-9


def test_centuries_between_two_dates_do_not_exhaust_memory():
    days = 730_000
    found = smoothest(exact_sums([0, 400_000], [days, 400_031], [1e6, 50]), days, nonnegative=True)
    assert found.sums == pytest.approx([1e6, 50], rel=1e-9)


def test_a_thousand_overlapping_reports_over_ten_years_are_met():
    """Of one to 400 days, many of them apart by a day: the hardest to tell from one another."""
    rng = np.random.default_rng(4)
    days = 3652
    rates = np.cumsum(rng.normal(0, 0.3, days)) + 8 * np.sin(np.arange(days) / 200)
    running = np.concatenate([[0.0], np.cumsum(rates - rates.min() + 1)])
    start = rng.integers(0, days - 400, 1000)
    end = start + rng.integers(1, 400, 1000)
    value = running[end] - running[start]
    fit = smoothest(Sums(start, end, value, value, value), days, nonnegative=True)
    assert fit.settled and (fit.rates >= 0).all()
    assert (np.abs(fit.sums - value) <= 1e-9 * np.maximum(value, 1.0)).all()
