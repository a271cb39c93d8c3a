"""The plotted figures as a table: what stands behind the marks."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from territorial.plots.data import MonthData
from territorial.storage.cells import guard


def marks_table(data: MonthData, names: Mapping[str, str]) -> pd.DataFrame:
    """The plotted figures as they stand behind the marks: the sidecar."""
    rows = data.rows
    known = rows[rows["value"].notna() | (rows["days_covered"] == 0)]
    return pd.DataFrame(
        {
            "month": [str(pd.Period(ordinal=int(month), freq="M")) for month in known["month"]],
            "party": known["party"].to_numpy(),
            "name": [names[party] for party in known["party"]],
            "value": known["value"].to_numpy(),
            "low": known["low"].to_numpy(),
            "high": known["high"].to_numpy(),
            "qualifier": known["qualifier"].to_numpy(),
            "unit": data.unit,
            "per": data.per,
            "days_covered": known["days_covered"].astype(int).to_numpy(),
            "days": known["days"].astype(int).to_numpy(),
            "complete": known["complete"].to_numpy(),
            "attribution": known["attribution"].to_numpy(),
            "report_ids": known["report_ids"].to_numpy(),
        }
    )


def missing_words(gaps: Sequence[float]) -> list[str]:
    """How many months have no figure, for the alternative text."""
    if not gaps:
        return []
    return [f"{len(gaps)} month{'s' if len(gaps) > 1 else ''} without a figure."]


def as_csv(marks: pd.DataFrame) -> str:
    """The figures as CSV; no cell is a formula to a spreadsheet."""
    table = marks.copy()
    for name in table.columns:
        if not pd.api.types.is_numeric_dtype(table[name]):
            table[name] = pd.Series(list(map(_cell, table[name])), table.index, dtype=object)
    return str(table.to_csv(index=False, lineterminator="\n"))


def plain_rows(marks: pd.DataFrame) -> list[dict[str, Any]]:
    """The figures as JSON types, a row a mapping."""
    return [
        {str(key): _plain(value) for key, value in row.items()} for row in marks.to_dict("records")
    ]


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return guard(value) if isinstance(value, str) and value else value


def _plain(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None
    if value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, list | tuple):
        return [str(part) for part in value]
    return value.item() if hasattr(value, "item") else value
