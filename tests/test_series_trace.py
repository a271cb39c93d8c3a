"""From a number to its words, and what the other reports do."""

import datetime as dt

import pandas as pd
import pytest
from series_cases import article, report, table

from territorial.errors import InputError, PeriodError
from territorial.series.monthly import monthly_table
from territorial.series.tracing import report_roles, trace


def test_a_number_leads_to_its_words():
    words = table(
        report(
            "a",
            100,
            "2025-01",
            unit="mi^2",
            quote="100 square miles",
            url="https://example.org/x",
            sentence="It took 100 square miles in January.",
            publisher="A Paper",
            published="2025-02-07",
            span_start=8,
            span_end=24,
        )
    )
    rows = trace(words, "2025-01", "russia")
    row = rows.iloc[0]
    assert (row["role"], row["quote"], row["publisher"]) == ("used", "100 square miles", "A Paper")
    assert row["sentence"].startswith("It took") and row["url"] == "https://example.org/x"
    assert (row["span_start"], row["span_end"]) == (8, 24)
    assert (row["value"], row["unit"], row["factor"]) == (100.0, "mi^2", 2.589988110336)
    assert row["value"] * row["factor"] == row["amount"]
    assert rows.attrs == {"unit": "km^2", "month": "2025-01", "party": "russia"}


def test_what_is_set_aside_says_why():
    reports = table(
        report("whole", 610, "2024-10"),
        report("part", 478, "2024-10-01", "2024-10-27"),
        report("again", 235, "2024-10", unit="mi^2", restates="whole"),
        report("region", 324, "2024-10", place="Donetsk region"),
        report("year", 3985, "2024-01-01", "2024-12-31"),
        report("miles", 3, "2024-10", unit="mi", measure="length"),
        report("held", 18, "2024-10-27", measure="share", unit="percent", kind="control"),
        report("other", 9, "2024-10", party="ukraine"),
    )
    rows = trace(reports, "2024-10", "russia").set_index("report_id")
    assert dict(rows["role"]) == {
        "whole": "used",
        "part": "check",
        "year": "check",
        "again": "set aside",
        "region": "set aside",
        "miles": "set aside",
        "held": "set aside",
    }
    assert rows["reason"].to_dict() == {
        "whole": "",
        "part": "part of the month that whole covers",
        "year": "longer than a month or over its edge",
        "again": "restates whole",
        "region": "only a part: Donetsk region",
        "miles": "another measure: length",
        "held": "another measure: share",
    }


def test_a_longer_report_is_a_check_with_its_residual():
    months = [report(f"m{at}", 100 + at, f"2024-{at:02d}") for at in range(1, 13)]
    year = report("year", 1300, "2024-01-01", "2024-12-31")
    roles = report_roles(table(*months, year)).set_index("report_id")
    assert roles.loc["year", "role"] == "check"
    assert roles.loc["year", "accounted"] == sum(range(101, 113))
    assert roles.loc["year", "days_accounted"] == 366
    assert roles.loc["year", "residual"] == 1300 - sum(range(101, 113))
    fewer = report_roles(table(*months[:6], year)).set_index("report_id")
    assert fewer.loc["year", "days_accounted"] == 182


def test_by_days_a_year_less_its_months_goes_to_the_other_months():
    reports = table(
        report("nov", 700, "2024-11"),
        report("dec", 400, "2024-12"),
        report("year", 4150, "2024-01-01", "2024-12-31"),
    )
    found = monthly_table(reports, straddle="days")
    assert found["value"].pint.m.sum() == pytest.approx(4150)
    assert found.loc[("2024-11", "russia"), "value"].m == 700
    january = found.loc[("2024-01", "russia")]
    assert january["value"].m == pytest.approx((4150 - 1100) / 305 * 31)
    rows = trace(reports, "2024-01", "russia", like=found)
    used = rows[rows["role"] == "used"].iloc[0]
    assert used["less"] == 1100 and used["share"] == pytest.approx(31 / 305)
    assert (used["value"] * used["factor"] - used["less"]) * used["share"] == used["amount"]


def test_a_week_over_the_edge_is_shared_by_days():
    reports = table(report("w", 70, "2024-10-28", "2024-11-03"))
    found = monthly_table(reports, straddle="days")
    assert found["value"].pint.m.tolist() == pytest.approx([40, 30])
    assert found["days_covered"].tolist() == [4, 3]
    assert found["flags"].tolist() == ["shared by days"] * 2


def test_reports_that_their_parts_exceed_are_not_shared():
    reports = table(
        report("jan", 500, "2024-01"), report("quarter", 400, "2024-01-01", "2024-03-31")
    )
    found = monthly_table(reports, straddle="days")
    assert found["value"].pint.m.tolist() == [500]
    roles = report_roles(reports, straddle="days").set_index("report_id")
    assert roles.loc["quarter", "reason"] == "reports inside it already make 500"
    assert roles.loc["quarter", "residual"] == -100


def test_bounds_of_what_is_left_follow_both_bounds():
    found = monthly_table(
        table(
            report("jan", 100, "2024-01", qualifier="range", low=80.0, high=120.0),
            report("two", 300, "2024-01-01", "2024-02-29", qualifier="at_least", low=300.0),
        ),
        straddle="days",
    )
    february = found.loc[("2024-02", "russia")]
    assert (february["value"].m, february["low"].m) == pytest.approx((200, 180))
    assert pd.isna(february["high"].m)


@pytest.mark.parametrize("month", ["2025-01", dt.date(2025, 1, 9), pd.Period("2025-01", freq="M")])
def test_months_as_people_give_them(month):
    assert list(trace(article(), month, "russia")["report_id"]) == ["jan"]


def test_bad_months_and_parties_are_refused():
    with pytest.raises(PeriodError, match="a month, given 'soon'; write it as 2025-01"):
        trace(article(), "soon", "russia")
    with pytest.raises(
        InputError, match=r"party: wanted a party of the reports \(russia, ukraine\)"
    ):
        trace(article(), "2025-01", "narnia")
    assert trace(article(), "2019-01", "russia").empty
