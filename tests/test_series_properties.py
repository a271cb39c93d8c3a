"""What must hold of every series, whatever the reports."""

import datetime as dt
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from series_cases import numbers, report, table

from territorial.series.monthly import monthly_gain, monthly_table
from territorial.series.tracing import report_roles, trace

FIRST = dt.date(2023, 12, 1)
COMMON = settings(max_examples=15, deadline=None)


@st.composite
def spans(draw):
    start = FIRST + dt.timedelta(days=draw(st.integers(0, 130)))
    length = draw(st.one_of(st.integers(1, 12), st.sampled_from([28, 29, 30, 31, 60, 91])))
    if draw(st.booleans()):
        start = start.replace(day=1)
    return start, start + dt.timedelta(days=length - 1)


@st.composite
def tables(draw):
    rows = draw(st.lists(st.tuples(spans(), st.integers(0, 5000)), min_size=1, max_size=8))
    return [
        report(
            f"r{at}",
            value / 10,
            start.isoformat(),
            end.isoformat(),
            published="2024-06-01",
            scope=None,
        )
        for at, ((start, end), value) in enumerate(dict(rows).items())
    ]


def gains(reports, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return numbers(monthly_gain(table(*reports), **options))


@COMMON
@given(spans(), st.floats(0.1, 1e5))
def test_the_total_of_one_report_is_kept(span, value):
    one = report("a", value, span[0].isoformat(), span[1].isoformat())
    assert sum(gains([one], straddle="days").values()) == pytest.approx(value, rel=1e-12)


@COMMON
@given(tables(), st.randoms(use_true_random=False), st.sampled_from(["drop", "days", "smooth"]))
def test_the_order_of_the_rows_does_not_matter(reports, random, straddle):
    before = gains(reports, straddle=straddle)
    random.shuffle(reports)
    assert gains(reports, straddle=straddle) == before


@COMMON
@given(tables(), st.data(), st.sampled_from(["drop", "days", "smooth"]))
def test_a_restatement_changes_nothing(reports, data, straddle):
    one = data.draw(st.sampled_from(reports))
    again = one._replace(
        report_id="again", unit="mi^2", value=one.value / 2.589988110336, restates=one.report_id
    )
    assert gains([*reports, again], straddle=straddle) == gains(reports, straddle=straddle)


@COMMON
@given(
    tables(),
    st.lists(st.sampled_from(["km^2", "mi^2", "ha", "acre"]), min_size=8, max_size=8),
    st.sampled_from(["drop", "days", "smooth"]),
)
def test_units_of_the_input_do_not_change_the_result(reports, units, straddle):
    sizes = {"km^2": 1.0, "mi^2": 2.589988110336, "ha": 0.01, "acre": 0.0040468564224}
    others = [
        one._replace(unit=unit, value=one.value / sizes[unit])
        for one, unit in zip(reports, units, strict=False)
    ]
    wanted = gains(reports, straddle=straddle)
    found = gains(others, straddle=straddle)
    assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9)


@COMMON
@given(tables(), st.sampled_from(["drop", "days", "smooth"]))
def test_no_month_without_a_report_gets_a_number_and_no_day_counts_twice(reports, straddle):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = monthly_table(table(*reports), straddle=straddle)
    covered = {
        one.start + dt.timedelta(days=step)
        for one in reports
        for step in range((one.end - one.start).days + 1)
    }
    months = {f"{day:%Y-%m}": 0 for day in covered}
    for day in covered:
        months[f"{day:%Y-%m}"] += 1
    for (month, _), row in found.iterrows():
        if str(row["value"].m) != "<NA>" and row["value"].m == row["value"].m:
            assert row["days_covered"] <= months[str(month)]
        else:
            assert row["days_covered"] == 0
    if straddle == "days" and not any(
        "already make" in str(reason)
        for reason in report_roles(table(*reports), straddle="days")["reason"]
    ):
        assert found["days_covered"].sum() == len(covered)


@COMMON
@given(tables(), st.sampled_from(["drop", "days", "smooth"]))
def test_a_number_is_the_sum_of_what_its_trace_shows(reports, straddle):
    frame = table(*reports)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = monthly_table(frame, straddle=straddle)
    for (month, party), value in found["value"].dropna().items():
        rows = trace(frame, month, party, like=found)
        used = rows[rows["role"] == "used"]
        assert used["days_allotted"].sum() == found.loc[(month, party), "days_covered"]
        again = (used["value"] * used["factor"] - used["less"]) * used["share"]
        assert again.sum() == pytest.approx(value.m, rel=1e-12, abs=1e-9)
        if straddle == "drop":
            assert again.sum() == value.m
        assert set(rows.loc[rows["role"] != "used", "reason"]) != {""}
