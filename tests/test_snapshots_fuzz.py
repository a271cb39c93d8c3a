"""Whatever lies in a file, the reader gives a table or an error of its own."""

import gzip
import json
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import collection, feature, polygon, square

from territorial.errors import TerritorialError
from territorial.readers.snapshots import read_snapshots

NUMBERS = st.one_of(st.floats(-200, 200), st.integers(-200, 200), st.just(1e308))
POSITIONS = st.one_of(st.lists(NUMBERS, max_size=3), st.none(), st.text(max_size=2), NUMBERS)
RINGS = st.one_of(st.lists(POSITIONS, max_size=6), st.none(), st.just({}), NUMBERS)
POLYGONS = st.one_of(st.lists(RINGS, max_size=3), st.none(), NUMBERS, st.text(max_size=2))
KINDS = st.sampled_from(["Polygon", "MultiPolygon", "Point", "GeometryCollection", "X", None])
GEOMETRIES = st.one_of(
    st.fixed_dictionaries(
        {"type": KINDS, "coordinates": st.one_of(POLYGONS, st.lists(POLYGONS, max_size=3))}
    ),
    st.fixed_dictionaries(
        {
            "type": st.just("GeometryCollection"),
            "geometries": st.one_of(st.none(), st.lists(st.none(), max_size=2), NUMBERS),
        }
    ),
    st.fixed_dictionaries({"rings": st.one_of(POLYGONS, NUMBERS)}),
    st.none(),
    st.text(max_size=3),
)
VALUES = st.one_of(
    st.none(), NUMBERS, st.text(max_size=5), st.booleans(), st.just({"a": 1}), st.just(10**400)
)
PROPERTIES = st.one_of(
    st.none(),
    NUMBERS,
    st.dictionaries(
        st.sampled_from(["date", "layer", "start", "end", "name", "fill"]), VALUES, max_size=4
    ),
)
FEATURES = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("Feature"), "properties": PROPERTIES, "geometry": GEOMETRIES}
    ),
    GEOMETRIES,
    NUMBERS,
)
DOCUMENTS = st.one_of(
    FEATURES,
    st.fixed_dictionaries(
        {
            "type": st.just("FeatureCollection"),
            "features": st.one_of(st.lists(FEATURES, max_size=4), NUMBERS, st.none()),
            "crs": st.one_of(
                st.none(),
                NUMBERS,
                st.fixed_dictionaries(
                    {"properties": st.one_of(st.none(), st.fixed_dictionaries({"name": VALUES}))}
                ),
            ),
        }
    ),
    st.fixed_dictionaries({"map": FEATURES}),
    st.fixed_dictionaries(
        {
            "fields": st.lists(
                st.fixed_dictionaries({"name": VALUES, "points": st.one_of(POLYGONS, NUMBERS)}),
                max_size=3,
            )
        }
    ),
    st.lists(FEATURES, max_size=3),
    VALUES,
)
GOOD = json.dumps(collection(feature(polygon(square()), layer="a", date="2025-02-01"))).encode()


def read(folder, name, data, **options):
    (folder / name).write_bytes(data)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            table = read_snapshots(folder / name, party="r", **options)
        except TerritorialError as error:
            told = error
        else:
            assert (table["value"] >= 0).all()
            return
    assert told.wanted and told.given and told.mend


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


@settings(max_examples=300, deadline=None)
@given(
    DOCUMENTS,
    st.sampled_from(["2025-02-01.json", "x.json"]),
    st.sampled_from([None, {"a": "r"}, ["*"]]),
    st.sampled_from(["geodesic", "straight"]),
)
def test_any_json(folder, document, name, layers, edges):
    data = json.dumps(document).encode()
    read(folder, name, data, layers=layers, edges=edges)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60), st.sampled_from([".json", ".json.gz", ".zip"]))
def test_any_bytes(folder, data, ending):
    read(folder, "2025-02-01" + ending, data)
    if ending == ".json.gz":
        read(folder, "2025-02-01" + ending, gzip.compress(data))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 3), st.binary(max_size=3))
def test_a_map_with_some_bytes_changed(folder, place, gone, put):
    read(folder, "2025-02-01.json", GOOD[:place] + put + GOOD[place + gone :])
