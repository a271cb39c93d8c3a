"""Coverage: which reports cover which days, which were used, and which only check?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.ticker import NullLocator

from territorial import units
from territorial.errors import ChartError
from territorial.plots.axis import day_position, halo, month_axis, quiet
from territorial.plots.colours import party_colours
from territorial.plots.data import party_names
from territorial.plots.drawn import Drawn, KeyEntry, blend, width_of
from territorial.plots.measure import fit, width
from territorial.plots.plain import plain_axes
from territorial.plots.source import Provenance, provenance
from territorial.plots.style import VALUE, Style
from territorial.plots.words import amount, decimals, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW = 0.19  # height of a row [in]
MOST = 60  # rows that a chart holds
ROLES = ("used", "check", "set aside")
NEEDED = ("party", "role", "start", "end", "value", "unit")


class Spans(NamedTuple):
    """Reports with both days known, in order of their first day, and where they are from."""

    rows: pd.DataFrame
    party: str
    left_out: int
    gaps: list[tuple[pd.Timestamp, pd.Timestamp]]
    provenance: Provenance


def prepare(
    data: pd.DataFrame, *, parties: Sequence[str] | None = None, set_aside: bool = False
) -> Spans:
    """The rows of `report_roles` that a chart shows."""
    missing = [name for name in NEEDED if name not in data.columns]
    if missing:
        raise ChartError(
            "the table of report_roles", "one without " + ", ".join(missing),
            "give report_roles(reports, party=...)",
        )  # fmt: skip
    rows = data[data["party"].isin(list(parties))] if parties is not None else data
    wanted = list(ROLES) if set_aside else list(ROLES[:2])
    shown = rows[rows["role"].isin(wanted) & rows["start"].notna() & rows["end"].notna()]
    names = sorted(set(shown["party"]))
    if len(names) != 1:
        raise ChartError(
            "reports of one party that are used or check",
            ", ".join(names) or "none",
            'choose it with parties=["..."]',
        )
    if len(shown) > MOST:
        raise ChartError(
            f"at most {MOST} reports in one chart", f"{len(shown)}",
            "choose a source or a shorter span of days",
        )  # fmt: skip
    order = shown.sort_values(["start", "end", "role"], kind="stable").reset_index(drop=True)
    return Spans(order, names[0], len(rows) - len(shown), _gaps(order), provenance(data, order))


def _gaps(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Days between the first and the last used one that no used report covers."""
    used = rows[rows["role"] == "used"].sort_values("start")
    gaps = []
    reached = None
    for start, end in zip(used["start"], used["end"], strict=True):
        if reached is not None and start > reached + pd.Timedelta(days=1):
            gaps.append((reached + pd.Timedelta(days=1), start - pd.Timedelta(days=1)))
        reached = end if reached is None else max(reached, end)
    return gaps


def draw(ax: Axes, spans: Spans, style: Style) -> Drawn:
    """Draw the bars; see `plot_coverage`."""
    rows = spans.rows
    name = party_names([spans.party], style.names)[spans.party]
    fill, ink = party_colours([spans.party], style)[spans.party]
    quiet(ax, style)
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x", color=style.neutral("grid"), linewidth=0.9)
    ax.yaxis.set_major_locator(NullLocator())
    ax.set_ylim(len(rows) - 0.4, -0.6)
    left = np.array([day_position(day) for day in rows["start"]])
    right = np.array([day_position(day, end=True) for day in rows["end"]])
    y = np.arange(len(rows))
    looks: dict[str, dict[str, Any]] = {
        "used": {"color": fill, "linewidth": 0},
        "check": {"facecolor": blend(fill, style, 0.18), "edgecolor": fill, "linewidth": 0.9},
        "set aside": {"facecolor": style.neutral("background"),
                      "edgecolor": style.neutral("axis"), "linewidth": 0.9},
    }  # fmt: skip
    for role, look in looks.items():
        at = (rows["role"] == role).to_numpy()
        if at.any():
            ax.barh(y[at], (right - left)[at], left=left[at], height=0.62, zorder=3, **look)
    first = math.floor(left.min() + 0.5)
    last = math.ceil(right.max() - 0.5)

    def finish() -> int:
        below, _ = month_axis(ax, first, last, {}, style)
        _words(ax, rows, left, right, style)
        return below

    key = [KeyEntry("fill", "used", fill, ink)]
    if (rows["role"] == "check").any():
        key.append(KeyEntry("tint", "only checks", fill, ink))
    if (rows["role"] == "set aside").any():
        key.append(KeyEntry("marker:s", "set aside", style.neutral("axis"), style.neutral("note"), hollow=True))  # fmt: skip
    count = rows["role"].value_counts()
    used, checks = int(count.get("used", 0)), int(count.get("check", 0))
    said = ["Each bar runs from the first to the last day of a report, both included"]
    if spans.gaps:
        said.append("No used report covers " + "; ".join(
            f"{a:%Y-%m-%d} to {b:%Y-%m-%d}" for a, b in spans.gaps[:5])
            + (f" and {len(spans.gaps) - 5} more spans" if len(spans.gaps) > 5 else ""))  # fmt: skip
    if spans.left_out:
        said.append(f"Not shown: {spans.left_out} reports set aside or without days")
    period = span(pd.Period(ordinal=first, freq="M"), pd.Period(ordinal=last, freq="M"))
    finding = f"{used} of {used + checks} reports make up the series of {name}"
    finding += f", {checks} only check it" if checks else ""
    return Drawn(
        ax=ax,
        marks=_table(rows, name),
        key=key,
        axis_title="days covered, amount as reported",
        subtitle=f"Days that reports on {name} cover, {period}",
        finding=finding,
        alt=["Chart of spans, one bar a report.",
             f"{len(spans.gaps)} gap{'' if len(spans.gaps) == 1 else 's'} between used reports."],
        notes=said,
        provenance=spans.provenance,
        unit=str(rows["unit"].iloc[0]),
        per=None,
        finish=finish,
        left=0.0,
        right=0.0,
    )  # fmt: skip


def _words(ax: Axes, rows: pd.DataFrame, left: np.ndarray, right: np.ndarray, style: Style) -> None:
    """The amount as reported beside each bar, on the side that has the room."""
    low, high = ax.get_xlim()
    scale = width_of(ax) / (high - low)
    for index, (_, row) in enumerate(rows.iterrows()):
        text = _figure(row)
        before, after = (left[index] - low) * scale - 6, (high - right[index]) * scale - 6
        wide = width(text, VALUE, style.fonts)
        side = "right" if wide <= after or after >= before else "left"
        room = after if side == "right" else before
        inside = max(before, after) < wide and (right[index] - left[index]) * scale > wide + 8
        x, off, ha = (right[index], 4, "left") if side == "right" else (left[index], -4, "right")
        colour = style.neutral("note")
        if inside:
            x, off, ha, colour = left[index], 5, "left", style.neutral("ink")
        ax.annotate(
            text if inside else fit(text, max(room, 12), VALUE, style.fonts), (x, index),
            xytext=(off, 0), textcoords="offset points", ha=ha, va="center", fontsize=VALUE,
            color=colour, family=style.fonts, parse_math=False, path_effects=halo(style), zorder=6,
            annotation_clip=False,
        )  # fmt: skip


def _figure(row: pd.Series) -> str:
    unit, per = str(row["unit"]), row.get("per")
    word = units.label(unit, per if isinstance(per, str) and per else None)
    value = float(row["value"])
    return amount(
        value, word, decimals([value], measure=units.dimension(unit), rate=" per " in word)
    )


def _table(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    keep = [column for column in ("report_id", "party", "role", "reason", "value", "low", "high",
                                  "unit", "per", "start", "end", "attribution", "publisher",
                                  "published") if column in rows.columns]  # fmt: skip
    table = rows[keep].copy()
    table.insert(keep.index("party") + 1, "name", name)
    for column in ("start", "end", "published"):
        if column in table.columns:
            table[column] = table[column].dt.strftime("%Y-%m-%d")
    return table


def height(spans: Spans) -> float:
    """The height of the plot [in]."""
    return max(1.6, ROW * len(spans.rows) + 0.1)


def plot_coverage(
    data: pd.DataFrame,
    *,
    ax: Axes | None = None,
    parties: Sequence[str] | None = None,
    set_aside: bool = False,
    style: Style | None = None,
) -> Axes:
    """One bar a report from its first to its last day: which were used, which only check.

    Parameters
    ----------
    data : DataFrame
        What `report_roles` returned.
    ax : Axes, optional
        Where to draw; by default in a figure of its own.
    parties : sequence of str, optional
        The one party, where the table has several.
    set_aside : bool
        Whether to show reports that were set aside, too.
    style : Style, optional
        See `plot_gains`.

    Returns
    -------
    Axes

    Raises
    ------
    ChartError
        If the table has no such rows, rows of several parties, or more than 60.

    Examples
    --------
    >>> import datetime as dt
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> from territorial.series.tracing import report_roles
    >>> roles = report_roles(reports_table([
    ...     Report("a", party="russia", measure="area", kind="gain", value=320.0,
    ...            unit="km^2", start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31)),
    ...     Report("b", party="russia", measure="area", kind="gain", value=720.0,
    ...            unit="km^2", start=dt.date(2024, 12, 1), end=dt.date(2025, 1, 31)),
    ... ]))
    >>> ax = plot_coverage(roles)
    >>> [text.get_text().replace(chr(160), " ") for text in ax.texts if "km²" in text.get_text()]
    ['720 km²', '320 km²']
    """
    style = style or Style()
    ready = prepare(data, parties=parties, set_aside=set_aside)
    return plain_axes(ax, style, lambda axes: draw(axes, ready, style), height(ready))
