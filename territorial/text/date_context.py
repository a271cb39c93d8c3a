"""What is known while the periods of an article are read: the day it counts from, years nearby."""

from __future__ import annotations

import datetime as dt

from territorial.text.language import Language
from territorial.text.patterns import Match
from territorial.text.spans import Partial, Period, month_span

# A date this many days ago at most is told without its year, whatever year stood nearby.
RECENT = 62


class DateContext:
    """The state of reading dates, and how a date without its year is settled.

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

    def evaluate(self, match: Match) -> Period | None:
        """The period of a matched date."""
        raise NotImplementedError

    def child(self, slots: dict[str, object], name: str = "T") -> Period | None:
        """The period of a slot that holds another date."""
        match = slots[name]
        return self.evaluate(match) if isinstance(match, Match) else None

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
            return Partial(whole(inner.get("y")), whole(inner["M"]) or 1, whole(inner.get("d")))
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


def whole(value: object) -> int | None:
    """A slot's value where it is a whole number."""
    return value if isinstance(value, int) else None
