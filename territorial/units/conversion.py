"""`convert`: one function for every thing that has a unit."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from territorial import digits
from territorial.errors import DimensionError, InputError, TerritorialWarning, UnitError
from territorial.units import pints
from territorial.units.arrays import coded, in_use
from territorial.units.factors import dimension, factor, rate_factor
from territorial.units.spelling import LONGEST, canonical, split_rate

if TYPE_CHECKING:
    import pandas as pd

# A number in digits, then the unit: it begins with the first sign that no number holds.
_QUANTITY = (
    r"\s*([+\-\u2212\u2013]?\s?[\d.,'\u2019\u066b\u066c\s]*\d)\s?[-\u2010\u2011]?\s?([^\d\s].*)\Z"
)
_FIGURES = ("value", "low", "high")


def convert(x: Any, unit: str, *, frm: str | None = None) -> Any:
    """The same amount in another unit.

    What goes in comes out: a text gives a pint Quantity, a Quantity a Quantity,
    a Series with a unit such a Series, a table a table. An area never becomes a
    length.

    Parameters
    ----------
    x : str, Quantity, Series, DataFrame, or number(s) with `frm`
        A text is one number in digits and its unit (``"1,539 square miles"``).
        A Series has a pint dtype or its unit in ``attrs["unit"]``. A DataFrame
        is a reports table or a table of series with pint columns.
    unit : str
        The wanted unit in any spelling, also of a rate (``"km^2/day"``).
    frm : str, optional
        The unit of plain numbers; then plain numbers come out [`unit`].

    Returns
    -------
    Quantity, Series, DataFrame or number(s)
        In `unit`. Of a reports table, ``value``, ``low``, ``high`` and ``unit``
        of the rows whose measure is that of `unit`. Rows of other measures
        stay as reported, each with its own unit, and a warning counts them. A
        ``per`` stays unless `unit` has a time base; then rates are converted
        to it and amounts stay.

    Raises
    ------
    UnitError
        If a unit is not known, if one side is a rate and the other is none, or
        if the Quantity of a share or a count is asked for: pint has none.
    DimensionError
        If the units measure different things, in a table: in all rows.
    InputError
        If a text is no number with a unit.

    Warns
    -----
    TerritorialWarning
        If rows of a reports table stay in another measure.

    Examples
    --------
    >>> f"{convert('3 miles', 'km'):.2f~P}"
    '4.83 km'
    >>> f"{convert('1,539 square miles', 'km^2'):,.0f~P}"
    '3,986 km²'
    >>> convert(20.0, "fraction", frm="percent")
    0.2
    """
    import pandas as pd

    if frm is not None:
        return _numbers(x, frm, unit)
    if isinstance(x, str):
        return _text(x, unit)
    if isinstance(x, pd.DataFrame):
        return _table(x, unit)
    if isinstance(x, pd.Series):
        return _series(x, unit)
    if hasattr(x, "dimensionality") and hasattr(x, "to"):
        return _quantity(x, unit)
    raise InputError(
        "a text, Quantity, Series or table with a unit",
        f"{type(x).__name__} {x!r:.40}",
        'name the unit of plain numbers, as in convert(5, "km^2", frm="mi^2")',
    )


def scale_between(frm: str, to: str) -> float:
    """The factor between two units or two rates, in any spelling."""
    (one, one_per), (other, other_per) = split_rate(frm), split_rate(to)
    return factor(one, other) * rate_factor(one_per, other_per)


def _numbers(x: Any, frm: str, unit: str) -> Any:
    import numpy as np
    import pandas as pd

    scale = scale_between(frm, unit)
    if isinstance(x, str):
        raise InputError("numbers beside frm", repr(x), "leave frm out, or give a number")
    if isinstance(x, pd.Series | pd.DataFrame | np.ndarray | int | float):
        return x * scale
    return np.asarray(x, dtype="float64") * scale


def _text(text: str, unit: str) -> Any:
    number, name = parse_quantity(text)
    frm, per = split_rate(name)
    wanted, wanted_per = split_rate(unit)
    scale = factor(frm, wanted) * rate_factor(per, wanted_per)
    target = pints.pint_name(wanted, wanted_per)
    return pints.registry().Quantity(number * scale, target)


def parse_quantity(text: str) -> tuple[float, str]:
    """The number and the unit as written of a text such as ``"1,539 sq. mi"``.

    Raises
    ------
    InputError
        If it is not one number in digits with a unit after it.
    """
    match = re.match(_QUANTITY, text, re.DOTALL) if len(text) <= digits.LONGEST + LONGEST else None
    if match is None:
        shown = text if len(text) <= 60 else f"{text[:57]}..."
        raise InputError(
            "a number in digits and its unit", repr(shown), "write it as in '1,539 square miles'"
        )
    return digits.parse_digits(match[1]), match[2]


def _quantity(quantity: Any, unit: str) -> Any:
    name, per = split_rate(unit)
    registry = pints.registry()
    target = registry.Unit(pints.pint_name(name, per))
    ours = pints.canonical_of(quantity.units)
    if ours is not None:
        scale = factor(ours[0], name) * rate_factor(ours[1], per)
        return registry.Quantity(quantity.m * scale, target)
    if not quantity.check(target.dimensionality):
        raise _unlike(f"{quantity.units:~P}", unit)
    return quantity.to(str(target))


def _series(series: pd.Series, unit: str) -> pd.Series:
    values, full = pints.plain(series, unit)
    if pints.is_pint(series):
        return pints.pint_series(values, full)
    return values


def _table(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    if {"value", "unit", "measure"} <= set(table.columns):
        return _reports(table, unit)
    columns = [name for name in table.columns if pints.is_pint(table[name])]
    if not columns:
        raise UnitError(
            "a reports table or a table with pint columns",
            f"columns {', '.join(map(str, table.columns[:8]))}",
            "convert its columns one by one, naming frm=",
        )
    result = table.copy()
    for name in columns:
        result[name] = _series(table[name], unit)
    return result


def _reports(reports: pd.DataFrame, unit: str) -> pd.DataFrame:
    import numpy as np

    wanted, wanted_per = split_rate(unit)
    codes, spelled = coded(reports["unit"])
    used = in_use(codes, len(spelled))
    names = [canonical(text) if one else wanted for text, one in zip(spelled, used, strict=True)]
    fits = [_converts(name, wanted) for name in names]
    scale = np.array(
        [factor(name, wanted) if fit else 1.0 for name, fit in zip(names, fits, strict=True)]
        + [1.0]
    )[codes]
    rows = np.array([*fits, False])[codes]
    result = reports.copy()
    if wanted_per is not None:
        pers = reports["per"].astype("object").where(reports["per"].notna(), None)
        rows &= pers.notna().to_numpy()
        for per in set(pers[rows]):
            scale[(pers == per).to_numpy() & rows] *= rate_factor(per, wanted_per)
        result.loc[rows, "per"] = wanted_per
    _tell_others(reports, rows, unit)
    for name in _FIGURES:
        if name in result.columns:
            numbers = result[name].to_numpy(dtype="float64", copy=True)
            numbers[rows] *= scale[rows]
            result[name] = numbers
    result.loc[rows, "unit"] = wanted
    return result


def _converts(one: str, other: str) -> bool:
    return dimension(one) == dimension(other) and (dimension(one) != "count" or one == other)


def _tell_others(reports: pd.DataFrame, rows: Any, unit: str) -> None:
    given = reports["unit"].notna().to_numpy()
    others = given & ~rows
    if not others.any():
        return
    left = reports.loc[others, "unit"].astype("str").value_counts(sort=False)
    words = ", ".join(f"{count} in {name}" for name, count in sorted(left.items()))
    if not rows.any():
        raise _unlike(f"reports {words}", unit)
    warnings.warn(
        f"rows of other measures stay as they are: {words}; "
        "take one measure first, as in reports[reports['measure'] == 'area']",
        TerritorialWarning,
        stacklevel=5,
    )


def _unlike(given: str, unit: str) -> DimensionError:
    measure = dimension(split_rate(unit)[0])
    return DimensionError(
        f"what converts to {unit} ({measure})",
        given,
        "area, length, share and counts never convert into one another, nor do rates into amounts",
    )
