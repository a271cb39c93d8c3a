"""All rules over one reports table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from territorial.errors import InputError
from territorial.series.audit import alone, among, pairs
from territorial.series.audit.finding import Finding, table, told
from territorial.series.audit.totals import totals_and_parts
from territorial.series.entries import require_columns

if TYPE_CHECKING:
    import pandas as pd

RULES = {
    "units that do not agree": pairs.units_that_do_not_agree,
    "rate that does not fit its total": pairs.rates_that_do_not_fit,
    "share that does not fit its area": pairs.shares_that_do_not_fit,
    "unit of another measure": alone.unit_of_another_measure,
    "larger than its region": alone.larger_than_its_region,
    "share above the whole": alone.more_than_all,
    "told before its end": alone.told_before_its_end,
    "two figures of one source": among.two_figures,
    "part told as whole": among.part_as_whole,
    "same number, other unit": among.same_number_other_unit,
    "percent for percentage points": among.points_for_percent,
}
TOTALS = "total that its parts contradict"


def audit(reports: pd.DataFrame, *, rules: list[str] | None = None) -> pd.DataFrame:
    """Contradictions and slips in a reports table.

    Each rule states what it expected and how far the figure might have been
    from it: half of the last digit of every figure that takes part, as
    stated, and a few percent more. A pair that fits gives no finding. Nothing
    is mended; a finding is a question to the source, not its answer.

    Parameters
    ----------
    reports : DataFrame
        A reports table.
    rules : list of str, optional
        Which rules to apply; all by default. "units that do not agree" (also
        an area with a unit of length; transposed digits, factors of ten and
        other units that would explain it are named), "rate that does not fit
        its total", "share that does not fit its area", "unit of another
        measure", "larger than its region", "share above the whole", "told
        before its end", "two figures of one source" (or "figure that was
        revised" where published a week apart or more), "part told as whole",
        "same number, other unit", "percent for percentage points", "total
        that its parts contradict".

    Returns
    -------
    DataFrame
        One finding a row, in the order of the reports: ``rule``,
        ``report_id``, ``other_id``, ``given``, ``expected``, ``tolerance``
        [``unit``], ``message``.

    Raises
    ------
    InputError
        If a rule is none of these.
    ReportsError
        If columns of the reports table are missing.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> import datetime as dt
    >>> year = {"party": "russia", "kind": "gain", "start": dt.date(2024, 1, 1),
    ...         "end": dt.date(2024, 12, 31)}
    >>> findings = audit(reports_table([
    ...     Report("a", measure="area", value=4000.0, unit="km^2", **year),
    ...     Report("b", measure="area", value=3000.0, unit="mi^2", restates="a", **year),
    ... ]))
    >>> print(findings.loc[0, "message"])
    3,000 mi² restates 4,000 km², which is 1,544 mi²
    """
    require_columns(reports)
    unknown = [name for name in rules or () if name not in {*RULES, TOTALS}]
    if unknown:
        raise InputError(
            "rules out of " + ", ".join([*RULES, TOTALS]),
            ", ".join(map(repr, unknown)),
            "choose among these",
            where="rules",
        )
    chosen = [*(rules or [*RULES, TOTALS])]
    records = told(reports)
    order = {one.report_id: at for at, one in enumerate(records)}
    found: dict[Finding, None] = {}
    for name in chosen:
        findings = totals_and_parts(reports) if name == TOTALS else RULES[name](records)
        found |= dict.fromkeys(findings)
    return table(found, order)
