"""Reports as plain numbers in one unit: what a series is made from.

An entry is one report seen as an amount over days. With ``two_sided`` a loss
is also an entry of the counterparty, marked. What a report cannot serve for is
told as a reason; nothing is dropped without one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from territorial import records, units
from territorial.errors import ReportsError, UnitError
from territorial.series.options import Options

NO_DAY = np.iinfo(np.int64).min
PER_DAYS = {"day": 1.0, "week": 7.0}


@dataclass(slots=True)
class Entries:
    """Entries of a series as a frame, with the reason of each that is set aside.

    Attributes
    ----------
    frame : DataFrame
        One entry a row, in the order of the reports: ``row`` (position in the
        reports table), ``party``, ``conflict``, ``start``, ``end``,
        ``published`` (days since 1970, NO_DAY where missing), ``days``,
        ``factor`` (reported figure to amount), ``value``, ``low``, ``high``
        (amount over the whole period in the wanted unit; open ends are
        infinite), ``half`` (half of the last digit that the figure states),
        ``is_rate``, ``derived`` (booked from the counterparty's loss).
    open : array of bool
        Entries that may still serve.
    reason : array of object
        Why not, for the others.
    notes : list of str
        What the user should be warned of.
    disagree : dict
        For months (party, ordinal) whose sources disagree: who says what.
    """

    frame: pd.DataFrame
    open: np.ndarray
    reason: np.ndarray
    notes: list[str] = field(default_factory=list)
    disagree: dict[tuple[str, int], str] = field(default_factory=dict)

    def aside(self, mask: np.ndarray, why: str | np.ndarray) -> None:
        """Set the masked entries aside, unless they are already."""
        mask = mask & self.open
        if mask.any():
            self.reason[mask] = why if isinstance(why, str) else why[mask]
            self.open &= ~mask


def days_of(column: pd.Series) -> np.ndarray:
    """Days since 1970, NO_DAY where missing."""
    stamps = column.to_numpy(dtype="datetime64[D]")
    return np.where(np.isnat(stamps), NO_DAY, stamps.astype(np.int64))


def day_months(days: np.ndarray) -> np.ndarray:
    """The month of each day as its ordinal (months since January 1970)."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def month_edges(months: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the last day of each month."""
    first, after = (
        starts.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        for starts in (months, months + 1)
    )
    return first, after - 1


def require_columns(reports: pd.DataFrame) -> None:
    """Refuse what is no reports table."""
    needed = [name for name in records.COLUMNS if name not in reports.columns]
    if needed:
        raise ReportsError(
            "a reports table",
            "a table without " + ", ".join(needed),
            "give what read_... or parse_... returned",
        )


def build(reports: pd.DataFrame, chosen: Options) -> Entries:
    """The entries of a reports table, those that cannot serve set aside with a reason.

    Raises
    ------
    ReportsError
        If columns of the reports table are missing.
    """
    require_columns(reports)
    flip = {"gain": "loss", "loss": "gain"}.get(chosen.kind)
    kind = reports["kind"].astype("str").fillna("").to_numpy(dtype=object)
    basis = reports["basis"].astype("str").fillna("unstated").to_numpy(dtype=object)
    rows = np.arange(len(reports))
    derived = np.zeros(len(reports), dtype=bool)
    party = reports["party"].to_numpy(dtype=object)
    if chosen.two_sided:
        # A loss of one is a gain of the other; its own net change already holds both.
        other = reports["counterparty"].notna().to_numpy() & (kind == flip)
        rows = np.concatenate([rows, rows[other]])
        party = np.concatenate([party, reports["counterparty"].to_numpy(dtype=object)[other]])
        derived = np.concatenate([derived, np.ones(int(other.sum()), dtype=bool)])
    taken = reports.iloc[rows]
    kind, basis = kind[rows], basis[rows]
    own_net_loss = (kind == flip) & (basis == "net") & (chosen.kind == "gain") & ~derived
    unit = taken["unit"].astype("str").fillna("")
    frame = pd.DataFrame(
        {
            "row": rows,
            "report_id": taken["report_id"].to_numpy(dtype=object),
            "party": party,
            "conflict": taken["conflict"].to_numpy(dtype=object),
            "basis": basis,
            "scope": taken["scope"].to_numpy(dtype=object),
            "start": days_of(taken["start"]),
            "end": days_of(taken["end"]),
            "published": days_of(taken["published"]),
            "derived": derived,
            "is_rate": taken["per"].notna().to_numpy(),
            "qualifier": taken["qualifier"].astype("str").fillna("exact").to_numpy(dtype=object),
        }
    )
    frame["days"] = np.where(
        (frame["start"] != NO_DAY) & (frame["end"] != NO_DAY), frame["end"] - frame["start"] + 1, 0
    )
    entries = Entries(frame, np.ones(len(frame), dtype=bool), np.full(len(frame), "", dtype=object))
    # A table read by hand may hold a unit that the library does not know.
    code, spellings = pd.factorize(unit)
    known = [_factor(spelling, chosen) for spelling in spellings]
    conversion = np.array([factor for factor, _ in known] or [np.nan])[code]
    why = np.array([reason for _, reason in known] or [""], dtype=object)[code]
    periods = _periods(frame, taken["per"].astype("str").fillna("").to_numpy(dtype=object))
    sign = np.where(own_net_loss, -1.0, 1.0)
    frame["factor"] = conversion * periods * sign
    _amounts(frame, taken)

    measure = taken["measure"].astype("str").fillna("").to_numpy(dtype=object)
    entries.aside(measure != chosen.measure, _worded("another measure: ", measure))
    entries.aside((kind != chosen.kind) & ~own_net_loss & ~derived, _worded("another kind: ", kind))
    if chosen.conflict is not None:
        conflict = frame["conflict"].to_numpy(dtype=object)
        entries.aside(conflict != chosen.conflict, _worded("another conflict: ", conflict))
    entries.aside(pd.isna(frame["party"]).to_numpy(), "no party")
    entries.aside(~np.isfinite(taken["value"].to_numpy(dtype=float)), "no figure")
    entries.aside(np.isnan(conversion), why)
    entries.aside(frame["days"].to_numpy() <= 0, "no period")
    entries.aside(np.isnan(periods), "a rate of unknown time base")
    _restatements(entries, taken)
    return entries


def _worded(lead: str, words: np.ndarray) -> np.ndarray:
    code, names = pd.factorize(words)
    return np.array([f"{lead}{name}" for name in names] + [f"{lead}not stated"], object)[code]


def _factor(spelling: str, chosen: Options) -> tuple[float, str]:
    """Into the wanted unit, or why not."""
    if not spelling or spelling == "nan":
        return np.nan, "no unit"
    try:
        unit = units.canonical(spelling)
        if units.dimension(unit) != chosen.measure:
            return np.nan, f"its unit, {unit}, is one of {units.dimension(unit)}"
        return units.factor(unit, chosen.unit), ""
    except UnitError:
        return np.nan, f"its unit, {spelling}, does not change into {chosen.unit}"


def _periods(frame: pd.DataFrame, per: np.ndarray) -> np.ndarray:
    """How often a rate falls into its period; 1 for amounts."""
    times = np.ones(len(frame))
    days = frame["days"].to_numpy(dtype=float)
    for name, length in PER_DAYS.items():
        mask = per == name
        times[mask] = days[mask] / length
    mask = (per == "month") & (days > 0)
    if mask.any():
        start, end = frame["start"].to_numpy()[mask], frame["end"].to_numpy()[mask]
        times[mask] = _month_time(end + 1) - _month_time(start)
    times[frame["is_rate"].to_numpy() & ~np.isin(per, [*PER_DAYS, "month"])] = np.nan
    return times


def _month_time(days: np.ndarray) -> np.ndarray:
    """Months since 1970 with their fraction, each month as long as it is."""
    months = day_months(days)
    first, last = month_edges(months)
    time: np.ndarray = months + (days - first) / (last - first + 1)
    return time


def _amounts(frame: pd.DataFrame, taken: pd.DataFrame) -> None:
    factor = frame["factor"].to_numpy()
    value, low, high = (taken[name].to_numpy(dtype=float) for name in records.NUMBERS)
    qualifier = frame["qualifier"].to_numpy(dtype=object)
    low = np.where(np.isnan(low) & (qualifier == "at_least"), value, low)
    high = np.where(np.isnan(high) & np.isin(qualifier, ["at_most", "nearly"]), value, high)
    plain = np.isnan(low) & np.isnan(high)
    low, high = (
        np.where(plain, value, np.where(np.isnan(low), -np.inf, low)),
        np.where(plain, value, np.where(np.isnan(high), np.inf, high)),
    )
    with np.errstate(invalid="ignore"):
        one, two = low * factor, high * factor
    frame["value"] = value * factor
    frame["low"], frame["high"] = np.minimum(one, two), np.maximum(one, two)
    frame["half"] = half_digit(value) * np.abs(factor)


def half_digit(values: np.ndarray) -> np.ndarray:
    """Half of the last digit that a figure states: 5 for 610, 0.5 for 725, 500 for 4,000.

    Trailing zeros do not count as stated: 4,000 may be 3,985.

    Examples
    --------
    >>> half_digit(np.array([610.0, 725.0, 4000.0, 14.5, 0.39])).round(3).tolist()
    [5.0, 0.5, 500.0, 0.05, 0.005]
    """
    half = np.full(len(values), np.nan)
    size = np.abs(values)
    for power in range(9, -7, -1):
        with np.errstate(invalid="ignore"):
            steps = size / 10.0**power
            whole = (steps > 0.5) & (np.abs(steps - np.round(steps)) < 1e-9 * steps)
        half = np.where(np.isnan(half) & whole, 10.0**power / 2, half)
    return np.where(np.isnan(half), 0.0, half)


def _restatements(entries: Entries, taken: pd.DataFrame) -> None:
    """Set aside what repeats another entry that can serve itself."""
    told = taken["restates"].notna().to_numpy() & entries.open
    if not told.any():
        return
    ids = entries.frame["report_id"].to_numpy(dtype=object)
    parents = taken["restates"].to_numpy(dtype=object)
    derived = entries.frame["derived"].to_numpy()
    wanted = entries.open & pd.Series(ids).isin(set(parents[told])).to_numpy()
    place: dict[tuple[object, bool], int] = {}
    for at in np.flatnonzero(wanted):
        place.setdefault((ids[at], derived[at]), int(at))

    def root(at: int) -> int:
        path = [at]
        while told[path[-1]]:
            parent = place.get((parents[path[-1]], derived[at]))
            if parent is None:
                break
            if parent in path:  # they restate one another: one of them stands
                return min(path[path.index(parent) :], key=lambda member: str(ids[member]))
            path.append(parent)
        return path[-1]

    why = np.full(len(ids), "", dtype=object)
    repeated = np.zeros(len(ids), dtype=bool)
    for at in np.flatnonzero(told):
        if root(int(at)) != at:
            repeated[at] = True
            why[at] = f"restates {parents[at]}"
    entries.aside(repeated, why)
