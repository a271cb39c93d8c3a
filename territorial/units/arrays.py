"""Many numbers in many units at once, with numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from territorial.errors import DimensionError, InputError
from territorial.units.factors import BASES, UNITS, factor
from territorial.units.factors import dimension as dimension_of
from territorial.units.spelling import canonical

if TYPE_CHECKING:
    import numpy as np


def coded(units: Any) -> tuple[np.ndarray, list[str]]:
    """Codes and the spellings that they stand for; -1 where the unit is missing."""
    import pandas as pd

    values: Any = units.array if isinstance(units, pd.Series | pd.Index) else units
    if isinstance(getattr(values, "dtype", None), pd.CategoricalDtype):
        return values.codes, [str(text) for text in values.categories]
    strings: Any = pd.array(values, dtype="str")
    codes, spelled = pd.factorize(strings)
    return codes, [str(text) for text in spelled]


def in_use(codes: np.ndarray, count: int) -> np.ndarray:
    """Which of `count` codes occur."""
    import numpy as np

    seen = np.zeros(count + 1, dtype=bool)
    seen[codes] = True  # -1, the missing unit, falls on the last place
    return seen[:count]


def to_base(values: Any, units: Any) -> np.ndarray:
    """Numbers in the base unit of their measure: km² for area, km for length, percent for share.

    Parameters
    ----------
    values : array_like of float
        Shape (n,) [each in its unit].
    units : str, Categorical, Series or array_like of str
        One unit for all, or shape (n,). A Categorical is fastest: its codes
        are used as they are. Any known spelling.

    Returns
    -------
    ndarray of float64
        Shape (n,) [km², km or percent]; NaN where the value or the unit is missing.

    Raises
    ------
    DimensionError
        If the units measure different things, or are counts of different things.
    InputError
        If there are not as many units as values.
    UnitError
        If a unit is not known.

    Examples
    --------
    >>> to_base([1.0, 100.0], ["mi^2", "ha"]).tolist()  # [km²]
    [2.589988110336, 1.0]
    """
    import numpy as np

    numbers = np.asarray(values, dtype=np.float64)
    if isinstance(units, str):
        return numbers * _base_factor(canonical(units))
    codes, spelled = coded(units)
    if codes.shape != numbers.shape:
        raise InputError(
            f"one unit for each of {numbers.size} values",
            f"{codes.size} units",
            "give arrays of the same length",
            where="units",
        )
    scale = np.array([*_base_factors(codes, spelled), np.nan])  # -1, missing, takes the last one
    result: np.ndarray = scale[codes]
    result *= numbers
    return result


def _base_factors(codes: np.ndarray, spelled: list[str]) -> list[float]:
    """Factors of the spellings; only of those in use where they do not go together."""
    if set(spelled) <= UNITS.keys() and _one_measure(set(spelled)):
        return [_base_factor(text) for text in spelled]
    used = in_use(codes, len(spelled))
    names = [canonical(text) if one else None for text, one in zip(spelled, used, strict=True)]
    known = {name for name in names if name is not None}
    if not _one_measure(known):
        raise DimensionError(
            "units of one measure",
            ", ".join(f"{name} ({dimension_of(name)})" for name in sorted(known)),
            "take the rows of one measure first, as in reports[reports['measure'] == 'area']",
        )
    return [float("nan") if name is None else _base_factor(name) for name in names]


def _base_factor(unit: str) -> float:
    base = BASES[dimension_of(unit)]
    return 1.0 if base is None else factor(unit, base)


def _one_measure(names: set[str]) -> bool:
    measures = {dimension_of(name) for name in names}
    return len(measures) <= 1 and (measures != {"count"} or len(names) == 1)
