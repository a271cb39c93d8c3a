"""Reported gains held against what the maps show over the same days: the fact-checker's table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import InputError, SeriesError
from territorial.series.entries import days_of, half_digit
from territorial.series.table import edge

if TYPE_CHECKING:
    from numpy.typing import NDArray

# From which map to which a period is measured: days from its first day to the earlier map, and
# from its last day to the later. "last-last" is the change during the period's days. Publishers
# who compare the maps of the first days, or label a map with the day after, get the others:
# DeepState's months run from the map of the 2nd to that of the 2nd.
CONVENTIONS: Mapping[str, tuple[int, int]] = {
    "last-last": (-1, 0),
    "first-last": (0, 0),
    "first-first": (0, 1),
    "second-second": (1, 2),
}
_PERS = {"day": 1.0, "week": 7.0}
COLUMNS = (
    "report_id", "party", "kind", "basis", "start", "end", "attribution", "publisher", "quote",
    "reported", "low", "high", "maps", "map", "difference", "ratio", "agrees", "convention",
    "nearest", "map_first", "map_last", "gross", "flags",
)  # fmt: skip


class Levels(NamedTuple):
    """The dated levels of one party by one map maker: days, km², flags."""

    maps: str
    days: NDArray[np.int64]
    km2: NDArray[np.float64]
    flags: list[str]


class Reading(NamedTuple):
    """The map's figure for a span under one convention."""

    value: float
    first: int
    last: int
    flags: tuple[str, ...]


def against_maps(
    reports: pd.DataFrame,
    control: pd.DataFrame,
    *,
    changes: pd.DataFrame | None = None,
    unit: str = "km^2",
    convention: str = "last-last",
    label_offset: int = 0,
    carry: int = 3,
) -> pd.DataFrame:
    """Each reported gain, loss or level beside the map's figure over the same days.

    Parameters
    ----------
    reports : DataFrame
        A reports table; its gains and losses of area, and its levels of control.
    control : DataFrame
        Levels by date and party, as `read_snapshots` gives them. Several map makers
        (`attribution`) give a row each.
    changes : DataFrame, optional
        Gains and losses between maps, as `snapshot_changes` gives them: fills ``gross``.
    unit : str
        Unit of the result.
    convention : {"last-last", "first-last", "first-first", "second-second"}
        Between which maps a period lies: from the last day before it to its last day, from
        its first day to its last, from its first day to the day after it, or one day later
        still at both ends.
    label_offset : int
        How many days after the state that it shows a map is dated.
    carry : int
        A map may stand in for a missing one up to so many days later, but none behind the
        last of all; it is flagged.

    Returns
    -------
    DataFrame
        One row a report and map maker, in the order of `reports`:

        ``reported``, ``low``, ``high``
            The figure and its bounds as worded [unit]; a rate times its days.
        ``map``
            Level at the end less level at the beginning; for a loss the other way round;
            for a report of control the level of its day [unit].
        ``difference``, ``ratio``
            Reported less map [unit]; reported over map.
        ``agrees``
            Whether the map's figure lies within the bounds as worded, or within half of
            the last digit that the report states; missing where there is no map.
        ``convention``, ``nearest``
            The convention that comes nearest, and its figure [unit].
        ``map_first``, ``map_last``
            Days of the maps used.
        ``gross``
            With `changes`: what was taken (or lost) between the maps, gross [unit].
        ``flags``
            What was carried, why there is no figure, doubts about the maps used.

    Raises
    ------
    InputError
        If an option is none of those offered, or `unit` is no unit of area.
    SeriesError
        If `control` holds no dated level, or several of one day and map maker.

    Examples
    --------
    >>> import datetime as dt
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> def level(day, value):
    ...     return Report(str(day), party="russia", measure="area", kind="control",
    ...                   value=value, unit="km^2", start=day, end=day)
    >>> control = reports_table([
    ...     level(dt.date(2025, 1, 31), 112192.6), level(dt.date(2025, 2, 28), 112396.1),
    ... ])
    >>> said = reports_table([Report(
    ...     "r1", party="russia", measure="area", kind="gain", value=200.0, unit="km^2",
    ...     start=dt.date(2025, 2, 1), end=dt.date(2025, 2, 28))])
    >>> table = against_maps(said, control)
    >>> f"{table['map'][0]:.1f~P}, ratio {table['ratio'][0]:.2f}"
    '203.5 km², ratio 0.98'
    """
    if convention not in CONVENTIONS:
        raise InputError(
            "one of " + ", ".join(CONVENTIONS), repr(convention), "choose one", where="convention"
        )
    if carry < 0:
        raise InputError("a number of days from 0 up", f"{carry}", "mend it", where="carry")
    canonical = units.canonical(unit)
    if units.dimension(canonical) != "area":
        raise InputError("a unit of area", repr(unit), "take km^2, mi^2, ha ...", where="unit")
    levels = _levels(control, label_offset)
    facing = _facing(control)
    factor = units.factor("km^2", canonical)
    rows = []
    records: list[dict[str, Any]] = [dict(row) for row in reports.to_dict("records")]  # type: ignore[arg-type]
    for report in records:
        if report.get("kind") in {"gain", "loss", "control"}:
            if _known(report.get("counterparty")) is None:
                report["counterparty"] = facing.get(str(report.get("party")))
            rows += list(_rows(report, levels, convention, carry, changes, label_offset))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    for name in ("start", "end", "map_first", "map_last"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    table["agrees"] = table["agrees"].astype("boolean")
    table["ratio"] = table["ratio"].astype("float64")
    for name in ("reported", "low", "high", "map", "difference", "nearest", "gross"):
        table[name] = edge(table[name].astype("float64") * factor, canonical)
    for name in ("report_id", "party", "kind", "basis", "attribution", "publisher", "quote",
                 "maps", "convention", "flags"):  # fmt: skip
        table[name] = table[name].astype("str")
    return table


def _levels(control: pd.DataFrame, label_offset: int) -> dict[str, list[Levels]]:
    """Dated levels by party."""
    used = control[
        (control["kind"] == "control") & (control["measure"] == "area") & control["end"].notna()
    ]
    if used.empty:
        raise SeriesError(
            "levels of control with a date", "none",
            "pass what read_snapshots gives, or reports of control as of a day",
            where="control",
        )  # fmt: skip
    found: dict[str, list[Levels]] = {}
    makers = used["attribution"].fillna("").astype("str")
    for (party, maker), group in used.groupby([used["party"], makers], sort=False):
        group = group.sort_values("end", kind="stable")
        days = days_of(group["end"]) - label_offset
        twice = days[1:][np.diff(days) == 0]
        if len(twice):
            raise SeriesError(
                "one level a day", f"two of {party} on {_iso(int(twice[0]))}",
                "leave one out, or tell their sources apart by attribution", where="control",
            )  # fmt: skip
        factors = [units.factor(str(unit), "km^2") for unit in group["unit"]]
        values = group["value"].to_numpy(dtype=np.float64) * np.array(factors)
        found.setdefault(str(party), []).append(
            Levels(str(maker), days, values, group["flags"].fillna("").astype("str").tolist())
        )
    return found


def _facing(control: pd.DataFrame) -> dict[str, str]:
    """Whom each party faces on the maps, where they name one only."""
    named = control[["party", "counterparty"]].dropna().drop_duplicates()
    both = pd.concat([named, named.set_axis(["counterparty", "party"], axis=1)]).drop_duplicates()
    alone = both[~both["party"].duplicated(keep=False)]
    return dict(zip(alone["party"].astype("str"), alone["counterparty"].astype("str"), strict=True))


def _rows(
    report: dict[str, Any],
    levels: dict[str, list[Levels]],
    convention: str,
    carry: int,
    changes: pd.DataFrame | None,
    label_offset: int,
) -> Iterator[dict[str, Any]]:
    """The report beside every map of its party, or beside none, with the reason."""
    row: dict[str, Any] = {name: _known(report.get(name)) for name in COLUMNS[:9]}
    why = _unfit(report)
    held, sign = levels.get(row["party"], []), 1.0
    told: list[str] = []
    if not held and why is None and report["kind"] != "control":
        other = _known(report.get("counterparty"))
        held, sign = levels.get(other, []), -1.0
        if held:
            told.append(f"map of {other}, the other way round")
    if why is None and not held:
        why = f"no map of {row['party']}"
    if why is None:
        row |= _reported(report)
    if why is not None or row.get("reported") is None:
        yield row | {"flags": why or "a rate over no whole number of months"}
        return
    if report["kind"] == "loss":
        sign = -sign
    if (place := _known(report.get("place"))) is not None:
        told.append(f"the report is of {place}, the map of all its ground")
    for one in held:
        found = _beside(report, row, one, sign, convention, carry)
        found["maps"] = one.maps or None
        if changes is not None and report["kind"] != "control":
            found |= _gross(report, changes, label_offset)
        flags = [*told, *found.pop("told", ())]
        yield row | found | {"flags": "; ".join(dict.fromkeys(flags)) or None}


def _known(value: Any) -> Any:
    return None if pd.isna(value) else value


def _unfit(report: dict[str, Any]) -> str | None:
    """Why a report cannot be held against a map."""
    if report.get("measure") != "area":
        return f"no area: {report.get('measure')}"
    if pd.isna(report.get("value")):
        return "no figure"
    if pd.isna(report.get("end")) or (report["kind"] != "control" and pd.isna(report["start"])):
        return "no period"
    if pd.isna(report.get("party")):
        return "no party"
    return None


def _reported(report: dict[str, Any]) -> dict[str, Any]:
    """The figure and its bounds in km², a rate times its days."""
    factor = units.factor(str(report["unit"]), "km^2")
    per = _known(report.get("per"))
    if per is not None:
        days = (report["end"] - report["start"]).days + 1
        if per in _PERS:
            factor *= days / _PERS[per]
        else:
            first, last = report["start"], report["end"] + pd.Timedelta(days=1)
            if first.day != 1 or last.day != 1:
                return {"reported": None}
            factor *= (last.year - first.year) * 12 + last.month - first.month
    return {name: report[column] * factor for name, column in
            (("reported", "value"), ("low", "low"), ("high", "high"))}  # fmt: skip


def _beside(
    report: dict[str, Any],
    row: dict[str, Any],
    levels: Levels,
    sign: float,
    convention: str,
    carry: int,
) -> dict[str, Any]:
    """The map's figures for one report, under every convention."""
    last = _day(report["end"])
    if report["kind"] == "control":
        found = {"": _level_of(levels, last, carry)}
        chosen = ""
    else:
        first = _day(report["start"])
        found = {
            name: _change_of(levels, first + begin, last + end, sign, carry)
            for name, (begin, end) in CONVENTIONS.items()
        }
        chosen = convention
    reading = found[chosen]
    if isinstance(reading, str):
        figures: dict[str, Any] = {"told": [reading]}
    else:
        figures = {
            "map": reading.value,
            "difference": row["reported"] - reading.value,
            "ratio": row["reported"] / reading.value if reading.value else None,
            "agrees": _agrees(report, row, reading.value),
            "map_first": _stamp(reading.first),
            "map_last": _stamp(reading.last),
            "told": list(reading.flags),
        }
    measured = {name: one for name, one in found.items() if not isinstance(one, str) and name}
    if measured:
        gaps = {name: abs(row["reported"] - one.value) for name, one in measured.items()}
        best = min(gaps, key=lambda name: (round(gaps[name], 6), name != convention))
        figures |= {"convention": best, "nearest": measured[best].value}
        if best != chosen:
            figures["told"] += [f"{best}: {flag}" for flag in measured[best].flags]
    return figures


def _level_of(levels: Levels, day: int, carry: int) -> Reading | str:
    place = int(np.searchsorted(levels.days, day, "right")) - 1
    if day > levels.days[-1]:  # the end of the maps is no gap between them
        return f"no map of {_iso(day)}: they end on {_iso(levels.days[-1])}"
    if place < 0 or day - levels.days[place] > carry:
        return f"no map of {_iso(day)}"
    at = int(levels.days[place])
    told = [f"map of {_iso(at)}: {levels.flags[place]}"] if levels.flags[place] else []
    if at != day:
        told.insert(0, f"map of {_iso(day)} carried from {_iso(at)}")
    return Reading(float(levels.km2[place]), at, at, tuple(told))


def _change_of(levels: Levels, begin: int, end: int, sign: float, carry: int) -> Reading | str:
    one, other = _level_of(levels, begin, carry), _level_of(levels, end, carry)
    if isinstance(one, str):
        return one
    if isinstance(other, str):
        return other
    flags = (*one.flags, *other.flags)
    return Reading(sign * (other.value - one.value) + 0.0, one.first, other.first, flags)


def _agrees(report: dict[str, Any], row: dict[str, Any], value: float) -> bool:
    """Within the bounds as worded; without any, within half of the last digit stated."""
    low, high = row["low"], row["high"]
    if not (pd.isna(low) and pd.isna(high)):
        return bool((pd.isna(low) or low <= value) and (pd.isna(high) or value <= high))
    scale = abs(row["reported"] / report["value"]) if report["value"] else 1.0
    half = float(half_digit(np.array([report["value"]]))[0]) * scale
    return bool(abs(row["reported"] - value) <= half)


def _gross(report: dict[str, Any], changes: pd.DataFrame, label_offset: int) -> dict[str, Any]:
    """What the changes between maps add up to, if they tile the report's days."""
    own = changes[changes["party"] == report["party"]]
    kind = "gain_km2" if report["kind"] == "gain" else "loss_km2"
    if own.empty:
        own = changes[changes["party"] == report.get("counterparty")]
        kind = "loss_km2" if kind == "gain_km2" else "gain_km2"
    shift = pd.Timedelta(days=label_offset)
    inside = own[(own["start"] - shift >= report["start"]) & (own["end"] - shift <= report["end"])]
    days = int(((inside["end"] - inside["start"]).dt.days + 1).sum())
    if days != (report["end"] - report["start"]).days + 1:
        return {"gross": None}
    return {"gross": float(inside[kind].sum())}


def _day(stamp: Any) -> int:
    return int(days_of(pd.Series([stamp]))[0])


def _iso(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def _stamp(day: int) -> pd.Timestamp:
    return pd.Timestamp(_iso(day))
