"""Workbooks, Parquet, packing and encodings: what the formats themselves tell and hide."""

import datetime as dt
import gzip

import pytest
from workbooks import write_ods, write_xlsx

import territorial
from territorial.errors import InputError

D = dt.date


def rows(path, **hints):
    return [
        (one.value, one.unit, str(one.start), str(one.end), one.party, one.kind, one.place)
        for one in territorial.table_records(path, **hints)
    ]


def test_a_sheet_a_year_and_a_sheet_of_notes(tmp_path):
    path = tmp_path / "years.xlsx"
    head = ["Month", "Russia, km²", "Ukraine, km²"]
    write_xlsx(
        path,
        {
            "About": [
                ["Monthly gains by side, compiled from public maps"],
                ["Figures are rounded."],
            ],
            "2024": [
                ["Territory gained"],
                head,
                ["November", 725.0, 4.0],
                ["December", 465.0, "n/a"],
            ],
            "2025": [["Territory gained"], head, ["January", 430.0, 12.0], ["Total", 430.0, 12.0]],
            "old": [head, ["January 2020", 1.0, 1.0]],
        },
        hidden_sheets=["old"],
    )
    assert rows(path) == [
        (725, "km^2", "2024-11-01", "2024-11-30", "russia", "gain", None),
        (4, "km^2", "2024-11-01", "2024-11-30", "ukraine", "gain", None),
        (465, "km^2", "2024-12-01", "2024-12-31", "russia", "gain", None),
        (430, "km^2", "2025-01-01", "2025-01-31", "russia", "gain", None),
        (12, "km^2", "2025-01-01", "2025-01-31", "ukraine", "gain", None),
        (430, "km^2", "2025-01-01", "2025-01-31", "russia", "gain", None),
        (12, "km^2", "2025-01-01", "2025-01-31", "ukraine", "gain", None),
    ]
    assert len(rows(path, sheet="2024")) == 3
    assert len(rows(path, sheet=2)) == 4
    with pytest.raises(InputError, match="About, 2024, 2025"):
        rows(path, sheet="2026")


def test_hidden_rows_and_columns_merged_cells_and_formats(tmp_path):
    path = tmp_path / "looks.xlsx"
    write_xlsx(
        path,
        {
            "Advance": [
                ["Russian advances by region", None, None, None, None],
                ["Region", "Month", "Area", "Draft area, km²", "Share of region held"],
                ["Donetsk region", D(2025, 7, 1), (390, "km2"), 401, (0.77, "percent")],
                [None, D(2025, 8, 1), (352.5, "km2"), 340, (0.781, "percent")],
                ["Sumy region", D(2025, 7, 1), (32.1, "km2"), 30, (0.009, "percent")],
                [None, D(2025, 8, 1), (999, "km2"), 30, (0.01, "percent")],
                ["Total", None, (774.6, "km2"), 800, None],
            ]
        },
        hidden_columns=[3],
        hidden_rows=[5],
        merged=["A1:E1", "A3:A4", "A5:A6", "A7:B7"],
    )
    assert rows(path) == [
        (390, "km^2", "2025-07-01", "2025-07-31", "russia", "gain", "Donetsk region"),
        (77, "percent", "2025-07-31", "2025-07-31", "russia", "control", "Donetsk region"),
        (352.5, "km^2", "2025-08-01", "2025-08-31", "russia", "gain", "Donetsk region"),
        (78.1, "percent", "2025-08-31", "2025-08-31", "russia", "control", "Donetsk region"),
        (32.1, "km^2", "2025-07-01", "2025-07-31", "russia", "gain", "Sumy region"),
        (0.9, "percent", "2025-07-31", "2025-07-31", "russia", "control", "Sumy region"),
        (774.6, "km^2", "2025-07-01", "2025-08-31", "russia", "gain", None),
    ]
    told = territorial.read_table(path, explain=True)
    assert "hidden columns left out: 1" in told.text
    assert "Advance, row 3, column C" in told.reports["sentence"].iloc[0]


def test_one_merged_figure_stands_for_its_rows_once(tmp_path):
    path = tmp_path / "merged.xlsx"
    write_xlsx(
        path,
        {
            "S": [
                ["Month", "Russian gains (km²)"],
                ["January 2025", 430],
                ["February 2025", 626],
                ["March 2025", None],
            ]
        },
        merged=["B3:B4"],
    )
    assert rows(path) == [
        (430, "km^2", "2025-01-01", "2025-01-31", "russia", "gain", None),
        (626, "km^2", "2025-02-01", "2025-03-31", "russia", "gain", None),
    ]


def test_serial_days_under_two_header_rows(tmp_path):
    path = tmp_path / "serials.xlsx"
    write_xlsx(
        path,
        {
            "Balance": [
                ["Month", "Russia", None, "Ukraine", None],
                [None, "Gained, sq mi", "Lost, sq mi", "Gained, sq mi", "Lost, sq mi"],
                [45658, 167.4, 2.5, 2.5, 167.4],
                [45689, 139.5, "(1)", "—", None],
            ]
        },
        merged=["B1:C1", "D1:E1", "A1:A2"],
    )
    assert rows(path) == [
        (167.4, "mi^2", "2025-01-01", "2025-01-31", "russia", "gain", None),
        (2.5, "mi^2", "2025-01-01", "2025-01-31", "russia", "loss", None),
        (2.5, "mi^2", "2025-01-01", "2025-01-31", "ukraine", "gain", None),
        (167.4, "mi^2", "2025-01-01", "2025-01-31", "ukraine", "loss", None),
        (139.5, "mi^2", "2025-02-01", "2025-02-28", "russia", "gain", None),
        (1, "mi^2", "2025-02-01", "2025-02-28", "russia", "loss", None),
    ]


def test_ods_with_percent_cells_and_a_hidden_column(tmp_path):
    path = tmp_path / "held.ods"
    write_ods(
        path,
        "Held",
        [
            ["Russian-occupied territory by region"],
            [],
            ["Region", "Day", "Occupied area (km²)", "Working", "Occupied"],
            ["Luhansk", D(2026, 1, 1), 26577.0, 1.0, (0.996, "percent")],
            ["Donetsk", D(2026, 1, 1), 20710.0, 2.0, (0.781, "percent")],
        ],
        hidden_columns=[3],
        width=5,
    )
    assert rows(path) == [
        (26577, "km^2", "2026-01-01", "2026-01-01", "russia", "control", "Luhansk"),
        (99.6, "percent", "2026-01-01", "2026-01-01", "russia", "control", "Luhansk"),
        (20710, "km^2", "2026-01-01", "2026-01-01", "russia", "control", "Donetsk"),
        (78.1, "percent", "2026-01-01", "2026-01-01", "russia", "control", "Donetsk"),
    ]


def test_parquet_with_days_periods_and_nulls(tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    path = tmp_path / "levels.parquet"
    pandas.DataFrame(
        {
            "week_ending": pandas.to_datetime(["2025-01-05", "2025-01-12", "2025-01-19"]),
            "side": ["Russia", "Russia", "Ukraine"],
            "gained_km2": [80.5, None, 3.0],
            "polygons": [12, 13, 11],
        }
    ).to_parquet(path)
    assert rows(path) == [
        (80.5, "km^2", "2024-12-30", "2025-01-05", "russia", "gain", None),
        (3, "km^2", "2025-01-13", "2025-01-19", "ukraine", "gain", None),
    ]


def test_a_workbook_or_gzip_by_any_name(tmp_path):
    path = tmp_path / "table.csv"
    write_xlsx(path, {"S": [["Month", "Russian gains (km²)"], ["January 2025", 430]]})
    assert rows(path)[0][0] == 430
    packed = tmp_path / "table.dat"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert rows(packed)[0][0] == 430


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "cp866", "koi8-u", "utf-32"]
)
def test_encodings_are_found(tmp_path, encoding):
    text = (
        "Місяць;Захоплено Росією, кв. км;Втрати, кв. км\nсічень 2025;430,5;3\nлютий 2025;386;н/д\n"
    )
    if encoding == "cp866":
        text = "Месяц;Захвачено Россией, кв. км;Потери, кв. км\nянварь 2025;430,5;3\nфевраль 2025;386;нет данных\n"
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    assert rows(path, party="russia") == [
        (430.5, "km^2", "2025-01-01", "2025-01-31", "russia", "gain", None),
        (3, "km^2", "2025-01-01", "2025-01-31", "russia", "loss", None),
        (386, "km^2", "2025-02-01", "2025-02-28", "russia", "gain", None),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found(tmp_path, separator):
    path = tmp_path / "t.txt"
    lines = [
        ["Month", "Side", "Gained (km²)"],
        ["Jan 2025", "Russia", "430"],
        ["Feb 2025", "Russia", "386"],
    ]
    path.write_text("\n".join(separator.join(line) for line in lines), encoding="utf-8")
    assert [row[0] for row in rows(path)] == [430, 386]


def test_a_locked_or_broken_workbook_is_told(tmp_path):
    path = tmp_path / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\x00" * 200)
    with pytest.raises(InputError, match=r"broken\.xlsx"):
        rows(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="not there"):
        rows(tmp_path / "none.csv")
