"""The sentences of the note, and the key entries that go with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from territorial.plots.data import MonthData
from territorial.plots.drawn import KeyEntry
from territorial.plots.palette import Colour
from territorial.plots.style import Style
from territorial.plots.words import MONTHS, listed, short_month

if TYPE_CHECKING:
    import numpy as np

RANGE = "Whiskers run from the lowest to the highest published figure"
MOST_RUNS = 6  # of months that a note names one by one
BOUND = (
    "An arrow marks a figure worded as a bound, such as “over” or “up to”: "
    "the true figure lies that way"
)


def covered(row: pd.Series) -> str:
    """What of an incomplete month is covered: ``1–21 only`` or ``21 of 28 days``."""
    if pd.notna(row["first"]) and pd.notna(row["last"]):
        first, last = int(row["first"].day), int(row["last"].day)
        if last - first + 1 == int(row["days_covered"]):
            return f"{first}–{last} only" if last > first else f"{first} only"
    days = int(row["days_covered"])
    return f"{days} of {int(row['days'])} days" if days else "part only"


def incomplete(data: MonthData) -> dict[int, str]:
    """What stands under each incomplete month, by ordinal."""
    rows = data.rows[data.rows["value"].notna() & ~data.rows["complete"]]
    texts: dict[int, str] = {}
    for _, row in rows.iterrows():
        month, text = int(row["month"]), covered(row)
        texts[month] = text if texts.get(month, text) == text else "part only"
    return texts


def incomplete_note(data: MonthData, names: Mapping[str, str]) -> list[str]:
    """That hatched months are incomplete, each dated by party where they differ."""
    rows = data.rows[data.rows["value"].notna() & ~data.rows["complete"]]
    if rows.empty:
        return []
    items: dict[str, list[str]] = {}
    for _, row in rows.iterrows():
        month = short_month(pd.Period(ordinal=int(row["month"]), freq="M"))
        items.setdefault(f"{month} ({covered(row)})", []).append(names[row["party"]])
    named = [
        text if len(who) == len(data.parties) else f"{text}, {listed(who)}"
        for text, who in items.items()
    ]
    shown = named if len(named) <= 6 else [*named[:5], f"{len(named) - 5} more"]
    word = "Incomplete month" if len(named) == 1 else "Incomplete months"
    return [f"{word}, left out of comparisons: {'; '.join(shown)}"]


def _runs(ordinals: Iterable[int]) -> list[str]:
    """Runs of months, as in ``Nov 2024 – Jan 2025``."""
    runs: list[list[int]] = []
    for month in sorted(set(ordinals)):
        if runs and month == runs[-1][1] + 1:
            runs[-1][1] = month
        else:
            runs.append([month, month])
    texts = []
    for first, last in runs:
        a, b = pd.Period(ordinal=first, freq="M"), pd.Period(ordinal=last, freq="M")
        if first == last:
            texts.append(short_month(a))
        elif a.year == b.year:
            texts.append(f"{MONTHS[a.month - 1][:3]}–{short_month(b)}")
        else:
            texts.append(f"{short_month(a)} – {short_month(b)}")
    return texts


def approximate(rows: pd.DataFrame) -> np.ndarray:
    """Which figures are worded as approximate, without bounds that say by how much."""
    bare = rows["low"].isna() & rows["high"].isna() & rows["value"].notna()
    return ((rows["qualifier"] == "about") & bare).to_numpy(dtype=bool)


def about(text: str, *, hedged: bool) -> str:
    """A printed figure, with ``≈`` before it if it is worded as approximate."""
    return f"≈{text}" if hedged else text


def approximate_note(data: MonthData, names: Mapping[str, str]) -> list[str]:
    """Which figures the sources call approximate: the months, or how many if they are many."""
    rows = data.rows[data.rows["value"].notna()]
    hedged = rows[approximate(rows)]
    if hedged.empty:
        return []
    if len(hedged) == len(rows):
        return ["The figure is reported as approximate" if len(rows) == 1
                else "All figures are reported as approximate"]  # fmt: skip
    runs = {party: _runs(months) for party, months in hedged.groupby("party", sort=False)["month"]}
    if sum(map(len, runs.values())) > MOST_RUNS:
        return [f"{len(hedged)} of {len(rows)} figures are reported as approximate"]
    told = [listed(texts) if len(data.parties) == 1 else f"{names[str(party)]} ({listed(texts)})"
            for party, texts in runs.items()]  # fmt: skip
    return [f"Reported as approximate: {'; '.join(told)}"]


def mixture_note(data: MonthData, names: Mapping[str, str]) -> list[str]:
    """Who the figures are attributed to, by months, where a party has more than one."""
    notes = []
    known = data.rows[data.rows["value"].notna() & data.rows["attribution"].notna()]
    for party in data.parties:
        rows = known[known["party"] == party]
        groups = rows.groupby(rows["attribution"].astype(str))["month"]
        if groups.ngroups > 1:
            parts = [f"{name} ({listed(_runs(months))})" for name, months in groups]
            notes.append(f"{names[party]}’s figures come from more than one source: "
                         + "; ".join(parts))  # fmt: skip
    return notes


def key_of(
    data: MonthData,
    names: Mapping[str, str],
    colours: Mapping[str, Colour],
    *,
    symbol: str = "fill",
) -> list[KeyEntry]:
    """One entry a party."""
    return [KeyEntry(symbol, names[party], *colours[party]) for party in data.parties]


def extra_key(
    style: Style,
    *,
    whisker: bool = False,
    arrow: bool = False,
    hatch: bool = False,
    missing: bool = False,
) -> list[KeyEntry]:
    """Entries for what occurs in the plot: range, bound, incomplete month, no data."""
    ink, grey = style.neutral("ink"), style.neutral("note")
    entries: Sequence[tuple[bool, KeyEntry]] = (
        (whisker, KeyEntry("whisker", "range of figures", ink, grey)),
        (arrow, KeyEntry("arrow", "at least or at most", ink, grey)),
        (hatch, KeyEntry("hatch", "incomplete month", style.neutral("axis"), grey)),
        (missing, KeyEntry("missing", "no data", style.neutral("axis"), grey)),
    )
    return [entry for wanted, entry in entries if wanted]
