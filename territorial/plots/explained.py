"""What stands behind one mark: its figure in words, and the reports with theirs."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence

import pandas as pd

from territorial.errors import ChartError
from territorial.plots.words import amount, decimals


def rows_at(table: pd.DataFrame, month: str | pd.Period, party: str, *, chart: str) -> pd.DataFrame:
    """The rows of a chart's table for one month and party.

    Raises
    ------
    ChartError
        If there is none.
    """
    if "month" not in table.columns or "party" not in table.columns:
        raise ChartError("a chart by month and party", chart, "look at chart.table")
    label = str(pd.Period(month, freq="M"))
    rows = table[(table["month"] == label) & (table["party"] == party)]
    if rows.empty:
        raise ChartError(
            "a month and party of the chart", f"{label}, {party}",
            "look at chart.table for those it has",
        )  # fmt: skip
    return rows


def told(row: pd.Series, unit: str, reports: pd.DataFrame | None) -> str:
    """One row in words: figure, hedge, days covered, source, the words behind."""
    lines = [f"{row['name']}, {row['month']}: "]
    value = float(row["value"])
    if math.isnan(value):
        return lines[0] + "no figure, which is not zero"
    places = max(decimals([value], measure="area"), decimals([value], measure="area", rate=True))
    lines[0] += amount(value, unit, places)
    low, high = float(row["low"]), float(row["high"])
    if not (math.isnan(low) and math.isnan(high)):
        ends = ["open" if math.isnan(end) else amount(end, unit, places) for end in (low, high)]
        lines.append(f"published range: {ends[0]} to {ends[1]}")
    elif row.get("qualifier") == "about":
        lines.append("reported as approximate")
    days, covered = row.get("days"), row.get("days_covered")
    if covered is not None and days is not None:
        state = "complete" if bool(row["complete"]) else "incomplete"
        lines.append(f"days covered: {int(covered)} of {int(days)} ({state})")
    if isinstance(row.get("attribution"), str) and row["attribution"]:
        lines.append(f"attribution: {row['attribution']}")
    ids = _ids(row.get("report_ids"))
    if ids:
        lines.append("reports: " + ", ".join(ids))
    if reports is not None and ids:
        found = reports[reports["report_id"].isin(ids)]
        lines += [_quoted(report) for _, report in found.iterrows()]
    return "\n  ".join(lines)


def latest(marks: pd.DataFrame, reports: pd.DataFrame | None) -> dt.date | None:
    """When the last of the reports behind the marks was published."""
    if reports is None or "report_ids" not in marks.columns:
        return None
    ids = {one for value in marks["report_ids"] for one in _ids(value)}
    days = reports.loc[reports["report_id"].isin(ids), "published"].dropna()
    return None if days.empty else pd.Timestamp(days.max()).date()


def _ids(value: object) -> list[str]:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return []
    if isinstance(value, str):
        return [part for part in re.split(r"[;,\s]+", value) if part]
    return [str(part) for part in value] if isinstance(value, Sequence) else []


def _quoted(report: pd.Series) -> str:
    """One report behind a figure: its words or its figure, when and where it was published."""
    words = report.get("quote")
    if isinstance(words, str) and words:
        said = f"“{words}”"
    else:
        said = f"{report['value']:g} {report['unit']}, without its words"
    parts = [said]
    if pd.notna(report["published"]):
        parts.append(pd.Timestamp(report["published"]).date().isoformat())
    parts += [str(report[name]) for name in ("publisher", "url") if pd.notna(report[name])]
    return f"{report['report_id']}: " + ", ".join(parts)
