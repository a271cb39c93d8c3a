"""Source comparison: do the sources agree? Dots and their span, one row a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.ticker import FixedLocator

from territorial.plots import notes
from territorial.plots.axis import halo, left_room, quiet, tick_places, ticks_between
from territorial.plots.colours import SOURCE_SIZES, source_looks
from territorial.plots.compared import Compared, Tables, prepare
from territorial.plots.data import MonthData, party_names
from territorial.plots.drawn import Drawn, KeyEntry, blend, height_of, width_of
from territorial.plots.findings import DONE, THINGS
from territorial.plots.measure import width
from territorial.plots.palette import Colour
from territorial.plots.plain import plain_axes
from territorial.plots.sidecar import marks_table
from territorial.plots.style import TICK, VALUE, Style
from territorial.plots.words import MONTHS, amount, decimals, month_name, number, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.215  # height of a row [in]
DOT = 6.5  # size of a marker [pt]
NEAR = 8.0  # markers closer than this [pt] are moved apart
APART = 4.0  # by this [pt], across the value axis
RATIO = 62.0  # room for highest ÷ lowest at the right [pt]


def draw(ax: Axes, compared: Compared, style: Style, *, values: bool = True) -> Drawn:
    """Draw the rows; see `plot_sources`."""
    data = compared.data
    name = party_names([compared.party], style.names)[compared.party]
    rows = data.rows[data.rows["value"].notna()]
    looks = source_looks([(one, compared.origins[one]) for one in data.parties], style)
    places = decimals(list(rows["value"]), measure=data.measure, rate=data.per in ("day", "week"))
    runs = _shown_rows(data)
    months = [month for month, length in runs if length == 1]
    at = {month: index for index, (month, _) in enumerate(runs)}
    table = _rows(data, months)
    quiet(ax, style)
    ax.grid(visible=False, axis="y")
    ax.set_ylim(len(runs) - 0.5, -0.5)
    _row_labels(ax, runs, style)
    part = bool((~rows["complete"]).any())

    def finish() -> int:
        labels_left = (width(number(float(rows["value"].max() if len(rows) else 0), places), VALUE,
                             style.fonts) + DOT + 4) if values else DOT  # fmt: skip
        _value_limits(ax, rows["value"].to_numpy(dtype=float), labels_left, style)
        for month, length in runs:
            if length > 1:
                _no_data(ax, at[month], f"no data for {length} months", style)
                continue
            mine = rows[rows["month"] == month].sort_values(["value", "party"])
            _row(ax, at[month], mine, looks, style, places, values=values)
        _ratios(ax, table, at, style)
        return 1

    scope = "Scopes and methods of the sources may differ; their figures are not averaged"
    key = [
        KeyEntry(f"marker:{marker}", one, colour.fill, colour.ink, hollow)
        for one, (colour, marker, hollow) in looks.items()
    ]
    said = [
        (
            "Lines run from the lowest to the highest figure of a month; at the right highest ÷ lowest "
            "and the number of sources"
        ),
    ]
    if any(hollow for _, _, hollow in looks.values()):
        said.append("A hollow mark is worked out from another’s assessment of the ground")
    if part:
        said.append("Pale marks are incomplete months, left out of the ratio: " + _parts(rows))
    bounds = rows[rows["low"].isna() != rows["high"].isna()]
    if len(bounds):
        said.append("Worded as a bound (over, up to): " + "; ".join(
            f"{row['party']}, {_short(int(row['month']))}" for _, row in bounds.head(8).iterrows()))  # fmt: skip
    said += notes.approximate_note(data, {one: one for one in data.parties})
    when = span(*(pd.Period(ordinal=end, freq="M") for end in (data.first, data.last)))
    where = f", {data.place}" if data.place and not data.of else ""
    thing = THINGS[data.measure] if data.of is None else f"Share of {data.of.name}"
    sidecar = marks_table(data, dict.fromkeys(data.parties, name))
    sidecar = sidecar.rename(columns={"party": "source"})
    sidecar.insert(1, "party", compared.party)
    return Drawn(
        ax=ax,
        marks=sidecar.sort_values(["month", "source"], ignore_index=True),
        key=key,
        axis_title=data.label,
        subtitle=f"{thing} {DONE[data.kind]} by {name}, by month and source{where}, {when}",
        finding=_finding(data, table, name, places),
        alt=["Dot chart, one row a month.", *_alt(table, data, places)],
        notes=[*said, scope, *data.notes],
        provenance=data.provenance,
        unit=data.unit,
        per=data.per,
        finish=finish,
        second_title="highest ÷ lowest (sources)",
        right=RATIO,
        left=left_room(ax, style),
    )


def _rows(data: MonthData, months: Sequence[int]) -> pd.DataFrame:
    """Lowest and highest whole figure of each month, who gave them, and how many there are."""
    out = []
    for month in months:
        rows = data.rows[(data.rows["month"] == month) & data.rows["complete"]]
        rows = rows.sort_values(["value", "party"])
        if rows.empty:
            out.append((month, 0, np.nan, np.nan, "", ""))
            continue
        low, high = rows.iloc[0], rows.iloc[-1]
        out.append((month, len(rows), float(low["value"]), float(high["value"]),
                    str(low["party"]), str(high["party"])))  # fmt: skip
    table = pd.DataFrame(out, columns=["month", "count", "low", "high", "lowest", "highest"])
    comparable = (table["count"] > 1) & (table["low"] > 0)
    table["any"] = table["month"].isin(data.rows.loc[data.rows["value"].notna(), "month"])
    table["ratio"] = (table["high"] / table["low"]).where(comparable)
    return table


def _shown_rows(data: MonthData) -> list[tuple[int, int]]:
    """The first month and the length of each row: a month, or a run of four or more empty ones."""
    known = {int(month) for month in data.rows.loc[data.rows["value"].notna(), "month"]}
    rows: list[tuple[int, int]] = []
    empty: list[int] = []
    for month in range(data.first, data.last + 2):
        if month not in known and month <= data.last:
            empty.append(month)
            continue
        rows += [(empty[0], len(empty))] if len(empty) > 3 else [(one, 1) for one in empty]
        empty = []
        rows += [(month, 1)] if month <= data.last else []
    return rows


def _no_data(ax: Axes, y: int, words: str, style: Style) -> None:
    ax.annotate(
        words, (0, y), xytext=(6, 0), textcoords="offset points", va="center", fontsize=VALUE,
        color=style.neutral("note"), family=style.fonts, path_effects=halo(style), zorder=7,
    )  # fmt: skip


def _row_labels(ax: Axes, rows: Sequence[tuple[int, int]], style: Style) -> None:
    labels = []
    before = None
    for month, length in rows:
        period = pd.Period(ordinal=month, freq="M")
        short = MONTHS[period.month - 1][:3] if length == 1 else "…"
        labels.append(f"{period.year}  {short}" if period.year != before else short)
        before = period.year
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(rows)))))
    ax.set_yticks(list(range(len(rows))), labels)
    for label in ax.get_yticklabels():
        label.set(family=style.fonts, fontsize=TICK, parse_math=False)
    for index in range(len(rows)):
        ax.axhline(index, color=style.neutral("grid"), linewidth=0.9, zorder=1)


def _value_limits(ax: Axes, values: np.ndarray, room: float, style: Style) -> None:
    known = values[np.isfinite(values)]
    low, high = min([0.0, *known]), max([0.0, *known])
    high = high if high > low else low + 1.0
    wide = width_of(ax)
    scale = (high - low) / max(wide - 2 * room, wide * 0.4)
    ax.set_xlim(low - room * scale * (low < 0), high + room * scale)
    ticks = ticks_between(*ax.get_xlim(), wide, each=45) if len(known) else [0.0]
    places = tick_places(ticks)
    ax.set_xticks(ticks, [number(tick, places) for tick in ticks])
    for label in ax.get_xticklabels():
        label.set(family=style.fonts, fontsize=TICK, parse_math=False)
    ax.axvline(0, color=style.neutral("zero"), linewidth=1.1, zorder=2)


def _row(
    ax: Axes,
    y: int,
    rows: pd.DataFrame,
    looks: Mapping[str, tuple[Colour, str, bool]],
    style: Style,
    places: int,
    *,
    values: bool,
) -> None:
    wide = width_of(ax) / (ax.get_xlim()[1] - ax.get_xlim()[0])
    tall = height_of(ax) / abs(ax.get_ylim()[1] - ax.get_ylim()[0])
    found = rows["value"].to_numpy(dtype=float)
    whole = found[rows["complete"].to_numpy(dtype=bool)]
    if len(whole) > 1:
        ax.plot([whole[0], whole[-1]], [y, y], color=style.neutral("axis"), linewidth=2.1, zorder=3)
    if not len(found):
        _no_data(ax, y, "no data", style)
        return
    shifts = _apart(found * wide)
    back = style.neutral("background")
    for shift, (_, row) in zip(shifts, rows.iterrows(), strict=True):
        colour, marker, hollow = looks[row["party"]]
        line = colour.fill if row["complete"] else blend(colour.fill, style, 0.3)
        ax.plot([row["value"]], [y - shift / tall], linestyle="none", marker=marker, markersize=DOT * SOURCE_SIZES.get(marker, 1.0),
                markerfacecolor=back if hollow else line, markeredgecolor=line if hollow else back,
                markeredgewidth=1.5 if hollow else 1.2, zorder=6, clip_on=False)  # fmt: skip
    if not values or not len(found):
        return
    ends = [(found[-1], DOT, "left")] if len(found) == 1 or found[0] == found[-1] else [
        (found[0], -DOT, "right"), (found[-1], DOT, "left")]  # fmt: skip
    if (
        len(ends) == 2
        and found[0] * wide < width(number(found[0], places), VALUE, style.fonts) + DOT
    ):
        ends = ends[1:]
    for value, off, side in ends:
        ax.annotate(
            number(value, places), (value, y), xytext=(off, 0), textcoords="offset points",
            ha=side, va="center", fontsize=VALUE, color=style.neutral("subtitle"),
            family=style.fonts, path_effects=halo(style), zorder=7, annotation_clip=False,
        )  # fmt: skip


def _apart(places: np.ndarray) -> list[float]:
    """How far markers that are too close are moved across the value axis [pt]."""
    shifts = [0.0] * len(places)
    for index in range(1, len(places)):
        if places[index] - places[index - 1] < NEAR:
            if shifts[index - 1] == 0:
                shifts[index - 1] = -APART
            shifts[index] = APART if shifts[index - 1] < 0 else -APART
    return shifts


def _ratios(ax: Axes, table: pd.DataFrame, at: Mapping[int, int], style: Style) -> None:
    for _, row in table[table["any"]].iterrows():
        count = int(row["count"])
        text = f"{row['ratio']:.2f} ({count})" if pd.notna(row["ratio"]) else f"– ({count})"
        ax.annotate(
            text, (1, at[int(row["month"])]), xycoords=("axes fraction", "data"),
            xytext=(RATIO, 0), textcoords="offset points", ha="right", va="center",
            fontsize=VALUE, color=style.neutral("note"), family=style.fonts, annotation_clip=False,
        )  # fmt: skip


def _short(month: int) -> str:
    period = pd.Period(ordinal=month, freq="M")
    return f"{MONTHS[period.month - 1][:3]}\N{NO-BREAK SPACE}{period.year}"


def _parts(rows: pd.DataFrame) -> str:
    part = rows[~rows["complete"]]
    shown = [f"{row['party']}, {_short(int(row['month']))} ({notes.covered(row)})"
             for _, row in part.head(6).iterrows()]  # fmt: skip
    more = f" and {len(part) - 6} more" if len(part) > 6 else ""
    return "; ".join(shown) + more


def _finding(data: MonthData, table: pd.DataFrame, name: str, places: int) -> str:
    several = table[table["ratio"].notna()]
    if several.empty:
        return f"No month has comparable figures of two sources on {name}"
    widest = several.iloc[int(several["ratio"].to_numpy().argmax())]
    month = month_name(pd.Period(ordinal=int(widest["month"]), freq="M"))
    low = number(float(widest["low"]), places)
    high = amount(float(widest["high"]), data.word, places)
    if low == number(float(widest["high"]), places):
        return f"The sources agree on {name} in each month that two of them cover"
    most = "The sources differ most in" if len(several) > 1 else "The sources differ in"
    return f"{most} {month}: {low} to {high}, {widest['ratio']:.1f} times as much"


def _alt(table: pd.DataFrame, data: MonthData, places: int) -> list[str]:
    several = table[table["ratio"].notna()]
    said = [f"{len(several)} of {len(table)} months have figures of two sources or more."]
    if len(several):
        row = several.iloc[int(several["ratio"].to_numpy().argmax())]
        said.append(
            f"Largest ratio: {row['highest']} {amount(float(row['high']), data.word, places)} against "
            f"{row['lowest']} {amount(float(row['low']), data.word, places)}."
        )
    return said


def height(compared: Compared) -> float:
    """The height of the plot [in]."""
    return max(1.6, ROW * len(_shown_rows(compared.data)) + 0.1)


def plot_sources(
    data: Tables | pd.Series | pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str | None = None,
    per: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    sources: Sequence[str] | None = None,
    style: Style | None = None,
    values: bool = True,
) -> Axes:
    """The figures of several sources for one party, one row a month.

    A shape a source, the span between the lowest and the highest, and at the
    right their ratio and how many sources there are. Nothing is averaged.
    Sources never have the colours of parties; what is worked out from
    another's assessment is hollow, in the colour of its origin.

    Parameters
    ----------
    data : mapping, Series or DataFrame
        ``{name: what monthly_table or monthly_gain returned}``, or a series or
        table by (month, source).
    ax : Axes, optional
        Where to draw; by default in a figure of its own.
    unit, per, of, style
        See `plot_gains`.
    parties : sequence of str, optional
        The one party, where the series have several.
    sources : sequence of str, optional
        Which sources; by default all, or the eight with the most figures.
    values : bool
        Whether to print the lowest and the highest figure.

    Returns
    -------
    Axes

    Raises
    ------
    ChartError
        If the series are of several parties, measures or kinds.
    UnitError
        If the data have no unit, or `unit` is of another measure.

    Examples
    --------
    >>> import pandas as pd
    >>> from territorial.units import pint_series
    >>> index = pd.MultiIndex.from_product(
    ...     [pd.period_range("2024-11", "2024-12", freq="M"), ["russia"]],
    ...     names=["month", "party"])
    >>> ax = plot_sources({
    ...     "ISW": pint_series(pd.Series([725.0, 400.0], index=index), "km^2"),
    ...     "DeepState": pint_series(pd.Series([730.0, 397.0], index=index), "km^2"),
    ... })
    >>> [text.get_text() for text in ax.texts if "(2)" in text.get_text()]
    ['1.01 (2)', '1.01 (2)']
    """
    style = style or Style()
    ready = prepare(data, unit=unit, per=per, of=of, parties=parties, sources=sources)
    return plain_axes(
        ax, style, lambda axes: draw(axes, ready, style, values=values), height(ready)
    )
