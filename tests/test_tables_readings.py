"""Constructions of whole tables: who, what and when, where headers leave it to the rest of the table."""

import datetime as dt

import pytest

import territorial
from territorial.errors import InputError
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
