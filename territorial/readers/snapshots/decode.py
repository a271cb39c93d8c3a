"""The bytes of map files -> each party's ground on each day that they show."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from territorial.errors import InputError, MissingExtraError
from territorial.readers.snapshots import dates
from territorial.readers.snapshots.files import VECTOR_FORMATS
from territorial.readers.snapshots.geojson import Document, Feature, crs_name, parse_document
from territorial.readers.snapshots.layers import UNNAMED
from territorial.readers.snapshots.shape import EMPTY, Points, Shape, read_points
from territorial.readers.snapshots.unite import united
from territorial.readers.snapshots.vectors import read_vectors

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from territorial.readers.snapshots.files import Source
    from territorial.readers.snapshots.layers import Choice

    Box = tuple[float, float, float, float]

# Radius of the sphere of Web Mercator (EPSG:3857) [m].
_MERCATOR_M = 6_378_137.0


class Ground(NamedTuple):
    """One party's ground on one map."""

    shape: Shape
    layers: tuple[str, ...]
    flags: tuple[str, ...]


class Snapshot(NamedTuple):
    """One day of a map: the ground of each party, and what holds for all of them."""

    day: dt.date | None
    grounds: dict[str, Ground]
    flags: tuple[str, ...]


class Reading(NamedTuple):
    """How maps are read: layers, coordinate system, order of axes, region, largest file."""

    choice: Choice
    crs: str | None = None
    axes: str = "auto"
    clip: Any = None
    box: Box | None = None
    clip_key: str = ""
    date_property: str | None = None
    max_mb: float = 150
    straight: bool = False

    @property
    def key(self) -> str:
        return repr((self.choice.key, self.crs, self.axes, self.clip_key, self.box,
                     self.date_property, self.straight))  # fmt: skip


def parse_source(source: Source, data: bytes) -> Document:
    """The features of one file."""
    if source.suffix in VECTOR_FORMATS:
        return read_vectors(source)
    if b'"Topology"' in data[:200]:
        return read_vectors(source, data)
    return parse_document(data)


def snapshots_of(
    documents: Sequence[tuple[str, Document]], reading: Reading, *, split: bool
) -> list[Snapshot]:
    """The snapshots in the documents of one day, or, if `split`, of every day they name."""
    members = [(name, document, feature) for name, document in documents
               for feature in document.features]  # fmt: skip
    if not split:
        return [_snapshot(members, reading, _one_day(documents, reading))]
    # A mark without ground needs no date.
    members = [item for item in members if item[2].polygons] or members
    days = [dates.day_of_properties(item[2].properties, reading.date_property) for item in members]
    if members and all(day is not None for day in days):
        groups: dict[dt.date, list[tuple[str, Document, Feature]]] = {}
        for day, item in zip(days, members, strict=True):
            assert day is not None
            groups.setdefault(day, []).append(item)
        return [_snapshot(items, reading, day) for day, items in sorted(groups.items())]
    spans = [dates.span_of_properties(item[2].properties) for item in members]
    if members and all(span is not None for span in spans):
        return _by_spans(members, [span for span in spans if span], reading)
    day = _one_day(documents, reading)
    if day is None:
        raise _undated([item[2] for item in members], days, reading.date_property)
    found = _snapshot(members, reading, day)
    if 0 < (missing := days.count(None)) < len(days):
        told = f"{missing} of {len(days)} features without a date: taken as of {day}"
        found = found._replace(flags=(*found.flags, told))
    return [found]


def _undated(features: list[Feature], days: list[dt.date | None], named: str | None) -> InputError:
    """Why no date was found: nowhere, not in the property named, or not in every feature."""
    mend = (
        "rename the file to end in 2025-02-07.geojson, or pass date= (a day, a format such as "
        "'%d%m%Y', a property's name or a mapping of names to days)"
    )
    missing = [index for index, day in enumerate(days) if day is None]
    if len(missing) < len(days):
        return InputError(
            "a date in every feature",
            f"none in {len(missing)} of {len(days)} (first in feature {missing[0] + 1} with ground)",
            "mend or leave out these features, or pass date= for the whole file",
        )  # fmt: skip
    if named is not None:
        known = list(dict.fromkeys(str(key) for one in features for key in one.properties))
        given = (
            repr(features[0].properties.get(named)) if named in known
            else "features with " + (", ".join(map(repr, known[:8])) or "no properties")
        )  # fmt: skip
        return InputError(f"a date in the property {named!r}", given, mend)
    return InputError("a date in the file's name or in its features", "none", mend)


def _one_day(documents: Sequence[tuple[str, Document]], reading: Reading) -> dt.date | None:
    """The one day that features or members name; None if there is none, or more."""
    days = {
        day
        for _, document in documents
        for feature in document.features
        if (day := dates.day_of_properties(feature.properties, reading.date_property)) is not None
    }
    if len(days) == 1:
        return days.pop()
    if days:
        return None
    named = {dates.day_of_members(document.members) for _, document in documents} - {None}
    return named.pop() if len(named) == 1 else None


def _by_spans(
    members: list[tuple[str, Document, Feature]],
    spans: list[tuple[dt.date, dt.date | None]],
    reading: Reading,
) -> list[Snapshot]:
    """A snapshot on each day on which a feature begins to hold, or has just ceased to."""
    one = dt.timedelta(days=1)
    days = {start for start, _ in spans} | {end + one for _, end in spans if end is not None}
    found = []
    for day in sorted(days):
        holding = [
            item
            for item, (start, end) in zip(members, spans, strict=True)
            if start <= day and (end is None or day <= end)
        ]
        if holding:
            found.append(_snapshot(holding, reading, day))
    return found


def _snapshot(
    members: Iterable[tuple[str, Document, Feature]], reading: Reading, day: dt.date | None
) -> Snapshot:
    choice = reading.choice
    polygons: dict[str, list[tuple[Document, Feature]]] = {}
    layers: dict[str, Counter[str]] = {}
    notes: dict[str, list[str]] = {}
    voids: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    properties: dict[str, None] = {}
    for name, document, feature in members:
        hit = choice.hit(feature.properties, name)
        if not hit.known and feature.polygons:
            unknown[hit.layer] += 1
            properties |= dict.fromkeys(str(key) for key in feature.properties)
        if hit.party is None:
            continue
        if feature.void in {"null", "empty"}:
            voids[feature.void] += 1
        if not feature.polygons:
            continue
        polygons.setdefault(hit.party, []).append((document, feature))
        layers.setdefault(hit.party, Counter())[hit.layer] += 1
        if hit.note:
            notes.setdefault(hit.party, []).append(f"layer {hit.layer!r}: {hit.note}")
    flags = [f"{number} {kind} geometries" for kind, number in sorted(voids.items())]
    if unknown:
        listed = ", ".join(f"{layer!r} ({n})" for layer, n in unknown.most_common(6))
        flags.append(f"layers not counted: {listed}")
    if not polygons:
        raise _nothing(choice, voids, unknown, properties)
    grounds = {}
    for party, found in polygons.items():
        points, told = _points(found, reading)
        names = tuple(sorted(layers[party]))
        shape, mended = united(
            points, [n for n in names if n] or [""], reading.clip, straight=reading.straight
        )
        if choice.rules is None and len(names) > 1:
            told.append("layers united: " + ", ".join(repr(one) for one in names[:6]))
        if choice.rules is None and names == ("",):
            told += _told_apart([feature for _, feature in found])
        grounds[party] = Ground(
            shape, names, tuple(dict.fromkeys([*told, *notes.get(party, []), *mended]))
        )
    for party in choice.parties:
        if party not in grounds and choice.rules is not None:
            grounds[party] = Ground(EMPTY, (), ("no polygon of this party",))
    return Snapshot(day, grounds, tuple(flags))


def _told_apart(features: list[Feature]) -> list[str]:
    """A property that may tell layers apart, where everything counts for one party.

    Few values that come again and again are a kind of ground; many are names of places.
    """
    if len(features) < 2:
        return []
    keys = dict.fromkeys(key for one in features for key in one.properties)
    for key in keys:
        values = {str(one.properties.get(key)) for one in features}
        texts = all(isinstance(one.properties.get(key), str) for one in features)
        if texts and 2 <= len(values) <= 4 and str(key).lower() not in dates.DATE_PROPERTIES:
            listed = ", ".join(repr(one) for one in sorted(values))
            return [f"counted together though {str(key)!r} differs: {listed}"]
    return []


def _nothing(
    choice: Choice, voids: Counter[str], unknown: Counter[str], properties: Iterable[str]
) -> InputError:
    if voids:
        return InputError(
            "at least one polygon",
            "only " + " and ".join(f"{n} {kind} geometries" for kind, n in sorted(voids.items())),
            "fetch the file again or leave it out",
        )  # fmt: skip
    if unknown and set(unknown) == {UNNAMED} and properties:
        return InputError(
            "one of the layers in layers=",
            "features without a layer's name; their properties are "
            + ", ".join(map(repr, list(properties)[:8])),
            f"say which property tells them apart: layers={{'{next(iter(properties))}=...': ...}}",
        )  # fmt: skip
    if unknown:
        wanted = [rule.pattern for rule in choice.rules or () if rule.party]
        return InputError(
            "one of the layers " + ", ".join(repr(one) for one in wanted[:6]),
            "the layers " + ", ".join(repr(one) for one in list(unknown)[:6]),
            "name the file's own layers in layers=",
        )  # fmt: skip
    return InputError(
        "at least one polygon that counts", "none", "is this a map of control? see layers="
    )


def _points(found: list[tuple[Document, Feature]], reading: Reading) -> tuple[Points, list[str]]:
    groups: dict[tuple[str | None, bool], list[list[Any]]] = {}
    for document, feature in found:
        crs = crs_name(reading.crs) if reading.crs is not None else document.crs
        groups.setdefault((crs, feature.latitude_first), []).extend(feature.polygons)
    parts: list[Points] = []
    flags: list[str] = []
    for (crs, latitude_first), polygons in groups.items():
        points = read_points(polygons)
        if crs is not None:
            points = _degrees(points, crs)
            flags.append(f"projected file turned into degrees ({crs})")
        elif _swapped(points, reading, latitude_first=latitude_first):
            points = points._replace(x=points.y, y=points.x)
            if not latitude_first and reading.axes == "auto":
                flags.append("latitude stood first: swapped")
        parts.append(points)
    return (parts[0] if len(parts) == 1 else _joined(parts)), flags


def _joined(parts: list[Points]) -> Points:
    lengths = np.concatenate([np.diff(part.starts) for part in parts])
    return Points(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        np.concatenate([part.holes for part in parts]),
        sum(part.dropped for part in parts),
        sum(part.closed for part in parts),
        any(part.heights for part in parts),
    )


def _swapped(points: Points, reading: Reading, *, latitude_first: bool) -> bool:
    """Whether x is latitude: told by the user, by the format, by the globe or by the region."""
    if reading.axes != "auto":
        return reading.axes == "latlon"
    if not points.x.size:
        return False
    if latitude_first:
        # A source that says so; unless that is impossible and the other way is not.
        return not (np.abs(points.x).max() > 90 >= np.abs(points.y).max())
    if np.median(np.abs(points.y)) > 90 and np.abs(points.x).max() <= 90:
        return True
    if reading.box is None:
        return False
    west, south, east, north = reading.box

    def inside(x: Any, y: Any) -> float:
        return float(((west <= x) & (x <= east) & (south <= y) & (y <= north)).mean())

    return inside(points.x, points.y) < 0.5 < inside(points.y, points.x)


def _refuse_degrees(points: Points, crs: str) -> None:
    """Longitudes and latitudes under the name of a projection would make no area at all."""
    if points.x.size and np.abs(points.x).max() <= 360 and np.abs(points.y).max() <= 90:
        raise InputError(
            f"coordinates of {crs} in metres",
            f"x from {points.x.min():.6g} to {points.x.max():.6g} and y from {points.y.min():.6g} "
            f"to {points.y.max():.6g}, which look like degrees",
            "pass crs='EPSG:4326' if they are",
        )  # fmt: skip


def _degrees(points: Points, crs: str) -> Points:
    if crs == "EPSG:3857":
        _refuse_degrees(points, crs)
        lon = np.degrees(points.x / _MERCATOR_M)
        lat = np.degrees(np.arctan(np.sinh(points.y / _MERCATOR_M)))
        return points._replace(x=lon, y=lat)
    try:
        import pyproj
    except ImportError:
        raise MissingExtraError(
            f"pyproj, to turn {crs} into degrees", "an installation without",
            "pip install 'territorial[maps]', or export the map as WGS84 longitude and latitude",
        ) from None  # fmt: skip
    try:
        if pyproj.CRS.from_user_input(crs).is_projected:
            _refuse_degrees(points, crs)
        transform = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
        lon, lat = transform.transform(points.x, points.y, errcheck=True)
    except pyproj.exceptions.ProjError as error:
        raise InputError(
            "a coordinate system that fits the numbers", f"{crs} ({' '.join(str(error).split())})",
            "pass crs= or export the map as longitude and latitude",
        ) from None  # fmt: skip
    return points._replace(x=np.asarray(lon, np.float64), y=np.asarray(lat, np.float64))
