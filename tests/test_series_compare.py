"""Sources side by side."""

import pytest
from series_cases import report, table

from territorial.errors import InputError, TerritorialWarning
from territorial.series.compare import compare, compare_directions, compare_totals
from territorial.series.monthly import monthly_table

TWO = table(
    report("a9", 447, "2025-09", attribution="A"),
    report("b9", 259, "2025-09", attribution="B", scope="control"),
    report("a10", 461, "2025-10", attribution="A"),
    report("b10", 450, "2025-10", attribution="B"),
    report("b11", 505, "2025-11", attribution="B"),
    report("a11", 200, "2025-11-01", "2025-11-10", attribution="A"),
)


def test_each_month_lists_what_each_source_says():
    found = compare(TWO)
    assert found.index.names == ["month", "party", "source"]
    september = found.loc[("2025-09", "russia")]
    assert september["value"].pint.m.to_dict() == {"A": 447.0, "B": 259.0}
    assert september["difference"].pint.m.to_dict() == {"A": 188.0, "B": 0.0}
    assert september["ratio"].to_dict() == pytest.approx({"A": 447 / 259, "B": 1.0})
    assert september["sources"].tolist() == [2, 2]
    assert september["agrees"].tolist() == [False, False]
    assert september["scope"].to_dict()["B"] == "control"
    assert found.loc[("2025-10", "russia"), "agrees"].tolist() == [True, True]
    wide = found["value"].unstack("source")
    assert list(wide.columns) == ["A", "B"]


def test_each_figure_says_whose_it_is_and_of_which_day():
    more = {"origin": "ISW", "publisher": "AFP", "place": "Ukraine", "qualifier": "about"}
    found = compare(
        table(
            report("a", 447, "2025-09", attribution="AFP analysis", published="2025-10-02", **more),
            report("b", 259, "2025-09", attribution="B"),
        )
    )
    row = found.loc[("2025-09", "russia", "AFP analysis")]
    assert {name: row[name] for name in more} == more
    assert row["attribution"] == "AFP analysis"
    assert str(row["published"].date()) == "2025-10-02"
    other = found.loc[("2025-09", "russia", "B")]
    assert other[["origin", "publisher", "published"]].isna().all()


def test_a_part_month_is_listed_and_not_compared():
    november = compare(TWO).loc[("2025-11", "russia")]
    assert november["complete"].to_dict() == {"A": False, "B": True}
    assert november["sources"].tolist() == [1, 1]
    assert november["agrees"].isna().all() and november["ratio"].isna().all()


def test_tolerance_decides_what_agrees():
    assert compare(TWO, tolerance=0.5)["agrees"].dropna().all()
    assert not compare(TWO, tolerance=0.01)["agrees"].dropna().any()
    with pytest.raises(InputError, match="tolerance: wanted a share from 0 up"):
        compare(TWO, tolerance=-1)


def test_an_order_of_sources_tells_the_months_where_they_disagree():
    with pytest.warns(TerritorialWarning, match="more than 10% in 1 months: 2025-09 russia"):
        found = monthly_table(TWO, priority=["A", "B"], tolerance=0.1)
    assert found["flags"].tolist()[0] == "B says 259 km²"
    assert found["flags"].isna().tolist() == [False, True, True]


def test_contradictions_of_one_source_are_flagged():
    found = compare(
        table(
            report("a", 203, "2025-03", published="2025-04-01"),
            report("b", 354, "2025-03", published="2025-04-01"),
        )
    )
    assert found["flags"].tolist() == ["b says 354"]


def test_directions_count_steps_between_months_that_follow_one_another():
    found = compare_directions(TWO).loc[("russia", "A", "B")]
    assert found["months"] == 2 and found["steps"] == 1
    assert found["same_direction"] == 1.0
    assert found["difference"].m == pytest.approx((-188 - 11) / 2)
    apart = compare_directions(
        table(
            report("a1", 1, "2025-01", attribution="A"),
            report("b1", 1, "2025-01", attribution="B"),
            report("a3", 2, "2025-03", attribution="A"),
            report("b3", 3, "2025-03", attribution="B"),
        )
    ).loc[("russia", "A", "B")]
    assert apart["steps"] == 0 and apart["same_direction"] != apart["same_direction"]


def test_a_published_total_is_held_against_its_months():
    months = [report(f"m{at}", 100, f"2024-{at:02d}", attribution="A") for at in range(1, 13)]
    found = compare_totals(
        table(
            *months,
            report("year", 1250, "2024-01-01", "2024-12-31", attribution="A"),
            report("other", 9999, "2024-01-01", "2024-12-31", attribution="B"),
        )
    )
    assert found["report_id"].tolist() == ["year"]
    row = found.iloc[0]
    assert (row["residual"].m, row["days_accounted"], row["days"]) == (50.0, 366, 366)
