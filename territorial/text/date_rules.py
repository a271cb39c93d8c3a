"""What the rules of the ``date`` rows mean: words for days and periods as spans of days."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

from territorial.text.date_context import DateContext, whole
from territorial.text.patterns import Match
from territorial.text.spans import (
    DAY,
    VAGUE,
    Partial,
    Period,
    add_months,
    calendar_unit,
    month_span,
    shifted,
    units_ahead,
    units_back,
)

EVENTS = {
    # 24 February 2022: start of the full-scale invasion of Ukraine, UN General Assembly ES-11/1
    "full-scale invasion": dt.date(2022, 2, 24),
}
Slots = dict[str, object]
Meaning = Callable[[DateContext, Slots, str], "Period | None"]
RULES: dict[str, Meaning] = {}


def _rule(name: str) -> Callable[[Meaning], Meaning]:
    def keep(function: Meaning) -> Meaning:
        RULES[name] = function
        return function

    return keep


def _of(slots: Slots, name: str) -> int:
    value = slots[name]
    if not isinstance(value, int):
        raise ValueError(name)  # noqa: TRY004  (a slot that names no number: no date)
    return value


def _span(context: DateContext, start: dt.date, end: dt.date, unit: str, basis: str) -> Period:
    return Period(start, context.not_after(start, end), unit, basis, point=start == end)


@_rule("vague")
def _vague(context: DateContext, slots: Slots, argument: str) -> Period:
    if "T" in slots:  # "by mid-November": no days, but what "the month" means afterwards
        context.child(slots)
    elif "y" in slots:  # "in the summer of 1916": no days, but the year of the dates that follow
        context.context_year = whole(slots["y"])
    return VAGUE


@_rule("open")
def _open(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "held before 2022": no span, and no year for the dates that follow."""
    return VAGUE


@_rule("peak")
def _peak(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "at its peak": another day than now, which one is not told."""
    return VAGUE._replace(unit="peak")


@_rule("day")
def _day(context: DateContext, slots: Slots, argument: str) -> Period:
    year = whole(slots.get("y"))
    if argument:
        year = context.published.year + int(argument)
    return context.settle(Partial(year, _of(slots, "M"), _of(slots, "d")))[0]


@_rule("ordinal_day")
def _ordinal_day(context: DateContext, slots: Slots, argument: str) -> Period:
    partial = Partial(whole(slots.get("y")), _of(slots, "M"), _of(slots, "O"))
    return context.settle(partial)[0]


@_rule("numeric")
def _numeric(context: DateContext, slots: Slots, argument: str) -> Period | None:
    value = slots["D"]
    return context.settle(value)[0] if isinstance(value, Partial) else None


@_rule("days")
def _days(context: DateContext, slots: Slots, argument: str) -> Period:
    year = context.published.year + int(argument) if argument else whole(slots.get("y"))
    end, _ = context.settle(Partial(year, _of(slots, "M"), _of(slots, "d2")))
    assert end.end is not None
    start = end.end.replace(day=_of(slots, "d"))
    if start > end.end:
        raise ValueError("days in the wrong order")
    return Period(start, end.end, "span", end.basis)


@_rule("month")
def _month(context: DateContext, slots: Slots, argument: str) -> Period:
    month = _of(slots, "M")
    year = whole(slots.get("y"))
    if argument == "last":
        year = context.year_for(month)
        if (year, month) == (context.published.year, context.published.month):
            year -= 1
        start, end = month_span(year, month)
        return Period(start, end, "month", "relative")
    if argument:
        year = context.published.year + int(argument)
        start, end = month_span(year, month)
        return _span(context, start, end, "month", "relative")
    return context.settle(Partial(year, month, None))[0]


@_rule("months")
def _months(context: DateContext, slots: Slots, argument: str) -> Period:
    last, _ = context.settle(Partial(whole(slots.get("y")), _of(slots, "M2"), None))
    assert last.start is not None
    assert last.end is not None
    first = last.start.replace(month=_of(slots, "M"))
    if first > last.start:
        first = first.replace(year=first.year - 1)
    return Period(first, last.end, "span", last.basis)


@_rule("year")
def _year(context: DateContext, slots: Slots, argument: str) -> Period:
    year = _of(slots, "y")
    context.context_year = year
    return _span(context, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "explicit")


def _part_of_year(
    context: DateContext, slots: Slots, argument: str, size: int, unit: str
) -> Period:
    number = whole(slots.get("O")) or whole(slots.get("n")) or int(argument or 0)
    if not 1 <= number <= 12 // size:
        raise ValueError(unit)
    year = whole(slots.get("y"))
    basis = "explicit"
    if year is None:
        year = context.the_year()
        if (
            context.context_year is None
            and dt.date(year, (number - 1) * size + 1, 1) > context.published
        ):
            year -= 1
        basis = "context" if context.context_year is not None else "explicit"
    else:
        context.context_year = year
    start = dt.date(year, (number - 1) * size + 1, 1)
    end = month_span(year, number * size)[1]
    return _span(context, start, end, unit, basis)


@_rule("quarter")
def _quarter(context: DateContext, slots: Slots, argument: str) -> Period:
    return _part_of_year(context, slots, argument, 3, "quarter")


@_rule("half")
def _half(context: DateContext, slots: Slots, argument: str) -> Period:
    return _part_of_year(context, slots, argument, 6, "half")


@_rule("half_month")
def _half_month(context: DateContext, slots: Slots, argument: str) -> Period:
    month = whole(slots.get("M"))
    if month is None:  # "the first half of the month": of the one named last
        named = (context.anchor and context.anchor.end) or context.published
        period, _ = context.settle(Partial(named.year, named.month, None))
    else:
        period, _ = context.settle(Partial(whole(slots.get("y")), month, None))
    assert period.start is not None
    last = month_span(period.start.year, period.start.month)[1]
    if _of(slots, "O") == 1:
        return Period(period.start, period.start.replace(day=15), "span", period.basis)
    return _span(context, period.start.replace(day=16), last, "span", period.basis)


@_rule("decade")
def _decade(context: DateContext, slots: Slots, argument: str) -> Period:
    """The first, second or last ten days of a month."""
    period, _ = context.settle(Partial(whole(slots.get("y")), _of(slots, "M"), None))
    number = _of(slots, "O")
    if period.start is None or not 1 <= number <= 3:
        raise ValueError("decade")
    start = period.start.replace(day=number * 10 - 9)
    last = month_span(start.year, start.month)[1]
    return _span(
        context, start, start.replace(day=number * 10) if number < 3 else last, "span", period.basis
    )


@_rule("season")
def _season(context: DateContext, slots: Slots, argument: str) -> Period:
    """The latest whole season begun: three months from the month of the argument."""
    month = int(argument)
    year = whole(slots.get("y")) or context.year_for(month)
    start = dt.date(year, month, 1)
    return _span(context, start, add_months(start, 3) - DAY, "span", "relative")


@_rule("year_ago")
def _year_ago(context: DateContext, slots: Slots, argument: str) -> Period:
    """The calendar year that lies so many years back: торік, в прошлом году."""
    year = context.published.year - int(argument)
    if argument != "0":
        context.context_year = year
    return _span(context, dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "relative")


def _unit_of(slots: Slots) -> tuple[int, str]:
    count = whole(slots.get("n")) or 1
    unit = slots["U"]
    if not isinstance(unit, str) or not 1 <= count <= 5000:
        raise ValueError("units of time")
    return count, unit


@_rule("past")
def _past(context: DateContext, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    anchor = context.anchor
    if anchor is None or anchor.unit != unit:
        anchor = next((told for told in reversed(context.history) if told.unit == unit), anchor)
    if (
        argument == "bare"
        and anchor is not None
        and anchor.unit == unit
        and (
            unit in ("month", "quarter", "year")
            or (unit == "week" and anchor.end is not None and anchor.end < context.published)
        )
    ):
        return anchor._replace(basis="context")  # "У жовтні ... За місяць"
    if unit in ("month", "week") and count == 1:
        for told in (anchor, *reversed(context.history)):
            if (
                told is not None
                and told.unit == unit
                and told.end is not None
                and told.start is not None
                and (told.end - told.start).days <= (31 if unit == "month" else 7)
                and 0 <= (context.published - told.end).days <= 3
            ):  # "in August ... over the last month", told on the first of September
                return told._replace(basis="context")
    if unit == "month":  # "in the past month": month-long, ending on the day of publication
        start = add_months(context.published, -count) + DAY
    else:
        start = units_back(context.published, count, unit)
    return Period(start, context.published, unit, "relative")


@_rule("weekdays")
def _weekdays(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "from Wednesday to Sunday last week"."""
    first, last = slots["W"], slots["W2"]
    if not isinstance(first, int) or not isinstance(last, int) or first > last:
        raise ValueError("days of one week")
    monday, _ = calendar_unit(context.published, "week")
    monday -= 7 * DAY
    return Period(monday + first * DAY, monday + last * DAY, "span", "relative")


@_rule("last")
def _last(context: DateContext, slots: Slots, argument: str) -> Period:
    unit = str(slots["U"])
    if unit in ("hour", "fortnight"):
        return Period(units_back(context.published, 1, unit), context.published, unit, "relative")
    start, _ = calendar_unit(context.published, unit)
    for _ in range(int(argument or 1)):
        start, end = calendar_unit(start - DAY, unit)
    if unit == "year":
        context.context_year = start.year
    return Period(start, end, unit, "relative", point=unit == "day")


@_rule("this")
def _this(context: DateContext, slots: Slots, argument: str) -> Period:
    unit = str(slots["U"])
    told = context.told
    if argument == "told" and told is not None and told.unit == unit and not told.since:
        return told._replace(basis="context")  # "За 2025 рік ... За цей рік": the one just told
    if unit == "week":
        return Period(context.published - DAY * 6, context.published, "week", "relative")
    start, end = calendar_unit(context.published, unit)
    return _span(context, start, end, unit, "relative")


@_rule("whole_year")
def _whole_year(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "in December 32, in the whole year 330": the year of the month told last."""
    day = context.published
    if context.anchor is not None and context.anchor.end is not None:
        day = context.anchor.end
    elif day.month == 1:
        day = day.replace(day=1) - DAY
    return _span(context, dt.date(day.year, 1, 1), dt.date(day.year, 12, 31), "year", "context")


@_rule("before")
def _before(context: DateContext, slots: Slots, argument: str) -> Period:
    """The unit before the period named last: "the month before", "a year earlier"."""
    count, unit = _unit_of(slots)
    anchor = context.anchor
    if anchor is None or anchor.start is None or anchor.end is None:
        start, _ = calendar_unit(context.published, unit)
        start, end = calendar_unit(start - DAY, unit)
        return Period(start, end, unit, "relative")
    if unit in ("hour", "fortnight"):
        return VAGUE
    if argument == "span":  # "the prior four-week period"
        end = anchor.start - DAY
        return Period(units_back(end, count, unit), end, "span", "relative")
    seven = unit == "week" and (anchor.end - anchor.start).days == 6
    if anchor.point or (unit == "year" and anchor.unit != "year") or seven:
        months = {"month": -1, "quarter": -3, "year": -12}.get(unit)
        if months is None:
            shift = DAY * count * (7 if unit == "week" else 1)
            return Period(
                anchor.start - shift, anchor.end - shift, anchor.unit, "relative", anchor.point
            )
        return shifted(anchor, months * count)
    if unit == "month" and anchor.unit == "day" and not anchor.point:
        return VAGUE
    start, _ = calendar_unit(anchor.start, unit)
    for _ in range(count):
        start, end = calendar_unit(start - DAY, unit)
    return Period(start, end, unit, "relative")


@_rule("next_day")
def _next_day(context: DateContext, slots: Slots, argument: str) -> Period:
    """The day after the one named last."""
    anchor = context.anchor
    if anchor is None or anchor.start is None or anchor.start != anchor.end:
        return VAGUE
    day = anchor.start + DAY
    return Period(day, day, "day", "relative", point=True)


@_rule("year_before")
def _year_before(context: DateContext, slots: Slots, argument: str) -> Period:
    told = context.told
    counted = bool(slots.get("n")) and argument != "told"
    anchor = _anchor(context, slots, argument) if counted else context.anchor
    if argument == "told" and told is not None:
        anchor = told._replace(since=False)  # "the same ten months of last year"
    if anchor is not None and told is not None and told.since and anchor.start == told.start:
        anchor = told._replace(since=False)  # "since 1 January ... last year over this time"
    if anchor is None or anchor.start is None or anchor.end is None:
        return VAGUE
    if (anchor.unit, anchor.basis) == ("year", "relative"):
        return VAGUE  # "last year ... over the same period": a part of it that nobody told
    before = shifted(anchor, -12)
    if (anchor.end + DAY).day == 1:  # two months to the end of February, leap year or not
        before = before._replace(end=add_months(anchor.end + DAY, -12) - DAY)
    return before


@_rule("same_in")
def _same_in(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "the same eight months of 2024": the span told last, in another year."""
    told = context.told or context.anchor
    if told is None or told.start is None or told.end is None or told.since:
        return VAGUE
    return shifted(told, 12 * (_of(slots, "y") - told.start.year))


@_rule("ago")
def _ago(context: DateContext, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    if unit in ("day", "week"):
        day = context.published - DAY * count * (7 if unit == "week" else 1)
        return Period(day, day, "day", "relative", point=True)
    if unit == "year" and context.anchor is not None and context.anchor.unit == "month":
        return shifted(context.anchor, -12 * count)
    return VAGUE


@_rule("ago_year")
def _ago_year(context: DateContext, slots: Slots, argument: str) -> Period:
    day = add_months(context.published, -12)
    return Period(day, day, "day", "relative", point=True)


@_rule("today")
def _today(context: DateContext, slots: Slots, argument: str) -> Period:
    return Period(context.published, context.published, "day", "relative", point=True)


@_rule("today_by")
def _today_by(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "на сьогодні звільнено 40 сіл": a state of today, no deed of today."""
    return Period(context.published, context.published, "by", "relative", point=True)


@_rule("yesterday")
def _yesterday(context: DateContext, slots: Slots, argument: str) -> Period:
    day = context.published - DAY * int(argument or 1)
    return Period(day, day, "day", "relative", point=True)


@_rule("weekend")
def _weekend(context: DateContext, slots: Slots, argument: str) -> Period:
    day = context.published
    sunday = day - DAY * ((day.weekday() + 1) % 7)
    if day.weekday() == 5:  # written on a Saturday: the weekend that runs
        return Period(day, day, "span", "relative")
    return Period(sunday - DAY, sunday, "span", "relative")


@_rule("weekend_of")
def _weekend_of(context: DateContext, slots: Slots, argument: str) -> Period:
    """The last weekend of a month: the one that is named, or the one told last."""
    named = context.child(slots) if "T" in slots else context.anchor
    day = (named.end if named is not None else None) or context.published
    last = month_span(day.year, day.month)[1]
    sunday = last - DAY * ((last.weekday() + 1) % 7)
    return Period(sunday - DAY, sunday, "span", "context")


@_rule("weekday")
def _weekday(context: DateContext, slots: Slots, argument: str) -> Period:
    back = (context.published.weekday() - _of(slots, "W")) % 7
    back += 7 * (argument == "last" and back == 0)  # "last Friday", said on a Friday
    day = context.published - DAY * back
    return Period(day, day, "day", "relative", point=True)


@_rule("since")
def _since(context: DateContext, slots: Slots, argument: str) -> Period:
    kept = context.context_year
    period = context.child(slots)
    if period is None or period.start is None:
        return VAGUE
    if kept is not None:  # "a thing unheard of since 1914" does not move the story to 1914
        context.context_year = kept
    start = period.start
    match = slots["T"]
    named = isinstance(match, Match) and match.values == ("month", "0")  # "since this March"
    vague = period.unit == "month" and period.basis == "relative" and not named
    if start > context.published or vague:
        return VAGUE
    return Period(start, context.published, "span", period.basis, since=True)


@_rule("from_start")
def _from_start(context: DateContext, slots: Slots, argument: str) -> Period | None:
    """As in "from the beginning of the month": as since; "from 5 June" alone stays the day."""
    match = slots["T"]
    if isinstance(match, Match) and match.values[0].startswith("start_of"):
        return _since(context, slots, argument)
    return context.child(slots)


@_rule("since_anchor")
def _since_anchor(context: DateContext, slots: Slots, argument: str) -> Period:
    if (
        context.anchor is None
        or context.anchor.start is None
        or context.anchor.start > context.published
    ):
        return VAGUE
    return Period(context.anchor.start, context.published, "span", "context", since=True)


@_rule("anchor")
def _anchor(context: DateContext, slots: Slots, argument: str) -> Period:
    if argument == "span" and context.told is not None:
        return context.told._replace(basis="context")
    day = context.anchor
    begun = argument == "span" and day is not None and day.point
    if begun and day is not None and day.start is not None and day.start < context.published:
        return Period(day.start, context.published, "span", "context")  # "It began on 22 October."
    count = whole(slots.get("n"))
    unit = slots.get("U")
    if count is None:
        for period in reversed(context.history):
            if period.unit == unit:
                return period._replace(basis="context")
    if count is not None and len(context.history) >= count:
        row = context.history[-count:]
        starts = [period.start for period in row if period.start is not None]
        ends = [period.end for period in row if period.end is not None]
        return Period(min(starts), max(ends), "span", "context")
    if count is not None and isinstance(unit, str) and day is not None and day.start is not None:
        told = context.told
        if told is not None and told.since:
            return told._replace(basis="context")  # "since 2022 ... over those three years"
        if day.end is not None and units_ahead(day.start, count, unit) < day.end:
            return VAGUE
    return VAGUE if context.anchor is None else context.anchor._replace(basis="context")


@_rule("in_all")
def _in_all(context: DateContext, slots: Slots, argument: str) -> Period | None:
    """As in "14 km² in May, 7 in June, 637 over the two months": the periods told last, as one."""
    count, unit = (int(argument), "month") if argument.isdecimal() else _unit_of(slots)
    row: list[tuple[dt.date, dt.date]] = []
    for period in reversed(context.history[-12:]):
        if period.start is not None and period.end is not None:
            row = sorted({*row, (period.start, period.end)})
        if any(a[1] + DAY != b[0] for a, b in itertools.pairwise(row)):
            break
        if row and count > 1 and units_ahead(row[0][0], count, unit) == row[-1][1]:
            return Period(row[0][0], row[-1][1], "span", "context")
    return None if argument == "told" else VAGUE


@_rule("last_told")
def _last_told(context: DateContext, slots: Slots, argument: str) -> Period | None:
    """As in "In 2025 it took 5,600 km². Over the month Ukraine regained 47": the month told last."""
    told = [period for period in context.history if period.unit == argument]
    return told[-1]._replace(basis="context") if told else None


@_rule("one_day")
def _one_day(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "рекорд поставлен 12 августа: за одни сутки 108 км²": the day told last."""
    day = context.anchor
    return VAGUE if day is None or day.unit != "day" else day._replace(basis="context")


@_rule("nth_like")
def _nth_like(context: DateContext, slots: Slots, argument: str) -> Period | None:
    """As in "nearly double the 640 km² of the first": a quarter or half beside the one named last."""
    anchor = context.anchor
    if anchor is None or anchor.start is None or anchor.unit not in ("quarter", "half"):
        return None
    size = 3 if anchor.unit == "quarter" else 6
    number = _of(slots, "O")
    if not 1 <= number <= 12 // size:
        return None
    start = dt.date(anchor.start.year, (number - 1) * size + 1, 1)
    end = month_span(start.year, number * size)[1]
    return _span(context, start, end, anchor.unit, "context")


@_rule("start_of")
def _start_of(context: DateContext, slots: Slots, argument: str) -> Period:
    period = context.child(slots)
    if period is None or period.start is None:
        return VAGUE
    return Period(period.start, period.start, "day", period.basis, point=True)


@_rule("end_of")
def _end_of(context: DateContext, slots: Slots, argument: str) -> Period:
    period = context.child(slots)
    if period is None or period.end is None:
        return VAGUE
    return Period(period.end, period.end, "day", period.basis, point=True)


def _year_from(context: DateContext, argument: str) -> int:
    """The year so many years from that of publication, else the year that "the year" means."""
    if not argument:
        return context.the_year()
    if argument == "0" and context.context_year is not None and context.historic:
        return context.context_year
    return context.published.year + int(argument)


@_rule("start_of_year")
def _start_of_year(context: DateContext, slots: Slots, argument: str) -> Period:
    day = dt.date(_year_from(context, argument), 1, 1)
    return Period(day, day, "day", "relative", point=True)


@_rule("end_of_year")
def _end_of_year(context: DateContext, slots: Slots, argument: str) -> Period:
    day = dt.date(_year_from(context, argument), 12, 31)
    return Period(day, day, "day", "relative", point=True)


@_rule("start_of_week")
def _start_of_week(context: DateContext, slots: Slots, argument: str) -> Period:
    day, _ = calendar_unit(context.published, "week")
    return Period(day, day, "day", "relative", point=True)


@_rule("start_of_month")
def _start_of_month(context: DateContext, slots: Slots, argument: str) -> Period:
    day = context.published.replace(day=1)
    return Period(day, day, "day", "relative", point=True)


@_rule("end_of_month")
def _end_of_month(context: DateContext, slots: Slots, argument: str) -> Period:
    day = (context.anchor.end if context.anchor else None) or context.published
    last = month_span(day.year, day.month)[1]
    return Period(last, last, "day", "context", point=True)


@_rule("first_of")
def _first_of(context: DateContext, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    if argument and unit != argument:  # "за 9 місяців 2025 року", but "за два тижні жовтня"
        return VAGUE
    whole = context.child(slots)
    if whole is None or whole.start is None:
        return VAGUE
    return Period(
        whole.start,
        context.not_after(whole.start, units_ahead(whole.start, count, unit)),
        "span",
        whole.basis,
    )


@_rule("last_of")
def _last_of(context: DateContext, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    whole = context.child(slots)
    if whole is None or whole.end is None:
        return VAGUE
    return Period(units_back(whole.end, count, unit), whole.end, "span", whole.basis)


@_rule("nth_of")
def _nth_of(context: DateContext, slots: Slots, argument: str) -> Period:
    _, unit = _unit_of(slots)
    whole = context.child(slots)
    number = _of(slots, "O")
    if whole is None or whole.start is None or unit == "hour":
        return VAGUE
    start = whole.start if number == 1 else units_ahead(whole.start, number - 1, unit) + DAY
    return Period(start, context.not_after(start, units_ahead(start, 1, unit)), "span", whole.basis)


@_rule("first_of_year")
def _first_of_year(context: DateContext, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    start = dt.date(_year_from(context, argument), 1, 1)
    return _span(context, start, units_ahead(start, count, unit), "span", "relative")


@_rule("first_of_month")
def _first_of_month(context: DateContext, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    start = context.published.replace(day=1)
    return _span(context, start, units_ahead(start, count, unit), "span", "relative")


@_rule("unit_to")
def _unit_to(context: DateContext, slots: Slots, argument: str) -> Period:
    count, unit = _unit_of(slots)
    until = context.child(slots)
    if until is None or until.end is None:
        return VAGUE
    return Period(units_back(until.end, count, unit), until.end, "span", until.basis)


@_rule("event")
def _event(context: DateContext, slots: Slots, argument: str) -> Period:
    day = EVENTS[argument]
    if day > context.published:
        return VAGUE
    return Period(day, context.published, "span", "relative", since=True)


@_rule("between")
def _between(context: DateContext, slots: Slots, argument: str) -> Period:
    first, second = context.partial(slots), context.partial(slots, "T2")
    if first is not None and second is not None:
        end, _ = context.settle(second)
        assert end.end is not None
        if first.year is None:
            year = end.end.year
            if (first.month, first.day or 1) > (end.end.month, end.end.day):
                year -= 1
            first = first._replace(year=year)
        kept = context.context_year
        start, _ = context.settle(first)
        context.context_year = kept
    else:
        start_, end_ = context.child(slots), context.child(slots, "T2")
        if start_ is None or end_ is None:
            return VAGUE
        start, end = start_, end_
    if start.start is None or end.end is None or start.start > end.end:
        return VAGUE
    return Period(start.start, end.end, "span", end.basis)


@_rule("both")
def _both(context: DateContext, slots: Slots, argument: str) -> Period | None:
    return _between(context, slots, argument)


@_rule("as_of")
def _as_of(context: DateContext, slots: Slots, argument: str) -> Period:
    period = context.child(slots)
    if period is None or period.end is None:
        return VAGUE
    return Period(period.end, period.end, "as_of", period.basis, point=True)


@_rule("by_end")
def _by_end(context: DateContext, slots: Slots, argument: str) -> Period:
    period = _end_of(context, slots, argument)
    return VAGUE if period is None else period._replace(unit="by")


@_rule("before_date")
def _before_date(context: DateContext, slots: Slots, argument: str) -> Period:
    """As in "до 9 листопада" names a day; "до 2022 року" leaves open which."""
    period = context.child(slots)
    if period is None or period.end is None or period.unit not in ("day", "by"):
        return VAGUE
    return Period(period.end, period.end, "by", period.basis, point=True)


@_rule("by")
def _by(context: DateContext, slots: Slots, argument: str) -> Period | None:
    period = _as_of(context, slots, argument)
    return None if period is None else period._replace(unit="by")
