"""Single spans of days and how they are named, with the standard library alone."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from territorial.errors import PeriodError

DAY = dt.timedelta(days=1)


class Span(NamedTuple):
    """Days from `start` to `end`, both included.

    `span` builds one and looks at the order of its ends.

    Examples
    --------
    >>> Span(dt.date(2025, 2, 1), dt.date(2025, 2, 7)).days
    7
    """

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """How many days it holds [days]."""
        return (self.end - self.start).days + 1


def span(start: dt.date, end: dt.date) -> Span:
    """The days from `start` to `end`, both included.

    Raises
    ------
    PeriodError
        If it ends before it starts.

    Examples
    --------
    >>> span(dt.date(2025, 1, 30), dt.date(2025, 2, 2)).days
    4
    """
    if end < start:
        raise PeriodError(
            "a period that ends on its first day or later",
            f"{start} to {end}",
            "exchange the two days, or mend the year",
        )
    return Span(start, end)


def days_between(start: dt.date, end: dt.date) -> int:
    """How many days a period holds, both ends included [days].

    Raises
    ------
    PeriodError
        If it ends before it starts.

    Examples
    --------
    >>> days_between(dt.date(2024, 2, 1), dt.date(2024, 3, 1))
    30
    """
    return span(start, end).days


def days_in_month(year: int, month: int) -> int:
    """How many days a month has [days].

    Examples
    --------
    >>> days_in_month(2024, 2)
    29
    """
    return month_span(year, month).days


def month_span(year: int, month: int) -> Span:
    """The days of a month.

    Raises
    ------
    PeriodError
        If there is no such month.

    Examples
    --------
    >>> month_span(2025, 2).end
    datetime.date(2025, 2, 28)
    """
    return _months(year, month, 1, 12, "month")


def quarter_span(year: int, quarter: int) -> Span:
    """The days of a quarter, 1 to 4.

    Raises
    ------
    PeriodError
        If there is no such quarter.

    Examples
    --------
    >>> quarter_span(2024, 1).days
    91
    """
    return _months(year, quarter, 3, 4, "quarter")


def half_span(year: int, half: int) -> Span:
    """The days of a half-year, 1 or 2.

    Raises
    ------
    PeriodError
        If there is no such half.

    Examples
    --------
    >>> half_span(2025, 2).start
    datetime.date(2025, 7, 1)
    """
    return _months(year, half, 6, 2, "half-year")


def year_span(year: int) -> Span:
    """The days of a year.

    Raises
    ------
    PeriodError
        If the year is not one of 1 to 9999.

    Examples
    --------
    >>> year_span(2024).days
    366
    """
    return _months(year, 1, 12, 1, "year")


def _months(year: int, number: int, length: int, count: int, name: str) -> Span:
    """The `number`-th stretch of `length` months of a year."""
    if not 1 <= number <= count:
        raise PeriodError(f"a {name} from 1 to {count}", repr(number), "mend the number")
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise PeriodError("a year from 1 to 9999", repr(year), "mend the year")
    last = number * length
    return Span(
        dt.date(year, last - length + 1, 1), dt.date(year, last, calendar.monthrange(year, last)[1])
    )


def week_span(day: dt.date) -> Span:
    """The week of a day, Monday to Sunday (ISO 8601).

    Raises
    ------
    PeriodError
        If the week reaches beyond the years 1 to 9999.

    Examples
    --------
    >>> week_span(dt.date(2025, 2, 7)).start
    datetime.date(2025, 2, 3)
    """
    try:
        monday = day - day.weekday() * DAY
        return Span(monday, monday + 6 * DAY)
    except OverflowError:
        raise PeriodError("a week in the years 1 to 9999", str(day), "mend the year") from None


def days_back(end: dt.date, days: int) -> Span:
    """The `days` days that close on `end`, which is one of them.

    Raises
    ------
    PeriodError
        If `days` is less than one, or reaches before the year 1.

    Examples
    --------
    >>> days_back(dt.date(2025, 2, 7), 7).start
    datetime.date(2025, 2, 1)
    """
    if days < 1:
        raise PeriodError("at least one day", repr(days), "mend the number of days")
    try:
        return Span(end - (days - 1) * DAY, end)
    except OverflowError:
        raise PeriodError("a period after the year 1", f"{days} days", "mend the number") from None


def months_back(end: dt.date, months: int) -> Span:
    """The `months` months that close on `end`, to the same day of the month.

    Where the month before has no such day its last one stands for it.

    Raises
    ------
    PeriodError
        If `months` is less than one, or reaches before the year 1.

    Examples
    --------
    >>> months_back(dt.date(2025, 3, 31), 1)
    Span(start=datetime.date(2025, 3, 1), end=datetime.date(2025, 3, 31))
    >>> months_back(dt.date(2025, 2, 7), 12).start
    datetime.date(2024, 2, 8)
    """
    if months < 1:
        raise PeriodError("at least one month", repr(months), "mend the number of months")
    years, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    before = month_span(years, month + 1)
    return Span(before.start.replace(day=min(end.day, before.end.day)) + DAY, end)


def months_of(start: dt.date, end: dt.date) -> Iterator[tuple[int, int]]:
    """Year and number of each month that the span touches.

    Raises
    ------
    PeriodError
        If it ends before it starts.

    Examples
    --------
    >>> list(months_of(dt.date(2024, 12, 30), dt.date(2025, 1, 2)))
    [(2024, 12), (2025, 1)]
    """
    span(start, end)
    for count in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        year, month = divmod(count, 12)
        yield year, month + 1
