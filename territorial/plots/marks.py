"""Columns, whiskers and value labels, by hand and by fixed rules."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import ScaledTranslation

from territorial.plots.axis import halo
from territorial.plots.drawn import blend, height_of, width_of
from territorial.plots.measure import width
from territorial.plots.style import VALUE, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ARROW = 10.0  # length of an open end [pt]
CAP = 5.2  # width of a closed end [pt]
LIFT = 3.0  # from a mark to its label [pt]
LABEL_ROOM = VALUE * 1.15 + 8  # above the highest mark for its label [pt]

_UP = Path(
    [(0, 0), (0, 1), (-0.26, 0.66), (0, 1), (0.26, 0.66)],
    [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO],
)
_DOWN = Path(np.asarray(_UP.vertices) * np.array([1, -1]), _UP.codes)


def columns(
    ax: Axes,
    x: np.ndarray,
    heights: np.ndarray,
    complete: np.ndarray,
    wide: float | np.ndarray,
    fill: str,
    style: Style,
    *,
    share: float = 1.0,
) -> None:
    """Columns from zero, in a tint if `share` is below 1; incomplete ones are hatched outlines."""
    wide = np.broadcast_to(wide, np.shape(x))
    known = np.isfinite(heights)
    whole, part = known & complete, known & ~complete
    if whole.any():
        colour = fill if share == 1 else blend(fill, style, share)
        ax.bar(x[whole], heights[whole], width=wide[whole], color=colour, linewidth=0, zorder=3)
    if part.any():
        bars = ax.bar(
            x[part],
            heights[part],
            width=wide[part],
            facecolor=blend(fill, style, 0.18),
            edgecolor=fill,
            linewidth=0.9,
            hatch="//////",
            zorder=3,
        )
        for patch in bars:
            patch.set_hatch_linewidth(0.9)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a mark goes: its ends in data, and arrows beyond them."""

    low: float
    high: float
    up: bool = False
    down: bool = False


def reach(value: float, low: float, high: float) -> Reach:
    """The ends of one mark: an open bound is an arrow, two bounds a whisker."""
    if math.isfinite(low) and math.isfinite(high):
        return Reach(min(low, value), max(high, value))
    up = math.isfinite(low) and math.isnan(high)
    down = math.isfinite(high) and math.isnan(low)
    known = [end for end in (low, high, value) if math.isfinite(end)]
    return Reach(min(known, default=math.nan), max(known, default=math.nan), up, down)


def whiskers(
    ax: Axes, x: Sequence[float] | np.ndarray, reaches: Sequence[Reach], style: Style
) -> tuple[bool, bool]:
    """Ranges with closed caps and bounds with arrows; says which of them occurred."""
    ink = style.neutral("ink")
    tall = _tall(ax)
    around = halo(style, 1.15 + 2 * 0.55)
    closed = [(a, r) for a, r in zip(x, reaches, strict=True)
              if not (r.up or r.down) and math.isfinite(r.low) and r.high > r.low]  # fmt: skip
    common: dict[str, Any] = {"color": ink, "zorder": 6, "path_effects": around, "clip_on": False}
    if closed:
        xs = [v for a, _ in closed for v in (a, a, math.nan)]
        ys = [v for _, r in closed for v in (r.low, r.high, math.nan)]
        ax.add_line(Line2D(xs, ys, linewidth=1.15, **common))
        ax.add_line(
            Line2D([a for a, _ in closed for _ in "ab"], [v for _, r in closed for v in (r.low, r.high)],
                   linestyle="none", marker="_", markersize=CAP, markeredgewidth=1.15, **common)
        )  # fmt: skip
    for path, ends in (
        (_UP, [(a, r.high) for a, r in zip(x, reaches, strict=True) if r.up]),
        (
            _DOWN,
            [
                (a, r.low + ARROW / tall * _raised(r, tall))
                for a, r in zip(x, reaches, strict=True)
                if r.down
            ],
        ),
    ):
        if ends:
            ax.add_line(
                Line2D(*zip(*ends, strict=True), linestyle="none", marker=path, markersize=2 * ARROW,
                       markerfacecolor="none", markeredgewidth=1.15, **common)
            )  # fmt: skip
    return bool(closed), any(r.up or r.down for r in reaches)


def _raised(ends: Reach, tall: float) -> bool:
    """Whether a downward arrow has no room above the zero line and stands on its mark instead."""
    return ends.down and 0 <= ends.low * tall < ARROW + 2


def missing(ax: Axes, x: Sequence[float], style: Style, *, below: bool = False) -> None:
    """A small cross above (or below) the zero line where there is no figure."""
    if not len(x):
        return
    figure = ax.get_figure()
    assert figure is not None
    lift = ScaledTranslation(0, (-6 if below else 6) / 72, figure.dpi_scale_trans)
    ax.add_line(
        Line2D(list(x), [0.0] * len(x), linestyle="none", marker="x", markersize=4,
               markeredgewidth=1.0, color=style.neutral("axis"), zorder=5,
               transform=ax.transData + lift, clip_on=False)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """One value label: where its mark stands and how far that goes."""

    x: float
    text: str
    ink: str
    reach: Reach
    value: float
    half: float  # half the width of the mark, in data
    first: bool = False  # a peak or the last whole period: wanted before the others


def _tall(ax: Axes) -> float:
    """Points of height for one unit of value."""
    low, high = ax.get_ylim()
    return height_of(ax) / (high - low)


def place_labels(ax: Axes, labels: Sequence[Label], style: Style) -> None:
    """Value labels 3 pt beyond their whiskers, all of them or the wanted ones.

    All are drawn when (nearly) all find room: no label touches another one or
    a neighbouring mark. Otherwise only peaks and the last period are.
    """
    if not labels:
        return
    tall = _tall(ax)
    left, right = ax.get_xlim()
    wide = width_of(ax) / (right - left)
    marks = [
        (
            (item.x - item.half) * wide,
            (item.x + item.half) * wide,
            min(item.reach.low, 0.0) * tall - ARROW * item.reach.down * (item.value < 0),
            max(item.reach.high, 0.0) * tall + ARROW * (item.reach.up or _raised(item.reach, tall)),
        )
        for item in labels
    ]
    order = sorted(
        range(len(labels)), key=lambda i: (not labels[i].first, -abs(labels[i].value), i)
    )
    fits: dict[int, tuple[float, float, float, float]] = {}
    for index in order:
        box = _label_box(labels[index], wide, tall, style)
        others = [mark for i, mark in enumerate(marks) if i != index]
        if not _hits(box, fits.values()) and not _hits(box, others):
            fits[index] = box
    if len(fits) < 0.8 * len(labels):
        fits = {index: box for index, box in fits.items() if labels[index].first}
    for index in sorted(fits):
        item = labels[index]
        down = item.value < 0
        ax.annotate(
            item.text, (item.x, (fits[index][2] if not down else fits[index][3]) / tall),
            ha="center", va="top" if down else "bottom", fontsize=VALUE, color=item.ink,
            family=style.fonts, parse_math=False, path_effects=halo(style), zorder=7,
            annotation_clip=False,
        )  # fmt: skip


def _label_box(
    item: Label, wide: float, tall: float, style: Style
) -> tuple[float, float, float, float]:
    half = width(item.text, VALUE, style.fonts) / 2 + 1
    if item.value < 0:
        top = item.reach.low * tall - ARROW * item.reach.down - LIFT
        return item.x * wide - half, item.x * wide + half, top - VALUE * 1.15, top
    lift = ARROW * (item.reach.up or _raised(item.reach, tall)) + LIFT
    base = max(item.reach.high, 0.0) * tall + lift
    return item.x * wide - half, item.x * wide + half, base, base + VALUE * 1.15


def _hits(
    box: tuple[float, float, float, float], others: Iterable[tuple[float, float, float, float]]
) -> bool:
    return any(
        box[0] < other[1] and other[0] < box[1] and box[2] < other[3] and other[2] < box[3]
        for other in others
    )
