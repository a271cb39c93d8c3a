"""The words and numbers of a period's wording, each for what it is: a year, a month, a dash."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from territorial.lexicon import tables as words
from territorial.lexicon.months import month_languages, month_number, month_words

SHORTEST = 3  # letters of a month in short
YEARS = range(1900, 2101)


_TOKEN = re.compile(
    r"""
    (?P<isospan>\b\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d\b)
  | (?P<compact>^\s*(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?\s*$)
  | (?P<isoday>\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)(?:[T ]\d{1,2}:\d\d\S*)?)
  | (?P<dmy>\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b)
  | (?P<isoweek>\b\d{4}-?[wW]\d{1,2}\b)
  | (?P<ymm>\b\d{4}[mM]\d{2}\b)
  | (?P<ym>\b\d{4}[-/.](?:0?[1-9]|1[0-2])\b(?![-/.]?\d))
  | (?P<my>\b(?:0?[1-9]|1[0-2])[./-]\d{4}\b)
  | (?P<years>\b\d{4}[/–-]\d{2}\b)
  | (?P<quarter>\b(?:\d{4}-?)?[qQ][1-4](?!\d)|\b[tT][1-4](?=[\s/-]*\d{4}\b)|\b[1-4][qQ](?=\d{2}|\b))
  | (?P<half>\b[hH][12]\b|\b[sS][12](?=[\s/-]*\d{4}\b)|\b[12][hH](?=\d{2}|\b))
  | (?P<week>\b(?:[wW]|KW ?)\d{1,2}\b)
  | (?P<dm>\b\d{1,2}\.\d{1,2}\b\.?(?!\d))
  | (?P<year>(?<!\d)\d{4}(?!\d))
  | (?P<shortyear>['’]\d{2}\b)
  | (?P<number>(?<!\d)\d{1,2}(?:st|nd|rd|th|er|re|ère|ème|e|º|ª|-?го|-?е|-?й|-?ше|-?ге|-?ша|-?га|-?тя|-?я|-?а)?(?!\d))
  | (?P<roman>\b[IІVХX]{1,3}\b)
  | (?P<dash>[-–—−→]|\.\.+|…)
  | (?P<and>[&+])
  | (?P<slash>/)
  | (?P<word>[^\W\d_]+)
  | (?P<digits>\d+)
    """,
    re.VERBOSE,
)


_PARTS = ("quarter", "half", "year", "week", "months", "days", "ten days")


_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


class Item(NamedTuple):
    """One word or number of a wording, for what it is; `tight` if no space parts it from the last."""

    sort: str
    values: tuple[int, ...]
    text: str
    tight: bool


def year_of(text: str) -> int:
    """A year of two or four digits: 24 is 2024."""
    year = int(text)
    return year + 2000 if year < 100 else year


def _numeric(kind: str, text: str, *, dayfirst: bool) -> list[tuple[str, tuple[int, ...]]]:
    """The items of one numeric token, empty where the numbers are no date."""
    parts = [int(one) for one in re.findall(r"\d+", text)]
    if kind == "isospan":
        return [("date", tuple(parts[:3])), ("dash", ()), ("date", tuple(parts[3:]))]
    if kind == "compact":
        digits = text.strip()
        year, month = int(digits[:4]), int(digits[4:6])
        if len(digits) == 6:
            return [("month", (month,)), ("year", (year,))]
        return [("date", (year, month, int(digits[6:])))]
    if kind == "isoday":
        year, month, day = parts[:3]
        return [("date", (year, month, day))] if 1 <= month <= 12 and year in YEARS else []
    if kind == "dmy":
        day, month = parts[:2] if dayfirst or "/" not in text else (parts[1], parts[0])
        if month > 12 and day <= 12:
            day, month = month, day
        ok = 1 <= month <= 12 and 1 <= day <= 31
        return [("date", (year_of(str(parts[2])), month, day))] if ok else []
    if kind == "isoweek":
        return [("week", (parts[1],)), ("year", (parts[0],))]
    if kind in {"ym", "ymm"}:
        return [("month", (parts[1],)), ("year", (parts[0],))] if parts[0] in YEARS else []
    if kind == "my":
        return [("month", (parts[0],)), ("year", (parts[1],))] if parts[1] in YEARS else []
    if kind == "years":
        first = parts[0]
        last = first - first % 100 + parts[1] + 100 * (parts[1] < first % 100)
        ok = first in YEARS and first < last < first + 20  # 2024/25, 2022-24
        return [("year", (first,)), ("dash", ()), ("year", (last,))] if ok else []
    if kind in {"quarter", "half"}:
        items: list[tuple[str, tuple[int, ...]]] = [(kind, (parts[-1],))]
        return [*items, ("year", (parts[0],))] if len(parts) > 1 else items
    if kind == "week":
        return [("week", (parts[0],))]
    if kind == "dm":
        return [("daymonth", (parts[0], parts[1]))] if parts[1] <= 12 and parts[0] <= 31 else []
    if kind == "shortyear":
        return [("year", (year_of(text[1:]),))]
    if kind == "year":
        return [("year", (parts[0],))] if parts[0] in YEARS else []
    return [("number", (parts[0],))] if parts and parts[0] <= 99 else []


def _word(text: str, *, title: bool) -> tuple[str, tuple[int, ...]]:
    lower = text.lower()
    month = month_number(lower)
    if month is not None and not (title and lower.isascii() and text[:1].islower()):
        return "month", (month,)
    for cls in ("part", "season", "ordinal"):
        value = words.word_value(cls, lower)
        if value is not None:
            return ("part", (_PARTS.index(value),)) if cls == "part" else (cls, (int(value),))
    if words.word_value("through", lower):
        return "through", ()
    if words.word_value("since", lower):
        return "since", ()
    if (
        words.word_value("asof", lower)
        or words.word_value("filler", lower)
        or words.word_value("total", lower)
    ):
        return "filler", ()
    return "other", ()


@lru_cache(maxsize=4096)
def _month_in_short(word: str) -> int | None:
    """The month that a word cut short by a full stop begins: "Febr."."""
    lower = word.lower()
    found = {
        number
        for lang in month_languages()
        for form, number in month_words(lang).items()
        if len(lower) >= SHORTEST and form.startswith(lower)
    }
    return found.pop() if len(found) == 1 else None


def _parts_months(before: list[Item], after: str) -> bool:
    """Whether a slash stands between two months: "Jan/Feb 2025"."""
    word = re.match(r"\s*([^\W\d_]+)", after)
    named = any(item.sort == "month" for item in before)
    return bool(word and named and month_number(word[1].lower()))


def _number_word(word: str, after: str) -> int | None:
    """The number that a word is before the part of a year that it counts: "nine months"."""
    number = words.word_value("number", word.lower())
    if number is None:
        return None
    counts = re.match(r"\s+([^\W\d_]+)", after)
    return int(number) if counts and words.word_value("part", counts[1].lower()) else None


def items_of(text: str, *, dayfirst: bool, title: bool) -> list[Item]:
    """The items of a text in their order."""
    tokens = words.tokens(text)
    edges = {
        token.start
        for match in words.find("edge", tokens)
        for token in tokens[match.first : match.last]
        if words.word_value("part", token.lower) is None
    }
    ends = [  # "year-end" holds no range
        (tokens[match.first].start, tokens[match.last - 1].end)
        for match in words.find("edge", tokens)
    ]
    found: list[Item] = []
    matches = list(_TOKEN.finditer(text))
    not_years = {  # "the 1991 borders"
        match.start()
        for match, after in pairwise(matches)
        if words.word_value("notyear", after.group())
    }
    reach = -1
    for match in matches:
        kind, piece = str(match.lastgroup), match.group()
        tight = match.start() == reach
        reach = match.end()
        if match.start() in not_years:
            found.append(Item("other", (), piece, tight))
        elif match.start() in edges:
            found.append(Item("filler", (), piece, tight))
        elif kind == "word":
            number = _number_word(piece, text[match.end() :])
            sort, values = ("number", (number,)) if number else _word(piece, title=title)
            if sort == "other" and text[match.end() : match.end() + 1] == ".":
                month = _month_in_short(piece)
                sort, values = ("month", (month,)) if month else (sort, values)
            found.append(Item(sort, values, piece, tight))
        elif kind == "roman":
            number = _ROMAN.get(piece.replace("І", "I").replace("Х", "X"))
            found.append(
                Item("ordinal" if number else "other", (number,) if number else (), piece, tight)
            )
        elif kind == "dash" and any(first < match.start() < last for first, last in ends):
            found.append(Item("filler", (), piece, tight))
        elif kind == "and":
            found.append(Item("through", (), piece, tight))
        elif kind in {"dash", "slash"}:
            months = kind == "slash" and _parts_months(found, text[match.end() :])
            found.append(Item("dash" if kind == "dash" or months else "filler", (), piece, tight))
        elif kind == "digits":
            found.append(Item("other", (), piece, tight))
        else:
            items = _numeric(kind, piece, dayfirst=dayfirst)
            found += [Item(sort, values, piece, tight) for sort, values in items] or [
                Item("other", (), piece, tight)
            ]
    return found


_DATES = {"date", "month", "year", "quarter", "half", "season", "week", "daymonth"}


def segments(items: list[Item], *, every: bool = False) -> list[list[Item]]:
    """Runs of items that speak of time, parted by words that do not; `every` keeps bare numbers."""
    runs: list[list[Item]] = [[]]
    for item in items:
        if item.sort == "other":
            runs.append([])
        elif item.sort != "filler":
            runs[-1].append(item)
    wanted = _DATES | {"part"} | ({"number", "ordinal"} if every else set())
    return [run for run in runs if any(item.sort in wanted for item in run)]
