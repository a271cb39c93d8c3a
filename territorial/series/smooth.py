"""Months from the smoothest daily rate that meets every report of a source."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territorial.series.entries import Entries, day_months
from territorial.series.fit import Sums, smoothest
from territorial.series.months import GROUP, PIECE, in_order
from territorial.series.options import Options

MET = 1e-6  # how far off, in parts of the figure, a report counts as contradicted


def smoothed(
    entries: Entries, ready: np.ndarray, chosen: Options
) -> tuple[pd.DataFrame, pd.Series]:
    """The pieces of each source from its smoothest daily rate, and what it gives each report.

    A day that no report covers has no rate, and stretches of days with such
    days between them are smoothed each by itself. The amount of a day is
    booked to the shortest report that covers it.

    Parameters
    ----------
    entries : Entries
        All reports; those that serve are left open.
    ready : array of bool
        The reports that may serve, one for each source and period.
    chosen : Options
        Whether the rate may fall below zero.

    Returns
    -------
    (DataFrame, Series)
        Pieces, as `whole_reports` gives them; the fitted amount of each entry.
    """
    entries.open[:] = ready
    entries.reason[ready] = ""
    live = entries.frame.loc[ready]
    frames = [pd.DataFrame(columns=[*GROUP, *PIECE])]
    fitted = pd.Series(np.nan, index=live.index)
    for _, group in live.groupby(GROUP, sort=True):
        nonnegative = chosen.nonnegative
        if nonnegative is None:
            nonnegative = bool((group["value"] >= 0).all())
        for stretch in _stretches(group.sort_values(["start", "end"], kind="stable")):
            pieces, sums = _smooth(stretch, entries, nonnegative=nonnegative)
            fitted[stretch.index] = sums
            frames.append(pieces.assign(**{name: group[name].iloc[0] for name in GROUP}))
    made = frames[1:] or frames
    pieces = in_order(pd.concat(made, ignore_index=True)[[*GROUP, *PIECE]])
    silent = ready.copy()
    silent[pieces["entry"].unique().astype(np.int64)] = False
    entries.aside(silent, "check: shorter reports cover its days; the smoothed rate meets both")
    return pieces, fitted


def _stretches(group: pd.DataFrame) -> list[pd.DataFrame]:
    """Reports, by start, whose days leave no day out between them."""
    reach = np.maximum.accumulate(group["end"].to_numpy())
    cuts = np.flatnonzero(group["start"].to_numpy()[1:] > reach[:-1] + 1) + 1
    return [group.iloc[part] for part in np.split(np.arange(len(group)), cuts)]


def _smooth(
    group: pd.DataFrame, entries: Entries, *, nonnegative: bool
) -> tuple[pd.DataFrame, np.ndarray]:
    zero = int(group["start"].min())
    start, end = group["start"].to_numpy() - zero, group["end"].to_numpy() - zero + 1
    value, low, high = (group[name].to_numpy() for name in ("value", "low", "high"))
    days = int(end.max())
    fit = smoothest(Sums(start, end, value, low, high), days, nonnegative=nonnegative)
    size = MET * np.maximum(np.abs(value), 1.0)
    miss = np.maximum(np.maximum(low - fit.sums, fit.sums - high), 0.0)
    missed = miss > size
    who = f"{group['party'].iloc[0]}, {group['source'].iloc[0]}"
    if missed.any():
        worst = int(np.argmax(miss))
        entries.notes.append(
            f"{who}: reports contradict one another, and the smoothed rate misses "
            f"{int(missed.sum())} of {len(group)} by least squares, most of all "
            f"{group['report_id'].iloc[worst]} by {miss[worst]:.4g} of {value[worst]:.6g}"
        )
    if not fit.settled:
        entries.notes.append(f"{who}: the smoothed rate is near the smoothest one, not the same")
    owner = np.zeros(days, dtype=np.int64)
    longest_first = np.lexsort((group["report_id"].to_numpy(dtype=str), -(end - start)))
    for at in longest_first:
        owner[start[at] : end[at]] = at
    months = day_months(np.arange(zero, zero + days))
    new = np.ones(days, dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (months[1:] != months[:-1])
    first = np.flatnonzero(new)
    last = np.append(first[1:], days) - 1
    amount = np.add.reduceat(fit.rates, first)
    of = owner[first]
    whole = (start[of] == first) & (end[of] == last + 1) & (miss[of] <= size[of])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(value[of] != 0, amount / value[of], np.nan)
    pieces = pd.DataFrame(
        {
            "entry": group.index.to_numpy()[of],
            "month": months[first],
            "first": zero + first,
            "last": zero + last,
            "days": last - first + 1,
            "value": amount,
            "low": np.where(whole, low[of], amount),
            "high": np.where(whole, high[of], amount),
            "less": 0.0,
            "share": share,
        }
    )
    return pieces, fit.sums
