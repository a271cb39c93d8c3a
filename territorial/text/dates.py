"""Words for days and periods as spans of days, counted back from the day of publication.

The patterns are data (``date`` rows of the languages); this module holds what
their rules mean. Both days of a span are included.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from territorial.text.language import Language
from territorial.text.patterns import Match, Slot
from territorial.text.tokens import Token, tokenize

DAY = dt.timedelta(days=1)
SCALE_MARKS = frozenset({"%", "-"})
# A date this many days ago at most is told without its year, whatever year stood nearby.
RECENT = 62
EVENTS = {
    # 24 February 2022: start of the full-scale invasion of Ukraine, UN General Assembly ES-11/1
    "full-scale invasion": dt.date(2022, 2, 24),
}
NUMERIC = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$|(\d{1,2})\.(\d{4})$|(\d{1,2})\.(\d{2})$"
)


class Period(NamedTuple):
    """A span of days, or None twice where the words leave it open.

    `unit` is the calendar unit that was named (day, week, month, quarter, half,
    year, span, vague); `point` marks a day that a state can be told for.
    """

    start: dt.date | None
    end: dt.date | None
    unit: str
    basis: str
    point: bool = False
    since: bool = False


class Mention(NamedTuple):
    """A period and the tokens ``first`` to ``last`` (not included) that name it."""

    first: int
    last: int
    period: Period
    rule: str


class Partial(NamedTuple):
    """A calendar date or month whose year may be missing."""

    year: int | None
    month: int
    day: int | None
    last: bool = False


def month_days(year: int, month: int) -> int:
    """The number of days of a month."""
    following = dt.date(year + month // 12, month % 12 + 1, 1) if year < dt.MAXYEAR else None
    return 31 if following is None else (following - DAY).day


def month_span(year: int, month: int) -> tuple[dt.date, dt.date]:
    """First and last day of a month."""
    return dt.date(year, month, 1), dt.date(year, month, month_days(year, month))


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return dt.date(year, month + 1, min(day.day, month_days(year, month + 1)))


VAGUE = Period(None, None, "vague", "relative")


class DateReader:
    """Reads the periods of one article, sentence after sentence.

    Parameters
    ----------
    language : Language
        Whose ``date`` rows are used.
    published : datetime.date
        The day from which relative words count.
    historic : bool, optional
        Whether the article tells of years long past alone.
    """

    def __init__(self, language: Language, published: dt.date, *, historic: bool = False) -> None:
        self.language = language
        self.published = published
        self.historic = historic
        self.anchor: Period | None = None
        self.told: Period | None = None
        self.context_year: int | None = None
        self.history: list[Period] = []
        self.year_is_near = False  # told in this sentence or the one before
        self._slots: dict[str, Slot] = {
            "n": self._number, "d": self._day, "y": self._year, "M": self._month,
            "W": self._weekday, "U": self._unit, "O": self._ordinal, "D": self._numeric,
        }  # fmt: skip

    def read(self, tokens: Sequence[Token], apart: bool = False) -> list[Mention]:
        """The periods that a sentence names, in order; `apart` keeps "June, July" two."""
        atoms = _widest(
            match
            for match in self.language.atoms.matches(tokens, self._slots)
            if not (apart and match.values[0] == "months")
            and not (match.values[0] == "nth_like" and _goes_on(tokens, match.last))
            and not (match.values[0] == "year" and self._adjectival(tokens, match))
        )
        nodes = {match.first: match for match in atoms}
        for _ in range(3):
            at: dict[int, Match] = dict(nodes)

            def read_node(
                tokens: Sequence[Token], place: int, at: dict[int, Match] = at
            ) -> tuple[object, int] | None:
                match = at.get(place)
                return None if match is None else (match, match.last)

            slots = {**self._slots, "T": read_node}
            grown = [
                match
                for match in self.language.spans.matches(tokens, slots)
                if (nodes.get(match.first) is None or match.last > nodes[match.first].last)
                and not (apart and match.values[0] == "both")
            ]
            if not grown:
                break
            nodes = {match.first: match for match in _widest([*nodes.values(), *grown])}
        mentions: list[Mention] = []
        before = self.context_year
        for match in sorted(nodes.values()):
            period = self._evaluate(match)
            if period is not None:
                mentions.append(Mention(match.first, match.last, period, match.values[0]))
                if period.start is not None and not period.point:
                    self.told = period
                if period.start is not None and period.unit in ("month", "quarter", "week"):
                    self.history.append(period)
        self.year_is_near = self.context_year is not None and self.context_year != before
        return [
            mention
            for at, mention in enumerate(mentions)
            if at + 1 == len(mentions)
            or mentions[at + 1].period.start is None
            or not _explained(tokens, mention, mentions[at + 1])
        ]

    def _adjectival(self, tokens: Sequence[Token], match: Match) -> bool:
        """ "the 1974 line": a year that only describes a thing."""
        if match.last >= len(tokens) or match.last - match.first > 1 or match.first == 0:
            return False
        following = tokens[match.last]
        before = tokens[match.first - 1].lower
        return (
            following.is_word
            and self.language.word("article", before) is not None
            or (before == "the" and following.is_word and following.text.islower())
        ) and self.language.word("preposition", following.lower) is None

    # -- what a slot may hold -------------------------------------------------

    def _number(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        text = tokens[at].text
        if text.isdecimal() and len(text) <= 4 and not 1800 <= int(text) <= 2199:
            return int(text), at + 1
        value = self.language.word("number", tokens[at].lower)
        return None if value is None else (int(float(value)), at + 1)

    def _day(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        text = tokens[at].text
        if text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31:
            return int(text), at + 1
        return None

    def _year(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        text = tokens[at].text
        if len(text) == 4 and text.isdecimal() and 1800 <= int(text) <= 2199:
            following = tokens[at + 1].text if at + 1 < len(tokens) else ""
            if self.language.opens_unit(following):
                return None
            return int(text), at + 1
        return None

    def _month(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        token = tokens[at]
        if token.lower.endswith("'s"):
            token = token._replace(lower=token.lower[:-2])
        month = self.language.month(token)
        if month is None:
            return None
        if (
            self.language.free_order
            and at
            and token.is_capital
            and (tokens[at - 1].is_word and tokens[at - 1].text.islower())
        ):  # the village of Січневе
            return None
        dotted = (
            at + 1 < len(tokens)
            and tokens[at + 1].text == "."
            and len(tokens[at].text) <= 4
            and tokens[at + 1].start == tokens[at].end
        )
        return month, at + 1 + dotted

    def _weekday(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        if self.language.capital_months and not tokens[at].is_capital:
            return None
        value = self.language.word("weekday", tokens[at].lower)
        return None if value is None else (int(value), at + 1)

    def _unit(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        value = self.language.word("timeunit", tokens[at].lower.removesuffix("'s"))
        return None if value is None else (value, at + 1)

    def _ordinal(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        value = self.language.word("ordinal", tokens[at].lower)
        if value is not None:
            return int(value), at + 1
        text = tokens[at].text
        if text.isdecimal() and len(text) == 1 and at + 1 < len(tokens):
            if tokens[at + 1].lower in ("st", "nd", "rd", "th"):
                return int(text), at + 2
        roman = {"I": 1, "II": 2, "III": 3, "IV": 4, "І": 1, "ІІ": 2, "ІІІ": 3}.get(text)
        return None if roman is None else (roman, at + 1)

    def _numeric(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        """03.12.2024, 2024-12-03; 12.2024; 03.12 only with a month's number."""
        match = NUMERIC.match(tokens[at].text)
        if match:
            day, month, year, month_only, year_only, day_short, month_short = match.groups()
            if day:
                full = int(year) + (2000 if len(year) == 2 else 0)
                return _checked(Partial(full, int(month), int(day)), at + 1)
            if month_only:
                return _checked(Partial(int(year_only), int(month_only), None), at + 1)
            following = tokens[at + 1].lower if at + 1 < len(tokens) else ""
            if self.language.opens_quantity(following) or following in SCALE_MARKS:
                return None  # 19.04%
            if int(month_short) <= 12 and len(month_short) == 2 and len(day_short) == 2:
                return _checked(Partial(None, int(month_short), int(day_short)), at + 1)
            return None
        if (
            at + 4 < len(tokens)
            and len(tokens[at].text) == 4
            and tokens[at].text.isdecimal()
            and tokens[at + 1].text == tokens[at + 3].text == "-"
            and tokens[at + 2].text.isdecimal()
            and tokens[at + 4].text.isdecimal()
            and tokens[at + 4].end - tokens[at].start == 10
        ):
            year_, month_, day_ = (int(tokens[at + step].text) for step in (0, 2, 4))
            return _checked(Partial(year_, month_, day_), at + 5)
        return None

    # -- what a rule means ----------------------------------------------------

    def _evaluate(self, match: Match) -> Period | None:
        rule = RULES.get(match.values[0])
        if rule is None:
            raise KeyError(f"no such date rule: {match.values[0]!r} ({match.rule.source})")
        argument = match.values[1] if len(match.values) > 1 else ""
        try:
            period = rule(self, dict(match.slots), argument)
        except (ValueError, OverflowError):  # 31 June, year 0: words that name no day
            return None
        if period is not None and period.start is not None and not period.since:
            self.anchor = period
        return period

    def child(self, slots: dict[str, object], name: str = "T") -> Period | None:
        """The period of a slot that holds another date."""
        match = slots[name]
        return self._evaluate(match) if isinstance(match, Match) else None

    def partial(self, slots: dict[str, object], name: str = "T") -> Partial | None:
        """A slot's date before its year is settled, where it is a plain date."""
        match = slots[name]
        if not isinstance(match, Match):
            return None
        inner = dict(match.slots)
        kind = match.values[0]
        if len(match.values) > 1:
            return None
        if kind == "numeric":
            value = inner["D"]
            return value if isinstance(value, Partial) else None
        if kind in ("day", "month"):
            return Partial(_int(inner.get("y")), _int(inner["M"]) or 1, _int(inner.get("d")))
        return None

    def year_for(self, month: int, day: int | None = None) -> int:
        """The year of a month told without one: of the words nearby, else the latest begun."""
        latest = self.published.year
        if (month, day or 1) > (self.published.month, self.published.day):
            latest -= 1
        if self.context_year is not None and self.historic:
            return self.context_year  # history is not told by anniversaries
        if self.context_year is not None and self.context_year < self.published.year - 1:
            end = (
                month_span(latest, month)[1]
                if day is None
                else dt.date(latest, month, min(day, 28))
            )
            if (self.published - end).days > RECENT:
                return self.context_year
        return latest

    def the_year(self) -> int:
        """What "the year" means here."""
        if self.context_year is None:
            return self.published.year
        near = self.historic or self.context_year >= self.published.year - 1
        return self.context_year if near or self.year_is_near else self.published.year

    def settle(self, partial: Partial) -> tuple[Period, bool]:
        """A date as a period, and whether its year stood in the words."""
        told = partial.year is not None
        year = (
            partial.year if partial.year is not None else self.year_for(partial.month, partial.day)
        )
        if told:
            self.context_year = year
        basis = "explicit" if told or year >= self.published.year - 1 else "context"
        if partial.day is not None:
            day = dt.date(year, partial.month, partial.day)
            return Period(day, day, "day", basis, point=True), told
        start, end = month_span(year, partial.month)
        return Period(start, self.not_after(start, end), "month", basis), told

    def not_after(self, start: dt.date, end: dt.date) -> dt.date:
        """The end of a span, at most the day of publication once it has begun."""
        return min(end, self.published) if start <= self.published else end


def _widest(matches: Iterable[Match]) -> list[Match]:
    """Matches that do not overlap: "the last week of May" is worth more than "in the last week"."""
    chosen: list[Match] = []
    taken: set[int] = set()
    for match in sorted(matches, key=lambda match: (match.first - match.last, match.first)):
        words = range(match.first, match.last)
        if taken.isdisjoint(words):
            chosen.append(match)
            taken.update(words)
    return chosen


def _explained(tokens: Sequence[Token], mention: Mention, following: Mention) -> bool:
    """ "in five days, 7-11 September", "за тиждень (3–9 листопада)": the days that follow count."""
    words = tokens[mention.last : following.first]
    if mention.period.unit == "vague":
        return len(words) <= 1
    return (
        mention.period.basis == "relative"
        and following.period.unit == "span"
        and (
            following.period.basis != "relative"
            and not following.period.since
            and len(words) <= 2
            and all(not token.is_word or len(token.text) <= 2 for token in words)
            and mention.period.unit in ("day", "week", "month")
            and not mention.period.point
        )
    )


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word follows: "in the first week" names no quarter."""
    if at >= len(tokens) or tokens[at].lower == "and":
        return False
    return tokens[at].is_word or tokens[at].is_number


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _checked(partial: Partial, end: int) -> tuple[object, int] | None:
    if not 1 <= partial.month <= 12 or (partial.day is not None and not 1 <= partial.day <= 31):
        return None
    return partial, end


Slots = dict[str, object]
Meaning = Callable[[DateReader, Slots, str], "Period | None"]
RULES: dict[str, Meaning] = {}


def _rule(name: str) -> Callable[[Meaning], Meaning]:
    def keep(function: Meaning) -> Meaning:
        RULES[name] = function
        return function

    return keep


def _of(slots: Slots, name: str) -> int:
    value = slots[name]
    if not isinstance(value, int):
        raise ValueError(name)
    return value


def _span(reader: DateReader, start: dt.date, end: dt.date, unit: str, basis: str) -> Period:
    return Period(start, reader.not_after(start, end), unit, basis, point=start == end)


@_rule("vague")
def _vague(reader: DateReader, slots: Slots, argument: str) -> Period:
    if "T" in slots:  # "by mid-November": no days, but what "the month" means afterwards
        reader.child(slots)
    return VAGUE


@_rule("day")
def _day(reader: DateReader, slots: Slots, argument: str) -> Period:
    year = _int(slots.get("y"))
    if argument:
        year = reader.published.year + int(argument)
    return reader.settle(Partial(year, _of(slots, "M"), _of(slots, "d")))[0]


@_rule("ordinal_day")
def _ordinal_day(reader: DateReader, slots: Slots, argument: str) -> Period:
    partial = Partial(_int(slots.get("y")), _of(slots, "M"), _of(slots, "O"))
    return reader.settle(partial)[0]


@_rule("numeric")
def _numeric(reader: DateReader, slots: Slots, argument: str) -> Period | None:
    value = slots["D"]
    return reader.settle(value)[0] if isinstance(value, Partial) else None


@_rule("days")
def _days(reader: DateReader, slots: Slots, argument: str) -> Period:
    year = reader.published.year + int(argument) if argument else _int(slots.get("y"))
    end, _ = reader.settle(Partial(year, _of(slots, "M"), _of(slots, "d2")))
    assert end.end is not None
    start = end.end.replace(day=_of(slots, "d"))
    if start > end.end:
        raise ValueError("days in the wrong order")
    return Period(start, end.end, "span", end.basis)


@_rule("month")
def _month(reader: DateReader, slots: Slots, argument: str) -> Period:
    month = _of(slots, "M")
    year = _int(slots.get("y"))
    if argument == "last":
        year = reader.year_for(month)
        if (year, month) == (reader.published.year, reader.published.month):
            year -= 1
        start, end = month_span(year, month)
        return Period(start, end, "month", "relative")
    if argument:
        year = reader.published.year + int(argument)
        start, end = month_span(year, month)
        return _span(reader, start, end, "month", "relative")
    return reader.settle(Partial(year, month, None))[0]


@_rule("months")
def _months(reader: DateReader, slots: Slots, argument: str) -> Period:
    last, _ = reader.settle(Partial(_int(slots.get("y")), _of(slots, "M2"), None))
    assert last.start is not None and last.end is not None
    first = last.start.replace(month=_of(slots, "M"))
    if first > last.start:
        first = first.replace(year=first.year - 1)
    return Period(first, last.end, "span", last.basis)


@_rule("year")
def _year(reader: DateReader, slots: Slots, argument: str) -> Period:
    year = _of(slots, "y")
    reader.context_year = year
    return _span(reader, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "explicit")


def _part_of_year(reader: DateReader, slots: Slots, argument: str, size: int, unit: str) -> Period:
    number = _int(slots.get("O")) or _int(slots.get("n")) or int(argument or 0)
    if not 1 <= number <= 12 // size:
        raise ValueError(unit)
    year = _int(slots.get("y"))
    basis = "explicit"
    if year is None:
        year = reader.the_year()
        if (
            reader.context_year is None
            and dt.date(year, (number - 1) * size + 1, 1) > reader.published
        ):
            year -= 1
        basis = "context" if reader.context_year is not None else "explicit"
    else:
        reader.context_year = year
    start = dt.date(year, (number - 1) * size + 1, 1)
    end = month_span(year, number * size)[1]
    return _span(reader, start, end, unit, basis)


@_rule("quarter")
def _quarter(reader: DateReader, slots: Slots, argument: str) -> Period:
    return _part_of_year(reader, slots, argument, 3, "quarter")


@_rule("half")
def _half(reader: DateReader, slots: Slots, argument: str) -> Period:
    return _part_of_year(reader, slots, argument, 6, "half")


@_rule("half_month")
def _half_month(reader: DateReader, slots: Slots, argument: str) -> Period:
    month = _int(slots.get("M"))
    if month is None:  # "the first half of the month": of the one named last
        named = (reader.anchor and reader.anchor.end) or reader.published
        period, _ = reader.settle(Partial(named.year, named.month, None))
    else:
        period, _ = reader.settle(Partial(_int(slots.get("y")), month, None))
    assert period.start is not None
    last = month_span(period.start.year, period.start.month)[1]
    if _of(slots, "O") == 1:
        return Period(period.start, period.start.replace(day=15), "span", period.basis)
    return _span(reader, period.start.replace(day=16), last, "span", period.basis)


@_rule("decade")
def _decade(reader: DateReader, slots: Slots, argument: str) -> Period:
    """The first, second or last ten days of a month."""
    period, _ = reader.settle(Partial(_int(slots.get("y")), _of(slots, "M"), None))
    number = _of(slots, "O")
    if period.start is None or not 1 <= number <= 3:
        raise ValueError("decade")
    start = period.start.replace(day=number * 10 - 9)
    last = month_span(start.year, start.month)[1]
    return _span(
        reader, start, start.replace(day=number * 10) if number < 3 else last, "span", period.basis
    )


@_rule("season")
def _season(reader: DateReader, slots: Slots, argument: str) -> Period:
    """The latest whole season begun: three months from the month of the argument."""
    month = int(argument)
    year = _int(slots.get("y")) or reader.year_for(month)
    start = dt.date(year, month, 1)
    return _span(reader, start, add_months(start, 3) - DAY, "span", "relative")


@_rule("year_ago")
def _year_ago(reader: DateReader, slots: Slots, argument: str) -> Period:
    """The calendar year that lies so many years back: торік, в прошлом году."""
    year = reader.published.year - int(argument)
    if argument != "0":
        reader.context_year = year
    return _span(reader, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative")


def _ahead(start: dt.date, count: int, unit: str) -> dt.date:
    """Last day of `count` units that begin on `start`."""
    if unit == "day":
        return start + DAY * (count - 1)
    if unit == "hour":
        return start + DAY * (max(1, -(-count // 24)) - 1)
    if unit in ("week", "fortnight"):
        return start + DAY * (count * (7 if unit == "week" else 14) - 1)
    return add_months(start, count * {"month": 1, "quarter": 3, "year": 12}[unit]) - DAY


def _back(end: dt.date, count: int, unit: str) -> dt.date:
    """First day of `count` units that end on `end`."""
    if unit == "day":
        return end - DAY * (count - 1)
    if unit == "hour":
        return end - DAY * (max(1, -(-count // 24)) - 1)
    if unit in ("week", "fortnight"):
        return end - DAY * (count * (7 if unit == "week" else 14) - 1)
    months = {"month": 1, "quarter": 3, "year": 12}[unit] * count
    if end.day == month_days(end.year, end.month):
        return add_months(end.replace(day=1), 1 - months)
    return add_months(end, -months) + DAY


def _unit_of(slots: Slots) -> tuple[int, str]:
    count = _int(slots.get("n")) or 1
    unit = slots["U"]
    if not isinstance(unit, str) or not 1 <= count <= 1000:
        raise ValueError("units of time")
    return count, unit


@_rule("past")
def _past(reader: DateReader, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    anchor = reader.anchor
    if argument == "bare" and anchor is not None and anchor.unit == unit == "month":
        return anchor._replace(basis="context")  # "У жовтні ... За місяць"
    if unit == "month":  # "in the past month": month-long, ending on the day of publication
        start = add_months(reader.published, -count) + DAY
    else:
        start = _back(reader.published, count, unit)
    return Period(start, reader.published, unit, "relative")


def _calendar(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
    """The calendar unit that holds a day; weeks run from Monday to Sunday."""
    if unit == "week":
        start = day - DAY * day.weekday()
        return start, start + DAY * 6
    if unit == "month":
        return month_span(day.year, day.month)
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return dt.date(day.year, first, 1), month_span(day.year, first + 2)[1]
    if unit == "year":
        return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    return day, day


@_rule("last")
def _last(reader: DateReader, slots: Slots, argument: str) -> Period:
    unit = str(slots["U"])
    if unit in ("hour", "fortnight"):
        return Period(_back(reader.published, 1, unit), reader.published, unit, "relative")
    start, _ = _calendar(reader.published, unit)
    for _ in range(int(argument or 1)):
        start, end = _calendar(start - DAY, unit)
    if unit == "year":
        reader.context_year = start.year
    return Period(start, end, unit, "relative", point=unit == "day")


@_rule("this")
def _this(reader: DateReader, slots: Slots, argument: str) -> Period:
    unit = str(slots["U"])
    if unit == "week":
        return Period(reader.published - DAY * 6, reader.published, "week", "relative")
    start, end = _calendar(reader.published, unit)
    return _span(reader, start, end, unit, "relative")


@_rule("before")
def _before(reader: DateReader, slots: Slots, argument: str) -> Period:
    """The unit before the period named last: "the month before", "a year earlier"."""
    count, unit = _unit_of(slots)
    anchor = reader.anchor
    if anchor is None or anchor.start is None or anchor.end is None:
        start, _ = _calendar(reader.published, unit)
        start, end = _calendar(start - DAY, unit)
        return Period(start, end, unit, "relative")
    if unit in ("hour", "fortnight"):
        return VAGUE
    if anchor.point or (unit == "year" and anchor.unit != "year") or anchor.unit == unit == "week":
        months = {"month": -1, "quarter": -3, "year": -12}.get(unit)
        if months is None:
            shift = DAY * count * (7 if unit == "week" else 1)
            return Period(
                anchor.start - shift, anchor.end - shift, anchor.unit, "relative", anchor.point
            )
        return _shifted(anchor, months * count)
    if unit == "month" and anchor.unit == "day" and not anchor.point:
        return VAGUE
    start, _ = _calendar(anchor.start, unit)
    for _ in range(count):
        start, end = _calendar(start - DAY, unit)
    return Period(start, end, unit, "relative")


def _shifted(period: Period, months: int) -> Period:
    assert period.start is not None and period.end is not None
    start = add_months(period.start, months)
    end = add_months(period.end, months)
    if period.unit in ("month", "quarter", "half", "year"):
        whole = {"month": 0, "quarter": 2, "half": 5, "year": 11}[period.unit]
        last = add_months(start, whole)
        end = month_span(last.year, last.month)[1]
    return Period(start, end, period.unit, "relative", period.point)


@_rule("year_before")
def _year_before(reader: DateReader, slots: Slots, argument: str) -> Period:
    if reader.anchor is None or reader.anchor.start is None:
        return VAGUE
    return _shifted(reader.anchor, -12)


@_rule("ago")
def _ago(reader: DateReader, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    if unit == "day":
        day = reader.published - DAY * count
        return Period(day, day, "day", "relative", point=True)
    if unit == "year" and reader.anchor is not None and reader.anchor.unit == "month":
        return _shifted(reader.anchor, -12 * count)
    return VAGUE


@_rule("ago_year")
def _ago_year(reader: DateReader, slots: Slots, argument: str) -> Period:
    day = add_months(reader.published, -12)
    return Period(day, day, "day", "relative", point=True)


@_rule("today")
def _today(reader: DateReader, slots: Slots, argument: str) -> Period:
    return Period(reader.published, reader.published, "day", "relative", point=True)


@_rule("today_by")
def _today_by(reader: DateReader, slots: Slots, argument: str) -> Period:
    """ "на сьогодні звільнено 40 сіл": a state of today, no deed of today."""
    return Period(reader.published, reader.published, "by", "relative", point=True)


@_rule("yesterday")
def _yesterday(reader: DateReader, slots: Slots, argument: str) -> Period:
    day = reader.published - DAY * int(argument or 1)
    return Period(day, day, "day", "relative", point=True)


@_rule("weekend")
def _weekend(reader: DateReader, slots: Slots, argument: str) -> Period:
    day = reader.published
    sunday = day - DAY * ((day.weekday() + 1) % 7)
    if day.weekday() == 5:  # written on a Saturday: the weekend that runs
        return Period(day, day, "span", "relative")
    return Period(sunday - DAY, sunday, "span", "relative")


@_rule("weekend_of")
def _weekend_of(reader: DateReader, slots: Slots, argument: str) -> Period:
    """The last weekend of the month that was told last, or of the month before publication."""
    day = (reader.anchor.end if reader.anchor is not None else None) or reader.published
    last = month_span(day.year, day.month)[1]
    sunday = last - DAY * ((last.weekday() + 1) % 7)
    return Period(sunday - DAY, sunday, "span", "context")


@_rule("weekday")
def _weekday(reader: DateReader, slots: Slots, argument: str) -> Period:
    back = (reader.published.weekday() - _of(slots, "W")) % 7
    day = reader.published - DAY * back
    return Period(day, day, "day", "relative", point=True)


@_rule("since")
def _since(reader: DateReader, slots: Slots, argument: str) -> Period:
    kept = reader.context_year
    period = reader.child(slots)
    if period is None or period.start is None:
        return VAGUE
    if kept is not None:  # "a thing unheard of since 1914" does not move the story to 1914
        reader.context_year = kept
    start = period.start
    if start > reader.published or (period.unit == "month" and period.basis == "relative"):
        return VAGUE
    return Period(start, reader.published, "span", period.basis, since=True)


@_rule("from_start")
def _from_start(reader: DateReader, slots: Slots, argument: str) -> Period | None:
    """ "from the beginning of the month": as since; "from 5 June" alone stays the day."""
    match = slots["T"]
    if isinstance(match, Match) and match.values[0].startswith("start_of"):
        return _since(reader, slots, argument)
    return reader.child(slots)


@_rule("since_anchor")
def _since_anchor(reader: DateReader, slots: Slots, argument: str) -> Period:
    if (
        reader.anchor is None
        or reader.anchor.start is None
        or reader.anchor.start > reader.published
    ):
        return VAGUE
    return Period(reader.anchor.start, reader.published, "span", "context", since=True)


@_rule("anchor")
def _anchor(reader: DateReader, slots: Slots, argument: str) -> Period:
    if argument == "span" and reader.told is not None:
        return reader.told._replace(basis="context")
    count = _int(slots.get("n"))
    unit = slots.get("U")
    if count is None:
        for period in reversed(reader.history):
            if period.unit == unit:
                return period._replace(basis="context")
    if count is not None and len(reader.history) >= count:
        row = reader.history[-count:]
        starts = [period.start for period in row if period.start is not None]
        ends = [period.end for period in row if period.end is not None]
        return Period(min(starts), max(ends), "span", "context")
    return VAGUE if reader.anchor is None else reader.anchor._replace(basis="context")


@_rule("nth_like")
def _nth_like(reader: DateReader, slots: Slots, argument: str) -> Period | None:
    """ "nearly double the 640 km² of the first": a quarter or half beside the one named last."""
    anchor = reader.anchor
    if anchor is None or anchor.start is None or anchor.unit not in ("quarter", "half"):
        return None
    size = 3 if anchor.unit == "quarter" else 6
    number = _of(slots, "O")
    if not 1 <= number <= 12 // size:
        return None
    start = dt.date(anchor.start.year, (number - 1) * size + 1, 1)
    end = month_span(start.year, number * size)[1]
    return _span(reader, start, end, anchor.unit, "context")


@_rule("start_of")
def _start_of(reader: DateReader, slots: Slots, argument: str) -> Period:
    period = reader.child(slots)
    if period is None or period.start is None:
        return VAGUE
    return Period(period.start, period.start, "day", period.basis, point=True)


@_rule("end_of")
def _end_of(reader: DateReader, slots: Slots, argument: str) -> Period:
    period = reader.child(slots)
    if period is None or period.end is None:
        return VAGUE
    return Period(period.end, period.end, "day", period.basis, point=True)


@_rule("start_of_year")
def _start_of_year(reader: DateReader, slots: Slots, argument: str) -> Period:
    year = reader.published.year + int(argument) if argument else reader.the_year()
    if argument == "0" and reader.context_year is not None and reader.historic:
        year = reader.context_year
    day = dt.date(year, 1, 1)
    return Period(day, day, "day", "relative", point=True)


@_rule("end_of_year")
def _end_of_year(reader: DateReader, slots: Slots, argument: str) -> Period:
    year = reader.published.year + int(argument) if argument else reader.the_year()
    day = dt.date(year, 12, 31)
    return Period(day, day, "day", "relative", point=True)


@_rule("start_of_month")
def _start_of_month(reader: DateReader, slots: Slots, argument: str) -> Period:
    day = reader.published.replace(day=1)
    return Period(day, day, "day", "relative", point=True)


@_rule("end_of_month")
def _end_of_month(reader: DateReader, slots: Slots, argument: str) -> Period:
    day = (reader.anchor.end if reader.anchor else None) or reader.published
    last = month_span(day.year, day.month)[1]
    return Period(last, last, "day", "context", point=True)


@_rule("first_of")
def _first_of(reader: DateReader, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    if argument and unit != argument:  # "за 9 місяців 2025 року", but "за два тижні жовтня"
        return VAGUE
    whole = reader.child(slots)
    if whole is None or whole.start is None:
        return VAGUE
    return Period(
        whole.start,
        reader.not_after(whole.start, _ahead(whole.start, count, unit)),
        "span",
        whole.basis,
    )


@_rule("last_of")
def _last_of(reader: DateReader, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    whole = reader.child(slots)
    if whole is None or whole.end is None:
        return VAGUE
    return Period(_back(whole.end, count, unit), whole.end, "span", whole.basis)


@_rule("nth_of")
def _nth_of(reader: DateReader, slots: Slots, argument: str) -> Period:
    _, unit = _unit_of(slots)
    whole = reader.child(slots)
    number = _of(slots, "O")
    if whole is None or whole.start is None or unit == "hour":
        return VAGUE
    start = whole.start if number == 1 else _ahead(whole.start, number - 1, unit) + DAY
    return Period(start, reader.not_after(start, _ahead(start, 1, unit)), "span", whole.basis)


@_rule("first_of_year")
def _first_of_year(reader: DateReader, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    year = reader.the_year() if argument in ("", "0") else reader.published.year + int(argument)
    start = dt.date(year, 1, 1)
    return _span(reader, start, _ahead(start, count, unit), "span", "relative")


@_rule("first_of_month")
def _first_of_month(reader: DateReader, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    start = reader.published.replace(day=1)
    return _span(reader, start, _ahead(start, count, unit), "span", "relative")


@_rule("unit_to")
def _unit_to(reader: DateReader, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    until = reader.child(slots)
    if until is None or until.end is None:
        return VAGUE
    return Period(_back(until.end, count, unit), until.end, "span", until.basis)


@_rule("event")
def _event(reader: DateReader, slots: Slots, argument: str) -> Period:
    day = EVENTS[argument]
    if day > reader.published:
        return VAGUE
    return Period(day, reader.published, "span", "relative", since=True)


@_rule("between")
def _between(reader: DateReader, slots: Slots, argument: str) -> Period:
    first, second = reader.partial(slots), reader.partial(slots, "T2")
    if first is not None and second is not None:
        end, _ = reader.settle(second)
        assert end.end is not None
        if first.year is None:
            year = end.end.year
            if (first.month, first.day or 1) > (end.end.month, end.end.day):
                year -= 1
            first = first._replace(year=year)
        kept = reader.context_year
        start, _ = reader.settle(first)
        reader.context_year = kept
    else:
        start_, end_ = reader.child(slots), reader.child(slots, "T2")
        if start_ is None or end_ is None:
            return VAGUE
        start, end = start_, end_
    if start.start is None or end.end is None or start.start > end.end:
        return VAGUE
    return Period(start.start, end.end, "span", end.basis)


@_rule("both")
def _both(reader: DateReader, slots: Slots, argument: str) -> Period | None:
    return _between(reader, slots, argument)


@_rule("as_of")
def _as_of(reader: DateReader, slots: Slots, argument: str) -> Period:
    period = reader.child(slots)
    if period is None or period.end is None:
        return VAGUE
    return Period(period.end, period.end, "as_of", period.basis, point=True)


@_rule("by_end")
def _by_end(reader: DateReader, slots: Slots, argument: str) -> Period:
    period = _end_of(reader, slots, argument)
    return VAGUE if period is None else period._replace(unit="by")


@_rule("before_date")
def _before_date(reader: DateReader, slots: Slots, argument: str) -> Period:
    """ "до 9 листопада" names a day; "до 2022 року" leaves open which."""
    period = reader.child(slots)
    if period is None or period.end is None or period.unit not in ("day", "by"):
        return VAGUE
    return Period(period.end, period.end, "by", period.basis, point=True)


@_rule("by")
def _by(reader: DateReader, slots: Slots, argument: str) -> Period | None:
    period = _as_of(reader, slots, argument)
    return None if period is None else period._replace(unit="by")


def date_alone(text: str, language: Language) -> dt.date | None:
    """The full date that a line holds and nothing else but a weekday, or None."""
    tokens = tokenize(text)
    reader = DateReader(language, dt.date(dt.MAXYEAR, 12, 31))
    mentions = reader.read(tokens)
    days = [m for m in mentions if m.rule in ("day", "numeric") and m.period.unit == "day"]
    if len(days) != 1 or not any(
        token.text.isdecimal() and len(token.text) == 4 or "." in token.text for token in tokens
    ):
        return None
    named = {at for m in mentions for at in range(m.first, m.last)}
    rest = [t for at, t in enumerate(tokens) if at not in named and t.is_word]
    extra = [t for t in rest if t.lower not in ("published", "on", "date", "updated", "posted")]
    return None if extra else days[0].period.start
