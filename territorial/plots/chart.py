"""A publishable figure: title, key, plot, note, source; files, alternative text, sidecar."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

from territorial import units
from territorial.errors import ChartError, TerritorialWarning
from territorial.plots import save as files
from territorial.plots.axis import FIRST_ROW, ROW, left_room
from territorial.plots.catalogue import chart_type
from territorial.plots.drawn import Drawn, draw_head
from territorial.plots.explained import latest, rows_at, told
from territorial.plots.measure import LINE, wrap
from territorial.plots.plain import BOTTOM, SIDE, TOP
from territorial.plots.sidecar import as_csv, plain_rows
from territorial.plots.source import NOT_STATED
from territorial.plots.style import (
    SMALL,
    SUBTITLE,
    SUBTITLE_NARROW,
    TITLE,
    TITLE_NARROW,
    Style,
    read_style,
)
from territorial.plots.words import day, sentence

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLOT_SHARE = 0.42  # of the figure's height, at least


class Chart:
    """A chart as an editor prints it.

    Title, subtitle, key, axis title with unit and step, plot, note and source
    line, laid out in inches. The title is a finding computed from the plotted
    figures unless one is given.

    Parameters
    ----------
    data : Series or DataFrame
        What the chart of that name takes; mostly what `monthly_table` returned.
    chart : str
        The name of the chart: gains, rate, ...
    title, subtitle, note, source : str, optional
        Words instead of the computed ones; a `note` is added to those that the
        plot needs.
    as_of : date or str, optional
        Day of the latest report, where the data do not tell it.
    unit, per, of, parties
        What to draw, as in the ``plot_`` function of that name.
    dark : bool, optional
        Dark background.
    width : float, optional
        Width of the figure [in], 5 to 12.
    family : str or sequence of str, optional
        Font families to try before DejaVu Sans.
    names : mapping, optional
        Printed name by party id.
    style : Style or path, optional
        House style, or a TOML file with one (see `read_style`).
    reports : DataFrame, optional
        The reports behind the figures, so that `explain` can quote them.
    height : float, optional
        Height of the plot [in].
    **options
        Passed to the ``plot_`` function.

    Attributes
    ----------
    figure : Figure
    ax : Axes
    table : DataFrame
        The figures behind the marks, in the unit of the chart.
    title, subtitle, note, source, alt : str

    Raises
    ------
    ChartError
        If there is nothing to draw, or it would say something untrue.

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
    >>> gains.attrs.update(unit="km^2", attribution="ISW")
    >>> chart = Chart(gains, as_of="2025-02-07")
    >>> print(chart.title.replace("\N{NO-BREAK SPACE}", " "))
    Russia took 320 km² in January 2025, the lowest amount of the 3 months shown
    >>> print(chart.source.replace("\N{NO-BREAK SPACE}", " "))
    Source: ISW; latest report 7 February 2025
    """

    def __init__(
        self,
        data: pd.Series | pd.DataFrame,
        chart: str = "gains",
        *,
        title: str | None = None,
        subtitle: str | None = None,
        note: str | None = None,
        source: str | None = None,
        as_of: dt.date | str | None = None,
        unit: str | None = None,
        per: str | None = None,
        of: str | tuple[str, float, str] | None = None,
        parties: Sequence[str] | None = None,
        dark: bool | None = None,
        width: float | None = None,
        family: str | Sequence[str] | None = None,
        names: Mapping[str, str] | None = None,
        style: Style | str | os.PathLike[str] | None = None,
        reports: pd.DataFrame | None = None,
        height: float | None = None,
        **options: Any,
    ) -> None:
        kind = chart_type(chart)
        self.chart = chart
        self._style = _style(style, dark=dark, width=width, family=family, names=names)
        self._reports = reports
        wanted = {"unit": unit, "per": per, "of": of, "parties": parties}
        wanted = {key: value for key, value in wanted.items() if value is not None}
        before, during = kind.split({**wanted, **options})
        ready = kind.prepare(data, **before)
        with matplotlib.rc_context(files.plain_style()):
            figure = Figure(
                figsize=(self._style.width, 6), facecolor=self._style.neutral("background")
            )
            tall = height or kind.height(ready)
            ax = figure.add_axes((0.1, 0.2, 0.8, tall / 6))
            drawn: Drawn = kind.draw(ax, ready, self._style, **during)
            self.figure: Figure = figure
            self.ax: Axes = ax
            self.table: pd.DataFrame = drawn.marks
            self.unit, self.per = drawn.unit, drawn.per
            self.title = _clean(title if title is not None else drawn.finding)
            self.subtitle = _clean(subtitle if subtitle is not None else drawn.subtitle)
            self.note = _clean(
                " ".join(sentence(text) for text in [*drawn.notes, note or ""] if text)
            )
            self._stated = source is not None or drawn.provenance.stated
            known = drawn.provenance.published or latest(drawn.marks, reports)
            self._as_of = pd.Timestamp(as_of).date() if as_of is not None else known
            self.source = self._source_line(source, drawn)
            self._lay_out(drawn, tall, fixed=height is not None)
        self.alt = self._alt(drawn)

    def _source_line(self, source: str | None, drawn: Drawn) -> str:
        if source is None:
            line = replace(drawn.provenance, published=None).line()
        else:
            text = _clean(source)
            line = text if text.lower().startswith("source") else f"Source: {text}"
        when = f"latest report {day(self._as_of)}" if self._as_of else "as-of date not stated"
        return f"{line.rstrip('.')}; {when}"

    def _lay_out(self, drawn: Drawn, tall: float, *, fixed: bool) -> None:
        """Place everything in inches: header, plot, footer; then the figure's height."""
        style, figure, ax = self._style, self.figure, self.ax
        wide = style.width
        left = SIDE + (drawn.left if drawn.left is not None else left_room(ax, style)) / 72
        across = wide - left - SIDE - drawn.right / 72
        room = (wide - 2 * SIDE) * 72
        ax.set_position((left / wide, 0.2, across / wide, tall / 6))
        rows = drawn.finish()
        head = draw_head(drawn, style, x=-(left - SIDE) * 72, room=room) / 72
        size = TITLE_NARROW if style.narrow else TITLE
        second = SUBTITLE_NARROW if style.narrow else SUBTITLE
        title = wrap(self.title, room, size, style.fonts, bold=True, balanced=True)
        subtitle = wrap(self.subtitle, room, second, style.fonts)
        note = wrap(self.note, room, SMALL, style.fonts) if self.note else []
        source = wrap(self.source, room, SMALL, style.fonts)
        header = [(line, size, "bold", "ink") for line in title]
        header += [(line, second, "normal", "subtitle") for line in subtitle if line]
        gap = 5.0  # between title and subtitle [pt]
        top = sum(points * LINE for _, points, _, _ in header) + gap + 10
        below = FIRST_ROW + rows * ROW + 9
        foot = below + (len(note) + len(source)) * SMALL * LINE + (4 if note else 0)
        rest = TOP + BOTTOM + head + (top + foot) / 72
        if not fixed:
            tall = max(tall, rest * PLOT_SHARE / (1 - PLOT_SHARE))
        high = rest + tall
        figure.set_size_inches(wide, high)
        base = BOTTOM + foot / 72
        ax.set_position((left / wide, base / high, across / wide, tall / high))
        y = high - TOP
        for index, (line, points, weight, role) in enumerate(header):
            if index == len(title):
                y -= gap / 72
            y -= points * LINE / 72
            self._text(line, y + points * 0.28 / 72, points, role, weight)
        y = base - below / 72
        for line in note:
            y -= SMALL * LINE / 72
            self._text(line, y + SMALL * 0.28 / 72, SMALL, "note")
        y -= (4 if note else 0) / 72
        for line in source:
            y -= SMALL * LINE / 72
            self._text(line, y + SMALL * 0.28 / 72, SMALL, "note")

    def _text(self, line: str, y: float, size: float, role: str, weight: str = "normal") -> None:
        wide, high = self.figure.get_size_inches()
        self.figure.text(
            SIDE / wide, y / high, line, fontsize=size, weight=weight, ha="left", va="baseline",
            color=self._style.neutral(role), family=self._style.fonts, parse_math=False,
        )  # fmt: skip

    def _alt(self, drawn: Drawn) -> str:
        form, *rest = drawn.alt
        parts = [form, self.title, f"{self.subtitle}, in {drawn.axis_title}", *rest, self.note,
                 self.source]  # fmt: skip
        return _clean(" ".join(sentence(part) for part in parts if part))

    def explain(self, month: str | pd.Period, party: str) -> str:
        """What one mark says: figure, range, days covered, source, and the words behind.

        Parameters
        ----------
        month : str or Period
            As ``"2025-01"``.
        party : str
            Id of the party.

        Raises
        ------
        ChartError
            If the chart has no such month and party.
        """
        rows = rows_at(self.table, month, party, chart=self.chart)
        unit = units.label(self.unit, self.per)
        return "\n".join(told(row, unit, self._reports) for _, row in rows.iterrows())

    def to_csv(self) -> str:
        """The plotted figures as CSV."""
        return as_csv(self.table)

    def to_json(self) -> str:
        """The chart's words and plotted figures as JSON."""
        words = {
            "chart": self.chart, "title": self.title, "subtitle": self.subtitle,
            "unit": self.unit, "per": self.per, "note": self.note, "source": self.source,
            "as_of": self._as_of.isoformat() if self._as_of else None, "alt": self.alt,
            "figures": plain_rows(self.table),
        }  # fmt: skip
        return json.dumps(words, ensure_ascii=False, indent=1) + "\n"

    def render(self, form: str = "png", *, dpi: int = files.DPI) -> bytes:
        """The figure as ``"png"``, ``"svg"`` or ``"pdf"``; same data, same bytes."""
        if form not in files.FORMATS:
            raise ChartError(
                "a format out of " + ", ".join(files.FORMATS), repr(form), "choose one of them"
            )
        with matplotlib.rc_context(files.plain_style()):
            return files.render(self.figure, form, title=self.title, alt=self.alt, dpi=dpi)

    def save(
        self, path: str | os.PathLike[str], *, dpi: int = files.DPI, sidecar: bool = True
    ) -> None:
        """Write the chart; beside it its figures as CSV and its words as JSON.

        Parameters
        ----------
        path : str or path
            Ends in .png, .svg or .pdf.
        dpi : int
            Dots per inch of a PNG.
        sidecar : bool
            Whether to write the CSV and the JSON.

        Warns
        -----
        TerritorialWarning
            If the source or the day of the latest report is not stated.

        Raises
        ------
        ChartError
            If the path ends in something else.
        OutputError
            If it cannot be written; nothing half-written is left.
        """
        where = os.fspath(path)
        stem, ending = os.path.splitext(where)
        picture = self.render(ending.removeprefix(".").lower(), dpi=dpi)
        if not self._stated:
            warnings.warn(
                f"the chart says {NOT_STATED!r}: pass source=...", TerritorialWarning, stacklevel=2
            )
        if self._as_of is None:
            warnings.warn(
                "the chart says 'as-of date not stated': pass as_of=...", TerritorialWarning,
                stacklevel=2,
            )  # fmt: skip
        out = {where: picture}
        if sidecar:
            out[stem + ".csv"] = self.to_csv().encode("utf-8")
            out[stem + ".json"] = self.to_json().encode("utf-8")
        files.write_all(out)

    def _repr_png_(self) -> tuple[bytes, dict[str, Any]]:
        return self.render("png"), self._metadata()

    def _metadata(self) -> dict[str, Any]:
        return {"alt": self.alt, "width": round(self._style.width * 100)}

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002  (the protocol's)
        exclude: object = None,  # noqa: ARG002
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        return (
            {"image/png": self.render("png"), "text/plain": repr(self)},
            {"image/png": self._metadata()},
        )

    def __repr__(self) -> str:
        return f"<Chart {self.chart}: {self.title}>"


def _style(
    style: Style | str | os.PathLike[str] | None,
    *,
    dark: bool | None,
    width: float | None,
    family: str | Sequence[str] | None,
    names: Mapping[str, str] | None,
) -> Style:
    base = style if isinstance(style, Style) else Style() if style is None else read_style(style)
    if dark is not None:
        base = replace(base, dark=dark)
    if width is not None:
        base = replace(base, width=float(width))
    if family is not None:
        base = replace(base, family=(family,) if isinstance(family, str) else tuple(family))
    if names is not None:
        base = replace(base, names={**base.names, **names})
    return base


def _clean(text: str) -> str:
    return re.sub(r"[\x00-\x20\x7f]+", " ", text).strip()
