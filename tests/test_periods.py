import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial import periods
from territorial.errors import PeriodError

D = dt.date
DAYS = st.dates(D(2019, 1, 1), D(2026, 12, 31))
SPANS = st.lists(
    st.tuples(DAYS, st.integers(0, 800)).map(lambda one: (one[0], one[0] + dt.timedelta(one[1]))),
    min_size=1,
    max_size=20,
)
AMOUNTS = st.floats(-1e6, 1e6, allow_subnormal=False)


def test_both_ends_are_included():
    assert periods.days_between(D(2025, 2, 1), D(2025, 2, 7)) == 7
    assert periods.Span(D(2025, 2, 7), D(2025, 2, 7)).days == 1


def test_named_spans():
    assert periods.month_span(2024, 2) == (D(2024, 2, 1), D(2024, 2, 29))
    assert periods.quarter_span(2025, 4) == (D(2025, 10, 1), D(2025, 12, 31))
    assert periods.half_span(2025, 1) == (D(2025, 1, 1), D(2025, 6, 30))
    assert periods.year_span(9999) == (D(9999, 1, 1), D(9999, 12, 31))
    assert periods.week_span(D(2025, 2, 9)) == (D(2025, 2, 3), D(2025, 2, 9))
    assert periods.days_back(D(2025, 3, 1), 2) == (D(2025, 2, 28), D(2025, 3, 1))


@pytest.mark.parametrize(
    ("end", "months", "start"),
    [
        (D(2025, 2, 7), 1, D(2025, 1, 8)),
        (D(2025, 3, 31), 1, D(2025, 3, 1)),
        (D(2024, 3, 30), 1, D(2024, 3, 1)),
        (D(2025, 1, 31), 12, D(2024, 2, 1)),
        (D(2025, 2, 28), 12, D(2024, 2, 29)),
    ],
)
def test_months_back(end, months, start):
    assert periods.months_back(end, months) == (start, end)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: periods.span(D(2025, 2, 7), D(2025, 2, 1)), "given 2025-02-07 to 2025-02-01"),
        (lambda: periods.days_between(D(2025, 2, 7), D(2025, 2, 1)), "ends on its first day"),
        (lambda: list(periods.months_of(D(2025, 2, 7), D(2025, 2, 1))), "ends on its first day"),
        (lambda: periods.month_span(2025, 13), "a month from 1 to 12, given 13"),
        (lambda: periods.month_span(0, 1), "a year from 1 to 9999, given 0"),
        (lambda: periods.quarter_span(2025, 5), "a quarter from 1 to 4"),
        (lambda: periods.half_span(2025, 0), "a half-year from 1 to 2"),
        (lambda: periods.year_span(10000), "a year from 1 to 9999"),
        (lambda: periods.week_span(D.max), "years 1 to 9999"),
        (lambda: periods.days_back(D(2025, 1, 1), 0), "at least one day"),
        (lambda: periods.days_back(D(2025, 1, 1), 10**6), "after the year 1"),
        (lambda: periods.months_back(D(2025, 1, 1), 0), "at least one month"),
        (lambda: periods.months_back(D(2025, 1, 1), 10**6), "a year from 1 to 9999"),
        (lambda: periods.parse_month("soon"), "month: wanted a month, given 'soon'"),
        (lambda: periods.parse_month(None), "wanted a month, given None"),
        (lambda: periods.month_shares(["2025-02-07"], ["2025-02-01"]), "2025-02-07 to 2025-02-01"),
        (lambda: periods.month_shares([None], ["2025-02-01"]), "start: wanted a day in each row"),
        (lambda: periods.month_shares(["x"], ["2025-02-01"]), "start: wanted days"),
        (lambda: periods.month_shares(["2025-02-01"], []), "as many ends as starts"),
        (lambda: periods.month_shares(["2025-02-01"] * 2, ["2025-02-01"] * 2, [1.0]), "one value"),
        (
            lambda: periods.month_totals(["2025-02-01"], [None], [1.0]),
            "end: wanted a day in each row",
        ),
        (
            lambda: periods.month_totals(
                ["2025-02-07", "2025-02-02"], ["2025-02-07"] * 2, [1, 2], ["a"]
            ),
            "by: wanted one group for each of 2 spans",
        ),
        (
            lambda: periods.month_totals(
                ["2025-02-07"] * 2, ["2025-02-07"] * 2, [1, 2], ["a", None]
            ),
            "by: wanted a group in each row, given none in row 1",
        ),
        (
            lambda: periods.month_totals(["2025-02-07", "2025-02-09"], ["2025-02-07"] * 2, [1, 2]),
            "2025-02-09 to 2025-02-07 in row 1",
        ),
        (
            lambda: periods.month_totals(["2025-02-01"], ["2025-02-01"], [np.nan]),
            "values: wanted finite values, given nan in row 0",
        ),
    ],
)
def test_bad_input(call, words):
    with pytest.raises(PeriodError, match=words):
        call()


@pytest.mark.parametrize(
    "given_",
    ["2025-01", "Jan 2025", D(2025, 1, 31), pd.Timestamp("2025-01-05"), pd.Period("2025-01")],
)
def test_parse_month(given_):
    assert periods.parse_month(given_) == pd.Period("2025-01", freq="M")


def brute(spans, amounts):
    """Month totals counted day by day."""
    totals, days, distinct = {}, {}, {}
    for (start, end), amount in zip(spans, amounts, strict=True):
        length = (end - start).days + 1
        for at in range(length):
            day = start + dt.timedelta(at)
            key = (day.year, day.month)
            totals[key] = totals.get(key, 0.0) + amount / length
            days[key] = days.get(key, 0) + 1
            distinct.setdefault(key, set()).add(day)
    return totals, days, distinct


@settings(deadline=None, max_examples=40)
@given(st.data(), SPANS)
def test_sharing_agrees_with_counting_days(data, spans):
    amounts = data.draw(st.lists(AMOUNTS, min_size=len(spans), max_size=len(spans)))
    starts, ends = zip(*spans, strict=True)
    totals, days, distinct = brute(spans, amounts)
    scale = sum(map(abs, amounts)) or 1.0

    found = periods.month_totals(starts, ends, amounts)
    months = [(month.year, month.month) for month in found.index]
    assert months == list(periods.months_of(min(starts), max(ends)))
    assert found["span_days"].tolist() == [days.get(month, 0) for month in months]
    for month, value in zip(months, found["value"], strict=True):
        assert value == pytest.approx(totals.get(month, 0.0), abs=1e-9 * scale)
        assert month in days or value == 0.0

    cover = periods.month_cover(starts, ends)
    assert cover["days_covered"].tolist() == [len(distinct.get(month, ())) for month in months]
    assert cover["days"].tolist() == [periods.days_in_month(*month) for month in months]

    shares = periods.month_shares(starts, ends, amounts)
    for row, ((start, end), amount) in enumerate(zip(spans, amounts, strict=True)):
        own = shares[shares["row"] == row]
        assert own["days"].sum() == (end - start).days + 1
        assert own["share"].sum() == pytest.approx(1.0, abs=1e-12)
        assert own["value"].sum() == pytest.approx(amount, rel=1e-12, abs=1e-300)
        touched = [(month.year, month.month) for month in own["month"]]
        assert touched == list(periods.months_of(start, end))


@settings(deadline=None, max_examples=40)
@given(st.data(), SPANS)
def test_shares_sum_to_the_whole(data, spans):
    amounts = data.draw(st.lists(AMOUNTS, min_size=len(spans), max_size=len(spans)))
    starts, ends = zip(*spans, strict=True)
    whole = periods.month_totals(starts, ends, amounts)["value"].sum()
    assert whole == pytest.approx(sum(amounts), abs=1e-12 * max(1.0, sum(map(abs, amounts))))


def test_a_gap_holds_exactly_zero():
    totals = periods.month_totals(
        ["1914-07-28", "2024-11-01"], ["1918-11-11", "2025-01-31"], [0.1, 1 / 3]
    )
    empty = totals[totals["span_days"] == 0]
    assert len(empty) > 1000 and (empty["value"] == 0.0).all()


def test_columns_of_a_table_are_taken_whatever_their_index():
    table = pd.DataFrame(
        {"start": pd.to_datetime(["2025-01-01"]), "end": pd.to_datetime(["2025-01-31"])}, index=[7]
    )
    shares = periods.month_shares(table["start"], table["end"], [5.0])
    assert shares["value"].tolist() == [5.0] and shares["row"].tolist() == [0]
    assert isinstance(shares["month"].dtype, pd.PeriodDtype)


def test_no_spans():
    assert periods.month_totals([], [], []).empty
    assert periods.month_shares([], []).empty
    assert list(periods.month_cover([], []).columns) == ["days_covered", "days"]


@settings(deadline=None, max_examples=40)
@given(st.data(), SPANS)
def test_groups_are_summed_apart(data, spans):
    amounts = data.draw(st.lists(AMOUNTS, min_size=len(spans), max_size=len(spans)))
    group = data.draw(st.lists(st.sampled_from("cab"), min_size=len(spans), max_size=len(spans)))
    starts, ends = (pd.Series(pd.to_datetime(list(days))) for days in zip(*spans, strict=True))
    by = pd.Series(group, name="party", dtype="str")
    found = periods.month_totals(starts, ends, amounts, by=by)
    assert found.index.names == ["month", "party"] and found.index.is_monotonic_increasing
    for one in set(group):
        mine = (by == one).to_numpy()
        alone = periods.month_totals(starts[mine], ends[mine], np.array(amounts)[mine])
        alone = alone[alone["span_days"] > 0]
        pd.testing.assert_frame_equal(found.xs(one, level="party"), alone, check_freq=False)
    coded = periods.month_totals(starts, ends, amounts, by=by.astype("category"))
    assert coded.index.tolist() == found.index.tolist()
    assert coded["value"].tolist() == found["value"].tolist()


@pytest.mark.parametrize("unit", ["D", "us"])
@pytest.mark.parametrize("column", ["start", "end"])
def test_a_missing_day_is_named(unit, column):
    days = {
        name: np.array(["1969-02-01", "2025-02-02", "2025-02-03"], dtype=f"datetime64[{unit}]")
        for name in ("start", "end")
    }
    days[column][1] = "NaT"
    for share in (periods.month_totals, periods.month_shares):
        with pytest.raises(
            PeriodError, match=f"{column}: wanted a day in each row, given none in row 1"
        ):
            share(days["start"], days["end"], [1.0, 2.0, 3.0])


def test_chunks_and_resolutions_do_not_show(monkeypatch):
    """Also before 1970, where a day is a negative number of ticks."""
    rng = np.random.default_rng(3)
    start = np.datetime64("1968-11-05") + rng.integers(0, 900, 500).astype("timedelta64[D]")
    end = start + rng.integers(0, 200, 500).astype("timedelta64[D]")
    values = rng.uniform(-5, 100, 500)
    whole = periods.month_totals(start, end, values)
    monkeypatch.setattr("territorial.periods.totals.CHUNK", 7)
    for unit in ("D", "s", "ms", "us", "ns"):
        hours = np.timedelta64(0 if unit == "D" else 13, "h")
        noon = (start + hours).astype(f"datetime64[{unit}]"), end.astype(f"datetime64[{unit}]")
        found = periods.month_totals(noon[0], noon[1] + hours, values)
        assert found.index.equals(whole.index)
        assert found["span_days"].tolist() == whole["span_days"].tolist()
        np.testing.assert_allclose(found["value"], whole["value"], rtol=1e-12)
