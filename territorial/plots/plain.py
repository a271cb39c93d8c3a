"""A plot without its frame: on the user's own axes, or in a plain figure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from territorial.plots.axis import FIRST_ROW, ROW, left_room
from territorial.plots.drawn import Drawn, draw_head
from territorial.plots.style import Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIDE, TOP, BOTTOM = 0.30, 0.26, 0.20  # margins of a figure [in]
PLOT = 2.8  # height of the plot [in]


def plain_axes(
    ax: Axes | None, style: Style, draw: Callable[[Axes], Drawn], height: float = PLOT
) -> Axes:
    """Draw on `ax`, or in a new figure that fits the plot; returns the axes.

    On the user's axes nothing but these axes is touched: key and axis title
    stand above them, and the user's layout keeps the room.
    """
    if ax is not None:
        drawn = draw(ax)
        drawn.finish()
        draw_head(drawn, style)
        return ax
    figure = Figure(figsize=(style.width, height + 1.6), facecolor=style.neutral("background"))
    ax = figure.add_axes((0.1, 0.2, 0.8, height / (height + 1.6)))
    drawn = draw(ax)
    left = SIDE + (drawn.left if drawn.left is not None else left_room(ax, style)) / 72
    wide = style.width - left - SIDE - drawn.right / 72
    ax.set_position((left / style.width, 0.2, wide / style.width, height / (height + 1.6)))
    rows = drawn.finish()
    head = draw_head(drawn, style, x=-(left - SIDE) * 72, room=(style.width - 2 * SIDE) * 72) / 72
    below = BOTTOM + (FIRST_ROW + rows * ROW) / 72
    tall = TOP + head + height + below
    figure.set_size_inches(style.width, tall)
    ax.set_position((left / style.width, below / tall, wide / style.width, height / tall))
    return ax
