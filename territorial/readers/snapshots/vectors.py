"""Shapefile, GeoPackage, KML, KMZ, FlatGeobuf and TopoJSON, by pyogrio (extra ``maps``)."""

from __future__ import annotations

import os
import zipfile
from typing import Any

from territorial.errors import InputError, MissingExtraError
from territorial.readers.snapshots.files import Source
from territorial.readers.snapshots.geojson import Document, Feature, crs_name


def read_vectors(source: Source, data: bytes | None = None) -> Document:
    """All layers of a file; a layer's name becomes the property ``layer`` of its features.

    Raises
    ------
    MissingExtraError
        Without pyogrio and shapely.
    InputError
        If GDAL cannot read the file.
    """
    try:
        import pyogrio
        import shapely
    except ImportError:
        raise MissingExtraError(
            f"pyogrio and shapely, which read {source.suffix} files", "an installation without",
            "pip install 'territorial[maps]', or convert the file to GeoJSON", where=source.name,
        ) from None  # fmt: skip
    target: Any = data if data is not None else _vsi_path(source)
    features: list[Feature] = []
    crs: str | None = None
    try:
        for layer, _ in pyogrio.list_layers(target):
            meta, _, geometries, columns = pyogrio.raw.read(target, layer=layer)
            crs = crs or crs_name(meta["crs"])
            names = [str(name) for name in meta["fields"]]
            for index, geometry in enumerate(shapely.from_wkb(geometries, on_invalid="fix")):
                properties = {
                    name: _plain(column[index]) for name, column in zip(names, columns, strict=True)
                }
                properties.setdefault("layer", str(layer))
                features.append(Feature(properties, *_polygons(geometry)))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise InputError(
            f"a {source.suffix} file that GDAL reads", " ".join(str(error).split()),
            "fetch the file again, with its .shx, .dbf and .prj if it is a Shapefile",
            where=source.name,
        ) from None  # fmt: skip
    return Document(features, crs, {})


def _vsi_path(source: Source) -> str:
    path = os.path.abspath(source.path)
    if source.member is not None:
        return f"/vsizip/{path}/{source.member}"
    if path.lower().endswith(".kmz") and zipfile.is_zipfile(path):
        # GDAL reads the properties of a KML file inside, and loses them in the KMZ itself.
        with zipfile.ZipFile(path) as archive:
            inside = [name for name in archive.namelist() if name.lower().endswith(".kml")]
        if inside:
            return f"/vsizip/{{{path}}}/{inside[0]}"
    return f"/vsigzip/{path}" if path.lower().endswith(".gz") else path


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _polygons(geometry: Any) -> tuple[list[list[Any]], str | None]:
    import shapely

    if geometry is None:
        return [], "null"
    if geometry.is_empty:
        return [], "empty"
    parts = [
        part
        for part in shapely.get_parts(shapely.get_parts(geometry))
        if part.geom_type == "Polygon" and not part.is_empty
    ]
    polygons = [
        [
            shapely.get_coordinates(part.exterior),
            *(shapely.get_coordinates(hole) for hole in part.interiors),
        ]
        for part in parts
    ]
    return polygons, None if polygons else str(geometry.geom_type)
