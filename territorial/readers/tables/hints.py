"""What a user may tell the reader because a table does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from territorial import records, units
from territorial.errors import InputError, UnitError
from territorial.lexicon import tables as words

KINDS = (*records.KINDS, "net")
ROLES = (
    "period", "year", "start", "end", "party", "counterparty", "metric", "amount", "unit", "place",
    "attribution", "origin", "publisher", "published", "url", "basis", "per", "qualifier", "scope",
    "conflict", "low", "high", "note", "ignore",
)  # fmt: skip


class Hints(NamedTuple):
    """The checked hints of `read_table`; None where nothing was told."""

    party: str | None = None
    counterparty: str | None = None
    kind: str | None = None
    basis: str | None = None
    unit: str | None = None
    per: str | None = None
    place: str | None = None
    scope: str | None = None
    attribution: str | None = None
    origin: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None
    conflict: str | None = None
    year: int | None = None
    columns: Mapping[str, str] = MappingProxyType({})
    sheet: str | int | None = None
    table: int | None = None
    header: int | Sequence[int] | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    dayfirst: bool | None = None
    missing: Sequence[str] = ()


def _choice(name: str, value: str | None, choices: Sequence[str]) -> None:
    if value is not None and value not in choices:
        raise InputError(f"one of {', '.join(choices)}", repr(value), "mend the hint", where=name)


def day_of(value: str | dt.date | None, where: str) -> dt.date | None:
    """A day given as ISO text or a date.

    Raises
    ------
    InputError
        If it is neither.
    """
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        raise InputError("a day", repr(value), "write it as 2025-02-07", where=where) from None


def checked(given: dict[str, object]) -> Hints:
    """The hints, each found to make sense.

    Raises
    ------
    InputError
        Naming the hint that does not.
    """
    hints = Hints(**given)  # type: ignore[arg-type] # each field is checked below
    _choice("kind", hints.kind, KINDS)
    _choice("basis", hints.basis, records.BASES)
    _choice("per", hints.per, records.PERS)
    _choice("decimal", hints.decimal, (".", ","))
    if hints.unit is not None:
        try:
            hints = hints._replace(unit=units.canonical(hints.unit))
        except UnitError as error:
            raise UnitError(error.wanted, error.given, error.mend, where="unit") from None
    if hints.year is not None and not 1000 <= hints.year <= 9999:
        raise InputError("a year of four digits", repr(hints.year), "mend the hint", where="year")
    if hints.separator is not None and len(hints.separator) != 1:
        raise InputError("one character", repr(hints.separator), "mend the hint", where="separator")
    columns = {}
    for header, role in (hints.columns or {}).items():
        key = role if role in ROLES else words.is_form("role", role)
        if key is None:
            raise InputError(
                f"one of {', '.join(ROLES)}",
                repr(role),
                "mend the hint",
                where=f"columns[{header!r}]",
            )
        columns[str(header).strip().lower()] = key
    return hints._replace(
        published=day_of(hints.published, "published"),
        party=None if hints.party is None else hints.party.strip().lower(),
        columns=columns,
        missing=tuple(str(one).strip().lower() for one in hints.missing),
    )
