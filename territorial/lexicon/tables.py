"""The words of table headers, labels and cells, and where they stand in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from territorial.errors import LexiconError
from territorial.lexicon.rows import rows

FILE = "tables.tsv"
LONGEST = 6  # words in a form

_TOKEN = re.compile(r"[^\W_]+|[%#№/]")
_CAMEL = re.compile(r"(?<=[a-zа-яіїє])(?=[A-ZА-ЯІЇЄ][a-zа-яіїє])")


class Token(NamedTuple):
    """One word or sign of a text: as written, in small letters, and its place."""

    text: str
    lower: str
    start: int
    end: int


class Match(NamedTuple):
    """A form of the lexicon in a text: tokens `first` to `last`, the last one excluded."""

    first: int
    last: int
    value: str


def tokens(text: str) -> list[Token]:
    """The words of a label; underscores, hyphens and a camel's humps part words.

    Examples
    --------
    >>> [token.lower for token in tokens("areaHeld_km2")]
    ['area', 'held', 'km2']
    """
    found: list[Token] = []
    for word in _TOKEN.finditer(text):
        start = word.start()
        for part in _CAMEL.split(word.group()):
            found.append(Token(part, part.lower(), start, start + len(part)))
            start += len(part)
    return found


@lru_cache(maxsize=1)
def _read() -> dict[str, list[tuple[str, str, str]]]:
    """Value, language and form of each row, by class."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for number, cells in rows(FILE):
        if len(cells) != 5 or not all(cells):
            raise LexiconError(
                "class, value, language, form and origin",
                repr(cells),
                "write five columns apart by tabs",
                where=f"{FILE}, line {number}",
            )
        found.setdefault(cells[0], []).append((cells[1], cells[2], cells[3]))
    return found


@lru_cache(maxsize=64)
def forms(cls: str) -> dict[str, str]:
    """The forms of a class as written, in small letters, with their values.

    Examples
    --------
    >>> forms("qualifier")["nearly"]
    'nearly'
    """
    listed: dict[str, str] = {}
    for value, _, form in _read().get(cls, []):
        listed.setdefault(form.lower(), value)
    return listed


@lru_cache(maxsize=64)
def _index(cls: str) -> tuple[dict[tuple[str, ...], str], dict[str, str], dict[str, str]]:
    """The forms of a class that are whole, those with any ending, and those with any beginning."""
    whole: dict[tuple[str, ...], str] = {}
    stems: dict[str, str] = {}
    endings: dict[str, str] = {}
    for form, value in forms(cls).items():
        if form.endswith("*"):
            stems[form[:-1]] = value
        elif form.startswith("*"):
            endings[form[1:]] = value
        else:
            words = tuple(token.lower for token in tokens(form))
            if words:
                whole.setdefault(words, value)
    return whole, stems, endings


def word_value(cls: str, word: str) -> str | None:
    """The value of one word in a class, by its stem or as a compound that ends so too, or None.

    Examples
    --------
    >>> word_value("season", "summer")
    '6'
    >>> word_value("kind", "Nettogewinn")
    'gain'
    """
    return _word_value(cls, word.lower())


@lru_cache(maxsize=65536)
def _word_value(cls: str, lower: str) -> str | None:
    whole, stems, endings = _index(cls)
    if (lower,) in whole:
        return whole[lower,]
    for n in range(len(lower), 2, -1):
        if lower[:n] in stems:
            return stems[lower[:n]]
    for n in range(len(lower) - 2):
        if endings and lower[n:] in endings:
            return endings[lower[n:]]
    return None


def find(cls: str, words: list[Token]) -> list[Match]:
    """The forms of a class in a text, longest first from the left, without overlap.

    Examples
    --------
    >>> [(one.value, one.first) for one in find("kind", tokens("Area lost, then retaken"))]
    [('loss', 0), ('gain', 3)]
    """
    whole = _index(cls)[0]
    lowered = [word.lower for word in words]
    found: list[Match] = []
    at = 0
    while at < len(lowered):
        for length in range(min(LONGEST, len(lowered) - at), 0, -1):
            value = whole.get(tuple(lowered[at : at + length]))
            if value is None and length == 1:
                value = word_value(cls, lowered[at])
            if value is not None:
                found.append(Match(at, at + length, value))
                at += length
                break
        else:
            at += 1
    return found


def is_form(cls: str, text: str) -> str | None:
    """The value of the form that the whole text is, or None.

    Examples
    --------
    >>> is_form("role", "Start date:")
    'start'
    """
    words = tokens(text)
    found = find(cls, words)
    whole = len(found) == 1 and found[0].first == 0 and found[0].last == len(words)
    return found[0].value if whole else None
