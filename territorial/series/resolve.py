"""One source for each month: by the order that the user gives, never silently."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import SeriesError
from territorial.series.entries import Entries, month_edges
from territorial.series.narrow import named_sources
from territorial.series.options import Options

MONTH = ["party", "month"]


def resolve(
    pieces: pd.DataFrame, entries: Entries, chosen: Options, doubts: dict[int, str]
) -> pd.DataFrame:
    """The pieces of the source that serves each month of each party.

    A whole month goes before a part, a party's own figure before one booked
    from the other's loss, then the order of ``priority``. Without an order,
    two sources with different figures for one month are an error.

    Raises
    ------
    SeriesError
        If several sources, or two figures of one, could serve a month.
    """
    if pieces.empty:
        return pieces
    sums = pieces.groupby([*MONTH, "derived", "source"], sort=False)[["days", "value"]]
    offers = sums.sum().reset_index()
    first, last = month_edges(offers["month"].to_numpy())
    offers["part"] = offers["days"].to_numpy() < last - first + 1
    order = named_sources(entries, chosen, also_aside=True) or ()
    rank = {name: at for at, name in enumerate(order)}
    # Without an order the source of most months leads; it matters only among equal figures.
    count = offers.groupby(["party", "source"])["month"].transform("size")
    offers["rank"] = offers["source"].map(rank) if rank else -count
    offers = offers.sort_values([*MONTH, "derived", "part", "rank", "source"], kind="stable")
    best = offers.drop_duplicates(MONTH)
    if not rank:
        _refuse_several(offers, best, chosen)
    if chosen.tolerance is not None:
        _tell_apart(offers, best, entries, chosen, chosen.tolerance)
    keys = [*MONTH, "derived", "source"]
    kept = pd.MultiIndex.from_frame(pieces[keys]).isin(pd.MultiIndex.from_frame(best[keys]))
    used = pieces[kept].reset_index(drop=True)
    _refuse_doubts(used, entries, chosen, doubts)
    _say_mixture(used, entries, ordered=len(order) > 1)
    unused = np.zeros(len(entries.frame), dtype=bool)
    unused[pieces.loc[~kept, "entry"].unique()] = True
    unused[used["entry"].unique()] = False
    entries.aside(unused, "check: another source serves these months")
    return used


def _figure(value: Any, chosen: Options) -> str:
    return f"{value:,.6g} {units.label(chosen.unit)}"


def _refuse_several(offers: pd.DataFrame, best: pd.DataFrame, chosen: Options) -> None:
    beside = offers.merge(best, on=[*MONTH, "derived", "part"], suffixes=("", "_best"))
    apart = ~np.isclose(beside["value"], beside["value_best"], rtol=1e-9, atol=0)
    clash = beside[apart & (beside["source"] != beside["source_best"])]
    if clash.empty:
        return
    party, month = clash.iloc[0][MONTH]
    here = clash[(clash["party"] == party) & (clash["month"] == month)]
    one = here.iloc[0]
    said = [f"{one['source_best']} ({_figure(one['value_best'], chosen)})"]
    said += [f"{row.source} ({_figure(row.value, chosen)})" for row in here.itertuples()]
    more = len(clash.drop_duplicates(MONTH)) - 1
    raise SeriesError(
        "one source for each month",
        f"{len(said)} for {party} in {pd.Period(ordinal=int(month), freq='M')}: {'; '.join(said)}"
        + (f" (and so for {more} more months)" if more else ""),
        f"choose one by attribution={one['source_best']!r}, or an order by "
        f"priority=[{one['source_best']!r}, {one['source']!r}]",
    )


def _tell_apart(
    offers: pd.DataFrame, best: pd.DataFrame, entries: Entries, chosen: Options, tolerance: float
) -> None:
    """Which months another source tells otherwise, by more than the tolerance."""
    beside = offers.merge(best, on=[*MONTH, "derived", "part"], suffixes=("", "_best"))
    size = beside[["value", "value_best"]].abs().max(axis=1)
    apart = (beside["value"] - beside["value_best"]).abs() > tolerance * size
    names = ["party", "month", "source", "value"]
    for party, month, source, value in beside.loc[apart, names].to_numpy(dtype=object):
        key = (str(party), int(month))
        said = f"{source} says {_figure(value, chosen)}"
        before = entries.disagree.get(key)
        entries.disagree[key] = f"{before}; {said}" if before else said
    if entries.disagree:
        months = ", ".join(
            f"{pd.Period(ordinal=month, freq='M')} {party}" for party, month in entries.disagree
        )
        entries.notes.append(
            f"sources differ by more than {tolerance:.0%} in "
            f"{len(entries.disagree)} months: {months}; see the flags"
        )


def _refuse_doubts(
    used: pd.DataFrame, entries: Entries, chosen: Options, doubts: dict[int, str]
) -> None:
    for entry, other in doubts.items():
        at = used[used["entry"] == entry]
        if len(at):
            row = entries.frame.loc[entry]
            raise SeriesError(
                "one figure of a source for one period",
                f"two of {row['source']} for {row['party']} in "
                f"{pd.Period(ordinal=int(at.iloc[0]['month']), freq='M')}: report "
                f"{row['report_id']} says {_figure(row['value'], chosen)}, {other}",
                "leave one of the reports out, or tell them apart by scope= or basis=",
            )


def _say_mixture(used: pd.DataFrame, entries: Entries, *, ordered: bool) -> None:
    if ordered:
        return
    for party, group in used.groupby("party"):
        sources = group.groupby("source")["month"].nunique().sort_values(ascending=False)
        if len(sources) > 1:
            told = ", ".join(f"{name} ({count})" for name, count in sources.items())
            entries.notes.append(
                f"{party}: the months come from {len(sources)} sources: {told}; choose one by "
                "attribution=..., or an order by priority=[...]"
            )
