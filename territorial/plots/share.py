"""Share of a named territory: how much is held, and what nobody is reported to hold?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator

from territorial import units
from territorial.errors import ChartError
from territorial.plots import notes
from territorial.plots.axis import month_axis, nothing, quiet, style_ticks
from territorial.plots.colours import party_colours
from territorial.plots.data import MonthData, Territory, month_data, party_names, territory
from territorial.plots.drawn import Drawn, KeyEntry, blend
from territorial.plots.lines import End, end_labels, end_room
from territorial.plots.measure import fit
from territorial.plots.plain import plain_axes
from territorial.plots.sidecar import marks_table, missing_words
from territorial.plots.style import END_LABEL, Style
from territorial.plots.words import amount, listed, month_name, number, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE = 0.74
SLACK = 0.5  # percentage points by which rounded shares may pass 100


class Shares(NamedTuple):
    """Percent of the whole by party and month, and the whole.

    `as_published` says that the sources gave percents, of a whole of their own.
    """

    data: MonthData
    of: Territory
    as_published: bool


def prepare(
    data: pd.Series | pd.DataFrame,
    *,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
) -> Shares:
    """Levels of control as percent of a named territory."""
    levels = month_data(data, parties=parties, kind="control")
    told = data.attrs.get("kind")
    if told is not None and told != "control":
        raise ChartError(
            "levels of control", f"the kind {told}", "give monthly_control(reports, ...)"
        )
    whole = territory(of if of is not None else levels.place)
    if whole is None:
        raise ChartError(
            "the territory of which shares are meant", "none",
            'name it: of="Ukraine", or of=(name, area in km², source)',
        )  # fmt: skip
    percent = levels.to("percent", None, whole)
    sums = percent.rows.groupby("month")["value"].sum()
    if (sums > 100 + SLACK).any():
        month = pd.Period(ordinal=int(str(sums.idxmax())), freq="M")
        raise ChartError(
            f"shares that fit into {whole.name}", f"{sums.max():.1f}% in {month}",
            "look for a wrong denominator, or for parties whose ground overlaps",
        )  # fmt: skip
    if (percent.rows["value"] < 0).any():
        raise ChartError("shares from 0 up", "a negative one", "a net change is no level")
    return Shares(percent, whole, as_published=levels.measure == "share")


def draw(ax: Axes, shares: Shares, style: Style) -> Drawn:
    """Draw the columns; see `plot_share`."""
    data = shares.data
    names = party_names(data.parties, style.names)
    colours = party_colours(data.parties, style)
    quiet(ax, style)
    ax.set_ylim(0, 103)
    ax.yaxis.set_major_locator(FixedLocator([0, 25, 50, 75, 100]))
    ax.set_yticks([0, 25, 50, 75, 100], [f"{tick}%" for tick in (0, 25, 50, 75, 100)])
    style_ticks(ax.get_yticklabels(), style)
    months = np.arange(data.first, data.last + 1)
    base = np.zeros(len(months))
    known = np.zeros(len(months), dtype=bool)
    ends: list[End] = []
    for party in data.parties:
        mine = data.of_party(party)
        value = mine["value"].to_numpy(dtype=float)
        here = np.isfinite(value)
        ax.bar(months[here], value[here], bottom=base[here], width=WIDE, linewidth=0,
               color=colours[party].fill, zorder=3)  # fmt: skip
        if here.any():
            at = int(np.flatnonzero(here)[-1])
            name = fit(names[party], style.width * 72 * 0.2, END_LABEL, style.fonts, bold=True)
            ends.append(End(data.last + 0.5, float(base[at] + value[at] / 2),
                            f"{name} {number(value[at], 2)}%", colours[party].ink))  # fmt: skip
        base = base + np.where(here, value, 0.0)
        known |= here
    grey = style.neutral("axis")
    rest = blend(grey, style, 0.32)
    ax.bar(months[known], 100 - base[known], bottom=base[known], width=WIDE, color=rest,
           linewidth=0, zorder=3)  # fmt: skip
    gaps = months[~known]
    if not known.any():
        nothing(ax, style)

    def finish() -> int:
        below, _ = month_axis(ax, data.first, data.last, {}, style)
        end_labels(ax, ends, style)
        for month in gaps:
            ax.plot([month], [3], linestyle="none", marker="x", markersize=4, color=grey, zorder=5)
        return below

    who = listed([names[party] for party in data.parties])
    lacking = [
        f"{names[party]} ({int(count)} month{'s' if count > 1 else ''})"
        for party in data.parties
        if (count := (data.of_party(party)["value"].isna().to_numpy() & known).sum())
    ]
    said = ["Pale: held by others, contested, or not reported"]
    if lacking:
        said.append("Without a figure, and so within the pale part: " + "; ".join(lacking))
    area = amount(shares.of.area_km2, units.label("km^2"))
    whole = f"100% is {shares.of.name}: {area} ({shares.of.source})"
    if shares.as_published:
        whole = (
            f"Percents as published, of {shares.of.name} as each source counts it; its area is "
            f"{area} ({shares.of.source})"
        )
    if whole not in data.notes:
        said.append(whole)
    when = span(*(pd.Period(ordinal=end, freq="M") for end in (data.first, data.last)))
    table = marks_table(data, names)
    key = [
        *notes.key_of(data, names, colours),
        KeyEntry("tint", "others, contested or not reported", grey, style.neutral("note")),
        *notes.extra_key(style, missing=bool(len(gaps))),
    ]
    return Drawn(
        ax=ax,
        marks=table.drop(columns=["days_covered", "days", "complete"]),
        key=key,
        axis_title=f"% of {shares.of.name}",
        subtitle=f"Share of {shares.of.name} held by {who}, last report of each month, {when}",
        finding=_finding(shares, names),
        alt=["Column chart of shares that add up to 100%.", *missing_words(list(gaps))],
        notes=[
            *said,
            *notes.approximate_note(data, names),
            *notes.mixture_note(data, names),
            *data.notes,
        ],
        provenance=data.provenance,
        unit="percent",
        per=None,
        finish=finish,
        right=end_room(ends, style),
    )


def _finding(shares: Shares, names: dict[str, str]) -> str:
    rows = shares.data.rows[shares.data.rows["value"].notna()]
    if rows.empty:
        return f"No figures for {listed([names[party] for party in shares.data.parties])}"
    last = int(rows["month"].max())
    of_last = rows[rows["month"] == last].sort_values("value", ascending=False)
    parts = [f"{names[row['party']]} held {number(float(row['value']), 2)}%"
             for _, row in of_last.iterrows()]  # fmt: skip
    return f"{listed(parts[:2])} of {shares.of.name} in {month_name(pd.Period(ordinal=last, freq='M'))}"


def height(shares: Shares) -> float:  # noqa: ARG001  (other charts grow with their rows)
    """The height of the plot [in]."""
    return 2.8


def plot_share(
    data: pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    style: Style | None = None,
) -> Axes:
    """What each party held of a named territory, as columns of 100%.

    What no party is reported to hold stays visible. A month without any
    figure is a gap: nothing is carried into it.

    Parameters
    ----------
    data : Series or DataFrame
        Levels of control by (month, party): `monthly_control`, or
        `monthly_table` with ``kind="control"``; areas or percents.
    ax : Axes, optional
        Where to draw; by default in a figure of its own.
    of : str or tuple, optional
        The territory: a region of the lexicon, or ``(name, area [km²], source
        of the area)``; by default the place of the data.
    parties, style
        See `plot_gains`.

    Returns
    -------
    Axes

    Raises
    ------
    ChartError
        If the data are no levels, the territory is unknown, or the shares pass 100%.
    UnitError
        If the data have no unit, or are neither areas nor shares.

    Examples
    --------
    >>> from territorial.units import pint_series
    >>> index = pd.MultiIndex.from_product(
    ...     [pd.period_range("2025-06", periods=1, freq="M"), ["russia"]], names=["month", "party"])
    >>> held = pint_series(pd.Series([113_588.0], index=index), "km^2")
    >>> ax = plot_share(held, of=("Ukraine", 603_550.0, "a source"))
    >>> [f"{bar.get_height():.2f}%" for bar in ax.patches]
    ['18.82%', '81.18%']
    """
    style = style or Style()
    ready = prepare(data, of=of, parties=parties)
    return plain_axes(ax, style, lambda axes: draw(axes, ready, style))
