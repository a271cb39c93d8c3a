import datetime as dt
import gzip
import json
import os
import subprocess
import sys
import textwrap

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial import records, storage, units
from territorial.errors import InputError, OutputError, ReportsError
from territorial.records import COLUMNS, Report
from territorial.reports import (
    CATEGORIES,
    DTYPES,
    check,
    read_reports,
    records_of,
    reports_table,
    write_reports,
)

ENDINGS = ["csv", "csv.gz", "jsonl", "jsonl.gz", "parquet"]
GAIN = Report(
    "a1", conflict="russia-ukraine", party="russia", measure="area", kind="gain", value=320.0,
    unit="km^2", qualifier="about", start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31),
    period_basis="explicit", published=dt.date(2025, 2, 7), span_start=5, span_end=12,
    quote="320 km²", sentence="took 320 km² in January",
)  # fmt: skip
CONTROL = Report(
    "a2", conflict="russia-ukraine", party="russia", measure="share", kind="control", value=20.0,
    unit="percent", start=dt.date(2025, 2, 7), end=dt.date(2025, 2, 7), restates="gone",
)  # fmt: skip
LOSS = Report(
    "a3", party="ukraine", measure="length", kind="loss", value=3.0, low=2.0, high=4.0, unit="mi",
    qualifier="range", per="week", restates="a1", flags="guessed year; unlisted party",
)  # fmt: skip


def table():
    return reports_table([GAIN, CONTROL, LOSS])


# -- the table ----------------------------------------------------------------


def test_columns_and_dtypes():
    found = table()
    assert list(found.columns) == list(COLUMNS) == list(DTYPES)
    for name, dtype in DTYPES.items():
        assert found[name].dtype == dtype, name
    for name, words in CATEGORIES.items():
        assert tuple(found[name].cat.categories) == words
    assert found.loc[0, "start"] == pd.Timestamp("2025-01-01")
    assert found["per"].isna().tolist() == [True, True, False]


def test_a_table_without_rows_has_the_dtypes():
    found = reports_table([])
    assert found.empty
    assert {name: found[name].dtype for name in found} == {
        name: table()[name].dtype for name in table()
    }
    check(found)


def test_records_come_back():
    assert records_of(table()) == [GAIN, CONTROL, LOSS]
    assert records_of(table().assign(own=1)) == [GAIN, CONTROL, LOSS]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": "many"}, "column value: wanted a number, given 'many'"),
        ({"value": True}, "column value: wanted a number, given True"),
        ({"span_start": 1.5}, "column span_start: wanted a whole number, given 1.5"),
        ({"quote": 5}, "column quote: wanted text, given 5"),
        ({"kind": "advance"}, "column kind: wanted one of gain, loss, control, given 'advance'"),
        ({"start": "soon"}, "column start: wanted days"),
        ({"start": pd.Timestamp("2025-01-01 05:00")}, "column start: wanted whole days, given"),
    ],
)
def test_records_that_the_table_cannot_hold(change, words):
    with pytest.raises(ReportsError, match=words):
        reports_table([GAIN, GAIN._replace(**change)])


# -- check --------------------------------------------------------------------


def test_check_gives_an_equal_table_and_leaves_its_own_alone():
    before = table()
    before.attrs["note"] = "x"
    before.index = [5, 7, 9]
    copy = before.copy()
    found = check(before)
    pd.testing.assert_frame_equal(found, copy)
    pd.testing.assert_frame_equal(before, copy)
    assert found is not before and found.attrs == {"note": "x"}


def test_dtypes_that_hold_the_same_are_changed():
    loose = table()
    for name in COLUMNS:
        if name in records.DAYS:
            loose[name] = loose[name].astype("datetime64[ns]")
        elif name in records.NUMBERS:
            loose[name] = loose[name].astype("Float64")
        else:
            loose[name] = loose[name].astype("object")
    loose = loose[list(reversed(COLUMNS))]
    pd.testing.assert_frame_equal(check(loose), table())


def test_columns_of_ones_own_come_last():
    found = check(table().assign(seen=[1, 2, 3])[["seen", *COLUMNS]])
    assert list(found.columns) == [*COLUMNS, "seen"]


@pytest.mark.parametrize("part", [slice(0, 0), slice(2, 3), slice(0, 2)])
def test_a_part_of_a_table_is_a_table(part):
    assert len(check(table().iloc[part])) == len(table().iloc[part])


def broken(row, **change):
    """The table with values changed in one row, in columns of any dtype."""
    loose = table().astype("object")
    for name, value in change.items():
        loose.loc[row, name] = value
    return loose


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ([GAIN], "wanted a DataFrame, given a list; make one with reports_table"),
        (table().drop(columns="basis"), "wanted the column basis, given the columns report_id"),
        (table().rename(columns={"attribution": "attributon"}), "rename 'attributon' to 'attrib"),
        (pd.concat([table(), table()[["value"]]], axis=1), "each column once, given 'value' twice"),
        (table().assign(x=1).rename(columns={"x": 5}), "names of columns as text, given 5"),
        (
            broken(1, report_id=None),
            r"row 1 \(report_id .*\), column report_id: wanted a report_id",
        ),
        (broken(1, report_id="a1"), "wanted an id that no other row has, given 'a1'"),
        (broken(1, report_id=""), "column report_id: wanted an id, given ''"),
        (
            broken(0, value=None),
            r"row 0 \(report_id 'a1'\), column value: wanted a value in each row",
        ),
        (broken(0, unit=None), "wanted a unit in each row, given nothing; fill it"),
        (broken(0, measure=None), "wanted a measure in each row"),
        (broken(0, kind=None), "wanted a kind in each row"),
        (broken(0, kind="advance"), "wanted one of gain, loss, control, given 'advance'"),
        (broken(0, measure="AREA"), "wanted one of area, length, share, count, given 'AREA'"),
        (broken(0, unit="sq km"), r"canonical spelling of a unit, given 'sq km'; write 'km\^2'"),
        (broken(0, unit="parsec"), r"canonical spelling of a unit, given 'parsec'; use one of km"),
        (broken(0, unit="km"), "column unit: wanted a unit of area, given 'km'; mend the unit"),
        (broken(0, per="year"), "wanted one of day, week, month, or nothing, given 'year'"),
        (broken(1, per="day"), "wanted no time base where kind is control, given 'day'"),
        (broken(0, value=np.inf), "column value: wanted a finite number, given inf"),
        (broken(2, low=-np.inf), "column low: wanted a finite number, given -inf"),
        (broken(0, value="5"), "column value: wanted a number, given '5'; turn text into numbers"),
        (broken(2, low=3.5), "column low: wanted a low that is at most value, given 3.5"),
        (broken(2, high=2.5), "column high: wanted a high that is at least value, given 2.5"),
        (broken(2, low=5.0), "wanted a low that is at most high, given 5.0"),
        (broken(2, high=None), "wanted low and high where qualifier is range"),
        (broken(0, value=-1.0), "wanted zero or more where basis is not net, given -1.0"),
        (broken(0, start=None), "column start: wanted both ends of a period, or neither"),
        (broken(0, end=None), "column end: wanted both ends of a period, or neither"),
        (
            broken(0, end=pd.Timestamp("2024-12-31")),
            "an end on the day of start or later, given 2024",
        ),
        (broken(1, end=pd.Timestamp("2025-02-08")), "the day of start where kind is control"),
        (
            broken(0, start=pd.Timestamp("2025-01-01 05:00")),
            "wanted whole days, given 2025-01-01 05",
        ),
        (broken(0, span_end=None), "wanted both ends of a place, or neither"),
        (broken(0, span_start=None), "wanted both ends of a place, or neither"),
        (broken(0, span_start=-1), "column span_start: wanted a place from 0 on, given -1"),
        (broken(0, span_end=4), "wanted a span_end of at least span_start, given 4"),
        (broken(0, span_start=6), "column quote: wanted a quote of 6 characters"),
        (broken(0, span_start=5.5), "wanted a whole number, given 5.5"),
        (broken(0, party="Russia"), "an id in small letters without spaces, given 'Russia'"),
        (broken(0, conflict="russia ukraine"), "column conflict: wanted an id in small letters"),
        (broken(2, restates="a3"), "column restates: wanted the id of another report, given 'a3'"),
        (broken(0, quote=5), "column quote: wanted text, given 5"),
        (table().assign(start=table()["start"].dt.tz_localize("UTC")), "days without a time zone"),
        (table().assign(end=20250131), "column end: wanted days, given 20250131"),
        (table().assign(end="1/2/2025"), "column end: wanted days, given '1/2/2025' .and 2 more"),
        (table().assign(value=True), "column value: wanted a number, given True"),
    ],
)
def test_what_breaks_the_format(given_, words):
    with pytest.raises(ReportsError, match=words):
        check(given_)


def test_messages_count_the_rows_and_name_them_by_index():
    loose = table().astype("object")
    loose["party"] = "A B"
    loose.index = ["x", "y", "z"]
    with pytest.raises(ReportsError, match=r"row x .*given 'A B' \(and 2 more rows\)"):
        check(loose)


def test_net_changes_may_be_negative():
    check(reports_table([GAIN._replace(value=-5.0, basis="net")]))


def test_spelled_units_of_a_single_row_are_told_with_the_mend():
    with pytest.raises(ReportsError, match=r"write 'km\^2'"):
        check(reports_table([GAIN._replace(unit="кв. км")]))


# -- files --------------------------------------------------------------------


@pytest.mark.parametrize("ending", ENDINGS)
def test_files_come_back(tmp_path, ending):
    path = tmp_path / f"reports.{ending}"
    write_reports(table(), path)
    pd.testing.assert_frame_equal(read_reports(path), table())
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_reports_give_the_same_bytes(tmp_path, ending):
    items = [GAIN, CONTROL, LOSS]
    indexed = table().set_axis([3, 2, 1])
    indexed.attrs["x"] = 1
    written = []
    for name, reports in enumerate([table(), items, iter(items), indexed]):
        path = tmp_path / f"{name}.{ending}"
        write_reports(reports, path)
        written.append(path.read_bytes())
    if ending != "parquet":
        path = tmp_path / f"records.{ending}"
        storage.write_records(items, path)
        written.append(path.read_bytes())
    assert len(set(written)) == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_table_without_rows_comes_back(tmp_path, ending):
    path = tmp_path / f"reports.{ending}"
    write_reports([], path)
    pd.testing.assert_frame_equal(read_reports(path), reports_table([]))


TEXTS = st.none() | st.text(max_size=12) | st.sampled_from(
    ["", "NA", "nan", "null", "None", "=1+1", "'", "''", "'=x", "@a", "+1", "-1", "\t", "a\nb",
     "a\r\nb", "\r", 'say "so"', "a,b;c", " x ", "＝1", "\x00", "\u2028", "\ufeff", "320", "true"]
)  # fmt: skip
FLOATS = st.floats(0, 1e300, allow_nan=False, allow_infinity=False)
DAYS = st.dates()


@st.composite
def reports(draw, report_id):
    unit = draw(st.sampled_from(list(units.UNITS)))
    kind = draw(st.sampled_from(records.KINDS))
    low, value, high = sorted(draw(st.tuples(FLOATS, FLOATS, FLOATS)))
    qualifier = draw(st.sampled_from(records.QUALIFIERS))
    bounds = qualifier == "range"
    start, end = sorted(draw(st.tuples(DAYS, DAYS)))
    dated = draw(st.booleans())
    quote = draw(TEXTS)
    first = draw(st.none() | st.integers(0, 2**40))
    ids = st.none() | st.sampled_from(["russia", "україна", "m23", "un_command"])
    return Report(
        report_id,
        conflict=draw(ids),
        party=draw(ids),
        counterparty=draw(ids),
        measure=units.dimension(unit),
        kind=kind,
        basis=draw(st.sampled_from(records.BASES)),
        value=value,
        low=low if bounds or draw(st.booleans()) else None,
        high=high if bounds or draw(st.booleans()) else None,
        unit=unit,
        per=draw(st.none() | st.sampled_from(records.PERS)) if kind != "control" else None,
        qualifier=qualifier,
        start=start if dated else None,
        end=(start if kind == "control" else end) if dated else None,
        period_basis=draw(st.none() | st.sampled_from(records.PERIOD_BASES)),
        place=draw(TEXTS),
        scope=draw(TEXTS),
        attribution=draw(TEXTS),
        origin=draw(TEXTS),
        publisher=draw(TEXTS),
        published=draw(st.none() | DAYS),
        url=draw(TEXTS),
        document=draw(TEXTS),
        span_start=first,
        span_end=None if first is None else first + len(quote or ""),
        quote=quote,
        sentence=draw(TEXTS),
        restates=draw(st.none() | st.just("elsewhere")),
        flags=draw(TEXTS),
    )


LISTS = st.integers(0, 3).flatmap(
    lambda count: st.tuples(*(reports(f"id {number}") for number in range(count)))
)


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
@settings(deadline=None, max_examples=20)
@given(items=LISTS)
def test_any_reports_come_back(tmp_path_factory, ending, items):
    path = tmp_path_factory.mktemp("r") / f"reports.{ending}"
    write_reports(items, path)
    found = read_reports(path)
    assert records_of(found) == list(items)
    pd.testing.assert_frame_equal(found, reports_table(items))
    if ending != "parquet":
        before = path.read_bytes()
        storage.write_records(items, path)
        assert path.read_bytes() == before


OWN = {
    "note": ["=cmd()", "", None],
    "checked": [True, False, True],
    "weight": [0.5, None, 1e-9],
    "count": [1, 2, 3],
}


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_columns_of_ones_own_keep_their_types(tmp_path, ending):
    path = tmp_path / f"reports.{ending}"
    write_reports(table().assign(**OWN), path)
    pd.testing.assert_frame_equal(read_reports(path), table().assign(**OWN))


def test_columns_of_ones_own_come_back_from_csv_as_text(tmp_path):
    path = tmp_path / "reports.csv"
    write_reports(table().assign(**OWN), path)
    found = read_reports(path)
    assert found["note"].tolist()[:2] == ["=cmd()", ""] and found["note"].isna().tolist()[2]
    assert found["checked"].tolist() == ["True", "False", "True"]
    assert found["weight"].tolist()[::2] == ["0.5", "1e-09"]
    assert found["count"].tolist() == ["1", "2", "3"]


def test_a_column_of_ones_own_that_no_file_holds(tmp_path):
    with pytest.raises(ReportsError, match=r"column own: wanted text, numbers, .* given a list"):
        write_reports(table().assign(own=[[1], [2], [3]]), tmp_path / "a.csv")
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_written_of_a_broken_table(tmp_path, ending):
    path = tmp_path / f"a.{ending}"
    with pytest.raises(ReportsError, match="wanted a unit of area"):
        write_reports(broken(0, unit="km"), path)
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("ending", ENDINGS)
def test_unwritable_output(tmp_path, ending):
    with pytest.raises(OutputError, match="nothing was written"):
        write_reports(table(), tmp_path / "none" / f"a.{ending}")
    assert not os.listdir(tmp_path)


def change(path, old, new):
    path.write_text(path.read_text().replace(old, new, 1))


@pytest.mark.parametrize(
    ("ending", "old", "new", "words"),
    [
        (
            "csv",
            "320.0",
            "many",
            "a.csv, line 2, column value: wanted a finite number, given 'many'",
        ),
        ("csv", "320.0", "nan", "column value: wanted a finite number, given 'nan'"),
        ("csv", "320.0", "inf", "column value: wanted a finite number, given 'inf'"),
        ("csv", "320.0", "3_2", "column value: wanted a finite number, given '3_2'"),
        ("csv", "2025-01-01", "1.1.2025", "line 2, column start: wanted a day as in 2025-02-07"),
        ("csv", "2025-01-01", "2025-W01-1", "line 2, column start: wanted a day as in 2025-02-07"),
        ("csv", "2025-01-01", "2025-02-30", "line 2, column start: wanted a day"),
        ("csv", ",5,12,", ",5.0,12,", "line 2, column span_start: wanted a whole number"),
        ("csv", "gain", "advance", "a.csv, row 0, column kind: wanted one of gain"),
        ("csv", "report_id", "id", "a.csv: wanted the column report_id"),
        ("csv", "conflict", "report_id", "a.csv: wanted each column once, given 'report_id' twice"),
        (
            "csv",
            "km^2",
            "km",
            r"a.csv, row 0 \(report_id 'a1'\), column unit: wanted a unit of area",
        ),
        ("jsonl", "320.0", '"320"', None),
        (
            "jsonl",
            "320.0",
            "true",
            "a.jsonl, line 1, column value: wanted a finite number, given True",
        ),
        ("jsonl", "320.0", "1e999", "column value: wanted a finite number, given inf"),
        ("jsonl", '"a1"', "1", "line 1, column report_id: wanted text, given 1"),
        ("jsonl", '"2025-01-01"', "5", "line 1, column start: wanted a day"),
        ("jsonl", '"span_start": 5', f'"span_start": {10**30}', "wanted a whole number from 0 on"),
        ("jsonl", '"span_start": 5', '"span_start": 5.5', "wanted a whole number from 0 on"),
    ],
)
def test_files_that_break_the_format(tmp_path, ending, old, new, words):
    path = tmp_path / f"a.{ending}"
    write_reports(table(), path)
    change(path, old, new)
    if words is None:
        assert read_reports(path).loc[0, "value"] == 320.0
        return
    with pytest.raises(ReportsError, match=words):
        read_reports(path)


def test_json_lines_without_a_column(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"report_id": "a", "value": 1}))
    with pytest.raises(ReportsError, match=r"a\.jsonl: wanted the column conflict"):
        read_reports(path)


def test_parquet_of_something_else(tmp_path):
    path = tmp_path / "a.parquet"
    pd.DataFrame({"x": [1]}).to_parquet(path)
    with pytest.raises(ReportsError, match=r"a\.parquet: wanted the column report_id"):
        read_reports(path)
    path.write_bytes(b"PAR1 no parquet PAR1")
    with pytest.raises(InputError, match="a Parquet file that can be read"):
        read_reports(path)
    with pytest.raises(InputError, match="a Parquet file that can be read"):
        read_reports(tmp_path / "none.parquet")


def test_without_pyarrow_only_parquet_is_missing(tmp_path):
    write_reports(table(), tmp_path / "a.parquet")
    write_reports(table(), tmp_path / "a.csv")
    code = """
        import sys
        sys.modules["pyarrow"] = None
        from territorial import reports
        from territorial.errors import MissingExtraError
        table = reports.read_reports("a.csv")
        reports.write_reports(table, "b.csv")
        for call in (
            lambda: reports.write_reports(table, "b.parquet"),
            lambda: reports.read_reports("a.parquet"),
        ):
            try:
                call()
            except MissingExtraError as error:
                assert "pip install 'territorial[parquet]'" in str(error), error
            else:
                raise SystemExit("no error")
    """
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert sorted(os.listdir(tmp_path)) == ["a.csv", "a.parquet", "b.csv"]
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_table_that_a_spreadsheet_saved(tmp_path):
    path = tmp_path / "a.csv"
    write_reports(table(), path)
    text = path.read_text()
    path.write_bytes(("\ufeff" + text.replace("\n", "\r\n")).encode())
    pd.testing.assert_frame_equal(read_reports(path), table())


def test_cells_that_a_spreadsheet_would_run(tmp_path):
    path = tmp_path / "a.csv.gz"
    write_reports([GAIN._replace(place="=HYPERLINK(1)", url="+1")], path)
    text = gzip.decompress(path.read_bytes()).decode()
    assert "'=HYPERLINK(1)" in text and ",'+1," in text and ",=" not in text
    assert records_of(read_reports(path))[0].place == "=HYPERLINK(1)"
