"""The years that stand round a table, for periods that name none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from territorial.errors import PeriodError
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.phrases import Phrase, span_of


class Years:
    """The years that stand round a table, for periods that name none."""

    def __init__(self, hints: Hints, titles: Sequence[Phrase], around: Sequence[str] = ()) -> None:
        self.hints = hints
        self.spare, self.told_by = spare_year(around)
        self.span = next((span for one in titles if one.dated and (span := safe_span(one))), None)

    def base(self, phrase: Phrase) -> tuple[int | None, str]:
        """The first year to try for a phrase, and where it comes from."""
        if self.span:
            start, end = self.span
            for year in range(start.year, end.year + 2):
                found = safe_span(phrase, year)
                if found and start <= found[0] and found[1] <= end:
                    return year, "context"
            return start.year, "context"
        if self.hints.year is not None:
            return self.hints.year, "context"
        return None, ""

    def before_published(self, phrase: Phrase) -> tuple[int | None, str]:
        """The latest year in which the phrase does not begin after the day of publication."""
        day = self.hints.published
        if day is None:
            return None, ""
        found = safe_span(phrase, day.year)
        later = found is not None and found[0] > day
        return day.year - later, "published"


def spare_year(around: Sequence[str]) -> tuple[int | None, str]:
    """The one year that the file's name or a sheet without figures names, and which of them."""
    for line in around:
        found = {int(one) for one in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", line)}
        if len(found) == 1:
            return found.pop(), line
    return None, ""


def safe_span(phrase: Phrase, year: int | None = None) -> tuple[dt.date, dt.date] | None:
    """The days of a phrase, or None where no calendar has them."""
    try:
        return span_of(phrase, year)
    except ValueError:
        return None


def fixed_span(phrase: Phrase, year: int | None, where: str) -> tuple[dt.date, dt.date] | None:
    """The days of a phrase.

    Raises
    ------
    PeriodError
        If it names a day that no calendar has, or ends before it begins.
    """
    try:
        span = span_of(phrase, year)
    except ValueError as error:
        raise PeriodError(
            "a date that exists",
            f"{phrase.text!r} ({error})",
            "correct the date in the table",
            where=where,
        ) from None
    if span and span[1] < span[0]:
        raise PeriodError(
            "a period whose end is not before its start",
            repr(phrase.text),
            "correct the date in the table",
            where=where,
        )
    return span
