"""Constructions, a sentence or two each, with every report that they hold.

`sentences.jsonl` has a line for each: the day of publication, the text, and of each report
the quote, kind, party, value, unit, rate, qualifier, first and last day.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from territorial.text.reader import read_records

LINES = [
    json.loads(line)
    for line in Path(__file__).with_name("sentences.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("line", LINES, ids=[line["text"][:60] for line in LINES])
def test_a_construction_gives_its_reports(line: dict[str, object]) -> None:
    records = read_records(
        str(line["text"]), published=dt.date.fromisoformat(str(line["published"]))
    )
    assert [
        [
            *(one.quote, one.kind, one.party, one.value, one.unit, one.per, one.qualifier),
            *(day and day.isoformat() for day in (one.start, one.end)),
        ]
        for one in records
    ] == line["reports"]
