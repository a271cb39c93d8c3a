"""Constructions of whole tables: who, what and when, where headers leave it to the rest of the table."""

import datetime as dt

import pytest

import territorial
from territorial.errors import InputError, TerritorialWarning, UnitError
from territorial.readers.tables.amounts import parse_amounts
from territorial.readers.tables.labels import read_label


def read(tmp_path, text, name="t.csv", **hints):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return territorial.table_records(path, **hints)


@pytest.mark.parametrize(
    "head", ["US Defense Intelligence", "French Foreign Ministry", "Israeli military intelligence"]
)
def test_a_body_of_a_country_is_a_source_and_no_party(tmp_path, head):
    text = f"Russian gains in Ukraine by source (km²)\n\nMonth,ISW,{head}\nMay 2024,326,340\n"
    found = read(tmp_path, text)
    assert [(one.party, one.attribution) for one in found] == [("russia", "ISW"), ("russia", head)]


def test_a_body_in_a_column_of_parties_is_its_party(tmp_path):
    text = "Month,Side,Gain (km²)\nMay 2024,Ukrainian General Staff,12\nMay 2024,Russia,326\n"
    assert [one.party for one in read(tmp_path, text)] == ["ukraine", "russia"]


def test_a_title_whose_only_party_is_that_of_a_body_speaks_of_it():
    label = read_label("Israeli officials: territory captured in Gaza", title=True)
    assert label.party == "israel"


@pytest.mark.parametrize("ground", ["regions", "oblasts", "provinces", "territory"])
def test_whose_ground_it_is_does_not_make_a_party(ground):
    label = read_label(f"Russian control of Ukrainian {ground}, 1 March 2025", title=True)
    assert (label.party, label.kind) == ("russia", "control")


STEADY = "date,side,area_km2\n2025-06-01,Russia,113512.4\n2025-06-08,Russia,113530.9\n2025-06-15,Russia,113541.0\n"


def test_areas_of_days_that_hardly_change_are_levels_and_say_so(tmp_path):
    found = read(tmp_path, STEADY)
    assert {(one.kind, one.party) for one in found} == {("control", "russia")}
    assert all("kind control" in one.flags for one in found)
    assert found[0].start == found[0].end == dt.date(2025, 6, 1)
    assert {one.kind for one in read(tmp_path, STEADY, kind="gain")} == {"gain"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("113512.4", "13.5"),
        ("113530.9", "113512.4\n2025-06-09,Russia,0"),
        ("2025-06-15,Russia,113541.0\n", ""),
    ],
)
def test_areas_of_days_that_may_be_gains_are_asked_about(tmp_path, old, new):
    with pytest.raises(InputError, match="gain, loss or control"):
        read(tmp_path, STEADY.replace(old, new))


@pytest.mark.parametrize(
    ("title", "party", "place"),
    [
        ("Ground captured by the Taliban", "taliban", None),
        ("Area under the control of the Houthis", "houthis", None),
        ("Losses of the Taliban in Afghanistan", "taliban", "Afghanistan"),
        ("Gains of the Sudanese army", "saf", None),
        ("Israeli occupation of Lebanon", "israel", "Lebanon"),
        ("Territory taken from Israel by Hezbollah", "hezbollah", "Israel"),
        ("Losses to Russia", None, None),
        ("Lebanese territory held by Israel", "israel", "Lebanese territory"),
        ("Syria: ground captured by Turkey", "turkey", "Syria"),
        ("Vormarsch der Hisbollah", "hezbollah", None),
        ("Gebietsverluste der Ukraine", "ukraine", None),
        ("Vorstöße in der Ukraine", None, "Ukraine"),
        ("Geländegewinne der RSF im Sudan", "rsf", "Sudan"),
        ("Контроль Росії над українськими областями", "russia", None),
    ],
)
def test_who_does_it_and_whose_ground_it_is(title, party, place):
    label = read_label(title, title=True)
    assert (label.party, label.place) == (party, place)


def test_a_row_of_units_is_a_header_whatever_it_says_of_the_periods(tmp_path):
    text = (
        "Month,Israel,Hezbollah\n,won,won\n(1st day),km²,km²\n2024-10-01,74,0\n2024-11-01,51.5,12\n"
    )
    found = read(tmp_path, text)
    assert [(one.party, one.value, str(one.end)) for one in found] == [
        ("israel", 74, "2024-10-31"),
        ("hezbollah", 0, "2024-10-31"),
        ("israel", 51.5, "2024-11-30"),
        ("hezbollah", 12, "2024-11-30"),
    ]


def test_a_half_to_date_ends_with_its_last_period(tmp_path):
    head = "# Ground taken by Russia in 2025, km²\n\n| Front | Jul | Aug | 1–9 Sep | H2 to date |\n|--|--|--|--|--|\n"
    found = read(tmp_path, head + "| All | 10 | 20 | 5 | 35 |\n", "t.md")
    assert (str(found[-1].start), str(found[-1].end)) == ("2025-07-01", "2025-09-09")
    rows = "Period,Russian gains (km²)\nJan 2025,10\nFeb 2025,20\n2025 so far,30\n"
    found = read(tmp_path, rows)
    assert (str(found[-1].start), str(found[-1].end)) == ("2025-01-01", "2025-02-28")


def test_every_day_over_a_month_is_a_rate(tmp_path):
    text = "Місяць;Щодня, кв. км;Захоплено, кв. км\nлипень 2025;18,2;564\nсерпень 2025;15;464\n"
    found = read(tmp_path, text, party="russia")
    assert [one.per for one in found] == ["day", None, "day", None]


def test_settlements_of_which_nothing_is_said_are_those_gained_and_say_so(tmp_path):
    text = "Month,Gained (km²),Lost (km²),Villages\nJul 2024,197,3,19\n"
    found = read(tmp_path, text, party="russia")
    assert [(one.kind, one.unit) for one in found][2] == ("gain", "settlement")
    assert [bool(one.flags) for one in found] == [False, False, True]
    with pytest.raises(InputError, match="Villages"):
        read(tmp_path, text.replace("Gained", "Held"), party="russia")


def test_what_was_occupied_beside_what_was_left_and_the_net_is_a_gain(tmp_path):
    text = "Monat;Besetzt (km²);Geräumt (km²);Saldo (km²)\nOkt. 2024;74;5,5;68,5\n"
    found = read(tmp_path, text, party="israel")
    assert [(one.kind, one.basis) for one in found] == [
        ("gain", "unstated"),
        ("loss", "unstated"),
        ("gain", "net"),
    ]
    held = read(tmp_path, "Day,Occupied (km²),Net (km²)\n2024-10-02,74,1.5\n", party="israel")
    assert [one.kind for one in held] == ["control", "gain"]


@pytest.mark.parametrize(
    "head",
    [
        "day from,day to,troops,outcome,how much,measurement unit,who says",
        "date_start,date_end,nation,movement,reported value,unit name,stated by",
        "Startdatum,Enddatum,Armee,Vorgang,Umfang,Maßeinheit,gemäß",
    ],
)
def test_a_ledger_by_other_words(tmp_path, head):
    rows = "2025-03-01,2025-03-09,RSF,gave up,12,km²,SUNA\n2025-03-04,2025-03-09,SAF,overran,9,km²,a reader\n"
    found = read(tmp_path, f"{head}\n{rows}")
    assert [(one.party, one.kind, one.value, str(one.start), one.attribution) for one in found] == [
        ("rsf", "loss", 12, "2025-03-01", "SUNA"),
        ("saf", "gain", 9, "2025-03-04", "a reader"),
    ]
    assert {str(one.end) for one in found} == {"2025-03-09"}


@pytest.mark.parametrize(
    ("head", "parties"),
    [
        ("RSF,Army", ["rsf", "saf"]),
        ("Houthis,Government forces", ["houthis", "yemen"]),
        ("Arakan Army,Junta", ["arakan_army", "myanmar_junta"]),
        ("Arakan Army,Rivals", ["arakan_army", "rivals"]),
    ],
)
def test_a_common_noun_is_the_party_that_it_is_in_the_conflict_of_the_others(
    tmp_path, head, parties
):
    found = read(tmp_path, f"Month,{head}\nMay 2025,12,40\n", kind="gain", unit="km^2")
    assert [one.party for one in found] == parties
    rows = "".join(f"May 2025,{name},{n}\n" for n, name in enumerate(head.split(",")))
    found = read(tmp_path, "Month,Side,Gained (km²)\n" + rows)
    assert [one.party for one in found] == parties


def test_a_body_of_a_country_beyond_the_conflict_stays_a_source(tmp_path):
    text = "Russian gains (km²) by source\n\nMonth,ISW,UK Defence Intelligence\nMay 2024,326,340\n"
    assert {one.party for one in read(tmp_path, text, conflict="russia-ukraine")} == {"russia"}


def test_a_name_in_brackets_tells_who_is_meant():
    assert read_label("Kurdish forces (SDF), km²").party == "sdf"
    assert read_label("Ukraine (Russia)").party == "russia"
    assert read_label("Cumulative since 1 Jan").cumulative == "year"


def test_days_of_spans_tell_the_order_of_day_and_month(tmp_path):
    text = "Period,Russian gains (km²)\n02/01/2025–02/09/2025,12\n02/10/2025–02/16/2025,9\n"
    found = read(tmp_path, text)
    assert [(str(one.start), str(one.end)) for one in found] == [
        ("2025-02-01", "2025-02-09"),
        ("2025-02-10", "2025-02-16"),
    ]
    with pytest.raises(InputError, match="ambiguous"):
        read(tmp_path, text.replace("02/16/2025", "02/12/2025"))


def test_a_part_of_a_month_that_no_calendar_has_is_told(tmp_path):
    found = read(tmp_path, "Period,Russian gains (km²)\nSep 2025,40\nlate Oct 2025,12\n")
    assert "not understood: late" in found[1].flags


def test_names_beside_sources_are_sources(tmp_path):
    head = "Month,ISW,Ukraine Control Map,Ukrainian losses of ground"
    text = f"Russian advances in Ukraine (km²)\n\n{head}\nMay 2025,538,430,12\n"
    found = read(tmp_path, text)
    assert [(one.party, one.kind, one.attribution) for one in found] == [
        ("russia", "gain", "ISW"),
        ("russia", "gain", "Ukraine Control Map"),
        ("ukraine", "loss", None),
    ]


def test_days_beside_starts_are_ends_whatever_their_header(tmp_path):
    text = "start,halted,side,gained (km²)\n2021-05-01,2021-05-09,RSF,12\n2021-05-03,2021-05-03,SAF,3\n"
    assert [str(one.end) for one in read(tmp_path, text)] == ["2021-05-09", "2021-05-03"]
    later = read(tmp_path, text.replace("2021-05-01,", "2021-05-11,"))
    assert str(later[0].end) != "2021-05-09"


def test_countries_are_parties_where_none_else_are(tmp_path):
    text = "Month,Country,Gained (km²)\nMay 2025,Russia,12\nMay 2025,Ukraine,3\n"
    assert [one.party for one in read(tmp_path, text)] == ["russia", "ukraine"]
    assert {one.party for one in read(tmp_path, text, party="isis")} == {"isis"}


def test_one_figure_among_words_under_a_header_that_speaks_of_a_loss_is_read(tmp_path):
    text = "Week,Side,Gain,Loss\n2–8 June 2025,Russia,9 km²,silent on it\n9–15 June 2025,Russia,3 km²,2 km²\n"
    with pytest.warns(territorial.errors.TerritorialWarning, match="hold words"):
        found = read(tmp_path, text)
    assert [(one.kind, one.value) for one in found] == [("gain", 9), ("gain", 3), ("loss", 2)]


def test_a_source_has_the_whole_name_of_its_column(tmp_path):
    text = "Russian gains (km²)\n\nMonth,ISW,BBC Verify\nMay 2025,538,430\n"
    assert [one.attribution for one in read(tmp_path, text)] == ["ISW", "BBC Verify"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("26 km2", [(26, "km^2")]),
        ("26 km2 (10 mi2)", [(26, "km^2"), (10, "mi^2")]),
        ("10 sq mi (26 км2)", [(10, "mi^2"), (26, "km^2")]),
        ("500–600 km2", [(550, "km^2")]),
        ("2600 m2", [(2600, "m^2")]),
    ],
)
def test_the_two_of_a_square_unit_in_a_cell_is_no_number(cell, told):
    assert [(one.value, one.unit) for one in parse_amounts(cell).amounts] == told


@pytest.mark.parametrize("cell", ["- 37", "− 37 km²", "– 37,5", "37-", "37,0−"])
def test_a_minus_apart_from_its_number_is_a_minus(cell):
    assert [one.negative for one in parse_amounts(cell).amounts] == [True]
    assert parse_amounts("500 - 600").amounts[0].qualifier == "range"


@pytest.mark.parametrize(
    ("cell", "qualifier"),
    [("700 approx.", "about"), ("бл. 26", "about"), ("mind. 600", "at_least")],
)
def test_hedges_behind_and_in_short(cell, qualifier):
    assert parse_amounts(cell).amounts[0].qualifier == qualifier


def test_the_last_day_of_a_month_is_its_end(tmp_path):
    text = "As of,Party,Held (km²)\nlast day of March 2025,Russia,113000\n"
    assert [str(one.start) for one in read(tmp_path, text)] == ["2025-03-31"]


def test_a_year_with_a_unit_in_brackets_is_a_header():
    assert parse_amounts("2024 (km²)").amounts[0].unit is None
    assert parse_amounts("Russian gain 2024 (km²)").amounts[0].unit is None


def test_years_under_one_header_with_the_months_beside_tell_their_years(tmp_path):
    text = "When,When,Russian gains (km²)\n2024,Nov,725\n,Dec,476\n2025,Jan,431\n"
    assert [str(one.start) for one in read(tmp_path, text)] == [
        "2024-11-01",
        "2024-12-01",
        "2025-01-01",
    ]


def test_figures_in_brackets_under_a_unit_in_brackets_are_no_losses(tmp_path):
    text = "Month,Seized by Russia / km²,(sq mi)\nNov 2024,725,(280)\nDec 2024,476,(184)\n"
    found = read(tmp_path, text)
    assert [(one.kind, one.unit) for one in found] == [("gain", "km^2"), ("gain", "mi^2")] * 2
    text = "Month,Net gain of Russia (km²)\nNov 2024,725\nDec 2024,(12)\n"
    assert [one.kind for one in read(tmp_path, text)] == ["gain", "loss"]


def test_a_last_row_that_is_the_sum_of_the_others_is_their_total(tmp_path):
    text = "Month,Russian gains (km²)\nNov 2024,725\nDec 2024,476\nThe campaign,{}\n"
    found = read(tmp_path, text.format("1201"))
    assert (str(found[-1].start), str(found[-1].end)) == ("2024-11-01", "2024-12-31")
    assert read(tmp_path, text.format("1600"))[-1].start is None


def test_numbers_of_months_in_words(tmp_path):
    head = "# Ground taken by Russia in 2025, km²\n\n| Front | Q1 | Nine months |\n|--|--|--|\n"
    found = read(tmp_path, head + "| All | 10 | 35 |\n", "t.md")
    assert (str(found[-1].start), str(found[-1].end)) == ("2025-01-01", "2025-09-30")
    text = "Month,Russian gains (km²)\nNov 2024,725\nDec 2024,476\n2024 total (two months),1201\n"
    assert str(read(tmp_path, text)[-1].start) == "2024-11-01"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("How much ground did Ukraine lose?", "loss"),
        ("Land that Russia grabs", "gain"),
        ("Сколько территории заняла Россия", "gain"),
        ("Was die Ukraine verlor", "loss"),
    ],
)
def test_verbs_tell_the_kind(title, kind):
    assert read_label(title, title=True).kind == kind


@pytest.mark.parametrize(
    ("head", "rows", "told"),
    [
        ("Gained,Lost,Difference", ["40,12,28", "9,30,-21"], ["gain", "loss", "gain"]),
        (
            "Newly occupied,Handed in,Bottom line",
            ["40,12,28", "9,30,(21)"],
            ["gain", "loss", "gain"],
        ),
        ("Lost,Gained,Gap", ["40,12,28", "9,30,-21"], ["loss", "gain", "loss"]),
    ],
)
def test_a_balance_is_told_by_its_figures(tmp_path, head, rows, told):
    lines = [f"{month} 2025,{row}" for month, row in zip(("May", "June"), rows, strict=True)]
    text = "\n".join(["Square kilometres", f"Month,{head}", *lines]) + "\n"
    found = read(tmp_path, text, party="israel")
    assert [one.kind for one in found[:3]] == told
    assert [one.basis for one in found[:3]] == ["unstated", "unstated", "net"]
    assert found[5].kind != told[2]


def test_levels_and_their_change_are_no_flows_and_balance(tmp_path):
    text = "Month,Held (km²),Held before (km²),Change (km²)\nMay 2025,140,112,28\nJune 2025,119,140,-21\n"
    assert {one.kind for one in read(tmp_path, text, party="rsf") if one.value > 100} == {"control"}


def test_days_beside_days_under_other_words_are_spans(tmp_path):
    text = "date_begin,date_stop,side,gained (km²)\n2021-06-18,2021-06-28,RSF,12\n2021-07-01,2021-07-01,SAF,3\n"
    assert [(str(one.start), str(one.end)) for one in read(tmp_path, text)] == [
        ("2021-06-18", "2021-06-28"),
        ("2021-07-01", "2021-07-01"),
    ]


def test_areas_on_the_day_of_a_snapshot_are_held(tmp_path):
    text = "snapshot,faction,square_km\n2017-01-09,ISIS,60400\n2017-12-04,ISIS,6800\n"
    assert {one.kind for one in read(tmp_path, text)} == {"control"}
    with pytest.raises(InputError, match="gain, loss or control"):
        read(tmp_path, text.replace("snapshot", "date"))


def test_kinds_are_read_whatever_the_header_of_their_column(tmp_path):
    text = "Month,Side,what happened,km²\nMay 2025,RSF,captured,12\nMay 2025,SAF,lost,3\n"
    assert [one.kind for one in read(tmp_path, text)] == ["gain", "loss"]


def test_of_several_conflicts_the_one_that_the_title_names_tells_the_party(tmp_path):
    head = "# Syria in 2016: area won, km²\n\n| Camp | Jul | Aug |\n|--|--|--|\n"
    rows = "| Government | 210 | 95 |\n| SDF | 640 | 880 |\n| ISIS | 15 | 0 |\n"
    found = read(tmp_path, head + rows, "t.md")
    assert {one.party for one in found} == {"syria", "sdf", "isis"}


def test_percentages_are_no_days(tmp_path):
    text = "# Held by al-Shabaab, 31 March 2025\n\n| Region | Percentage |\n|--|--|\n| Bay | 24.6% |\n| Gedo | 31.1% |\n"
    assert [one.unit for one in read(tmp_path, text, "t.md")] == ["percent", "percent"]


def test_an_owner_holds_and_a_junta_is_that_of_its_country(tmp_path):
    found = read(tmp_path, "ts,owner,area_sqkm\n2018-03-18,Turkey,2000.5\n2019-10-22,Turkey,8100\n")
    assert {(one.party, one.kind) for one in found} == {("turkey", "control")}
    text = "What the junta in Myanmar lost (km²)\n\nMonth,Area\nMay 2024,820\nJune 2024,640\n"
    assert {one.party for one in read(tmp_path, text)} == {"myanmar_junta"}


def test_a_kind_that_no_word_tells_is_told_by_the_figures_and_flagged(tmp_path):
    signed = read(tmp_path, "Month,Russia (km²)\nMay 2025,+12\nJune 2025,-3\n")
    assert [(one.kind, one.basis, one.value) for one in signed] == [
        ("gain", "net", 12),
        ("loss", "net", 3),
    ]
    rate = read(tmp_path, "Month,Russia (km² per day)\nMay 2025,12\nJune 2025,3\n")
    assert {(one.kind, one.per) for one in rate} == {("gain", "day")}
    ends = read(tmp_path, "Month end,Russia (km²)\nMay 2025,1200\nJune 2025,900\n")
    assert {one.kind for one in ends} == {"control"}
    noted = read(tmp_path, "Month,Russia (km²)\nMay 2025,1200\nNote: area lost, rounded\n")
    assert {one.kind for one in noted} == {"loss"}
    named = read(tmp_path, "Month,Russia (km²)\nMay 2025,1200\n", name="losses_2025.csv")
    assert {one.kind for one in named} == {"loss"}
    for found in (signed, rate, ends, noted, named):
        assert all("kind" in one.flags for one in found)


def test_a_level_and_what_it_changes_by_are_told_by_their_figures(tmp_path):
    rows = ["1 July 2025,5010.5,", "2 July 2025,5012.0,1.5", "3 July 2025,5011.2,-0.8"]
    text = "\n".join(["Day,RSF (km²),Shift", *rows])
    found = read(tmp_path, text)
    assert [one.kind for one in found] == ["control", "control", "gain", "control", "loss"]
    assert {one.unit for one in found} == {"km^2"}


def test_a_header_without_a_unit_has_that_of_those_beside_it(tmp_path):
    found = read(tmp_path, "Month,Gained by Russia (km²),Lost by Russia\nMay 2025,12,3\n")
    assert [(one.kind, one.unit) for one in found] == [("gain", "km^2"), ("loss", "km^2")]


def test_what_one_side_gained_less_what_the_other_did_is_its_balance(tmp_path):
    head = "Month,Gained by Russia (km²),Gained by Ukraine (km²),In the end"
    found = read(tmp_path, f"{head}\nMay 2025,12,3,9\nJune 2025,5,7,-2\n")
    assert [(one.party, one.kind, one.basis) for one in found[2::3]] == [
        ("russia", "gain", "net"),
        ("russia", "loss", "net"),
    ]


def test_a_row_whose_kind_alone_is_not_understood_is_left_out_and_told(tmp_path):
    rows = ["2025-05-01,Russia,captured,12", "2025-05-02,Russia,zugzwanged,9"]
    text = "\n".join(["Day,Party,Event,km²", *rows, "2025-05-03,Russia,lost,3"])
    with pytest.warns(TerritorialWarning, match="row 3, column C"):
        found = read(tmp_path, text)
    assert [one.value for one in found] == [12, 3]


def test_weeks_by_number_have_the_year_that_stands_round(tmp_path):
    text = "Russian gains in 2025, km²\n\nWeek,Area\nKW 21,90\nKW 22,80\n"
    found = read(tmp_path, text)
    assert [one.start for one in found] == [dt.date(2025, 5, 19), dt.date(2025, 5, 26)]


def test_a_note_tells_the_day_of_what_is_held(tmp_path):
    text = "Province,Held by RSF (km²)\nA,10\nB,20\nas of 1 March 2025\n"
    assert {one.end for one in read(tmp_path, text)} == {dt.date(2025, 3, 1)}


def test_areas_of_which_the_others_are_the_shares_are_whole_ones(tmp_path):
    head = "Province,Held by RSF on 1 May 2025 (km²),Everything (km²),%"
    found = read(tmp_path, f"{head}\nA,10,40,25.0\nB,20,60,33.3\n")
    assert [(one.value, one.unit) for one in found] == [
        (10, "km^2"), (25, "percent"), (20, "km^2"), (33.3, "percent"),
    ]  # fmt: skip


def test_years_of_rows_without_them_by_the_rows_that_name_theirs(tmp_path):
    text = "Month,Gained by Russia (km²)\nNov,5\nDec,6\nJan 2025,7\nFeb,8\n"
    assert [one.start.isoformat()[:7] for one in read(tmp_path, text)] == [
        "2024-11", "2024-12", "2025-01", "2025-02",
    ]  # fmt: skip
    days = "Month end,Gained by Russia (km²)\n2025-04-30,5\n2025-05-31,6\nTotal April–May,11\n"
    last = read(tmp_path, days)[-1]
    assert (last.start, last.end) == (dt.date(2025, 4, 1), dt.date(2025, 5, 31))


def test_the_year_in_the_name_of_the_file_counts_last_and_is_told(tmp_path):
    text = "Month,Gained by Russia (km²)\nMay,5\nJune,6\n"
    found = read(tmp_path, text, name="front_2025.csv")
    assert found[0].start == dt.date(2025, 5, 1)
    assert "2025" in found[0].flags
    assert read(tmp_path, text, name="front_2025.csv", year=2024)[0].start.year == 2024


def test_a_table_in_french(tmp_path):
    head = "Gains et pertes de la Russie en Ukraine;;;\nSuperficies en km²;;;\nPériode;Gains;Pertes;Solde\n"
    text = f"{head}T2 2024;702,3;40,1;662,2\nS2 2024;2 961,4;36,5;2 924,9\navril 2025;n.d.;n.d.;(6,1)\n"
    found = read(tmp_path, text)
    assert [(one.value, one.kind, one.basis) for one in found[:3]] == [
        (702.3, "gain", "unstated"),
        (40.1, "loss", "unstated"),
        (662.2, "gain", "net"),
    ]
    assert [one.start.isoformat() for one in found[::3]] == [
        "2024-04-01", "2024-07-01", "2025-04-01",
    ]  # fmt: skip
    assert {one.party for one in found} == {"russia"}


def test_who_acts_is_no_ground(tmp_path):
    label = read_label("Israeli ground operations by governorate", title=True)
    assert label.party == "israel"
    assert read_label("ISIS territory").party == "isis"


def test_boxes_of_a_page_that_are_no_tables_of_territory_are_left_out(tmp_path):
    box = "<table><tr><th>Contents</th><td>1 Background</td><td>2 Ground</td></tr></table>"
    rows = (
        "<tr><th>Month</th><th>Gained by Russia, km²</th></tr><tr><td>May 2025</td><td>9</td></tr>"
    )
    found = read(tmp_path, f"{box}<table>{rows}</table>", name="page.html")
    assert [one.value for one in found] == [9]
    with pytest.raises(UnitError):
        read(tmp_path, box, name="page.html")


def test_a_header_may_end_with_a_year(tmp_path):
    text = 'Region,Held by Russia (km²),"Population, 2022"\nSumy,200,1035000\n'
    found = read(tmp_path, text, published="2025-01-01", kind="control")
    assert [one.value for one in found] == [200]


def test_days_of_one_end_alone_tell_periods(tmp_path):
    text = "month_start,Lost by Ukraine (km²)\n2025-06-01,5\n2025-07-01,6\n"
    found = read(tmp_path, text)
    assert [one.end for one in found] == [dt.date(2025, 6, 30), dt.date(2025, 7, 31)]


def test_a_country_beside_an_armed_group_is_where_it_fights():
    assert read_label("Front account: Sudan, RSF", title=True).party == "rsf"
    assert read_label("Russia and Ukraine: ground gained", title=True).party is None


def test_figures_in_a_column_of_text_are_read_where_there_are_no_others(tmp_path):
    rows = ["May 2025,RSF,seized 310 km²", "June 2025,SAF,lost over 40 sq mi"]
    found = read(tmp_path, "\n".join(["When,Who,Text", *rows]))
    assert [(one.value, one.unit, one.kind) for one in found] == [
        (310, "km^2", "gain"),
        (40, "mi^2", "loss"),
    ]


def test_what_was_gained_by_attacks_is_no_count_of_attacks(tmp_path):
    text = "Day,Party,Event,Size,Unit\n2025-05-01,Ukraine,counter-attack gain,3,km²\n2025-05-01,Ukraine,attacks,9,\n"
    assert [one.value for one in read(tmp_path, text, unit="km^2")] == [3]


def test_another_column_of_the_same_kind_is_another_party_s(tmp_path):
    text = "Місяць,Захоплено ворогом (км²),Звільнено (км²)\nтравень 2025,449,11\n"
    assert [one.party for one in read(tmp_path, text)] == ["russia", None]


@pytest.mark.parametrize(
    ("line", "party"),
    [
        (
            "Net area taken by Russian forces in Ukraine (sq mi), by source that made the estimate",
            "russia",
        ),
        (
            "The map was drawn by hand. Russian forces are shown as its makers saw them on the day.",
            None,
        ),
    ],
)
def test_a_long_title_is_read_as_one_and_prose_is_not(tmp_path, line, party):
    found = read(tmp_path, f"{line}\n\nPeriod,Gain by ISW (sq mi)\nMay 2024,130\n")
    assert [(one.value, one.party) for one in found] == [(130, party)]


@pytest.mark.parametrize(
    "words",
    [
        "Total, both provinces",
        "Total for all provinces",
        "Both provinces (total)",
        "Усього по обох областях",
        "Итого по двум областям",
    ],
)
def test_a_total_over_regions_is_no_region(tmp_path, words):
    rows = "North Kivu,2025-01-31,5\nSouth Kivu,2025-02-28,7\n"
    text = f'Province,Month,"M23 gain, km²"\n{rows}"{words}",,12\n'
    total = read(tmp_path, text)[-1]
    assert (total.place, total.value) == (None, 12)
    assert (str(total.start), str(total.end)) == ("2025-01-01", "2025-02-28")
