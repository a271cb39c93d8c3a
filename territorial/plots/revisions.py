"""Revisions: has the figure for the same days changed from one vintage to the next?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from matplotlib.ticker import FixedLocator

from territorial import units
from territorial.errors import ChartError
from territorial.plots.axis import halo, quiet, style_ticks, tick_places, ticks_between
from territorial.plots.colours import party_colours
from territorial.plots.data import party_names
from territorial.plots.drawn import Drawn, KeyEntry, height_of, width_of
from territorial.plots.measure import fit, width
from territorial.plots.plain import plain_axes
from territorial.plots.source import Provenance, provenance
from territorial.plots.style import TICK, VALUE, Style
from territorial.plots.words import MONTHS, amount, decimals, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.26  # height of a row [in]
MOST = 40
DOT = 6.5
LABELS = 0.3  # share of the width that row labels may take
NEEDED = ("party", "kind", "measure", "value", "unit", "start", "end", "published")


class Revisions(NamedTuple):
    """One row a span and source: first and latest figure and their days."""

    rows: pd.DataFrame
    party: str
    unit: str
    unchanged: int
    provenance: Provenance


def prepare(
    data: pd.DataFrame,
    *,
    unit: str = "km^2",
    parties: Sequence[str] | None = None,
    kind: str = "gain",
) -> Revisions:
    """The first and the latest figure of each source for the same days."""
    lacking = [name for name in NEEDED if name not in data.columns]
    if lacking:
        raise ChartError("a reports table", "one without " + ", ".join(lacking), "give reports")
    wanted = units.canonical(unit)
    measure = units.dimension(wanted)
    rows = data[(data["kind"] == kind) & (data["measure"] == measure) & data["start"].notna()
                & data["end"].notna() & data["published"].notna() & data["value"].notna()]  # fmt: skip
    for name in ("per", "restates"):  # a rate or a restatement is no figure of its own
        if name in rows.columns:
            rows = rows[rows[name].isna()]
    if parties is not None:
        rows = rows[rows["party"].isin(list(parties))]
    names = sorted(set(rows["party"].dropna()))
    if len(names) != 1:
        raise ChartError(
            "dated reports of one party",
            ", ".join(names) or "none",
            'choose it with parties=["..."]',
        )
    rows = rows.assign(
        amount=[float(v) * units.factor(str(u), wanted)
                for v, u in zip(rows["value"], rows["unit"], strict=True)],
        by=_sources(rows),
    )  # fmt: skip
    keys = ["start", "end", "by", *(n for n in ("place", "scope", "basis") if n in rows.columns)]
    found, unchanged, behind = [], 0, []
    for _, group in rows.groupby(keys, dropna=False, observed=True, sort=True):
        dated = group.sort_values("published", kind="stable")
        first, last = dated.iloc[0], dated.iloc[-1]
        if first["published"] == last["published"]:
            continue
        if math.isclose(first["amount"], last["amount"], rel_tol=1e-9):
            unchanged += 1
            continue
        behind += list(group.index)
        found.append(
            {"start": first["start"], "end": first["end"], "source": first["by"],
             "first": first["amount"], "first_published": first["published"],
             "latest": last["amount"], "latest_published": last["published"],
             "vintages": int(dated["published"].nunique())}
        )  # fmt: skip
    if len(found) > MOST:
        raise ChartError(f"at most {MOST} revisions", f"{len(found)}", "choose a source or a span")
    columns = ["start", "end", "source", "first", "first_published", "latest",
               "latest_published", "vintages"]  # fmt: skip
    table = pd.DataFrame(found, columns=columns)
    return Revisions(
        table, names[0], wanted, unchanged, _provenance(rows.loc[behind] if behind else rows)
    )


def _provenance(rows: pd.DataFrame) -> Provenance:
    """Where the revised figures are from; the attrs of the whole table tell of others too."""
    bare = rows.copy(deep=False)
    bare.attrs = {}
    return provenance(bare, bare)


def _sources(rows: pd.DataFrame) -> list[str]:
    """The attribution of each report, or where none is named its publisher."""
    out = []
    for _, row in rows.iterrows():
        told = [row.get(name) for name in ("attribution", "publisher")]
        out.append(next((str(one) for one in told if isinstance(one, str) and one), "unnamed"))
    return out


def draw(ax: Axes, revisions: Revisions, style: Style) -> Drawn:
    """Draw the rows; see `plot_revisions`."""
    rows = revisions.rows
    name = party_names([revisions.party], style.names)[revisions.party]
    fill, ink = party_colours([revisions.party], style)[revisions.party]
    word = units.label(revisions.unit)
    places = decimals([*rows["first"], *rows["latest"]], measure=units.dimension(revisions.unit))
    several = len(set(rows["source"])) > 1
    room = style.width * 72 * LABELS
    labels = [
        fit(_span(row["start"], row["end"]) + (f", {row['source']}" if several else ""), room, TICK,
            style.fonts)
        for _, row in rows.iterrows()
    ]  # fmt: skip
    quiet(ax, style)
    ax.grid(visible=False, axis="y")
    ax.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    ax.yaxis.set_major_locator(FixedLocator(list(range(len(rows)))))
    ax.set_yticks(list(range(len(rows))), labels)
    style_ticks(ax.get_yticklabels(), style)
    texts = [
        f"{number(row['latest'] - row['first'], places, signed=True)} ({_day(row['first_published'])}"
        f" → {_day(row['latest_published'])})"
        for _, row in rows.iterrows()
    ]
    right = max((width(text, VALUE, style.fonts) for text in texts), default=0.0) + 12

    def finish() -> int:
        _limits(ax, [*rows["first"], *rows["latest"]], places, style)
        for index, (_, row) in enumerate(rows.iterrows()):
            ax.axhline(index, color=style.neutral("grid"), linewidth=0.9, zorder=1)
            _row(ax, index, row, fill, style, places)
            ax.annotate(
                texts[index], (1, index), xycoords=("axes fraction", "data"), xytext=(right, 0),
                textcoords="offset points", ha="right", va="center", fontsize=VALUE,
                color=style.neutral("note"), family=style.fonts, annotation_clip=False,
            )  # fmt: skip
        if rows.empty:
            ax.annotate("no figure was revised", (0.5, 0.5), xycoords="axes fraction", ha="center",
                        fontsize=TICK, color=style.neutral("note"), family=style.fonts)  # fmt: skip
        return 1

    said = ["A revision is a later figure of one source for the same days, scope and basis"]
    if revisions.unchanged:
        said.append(f"{revisions.unchanged} further figures were published again unchanged")
    marks = rows.assign(party=revisions.party, name=name, unit=revisions.unit)
    for column in ("start", "end", "first_published", "latest_published"):
        marks[column] = pd.to_datetime(marks[column]).dt.strftime("%Y-%m-%d")
    return Drawn(
        ax=ax,
        marks=marks,
        key=[
            KeyEntry("marker:o", "first figure", fill, ink, hollow=True),
            KeyEntry("marker:o", "latest figure", fill, ink),
        ],
        axis_title=word,
        subtitle=f"First and latest figure for the same days, {name}",
        finding=_finding(revisions, name, word, places),
        alt=["Dot chart, one row a revised figure."],
        notes=said,
        provenance=revisions.provenance,
        unit=revisions.unit,
        per=None,
        finish=finish,
        second_title="change (published)",
        right=right,
        left=max((width(text, TICK, style.fonts) for text in labels), default=0.0) + 6,
    )


def _span(start: pd.Timestamp, end: pd.Timestamp) -> str:
    """``Oct 2024``, ``1–27 Oct 2024``, ``2024`` or ``1 Jan – 30 Jul 2024``."""
    month = MONTHS[start.month - 1][:3]
    if (start.year, start.month) == (end.year, end.month):
        if start.day == 1 and end.day == end.days_in_month:
            return f"{month} {start.year}"
        return f"{start.day}–{end.day} {month} {start.year}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return f"{start.year}"
    first = f"{start.day} {month}" + ("" if start.year == end.year else f" {start.year}")
    return f"{first} – {end.day} {MONTHS[end.month - 1][:3]} {end.year}"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day}\N{NO-BREAK SPACE}{MONTHS[day.month - 1][:3]}\N{NO-BREAK SPACE}{day.year % 100:02d}"


def _limits(ax: Axes, values: Sequence[float], places: int, style: Style) -> None:
    low, high = min([0.0, *values]), max([0.0, *values])
    high = high if high > low else low + 1.0
    room = width(number(high, places), VALUE, style.fonts) + DOT + 4
    wide = width_of(ax)
    scale = (high - low) / max(wide - 2 * room, wide * 0.4)
    ax.set_xlim(low - room * scale * (low < 0), high + room * scale)
    ticks = ticks_between(*ax.get_xlim(), wide, each=50) if values else [0.0]
    ax.set_xticks(ticks, [number(tick, tick_places(ticks)) for tick in ticks])
    style_ticks(ax.get_xticklabels(), style)
    ax.axvline(0, color=style.neutral("zero"), linewidth=1.1, zorder=2)


def _row(ax: Axes, y: int, row: pd.Series, fill: str, style: Style, places: int) -> None:
    back = style.neutral("background")
    first, latest = float(row["first"]), float(row["latest"])
    ax.plot([first, latest], [y, y], color=style.neutral("axis"), linewidth=2.1, zorder=3)
    scale = width_of(ax) / (ax.get_xlim()[1] - ax.get_xlim()[0])
    near = 4.0 / height_of(ax) * abs(ax.get_ylim()[1] - ax.get_ylim()[0])
    shift = near if abs(latest - first) * scale < 8 else 0.0  # or one would hide the other
    common: dict[str, Any] = {
        "linestyle": "none",
        "marker": "o",
        "markersize": DOT,
        "zorder": 6,
        "clip_on": False,
    }
    ax.plot(
        [first],
        [y - shift],
        markerfacecolor=back,
        markeredgecolor=fill,
        markeredgewidth=1.5,
        **common,
    )
    ax.plot(
        [latest],
        [y + shift],
        markerfacecolor=fill,
        markeredgecolor=back,
        markeredgewidth=1.2,
        **common,
    )
    low, high = sorted((first, latest))
    for value, off, side in ((low, -DOT, "right"), (high, DOT, "left")):
        text = number(value, places)
        if (
            side == "right"
            and (value - ax.get_xlim()[0]) * scale < width(text, VALUE, style.fonts) + DOT
        ):
            continue
        ax.annotate(
            text, (value, y), xytext=(off, 0), textcoords="offset points", ha=side, va="center",
            fontsize=VALUE, color=style.neutral("subtitle"), family=style.fonts,
            path_effects=halo(style), zorder=7, annotation_clip=False,
        )  # fmt: skip


def _finding(revisions: Revisions, name: str, word: str, places: int) -> str:
    rows = revisions.rows
    if rows.empty:
        return f"No figure on {name} was revised"
    sizes = (rows["latest"] - rows["first"]).abs().to_numpy()
    row = rows.iloc[int(sizes.argmax())]
    count = f"{len(rows)} figure{'s' if len(rows) > 1 else ''} on {name} changed"
    change = f"from {number(row['first'], places)} to {amount(row['latest'], word, places)}"
    when = _span(row["start"], row["end"])
    if len(rows) == 1:
        return f"{count}: {when} {change}"
    return f"{count}: the most for {when}, {change}"


def height(revisions: Revisions) -> float:
    """The height of the plot [in]."""
    return max(1.6, ROW * len(revisions.rows) + 0.1)


def plot_revisions(
    data: pd.DataFrame,
    *,
    ax: Axes | None = None,
    unit: str = "km^2",
    parties: Sequence[str] | None = None,
    kind: str = "gain",
    style: Style | None = None,
) -> Axes:
    """The first and the latest figure that a source published for the same days.

    Parameters
    ----------
    data : DataFrame
        A reports table.
    ax : Axes, optional
        Where to draw; by default in a figure of its own.
    unit : str
        Unit to draw in, and with it the measure.
    parties : sequence of str, optional
        The one party, where the reports have several.
    kind : {"gain", "loss", "control"}
        Which figures.
    style : Style, optional
        See `plot_gains`.

    Returns
    -------
    Axes

    Raises
    ------
    ChartError
        If there is no dated report of one party, or more than 40 revisions.

    Examples
    --------
    >>> import datetime as dt
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> def october(name, value, day):
    ...     return Report(name, party="russia", measure="area", kind="gain", value=value,
    ...                   unit="km^2", attribution="ISW", start=dt.date(2024, 10, 1),
    ...                   end=dt.date(2024, 10, 31), published=day)
    >>> ax = plot_revisions(reports_table([
    ...     october("a", 590.0, dt.date(2024, 11, 1)), october("b", 610.0, dt.date(2024, 12, 1))]))
    >>> [text.get_text() for text in ax.texts[:2]]
    ['590', '610']
    """
    style = style or Style()
    ready = prepare(data, unit=unit, parties=parties, kind=kind)
    return plain_axes(ax, style, lambda axes: draw(axes, ready, style), height(ready))
