"""Rates, running totals, and the change between levels."""

import pandas as pd
import pytest
from series_cases import level, numbers, report, table

from territorial import units
from territorial.errors import InputError, SeriesError, TerritorialWarning, UnitError
from territorial.series.change import change, change_table
from territorial.series.monthly import monthly_control, monthly_gain, monthly_table
from territorial.series.pace import cumulative, rate

GAINS = table(
    report("a", 290, "2024-02"),
    report("b", 310, "2024-03"),
    report("c", 600, "2024-04"),
    report("d", 70, "2024-05-01", "2024-05-10"),
)


def test_a_rate_divides_by_the_real_days_of_the_month():
    pace = rate(monthly_gain(GAINS))
    assert str(pace.dtype) == "pint[kilometer ** 2 / day][Float64]"
    assert list(numbers(pace).values()) == pytest.approx([10, 10, 20, 7])
    assert list(numbers(rate(monthly_table(GAINS))).values()) == pytest.approx([10, 10, 20, 7])
    weekly = rate(monthly_gain(GAINS, unit="mi^2"), per="week")
    assert numbers(weekly)["2024-02 russia"] == pytest.approx(70 / 2.589988110336)


def test_a_window_is_full_or_missing():
    pace = numbers(rate(monthly_gain(GAINS), window=2))
    assert pace == {
        "2024-03 russia": pytest.approx(600 / 60),
        "2024-04 russia": pytest.approx(910 / 61),
    }
    gap = monthly_gain(table(report("a", 290, "2024-02"), report("b", 300, "2024-04")))
    assert numbers(rate(gap, window=2)) == {}


def test_a_window_does_not_reach_over_months_that_were_filtered_out():
    gains = monthly_gain(GAINS)
    thinned = gains.iloc[[0, 2]]
    thinned.attrs = {}
    assert numbers(rate(thinned, window=2)) == {}


def test_the_running_total_stops_at_what_is_not_known():
    assert list(numbers(cumulative(monthly_gain(GAINS))).values()) == [290, 600, 1200, 1270]
    assert numbers(cumulative(monthly_gain(GAINS), since="2024-04")) == {
        "2024-04 russia": 600.0,
        "2024-05 russia": 670.0,
    }
    gap = monthly_gain(table(report("a", 290, "2024-02"), report("b", 300, "2024-04")))
    assert numbers(cumulative(gap)) == {"2024-02 russia": 290.0}
    part = table(report("a", 20, "2024-02-01", "2024-02-10"), report("b", 300, "2024-03"))
    assert numbers(cumulative(monthly_table(part))) == {"2024-02 russia": 20.0}


def test_parties_have_totals_of_their_own():
    both = monthly_gain(
        table(
            report("a", 1, "2024-02"),
            report("b", 2, "2024-03"),
            report("c", 10, "2024-02", party="ukraine"),
            report("d", 20, "2024-03", party="ukraine"),
        )
    )
    assert numbers(cumulative(both))["2024-03 ukraine"] == 30
    assert numbers(rate(both, window=2))["2024-03 russia"] == pytest.approx(3 / 60)


def test_pace_refuses_what_is_no_amount_by_month():
    with pytest.raises(UnitError, match=r"amounts by month, given a rate in km\^2/day"):
        rate(rate(monthly_gain(GAINS)))
    held = monthly_control(table(level("a", 100, "2024-02-29")))
    with pytest.raises(SeriesError, match="levels of control"):
        cumulative(held)
    with pytest.raises(SeriesError, match=r"a series or table by \(month, party\)"):
        rate(pd.Series([1.0]))
    with pytest.raises(InputError, match="per: wanted one of day, week"):
        rate(monthly_gain(GAINS), per="month")
    with pytest.raises(InputError, match="window: wanted a number of months from 1 up"):
        rate(monthly_gain(GAINS), window=0)
    with pytest.raises(SeriesError, match="since: wanted months from 2030-01 on"):
        cumulative(monthly_gain(GAINS), since="2030-01")
    plain = units.plain(monthly_gain(GAINS))[0]
    backwards = plain[::-1]
    with pytest.raises(SeriesError, match="months in order"):
        rate(backwards)


LEVELS = [
    level("mar30", 1000, "2025-03-30"),
    level("apr2", 1010, "2025-04-02"),
    level("apr30", 1110, "2025-04-30"),
    level("may1", 1115, "2025-05-01"),
    level("may2", 1120, "2025-05-02"),
    level("may20", 1300, "2025-05-20"),
]


def test_change_from_last_day_to_last_day_carries_and_says_so():
    found = change_table(table(*LEVELS))
    april = found.loc[("2025-04", "russia")]
    assert april["value"].m == 110 and april["complete"]
    assert april["flags"] == "level of 2025-03-31 carried from 2025-03-30"
    assert april["report_ids"] == "mar30; apr30"
    may = found.loc[("2025-05", "russia")]
    assert may["value"].m == 190 and not may["complete"] and may["days_covered"] == 20
    assert may["flags"] == (
        "no level of 2025-05-31, where the month ends; the levels end on 2025-05-20"
    )
    attrs = change(table(*LEVELS)).attrs
    assert attrs["incomplete"] == [["2025-05", "russia", 20]]
    assert attrs["carried"] == [
        ["2025-04", "russia", "level of 2025-03-31 carried from 2025-03-30"]
    ]


def test_a_month_that_the_levels_do_not_reach_the_end_of_is_not_complete():
    # The map of 2 June is not out yet: that of 31 May stands in for no day behind it.
    levels = table(level("a", 100, "2025-05-02"), level("b", 390, "2025-05-31"))
    may = change_table(levels, day=2).loc[("2025-05", "russia")]
    assert may["value"].m == 290 and not may["complete"] and may["days_covered"] == 29
    assert may["flags"] == (
        "no level of 2025-06-02, where the month ends; the levels end on 2025-05-31"
    )
    found = change(levels, day=2)
    assert found.attrs["incomplete"] == [["2025-05", "russia", 29]]
    assert "carried" not in found.attrs


@pytest.mark.parametrize(
    ("choice", "april"),
    [
        ({"convention": "first-last"}, 1110 - 1000),
        ({"convention": "first-first"}, 1115 - 1000),
        ({"convention": "first-first", "carry": 0}, 1115 - 1010),
        ({"day": 2}, 1120 - 1010),
        ({"convention": "last-last", "label_offset": 1}, 1115 - 1000),
    ],
)
def test_conventions_of_the_month(choice, april):
    assert numbers(change(table(*LEVELS), **choice))["2025-04 russia"] == april


def test_change_does_not_reach_over_a_month_without_a_level():
    with pytest.warns(TerritorialWarning, match="no two levels"):
        found = change(table(level("a", 100, "2025-01-31"), level("b", 400, "2025-05-31")))
    assert numbers(found) == {}


def test_change_needs_two_levels_and_known_choices():
    with pytest.warns(TerritorialWarning, match="no two levels"):
        assert len(change(table(level("a", 100, "2025-01-31")))) == 0
    with pytest.raises(InputError, match="convention: wanted one of last-last"):
        change(table(*LEVELS), convention="mid")
    with pytest.raises(InputError, match="day: wanted a day from 1 to 28"):
        change(table(*LEVELS), day=31)
    with pytest.raises(InputError, match="carry: wanted"):
        change(table(*LEVELS), carry=-1)


def test_two_map_makers_are_never_mixed_in_one_change():
    maps = table(
        level("a", 100, "2025-03-31", attribution="A"),
        level("b", 150, "2025-04-30", attribution="B"),
        level("c", 130, "2025-04-30", attribution="A"),
        level("d", 110, "2025-03-31", attribution="B"),
    )
    with pytest.raises(SeriesError, match="one source for each month"):
        change(maps)
    assert numbers(change(maps, attribution="B")) == {"2025-04 russia": 40.0}
