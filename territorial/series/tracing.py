"""From a number back to the words: which reports it rests on, and what the others do."""

from __future__ import annotations

import datetime as dt
from typing import Any, Unpack

import numpy as np
import pandas as pd

from territorial import periods
from territorial.errors import InputError
from territorial.series.account import Account, account, accounted
from territorial.series.entries import NO_DAY, month_edges
from territorial.series.levels import monthly_levels
from territorial.series.options import Options, SeriesOptions, TraceOptions, options

WORDS = (
    "quote sentence document span_start span_end publisher published url attribution origin "
    "place scope basis value low high unit per qualifier start end restates"
).split()
ORDER = {"used": 0, "check": 1, "set aside": 2}


def trace(
    reports: pd.DataFrame,
    month: str | pd.Period | dt.date,
    party: str,
    *,
    like: pd.DataFrame | pd.Series | None = None,
    **more: Unpack[TraceOptions],
) -> pd.DataFrame:
    """The reports behind the number of one month and party.

    Parameters
    ----------
    reports : DataFrame
        The reports table that the series was made from.
    month : str, Period or date
        The month, as ``"2025-01"``.
    party : str
        Id of the party.
    like : DataFrame or Series, optional
        The table or series that the number stands in: its choices are taken.
    **more
        The choices, as in `monthly_table`, where `like` is not given.

    Returns
    -------
    DataFrame
        One row for each report of the party whose period touches the month:
        ``month``, ``report_id``, ``party``, ``role`` (used, check, set aside), ``reason``, the words
        and their place (``quote``, ``sentence``, ``document``, ``publisher``,
        ``url``, ...), the figure as reported, ``factor`` (to an amount in the
        unit of the series over the whole period), ``less`` (what shorter
        reports inside it give), ``days_allotted``, ``share`` and ``amount``,
        all for this month. The number is the sum of ``amount``, and each
        amount is ``(value * factor - less) * share``. For the others,
        ``accounted`` is what the series gives for the days of theirs that it
        covers by whole reports, and ``residual`` what then is left of them;
        with ``straddle="smooth"``, of all reports, what the smoothed rate
        gives to their days and how far it misses them.

    Raises
    ------
    InputError
        If no report is of that party.
    PeriodError
        If `month` is none.
    SeriesError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> rows = trace(reports_table([
    ...     Report("a", party="russia", measure="area", kind="gain", value=100.0,
    ...            unit="mi^2", quote="100 square miles",
    ...            start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31)),
    ... ]), "2025-01", "russia")
    >>> row = rows.iloc[0]
    >>> f"{row['quote']}: {row['value'] * row['factor']:.1f} {rows.attrs['unit']}"
    '100 square miles: 259.0 km^2'
    """
    given: dict[Any, Any] = dict(like.attrs.get("options", {})) if like is not None else {}
    chosen = options({**given, **more})
    period = periods.parse_month(month)
    done = _account(reports, chosen)
    frame = done.entries.frame
    if party not in set(frame["party"].dropna()):
        there = sorted(map(str, set(frame["party"].dropna())))
        raise InputError(
            "a party of the reports" + (f" ({', '.join(there)})" if there else ""),
            repr(party),
            "choose among these, as they are spelled",
            where="party",
        )
    first, last = (int(day[0]) for day in month_edges(np.array([period.ordinal])))
    touches = (
        (frame["party"] == party)
        & (frame["start"] != NO_DAY)
        & (frame["end"] != NO_DAY)
        & (frame["start"] <= last)
        & (frame["end"] >= first)
    )
    rows = report_rows(done, reports, frame.index[touches].to_numpy(), period.ordinal)
    rows.insert(0, "month", str(period))
    rows.attrs = {"unit": chosen.unit, "month": str(period), "party": party}
    return rows


def report_roles(reports: pd.DataFrame, **more: Unpack[SeriesOptions]) -> pd.DataFrame:
    """What every report does in a series: used, check or set aside, and why.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    **more
        The choices, as in `monthly_table`.

    Returns
    -------
    DataFrame
        One row a report and party, in the order of the reports, with the
        columns of `trace`; days and amounts are those of all months.

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> january = (dt.date(2025, 1, 1), dt.date(2025, 1, 31))
    >>> roles = report_roles(reports_table([
    ...     Report("a", party="russia", measure="area", kind="gain", value=320.0,
    ...            unit="km^2", start=january[0], end=january[1]),
    ...     Report("b", party="russia", measure="area", kind="gain", value=3.0,
    ...            unit="km^2", start=january[0], end=dt.date(2025, 1, 2)),
    ... ]))
    >>> for row in roles.itertuples():  # [km²]
    ...     print(row.report_id, row.role, row.reason, row.amount)
    a used  320.0
    b check part of the month that a covers nan
    """
    chosen = options(more)
    done = _account(reports, chosen)
    rows = report_rows(done, reports, done.entries.frame.index.to_numpy(), None)
    rows = rows.sort_index(kind="stable").reset_index(drop=True)
    rows.attrs = {"unit": chosen.unit}
    return rows


def _account(reports: pd.DataFrame, chosen: Options) -> Account:
    if chosen.kind == "control":
        return monthly_levels(reports, chosen)[0]
    return account(reports, chosen)


def report_rows(
    done: Account, reports: pd.DataFrame, at: np.ndarray, month: int | None
) -> pd.DataFrame:
    """What the entries `at` do in the month, or in all months: the columns of `trace`."""
    frame, reason = done.entries.frame.loc[at], done.entries.reason[at]
    pieces = done.pieces
    if month is not None:
        pieces = pieces[pieces["month"] == month]
    given = pieces.groupby("entry")[["days", "value", "share", "less"]].agg(
        {"days": "sum", "value": "sum", "share": "sum", "less": "first"}
    )
    used = frame.index.isin(given.index)
    given = given.reindex(frame.index)
    check = np.array([str(text).startswith("check: ") for text in reason], dtype=bool)
    role = np.where(used, "used", np.where(check, "check", "set aside"))
    elsewhere = ~used & (reason == "")
    role[elsewhere] = "check"
    told = [str(text).removeprefix("check: ") for text in reason]
    words = reports.iloc[frame["row"].to_numpy()]
    table = pd.DataFrame(
        {
            "report_id": frame["report_id"],
            "party": frame["party"],
            "role": role,
            "reason": np.where(elsewhere, "shorter reports cover its days here", told),
            **{name: words[name].array for name in WORDS},
            "factor": frame["factor"],
            "less": given["less"],
            "days": frame["days"],
            "days_allotted": given["days"].fillna(0).astype(np.int64),
            "share": given["share"],
            "amount": given["value"],
        },
        index=frame.index,
    )
    table["accounted"], table["days_accounted"], table["residual"] = np.nan, 0, np.nan
    others = frame.index[role == "check"].to_numpy()
    if done.fitted is not None:
        fitted = done.fitted.reindex(frame.index).to_numpy()
        table["accounted"] = fitted
        table["days_accounted"] = np.where(np.isnan(fitted), 0, frame["days"])
        table["residual"] = frame["value"].to_numpy() - fitted
    elif len(others):
        amount, days = accounted(done, others)
        some = days > 0
        table.loc[others, "days_accounted"] = days
        table.loc[others[some], "accounted"] = amount[some]
        table.loc[others[some], "residual"] = (
            frame.loc[others[some], "value"].to_numpy() - amount[some]
        )
    rounding = table["residual"].abs() < 1e-12 * frame["value"].abs()
    table.loc[rounding, "residual"] = 0.0
    rank = table["role"].map(ORDER)
    order = pd.DataFrame({"rank": rank, "start": table["start"], "id": table["report_id"]})
    table = table.loc[order.sort_values(["rank", "start", "id"], kind="stable").index]
    return table if month is None else table.reset_index(drop=True)
