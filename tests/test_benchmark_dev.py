"""How much of labelled passages is read right does not fall; raise the floors when it rises."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from territorial.records import to_plain
from territorial.text.reader import read_records

HERE = Path(__file__).parent
SHARED = Path(__file__).parents[1].parent / "shared" / "benchmark"


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


own = loaded(HERE / "passages" / "score_passages.py")

# Slightly below what is reached: found F1, whole reports F1, bounds.
FLOORS = {"en": (0.92, 0.85, 0.97), "uk": (0.93, 0.90, 0.98), "ru": (0.93, 0.84, 0.98)}


@pytest.mark.parametrize("lang", FLOORS)
def test_own_passages(lang: str) -> None:
    result = own.score(own.read_passages(HERE / "passages" / f"{lang}.jsonl"))
    found, whole, bounds = FLOORS[lang]
    told = "\n".join(result.misses)
    assert result.found >= found, told
    assert result.whole >= whole, told
    assert result.bounds >= bounds, told
    # passages that hold no report give none
    assert result.false_in_empty <= 1, told


# -- the scorer itself --------------------------------------------------------


def passage(**changes: Any) -> dict[str, Any]:
    label = {
        "quote": "320 sq km", "measure": "area", "value": 320.0, "low": None, "high": None,
        "unit": "km^2", "qualifier": "exact", "kind": "gain", "party": "russia",
        "start": "2025-01-01", "end": "2025-01-31", "restates": None,
    }  # fmt: skip
    label.update(changes)
    return {
        "id": "p", "lang": "en", "published": "2025-02-07",
        "text": "Russia took 320 sq km (124 sq mi) in January.", "reports": [label],
    }  # fmt: skip


def test_a_right_label_scores_full() -> None:
    assert own.score([passage()])[:4] == (1.0, 1.0, 1.0, 0)


@pytest.mark.parametrize(
    "changes",
    [{"kind": "loss"}, {"party": "ukraine"}, {"start": "2025-01-02"}, {"end": "2025-02-07"}],
)
def test_a_wrong_label_is_found_but_not_whole(changes: dict[str, Any]) -> None:
    result = own.score([passage(**changes)])
    assert (result.found, result.whole) == (1.0, 0.0)
    assert result.misses == ["p: wrong '320 sq km'"]


@pytest.mark.parametrize("changes", [{"value": 310.0}, {"unit": "ha"}, {"per": "day"}])
def test_another_figure_is_missed_and_the_one_read_is_false(changes: dict[str, Any]) -> None:
    result = own.score([passage(**changes)])
    assert (result.found, result.whole) == (0.0, 0.0)
    assert result.misses == ["p: missed '320 sq km'", "p: false '320 sq km'"]


def test_wrong_bounds_are_counted() -> None:
    assert own.score([passage(low=320.0)]).bounds == 0.0


def test_a_report_where_none_is_labelled_is_false() -> None:
    result = own.score([{**passage(), "reports": []}])
    assert (result.found, result.false_in_empty) == (0.0, 1)


def test_the_amount_may_be_told_in_the_unit_that_restates_it() -> None:
    echo = passage(quote="124 sq mi", value=124.0, unit="mi^2", restates="320 sq km")["reports"]
    text = {**passage(), "reports": [*passage()["reports"], *echo]}
    assert own.score([text])[:2] == (1.0, 1.0)


# -- the benchmark beside this repository, where it is present ----------------


@pytest.fixture(scope="module")
def dev() -> tuple[ModuleType, list[dict[str, Any]], list[dict[str, Any]]]:
    if not (SHARED / "score.py").exists() or not (SHARED / "dev.jsonl").exists():
        pytest.skip("the shared benchmark is not here")
    passages = own.read_passages(SHARED / "dev.jsonl")
    predicted = [
        json.loads(json.dumps(to_plain(report)))
        for item in passages
        for report in read_records(
            item["text"],
            published=dt.date.fromisoformat(item["published"]),
            lang=item["lang"],
            document=item["id"],
        )
    ]
    return loaded(SHARED / "score.py"), passages, predicted


def test_the_shared_passages(dev) -> None:
    score, passages, predicted = dev
    figures, misses = score.score(passages, predicted)
    assert figures["found"]["f1"] >= 0.97, misses
    assert figures["report"]["f1"] >= 0.935, misses
    assert figures["bounds"] >= 0.98, misses


@pytest.mark.parametrize("lang", ["en", "uk", "ru"])
def test_the_shared_passages_of_each_language(dev, lang: str) -> None:
    score, passages, predicted = dev
    chosen = [item for item in passages if item["lang"] == lang]
    ids = {item["id"] for item in chosen}
    figures, misses = score.score(chosen, [r for r in predicted if r["document"] in ids])
    assert figures["report"]["f1"] >= 0.92, misses


def test_the_shared_passages_about_russia_and_ukraine(dev) -> None:
    score, passages, predicted = dev
    chosen = [item for item in passages if item["lang"] == "en" and item["id"].startswith("ua")]
    assert chosen
    ids = {item["id"] for item in chosen}
    figures, misses = score.score(chosen, [r for r in predicted if r["document"] in ids])
    assert figures["report"]["f1"] >= 0.87, misses


def test_the_shared_passages_without_a_report_give_three_at_most(dev) -> None:
    _, passages, predicted = dev
    empty = {item["id"] for item in passages if not item["reports"]}
    assert len(empty) > 50
    given = [r for r in predicted if r["document"] in empty and not r["restates"]]
    assert len(given) <= 3, given


def test_the_own_scorer_agrees_with_the_shared_one(dev) -> None:
    score, passages, predicted = dev
    figures, _ = score.score(passages, predicted)
    result = own.score(passages)
    assert result.found == pytest.approx(figures["found"]["f1"], abs=0.01)
    assert result.whole == pytest.approx(figures["report"]["f1"], abs=0.01)
    assert result.bounds == pytest.approx(figures["bounds"], abs=0.01)
