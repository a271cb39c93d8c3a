"""Spans of days and the calendar arithmetic on them; both days are included."""

from __future__ import annotations

import datetime as dt

from territorial.structures import NamedTuple

DAY = dt.timedelta(days=1)


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


VAGUE = Period(None, None, "vague", "relative")


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


def units_ahead(start: dt.date, count: int, unit: str) -> dt.date:
    """Last day of `count` units that begin on `start`."""
    if unit == "day":
        return start + DAY * (count - 1)
    if unit == "hour":
        return start + DAY * (max(1, -(-count // 24)) - 1)
    if unit in ("week", "fortnight"):
        return start + DAY * (count * (7 if unit == "week" else 14) - 1)
    return add_months(start, count * {"month": 1, "quarter": 3, "year": 12}[unit]) - DAY


def units_back(end: dt.date, count: int, unit: str) -> dt.date:
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


def calendar_unit(day: dt.date, unit: str) -> tuple[dt.date, dt.date]:
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


def shifted(period: Period, months: int) -> Period:
    """The same period `months` later; a calendar unit stays one."""
    assert period.start is not None
    assert period.end is not None
    start = add_months(period.start, months)
    end = add_months(period.end, months)
    if period.unit in ("month", "quarter", "half", "year"):
        whole = {"month": 0, "quarter": 2, "half": 5, "year": 11}[period.unit]
        last = add_months(start, whole)
        end = month_span(last.year, last.month)[1]
    return Period(start, end, period.unit, "relative", period.point)
