"""Small multiples: where? One panel a region, all on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from territorial.errors import ChartError
from territorial.plots import findings, notes
from territorial.plots.axis import halo, month_axis, quiet, value_axis
from territorial.plots.colours import party_colours
from territorial.plots.data import MonthData, month_data, party_names
from territorial.plots.drawn import Drawn, height_of, width_of
from territorial.plots.marks import columns, missing, reach, whiskers
from territorial.plots.measure import fit, left_to_right, width
from territorial.plots.plain import plain_axes
from territorial.plots.sidecar import marks_table
from territorial.plots.source import together
from territorial.plots.style import KEY, TICK, Style
from territorial.plots.words import amount, decimals, listed, number, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ACROSS, GAP, HEAD, FOOT = 3, 14.0, 18.0, 30.0  # panels in a row; points between, above, below
PANEL = 1.15  # height of a panel [in]
MOST = 12

Tables = Mapping[str, "pd.Series | pd.DataFrame"]


class Regions(NamedTuple):
    """The figures of each region in order of their totals over whole months, and that of the whole."""

    data: dict[str, MonthData]
    totals: dict[str, float]
    whole: float | None

    @property
    def across(self) -> int:
        """Panels in a row: four stand two by two."""
        return min(2 if len(self.data) == 4 else ACROSS, len(self.data))


def prepare(
    data: Tables | pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    parties: Sequence[str] | None = None,
    whole: pd.Series | pd.DataFrame | None = None,
) -> Regions:
    """Series by region in one unit, the largest total first."""
    tables = _by_place(data)
    made = {name: month_data(table, unit=unit, parties=parties) for name, table in tables.items()}
    if len(made) > MOST:
        raise ChartError(f"at most {MOST} regions", f"{len(made)}", "choose those that matter")
    first = next(iter(made.values()))
    made = {name: one.to(first.unit) for name, one in made.items()}
    for name, one in made.items():
        if (one.kind, one.per) != (first.kind, first.per):
            raise ChartError(
                f"one kind of figure ({first.kind})", one.kind, "compare like with like", where=name
            )
    totals = {name: _total(one) for name, one in made.items()}
    order = sorted(made, key=lambda name: (-totals[name], name))
    told = None
    if whole is not None:
        told = _total(month_data(whole, unit=first.unit, parties=parties))
    return Regions({name: made[name] for name in order}, totals, told)


def _total(data: MonthData) -> float:
    """The sum of whole months."""
    return float(data.rows.loc[data.rows["complete"], "value"].sum())


def _by_place(data: Tables | pd.Series | pd.DataFrame) -> Tables:
    if isinstance(data, Mapping):
        if not data:
            raise ChartError("at least one region", "none", "give {region: monthly_table(...)}")
        return data
    if "place" in data.index.names:
        return {str(name): one.droplevel("place") for name, one in data.groupby(level="place")}
    raise ChartError(
        "a series for each region, or an index (month, party, place)",
        f"an index ({', '.join(map(str, data.index.names))})",
        "give {region: monthly_table(reports, place=region), ...}",
    )


def draw(ax: Axes, regions: Regions, style: Style) -> Drawn:
    """Draw the panels; see `plot_regions`."""
    every = list(regions.data.values())
    first = every[0]
    parties = sorted({party for one in every for party in one.parties})
    names = party_names(parties, style.names)
    colours = party_colours(parties, style)
    ends = np.concatenate([one.rows[["value", "low", "high"]].to_numpy(dtype=float).ravel()
                           for one in every])  # fmt: skip
    begin, stop = min(one.first for one in every), max(one.last for one in every)
    places = decimals([v for one in every for v in one.rows["value"]], measure=first.measure)
    quiet(ax, style)
    ax.set_axis_off()
    axis_room = width(number(float(np.nanmax(np.abs(ends), initial=0.0)), places), TICK,
                      style.fonts) + 8  # fmt: skip
    flags = {"whisker": False, "arrow": False, "missing": False}
    panels: list[Axes] = []

    def finish() -> int:
        wide, tall = width_of(ax), height_of(ax)
        count = regions.across
        rows = -(-len(every) // count)
        w = (wide - axis_room * count - GAP * (count - 1)) / count
        h = (tall - (HEAD + FOOT) * rows) / rows
        for index, (name, one) in enumerate(regions.data.items()):
            x = (index % count) * (w + GAP + axis_room) + axis_room
            y = tall - (index // count + 1) * (HEAD + h) - (index // count) * FOOT
            panel = ax.inset_axes((x / wide, y / tall, w / wide, h / tall))
            panels.append(panel)
            quiet(panel, style)
            value_axis(panel, list(ends), style, top=6, bottom=6, percent=first.unit == "percent",
                       signed=bool(np.nanmin(ends, initial=0.0) < 0))  # fmt: skip
            _panel(panel, one, colours, style)
            month_axis(panel, begin, stop, {}, style)
            total = amount(regions.totals[name], one.word, places)
            room = w + axis_room - width(f": {total}", KEY, style.fonts, bold=True)
            room = max(room, 30.0)
            title = f"{fit(left_to_right(name), room, KEY, style.fonts, bold=True)}: {total}"
            panel.annotate(
                title, (0, 1), xycoords="axes fraction", xytext=(-axis_room + 4, 6),
                textcoords="offset points", fontsize=KEY, weight="bold", va="bottom",
                color=style.neutral("ink"), family=style.fonts, parse_math=False,
                path_effects=halo(style),
            )  # fmt: skip
        return 0

    for one in every:
        known = one.rows["value"].notna()
        low, high = one.rows["low"], one.rows["high"]
        flags["whisker"] |= bool((low.notna() & high.notna() & (low < high)).any())
        flags["arrow"] |= bool((low.isna() != high.isna()).any())
        flags["missing"] |= bool((~known).any())
    part = any((~one.rows["complete"] & one.rows["value"].notna()).any() for one in every)
    said = ["All panels have one scale, and stand in order of their totals over whole months"]
    said += [notes.RANGE] * flags["whisker"] + [notes.BOUND] * flags["arrow"]
    said += [f"{left_to_right(name)}: {note[0].lower()}{note[1:]}"
             for name, one in regions.data.items()
             for note in notes.approximate_note(one, names)]  # fmt: skip
    if part:
        said += [f"{name}: {note[0].lower()}{note[1:]}" for name, one in regions.data.items()
                 for note in notes.incomplete_note(one, names)]  # fmt: skip
    total = sum(regions.totals.values())
    if regions.whole is not None:
        apart = total - regions.whole
        whole = amount(regions.whole, first.word, places)
        said.append(f"The panels add up to {amount(total, first.word, places)}, the whole is "
                    f"{whole}: {amount(apart, first.word, places, signed=True)} apart")  # fmt: skip
    when = span(pd.Period(ordinal=begin, freq="M"), pd.Period(ordinal=stop, freq="M"))
    who = listed([names[party] for party in parties])
    thing = findings.THINGS[first.measure]
    net = "Net " + thing[0].lower() + thing[1:] if first.kind == "net" else thing
    most = next(iter(regions.data))
    marks = [marks_table(one, names).assign(place=name) for name, one in regions.data.items()]
    return Drawn(
        ax=ax,
        marks=pd.concat(marks, ignore_index=True),
        key=[
            *notes.key_of(first, names, colours),
            *notes.extra_key(style, hatch=part, **flags),
        ],
        axis_title=first.label,
        subtitle=f"{net} {findings.DONE[first.kind]} by {who} by month and region, {when}",
        finding=f"{left_to_right(most)} has the largest total: "
        f"{amount(regions.totals[most], first.word, places)} of "
        f"{amount(total, first.word, places)} in the {len(every)} regions shown"
        if len(every) > 1 and regions.totals[most] < total
        else f"{left_to_right(most)}: {amount(regions.totals[most], first.word, places)}",
        alt=["Small column charts, one a region."],
        notes=said,
        provenance=together([one.provenance for one in every]),
        unit=first.unit,
        per=first.per,
        finish=finish,
        left=0.0,
        panels=panels,
    )


def _panel(
    panel: Axes, data: MonthData, colours: Mapping[str, tuple[str, str]], style: Style
) -> None:
    count = len(data.parties)
    wide = 0.74 if count == 1 else 0.80 / count
    for index, party in enumerate(data.parties):
        mine = data.of_party(party)
        x = mine["month"].to_numpy(dtype=float) + (index - (count - 1) / 2) * wide
        value = mine["value"].to_numpy(dtype=float)
        columns(panel, x, value, mine["complete"].to_numpy(dtype=bool), wide, colours[party][0],
                style)  # fmt: skip
        known = np.isfinite(value)
        ends = mine[["value", "low", "high"]].to_numpy(dtype=float)[known]
        whiskers(panel, x[known], [reach(*row) for row in ends], style)
        missing(panel, list(x[~known]), style)


def height(regions: Regions) -> float:
    """The height of the plot [in]."""
    rows = -(-len(regions.data) // regions.across)
    return rows * (PANEL + (HEAD + FOOT) / 72)


def plot_regions(
    data: Tables | pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str | None = None,
    parties: Sequence[str] | None = None,
    whole: pd.Series | pd.DataFrame | None = None,
    style: Style | None = None,
) -> Axes:
    """One panel of monthly columns for each region, all on one scale.

    Panels stand in order of their totals, and each prints its own.

    Parameters
    ----------
    data : mapping, Series or DataFrame
        ``{region: what monthly_table or monthly_gain returned}``, or a series
        or table by (month, party, place).
    ax : Axes, optional
        Where to draw; its panels are inset axes. By default in a figure of its own.
    unit, parties, style
        See `plot_gains`.
    whole : Series or DataFrame, optional
        Figures of the whole: the note then says how far the panels add up to it.

    Returns
    -------
    Axes
        The host; the panels are its ``child_axes``.

    Raises
    ------
    ChartError
        If there is no region, more than twelve, or figures of different kinds.
    UnitError
        If the data have no unit, or `unit` is of another measure.

    Examples
    --------
    >>> from territorial.units import pint_series
    >>> months = pd.period_range("2025-01", periods=2, freq="M")
    >>> index = pd.MultiIndex.from_product([months, ["russia"]], names=["month", "party"])
    >>> ax = plot_regions({
    ...     "Kharkiv": pint_series(pd.Series([40.0, 60.0], index=index), "km^2"),
    ...     "Donetsk": pint_series(pd.Series([250.0, 90.0], index=index), "km^2"),
    ... })
    >>> [panel.texts[-1].get_text().replace(chr(160), " ") for panel in ax.child_axes]
    ['Donetsk: 340 km²', 'Kharkiv: 100 km²']
    """
    style = style or Style()
    ready = prepare(data, unit=unit, parties=parties, whole=whole)
    return plain_axes(ax, style, lambda axes: draw(axes, ready, style), height(ready))
