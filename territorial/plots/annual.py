"""Years beside one another: is this year larger? Like spans only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import ChartError
from territorial.plots import findings, notes
from territorial.plots.axis import nothing, quiet, right_axis, value_axis
from territorial.plots.colours import party_colours
from territorial.plots.data import MonthData, month_data, party_names
from territorial.plots.drawn import Drawn, KeyEntry
from territorial.plots.marks import (
    ARROW,
    LABEL_ROOM,
    Label,
    columns,
    missing,
    place_labels,
    reach,
    whiskers,
)
from territorial.plots.plain import plain_axes
from territorial.plots.style import TICK, Style
from territorial.plots.words import MONTHS, decimals, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Years(NamedTuple):
    """Totals of January to `month` of each year, and of whole years where they are known."""

    data: MonthData
    table: pd.DataFrame
    month: int


def prepare(
    data: pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    through: int | None = None,
) -> Years:
    """Monthly amounts as totals of the same months of each year."""
    months = month_data(data, unit=unit, of=of, parties=parties)
    if months.kind == "control" or months.per != "month":
        raise ChartError(
            "amounts by month", "levels of control" if months.kind == "control" else "a rate",
            "a stock and a flow never share an axis: give monthly_gain, or change of the levels",
        )  # fmt: skip
    if through is not None and not 1 <= through <= 12:
        raise ChartError("a month from 1 to 12", f"{through}", "mend it", where="through")
    rows = months.rows.copy()
    rows["year"] = [1970 + int(month) // 12 for month in rows["month"]]
    rows["of_year"] = [int(month) % 12 + 1 for month in rows["month"]]
    month = through or _common_end(rows)
    out = []
    for party in months.parties:
        mine = rows[rows["party"] == party]
        for year, group in mine.groupby("year"):
            part = _total(group, month)
            whole = _total(group, 12)
            out.append((int(str(year)), party, *part, whole[0]))
    names = ["year", "party", "value", "low", "high", "months_missing", "whole_year"]
    return Years(months, pd.DataFrame(out, columns=names), month)


def _common_end(rows: pd.DataFrame) -> int:
    """The last month of the last year up to which a party's months are all whole; else December."""
    last = rows[rows["year"] == rows["year"].max()]
    best = 0
    for _, mine in last.groupby("party"):
        whole = set(mine.loc[mine["complete"], "of_year"])
        count = 0
        while count + 1 in whole:
            count += 1
        best = max(best, count)
    return best or 12


def _total(group: pd.DataFrame, month: int) -> tuple[float, float, float, int]:
    """Value, low, high of January to `month`; missing unless every month is whole."""
    part = group[(group["of_year"] <= month) & group["complete"]]
    lacking = month - len(part)
    if lacking:
        return math.nan, math.nan, math.nan, lacking
    plain = part["low"].isna() & part["high"].isna()
    value = float(part["value"].sum())
    low = float(np.where(plain, part["value"], part["low"]).sum())
    high = float(np.where(plain, part["value"], part["high"]).sum())
    if plain.all():
        low = high = math.nan
    return value, low, high, 0


def draw(
    ax: Axes, years: Years, style: Style, *, values: bool = True, second_unit: str | None = None
) -> Drawn:
    """Draw the columns; see `plot_annual`."""
    data, table = years.data, years.table
    names = party_names(data.parties, style.names)
    colours = party_colours(data.parties, style)
    places = decimals(list(table["value"]), measure=data.measure)
    count = len(data.parties)
    wide = 0.6 if count == 1 else 0.80 / count
    whole = table["whole_year"] if years.month < 12 else pd.Series(math.nan, table.index)
    ends = table[["value", "low", "high"]].to_numpy(dtype=float)
    quiet(ax, style)
    room = LABEL_ROOM + ARROW * bool((np.isnan(ends[:, 1]) != np.isnan(ends[:, 2])).any())
    drawn = [*ends.ravel(), *whole]
    value_axis(ax, drawn, style, top=room, bottom=LABEL_ROOM, percent=data.unit == "percent",
               signed=any(value < 0 for value in drawn))  # fmt: skip
    labels: list[Label] = []
    gaps: list[float] = []
    whisker = arrow = False
    for index, party in enumerate(data.parties):
        at = (table["party"] == party).to_numpy()
        x = table["year"].to_numpy(dtype=float)[at] + (index - (count - 1) / 2) * wide
        full = np.ones(len(x), dtype=bool)
        fill, ink = colours[party]
        columns(ax, x, whole.to_numpy(dtype=float)[at], full, wide, fill, style, share=0.32)
        columns(ax, x, ends[at, 0], full, wide, fill, style)
        known = np.isfinite(ends[at, 0])
        reaches = [reach(*row) for row in ends[at][known]]
        closed, opened = whiskers(ax, x[known], reaches, style)
        whisker, arrow = whisker or closed, arrow or opened
        gaps.extend(x[~known])
        last = table["year"].max()
        labels += [
            Label(float(a), number(float(row[0]), places), ink, one, float(row[0]), wide / 2,
                  round(a) == last)
            for a, row, one in zip(x[known], ends[at][known], reaches, strict=True)
        ]  # fmt: skip
    missing(ax, gaps, style)
    if not np.isfinite(ends[:, 0]).any():
        nothing(ax, style)
    right = right_axis(ax, data.unit, second_unit, style) if second_unit else 0.0

    def finish() -> int:
        first, last = int(table["year"].min()), int(table["year"].max())
        pad = max(0.0, (3 - (last - first + 1)) / 2)
        ax.set_xlim(first - 0.5 - pad, last + 0.5 + pad)
        ax.set_xticks(range(first, last + 1), [str(year) for year in range(first, last + 1)])
        for label in ax.get_xticklabels():
            label.set(family=style.fonts, fontsize=TICK)
        if values:
            place_labels(ax, labels, style)
        return 1

    period = "whole years" if years.month == 12 else _span(years.month)
    key = notes.key_of(data, names, colours)
    grey = style.neutral("note")
    if whole.notna().any():
        key.append(KeyEntry("tint", "pale: whole year", style.neutral("axis"), grey))
    key += notes.extra_key(style, whisker=whisker, arrow=arrow, missing=bool(gaps))
    said = [f"Every year is counted over the same months, {period}"] if years.month < 12 else []
    said += [notes.RANGE.replace("figure", "total")] * whisker + [notes.BOUND] * arrow
    lacking = table[table["months_missing"] > 0]
    if len(lacking):
        said.append("No total where a month has no whole figure: " + "; ".join(
            f"{row['year']}{'' if count == 1 else ', ' + names[row['party']]} "
            f"({row['months_missing']} of {years.month} months)"
            for _, row in lacking.head(6).iterrows()))  # fmt: skip
    inside = data.rows["month"] % 12 < years.month  # ordinal 0 is a January
    counted = data if whole.notna().any() else replace(data, rows=data.rows[inside])
    who = " and ".join(names[party] for party in data.parties) if count < 3 else f"{count} parties"
    thing = findings.THINGS[data.measure] if data.of is None else f"Share of {data.of.name}"
    net = "Net " + thing[0].lower() + thing[1:] if data.kind == "net" else thing
    where = f", {data.place}" if data.place and not data.of else ""
    sidecar = table.assign(name=[names[p] for p in table["party"]], unit=data.unit,
                           from_month=1, to_month=years.month)  # fmt: skip
    return Drawn(
        ax=ax,
        marks=sidecar,
        key=key,
        axis_title=f"{units.label(data.unit)} per year, {period}"
        if years.month < 12
        else f"{units.label(data.unit)} per year",
        subtitle=f"{net} {findings.DONE[data.kind]} by {who}, {period}{where}",
        finding=_finding(years, names, places),
        alt=["Column chart of years."],
        notes=[
            *said,
            *notes.approximate_note(counted, names),
            *notes.mixture_note(data, names),
            *data.notes,
        ],
        provenance=data.provenance,
        unit=data.unit,
        per="year",
        finish=finish,
        second_title=f"{units.label(second_unit)} per year" if second_unit else None,
        right=right,
    )


def _span(month: int) -> str:
    return "January" if month == 1 else f"January–{MONTHS[month - 1]}"


def _finding(years: Years, names: dict[str, str], places: int) -> str:
    data = years.data
    party = findings.leading(data)
    table = years.table[(years.table["party"] == party) & years.table["value"].notna()]
    if table.empty:
        return f"No year has whole figures for {names[party]}"
    last = table.iloc[-1]
    year = int(last["year"])
    when = f"in {year}" if years.month == 12 else f"in {_span(years.month)}\N{NO-BREAK SPACE}{year}"
    text = f"{findings.did(data, names[party], last, places)} {when}"
    before = table[table["year"] == year - 1]
    if before.empty:
        return text
    other = before.iloc[0]
    same = "" if years.month == 12 else " in the same months"
    was = number(float(other["value"]), places)
    if other["value"] >= 0 and last["value"] >= 0:
        if findings.above(last, other, places):
            return f"{text}, up from {was}{same} of {year - 1}"
        if findings.above(other, last, places):
            return f"{text}, down from {was}{same} of {year - 1}"
    return text


def height(years: Years) -> float:  # noqa: ARG001  (other charts grow with their rows)
    """The height of the plot [in]."""
    return 2.6


def plot_annual(
    data: pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    through: int | None = None,
    style: Style | None = None,
    values: bool = True,
    second_unit: str | None = None,
) -> Axes:
    """Totals by year over the same months, so that a running year stands beside like spans.

    Parameters
    ----------
    data : Series or DataFrame
        What `monthly_gain`, `monthly_table` or `change_table` returned.
    ax : Axes, optional
        Where to draw; by default in a figure of its own. Years stand at their numbers.
    unit, of, parties, style, values, second_unit
        See `plot_gains`.
    through : int, optional
        Count each year from January through this month; by default as far as
        the last year has whole months.

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
    >>> from territorial.units import pint_series
    >>> months = pd.period_range("2024-01", "2025-02", freq="M")
    >>> index = pd.MultiIndex.from_product([months, ["russia"]], names=["month", "party"])
    >>> ax = plot_annual(pint_series(pd.Series(100.0, index=index), "km^2"))
    >>> [float(bar.get_height()) for bar in ax.patches]  # whole 2024, then two months of each [km²]
    [1200.0, 200.0, 200.0]
    """
    style = style or Style()
    ready = prepare(data, unit=unit, of=of, parties=parties, through=through)
    return plain_axes(
        ax,
        style,
        lambda axes: draw(axes, ready, style, values=values, second_unit=second_unit),
        height(ready),
    )
