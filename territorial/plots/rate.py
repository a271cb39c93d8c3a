"""Advance rate: how fast? Amounts per day, so that months of any length compare."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from territorial import units
from territorial.plots import findings, notes
from territorial.plots.axis import (
    day_position,
    draw_events,
    month_axis,
    nothing,
    quiet,
    right_axis,
    value_axis,
)
from territorial.plots.colours import party_colours
from territorial.plots.daily import WEEKDAYS
from territorial.plots.data import MonthData, party_names
from territorial.plots.drawn import Drawn, KeyEntry
from territorial.plots.lines import line
from territorial.plots.marks import LABEL_ROOM, columns, missing, reach, whiskers
from territorial.plots.palette import Colour
from territorial.plots.plain import plain_axes
from territorial.plots.rates import Rates, prepare
from territorial.plots.sidecar import marks_table, missing_words
from territorial.plots.style import Style
from territorial.plots.words import amount, day, decimals, listed, month_name, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TINT = 0.32  # of the bars behind the lines
SECOND = {"km^2": "mi^2", "mi^2": "km^2", "km": "mi", "mi": "km"}
NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
                "ten", "eleven", "twelve")  # fmt: skip


def draw(
    ax: Axes,
    rates: Rates,
    style: Style,
    *,
    second_unit: str | None = "auto",
    events: Sequence[tuple[dt.date, str]] = (),
) -> Drawn:
    """Draw bars and lines; see `plot_rate`."""
    data = rates.data
    names = party_names(data.parties, style.names)
    colours = party_colours(data.parties, style)
    values = [value for one in rates.lines.values() for value in one.rate]
    if rates.daily is not None:
        values += list(rates.daily.weeks["rate"])
    elif not rates.ready:
        values += list(data.rows[["value", "low", "high"]].to_numpy(dtype=float).ravel())
    empty = not any(math.isfinite(value) for value in values)
    other = SECOND.get(data.unit) if second_unit == "auto" else second_unit
    other = None if empty else other
    quiet(ax, style)
    negative = any(value < 0 for value in values if math.isfinite(value))
    value_axis(ax, values, style, top=LABEL_ROOM, bottom=LABEL_ROOM, signed=negative,
               percent=data.unit == "percent")  # fmt: skip
    marks = _Marks()
    if rates.daily is not None:
        _weekly(ax, rates, colours, style)
    elif not rates.ready:
        _monthly(ax, rates, colours, style, marks)
    for party, one in rates.lines.items():
        line(ax, one.x, one.rate, colours[party], style, markers=False)
    if empty:
        nothing(ax, style)
    part = notes.incomplete(data) if rates.daily is None else {}
    missing(ax, marks.gaps, style)
    right = right_axis(ax, data.unit, other, style) if other else 0.0

    def finish() -> int:
        below, _ = month_axis(ax, data.first, data.last, part, style)
        draw_events(ax, events, style)
        return below

    return Drawn(
        ax=ax,
        marks=_table(rates, names),
        key=_key(rates, names, colours, style, marks, part=bool(part)),
        axis_title=data.label,
        subtitle=findings.subject(data, names, f"per {data.per}"),
        finding=_finding(rates, names),
        alt=["Chart of rates: bars and trailing averages.", *_alt(rates, names),
             *missing_words(marks.gaps)],
        notes=[*_notes(rates, marks, names), *data.notes],
        provenance=data.provenance,
        unit=data.unit,
        per=data.per,
        finish=finish,
        second_title=units.label(other, data.per) if other else None,
        right=right,
    )  # fmt: skip


class _Marks:
    """What occurred while drawing."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.whisker = self.arrow = False


def _weekly(ax: Axes, rates: Rates, colours: dict[str, Colour], style: Style) -> None:
    assert rates.daily is not None
    count = len(rates.data.parties)
    for index, party in enumerate(rates.data.parties):
        weeks = rates.daily.weeks
        weeks = weeks[weeks["party"] == party]
        left = np.array([day_position(stamp) for stamp in weeks["start"]])
        right = np.array([day_position(stamp, end=True) for stamp in weeks["end"]])
        wide = (right - left) / count
        columns(ax, left + wide * (index + 0.5), weeks["rate"].to_numpy(),
                weeks["complete"].to_numpy(dtype=bool), wide * 0.9, colours[party].fill, style,
                share=TINT)  # fmt: skip


def _monthly(
    ax: Axes, rates: Rates, colours: dict[str, Colour], style: Style, marks: _Marks
) -> None:
    data = rates.data
    count = len(data.parties)
    wide = 0.74 if count == 1 else 0.80 / count
    for index, party in enumerate(data.parties):
        mine = data.of_party(party)
        x = mine["month"].to_numpy(dtype=float) + (index - (count - 1) / 2) * wide
        known = mine["value"].notna().to_numpy()
        columns(ax, x, mine["value"].to_numpy(dtype=float), mine["complete"].to_numpy(dtype=bool),
                wide, colours[party].fill, style, share=TINT)  # fmt: skip
        ends = mine[["value", "low", "high"]].to_numpy(dtype=float)[known]
        closed, arrow = whiskers(ax, x[known], [reach(*row) for row in ends], style)
        marks.whisker, marks.arrow = marks.whisker or closed, marks.arrow or arrow
        marks.gaps.extend(x[~known])


def _key(
    rates: Rates,
    names: dict[str, str],
    colours: dict[str, Colour],
    style: Style,
    marks: _Marks,
    *,
    part: bool,
) -> list[KeyEntry]:
    step = "days" if rates.daily is not None else "months"
    length = f"trailing {rates.window} {step}"
    bar = "single weeks" if rates.daily is not None else "single months"
    drawn = {party for party, one in rates.lines.items() if np.isfinite(one.rate).any()}
    entries = [
        KeyEntry("line", f"{names[party]}, {length}", *colours[party])
        for party in rates.data.parties
        if party in drawn
    ]
    if rates.ready:
        return entries
    if len(rates.data.parties) == 1 or not drawn:
        entries += [
            KeyEntry("tint", bar if party in drawn else f"{names[party]}, {bar}", *colours[party])
            for party in rates.data.parties
        ]
    else:
        entries += [
            KeyEntry("tint", f"{names[party]}, {bar}", *colours[party])
            for party in rates.data.parties
            if party not in drawn
        ]
        entries.append(
            KeyEntry("tint", f"pale: {bar}", style.neutral("axis"), style.neutral("note"))
        )
    return entries + notes.extra_key(
        style, whisker=marks.whisker, arrow=marks.arrow, hatch=part, missing=bool(marks.gaps)
    )


def _notes(rates: Rates, marks: _Marks, names: dict[str, str]) -> list[str]:
    step = "days" if rates.daily is not None else "months"
    said = [
        (
            f"The line is the total of the last {rates.window} {step} over their days, drawn at the "
            f"end of each window and only where every day of it is covered"
        )
    ]
    if rates.daily is not None:
        said.append(f"Weeks begin on {WEEKDAYS[0]}; a change between two maps is spread evenly "
                    "over the days between them")  # fmt: skip
        if rates.daily.jumps:
            said.append("Far above the days before: " + "; ".join(rates.daily.jumps))
    elif not rates.ready:
        said.append("Each month is divided by the days that its figure covers")
    said += [notes.RANGE] * marks.whisker + [notes.BOUND] * marks.arrow
    if rates.daily is None:
        said += notes.approximate_note(rates.data, names)
        said += notes.incomplete_note(rates.data, names)
    return said + notes.mixture_note(rates.data, names)


def _windows(rates: Rates, party: str) -> dict[int, pd.Series]:
    """Full windows of months by the ordinal of the last one: value, low, high."""
    one = rates.lines[party]
    return {
        round(x - 0.5): pd.Series({"value": rate, "low": low, "high": high})
        for x, rate, low, high in zip(one.x, one.rate, one.low, one.high, strict=True)
        if math.isfinite(rate)
    }


def _finding(rates: Rates, names: dict[str, str]) -> str:
    data = rates.data
    party = findings.leading(data)
    places = decimals(list(data.rows["value"]), measure=data.measure, rate=True)
    name = names[party]
    if rates.daily is not None:
        mine = rates.daily.trailing[rates.daily.trailing["party"] == party].dropna(subset=["rate"])
        if mine.empty:
            return findings.monthly_finding(data, names, places)
        last = mine.iloc[-1]
        said = _did(data, name, float(last["rate"]), places)
        return f"{said} in the {rates.window} days to {day(last['day'])}"
    found = _windows(rates, party)
    if not found:
        return findings.monthly_finding(data, names, places)
    month, row = list(found.items())[-1]
    span = NUMBER_WORDS[rates.window] if rates.window < len(NUMBER_WORDS) else f"{rates.window}"
    when = f"the {span} months to " if rates.window > 1 else ""
    text = f"{findings.did(data, name, row, places)} in {when}{_month(month)}"
    before = found.get(month - rates.window)
    if before is None or before["value"] < 0 or row["value"] < 0:
        return text
    was = number(float(before["value"]), places)
    if findings.above(row, before, places):
        return f"{text}, up from {was} in the {span} before"
    if findings.above(before, row, places):
        return f"{text}, down from {was} in the {span} before"
    return text


def _did(data: MonthData, name: str, value: float, places: int) -> str:
    row = pd.Series({"value": value, "low": math.nan, "high": math.nan})
    return findings.did(data, name, row, places)


def _month(ordinal: int) -> str:
    return month_name(pd.Period(ordinal=ordinal, freq="M"))


def _alt(rates: Rates, names: dict[str, str]) -> list[str]:
    said = []
    data = rates.data
    places = decimals(list(data.rows["value"]), measure=data.measure, rate=True)
    for party, one in rates.lines.items():
        known = [(rate, x) for rate, x in zip(one.rate, one.x, strict=True) if math.isfinite(rate)]
        if not known:
            said.append(f"{names[party]}: no full window.")
            continue
        parts = [
            f"{word} {amount(rate, data.word, places)} to the end of "
            f"{_month(math.ceil(x - 0.5 - 1e-9))}"
            for word, (rate, x) in (("highest", max(known)), ("lowest", min(known)))
        ]
        said.append(f"{names[party]}, trailing: {listed(parts)}.")
    return said


def _table(rates: Rates, names: dict[str, str]) -> pd.DataFrame:
    data = rates.data
    if rates.daily is None:
        table = marks_table(data, names)
        trailing = {
            (str(pd.Period(ordinal=round(x - 0.5), freq="M")), party): rate
            for party, one in rates.lines.items()
            for x, rate in zip(one.x, one.rate, strict=True)
        }
        keys = zip(table["month"], table["party"], strict=True)
        table["trailing"] = [trailing.get(key, math.nan) for key in keys]
        table["window_months"] = rates.window
        return table
    weeks = rates.daily.weeks.rename(columns={"rate": "value"}).assign(what="week")
    lines = rates.daily.trailing.rename(columns={"rate": "value", "day": "end"}).assign(
        what=f"trailing {rates.window} days"
    )
    lines["start"] = lines["end"] - pd.Timedelta(days=rates.window - 1)
    table = pd.concat([weeks, lines.dropna(subset=["value"])], ignore_index=True)
    for name in ("start", "end"):
        table[name] = table[name].dt.strftime("%Y-%m-%d")
    table["name"] = [names[party] for party in table["party"]]
    table["unit"], table["per"] = data.unit, data.per
    return table[["what", "party", "name", "start", "end", "value", "unit", "per", "complete"]]


def height(rates: Rates) -> float:  # noqa: ARG001  (other charts grow with their rows)
    """The height of the plot [in]."""
    return 2.8


def plot_rate(
    data: pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str | None = None,
    per: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    window: int | None = None,
    style: Style | None = None,
    second_unit: str | None = "auto",
    events: Sequence[tuple[dt.date, str]] = (),
) -> Axes:
    """Area gained per day, or the rate of advance: bars, and lines over trailing windows.

    Months are divided by the days that their figure covers. The line is the
    total of the last months over their days; it stands at the end of the
    window, and only where every day of it is covered.

    Parameters
    ----------
    data : Series or DataFrame
        Amounts by month (`monthly_table`), rates by month (`rate`), daily net
        changes by (day, party), or what `snapshot_changes` returned; the last
        two give weekly bars.
    ax : Axes, optional
        Where to draw; by default in a figure of its own.
    unit, of, parties, style, events
        See `plot_gains`.
    per : {"day", "week"}, optional
        Time base; by default day.
    window : int, optional
        Length of the trailing window: months (3 by default), or days (28) for
        daily data.
    second_unit : str or None
        A second scale for the same figures; by default mi² beside km² and mi beside km.

    Returns
    -------
    Axes

    Raises
    ------
    ChartError
        If the data are levels of control, or there is nothing to draw.
    UnitError
        If the data have no unit, or `unit` is of another measure.

    Examples
    --------
    >>> import pandas as pd
    >>> from territorial.units import pint_series
    >>> index = pd.MultiIndex.from_product(
    ...     [pd.period_range("2024-11", "2025-01", freq="M"), ["russia"]],
    ...     names=["month", "party"])
    >>> ax = plot_rate(pint_series(pd.Series([725.0, 400.0, 320.0], index=index), "km^2"))
    >>> [f"{bar.get_height():.1f} km² per day" for bar in ax.patches][:2]
    ['24.2 km² per day', '12.9 km² per day']
    """
    style = style or Style()
    ready = prepare(data, unit=unit, per=per, of=of, parties=parties, window=window)
    return plain_axes(
        ax, style, lambda axes: draw(axes, ready, style, second_unit=second_unit, events=events)
    )
