"""Levels of control: the last one reported in a month, and the change between two."""

from __future__ import annotations

import numpy as np
import pandas as pd

from territorial.series import entries as entry_rows
from territorial.series.account import Account
from territorial.series.entries import Entries, day_months
from territorial.series.months import GROUP, in_order
from territorial.series.narrow import narrow
from territorial.series.options import Options
from territorial.series.resolve import resolve
from territorial.series.table import finish, month_rows
from territorial.series.vintages import settle


def ready_levels(reports: pd.DataFrame, chosen: Options) -> tuple[Entries, dict[int, str]]:
    """Control reports as of one day, one for each source and day, and what speaks against them."""
    entries = entry_rows.build(reports, chosen)
    entries.aside(entries.frame["is_rate"].to_numpy(), "a rate is no level")
    entries.aside((entries.frame["days"] > 1).to_numpy(), "as of no single day")
    narrow(entries, reports, chosen)
    return entries, settle(entries)


def level_pieces(entries: Entries, at: pd.Index) -> pd.DataFrame:
    """Levels as pieces of one day."""
    rows = entries.frame.loc[at]
    return in_order(
        pd.DataFrame(
            {
                **{name: rows[name] for name in GROUP},
                "entry": rows.index,
                "month": day_months(rows["end"].to_numpy()),
                "first": rows["end"],
                "last": rows["end"],
                "days": 1,
                **{name: rows[name] for name in ("value", "low", "high")},
                "less": 0.0,
                "share": 1.0,
            }
        )
    )


def monthly_levels(reports: pd.DataFrame, chosen: Options) -> tuple[Account, pd.DataFrame]:
    """The last level of each month, party and source, one source chosen."""
    entries, doubts = ready_levels(reports, chosen)
    live = entries.frame[entries.open].copy()
    live["month"] = day_months(live["end"].to_numpy())
    live = live.sort_values("end", kind="stable")
    earlier = live.duplicated([*GROUP, "month"], keep="last")
    mask = np.zeros(len(entries.frame), dtype=bool)
    mask[live.index[earlier]] = True
    entries.aside(mask, "check: a later level of the month is reported")
    offered = level_pieces(entries, live.index[~earlier])
    used = resolve(offered, entries, chosen, doubts)
    done = Account(entries, offered, used)
    table = finish(month_rows(done, reports), chosen)
    table = table.drop(columns=["days_covered", "days", "complete", "first"])
    return done, table.rename(columns={"last": "as_of"})
