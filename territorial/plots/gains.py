"""Monthly columns by party: how much did each side take each month?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from territorial import units
from territorial.plots import findings, notes
from territorial.plots.axis import draw_events, month_axis, nothing, quiet, right_axis, value_axis
from territorial.plots.colours import party_colours
from territorial.plots.data import MonthData, month_data, party_names
from territorial.plots.drawn import Drawn
from territorial.plots.marks import (
    ARROW,
    LABEL_ROOM,
    Label,
    Reach,
    columns,
    missing,
    place_labels,
    reach,
    whiskers,
)
from territorial.plots.plain import plain_axes
from territorial.plots.sidecar import marks_table, missing_words
from territorial.plots.style import Style
from territorial.plots.words import decimals, number

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from matplotlib.axes import Axes


def draw_gains(
    ax: Axes,
    data: MonthData,
    style: Style,
    *,
    values: bool = True,
    second_unit: str | None = None,
    events: Sequence[tuple[dt.date, str]] = (),
) -> Drawn:
    """Draw the columns; see `plot_gains`."""
    names = party_names(data.parties, style.names)
    colours = party_colours(data.parties, style)
    rows = data.rows
    rate = data.per in ("day", "week")
    places = decimals(list(rows["value"]), measure=data.measure, rate=rate)
    count = len(data.parties)
    wide = 0.74 if count == 1 else 0.80 / count
    quiet(ax, style)
    ends = rows[["value", "low", "high"]].to_numpy(dtype=float)
    negative = bool(np.nanmin(ends, initial=0.0) < 0)
    arrows = bool((np.isnan(ends[:, 1]) != np.isnan(ends[:, 2])).any())
    room = (LABEL_ROOM if values else 4.0) + (ARROW if arrows else 0.0) + (14.0 if events else 0.0)
    value_axis(
        ax, list(ends.ravel()), style, top=room, bottom=LABEL_ROOM if values else 4.0,
        signed=negative, percent=data.unit == "percent",
    )  # fmt: skip
    labels: list[Label] = []
    gaps: list[float] = []
    has_whisker = has_arrow = False
    for index, party in enumerate(data.parties):
        mine = data.of_party(party)
        x = mine["month"].to_numpy(dtype=float) + (index - (count - 1) / 2) * wide
        known = mine["value"].notna().to_numpy()
        columns(ax, x, mine["value"].to_numpy(dtype=float), mine["complete"].to_numpy(dtype=bool), wide, colours[party].fill, style)  # fmt: skip
        reaches = [
            reach(value, low, high)
            for value, low, high in mine[["value", "low", "high"]].to_numpy(dtype=float)[known]
        ]
        closed, opened = whiskers(ax, x[known], reaches, style)
        has_whisker, has_arrow = has_whisker or closed, has_arrow or opened
        gaps.extend(x[~known])
        labels += _labels(mine[known], x[known], reaches, wide, colours[party].ink, places)
    missing(ax, gaps, style)
    if rows["value"].isna().all():
        nothing(ax, style)
    part = notes.incomplete(data)
    right = right_axis(ax, data.unit, second_unit, style) if second_unit else 0.0

    def finish() -> int:
        below, _ = month_axis(ax, data.first, data.last, part, style)
        if values:
            place_labels(ax, labels, style)
        draw_events(ax, events, style)
        return below

    said = []
    if has_whisker:
        said.append(notes.RANGE)
    if has_arrow:
        said.append(notes.BOUND)
    said += notes.approximate_note(data, names) + notes.incomplete_note(data, names)
    said += notes.mixture_note(data, names)
    finding = findings.monthly_finding(data, names, places)
    key = [
        *notes.key_of(data, names, colours),
        *notes.extra_key(style, whisker=has_whisker, arrow=has_arrow, hatch=bool(part),
                         missing=bool(gaps)),
    ]  # fmt: skip
    step = f"per {data.per}" if rate else "by month"
    return Drawn(
        ax=ax,
        marks=marks_table(data, names),
        key=key,
        axis_title=data.label,
        subtitle=findings.subject(data, names, step),
        finding=finding,
        alt=["Column chart.", *findings.extremes(data, names, places), *missing_words(gaps)],
        notes=[*said, *data.notes],
        provenance=data.provenance,
        unit=data.unit,
        per=data.per,
        finish=finish,
        second_title=units.label(second_unit, data.per) if second_unit else None,
        right=right,
    )


def _labels(
    rows: pd.DataFrame,
    x: np.ndarray,
    reaches: Sequence[Reach],
    wide: float,
    ink: str,
    places: int,
) -> list[Label]:
    if rows.empty:
        return []
    whole = rows[rows["complete"]]
    wanted = {int(rows["month"].iloc[-1])}
    if not whole.empty:
        order = whole["value"].to_numpy(dtype=float)
        peaks = [int(order.argmax()), len(order) - 1]
        peaks += [int(order.argmin())] if order.min() < 0 else []
        months = whole["month"].to_numpy(dtype=np.int64)
        wanted |= {int(months[place]) for place in peaks}
    return [
        Label(
            x=float(at), text=notes.about(number(float(value), places), hedged=hedged),
            ink=ink, reach=ends, value=float(value), half=wide / 2, first=month in wanted,
        )
        for at, value, month, ends, hedged in zip(
            x, rows["value"], map(int, rows["month"].tolist()), reaches, notes.approximate(rows),
            strict=True,
        )
        if math.isfinite(value)
    ]  # fmt: skip


def plot_gains(
    data: pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str | None = None,
    per: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    style: Style | None = None,
    values: bool = True,
    second_unit: str | None = None,
    events: Sequence[tuple[dt.date, str]] = (),
) -> Axes:
    """Columns of what each party took in each month.

    One slot a calendar month, a colour a party; whiskers from the lowest to
    the highest figure and arrows for open bounds where the table has them;
    incomplete months hatched and dated; a month without a figure is marked,
    never drawn as zero.

    Parameters
    ----------
    data : Series or DataFrame
        What `monthly_gain` or `monthly_table` returned; by (month, party).
    ax : Axes, optional
        Where to draw; by default in a figure of its own. The months stand at
        the ordinals of their pandas Periods.
    unit : str, optional
        Unit to draw in, such as ``"mi^2"``, or ``"percent"`` together with `of`.
    per : str, optional
        ``"day"`` or ``"week"``: amounts divided by the days that they cover.
    of : str or tuple, optional
        The territory of which percents are: a region of the lexicon, or
        ``(name, area [km²], source of the area)``.
    parties : sequence of str, optional
        Which parties, in which order.
    style : Style, optional
        Colours, fonts and names.
    values : bool
        Whether to print the values at the columns.
    second_unit : str, optional
        The same figures on a second scale at the right.
    events : sequence of (date, str)
        At most five dated words.

    Returns
    -------
    Axes
        The axes that were drawn on.

    Raises
    ------
    ChartError
        If there is nothing to draw, or it would say something untrue.
    UnitError
        If the data have no unit, or `unit` is of another measure.

    Examples
    --------
    >>> import pandas as pd
    >>> gains = pd.Series(
    ...     [725.0, 400.0, 320.0],
    ...     index=pd.MultiIndex.from_product(
    ...         [pd.period_range("2024-11", "2025-01", freq="M"), ["russia"]],
    ...         names=["month", "party"],
    ...     ),
    ... )
    >>> gains.attrs["unit"] = "km^2"
    >>> ax = plot_gains(gains)
    >>> [round(bar.get_height()) for bar in ax.patches][:3]
    [725, 400, 320]
    """
    style = style or Style()
    ready = prepare(data, unit=unit, per=per, parties=parties, of=of)
    return plain_axes(
        ax, style,
        lambda axes: draw_gains(
            axes, ready, style, values=values, second_unit=second_unit, events=events
        ),
    )  # fmt: skip


def prepare(
    data: pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    per: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
) -> MonthData:
    """The monthly figures as they are drawn."""
    return month_data(data, unit=unit, per=per, of=of, parties=parties)


def height(data: MonthData) -> float:  # noqa: ARG001  (other charts grow with their rows)
    """The height of the plot [in]."""
    return 2.8


draw = draw_gains
