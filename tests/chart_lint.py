"""What is wrong with a chart as it is drawn: the cheap part of the chart guide's rubric."""

import math
import re
from itertools import combinations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

SLACK = 1.0  # pixels by which boxes may touch
CONTRAST = 4.5


def luminance(colour):
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def words(figure):
    """Every text that is drawn, with its box in pixels; tick labels beyond the limits are not."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw_without_rendering()
    skipped = set()
    for ax in [*figure.axes, *(child for one in figure.axes for child in one.child_axes)]:
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            low, high = sorted(limits)
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                gone = not low - 1e-9 <= tick.get_loc() <= high + 1e-9
                if gone or not axis.get_visible():
                    skipped |= {id(tick.label1), id(tick.label2)}
                if not tick.label1.get_visible():
                    skipped.add(id(tick.label1))
                if not tick.label2.get_visible():
                    skipped.add(id(tick.label2))
    return [
        (text, text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_text().strip() and text.get_visible() and id(text) not in skipped
    ]


def lint(chart):
    """The faults of a chart, as sentences; an empty list is a good chart."""
    figure, faults = chart.figure, []
    wide, high = figure.canvas.get_width_height()
    found = words(figure)
    for text, box in found:
        if box.x0 < -SLACK or box.y0 < -SLACK or box.x1 > wide + SLACK or box.y1 > high + SLACK:
            faults.append(f"outside the figure: {text.get_text()!r}")
        if text.get_fontsize() < 8:
            faults.append(f"smaller than 8 pt: {text.get_text()!r}")
        if contrast(text.get_color(), figure.get_facecolor()) < CONTRAST:
            faults.append(f"too little contrast: {text.get_text()!r}")
    for (one, a), (other, b) in combinations(found, 2):
        if (
            min(a.x1, b.x1) - max(a.x0, b.x0) > SLACK
            and min(a.y1, b.y1) - max(a.y0, b.y0) > SLACK * 2
        ):
            faults.append(f"overlap: {one.get_text()!r} and {other.get_text()!r}")
    share = chart.ax.get_position().height
    if share < 0.40:
        faults.append(f"the plot takes {share:.0%} of the height")
    faults += _beyond(chart.ax)
    printed = " ".join(text.get_text() for text, _ in found).replace("\N{NO-BREAK SPACE}", " ")
    if "Source: " not in printed:
        faults.append("no source")
    if not re.search(r"latest report \d|as-of date not stated", printed):
        faults.append("no as-of date")
    if not any((text.get_weight() == "bold" and "²" in text.get_text()) or _unit(chart) in text.get_text()
               for text, _ in found):  # fmt: skip
        faults.append("no unit")
    return faults + _partial(chart)


def _unit(chart):
    from territorial import units

    return units.label(chart.unit)


def _beyond(ax):
    """Marks outside the limits of their axes."""
    (x0, x1), (y0, y1) = sorted(ax.get_xlim()), sorted(ax.get_ylim())
    room_x, room_y = (x1 - x0) * 1e-6, (y1 - y0) * 1e-6
    faults = []
    for line in ax.lines:
        if not line.get_transform().contains_branch(ax.transData) or line.get_label() == "_axis":
            continue
        x, y = (np.asarray(v, dtype=float) for v in line.get_data())
        if line.get_xdata()[0] in (0, 1) and len(x) == 2 and y[0] == y[1]:
            continue  # a line across the axes
        bad = np.isfinite(x) & np.isfinite(y)
        bad &= (x < x0 - room_x) | (x > x1 + room_x) | (y < y0 - room_y) | (y > y1 + room_y)
        if bad.any():
            faults.append(f"a point at {x[bad][0]:g}, {y[bad][0]:g} is outside the axes")
    for patch in ax.patches:
        box = patch.get_bbox()
        if box.y0 < y0 - room_y or box.y1 > y1 + room_y or box.x0 < x0 - 0.5 or box.x1 > x1 + 0.5:
            faults.append(f"a column at {box.x0:g} is outside the axes")
    return faults


def _partial(chart):
    """Incomplete figures that are neither hatched, hollow, pale nor told."""
    table = chart.table
    if "complete" not in table.columns or "month" not in table.columns:
        return []
    part = table[table["value"].notna() & ~table["complete"].astype(bool)]
    if part.empty:
        return []
    hatched = [patch for patch in chart.ax.patches if patch.get_hatch()]
    if chart.chart in ("gains", "balance") and len(hatched) < len(part):
        return [f"{len(part)} incomplete figures, {len(hatched)} hatched"]
    if not re.search("ncomplete", chart.note):
        return ["the note does not tell the incomplete months"]
    return []


def number_in(text):
    """The first number of a sentence."""
    found = re.search(r"[+\N{MINUS SIGN}]?\d[\d,]*(?:\.\d+)?", text)
    return float(found[0].replace(",", "").replace("\N{MINUS SIGN}", "-")) if found else math.nan
