"""Series and tables as users have them, read as plain numbers with one unit.

What can be wrong with them is found here: no unit, mixed measures, words
where numbers should be, months that are none.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from territorial import units
from territorial.errors import ChartError, DimensionError, UnitError

NUMBERS = ("value", "low", "high")


def long_table(data: pd.Series | pd.DataFrame) -> tuple[pd.DataFrame, str, str]:
    """A table of plain numbers with columns month and party, its unit, its step."""
    if isinstance(data, pd.Series):
        values, unit, per = floats(data)
        frame = _index_columns(values.to_frame("value"), data)
    elif isinstance(data, pd.DataFrame):
        if "value" not in data.columns and not isinstance(data.index, pd.MultiIndex):
            data = _stacked(data)
        if "value" not in data.columns:
            raise ChartError(
                "a column 'value', or a party a column",
                "columns " + ", ".join(map(str, data.columns)),
                "give what monthly_gain or monthly_table returned",
            )
        values, unit, per = floats(data["value"], data)
        frame = data.copy(deep=False)
        for name in NUMBERS:
            if name in frame.columns:
                frame[name] = floats(frame[name], frame, like=(unit, per))[0]
        frame = _index_columns(frame, data)
    else:
        raise ChartError(
            "a pandas Series or DataFrame by month and party",
            type(data).__name__,
            "give what monthly_gain or monthly_table returned",
        )
    if frame.empty:
        raise ChartError(
            "at least one month", "an empty series", "look at the reports: none gave a month"
        )
    frame.attrs = {}  # read from `data`; pandas copies them deep at every step
    return frame, unit, per


def _stacked(wide: pd.DataFrame) -> pd.DataFrame:
    columns = []
    for party in wide.columns:
        values, unit, _ = floats(wide[party], wide)
        columns.append(pd.DataFrame({"value": values, "party": str(party), "unit": unit}))
    if not columns:
        raise ChartError("a party a column", "a table without columns", "give a table with figures")
    long = pd.concat(columns)
    long.attrs = dict(wide.attrs)
    long.index.name = "month"
    return long


def floats(
    values: pd.Series,
    table: pd.DataFrame | None = None,
    *,
    like: tuple[str, str] | None = None,
) -> tuple[pd.Series[float], str, str]:
    """Plain numbers, their unit, and the time they are per (month for amounts).

    The unit comes from the dtype, from a ``unit`` column of `table`, or from
    ``attrs["unit"]``.
    """
    if str(values.dtype).startswith("pint["):
        plain, unit = units.plain(values)
        base, told_per = units.split_rate(unit)
        per = told_per or "month"
    else:
        base, per, scale = _told_unit(values, table, like)
        plain = pd.to_numeric(values, errors="coerce").astype("float64")
        lost = plain.isna() & values.notna()
        if lost.any():
            raise ChartError(
                "numbers", repr(values[lost].iloc[0]), "mend the cell", where=str(values.name)
            )
        plain = plain * scale
    if like is not None and (base, per) != like:
        if per != like[1]:
            raise UnitError(
                f"{values.name} per {like[1]}", f"per {per}", "give all columns in one unit"
            )
        plain, base = plain * units.factor(base, like[0]), like[0]
    return plain.astype("float64"), base, per


def _told_unit(
    values: pd.Series, table: pd.DataFrame | None, like: tuple[str, str] | None
) -> tuple[str, str, pd.Series[float] | float]:
    column = table["unit"] if table is not None and "unit" in table.columns else None
    if column is not None:
        spelled = sorted(set(column.dropna().astype(str)))
        parts = {text: units.split_rate(text) for text in spelled}
        known = {text: base for text, (base, _) in parts.items()}
        pers = {per or "month" for _, per in parts.values()}
        measures = {units.dimension(unit) for unit in known.values()}
        if len(measures) > 1 or len(pers) > 1:
            raise DimensionError(
                "one measure in a chart",
                " and ".join(spelled),
                "draw area, length, share and counts in charts of their own",
            )
        if known:
            base = next(iter(known.values()))
            scale = column.map({text: units.factor(unit, base) for text, unit in known.items()})
            return base, pers.pop(), scale.astype("float64")
    attrs = {**(table.attrs if table is not None else {}), **values.attrs}
    told = attrs.get("unit") or (like[0] if like else None)
    if not told:
        raise UnitError(
            "a series with a unit",
            f"dtype {values.dtype}",
            "give what monthly_gain or monthly_table returned, or set "
            'series.attrs["unit"] = "km^2"',
        )
    base, told_per = units.split_rate(str(told))
    return base, told_per or (like[1] if like else "month"), 1.0


def _index_columns(frame: pd.DataFrame, data: pd.Series | pd.DataFrame) -> pd.DataFrame:
    names = [str(name) for name in data.index.names]
    frame = frame.copy(deep=False)
    if "month" in names:
        months = data.index.get_level_values("month")
    elif "month" in frame.columns:
        months = pd.Index(frame["month"])
    elif data.index.nlevels == 1:
        months = data.index
    else:
        raise ChartError(
            "an index (month, party)", f"({', '.join(names)})", "name the levels month and party"
        )
    frame["month"] = ordinals(months)
    if "party" in names:
        frame["party"] = data.index.get_level_values("party").astype(str)
    elif "party" not in frame.columns:
        party = data.attrs.get("party")
        if party is None:
            raise ChartError(
                "an index (month, party)",
                "months alone",
                'name the party: series.attrs["party"] = "russia"',
            )
        frame["party"] = str(party)
    return frame.reset_index(drop=True)


def ordinals(months: pd.Index) -> np.ndarray:
    """Months of any spelling as ordinals of their periods."""
    if not isinstance(months, pd.PeriodIndex):
        try:
            if pd.api.types.is_numeric_dtype(months.dtype):
                raise TypeError  # noqa: TRY301  (numbers are no months)
            dated = isinstance(months, pd.DatetimeIndex)
            months = pd.PeriodIndex(months if dated else months.astype("str"), freq="M")
        except (ValueError, TypeError):
            raise ChartError(
                "months, as pandas Period[M] or YYYY-MM",
                repr(months[0]) if len(months) else "none",
                "give what monthly_gain or monthly_table returned",
            ) from None
    elif months.freqstr != "M":
        raise ChartError("months", f"periods of {months.freqstr!r}", "give a series by month")
    return np.asarray(months.asi8)
