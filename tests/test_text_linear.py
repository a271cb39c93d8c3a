"""The cost of reading grows with the length of a text, whatever it holds."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable

import pytest

from territorial.text.language import languages
from territorial.text.reader import explain_records
from territorial.text.tokens import LONGEST, sentences, tokenize

DAY = dt.date(2025, 2, 7)
MEGABYTE = 10**6


def work(text: str, lang: str = "en") -> int:
    """Calls and returns of functions that reading a text takes, built-in ones included."""
    calls = 0

    def count(frame, event, argument):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        explain_records(text, published=DAY, lang=lang)
    finally:
        sys.setprofile(None)
    return calls


# Each is repeated until the text is long enough.
UNITS = {
    "digits": "7",
    "digits with commas": "1,",
    "digits with dots": "1.",
    "digits with spaces": "111 ",
    "numbers": "15 ",
    "opening brackets": "(",
    "closing brackets": ")",
    "square brackets": "[]",
    "quotation marks": '"',
    "dots": ".",
    "dots apart": ". ",
    "exclamation marks": "!a",
    "spaces": " ",
    "tabs": "\t",
    "line ends": "\n",
    "line ends and spaces": "\n ",
    "short lines": "A\n",
    "bullets": "- a\n",
    "one endless word": "a",
    "one endless word with marks": "a'",
    "short words": "a ",
    "commas": "a, ",
    "number words": "one ",
    "number words in a row": "twenty-",
    "scales": "hundred ",
    "halves": "half ",
    "hedges": "more than ",
    "units": "km² ",
    "figures": "5 km ",
    "figures in a row": "5 km, ",
    "ranges": "5 - ",
    "months": "May and ",
    "since": "since May ",
    "since alone": "since ",
    "first of": "the first day of ",
    "spans": "from May to ",
    "parties": "Russia ",
    "parties in a row": "Kyiv, ",
    "verbs": "took ",
    "speech": "said ",
    "sources": "according to ",
    "conditions": "if ",
    "pronouns": "it ",
    "of the": "of the ",
    "under": "under ",
    "one sentence of reports": "Russia took 5 km and ",
    "one sentence of reports and dates": "Russia took 5 km² in May, ",
    "many reports": "Russia took 5 km² in May. ",
    "rows": "Centre: 5 villages.\n",
    "Ukrainian words": "росія ",
    "Ukrainian units": "км ",
}


def longer(unit: str, characters: int) -> str:
    return (unit * (characters // len(unit) + 1))[:characters]


def grows_with_the_length(unit: str, characters: int, lang: str = "en") -> None:
    work(longer(unit, 200), lang)  # what is loaded and compiled once
    few, many = (work(longer(unit, n), lang) for n in (characters, 4 * characters))
    # Four times the text takes four times the work; a square would take sixteen times.
    assert many <= 5.5 * few + 4000, f"{few} calls for n, {many} for 4 n"


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_work_grows_with_the_length(unit: str) -> None:
    grows_with_the_length(unit, 1600)


@pytest.mark.parametrize("lang", [code for code in languages() if code != "en"])
@pytest.mark.parametrize("unit", ["ро", "росія ", "5 км, ", "Росія 5 км і ", "п'ять ", "1 "])
def test_work_grows_with_the_length_in_other_languages(unit: str, lang: str) -> None:
    grows_with_the_length(unit, 1600, lang)


# Where the time goes into the regular expressions and copies that calls do not show, each text is
# so long that a square of its length would take hours.
@pytest.mark.parametrize(
    "unit",
    ["7", "1,", "1.", "111 ", " ", "\t", "\n", "\n ", "\r\n", "a", "a'", "а", "\u00a0"],
    ids=repr,
)
def test_ten_megabytes_are_read(unit: str) -> None:
    text = longer(unit, 10 * MEGABYTE)
    assert len(tokenize(text)) <= len(text)


@pytest.mark.parametrize("unit", ["7", "(", ")", ".", "a", "а", " ", "[", '"'], ids=repr)
def test_a_figure_is_found_behind_pages_of_anything(unit: str) -> None:
    text = longer(unit, MEGABYTE // 20) + "\n\nRussia took 320 sq km in January."
    [seen] = [s for s in explain_records(text, published=DAY, lang="en") if s.report is not None]
    assert seen.quote == "320 sq km"


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("letter", ["a", "а"])
def test_one_word_of_megabytes_is_read(lang: str, letter: str) -> None:
    text = f"{letter * MEGABYTE} 320 km {letter * MEGABYTE}"
    assert all(seen.report is None for seen in explain_records(text, published=DAY, lang=lang))


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "word " * n,
        lambda n: "word, " * n,
        lambda n: "." * n,
        lambda n: "5 km " * n,
        lambda n: '."' * n,
        lambda n: "word\nword word word word word word word word word word word word word " * n,
    ],
)
def test_no_sentence_is_longer_than_sentences_are(make: Callable[[int], str]) -> None:
    tokens = tokenize(make(3000))
    found = sentences(tokens)
    assert max(sentence.last - sentence.first for sentence in found) <= LONGEST
    # nothing is lost by the cuts
    row = [at for sentence in found for at in range(sentence.first, sentence.last)]
    covered = set(row)
    left = [token for at, token in enumerate(tokens) if at not in covered]
    assert len(row) == len(covered)
    assert all(token.text.startswith("\n") for token in left)
