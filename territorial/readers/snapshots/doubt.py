"""What looks wrong in a row of dated levels: found and told, left out only where asked.

The kinds of doubt, each the beginning of a flag:

``impossible date``
    Before 1900 or later than tomorrow: the map is kept, without a day, and so takes no part
    in any month.
``stale copy``
    The same shapes as on an earlier date of the same map.
``dip``
    One map that falls (or rises) by more than ten times the median change and comes back
    with the next.
``jump``
    A change of more than ten times the median daily change of the 90 days before.
``definition break``
    Other layers than on the map before: a change is no movement of a front.
``above the region``
    A level above the region's area.
``axes``
    Ground that lies where the other maps lie only if latitude and longitude are swapped.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from territorial.errors import InputError
from territorial.readers.snapshots.dates import EARLIEST, without_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from territorial.readers.snapshots.walk import Level

DOUBTS = (
    "impossible date", "stale copy", "dip", "jump", "definition break", "above the region",
    "axes", "duplicate date", "broken geometry",
)  # fmt: skip
# A jump or a dip is this many times the median daily change of the days before it.
TIMES = 10
DAYS_BEFORE = 90
# Fewer changes than this say nothing about what is usual.
_ENOUGH = 10
# Rounding of coordinates alone moves an area by about this much [km²].
_NOISE_KM2 = 0.01


class Dated(NamedTuple):
    """The level of one party on one day."""

    day: dt.date
    level: Level


def impossible(label: dt.date, today: dt.date | None = None) -> str | None:
    """The flag of a date on which no map can have been drawn, or None."""
    latest = (today or dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=1)
    if label > latest:
        return f"impossible date: {label} lies in the future"
    if label < EARLIEST:
        return f"impossible date: {label} is before maps of this kind"
    return None


def find_doubts(
    levels: list[Dated], *, region_km2: float | None = None, region: str = ""
) -> list[list[str]]:
    """The flags of each level of one party; `levels` run by day."""
    flags: list[list[str]] = [[] for _ in levels]
    _copies(levels, flags)
    _breaks(levels, flags)
    _swings(levels, flags)
    _axes(levels, flags)
    for (_, level), told in zip(levels, flags, strict=True):
        if region_km2 is not None and level.area_km2 > region_km2 * 1.0001:
            told.append(
                f"above the region: {level.area_km2:,.0f} km² and {region} has "
                f"{region_km2:,.0f} km²"
            )
    return flags


def _copies(levels: list[Dated], flags: list[list[str]]) -> None:
    seen: dict[str, dt.date] = {}
    for (day, level), told in zip(levels, flags, strict=True):
        if level.box is None:
            continue
        if level.print in seen:
            told.append(f"stale copy: same shapes as on {seen[level.print]}")
        seen[level.print] = day


def _breaks(levels: list[Dated], flags: list[list[str]]) -> None:
    for (_, before), (_, after), told in zip(levels[:-1], levels[1:], flags[1:], strict=True):
        if before.layers and after.layers and _undated(before) != _undated(after):
            told.append(
                "definition break: layers " + _listed(after.layers) + " after "
                + _listed(before.layers)
            )  # fmt: skip


def _undated(level: Level) -> set[str]:
    return {without_date(layer) for layer in level.layers}


def _listed(layers: tuple[str, ...]) -> str:
    shown = ", ".join(repr(layer) for layer in layers[:5])
    return shown + (f" and {len(layers) - 5} more" if len(layers) > 5 else "")


def _swings(levels: list[Dated], flags: list[list[str]]) -> None:
    """Jumps and dips, measured against the changes of the 90 days before."""
    usual: deque[tuple[dt.date, float]] = deque()
    skip = False
    for place in range(1, len(levels)):
        day, level = levels[place]
        before, earlier = levels[place - 1]
        while usual and (day - usual[0][0]).days > DAYS_BEFORE:
            usual.popleft()
        change = level.area_km2 - earlier.area_km2
        daily = abs(change) / (day - before).days
        if skip:  # the way back from a dip is no jump
            skip = False
            continue
        if len(usual) >= _ENOUGH:
            limit = max(TIMES * median(value for _, value in usual), _NOISE_KM2)
            if daily > limit:
                if place + 1 < len(levels):
                    back = levels[place + 1].level.area_km2 - level.area_km2
                    if back * change < 0 and abs(back + change) <= abs(change) / 5:
                        flags[place].append(
                            f"dip: {change:+,.1f} km² and {back:+,.1f} km² with the next map"
                        )
                        skip = True
                        continue
                flags[place].append(
                    f"jump: {change:+,.1f} km² since {before}, more than {TIMES} times the "
                    f"median daily change of {limit / TIMES:.2f} km²"
                )
                continue
        if abs(change) > _NOISE_KM2:
            usual.append((day, daily))


def _axes(levels: list[Dated], flags: list[list[str]]) -> None:
    boxes = [level.box for _, level in levels if level.box is not None]
    if len(boxes) < 3:
        return
    west, south, east, north = (median(side) for side in zip(*boxes, strict=True))
    for (_, level), told in zip(levels, flags, strict=True):
        if level.box is None:
            continue
        left, bottom, right, top = level.box
        apart = right < west or left > east or top < south or bottom > north
        fits = not (top < west or bottom > east or right < south or left > north)
        if apart and fits:
            told.append("axes: lies with the other maps only if latitude stands first")


def leave_out(control: pd.DataFrame, *doubts: str) -> pd.DataFrame:
    """The reports without those that carry one of the doubts named.

    Parameters
    ----------
    control : DataFrame
        Control reports of `territorial.read_snapshots`.
    *doubts : str
        Kinds of doubt, such as ``"dip"``, ``"stale copy"``, ``"jump"``.

    Returns
    -------
    DataFrame
        The other reports, in their order.

    Raises
    ------
    InputError
        If no doubt is named, or one is unknown.

    Examples
    --------
    >>> from territorial import reports
    >>> from territorial.records import Report
    >>> table = reports.reports_table([
    ...     Report("a", party="russia", kind="control", value=9.0, unit="km^2"),
    ...     Report("b", party="russia", kind="control", value=5.0, unit="km^2",
    ...            flags="dip: -4.0 km² and +4.0 km² with the next map"),
    ... ])
    >>> leave_out(table, "dip")["report_id"].tolist()
    ['a']
    """
    check_kinds(doubts)
    carried = control["flags"].fillna("").map(lambda flags: kinds_in(flags, doubts))
    return control[~carried.astype(bool)]


def check_kinds(doubts: Iterable[str]) -> None:
    """Refuse an unknown kind of doubt, or none."""
    named = tuple(doubts)
    unknown = [one for one in named if one not in DOUBTS]
    if unknown or not named:
        raise InputError(
            "kinds of doubt", ", ".join(repr(one) for one in unknown) or "none",
            "choose from " + ", ".join(DOUBTS),
        )  # fmt: skip


def kinds_in(flags: str, doubts: Iterable[str] = DOUBTS) -> str:
    """Which doubts a report's flags name, joined by commas.

    Examples
    --------
    >>> kinds_in("jump: +90.0 km² since 2024-08-17; 2 null geometries")
    'jump'
    """
    parts = flags.split("; ")
    return ", ".join(one for one in doubts if any(part.startswith(one) for part in parts))


def region_area(region: str | Mapping[str, float]) -> float | None:
    """The area of a region of the lexicon [km²]."""
    from territorial import lexicon

    found = lexicon.region(region) if isinstance(region, str) else None
    return None if found is None else found.area_km2
