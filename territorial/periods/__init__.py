"""Spans of days, both ends included, and how they fall into months.

`spans` has the functions on single spans; they need the standard library alone.
`months` and `totals` have those on many spans at once (`month_shares`; `month_totals`,
`month_cover`), which take columns of a reports table and load numpy and pandas.
"""

from territorial.periods.months import month_shares, parse_month
from territorial.periods.spans import (
    DAY,
    Span,
    days_back,
    days_between,
    days_in_month,
    half_span,
    month_span,
    months_back,
    months_of,
    quarter_span,
    span,
    week_span,
    year_span,
)
from territorial.periods.totals import month_cover, month_totals

__all__ = [
    "DAY",
    "Span",
    "days_back",
    "days_between",
    "days_in_month",
    "half_span",
    "month_cover",
    "month_shares",
    "month_span",
    "month_totals",
    "months_back",
    "months_of",
    "parse_month",
    "quarter_span",
    "span",
    "week_span",
    "year_span",
]
