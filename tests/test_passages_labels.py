"""The labelled passages keep their conventions, and the check of them finds faults."""

from __future__ import annotations

import copy
import importlib.util
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "passages"
_spec = importlib.util.spec_from_file_location("check_labels", FOLDER / "check_labels.py")
assert _spec is not None
assert _spec.loader is not None
check_labels = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(check_labels)

PASSAGE: dict[str, Any] = {
    "id": "p1",
    "lang": "en",
    "published": "2024-11-05",
    "source": "own",
    "url": None,
    "text": "Russian forces took about 310 sq km (120 sq mi) in October, 15 km from the town.",
    "distractors": ["15 km"],
    "reports": [
        {
            "quote": "310 sq km", "measure": "area", "value": 310.0, "low": None, "high": None,
            "unit": "km^2", "qualifier": "about", "kind": "gain", "party": "russia",
            "counterparty": None, "start": "2024-10-01", "end": "2024-10-31", "month": "2024-10",
            "place": None, "attribution": None, "restates": None,
        },
        {
            "quote": "120 sq mi", "measure": "area", "value": 120.0, "low": None, "high": None,
            "unit": "mi^2", "qualifier": "about", "kind": "gain", "party": "russia",
            "counterparty": None, "start": "2024-10-01", "end": "2024-10-31", "month": "2024-10",
            "place": None, "attribution": None, "restates": "310 sq km",
        },
    ],
}  # fmt: skip


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.jsonl")), ids=lambda path: path.name)
def test_labels_keep_the_conventions(path: Path) -> None:
    assert list(check_labels.file_faults(path)) == []


def test_the_three_languages_are_there_and_ids_are_unique() -> None:
    passages = [p for path in FOLDER.glob("*.jsonl") for p in check_labels.read_passages(path)]
    assert {p["lang"] for p in passages} == {"en", "uk", "ru"}
    assert len({p["id"] for p in passages}) == len(passages)
    assert len({p["text"] for p in passages}) == len(passages)
    empty = sum(not p["reports"] for p in passages)
    assert 0.15 < empty / len(passages) < 0.25


def test_a_right_passage_has_no_faults() -> None:
    assert list(check_labels.passage_faults(PASSAGE)) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"quote": "311 sq km"}, "no whole-word part"),
        ({"quote": "10 sq km"}, "no whole-word part"),
        ({"quote": "about 310 sq km"}, "hedge"),
        ({"value": 301.0}, "the quote says"),
        ({"unit": "sqkm"}, "unknown unit"),
        ({"unit": "km"}, "does not measure"),
        ({"low": 310.0}, "do not fit the qualifier"),
        ({"qualifier": "at_least"}, "do not fit the qualifier"),
        ({"qualifier": "at_least", "low": 300.0}, "differ from the value"),
        ({"qualifier": "range", "low": 300.0, "high": 350.0}, "midpoint"),
        ({"kind": "control"}, "one day"),
        ({"month": "2024-09"}, "does not fit"),
        ({"start": None}, "missing"),
        ({"end": "2024-11-30", "month": None}, "ends after"),
        ({"party": "Russia"}, "lower-case"),
        ({"per": "fortnight"}, "unknown rate"),
        ({"restates": "15 km"}, "no other report"),
        ({"restates": "120 sq mi", "party": "ukraine"}, "party differs"),
    ],
)
def test_a_wrong_label_is_found(changes: dict[str, Any], fault: str) -> None:
    passage = copy.deepcopy(PASSAGE)
    passage["reports"][0].update(changes)
    found = list(check_labels.passage_faults(passage))
    assert any(fault in line for line in found), found


def test_a_wrong_distractor_is_found() -> None:
    passage = copy.deepcopy(PASSAGE)
    passage["distractors"] = ["16 km"]
    assert any("16 km" in fault for fault in check_labels.passage_faults(passage))


def test_an_amount_that_cannot_restate_is_found() -> None:
    passage = copy.deepcopy(PASSAGE)
    passage["text"] = passage["text"].replace("120", "210")
    passage["reports"][1].update(quote="210 sq mi", value=210.0)
    assert any("amounts differ" in fault for fault in check_labels.passage_faults(passage))
