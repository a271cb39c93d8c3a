"""From a reports table to the pieces that make each month: the whole way, once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from territorial.series import entries as entry_rows
from territorial.series.days import shared_by_days
from territorial.series.entries import Entries
from territorial.series.months import GROUP, whole_reports
from territorial.series.narrow import narrow
from territorial.series.options import Options
from territorial.series.resolve import resolve
from territorial.series.smooth import MET, smoothed
from territorial.series.vintages import settle


@dataclass(slots=True)
class Account:
    """What every report does in a series.

    Attributes
    ----------
    entries : Entries
        All reports as amounts, each open or set aside with the reason.
    offered : DataFrame
        The pieces of every source, before one was chosen for each month.
    pieces : DataFrame
        The pieces that make the months.
    fitted : Series or None
        What the smoothed rate gives to each entry.
    """

    entries: Entries
    offered: pd.DataFrame
    pieces: pd.DataFrame
    fitted: pd.Series | None = None

    def missed(self, at: np.ndarray) -> np.ndarray:
        """Which entries the smoothed rate does not meet."""
        if self.fitted is None:
            return np.zeros(len(at), dtype=bool)
        rows, sums = self.entries.frame.loc[at], self.fitted.reindex(at).to_numpy()
        size = MET * np.maximum(np.abs(rows["value"].to_numpy()), 1.0)
        low, high = rows["low"].to_numpy(), rows["high"].to_numpy()
        outside: np.ndarray = (sums < low - size) | (sums > high + size)
        return outside


def account(reports: pd.DataFrame, chosen: Options) -> Account:
    """Account for every report of a table, one source chosen for each month.

    Raises
    ------
    ReportsError, InputError, SeriesError
        See `monthly_table`.
    """
    done, doubts = by_source(reports, chosen)
    done.pieces = resolve(done.offered, done.entries, chosen, doubts)
    return done


def by_source(reports: pd.DataFrame, chosen: Options) -> tuple[Account, dict[int, str]]:
    """The months of every source, and what speaks against an entry of its own source."""
    entries = entry_rows.build(reports, chosen)
    narrow(entries, reports, chosen)
    doubts = settle(entries)
    ready = entries.open.copy()
    offered, fitted = whole_reports(entries), None
    if chosen.straddle == "days":
        offered = shared_by_days(entries, ready, offered)
    elif chosen.straddle == "smooth":
        offered, fitted = smoothed(entries, ready, chosen)
    return Account(entries, offered, offered, fitted), doubts


def accounted(done: Account, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What other reports of the same source give to the days of the entries `at`.

    Only pieces that lie wholly inside an entry's period count.

    Returns
    -------
    (array, array)
        Amount, and days that it covers.
    """
    amount, days = np.zeros(len(at)), np.zeros(len(at), dtype=np.int64)
    wanted = done.entries.frame.loc[at]
    groups = dict(list(done.offered.groupby(GROUP, sort=False)))
    place = pd.Series(np.arange(len(at)), index=wanted.index)
    for key, rows in wanted.groupby(GROUP, sort=False):
        pieces = groups.get(key)
        if pieces is None:
            continue
        where = place[rows.index].to_numpy()
        begin = np.searchsorted(pieces["first"].to_numpy(), rows["start"].to_numpy())
        stop = np.searchsorted(pieces["last"].to_numpy(), rows["end"].to_numpy(), "right")
        stop = np.maximum(begin, stop)
        for out, name in ((amount, "value"), (days, "days")):
            sums = np.concatenate([[0], np.cumsum(pieces[name].to_numpy())])
            out[where] = sums[stop] - sums[begin]
    return amount, days
