"""Units of territory: exact factors, spellings, and the one place that meets pint.

The library reads, stores and computes with its own factors (`factors`) and
spellings (`spelling`), which need the standard library alone; a unit that came
from outside never reaches pint's parser. Quantities and Series with units
(`pints`, `conversion`) use pint's application registry. Names are loaded when
they are first used, because a text needs the factors alone.
"""

from importlib import import_module

from territorial.structures import TYPE_CHECKING

if TYPE_CHECKING:
    from territorial.units.arrays import to_base
    from territorial.units.conversion import convert
    from territorial.units.factors import (
        FACTORS,
        PER_DAYS,
        UNITS,
        Unit,
        dimension,
        factor,
        label,
        rate_factor,
    )
    from territorial.units.pints import pint_series, plain, registry
    from territorial.units.spelling import canonical, split_rate

_NAMES = {
    "arrays": ("to_base",),
    "conversion": ("convert",),
    "factors": (
        "FACTORS",
        "PER_DAYS",
        "UNITS",
        "Unit",
        "dimension",
        "factor",
        "label",
        "rate_factor",
    ),
    "pints": ("pint_series", "plain", "registry"),
    "spelling": ("canonical", "split_rate"),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "FACTORS",
    "PER_DAYS",
    "UNITS",
    "Unit",
    "canonical",
    "convert",
    "dimension",
    "factor",
    "label",
    "pint_series",
    "plain",
    "rate_factor",
    "registry",
    "split_rate",
    "to_base",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'territorial.units' has no attribute {name!r}")
    value: object = getattr(import_module(f"territorial.units.{_HOME[name]}"), name)
    globals()[name] = value
    return value
