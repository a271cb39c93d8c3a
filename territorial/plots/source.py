"""The source line: whose assessment, who computed it, where it was read, as of when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from territorial.plots.words import day, listed

NOT_STATED = "source not stated"
# What stands in place of a name.
NO_NAME = frozenset({"", "nan", "not stated", "unnamed", "unstated"})


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the figures of a chart come from."""

    origins: tuple[str, ...] = ()
    attributions: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    published: dt.date | None = None

    @property
    def stated(self) -> bool:
        """Whether anything but the day is known."""
        return bool(self.origins or self.attributions or self.publishers)

    def line(self) -> str:
        """The source line of the chart.

        Examples
        --------
        >>> print(Provenance(("ISW",), ("AFP analysis of ISW data",), (), None).line())
        Source: AFP analysis of ISW data
        """
        parts = []
        named = list(self.attributions)
        alone = [origin for origin in self.origins
                 if not any(origin in item or same_body(origin, item) for item in named)]  # fmt: skip
        if named or alone:
            parts.append(_some([*named, *alone]))
        if self.publishers:
            published = [item for item in self.publishers if item not in named]
            if len(published) > 3:
                parts.append(f"as published by {len(published)} outlets")
            elif published:
                parts.append(f"as published by {listed(published)}")
        if not parts:
            parts = [NOT_STATED]
        if self.published is not None:
            parts.append(f"latest report {day(self.published)}")
        return "Source: " + "; ".join(parts)


def same_body(one: str, other: str) -> bool:
    """Whether two names are those of one body, spelled out or by its initials.

    Examples
    --------
    >>> same_body("UK MoD", "UK Ministry of Defence"), same_body("Russian MoD", "UK MoD")
    (True, False)
    """
    short, full = sorted((one.split(), other.split()), key=len)
    at = 0
    for word in short:
        for stop in range(at + 1, len(full) + 1):
            run = full[at:stop]
            forms = {run[0]}
            if len(run) > 1:
                forms = {"".join(name[0] for name in run),
                         "".join(name[0] for name in run if name[0].isupper())}  # fmt: skip
            if word.casefold() in {form.casefold() for form in forms}:
                at = stop
                break
        else:
            return False
    return at == len(full)


def _some(items: Sequence[str], most: int = 8) -> str:
    if len(items) <= most:
        return listed(items)
    return f"{', '.join(items[: most - 1])} and {len(items) - most + 1} others"


def provenance(data: pd.Series | pd.DataFrame, table: pd.DataFrame) -> Provenance:
    """What the attrs and the columns of a monthly series or table tell about its sources."""
    attrs = data.attrs
    published = None
    days = attrs.get("published") or attrs.get("as_of")
    if days is None and "published" in table.columns:
        days = table["published"].dropna().max() if table["published"].notna().any() else None
    if days is not None:
        stamp = pd.Timestamp(days)
        published = stamp.date() if stamp == stamp else None  # noqa: PLR0124  (NaT is no date)
    return Provenance(
        _told(attrs, table, "origin"),
        _told(attrs, table, "attribution"),
        _told(attrs, table, "publisher"),
        published,
    )


def together(told: Sequence[Provenance], names: Sequence[str] = ()) -> Provenance:
    """The provenance of several series in one chart; `names` are attributions besides."""
    days = [one.published for one in told if one.published is not None]
    named = {name for name in names if name.casefold() not in NO_NAME}
    return Provenance(
        tuple(sorted({item for one in told for item in one.origins})),
        tuple(sorted({item for one in told for item in one.attributions} | named)),
        tuple(sorted({item for one in told for item in one.publishers})),
        max(days, default=None),
    )


def _told(attrs: dict[object, object], table: pd.DataFrame, name: str) -> tuple[str, ...]:
    value = attrs.get(name, attrs.get(f"{name}s"))
    if value is None and name in table.columns:
        value = list(table[name].dropna())
    if value is None:
        return ()
    items = (
        [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else []
    )
    found: dict[str, None] = {}
    for item in items:
        for part in re.split(r"; ", str(item)):
            if part.strip().casefold() not in NO_NAME:
                found[part.strip()] = None
    return tuple(sorted(found))
