"""Words for days and periods, found in a sentence and counted back from the day of publication.

The patterns are data (``date`` rows of the languages); what their rules mean is in
`territorial.text.date_rules`. Both days of a span are included.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from territorial.lexicon.months import month_number
from territorial.text.date_context import DateContext
from territorial.text.date_rules import RULES
from territorial.text.language import Language
from territorial.text.patterns import Match, Slot
from territorial.text.spans import Mention, Partial, Period
from territorial.text.tokens import Token, fold, tokenize

ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "І": 1, "ІІ": 2, "ІІІ": 3}
SCALE_MARKS = frozenset({"%", "-"})
NUMERIC = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})$|(\d{1,2})\.(\d{4})$|(\d{1,2})\.(\d{2})$"
)

# The rules that give one day.
DAYS = frozenset(
    {"day", "numeric", "ordinal_day", "weekday", "today", "today_by", "yesterday", "both"}
)
# The rules that give a span up to the day of the text.
SPANS = frozenset({"past", "last", "this"})
# The slots of a date that words of a category can fill; digits and months come on top.
FILLING = {"number": "n", "weekday": "W", "timeunit": "U", "ordinal": "O"}


@lru_cache(maxsize=65536)
def filled_slots(language: Language, text: str) -> str:
    """The slots of a date that may begin with a token: none that is not named can."""
    if text[0].isdecimal():
        return "ndyDO"
    lower = fold(text)
    bare = lower.removesuffix("'s")
    found = [
        slot
        for category, slot in FILLING.items()
        if language.word(category, lower) is not None
        or (bare != lower and language.word(category, bare) is not None)
    ]
    if text in ROMAN:
        found.append("O")
    if month_number(bare, language.code) is not None:
        found.append("M")
    return "".join(found)


class DateReader(DateContext):
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
        super().__init__(language, published, historic=historic)
        self._slots: dict[str, Slot] = {
            "n": self._number, "d": self._day, "y": self._year, "M": self._month,
            "W": self._weekday, "U": self._unit, "O": self._ordinal, "D": self._numeric,
        }  # fmt: skip

    def read(self, tokens: Sequence[Token], *, apart: bool = False) -> list[Mention]:
        """The periods that a sentence names, in order; `apart` keeps "June, July" two."""
        fillers = [filled_slots(self.language, token.text) for token in tokens]
        atoms = _widest(
            match
            for match in self.language.atoms.matches(tokens, self._slots, fillers=fillers)
            if not (apart and match.values[0] == "months")
            and not (match.values[0] == "nth_like" and _goes_on(tokens, match.last))
            and not (match.values[0] == "year" and self._adjectival(tokens, match))
        )
        nodes = {match.first: match for match in atoms}
        for _ in range(3 if nodes else 0):
            at: dict[int, Match] = dict(nodes)

            def read_node(
                _: Sequence[Token], place: int, at: dict[int, Match] = at
            ) -> tuple[object, int] | None:
                match = at.get(place)  # "the seven days to Sunday" are not "the seven days"
                return None if match is None or match.values[0] == "in_all" else (match, match.last)

            slots = {**self._slots, "T": read_node}
            begins = [fills + "T" * (at in nodes) for at, fills in enumerate(fillers)]
            grown = [
                match
                for match in self.language.spans.matches(tokens, slots, fillers=begins)
                if (nodes.get(match.first) is None or match.last > nodes[match.first].last)
                and not (match.values[0] == "both" and (apart or _unlike(match)))
            ]
            grown = _settled(grown)
            if not grown:
                break
            nodes = {match.first: match for match in _widest([*nodes.values(), *grown])}
        mentions: list[Mention] = []
        before = self.context_year
        for match in sorted(nodes.values()):
            if match.values[0] == "since" and self._before_when(tokens, match.last):
                inner = dict(match.slots).get("T")
                match = inner if isinstance(inner, Match) else match
            period = self.evaluate(match)
            if period is not None:
                mentions.append(Mention(match.first, match.last, period, match.values[0]))
                if period.start is not None and not period.point:
                    self.told = period
                if (
                    period.start is not None
                    and period.unit in ("month", "quarter", "week", "half", "year")
                    and not (len(mentions) > 1 and self._compared(tokens, match.first))
                ):
                    self.history.append(period)
        if any(self.language.word("comparison", token.lower) is not None for token in tokens[:4]):
            self.context_year = before  # "For comparison, in 2023 it lost 540 km²."
        self.year_is_near = self.context_year is not None and self.context_year != before
        kept = []
        for mention, following in itertools.zip_longest(mentions, mentions[1:]):
            if (
                following is None
                or following.period.start is None
                or not _explained(tokens, mention, following)
            ):
                kept.append(mention)
            elif mention.rule == "past" and _one_week(following.period):
                self.history.append(following.period._replace(unit="week"))
        return kept

    def _before_when(self, tokens: Sequence[Token], at: int) -> bool:
        """As in "since November, when Moscow took 700 km²": November is the day of what follows.

        Not so where what follows tells of no figure: "since 27 October, when it began, 23 towns".
        """
        at += at < len(tokens) and tokens[at].text == ","
        if at >= len(tokens) or self.language.word("when", tokens[at].lower) is None:
            return False
        end = next((n for n in range(at, len(tokens)) if tokens[n].text == ","), len(tokens))
        return any(
            tokens[n].is_number and not tokens[n - 1].is_capital for n in range(at, end)
        )  # "Operation 1027" is no figure

    def _compared(self, tokens: Sequence[Token], at: int) -> bool:
        """As in "In September it took less than in August": August is no "month" to go back to."""
        return any(
            self.language.word("against", token.lower) is not None
            for token in tokens[max(0, at - 2) : at]
        )

    def _adjectival(self, tokens: Sequence[Token], match: Match) -> bool:
        """As in "the 1974 line": a year that only describes a thing."""
        if match.last >= len(tokens) or match.last - match.first > 1 or match.first == 0:
            return False
        following = tokens[match.last]
        before = tokens[match.first - 1].lower
        return (
            (following.is_word and self.language.word("article", before) is not None)
            or (before == "the" and following.is_word and following.text.islower())
        ) and self.language.word("preposition", following.lower) is None

    def _number(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        text = tokens[at].text
        if text.isdecimal() and len(text) <= 4 and not 1800 <= int(text) <= 2199:
            return int(text), at + 1
        value = self.language.word("number", tokens[at].lower)
        return None if value is None else (int(float(value)), at + 1)

    def _day(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        text = tokens[at].text
        if not (text.isdecimal() and len(text) <= 2 and 1 <= int(text) <= 31):
            return None
        if at + 1 < len(tokens) and self.language.phrases.begins(tokens[at + 1].lower, "unit"):
            return None  # "in February 12 villages were lost"
        return int(text), at + 1

    def _year(self, tokens: Sequence[Token], at: int) -> tuple[object, int] | None:
        text = tokens[at].text
        if len(text) == 4 and text.isdecimal() and 1800 <= int(text) <= 2199:
            following = tokens[at + 1].text if at + 1 < len(tokens) else ""
            if self.language.opens_unit(following):
                return None
            ending = following in ("-", "‑") and at + 2 < len(tokens)  # "2025-го"
            if ending and tokens[at + 2].start == tokens[at].end + 1 and tokens[at + 2].is_word:
                return int(text), at + 3
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
        if (
            text.isdecimal()
            and len(text) == 1
            and at + 1 < len(tokens)
            and (tokens[at + 1].lower in ("st", "nd", "rd", "th"))
        ):
            return int(text), at + 2
        roman = ROMAN.get(text)
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

    def evaluate(self, match: Match) -> Period | None:
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


def _settled(grown: Sequence[Match]) -> list[Match]:
    """Those whose last date does not go on: in "August and the first week of May" the week does."""
    reach: dict[int, int] = {}
    for match in grown:
        reach[match.first] = max(reach.get(match.first, 0), match.last)
    return [
        match
        for match in grown
        if not any(
            isinstance(child, Match)
            and child.first > match.first
            and reach.get(child.first, 0) > match.last
            for _, child in match.slots
        )
    ]


def _unlike(both: Match) -> bool:
    """As in "took a village on Sunday and in the past week 2 km²": a day and a span are two dates."""
    rules = [match.values[0] for _, match in both.slots if isinstance(match, Match)]
    return rules[0] in DAYS and rules[-1] in SPANS


def _widest(matches: Iterable[Match]) -> list[Match]:
    """Matches that do not overlap: "the last week of May" is worth more than "in the last week"."""
    chosen: list[Match] = []
    taken: set[int] = set()
    for match in sorted(
        matches,
        key=lambda match: (match.first - match.last, match.first, match.values[0] == "vague"),
    ):
        words = range(match.first, match.last)
        if taken.isdisjoint(words):
            chosen.append(match)
            taken.update(words)
    return chosen


def _explained(tokens: Sequence[Token], mention: Mention, following: Mention) -> bool:
    """As in "in five days, 7-11 September", "за тиждень (3–9 листопада)": the days that follow count."""
    words = tokens[mention.last : following.first]
    if mention.period.unit == "vague":
        return len(words) <= 1
    if following.period.since and not words:  # "in the past five days since 6 September"
        return mention.rule == "past"
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


def _one_week(period: Period) -> bool:
    """As in "the past week from Monday, 1 September, to Sunday": what "the past week" then means."""
    return (
        period.start is not None
        and period.end is not None
        and (6 <= (period.end - period.start).days <= 7)
    )


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word follows: "in the first week" names no quarter."""
    if at >= len(tokens) or tokens[at].lower == "and":
        return False
    return tokens[at].is_word or tokens[at].is_number


def _checked(partial: Partial, end: int) -> tuple[object, int] | None:
    if not 1 <= partial.month <= 12 or (partial.day is not None and not 1 <= partial.day <= 31):
        return None
    return partial, end


def date_alone(text: str, language: Language) -> dt.date | None:
    """The full date that a line holds and nothing else but a weekday, or None."""
    tokens = tokenize(text)
    reader = DateReader(language, dt.date(dt.MAXYEAR, 12, 31))
    mentions = reader.read(tokens)
    days = [m for m in mentions if m.rule in ("day", "numeric") and m.period.unit == "day"]
    if len(days) != 1 or not any(
        (token.text.isdecimal() and len(token.text) == 4) or "." in token.text for token in tokens
    ):
        return None
    named = {at for m in mentions for at in range(m.first, m.last)}
    rest = [t for at, t in enumerate(tokens) if at not in named and t.is_word]
    extra = [t for t in rest if t.lower not in ("published", "on", "date", "updated", "posted")]
    return None if extra else days[0].period.start
