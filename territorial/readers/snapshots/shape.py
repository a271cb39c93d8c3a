"""A party's ground on one map, as arrays: every ring of every polygon, one after the other."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from territorial import geodesy
from territorial.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Longitudes of maps that run over the antimeridian are written up to here.
_WIDEST = 540.0


class Shape(NamedTuple):
    """Rings of polygons [degrees], each closed; `areas` are signed [km²]."""

    lon: Floats
    lat: Floats
    starts: NDArray[np.int64]
    holes: NDArray[np.bool_]
    areas: Floats
    straight: bool = False

    @property
    def area_km2(self) -> float:
        """Shells count, holes are taken off, whichever way their rings run."""
        sizes = np.abs(self.areas)
        return float(sizes[~self.holes].sum() - sizes[self.holes].sum())

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north [degrees]."""
        return (
            float(self.lon.min()),
            float(self.lat.min()),
            float(self.lon.max()),
            float(self.lat.max()),
        )

    @property
    def empty(self) -> bool:
        return len(self.holes) == 0


class Points(NamedTuple):
    """Polygons as they stand in a file: x and y of every vertex, rings, what was mended."""

    x: Floats
    y: Floats
    starts: NDArray[np.int64]
    holes: NDArray[np.bool_]
    dropped: int = 0
    closed: int = 0
    heights: bool = False


EMPTY = Shape(np.zeros(0), np.zeros(0), np.zeros(1, np.int64), np.zeros(0, np.bool_), np.zeros(0))


def read_points(polygons: Iterable[list[Any]]) -> Points:
    """The coordinates of polygons (lists of rings, shell first) as arrays.

    Heights are dropped, open rings closed, rings of fewer than three corners left out and
    counted. With its shell a polygon loses its holes.

    Raises
    ------
    InputError
        If a position is not a pair of numbers.
    """
    xs: list[Floats] = []
    ys: list[Floats] = []
    holes: list[bool] = []
    dropped = closed = 0
    heights = False
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            x, y = _ring(ring)
            heights = heights or (len(x) > 0 and len(ring[0]) > 2)
            if len(x) and (x[0] != x[-1] or y[0] != y[-1]):
                x, y = np.append(x, x[0]), np.append(y, y[0])
                closed += 1
            if len(x) < 4 or (x == x[0]).all() or ((y == y[0]).all() and not _goes_round(x)):
                dropped += 1
                if number == 0:
                    break
                continue
            xs.append(x)
            ys.append(y)
            holes.append(number > 0)
    starts = np.concatenate(([0], np.cumsum([len(x) for x in xs], dtype=np.int64)))
    x, y = (np.concatenate(parts) if parts else np.zeros(0) for parts in (xs, ys))
    return Points(
        x, y, starts.astype(np.int64), np.array(holes, np.bool_), dropped, closed, heights
    )


def _goes_round(lon: Floats) -> bool:
    """Whether a ring along one parallel goes round the globe."""
    step = np.diff(lon)
    return bool(abs((step - 360 * np.rint(step / 360)).sum()) > 180 and np.ptp(lon) <= _WIDEST)


def _ring(ring: Any) -> tuple[Floats, Floats]:
    if isinstance(ring, np.ndarray):
        return ring[:, 0].copy(), ring[:, 1].copy()
    try:
        lengths = set(map(len, ring))
        if len(lengths) == 1 and (size := lengths.pop()) >= 2:
            flat = np.fromiter(chain.from_iterable(ring), np.float64, count=size * len(ring))
            x, y = flat[::size], flat[1::size]
        else:  # some positions with heights, some without
            x = np.array([position[0] for position in ring], np.float64)
            y = np.array([position[1] for position in ring], np.float64)
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        raise InputError(
            "rings of positions [longitude, latitude]", _shortened(ring),
            "repair the file or leave it out",
        ) from None  # fmt: skip
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise InputError("finite coordinates", "NaN or infinity", "repair the file")
    return x, y


def _shortened(ring: Any) -> str:
    text = repr(ring)
    return text if len(text) < 60 else text[:57] + "..."


def shape_of(points: Points, *, straight: bool = False) -> Shape:
    """The shape of points in degrees, longitude first.

    Raises
    ------
    InputError
        If a coordinate lies off the globe; the message says what the numbers look like.
    """
    lon, lat = points.x, points.y
    if lon.size and (np.abs(lat).max() > 90 or np.abs(lon).max() > _WIDEST):
        raise _off_the_globe(lon, lat)
    steps = np.abs(np.diff(lon)) if lon.size else lon
    if steps.size and steps.max() > 180:
        lon = _unwrapped(lon, points.starts, points.holes)
    areas = geodesy.ring_areas(lon, lat, points.starts, straight=straight)
    return Shape(lon, lat, points.starts, points.holes, areas, straight)


def _off_the_globe(x: Floats, y: Floats) -> InputError:
    largest = float(max(np.abs(x).max(), np.abs(y).max()))
    given = f"x from {x.min():.6g} to {x.max():.6g} and y from {y.min():.6g} to {y.max():.6g}"
    if largest > 1000:
        mend = "this looks like metres of a projected map: pass crs='EPSG:3857' or what it is"
    elif np.abs(x).max() <= 90 and np.abs(y).max() <= 180:
        mend = "this looks like latitude first: pass axes='latlon'"
    else:
        mend = "repair or leave out the file"
    return InputError("longitudes within ±180 and latitudes within ±90 degrees", given, mend)


def _unwrapped(lon: Floats, starts: NDArray[np.int64], holes: NDArray[np.bool_]) -> Floats:
    """Rings over the antimeridian without their jumps of 360 degrees.

    Parts on both sides of it are put side by side, each hole beside its shell.
    """
    lon = lon.copy()
    middles = np.zeros(len(holes))
    for number, (begin, end) in enumerate(pairwise(starts)):
        ring = np.unwrap(lon[begin:end], period=360)
        lon[begin:end] = ring
        middles[number] = (ring.min() + ring.max()) / 2
    if np.ptp(lon) <= 180:
        return lon
    shell = 0.0
    for number, (begin, end) in enumerate(pairwise(starts)):
        middle = middles[number]
        if holes[number]:
            lon[begin:end] += 360 * np.rint((shell - middle) / 360)
            continue
        if middle < 0 and np.ptp(lon[begin:end]) < 180:
            lon[begin:end] += 360
            middle += 360
        shell = middle
    return lon


def edges(shape: Shape) -> tuple[Floats, Floats, Floats, Floats]:
    """Where each edge begins and ends (lon, lat, lon, lat), the ground to its left."""
    if shape.empty:
        none = np.zeros(0)
        return none, none, none, none
    inside = np.ones(len(shape.lon) - 1, np.bool_)
    inside[shape.starts[1:-1] - 1] = False
    # A shell runs counter-clockwise, a hole clockwise.
    turned = np.repeat((shape.areas < 0) != shape.holes, np.diff(shape.starts))[:-1][inside]
    lon1, lat1 = shape.lon[:-1][inside], shape.lat[:-1][inside]
    lon2, lat2 = shape.lon[1:][inside], shape.lat[1:][inside]
    return (
        np.where(turned, lon2, lon1),
        np.where(turned, lat2, lat1),
        np.where(turned, lon1, lon2),
        np.where(turned, lat1, lat2),
    )


def edge_keys(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> NDArray[np.uint64]:
    """One 64-bit number per directed edge; equal edges have equal numbers."""
    key = _mixed(lon1, np.uint64(0x9E3779B97F4A7C15))
    key = key * np.uint64(0xC2B2AE3D27D4EB4F) + _mixed(lat1, np.uint64(0xD6E8FEB86659FD93))
    key = key * np.uint64(0xC2B2AE3D27D4EB4F) + _mixed(lon2, np.uint64(0xA0761D6478BD642F))
    key = key * np.uint64(0xC2B2AE3D27D4EB4F) + _mixed(lat2, np.uint64(0xE7037ED1A0B428DB))
    return key ^ (key >> np.uint64(29))


def _mixed(values: Floats, factor: np.uint64) -> NDArray[np.uint64]:
    bits = (values + 0.0).view(np.uint64)  # -0.0 becomes 0.0
    bits = (bits ^ (bits >> np.uint64(32))) * factor
    return bits ^ (bits >> np.uint64(29))


def fingerprint(shape: Shape) -> str:
    """A short text that two shapes share only if they have the same edges, in any order."""
    lon1, lat1, lon2, lat2 = edges(shape)
    keep = (lon1 != lon2) | (lat1 != lat2)
    keys = edge_keys(lon1[keep], lat1[keep], lon2[keep], lat2[keep])
    total = int(keys.sum(dtype=np.uint64))
    squares = int((keys * keys).sum(dtype=np.uint64))
    return f"{len(keys):x}-{total:016x}-{squares:016x}"
