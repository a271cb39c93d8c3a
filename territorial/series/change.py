"""The net change of control by month, between two reported levels."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass, replace
from typing import Any, Literal, Unpack, get_args

import numpy as np
import pandas as pd

from territorial.errors import InputError, TerritorialWarning
from territorial.series.entries import Entries, day_months, month_edges
from territorial.series.levels import ready_levels
from territorial.series.months import GROUP
from territorial.series.options import PartyOptions, options
from territorial.series.resolve import resolve
from territorial.series.table import AMOUNTS, WORDS, finish, joined, value_series

EMPTY = ["party", "month", *AMOUNTS, "first", "last", "days_covered"]
Convention = Literal["last-last", "first-last", "first-first"]
_CARRIED = r"level of \S+ carried from [\d-]+"


@dataclass(frozen=True, slots=True)
class Edges:
    """Between which days a month lies.

    ``last-last`` runs from the last day of the month before to the last day of
    the month, ``first-last`` from its first to its last, ``first-first`` from
    its first to the first of the next; with `day` from that day to the same
    day of the next month. A level dated `label_offset` days after the state
    that it shows is taken as of that state.
    """

    convention: str = "last-last"
    day: int | None = None
    label_offset: int = 0
    carry: int = 3

    def of(self, months: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The day at which each month begins and that at which it ends."""
        first, last = month_edges(months)
        following = last + 1
        if self.day is not None:
            return first + self.day - 1, following + self.day - 1
        if self.convention == "last-last":
            return first - 1, last
        if self.convention == "first-last":
            return first, last
        return first, following


def change_table(
    reports: pd.DataFrame,
    *,
    convention: Convention = "last-last",
    day: int | None = None,
    label_offset: int = 0,
    carry: int = 3,
    **more: Unpack[PartyOptions],
) -> pd.DataFrame:
    """The net change of control by month and party, with the levels it lies between.

    Parameters
    ----------
    reports : DataFrame
        A reports table with levels of control, as `read_snapshots` gives it.
    convention : {"last-last", "first-last", "first-first"}
        From which day to which a month runs: from the last day of the month
        before to its last day, from its first day to its last, or from its
        first day to the first day of the next month.
    day : int, optional
        From this day of the month to the same day of the next instead (1 to 28).
    label_offset : int
        How many days after the state that it shows a level is dated: 1 where
        the map of the 2nd shows the evening of the 1st.
    carry : int
        A level may stand in for a missing one up to so many days later; it is
        flagged. Behind the last level of all nothing is carried: the month is
        not over.
    **more
        ``party``, ``unit``, ``attribution``, ``priority``, ``place``,
        ``scope``, ``conflict``: see `monthly_table`.

    Returns
    -------
    DataFrame
        As `monthly_table` gives it: ``value`` is the later level less the
        earlier one [unit], ``first`` and ``last`` the two days,
        ``days_covered`` the days between them. Where the level of an edge is
        missing, the month is measured between the levels that there are, and
        is not complete.

    Raises
    ------
    InputError
        If the convention, the day or the carry is none of those offered.
    SeriesError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> def level(day, value):
    ...     return Report(str(day), party="russia", measure="area", kind="control",
    ...                   value=value, unit="km^2", start=day, end=day)
    >>> table = change_table(reports_table([
    ...     level(dt.date(2025, 4, 30), 112600.0), level(dt.date(2025, 5, 31), 113040.0),
    ... ]))
    >>> f"{table.loc[('2025-05', 'russia'), 'value']:~P}"
    '440.0 km²'
    """
    table, notes = _changes(reports, _edges(convention, day, label_offset, carry), more)
    for note in notes:
        warnings.warn(note, TerritorialWarning, stacklevel=2)
    return table


def change(
    reports: pd.DataFrame,
    *,
    convention: Convention = "last-last",
    day: int | None = None,
    label_offset: int = 0,
    carry: int = 3,
    **more: Unpack[PartyOptions],
) -> pd.Series:
    """The net change of control by month and party.

    Parameters
    ----------
    reports : DataFrame
        A reports table with levels of control.
    convention, day, label_offset, carry, **more
        See `change_table`.

    Returns
    -------
    Series of dtype pint[...][Float64]
        Index (month, party); missing where no two levels lie round the month
        [unit]. Months of which only a part lies between two levels are named
        in ``attrs["incomplete"]``, those for which a level stood in for a
        missing one in ``attrs["carried"]``.

    Raises
    ------
    InputError, SeriesError, ReportsError, UnitError
        See `change_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> def level(day, value):
    ...     return Report(str(day), party="russia", measure="area", kind="control",
    ...                   value=value, unit="km^2", start=day, end=day)
    >>> levels = reports_table([
    ...     level(dt.date(2025, 5, 2), 112610.0), level(dt.date(2025, 6, 2), 113050.0),
    ... ])
    >>> f"{change(levels, day=2).loc[('2025-05', 'russia')]:~P}"
    '440.0 km²'
    """
    table, notes = _changes(reports, _edges(convention, day, label_offset, carry), more)
    for note in notes:
        warnings.warn(note, TerritorialWarning, stacklevel=2)
    series = value_series(table, "net")
    carried = table[table["flags"].str.contains(_CARRIED, regex=True, na=False)]
    if len(carried):
        levels = [carried.index.get_level_values(name) for name in ("month", "party")]
        series.attrs["carried"] = [
            [str(month), str(party), "; ".join(re.findall(_CARRIED, flags))]
            for month, party, flags in zip(*levels, carried["flags"], strict=True)
        ]
    return series


def _edges(convention: str, day: int | None, label_offset: int, carry: int) -> Edges:
    offered = get_args(Convention)
    if convention not in offered:
        raise InputError(
            "one of " + ", ".join(offered), repr(convention), "choose one", where="convention"
        )
    if day is not None and not 1 <= day <= 28:
        raise InputError(
            "a day from 1 to 28", f"{day}", "take one that every month has", where="day"
        )
    if carry < 0:
        raise InputError("a number of days from 0 up", f"{carry}", "mend it", where="carry")
    return Edges(convention, day, label_offset, carry)


def _changes(
    reports: pd.DataFrame, edges: Edges, more: PartyOptions
) -> tuple[pd.DataFrame, list[str]]:
    chosen = options({**more, "kind": "control"})
    entries, doubts = ready_levels(reports, chosen)
    live = entries.frame[entries.open]
    found = [
        {**dict(zip(GROUP, key, strict=True)), **row}
        for key, group in live.groupby(GROUP, sort=True)
        for row in _between(group, edges)
    ]
    if not found:
        entries.notes.append("no two levels of one source lie round a month or within one")
        return finish(pd.DataFrame(columns=EMPTY), replace(chosen, kind="net")), entries.notes
    pieces = pd.DataFrame(found)
    ends = zip(pieces["entry"].tolist(), pieces["begin"].tolist(), strict=True)
    doubtful = {end: doubts[one] for end, begin in ends for one in (end, begin) if one in doubts}
    used = resolve(pieces, entries, chosen, doubtful)
    table = finish(_rows(used, entries, reports), replace(chosen, kind="net"))
    table.attrs["convention"] = f"day {edges.day}" if edges.day else edges.convention
    return table, entries.notes


def _between(group: pd.DataFrame, edges: Edges) -> list[dict[str, Any]]:
    """Each month of one source between two of its levels."""
    group = group.sort_values("end", kind="stable")
    days = group["end"].to_numpy() - edges.label_offset
    months = np.arange(day_months(days[:1])[0] - 1, day_months(days[-1:])[0] + 1)
    found = []
    for month, begin, end in zip(months, *edges.of(months), strict=True):
        one, other = _level(days, begin, edges.carry), _level(days, end, edges.carry)
        flags = []
        for name, target, at in (("begins", begin, one), ("ends", end, other)):
            if at is not None and days[at] != target:
                flags.append(f"level of {_iso(target)} carried from {_iso(days[at])}")
            elif at is None:
                flags.append(f"no level of {_iso(target)}, where the month {name}")
                if target > days[-1]:
                    flags.append(f"the levels end on {_iso(days[-1])}")
        whole = one is not None and other is not None
        inside = np.flatnonzero((days > begin) & (days < end))
        if one is None and len(inside):
            one = int(inside[0])
        if other is None and len(inside):
            other = int(inside[-1])
        if one is None or other is None or one >= other:
            continue
        first, last = month_edges(np.array([month]))
        early, late = group.iloc[one], group.iloc[other]
        found.append(
            {
                "entry": group.index[other],
                "begin": group.index[one],
                "month": month,
                "first": days[one],
                "last": days[other],
                "days": int(last[0] - first[0] + 1) if whole else int(days[other] - days[one]),
                "value": late["value"] - early["value"],
                "low": late["low"] - early["high"],
                "high": late["high"] - early["low"],
                "flags": "; ".join(flags) or None,
            }
        )
    return found


def _level(days: np.ndarray, target: int, carry: int) -> int | None:
    """The last level up to a day, if it may stand in; none behind the last one reported.

    A gap in a row of levels is bridged; the end of the row is no gap: the month goes on.
    """
    if target > days[-1]:
        return None
    at = int(np.searchsorted(days, target, "right")) - 1
    return at if at >= 0 and target - days[at] <= carry else None


def _iso(day: int) -> str:
    return str(np.datetime64(int(day), "D"))


def _rows(used: pd.DataFrame, entries: Entries, reports: pd.DataFrame) -> pd.DataFrame:
    frame = entries.frame
    rows = used.rename(columns={"days": "days_covered"}).copy()
    both = [
        frame.loc[[one, other]] for one, other in zip(rows["begin"], rows["entry"], strict=True)
    ]
    taken = [reports.iloc[pair["row"].to_numpy()] for pair in both]
    for name in WORDS:
        rows[name] = [joined(words[name]) for words in taken]
    rows["flags"] = [
        "; ".join([*([told] if isinstance(told, str) else []), *_doubts(levels)]) or None
        for told, levels in zip(rows["flags"], taken, strict=True)
    ]
    rows["basis"] = "net"
    rows["published"] = [pair["published"].max() for pair in both]
    rows["report_ids"] = [joined(pair["report_id"]) for pair in both]
    rows["qualifier"] = [
        "exact" if set(pair["qualifier"]) == {"exact"} else "about" for pair in both
    ]
    return rows


def _doubts(levels: pd.DataFrame) -> list[str]:
    """What speaks against the two levels themselves, as their reports say."""
    told = levels.dropna(subset=["flags"])
    return [
        f"level of {day:%Y-%m-%d}: {flags}"
        for day, flags in zip(told["end"], told["flags"], strict=True)
    ]
