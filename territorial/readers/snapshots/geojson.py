"""GeoJSON and its relatives: bytes -> features, each with its properties and polygons.

What is understood: a FeatureCollection, a Feature, a bare geometry, a list of features,
features one a line (with or without record separators), any of these wrapped in another
object (``{"map": ...}``, ``{"value": ...}``) or in a JSON string, Esri's own JSON
(``attributes`` and ``rings``), and Liveuamap's ``fields`` (flat lists of latitude and
longitude).
"""

from __future__ import annotations

import gc
import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from territorial.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Larger documents are read feature by feature, which needs a tenth of the memory.
STREAM_BYTES = 32_000_000
_WRAPPERS = ("map", "value", "data", "geojson", "geoJSON", "result", "snapshot", "geometry")
_AREAS = ("Polygon", "MultiPolygon")


class Feature(NamedTuple):
    """One feature: what is said of it, its polygons, and why it has none."""

    properties: dict[str, Any]
    polygons: list[list[Any]]
    void: str | None = None
    latitude_first: bool = False


class Document(NamedTuple):
    """The features of one file, its coordinate system and its own members."""

    features: list[Feature]
    crs: str | None
    members: dict[str, Any]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Parsing makes millions of lists and no circles: the collector would only cost time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _loads(data: bytes | str) -> Any:
    try:
        import orjson
    except ImportError:
        return json.loads(data)
    try:
        return orjson.loads(data)
    except ValueError:  # the standard library also takes NaN and byte order marks
        return json.loads(data)


def parse_document(data: bytes) -> Document:
    """All features of a document.

    Raises
    ------
    InputError
        If the bytes are no JSON, break off, or hold no map.
    """
    if not data.strip():
        raise InputError("a GeoJSON document", "an empty file", "fetch the file again")
    with _without_collector():
        if len(data) > STREAM_BYTES:
            document = _streamed(data)
            if document is not None:
                return document
        try:
            root = _loads(data)
        except (ValueError, RecursionError) as error:
            lines = _lines(data)
            if lines is None:
                raise _broken(data, error) from None
            root = lines
        return _document(root)


def _broken(data: bytes, error: Exception) -> InputError:
    text = data.decode("utf-8", "replace").rstrip()
    if text[:1] not in '{["\x1e':
        return InputError(
            "a GeoJSON document", f"text that begins {text[:30]!r}", "is this the right file?"
        )
    place = getattr(error, "pos", None)
    if isinstance(error, RecursionError) or place is None:
        return InputError("a GeoJSON document", str(error), "fetch the file again")
    if place >= len(text) - 1 or "Unterminated" in str(error):
        return InputError(
            "a complete GeoJSON document", f"one that breaks off after {len(data):,} bytes",
            "fetch the file again",
        )  # fmt: skip
    return InputError(
        "a GeoJSON document", f"no JSON at character {place:,} ({error.args[0].split(':')[0]})",
        "fetch the file again",
    )  # fmt: skip


def _lines(data: bytes) -> list[Any] | None:
    """Newline-delimited features; None if the first line is no document of its own."""
    items: list[Any] = []
    for line in data.replace(b"\x1e", b"\n").split(b"\n"):
        if not line.strip():
            continue
        try:
            items.append(_loads(line))
        except (ValueError, RecursionError):
            if not items or not isinstance(items[0], dict):
                return None
            raise InputError(
                "one feature on each line", f"a broken line {len(items) + 1}",
                "fetch the file again",
            ) from None  # fmt: skip
    return items or None


def _document(root: Any, members: dict[str, Any] | None = None, depth: int = 0) -> Document:
    if isinstance(root, str) and depth < 4:
        try:
            return _document(_loads(root), members, depth + 1)
        except ValueError:
            raise _no_map(root) from None
    if isinstance(root, list):
        items = [item for item in root if isinstance(item, dict)]
        if items or not root:
            documents = [_document(item, members, depth + 1) for item in items]
            crs = next((one.crs for one in documents if one.crs), None)
            features = [feature for one in documents for feature in one.features]
            return Document(features, crs, members or {})
        raise _no_map(root)
    if not isinstance(root, dict) or depth > 6:
        raise _no_map(root)
    own = {key: value for key, value in root.items() if isinstance(value, (str, int, float))}
    members = {**own, **(members or {})}
    if isinstance(root.get("features"), list):
        reference = root.get("spatialReference")
        crs = _crs(root.get("crs")) or _crs(reference)
        return Document([_feature(item) for item in root["features"]], crs, members)
    if isinstance(root.get("fields"), (list, dict)) and "features" not in root:
        fields = root["fields"]
        values = list(fields.values()) if isinstance(fields, dict) else fields
        if values and all(isinstance(one, dict) and "points" in one for one in values):
            return Document([_liveuamap(one) for one in values], None, members)
    if root.get("type") == "Feature" or "coordinates" in root or "geometries" in root:
        feature = _feature(root) if root.get("type") == "Feature" else _bare(root)
        return Document([feature], _crs(root.get("crs")), members)
    for key in _WRAPPERS:
        if isinstance(root.get(key), (dict, list, str)):
            return _document(root[key], members, depth + 1)
    raise _no_map(root)


def _no_map(root: Any) -> InputError:
    given = (
        "an object with " + ", ".join(map(repr, list(root)[:6])) if isinstance(root, dict)
        else f"a {type(root).__name__}"
    )  # fmt: skip
    return InputError(
        "a FeatureCollection, a Feature or a geometry", given or "nothing",
        "unwrap the map, or is this another file?",
    )  # fmt: skip


def _feature(item: Any) -> Feature:
    if not isinstance(item, dict):
        return Feature({}, [], "null")
    properties = item.get("properties") or item.get("attributes") or {}
    if not isinstance(properties, dict):
        properties = {}
    if "geometry" not in item and ("coordinates" in item or "geometries" in item):
        return _bare(item)
    polygons, void = polygons_of(item.get("geometry"))
    return Feature(properties, polygons, void)


def _bare(geometry: dict[str, Any]) -> Feature:
    polygons, void = polygons_of(geometry)
    return Feature({}, polygons, void)


def polygons_of(geometry: Any) -> tuple[list[list[Any]], str | None]:
    """The polygons of a geometry; without any, why: null, empty, or its type."""
    if geometry is None:
        return [], "null"
    if not isinstance(geometry, dict):
        return [], "null"
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection":
        found: list[list[Any]] = []
        for part in _list(geometry.get("geometries"), "geometries"):
            found += polygons_of(part)[0]
        return found, None if found else "empty"
    if kind in _AREAS:
        if not coordinates:
            return [], "empty"
        listed = [coordinates] if kind == "Polygon" else coordinates
        if not isinstance(listed, list) or not all(isinstance(one, list) for one in listed):
            raise InputError(
                f"the coordinates of a {kind}", f"{type(coordinates).__name__}",
                "repair the file or leave it out",
            )  # fmt: skip
        polygons = [polygon for polygon in listed if polygon and polygon[0]]
        return polygons, None if polygons else "empty"
    if "rings" in geometry:
        polygons = _esri(geometry["rings"])
        return polygons, None if polygons else "empty"
    return [], str(kind)


def _list(value: Any, what: str) -> list[Any]:
    """A list, or nothing for null."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError(f"a list of {what}", repr(value)[:40], "repair the file or leave it out")
    return value


def _pairs(ring: Any) -> list[tuple[float, float]]:
    """The positions of a ring, without heights."""
    try:
        return [(float(x), float(y)) for x, y, *_ in _list(ring, "positions")]
    except (TypeError, ValueError, OverflowError):
        raise InputError(
            "a ring of positions", repr(ring)[:40], "repair the file or leave it out"
        ) from None


def _esri(rings: Any) -> list[list[Any]]:
    """Esri writes shells clockwise, and each hole somewhere after its shell."""
    polygons: list[list[Any]] = []
    for ring in _list(rings, "rings"):
        pairs = _pairs(ring)
        if not pairs:
            continue
        turn = sum(
            a[0] * b[1] - b[0] * a[1] for a, b in zip(pairs, [*pairs[1:], pairs[0]], strict=True)
        )
        if turn <= 0 or not polygons:
            polygons.append([pairs])
        else:
            polygons[-1].append(pairs)
    return polygons


def _liveuamap(field: dict[str, Any]) -> Feature:
    """One field of Liveuamap: `points` is a list of rings, each flat: lat, lon, lat, lon ..."""
    properties = {key: value for key, value in field.items() if key != "points"}
    polygons: list[list[Any]] = []
    for ring in _list(field["points"], "rings"):
        flat = _list(ring, "numbers")
        if flat and not isinstance(flat[0], list):
            flat = list(zip(flat[::2], flat[1::2], strict=False))
        if flat:
            polygons.append([_pairs(flat)])
    return Feature(properties, polygons, None if polygons else "empty", latitude_first=True)


def _crs(member: Any) -> str | None:
    """The name of a coordinate system, as an authority code or `None` for degrees."""
    if isinstance(member, dict):
        properties = member.get("properties")
        member = (
            properties.get("name") if isinstance(properties, dict)
            else member.get("latestWkid") or member.get("wkid")
        )  # fmt: skip
    return crs_name(member)


def crs_name(name: Any) -> str | None:
    """`None` for longitude and latitude on WGS84 or near it, else `EPSG:...`."""
    if name is None:
        return None
    text = str(name).strip()
    code = re.search(r"(?:EPSG|ESRI)\D*?(?:[\d.]*:)?(\d{4,6})$|^(\d{4,6})$", text, re.IGNORECASE)
    number = (code.group(1) or code.group(2)) if code else None
    if re.search(r"CRS:?84", text) or number in {"4326", "4258", "4269", "4979"}:
        return None
    if number in {"3857", "102100", "102113", "900913", "3785"}:
        return "EPSG:3857"
    return f"EPSG:{number}" if number else text


def _streamed(data: bytes) -> Document | None:
    """A large document, one feature in memory at a time; None if its shape forbids that."""
    head = data[:20_000].decode("utf-8", "ignore")
    start = re.search(r'"features"\s*:\s*\[', head)
    if start is None:
        return None
    text = data.decode("utf-8-sig")
    begin = text.index("[", start.start()) + 1
    decoder = json.JSONDecoder()
    features: list[Feature] = []
    blank = re.compile(r"[\s,]*")
    place = blank.match(text, begin).end()  # type: ignore[union-attr]  # matches anything
    while place < len(text) and text[place] != "]":
        try:
            item, place = decoder.raw_decode(text, place)
        except ValueError:
            raise InputError(
                "a complete GeoJSON document",
                f"one that breaks off in feature {len(features) + 1}", "fetch the file again",
            ) from None  # fmt: skip
        features.append(_compact(_feature(item)))
        place = blank.match(text, place).end()  # type: ignore[union-attr]
    if place >= len(text):
        raise InputError(
            "a complete GeoJSON document", f"one that breaks off after {len(features)} features",
            "fetch the file again",
        )  # fmt: skip
    named = re.search(r'"crs"\s*:\s*(?=\{)', head[: start.start()])
    crs = _crs(decoder.raw_decode(head, named.end())[0]) if named else None
    return Document(features, crs, {})


def _compact(feature: Feature) -> Feature:
    """The feature with its rings as arrays: a tenth of the memory of lists."""
    try:
        polygons = [[_array(ring) for ring in polygon] for polygon in feature.polygons]
    except (TypeError, ValueError):
        return feature  # the reader of coordinates says what is wrong
    return feature._replace(polygons=polygons)


def _array(ring: list[Any]) -> Any:
    import numpy as np

    size = min(map(len, ring))
    return np.array([position[:size] for position in ring], np.float64)
