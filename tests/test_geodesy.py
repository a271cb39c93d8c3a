"""Areas against the geodesic ones of GeographicLib (pyproj.Geod), and what must not matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial import geodesy

pyproj = pytest.importorskip("pyproj")
GEOD = pyproj.Geod(ellps="WGS84")


def area(lon, lat, **options):
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    return float(geodesy.ring_areas(lon, lat, np.array([0, len(lon)]), **options)[0])


def geodesic(lon, lat):
    return GEOD.polygon_area_perimeter(lon, lat)[0] / 1e6


def around(lon, lat, km, corners, shift=0.0):
    azimuths = np.linspace(0, 360, corners, endpoint=False) + shift
    x, y, _ = GEOD.fwd(
        np.full(corners, lon), np.full(corners, lat), azimuths, np.full(corners, km * 1000.0)
    )
    return np.append(x, x[0]), np.append(y, y[0])


@pytest.mark.parametrize("lat", [0.5, 15, 33, 48, 60, 75, 85])
@pytest.mark.parametrize(("km", "within"), [(1, 1e-9), (11, 1e-9), (100, 1e-8), (400, 1e-7)])
def test_area_is_the_geodesic_one(lat, km, within):
    # Hexagons have edges as long as their radius.
    if abs(lat) * 111 + km > 9900:
        pytest.skip("goes round the pole")
    lon, lat = around(37.0, lat, km, 6, shift=7.0)
    assert -area(lon, lat) == pytest.approx(-geodesic(lon, lat), rel=within)


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-170, 170), st.floats(-80, 80), st.floats(0.5, 11), st.integers(3, 40),
    st.floats(0, 360),
)  # fmt: skip
def test_any_small_ring_anywhere(lon, lat, km, corners, shift):
    x, y = around(lon, lat, km, corners, shift)
    assert area(x, y) == pytest.approx(geodesic(x, y), rel=1e-8)


@settings(max_examples=60, deadline=None)
@given(st.floats(-170, 170), st.floats(-70, 70), st.integers(3, 12), st.data())
def test_ring_order_start_point_shift_and_mirror_do_not_matter(lon, lat, corners, data):
    x, y = around(lon, lat, 40.0, corners)
    whole = area(x, y)
    turned = data.draw(st.integers(0, corners - 1))
    x2 = np.append(np.roll(x[:-1], turned), np.roll(x[:-1], turned)[0])
    y2 = np.append(np.roll(y[:-1], turned), np.roll(y[:-1], turned)[0])
    assert area(x2, y2) == pytest.approx(whole, rel=1e-12)
    assert area(x[::-1], y[::-1]) == pytest.approx(-whole, rel=1e-12)
    assert area(x + data.draw(st.floats(-150, 150)), y) == pytest.approx(whole, rel=1e-9)
    assert area(-x, y) == pytest.approx(-whole, rel=1e-12)
    assert area(x, -y) == pytest.approx(-whole, rel=1e-12)


@pytest.mark.parametrize("straight", [False, True])
def test_antimeridian_written_in_three_ways(straight):
    lat = [50, 50, 51, 51, 50]
    plain = area([9, 11, 11, 9, 9], lat, straight=straight)
    assert area([179, 181, 181, 179, 179], lat, straight=straight) == pytest.approx(plain)
    assert area([179, -179, -179, 179, 179], lat, straight=straight) == pytest.approx(plain)
    assert area([-181, -179, -179, -181, -181], lat, straight=straight) == pytest.approx(plain)


def test_round_a_pole():
    lon = np.arange(0, 361, 1.0)
    for lat in (70.0, -70.0):
        ring = np.full(lon.size, lat)
        # A degree of longitude at 70 degrees is 38 km: the geodesic is exact enough there.
        assert abs(area(lon, ring)) == pytest.approx(abs(geodesic(lon, ring)), rel=1e-6)
    # Antarctica as GeoJSON writes it, down to the pole along the antimeridian and back.
    coast = np.arange(-180, 181, 1.0)
    lon = np.concatenate((coast, [180, -180, -180]))
    lat = np.concatenate((np.full(coast.size, -70.0), [-90, -90, -70]))
    assert abs(area(lon, lat)) == pytest.approx(
        abs(area(np.arange(0, 361, 1.0), np.full(361, -70.0))), rel=1e-9
    )


def test_straight_edges_follow_parallels():
    # The zone between two parallels has a closed form: 2 pi R^2 (sin b2 - sin b1).
    sines = np.sin(geodesy.authalic_latitude(np.array([48.0, 49.0])))
    zone = 2 * np.pi * geodesy.AUTHALIC_RADIUS_KM**2 * np.diff(sines)[0]
    square = area([37, 38, 38, 37, 37], [48, 48, 49, 49, 48], straight=True)
    assert square == pytest.approx(zone / 360, rel=1e-12)
    halves = area([37, 37.3, 37.3, 37, 37], [48, 48, 49, 49, 48], straight=True) + area(
        [37.3, 38, 38, 37.3, 37.3], [48, 48, 49, 49, 48], straight=True
    )
    assert halves == pytest.approx(square, rel=1e-12)


def test_the_sphere_has_the_area_of_the_ellipsoid():
    # GeographicLib: 510 065 621.724 km² for WGS84.
    assert pytest.approx(510_065_621.724, abs=0.001) == geodesy.SPHERE_KM2


def test_several_rings_at_once():
    first, second = around(37.0, 48.0, 5.0, 9), around(30.0, -12.0, 8.0, 4)
    together = geodesy.ring_areas(
        np.append(first[0], second[0]), np.append(first[1], second[1]), np.array([0, 10, 15])
    )
    assert together == pytest.approx([area(*first), area(*second)], rel=1e-13)
    assert geodesy.ring_areas(np.zeros(0), np.zeros(0), np.array([0])).size == 0


@settings(max_examples=40, deadline=None)
@given(st.floats(-179, 179), st.floats(-88, 88), st.floats(-20, 20), st.floats(-1, 1))
def test_plane_there_and_back(lon, lat, east, share):
    plane = geodesy.Plane(lon, lat)
    there = np.array([lat + share * min(20.0, 89 - abs(lat))])
    x, y = plane.project(np.array([lon + east]), there)
    lon2, lat2 = plane.unproject(x, y)
    assert lat2[0] == pytest.approx(there[0], abs=1e-9)
    assert lon2[0] == pytest.approx(lon + east, abs=1e-7)


def test_plane_keeps_area():
    lon, lat = around(37.0, 48.0, 60.0, 400)
    x, y = geodesy.Plane(35.0, 47.0).project(lon, lat)
    shoelace = np.abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2
    assert shoelace == pytest.approx(abs(geodesic(lon, lat)), rel=1e-6)


def test_great_circle_begins_and_ends_where_it_should():
    plane = geodesy.Plane(37.0, 48.0)
    x, y = plane.great_circle(36.0, 47.5, 39.0, 48.5, 7)
    ends_x, ends_y = plane.project(np.array([36.0, 39.0]), np.array([47.5, 48.5]))
    assert len(x) == 8
    assert (x[0], x[-1]) == pytest.approx(tuple(ends_x), abs=1e-9)
    assert (y[0], y[-1]) == pytest.approx(tuple(ends_y), abs=1e-9)


def test_web_mercator_would_be_far_off():
    """Why areas are not taken from the plane of web maps: at 48 degrees they are 2.2 times as large."""
    lon, lat = around(37.0, 48.0, 10.0, 60)
    x = 6378.137 * np.radians(lon)
    y = 6378.137 * np.arcsinh(np.tan(np.radians(lat)))
    mercator = np.abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2
    assert mercator / abs(area(lon, lat)) == pytest.approx(2.23, abs=0.02)
