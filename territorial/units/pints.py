"""The one place that meets pint and pint-pandas.

Several pandas operations lose the unit of a pint Series silently (rolling,
cumsum with skipna=False) or are slow by a factor of hundreds (sort_values).
The library therefore computes with plain floats, and uses `plain` and
`pint_series` at its edge.
"""

from __future__ import annotations

from _thread import allocate_lock
from typing import TYPE_CHECKING, Any

from territorial.errors import DimensionError, UnitError
from territorial.units.factors import UNITS, dimension, factor, rate_factor
from territorial.units.spelling import split_rate

if TYPE_CHECKING:
    import pandas as pd

# How pint spells our units. Its own acre is that of the US survey, so ours has another name.
PINT = {
    "km^2": "kilometer ** 2",
    "mi^2": "mile ** 2",
    "m^2": "meter ** 2",
    "ha": "hectare",
    "acre": "international_acre",
    "dunam": "dunam",
    "km": "kilometer",
    "mi": "mile",
    "m": "meter",
}
_DEFINED = {"international_acre": 4046.8564224, "dunam": 1000.0}  # [m²]
_LOCK = allocate_lock()  # what threading.Lock makes, without loading threading
_prepared: list[object] = []  # the registry that holds our definitions


def registry() -> Any:
    """The application registry of pint, with the units of the library defined in it.

    It is fetched at each call, so a registry that the user has set is the one
    that is used. Safe for first use from several threads.

    Returns
    -------
    pint.ApplicationRegistry
        Quantities made with it mix with the user's own.

    Raises
    ------
    UnitError
        If the registry already has a dunam of another size.

    Examples
    --------
    >>> f"{registry().Quantity(1, 'dunam').to('hectare'):~P}"
    '0.1 ha'
    """
    import pint

    proxy: Any = pint.get_application_registry()  # type: ignore[no-untyped-call]
    with _LOCK:
        if not (_prepared and _prepared[0] is proxy.get()):
            for name, size in _DEFINED.items():
                if name not in proxy:
                    proxy.define(f"{name} = {size!r} * meter ** 2")
                found = proxy.Quantity(1.0, name)
                if not found.check("[area]") or abs(found.to("meter ** 2").m / size - 1) > 1e-12:
                    raise UnitError(
                        f"a pint registry in which 1 {name} is {size} m²",
                        f"one in which it is {found.to_base_units():~P}",
                        "rename that unit in the registry that was set with set_application_registry",
                    )
            _prepared[:] = [proxy.get()]
    return proxy


def pint_name(unit: str, per: str | None = None) -> str:
    """How pint spells a unit or a rate; only spellings of this table come out."""
    if unit not in PINT:
        raise UnitError(
            f"a unit of area or length ({', '.join(PINT)})",
            f"{unit}, a unit of {dimension(unit)}",
            "shares and counts are plain numbers: keep them in a float Series with attrs['unit']",
        )
    return PINT[unit] if per is None else f"{PINT[unit]} / {per}"


def canonical_of(unit: Any) -> tuple[str, str | None] | None:
    """Our unit and time base of a pint Unit, or None where we have none like it."""
    spelled = f"{unit:C}"
    base, _, per = spelled.partition("/")
    for name, pint_spelling in PINT.items():
        if pint_spelling.replace(" ", "") == base and per in {"", "day", "week", "month"}:
            return name, per or None
    return None


def pint_series(values: pd.Series, unit: str) -> pd.Series:
    """A Series that knows its unit.

    Parameters
    ----------
    values : Series of float
        Numbers [`unit`]. Index, name and attrs are kept.
    unit : str
        Unit of area or length, also of a rate (``"km^2/day"``); any spelling.

    Returns
    -------
    Series of dtype pint[...][Float64]
        Missing numbers are missing.

    Raises
    ------
    UnitError
        If the unit is not known, or is one of share or count, which pint does not have.

    Examples
    --------
    >>> import pandas as pd
    >>> str(pint_series(pd.Series([320.0]), "km^2").dtype)
    'pint[kilometer ** 2][Float64]'
    """
    import pandas as pd
    from pint_pandas import PintArray

    dtype = f"pint[{pint_name(*split_rate(unit))}][Float64]"
    registry()
    floats = pd.array(values.to_numpy(dtype="float64", na_value=float("nan")), dtype="Float64")
    array = PintArray(floats, dtype=dtype)  # type: ignore[no-untyped-call]
    result = pd.Series(array, index=values.index, name=values.name)
    result.attrs = dict(values.attrs)
    return result


def is_pint(values: Any) -> bool:
    """Whether a Series has a unit in its dtype."""
    return str(getattr(values, "dtype", "")).startswith("pint[")


def plain(series: pd.Series, unit: str | None = None) -> tuple[pd.Series, str]:
    """The numbers of a Series as float64, and their unit.

    Parameters
    ----------
    series : Series
        Of a pint dtype, or of floats with their unit in ``attrs["unit"]``.
    unit : str, optional
        The unit that is wanted; any spelling. Otherwise the Series' own, or
        the base unit (km², km) where ours has none like it.

    Returns
    -------
    values : Series of float64
        Numbers [`unit`]; NaN where missing. Index, name and attrs are kept.
    unit : str
        Canonical spelling, of a rate as ``"km^2/day"``.

    Raises
    ------
    UnitError
        If the Series has no unit, or one that is neither area nor length nor a rate of them.
    DimensionError
        If its unit does not convert to the one that is wanted.

    Examples
    --------
    >>> import pandas as pd
    >>> values, unit = plain(pint_series(pd.Series([1.0]), "mi^2"), "km^2")
    >>> values.tolist(), unit
    ([2.589988110336], 'km^2')
    """
    own, name, per, scale = _own_unit(series)
    if unit is not None:
        wanted, wanted_per = split_rate(unit)
        scale *= factor(name, wanted) * rate_factor(per, wanted_per)
        name, per = wanted, wanted_per
    result = own if scale == 1.0 else own * scale
    result.attrs = dict(series.attrs)
    full = name if per is None else f"{name}/{per}"
    if "unit" in result.attrs:
        result.attrs["unit"] = full
    return result, full


def _own_unit(series: pd.Series) -> tuple[pd.Series, str, str | None, float]:
    """Float values, unit, time base, and the scale from the values to that unit."""
    import pandas as pd

    if not is_pint(series):
        told = series.attrs.get("unit")
        if told is None:
            raise UnitError(
                "a Series with a unit",
                f"dtype {series.dtype}",
                "give one of dtype pint[...], or set series.attrs['unit'] = 'km^2'",
            )
        return (series.astype("float64"), *split_rate(told), 1.0)
    dtype: Any = series.dtype
    magnitudes: Any = series.array
    numbers = pd.array(magnitudes.numpy_data, copy=True)
    floats = pd.Series(numbers, index=series.index, name=series.name).astype("float64")
    ours = canonical_of(dtype.units)
    if ours is not None:
        return (floats, *ours, 1.0)
    # A rate per month stays one: pint's month has 30.4375 days, a real one has not.
    rate = "month" if "month" in f"{dtype.units:C}" else "day"
    for base in ("km^2", "km"):
        for per in (None, rate):
            target = registry().Unit(pint_name(base, per))
            if dtype.units.is_compatible_with(target):
                one = registry().Quantity(1.0, dtype.units)
                return floats, base, per, float(one.to(target).m)
    raise DimensionError(
        "an area, a length or a rate of them",
        f"a Series in {dtype.units:~P}",
        f"convert it with pint first; known units are {', '.join(UNITS)}",
    )
