"""Which reports make a series, and how: the choices that every function here shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypedDict, get_args

import numpy as np

from territorial import units
from territorial.errors import InputError

Straddle = Literal["drop", "days", "smooth"]
Kind = Literal["gain", "loss", "control"]


class GroundOptions(TypedDict, total=False):
    """Which ground and which reading of it; `monthly_table` describes each."""

    place: str | None
    scope: str | None
    basis: str | None
    conflict: str | None
    two_sided: bool
    nonnegative: bool | None
    tolerance: float | None


class SourceOptions(GroundOptions, total=False):
    """Also in which unit, from which source, and what becomes of longer reports."""

    unit: str
    straddle: Straddle
    attribution: str | None
    priority: Sequence[str] | None


class PartyOptions(SourceOptions, total=False):
    """Also of which party."""

    party: str | Sequence[str] | None


class TraceOptions(SourceOptions, total=False):
    """Also of which kind; the party stands apart."""

    kind: Kind


class SeriesOptions(PartyOptions, total=False):
    """All of them."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Options:
    """The choices behind one series, checked; see `monthly_table` for their meaning."""

    kind: str = "gain"
    party: tuple[str, ...] | None = None
    unit: str = "km^2"
    straddle: str = "drop"
    attribution: str | None = None
    priority: tuple[str, ...] | None = None
    place: str | None = None
    scope: str | None = None
    basis: str | None = None
    conflict: str | None = None
    two_sided: bool = False
    nonnegative: bool | None = None
    tolerance: float | None = None

    @property
    def measure(self) -> str:
        """What the unit measures: area, length, share or count."""
        return units.dimension(self.unit)

    def as_attrs(self) -> dict[str, Any]:
        """The choices that differ from the defaults, as JSON types."""
        plain = Options()
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if value != getattr(plain, name)
        }


def options(given: Mapping[str, object]) -> Options:
    """The keyword arguments of a public function, checked.

    Raises
    ------
    InputError
        If a choice is none of those offered, or two of them exclude one another.
    UnitError
        If the unit is unknown.
    """
    chosen: dict[str, Any] = dict(given)
    _one_of("kind", chosen.get("kind", "gain"), get_args(Kind))
    _one_of("straddle", chosen.get("straddle", "drop"), get_args(Straddle))
    if chosen.get("basis") is not None:
        _one_of("basis", chosen["basis"], ("gross", "net", "unstated"))
    if chosen.get("attribution") is not None and chosen.get("priority") is not None:
        raise InputError(
            "attribution= or priority=",
            "both",
            "name one source by attribution=, or an order of sources by priority=[...]",
        )
    tolerance = chosen.get("tolerance")
    if tolerance is not None and not 0 <= tolerance < np.inf:
        raise InputError(
            "a share from 0 up, as 0.1 for a tenth", f"{tolerance}", "mend it", where="tolerance"
        )
    chosen["unit"] = units.canonical(chosen.get("unit", "km^2"))
    for name in ("party", "priority"):
        value = chosen.get(name)
        if value is not None:
            value = (value,) if isinstance(value, str) else tuple(value)
            if not value:
                raise InputError(
                    "at least one name", "an empty list", "name one, or leave it out", where=name
                )
            chosen[name] = value
    return Options(**chosen)


def _one_of(name: str, given: object, offered: Sequence[str]) -> None:
    if given not in offered:
        raise InputError(
            "one of " + ", ".join(offered), repr(given), "choose one of them", where=name
        )
