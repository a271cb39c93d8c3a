"""Tables of every kind, each with the rows that it should give, or with what must be said of it.

The tables in tests/tables were written for these tests: the layouts are those of
published tables, the figures rounded or invented. Developed on: t01 to t44 and all
of b and h. The first reading of t45 and later, of s, n, m, k, v, w, x, y and z, before anything was changed for
them, is told in docs/tables.md.
"""

import json
from pathlib import Path

import pytest
from table_score import args_of, differences, gold_of, table_of

import territorial
from territorial.errors import TerritorialError

HERE = Path(__file__).parent / "tables"
SHARED = Path(__file__).parents[1].parent / "shared" / "benchmark" / "tables"
GOOD = sorted(path.name.split(".")[0] for path in HERE.glob("*.gold.jsonl"))
BAD = sorted(path.name.split(".")[0] for path in HERE.glob("*.error.json"))
SHARED_GOOD = (
    sorted(path.name.split(".")[0] for path in SHARED.glob("*.gold.jsonl"))
    if SHARED.exists()
    else []
)


def test_there_are_tables_of_every_kind():
    endings = {path.suffix for path in HERE.iterdir()}
    assert {".csv", ".tsv", ".md", ".html", ".json", ".jsonl", ".txt", ".gz"} <= endings
    assert len(GOOD) >= 40
    assert len(BAD) >= 20


@pytest.mark.parametrize("stem", GOOD)
def test_every_row_is_right(stem):
    records = territorial.table_records(table_of(HERE, stem), **args_of(HERE, stem))
    assert not differences(gold_of(HERE, stem), records)


@pytest.mark.parametrize("stem", GOOD)
def test_the_table_keeps_the_format(stem):
    table = territorial.read_table(table_of(HERE, stem), **args_of(HERE, stem))
    territorial.check(table)
    assert table["report_id"].is_unique
    assert table["quote"].notna().all()
    assert table["document"].eq(table_of(HERE, stem).name).all()


@pytest.mark.parametrize("stem", BAD)
def test_what_is_wrong_is_said(stem):
    wanted = json.loads((HERE / f"{stem}.error.json").read_text(encoding="utf-8"))["must_mention"]
    try:
        table = territorial.read_table(table_of(HERE, stem), **args_of(HERE, stem))
        said = "; ".join(table["flags"].dropna())
    except TerritorialError as error:
        said = str(error)
    for words in wanted:
        assert any(word.casefold() in said.casefold() for word in words.split("|")), (words, said)


@pytest.mark.parametrize("stem", SHARED_GOOD)
def test_rows_of_the_shared_tables(stem):
    gold = gold_of(SHARED, stem)
    records = territorial.table_records(table_of(SHARED, stem), **args_of(SHARED, stem))
    said = differences([{**row, "qualifier": row["qualifier"]} for row in gold], records)
    # the gold there leaves out what it does not ask for
    assert not [one for one in said if not one.startswith("row ")]
