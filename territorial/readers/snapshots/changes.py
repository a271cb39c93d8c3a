"""`snapshot_changes`: what was gained and lost between one map and the next."""

from __future__ import annotations

import datetime as dt
import os
from statistics import median
from typing import TYPE_CHECKING, Any

from territorial import records
from territorial.errors import InputError
from territorial.readers.snapshots import doubt
from territorial.readers.snapshots.cache import Cache
from territorial.readers.snapshots.files import Paths, find_sources
from territorial.readers.snapshots.layers import Layers
from territorial.readers.snapshots.pairs import NO_GROUND, SAMPLINGS, Pair, pairs_of
from territorial.readers.snapshots.read import parties_in, reading_of, tell_problems
from territorial.readers.snapshots.unite import need_shapely
from territorial.readers.snapshots.walk import Map, Problem, Progress, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from territorial.readers.snapshots.dates import Rule
    from territorial.readers.snapshots.read import Region

WHERE = ("boxes", "shapes")
COLUMNS = (
    "before", "after", "start", "end", "party", "gain_km2", "loss_km2", "net_km2",
    "level_before_km2", "level_after_km2", "sampling", "flags",
)  # fmt: skip
# Pieces below this are left out of what `where=` lists [km²].
_SMALLEST_KM2 = 1e-4


def snapshot_changes(
    path: Paths,
    *,
    party: str,
    layers: Layers = None,
    date: Rule = None,
    label_offset: int = 0,
    region: Region = None,
    crs: str | None = None,
    axes: str = "auto",
    edges: str = "geodesic",
    sampling: str = "daily",
    leave_out: Iterable[str] = (),
    where: str | None = None,
    cache: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    problems: list[Problem] | None = None,
    max_mb: float = 150,
    today: dt.date | None = None,
) -> pd.DataFrame:
    """Ground gained and lost between each map and the next, by party (extra ``maps``).

    Gain less loss is the change of the level. What was taken and given back between two maps
    is in neither, so that gross totals depend on how often the map is looked at: daily maps
    give more gain and more loss than month ends, and the same net. `sampling` says which.

    Parameters
    ----------
    path, party, layers, date, label_offset, region, crs, axes, edges, cache, progress, problems, \
max_mb, today
        As in `read_snapshots`.
    sampling : {"daily", "month ends"}
        Compare every map with the next, or the last maps of the months.
    leave_out : list of str
        Kinds of doubt (see `leave_out`) whose maps are passed over: the neighbours are
        compared with each other instead. Impossible dates are always passed over.
    where : {"boxes", "shapes"}, optional
        Also list where ground changed hands, largest first: the box of each piece, or the
        pieces themselves as a GeoJSON FeatureCollection.

    Returns
    -------
    DataFrame
        One row a pair of maps and party: `before` and `after` the days compared, `start` and
        `end` the days in which the change falls (the day after `before` to `after`),
        `gain_km2`, `loss_km2`, `net_km2` [km²], the levels, the sampling, and flags.

    Raises
    ------
    InputError
        If fewer than two maps can be compared.
    MissingExtraError
        Without shapely.

    Examples
    --------
    >>> import json, os, tempfile
    >>> def square(east):
    ...     ring = [[37, 48], [east, 48], [east, 49], [37, 49], [37, 48]]
    ...     return {"type": "Polygon", "coordinates": [ring]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for day, east in (("2025-02-07", 38.0), ("2025-02-08", 38.1)):
    ...         with open(os.path.join(folder, f"{day}.geojson"), "w") as file:
    ...             json.dump(square(east), file)
    ...     changes = snapshot_changes(folder, party="russia", edges="straight")
    >>> f"{changes['gain_km2'][0]:.1f} km² gained, {changes['loss_km2'][0]:.1f} km² lost"
    '821.8 km² gained, 0.0 km² lost'
    """
    need_shapely("gain and loss between maps")
    if sampling not in SAMPLINGS:
        raise InputError("sampling 'daily' or 'month ends'", repr(sampling), "choose one of them")
    if where is not None and where not in WHERE:
        raise InputError("where='boxes' or where='shapes'", repr(where), "choose one of them")
    wanted = tuple(leave_out)
    if wanted:
        doubt.check_kinds(wanted)
    reading, _, _ = reading_of(
        party=party,
        layers=layers,
        date=date,
        region=region,
        crs=crs,
        axes=axes,
        edges=edges,
        max_mb=max_mb,
    )
    kept = Cache(cache)
    try:
        sources = find_sources(path)
        without: set[tuple[str, str]] = set()
        if wanted:  # a dip is known only from the map after it
            seen = [item._replace(shapes=dict) for item in Walk(sources, reading, date, kept)]
            without = _carriers(seen, party, wanted, today)
        walk = Walk(sources, reading, date, kept, progress)
        maps: list[Map] = []
        pairs = list(
            pairs_of(
                _noted(walk, maps, today),
                party,
                without,
                sampling,
                where,
                kept,
                straight=reading.straight,
            )
        )
    finally:
        kept.close()
    tell_problems(walk.problems, problems, some=bool(pairs))
    if not pairs:
        raise InputError(
            "two maps or more to compare", f"{len(maps)} that can be dated",
            "add maps, or look at leave_out and sampling",
        )  # fmt: skip
    flags = _flags(maps, party)
    usual = median((pair.after.label - pair.before.label).days for pair in pairs)
    rows = [_row(pair, flags, usual, label_offset, sampling, where) for pair in pairs]
    return _table(rows, where)


def _noted(walk: Walk, maps: list[Map], today: dt.date | None) -> Iterator[Map]:
    """The maps with a possible date, each remembered without its shapes."""
    for item in walk:
        if not doubt.impossible(item.label, today):
            maps.append(item._replace(shapes=dict))
            yield item


def _flags(maps: list[Map], party: str) -> dict[tuple[str, str], list[str]]:
    """The doubts about each map and party, by the map's name."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in parties_in(maps, party):
        items = [item for item in maps if one in item.levels]
        told = doubt.find_doubts([doubt.Dated(item.label, item.levels[one]) for item in items])
        for item, flags in zip(items, told, strict=True):
            found[item.name, one] = [*item.flags, *item.levels[one].flags, *flags]
    return found


def _carriers(
    maps: list[Map], party: str, wanted: tuple[str, ...], today: dt.date | None
) -> set[tuple[str, str]]:
    possible = [item for item in maps if not doubt.impossible(item.label, today)]
    return {
        place
        for place, flags in _flags(possible, party).items()
        if doubt.kinds_in("; ".join(flags), wanted)
    }


def _row(
    pair: Pair,
    flags: dict[tuple[str, str], list[str]],
    usual: float,
    label_offset: int,
    sampling: str,
    where: str | None,
) -> dict[str, Any]:
    shift = dt.timedelta(days=-label_offset)
    before, after = pair.before.label + shift, pair.after.label + shift
    told = list(flags.get((pair.after.name, pair.party), []))
    told += [
        f"map before: {flag}"
        for flag in flags.get((pair.before.name, pair.party), [])
        if doubt.kinds_in(flag, ("dip", "jump", "definition break", "axes", "above the region"))
    ]
    gap = (after - before).days
    if gap > usual:
        told.append(f"{gap} days between the maps")
    row: dict[str, Any] = {
        "before": before,
        "after": after,
        "start": before + dt.timedelta(days=1),
        "end": after,
        "party": pair.party,
        "gain_km2": pair.change.gain_km2,
        "loss_km2": pair.change.loss_km2,
        "net_km2": pair.change.net_km2,
        "level_before_km2": pair.before.levels.get(pair.party, NO_GROUND).area_km2,
        "level_after_km2": pair.after.levels.get(pair.party, NO_GROUND).area_km2,
        "sampling": sampling,
        "flags": records.join_flags(told),
    }
    if where is not None:
        row["where"] = _where(pair, where)
    return row


def _where(pair: Pair, where: str) -> Any:
    faces = [face for face in pair.change.faces if face.area_km2 >= _SMALLEST_KM2]
    if where == "boxes":
        return [
            {"change": "gain" if face.gained else "loss", "area_km2": face.area_km2,
             "west": face.box[0], "south": face.box[1], "east": face.box[2],
             "north": face.box[3]}
            for face in faces
        ]  # fmt: skip
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "party": pair.party,
                    "change": "gain" if face.gained else "loss",
                    "area_km2": round(face.area_km2, 6),
                    "before": pair.before.label.isoformat(),
                    "after": pair.after.label.isoformat(),
                },
                "geometry": {"type": "Polygon", "coordinates": face.rings},
            }
            for face in faces
        ],
    }


def _table(rows: list[dict[str, Any]], where: str | None) -> pd.DataFrame:
    import pandas as pd

    columns = [*COLUMNS, "where"] if where is not None else list(COLUMNS)
    table = pd.DataFrame(rows, columns=columns)
    for name in ("before", "after", "start", "end"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[us]")
    for name in ("party", "sampling", "flags"):
        table[name] = table[name].astype("str")
    order = table.assign(other=table["party"] != table["party"].iloc[0])
    return table.loc[
        order.sort_values(["after", "other", "party"], kind="stable").index
    ].reset_index(drop=True)
