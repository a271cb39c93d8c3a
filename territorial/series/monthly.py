"""Monthly series and tables: what users call."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Unpack

import pandas as pd

from territorial.errors import TerritorialWarning
from territorial.series.account import Account, account
from territorial.series.levels import monthly_levels
from territorial.series.options import (
    GroundOptions,
    Kind,
    PartyOptions,
    SeriesOptions,
    Straddle,
    options,
)
from territorial.series.table import build_table, value_series


def monthly_table(
    reports: pd.DataFrame,
    *,
    kind: Kind = "gain",
    party: str | Sequence[str] | None = None,
    unit: str = "km^2",
    straddle: Straddle = "drop",
    attribution: str | None = None,
    priority: Sequence[str] | None = None,
    place: str | None = None,
    scope: str | None = None,
    basis: str | None = None,
    conflict: str | None = None,
    two_sided: bool = False,
    nonnegative: bool | None = None,
    tolerance: float | None = None,
) -> pd.DataFrame:
    """Figures by month and party, with their range, their days and their reports.

    No day is counted twice and no month is invented. A month takes the report
    of exactly that month, or disjoint reports of one source inside it that
    cover the most of its days. Longer and overlapping reports are checks:
    `report_roles` tells how far they agree.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    kind : {"gain", "loss", "control"}
        Gains and losses are amounts of a month, control is the last level
        reported in it. A party's own net loss is a negative gain.
    party : str or sequence of str, optional
        Which parties; all by default.
    unit : str
        Unit of the result, and with it the measure: ``"mi^2"`` gives areas,
        ``"km"`` lengths, ``"percent"`` shares, ``"settlement"`` counts.
        Measures are never mixed.
    straddle : {"drop", "days", "smooth"}
        What to do with a report longer than a month or over its edge. "drop"
        leaves it out. "days" shares it out by days: what it says, less what
        shorter reports inside it say, over the days that they leave. "smooth"
        takes the smoothest daily rate that meets every report of the source
        within its bounds (Boot, Feibes and Lisman 1967; Denton 1971); where
        reports contradict one another, the one that misses them least, with a
        warning.
    attribution : str, optional
        Take this source alone. A source is the attribution of a report; where
        none is named, its publisher, then its document. A part of a name does
        where it fits one source only.
    priority : sequence of str, optional
        Several sources in order. A month comes from the first of them that
        covers it wholly, else from the first that covers a part.
    place, scope, basis, conflict : str, optional
        Take reports of this place (of the whole by default: see Notes), this
        scope, basis (gross, net or unstated) or conflict alone.
    two_sided : bool
        Book the losses of one party as gains of its counterparty where that
        party has no figure of its own; such months are flagged.
    nonnegative : bool, optional
        Whether a smoothed rate may not fall below zero; by default it may only
        where a report is negative.
    tolerance : float, optional
        With several sources in `priority`: by how much, as a share of the
        larger figure, they may differ for a month before it is flagged.

    Returns
    -------
    DataFrame
        Index (month, party), each party from its first to its last month.
        ``value``, ``low``, ``high`` [unit], missing where no report serves;
        ``low`` and ``high`` hold what the wording bounds, an open end is
        missing. ``days_covered`` and ``days`` of the month; ``complete`` where
        they are equal; ``first`` and ``last`` day covered; ``qualifier``,
        ``source``, ``attribution``, ``origin``, ``publisher``, ``basis``, ``scope``,
        ``place``, ``published`` (latest), ``report_ids``, ``flags``. For
        control, ``as_of`` stands in place of the days covered.

    Raises
    ------
    SeriesError
        If several sources, or two figures of one source, could serve a month
        and no choice is made; if a party has reports of several conflicts.
    InputError
        If a choice is none of those offered or names what does not occur.
    ReportsError
        If columns of the reports table are missing.
    UnitError
        If `unit` is not known.

    Warns
    -----
    TerritorialWarning
        If months come from different sources, a party has figures of several
        places and none of the whole, or no report makes a month.

    Notes
    -----
    A report that names no place, or the country as a whole, speaks of the
    whole. Where a party has such reports, those of a region are set aside:
    they are a part of the same ground. Where it has none, the reports of one
    single place are taken as they are.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> table = monthly_table(reports_table([
    ...     Report("a", party="russia", measure="area", kind="gain", value=320.0,
    ...            unit="km^2", qualifier="about",
    ...            start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31)),
    ...     Report("b", party="russia", measure="area", kind="gain", value=50.0,
    ...            unit="mi^2", start=dt.date(2025, 2, 1), end=dt.date(2025, 2, 14)),
    ... ]))
    >>> february = table.loc[("2025-02", "russia")]
    >>> f"{february['value']:.1f~P} in {february['days_covered']} of {february['days']} days"
    '129.5 km² in 14 of 28 days'
    """
    return _table(
        reports,
        {
            "kind": kind,
            "party": party,
            "unit": unit,
            "straddle": straddle,
            "attribution": attribution,
            "priority": priority,
            "place": place,
            "scope": scope,
            "basis": basis,
            "conflict": conflict,
            "two_sided": two_sided,
            "nonnegative": nonnegative,
            "tolerance": tolerance,
        },
    )


def _table(reports: pd.DataFrame, given: SeriesOptions) -> pd.DataFrame:
    """The table; warnings point to the caller of the public function."""
    chosen = options(given)
    if chosen.kind == "control":
        done, table = monthly_levels(reports, chosen)
    else:
        done = account(reports, chosen)
        table = build_table(done, reports, chosen)
    for note in _notes(done):
        warnings.warn(note, TerritorialWarning, stacklevel=3)
    return table


def _notes(done: Account) -> list[str]:
    if done.pieces.empty and not done.entries.notes:
        why = pd.Series(done.entries.reason).value_counts()
        told = "; ".join(f"{count} {reason}" for reason, count in why.head(5).items())
        return [f"no report makes a month: {told}" if told else "there are no reports"]
    return done.entries.notes


def monthly_gain(
    reports: pd.DataFrame,
    *,
    party: str | Sequence[str] | None = None,
    unit: str = "km^2",
    straddle: Straddle = "drop",
    attribution: str | None = None,
    priority: Sequence[str] | None = None,
    **more: Unpack[GroundOptions],
) -> pd.Series:
    """What each party took in each month.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    party, unit, straddle, attribution, priority
        See `monthly_table`, which also takes all the others.
    **more
        ``place``, ``scope``, ``basis``, ``conflict``, ``two_sided``,
        ``nonnegative``, ``tolerance``: see `monthly_table`.

    Returns
    -------
    Series of dtype pint[...][Float64]
        Index (month, party); missing where no report serves [unit]. Months of
        which only a part is covered are named in ``attrs["incomplete"]``.
        Shares and counts, which pint does not have, are float64 with
        ``attrs["unit"]``.

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> gains = monthly_gain(reports_table([
    ...     Report("a", party="russia", measure="area", kind="gain", value=320.0,
    ...            unit="km^2", start=dt.date(2025, 1, 1), end=dt.date(2025, 1, 31)),
    ... ]))
    >>> f"{gains.loc[('2025-01', 'russia')]:~P}"
    '320.0 km²'
    """
    chosen: SeriesOptions = {
        **more,
        "kind": "gain",
        "party": party,
        "unit": unit,
        "straddle": straddle,
        "attribution": attribution,
        "priority": priority,
    }
    return value_series(_table(reports, chosen), "gain")


def monthly_loss(reports: pd.DataFrame, **more: Unpack[PartyOptions]) -> pd.Series:
    """What each party gave up in each month: a loss is not another's gain.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    **more
        See `monthly_table`.

    Returns
    -------
    Series of dtype pint[...][Float64]
        Index (month, party); losses are positive [unit].

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> losses = monthly_loss(reports_table([
    ...     Report("a", party="ukraine", measure="area", kind="loss", value=400.0,
    ...            unit="km^2", start=dt.date(2024, 12, 1), end=dt.date(2024, 12, 31)),
    ... ]), unit="mi^2")
    >>> f"{losses.loc[('2024-12', 'ukraine')]:.1f~P}"
    '154.4 mi²'
    """
    return value_series(_table(reports, {**more, "kind": "loss"}), "loss")


def monthly_control(reports: pd.DataFrame, **more: Unpack[PartyOptions]) -> pd.Series:
    """What each party held at the end of each month: the last level reported in it.

    Parameters
    ----------
    reports : DataFrame
        A reports table. A level of a span of days, or of no day, is set aside.
    **more
        See `monthly_table`; ``unit="percent"`` for shares.

    Returns
    -------
    Series of dtype pint[...][Float64]
        Index (month, party) [unit]; missing where no level is reported.

    Raises
    ------
    SeriesError, InputError, ReportsError, UnitError
        See `monthly_table`.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> held = monthly_control(reports_table([
    ...     Report("a", party="russia", measure="area", kind="control", value=113588.0,
    ...            unit="km^2", start=dt.date(2025, 6, 30), end=dt.date(2025, 6, 30)),
    ... ]))
    >>> f"{held.loc[('2025-06', 'russia')]:~P}"
    '113588.0 km²'
    """
    return value_series(_table(reports, {**more, "kind": "control"}), "control")
