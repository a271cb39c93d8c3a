"""The pieces of each month as a table with units at its edge."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pandas as pd

from territorial import units
from territorial.series.account import Account
from territorial.series.entries import NO_DAY, month_edges
from territorial.series.options import Options

AMOUNTS = ("value", "low", "high")
WORDS = ("attribution", "origin", "publisher", "basis", "scope", "place")
LENGTHS = ("area", "length")
MONTH = ("month", "party")


def edge(values: pd.Series, unit: str, per: str | None = None) -> pd.Series:
    """Plain numbers as they leave the library: with a unit where pint has one.

    Shares and counts are no pint units: they stay float64, the unit in ``attrs``.
    """
    full = f"{unit}/{per}" if per else unit
    if units.dimension(unit) in LENGTHS:
        made = units.pint_series(values, full)
    else:
        made = values.astype("float64")
    made.attrs = {**values.attrs, "unit": full}
    return made


def month_index(party: Iterable[object], month: np.ndarray) -> pd.MultiIndex:
    """The index (month, party) of every series."""
    # pandas-stubs do not know the constructor that takes months as numbers.
    months = cast("Any", pd.PeriodIndex).from_ordinals(np.asarray(month, dtype=np.int64), freq="M")
    parties = pd.Index(list(party), dtype="str")
    return pd.MultiIndex.from_arrays([months, parties], names=["month", "party"])


def month_rows(
    done: Account, reports: pd.DataFrame, by: tuple[str, ...] = ("party", "month")
) -> pd.DataFrame:
    """One row for each month and party that has pieces: plain numbers and words."""
    keys = list(by)
    pieces = done.pieces.sort_values([*keys, "first"], kind="stable")
    if pieces.empty:
        return pd.DataFrame(columns=[*keys, *AMOUNTS, "first", "last", "days_covered"])
    codes = pieces.groupby(keys, sort=False).ngroup().to_numpy()
    cuts = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
    frame, entry = done.entries.frame, pieces["entry"].to_numpy()
    rows_of = frame["row"].to_numpy()
    amounts = {name: pieces[name].to_numpy() for name in AMOUNTS}
    first, last = pieces["first"].to_numpy(), pieces["last"].to_numpy()
    sources, parties = (pieces[name].to_numpy(dtype=object) for name in ("source", "party"))
    months, days_of_piece = pieces["month"].to_numpy(), pieces["days"].to_numpy()
    marks = _marks(done, pieces)
    words = {name: reports[name].to_numpy(dtype=object) for name in WORDS}
    ids = frame["report_id"].to_numpy(dtype=object)
    qualifiers = frame["qualifier"].to_numpy(dtype=object)
    published = frame["published"].to_numpy()
    out: list[dict[str, Any]] = []
    for begin, stop in pairwise(cuts):
        span = slice(begin, stop)
        of_month = entry[span]
        one: dict[str, Any] = {
            name: float(np.sum(column[span])) for name, column in amounts.items()
        }
        one |= {name: joined(words[name][rows_of[of_month]]) for name in WORDS}
        days = published[of_month]
        known = days[days != NO_DAY]
        out.append(
            {
                "party": parties[begin],
                "month": months[begin],
                **one,
                "source": joined(sources[span]),
                "first": first[begin],
                "last": last[stop - 1],
                "days_covered": int(days_of_piece[span].sum()),
                "qualifier": worded(one, qualifiers[of_month]),
                "published": known.max() if len(known) else NO_DAY,
                "report_ids": joined(ids[of_month]),
                "flags": joined(
                    [
                        *(FLAGS[name] for name, mark in marks.items() if mark[span].any()),
                        f"from {stop - begin} parts" if stop - begin > 1 else None,
                        done.entries.disagree.get((parties[begin], int(months[begin]))),
                    ]
                ),
            }
        )
    return pd.DataFrame(out)


def joined(words: Iterable[object]) -> str | None:
    """Different words in their order, `; ` between two of them."""
    return (
        "; ".join(dict.fromkeys(word for word in words if isinstance(word, str) and word)) or None
    )


def worded(amount: dict[str, Any], qualifiers: Iterable[object]) -> str:
    """How a sum is hedged, from its bounds and its parts."""
    low, high = amount["low"], amount["high"]
    if low == high:
        return "exact" if set(qualifiers) <= {"exact"} else "about"
    if np.isfinite(low) and np.isfinite(high):
        return "range"
    if np.isfinite(low):
        return "at_least"
    return "at_most" if np.isfinite(high) else "about"


FLAGS = {
    "smoothed": "smoothed",
    "missed": "reports contradict one another: least squares",
    "shared": "shared by days",
    "less": "what shorter reports leave of a longer one",
    "rate": "rate times days",
    "derived": "booked from the loss of the other party",
}


def _marks(done: Account, pieces: pd.DataFrame) -> dict[str, np.ndarray]:
    """What is to be told of each piece."""
    used = done.entries.frame.loc[pieces["entry"], ["days", "is_rate", "derived"]]
    part = pieces["days"].to_numpy() < used["days"].to_numpy()
    smooth = done.fitted is not None
    return {
        "smoothed": part & smooth,
        "missed": done.missed(pieces["entry"].to_numpy()),
        "shared": (pieces["share"].to_numpy() < 1) & (not smooth),
        "less": pieces["less"].to_numpy() != 0,
        "rate": used["is_rate"].to_numpy(),
        "derived": used["derived"].to_numpy(),
    }


def build_table(done: Account, reports: pd.DataFrame, chosen: Options) -> pd.DataFrame:
    """The table of `monthly_table`, without gaps between a party's first and last month."""
    rows = month_rows(done, reports)
    return finish(rows, chosen)


def finish(rows: pd.DataFrame, chosen: Options) -> pd.DataFrame:
    """Rows of plain numbers as a public table: months without gaps, units, attrs."""
    keys = ["party", "month"]
    grid = []
    for party, months in rows.groupby("party")["month"]:
        grid += [(party, month) for month in range(int(months.min()), int(months.max()) + 1)]
    full = pd.MultiIndex.from_tuples(grid, names=keys) if grid else None
    spread = rows.set_index(keys)
    spread = (spread.reindex(full) if full is not None else spread).reset_index()
    spread = spread.sort_values(["month", "party"], kind="stable")
    index = month_index(spread["party"], spread["month"].to_numpy(dtype=np.int64))
    first, last = month_edges(spread["month"].to_numpy(dtype=np.int64))
    low, high = (spread[name].to_numpy(dtype=float) for name in ("low", "high"))
    plain = low == high
    attrs: dict[Any, Any] = _attrs(rows, chosen)
    columns: dict[str, Any] = {}
    for name, values in (("value", spread["value"]), ("low", low), ("high", high)):
        numbers = np.asarray(values, dtype=float)
        if name != "value":
            numbers = np.where(plain | ~np.isfinite(numbers), np.nan, numbers)
        columns[name] = edge(pd.Series(numbers, index=index), chosen.unit)
    covered = spread["days_covered"].fillna(0).to_numpy(dtype=np.int64)
    columns["days_covered"] = covered
    columns["days"] = last - first + 1
    columns["complete"] = covered == last - first + 1
    for name in ("first", "last"):
        columns[name] = stamps(spread[name])
    for name in ("qualifier", "source", *WORDS):
        columns[name] = _words(spread, name, index)
    columns["published"] = (
        stamps(spread["published"])
        if "published" in spread
        else stamps(pd.Series(NO_DAY, index=spread.index))
    )
    for name in ("report_ids", "flags"):
        columns[name] = _words(spread, name, index)
    table = pd.DataFrame(columns, index=index)
    table.attrs = attrs
    return table


def stamps(days: pd.Series) -> np.ndarray:
    """Days since 1970 as pandas keeps them; missing where there is none."""
    numbers = days.fillna(NO_DAY).to_numpy(dtype=np.int64)
    return numbers.astype("datetime64[D]").astype("datetime64[us]")


def _words(rows: pd.DataFrame, name: str, index: pd.MultiIndex) -> pd.Series:
    values = rows[name].to_numpy(dtype=object) if name in rows else np.full(len(rows), None)
    return pd.Series(values, index=index, dtype="str")


def _attrs(rows: pd.DataFrame, chosen: Options) -> dict[str, Any]:
    attrs: dict[str, Any] = {
        "kind": chosen.kind,
        "measure": chosen.measure,
        "unit": chosen.unit,
        "options": chosen.as_attrs(),
    }
    for name in ("attribution", "origin", "publisher", "basis", "scope", "place"):
        words = sorted(
            {
                part
                for text in rows.get(name, pd.Series(dtype="str")).dropna()
                for part in str(text).split("; ")
            }
        )
        if words:
            attrs[name] = "; ".join(words)
    if len(rows) and (rows["published"] != NO_DAY).any():
        attrs["published"] = str(rows["published"].max().astype("datetime64[D]"))
    return attrs


def value_series(table: pd.DataFrame, name: str) -> pd.Series:
    """The values of a table as a Series that keeps what the table knows in ``attrs``."""
    series = table["value"].rename(name)
    attrs: dict[Any, Any] = dict(table.attrs)
    if "complete" in table:
        part = table[~table["complete"] & (table["days_covered"] > 0)]
        if len(part):
            months, parties = (part.index.get_level_values(name) for name in MONTH)
            attrs["incomplete"] = [
                [str(month), str(party), int(days)]
                for month, party, days in zip(months, parties, part["days_covered"], strict=True)
            ]
    attrs["unit"] = series.attrs.get("unit", attrs["unit"])
    series.attrs = attrs
    return series
