"""Words, numbers and marks, and where sentences begin and end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial.text.language import detect
from territorial.text.tokens import sentences, tokenize


def words(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def split(text: str) -> list[str]:
    tokens = tokenize(text)
    return [text[tokens[s.first].start : tokens[s.last - 1].end] for s in sentences(tokens)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("320 km²", ["320", "km²"]),
        ("320km²", ["320", "km²"]),
        ("320 km2.", ["320", "km2", "."]),
        ("320 км2", ["320", "км2"]),
        ("1,539", ["1,539"]),
        ("1.539,5", ["1.539,5"]),
        ("1 539 km", ["1 539", "km"]),
        ("1\u00a0539\u202f000 km", ["1\u00a0539\u202f000", "km"]),
        ("12 34 km", ["12", "34", "km"]),
        ("1 1539 km", ["1", "1539", "km"]),
        ("2024 120 km", ["2024", "120", "km"]),
        ("03.12.2024", ["03.12.2024"]),
        ("7-9", ["7", "-", "9"]),
        ("7–9 km", ["7", "–", "9", "km"]),
        ("Russia's", ["Russia's"]),
        ("Russia’s п'ять", ["Russia’s", "п'ять"]),
        ("390-square-mile", ["390", "-", "square", "-", "mile"]),
        ("(about 20%)", ["(", "about", "20", "%", ")"]),
        ("5, 8", ["5", ",", "8"]),
        ("5,8,", ["5,8", ","]),
        ("", []),
        (" \t ", []),
    ],
)
def test_tokens(text, expected):
    assert words(text) == expected


def test_tokens_know_what_they_are():
    number, word, unit, mark = tokenize("320 Kyiv km² .")
    assert number.is_number
    assert not number.is_word
    assert word.is_capital
    assert word.lower == "kyiv"
    assert unit.is_word
    assert not mark.is_word
    assert not mark.is_number


def test_apostrophes_of_every_kind_compare_equal():
    assert {token.lower for token in tokenize("П'ять п’ять пʼять")} == {"п'ять"}


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f"])
def test_narrow_and_firm_spaces_part_words(space):
    assert words(f"about{space}5{space}km") == ["about", "5", "km"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("One! Two? Three…", ["One!", "Two?", "Three…"]),
        ("It took 5 sq. km in May. Kyiv took 2.", ["It took 5 sq. km in May.", "Kyiv took 2."]),
        ("It took 5 sq. km. in May.", ["It took 5 sq. km. in May."]),
        ("It took 1.5 km. It held.", ["It took 1.5 km.", "It held."]),
        ("Gen. Smith spoke. He left.", ["Gen. Smith spoke.", "He left."]),
        ("On Feb. 7 it fell. It held.", ["On Feb. 7 it fell.", "It held."]),
        ("J. Doe of the U.S. said so.", ["J. Doe of the U.S. said so."]),
        ('He said: "They fell." Then he left.', ['He said: "They fell."', "Then he left."]),
        ("(They fell.) Then he left.", ["(They fell.)", "Then he left."]),
        ("approx. 5 km were lost.", ["approx. 5 km were lost."]),
        ("Зайняли 5 кв. км. Втратили 2.", ["Зайняли 5 кв. км.", "Втратили 2."]),
        ("Захопили 5 тис. га у січні.", ["Захопили 5 тис. га у січні."]),
        # line ends
        ("A headline\n\nThe text.", ["A headline", "The text."]),
        ("A headline\nThe text.", ["A headline", "The text."]),
        ("Losses:\n- five villages\n- two towns", ["Losses:", "- five villages", "- two towns"]),
        ("• five villages\n• two towns", ["• five villages", "• two towns"]),
        ("Took 5 km.\r\nHeld 3 km.", ["Took 5 km.", "Held 3 km."]),
        (
            "The army of the north took another five villages in the course\nof the month.",
            ["The army of the north took another five villages in the course\nof the month."],
        ),
        ("", []),
        ("\n\n\n", []),
    ],
)
def test_sentences(text, expected):
    assert split(text) == expected


def test_paragraphs_are_counted():
    tokens = tokenize("One. Two.\n\nThree.\n\n\nFour.")
    assert [sentence.paragraph for sentence in sentences(tokens)] == [0, 0, 1, 2]


@settings(max_examples=100)
@given(st.lists(st.sampled_from(["Kyiv took two.", "It fell!", "Five villages?"]), max_size=8))
def test_plain_sentences_come_back_as_they_were(row):
    assert split(" ".join(row)) == row


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Russia took 320 sq km.", "en"),
        ("Росіяни захопили два села й їхні околиці.", "uk"),
        ("Российские войска заняли посёлок, сообщили вчера.", "ru"),
        ("Russian forces took Нове in Donetsk region.", "en"),
        ("", "en"),
        ("320 km²", "en"),
    ],
)
def test_language_is_told_by_the_letters(text, lang):
    assert detect(text) == lang
