"""What reports of one source, or of like periods, show beside one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from territorial import units
from territorial.series.audit.finding import Finding, Told, bounds
from territorial.series.audit.pairs import transpositions

REVISED = 7  # days between two publications after which a figure counts as revised
NEAR = 120  # days between levels that may be one figure in two units


def two_figures(reports: Sequence[Told]) -> Iterator[Finding]:
    """Two figures of one source for one period, ground and scope that exclude one another."""
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in reports:
        if one.source and one.start and one.end and not one.restates and one.dimension:
            key = (
                one.source, one.party, one.kind, one.dimension, one.per is None, one.start,
                one.end, one.place or "", one.scope, one.conflict,
            )  # fmt: skip
            groups[key].append(one)
    for group in groups.values():
        seen: list[Told] = []
        for one in sorted(group, key=lambda item: (str(item.published), item.report_id)):
            for other in seen:
                if {one.basis, other.basis} == {"net", "gross"}:
                    continue
                finding = _against(one, other)
                if finding is not None:
                    yield finding
                    break
            seen.append(one)


def _against(one: Told, other: Told) -> Finding | None:
    if one.dimension == "count" and one.unit != other.unit:
        return None
    factor = units.factor(other.canonical, one.canonical)
    low, high = bounds(one)
    least, most = (bound * factor for bound in bounds(other))
    if low <= other.value * factor <= high or least <= one.value <= most:
        return None
    expected = other.value * factor
    if abs(one.value - expected) <= 0.005 * max(abs(one.value), abs(expected)):
        return None
    swapped = expected in set(transpositions(one.value))
    later = (
        one.published is not None
        and other.published is not None
        and (one.published - other.published).days > REVISED
    )
    rule = "figure that was revised" if later else "two figures of one source"
    return Finding(
        rule, one.report_id, other.report_id, one.value, expected, one.half + other.half * factor, one.unit,
        f"{one.source} says {one.figure()} ({one.published}) and {other.figure()} "
        f"({other.published}) for {one.span()}" + (", digits transposed" if swapped else ""),
    )  # fmt: skip


def part_as_whole(reports: Sequence[Told]) -> Iterator[Finding]:
    """A month told with the figure that the source gave for a part of it."""
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in reports:
        if one.source and one.start and one.end and one.kind in {"gain", "loss"} and not one.per:
            key = (
                one.source, one.party, one.kind, one.start, one.unit, one.value, one.place or "",
            )  # fmt: skip
            groups[key].append(one)
    for group in groups.values():
        spans = sorted({(one.end, one.start): one for one in group}.values(),
                       key=lambda item: str(item.end))  # fmt: skip
        for part, whole in combinations(spans, 2):
            if part.value and part.days and whole.days and part.days < whole.days <= 31:
                yield Finding(
                    "part told as whole", whole.report_id, part.report_id, float(whole.days), float(part.days),
                    0.0, "days",
                    f"{whole.figure()} for {whole.span()} is what {whole.source} says of "
                    f"{part.span()}",
                )  # fmt: skip


def same_number_other_unit(reports: Sequence[Told]) -> Iterator[Finding]:
    """One number told as km² here and as square miles there."""
    groups: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for one in reports:
        if one.dimension in {"area", "length"} and one.value >= 100 and one.start and one.end:
            groups[one.party, one.kind, one.place or "", one.per, one.value].append(one)
    for group in groups.values():
        for one, other in combinations(sorted(group, key=lambda item: str(item.end)), 2):
            if (
                one.unit == other.unit
                or other.restates == one.report_id
                or one.restates == other.report_id
            ):
                continue
            if not (one.start and one.end and other.start and other.end):
                continue
            apart = max((other.start - one.start).days, (other.end - one.end).days)
            if (apart <= NEAR) if one.kind == "control" else (apart == 0):
                factor = units.factor(one.canonical,
                                      other.canonical) \
                    if one.dimension == other.dimension else float("nan")  # fmt: skip
                yield Finding(
                    "same number, other unit", other.report_id, one.report_id, other.value,
                    one.value * factor, 0.0, other.unit,
                    f"{other.figure()} ({other.source}), but {one.figure()} ({one.source}) "
                    f"for {one.party}, {one.place or 'no place named'}",
                )  # fmt: skip


def points_for_percent(reports: Sequence[Told]) -> Iterator[Finding]:
    """A change in percent of what was held, where the levels show percentage points."""
    levels: dict[tuple[object, ...], dict[object, Told]] = defaultdict(dict)
    for one in reports:
        if one.kind == "control" and one.dimension == "share" and one.start == one.end:
            levels[one.source, one.party, one.place or ""][one.end] = one
    for one in reports:
        if one.kind not in {"gain", "loss"} or one.dimension != "share" or one.per:
            continue
        held = levels.get((one.source, one.party, one.place or ""))
        if not held or one.start is None or one.end is None:
            continue
        before, after = held.get(one.start), held.get(one.end)
        if before is None or after is None or not before.value:
            continue
        points = (after.value - before.value) * (1 if one.kind == "gain" else -1)
        slack = one.half + before.half + after.half
        relative = 100 * points / before.value
        if abs(one.value - points) > slack and abs(one.value - relative) <= slack + 0.5:
            yield Finding(
                "percent for percentage points", one.report_id, after.report_id, one.value, points, slack,
                one.unit,
                f"{one.figure()} is what {before.figure()} to {after.figure()} is in percent of "
                f"the level; of {one.place or 'the territory'} it is {points:.3g} points",
            )  # fmt: skip
