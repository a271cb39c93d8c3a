"""Columns of days and of amounts as plain numbers, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from territorial.errors import PeriodError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

_PER_DAY = {
    "datetime64[D]": 1,
    "datetime64[s]": 86_400,
    "datetime64[ms]": 86_400_000,
    "datetime64[us]": 86_400_000_000,
    "datetime64[ns]": 86_400_000_000_000,
}


class DayColumn(NamedTuple):
    """Days of many rows as the numbers that numpy keeps, and how many of them make a day."""

    ticks: np.ndarray
    per_day: int
    name: str

    def days(self) -> np.ndarray:
        """Days since 1970-01-01."""
        return self.ticks if self.per_day == 1 else self.ticks // self.per_day

    def days_since(self, origin: int, here: slice) -> np.ndarray:
        """Days since `origin` of some rows, as an array of its own."""
        if self.per_day == 1:
            return self.ticks[here] - origin
        since = self.ticks[here] // self.per_day
        since -= origin
        return since

    def edge(self, which: str) -> int:
        """The first ("min") or the last ("max") day of all rows.

        Raises
        ------
        PeriodError
            If the first is asked for and a row has no day.
        """
        if which == "max":
            return int(self.ticks.max()) // self.per_day
        lowest = int(self.ticks.min())
        if lowest == -(2**63):  # what stands for a missing day
            raise PeriodError(
                "a day in each row",
                f"none in row {int(self.ticks.argmin())}",
                f"leave out the rows without a period: reports[reports[{self.name!r}].notna()]",
                where=self.name,
            )
        return lowest // self.per_day


class Spans(NamedTuple):
    """Many spans, both ends included."""

    start: DayColumn
    end: DayColumn

    def check(self) -> None:
        """Refuse missing days and spans that end before they start.

        Raises
        ------
        PeriodError
            Naming the first such row.
        """
        import numpy as np

        if not self.start.ticks.size:
            return
        for column in self:
            column.edge("min")
        first, last = self.start.days(), self.end.days()
        wrong = last < first
        if wrong.any():
            row = int(wrong.argmax())
            days = np.array([first[row], last[row]]).astype("datetime64[D]")
            raise PeriodError(
                "periods that end on their first day or later",
                f"{days[0]} to {days[1]} in row {row}",
                "exchange the two days, or mend the year",
            )


def spans_of(start: Any, end: Any) -> Spans:
    """Two columns of days as spans, of which only the number is checked.

    Raises
    ------
    PeriodError
        If they are no days, or not as many ends as starts.
    """
    spans = Spans(_days(start, "start"), _days(end, "end"))
    starts, ends = (column.ticks for column in spans)
    if starts.shape != ends.shape:
        raise PeriodError(
            "as many ends as starts", f"{starts.size} and {ends.size}", "give columns of one table"
        )
    return spans


def _days(days: Any, name: str) -> DayColumn:
    import numpy as np
    import pandas as pd

    dtype = getattr(days, "dtype", None)
    try:
        if not (isinstance(dtype, np.dtype) and dtype.kind == "M"):
            days = pd.to_datetime(pd.Series(days).reset_index(drop=True))
        whole = np.asarray(days)
        if whole.dtype.name not in _PER_DAY:
            whole = whole.astype("datetime64[D]")
    except (ValueError, TypeError) as error:
        raise PeriodError("days", str(error), "give dates or timestamps", where=name) from None
    return DayColumn(whole.view(np.int64), _PER_DAY[whole.dtype.name], name)


def amounts_of(values: Any, count: int) -> np.ndarray:
    """An amount for each of `count` spans.

    Raises
    ------
    PeriodError
        If there are more or less.
    """
    import numpy as np

    amounts = np.asarray(values, dtype=np.float64)
    if amounts.shape != (count,):
        raise PeriodError(
            f"one value for each of {count} spans",
            f"shape {amounts.shape}",
            "give columns of one table",
            where="values",
        )
    return amounts


def months_of_days(days: np.ndarray) -> np.ndarray:
    """The month of each day, as months since January 1970."""
    import numpy as np

    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def first_days(months: np.ndarray) -> np.ndarray:
    """The first day of each month, as days since 1970."""
    import numpy as np

    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def period_index(months: np.ndarray) -> pd.PeriodIndex:
    """Months since January 1970 as an index named ``month``."""
    import pandas as pd

    index: pd.PeriodIndex = pd.PeriodIndex.from_ordinals(  # type: ignore[attr-defined]
        months, freq="M", name="month"
    )
    return index
