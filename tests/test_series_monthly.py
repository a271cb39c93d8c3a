"""Months: what users rely on when they quote a figure for a month."""

import re

import pandas as pd
import pytest
from series_cases import article, level, numbers, report, table

from territorial.errors import InputError, ReportsError, SeriesError, TerritorialWarning, UnitError
from territorial.series.monthly import monthly_control, monthly_gain, monthly_loss, monthly_table


def test_the_article_gives_three_months_in_km2_and_mi2():
    gains = monthly_gain(article())
    assert str(gains.dtype) == "pint[kilometer ** 2][Float64]"
    assert gains.index.names == ["month", "party"]
    assert gains.index.get_level_values("month").dtype == "period[M]"
    assert numbers(gains) == {
        "2024-11 russia": 700.0,
        "2024-12 russia": 400.0,
        "2025-01 russia": 320.0,
    }
    miles = numbers(monthly_gain(article(), unit="mi^2"))
    assert miles["2024-12 russia"] == pytest.approx(400 / 2.589988110336, rel=1e-12)


def test_measures_never_meet_in_one_series():
    assert numbers(monthly_gain(article(), unit="mi")) == {"2025-02 ukraine": pytest.approx(3.0)}
    shares = monthly_control(article(), unit="percent")
    assert numbers(shares) == {"2025-02 russia": 20.0}
    assert shares.attrs["unit"] == "percent"


def test_counts_stay_plain_numbers():
    counts = monthly_gain(
        table(report("a", 12, "2025-01", measure="count", unit="settlement")), unit="settlement"
    )
    assert counts.dtype == "float64"
    assert counts.attrs["unit"] == "settlement"


def test_a_unit_of_another_measure_is_set_aside_not_converted():
    with pytest.warns(TerritorialWarning, match="its unit, mi, is one of length"):
        gains = monthly_gain(table(report("a", 1500, "2025-01", unit="mi")))
    assert numbers(gains) == {}


def test_hedges_are_carried_as_bounds():
    found = monthly_table(
        table(
            report("a", 700, "2024-11", qualifier="at_least", low=700.0),
            report("b", 200, "2024-12", qualifier="nearly", high=200.0),
            report("c", 550, "2025-01", qualifier="range", low=500.0, high=600.0),
            report("d", 320, "2025-02", qualifier="about"),
        )
    )
    plain = [tuple(found[name].pint.m) for name in ("low", "high")]
    assert plain[0][0] == 700 and plain[1][1] == 200
    assert (plain[0][2], plain[1][2]) == (500, 600)
    for series, at in ((0, 1), (0, 3), (1, 0), (1, 3)):
        assert pd.isna(plain[series][at])
    assert list(found["qualifier"]) == ["at_least", "at_most", "range", "about"]


def test_a_part_month_is_known_as_such_and_gives_way_to_the_whole():
    part = report("part", 478, "2024-10-01", "2024-10-27", published="2024-10-28")
    found = monthly_table(table(part))
    row = found.iloc[0]
    assert not row["complete"]
    assert (row["days_covered"], row["days"]) == (27, 31)
    assert row["last"] == pd.Timestamp("2024-10-27")
    assert monthly_gain(table(part)).attrs["incomplete"] == [["2024-10", "russia", 27]]
    whole = report("whole", 610, "2024-10", published="2024-12-02")
    found = monthly_table(table(part, whole))
    assert numbers(found["value"]) == {"2024-10 russia": 610.0}
    assert found.iloc[0]["complete"] and found.iloc[0]["report_ids"] == "whole"


def test_reports_of_one_source_tile_a_month_and_no_day_counts_twice():
    found = monthly_table(
        table(
            report("w1", 10, "2025-02-01", "2025-02-07"),
            report("w2", 20, "2025-02-08", "2025-02-14"),
            report("half", 29, "2025-02-01", "2025-02-14"),
            report("over", 99, "2025-02-10", "2025-02-20"),
            report("rest", 40, "2025-02-15", "2025-02-28"),
        )
    )
    row = found.iloc[0]
    assert row["value"].m == 29 + 40
    assert row["report_ids"] == "half; rest"
    assert row["complete"] and row["flags"] == "from 2 parts"


def test_reports_of_two_sources_do_not_tile_a_month():
    with pytest.raises(SeriesError, match="one source for each month"):
        monthly_gain(
            table(
                report("a", 10, "2025-02-01", "2025-02-14", attribution="A"),
                report("b", 40, "2025-02-15", "2025-02-28", attribution="B"),
            )
        )


def test_longer_reports_are_not_added():
    found = monthly_gain(
        table(
            report("jan", 320, "2025-01"),
            report("year", 4336, "2025-01-01", "2025-12-31"),
            report("week", 42, "2025-01-27", "2025-02-02"),
        )
    )
    assert numbers(found) == {"2025-01 russia": 320.0}


def test_missing_months_are_missing_and_never_zero():
    found = monthly_table(table(report("a", 10, "2024-11"), report("b", 30, "2025-01")))
    assert list(found.index.get_level_values("month").astype(str)) == [
        "2024-11",
        "2024-12",
        "2025-01",
    ]
    assert found["value"].isna().tolist() == [False, True, False]
    assert found["days_covered"].tolist() == [30, 0, 31]
    assert found["complete"].tolist() == [True, False, True]


def test_two_sources_for_a_month_are_an_error_that_names_both_and_the_mend():
    both = table(
        report("a", 447, "2025-09", attribution="AFP analysis of ISW data"),
        report("b", 259, "2025-09", attribution="DeepState"),
        report("c", 461, "2025-10", attribution="AFP analysis of ISW data"),
    )
    with pytest.raises(SeriesError) as error:
        monthly_gain(both)
    assert str(error.value) == (
        "wanted one source for each month, given 2 for russia in 2025-09: "
        "AFP analysis of ISW data (447 km²); DeepState (259 km²); "
        "choose one by attribution='AFP analysis of ISW data', or an order by "
        "priority=['AFP analysis of ISW data', 'DeepState']"
    )
    assert numbers(monthly_gain(both, attribution="DeepState")) == {"2025-09 russia": 259.0}
    assert numbers(monthly_gain(both, attribution="afp")) == {
        "2025-09 russia": 447.0,
        "2025-10 russia": 461.0,
    }
    ordered = monthly_table(both, priority=["DeepState", "AFP"])
    assert ordered["attribution"].tolist() == ["DeepState", "AFP analysis of ISW data"]
    assert ordered["value"].pint.m.tolist() == [259.0, 461.0]


def test_a_whole_month_goes_before_a_part_of_a_better_source():
    found = monthly_table(
        table(
            report("a", 152, "2026-01-01", "2026-01-25", attribution="A"),
            report("b", 245, "2026-01", attribution="B"),
        ),
        priority=["A", "B"],
    )
    assert found.iloc[0]["report_ids"] == "b"


def test_an_order_may_name_a_source_that_has_no_figure_of_the_whole():
    found = monthly_table(
        table(
            report("a", 180, "2025-04", attribution="A", place="Ukrainian territory"),
            report("b", 70, "2025-04", attribution="B", place="Donetsk region"),
        ),
        priority=["B", "A"],
    )
    assert found["report_ids"].tolist() == ["a"]


def test_the_whole_by_its_name_in_any_language_is_one_ground():
    found = monthly_table(
        table(
            report("a", 180, "2025-04", place="Ukrainian territory"),
            report("b", 133, "2025-03", place="української території"),
            report("c", 212, "2025-02", place="территории Украины"),
        )
    )
    assert found["value"].pint.m.tolist() == [212.0, 133.0, 180.0]


def test_sources_that_agree_exactly_are_no_contradiction():
    found = monthly_table(
        table(
            report("a", 240, "2025-03", attribution="A"),
            report("b", 240, "2025-03", attribution="B"),
        )
    )
    assert found["value"].pint.m.tolist() == [240.0]
    assert found["source"].tolist() == ["A"]


def test_a_series_from_different_sources_says_so():
    with pytest.warns(TerritorialWarning, match=r"2 sources: A \(1\), B \(1\); choose one"):
        found = monthly_table(
            table(
                report("a", 10, "2025-03", attribution="A"),
                report("b", 20, "2025-04", attribution="B"),
            )
        )
    assert found["attribution"].tolist() == ["A", "B"]


def test_what_an_article_says_without_a_name_goes_with_its_only_attribution():
    found = monthly_table(
        table(
            report("a", 10, "2025-03-01", "2025-03-15", attribution="AFP"),
            report("b", 20, "2025-03-16", "2025-03-31"),
        )
    )
    assert found.iloc[0]["complete"] and found.iloc[0]["value"].m == 30


def test_sentences_of_one_text_without_a_name_of_its_own_are_one_article():
    found = monthly_gain(
        table(
            report("a", 320, "2025-01", attribution="AFP", document=None, published="2025-02-07"),
            report("b", 400, "2024-12", document=None, published="2025-02-07"),
        )
    )
    assert len(numbers(found)) == 2


def test_the_country_by_other_words_is_the_whole():
    found = monthly_gain(
        table(
            report("a", 61, "2025-01", place="Ukraine's"),
            report("b", 154, "2024-12"),
            report("c", 70, "2024-11", place="Ukrainian territory"),
        )
    )
    assert len(numbers(found)) == 3


def test_a_source_that_is_not_there_or_fits_several_is_an_error():
    both = table(
        report("a", 10, "2025-03", attribution="AFP analysis of ISW data"),
        report("b", 20, "2025-04", attribution="NYT analysis of ISW data"),
    )
    with pytest.raises(InputError, match="'ISW', which fits AFP analysis of ISW data, NYT"):
        monthly_gain(both, attribution="ISW")
    with pytest.raises(InputError, match="one source out of AFP analysis of ISW data, NYT"):
        monthly_gain(both, attribution="DeepState")
    with pytest.raises(InputError, match=r"attribution= or priority=, given both"):
        monthly_gain(both, attribution="AFP", priority=["NYT"])


def test_a_restatement_changes_nothing_and_stands_in_where_its_original_cannot():
    one = report("a", 634, "2025-07")
    again = report("b", 245, "2025-07", unit="mi^2", restates="a")
    assert numbers(monthly_gain(table(one, again))) == {"2025-07 russia": 634.0}
    assert numbers(monthly_gain(table(again))) == {
        "2025-07 russia": pytest.approx(245 * 2.589988110336)
    }
    share = report("p", 0.1, "2025-07", unit="percent", measure="share")
    follows = report("q", 634, "2025-07", restates="p")
    assert numbers(monthly_gain(table(share, follows))) == {"2025-07 russia": 634.0}


def test_reports_that_restate_one_another_do_not_vanish():
    round_trip = table(
        report("a", 634, "2025-07", restates="b"), report("b", 634, "2025-07", restates="a")
    )
    assert numbers(monthly_gain(round_trip)) == {"2025-07 russia": 634.0}


def test_a_rate_is_an_amount_over_its_days_and_never_adds_to_its_total():
    rate = report("r", 14.5, "2024-05", per="day")
    assert numbers(monthly_gain(table(rate))) == {"2024-05 russia": pytest.approx(449.5)}
    total = report("t", 449, "2024-05")
    assert numbers(monthly_gain(table(rate, total))) == {"2024-05 russia": 449.0}
    weekly = report("w", 70, "2025-02", per="week")
    assert numbers(monthly_gain(table(weekly))) == {"2025-02 russia": pytest.approx(280.0)}
    monthly = report("m", 400, "2025-05-01", "2025-08-31", per="month")
    shared = numbers(monthly_gain(table(monthly), straddle="days"))
    assert sum(shared.values()) == pytest.approx(1600.0)


def test_a_later_figure_replaces_an_earlier_one_unless_it_only_says_it_less_exactly():
    early = report("a", 200, "2024-07", qualifier="nearly", high=200.0, published="2024-07-31")
    late = report("b", 201, "2024-07", published="2024-08-13")
    assert numbers(monthly_gain(table(early, late))) == {"2024-07 russia": 201.0}
    exact = report("c", 505, "2025-11", published="2025-12-01")
    rounded = report("d", 200, "2025-11", unit="mi^2", published="2025-12-09")
    assert numbers(monthly_gain(table(exact, rounded))) == {"2025-11 russia": 505.0}
    revised = report("e", 512, "2025-11", published="2025-12-09")
    assert numbers(monthly_gain(table(exact, revised))) == {"2025-11 russia": 512.0}


def test_two_figures_of_one_source_and_day_are_an_error():
    with pytest.raises(SeriesError, match="report a says 203 km², b says 354"):
        monthly_gain(
            table(
                report("a", 203, "2025-03", published="2025-04-01"),
                report("b", 354, "2025-03", published="2025-04-01"),
            )
        )


def test_a_part_of_the_ground_is_not_added_to_the_whole():
    found = monthly_gain(
        table(
            report("whole", 447, "2025-09", place="Ukraine"),
            report("part", 181, "2025-09", place="Donetsk region"),
            report("more", 30, "2025-10", place="Donetsk region"),
            report("bare", 461, "2025-11"),
        )
    )
    assert numbers(found) == {"2025-09 russia": 447.0, "2025-11 russia": 461.0}


def test_one_place_alone_is_taken_as_it_is_and_can_be_chosen():
    places = table(
        report("a", 181, "2025-09", place="Donetsk region"),
        report("b", 40, "2025-10", place="Donetsk Oblast"),
    )
    assert numbers(monthly_gain(places)) == {"2025-09 russia": 181.0, "2025-10 russia": 40.0}
    mixed = table(
        report("a", 181, "2025-09", place="Donetsk region"),
        report("b", 40, "2025-09", place="Kharkiv region"),
    )
    with pytest.warns(TerritorialWarning, match=r"2 places and none of the whole.*place="):
        assert numbers(monthly_gain(mixed)) == {}
    assert numbers(monthly_gain(mixed, place="Kharkiv Oblast")) == {"2025-09 russia": 40.0}
    with pytest.raises(InputError, match=r"place: wanted a place of the reports"):
        monthly_gain(mixed, place="Sumy region")


def test_net_goes_before_gross_of_the_same_days_and_a_net_loss_is_a_negative_gain():
    found = monthly_table(
        table(
            report("gross", 713, "2025-07", basis="gross"),
            report("net", 634, "2025-07", basis="net"),
            report("back", 116, "2026-04", basis="net", kind="loss"),
        )
    )
    assert numbers(found["value"]) == {"2025-07 russia": 634.0, "2026-04 russia": -116.0}
    gross = monthly_gain(
        table(
            report("gross", 713, "2025-07", basis="gross"),
            report("net", 634, "2025-07", basis="net"),
        ),
        basis="gross",
    )
    assert numbers(gross) == {"2025-07 russia": 713.0}


def test_a_loss_is_the_others_gain_only_when_asked_and_then_marked():
    losses = table(
        report("l", 300, "2024-11", kind="loss", party="ukraine", counterparty="russia"),
        report("own", 610, "2024-10"),
        report("l2", 590, "2024-10", kind="loss", party="ukraine", counterparty="russia"),
    )
    assert numbers(monthly_gain(losses)) == {"2024-10 russia": 610.0}
    assert numbers(monthly_loss(losses)) == {"2024-10 ukraine": 590.0, "2024-11 ukraine": 300.0}
    booked = monthly_table(losses, two_sided=True)
    assert numbers(booked["value"]) == {"2024-10 russia": 610.0, "2024-11 russia": 300.0}
    assert booked["flags"].tolist()[1] == "booked from the loss of the other party"
    assert pd.isna(booked["flags"].tolist()[0])


def test_one_party_in_two_conflicts_must_be_chosen():
    wars = table(
        report("a", 10, "2024-11", party="israel", conflict="gaza"),
        report("b", 20, "2024-11", party="israel", conflict="lebanon"),
    )
    with pytest.raises(SeriesError, match="israel in gaza, lebanon; choose one: conflict='gaza'"):
        monthly_gain(wars)
    assert numbers(monthly_gain(wars, conflict="lebanon")) == {"2024-11 israel": 20.0}


def test_control_is_the_last_level_of_a_month():
    found = monthly_table(
        table(
            level("a", 107956, "2024-07-30"),
            level("b", 107000, "2024-07-02"),
            level("c", 108070, "2024-08-12"),
        ),
        kind="control",
    )
    assert numbers(found["value"]) == {"2024-07 russia": 107956.0, "2024-08 russia": 108070.0}
    assert found["as_of"].tolist() == [pd.Timestamp("2024-07-30"), pd.Timestamp("2024-08-12")]
    assert "days_covered" not in found


def test_the_table_keeps_where_its_figures_come_from():
    found = monthly_table(
        table(
            report(
                "a",
                240,
                "2025-03",
                attribution="AFP",
                origin="ISW",
                publisher="A Paper",
                published="2025-04-01",
                scope="control + claimed",
            )
        ),
        party="russia",
    )
    row = found.iloc[0]
    assert (row["attribution"], row["origin"], row["publisher"]) == ("AFP", "ISW", "A Paper")
    assert row["published"] == pd.Timestamp("2025-04-01")
    assert found.attrs["published"] == "2025-04-01"
    assert found.attrs["options"] == {"party": ["russia"]}


def test_nothing_usable_is_empty_with_the_reasons():
    with pytest.warns(TerritorialWarning, match=r"no report makes a month: 1 no period"):
        found = monthly_gain(table(report("a", 5, "2025-01")._replace(start=None, end=None)))
    assert len(found) == 0
    assert str(found.dtype) == "pint[kilometer ** 2][Float64]"
    with pytest.warns(TerritorialWarning, match="there are no reports"):
        monthly_table(table())


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"straddle": "weeks"}, InputError, "straddle: wanted one of drop, days, smooth"),
        ({"kind": "advance"}, InputError, "kind: wanted one of gain, loss, control"),
        ({"basis": "total"}, InputError, "basis: wanted one of gross, net, unstated"),
        ({"party": "moldova"}, InputError, "party: wanted a party of the reports (russia, ukr"),
        ({"priority": []}, InputError, "priority: wanted at least one name"),
        ({"unit": "furlong"}, UnitError, "furlong"),
    ],
)
def test_bad_choices_are_refused_with_what_is_offered(given, error, message):
    with pytest.raises(error, match=re.escape(message)):
        monthly_table(article(), **given)


def test_a_table_without_the_columns_is_refused():
    with pytest.raises(ReportsError, match=r"a table without .*restates"):
        monthly_gain(article().drop(columns=["restates"]))
