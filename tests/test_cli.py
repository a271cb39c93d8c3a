"""The command line: what it prints, writes and answers, and what it loads."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from territorial import records
from territorial.cli import main as entry
from territorial.cli.main import COMMANDS, main

PASSAGES = [
    {
        "id": "p1",
        "text": "Russian forces captured 12 square kilometres in Donetsk region in May 2024.",
        "published": "2024-06-03",
        "source": "a newspaper",
    },
    {"id": "p2", "text": "It rained all day.", "published": "2024-06-03"},
    {
        "id": "p3",
        "text": "Ukraine retook 3 square miles near Kupiansk in May 2024.",
        "published": "2024-06-04",
        "lang": "en",
    },
]


@pytest.fixture
def passages(tmp_path):
    path = tmp_path / "passages.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in PASSAGES), encoding="utf-8")
    return path


@pytest.fixture
def reports(article, tmp_path):
    path = tmp_path / "reports.csv"
    assert main(["article", article, "--published", "2025-02-07", "-o", str(path)]) == 0
    return path


def start(words, **options):
    return subprocess.run(
        [sys.executable, "-m", "territorial", *words], capture_output=True, text=True, **options
    )


def test_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for name, text in COMMANDS.items():
        assert f"  {name} " in out
        assert text in out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name, capsys):
    assert main([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"usage: territorial {name} ")
    assert f"  territorial {name}" in out.partition("examples:")[2]


def test_no_command_is_a_usage_error(capsys):
    assert main([]) == 2
    assert "usage: territorial COMMAND" in capsys.readouterr().out


def test_an_unknown_command_is_told_with_the_nearest(capsys):
    assert main(["artcle", "x.txt"]) == 2
    assert "given 'artcle'; did you mean 'article'?" in capsys.readouterr().err


def test_an_unknown_option_is_a_usage_error(capsys):
    assert main(["article", "x.txt", "--publishd", "2025-02-07"]) == 2
    assert "unrecognized arguments: --publishd" in capsys.readouterr().err


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("territorial ")


def test_an_article_becomes_json_lines_of_all_columns(article, tmp_path):
    path = tmp_path / "out.jsonl"
    assert main(["article", article, "--published", "2025-02-07", "-o", str(path)]) == 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 5
    assert all(tuple(row) == records.COLUMNS for row in rows)
    assert [(row["value"], row["unit"]) for row in rows] == [
        (320.0, "km^2"),
        (400.0, "km^2"),
        (700.0, "km^2"),
        (3.0, "mi"),
        (20.0, "percent"),
    ]


def test_reading_a_text_loads_no_numpy_pandas_or_pint(article, passages, tmp_path):
    code = (
        "import sys; from territorial.cli.main import main; code = main(sys.argv[1:]); "
        "print(*sys.modules); sys.exit(code)"
    )
    for words in (
        ["article", article, "--published", "2025-02-07", "-o", str(tmp_path / "a.jsonl")],
        ["article", article, "--published", "2025-02-07", "-o", str(tmp_path / "a.csv")],
        ["passages", str(passages), "-o", str(tmp_path / "p.jsonl")],
    ):
        run = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        loaded = set(run.stdout.split())
        assert loaded.isdisjoint({"numpy", "pandas", "pint", "matplotlib"}), words


def test_passages_keep_their_ids_as_documents(passages, tmp_path):
    path = tmp_path / "out.jsonl"
    assert main(["passages", str(passages), "-o", str(path)]) == 0
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(row["document"], row["value"], row["unit"]) for row in rows] == [
        ("p1", 12.0, "km^2"),
        ("p3", 3.0, "mi^2"),
    ]
    assert rows[0]["publisher"] == "a newspaper"


def test_a_broken_line_is_told_with_its_number_and_the_rest_is_read(passages, tmp_path, capsys):
    lines = passages.read_text(encoding="utf-8").splitlines()
    passages.write_text("\n".join([lines[0], '{"id": "bad", ', lines[2]]) + "\n", encoding="utf-8")
    path = tmp_path / "out.jsonl"
    assert main(["passages", str(passages), "-o", str(path)]) == 3
    assert "line 2" in capsys.readouterr().err
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["document"] for row in rows] == ["p1", "p3"]


def test_standard_input_and_output(passages):
    run = start(["passages", "-"], input=passages.read_text(encoding="utf-8"))
    assert run.returncode == 0
    lines = run.stdout.splitlines()
    assert lines[0] == ",".join(records.COLUMNS)  # a pipe gets CSV
    assert len(lines) == 3


def rows_of(capsys):
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def test_months_carry_their_unit_in_a_column(reports, capsys):
    assert main(["monthly", str(reports), "--party", "russia", "--unit", "mi^2"]) == 0
    rows = rows_of(capsys)
    assert [row["month"] for row in rows] == ["2024-11", "2024-12", "2025-01"]
    assert {row["unit"] for row in rows} == {"mi^2"}
    assert float(rows[2]["value"]) == pytest.approx(320 / 2.589988110336)


def test_a_figure_leads_to_its_words(reports, capsys):
    assert main(["trace", str(reports), "2024-11", "russia"]) == 0
    [row] = rows_of(capsys)
    assert (row["quote"], row["amount"]) == ("700 sq km", "700.0")


def test_a_chart_is_drawn_with_its_figures_and_words(reports, tmp_path, capsys):
    path = tmp_path / "gains.svg"
    words = ["plot", str(reports), "-o", str(path), "--party", "russia", "--source", "A newspaper"]
    assert main(words) == 0
    assert capsys.readouterr().err == ""
    assert b"A newspaper" in path.read_bytes()
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert "320" in told["alt"]


def test_a_chart_is_as_wide_as_asked(reports, tmp_path, capsys):
    path = tmp_path / "gains.svg"
    words = ["plot", str(reports), "-o", str(path), "--party", "russia", "--size"]
    assert main([*words, "5"]) == 0
    assert b'width="360pt"' in path.read_bytes()
    assert main([*words, "40"]) == 1
    assert "a width of 5 to 12 inches" in capsys.readouterr().err


@pytest.fixture(scope="session")
def fronts(tmp_path_factory):
    """Reports of two regions and of the whole, of gains, losses and a level, one of them revised."""
    from datetime import date

    from territorial.records import Report
    from territorial.reports import reports_table, write_reports

    common = {"conflict": "russia-ukraine", "measure": "area", "unit": "km^2", "qualifier": "exact",
              "attribution": "ISW", "published": date(2025, 2, 7)}  # fmt: skip
    december = {"start": date(2024, 12, 1), "end": date(2024, 12, 31)}
    january = {"start": date(2025, 1, 1), "end": date(2025, 1, 31)}
    told = [
        ("a", "russia", "gain", 310.0, "Donetsk region", january),
        ("b", "russia", "gain", 60.0, "Kharkiv region", january),
        ("c", "russia", "gain", 395.0, "Ukraine", december | {"published": date(2025, 1, 2)}),
        ("d", "russia", "gain", 412.0, "Ukraine", december),
        ("e", "russia", "gain", 320.0, "Ukraine", january),
        ("f", "russia", "loss", 20.0, "Ukraine", january),
        ("g", "russia", "control", 113000.0, "Ukraine", dict.fromkeys(january, date(2025, 1, 31))),
    ]
    path = tmp_path_factory.mktemp("fronts") / "reports.csv"
    rows = [
        Report(name, party=party, kind=kind, value=value, place=place, **(common | more))
        for name, party, kind, value, place, more in told
    ]
    write_reports(reports_table(rows), path)
    return path


@pytest.mark.parametrize(
    ("chart", "more", "said"),
    [
        ("gains", (), "Russia took 320 km² in January 2025"),
        ("rate", (), "Russia"),
        ("cumulative", (), "Russia took 732 km² from December 2024 to January 2025"),
        ("balance", (), "Russia took 320 km² and lost 20 km² in January 2025"),
        ("sources", (), "No month has comparable figures of two sources on Russia"),
        ("annual", (), "Russia took 320 km² in January 2025"),
        ("share", ("--of", "Ukraine"), "Russia held 18.72% of Ukraine in January 2025"),
        (
            "regions",
            ("--region", "Donetsk", "--region", "Kharkiv region"),
            "Donetsk has the largest total",
        ),
        ("coverage", ("--basis", "unstated"), "2 of 2 reports make up the series of Russia"),
        ("revisions", (), "1 figure on Russia changed: Dec 2024 from 395 to 412 km²"),
    ],
)
def test_every_chart_is_drawn_from_a_reports_table(fronts, tmp_path, capsys, chart, more, said):
    path = tmp_path / "chart.svg"
    words = ["plot", str(fronts), "-o", str(path), "--chart", chart, "--party", "russia", *more]
    assert main(words) == 0, capsys.readouterr().err
    told = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert said in told["title"].replace("\N{NO-BREAK SPACE}", " ")
    assert told["source"].replace("\N{NO-BREAK SPACE}", " ") == (
        "Source: ISW; latest report 7 February 2025"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--chart", "regions"], "choose among the places of the reports: Donetsk region, Kharkiv"),
        (["--chart", "regions", "--region", "Mars"], "given Mars"),
        (["--region", "Donetsk"], "wanted --chart regions, given gains"),
        (["--chart", "revisions", "--straddle", "days"], "given --straddle"),
        (["--chart", "revisions", "--attribution", "AFP"], "one out of ISW, given AFP"),
        (["--chart", "revisions", "--attribution", "isw", "--kind", "loss"], ""),
        (["--chart", "share", "--kind", "gain", "--of", "Ukraine"], "wanted levels of control"),
    ],
)
def test_a_chart_that_cannot_be_drawn_says_what_it_wants(fronts, tmp_path, capsys, words, said):
    path = tmp_path / "chart.svg"
    code = main(["plot", str(fronts), "-o", str(path), *words])
    assert (code, path.exists()) == ((1, False) if said else (0, True))
    assert said in capsys.readouterr().err


def test_a_balance_of_gains_alone_is_none(reports, tmp_path, capsys):
    assert main(["plot", str(reports), "-o", str(tmp_path / "x.svg"), "--chart", "balance"]) == 1
    assert "gains of two parties, or gains and losses of one" in capsys.readouterr().err


def test_sources_are_compared(capsys, tmp_path):
    path = tmp_path / "reported.csv"
    assert main(["reported", "russia-ukraine", "-o", str(path)]) == 0
    assert main(["compare", str(path), "--party", "russia"]) == 0
    sources = {row["source"] for row in rows_of(capsys) if row["month"] == "2024-11"}
    assert {"DeepState", "AFP analysis of ISW data"} <= sources


def test_an_audit_with_findings_answers_3(tmp_path, capsys):
    path = tmp_path / "reported.csv"
    assert main(["reported", "russia-ukraine", "-o", str(path)]) == 0
    assert main(["audit", str(path), "--rule", "units that do not agree"]) == 3
    found = capsys.readouterr()
    [row] = csv.DictReader(io.StringIO(found.out))
    assert "1,500 mi" in row["message"]
    assert "1 findings" in found.err
    assert main(["audit", str(path), "--rule", "luck"]) == 1
    assert "given 'luck'" in capsys.readouterr().err


def test_one_measure_or_one_table_is_converted(reports, tmp_path, capsys):
    assert main(["convert", "3 miles", "km"]) == 0
    assert capsys.readouterr().out == "4.828032 km\n"
    assert main(["convert", "3 miles", "km^2"]) == 1
    assert "length never converts to area" in capsys.readouterr().err
    path = tmp_path / "converted.jsonl"
    assert main(["convert", "--reports", str(reports), "mi^2", "-o", str(path)]) == 0
    assert "rows of other measures stay as they are" in capsys.readouterr().err
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["unit"] for row in rows] == ["mi^2", "mi^2", "mi^2", "mi", "percent"]
    assert main(["convert", "3 miles", "km", "--reports", str(reports)]) == 1
    assert "one measure or one table, given both" in capsys.readouterr().err


def test_a_reports_table_from_standard_input_in_any_format(reports, tmp_path, monkeypatch, capsys):
    pytest.importorskip("pyarrow")
    for ending in ("csv", "jsonl", "parquet"):
        path = tmp_path / f"again.{ending}"
        assert main(["convert", "--reports", str(reports), "mi^2", "-o", str(path)]) == 0
        capsys.readouterr()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
        assert main(["monthly", "-", "--party", "russia"]) == 0
        assert len(rows_of(capsys)) == 3


def test_a_missing_file_is_told_and_answers_1(tmp_path, capsys):
    assert main(["article", str(tmp_path / "none.txt"), "--published", "2025-02-07"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("territorial: ")
    assert "none.txt" in err


def test_an_unknown_ending_is_told_before_any_work(article, tmp_path, capsys):
    path = tmp_path / "out.docx"
    assert main(["article", article, "--published", "2025-02-07", "-o", str(path)]) == 2
    assert ".docx" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


def test_an_unwritable_output_leaves_nothing(article, tmp_path, capsys):
    path = tmp_path / "nowhere" / "out.jsonl"
    assert main(["article", article, "--published", "2025-02-07", "-o", str(path)]) == 1
    assert "nowhere" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


def test_a_closed_pipe_is_no_traceback(tmp_path):
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({**PASSAGES[0], "id": str(n)}) for n in range(500)))
    run = subprocess.Popen(
        [sys.executable, "-m", "territorial", "passages", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    run.stdout.close()
    _, err = run.communicate()
    assert run.returncode == 141
    assert err == ""


def test_an_interrupt_answers_130(monkeypatch, capsys):
    def interrupted(words):
        raise KeyboardInterrupt

    monkeypatch.setattr(entry, "_run", interrupted)
    assert main(["demo"]) == 130
    assert "interrupted" in capsys.readouterr().err
