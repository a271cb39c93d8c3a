"""Sentences computed from the plotted figures, true by construction.

A comparison is made only where the published bounds allow no other answer and
the printed numbers differ; incomplete months are never compared. What cannot
be said truly is not said.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from territorial.plots.data import MonthData, shown
from territorial.plots.words import MONTHS, amount, listed, month_name, span

VERBS = {
    ("area", "gain"): "took",
    ("area", "loss"): "lost",
    ("length", "gain"): "advanced",
    ("length", "loss"): "was pushed back",
    ("count", "gain"): "took",
    ("count", "loss"): "lost",
    ("share", "gain"): "took",
    ("share", "loss"): "lost",
}
THINGS = {"area": "Area", "length": "Distance", "count": "Settlements", "share": "Share"}
Figures = Mapping[Any, Any] | pd.Series  # value, low and high of one row
DONE = {"gain": "taken", "loss": "lost", "net": "taken", "control": "held"}


def subject(data: MonthData, names: Mapping[str, str], step: str) -> str:
    """What is measured, by whom, where and in which step: the subtitle."""
    thing = THINGS[data.measure]
    if data.measure == "share" and data.of is not None:
        thing = f"Share of {data.of.name}"
    done = DONE[data.kind]
    if data.measure == "length":
        done = {"gain": "advanced", "net": "advanced"}.get(data.kind, done)
    if data.kind == "net":
        thing = f"Net {thing[0].lower()}{thing[1:]}"
    who = listed([names[party] for party in data.parties])
    where = f", {data.place}" if data.place and not data.of else ""
    first = pd.Period(ordinal=data.first, freq="M")
    last = pd.Period(ordinal=data.last, freq="M")
    return f"{thing} {done} by {who} {step}{where}, {span(first, last)}"


def did(data: MonthData, name: str, row: pd.Series, places: int) -> str:
    """``Russia took 320 km²``, ``Russia lost 34 km² net``."""
    value, low, high = float(row["value"]), float(row["low"]), float(row["high"])
    hedged = row.get("qualifier") == "about"
    what = shown(abs(value), low, high, data, places, hedged=hedged)
    if data.kind == "net":
        if value < 0:
            what = shown(-value, -high, -low, data, places, hedged=hedged)
        verb = {"length": ("advanced", "was pushed back")}.get(data.measure, ("took", "lost"))
        return f"{name} {verb[value < 0]} {what} net"
    if data.kind == "control":
        return f"{name} held {what}"
    of = f" of {data.of.name}" if data.of is not None else ""
    return f"{name} {VERBS[data.measure, data.kind]} {what}{of}"


def _likewise(data: MonthData, name: str, first: pd.Series, row: pd.Series, places: int) -> str:
    """What the second party did; the verb is left out where it is the same."""
    said = did(data, name, row, places)
    if data.kind in ("gain", "loss") or (data.kind == "net" and first["value"] * row["value"] > 0):
        return name + said.removeprefix(name).replace(" took", "").replace(" lost", "").replace(
            " advanced", ""
        )
    return said


def _bounds(row: Figures) -> tuple[float, float]:
    value, low, high = float(row["value"]), float(row["low"]), float(row["high"])
    if math.isnan(low) and math.isnan(high):
        return value, value
    return (-math.inf if math.isnan(low) else min(low, value),
            math.inf if math.isnan(high) else max(high, value))  # fmt: skip


def above(row: Figures, other: Figures, places: int) -> bool:
    """Whether a figure is above another for certain, and prints as such."""
    apart = round(float(row["value"]), places) > round(float(other["value"]), places)
    return apart and _bounds(row)[0] > _bounds(other)[1]


def leading(data: MonthData) -> str:
    """The party with the largest sum of absolute figures; the first id among equals."""
    totals = data.rows.assign(size=data.rows["value"].abs()).groupby("party")["size"].sum()
    return max(data.parties, key=lambda party: (float(totals[party]), -data.parties.index(party)))


def monthly_finding(data: MonthData, names: Mapping[str, str], places: int) -> str:
    """The title of a chart of monthly figures."""
    party = leading(data)
    rows = data.of_party(party)
    known = rows[rows["value"].notna()]
    if known.empty:
        return f"No figures for {listed([names[p] for p in data.parties])}"
    whole = known[known["complete"]]
    if whole.empty:
        last = known.iloc[-1]
        month = pd.Period(ordinal=int(last["month"]), freq="M")
        return f"{did(data, names[party], last, places)} in {month_name(month)} so far"
    last = whole.iloc[-1]
    month = pd.Period(ordinal=int(last["month"]), freq="M")
    text = f"{did(data, names[party], last, places)} in {month_name(month)}"
    others = [other for other in data.parties if other != party]
    if len(others) == 1:
        other = data.of_party(others[0])
        row = other[other["month"] == last["month"]].iloc[0]
        if pd.notna(row["value"]) and row["complete"]:
            return f"{text}, {_likewise(data, names[others[0]], last, row, places)}"
    return text + _compared(data, whole, places)


def _compared(data: MonthData, whole: pd.DataFrame, places: int) -> str:
    last, rest = whole.iloc[-1], whole.iloc[:-1]
    gaps = len(whole) < data.last - data.first + 1
    months = f"{len(whole)} {'whole ' if gaps else ''}months shown"
    noun = {"net": "net result"}.get(data.kind, "amount")
    rows = rest.to_dict("records")  # a row as a Series costs far more
    if len(rows) >= 2:
        if all(above(last, row, places) for row in rows):
            return f", the highest {noun} of the {months}"
        if all(above(row, last, places) for row in rows):
            return f", the lowest {noun} of the {months}"
    if rows and int(rest.iloc[-1]["month"]) == int(last["month"]) - 1:
        before = rest.iloc[-1]
        if float(before["value"]) >= 0 and float(last["value"]) >= 0:
            was = shown(float(before["value"]), float(before["low"]), float(before["high"]),
                        data, places, hedged=before["qualifier"] == "about")  # fmt: skip
            when = MONTHS[pd.Period(ordinal=int(before["month"]), freq="M").month - 1]
            year = pd.Period(ordinal=int(before["month"]), freq="M").year
            same = year == pd.Period(ordinal=int(last["month"]), freq="M").year
            when = when if same else f"{when}\N{NO-BREAK SPACE}{year}"
            if above(last, before, places):
                return f", up from {was} in {when}"
            if above(before, last, places):
                return f", down from {was} in {when}"
    return ""


def extremes(data: MonthData, names: Mapping[str, str], places: int) -> list[str]:
    """For the alternative text: highest and lowest whole month of each party."""
    said = []
    for party in data.parties:
        rows = data.of_party(party)
        whole = rows[rows["value"].notna() & rows["complete"]]
        if whole.empty:
            said.append(f"{names[party]}: no whole month with a figure.")
            continue
        parts = []
        order = whole["value"].to_numpy(dtype=float)
        for word, place in (("highest", order.argmax()), ("lowest", order.argmin())):
            row = whole.iloc[int(place)]
            month = month_name(pd.Period(ordinal=int(row["month"]), freq="M"))
            parts.append(f"{word} {amount(float(row['value']), data.word, places)} in {month}")
        if len(whole) == 1:
            parts = [parts[0].removeprefix("highest ")]
        said.append(f"{names[party]}: {', '.join(parts)}.")
    return said
