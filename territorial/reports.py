"""The reports table: one reported figure a row, as a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from territorial import records
from territorial.records import Report

if TYPE_CHECKING:
    import pandas as pd

DTYPES: dict[str, str] = {
    **dict.fromkeys(records.COLUMNS, "str"),
    **dict.fromkeys(records.NUMBERS, "float64"),
    **dict.fromkeys(records.DAYS, "datetime64[us]"),
    **dict.fromkeys(records.INTEGERS, "Int64"),
}
CATEGORIES: dict[str, tuple[str, ...]] = {
    "measure": records.MEASURES,
    "kind": records.KINDS,
    "basis": records.BASES,
    "qualifier": records.QUALIFIERS,
    "period_basis": records.PERIOD_BASES,
}


def reports_table(reports: Iterable[Report]) -> pd.DataFrame:
    """The reports as a table with the columns and dtypes of the format."""
    import pandas as pd

    frame = pd.DataFrame(list(reports), columns=list(records.COLUMNS))
    for name, dtype in DTYPES.items():
        if name in CATEGORIES:
            frame[name] = pd.Categorical(frame[name], categories=list(CATEGORIES[name]))
        elif name in records.DAYS:
            frame[name] = pd.to_datetime(frame[name]).astype("datetime64[us]")
        else:
            frame[name] = frame[name].astype(dtype)
    return frame
