"""Small maps for the tests: shapes, and files of them."""

import json
from pathlib import Path

SHARED = Path(__file__).parents[1].parent / "shared"


def square(west=37.0, south=48.0, width=0.2, height=0.2):
    """A ring, counter-clockwise."""
    east, north = west + width, south + height
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings) or [square()]}


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, **members):
    return {"type": "FeatureCollection", **members, "features": list(features)}


def write(folder, name, content):
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
    return path


def daily(folder, widths, start="2025-02-01", **kwargs):
    """One map a day, a strip as wide as told; None leaves the day out."""
    import datetime as dt

    first = dt.date.fromisoformat(start)
    for number, width in enumerate(widths):
        if width is not None:
            day = first + dt.timedelta(days=number)
            write(folder, f"{day}.geojson", polygon(square(width=width, **kwargs)))
    return folder
