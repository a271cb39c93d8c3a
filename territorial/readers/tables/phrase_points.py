"""One end of a period, as its words name it: year, month, day, or a quarter, half or week."""

from __future__ import annotations

import datetime as dt

from territorial.readers.tables.phrase_items import Item, year_of

YEAR, WEEK, DAYS, TEN_DAYS = 2, 3, 5, 6  # the numbers of the parts "year", "week" and so on


class Point:
    """One end of a period while its words are read."""

    def __init__(self) -> None:
        self.year: int | None = None
        self.month: int | None = None
        self.day: int | None = None
        self.grain = ""
        self.months: tuple[int, int] | None = None
        self.days: tuple[int, int | None] | None = None  # of a half of a month
        self.short: int | None = None

    @property
    def empty(self) -> bool:
        return not self.grain

    @property
    def only_year(self) -> bool:
        return self.grain == "year"


def point_of(run: list[Item]) -> Point | None:
    """The fields that the items of one end name, or None where they clash."""
    point = Point()
    numbers: list[int] = []
    ordinal: int | None = None
    part: int | None = None
    week: int | None = None
    for item in run:
        if item.sort == "date":
            if point.day is not None:
                return None
            point.year, point.month, point.day = item.values
        elif item.sort == "month":
            if point.month is not None:
                return None
            point.month = item.values[0]
        elif item.sort == "daymonth":
            point.day, point.month = item.values
        elif item.sort == "year":
            if point.year is not None and point.year != item.values[0]:
                return None
            point.year = item.values[0]
        elif item.sort in {"quarter", "half"}:
            size = 3 if item.sort == "quarter" else 6
            point.months = ((item.values[0] - 1) * size + 1, item.values[0] * size)
            point.grain = item.sort
        elif item.sort == "season":
            point.months = (item.values[0], (item.values[0] + 1) % 12 + 1)
            point.grain = "season"
        elif item.sort == "week":
            week = item.values[0]
        elif item.sort == "ordinal":
            ordinal = item.values[0]
        elif item.sort == "part":
            if part is None or item.values[0] != YEAR:  # "III квартал 2024 г."
                part = item.values[0]
        elif item.sort == "number":
            numbers.append(item.values[0])
    if part in {1, TEN_DAYS} and point.month and ordinal is None and numbers and numbers[0] <= 3:
        ordinal = numbers.pop(0)  # "1st half of Nov"
    if part == TEN_DAYS and point.month is not None and ordinal in {1, 2, 3}:
        point.days, point.grain = ((1, 10), (11, 20), (21, None))[ordinal - 1], "range"
    if part == 1 and point.month is not None and ordinal in {1, 2}:
        point.days, point.grain, part = ((1, 15), (16, None))[ordinal - 1], "range", None
    if part == WEEK and point.month is not None and ordinal and not numbers and point.day is None:
        point.days, point.grain = (7 * ordinal - 6, 7 * ordinal), "range"  # "first week of Nov"
    if part == DAYS and point.month is not None and len(numbers) == 1 and numbers[0] <= 31:
        point.days, point.grain = (1, numbers.pop()), "range"  # "the first ten days of Nov"
    if part in {0, 1} and point.months is None:
        which = ordinal if ordinal is not None else (numbers.pop(0) if numbers else None)
        size = 3 if part == 0 else 6
        if which is not None and not 1 <= which <= 12 // size:
            return None  # there is no fifth quarter
        if which is None:
            if point.month is not None or point.year is None:
                return None
        else:
            point.months, point.grain = (
                ((which - 1) * size + 1, which * size),
                "quarter" if part == 0 else "half",
            )
    if (
        part == WEEK
        and week is None
        and point.month is None
        and len(numbers) == 1
        and numbers[0] <= 53
    ):
        week = numbers.pop()
    if part == 4 and point.month is None and len(numbers) == 1:
        if not 1 <= numbers[0] <= 12:
            return None
        point.months, point.grain = (1, numbers.pop()), "range"  # the first nine months of 2025
    if week is not None and point.month is None:
        if point.year is None or not 1 <= week <= 53:
            return None
        try:
            monday = dt.date.fromisocalendar(point.year, week, 1)
        except ValueError:
            return None
        point.year, point.month, point.day, point.grain = (
            monday.year,
            monday.month,
            monday.day,
            "week",
        )
        return point
    if point.month is not None:
        for number in numbers:
            if number <= 31 and point.day is None:
                point.day = number
            elif point.year is None:
                point.year = year_of(str(number))
            else:
                return None
        if (
            point.day is not None
            and point.year is None
            and len(numbers) == 1
            and run[0].sort == "month"
        ):
            point.short = year_of(str(numbers[0]))
    elif len(numbers) == 1 and point.day is None and point.months is None and numbers[0] <= 31:
        point.day = numbers[0]
    elif numbers and point.months is not None and point.year is None:
        point.year = year_of(str(numbers[0]))
    if not point.grain:
        point.grain = (
            "day"
            if point.day is not None
            else "month"
            if point.month is not None
            else "year"
            if point.year is not None
            else ""
        )
    return point
