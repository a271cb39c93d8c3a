"""Diverging gain and loss with a net marker: who moved the line?"""

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
from territorial.plots.axis import draw_events, month_axis, nothing, quiet, right_axis, value_axis
from territorial.plots.colours import party_colours
from territorial.plots.data import MonthData, month_data, party_names, shown
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
from territorial.plots.sidecar import marks_table, missing_words
from territorial.plots.style import Style
from territorial.plots.words import amount, decimals, month_name, number, span

if TYPE_CHECKING:
    import datetime as dt

    from matplotlib.axes import Axes

WIDE = 0.74
RING = 5.4


class Balance(NamedTuple):
    """What one party took (`up`) and what it gave up (`down`), by month.

    `loss` says that the lower side are the party's own reported losses, and
    not what the other party took.
    """

    data: MonthData
    up: str
    down: str
    loss: bool


def prepare(
    data: pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    losses: pd.Series | pd.DataFrame | None = None,
) -> Balance:
    """Two parties' gains, or one party's gains and its losses."""
    if losses is not None:
        return _own_losses(data, losses, unit=unit, of=of, parties=parties)
    months = month_data(data, unit=unit, of=of, parties=parties)
    _flows(months)
    if len(months.parties) != 2:
        raise ChartError(
            "both sides: the gains of two parties, or losses=... of one",
            f"{len(months.parties)} part{'y' if len(months.parties) == 1 else 'ies'} "
            f"({', '.join(months.parties)})",
            "choose two with parties=[...], or give losses=monthly_loss(reports)",
        )
    up = months.parties[0] if parties is not None else findings.leading(months)
    down = next(party for party in months.parties if party != up)
    return Balance(months, up, down, loss=False)


def _own_losses(
    gains: pd.Series | pd.DataFrame,
    losses: pd.Series | pd.DataFrame,
    *,
    unit: str | None,
    of: str | tuple[str, float, str] | None,
    parties: Sequence[str] | None,
) -> Balance:
    up = month_data(gains, unit=unit, of=of, parties=parties)
    if len(up.parties) != 1:
        raise ChartError(
            "the gains of one party beside its losses", ", ".join(up.parties),
            "choose it with parties=[...]",
        )  # fmt: skip
    party = up.parties[0]
    down = month_data(losses, unit=up.unit, of=of, parties=[party], kind="loss")
    _flows(up)
    first, last = min(up.first, down.first), max(up.last, down.last)
    other = f"{party} (loss)"
    rows = pd.concat([_stretched(up.rows, party, first, last),
                      _stretched(down.rows, other, first, last)], ignore_index=True)  # fmt: skip
    return Balance(replace(up, rows=rows, parties=(party, other)), party, other, loss=True)


def _stretched(rows: pd.DataFrame, party: str, first: int, last: int) -> pd.DataFrame:
    months = pd.RangeIndex(first, last + 1, name="month")
    wide = rows.drop(columns="party").set_index("month").reindex(months).reset_index()
    wide["party"] = party
    days = pd.PeriodIndex([pd.Period(ordinal=int(m), freq="M") for m in wide["month"]])
    wide["days"] = np.asarray(days.days_in_month, dtype=float)
    wide["days_covered"] = wide["days_covered"].fillna(0.0)
    wide["complete"] = wide["complete"].eq(True)
    return wide


def _flows(months: MonthData) -> None:
    if months.kind in ("control", "net") or months.per != "month":
        raise ChartError(
            "gains by month, both sides",
            {"net": "net figures", "control": "levels of control"}.get(months.kind, "a rate"),
            "net figures hold both sides already: use the chart gains or cumulative",
        )
    if (months.rows["value"] < 0).any():
        raise ChartError(
            "gains, which are not negative", "a negative figure",
            "a negative gain is a net figure: use the chart gains",
        )  # fmt: skip


def draw(
    ax: Axes,
    balance: Balance,
    style: Style,
    *,
    values: bool = True,
    second_unit: str | None = None,
    events: Sequence[tuple[dt.date, str]] = (),
) -> Drawn:
    """Draw both sides and the net; see `plot_balance`."""
    data, up, down = balance.data, balance.up, balance.down
    ids = [up] if balance.loss else [up, down]
    names = party_names(ids, style.names)
    colours = party_colours(ids, style)
    if balance.loss:
        names[down] = names[up]
        colours[down] = style.palette.slots["slate"]
    places = decimals(list(data.rows["value"]), measure=data.measure)
    quiet(ax, style)
    upper, lower = data.of_party(up), data.of_party(down)
    top = upper[["value", "low", "high"]].to_numpy(dtype=float)
    low = -lower[["value", "high", "low"]].to_numpy(dtype=float)
    ends = np.isnan(np.concatenate([top, low]))
    open_end = ARROW if (ends[:, 1] != ends[:, 2]).any() else 0.0
    room = (LABEL_ROOM if values else 4.0) + open_end
    value_axis(ax, [*top.ravel(), *low.ravel()], style, top=room, bottom=room, absolute=True, two_sided=True,
               percent=data.unit == "percent")  # fmt: skip
    labels: list[Label] = []
    gaps: list[float] = []
    whisker = arrow = False
    for party, rows, figures in ((up, upper, top), (down, lower, low)):
        x = rows["month"].to_numpy(dtype=float)
        complete = rows["complete"].to_numpy(dtype=bool)
        columns(ax, x, figures[:, 0], complete, WIDE, colours[party].fill, style)
        known = np.isfinite(figures[:, 0])
        reaches = [reach(*row) for row in figures[known]]
        closed, opened = whiskers(ax, x[known], reaches, style)
        whisker, arrow = whisker or closed, arrow or opened
        gaps.extend(x[~known])
        missing(ax, list(x[~known]), style, below=party == down)
        wanted = _wanted(rows, figures[:, 0])
        labels += [
            Label(float(at), notes.about(number(abs(value), places), hedged=hedged),
                  colours[party].ink, one, float(value), WIDE / 2, int(at) in wanted)
            for at, value, one, hedged in zip(x[known], figures[known, 0], reaches,
                                              notes.approximate(rows)[known], strict=True)
        ]  # fmt: skip
    rings = _rings(ax, upper, lower, style)
    if data.rows["value"].isna().all():
        nothing(ax, style)
    part = notes.incomplete(data)
    right = right_axis(ax, data.unit, second_unit, style, absolute=True) if second_unit else 0.0

    def finish() -> int:
        below, _ = month_axis(ax, data.first, data.last, part, style)
        if values:
            place_labels(ax, labels, style)
        draw_events(ax, events, style)
        return below

    took = {"area": "taken", "length": "advanced", "count": "taken", "share": "taken"}[data.measure]
    lost = "lost by" if balance.loss else f"{took} by"
    ink = style.neutral("ink")
    key = [
        KeyEntry("fill", f"{took} by {names[up]}, up", *colours[up]),
        KeyEntry("fill", f"{lost} {names[down]}, down", *colours[down]),
        *([KeyEntry("marker:o", f"net for {names[up]}", ink, ink, hollow=True)] if rings else []),
        *notes.extra_key(style, whisker=whisker, arrow=arrow, hatch=bool(part),
                         missing=bool(gaps)),
    ]  # fmt: skip
    said = [notes.RANGE] * whisker + [notes.BOUND] * arrow
    if rings:
        said.append(f"Net is {'gain minus loss' if balance.loss else 'the upper minus the lower side'}"
                    ", only where both are known for a whole month")  # fmt: skip
    sides = {up: "gains", down: "losses"} if balance.loss else names
    said += notes.approximate_note(data, sides) + notes.incomplete_note(data, names)
    said += notes.mixture_note(data, names)
    table = marks_table(data, names)
    if balance.loss:
        table["kind"] = ["loss" if party == down else "gain" for party in table["party"]]
        table["party"] = up
    when = span(*(pd.Period(ordinal=end, freq="M") for end in (data.first, data.last)))
    where = f", {data.place}" if data.place and not data.of else ""
    thing = findings.THINGS[data.measure] if data.of is None else f"Share of {data.of.name}"
    who = (
        f"{took} and lost by {names[up]}" if balance.loss
        else f"{took} by {names[up]} and by {names[down]}"
    )  # fmt: skip
    return Drawn(
        ax=ax,
        marks=table,
        key=key,
        axis_title=data.label,
        subtitle=f"{thing} {who} by month{where}, {when}",
        finding=_finding(balance, names, upper, lower, places),
        alt=["Diverging column chart.",
             *findings.extremes(replace(data, parties=(up, down)), names, places),
             *missing_words(gaps)],
        notes=[*said, *data.notes],
        provenance=data.provenance,
        unit=data.unit,
        per=data.per,
        finish=finish,
        second_title=units.label(second_unit, data.per) if second_unit else None,
        right=right,
    )  # fmt: skip


def _wanted(rows: pd.DataFrame, heights: np.ndarray) -> set[int]:
    whole = rows["complete"].to_numpy(dtype=bool) & np.isfinite(heights)
    months = rows["month"].to_numpy()
    if not whole.any():
        return set()
    peak = int(np.argmax(np.where(whole, np.abs(heights), -1)))
    return {int(months[peak]), int(months[np.flatnonzero(whole)[-1]])}


def _both(upper: pd.DataFrame, lower: pd.DataFrame) -> np.ndarray:
    known = upper["value"].notna().to_numpy() & lower["value"].notna().to_numpy()
    whole = upper["complete"].to_numpy(dtype=bool) & lower["complete"].to_numpy(dtype=bool)
    return np.asarray(known & whole)


def _rings(ax: Axes, upper: pd.DataFrame, lower: pd.DataFrame, style: Style) -> bool:
    both = _both(upper, lower)
    if not both.any():
        return False
    net = upper["value"].to_numpy(dtype=float) - lower["value"].to_numpy(dtype=float)
    ax.plot(
        upper["month"].to_numpy(dtype=float)[both], net[both], linestyle="none", marker="o",
        markersize=RING, markerfacecolor=style.neutral("background"),
        markeredgecolor=style.neutral("ink"), markeredgewidth=1.5, zorder=6, clip_on=False,
    )  # fmt: skip
    return True


def _finding(
    balance: Balance,
    names: dict[str, str],
    upper: pd.DataFrame,
    lower: pd.DataFrame,
    places: int,
) -> str:
    data = balance.data
    both = _both(upper, lower)
    if not both.any():
        return findings.monthly_finding(replace(data, parties=(balance.up,)), names, places)
    at = int(np.flatnonzero(both)[-1])
    took, gave = float(upper["value"].iloc[at]), float(lower["value"].iloc[at])
    month = month_name(pd.Period(ordinal=int(upper["month"].iloc[at]), freq="M"))
    one = findings.did(data, names[balance.up], upper.iloc[at], places)
    if balance.loss:
        low, high = (float(lower[name].iloc[at]) for name in ("low", "high"))
        hedged = lower["qualifier"].iloc[at] == "about"
        other = f"lost {shown(gave, low, high, data, places, hedged=hedged)}"
    else:
        same = findings.did(data, names[balance.down], lower.iloc[at], places)
        verb = " " + findings.VERBS[data.measure, "gain"]
        other = same.replace(verb, "", 1) if same.startswith(names[balance.down] + verb) else same
    bounded = any(
        math.isfinite(float(row.iloc[at][end])) for row in (upper, lower) for end in ("low", "high")
    )
    text = f"{one} and {other} in {month}"
    if bounded:
        return text
    net = took - gave
    about = "about " if "about" in {row["qualifier"].iloc[at] for row in (upper, lower)} else ""
    return (
        f"{text}: {about}{amount(net, data.word, places, signed=True)} net for {names[balance.up]}"
    )


def height(balance: Balance) -> float:  # noqa: ARG001  (other charts grow with their rows)
    """The height of the plot [in]."""
    return 3.0


def plot_balance(
    data: pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    losses: pd.Series | pd.DataFrame | None = None,
    style: Style | None = None,
    values: bool = True,
    second_unit: str | None = None,
    events: Sequence[tuple[dt.date, str]] = (),
) -> Axes:
    """Both sides of the ledger: up what one party took, down what the other did.

    A ring marks the net for the upper party, only where both sides are known
    for the whole month. Both sides have one scale, and the ticks no sign.

    Parameters
    ----------
    data : Series or DataFrame
        Gains of two opposed parties (`monthly_gain`, `monthly_table`), or of
        one party together with `losses`.
    ax : Axes, optional
        Where to draw; by default in a figure of its own.
    unit, of, style, values, second_unit, events
        See `plot_gains`.
    parties : sequence of str, optional
        The upper party, then the lower one; by default the one that took more is above.
    losses : Series or DataFrame, optional
        What the one party of `data` lost (`monthly_loss`).

    Returns
    -------
    Axes

    Raises
    ------
    ChartError
        If there is one side only, or the figures are net.
    UnitError
        If the data have no unit, or `unit` is of another measure.

    Examples
    --------
    >>> import pandas as pd
    >>> from territorial.units import pint_series
    >>> index = pd.MultiIndex.from_product(
    ...     [pd.period_range("2025-06", "2025-07", freq="M"), ["russia", "ukraine"]],
    ...     names=["month", "party"])
    >>> gains = pint_series(pd.Series([620.0, 30.0, 713.0, 79.0], index=index), "km^2")
    >>> ax = plot_balance(gains)
    >>> [float(bar.get_height()) for bar in ax.patches[:4]]  # [km²]
    [620.0, 713.0, -30.0, -79.0]
    """
    style = style or Style()
    ready = prepare(data, unit=unit, of=of, parties=parties, losses=losses)
    return plain_axes(
        ax,
        style,
        lambda axes: draw(
            axes, ready, style, values=values, second_unit=second_unit, events=events
        ),
        height(ready),
    )
