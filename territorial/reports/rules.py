"""`check`: whether a table keeps to the format. Each rule is one short function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from territorial import records, units
from territorial.errors import ReportsError, UnitError
from territorial.reports.table import missing_columns, place, refuse, with_dtypes

if TYPE_CHECKING:
    import pandas as pd

REQUIRED = ("report_id", "measure", "kind", "basis", "value", "unit", "qualifier")
_FIRST_YEAR, _LAST_YEAR = 1, 9999  # what datetime.date and ISO 8601 can say


def check(reports: pd.DataFrame) -> pd.DataFrame:
    """The table, if it keeps to the format of the reports table.

    Dtypes that hold the same values are changed to those of the format, for
    instance ``datetime64[ns]`` to ``datetime64[us]`` or text to categories.
    Columns of your own are allowed and come last. The table given is not
    changed.

    Parameters
    ----------
    reports : DataFrame
        A table that is meant to be a reports table.

    Returns
    -------
    DataFrame
        A table with the same index, attrs and values in the format's columns and dtypes.

    Raises
    ------
    ReportsError
        For the first thing that breaks the format: row, column, what was
        wanted, what came, and how to mend it.

    Examples
    --------
    >>> from territorial.records import Report
    >>> from territorial.reports import reports_table
    >>> table = reports_table([Report("a1", measure="area", kind="gain", value=5.0, unit="km")])
    >>> check(table)
    Traceback (most recent call last):
    ...
    territorial.errors.ReportsError: row 0 (report_id 'a1'), column unit: wanted a unit of area,
    given 'km'; mend the unit, or the measure
    """
    import pandas as pd

    if not isinstance(reports, pd.DataFrame):
        raise ReportsError(
            "a DataFrame", f"a {type(reports).__name__}", "make one with reports_table(records)"
        )
    missing_columns(reports)
    table = with_dtypes(reports)
    for rule in RULES:
        rule(table)
    return table


def ensure_required(table: pd.DataFrame) -> None:
    """A report has an id, a measure, a kind and a figure with its unit."""
    for name in REQUIRED:
        refuse(
            table[name], table[name].isna(), f"a {name} in each row",
            "fill it, or drop the row", table=table,
        )  # fmt: skip


def ensure_ids(table: pd.DataFrame) -> None:
    """Each report_id stands once."""
    ids = table["report_id"]
    refuse(ids, ids == "", "an id", "give it one, as records.report_id does", table=table)
    refuse(
        ids, ids.duplicated(), "an id that no other row has",
        "drop the row if it is read twice, or give it another id", table=table,
    )  # fmt: skip


def ensure_units(table: pd.DataFrame) -> None:
    """Units are spelled as the format has them, and fit the measure."""
    spelled = table["unit"]
    for text in spelled.unique():
        if text in units.UNITS:
            continue
        try:
            mend = f"write {units.canonical(text)!r}"
        except UnitError as error:
            mend = error.mend
        refuse(spelled, spelled == text, "a canonical spelling of a unit", mend, table=table)
    measured = spelled.map({name: unit.dimension for name, unit in units.UNITS.items()})
    wrong = measured.astype("object") != table["measure"].astype("object")
    if wrong.any():
        wanted = table["measure"][wrong].iloc[0]
        refuse(spelled, wrong, f"a unit of {wanted}", "mend the unit, or the measure", table=table)


def ensure_per(table: pd.DataFrame) -> None:
    """A rate is per day, week or month, and what is held is no rate."""
    per = table["per"]
    refuse(
        per, per.notna() & ~per.isin(records.PERS), f"one of {', '.join(records.PERS)}, or nothing",
        "write the time base, and leave the cell empty for an amount", table=table,
    )  # fmt: skip
    refuse(
        per, per.notna() & (table["kind"] == "control"), "no time base where kind is control",
        "control is what is held on a day; leave per empty", table=table,
    )  # fmt: skip


def ensure_figures(table: pd.DataFrame) -> None:
    """Figures are finite, in order, and below zero only as a net change."""
    import numpy as np

    for name in records.NUMBERS:
        refuse(
            table[name], np.isinf(table[name]), "a finite number",
            "leave an open end empty", table=table,
        )  # fmt: skip
    value, low, high = (table[name] for name in records.NUMBERS)
    mend = "exchange or mend low, value and high; an open end is empty"
    refuse(low, low > high, "a low that is at most high", mend, table=table)
    refuse(low, low > value, "a low that is at most value", mend, table=table)
    refuse(high, high < value, "a high that is at least value", mend, table=table)
    refuse(
        value, (table["qualifier"] == "range") & (low.isna() | high.isna()),
        "low and high where qualifier is range", "fill both, or mend the qualifier", table=table,
    )  # fmt: skip
    refuse(
        value, (value < 0) & (table["basis"] != "net"), "zero or more where basis is not net",
        "a loss is positive with kind loss; a signed change has basis net", table=table,
    )  # fmt: skip


def ensure_days(table: pd.DataFrame) -> None:
    """A period has both ends, in order; control is told for one day."""
    for name in records.DAYS:
        year = table[name].dt.year
        refuse(
            table[name], (year < _FIRST_YEAR) | (year > _LAST_YEAR), "a year from 1 to 9999",
            "mend the year", table=table,
        )  # fmt: skip
    start, end = table["start"], table["end"]
    refuse(
        start, start.isna() & end.notna(), "both ends of a period, or neither",
        "fill start, or empty end", table=table,
    )  # fmt: skip
    refuse(
        end, end.isna() & start.notna(), "both ends of a period, or neither",
        "fill end, or empty start", table=table,
    )  # fmt: skip
    refuse(
        end, end < start, "an end on the day of start or later",
        "exchange the two days, or mend the year", table=table,
    )  # fmt: skip
    refuse(
        end, (table["kind"] == "control") & (end > start), "the day of start where kind is control",
        "control is told for one day: write it in both columns", table=table,
    )  # fmt: skip


def ensure_places(table: pd.DataFrame) -> None:
    """The quoted words are as long as their place in the source."""
    first, last, quote = table["span_start"], table["span_end"], table["quote"]
    mend = "take both from the same reading of the source; the end is not included"
    refuse(
        first, first.isna() & last.notna(), "both ends of a place, or neither", mend, table=table
    )
    refuse(last, last.isna() & first.notna(), "both ends of a place, or neither", mend, table=table)
    refuse(first, _true(first < 0), "a place from 0 on", mend, table=table)
    refuse(last, _true(last < first), "a span_end of at least span_start", mend, table=table)
    length = quote.str.len().astype("Int64")
    wrong = _true(length != last - first)
    if wrong.any():
        at = int(wrong.argmax())
        raise ReportsError(
            f"a quote of {int(last.iloc[at] - first.iloc[at])} characters, as span_start and "
            "span_end say",
            f"{quote.iloc[at]!r}", "document[span_start:span_end] is the quote",
            where=place(table, at, "quote"),
        )  # fmt: skip


def ensure_ids_of_the_lexicon(table: pd.DataFrame) -> None:
    """Ids of conflicts and parties are short words in small letters."""
    for name in ("conflict", "party", "counterparty"):
        wrong = table[name].notna() & ~table[name].str.fullmatch(r"[^\sA-Z]+").fillna(value=False)
        refuse(
            table[name], wrong, "an id in small letters without spaces",
            "use the id of the lexicon: lexicon.find_party(name) gives it", table=table,
        )  # fmt: skip


def ensure_restatements(table: pd.DataFrame) -> None:
    """A report may repeat another one, never itself.

    The other one may be missing: a part of a table is a table.
    """
    refuse(
        table["restates"], table["restates"] == table["report_id"], "the id of another report",
        "empty the cell, or write the id of the report that it repeats", table=table,
    )  # fmt: skip


def _true(mask: Any) -> Any:
    """A mask in which unknown is False."""
    return mask.fillna(value=False).to_numpy(dtype=bool)


RULES: tuple[Callable[[pd.DataFrame], None], ...] = (
    ensure_required,
    ensure_ids,
    ensure_units,
    ensure_per,
    ensure_figures,
    ensure_days,
    ensure_places,
    ensure_ids_of_the_lexicon,
    ensure_restatements,
)
