"""Gain and loss between two shapes, from the edges that changed alone.

Every edge is walked with its party's ground on the left. Edges that both shapes have, in the
same sense, bound nothing that changed. What is left, the edges of one shape only, encloses
exactly the ground that changed hands: each face of their arrangement was gained, was lost,
or did not change, told by its winding number (edges of the new shape count +1, of the old
shape -1). Only these few edges are projected, noded and polygonised, in an equal-area plane
about their middle, long ones cut into short pieces along the great circle.

The sum of gains less the sum of losses is, but for rounding, the area that the changed edges
enclose; the difference between this plane and the ellipsoid is about 1e-9 of the changed area
and is shared out so that gain - loss is the change of the level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from territorial import geodesy
from territorial.errors import InputError
from territorial.readers.snapshots.shape import Shape, edge_keys, edges
from territorial.readers.snapshots.unite import polygons as polygons_of
from territorial.readers.snapshots.unite import shape_of_geometry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Edges = tuple[Floats, Floats, Floats, Floats]

# Edges longer than this are cut, into pieces so short that a straight line is the edge [km].
_LONGEST_KM = 5.0
_PIECE_KM = 1.0
# Tests of faces against edges done at once: bounds memory.
_BLOCK = 4_000_000


class Change(NamedTuple):
    """Ground gained and lost between two shapes [km²], and the faces on request."""

    gain_km2: float
    loss_km2: float
    net_km2: float
    faces: list[Face]


class Face(NamedTuple):
    """One piece of ground that changed hands: its area [km²], box and rings [degrees]."""

    gained: bool
    area_km2: float
    box: tuple[float, float, float, float]
    rings: list[list[list[float]]]


class Prepared(NamedTuple):
    """A shape, its edges and their keys, sorted by key."""

    shape: Shape
    edges: Edges
    keys: NDArray[np.uint64]


def prepare(shape: Shape) -> Prepared:
    """What the overlay needs of one shape, for both the pairs that it stands in."""
    lon1, lat1, lon2, lat2 = edges(shape)
    keys = edge_keys(lon1, lat1, lon2, lat2)
    order = np.argsort(keys)
    return Prepared(shape, (lon1[order], lat1[order], lon2[order], lat2[order]), keys[order])


def gain_and_loss(
    before: Prepared, after: Prepared, net_km2: float, *, faces: bool = False
) -> Change:
    """What was gained and lost from one shape to the next.

    Parameters
    ----------
    before, after : Prepared
        Valid shapes: nothing overlaps itself.
    net_km2 : float
        The change of the level [km²].
    faces : bool
        Whether the pieces that changed hands are wanted too.

    Raises
    ------
    InputError
        If gain and loss do not make up the change of the level, which happens only where a
        shape overlaps itself.
    """
    lost_edges, new_edges = _changed(before, after)
    if not len(lost_edges[0]) and not len(new_edges[0]):
        return Change(0.0, 0.0, net_km2, [])
    middle = _middle(lost_edges, new_edges)
    plane = _Degrees() if after.shape.straight else _EqualArea(*middle)
    x1, y1, x2, y2, sign = _projected(plane, lost_edges, new_edges)
    polygons = _faces(x1, y1, x2, y2)
    winding = _winding(polygons, x1, y1, x2, y2, sign)
    areas = plane.areas(polygons)
    gain, loss, gap = _sums(areas, winding, net_km2)
    if np.abs(winding).max(initial=0) > 1 or not _fits(gain, loss, gap):
        # Slivers so thin that no point lies safely inside them: overlay the whole shapes.
        polygons, winding = _by_difference(plane, before.shape, after.shape)
        areas = plane.areas(polygons)
        gain, loss, gap = _sums(areas, winding, net_km2)
        if not _fits(gain, loss, gap, 1e-4):
            raise InputError(
                "two maps whose parts do not overlap themselves",
                f"a gain of {gain:.3f} and a loss of {loss:.3f} against a net of {net_km2:.3f} km²",
                "repair the maps or read them with the extra 'maps'",
            )  # fmt: skip
    gain, loss = _closed(gain, loss, gap)
    found = _listed(plane, polygons, winding, areas) if faces else []
    return Change(gain, loss, net_km2, found)


class _EqualArea(geodesy.Plane):
    """Where edges are shortest lines: an equal-area plane, long edges cut into short ones."""

    def areas(self, polygons: Any) -> Floats:
        import shapely

        return np.asarray(shapely.area(polygons))

    def cut(
        self, ends: Edges, x1: Floats, y1: Floats, x2: Floats, y2: Floats, sign: Floats
    ) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """The edges with the long ones in pieces along the great circle."""
        length = np.hypot(x2 - x1, y2 - y1)
        long = length > _LONGEST_KM
        if not long.any():
            return x1, y1, x2, y2, sign
        lon1, lat1, lon2, lat2 = (part[long] for part in ends)
        pieces = np.ceil(length[long] / _PIECE_KM).astype(int)
        paths = [
            self._path(*each) for each in zip(lon1, lat1, lon2, lat2, pieces.tolist(), strict=True)
        ]
        short = ~long
        return (
            np.concatenate([x1[short], *(x[:-1] for x, _ in paths)]),
            np.concatenate([y1[short], *(y[:-1] for _, y in paths)]),
            np.concatenate([x2[short], *(x[1:] for x, _ in paths)]),
            np.concatenate([y2[short], *(y[1:] for _, y in paths)]),
            np.concatenate([sign[short], np.repeat(sign[long], pieces)]),
        )

    def _path(
        self, lon1: float, lat1: float, lon2: float, lat2: float, pieces: int
    ) -> tuple[Floats, Floats]:
        """Points along the great circle, the same in whichever sense the edge runs."""
        if (lon2, lat2) < (lon1, lat1):
            x, y = self.great_circle(lon2, lat2, lon1, lat1, pieces)
            return x[::-1], y[::-1]
        return self.great_circle(lon1, lat1, lon2, lat2, pieces)


class _Degrees:
    """Where edges are straight in longitude and latitude: these themselves."""

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        return lon, lat

    def unproject(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return x, y

    def areas(self, polygons: Any) -> Floats:
        """Areas on the ellipsoid [km²]."""
        return np.array([shape_of_geometry(one, straight=True).area_km2 for one in polygons])

    def cut(
        self, ends: Edges, x1: Floats, y1: Floats, x2: Floats, y2: Floats, sign: Floats
    ) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        del ends
        return x1, y1, x2, y2, sign


_Plane = _EqualArea | _Degrees


def _sums(areas: Floats, winding: NDArray[np.int64], net_km2: float) -> tuple[float, float, float]:
    gain = float(areas[winding > 0].sum())
    loss = float(areas[winding < 0].sum())
    return gain, loss, net_km2 - (gain - loss)


def _fits(gain: float, loss: float, gap: float, relative: float = 1e-6) -> bool:
    return abs(gap) <= relative * (gain + loss) + 1e-3


def _by_difference(plane: _Plane, before: Shape, after: Shape) -> tuple[Any, Any]:
    import shapely

    old, new = (
        shapely.make_valid(_whole(shape, plane), method="structure", keep_collapsed=False)
        for shape in (before, after)
    )
    taken = shapely.get_parts(shapely.difference(new, old))
    given = shapely.get_parts(shapely.difference(old, new))
    winding = np.repeat(np.array([1, -1]), [len(taken), len(given)])
    return np.concatenate((taken, given)), winding


def _whole(shape: Shape, plane: _Plane) -> Any:
    """The whole shape in the plane."""
    import shapely

    if shape.empty:
        return shapely.MultiPolygon()
    x, y = plane.project(shape.lon, shape.lat)
    return shapely.multipolygons(polygons_of(shape._replace(lon=x, lat=y)))


def _closed(gain: float, loss: float, gap: float) -> tuple[float, float]:
    """Share the gap between plane and ellipsoid by size; neither falls below zero."""
    whole = gain + loss
    if whole == 0:
        return max(gap, 0.0), max(-gap, 0.0)
    return gain + gap * gain / whole, loss - gap * loss / whole


def _changed(before: Prepared, after: Prepared) -> tuple[Edges, Edges]:
    """The edges that only the old shape has, and those that only the new one has."""
    if not len(before.keys) or not len(after.keys):
        return before.edges, after.edges
    place = np.searchsorted(before.keys, after.keys)
    place[place == len(before.keys)] = 0
    new = before.keys[place] != after.keys
    lost = np.ones(len(before.keys), np.bool_)
    lost[place[~new]] = False
    return _picked(before.edges, lost), _picked(after.edges, new)


def _picked(edges_of: Edges, which: NDArray[np.bool_]) -> Edges:
    lon1, lat1, lon2, lat2 = edges_of
    return lon1[which], lat1[which], lon2[which], lat2[which]


def _middle(*parts: Edges) -> tuple[float, float]:
    lon = np.concatenate([part[0] for part in parts])
    lat = np.concatenate([part[1] for part in parts])
    return (float(lon.min() + lon.max()) / 2, float(lat.min() + lat.max()) / 2)


def _projected(
    plane: _Plane, lost: Edges, new: Edges
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    sign = np.concatenate((np.full(len(lost[0]), -1.0), np.ones(len(new[0]))))
    lon1, lat1, lon2, lat2 = (np.concatenate(pair) for pair in zip(lost, new, strict=True))
    x1, y1 = plane.project(lon1, lat1)
    x2, y2 = plane.project(lon2, lat2)
    return plane.cut((lon1, lat1, lon2, lat2), x1, y1, x2, y2, sign)


def _faces(x1: Floats, y1: Floats, x2: Floats, y2: Floats) -> Any:
    """The faces that the edges enclose."""
    import shapely

    ends = np.stack((x1, y1, x2, y2), axis=1).reshape(-1, 2, 2)
    # Merged into long lines first, the edges are noded five times as fast.
    lines = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(ends)))
    return shapely.get_parts(shapely.polygonize([shapely.unary_union(lines)]))


def _winding(
    polygons: Any, x1: Floats, y1: Floats, x2: Floats, y2: Floats, sign: Floats
) -> NDArray[np.int64]:
    """How often the new shape covers each face, less how often the old one did."""
    import shapely

    if not len(polygons):
        return np.zeros(0, np.int64)
    inner = shapely.point_on_surface(polygons)
    px, py = shapely.get_x(inner), shapely.get_y(inner)
    order = np.argsort(py)
    winding = np.zeros(len(polygons), np.int64)
    upward = y2 > y1
    low, high = np.where(upward, y1, y2), np.where(upward, y2, y1)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (x2 - x1) / (y2 - y1)
    turn = np.where(upward, sign, -sign)
    step = max(1, _BLOCK // max(len(x1), 1))
    for begin in range(0, len(order), step):
        block = order[begin : begin + step]
        near = (low <= py[block].max()) & (high > py[block].min())
        beside = py[block][:, None]
        crossed = (low[near] <= beside) & (beside < high[near])
        right = x1[near] + (beside - y1[near]) * slope[near] > px[block][:, None]
        winding[block] = np.rint((crossed & right) @ turn[near]).astype(np.int64)
    return winding


def _listed(plane: _Plane, polygons: Any, winding: Any, areas: Floats) -> list[Face]:
    import shapely

    found = []
    for index in np.nonzero(winding)[0]:
        rings = []
        for ring in shapely.get_rings(polygons[index]):
            x, y = shapely.get_coordinates(ring).T
            lon, lat = plane.unproject(x, y)
            rings.append(np.c_[lon, lat].round(7).tolist())
        lons = [point[0] for point in rings[0]]
        lats = [point[1] for point in rings[0]]
        found.append(
            Face(
                bool(winding[index] > 0),
                float(areas[index]),
                (min(lons), min(lats), max(lons), max(lats)),
                rings,
            )
        )
    return sorted(found, key=lambda face: -face.area_km2)
