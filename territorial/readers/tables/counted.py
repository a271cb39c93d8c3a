"""Periods told by their length and one end: "12 months to June 2025", "10 days from 3 March"."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from territorial.lexicon import tables as words

_MONTHS = {"months": 1, "month": 1, "quarter": 3, "half": 6, "year": 12}
_DAYS = {"days": 1, "week": 7, "fortnight": 14}
_ENDING = re.compile(r"ending|ended")
_PLAIN = 2001  # a year for the days of a wording that names none


class Counted(NamedTuple):
    """How long the period is, whether the words behind tell its end, and those words."""

    number: int
    days: int
    months: int
    ends: bool
    rest: str


def counted(text: str) -> Counted | None:
    """The length that opens a wording and the words for the end that it runs to.

    Examples
    --------
    >>> counted("12 months to June 2025")
    Counted(number=12, days=0, months=1, ends=True, rest='June 2025')
    >>> counted("12 June to 30 June") is None
    True
    """
    tokens = [token for token in words.tokens(text[:80]) if token.text != "-"]
    n = 0
    while n < len(tokens) and _opens(tokens[n].lower):
        n += 1
    if n + 2 >= len(tokens):
        return None
    said = tokens[n].lower
    number = said if said.isdecimal() else words.word_value("number", said)
    n += number is not None
    size = words.word_value("span", tokens[n].lower)
    after = tokens[n + 1].lower if n + 2 < len(tokens) else ""
    till = words.word_value("through", after) is not None and after not in {
        "and",
        "und",
        "і",
        "й",
        "та",
        "и",
    }
    ending = number is not None and _ENDING.fullmatch(after) is not None
    since = number is not None and words.word_value("since", after) is not None
    if size is None or not (till or ending or since) or len(str(number or 1)) > 3:
        return None
    if number is None and size == "days":
        return None
    rest = text[tokens[n + 1].end :].strip()
    return Counted(int(number or 1), _DAYS.get(size, 0), _MONTHS.get(size, 0), till or ending, rest)


def _opens(word: str) -> bool:
    """Whether a word may stand before a length: "the last 30 days"."""
    said = words.word_value("filler", word) or words.word_value("latest", word)
    return said is not None and words.word_value("span", word) is None


def first_day(span: Counted, end: tuple[int | None, int, int | None]) -> dt.date:
    """The first day of a period that ends with a day, or with a month where no day is told."""
    year, month = end[0] or _PLAIN, end[1]
    length = calendar.monthrange(year, month)[1]
    day = end[2] or length
    if span.days:
        return dt.date(year, month, day) - dt.timedelta(days=span.number * span.days - 1)
    back = year * 12 + month - 1 - span.number * span.months
    if day == length:
        back, start = back + 1, 1
    else:
        start = min(day + 1, calendar.monthrange(back // 12, back % 12 + 1)[1])
    return dt.date(back // 12, back % 12 + 1, start)


def final_day(span: Counted, start: tuple[int | None, int, int | None]) -> dt.date:
    """The last day of a period that starts with a day, or with a month where no day is told."""
    first = dt.date(start[0] or _PLAIN, start[1], start[2] or 1)
    if span.days:
        return first + dt.timedelta(days=span.number * span.days - 1)
    on = first.year * 12 + first.month - 1 + span.number * span.months
    year, month = on // 12, on % 12 + 1
    day = min(first.day, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day) - dt.timedelta(days=1)
