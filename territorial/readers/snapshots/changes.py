"""`snapshot_changes`: what was gained and lost between one map and the next."""

from __future__ import annotations

import datetime as dt
import os
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from territorial import records, reports
from territorial.errors import InputError
from territorial.readers.snapshots import doubt
from territorial.readers.snapshots.cache import Cache, key_of
from territorial.readers.snapshots.files import Paths, find_sources
from territorial.readers.snapshots.layers import Layers
from territorial.readers.snapshots.overlay import Change, Face, Prepared, gain_and_loss, prepare
from territorial.readers.snapshots.read import parties_in, reading_of, tell_problems
from territorial.readers.snapshots.shape import EMPTY, fingerprint
from territorial.readers.snapshots.unite import need_shapely
from territorial.readers.snapshots.walk import Level, Map, Problem, Progress, Walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from territorial.readers.snapshots.dates import Rule
    from territorial.readers.snapshots.read import Region

SAMPLINGS = ("daily", "month ends")
WHERE = ("boxes", "shapes")
COLUMNS = (
    "before", "after", "start", "end", "party", "gain_km2", "loss_km2", "net_km2",
    "level_before_km2", "level_after_km2", "sampling", "flags",
)  # fmt: skip
# Pieces below this are left out of what `where=` lists [km²].
_SMALLEST_KM2 = 1e-4


class _Pair(NamedTuple):
    """Two maps of one party, and what changed between them."""

    before: Map
    after: Map
    party: str
    change: Change


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
            _pairs(
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


class _Prepared:
    """The shapes of a map made ready for the overlay, when first asked for."""

    def __init__(self, item: Map) -> None:
        self.item = item
        self._ready: dict[str, Prepared] | None = None

    def of(self, party: str) -> Prepared:
        if self._ready is None:
            self._ready = {one: prepare(shape) for one, shape in self.item.shapes().items()}
        return self._ready[party] if party in self._ready else prepare(EMPTY)


def _pairs(
    maps: Iterable[Map],
    party: str,
    without: set[tuple[str, str]],
    sampling: str,
    where: str | None,
    cache: Cache,
    *,
    straight: bool,
) -> Iterator[_Pair]:
    """Neighbours in time, party by party; one map before is held, no more."""
    held: dict[str, _Prepared] = {}
    for item in maps if sampling == "daily" else _month_ends(maps):
        now = _Prepared(item)
        for one in dict.fromkeys([party, *item.levels, *held]):
            if one not in item.levels and one not in held:
                continue
            if (item.name, one) in without:
                continue
            before = held.get(one)
            if before is not None:
                after = now
                if _print(before.item, one) == _print(item, one):
                    change = Change(0.0, 0.0, 0.0, [])
                    after = before  # the same shapes: no need to make them ready again
                else:
                    change = _change(
                        before, now, one, cache, faces=where is not None, straight=straight
                    )
                yield _Pair(before.item, item, one, change)
                held[one] = now if after is now else _moved(before, item)
            else:
                held[one] = now


def _moved(before: _Prepared, item: Map) -> _Prepared:
    """What was made ready for one map serves the next, which has the same shapes."""
    moved = _Prepared(item)
    if set(item.levels) == set(before.item.levels) and all(
        _print(item, one) == _print(before.item, one) for one in item.levels
    ):
        moved._ready = before._ready  # noqa: SLF001  (its own class)
    return moved


def _month_ends(maps: Iterable[Map]) -> Iterator[Map]:
    """The last map of every month."""
    before: Map | None = None
    for item in maps:
        if before is not None and before.label.replace(day=1) != item.label.replace(day=1):
            yield before
        before = item
    if before is not None:
        yield before


_NONE = Level(0.0, fingerprint(EMPTY), None, (), ())


def _print(item: Map, party: str) -> str:
    return item.levels.get(party, _NONE).print


def _change(
    before: _Prepared, after: _Prepared, party: str, cache: Cache, *, faces: bool, straight: bool
) -> Change:
    levels = [one.item.levels.get(party, _NONE) for one in (before, after)]
    net = levels[1].area_km2 - levels[0].area_km2
    key = key_of("change", levels[0].print, levels[1].print, str(faces), str(straight))
    kept = cache.get(key)
    if kept is not None:
        gain, loss, listed = kept
        return Change(
            gain, loss, net, [Face(one[0], one[1], tuple(one[2]), one[3]) for one in listed]
        )
    change = gain_and_loss(before.of(party), after.of(party), net, faces=faces)
    cache.put(key, [change.gain_km2, change.loss_km2, change.faces])
    return change


def _row(
    pair: _Pair,
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
        "level_before_km2": pair.before.levels.get(pair.party, _NONE).area_km2,
        "level_after_km2": pair.after.levels.get(pair.party, _NONE).area_km2,
        "sampling": sampling,
        "flags": records.join_flags(told),
    }
    if where is not None:
        row["where"] = _where(pair, where)
    return row


def _where(pair: _Pair, where: str) -> Any:
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
