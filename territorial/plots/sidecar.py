"""The plotted figures as a table: what stands behind the marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from territorial.plots.data import MonthData


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
