"""Periods as table headers and cells word them: "1–27 Oct 2024", "ІІ квартал", "Week ending 5 Jan".

A phrase keeps what the words say and no more: the year may be missing, and
`territorial.readers.tables.dating` finds it in what stands around.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

from territorial.lexicon import tables as words
from territorial.readers.tables.counted import counted, final_day, first_day
from territorial.readers.tables.phrase_items import Item, items_of, segments, year_of
from territorial.readers.tables.phrase_points import DAYS, WEEK, Point, point_of

Day = tuple[int | None, int | None, int | None]  # year, month, day


LONGEST = 400  # characters of a wording
LONGEST_WEEK = 24  # characters of "calendar week 21"
PLAIN_YEAR = 2024
_LAST = re.compile(r"(?i)\b(?:last|final|останн|последн|letzt)")


_HOW_MANY = re.compile(r"\b(\w+)\s+(\w+)\)?$")  # the end of "2024 total (two months)"


class Phrase(NamedTuple):
    """What a wording says of a period.

    `first` and `last` are (year, month, day), None where the words are silent;
    `sort` is the grain of the wording (day, month, quarter, half, season, year,
    week, range); `edge` says start or end where the words do ("month end");
    `since` marks an open end; `short` is the year that "Oct 24" may mean.
    """

    first: Day
    last: Day
    sort: str
    edge: str | None = None
    since: bool = False
    short: int | None = None
    rest: tuple[str, ...] = ()
    text: str = ""

    @property
    def dated(self) -> bool:
        """Whether the words name the year."""
        return self.last[0] is not None


def _split(run: list[Item]) -> tuple[list[list[Item]], bool]:
    """The ends of a run, and whether it opens with "since"."""
    since = bool(run) and run[0].sort == "since"
    ends: list[list[Item]] = [[]]
    for n, item in enumerate(run):
        if item.sort == "since":
            continue
        if item.sort in {"dash", "through"}:
            if item.sort == "dash" and _joins(ends[-1], run[n + 1 :]):
                if run[n + 1].sort == "number":  # Oct-24, Q3-24
                    run[n + 1] = run[n + 1]._replace(
                        sort="year", values=(year_of(run[n + 1].text),)
                    )
                continue
            ends.append([])
        else:
            ends[-1].append(item)
    return [end for end in ends if end], since


def _joins(left: list[Item], right: list[Item]) -> bool:
    """Whether a hyphen ties month and year ("Oct-24", "2024-Oct", "1-Oct-2024") and is no range."""
    if not left or not right:
        return False
    after = [item.sort for item in right[:3]]
    one, two = left[-1].sort, after[0]
    if one in {"quarter", "half"} and two == "number":
        return right[0].tight and len(right) == 1
    if (one, two) == ("month", "number"):
        if [item.sort for item in left] == ["number", "month"] and len(right) == 1:
            return left[-1].tight and right[0].tight  # 31-Jan-25
        return (
            right[0].tight
            and not any(item.sort == "number" for item in left)
            and "month" not in after[1:]
            and right[0].values[0] > 12
            and len(right) == 1
        )
    if one == "month" and two == "year":
        return right[0].tight or not any(item.sort in {"year", "number"} for item in left)
    if one == "number" and two == "month":
        return right[0].tight and len(after) > 1 and after[1] == "dash"
    if one == "year" and two in {"month", "quarter", "half"}:
        return len(left) == 1 and not any(item.sort == "year" for item in right)
    return one in {"quarter", "half"} and two == "year"


def _edge_of(text: str) -> str | None:
    found = words.find("edge", words.tokens(text))
    return found[0].value if found else None


def _whole(run: list[Item]) -> Phrase | None:
    """The phrase that one run of items says, or None."""
    ends, since = _split(run)
    if len(ends) == 3 and [item.sort for item in ends[2]] == ["year"]:  # Nov–Jan 2024/25
        first_years = [item for item in ends[1] if item.sort == "year"]
        if first_years and not any(item.sort == "year" for item in ends[0]):
            ends = [
                ends[0] + first_years,
                [item for item in ends[1] if item.sort != "year"] + ends[2],
            ]
    if not 1 <= len(ends) <= 2:
        return None
    if len(ends) == 2 and all(item.sort in {"ordinal", "number"} for item in ends[0]):
        ends[0] += [item for item in ends[1] if item.sort == "part"]  # I–II quarters
    points = [point_of(end) for end in ends]
    if any(point is None or point.empty for point in points):
        return None
    left, right = points[0], points[-1]
    assert left is not None
    assert right is not None
    if left is not right:
        since = False
        _share(left, right)
    for point in (left, right):
        if point.grain == "day" and point.month is None:
            return None
    first: Day
    last: Day
    if left.days and left is right:
        first, last = (left.year, left.month, left.days[0]), (left.year, left.month, left.days[1])
        return Phrase(first, last, "range")
    first = (left.year, *((left.months[0], None) if left.months else (left.month, left.day)))
    last = (
        (right.year, right.months[1], None)
        if right.months
        else (right.year, right.month, right.day)
    )
    if left.grain == "season" and left.year and left.months and left.months[0] > left.months[1]:
        # winter 2024/25, or winter 2025 for the one that ends in it
        first = (
            left.year if right.year and right.year > left.year else left.year - 1,
            left.months[0],
            None,
        )
        last = (first[0] + 1 if first[0] else None, left.months[1], None)
        return Phrase(first, last, "season")
    if left is right and left.grain == "week":
        return Phrase(first, last, "week", edge="start")
    sort = left.grain if left is right else "range"
    return Phrase(
        first,
        last,
        sort,
        since=since,
        short=right.short if left is right or left.day is None else None,
    )


def _share(left: Point, right: Point) -> None:
    """What one end leaves out, the other says: "1–27 Oct 2024", "30 Dec – 5 Jan 2025"."""
    if left.month is None and left.day is not None and not left.months:
        left.month = right.month
    if right.month is None and right.day is not None and not right.months:
        right.month = left.month
    if left.grain == "day" and right.only_year and left.month is not None:
        return
    from_, till = left.months or (left.month, None), right.months or (None, right.month)
    if left.year is None and right.year is not None:
        later = (from_[0] or 1, left.day or 1) > (till[1] or 12, right.day or 31)
        left.year = right.year - later
    elif right.year is None and left.year is not None:
        earlier = (till[1] or 12, right.day or 31) < (from_[0] or 1, left.day or 1)
        right.year = left.year + earlier


@lru_cache(maxsize=65536)
def parse_phrase(text: str, *, dayfirst: bool = True, title: bool = False) -> Phrase | None:
    """The period that a wording names, or None.

    Parameters
    ----------
    text : str
        A cell, a header, or with `title` a line of prose.
    dayfirst : bool
        How to read 03/04/2025.
    title : bool
        Months of English only with a capital (the verb "may" is none).

    Examples
    --------
    >>> parse_phrase("1–27 Oct 2024")[:2]
    ((2024, 10, 1), (2024, 10, 27))
    >>> parse_phrase("30 Dec – 5 Jan 2025").first
    (2024, 12, 30)
    >>> parse_phrase("ІІ квартал 2025").last
    (2025, 6, None)
    >>> parse_phrase("Pokrovsk") is None
    True
    """
    if len(text) > LONGEST:
        return None
    span = _counted(text, dayfirst=dayfirst, title=title)
    if span is not None:
        return span
    if _counts_periods(text):
        return None
    items = items_of(text, dayfirst=dayfirst, title=title)
    rest = tuple(item.text for item in items if item.sort == "other")
    found: list[Phrase] = []
    runs = []
    for run in segments(items, every=True):
        phrase = _whole(run)
        bare = phrase is not None and phrase.sort == "year" and run[0].sort in {"number", "ordinal"}
        if bare and not title:  # "5 2024"
            phrase = None
        if phrase is None and not any(item.sort == "year" for item in run):
            runs.append(run)
        if phrase is None and run[0].sort == "part" and run[0].values == (3,):  # Week 12-19 Dec
            phrase = _whole(run[1:])
        loose = {"through", "dash"} | ({"ordinal", "number", "part"} if title else set())
        if phrase is None and run[0].sort in loose:
            phrase = _whole(run[1:])
        if phrase is not None and not (title and phrase.sort == "season" and not phrase.dated):
            found.append(phrase)
    if not found:
        return None
    numbered = {"number", "ordinal", "part"}
    elsewhere = sum(any(item.sort in numbered for item in run) for run in runs)
    if max(found, key=lambda one: one.sort != "year").sort == "year" and elsewhere and not title:
        return None  # "1. xyz 2024" is some part of the year that the words do not tell
    best = max(found, key=lambda one: (one.dated, one.sort != "year"))
    edge = best.edge or _edge_of(text)
    if best.sort == "day" and any(item.sort == "part" and item.values == (3,) for item in items):
        best = best._replace(sort="week")
    if best.sort == "day" and edge == "end" and re.search(r"(?i)\bmonth end(?:ing|ed)\b", text):
        best = best._replace(sort="range", first=(best.first[0], best.first[1], 1))
    if best.sort in {"range", "month"} and _LAST.search(text):
        best = _from_the_end(best, {item.values[0] for item in items if item.sort == "part"})
    return best._replace(edge=edge, rest=rest, text=text)


@lru_cache(maxsize=4096)
def week_number(text: str) -> int | None:
    """The number of the week that a text names without its year, and nothing more.

    Examples
    --------
    >>> week_number("KW 21"), week_number("21")
    (21, None)
    """
    told = re.search(r"\d{1,2}", text)
    if told is None or len(text) > LONGEST_WEEK or not any(char.isalpha() for char in text):
        return None
    phrase = parse_phrase(f"{text} {PLAIN_YEAR}")
    week = phrase is not None and phrase.sort == "week" and not phrase.rest
    return int(told[0]) if week else None


def _counts_periods(text: str) -> bool:
    """Whether a total ends with the number of its months, which names no period."""
    found = _HOW_MANY.search(text)
    if not found or words.word_value("span", found[2].lower()) != "months":
        return False
    number = found[1].isdecimal() or words.word_value("number", found[1].lower()) is not None
    return number and bool(words.find("total", words.tokens(text)))


def _counted(text: str, *, dayfirst: bool, title: bool) -> Phrase | None:
    """The period of so many days, weeks or months to, or from, a day or a month."""
    span = counted(text)
    point = span and parse_phrase(span.rest, dayfirst=dayfirst, title=title)
    if not span or not point or point.sort not in {"day", "month"} or point.last[1] is None:
        return None
    year, month, day = point.last
    assert month is not None
    one = (year, month, day)
    try:
        far = first_day(span, one) if span.ends else final_day(span, one)
    except ValueError:  # no such day: the words are read, and refused, as they stand
        return None
    end: Day = (far.year if year else None, far.month, far.day)
    first, last = (end, point.last) if span.ends else ((year, month, day), end)
    return Phrase(first, last, "range", rest=point.rest, text=text)


def _from_the_end(phrase: Phrase, parts: set[int]) -> Phrase:
    """The last ten days or the last week of a month, counted from its end."""
    year, month, day = phrase.last
    count = day if DAYS in parts and phrase.first[2] == 1 else 7 if WEEK in parts else None
    if month is None or count is None:
        return phrase
    first = last_day(year or 2001, month) - count + 1
    return phrase._replace(first=(year, month, first), last=(year, month, None), sort="range")


def last_day(year: int, month: int) -> int:
    """The number of days in a month."""
    return calendar.monthrange(year, month)[1]


def span_of(phrase: Phrase, year: int | None = None) -> tuple[dt.date, dt.date] | None:
    """First and last day of a phrase, with `year` where its words name none.

    Raises
    ------
    ValueError
        If the phrase names a day that no calendar has.

    Examples
    --------
    >>> span_of(parse_phrase("Dec–Feb"), 2025)
    (datetime.date(2024, 12, 1), datetime.date(2025, 2, 28))
    """
    y1, m1, d1 = phrase.first
    y2, m2, d2 = phrase.last
    if y2 is None:
        if year is None:
            return None
        y2 = year
        wraps = (m1 or 1, d1 or 1) > (m2 or 12, d2 or 31)
        y1 = year - 1 if wraps else year
    if y1 is None:
        y1 = y2
    start = dt.date(y1, m1 or 1, d1 or 1)
    end = dt.date(y2, m2 or 12, d2 or last_day(y2, m2 or 12))
    if phrase.sort == "week" and start == end:
        if phrase.edge == "end":
            return start - dt.timedelta(days=6), end
        return start, end + dt.timedelta(days=6)
    return start, end
