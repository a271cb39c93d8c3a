"""What a report and its restatement show: units, rates and shares that do not fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from territorial import units
from territorial.series.audit.alone import SQUARE, region_area
from territorial.series.audit.finding import PLAIN, RELATIVE, Finding, Told

DENOMINATOR = 0.06  # areas of countries differ by what counts: water, Crimea, occupied land
OWN_DENOMINATOR = ("held", "occupied", "conquered", "seized", "gained", "once")


def restated(reports: Sequence[Told]) -> Iterator[tuple[Told, Told]]:
    """Each report that restates another, and that other."""
    by_id = {one.report_id: one for one in reports}
    for one in reports:
        other = by_id.get(one.restates) if one.restates else None
        if other is not None and other is not one:
            yield one, other


def units_that_do_not_agree(reports: Sequence[Told]) -> Iterator[Finding]:
    """One amount in two units whose numbers do not fit: 4,000 km² (1,500 miles)."""
    for one, other in restated(reports):
        if one.per != other.per:
            continue
        if one.dimension == other.dimension and one.dimension in {"area", "length", "share"}:
            factor = units.factor(other.canonical, one.canonical)
            expected = other.value * factor
            share = PLAIN if one.qualifier == other.qualifier == "exact" else RELATIVE
            slack = one.half + other.half * factor + share * max(expected, one.value)
            if abs(one.value - expected) > slack and not _both_hedged(one, other, factor):
                yield Finding(
                    "units that do not agree", one.report_id, other.report_id, one.value, expected, slack,
                    one.unit,
                    f"{one.figure()} restates {other.figure()}, which is "
                    f"{_shown(expected, one.canonical)}{_hint(one, other)}",
                )  # fmt: skip
        elif {one.dimension, other.dimension} == {"area", "length"}:
            yield _area_and_length(one, other)


def _area_and_length(one: Told, other: Told) -> Finding:
    length, area = (one, other) if one.dimension == "length" else (other, one)
    square = SQUARE[length.canonical]
    expected = area.value * units.factor(area.canonical, square)
    slack = length.half + RELATIVE * expected
    fits = abs(length.value - expected) <= slack + 0.02 * expected
    return Finding(
        "area with a unit of length", one.report_id, other.report_id, length.value, expected, slack, square,
        f"{length.figure()} restates {area.figure()}: a length for an area; "
        + (f"{units.label(square)} is meant" if fits else f"{_shown(expected, square)} is that"),
    )  # fmt: skip


def _both_hedged(one: Told, other: Told, factor: float) -> bool:
    """Whether "more than 5,600" beside "more than 2,160" can both hold of one amount."""
    pair = {one.qualifier, other.qualifier}
    if not pair & {"at_least", "at_most", "nearly", "range"}:
        return False
    size = max(one.value, other.value * factor)
    return abs(one.value - other.value * factor) <= 0.05 * size


def _shown(value: float, unit: str) -> str:
    return f"{value:,.4g} {units.label(unit)}"


def _hint(one: Told, other: Told) -> str:
    """What slip would explain it."""
    want = other.value
    for unit in ("km^2", "mi^2", "ha", "m^2", "km", "mi", "m", "percent", "fraction"):
        if unit == one.canonical or units.dimension(unit) != one.dimension:
            continue
        if _close(one.value * units.factor(unit, other.canonical), want, one.half):
            return f"; it fits as {units.label(unit)}"
    scale = units.factor(one.canonical, other.canonical)
    for power in (-3, -2, -1, 1, 2, 3):
        if _close(one.value * 10.0**power * scale, want, one.half * 10.0**power):
            return f"; a factor of {10 ** abs(power):,} is missing or too much"
    for swapped in transpositions(one.value):
        if _close(swapped * scale, want, one.half * scale):
            return f"; it fits with digits transposed: {swapped:,.10g}"
    return ""


def _close(value: float, want: float, slack: float) -> bool:
    return abs(value - want) <= 0.01 * abs(want) + slack * 0.5


def transpositions(value: float) -> Iterator[float]:
    """The numbers that differ by two neighbouring digits in the other order.

    Examples
    --------
    >>> sorted(transpositions(6460))
    [4660.0, 6406.0, 6640.0]
    """
    text = np.format_float_positional(abs(value), trim="-")
    for at, (one, two) in enumerate(pairwise(text)):
        if one != two and "." not in (one, two):
            swapped = text[:at] + two + one + text[at + 2 :]
            if not swapped.startswith("0") or swapped.startswith("0."):
                yield float(swapped)


def rates_that_do_not_fit(reports: Sequence[Told]) -> Iterator[Finding]:
    """A rate that, times its days, is not the total that it restates."""
    for one, other in restated(reports):
        if (one.per is None) == (other.per is None) or one.dimension != other.dimension:
            continue
        rate, total = (one, other) if one.per else (other, one)
        days = rate.days or total.days
        length = {"day": 1.0, "week": 7.0}.get(str(rate.per))
        if days is None or length is None or rate.dimension not in {"area", "length"}:
            continue
        times = days / length
        factor = units.factor(total.canonical, rate.canonical)
        expected = total.value * factor / times
        slack = rate.half + total.half * factor / times + RELATIVE * expected
        miss = rate.value - expected
        if rate.qualifier in {"at_most", "nearly"}:
            miss = min(miss, 0.0) if miss > -0.25 * expected else miss
        if rate.qualifier == "at_least":
            miss = max(miss, 0.0) if miss < 0.25 * expected else miss
        if abs(miss) > slack:
            yield Finding(
                "rate that does not fit its total", rate.report_id, total.report_id, rate.value, expected,
                slack, rate.unit,
                f"{rate.figure()} over {days} days is {rate.value * times:,.6g} "
                f"{units.label(rate.canonical)}; the total is {total.figure()}",
            )  # fmt: skip


def shares_that_do_not_fit(reports: Sequence[Told]) -> Iterator[Finding]:
    """A share of a region that is not what the restated area is of it."""
    for one, other in restated(reports):
        if {one.dimension, other.dimension} != {"area", "share"} or one.per or other.per:
            continue
        share, area = (one, other) if one.dimension == "share" else (other, one)
        whole = region_area(share.place) or region_area(area.place)
        words = f"{share.scope or ''} {area.scope or ''}"
        if whole is None or any(word in words for word in OWN_DENOMINATOR):
            continue
        scale = 100.0 if share.canonical == "percent" else 1.0
        per_km2 = scale / whole[0]
        km2 = units.factor(area.canonical, "km^2")
        expected = area.value * km2 * per_km2
        slack = share.half + area.half * km2 * per_km2 + DENOMINATOR * expected
        miss = share.value - expected
        if share.qualifier in {"at_most", "nearly"} and miss > 0:
            slack += 0.25 * expected
        if abs(miss) <= slack:
            continue
        ratio = share.value / expected if expected else np.inf
        tens = next((p for p in (-2, -1, 1, 2) if abs(ratio / 10.0**p - 1) < 2 * DENOMINATOR), 0)
        hint = f": a factor of {10 ** abs(tens)}" if tens else ""
        yield Finding(
            "share that does not fit its area", share.report_id, area.report_id, share.value, expected, slack,
            share.unit,
            f"{area.figure()} is {expected:.3g}{'%' if scale > 1 else ''} of {whole[1]} "
            f"({whole[0]:,.6g} km²), told as {share.figure()}{hint}",
        )  # fmt: skip
