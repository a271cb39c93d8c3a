"""Gain and loss between maps: what they must be, however the maps are drawn."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_maps import SHARED, daily, polygon, square, write

from territorial import geodesy
from territorial.errors import InputError, MissingExtraError, TerritorialWarning
from territorial.readers.snapshots import changes_as_reports, read_snapshots, snapshot_changes
from territorial.readers.snapshots.overlay import gain_and_loss, prepare
from territorial.readers.snapshots.shape import EMPTY, read_points, shape_of
from territorial.readers.snapshots.unite import united

shapely = pytest.importorskip("shapely")

CELL = 0.05


def shape(polygons, *, straight=False):
    return shape_of(read_points(polygons), straight=straight)


def change(before, after, **options):
    net = after.area_km2 - before.area_km2
    return gain_and_loss(prepare(before), prepare(after), net, **options)


def cells(grid, west=37.0, south=48.0):
    """A set of cells of a grid as valid polygons, by shapely's union."""
    boxes = [
        shapely.box(
            *(west + CELL * x, south + CELL * y, west + CELL * x + CELL, south + CELL * y + CELL)
        )
        for x, y in sorted(grid)
    ]
    merged = shapely.set_precision(shapely.union_all(boxes), 1e-9)
    return [
        [shapely.get_coordinates(ring).tolist() for ring in shapely.get_rings(part)]
        for part in shapely.get_parts(merged)
    ]


def cell_area(y):
    lon = np.array([0, CELL, CELL, 0, 0])
    lat = 48 + CELL * y + np.array([0, 0, CELL, CELL, 0])
    return geodesy.ring_areas(lon, lat, np.array([0, 5]), straight=True)[0]


GRIDS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 5)), max_size=30)


@settings(max_examples=60, deadline=None)
@given(GRIDS, GRIDS)
def test_gain_and_loss_are_the_cells_that_changed(old, new):
    before, after = (shape(cells(grid), straight=True) if grid else EMPTY for grid in (old, new))
    if not new:
        after = after._replace(straight=True)
    found = change(before, after)
    assert found.gain_km2 == pytest.approx(sum(cell_area(y) for _, y in new - old), abs=1e-6)
    assert found.loss_km2 == pytest.approx(sum(cell_area(y) for _, y in old - new), abs=1e-6)
    assert found.gain_km2 - found.loss_km2 == pytest.approx(found.net_km2, abs=1e-6)


def star(seed, corners, radius=0.5):
    """A ring without crossings, its corners at random distances from the middle."""
    random = np.random.default_rng(seed)
    angles = np.sort(random.uniform(0, 2 * np.pi, corners))
    reach = radius * random.uniform(0.3, 1, corners)
    points = np.c_[37 + 1.5 * reach * np.cos(angles), 48 + reach * np.sin(angles)]
    return [*points.tolist(), points[0].tolist()]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(8, 60), st.booleans())
def test_gain_and_loss_close_and_swap(first, second, corners, straight):
    before, after = (
        united(read_points([[star(seed, corners)]]), [""], straight=straight)[0]
        for seed in (first, second)
    )
    forth, back = change(before, after), change(after, before)
    assert forth.gain_km2 - forth.loss_km2 == pytest.approx(forth.net_km2, abs=1e-6)
    assert forth.gain_km2 == pytest.approx(back.loss_km2, rel=1e-6, abs=1e-6)
    assert forth.loss_km2 == pytest.approx(back.gain_km2, rel=1e-6, abs=1e-6)
    assert 0 <= forth.gain_km2 <= after.area_km2 + 1e-6
    assert 0 <= forth.loss_km2 <= before.area_km2 + 1e-6


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(20, 60))
def test_against_an_overlay_of_the_whole_shapes(seed, corners):
    """Shapely's own difference, in another equal-area plane, with short edges."""
    rings = [shapely.segmentize(shapely.Polygon(star(seed + n, corners)), 0.002) for n in (0, 1)]
    rings = [shapely.make_valid(ring, method="structure", keep_collapsed=False) for ring in rings]
    plane = geodesy.Plane(37.0, 48.0)
    flat = [
        shapely.transform(ring, lambda xy: np.column_stack(plane.project(xy[:, 0], xy[:, 1])))
        for ring in rings
    ]
    gain = shapely.area(shapely.difference(flat[1], flat[0]))
    loss = shapely.area(shapely.difference(flat[0], flat[1]))
    before, after = (
        shape([[shapely.get_coordinates(r).tolist() for r in shapely.get_rings(part)]
               for part in shapely.get_parts(ring)])
        for ring in rings
    )  # fmt: skip
    found = change(before, after)
    assert found.gain_km2 == pytest.approx(gain, rel=1e-5, abs=1e-3)
    assert found.loss_km2 == pytest.approx(loss, rel=1e-5, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.01, 0.3), st.floats(0.001, 0.3), st.floats(-60, 60), st.floats(-179, 170))
def test_a_strip_is_a_strip(width, more, south, west):
    before, after = (
        shape([[square(west, south, one)]], straight=True) for one in (width, width + more)
    )
    strip = shape([[square(west + width, south, more)]], straight=True).area_km2
    assert change(before, after).gain_km2 == pytest.approx(strip, rel=1e-6)
    assert change(before, after).loss_km2 == pytest.approx(0, abs=1e-6)


def test_parts_and_start_points_do_not_matter():
    whole = shape([[square(width=0.2)]], straight=True)
    ring = square(width=0.1)
    turned = [*ring[2:], *ring[1:3]]
    parts = shape([[turned[::-1]], [square(37.1, width=0.1)]], straight=True)
    united_parts, _ = united(read_points([[turned[::-1]], [square(37.1, width=0.1)]]), [""],
                             straight=True)  # fmt: skip
    for other in (parts, united_parts):
        found = change(whole, other)
        assert (found.gain_km2, found.loss_km2) == pytest.approx((0, 0), abs=1e-6)


def test_holes_fill_and_open():
    hole = square(37.05, 48.05, 0.05, 0.05)
    full, pierced = shape([[square()]]), shape([[square(), hole]])
    island = shape([[square(), hole], [square(37.06, 48.06, 0.01, 0.01)]])
    size = geodesy.shape_area([[hole]])
    small = geodesy.shape_area([[square(37.06, 48.06, 0.01, 0.01)]])
    assert change(full, pierced)[:2] == pytest.approx((0, size), abs=1e-6)
    assert change(pierced, full)[:2] == pytest.approx((size, 0), abs=1e-6)
    assert change(pierced, island)[:2] == pytest.approx((small, 0), abs=1e-6)
    assert change(full, island)[:2] == pytest.approx((0, size - small), abs=1e-6)


def test_ground_that_changes_sides_of_one_line():
    """An edge that both maps have, with the ground on its other side, has not stayed the same."""
    west, east = shape([[square()]]), shape([[square(37.2)]])
    found = change(west, east)
    assert found[:2] == pytest.approx((east.area_km2, west.area_km2), rel=1e-7)


def test_ground_over_the_antimeridian():
    before, after = shape([[square(179.9)]]), shape([[square(179.9, width=0.3)]])
    other = shape([[[[(lon + 180) % 360 - 180, lat] for lon, lat in square(179.9, width=0.3)]]])
    assert change(before, after).gain_km2 == pytest.approx(change(before, other).gain_km2, rel=1e-9)


def test_where_it_was_taken():
    before = shape([[square()]], straight=True)
    after = shape([[square(37.0, width=0.3)], [square(39.0, width=0.05)]], straight=True)
    found = change(before, after, faces=True)
    assert [face.gained for face in found.faces] == [True] * len(found.faces)
    assert found.faces[0].box == pytest.approx((37.2, 48.0, 37.3, 48.2), abs=1e-3)
    total = sum(geodesy.shape_area([face.rings]) for face in found.faces)
    assert total == pytest.approx(found.gain_km2, rel=1e-5)


# ---------------------------------------------------------------- the table


def test_the_table(tmp_path):
    folder = daily(tmp_path, [0.2, 0.25, 0.25, None, 0.22])
    table = snapshot_changes(folder, party="russia", edges="straight")
    assert table["before"].dt.day.tolist() == [1, 2, 3]
    assert table["start"].dt.day.tolist() == [2, 3, 4]
    assert table["end"].dt.day.tolist() == [2, 3, 5]
    assert (table["gain_km2"] > 0).tolist() == [True, False, False]
    assert (table["loss_km2"] > 0).tolist() == [False, False, True]
    assert table["net_km2"].tolist() == pytest.approx(
        (table["gain_km2"] - table["loss_km2"]).tolist(), abs=1e-6
    )
    levels = read_snapshots(folder, party="russia", edges="straight")["value"]
    assert table["level_after_km2"].tolist() == levels[1:].tolist()
    assert table["flags"][2] == "2 days between the maps"
    assert "stale copy" in table["flags"][1]
    assert table["sampling"].unique().tolist() == ["daily"]
    shifted = snapshot_changes(folder, party="russia", label_offset=1)
    assert shifted["end"].dt.day.tolist() == [1, 2, 4]


def test_identical_neighbours_are_not_overlaid(tmp_path, monkeypatch):
    import territorial.readers.snapshots.pairs as module

    asked = []
    plain = module.gain_and_loss

    def counted(*args, **kwargs):
        asked.append(args)
        return plain(*args, **kwargs)

    monkeypatch.setattr(module, "gain_and_loss", counted)
    folder = daily(tmp_path, [0.2, 0.2, 0.2, 0.3, 0.3])
    snapshot_changes(folder, party="russia")
    assert len(asked) == 1


def test_each_map_is_decoded_once(tmp_path, monkeypatch):
    import territorial.readers.snapshots.walk as module

    parsed = []
    plain = module.parse_source

    def counted(source, data):
        parsed.append(source.name)
        return plain(source, data)

    monkeypatch.setattr(module, "parse_source", counted)
    snapshot_changes(daily(tmp_path, [0.2, 0.21, 0.21, 0.22, 0.23]), party="russia")
    # The first is read again when the second shows that it is needed.
    assert len(parsed) <= 7


def test_gross_totals_depend_on_the_sampling_and_net_does_not(tmp_path):
    widths = [0.2 + 0.01 * (n % 3) for n in range(100)]
    folder = daily(tmp_path, widths, start="2025-01-31")
    days = snapshot_changes(folder, party="russia", edges="straight")
    months = snapshot_changes(folder, party="russia", edges="straight", sampling="month ends")
    assert months["after"].tolist() == [
        pd.Timestamp("2025-02-28"), pd.Timestamp("2025-03-31"), pd.Timestamp("2025-04-30"),
        pd.Timestamp("2025-05-10"),
    ]  # fmt: skip
    assert days["net_km2"].sum() == pytest.approx(months["net_km2"].sum(), abs=1e-6)
    assert days["gain_km2"].sum() > 10 * months["gain_km2"].sum()
    assert months["sampling"].unique().tolist() == ["month ends"]


def test_where_in_the_table(tmp_path):
    folder = daily(tmp_path, [0.2, 0.3])
    boxes = snapshot_changes(folder, party="russia", where="boxes", edges="straight")["where"][0]
    assert boxes[0]["change"] == "gain"
    assert (boxes[0]["west"], boxes[0]["east"]) == pytest.approx((37.2, 37.3))
    shapes = snapshot_changes(folder, party="russia", where="shapes", edges="straight")["where"][0]
    read_back = json.loads(json.dumps(shapes))
    assert read_back["type"] == "FeatureCollection"
    properties = read_back["features"][0]["properties"]
    assert properties["before"] == "2025-02-01" and properties["change"] == "gain"


def test_cache_of_changes(tmp_path, monkeypatch):
    import territorial.readers.snapshots.pairs as module

    folder = daily(tmp_path / "maps", [0.2, 0.3, 0.25])
    kept = tmp_path / "kept.db"
    first = snapshot_changes(folder, party="russia", cache=kept, where="shapes")
    monkeypatch.setattr(module, "gain_and_loss", None)  # would fail if it were called
    again = snapshot_changes(folder, party="russia", cache=kept, where="shapes")
    pd.testing.assert_frame_equal(first.drop(columns="where"), again.drop(columns="where"))
    assert json.dumps(first["where"].tolist()) == json.dumps(again["where"].tolist())


def test_changes_become_reports(tmp_path):
    from territorial import reports

    changes = snapshot_changes(daily(tmp_path, [0.2, 0.3, 0.25]), party="russia", edges="straight")
    table = changes_as_reports(changes, counterparty="ukraine", attribution="DeepState")
    assert table["kind"].tolist() == ["gain", "loss"] * 2
    assert table["basis"].unique().tolist() == ["gross"]
    assert table["report_id"].is_unique
    assert table["flags"].str.startswith("sampling: daily").all()
    assert table["value"].tolist() == pytest.approx(
        changes[["gain_km2", "loss_km2"]].to_numpy().ravel().tolist()
    )
    if hasattr(reports, "check"):
        reports.check(table)
        reports.check(read_snapshots(tmp_path, party="russia"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sampling": "weekly"}, "wanted sampling 'daily' or 'month ends', given 'weekly'"),
        ({"where": "points"}, "wanted where='boxes' or where='shapes', given 'points'"),
        ({"leave_out": ["rumour"]}, "wanted kinds of doubt, given 'rumour'"),
        ({}, "wanted two maps or more to compare, given 1 that can be dated"),
    ],
)
def test_options_that_make_no_sense(tmp_path, options, message):
    write(tmp_path, "2025-02-01.geojson", polygon())
    with pytest.raises(InputError, match=message):
        snapshot_changes(tmp_path, party="russia", **options)


def test_a_bad_file_does_not_end_the_run(tmp_path):
    daily(tmp_path, [0.2, 0.3, 0.4])
    write(tmp_path, "2025-02-02.geojson", "{")
    with pytest.warns(
        TerritorialWarning, match="1 files were set aside: 2025-02-02.geojson: wanted"
    ):
        table = snapshot_changes(tmp_path, party="russia")
    assert table["before"].dt.day.tolist() == [1]


def test_without_shapely(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(MissingExtraError, match="wanted shapely, for gain and loss between maps"):
        snapshot_changes(daily(tmp_path, [0.2, 0.3]), party="russia")


# ---------------------------------------------------------------- real maps, where they are


@pytest.mark.skipif(not (SHARED / "data" / "deepstate").exists(), reason="real maps are not here")
def test_real_maps():
    """Published months: the level on the 2nd of the next month less that on the 2nd."""
    folder = SHARED / "data" / "deepstate"
    files = [
        folder / f"deepstatemap_data_{day}.geojson"
        for day in ("20240802", "20240902", "20241102", "20241202", "20250102", "20250202",
                    "20250302", "20250402")
    ]  # fmt: skip
    level = read_snapshots(files, party="russia").set_index("start")["value"]
    net = level.diff()
    for day, wanted in (
        ("2024-09-02", 360.1), ("2024-12-02", 707.3), ("2025-02-02", 321.2), ("2025-04-02", 135.7),
    ):  # fmt: skip
        assert net[day] == pytest.approx(wanted, abs=0.5)
    pyproj = pytest.importorskip("pyproj")
    geod = pyproj.Geod(ellps="WGS84")
    rings = json.loads(files[-1].read_text())["features"][0]["geometry"]["coordinates"]
    area = 0.0
    for part in rings:
        for number, ring in enumerate(part):
            size = abs(geod.polygon_area_perimeter(*np.array(ring)[:, :2].T)[0]) / 1e6
            area += -size if number else size
    assert level.iloc[-1] == pytest.approx(area, rel=1e-9)
    changes = snapshot_changes(sorted(folder.glob("*202502*")), party="russia")
    assert len(changes) == 27
    gaps = changes["gain_km2"] - changes["loss_km2"] - changes["net_km2"]
    assert gaps.abs().max() < 1e-6
