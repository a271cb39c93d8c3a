"""One figure for each source and period: repeats, later figures, rates beside totals."""

from __future__ import annotations

import numpy as np

from territorial.series.entries import Entries

KEYS = ("party", "source", "derived", "start", "end")


def settle(entries: Entries) -> dict[int, str]:
    """Leave one entry open for each party, source and period.

    A later figure replaces an earlier one, unless it says the same less
    exactly ("nearly 500 square miles" after "1,294 km²"). A total goes before
    a rate. The others are kept as checks, with the reason.

    Returns
    -------
    dict
        For entries beside which another figure of the same source, period and
        day of publication says something else: what it says.
    """
    frame = entries.frame
    live = frame.loc[entries.open]
    if live.empty:
        return {}
    twice = live[live.duplicated(list(KEYS), keep=False)]
    # Total before rate, then by vintage; the id only makes the order of rows not matter.
    twice = twice.sort_values(
        [*KEYS, "is_rate", "published", "half", "value", "report_id"], kind="stable"
    )
    codes = twice.groupby(list(KEYS), sort=False, dropna=False).ngroup().to_numpy()
    at = twice.index.to_numpy()
    columns = {
        name: twice[name].to_numpy()
        for name in ("value", "low", "high", "half", "is_rate", "published", "report_id", "row")
    }
    doubts: dict[int, str] = {}
    mask = np.zeros(len(frame), dtype=bool)
    why = np.full(len(frame), "", dtype=object)
    stands = 0
    for new in range(1, len(at)):
        if codes[new] != codes[stands]:
            stands = new
            continue
        old = stands
        loser, reason, doubt = _compare(columns, old, new)
        if loser == old:
            stands = new
            if at[old] in doubts:
                doubts.setdefault(int(at[new]), doubts.pop(int(at[old])))
        mask[at[loser]] = True
        why[at[loser]] = reason
        if doubt:
            doubts[int(at[stands])] = doubt
    entries.aside(mask, why)
    return doubts


def _compare(columns: dict[str, np.ndarray], old: int, new: int) -> tuple[int, str, str]:
    """Which of two figures gives way, why, and what speaks against the one that stands."""
    ids, published, half = columns["report_id"], columns["published"], columns["half"]
    if columns["is_rate"][new] and not columns["is_rate"][old]:
        return new, f"check: a rate beside the total of {ids[old]}", ""
    if _says_the_same(columns, new, old):  # the new one is as wide or wider
        if half[new] >= half[old]:
            return new, f"check: repeats {ids[old]}", ""
        return old, f"check: less exact than {ids[new]}", ""
    if _says_the_same(columns, old, new):
        return old, f"check: less exact than {ids[new]}", ""
    if published[new] > published[old]:
        return old, f"replaced by {ids[new]}, published later", ""
    return new, f"contradicts {ids[old]}", f"{ids[new]} says {columns['value'][new]:g}"


def _says_the_same(columns: dict[str, np.ndarray], wide: int, fine: int) -> bool:
    """Whether the wording of one holds for the figure of the other."""
    slack = columns["half"][wide] * (1 + 1e-9)
    value = columns["value"][fine]
    low, high = columns["low"][wide], columns["high"][wide]
    return bool(low - slack <= value <= high + slack)
