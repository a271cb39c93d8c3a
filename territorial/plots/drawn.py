"""What a chart's drawing hands to the figure that frames it, and the key row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform

from territorial.plots.measure import fit, width
from territorial.plots.source import Provenance
from territorial.plots.style import KEY, Style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

SWATCH = 11.0  # width of a key's symbol [pt]
GAP = 5.0  # between symbol and word [pt]
BETWEEN = 16.0  # between two entries [pt]
KEY_LINE = 15.0  # height of a key row [pt]
TITLE_LIFT = 8.0  # from the axes to the axis title [pt]
KEY_LIFT = 27.0  # from the axes to the lowest key row [pt]


class KeyEntry(NamedTuple):
    """One entry of the key row: a symbol and a word in the ink of its series.

    `symbol` is fill, tint, hatch, whisker, arrow, line, missing, or a
    matplotlib marker after ``marker:``.
    """

    symbol: str
    text: str
    fill: str
    ink: str
    hollow: bool = False


@dataclass
class Drawn:
    """A plot that is drawn but for what depends on the final width.

    `finish` puts the month labels and the value labels and returns how many
    rows of labels stand below the axes.
    """

    ax: Axes
    marks: pd.DataFrame
    key: list[KeyEntry]
    axis_title: str
    subtitle: str
    finding: str
    alt: list[str]
    notes: list[str]
    provenance: Provenance
    unit: str
    per: str | None
    finish: Callable[[], int]
    second_title: str | None = None
    right: float = 0.0  # room wanted right of the axes [pt]
    left: float | None = None  # room wanted left of the axes, if not that of its tick labels [pt]
    panels: list[Axes] = field(default_factory=list)


def above(ax: Axes) -> Transform:
    """Points from the upper left corner of the axes."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    return (
        Affine2D().scale(1 / 72)
        + figure.dpi_scale_trans
        + ScaledTranslation(0, 1, cast("Any", ax.transAxes))
    )


def key_rows(
    key: Sequence[KeyEntry], room: float, style: Style
) -> list[list[tuple[float, KeyEntry]]]:
    """The entries in rows no wider than `room` [pt], each with its x."""
    rows: list[list[tuple[float, KeyEntry]]] = [[]]
    x = 0.0
    for entry in key:
        entry = entry._replace(text=fit(entry.text, room - SWATCH - GAP, KEY, style.fonts))
        wide = SWATCH + GAP + width(entry.text, KEY, style.fonts)
        if rows[-1] and x + wide > room:
            rows.append([])
            x = 0.0
        rows[-1].append((x, entry))
        x += wide + BETWEEN
    return rows if rows[0] else []


def draw_head(drawn: Drawn, style: Style, *, x: float = 0.0, room: float | None = None) -> float:
    """The axis title row and the key row above the axes.

    Parameters
    ----------
    drawn : Drawn
    style : Style
    x : float
        Where the rows begin, from the left edge of the axes [pt].
    room : float, optional
        Their width [pt]; by default that of the axes.

    Returns
    -------
    float
        The height of what was drawn [pt].
    """
    ax = drawn.ax
    wide = width_of(ax)
    room = wide if room is None else room
    where = above(ax)
    common: dict[str, Any] = {
        "transform": where, "clip_on": False, "parse_math": False, "family": style.fonts,
    }  # fmt: skip
    ax.add_artist(
        Text(x, TITLE_LIFT, drawn.axis_title, fontsize=KEY, weight="bold", va="baseline",
             color=style.neutral("ink"), **common)
    )  # fmt: skip
    if drawn.second_title:
        ax.add_artist(
            Text(x + room, TITLE_LIFT, drawn.second_title, fontsize=KEY, ha="right",
                 va="baseline", color=style.neutral("note"), **common)
        )  # fmt: skip
    rows = key_rows(drawn.key, room, style)
    for up, row in enumerate(reversed(rows)):
        y = KEY_LIFT + up * KEY_LINE
        for start, entry in row:
            for artist in _symbol(entry, x + start, y, where, style):
                artist.set_clip_on(False)
                ax.add_artist(artist)
            ax.add_artist(
                Text(x + start + SWATCH + GAP, y, entry.text, fontsize=KEY, va="baseline",
                     color=entry.ink, **common)
            )  # fmt: skip
    return KEY_LIFT + len(rows) * KEY_LINE - (4 if rows else 8)


def _symbol(entry: KeyEntry, x: float, y: float, where: Transform, style: Style) -> list[Artist]:
    middle = y + 3.4
    kind, _, marker = entry.symbol.partition(":")
    share = {"fill": 1.0, "tint": 0.32, "hatch": 0.18}.get(kind)
    if share is not None:
        # A collection, so that the axes' patches are the columns and nothing else.
        box = PatchCollection(
            [Rectangle((x, y - 0.6), SWATCH, 8)],
            transform=where,
            facecolor=blend(entry.fill, style, share),
            edgecolor=entry.fill if kind == "hatch" else "none",
            linewidth=0.9 if kind == "hatch" else 0.0,
            hatch="//////" if kind == "hatch" else None,
        )
        return [box]
    line: dict[str, Any] = {"transform": where, "color": entry.fill}
    if kind == "line":
        return [Line2D([x, x + SWATCH], [middle, middle], linewidth=2.3, **line)]
    if kind == "whisker":
        return [
            Line2D([x + 5, x + 5], [y - 1, y + 8], linewidth=1.15, **line),
            Line2D([x + 5, x + 5], [y - 1, y + 8], marker="_", linestyle="none",
                   markersize=5.2, markeredgewidth=1.15, **line),
        ]  # fmt: skip
    if kind == "arrow":
        return [
            Line2D([x + 5, x + 5], [y - 1, y + 8], linewidth=1.15, **line),
            Line2D([x + 2.6, x + 5, x + 7.4], [y + 5, y + 8, y + 5], linewidth=1.15, **line),
        ]
    if kind == "missing":
        marker = "x"
    return [
        Line2D([x + SWATCH / 2], [middle], linestyle="none", marker=marker,
               markersize=4 if kind == "missing" else 6.5, markeredgewidth=1.5 if entry.hollow else 1,
               markerfacecolor=style.neutral("background") if entry.hollow else entry.fill,
               markeredgecolor=entry.fill, **line)
    ]  # fmt: skip


def blend(colour: str, style: Style, share: float) -> str:
    """The colour laid over the background with that share, as an opaque colour."""
    back = style.neutral("background")
    mixed = [
        round(int(colour[i : i + 2], 16) * share + int(back[i : i + 2], 16) * (1 - share))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02X}" for part in mixed)


def width_of(ax: Axes) -> float:
    """The width of the axes [pt]."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    return float(ax.get_window_extent().width) * 72.0 / figure.dpi


def height_of(ax: Axes) -> float:
    """The height of the axes [pt]."""
    figure = ax.get_figure()
    assert isinstance(figure, Figure)
    return float(ax.get_window_extent().height) * 72.0 / figure.dpi
