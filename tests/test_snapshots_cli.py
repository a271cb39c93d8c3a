"""The commands `snapshots` and `against`."""

import json

import pandas as pd
import pytest
from made_maps import daily, write

import territorial
from territorial.cli.main import main

pytest.importorskip("shapely")


@pytest.fixture
def maps(tmp_path):
    return daily(tmp_path / "my maps", [0.2 + 0.001 * n for n in range(40)], start="2025-01-30")


def test_levels(maps, tmp_path, capsys):
    target = tmp_path / "control.csv"
    assert main(["snapshots", str(maps), "--party", "russia", "-o", str(target)]) == 0
    control = territorial.read_reports(target)
    assert len(control) == 40
    assert control["kind"].unique().tolist() == ["control"]
    pd.testing.assert_series_equal(
        control["value"], territorial.read_snapshots(maps, party="russia")["value"]
    )
    assert capsys.readouterr().err == ""


def test_changes_and_where(maps, tmp_path):
    table, where = tmp_path / "changes.csv", tmp_path / "where.geojson"
    words = ["snapshots", str(maps), "--party", "russia", "--changes", "--edges", "straight"]
    assert (
        main([*words, "--where", str(where), "--cache", str(tmp_path / "c"), "-o", str(table)]) == 0
    )
    changes = pd.read_csv(table)
    assert len(changes) == 39
    assert (changes["gain_km2"] > 0).all()
    taken = json.loads(where.read_text())
    assert taken["type"] == "FeatureCollection" and len(taken["features"]) >= 39


def test_layers(tmp_path):
    from made_maps import collection, feature, polygon, square

    parts = [feature(polygon(), layer="held"), feature(polygon(square(38)), layer="grey")]
    write(tmp_path, "2025-02-01.json", collection(*parts))
    target = tmp_path / "control.jsonl"
    words = ["snapshots", str(tmp_path), "--party", "russia", "--layer", "held"]
    assert main([*words, "--layer", "grey=grey_zone", "-o", str(target)]) == 0
    assert territorial.read_reports(target)["party"].tolist() == ["russia", "grey_zone"]


def test_files_set_aside_answer_3(maps, tmp_path, capsys):
    write(maps, "2025-02-03.geojson", "{")
    target = tmp_path / "control.csv"
    assert main(["snapshots", str(maps), "--party", "russia", "-o", str(target)]) == 3
    error = capsys.readouterr().err
    assert "territorial: set aside: 2025-02-03.geojson: wanted a complete GeoJSON document" in error
    assert len(territorial.read_reports(target)) == 39


def test_an_empty_folder_answers_1(tmp_path, capsys):
    (tmp_path / "none").mkdir()
    assert main(["snapshots", str(tmp_path / "none"), "--party", "russia"]) == 1
    assert "wanted a folder with maps" in capsys.readouterr().err


def test_what_is_left_out_is_told(maps, tmp_path, capsys):
    write(maps, "2025-02-20.geojson", (maps / "2025-02-19.geojson").read_text())
    target = str(tmp_path / "control.csv")
    words = ["snapshots", str(maps), "--party", "russia", "--leave-out", "stale copy"]
    assert main([*words, "-o", target]) == 0
    assert "1 of 40 reports were left out, as asked: stale copy" in capsys.readouterr().err


def test_against(maps, tmp_path):
    import datetime as dt

    control, said, checked = (str(tmp_path / name) for name in ("c.csv", "s.jsonl", "a.csv"))
    assert main(["snapshots", str(maps), "--party", "russia", "-o", control]) == 0
    report = territorial.Report(
        "r1", party="russia", measure="area", kind="gain", value=46.0, unit="km^2",
        start=dt.date(2025, 2, 1), end=dt.date(2025, 2, 28),
    )  # fmt: skip
    territorial.write_reports([report], said)
    assert main(["against", said, control, "--unit", "mi^2", "-o", checked]) == 0
    row = pd.read_csv(checked).iloc[0]
    assert row["unit"] == "mi^2"
    assert row["ratio"] == pytest.approx(row["reported"] / row["map"])
    assert row["convention"] in {"last-last", "first-last", "first-first", "second-second"}
