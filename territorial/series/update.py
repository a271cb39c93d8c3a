"""New reports added to the others: what they change, and what was said before."""

from __future__ import annotations

from typing import Any, NamedTuple, Unpack, cast

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import ReportsError
from territorial.series.account import by_source
from territorial.series.monthly import monthly_table
from territorial.series.options import SeriesOptions, options
from territorial.series.table import AMOUNTS, edge, stamps

COMPARED = ("value", "low", "high", "days_covered", "source", "report_ids")


class Update(NamedTuple):
    """Reports with the new ones at their end, the months made from them, and what changed.

    Attributes
    ----------
    reports : DataFrame
        The earlier reports as they were, then those that were not among them.
    table : DataFrame
        What `monthly_table` makes of them.
    changes : DataFrame
        Index (month, party), only months that are new or differ: ``what``
        (new, changed, gone), ``before`` and ``after`` [unit], and the ids of
        the reports behind both.
    """

    reports: pd.DataFrame
    table: pd.DataFrame
    changes: pd.DataFrame


def update(reports: pd.DataFrame, new: pd.DataFrame, **more: Unpack[SeriesOptions]) -> Update:
    """Add reports to a reports table and say which months change.

    Parameters
    ----------
    reports, new : DataFrame
        Reports tables. A report that is in both, word for word, is taken once.
    **more
        The choices of `monthly_table`.

    Returns
    -------
    Update
        Reports, table and changes. The rows of `reports` are not touched.

    Raises
    ------
    ReportsError
        If one id stands for two different reports.
    SeriesError, InputError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> def october(name, last, value):
    ...     return reports_table([Report(
    ...         name, party="russia", measure="area", kind="gain", value=value, unit="km^2",
    ...         start=dt.date(2024, 10, 1), end=dt.date(2024, 10, last))])
    >>> found = update(october("early", 27, 478.0), october("whole", 31, 610.0))
    >>> row = found.changes.loc[("2024-10", "russia")]
    >>> f"{row['what']}: {row['before']:~P} to {row['after']:~P}"
    'changed: 478.0 km² to 610.0 km²'
    """
    together = _appended(reports, new)
    before, after = monthly_table(reports, **more), monthly_table(together, **more)
    return Update(together, after, month_changes(before, after))


def _appended(reports: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    known = reports.set_index("report_id", drop=False)
    again = new["report_id"].isin(known.index)
    for position in np.flatnonzero(again.to_numpy()):
        row = new.iloc[position]
        old = known.loc[row["report_id"]]
        differing = [
            name
            for name in reports.columns
            if name in new.columns and not _same(row[name], old[name])
        ]
        if differing:
            raise ReportsError(
                "one report for each id",
                f"report {row['report_id']} with another {', '.join(differing)}",
                "give the corrected report an id of its own and its later day of publication",
                where=f"new, row {position}",
            )
    fresh = new[~again.to_numpy()]
    if fresh.empty:
        return reports.copy()
    together = pd.concat([reports, fresh], ignore_index=True)
    return together.astype(reports.dtypes.to_dict())


def _same(one: object, other: object) -> bool:
    missing = [bool(pd.isna(cast("Any", value))) for value in (one, other)]
    return all(missing) if any(missing) else bool(one == other)


def month_changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Which months differ between two monthly tables in one unit.

    Parameters
    ----------
    before, after : DataFrame
        What `monthly_table` gave, with the same choices.

    Returns
    -------
    DataFrame
        See `Update`.

    Raises
    ------
    ReportsError
        If the tables have different units.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> table = monthly_table(reports_table([Report(
    ...     "a", party="russia", measure="area", kind="gain", value=320.0, unit="km^2",
    ...     start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31))]))
    >>> len(month_changes(table, table))
    0
    """
    unit = str(after.attrs["unit"])
    if before.attrs["unit"] != unit:
        raise ReportsError(
            "two tables in one unit", f"{before.attrs['unit']} and {unit}", "make both in one unit"
        )
    index = before.index.union(after.index)
    old, new = (_numbers(table).reindex(index) for table in (before, after))
    same = np.ones(len(index), dtype=bool)
    for name in COMPARED:
        one, two = old[name], new[name]
        same &= ((one == two) | (one.isna() & two.isna())).to_numpy(dtype=bool)
    differing = index[~same]
    old, new = old[~same], new[~same]
    what = np.where(old["value"].isna(), "new", np.where(new["value"].isna(), "gone", "changed"))
    changes = pd.DataFrame({"what": pd.Series(what, index=differing, dtype="str")}, index=differing)
    changes["before"] = edge(old["value"], unit)
    changes["after"] = edge(new["value"], unit)
    changes["reports_before"], changes["reports_after"] = old["report_ids"], new["report_ids"]
    return changes


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    plain = table[list(COMPARED)].copy()
    for name in AMOUNTS:
        plain[name] = units.plain(table[name])[0]
    return plain


def vintages(reports: pd.DataFrame, **more: Unpack[SeriesOptions]) -> pd.DataFrame:
    """Figures that a source told more than once for one period, in order of publication.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    **more
        The choices of `monthly_table`.

    Returns
    -------
    DataFrame
        One row a figure: ``party``, ``source``, ``start``, ``end``,
        ``published``, ``report_id``, ``value`` [unit], ``change`` from the
        first [unit], ``stands`` for the one that series take, and ``reason``.

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> def july(name, day, value):
    ...     return Report(name, party="russia", measure="area", kind="gain", value=value,
    ...                   unit="km^2", start=dt.date(2024, 7, 1), end=dt.date(2024, 7, 31),
    ...                   published=day)
    >>> found = vintages(reports_table([
    ...     july("first", dt.date(2024, 7, 31), 190.0), july("later", dt.date(2024, 8, 13), 201.0),
    ... ]))
    >>> for row in found.itertuples():
    ...     print(f"{row.report_id} {row.value:~P} {'stands' if row.stands else row.reason}")
    first 190.0 km² replaced by later, published later
    later 201.0 km² stands
    """
    chosen = options({**more, "straddle": "drop"})
    done, _ = by_source(reports, chosen)
    frame = done.entries.frame
    reason = np.array([str(text) for text in done.entries.reason])
    lost = np.char.startswith(reason, "replaced by ") | np.char.startswith(reason, "contradicts ")
    for word in ("check: repeats", "check: less exact", "check: a rate beside"):
        lost |= np.char.startswith(reason, word)
    keys = ["party", "source", "derived", "start", "end"]
    several = pd.MultiIndex.from_frame(frame.loc[lost, keys].drop_duplicates())
    serves = done.entries.open | np.char.startswith(reason, "check: ") | lost
    kept = frame[pd.MultiIndex.from_frame(frame[keys]).isin(several) & serves]
    kept = kept.sort_values([*keys, "published", "report_id"], kind="stable")
    first = kept.groupby(keys, sort=False)["value"].transform("first")
    table = pd.DataFrame(
        {
            **{name: kept[name].astype("str") for name in ("party", "source")},
            **{name: stamps(kept[name]) for name in ("start", "end", "published")},
            "report_id": kept["report_id"].astype("str"),
            "value": edge(kept["value"], chosen.unit),
            "change": edge(kept["value"] - first, chosen.unit),
            "stands": ~lost[kept.index],
            "reason": pd.Series(
                [text.removeprefix("check: ") if out else "" for text, out in
                 zip(reason[kept.index], lost[kept.index], strict=True)],
                index=kept.index, dtype="str",
            ),
        }
    )  # fmt: skip
    return table.reset_index(drop=True)
