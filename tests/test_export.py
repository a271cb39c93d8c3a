"""Tables of the library to files: units in a column, whole files or none."""

import io
import json

import pandas as pd
import pytest

import territorial
from territorial import InputError, OutputError, UnitError, units


def months(values, unit, name="gain"):
    index = pd.period_range("2025-01", periods=len(values), freq="M", name="month")
    return units.pint_series(pd.Series(values, index=index, name=name), unit)


def test_a_series_becomes_numbers_with_their_unit():
    file = io.StringIO()
    territorial.write_table(months([320.5, None], "mi^2"), file, format="csv")
    assert file.getvalue().splitlines() == [
        "month,gain,unit",
        "2025-01,320.5,mi^2",
        "2025-02,,mi^2",
    ]


def test_a_table_keeps_numbers_truths_and_days():
    table = months([1.0, 2.0], "km^2", "value").to_frame()
    table["complete"] = [True, False]
    table["days"] = [31, 28]
    table["first"] = pd.to_datetime(["2025-01-01", None])
    table["kind"] = pd.Categorical(["gain", None], categories=["gain", "loss"])
    file = io.StringIO()
    territorial.write_table(table, file, format="jsonl")
    first, second = map(json.loads, file.getvalue().splitlines())
    assert first == {
        "month": "2025-01",
        "value": 1.0,
        "unit": "km^2",
        "complete": True,
        "days": 31,
        "first": "2025-01-01",
        "kind": "gain",
    }
    assert (second["first"], second["kind"]) == (None, None)


def test_the_table_of_the_user_stays_as_it_is():
    table = months([1.0], "km^2", "value").to_frame()
    before = table.copy()
    territorial.plain_table(table)
    assert list(table.columns) == list(before.columns)
    assert table["value"].dtype == before["value"].dtype


@pytest.mark.parametrize("ending", ["csv", "csv.gz", "jsonl", "parquet"])
def test_files_by_their_ending(tmp_path, ending):
    pytest.importorskip("pyarrow")
    path = tmp_path / f"months.{ending}"
    territorial.write_table(months([1.5], "km^2"), path)
    if ending == "parquet":
        again = pd.read_parquet(path)
    else:
        again = pd.read_json(path, lines=True) if ending == "jsonl" else pd.read_csv(path)
    assert again["gain"].tolist() == [1.5]
    assert again["unit"].tolist() == ["km^2"]


def test_two_units_are_refused():
    table = pd.concat([months([1.0], "km^2", "area"), months([1.0], "km", "advance")], axis=1)
    with pytest.raises(UnitError, match=r"one unit in a table, given area in km\^2, advance in km"):
        territorial.plain_table(table)


def test_an_unknown_ending_and_a_missing_folder_leave_nothing(tmp_path):
    with pytest.raises(InputError, match=r"ends in \.csv"):
        territorial.write_table(months([1.0], "km^2"), tmp_path / "months.xls")
    for ending in ("csv", "parquet"):
        with pytest.raises(OutputError, match="nothing was written"):
            territorial.write_table(months([1.0], "km^2"), tmp_path / "none" / f"months.{ending}")
    assert list(tmp_path.iterdir()) == []
