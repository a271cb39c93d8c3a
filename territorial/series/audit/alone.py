"""What one report shows by itself: impossible units, sizes, shares and dates."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence

from territorial import lexicon, units
from territorial.series.audit.finding import Finding, Told

SQUARE = {"km": "km^2", "mi": "mi^2", "m": "m^2"}  # what a length may be short for
LONGEST = 300.0  # an advance further than this within a year is taken for an area [km]
SMALLEST = 300.0  # of a town, texts mean the ground round it too [km²]
LARGER = 1.05  # how much larger than its region an area may be: areas of regions differ


def unit_of_another_measure(reports: Sequence[Told]) -> Iterator[Finding]:
    """An area with a unit of length, or an advance as long as a country is wide."""
    for one in reports:
        found = one.dimension
        if found is not None and one.measure is not None and found != one.measure:
            yield Finding(
                "unit of another measure", one.report_id, None, one.value, float("nan"), 0.0, one.unit,
                f"{one.figure()} is told as {one.measure}, its unit is one of {found}",
            )  # fmt: skip
        elif found == "length" and not (one.per or one.restates) and one.kind in {"gain", "loss"}:
            km = one.value * units.factor(one.canonical, "km")
            if km > LONGEST and (one.days or 1) <= 366:
                yield Finding(
                    "unit of another measure", one.report_id, None, one.value, float("nan"),
                    LONGEST / km * one.value, one.unit,
                    f"{one.figure()} is a length, and too long for an advance "
                    f"({one.span()}): {units.label(SQUARE[one.canonical])} may be meant",
                )  # fmt: skip


def larger_than_its_region(reports: Sequence[Told]) -> Iterator[Finding]:
    """An area larger than the region it lies in."""
    for one in reports:
        if one.dimension != "area" or one.per is not None or one.place is None:
            continue
        region = lexicon.region(one.place)
        if region is None or not region.area_km2 or region.area_km2 < SMALLEST:
            continue
        whole = region.area_km2 * units.factor("km^2", one.canonical)
        if one.value > whole * LARGER:
            yield Finding(
                "larger than its region", one.report_id, None, one.value, whole, whole * (LARGER - 1),
                one.unit,
                f"{one.figure()} of {region.name}, which has "
                f"{whole:,.6g} {units.label(one.canonical)} ({region.source})",
            )  # fmt: skip


def more_than_all(reports: Sequence[Told]) -> Iterator[Finding]:
    """A share above the whole."""
    for one in reports:
        if one.dimension != "share":
            continue
        whole = 100.0 if one.canonical == "percent" else 1.0
        if one.value > whole:
            yield Finding(
                "share above the whole", one.report_id, None, one.value, whole, 0.0, one.unit,
                f"{one.figure()} of {one.place or 'a territory'} is more than all of it",
            )  # fmt: skip


def told_before_its_end(reports: Sequence[Told]) -> Iterator[Finding]:
    """A whole month told before it was over: a part month taken for the whole."""
    for one in reports:
        if one.published is None or one.start is None or one.end is None:
            continue
        late = (one.end - one.published).days
        if late > 0:
            yield Finding(
                "told before its end", one.report_id, None, float(one.days or 0),
                float((one.published - one.start).days + 1), 0.0, "days",
                f"{one.figure()} for {one.span()} was published on {one.published}",
            )  # fmt: skip
        elif late == 0 and one.kind in {"gain", "loss"} and _calendar(one.start, one.end):
            yield Finding(
                "told before its end", one.report_id, None, float(one.days or 0),
                float((one.days or 0) - 1), 0.0, "days",
                f"{one.figure()} for {one.span()} was published on its last day: "
                "that day may be missing",
            )  # fmt: skip


def _calendar(start: dt.date, end: dt.date) -> bool:
    """Whether a span is whole months."""
    return start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]


def region_area(place: str | None) -> tuple[float, str] | None:
    """The area [km²] of the region that a share is of, and the region's name."""
    region = lexicon.region(place) if place else None
    if region is None or not region.area_km2:
        return None
    return region.area_km2, region.name
