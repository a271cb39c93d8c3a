"""Longer reports shared out by days, so that each day belongs to one report only."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from territorial.series.entries import NO_DAY, Entries, day_months
from territorial.series.months import GROUP, PIECE, in_order

FREE = -1
BATCH = 256  # reports looked at together for those of which no day is free any more
COVERED = "check: shorter reports cover all of its days"


class Part(NamedTuple):
    """What one report still has to give, and over how many days."""

    entry: int
    value: float
    low: float
    high: float
    days: int
    less: float


def shared_by_days(entries: Entries, ready: np.ndarray, whole: pd.DataFrame) -> pd.DataFrame:
    """The pieces of each source when every report may be shared out by days.

    What makes a month by itself (`whole`) stays. Then, from the shortest
    report to the longest, each gives its days that no other has taken: the
    amount that the reports inside it leave, in equal parts over the days that
    they leave. So a year's total less its known months goes to the other
    months, and totals are kept.

    Parameters
    ----------
    entries : Entries
        All reports; those that serve are left open, the others told why not.
    ready : array of bool
        The reports that may serve, one for each source and period.
    whole : DataFrame
        The pieces that `whole_reports` found.

    Returns
    -------
    DataFrame
        Pieces, as `whole_reports` gives them.
    """
    entries.open[:] = ready
    entries.reason[ready] = ""
    live = entries.frame.loc[ready].copy()
    if live.empty:
        return whole
    live["late"] = ~live.index.isin(whole["entry"])
    live["recent"] = -np.where(live["published"] == NO_DAY, -(10**9), live["published"])
    live = live.sort_values([*GROUP, "late", "days", "recent", "report_id"], kind="stable")
    codes = live.groupby(GROUP, sort=False).ngroup().to_numpy()
    cuts = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
    frames = []
    mask = np.zeros(len(entries.frame), dtype=bool)
    why = np.full(len(entries.frame), COVERED, dtype=object)
    for begin, stop in pairwise(cuts):
        group = live.iloc[begin:stop]
        pieces = _paint(group, mask, why)
        for name in GROUP:
            pieces[name] = group[name].iloc[0]
        frames.append(pieces)
    entries.aside(mask, why)
    return in_order(pd.concat(frames, ignore_index=True)[[*GROUP, *PIECE]])


def _paint(group: pd.DataFrame, mask: np.ndarray, why: np.ndarray) -> pd.DataFrame:
    """Give the days of one source to its reports, those first in order first.

    The entries that get none are masked, with the reason where it is another.
    """
    names = ("start", "end", "value", "low", "high")
    start, end, value, low, high = (group[name].to_numpy() for name in names)
    zero = int(start.min())
    size = int(end.max()) - zero + 1
    owner = np.full(size, FREE, dtype=np.int64)  # position in `group`
    rates = np.zeros((3, size))  # amount, low, high of each day
    parts: list[Part] = []
    place: dict[int, int] = {}
    starts, ends, at = start - zero, end - zero + 1, group.index.to_numpy()
    for one in _with_free_days(owner, starts, ends, mask, at):
        here = slice(int(starts[one]), int(ends[one]))
        owners = owner[here]
        free = owners == FREE
        count = int(np.count_nonzero(free))
        if not count:
            mask[at[one]] = True
            continue
        span = len(owners)
        inside = np.zeros(3)
        if count < span:
            mine = ~free & (starts[owners] >= here.start) & (ends[owners] <= here.stop)
            span -= int(np.count_nonzero(mine))
            inside = rates[:, here][:, mine].sum(axis=1)
        left = value[one] - inside[0]
        if left * value[one] < 0:
            mask[at[one]] = True
            why[at[one]] = f"check: reports inside it already make {inside[0]:.6g}"
            continue
        bounds = low[one] - inside[2], high[one] - inside[1]
        if value[one] >= 0 and np.isfinite(bounds[0]):
            bounds = max(bounds[0], 0.0), bounds[1]
        place[one] = len(parts)
        parts.append(Part(int(at[one]), left, *bounds, span, inside[0]))
        owners[free] = one
        for row, amount in enumerate((left, *bounds)):
            rates[row, here][free] = amount / span
    return _runs(owner, zero, parts, place)


def _with_free_days(
    owner: np.ndarray, starts: np.ndarray, ends: np.ndarray, mask: np.ndarray, at: np.ndarray
) -> Iterator[int]:
    """The reports of which a day is free when their batch begins; the others are masked."""
    for begin in range(0, len(starts), BATCH):
        here = slice(begin, begin + BATCH)
        free = np.concatenate([[0], np.cumsum(owner == FREE)])
        some = free[ends[here]] > free[starts[here]]
        mask[at[here][~some]] = True
        yield from (begin + np.flatnonzero(some)).tolist()


def _runs(owner: np.ndarray, zero: int, parts: list[Part], place: dict[int, int]) -> pd.DataFrame:
    """Runs of days of one report in one month."""
    days = np.arange(zero, zero + len(owner))
    months = day_months(days)
    new = np.ones(len(owner), dtype=bool)
    new[1:] = (owner[1:] != owner[:-1]) | (months[1:] != months[:-1])
    first = np.flatnonzero(new)
    last = np.append(first[1:], len(owner)) - 1
    held = owner[first] != FREE
    first, last = first[held], last[held]
    table = pd.DataFrame(parts, columns=list(Part._fields)).iloc[
        [place[one] for one in owner[first].tolist()]
    ]
    count = last - first + 1
    share = count / table["days"].to_numpy()
    return pd.DataFrame(
        {
            "entry": table["entry"].to_numpy(),
            "month": months[first],
            "first": days[first],
            "last": days[last],
            "days": count,
            **{name: table[name].to_numpy() * share for name in ("value", "low", "high")},
            "less": table["less"].to_numpy(),
            "share": share,
        }
    )
