"""Numbers, months and lists as the charts print them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from territorial.plots.measure import NBSP

if TYPE_CHECKING:
    import pandas as pd

MINUS = "\N{MINUS SIGN}"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def number(value: float, decimals: int = 0, *, signed: bool = False) -> str:
    """A number with thousands commas and a true minus sign.

    Examples
    --------
    >>> number(1539.4), number(-12.25, 1), number(5, signed=True), number(-0.2)
    ('1,539', '−12.2', '+5', '0')
    """
    text = f"{abs(value):,.{decimals}f}"
    zero = not any(digit in "123456789" for digit in text)
    if zero:
        return text
    if value < 0:
        return MINUS + text
    return "+" + text if signed else text


def decimals(values: Sequence[float], *, measure: str, rate: bool = False) -> int:
    """How many decimals the values of one chart are printed with.

    Areas and lengths from 10 on have none, rates one, shares two; smaller
    values one more figure, and never more than the values themselves have.
    """
    known = [abs(value) for value in values if math.isfinite(value) and value != 0]
    if not known:
        return 0
    if measure == "count":
        most = 0
    elif measure == "share":
        most = 2
    elif rate:
        most = 1
    else:
        most = 0 if max(known) >= 10 else 1
    if max(known) < 1 and measure != "count":
        most = max(most, math.ceil(-math.log10(max(known))) + 1)
    for places in range(most):
        if all(math.isclose(value, round(value, places), abs_tol=1e-9) for value in known):
            return places
    return most


def amount(value: float, unit: str, places: int = 0, *, signed: bool = False) -> str:
    """A number and its unit, joined by a no-break space.

    Examples
    --------
    >>> amount(320, "km²").replace(NBSP, " ")
    '320 km²'
    """
    gap = "" if unit == "%" else NBSP
    return f"{number(value, places, signed=signed)}{gap}{unit}"


def month_name(month: pd.Period) -> str:
    """``January 2025``, joined by a no-break space."""
    return f"{MONTHS[month.month - 1]}{NBSP}{month.year}"


def short_month(month: pd.Period) -> str:
    """``Jan 2025``, joined by a no-break space."""
    return f"{MONTHS[month.month - 1][:3]}{NBSP}{month.year}"


def day(date: dt.date) -> str:
    """``7 February 2025``, joined by no-break spaces."""
    return f"{date.day}{NBSP}{MONTHS[date.month - 1]}{NBSP}{date.year}"


def span(first: pd.Period, last: pd.Period) -> str:
    """``January 2025``, ``November 2024 – January 2025`` or ``May–July 2024``."""
    if first == last:
        return month_name(first)
    if first.year == last.year:
        return f"{MONTHS[first.month - 1]}–{month_name(last)}"
    return f"{month_name(first)} – {month_name(last)}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b`` or ``a, b and c``.

    Examples
    --------
    >>> listed(["Russia", "Ukraine"])
    'Russia and Ukraine'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def sentence(text: str) -> str:
    """The text with a capital first letter and a full stop at its end."""
    text = text.strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!", "…")) else text + "."
