"""Totals of long periods that the months of the same source contradict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from territorial import units
from territorial.series.account import by_source
from territorial.series.audit.finding import RELATIVE, Finding
from territorial.series.options import options
from territorial.series.tracing import report_rows

if TYPE_CHECKING:
    import pandas as pd


def totals_and_parts(reports: pd.DataFrame) -> Iterator[Finding]:
    """A total that is less than its parts, or not their sum where they are all told."""
    conflicts = reports["conflict"].astype("str").fillna("")
    for _, part in reports.groupby(conflicts, sort=True):
        for unit in ("km^2", "km"):
            yield from _of_conflict(part.reset_index(drop=True), unit)


def _of_conflict(reports: pd.DataFrame, unit: str) -> Iterator[Finding]:
    done, doubts = by_source(reports, options({"unit": unit}))
    rows = report_rows(done, reports, done.entries.frame.index.to_numpy(), None)
    frame = done.entries.frame.loc[rows.index]
    told = (rows["role"] == "check") & ~rows["reason"].str.startswith(("repeats", "less exact"))
    for at in rows.index[told & (rows["days_accounted"] > 0) & ~rows.index.isin(list(doubts))]:
        sums, entry = rows.loc[at], frame.loc[at]
        parts = float(sums["accounted"])
        slack = float(entry["half"]) + RELATIVE * max(abs(float(entry["value"])), abs(parts))
        whole = sums["days_accounted"] == sums["days"]
        above = parts > entry["high"] + slack
        below = whole and parts < entry["low"] - slack
        if (above and _only_gains(done.offered, entry)) or (whole and above) or below:
            yield Finding(
                "total that its parts contradict", str(entry["report_id"]), None,
                float(entry["value"]), parts, slack, unit,
                f"{entry['source']} says {entry['value']:,.6g} {units.label(unit)} for "
                f"{_day(entry['start'])} to {_day(entry['end'])}; its shorter reports make "
                f"{parts:,.6g} in {sums['days_accounted']} of these {sums['days']} days",
            )  # fmt: skip


def _only_gains(pieces: pd.DataFrame, entry: pd.Series) -> bool:
    """Whether days that are not told could only add to the sum."""
    same = (pieces["party"] == entry["party"]) & (pieces["source"] == entry["source"])
    return bool((pieces.loc[same, "value"] >= 0).all())


def _day(day: int) -> str:
    return str(np.datetime64(int(day), "D"))
