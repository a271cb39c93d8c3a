"""The example that comes with the library: what it finds, writes and prints."""

import csv
import hashlib
import os
from pathlib import Path

import pytest

import territorial
from territorial import OutputError
from territorial.cli.main import main

SLOT = ["measure", "kind", "party", "value", "unit", "qualifier", "start", "end"]


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return territorial.demo(tmp_path_factory.mktemp("out"))


def test_the_article_gives_its_five_reports(found):
    rows = found.article.reports[SLOT].astype({"start": "str", "end": "str"})
    assert rows.to_numpy().tolist() == [
        ["area", "gain", "russia", 320, "km^2", "about", "2025-01-01", "2025-01-31"],
        ["area", "gain", "russia", 400, "km^2", "exact", "2024-12-01", "2024-12-31"],
        ["area", "gain", "russia", 700, "km^2", "at_least", "2024-11-01", "2024-11-30"],
        ["length", "gain", "ukraine", 3, "mi", "about", "2025-02-01", "2025-02-07"],
        ["share", "control", "russia", 20, "percent", "about", "2025-02-07", "2025-02-07"],
    ]
    assert found.article.reports.loc[2, "low"] == 700
    assert found.article.reports["high"].isna().all()


def test_the_words_stand_where_the_spans_say(found, article):
    text = Path(article).read_text(encoding="utf-8")
    for report in found.article.reports.itertuples():
        assert text[report.span_start : report.span_end] == report.quote
        assert report.sentence in text


def test_the_months_come_from_the_article_and_from_both(found):
    assert found.article.table["value"].pint.m.tolist() == [700, 400, 320]
    assert found.sources.table["value"].pint.m.tolist() == [477, 459, 610, 725, 400, 320]
    assert found.sources.table["source"].nunique() == 2


def test_each_month_is_the_sum_of_what_its_trace_uses(found):
    used = found.trace[found.trace["role"] == "used"]
    sums = used.groupby("month")["amount"].sum()
    assert sums.tolist() == found.sources.table["value"].pint.m.tolist()


def test_the_total_of_the_table_checks_its_months(found):
    total = found.trace[found.trace["value"] == 2271]
    assert set(total["role"]) == {"check"}
    assert set(total["residual"]) == {0.0}


def test_what_is_told_as_written_is_written(found):
    for name in found.files:
        assert os.path.getsize(name) > 100, name
    again = territorial.read_reports(found.files[0])
    assert again.equals(found.sources.reports)
    with open(found.files[1], encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["month"] for row in rows] == ["2024-11", "2024-12", "2025-01"]
    assert rows[0]["quote"] == "700 sq km"


def test_a_second_run_writes_the_same_bytes(found, tmp_path):
    for name in territorial.demo(tmp_path).files:
        first = Path(found.files[0]).with_name(os.path.basename(name))
        digests = {hashlib.sha256(path.read_bytes()).digest() for path in (first, Path(name))}
        assert len(digests) == 1, name


def test_the_command_prints_reports_and_both_units(tmp_path, capsys):
    assert main(["demo", "--output", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "2025-02-01 – 2025-02-07  ukraine  gain  about 3 mi" in out
    assert "“Russia holds roughly 20% of Ukraine" in out
    assert "2024-11  russia   at least 700 km²     270.3 mi²" in out


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(OutputError, match="wanted a folder to write to"):
        territorial.demo(blocked / "out")
    assert os.listdir(tmp_path) == ["file"]
