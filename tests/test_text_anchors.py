"""No text that can hold a quantity is passed over unread."""

import datetime as dt
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial.lexicon.months import month_words
from territorial.text import anchors
from territorial.text.dates import FILLING, DateReader, filled_slots
from territorial.text.language import language, languages
from territorial.text.tokens import fold, tokenize

PASSAGES = Path(__file__).parent / "passages"
# What stands around and inside words in print, and letters with odd capitals.
GLUE = [
    " ", "\n", "\u00a0", "-", "'", "’", "“", ".", "5", "1,2", "½", "%", "_", "/", "\u00ad",
    "⁄", "\u0301", "\u212a", "İ", "Ÿ", "ẞ", "ё", "Ё", "é", "²", "中", "I'm", "x",
]  # fmt: skip
LISTED = {code: language(code).phrases.openers("unit") for code in languages()}
LISTED = {
    code: [
        *listed,
        *(
            form
            for kind in ("denominator", "half")
            for table in (language(code).words, language(code).stems, language(code).endings)
            for form in table[kind]
        ),
    ]
    for code, listed in LISTED.items()
}


def opens(text: str, code: str) -> bool:
    """Whether a token of the text begins a unit or a fraction."""
    return any(
        language(code).opens_quantity(token.lower) or token.text in "/⁄" for token in tokenize(text)
    )


@pytest.mark.parametrize("code", languages())
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_text_with_an_opener_is_read(code: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(LISTED[code])).rstrip("*")
    cased = data.draw(st.sampled_from((word, word.upper(), word.title())))
    cut = data.draw(st.integers(0, len(cased)))
    inside = data.draw(st.sampled_from(("", "", "\u00ad", "\u0301")))
    around = st.lists(st.sampled_from(GLUE), max_size=3).map("".join)
    text = data.draw(around) + cased[:cut] + inside + cased[cut:] + data.draw(around)
    if opens(text, code):
        assert language(code).anchors.in_text(text)


@pytest.mark.parametrize("code", languages())
def test_each_opener_is_seen_in_a_sentence(code: str) -> None:
    for form in LISTED[code]:
        assert language(code).anchors.in_text(f"“5 {form.rstrip('*').upper()}”"), form


@pytest.mark.parametrize("code", languages())
def test_written_passages_with_openers_are_read(code: str) -> None:
    lines = (PASSAGES / f"{code}.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    assert texts
    for text in texts:
        if opens(text, code):
            assert language(code).anchors.in_text(text), text


@pytest.mark.parametrize("code", languages())
def test_every_token_that_fills_a_slot_of_a_date_is_tried(code: str) -> None:
    lines = (PASSAGES / f"{code}.jsonl").read_text(encoding="utf-8").splitlines()
    listed = [form for kind in FILLING for form in language(code).words[kind]]
    texts = [json.loads(line)["text"] for line in lines]
    texts += ["II quarter, IV квартал, 2024-12-03, 3rd", " ".join(listed)]
    texts += [f"{word.rstrip('*').title()}'s" for word in (*listed, *month_words(code))]
    reader = DateReader(language(code), dt.date(2025, 2, 7))
    filled = 0
    for text in texts:
        tokens = tokenize(text)
        for at, token in enumerate(tokens):
            told = filled_slots(language(code), token.text)
            for name, slot in reader._slots.items():
                if slot(tokens, at) is not None:
                    filled += 1
                    assert name in told, (name, token, text)
    assert filled > 100


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The trial began in May, the council’s spokesman said; 1,200 people came."),
        ("uk", "Суд почався у травні, повідомив речник ради; прийшло 1200 людей."),
        ("ru", "Суд начался в мае, сообщил представитель совета; пришло 1200 человек."),
    ],
)
def test_a_text_without_an_opener_is_passed_over(code: str, text: str) -> None:
    assert not language(code).anchors.in_text(text)


def test_forms_with_letters_of_no_alphabet_are_told_by_one_of_them() -> None:
    found = anchors.Anchors(["平方公里", "dönüm*", "km"])
    assert found.in_text("5平方公里") and found.in_text("5 DÖNÜM") and found.in_text("5 KM")
    assert not found.in_text("anything")


def test_no_odd_letter_is_missing() -> None:
    """Letters outside an alphabet that are looked up by letters inside it."""
    for codec in (anchors.ASCII, anchors.CYRILLIC):
        listed = {
            letter for letter in bytes(range(256)).decode(codec, "replace") if letter.isalpha()
        } - {"\ufffd"}
        odd = {
            letter
            for letter in map(chr, range(sys.maxunicode + 1))
            if letter not in listed and fold(letter) in listed
        }
        assert odd <= set(anchors.ODD)
