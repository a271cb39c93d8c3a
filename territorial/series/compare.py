"""Sources side by side: months, directions, and published totals against their months."""

from __future__ import annotations

from itertools import combinations
from typing import Any, Unpack

import numpy as np
import pandas as pd

from territorial import units
from territorial.series.account import by_source
from territorial.series.entries import month_edges
from territorial.series.options import SeriesOptions, options
from territorial.series.table import AMOUNTS, edge, month_index, month_rows, stamps
from territorial.series.tracing import report_rows

KEYS = ("party", "month", "source")
# What a chart of the table needs to say where each figure is from.
WORDS = (
    "qualifier", "attribution", "origin", "publisher", "basis", "scope", "place",
    "report_ids",
)  # fmt: skip


def compare(reports: pd.DataFrame, **more: Unpack[SeriesOptions]) -> pd.DataFrame:
    """What each source says of each month, side by side.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    **more
        The choices of `monthly_table`; ``priority=[...]`` keeps the sources
        that it names. ``tolerance`` (0.1 by default) says by how much, as a
        share of the larger figure, figures may differ and still agree.

    Returns
    -------
    DataFrame
        Index (month, party, source). ``value``, ``low``, ``high`` [unit];
        ``days_covered``, ``days``, ``complete``; ``sources`` that cover the
        whole month; ``difference`` from the lowest of them [unit] and
        ``ratio`` to it; ``agrees`` with all of them within the tolerance;
        ``qualifier``, ``attribution``, ``origin``, ``publisher``, ``basis``,
        ``scope``, ``place`` and ``published`` (the latest day) of the reports
        behind, ``report_ids``, ``flags``. A part month is listed and not
        compared. ``table["value"].unstack("source")`` gives a
        column a source.

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> def september(source, value):
    ...     return Report(source, party="russia", measure="area", kind="gain", value=value,
    ...                   unit="km^2", start=dt.date(2025, 9, 1), end=dt.date(2025, 9, 30),
    ...                   attribution=source)
    >>> table = compare(reports_table([september("A", 259.0), september("B", 447.0)]))
    >>> row = table.loc[("2025-09", "russia", "B")]
    >>> f"{row['difference']:~P} more, {row['ratio']:.2f} times"
    '188.0 km² more, 1.73 times'
    """
    chosen = options(more)
    tolerance = 0.1 if chosen.tolerance is None else chosen.tolerance
    done, doubts = by_source(reports, chosen)
    # What is booked from another's loss is no figure of a source of its own.
    done.pieces = done.pieces[~done.pieces["derived"].astype(bool)]
    rows = month_rows(done, reports, KEYS)
    columns = [*KEYS, *AMOUNTS, "days_covered", *WORDS, "published", "flags"]
    rows = rows.reindex(columns=columns).sort_values(["month", "party", "source"], kind="stable")
    month = rows["month"].to_numpy(dtype=np.int64)
    first, last = month_edges(month)
    days = last - first + 1
    complete = rows["days_covered"].to_numpy(dtype=float) == days
    value = rows["value"].astype(float).where(complete)
    of_month = [rows["month"], rows["party"]]
    least, most = (value.groupby(of_month).transform(name) for name in ("min", "max"))
    sources = value.groupby(of_month).transform("count")
    compared = complete & (sources > 1)
    difference = (value - least).where(compared)
    size = pd.concat([least.abs(), most.abs()], axis=1).max(axis=1)
    within = (value - least <= tolerance * size) & (most - value <= tolerance * size)
    index = _by_source(rows, month)
    doubtful = {str(done.entries.frame.loc[at, "report_id"]): text for at, text in doubts.items()}
    flags = [
        "; ".join([*([flag] if isinstance(flag, str) else []), *_doubts(ids, doubtful)]) or None
        for flag, ids in zip(rows["flags"], rows["report_ids"], strict=True)
    ]
    low, high = (rows[name].to_numpy(dtype=float) for name in ("low", "high"))
    plain = low == high
    table = pd.DataFrame(
        {
            "value": _plain(rows["value"], index, chosen.unit),
            "low": _plain(np.where(plain | ~np.isfinite(low), np.nan, low), index, chosen.unit),
            "high": _plain(np.where(plain | ~np.isfinite(high), np.nan, high), index, chosen.unit),
            "days_covered": rows["days_covered"].to_numpy(dtype=np.int64),
            "days": days,
            "complete": complete,
            "sources": sources.to_numpy(dtype=np.int64),
            "difference": _plain(difference, index, chosen.unit),
            "ratio": (value / least).where(compared & (least > 0)).to_numpy(),
            "agrees": within.astype("boolean").mask(~compared).array,
            **{
                name: pd.Series(rows[name].to_numpy(dtype=object), index=index, dtype="str")
                for name in WORDS
            },
            "published": stamps(rows["published"]),
            "flags": pd.Series(flags, index=index, dtype="str"),
        },
        index=index,
    )
    attrs: dict[Any, Any] = {
        "kind": chosen.kind, "measure": chosen.measure, "unit": chosen.unit,
        "tolerance": tolerance, "options": chosen.as_attrs(),
    }  # fmt: skip
    table.attrs = attrs
    return table


def _doubts(ids: object, doubtful: dict[str, str]) -> list[str]:
    return [doubtful[one] for one in str(ids).split("; ") if one in doubtful]


def _plain(values: Any, index: pd.MultiIndex, unit: str) -> pd.Series:
    return edge(pd.Series(np.asarray(values, dtype=float), index=index), unit)


def _by_source(rows: pd.DataFrame, month: np.ndarray) -> pd.MultiIndex:
    two = month_index(rows["party"], month)
    levels = [two.get_level_values("month"), two.get_level_values("party")]
    return pd.MultiIndex.from_arrays(
        [*levels, pd.Index(rows["source"].to_numpy(dtype=object), dtype="str")],
        names=["month", "party", "source"],
    )


def compare_directions(reports: pd.DataFrame, **more: Unpack[SeriesOptions]) -> pd.DataFrame:
    """How far each two sources agree: in size, and in which months were larger.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    **more
        The choices of `compare`.

    Returns
    -------
    DataFrame
        Index (party, source, other). ``months`` that both cover wholly, the
        mean ``difference`` (other less source) [unit], the median ``ratio``
        (other to source), ``steps`` from one such month to the next, and
        ``same_direction``, the share of those steps that go the same way in
        both; missing where there is no step.

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> def of(source, month, days, value):
    ...     return Report(f"{source}{month}", party="russia", measure="area", kind="gain",
    ...                   value=value, unit="km^2", start=dt.date(2025, month, 1),
    ...                   end=dt.date(2025, month, days), attribution=source)
    >>> table = compare_directions(reports_table([
    ...     of("A", 9, 30, 259.0), of("B", 9, 30, 447.0),
    ...     of("A", 10, 31, 267.0), of("B", 10, 31, 461.0),
    ... ]))
    >>> row = table.loc[("russia", "A", "B")]
    >>> f"{row['difference']:~P} on average, {row['same_direction']:.0%} of the steps alike"
    '191.0 km² on average, 100% of the steps alike'
    """
    table = compare(reports, **more)
    unit = str(table.attrs["unit"])
    whole = table[table["complete"]]
    values, _ = units.plain(whole["value"])
    found = []
    for party, group in values.groupby("party"):
        columns = {
            str(name): part.droplevel(["party", "source"])
            for name, part in group.groupby("source", sort=True)
        }
        wide = pd.DataFrame(columns).sort_index()
        ordinal = pd.PeriodIndex(wide.index).asi8
        for one, other in combinations(columns, 2):
            both = wide[[one, other]].notna().all(axis=1).to_numpy()
            pair = wide.loc[both, [one, other]].to_numpy()
            if not len(pair):
                continue
            steps = np.diff(ordinal[both]) == 1
            ways = np.sign(np.diff(pair, axis=0))[steps]
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = np.median(pair[:, 1] / pair[:, 0])
            found.append(
                {
                    "party": party,
                    "source": one,
                    "other": other,
                    "months": len(pair),
                    "difference": float(np.mean(pair[:, 1] - pair[:, 0])),
                    "ratio": float(ratio),
                    "steps": int(steps.sum()),
                    "same_direction": float(np.mean(ways[:, 0] == ways[:, 1]))
                    if steps.any()
                    else np.nan,
                }
            )
    names = ["party", "source", "other", "months", "difference", "ratio", "steps",
               "same_direction"]  # fmt: skip
    pairs = pd.DataFrame(found, columns=names).set_index(["party", "source", "other"])
    pairs["difference"] = edge(pairs["difference"].astype(float), unit)
    return pairs


def compare_totals(reports: pd.DataFrame, **more: Unpack[SeriesOptions]) -> pd.DataFrame:
    """Published totals of longer periods against the months of the same source.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    **more
        The choices of `monthly_table`.

    Returns
    -------
    DataFrame
        One row for each report longer than a month that covers whole pieces
        of the months of its source: ``report_id``, ``party``, ``source``,
        ``start``, ``end``, ``days``; its ``total`` [unit], what the months
        inside it sum to (``accounted``) over ``days_accounted``, and the
        ``residual``. Where all days are accounted for, the residual is by how
        much the total and the months disagree; else what is left for the
        other days.

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> def of(name, first, last, value):
    ...     return Report(name, party="russia", measure="area", kind="gain", value=value,
    ...                   unit="km^2", start=first, end=last)
    >>> table = compare_totals(reports_table([
    ...     of("nov", dt.date(2024, 11, 1), dt.date(2024, 11, 30), 725.0),
    ...     of("dec", dt.date(2024, 12, 1), dt.date(2024, 12, 31), 465.0),
    ...     of("both", dt.date(2024, 11, 1), dt.date(2024, 12, 31), 1200.0),
    ... ]))
    >>> f"{table.loc[0, 'residual']:~P} over {table.loc[0, 'days_accounted']} days"
    '10.0 km² over 61 days'
    """
    chosen = options({**more, "straddle": "drop"})
    done, _ = by_source(reports, chosen)
    rows = report_rows(done, reports, done.entries.frame.index.to_numpy(), None)
    frame = done.entries.frame.loc[rows.index]
    rows = rows.assign(source=frame["source"], total=frame["value"], longer=frame["days"] > 31)
    again = rows["reason"].str.startswith("repeats")
    longer = (rows["role"] == "check") & rows["longer"] & ~again
    kept = rows[longer & (rows["days_accounted"] > 0)]
    kept = kept[["report_id", "party", "source", "start", "end", "days", "total", "accounted",
                 "days_accounted", "residual"]]  # fmt: skip
    kept = kept.sort_values(["party", "source", "start", "end", "report_id"], ignore_index=True)
    for name in ("total", "accounted", "residual"):
        kept[name] = edge(kept[name].astype(float), chosen.unit)
    return kept
