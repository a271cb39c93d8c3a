"""Cumulative net since a named date: how far in total?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import ChartError
from territorial.plots import notes
from territorial.plots.axis import (
    draw_events,
    halo,
    month_axis,
    nothing,
    quiet,
    right_axis,
    value_axis,
)
from territorial.plots.colours import party_colours
from territorial.plots.data import MonthData, month_data, party_names, shown, territory
from territorial.plots.drawn import Drawn, KeyEntry
from territorial.plots.findings import THINGS, leading
from territorial.plots.lines import MARKER, End, end_labels, end_room, line
from territorial.plots.marks import reach, whiskers
from territorial.plots.measure import fit, width
from territorial.plots.plain import plain_axes
from territorial.plots.sidecar import marks_table
from territorial.plots.style import END_LABEL, Style
from territorial.plots.words import MONTHS, amount, decimals, listed, month_name, number

if TYPE_CHECKING:
    import datetime as dt

    from matplotlib.axes import Axes


class Totals(NamedTuple):
    """Running totals as rows, and the months at which a party's total ends."""

    data: MonthData
    stops: dict[str, int]


def prepare(
    data: pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    since: str | pd.Period | None = None,
) -> Totals:
    """Monthly amounts as running totals; a series of `cumulative` as it is."""
    months = month_data(data, parties=parties)
    if months.kind == "control" or months.per not in ("month", None):
        raise ChartError(
            "amounts by month",
            "levels of control" if months.kind == "control" else f"a rate per {months.per}",
            "a stock and a flow never share an axis: give monthly_gain, or change of the levels",
        )
    ready = isinstance(data, pd.Series) and data.name == "cumulative"
    rows = months.rows
    if since is not None:
        begin = pd.Period(since, freq="M").ordinal
        rows = rows[rows["month"] >= begin]
        if ready or rows.empty:
            raise ChartError(
                "monthly amounts with a month from `since` on",
                "running totals" if ready else f"none from {pd.Period(since, freq='M')} on",
                "give what monthly_gain returned, or an earlier month",
                where="since",
            )
    parts, stops = [], {}
    for party in months.parties:
        mine = rows[rows["party"] == party].copy()
        if not ready:
            stop = _total(mine)
            if stop is not None:
                stops[party] = stop
        parts.append(mine)
    totals = replace(months, rows=pd.concat(parts, ignore_index=True), per=None)
    return Totals(totals.to(unit, None, territory(of)), stops)


def _total(rows: pd.DataFrame) -> int | None:
    """Add up in place until a month is missing or only partly covered; where the total ends."""
    values = rows["value"].to_numpy(dtype=float, copy=True)
    hedged = np.logical_or.accumulate(notes.approximate(rows))
    low = np.where(np.isnan(rows["low"]) & np.isnan(rows["high"]), values, rows["low"])
    high = np.where(np.isnan(rows["low"]) & np.isnan(rows["high"]), values, rows["high"])
    complete = rows["complete"].to_numpy(dtype=bool)
    known = np.isfinite(values)
    broken = np.flatnonzero(~known)
    part = np.flatnonzero(known & ~complete)
    ends = [int(broken[0])] if len(broken) else []
    ends += [int(part[0]) + 1] if len(part) else []
    end = min(ends, default=len(rows))
    sums = {"value": np.cumsum(values[:end]), "low": np.cumsum(low[:end]),
            "high": np.cumsum(high[:end])}  # fmt: skip
    same = np.isclose(sums["low"], sums["value"]) & np.isclose(sums["high"], sums["value"])
    for name, total in sums.items():
        filled = np.full(len(rows), np.nan)
        filled[:end] = total if name == "value" else np.where(same, np.nan, total)
        rows[name] = filled
    rows.loc[hedged, "qualifier"] = "about"  # the total, from the first such month on
    rows.loc[rows.index[end:], "complete"] = False
    return int(rows["month"].iloc[end]) if end < len(rows) else None


def draw(
    ax: Axes,
    totals: Totals,
    style: Style,
    *,
    second_unit: str | None = None,
    events: Sequence[tuple[dt.date, str]] = (),
) -> Drawn:
    """Draw the lines; see `plot_cumulative`."""
    data = totals.data
    names = party_names(data.parties, style.names)
    colours = party_colours(data.parties, style)
    places = decimals(list(data.rows["value"]), measure=data.measure)
    quiet(ax, style)
    ends_of = data.rows[["value", "low", "high"]].to_numpy(dtype=float)
    value_axis(
        ax, list(ends_of.ravel()), style, top=24, bottom=12, percent=data.unit == "percent",
        signed=bool(np.nanmin(ends_of, initial=0.0) < 0),
    )  # fmt: skip
    ends: list[End] = []
    lasts: dict[str, pd.Series] = {}
    opened = closed = arrow = False
    for party in data.parties:
        mine = data.of_party(party)
        known = mine[mine["value"].notna()]
        if known.empty:
            continue
        start = float(mine["month"].iloc[0]) - 0.5
        whole = known[known["complete"]]
        x = [start, *(whole["month"] + 0.5)]
        line(ax, x, [0.0, *whole["value"]], colours[party], style, markers=len(x) <= 30)
        last = known.iloc[-1]
        lasts[party] = last
        if not last["complete"]:
            opened = True
            before = (x[-1], [0.0, *whole["value"]][-1])
            _open_end(ax, before, _at(last), float(last["value"]), colours[party].fill, style)
        c, a = whiskers(ax, [_at(last)], [reach(last["value"], last["low"], last["high"])], style)
        closed, arrow = closed or c, arrow or a
        when = _day_of(last)
        text = f"{number(float(last['value']), places)} ({when})"
        if len(data.parties) > 1:
            room = style.width * 72 * (0.38 if style.narrow else 0.3) - width(
                text, END_LABEL, style.fonts, bold=True
            )
            text = f"{fit(names[party], room, END_LABEL, style.fonts, bold=True)} {text}"
        ends.append(End(_at(last), float(last["value"]), text, colours[party].ink))
    if not lasts:
        nothing(ax, style)
    right = right_axis(ax, data.unit, second_unit, style) if second_unit else 0.0
    part = notes.incomplete(data)
    label_room = end_room(ends, style) if not second_unit else 0.0

    def finish() -> int:
        below, _ = month_axis(ax, data.first, data.last, part, style)
        if second_unit:
            _above_points(ax, ends, style)
        else:
            end_labels(ax, ends, style)
        draw_events(ax, events, style)
        return below

    said = []
    if closed:
        said.append("The whisker at the end adds up the lowest and the highest monthly figures")
    if arrow:
        said.append("The arrow at the end says that monthly figures are bounds, such as “over”")
    if opened:
        said += notes.incomplete_note(data, names)
    known = data.rows[data.rows["value"].notna() & (data.rows["qualifier"] == "about")]
    for name, first in known.groupby("party", sort=False)["month"].min().items():
        since = month_name(pd.Period(ordinal=int(first), freq="M"))
        said.append(f"From {since} on {names[str(name)]}’s total rests on figures reported as "
                    "approximate")  # fmt: skip
    for party, month in totals.stops.items():
        if party not in lasts:
            continue
        period = pd.Period(ordinal=month, freq="M")
        said.append(
            f"{names[party]}’s total ends before {month_name(period)}: "
            "without a figure for every day the later total is not known"
        )
    key = [
        *notes.key_of(data, names, colours, symbol="line"),
        *(
            [KeyEntry("marker:o", "incomplete month", style.neutral("axis"),
                      style.neutral("note"), hollow=True)] if opened else []
        ),
        *notes.extra_key(style, whisker=closed, arrow=arrow),
    ]  # fmt: skip
    begin = pd.Period(ordinal=data.first, freq="M")
    day_one = f"1\N{NO-BREAK SPACE}{month_name(begin)}"
    who = listed([names[p] for p in data.parties])
    thing = THINGS[data.measure] if data.of is None else f"Share of {data.of.name}"
    net = "Net " + thing[0].lower() + thing[1:] if data.kind == "net" else thing
    done = {"loss": "lost"}.get(data.kind, "taken")
    return Drawn(
        ax=ax,
        marks=marks_table(data, names),
        key=key,
        axis_title=f"{units.label(data.unit)} since {day_one}",
        subtitle=f"{net} {done} by {who}, running total since {day_one}",
        finding=_finding(data, names, lasts, places),
        alt=[
            "Line chart of running totals.",
            *(
                f"{names[party]}: {amount(float(row['value']), data.word, places)} by the end of "
                f"{month_name(pd.Period(ordinal=int(row['month']), freq='M'))}."
                for party, row in lasts.items()
                if row["complete"]
            ),
        ],
        notes=[*said, *notes.mixture_note(data, names), *data.notes],
        provenance=data.provenance,
        unit=data.unit,
        per=None,
        finish=finish,
        second_title=units.label(second_unit) if second_unit else None,
        right=max(right, label_room),
    )


def _at(row: pd.Series) -> float:
    """The end of the month, or the last day covered where that is told."""
    if not row["complete"] and pd.notna(row["last"]):
        return float(row["month"]) - 0.5 + float(row["last"].day) / float(row["days"])
    return float(row["month"]) + 0.5


def _above_points(ax: Axes, ends: Sequence[End], style: Style) -> None:
    """The end labels above their points, where a second unit stands at the right."""
    for end in ends:
        ax.annotate(
            end.text, (end.x, end.y), xytext=(2, 8), textcoords="offset points", ha="right",
            va="bottom", fontsize=END_LABEL, weight="bold", color=end.ink, family=style.fonts,
            parse_math=False, path_effects=halo(style), zorder=8, annotation_clip=False,
        )  # fmt: skip


def _day_of(row: pd.Series) -> str:
    """The last day that a total counts, as ``31 Jan``."""
    month = pd.Period(ordinal=int(row["month"]), freq="M")
    if row["complete"]:
        return f"{month.days_in_month}\N{NO-BREAK SPACE}{MONTHS[month.month - 1][:3]}"
    if pd.notna(row["last"]):
        return f"{row['last'].day}\N{NO-BREAK SPACE}{MONTHS[month.month - 1][:3]}"
    return f"{MONTHS[month.month - 1][:3]}, incomplete"


def _open_end(
    ax: Axes, before: tuple[float, float], x: float, y: float, fill: str, style: Style
) -> None:
    ax.plot(
        [before[0], x], [before[1], y], color=fill, linewidth=1.6, linestyle=(0, (2.5, 1.8)),
        zorder=5, clip_on=False,
    )  # fmt: skip
    ax.plot(
        [x], [y], linestyle="none", marker="o", markersize=MARKER, zorder=6, clip_on=False,
        markerfacecolor=style.neutral("background"), markeredgecolor=fill, markeredgewidth=1.5,
    )  # fmt: skip


def _finding(
    data: MonthData, names: dict[str, str], lasts: dict[str, pd.Series], places: int
) -> str:
    if not lasts:
        return f"No figures for {listed([names[p] for p in data.parties])}"
    party = leading(data)
    row = lasts[party]
    first = pd.Period(ordinal=data.first, freq="M")
    last = pd.Period(ordinal=int(row["month"]), freq="M")
    value, low, high = (float(row[name]) for name in ("value", "low", "high"))
    loss = value < 0 if data.kind != "loss" else True
    ends = (low, high) if value >= 0 else (-high, -low)
    what = shown(abs(value), *ends, data, places, hedged=row["qualifier"] == "about")
    net = " net" if data.kind == "net" else ""
    verb = "lost" if loss else "took"
    when = (
        f"in {month_name(first)}"
        if first == last
        else f"from {month_name(first)} to {month_name(last)}"
    )
    far = "" if row["complete"] else " so far"
    return f"{names[party]} {verb} {what}{net} {when}{far}"


def height(totals: Totals) -> float:  # noqa: ARG001  (other charts grow with their rows)
    """The height of the plot [in]."""
    return 2.8


def plot_cumulative(
    data: pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    since: str | pd.Period | None = None,
    style: Style | None = None,
    second_unit: str | None = None,
    events: Sequence[tuple[dt.date, str]] = (),
) -> Axes:
    """Running totals from zero on a named date, with points at the ends of months.

    A total ends before the first month without a figure: what came later is
    not known. An incomplete last month is an open marker at the end of a
    dashed line.

    Parameters
    ----------
    data : Series or DataFrame
        What `monthly_gain`, `monthly_table`, `change` or `cumulative` returned.
    ax : Axes, optional
        Where to draw; by default in a figure of its own.
    unit, of, parties, style, second_unit, events
        See `plot_gains`.
    since : str or Period, optional
        The month to begin with; by default the first.

    Returns
    -------
    Axes

    Raises
    ------
    ChartError
        If the data are levels of control or a rate, or there is nothing to draw.
    UnitError
        If the data have no unit, or `unit` is of another measure.

    Examples
    --------
    >>> import pandas as pd
    >>> from territorial.units import pint_series
    >>> index = pd.MultiIndex.from_product(
    ...     [pd.period_range("2024-11", "2025-01", freq="M"), ["russia"]],
    ...     names=["month", "party"])
    >>> ax = plot_cumulative(pint_series(pd.Series([725.0, 400.0, 320.0], index=index), "km^2"))
    >>> [float(total) for total in ax.lines[1].get_ydata()]  # [km²]
    [0.0, 725.0, 1125.0, 1445.0]
    """
    style = style or Style()
    ready = prepare(data, unit=unit, of=of, parties=parties, since=since)
    return plain_axes(
        ax, style, lambda axes: draw(axes, ready, style, second_unit=second_unit, events=events)
    )
