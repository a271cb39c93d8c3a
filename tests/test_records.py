import datetime as dt
import gzip
import io
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial import records, storage
from territorial.errors import InputError, OutputError, ReportsError
from territorial.records import COLUMNS, Report
from territorial.storage.cells import guard, unguard

REPORT = Report("a1", measure="area", kind="gain", value=320.0, unit="km^2", qualifier="about",
                start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31), span_start=5, span_end=12,
                quote="320 km²")  # fmt: skip


def test_ids_depend_on_the_parts_and_nothing_else():
    assert records.report_id("article.txt", 118, 135) == "e199c62d21c4"
    assert records.report_id("a", "b") != records.report_id("ab", "")
    assert records.report_id(None) == records.report_id("")
    assert records.report_id("\ud800") != records.report_id("?")


def test_flags_are_joined_once_each():
    assert records.join_flags(["a", "b", "a"]) == "a; b"
    assert records.join_flags([]) is None


def test_to_plain():
    plain = records.to_plain(REPORT)
    assert plain["start"] == "2025-01-01" and plain["published"] is None
    assert list(records.to_plain(REPORT, ("value", "unit"))) == ["value", "unit"]
    json.dumps(plain)


def lines(items, form):
    file = io.StringIO(newline="")
    storage.write_records(items, file, format=form)
    return file.getvalue()


def test_json_lines_hold_the_columns_in_order():
    (line,) = lines([REPORT], "jsonl").splitlines()
    assert list(json.loads(line)) == list(COLUMNS)
    assert '"value": 320.0' in line and "320 km²" in line


def test_csv_has_a_header_even_without_records():
    assert lines([], "csv") == ",".join(COLUMNS) + "\n"
    assert lines([], "jsonl") == ""


def test_whole_numbers_are_written_like_any_other():
    assert lines([REPORT._replace(value=320)], "csv") == lines([REPORT], "csv")
    assert lines([REPORT._replace(value=320)], "jsonl") == lines([REPORT], "jsonl")


def test_a_stream_stays_a_stream():
    written = io.StringIO()

    def items():
        yield REPORT
        assert written.getvalue().count("\n") == 1
        yield REPORT

    assert storage.write_records(items(), written) == 2


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_numbers_are_finite(form, value):
    with pytest.raises(
        ReportsError, match=r"record 2 \('a1'\), column low: wanted a finite number"
    ):
        lines([REPORT, REPORT._replace(low=value)], form)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_values_that_no_file_holds(form):
    with pytest.raises(ReportsError, match=r"record 1 \('a1'\): .* a tuple cannot be written"):
        lines([REPORT._replace(place=("x",))], form)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", ("csv", False)), ("A.CSV.GZ", ("csv", True)), ("x/y.jsonl", ("jsonl", False)),
        ("a.b.ndjson.gz", ("jsonl", True)), ("a.parquet", ("parquet", False)),
    ],
)  # fmt: skip
def test_format_of(name, form):
    assert storage.format_of(name) == form


@pytest.mark.parametrize("name", ["a", "a.json", "a.gz", "csv", "a.parquet.gz", "a.xlsx", ""])
def test_other_endings(name):
    with pytest.raises(InputError, match="change the ending"):
        storage.format_of(name)


def test_parquet_needs_the_table(tmp_path):
    with pytest.raises(InputError, match="Parquet is written by write_reports"):
        storage.write_records([REPORT], tmp_path / "a.parquet")
    assert not os.listdir(tmp_path)


def test_zipped_files_are_the_same_bytes_each_time(tmp_path):
    for name in ("a.csv.gz", "b.csv.gz"):
        storage.write_records([REPORT], tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in ("a.csv.gz", "b.csv.gz"))
    assert first == second and gzip.decompress(first).decode() == lines([REPORT], "csv")


# -- files whole or not at all ------------------------------------------------


def broken():
    yield REPORT
    raise KeyboardInterrupt


def test_nothing_half_written(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        storage.write_records(broken(), path)
    with pytest.raises(ReportsError):
        storage.write_records([REPORT, REPORT._replace(value=float("nan"))], path)
    with pytest.raises(ReportsError, match="text that UTF-8 can hold"):
        storage.write_records([REPORT, REPORT._replace(quote="\ud800")], path)
    assert os.listdir(tmp_path) == ["out.csv"] and path.read_text() == "before"
    storage.write_records([REPORT], path)
    assert path.read_text() == lines([REPORT], "csv")


@pytest.mark.parametrize("name", ["no/such/folder/a.csv", "file.txt/a.csv", "folder.csv"])
def test_a_place_that_cannot_be_written(tmp_path, name):
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(
        OutputError, match=r"wanted a file that can be written, given .*nothing was"
    ):
        storage.write_records([REPORT], tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == ["file.txt", "folder.csv"]
    assert not os.listdir(tmp_path / "folder.csv")


def test_errors_of_the_source_are_not_errors_of_the_file(tmp_path):
    def items():
        yield REPORT
        raise InputError("a", "b", "c")

    with pytest.raises(InputError):
        storage.write_records(items(), tmp_path / "a.csv")
    assert not os.listdir(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_links_and_rights(tmp_path):
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("")
    real.chmod(0o640)
    link.symlink_to(real)
    storage.write_records([REPORT], link)
    assert link.is_symlink() and real.read_text() == lines([REPORT], "csv")
    assert real.stat().st_mode & 0o777 == 0o640
    if os.path.exists("/dev/full"):
        full = tmp_path / "full.csv"
        full.symlink_to("/dev/full")
        with pytest.raises(OutputError, match="No space left"):
            storage.write_records([REPORT], full)


# -- cells --------------------------------------------------------------------

TEXTS = st.text() | st.text("=+-@\t\r\n'＝ \"a,;", max_size=6)


@given(TEXTS)
def test_guarded_text_comes_back(text):
    cell = guard(text)
    assert cell and unguard(cell) == text
    assert cell.lstrip()[:1] not in tuple("=+-@＝＋－＠") and cell[0] not in "\t\r\n"


@given(st.text(min_size=1))
def test_cells_of_other_files_lose_nothing(cell):
    # A cell is taken as it is, unless it is one that `guard` writes.
    assert unguard(cell) == cell or guard(unguard(cell)) == cell


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(["csv", "jsonl"]))
def test_any_text_comes_back_from_a_file(tmp_path_factory, texts, form):
    path = tmp_path_factory.mktemp("t") / f"a.{form}"
    items = [REPORT._replace(quote=text, flags=None, place=text) for text in texts]
    storage.write_records(items, path)
    columns, rows = storage.read_rows(path)
    assert columns == list(COLUMNS)
    at = columns.index("quote"), columns.index("place"), columns.index("flags")
    assert [[row.cells[one] for one in at] for row in rows] == [[t, t, None] for t in texts]


# -- reading ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"\xff\xfe\x00", "wanted text in UTF-8, given byte 0xff at place 0"),
        ("a.csv", b"a,b\n1\n", "a.csv, line 2: wanted 2 cells, as in the first line, given 1"),
        ("a.csv", b'a,b\n1,"2\n', "a.csv, line 2: wanted rows of CSV"),
        ("a.csv", b'a,b\n1,"2"3\n', "a.csv, line 2: wanted rows of CSV"),
        ("a.jsonl", b'{"a": 1}\n\n{"a": \n', "a.jsonl, line 3: wanted one JSON object a line"),
        ("a.jsonl", b"[1]\n", "a.jsonl, line 1: wanted one JSON object a line, given a list"),
        ("a.jsonl", b'{"a": NaN}\n', "NaN is no number of JSON"),
        ("a.jsonl", b"[" * 200_000, "a.jsonl, line 1: wanted one JSON object a line"),
        ("a.jsonl.gz", b"not zipped", "wanted a file that can be read"),
        ("a.csv.gz", gzip.compress(b"a,b\n1,2\n", mtime=0)[:-9], "wanted a file that can be read"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, name, data, words):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=words) as caught:
        storage.read_rows(path)
    assert len(str(caught.value)) < 500


def test_no_file(tmp_path):
    with pytest.raises(InputError, match="look at name and rights"):
        storage.read_rows(tmp_path / "none.csv")


def test_files_of_spreadsheets(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes('\ufeffa,b\r\n1,"x\r\ny"\r\n\r\n2,\r\n'.encode())
    columns, rows = storage.read_rows(path)
    assert columns == ["a", "b"]
    assert [(row.number, row.cells) for row in rows] == [(3, ["1", "x\r\ny"]), (5, ["2", None])]


def test_long_cells(tmp_path):
    import csv

    limit = csv.field_size_limit()
    path = tmp_path / "a.csv"
    long = REPORT._replace(sentence="x" * (limit + 1))
    storage.write_records([long], path)
    (row,) = storage.read_rows(path)[1]
    assert row.cells[COLUMNS.index("sentence")] == long.sentence
    assert csv.field_size_limit() == limit


def test_writing_records_loads_no_pandas():
    code = (
        "import io, sys; from territorial import storage; from territorial.records import Report\n"
        "storage.write_records([Report('a')], io.StringIO(), format='csv')\n"
        "assert not {'numpy', 'pandas', 'pint'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@given(
    st.lists(
        st.none() | st.text(st.characters(exclude_categories=["Cs"])) | st.booleans()
        | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
        min_size=1, max_size=5,
    )
)  # fmt: skip
def test_lines_of_json_are_those_of_the_json_module(values):
    names = [f'column {number} «ї"»' for number in range(len(values))]
    file = io.StringIO()
    storage.write_rows(names, [values], file)
    wanted = json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False)
    assert file.getvalue() == wanted + "\n"
