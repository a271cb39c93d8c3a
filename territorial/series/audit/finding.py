"""What a rule finds, and the reports as the rules see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import UnitError
from territorial.records import NUMBERS
from territorial.series.entries import half_digit

RELATIVE = 0.03  # how far two hedged tellings of one amount may lie apart, beyond their rounding
PLAIN = 0.01  # and two plain ones: factors of conversion are rounded too
WORDS = {"at_least": "at least ", "at_most": "at most ", "nearly": "nearly ", "about": "about "}


class Finding(NamedTuple):
    """One contradiction: which rule, which reports, what was expected.

    ``given`` and ``expected`` are in `unit`; ``tolerance`` is how far apart
    they might have been.
    """

    rule: str
    report_id: str
    other_id: str | None
    given: float
    expected: float
    tolerance: float
    unit: str | None
    message: str


class Told(NamedTuple):
    """One report as the rules see it; days and words are None where missing."""

    report_id: str
    conflict: str | None
    party: str | None
    measure: str | None
    kind: str | None
    basis: str
    value: float
    low: float
    high: float
    unit: str | None
    per: str | None
    qualifier: str
    start: dt.date | None
    end: dt.date | None
    place: str | None
    scope: str | None
    published: dt.date | None
    restates: str | None
    source: str | None
    half: float

    @property
    def dimension(self) -> str | None:
        """What its unit measures, None where there is no known unit."""
        if self.unit is None:
            return None
        try:
            return units.dimension(units.canonical(self.unit))
        except UnitError:
            return None

    @property
    def canonical(self) -> str:
        """Its unit in the spelling of the library; only for a known unit."""
        return units.canonical(str(self.unit))

    @property
    def days(self) -> int | None:
        """How many days it covers, both ends included."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1

    def figure(self) -> str:
        """The figure in words."""
        unit = units.label(self.canonical, self.per) if self.dimension else str(self.unit or "")
        space = "" if unit == "%" else " "
        return f"{WORDS.get(self.qualifier, '')}{self.value:,.6g}{space}{unit}".strip()

    def span(self) -> str:
        """Its period in words."""
        return f"{self.start} to {self.end}" if self.start and self.end else "no period"


def told(reports: pd.DataFrame) -> list[Told]:
    """The rows of a reports table that have a figure, as plain records."""
    reports = reports[reports["value"].notna()]
    own = [name for name in Told._fields if name not in {"source", "half"}]
    source = reports["attribution"].fillna(reports["publisher"]).fillna(reports["document"])
    half = half_digit(reports["value"].to_numpy(dtype=float))
    columns = [
        reports[name].tolist() if name in NUMBERS else [_plain(value) for value in reports[name]]
        for name in own
    ]
    rows = zip(*columns, [_plain(value) for value in source], half.tolist(), strict=True)
    return [Told(*row) for row in rows]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def bounds(one: Told) -> tuple[float, float]:
    """What the wording allows, widened by half of the last digit stated."""
    low, high = one.low, one.high
    if np.isnan(low) and one.qualifier == "at_least":
        low = one.value
    if np.isnan(high) and one.qualifier in {"at_most", "nearly"}:
        high = one.value
    if np.isnan(low) and np.isnan(high):
        low = high = one.value
    low = -np.inf if np.isnan(low) else low
    high = np.inf if np.isnan(high) else high
    return low - one.half, high + one.half


def table(findings: Iterable[Finding], order: Mapping[str, int]) -> pd.DataFrame:
    """Findings as a table, in the order of the reports."""
    rows = sorted(findings, key=lambda one: (order[one.report_id], one.rule, one.other_id or ""))
    frame = pd.DataFrame(rows, columns=list(Finding._fields))
    for name in ("rule", "report_id", "other_id", "unit", "message"):
        frame[name] = frame[name].astype("str")
    for name in ("given", "expected", "tolerance"):
        frame[name] = frame[name].astype("float64")
    return frame
