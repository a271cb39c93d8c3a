"""Gains and losses between maps as reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from territorial import records, reports

if TYPE_CHECKING:
    import pandas as pd


def changes_as_reports(
    changes: pd.DataFrame,
    *,
    counterparty: str | None = None,
    conflict: str | None = None,
    attribution: str | None = None,
    publisher: str | None = None,
    scope: str | None = None,
) -> pd.DataFrame:
    """Gains and losses between maps as reports, so that `monthly_gain` can add them up.

    Parameters
    ----------
    changes : DataFrame
        From `snapshot_changes`.
    counterparty, conflict, attribution, publisher, scope : str, optional
        Written into the rows; without attribution or publisher it is "maps".

    Returns
    -------
    DataFrame
        The reports table: for each pair and party one gain and one loss, both gross, in
        km², over the days between the maps. The sampling stands in `flags`.

    Examples
    --------
    >>> import pandas as pd
    >>> changes = pd.DataFrame({
    ...     "before": pd.to_datetime(["2025-02-07"]), "after": pd.to_datetime(["2025-02-08"]),
    ...     "start": pd.to_datetime(["2025-02-08"]), "end": pd.to_datetime(["2025-02-08"]),
    ...     "party": ["russia"], "gain_km2": [12.5], "loss_km2": [0.5], "sampling": ["daily"],
    ...     "flags": [None]})
    >>> table = changes_as_reports(changes)
    >>> [f"{kind} {value} {unit}" for kind, value, unit in table[["kind", "value", "unit"]].values]
    ['gain 12.5 km^2', 'loss 0.5 km^2']
    """
    import pandas as pd

    rows = []
    for change in changes.to_dict("records"):
        days = f"{change['before']:%Y-%m-%d} to {change['after']:%Y-%m-%d}"
        flags = [f"sampling: {change['sampling']}"]
        if isinstance(change["flags"], str) and not pd.isna(change["flags"]):
            flags.append(change["flags"])
        for kind in ("gain", "loss"):
            value = change[f"{kind}_km2"]
            rows.append(
                records.Report(
                    report_id=records.report_id("change", days, change["party"], kind, value),
                    conflict=conflict,
                    party=change["party"],
                    counterparty=counterparty,
                    measure="area",
                    kind=kind,
                    basis="gross",
                    value=value,
                    unit="km^2",
                    start=change["start"].date(),
                    end=change["end"].date(),
                    period_basis="explicit",
                    scope=scope,
                    attribution=attribution or publisher or "maps",
                    publisher=publisher,
                    document=f"maps of {days}",
                    flags=records.join_flags(flags),
                )
            )
    return reports.reports_table(rows)
