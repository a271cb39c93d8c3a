"""Units of territory: exact factors, spellings, and the one place that meets pint.

The library reads, stores and computes with its own factors (`factors`) and
spellings (`spelling`), which need the standard library alone; a unit that came
from outside never reaches pint's parser. Quantities and Series with units
(`pints`, `conversion`) use pint's application registry.
"""

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
