"""The time axis, the value axis and the second unit, drawn by the rules of the guide.

A month is one slot: its middle stands at the ordinal of its pandas Period
(``pd.Period("2025-01", "M").ordinal``), so that axes of different charts can
be shared and a user's own marks find their place with `day_position`.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from territorial import units
from territorial.errors import ChartError
from territorial.plots.drawn import height_of, width_of
from territorial.plots.measure import width
from territorial.plots.style import KEY, TICK, VALUE, Style
from territorial.plots.words import MONTHS, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 12.0  # height of a row of labels below the axes [pt]
FIRST_ROW = 4.0  # from the axes to the first row [pt]


def day_position(day: dt.date | pd.Timestamp, *, end: bool = False) -> float:
    """Where a day begins (or ends) on the time axis, in months.

    Examples
    --------
    >>> import datetime as dt
    >>> january = pd.Period("2025-01", "M").ordinal
    >>> day_position(dt.date(2025, 1, 1)) - january, day_position(dt.date(2025, 1, 31), end=True) - january
    (-0.5, 0.5)
    """
    period = pd.Period(year=day.year, month=day.month, freq="M")
    return float(period.ordinal) - 0.5 + (day.day - 1 + end) / period.days_in_month


def halo(style: Style, size: float = 2.6) -> list[Any]:
    """A ring of the background round words or lines that stand over data."""
    return [withStroke(linewidth=size, foreground=style.neutral("background"))]


def quiet(ax: Axes, style: Style) -> None:
    """No box, horizontal grid only, background of the theme."""
    ax.set_facecolor(style.neutral("background"))
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.set_axisbelow(True)
    ax.tick_params(
        axis="both", which="both", length=0, labelsize=TICK, labelcolor=style.neutral("subtitle"),
        labelfontfamily=style.fonts[0] if len(style.fonts) == 1 else None,
    )  # fmt: skip
    ax.minorticks_off()
    ax.grid(visible=False, axis="x")
    ax.grid(visible=True, axis="y", color=style.neutral("grid"), linewidth=0.9, linestyle="-")


def tick_places(ticks: Sequence[float]) -> int:
    """How many decimals tell the ticks apart."""
    steps = [abs(b - a) for a, b in itertools.pairwise(ticks) if b != a]
    if not steps:
        return 0
    step = min(steps)
    for places in range(8):
        if math.isclose(step * 10**places, round(step * 10**places), rel_tol=1e-6, abs_tol=1e-9):
            return places
    return 8


def ticks_between(low: float, high: float, room: float, *, each: float = 34.0) -> list[float]:
    """Round ticks from `low` to `high`, about one every `each` points."""
    bins = max(2, min(7, int(room / each)))
    ticks = MaxNLocator(nbins=bins, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = (high - low) * 1e-9
    return [0.0 if abs(t) < slack else float(t) for t in ticks if low - slack <= t <= high + slack]


def value_axis(
    ax: Axes,
    values: Sequence[float],
    style: Style,
    *,
    top: float = 0.0,
    bottom: float = 0.0,
    signed: bool = False,
    absolute: bool = False,
    percent: bool = False,
    zero: bool = True,
    two_sided: bool = False,
) -> None:
    """Limits that hold every value plus room in points, round ticks, the zero line.

    Parameters
    ----------
    values : sequence of float
        Everything that is drawn: values, lows, highs.
    top, bottom : float
        Room above the highest and below the lowest value [pt].
    signed, absolute : bool
        Tick labels with a plus sign; or without any sign.
    percent : bool
        Tick labels with a percent sign.
    zero : bool
        Whether the axis must reach zero, and shows a zero line.
    two_sided : bool
        Whether there is room below zero even where nothing is drawn there.
    """
    known = [value for value in values if math.isfinite(value)]
    low = min([*known, 0.0] if zero or not known else known)
    high = max([*known, 0.0] if zero or not known else known)
    if high == low:
        high, low = (low + 1.0, low) if zero else (low + 0.5, low - 0.5)
        if known and zero and known[0] < 0:
            high, low = 0.0, known[0]
    tall = height_of(ax)
    below = bottom if low < 0 or two_sided or not zero else 0.0
    above = top if high > 0 or not zero else min(top, 6.0)
    scale = (high - low) / max(tall - above - below, tall * 0.4)
    limits = (low - below * scale, high + above * scale)
    ax.set_ylim(*limits)
    ticks = ticks_between(*limits, tall) if known else [0.0]
    places = tick_places(ticks)
    end = "%" if percent else ""
    labels = [number(abs(t) if absolute else t, places, signed=signed) + end for t in ticks]
    ax.yaxis.set_major_locator(FixedLocator(ticks))
    ax.set_yticks(ticks, labels)
    style_ticks(ax.get_yticklabels(), style)
    if zero:
        ax.axhline(0, color=style.neutral("zero"), linewidth=1.1, zorder=4)


def style_ticks(labels: Sequence[Any], style: Style) -> None:
    """Tick labels in the fonts of the style, never read as mathematics."""
    for label in labels:
        label.set_family(style.fonts)
        label.set_fontsize(TICK)
        label.set_parse_math(False)


def left_room(ax: Axes, style: Style) -> float:
    """How much the tick labels take left of the axes [pt]."""
    labels = [label.get_text() for label in ax.get_yticklabels()]
    return max((width(text, TICK, style.fonts) for text in labels), default=0.0) + 0.07 * 72


def right_axis(ax: Axes, unit: str, other: str, style: Style, *, absolute: bool = False) -> float:
    """The same values in another unit at the right; returns the room it takes [pt].

    Raises
    ------
    ChartError
        If the units are of different measures.
    """
    if units.dimension(unit) != units.dimension(other):
        raise ChartError(
            f"a second unit of {units.dimension(unit)}",
            f"{other} ({units.dimension(other)})",
            "a second unit shows the same figures on another scale",
        )
    scale = units.factor(unit, other)
    low, high = ax.get_ylim()
    ticks = ticks_between(low * scale, high * scale, height_of(ax))
    places = tick_places(ticks)

    def there(y: Any) -> Any:
        return y * scale

    def back(y: Any) -> Any:
        return y / scale

    twin = ax.secondary_yaxis("right", functions=(there, back))
    twin.yaxis.set_minor_locator(NullLocator())
    labels = [number(abs(tick) if absolute else tick, places) for tick in ticks]
    twin.set_yticks(ticks, labels)
    for spine in twin.spines.values():
        spine.set_visible(False)
    twin.tick_params(
        axis="y", length=3, width=0.9, pad=3, color=style.neutral("axis"),
        labelcolor=style.neutral("note"), labelsize=TICK,
    )  # fmt: skip
    style_ticks(twin.get_yticklabels(), style)
    return 6.0 + max((width(text, TICK, style.fonts) for text in labels), default=0.0)


def month_axis(
    ax: Axes, first: int, last: int, incomplete: Mapping[int, str], style: Style
) -> tuple[int, list[int]]:
    """Months in row one, years in row two, dates of incomplete months below.

    Parameters
    ----------
    first, last : int
        Ordinals of the first and last month.
    incomplete : mapping
        What to write under an incomplete month, by ordinal.

    Returns
    -------
    tuple
        How many rows were used, and the incomplete months for which there was
        no room: the note has to date those.
    """
    pad = max(0.0, (3 - (last - first + 1)) / 2)  # one month alone is no wall
    ax.set_xlim(first - 0.5 - pad, last + 0.5 + pad)
    slot = width_of(ax) / (last - first + 1 + 2 * pad)
    periods = {ordinal: pd.Period(ordinal=ordinal, freq="M") for ordinal in range(first, last + 1)}
    step = _month_step(slot)
    shown: dict[int, str] = {}
    for ordinal, period in periods.items():
        if (period.month - 1) % step == 0:
            name = MONTHS[period.month - 1]
            shown[ordinal] = name[:3] if slot * step >= 26 else name[0]
    if step == 12:
        shown = {}
    ax.set_xticks(list(shown), list(shown.values()))
    ax.tick_params(axis="x", pad=FIRST_ROW)
    style_ticks(ax.get_xticklabels(), style)
    row = 1 if shown else 0
    taken = _years(ax, periods, shown, slot, row, style)
    texts = {month: text for month, text in incomplete.items() if first <= month <= last}
    if not texts:
        return row + 1, []
    for level in (row, row + 1):
        places = {month: _inside(ax, month, text, slot, style) for month, text in texts.items()}
        boxes = [_box(places[month], text, slot, style) for month, text in texts.items()]
        others = taken if level == row else []
        if not _collide([*boxes, *others]):
            for month, text in texts.items():
                _below(ax, places[month], text, level, style)
            return level + 1, []
    return row + 1, list(texts)


def _month_step(slot: float) -> int:
    for step in (1, 3, 6):
        if slot * step >= (10 if step == 1 else 26):
            return step
    return 12


def _years(
    ax: Axes,
    periods: Mapping[int, pd.Period],
    shown: Mapping[int, str],
    slot: float,
    row: int,
    style: Style,
) -> list[tuple[float, float]]:
    """The year below its first month; returns the spans taken [pt]."""
    wide = width("2024", TICK, style.fonts) + 6
    taken: list[tuple[float, float]] = []
    years: dict[int, int] = {}
    for ordinal, period in periods.items():
        years.setdefault(period.year, ordinal)
    for year, ordinal in sorted(years.items(), key=lambda item: -item[0]):
        months = sum(1 for period in periods.values() if period.year == year)
        if months * slot < wide and taken:
            continue  # the next year's label says enough
        at = next((month for month in sorted(shown) if periods[month].year == year), ordinal)
        # In the first row the label would meet the lowest tick label of the value axis.
        place = _inside(ax, at, str(year), slot, style, out=0 if row == 0 else 8)
        box = _box(place, str(year), slot, style)
        if _collide([box, *taken]):
            continue
        taken.append(box)
        _below(ax, place, str(year), row, style)
    return taken


def _box(month: float, text: str, slot: float, style: Style) -> tuple[float, float]:
    half = width(text, TICK, style.fonts) / 2 + 2
    return month * slot - half, month * slot + half


def _inside(ax: Axes, month: int, text: str, slot: float, style: Style, *, out: float = 8) -> float:
    """The month, or where its label must stand so as not to leave the axes by more than `out` pt."""
    half = (width(text, TICK, style.fonts) / 2 - out) / slot
    low, high = ax.get_xlim()
    return month if 2 * half > high - low else min(max(month, low + half), high - half)


def _collide(boxes: Sequence[tuple[float, float]]) -> bool:
    ordered = sorted(boxes)
    return any(a[1] > b[0] for a, b in itertools.pairwise(ordered))


def _below(ax: Axes, month: float, text: str, row: int, style: Style) -> None:
    ax.annotate(
        text, (month, 0), xycoords=("data", "axes fraction"),
        xytext=(0, -FIRST_ROW - row * ROW), textcoords="offset points", ha="center", va="top",
        fontsize=TICK, color=style.neutral("subtitle"), family=style.fonts, parse_math=False,
        annotation_clip=False,
    )  # fmt: skip


def nothing(ax: Axes, style: Style) -> None:
    """The words ``no data`` in the middle of an empty plot."""
    ax.annotate(
        "no data", (0.5, 0.5), xycoords="axes fraction", ha="center", va="center",
        fontsize=KEY, color=style.neutral("note"), family=style.fonts,
    )  # fmt: skip


def draw_events(
    ax: Axes, events: Sequence[tuple[dt.date, str]], style: Style, lift: float = 2.0
) -> None:
    """Dated thin dashed lines from zero up, each with its words above the data.

    Raises
    ------
    ChartError
        If there are more than five.
    """
    if len(events) > 5:
        raise ChartError("at most five events", f"{len(events)}", "choose those that matter most")
    for day, words in events:
        at = day_position(day)
        top = ax.get_ylim()[1]
        ax.plot([at, at], [0, top], color=style.neutral("axis"), linewidth=0.9,
                linestyle=(0, (3, 2)), zorder=2)  # fmt: skip
        ax.annotate(
            words, (at, top), xytext=(3, -lift), textcoords="offset points", ha="left", va="top",
            fontsize=VALUE, color=style.neutral("note"), family=style.fonts, parse_math=False,
            path_effects=halo(style), zorder=8,
        )  # fmt: skip
