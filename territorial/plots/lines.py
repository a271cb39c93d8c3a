"""Lines over months, and the labels at their right ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.lines import Line2D

from territorial.plots.axis import halo
from territorial.plots.drawn import height_of
from territorial.plots.measure import width
from territorial.plots.style import END_LABEL, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from territorial.plots.palette import Colour

LINE = 2.3  # width of a series line [pt]
MARKER = 6.5  # [pt]
STACK = 11.0  # between two end labels [pt]
BESIDE = 7.0  # from the line's end to its label [pt]


class End(NamedTuple):
    """The end of a line: where it is and what stands beside it."""

    x: float
    y: float
    text: str
    ink: str


def line(
    ax: Axes, x: Sequence[float], y: Sequence[float], colour: Colour, style: Style, *, markers: bool
) -> None:
    """A line with round joins that breaks where a value is missing.

    Where it has few points they are marked, so that one point alone is seen.
    """
    alone = [
        index
        for index, value in enumerate(y)
        if math.isfinite(value)
        and not (index and math.isfinite(y[index - 1]))
        and not (index + 1 < len(y) and math.isfinite(y[index + 1]))
    ]
    ax.add_line(
        Line2D(
            list(x),
            list(y),
            color=colour.fill,
            linewidth=LINE,
            solid_joinstyle="round",
            solid_capstyle="round",
            zorder=5,
            clip_on=False,
            marker="o",
            markevery=slice(None) if markers else alone,
            markersize=MARKER,
            markeredgecolor=style.neutral("background"),
            markeredgewidth=1.2,
        )
    )


def end_room(ends: Sequence[End], style: Style) -> float:
    """The room that end labels take right of the axes [pt]."""
    if not ends:
        return 0.0
    return BESIDE + max(width(end.text, END_LABEL, style.fonts, bold=True) for end in ends)


def end_labels(ax: Axes, ends: Sequence[End], style: Style) -> None:
    """Names and values at the right ends, in the order of values, 11 pt apart."""
    if not ends:
        return
    low, high = ax.get_ylim()
    tall = height_of(ax) / (high - low)
    order = sorted(ends, key=lambda end: end.y)
    spots = [(end.y - low) * tall for end in order]
    step = STACK + 1
    for _ in range(len(spots)):
        for index in range(1, len(spots)):
            lack = step - (spots[index] - spots[index - 1])
            if lack > 1e-6:
                spots[index] += lack / 2
                spots[index - 1] -= lack / 2
    lift = max(0.0, -min(spots) + STACK / 2) if spots[0] < STACK / 2 else 0.0
    for end, spot in zip(order, spots, strict=True):
        ax.annotate(
            end.text,
            (end.x, end.y),
            xytext=(BESIDE, spot + lift - (end.y - low) * tall),
            textcoords="offset points",
            ha="left",
            va="center",
            fontsize=END_LABEL,
            weight="bold",
            color=end.ink,
            family=style.fonts,
            parse_math=False,
            path_effects=halo(style),
            zorder=8,
            annotation_clip=False,
        )
