"""What each unit is worth, exactly, and where that is laid down."""

from __future__ import annotations

from functools import lru_cache

from territorial.errors import DimensionError, UnitError
from territorial.structures import NamedTuple


class Unit(NamedTuple):
    """One unit of the reports table.

    Parameters
    ----------
    name : str
        Canonical spelling.
    dimension : {"area", "length", "share", "count"}
        What it measures; the reports table calls it the measure.
    steps : int
        How many of the smallest steps it holds: of area 1e-7 m², of length
        1 mm, of share one percent. All units are whole numbers of steps, so
        that every factor is one correctly rounded division.
    symbol : str
        As it stands on a chart.
    source : str
        Where its size is laid down.
    """

    name: str
    dimension: str
    steps: int
    symbol: str
    source: str


_SI = "SI Brochure, 9th edition (BIPM 2019), section 2.3"
_SI_HECTARE = "SI Brochure, 9th edition (BIPM 2019), table 8: 1 ha = 10 000 m²"
_MILE = (
    "international yard and pound agreement of 1959, 1 yd = 0.9144 m, 1 mi = 1760 yd "
    "(NIST Special Publication 811, 2008, appendix B)"
)
_ACRE = (
    "international acre, 4840 square yards of 0.9144 m = 4046.8564224 m² "
    "(NIST Handbook 44, appendix C); the acre of the US survey is 4e-6 larger"
)
_DUNAM = (
    "metric dunam, 1000 m², as in Israel, Jordan, Lebanon and Palestine (United Nations, World "
    "Weights and Measures: Handbook for Statisticians, 1966); in Iraq a dunam is 2500 m², in "
    "Cyprus about 1338 m², and the Ottoman one was about 919.3 m²"
)
_OWN = "by its meaning"

UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("km^2", "area", 10**13, "km²", _SI),
        Unit("mi^2", "area", 25_899_881_103_360, "mi²", _MILE),
        Unit("m^2", "area", 10**7, "m²", _SI),
        Unit("ha", "area", 10**11, "ha", _SI_HECTARE),
        Unit("acre", "area", 40_468_564_224, "acres", _ACRE),
        Unit("dunam", "area", 10**10, "dunams", _DUNAM),
        Unit("km", "length", 10**6, "km", _SI),
        Unit("mi", "length", 1_609_344, "mi", _MILE),
        Unit("m", "length", 10**3, "m", _SI),
        Unit("percent", "share", 1, "%", _OWN),
        Unit("fraction", "share", 100, "fraction", _OWN),
        Unit("settlement", "count", 1, "settlements", _OWN),
        Unit("district", "count", 1, "districts", _OWN),
    )
}
BASES = {"area": "km^2", "length": "km", "share": "percent", "count": None}
# Days in a time base; a month has no fixed number of days.
PER_DAYS = {"day": 1, "week": 7}
PERS = ("day", "week", "month")


def _to_base(unit: Unit) -> float:
    base = BASES[unit.dimension]
    return 1.0 if base is None else unit.steps / UNITS[base].steps


# Dimension, and how many km², km or percent one unit is.
FACTORS: dict[str, tuple[str, float]] = {
    unit.name: (unit.dimension, _to_base(unit)) for unit in UNITS.values()
}


def known(unit: str) -> Unit:
    """The unit of a canonical spelling.

    Raises
    ------
    UnitError
        If it is none; `territorial.units.canonical` reads other spellings.
    """
    found = UNITS.get(unit)
    if found is None:
        raise UnitError("a unit of the reports table", repr(unit), f"use one of {', '.join(UNITS)}")
    return found


def dimension(unit: str) -> str:
    """What a unit measures: area, length, share or count.

    Parameters
    ----------
    unit : str
        Canonical spelling.

    Raises
    ------
    UnitError
        If the spelling is not canonical.

    Examples
    --------
    >>> dimension("dunam"), dimension("percent")
    ('area', 'share')
    """
    return known(unit).dimension


@lru_cache(maxsize=256)
def factor(frm: str, to: str) -> float:
    """By what a number in `frm` is multiplied to be one in `to`.

    Parameters
    ----------
    frm, to : str
        Canonical spellings of units of one dimension.

    Returns
    -------
    float
        Correctly rounded ratio of the two exact sizes [`to` per `frm`].

    Raises
    ------
    UnitError
        If a spelling is not canonical.
    DimensionError
        If the units measure different things; a settlement is no district either.

    Examples
    --------
    >>> factor("mi^2", "km^2")
    2.589988110336
    """
    one, other = known(frm), known(to)
    if one.dimension != other.dimension:
        raise DimensionError(
            f"a unit of {other.dimension} to convert into {other.name}",
            f"{one.name}, a unit of {one.dimension}",
            f"{one.dimension} never converts to {other.dimension}; "
            f"use a unit of {one.dimension}: {', '.join(_alike(one))}",
        )
    if one.dimension == "count" and one is not other:
        raise DimensionError(
            f"a count of {other.symbol}",
            f"a count of {one.symbol}",
            "counts of different things do not convert; keep them apart",
        )
    return one.steps / other.steps


def _alike(unit: Unit) -> list[str]:
    return [other.name for other in UNITS.values() if other.dimension == unit.dimension]


def rate_factor(frm: str | None, to: str | None) -> float:
    """By what a number per `frm` is multiplied to be one per `to`.

    Parameters
    ----------
    frm, to : {"day", "week", "month"} or None
        Time bases; None for an amount that is no rate.

    Raises
    ------
    UnitError
        If one is a rate and the other an amount, or if one is a month, which
        has no fixed number of days.

    Examples
    --------
    >>> rate_factor("day", "week")
    7.0
    """
    for per in (frm, to):
        if per is not None and per not in PERS:
            raise UnitError("a time base", repr(per), f"use one of {', '.join(PERS)}", where="per")
    if frm == to:
        return 1.0
    if frm is None or to is None:
        raise UnitError(
            "a rate to make a rate of, or an amount to make an amount of",
            f"{'an amount' if frm is None else f'a rate per {frm}'} for "
            f"{'an amount' if to is None else f'a rate per {to}'}",
            "monthly_gain turns reported rates into amounts, and rate() amounts into rates",
        )
    if "month" in {frm, to}:
        raise UnitError(
            f"a rate per {to}",
            f"a rate per {frm}",
            "months have 28 to 31 days; rate() divides by the days of each month",
        )
    return PER_DAYS[to] / PER_DAYS[frm]


def label(unit: str, per: str | None = None) -> str:
    """A unit as it stands on a chart or in a sentence.

    Parameters
    ----------
    unit : str
        Canonical spelling, also of a rate (``"km^2/day"``).
    per : {"day", "week", "month"}, optional
        Time base of a rate.

    Returns
    -------
    str
        For instance ``km² per day``.

    Raises
    ------
    UnitError
        If the unit or the time base is not known.

    Examples
    --------
    >>> label("km^2", "day"), label("percent"), label("settlement")
    ('km² per day', '%', 'settlements')
    """
    base, _, base_per = unit.partition("/")
    symbol = known(base).symbol
    per = per or base_per or None
    if per is None:
        return symbol
    rate_factor(per, per)
    return f"{symbol} per {per}"
