"""Figures of several sources for one party, side by side and of one kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from territorial.errors import ChartError
from territorial.plots.colours import SOURCE_MARKERS
from territorial.plots.data import MonthData, month_data
from territorial.plots.source import NO_NAME, Provenance, same_body, together
from territorial.plots.told import one_name


class Compared(NamedTuple):
    """The figures of several sources for one party; the rows' ``party`` is the source."""

    data: MonthData
    party: str
    origins: dict[str, str]


Tables = Mapping[str, "pd.Series | pd.DataFrame"]


def prepare(
    data: Tables | pd.Series | pd.DataFrame,
    *,
    unit: str | None = None,
    per: str | None = None,
    of: str | tuple[str, float, str] | None = None,
    parties: Sequence[str] | None = None,
    sources: Sequence[str] | None = None,
) -> Compared:
    """Series by source, or one series by (month, source), as rows of one kind and unit."""
    made: dict[str, MonthData] = {}
    tables, left_out = _chosen(_by_source(data), sources)
    for name, table in tables.items():
        made[name] = month_data(table, unit=unit, per=per, of=of, parties=parties)
        if len(made[name].parties) > 1:
            raise ChartError(
                "figures for one party", ", ".join(made[name].parties),
                'choose it with parties=["..."]', where=name,
            )  # fmt: skip
    first = next(iter(made.values()))
    for name, one in made.items():
        if (one.measure, one.kind == "control") != (first.measure, first.kind == "control"):
            raise ChartError(
                f"one measure and kind ({first.measure}, {first.kind})",
                f"{one.measure}, {one.kind}", "compare like with like", where=name,
            )  # fmt: skip
        if one.parties != first.parties:
            raise ChartError(
                f"figures for one party ({first.parties[0]})", one.parties[0],
                'choose it with parties=["..."]', where=name,
            )  # fmt: skip
    rows = [one.to(first.unit).rows.assign(party=name) for name, one in made.items()]
    known = pd.concat(rows, ignore_index=True)
    kinds = sorted({one.kind for one in made.values()})
    said = {note: None for one in made.values() for note in one.notes if one.of is not None}
    scopes = [f"{name}: {note[0].lower()}{note[1:]}" for name, one in made.items()
              for note in one.notes if one.of is None]  # fmt: skip
    merged = replace(
        first,
        rows=known,
        parties=tuple(made),
        kind=kinds[0] if len(kinds) == 1 else "gain",
        provenance=together([one.provenance for one in made.values()], list(made)),
        place=one_name(dict.fromkeys(one.place for one in made.values() if one.place)),
        notes=(*said, *left_out, *scopes),
    )
    origins = {name: _origin(name, one.provenance, list(made)) for name, one in made.items()}
    return Compared(merged, first.parties[0], origins)


def _chosen(tables: Tables, sources: Sequence[str] | None) -> tuple[Tables, list[str]]:
    """The sources asked for, or those with the most figures, and who is left out."""
    if sources is not None:
        missing = [name for name in sources if name not in tables]
        if missing:
            raise ChartError(
                "sources out of " + ", ".join(tables), ", ".join(missing),
                "choose among those of the table", where="sources",
            )  # fmt: skip
        return {name: tables[name] for name in sources}, []
    if len(tables) <= len(SOURCE_MARKERS):
        return tables, []
    by_figures = sorted(tables, key=lambda name: (-len(tables[name]), name))
    most = set(by_figures[: len(SOURCE_MARKERS)])
    rest = sorted(set(tables) - most)
    note = f"Not shown, with fewer figures: {', '.join(rest)}"
    return {name: table for name, table in tables.items() if name in most}, [note]


def _origin(name: str, told: Provenance, names: Sequence[str]) -> str:
    """Whose assessment a source rests on: as told, or another source that its name names."""
    if len(told.origins) == 1:
        own = told.origins[0]
        return next((other for other in (name, *names) if same_body(own, other)), own)
    inside = [other for other in names
              if other != name and other in name and other.casefold() not in NO_NAME]  # fmt: skip
    return max(inside, key=len) if inside else name


def _by_source(data: Tables | pd.Series | pd.DataFrame) -> Tables:
    if isinstance(data, Mapping):
        if not data:
            raise ChartError("at least one source", "none", "give {name: monthly_table(...)}")
        return data
    for level in ("source", "attribution"):
        if level in data.index.names:
            return {
                str(name): _kept(data, one.droplevel(level))
                for name, one in data.groupby(level=level, sort=True)
            }
    if isinstance(data, pd.DataFrame) and "source" in data.columns:
        known = data[data["source"].notna()]
        if not known.empty:
            return {str(n): _kept(data, one) for n, one in known.groupby("source", sort=True)}
    raise ChartError(
        "a series for each source, or an index (month, source)",
        f"an index ({', '.join(map(str, data.index.names))})",
        'give {"ISW": monthly_table(reports, attribution="ISW"), ...}',
    )


def _kept(
    data: pd.Series | pd.DataFrame, one: pd.Series | pd.DataFrame
) -> pd.Series | pd.DataFrame:
    one.attrs = {
        key: value for key, value in data.attrs.items() if key in ("unit", "kind", "party", "place")
    }
    return one
