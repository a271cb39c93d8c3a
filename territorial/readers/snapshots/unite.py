"""Parts of a map as one piece of ground: united, clipped and, where broken, repaired.

Without shapely a map of one layer is taken as its publisher drew it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from territorial.errors import InputError, MissingExtraError
from territorial.readers.snapshots.shape import EMPTY, Points, Shape, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence


def has_shapely() -> bool:
    """Whether the extra ``maps`` is installed."""
    try:
        import shapely  # noqa: F401
    except ImportError:
        return False
    return True


def need_shapely(what: str) -> None:
    """Refuse what cannot be done with numpy alone.

    Raises
    ------
    MissingExtraError
        Without shapely.
    """
    if not has_shapely():
        raise MissingExtraError(
            f"shapely, for {what}", "an installation without", "pip install 'territorial[maps]'"
        )


def united(
    points: Points, layers: Sequence[str], clip: Any = None, *, straight: bool = False
) -> tuple[Shape, list[str]]:
    """One shape out of all polygons of a party, and what the reader should know of it.

    Parameters
    ----------
    points : Points
        Every polygon of the party [degrees].
    layers : sequence of str
        The layers they come from: several cannot be added up without shapely.
    clip : shapely geometry, optional
        Only the ground inside it counts.
    straight : bool
        Whether edges are straight in longitude and latitude.
    """
    shape = shape_of(points, straight=straight)
    flags = []
    if points.dropped:
        flags.append(f"{points.dropped} rings without area left out")
    if points.heights:
        flags.append("3-D coordinates: heights left out")
    if points.closed:
        flags.append(f"{points.closed} open rings closed")
    if shape.empty:
        return shape, flags
    if not has_shapely():
        if clip is not None or len(layers) > 1:
            need_shapely("a union of layers" if clip is None else "clipping to a region")
        return shape, flags
    if _round_a_pole(shape):
        return shape, [*flags, "goes round a pole: geometry not checked"]
    return _mended(shape, flags, clip)


def _round_a_pole(shape: Shape) -> bool:
    open_ends = np.abs(shape.lon[shape.starts[1:] - 1] - shape.lon[shape.starts[:-1]])
    return bool((open_ends > 180).any())


def _mended(shape: Shape, flags: list[str], clip: Any) -> tuple[Shape, list[str]]:
    import shapely

    parts = polygons(shape)
    whole = shapely.multipolygons(parts)
    if shapely.is_valid(whole):
        if clip is None:
            return shape, flags
        result = whole
    else:
        broken = ~shapely.is_valid(parts)
        if broken.any():
            reason = shapely.is_valid_reason(parts[broken][0])
            flags.append(f"broken geometry repaired in {broken.sum()} polygons ({_reason(reason)})")
            parts[broken] = shapely.make_valid(
                parts[broken], method="structure", keep_collapsed=False
            )
        result = shapely.union_all(parts)
    if clip is not None:
        result = shapely.intersection(result, clip)
    mended = shape_of_geometry(result, straight=shape.straight)
    if clip is not None and mended.empty:
        flags.append("no ground inside the region")
    if clip is None and "broken" not in " ".join(flags):
        twice = shape.area_km2 - mended.area_km2
        if twice > 0.005:
            flags.append(f"overlapping parts united ({twice:.2f} km² counted once)")
    return mended, flags


def _reason(text: str) -> str:
    """GEOS's reason without the digits that nobody needs."""
    name, _, place = text.partition("[")
    try:
        x, y = (float(number) for number in place.rstrip("]").split()[:2])
    except ValueError:
        return name.strip().lower()
    return f"{name.strip().lower()} at {x:.4f}, {y:.4f}"


def polygons(shape: Shape) -> Any:
    """The polygons of a shape, as an array of shapely's."""
    import shapely

    rings = shapely.linearrings(
        np.column_stack((shape.lon, shape.lat)),
        indices=np.repeat(np.arange(len(shape.holes)), np.diff(shape.starts)),
    )
    owner = np.cumsum(~shape.holes) - 1
    if not shape.holes.any():
        return shapely.polygons(rings)
    return shapely.polygons(rings, indices=owner)


def shape_of_geometry(geometry: Any, *, straight: bool) -> Shape:
    """The polygons of one of shapely's geometries, as a shape."""
    import shapely

    parts = shapely.get_parts(shapely.get_parts(geometry))
    parts = parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]
    if not len(parts):
        return EMPTY
    rings, _ = shapely.get_rings(parts, return_index=True)
    counts = shapely.get_num_interior_rings(parts) + 1
    holes = np.ones(len(rings), np.bool_)
    holes[np.concatenate(([0], np.cumsum(counts)[:-1]))] = False
    coordinates, index = shapely.get_coordinates(rings, return_index=True)
    starts = np.concatenate(([0], np.cumsum(np.bincount(index, minlength=len(rings)))))
    lon, lat = np.ascontiguousarray(coordinates.T)
    return shape_of(Points(lon, lat, starts.astype(np.int64), holes), straight=straight)


def clip_of(shape: Shape) -> Any:
    """A region's shape as shapely wants it.

    Raises
    ------
    InputError
        If the region has no area.
    """
    import shapely

    if shape.empty:
        raise InputError("a region with an area", "none", "give a Polygon or MultiPolygon")
    return shapely.union_all(shapely.make_valid(polygons(shape), method="structure"))
