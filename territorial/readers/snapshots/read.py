"""`read_snapshots`: dated maps of control -> control reports by date and party."""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from territorial import records, reports
from territorial.errors import InputError, TerritorialWarning
from territorial.readers.snapshots import doubt
from territorial.readers.snapshots.cache import Cache
from territorial.readers.snapshots.decode import Reading
from territorial.readers.snapshots.files import Paths, find_sources
from territorial.readers.snapshots.geojson import parse_document
from territorial.readers.snapshots.layers import Layers, choose_layers
from territorial.readers.snapshots.shape import Shape, fingerprint, read_points
from territorial.readers.snapshots.unite import clip_of, need_shapely, united
from territorial.readers.snapshots.walk import Map, Problem, Progress, Walk

if TYPE_CHECKING:
    import pandas as pd

    from territorial.readers.snapshots.dates import Rule

    Region = str | os.PathLike[str] | Mapping[str, Any] | None


def read_snapshots(
    path: Paths,
    *,
    party: str,
    counterparty: str | None = None,
    layers: Layers = None,
    date: Rule = None,
    label_offset: int = 0,
    region: Region = None,
    crs: str | None = None,
    axes: str = "auto",
    edges: str = "geodesic",
    leave_out: Iterable[str] = (),
    conflict: str | None = None,
    publisher: str | None = None,
    attribution: str | None = None,
    scope: str | None = None,
    url: str | None = None,
    cache: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    problems: list[Problem] | None = None,
    max_mb: float = 150,
    today: dt.date | None = None,
) -> pd.DataFrame:
    """Dated maps of control as control reports: one row per date and party, area in km².

    Areas are those on the WGS84 ellipsoid (`territorial.geodesy`). With the extra ``maps``
    overlapping parts are united and broken geometry is repaired; without it one layer is
    measured as drawn.

    Parameters
    ----------
    path : path, glob pattern, or list of paths
        A folder (searched to its depths), files, ``.gz`` or ``.zip``: GeoJSON in any
        wrapping, one map a file or many dates in one; with the extra ``maps`` also
        Shapefile, GeoPackage, KML, KMZ, FlatGeobuf and TopoJSON.
    party : str
        Id of the party whose ground the map shows.
    counterparty : str, optional
        Id of the party on the other side.
    layers : str, list or mapping, optional
        Which layers count: a preset (see `map_presets`), names of layers that count for
        `party`, or a mapping of names to party ids. ``*`` stands for any letters, and
        ``property=name`` looks at one property alone. Without it every polygon counts.
    date : date, str, mapping or callable, optional
        The day of the map, a format such as ``"%d%m%Y"`` for the name, the name of a
        property, a mapping of file names to days, or a function of the name. By default
        the name is searched, then the features.
    label_offset : int
        How many days after the state that it shows a map is dated: 1 where the map of the
        2nd shows the evening of the 1st. `change` can take it instead; not both.
    region : str, path or GeoJSON, optional
        The name of a region of the lexicon, whose area no level may exceed; or a shape, to
        which the ground is clipped (extra ``maps``).
    crs : str, optional
        Coordinate system of the files, such as ``"EPSG:3857"``, whatever they name themselves.
    axes : {"auto", "lonlat", "latlon"}
        Order of coordinates.
    edges : {"geodesic", "straight"}
        Whether a line between two corners is the shortest on the ground or straight in
        longitude and latitude; they differ where corners are many kilometres apart.
    leave_out : list of str
        Kinds of doubt whose rows are left out, such as ``"dip"`` (see `leave_out`); how
        many is told. Doubtful rows are flagged in any case.
    conflict, publisher, attribution, scope, url : str, optional
        Written into the rows. A preset fills conflict and attribution; without either, the
        attribution is "maps in" the folder, so that the maps are one source.
    cache : path, optional
        A file that keeps what was computed, by content, for the next run.
    progress : callable, optional
        Called with files done, files in all and the name of a file.
    problems : list, optional
        Filled with the files that were set aside and the error of each.
    max_mb : float
        Largest file, unpacked [MB].
    today : date, optional
        The day after which a map cannot be dated; by default the present one.

    Returns
    -------
    DataFrame
        The reports table: `kind` control, `value` in km², `start` and `end` the day shown
        (missing where the date is impossible), `document` the file, `flags` what to know.

    Raises
    ------
    InputError
        If nothing can be read; a single bad file among others is told in a warning.
    MissingExtraError
        If what was asked needs the extra ``maps``.

    Examples
    --------
    >>> import json, os, tempfile
    >>> square = [[37, 48], [38, 48], [38, 49], [37, 49], [37, 48]]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open(os.path.join(folder, "map_2025-02-07.geojson"), "w") as file:
    ...         json.dump({"type": "Polygon", "coordinates": [square]}, file)
    ...     control = read_snapshots(folder, party="russia")
    >>> f"{control['value'][0]:.1f} {control['unit'][0]} on {control['start'][0]:%d %B %Y}"
    '8217.6 km^2 on 07 February 2025'
    """
    wanted = tuple(leave_out)
    if wanted:
        doubt.check_kinds(wanted)
    reading, region_km2, named = reading_of(
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
        walk = Walk(find_sources(path), reading, date, kept, progress)
        maps = list(map(_without_shapes, walk))
    finally:
        kept.close()
    tell_problems(walk.problems, problems, some=bool(maps))
    preset = reading.choice.preset
    common = {
        "conflict": conflict or (preset.conflict if preset else None),
        "publisher": publisher,
        "attribution": attribution or (preset.publisher if preset else publisher or _maps_in(path)),
        "scope": scope or (preset.counts if preset else None),
        "url": url,
    }
    rows = []
    for one in parties_in(maps, party):
        other = counterparty if one == party else party if one == counterparty else None
        rows += _rows(maps, one, other, label_offset, region_km2, named, common, today)
    rows.sort(key=lambda row: (row[0], row[1].party != party, row[1].party or ""))
    table = reports.reports_table([row for _, row in rows])
    return _left_out(table, wanted) if wanted else table


def reading_of(
    *,
    party: str,
    layers: Layers,
    date: Rule,
    region: Region,
    crs: str | None,
    axes: str,
    edges: str,
    max_mb: float,
) -> tuple[Reading, float | None, str]:
    """How to read, the region's area [km²] and its name."""
    if axes not in {"auto", "lonlat", "latlon"}:
        raise InputError("axes 'auto', 'lonlat' or 'latlon'", repr(axes), "choose one of them")
    if edges not in {"geodesic", "straight"}:
        raise InputError("edges 'geodesic' or 'straight'", repr(edges), "choose one of them")
    choice = choose_layers(layers, party)
    clip, area, named, key, box = _region(region)
    if box is None and choice.preset is not None:
        box = choice.preset.box
    is_property = isinstance(date, str) and "%" not in date and not _is_day(date)
    return (
        Reading(
            choice, crs, axes, clip, box, key,
            date if is_property and isinstance(date, str) else None, max_mb,
            edges == "straight",
        ),
        area,
        named,
    )  # fmt: skip


def _maps_in(path: Paths) -> str:
    """One row of maps is one source, also where nobody says who made them."""
    if not isinstance(path, (str, os.PathLike)):
        return "maps"
    return "maps in " + (os.path.basename(os.path.abspath(path)) or "the folder")


def _is_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _region(region: Region) -> tuple[Any, float | None, str, str, Any]:
    if region is None:
        return None, None, "", "", None
    if isinstance(region, str) and not os.path.exists(region):
        area = doubt.region_area(region)
        if area is None:
            raise InputError(
                "a region of the lexicon that has an area, or a GeoJSON file", repr(region),
                "name a listed region, or give the path of its shape",
            )  # fmt: skip
        return None, area, region, "", None
    need_shapely("clipping to a region")
    shape, named = _region_shape(region)
    west, south, east, north = shape.box
    # A little wider: the region's edge and the map's are drawn by different hands.
    box = (west - 1, south - 1, east + 1, north + 1)
    return clip_of(shape), shape.area_km2, named, fingerprint(shape), box


def _region_shape(region: Any) -> tuple[Shape, str]:
    import json

    if isinstance(region, Mapping):
        data, named = json.dumps(region).encode(), "the region"
    else:
        with open(region, "rb") as file:
            data = file.read()
        named = os.path.basename(os.fspath(region))
    document = parse_document(data)
    polygons = [polygon for feature in document.features for polygon in feature.polygons]
    shape, _ = united(read_points(polygons), [""])
    if shape.empty:
        raise InputError("a region with an area", "none", "give a polygon", where=named)
    return shape, named


def _without_shapes(item: Map) -> Map:
    return item._replace(shapes=dict)


def parties_in(maps: list[Map], party: str) -> list[str]:
    """The party asked for, and every other that holds ground on some map."""
    held = (one for item in maps for one, level in item.levels.items() if level.box is not None)
    return list(dict.fromkeys([party, *held]))


def _rows(
    maps: list[Map],
    party: str,
    counterparty: str | None,
    label_offset: int,
    region_km2: float | None,
    region: str,
    common: dict[str, Any],
    today: dt.date | None,
) -> list[tuple[dt.date, records.Report]]:
    items = [item for item in maps if party in item.levels]
    never = [item for item in items if doubt.impossible(item.label, today)]
    fit = [item for item in items if not doubt.impossible(item.label, today)]
    found = []
    for group in (fit, never):
        levels = [doubt.Dated(item.label, item.levels[party]) for item in group]
        doubts = doubt.find_doubts(levels, region_km2=region_km2, region=region)
        for item, told in zip(group, doubts, strict=True):
            level = item.levels[party]
            flags = [*item.flags, *level.flags, *told]
            day: dt.date | None = item.label - dt.timedelta(days=label_offset)
            if wrong := doubt.impossible(item.label, today):
                flags.insert(0, wrong)
                day = None
            elif label_offset:
                flags.append(f"labelled {item.label}")
            report = records.Report(
                report_id=records.report_id("snapshot", item.name, item.label, party, level.print),
                party=party,
                counterparty=counterparty,
                measure="area",
                kind="control",
                value=level.area_km2,
                unit="km^2",
                start=day,
                end=day,
                period_basis="explicit",
                document=item.name,
                flags=records.join_flags(flags),
                **common,
            )
            found.append((item.label, report))
    return found


def tell_problems(found: list[Problem], wanted: list[Problem] | None, *, some: bool) -> None:
    """Hand the problems over; raise the first if nothing at all was read, else warn."""
    if wanted is not None:
        wanted.extend(found)
    if not found:
        return
    if not some:
        raise found[0].error
    listed = "; ".join(str(problem.error) for problem in found[:3])
    more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
    warnings.warn(
        f"{len(found)} files were set aside: {listed}{more}", TerritorialWarning, stacklevel=3
    )


def _left_out(table: pd.DataFrame, wanted: tuple[str, ...]) -> pd.DataFrame:
    kept = doubt.leave_out(table, *wanted)
    if len(kept) < len(table):
        warnings.warn(
            f"{len(table) - len(kept)} of {len(table)} reports were left out, as asked: "
            + ", ".join(wanted),
            TerritorialWarning,
            stacklevel=3,
        )
    return kept.reset_index(drop=True)
