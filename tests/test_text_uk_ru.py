"""Ukrainian and Russian running text: the sentences of tests/text/uk_ru.tsv, numbers, fractions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from territorial.text.language import language
from territorial.text.reader import explain_records

PUBLISHED = dt.date(2025, 11, 12)
SENTENCES = Path(__file__).parent / "text" / "uk_ru.tsv"


def sentences() -> list[tuple[str, str, str]]:
    """Language, text and reports of each row."""
    rows = []
    for line in SENTENCES.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            lang, text, *reports = line.split("\t")
            rows.append((lang, text.replace("\\n", "\n"), reports[0] if reports else ""))
    return rows


def told(text: str, lang: str) -> str:
    """The reports of a text as the rows spell them."""
    lines = []
    for seen in explain_records(text, published=PUBLISHED, lang=lang):
        report = seen.report
        if report is None:
            assert seen.reason
            continue
        assert text[report.span_start : report.span_end] == report.quote
        period = ""
        if report.start is not None:
            period = f"{report.start}"
            if report.end != report.start:
                period += f"..{report.end}"
        told_cells = (report.quote, report.kind, report.party, period, report.qualifier)
        cells = [cell or "" for cell in told_cells]
        lines.append(" | ".join(cells + ([report.per] if report.per else [])))
    return " ; ".join(lines)


def test_each_language_has_sentences_with_and_without_reports() -> None:
    rows = sentences()
    for lang in ("uk", "ru"):
        assert sum(bool(reports) for one, _, reports in rows if one == lang) > 80
        assert sum(not reports for one, _, reports in rows if one == lang) > 20


@pytest.mark.parametrize(("lang", "text", "reports"), sentences())
def test_sentence(lang: str, text: str, reports: str) -> None:
    assert told(text, lang) == reports


@pytest.mark.parametrize(
    ("lang", "words", "value"),
    [
        ("uk", "півтори тисячі", 1500), ("uk", "півтисячі", 500), ("uk", "дві з половиною тисячі", 2500),
        ("uk", "сто сорок вісім", 148), ("uk", "три десятки", 30), ("uk", "дюжину", 12),
        ("uk", "1,6 тис.", 1600), ("uk", "пів сотні", 50), ("uk", "тисячу двісті", 1200),
        ("uk", "двадцять п’ять", 25), ("uk", "п'ятсот", 500),
        ("ru", "полторы тысячи", 1500), ("ru", "полтысячи", 500), ("ru", "две с половиной тысячи", 2500),
        ("ru", "сто сорок восемь", 148), ("ru", "полтора десятка", 15), ("ru", "дюжину", 12),
        ("ru", "1,6 тыс.", 1600), ("ru", "тысячу двести", 1200), ("ru", "трёхсот", 300),
        ("ru", "двадцать пять", 25), ("ru", "полсотни", 50),
    ],
)  # fmt: skip
def test_numbers(lang: str, words: str, value: float) -> None:
    text = {
        "uk": f"Росіяни захопили {words} квадратних кілометрів.",
        "ru": f"Российские войска заняли {words} квадратных километров.",
    }[lang]
    (seen,) = explain_records(text, published=PUBLISHED, lang=lang)
    assert seen.report is not None
    assert (seen.report.value, seen.report.unit) == (value, "km^2")


@pytest.mark.parametrize(
    ("lang", "text", "value"),
    [
        ("uk", "Росія контролює дві третини області.", 2 / 3),
        ("uk", "Росія контролює п’яту частину України.", 1 / 5),
        ("uk", "Росія контролює чотири п’ятих міста.", 4 / 5),
        ("uk", "Росія контролює половину Торецька.", 1 / 2),
        ("ru", "Россия контролирует три четверти области.", 3 / 4),
        ("ru", "Россия контролирует десятую часть Украины.", 1 / 10),
        ("ru", "Россия контролирует четыре пятых города.", 4 / 5),
        ("ru", "Россия контролирует треть Донецкой области.", 1 / 3),
    ],
)
def test_fractions(lang: str, text: str, value: float) -> None:
    (seen,) = explain_records(text, published=PUBLISHED, lang=lang)
    assert seen.report is not None
    assert seen.report.value == pytest.approx(value)
    assert seen.report.unit == "fraction"


def test_soft_hyphens_and_stress_marks_do_not_part_words() -> None:
    text = "Рос\u00adсий\u00adские вой\u00adска заня\u0301ли 57 квад\u00adрат\u00adных кило\u00adмет\u00adров."
    (seen,) = explain_records(text, published=PUBLISHED, lang="ru")
    assert seen.report is not None
    assert seen.quote == "57 квад\u00adрат\u00adных кило\u00adмет\u00adров"
    assert text[seen.span_start : seen.span_end] == seen.quote


@pytest.mark.parametrize("lang", ["uk", "ru"])
def test_every_bare_scale_is_a_number(lang: str) -> None:
    words = language(lang).words
    assert words["scale_alone"]
    for form in words["scale_alone"]:
        (seen,) = explain_records(f"{form} км²", published=PUBLISHED, lang=lang)
        assert seen.quote == f"{form} км²"
        assert float(words["scale"][form]) > 1
