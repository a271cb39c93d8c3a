"""Which whole reports make a month: the default, in which nothing is shared out."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import numpy as np
import pandas as pd

from territorial.series.entries import Entries, day_months, month_edges

GROUP = ["party", "source", "derived"]
PIECE = ["entry", "month", "first", "last", "days", "value", "low", "high", "less", "share"]


def whole_reports(entries: Entries) -> pd.DataFrame:
    """The reports that make each month of each source, as pieces.

    A report of exactly the month, else disjoint reports inside it that cover
    the most days. The others are set aside with the reason.

    Returns
    -------
    DataFrame
        One piece a row, with `GROUP` and `PIECE` as columns: the days
        ``first`` to ``last`` of one month and the amount that an entry gives
        to them, which is ``share`` of its amount less what others inside it
        give (``less``).
    """
    live = entries.frame.loc[entries.open, [*GROUP, "report_id", "start", "end"]].copy()
    live["month"] = day_months(live["start"].to_numpy())
    later = day_months(live["end"].to_numpy())
    first, last = month_edges(live["month"].to_numpy())
    inside = live["month"].to_numpy() == later
    exact = inside & (live["start"].to_numpy() == first) & (live["end"].to_numpy() == last)
    across = np.zeros(len(entries.frame), dtype=bool)
    across[live.index[~inside]] = True
    entries.aside(across, "check: longer than a month or over its edge")

    taken = np.zeros(len(live), dtype=bool)
    taken[exact] = True
    why = np.full(len(entries.frame), "", dtype=object)
    keys = [*GROUP, "month"]
    part = live[inside & ~exact]
    if len(part):
        whole = live.loc[exact, [*keys, "report_id"]].rename(columns={"report_id": "by"})
        by = part.merge(whole, on=keys, how="left")["by"].to_numpy(dtype=object)
        covered = ~pd.isna(by)
        why[part.index[covered]] = [
            f"check: part of the month that {one} covers" for one in by[covered]
        ]
        rest = part[~covered].sort_values([*keys, "end", "start"], kind="stable")
        codes = rest.groupby(keys, sort=False).ngroup().to_numpy()
        cuts = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
        starts, ends = rest["start"].to_numpy(), rest["end"].to_numpy()
        chosen = np.zeros(len(rest), dtype=bool)
        for begin, stop in pairwise(cuts):
            for at in _most_days(starts[begin:stop].tolist(), ends[begin:stop].tolist()):
                chosen[begin + at] = True
        taken[live.index.get_indexer(rest.index[chosen])] = True
        why[rest.index[~chosen]] = "check: overlaps reports that cover more of the month"
    dropped = np.zeros(len(entries.frame), dtype=bool)
    dropped[live.index[inside & ~taken]] = True
    entries.aside(dropped, why)
    used = live[taken]
    figures = entries.frame.loc[used.index, ["value", "low", "high"]]
    pieces = pd.DataFrame(
        {
            **{name: used[name] for name in GROUP},
            "entry": used.index,
            "month": used["month"],
            "first": used["start"],
            "last": used["end"],
            "days": used["end"] - used["start"] + 1,
            **figures,
            "less": 0.0,
            "share": 1.0,
        }
    )
    return in_order(pieces)


def in_order(pieces: pd.DataFrame) -> pd.DataFrame:
    """Pieces by source and day, so that sums do not depend on the order of the reports."""
    return pieces.sort_values([*GROUP, "first"], kind="stable", ignore_index=True)


def _most_days(starts: list[int], ends: list[int]) -> list[int]:
    """Disjoint spans, sorted by end, that cover the most days; among equals the fewest."""
    best: list[tuple[int, int]] = [(0, 0)]
    back: list[int] = [-1]  # where the sum goes on if this span is taken
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before = bisect_right(ends, start - 1, 0, at)
        days, pieces = best[before]
        with_it = (days + end - start + 1, pieces - 1)
        if with_it > best[-1]:
            best.append(with_it)
            back.append(before)
        else:
            best.append(best[-1])
            back.append(-1)
    picked = []
    at = len(best) - 1
    while at > 0:
        step = back[at]
        if step >= 0:
            picked.append(at - 1)
        at = step if step >= 0 else at - 1
    return picked[::-1]
