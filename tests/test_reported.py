"""The figures that come with the library: whole, in the format, and as their sources print them."""

import pandas as pd
import pytest

import territorial
from territorial.errors import InputError
from territorial.readers.reported import load_reported, reported_conflicts


@pytest.fixture(scope="module")
def every():
    return load_reported()


def test_all_of_them_are_there_and_keep_the_format(every):
    territorial.check(every)
    assert len(every) == 496
    assert every["conflict"].nunique() == 9 == len(reported_conflicts())
    assert every["conflict"].value_counts()["russia-ukraine"] == 437
    assert every["report_id"].is_unique
    assert every["publisher"].notna().all()
    assert every["url"].str.startswith("http").mean() > 0.98


def test_one_conflict_is_its_part_of_all(every):
    one = load_reported("isis")
    assert len(one) == 22
    assert set(one["report_id"]) == set(every.loc[every["conflict"] == "isis", "report_id"])


def test_restatements_point_to_a_figure_of_the_table(every):
    told = every["restates"].dropna()
    assert len(told) > 20
    assert told.isin(set(every["report_id"])).all()


def test_the_part_month_stands_beside_the_whole_one(every):
    october = every[
        (every["start"] == "2024-10-01")
        & (every["place"] == "Ukraine")
        & (every["party"] == "russia")
    ]
    afp = october[
        october["attribution"].str.startswith("AFP", na=False) & (october["unit"] == "km^2")
    ]
    assert {(478.0, "2024-10-27"), (610.0, "2024-10-31")} <= set(
        zip(afp["value"], afp["end"].dt.date.astype(str), strict=True)
    )


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (1500, "mi", "miles"),  # miles for square miles
        (2000, "km", "km^2 meant"),
        (0.39, "percent", "FACTOR-10"),
        (125, "km^2", "ARITHMETIC"),
        (20000, "km^2", "YEAR ERROR"),
    ],
)
def test_slips_of_the_sources_are_told_and_left_as_printed(every, value, unit, said):
    rows = every[(every["value"] == value) & (every["unit"] == unit)]
    assert rows["flags"].str.contains(said, regex=False, na=False).any()


def test_a_level_is_of_one_day_or_of_none(every):
    levels = every[every["kind"] == "control"]
    assert (levels["start"].isna() | (levels["start"] == levels["end"])).all()
    assert levels["per"].isna().all()
    undated = levels[levels["start"].isna()]
    assert undated["flags"].notna().all()


def test_feet_and_yards_are_given_in_metres_and_say_so(every):
    rows = every[every["flags"].str.contains("ft/day|yd/day", na=False)]
    assert sorted(rows["unit"].unique()) == ["m"]
    assert len(rows) == 2
    assert rows["value"].between(240, 260).all()


def test_dtypes_survive_the_putting_together(every):
    assert str(every["start"].dtype) == "datetime64[us]"
    assert isinstance(every["kind"].dtype, pd.CategoricalDtype)


def test_an_unknown_conflict_is_told_with_those_that_are_there():
    with pytest.raises(InputError, match="russia-ukraine"):
        load_reported("atlantis")
