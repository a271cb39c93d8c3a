"""What a chart draws: months by party as plain numbers in one unit, without gaps.

What is wrong with the figures is found here and in `inputs`, so that the
drawing never has to guess.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from territorial import lexicon, units
from territorial.errors import ChartError, DimensionError
from territorial.plots.inputs import NUMBERS, long_table
from territorial.plots.measure import left_to_right
from territorial.plots.source import Provenance, provenance
from territorial.plots.told import kind_of, place_of, said_of
from territorial.plots.words import amount, number

DAYS_OF = {"day": 1.0, "week": 7.0}


class Territory(NamedTuple):
    """The whole of which percents are: name, area [km²], where the area is from."""

    name: str
    area_km2: float
    source: str


@dataclass(frozen=True, slots=True)
class MonthData:
    """Rows by party and month, without gaps from the first month to the last.

    Attributes
    ----------
    rows : DataFrame
        ``month`` (ordinal of the period), ``party``, ``value``, ``low``,
        ``high`` in `unit`; ``days``, ``days_covered``, ``complete``,
        ``first``, ``last`` (days covered, where told), ``qualifier`` (where
        told), ``attribution``, ``report_ids``. A month without a figure has NaN values.
    parties : tuple of str
    unit, per : str
        Canonical unit; ``per`` is month, day, week, or None for a stock.
    measure, kind : str
    provenance : Provenance
    place : str or None
    of : Territory or None
        The denominator when `unit` is percent.
    """

    rows: pd.DataFrame
    parties: tuple[str, ...]
    unit: str
    per: str | None
    measure: str
    kind: str
    provenance: Provenance
    place: str | None = None
    of: Territory | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def first(self) -> int:
        """Ordinal of the first month."""
        return int(self.rows["month"].min())

    @property
    def last(self) -> int:
        """Ordinal of the last month."""
        return int(self.rows["month"].max())

    @property
    def label(self) -> str:
        """The unit as printed: ``km² per month``."""
        return units.label(self.unit, self.per)

    @property
    def word(self) -> str:
        """The unit beside a figure: ``km²``, of a rate ``km² per day``."""
        return units.label(self.unit, self.per if self.per in DAYS_OF else None)

    def of_party(self, party: str) -> pd.DataFrame:
        """The rows of one party, in order of months."""
        rows = self.rows
        return rows[rows["party"] == party]

    def to(
        self,
        unit: str | None = None,
        per: str | None = None,
        of: Territory | None = None,
    ) -> MonthData:
        """The same figures in another unit, per another time, or as percent of a whole."""
        data = self
        if unit is not None and units.canonical(unit) != data.unit:
            data = data._in_unit(units.canonical(unit), of)
        if per is not None and data.per is not None and per != data.per:
            data = data._over(per)  # noqa: SLF001  (of the same class)
        return data

    def _in_unit(self, unit: str, of: Territory | None) -> MonthData:
        wanted = units.dimension(unit)
        if wanted == "share" and self.measure == "area":
            if of is None:
                raise ChartError(
                    "the territory of which percents are meant",
                    "none",
                    'name it: of="Ukraine", or of=(name, area in km², source)',
                )
            scale = units.factor(self.unit, "km^2") / of.area_km2
            scale *= 100.0 if unit == "percent" else 1.0
            note = f"100% is {of.name}: {amount(of.area_km2, units.label('km^2'))} ({of.source})"
            return replace(
                self._scaled(scale), unit=unit, measure="share", of=of, notes=(*self.notes, note)
            )
        if wanted != self.measure:
            raise DimensionError(
                f"a unit of {self.measure}",
                f"{unit} ({wanted})",
                f"choose a unit of {self.measure}; area, length, share and count "
                "never change into one another",
                where="unit",
            )
        return replace(self._scaled(units.factor(self.unit, unit)), unit=unit)

    def _over(self, per: str) -> MonthData:
        if per in DAYS_OF and self.per in DAYS_OF:
            return replace(self._scaled(DAYS_OF[per] / DAYS_OF[self.per]), per=per)
        if per not in DAYS_OF or self.per != "month":
            raise ChartError(
                "per='day' or per='week' for a series of amounts by month",
                f"per={per!r} for a series per {self.per or 'date'}",
                "choose another step",
            )
        return replace(self._scaled(DAYS_OF[per] / self.rows["days_covered"]), per=per)

    def _scaled(self, scale: float | pd.Series[float]) -> MonthData:
        rows = self.rows.copy()
        for name in NUMBERS:
            rows[name] = rows[name] * scale
        return replace(self, rows=rows)


def territory(of: str | tuple[str, float, str] | Territory | None) -> Territory | None:
    """The denominator by its name in the lexicon, or as given.

    Raises
    ------
    ChartError
        If the lexicon knows no such region or not its area.
    """
    if of is None or isinstance(of, Territory):
        return of
    if isinstance(of, str):
        region = lexicon.region(of)
        if region is None or region.area_km2 is None:
            raise ChartError(
                "a region whose area the lexicon knows",
                repr(of),
                "give it yourself: of=(name, area in km², source)",
                where="of",
            )
        return Territory(region.name, region.area_km2, region.source)
    name, area, source = of
    if not (math.isfinite(area) and area > 0):
        raise ChartError("an area above 0 km²", f"{area}", "mend the area", where="of")
    return Territory(name, float(area), source)


def month_data(
    data: pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    per: str | None = None,
    parties: Sequence[str] | None = None,
    of: str | tuple[str, float, str] | Territory | None = None,
    kind: str | None = None,
) -> MonthData:
    """A monthly series or table as the charts take it.

    Parameters
    ----------
    data : Series or DataFrame
        A series of dtype ``pint[...]`` by (month, party) or by month alone; a
        table as `monthly_table` gives it; a table with the months down and a
        party a column; or either with plain numbers and a ``unit`` column or
        ``attrs["unit"]``.
    unit, per, of
        What to draw it in.
    parties : sequence of str, optional
        Which parties, in which order; by default all, by id.
    kind : str, optional
        gain, loss, net or control, where the data do not say.

    Raises
    ------
    ChartError
        If there is no month or no such party, or two figures for one month.
    UnitError, DimensionError
        If there is no unit, or measures are mixed.
    """
    table, base, own_per = long_table(data)
    measure = units.dimension(base)
    order = _order(table, parties)
    table = table[table["party"].isin(order)]
    twice = table.duplicated(["month", "party"])
    if twice.any():
        row = table[twice].iloc[0]
        raise ChartError(
            "one figure for each month and party",
            f"two for {row['party']} in {pd.Period(ordinal=int(row['month']), freq='M')}",
            "choose a source first: monthly_table(reports, priority=[...])",
        )
    found = kind or kind_of(data)
    made = MonthData(
        rows=_without_gaps(table, order, data.attrs.get("incomplete", ())),
        parties=order,
        unit=base,
        per=own_per if found != "control" else None,
        measure=measure,
        kind=found,
        provenance=provenance(data, table),
        place=place_of(data, table),
        notes=said_of(data),
    )
    return made.to(unit, per, territory(of))


def _order(table: pd.DataFrame, parties: Sequence[str] | None) -> tuple[str, ...]:
    present = sorted(set(table["party"]))
    if parties is None:
        return tuple(present)
    if isinstance(parties, str):
        parties = [parties]
    missing = [party for party in parties if party not in present]
    if missing or not parties:
        raise ChartError(
            "parties out of " + ", ".join(present),
            ", ".join(missing) or "none",
            "choose among those of the series",
            where="parties",
        )
    return tuple(dict.fromkeys(parties))


def _without_gaps(
    table: pd.DataFrame, parties: Sequence[str], parts: Sequence[tuple[str, str, int]]
) -> pd.DataFrame:
    first, last = int(table["month"].min()), int(table["month"].max())
    if last - first > 1200:
        raise ChartError(
            "at most a hundred years of months",
            f"{last - first + 1} months",
            "look for a wrong date, or choose a span of the series",
        )
    grid = pd.MultiIndex.from_product([parties, range(first, last + 1)], names=["party", "month"])
    rows = table.set_index(["party", "month"]).reindex(grid).reset_index()
    months = [pd.Period(ordinal=int(month), freq="M") for month in rows["month"]]
    rows["days"] = [float(month.days_in_month) for month in months]
    for name in ("low", "high"):
        if name not in rows.columns:
            rows[name] = np.nan
    known = rows["value"].notna().to_numpy()
    if "days_covered" in rows.columns:
        covered = pd.to_numeric(rows["days_covered"]).to_numpy(dtype=float)
    else:
        covered = rows["days"].to_numpy(copy=True)
        for month, party, days in parts:  # what a series tells of its part months
            ordinal = pd.Period(month, freq="M").ordinal
            covered[(rows["month"] == ordinal) & (rows["party"] == party)] = days
    rows["days_covered"] = np.where(known, covered, 0.0)
    whole = covered >= rows["days"].to_numpy()
    if "complete" in rows.columns:
        whole = rows["complete"].isin([True, "True", "true"]).to_numpy()
    rows["complete"] = known & whole
    for name in ("first", "last"):
        rows[name] = pd.to_datetime(rows[name]) if name in rows.columns else pd.NaT
    for name in ("qualifier", "attribution", "report_ids"):
        if name not in rows.columns:
            rows[name] = None
    return rows


def shown(
    value: float, low: float, high: float, data: MonthData, places: int, *, hedged: bool = False
) -> str:
    """A figure in words, with its bounds where it has any.

    "at least 700 km²", "at most 200 km²", "400–520 km²", "320 km²"; "about
    320 km²" if it is worded as approximate.
    """
    if math.isfinite(low) and math.isnan(high):
        return "at least " + amount(low, data.word, places)
    if math.isfinite(high) and math.isnan(low):
        return "at most " + amount(high, data.word, places)
    if math.isfinite(low) and math.isfinite(high) and low < high:
        return f"{number(low, places)}–{amount(high, data.word, places)}"
    return ("about " if hedged else "") + amount(value, data.word, places)


def party_names(parties: Sequence[str], own: Mapping[str, str]) -> dict[str, str]:
    """The printed name of each party."""
    return {party: left_to_right(own.get(party) or lexicon.party(party).name) for party in parties}
