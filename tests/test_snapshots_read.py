"""Every way in which a map can be written, and every way in which it can be broken."""

import datetime as dt
import gzip
import io
import json
import sys
import warnings
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import collection, daily, feature, polygon, square, write

import territorial.readers.snapshots.geojson as geojson_module
from territorial.errors import InputError, MissingExtraError, TerritorialWarning
from territorial.geodesy import shape_area
from territorial.readers.snapshots import read_snapshots

AREA = shape_area([[square()]])
NAME = "map_2025-02-07.geojson"


def value(path, **options):
    table = read_snapshots(path, **{"party": "russia", **options})
    assert len(table) == 1
    return table["value"][0]


def flags(path, **options):
    return read_snapshots(path, **{"party": "russia", **options})["flags"].fillna("").tolist()


ESRI = {
    "geometryType": "esriGeometryPolygon",
    "spatialReference": {"wkid": 4326},
    "features": [{"attributes": {"layer": "x"}, "geometry": {"rings": [square()[::-1]]}}],
}
LIVEUAMAP = {
    "fields": [
        {"name": "asad", "points": [[n for lon, lat in square() for n in (lat, lon)]]},
    ]
}
FORMS = {
    "geometry": polygon(),
    "feature": feature(polygon()),
    "collection": collection(feature(polygon())),
    "list of features": [feature(polygon())],
    "map": {"id": 5, "map": collection(feature(polygon()))},
    "value": {"value": collection(feature(polygon()))},
    "wrapped twice": {"data": {"geojson": collection(feature(polygon()))}},
    "JSON in JSON": json.dumps(json.dumps(collection(feature(polygon())))),
    "heights": polygon([[x, y, 0.0] for x, y in square()]),
    "some heights": polygon([[x, y, 0.0][: 2 + n % 2] for n, (x, y) in enumerate(square())]),
    "clockwise": polygon(square()[::-1]),
    "open ring": polygon(square()[:-1]),
    "repeated point": polygon([square()[0], *square()]),
    "geometry collection": {
        "type": "GeometryCollection",
        "geometries": [{"type": "Point", "coordinates": [37, 48]}, polygon()],
    },
    "points beside": collection(
        feature({"type": "Point", "coordinates": [37, 48]}), feature(polygon())
    ),
    "null beside": collection(feature(None), feature(polygon())),
    "empty beside": collection(feature(polygon([])), feature(polygon())),
    "esri": ESRI,
    "liveuamap": LIVEUAMAP,
    "byte order mark": "\ufeff" + json.dumps(polygon()),
    "a line a feature": "\n".join(
        json.dumps(feature(polygon(square(37 + 0.1 * n, width=0.1)))) for n in range(2)
    ),
    "record separators": "".join(
        "\x1e" + json.dumps(feature(polygon(square(37 + 0.1 * n, width=0.1)))) + "\n"
        for n in range(2)
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_geojson(tmp_path, form):
    write(tmp_path, NAME, FORMS[form])
    # Cutting a parallel in two makes two shorter shortest lines of it.
    assert value(tmp_path) == pytest.approx(AREA, rel=2e-5)


def test_without_orjson(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "orjson", None)
    write(tmp_path, NAME, FORMS["collection"])
    assert value(tmp_path) == pytest.approx(AREA)
    write(tmp_path, NAME, json.dumps(FORMS["collection"])[:-40])
    with pytest.raises(
        InputError, match=r"wanted a complete GeoJSON document, given one that breaks"
    ):
        value(tmp_path)


def test_large_documents_are_read_feature_by_feature(tmp_path, monkeypatch):
    layers = [
        feature(polygon(square(37 + n, width=0.1)), date=f"2025-02-{n + 1:02}") for n in range(5)
    ]
    write(tmp_path, "all.geojson", collection(*layers, crs={"properties": {"name": "CRS84"}}))
    whole = read_snapshots(tmp_path, party="russia")
    monkeypatch.setattr(geojson_module, "STREAM_BYTES", 100)
    pd.testing.assert_frame_equal(read_snapshots(tmp_path, party="russia"), whole)
    text = json.dumps(collection(*layers))
    write(tmp_path, "all.geojson", text[: len(text) - 70])
    with pytest.raises(InputError, match="breaks off in feature 5"):
        read_snapshots(tmp_path, party="russia")
    write(tmp_path, "all.geojson", text[:-2])
    with pytest.raises(InputError, match="breaks off after 5 features"):
        read_snapshots(tmp_path, party="russia")


def test_holes_and_parts_whatever_their_sense(tmp_path):
    hole = square(37.05, 48.05, 0.05, 0.05)
    inside = shape_area([[hole]])
    for shell in (square(), square()[::-1]):
        for inner in (hole, hole[::-1]):
            other = square(38.0)
            multi = {"type": "MultiPolygon", "coordinates": [[shell, inner], [other]]}
            write(tmp_path, NAME, multi)
            assert value(tmp_path) == pytest.approx(2 * AREA - inside, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 3), st.integers(1, 3)),
             min_size=1, max_size=5),
)  # fmt: skip
def test_the_area_of_a_union_is_at_most_the_sum(tmp_path_factory, boxes):
    """Against the count of cells that the boxes cover; edges straight, so that cells add up."""
    pytest.importorskip("shapely")
    folder = tmp_path_factory.mktemp("union")
    size = 0.1
    rings = [square(37 + size * x, 48.0, size * w, size * h) for x, _, w, h in boxes]
    rings = [
        [[lon, lat + size * y] for lon, lat in ring]
        for ring, (_, y, _, _) in zip(rings, boxes, strict=True)
    ]
    write(folder, NAME, collection(*(feature(polygon(ring)) for ring in rings)))
    found = value(folder, edges="straight")
    cells = {(x + i, y + j) for x, y, w, h in boxes for i in range(w) for j in range(h)}
    rows = {y: shape_area_straight(square(37, 48 + size * y, size, size)) for _, y in cells}
    assert found == pytest.approx(sum(rows[y] for _, y in cells), rel=1e-9)
    assert found <= sum(shape_area_straight(ring) for ring in rings) * (1 + 1e-9)


def shape_area_straight(ring):
    from territorial.geodesy import ring_areas

    points = np.array(ring)
    return abs(ring_areas(points[:, 0], points[:, 1], np.array([0, len(ring)]), straight=True)[0])


# ---------------------------------------------------------------- where files lie


def test_folders_lists_globs_gz_and_zip(tmp_path):
    text = json.dumps(polygon()).encode()
    write(tmp_path, "a/карта з пробілами 2025-02-01.geojson", text)
    write(tmp_path, "a/b/2025-02-02.json.gz", gzip.compress(text))
    with zipfile.ZipFile(tmp_path / "a" / "more.zip", "w") as archive:
        archive.writestr("in/2025-02-03.geojson", text)
        archive.writestr("__MACOSX/2025-02-03.geojson", b"no map")
        archive.writestr("2025-02-04.geojson.gz", gzip.compress(text))
    write(tmp_path, "a/notes.txt", "no map")
    write(tmp_path, "a/.hidden_2025-02-09.geojson", "no map")
    table = read_snapshots(tmp_path / "a", party="russia")
    assert table["start"].dt.day.tolist() == [1, 2, 3, 4]
    assert table["value"].tolist() == pytest.approx([AREA] * 4)
    assert table["document"][0] == "карта з пробілами 2025-02-01.geojson"
    files = sorted(str(path) for path in (tmp_path / "a").rglob("2025*.gz"))
    assert len(read_snapshots(files, party="russia")) == 1
    assert len(read_snapshots(str(tmp_path / "a" / "*пробілами*"), party="russia")) == 1
    assert len(read_snapshots(tmp_path / "a" / "more.zip", party="russia")) == 2


def test_the_row_says_what_it_is(tmp_path):
    write(tmp_path, NAME, polygon())
    table = read_snapshots(
        tmp_path, party="russia", counterparty="ukraine", conflict="russia-ukraine",
        attribution="DeepState", publisher="us", url="https://example.org", label_offset=1,
    )  # fmt: skip
    row = table.iloc[0]
    assert (row["party"], row["counterparty"], row["kind"]) == ("russia", "ukraine", "control")
    assert (row["measure"], row["unit"], row["attribution"]) == ("area", "km^2", "DeepState")
    assert row["start"] == row["end"] == pd.Timestamp("2025-02-06")
    assert row["flags"] == "labelled 2025-02-07"
    again = read_snapshots(tmp_path, party="russia")
    assert again["report_id"].tolist() == table["report_id"].tolist()
    from territorial import reports

    assert list(table.columns) == list(reports.reports_table([]).columns)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("deepstatemap_data_20250207.geojson", "2025-02-07"),
        ("2025_02_07.geojson", "2025-02-07"),
        ("map 2025.2.7.geojson", "2025-02-07"),
        ("07.02.2025.geojson", "2025-02-07"),
        ("25-02-2025.geojson", "2025-02-25"),
        ("02-25-2025.geojson", "2025-02-25"),
        ("UkraineControlMapAO07FEB2025.geojson", "2025-02-07"),
        ("AssessedRussianAdvancesFEB072025.geojson", "2025-02-07"),
        ("Kursk February 7, 2025.geojson", "2025-02-07"),
        ("2025-02-07T03-00-00Z.geojson", "2025-02-07"),
        ("20250207_120000.geojson", "2025-02-07"),
        ("deepstate_1738886400.json", "2025-02-07"),
        ("1738886400000.json", "2025-02-07"),
    ],
)
def test_dates_in_names(tmp_path, name, day):
    write(tmp_path, name, polygon())
    assert read_snapshots(tmp_path, party="russia")["start"][0] == pd.Timestamp(day)


def test_dates_by_rule(tmp_path):
    write(tmp_path, "x_030425.geojson", collection(feature(polygon(), edited="2025-05-01")))

    def day(rule):
        return read_snapshots(tmp_path, party="russia", date=rule)["start"][0]

    assert day("%d%m%y") == pd.Timestamp("2025-04-03")
    assert day("2025-01-31") == pd.Timestamp("2025-01-31")
    assert day(dt.date(2025, 1, 30)) == pd.Timestamp("2025-01-30")
    assert day({"x_030425.geojson": "2025-01-29"}) == pd.Timestamp("2025-01-29")
    assert day(lambda name: "2025-01-28") == pd.Timestamp("2025-01-28")
    assert day("edited") == pd.Timestamp("2025-05-01")
    with pytest.raises(InputError, match="wanted a name with a date like '%Y-%m-%d'"):
        day("%Y-%m-%d")
    with pytest.raises(InputError, match="wanted a date, given 'soon'"):
        day(lambda name: "soon")


def test_many_dates_in_one_file(tmp_path):
    items = [feature(polygon(square(width=0.1 * n)), date=f"2025-02-0{n}") for n in (3, 1, 2)]
    write(tmp_path, "all.geojson", collection(*items))
    table = read_snapshots(tmp_path, party="russia")
    assert table["start"].dt.day.tolist() == [1, 2, 3]
    assert table["value"].is_monotonic_increasing
    assert table["document"][2] == "all.geojson (2025-02-03)"
    assert table["report_id"].is_unique


def test_spans(tmp_path):
    """A feature that holds from one day to another shows on every day on which something changes."""
    items = [
        feature(polygon(), start="2025-02-01", end="2025-02-09"),
        feature(polygon(square(38.0)), start="2025-02-05", end=None),
    ]
    write(tmp_path, "spans.geojson", collection(*items))
    table = read_snapshots(tmp_path, party="russia")
    assert table["start"].dt.day.tolist() == [1, 5, 10]
    assert table["value"].tolist() == pytest.approx([AREA, 2 * AREA, AREA])


def test_date_in_the_documents_own_members(tmp_path):
    write(tmp_path, "last.json", {"id": 1738886400, "map": collection(feature(polygon()))})
    assert read_snapshots(tmp_path, party="russia")["start"][0] == pd.Timestamp("2025-02-07")


def test_a_name_and_features_that_disagree(tmp_path):
    write(tmp_path, NAME, collection(feature(polygon(), date="2025-02-01")))
    assert flags(tmp_path) == ["the features say 2025-02-01"]
    write(tmp_path, NAME, collection(feature(polygon(), date="2025-02-07")))
    assert flags(tmp_path) == [""]
    write(tmp_path, "2025-01-01_2025-01-31.geojson", polygon())
    assert "name gives 2025-01-01 to 2025-01-31: taken as of the last day" in flags(tmp_path)


# ---------------------------------------------------------------- coordinates


def test_web_mercator(tmp_path):
    def metres(lon, lat):
        x = 6378137 * np.radians(lon)
        return [float(x), float(6378137 * np.arcsinh(np.tan(np.radians(lat))))]

    ring = [metres(lon, lat) for lon, lat in square()]
    write(tmp_path, NAME, polygon(ring))
    with pytest.raises(
        InputError,
        match=r"wanted longitudes within ±180 .* looks like metres .* pass crs='EPSG:3857'",
    ):
        value(tmp_path)
    assert value(tmp_path, crs="EPSG:3857") == pytest.approx(AREA, rel=1e-9)
    for name in ("urn:ogc:def:crs:EPSG::3857", "EPSG:102100"):
        named = collection(feature(polygon(ring)), crs={"properties": {"name": name}})
        write(tmp_path, NAME, named)
        assert value(tmp_path) == pytest.approx(AREA, rel=1e-9)
    assert flags(tmp_path) == ["projected file turned into degrees (EPSG:3857)"]
    esri = json.loads(json.dumps(ESRI))
    esri["spatialReference"] = {"wkid": 102100, "latestWkid": 3857}
    esri["features"][0]["geometry"]["rings"] = [ring[::-1]]
    write(tmp_path, NAME, esri)
    assert value(tmp_path) == pytest.approx(AREA, rel=1e-9)


def test_other_projections(tmp_path):
    pyproj = pytest.importorskip("pyproj")
    forth = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32637", always_xy=True)
    ring = [list(forth.transform(*point)) for point in square()]
    named = collection(
        feature(polygon(ring)), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}
    )
    write(tmp_path, NAME, named)
    assert value(tmp_path) == pytest.approx(AREA, rel=1e-6)
    with pytest.raises(InputError, match="wanted a coordinate system that fits the numbers"):
        value(tmp_path, crs="EPSG:999999")


def test_latitude_first(tmp_path):
    swapped = [[lat, lon] for lon, lat in square()]
    write(tmp_path, NAME, polygon(swapped))
    assert value(tmp_path) != pytest.approx(AREA, rel=0.01)  # nothing tells
    assert value(tmp_path, axes="latlon") == pytest.approx(AREA)
    assert flags(tmp_path, axes="latlon") == [""]
    # Where the ground is known to lie, it is told.
    layers = {"layer=a": "russia"}
    write(tmp_path, NAME, collection(feature(polygon(swapped), name="geoJSON.status.occupied")))
    assert value(tmp_path, layers="deepstate") == pytest.approx(AREA)
    assert "latitude stood first: swapped" in flags(tmp_path, layers="deepstate")[0]
    # Beyond 90 the globe itself tells.
    far = [[lat, lon + 90] for lon, lat in square()]
    write(tmp_path, NAME, collection(feature(polygon(far), layer="a")))
    assert value(tmp_path, layers=layers) == pytest.approx(AREA)


def test_one_map_among_many_with_swapped_axes(tmp_path):
    daily(tmp_path, [0.2, 0.21, 0.22, 0.23])
    ring = [[lat, lon] for lon, lat in square(width=0.24)]
    write(tmp_path, "2025-02-05.geojson", polygon(ring))
    told = flags(tmp_path)
    assert [bool("axes: " in one) for one in told] == [False] * 4 + [True]


def test_antimeridian_in_a_file(tmp_path):
    pytest.importorskip("shapely")
    for west in (179.9, -180.1):
        ring = square(west)
        wrapped = [[(lon + 180) % 360 - 180, lat] for lon, lat in ring]
        for shape in (ring, wrapped):
            write(tmp_path, NAME, polygon(shape))
            assert value(tmp_path) == pytest.approx(AREA, rel=1e-9)


# ---------------------------------------------------------------- what is broken


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"wanted a GeoJSON document, given an empty file; fetch the file again"),
        ("<html>not found</html>", r"given text that begins '<html>not found</html>'; is this"),
        (json.dumps(polygon())[:-30], r"wanted a complete GeoJSON document, given one that breaks"),
        ('{"type": "Polygon", "coordinates": [[[1, 2,, 3]]]}', r"no JSON at character"),
        ("{}", r"wanted a FeatureCollection, a Feature or a geometry, given"),
        ('{"weather": 3, "sun": 4}', r"given an object with 'weather', 'sun'"),
        ("[1, 2]", r"given a list"),
        (collection(feature(None)), r"wanted at least one polygon, given only 1 null geometries"),
        (collection(feature(polygon([]))), r"given only 1 empty geometries"),
        (collection(), r"wanted at least one polygon that counts, given none"),
        (polygon([[37, "x"], [38, 48], [38, 49], [37, 48]]), r"wanted rings of positions"),
        (polygon([[37], [38], [38], [37]]), r"wanted rings of positions"),
        ({"type": "Polygon", "coordinates": 7}, r"wanted the coordinates of a Polygon, given int"),
        ('{"type":"Polygon","coordinates":[[[37,48],[NaN,48],[38,49],[37,48]]]}', r"finite"),
        (
            polygon(square(west=130.0, south=95.0)),
            r"wanted longitudes within ±180 and latitudes within ±90",
        ),
        (polygon(square(west=700.0)), r"given x from 700 to 700.2"),
        (polygon([[lat, lon] for lon, lat in square(west=130.0, south=91.0)]), r"±90 degrees"),
    ],
)
def test_what_is_said_of_a_broken_file(tmp_path, content, message):
    write(tmp_path, NAME, content)
    with pytest.raises(InputError, match=message) as caught:
        value(tmp_path)
    assert NAME in str(caught.value)


def test_one_bad_file_does_not_end_the_run(tmp_path):
    daily(tmp_path, [0.2, 0.3, 0.4])
    write(tmp_path, "2025-02-02.geojson", '{"type": "Polygon", "coordi')
    write(tmp_path, "undated.geojson", polygon())
    problems = []
    with pytest.warns(TerritorialWarning, match="2 files were set aside: ") as caught:
        table = read_snapshots(tmp_path, party="russia", problems=problems)
    assert table["start"].dt.day.tolist() == [1, 3]
    assert [problem.name for problem in problems] == ["undated.geojson", "2025-02-02.geojson"]
    assert "wanted a date in the file's name or in its features" in str(caught[0].message)


def test_two_files_of_one_date(tmp_path):
    write(tmp_path, "a_2025-02-07.geojson", polygon())
    write(tmp_path, "b_2025-02-07.geojson", polygon())
    assert flags(tmp_path) == ["duplicate date: b_2025-02-07.geojson, same map"]
    write(tmp_path, "b_2025-02-07.geojson", polygon(square(width=0.3)))
    with pytest.warns(
        TerritorialWarning,
        match=r"wanted one map a day, given two for 2025-02-07: a_2025-02-07.geojson \(kept\) and b_",
    ):
        table = read_snapshots(tmp_path, party="russia")
    assert table["value"].tolist() == pytest.approx([AREA])
    assert table["flags"][0] == "duplicate date: b_2025-02-07.geojson differs, set aside"


def test_folders_without_maps(tmp_path):
    with pytest.raises(InputError, match=r"wanted a folder with maps .* given an empty folder"):
        value(tmp_path)
    write(tmp_path, "notes.txt", "no")
    write(tmp_path, "more.csv", "no")
    with pytest.raises(InputError, match=r"given files of other kinds: 1 \.\w+, 1 \.\w+"):
        value(tmp_path)
    with pytest.raises(InputError, match="wanted a file or folder that exists"):
        value(tmp_path / "nowhere")
    with pytest.raises(InputError, match="wanted files that the pattern fits"):
        value(str(tmp_path / "*.geojson"))
    with pytest.raises(InputError, match="wanted maps to read, given an empty list"):
        value([])


def test_files_that_are_too_large(tmp_path):
    with open(tmp_path / NAME, "wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(
        InputError,
        match=r"wanted a map of at most 150 MB, given 200 MB; simplify or split .*max_mb",
    ):
        value(tmp_path)
    (tmp_path / NAME).unlink()
    packed = io.BytesIO()
    with gzip.open(packed, "wb") as file:
        file.write(b" " * 3_000_000)
    write(tmp_path, NAME + ".gz", packed.getvalue())
    with pytest.raises(InputError, match="wanted a map of at most 1 MB, given more than 1 MB"):
        value(tmp_path, max_mb=1)


@pytest.mark.parametrize("name", [NAME + ".gz", "2025-02-07.zip"])
def test_archives_that_are_broken(tmp_path, name):
    write(tmp_path, name, b"\x1f\x8b\x08 this is no archive")
    with pytest.raises(InputError, match=r"wanted (a file that can be read|a GeoJSON document)"):
        value(tmp_path)


def test_dates_that_two_people_read_differently(tmp_path):
    write(tmp_path, "03-04-2025.geojson", polygon())
    with pytest.raises(InputError, match=r"wanted a date that is one day only, given '03-04-2025'"):
        value(tmp_path)
    table = read_snapshots(tmp_path, party="russia", date="%m-%d-%Y")
    assert table["start"][0] == pd.Timestamp("2025-03-04")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"party": ""}, "wanted the id of a party"),
        ({"axes": "xy"}, "wanted axes 'auto', 'lonlat' or 'latlon'"),
        ({"edges": "curved"}, "wanted edges 'geodesic' or 'straight'"),
        ({"layers": "nobody"}, "wanted a preset of layers"),
        ({"layers": []}, "wanted at least one layer name"),
        ({"layers": {"a": "ukraine"}}, "wanted a party that the layers count for, given 'russia'"),
        ({"region": "Atlantis"}, "wanted a region of the lexicon that has an area"),
        ({"leave_out": ["gossip"]}, "wanted kinds of doubt, given 'gossip'"),
    ],
)
def test_options_that_make_no_sense(tmp_path, options, message):
    write(tmp_path, NAME, polygon())
    with pytest.raises(InputError, match=message):
        value(tmp_path, **options)


# ---------------------------------------------------------------- geometry


def test_a_ring_that_crosses_itself_is_repaired_and_told(tmp_path):
    pytest.importorskip("shapely")
    bow = [[37, 48], [37.2, 48.2], [37.2, 48], [37, 48.2], [37, 48]]
    write(tmp_path, NAME, polygon(bow))
    left, right = ([[37, 48], [37.1, 48.1], [37, 48.2], [37, 48]],
                   [[37.2, 48], [37.2, 48.2], [37.1, 48.1], [37.2, 48]])  # fmt: skip
    assert value(tmp_path) == pytest.approx(shape_area([[left], [right]]), rel=1e-3)
    assert flags(tmp_path) == [
        "broken geometry repaired in 1 polygons (self-intersection at 37.1000, 48.1000)"
    ]


def test_a_ring_that_touches_itself(tmp_path):
    """A pinched ring keeps its area: two squares that meet in a corner."""
    pytest.importorskip("shapely")
    ring = [[37, 48], [37.1, 48], [37.1, 48.1], [37.2, 48.1], [37.2, 48.2], [37.1, 48.2],
            [37.1, 48.1], [37, 48.1], [37, 48]]  # fmt: skip
    write(tmp_path, NAME, polygon(ring))
    both = shape_area([[square(width=0.1, height=0.1)], [square(37.1, 48.1, 0.1, 0.1)]])
    assert value(tmp_path) == pytest.approx(both, rel=1e-9)
    assert "ring self-intersection at 37.1000, 48.1000" in flags(tmp_path)[0]


def test_overlapping_parts_count_once(tmp_path):
    pytest.importorskip("shapely")
    parts = collection(feature(polygon()), feature(polygon(square(37.1))))
    write(tmp_path, NAME, parts)
    assert value(tmp_path, edges="straight") == pytest.approx(
        shape_area_straight(square(width=0.3)), rel=1e-9
    )
    assert "overlapping parts united (" in flags(tmp_path)[0]


def test_degenerate_rings_are_left_out_and_counted(tmp_path):
    line = [[37, 48], [37, 49], [37, 48]]
    write(tmp_path, NAME, collection(feature(polygon(line)), feature(polygon())))
    assert value(tmp_path) == pytest.approx(AREA)
    assert flags(tmp_path) == ["1 rings without area left out"]
    two = {"type": "MultiPolygon", "coordinates": [[square(38.0)[:2]], [square()[:-1]]]}
    write(tmp_path, NAME, two)
    assert flags(tmp_path) == ["1 rings without area left out; 2 open rings closed"]


def test_heights_and_empty_rings_are_no_obstacle(tmp_path):
    flat = [[x, y, 12.5] for x, y in square()]
    write(tmp_path, NAME, {"type": "Polygon", "coordinates": [flat, []]})
    assert value(tmp_path) == pytest.approx(AREA)
    assert flags(tmp_path) == ["1 rings without area left out; 3-D coordinates: heights left out"]


def test_without_shapely(tmp_path, monkeypatch):
    """Levels need numpy alone; what does need shapely says so."""
    write(tmp_path, NAME, collection(feature(polygon(), layer="a")))
    monkeypatch.setitem(sys.modules, "shapely", None)
    assert value(tmp_path) == pytest.approx(AREA)
    two = collection(feature(polygon(), layer="a"), feature(polygon(square(38.0)), layer="b"))
    write(tmp_path, NAME, two)
    with pytest.raises(MissingExtraError, match=r"wanted shapely, for a union of layers"):
        value(tmp_path)
    with pytest.raises(MissingExtraError, match=r"pip install 'territorial\[maps\]'"):
        value(tmp_path, region=polygon())


def test_clipping_to_a_region(tmp_path):
    pytest.importorskip("shapely")
    write(tmp_path, NAME, polygon(square(width=0.4)))
    region = polygon(square(width=0.2, height=0.4))
    assert value(tmp_path, region=region) == pytest.approx(AREA, rel=2e-5)
    path = write(tmp_path, "region.json", region)
    inside = value(tmp_path / NAME, region=path)
    assert inside == pytest.approx(AREA, rel=2e-5)


# ---------------------------------------------------------------- other formats


def test_vector_formats(tmp_path):
    """Shapefile, zipped Shapefile, GeoPackage, KML, FlatGeobuf and TopoJSON give the same."""
    pyogrio = pytest.importorskip("pyogrio")
    shapely = pytest.importorskip("shapely")
    shape = shapely.multipolygons(
        [
            shapely.polygons(square(), [square(37.05, 48.05, 0.05, 0.05)]),
            shapely.polygons(square(38.0)),
        ]
    )
    wanted = 2 * AREA - shape_area([[square(37.05, 48.05, 0.05, 0.05)]])

    def save(name, crs="EPSG:4326", **options):
        pyogrio.raw.write(
            tmp_path / name, shapely.to_wkb(np.array([shape])), [np.array(["front"], object)],
            ["layer"], geometry_type="MultiPolygon", crs=crs, **options,
        )  # fmt: skip
        return tmp_path / name

    for name in ("2025-02-07.shp", "2025-02-08.gpkg", "2025-02-09.kml", "2025-02-10.fgb"):
        save(name, **({"driver": "KML", "layer": "front"} if name.endswith("kml") else {}))
        table = read_snapshots(tmp_path / name, party="russia")
        assert table["value"][0] == pytest.approx(wanted, rel=1e-6), name
    with zipfile.ZipFile(tmp_path / "CoT07FEB2025.zip", "w") as archive:
        for part in tmp_path.glob("2025-02-07.*"):
            archive.write(part, "front" + part.suffix)
    table = read_snapshots(tmp_path / "CoT07FEB2025.zip", party="russia", layers=["front"])
    assert table["value"][0] == pytest.approx(wanted, rel=1e-6)
    assert table["start"][0] == pd.Timestamp("2025-02-07")
    topology = {
        "type": "Topology",
        "arcs": [square()],
        "objects": {"front": {"type": "Polygon", "arcs": [[0]]}},
    }
    write(tmp_path, "2025-02-11.topojson", topology)
    assert value(tmp_path / "2025-02-11.topojson") == pytest.approx(AREA, rel=1e-6)
    write(tmp_path, "2025-02-12.json", topology)
    assert value(tmp_path / "2025-02-12.json") == pytest.approx(AREA, rel=1e-6)
    write(tmp_path, "2025-02-13.gpkg", "no package")
    with pytest.raises(InputError, match=r"wanted a \.gpkg file that GDAL reads"):
        value(tmp_path / "2025-02-13.gpkg")


def test_vector_formats_without_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyogrio", None)
    write(tmp_path, "2025-02-07.shp", "x")
    with pytest.raises(MissingExtraError, match=r"wanted pyogrio and shapely, which read \.shp"):
        value(tmp_path)


# ---------------------------------------------------------------- cache and progress


def test_cache_reads_only_what_is_new(tmp_path, monkeypatch):
    from territorial.readers.snapshots import walk

    daily(tmp_path / "maps", [0.2, 0.3, 0.4])
    kept = tmp_path / "kept.db"
    first = read_snapshots(tmp_path / "maps", party="russia", cache=kept)
    parsed = []
    parse = walk.parse_source

    def counted(source, data):
        parsed.append(source.name)
        return parse(source, data)

    monkeypatch.setattr(walk, "parse_source", counted)
    pd.testing.assert_frame_equal(
        read_snapshots(tmp_path / "maps", party="russia", cache=kept), first
    )
    assert parsed == []
    write(tmp_path / "maps", "2025-02-04.geojson", polygon(square(width=0.5)))
    write(tmp_path / "maps", "2025-02-02.geojson", polygon(square(width=0.31)))
    read_snapshots(tmp_path / "maps", party="russia", cache=kept)
    assert parsed == ["2025-02-02.geojson", "2025-02-04.geojson"]
    # Other options are other results.
    read_snapshots(tmp_path / "maps", party="russia", cache=kept, edges="straight")
    assert len(parsed) == 6


def test_a_cache_that_is_none(tmp_path):
    write(tmp_path, NAME, polygon())
    write(tmp_path, "kept.db", "no data base, only some words that are long enough for its head")
    with pytest.raises(InputError, match="wanted a cache file that can be opened"):
        value(tmp_path / NAME, cache=tmp_path / "kept.db")


def test_progress(tmp_path):
    daily(tmp_path, [0.2, 0.3, 0.4])
    seen = []
    read_snapshots(tmp_path, party="russia", progress=lambda *step: seen.append(step))
    assert seen == [(n, 3, f"2025-02-0{n}.geojson") for n in (1, 2, 3)]


def test_nothing_is_said_of_clean_maps(tmp_path):
    daily(tmp_path, [0.2, 0.3, 0.4])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = read_snapshots(tmp_path, party="russia")
    assert table["flags"].isna().all()


def test_folders_may_say_the_date_or_a_part_of_it(tmp_path):
    write(tmp_path, "2025/02/06/map.json", polygon())
    write(tmp_path, "2025-02/07.json", polygon(square(width=0.3)))
    table = read_snapshots(tmp_path, party="russia")
    assert table["start"].dt.strftime("%m-%d").tolist() == ["02-06", "02-07"]


def test_files_of_one_name_in_several_folders(tmp_path):
    one = write(tmp_path, "2025-02-06/map.json", polygon())
    two = write(tmp_path, "2025-02-07/map.json", polygon(square(width=0.3)))
    for path in ([one, two], str(tmp_path / "*" / "map.json")):
        table = read_snapshots(path, party="russia")
        assert table["document"].tolist() == ["2025-02-06/map.json", "2025-02-07/map.json"]
        assert table["start"].dt.day.tolist() == [6, 7]


def test_dates_by_a_mapping_that_fits_no_file_are_told(tmp_path):
    write(tmp_path, "deep/2025-02-07.geojson", polygon())
    with pytest.raises(
        InputError, match=r"date: wanted names of files .* given '07.geojson'; name"
    ):
        value(tmp_path, date={"07.geojson": "2025-02-08"})
    rule = {"2025-02-07.geojson": "2025-02-08", "other.geojson": "2025-02-09"}
    with pytest.warns(TerritorialWarning, match=r"date= names files .* not there: 'other.geojson'"):
        table = read_snapshots(tmp_path, party="russia", date=rule)
    assert table["start"][0] == pd.Timestamp("2025-02-08")


@pytest.mark.parametrize(
    ("properties", "options", "message"),
    [
        ([{"date": "2025-01-01"}, {"date": "2025-01-02"}, {"date": "soon"}], {},
         r"wanted a date in every feature, given none in 1 of 3 \(first in feature 3"),
        ([{"seen": "2025-01-01"}], {"date": "taken"},
         r"wanted a date in the property 'taken', given features with 'seen'"),
        ([{"taken": "soon"}], {"date": "taken"}, r"in the property 'taken', given 'soon'"),
    ],
)  # fmt: skip
def test_features_without_a_date(tmp_path, properties, options, message):
    write(tmp_path, "all.geojson", collection(*(feature(polygon(), **one) for one in properties)))
    with pytest.raises(InputError, match=message):
        value(tmp_path, **options)


def test_one_date_in_a_file_holds_for_all_of_it_and_that_is_told(tmp_path):
    dated, other = feature(polygon(), date="2025-02-07"), feature(polygon(square(west=40.0)))
    write(tmp_path, "all.geojson", collection(dated, other))
    assert flags(tmp_path) == ["1 of 2 features without a date: taken as of 2025-02-07"]


def test_marks_without_ground_need_no_date(tmp_path):
    mark = feature({"type": "Point", "coordinates": [37, 48]}, name="a town")
    write(tmp_path, "all.geojson", collection(feature(polygon(), date="2025-02-07"), mark))
    assert value(tmp_path) == pytest.approx(AREA)


def test_layers_without_a_name_and_by_number(tmp_path):
    held, free = feature(polygon(), kind="held"), feature(polygon(square(west=40.0)), kind="free")
    write(tmp_path, NAME, collection(held, free))
    with pytest.raises(
        InputError, match=r"given features without a layer's name; their properties are 'kind'; say"
    ):
        value(tmp_path, layers=["held"])
    assert value(tmp_path, layers=["kind=held"]) == pytest.approx(AREA)
    assert flags(tmp_path) == ["counted together though 'kind' differs: 'free', 'held'"]
    coded = collection(feature(polygon(), status=1), feature(polygon(square(west=40.0)), status=2))
    write(tmp_path, NAME, coded)
    assert value(tmp_path, layers=["status=1"]) == pytest.approx(AREA)


def test_degrees_under_the_name_of_a_projection(tmp_path):
    write(tmp_path, NAME, polygon())
    for crs in ("EPSG:3857", "EPSG:32637"):
        with pytest.raises(
            InputError, match=rf"wanted coordinates of {crs} in metres, .* which look like degrees"
        ):
            value(tmp_path, crs=crs)
    # Degrees on another ellipsoid are degrees.
    assert value(tmp_path, crs="EPSG:4284") == pytest.approx(AREA, rel=1e-4)


def test_an_archive_without_maps(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes.txt", "no")
    write(tmp_path, "2025-02-07.zip", packed.getvalue())
    with pytest.raises(InputError, match=r"wanted an archive with maps .* given one with 1 \.txt"):
        value(tmp_path)


def test_a_region_without_any_of_the_ground(tmp_path):
    pytest.importorskip("shapely")
    write(tmp_path, NAME, polygon())
    far = polygon(square(west=60.0))
    assert value(tmp_path, region=far) == 0
    assert flags(tmp_path, region=far) == ["no ground inside the region"]


def test_a_cap_along_one_parallel(tmp_path):
    ring = [[-180, 80], [-90, 80], [0, 80], [90, 80], [180, 80], [-180, 80]]
    write(tmp_path, NAME, polygon(ring))
    # 2 pi R^2 (1 - sin of the authalic latitude of 80 degrees)
    assert value(tmp_path, edges="straight") == pytest.approx(3908572.762, abs=0.01)


def test_the_antimeridian_and_greenwich_in_one_map(tmp_path):
    over = [[179, 10], [-179, 10], [-179, 11], [179, 11], [179, 10]]
    other = [square(west=-5.0, south=10.0, width=10.0), square(west=-4.0, south=10.05, height=0.1)]
    write(tmp_path, "2025-02-05.geojson", polygon(over))
    write(tmp_path, "2025-02-06.geojson", polygon(*other))
    both = {"type": "MultiPolygon", "coordinates": [[over], other]}
    write(tmp_path, "2025-02-07.geojson", both)
    one, two, three = read_snapshots(tmp_path, party="russia")["value"]
    assert one + two == pytest.approx(three, rel=1e-12)


def test_properties_inside_a_kmz(tmp_path):
    pytest.importorskip("pyogrio")
    corners = " ".join(f"{x},{y}" for x, y in square())
    places = "".join(
        f'<Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="status">{status}'
        "</SimpleData></SchemaData></ExtendedData><Polygon><outerBoundaryIs><LinearRing>"
        f"<coordinates>{corners}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        for status in ("held", "grey")
    )
    text = (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Schema name="s" id="s">'
        '<SimpleField name="status" type="string"/></Schema>'
        f"<Folder><name>f</name>{places}</Folder></Document></kml>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("doc.kml", text)
    write(tmp_path, "2025-02-07.kmz", packed.getvalue())
    write(tmp_path, "2025-02-08.kml", text)
    table = read_snapshots(tmp_path, party="russia", layers=["status=held"])
    assert table["value"].tolist() == pytest.approx([AREA, AREA])
    assert not table["flags"].str.contains("definition break").any()
