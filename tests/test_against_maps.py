"""Reported figures beside what the maps show: every convention, and every reason why not."""

import datetime as dt

import pandas as pd
import pytest

from territorial import units
from territorial.errors import InputError, SeriesError
from territorial.records import Report
from territorial.reports import reports_table
from territorial.series.against_maps import CONVENTIONS, against_maps

START = dt.date(2025, 1, 30)


def levels(values, start=START, party="russia", **more):
    """One level a day; None leaves the day out."""
    return [
        Report(f"{party}{n}{more.get('attribution')}", party=party, measure="area", kind="control",
               value=float(value), unit="km^2", start=start + dt.timedelta(days=n),
               end=start + dt.timedelta(days=n), **more)
        for n, value in enumerate(values) if value is not None
    ]  # fmt: skip


# 30 January to 4 March: 10 km² a day, but 30 km² on the days at the edges of February.
DAILY = [1000 + 10 * n + (20 if n >= 1 else 0) + (40 if n >= 30 else 0) for n in range(34)]
CONTROL = reports_table(levels(DAILY))


def said(value, start="2025-02-01", end="2025-02-28", kind="gain", **more):
    day = {"start": dt.date.fromisoformat(start) if start else None,
           "end": dt.date.fromisoformat(end) if end else None}  # fmt: skip
    row = {"party": "russia", "measure": "area", "unit": "km^2", "kind": kind, **day, **more}
    return Report(f"r{value}", value=value, **row)


def beside(*rows, control=CONTROL, **options):
    return against_maps(reports_table(rows), control, **options)


def number(table, name, unit="km^2"):
    values, found = units.plain(table[name])
    assert found == unit
    return values.iloc[0]


def level(day):
    return DAILY[(dt.date.fromisoformat(day) - START).days]


def test_the_maps_figure_difference_and_ratio():
    table = beside(said(300.0))
    wanted = level("2025-02-28") - level("2025-01-31")
    assert number(table, "map") == wanted == 280
    assert number(table, "difference") == 20
    assert table["ratio"][0] == pytest.approx(300 / 280)
    assert table["map_first"][0] == pd.Timestamp("2025-01-31")
    assert table["map_last"][0] == pd.Timestamp("2025-02-28")
    assert table["flags"].isna().all()


@pytest.mark.parametrize(
    ("convention", "first", "last"),
    [
        ("last-last", "2025-01-31", "2025-02-28"),
        ("first-last", "2025-02-01", "2025-02-28"),
        ("first-first", "2025-02-01", "2025-03-01"),
        ("second-second", "2025-02-02", "2025-03-02"),
    ],
)
def test_conventions(convention, first, last):
    wanted = level(last) - level(first)
    table = beside(said(wanted + 1.0), convention=convention)
    assert number(table, "map") == wanted
    # Whatever the convention asked for, the nearest is found among all of them.
    near = beside(said(wanted + 1.0))
    assert number(near, "nearest") == wanted
    alike = {"second-second": "first-first"}  # these two give one figure here: the first is told
    assert near["convention"][0] == alike.get(convention, convention)
    assert convention in CONVENTIONS


def test_label_offset_shifts_every_map():
    assert number(beside(said(300.0), label_offset=1), "map") == level("2025-03-01") - level(
        "2025-02-01"
    )


@pytest.mark.parametrize(
    ("row", "agrees"),
    [
        (said(280.0), True),
        (said(283.0), False),  # stated to the kilometre
        (said(290.0), False),  # stated to ten: 285 to 295
        (said(300.0), True),  # stated to a hundred: 250 to 350
        (said(200.0, low=200.0, qualifier="at_least"), True),
        (said(300.0, low=300.0, qualifier="at_least"), False),
        (said(300.0, high=300.0, qualifier="at_most"), True),
        (said(275.0, low=270.0, high=280.0, qualifier="range"), True),
        (said(10.0, per="day"), True),
        (said(70.0, per="week"), True),
        (said(280.0, per="month"), True),
        (said(108.1, unit="mi^2"), True),
    ],
)
def test_agreement(row, agrees):
    assert bool(beside(row)["agrees"][0]) is agrees


def test_losses_and_the_other_side():
    table = beside(
        said(280.0, kind="loss", party="ukraine", counterparty="russia"),
        said(-280.0, kind="gain", party="ukraine", counterparty="russia"),
        said(280.0, kind="loss"),
    )
    values, _ = units.plain(table["map"])
    assert values.tolist() == [280, -280, -280]
    assert table["flags"][0] == "map of russia, the other way round"


def test_a_loss_without_its_taker_is_held_against_whom_the_maps_name():
    control = reports_table(levels(DAILY, counterparty="ukraine"))
    table = beside(said(280.0, kind="loss", party="ukraine"), control=control)
    assert number(table, "map") == 280
    assert table["flags"][0] == "map of russia, the other way round"
    # Without a name on the maps nobody is guessed.
    assert beside(said(280.0, kind="loss", party="ukraine"))["flags"][0] == "no map of ukraine"


def test_levels():
    table = beside(said(1050.0, start="2025-02-02", end="2025-02-02", kind="control"))
    assert number(table, "map") == level("2025-02-02") == 1050
    assert table["convention"].isna().all()
    assert bool(table["agrees"][0])


def test_a_missing_edge_is_carried_and_told():
    gaps = list(DAILY)
    gaps[1] = None  # 31 January
    table = beside(said(300.0), control=reports_table(levels(gaps)))
    assert table["flags"][0] == "map of 2025-01-31 carried from 2025-01-30"
    assert number(table, "map") == level("2025-02-28") - level("2025-01-30")
    none = beside(said(300.0), control=reports_table(levels(gaps)), carry=0)
    assert none["flags"][0] == "no map of 2025-01-31"
    assert units.plain(none["map"])[0].isna().all() and none["agrees"].isna().all()
    # Another convention still has its maps.
    assert none["convention"][0] == "first-first"


def test_behind_the_last_map_nothing_is_carried():
    # The maps end on 28 February: neither 1 nor 2 March can be told from it.
    control = reports_table(levels(DAILY[:30]))
    table = beside(said(300.0), control=control, convention="second-second")
    assert table["flags"][0] == "no map of 2025-03-02: they end on 2025-02-28"
    assert table["convention"][0] == "last-last"
    assert units.plain(table["map"])[0].isna().all()


def test_what_was_carried_for_the_nearest_convention_is_told():
    gaps = list(DAILY)
    gaps[2] = None  # 1 February
    wanted = float(level("2025-03-01") - level("2025-01-31"))
    control = reports_table(levels(gaps))
    table = beside(said(wanted), control=control)
    assert table["convention"][0] == "first-first" and number(table, "nearest") == wanted
    assert table["flags"][0] == "first-first: map of 2025-02-01 carried from 2025-01-31"


def test_doubts_about_the_maps_are_told():
    rows = levels(DAILY)
    rows[1] = rows[1]._replace(flags="dip: -40 km² and +40 km² with the next map")
    table = beside(said(300.0), control=reports_table(rows))
    assert table["flags"][0].startswith("map of 2025-01-31: dip: ")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (said(5.0, measure="length", unit="km"), "no area: length"),
        (said(300.0, start=None, end=None), "no period"),
        (said(300.0, party=None), "no party"),
        (said(300.0, party="sudan"), "no map of sudan"),
        (said(300.0, start="2024-01-01", end="2024-01-31"), "no map of 2023-12-31"),
        (said(10.0, per="month", end="2025-02-20"), "a rate over no whole number of months"),
        (said(300.0, place="Donetsk"), "the report is of Donetsk, the map of all its ground"),
    ],
)
def test_why_a_report_has_no_map(row, why):
    table = beside(row)
    assert table["flags"][0] == why
    assert table["report_id"].tolist() == [row.report_id]


def test_nothing_is_lost_and_the_order_stays():
    rows = [said(3.0), said(1.0, measure="share", unit="percent"), said(2.0)]
    assert beside(*rows)["report_id"].tolist() == ["r3.0", "r1.0", "r2.0"]


def test_several_map_makers():
    control = reports_table(
        [*levels(DAILY, attribution="A"), *levels([2 * v for v in DAILY], attribution="B")]
    )
    table = beside(said(300.0), control=control)
    assert table["maps"].tolist() == ["A", "B"]
    assert units.plain(table["map"])[0].tolist() == [280, 560]


def test_gross_beside_net():
    changes = pd.DataFrame(
        {"start": pd.to_datetime(["2025-02-01", "2025-02-15"]),
         "end": pd.to_datetime(["2025-02-14", "2025-02-28"]),
         "party": "russia", "gain_km2": [150.0, 160.0], "loss_km2": [20.0, 10.0]}
    )  # fmt: skip
    table = beside(said(300.0), said(30.0, kind="loss"), changes=changes)
    assert units.plain(table["gross"])[0].tolist() == [310, 30]
    other = beside(said(300.0, end="2025-02-20"), changes=changes)
    assert units.plain(other["gross"])[0].isna().all()


def test_units_of_the_result():
    table = beside(said(300.0), unit="mi^2")
    assert number(table, "map", "mi^2") == pytest.approx(280 / 2.589988110336)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"convention": "often"}, InputError, "wanted one of last-last, first-last"),
        ({"carry": -1}, InputError, "wanted a number of days from 0 up, given -1"),
        ({"unit": "km"}, InputError, "wanted a unit of area, given 'km'"),
        ({"control": CONTROL[:0]}, SeriesError, "wanted levels of control with a date, given none"),
        (
            {"control": pd.concat([CONTROL, CONTROL])},
            SeriesError,
            "wanted one level a day, given two of russia on 2025-01-30",
        ),
    ],
)
def test_options_that_make_no_sense(options, error, message):
    with pytest.raises(error, match=message):
        beside(said(300.0), **options)
