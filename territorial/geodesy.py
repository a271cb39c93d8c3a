"""Area on the WGS84 ellipsoid, and a plane that keeps it, with numpy alone.

Every latitude is turned into its authalic latitude, which maps the ellipsoid to
a sphere of the same area without changing any area (Snyder 1987, p. 16; the
series in the third flattening is Karney 2024, "On auxiliary
latitudes", Survey Review 56, eq. A18). The area of a ring is then the sum of the
spherical areas between each edge and the equator. An edge is the shortest line
on the ellipsoid, unless it is asked to be straight in longitude and latitude: its small deviation from the great circle on the sphere is
added to third order, so that areas agree with the geodesic ones (Karney 2013,
"Algorithms for geodesics", J. Geodesy 87) to 1e-8 for edges up to 200 km, 1e-7
up to 500 km and 2e-6 up to 1,000 km.

Longitudes and latitudes are degrees, areas km², lengths km.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# World Geodetic System 1984, NIMA TR8350.2 (2000), table 3.1.
SEMI_MAJOR_KM = 6378.137
FLATTENING = 1 / 298.257223563

_E2 = FLATTENING * (2 - FLATTENING)
_E = np.sqrt(_E2)
_N = FLATTENING / (2 - FLATTENING)
_QP = 1 + (1 - _E2) * np.arctanh(_E) / _E
# Radius of the sphere that has the area of the ellipsoid [km].
AUTHALIC_RADIUS_KM = float(SEMI_MAJOR_KM * np.sqrt(_QP / 2))
SPHERE_KM2 = float(4 * np.pi * AUTHALIC_RADIUS_KM**2)

# Authalic minus geographic latitude is sin(2 phi) times a polynomial in cos(2 phi): the series
# of sines of 2k phi, k = 1..4, whose further terms are below 1e-14 radians.
_C1, _C2, _C3, _C4 = (
    -4 / 3 * _N - 4 / 45 * _N**2 + 88 / 315 * _N**3 + 538 / 4725 * _N**4 + 20824 / 467775 * _N**5,
    34 / 45 * _N**2 + 8 / 105 * _N**3 - 2482 / 14175 * _N**4 - 37192 / 467775 * _N**5,
    -1532 / 2835 * _N**3 - 898 / 14175 * _N**4 + 54968 / 467775 * _N**5,
    6007 / 14175 * _N**4 + 24496 / 467775 * _N**5,
)
_POLYNOMIAL = (8 * _C4, 4 * _C3, 2 * _C2 - 4 * _C4, _C1 - _C3)

# Steps of longitude below which short power series are exact in double precision [radians].
_SMALL = 0.01


def _half_tangent(lat: Floats) -> tuple[Floats, Floats]:
    """Tangent of half the geographic latitude, and authalic minus geographic latitude."""
    half = np.tan(lat * (np.pi / 360))
    square = half * half
    inverse = 1 / (1 + square)
    sine, cosine = 2 * half * inverse, (1 - square) * inverse
    twice = 2 * cosine * cosine - 1
    shift = _POLYNOMIAL[0] * twice
    for coefficient in _POLYNOMIAL[1:3]:
        shift += coefficient
        shift *= twice
    shift += _POLYNOMIAL[3]
    shift *= 2 * sine * cosine
    return half, shift


def authalic_latitude(lat: Floats) -> Floats:
    """Authalic latitude [radians] of a geographic latitude [degrees]."""
    return np.asarray(np.radians(lat) + _half_tangent(lat)[1])


def _under_edges(lon: Floats, lat: Floats) -> Floats:
    """Area on the unit sphere between each edge and the equator, eastward positive.

    Edge i runs from vertex i to vertex i + 1; its area is 2 atan(tan(step / 2) *
    (tan(b1 / 2) + tan(b2 / 2)) / (1 + tan(b1 / 2) tan(b2 / 2))), b being authalic latitude
    (Karney 2013, eq. 60), by power series where the step of longitude is small.
    """
    half, small = _half_tangent(lat)
    # tan(shift / 2): the shift is below 0.003.
    small *= 0.5 + small * small / 24
    half = (half + small) / (1 - half * small)
    step = _steps(lon) * (np.pi / 180)
    above, below = half[1:] + half[:-1], 1 + half[1:] * half[:-1]
    square = step * step
    ratio = (0.5 + square * (1 / 24 + square * (1 / 240))) * step
    ratio *= above
    ratio /= below
    area = ratio * ratio
    area = ratio * (2 - area * (2 / 3 - area * 0.4))
    (long,) = np.nonzero(np.abs(step) > _SMALL)
    if long.size:
        area[long] = 2 * np.arctan2(np.tan(step[long] / 2) * above[long], below[long])
    # The shortest line on the ellipsoid, drawn on the authalic sphere, has the curvature
    # -e^2 sin(beta) cos(beta) sin(azimuth), to first order in e^2; it bends off its chord
    # of length s by curvature * s^3 / 12 of area. The middle of the edge, from tan(beta / 2):
    above /= 2
    ratio = above * above
    inverse = 1 / (1 + ratio)
    cosine2 = (1 - ratio) * inverse
    cosine2 *= cosine2
    rise = np.diff(half)
    rise *= inverse
    square *= cosine2
    square += 4 * rise * rise
    above *= _E2 / 6
    for part in (inverse, cosine2, step, square):
        above *= part
    area += above
    return np.asarray(area)


def _steps(lon: Floats) -> Floats:
    """Steps of longitude [degrees], the short way round: -180 and 180 are one meridian."""
    step = np.diff(lon)
    if step.size and np.abs(step).max() > 180:
        step -= 360 * np.rint(step / 360)
    return np.asarray(step)


def _under_straight_edges(lon: Floats, lat: Floats) -> Floats:
    """Like `_under_edges`, of edges that are straight in longitude and latitude."""
    middle, rise = np.zeros(len(lon) - 1), np.diff(lat)
    # The mean of sin(authalic latitude) along each edge, by Gauss and Legendre's quadrature.
    for node, weight in zip(*np.polynomial.legendre.leggauss(8), strict=True):
        middle += weight / 2 * np.sin(authalic_latitude(lat[:-1] + (node + 1) / 2 * rise))
    return np.asarray(np.radians(_steps(lon)) * middle)


def ring_areas(lon: Floats, lat: Floats, starts: Ints, *, straight: bool = False) -> Floats:
    """Signed areas of closed rings that lie one after the other, counter-clockwise positive.

    Parameters
    ----------
    lon, lat : ndarray of shape (vertices,)
        Vertices [degrees]; each ring ends with the vertex that it began with. A ring may
        cross the antimeridian, written with a jump of 360 degrees or with longitudes beyond
        180, and may go round a pole.
    starts : ndarray of shape (rings + 1,)
        Where each ring begins; the last entry is the number of vertices.
    straight : bool
        Whether edges are straight in longitude and latitude (RFC 7946, section 3.1.1), so
        that parallels are edges, instead of the shortest lines.

    Returns
    -------
    ndarray of shape (rings,)
        Areas [km²].

    Examples
    --------
    One degree by one degree at 48 degrees north:

    >>> lon = np.array([37.0, 38.0, 38.0, 37.0, 37.0])
    >>> lat = np.array([48.0, 48.0, 49.0, 49.0, 48.0])
    >>> f"{ring_areas(lon, lat, np.array([0, 5]))[0]:.3f} km²"
    '8217.590 km²'

    With its northern and southern edges along the parallels:

    >>> f"{ring_areas(lon, lat, np.array([0, 5]), straight=True)[0]:.3f} km²"
    '8217.732 km²'
    """
    if len(starts) < 2:
        return np.zeros(0)
    under = (_under_straight_edges if straight else _under_edges)(lon, lat)
    under[starts[1:-1] - 1] = 0.0
    sums = -np.add.reduceat(under, starts[:-1])
    # A ring that goes once round the earth bounds a cap: what lies between it and the pole.
    step = _steps(lon)
    step[starts[1:-1] - 1] = 0.0
    caps = np.rint(np.add.reduceat(step, starts[:-1]) / 360) != 0
    sums[caps] = np.sign(-sums[caps]) * (2 * np.pi - np.abs(sums[caps]))
    return np.asarray(sums * AUTHALIC_RADIUS_KM**2)


def shape_area(coordinates: list[Any]) -> float:
    """Area of the `coordinates` of a GeoJSON MultiPolygon [km²].

    Shells count and holes are taken off, whichever way their rings run. Overlapping
    polygons count twice: `territorial.read_snapshots` unites them first.

    Examples
    --------
    >>> square = [[37, 48], [38, 48], [38, 49], [37, 49], [37, 48]]
    >>> hole = [[37.4, 48.4], [37.6, 48.4], [37.6, 48.6], [37.4, 48.6], [37.4, 48.4]]
    >>> f"{shape_area([[square, hole]]):.2f} km²"
    '7888.88 km²'
    """
    area = 0.0
    for polygon in coordinates:
        for number, ring in enumerate(polygon):
            points = np.asarray([point[:2] for point in ring], dtype=np.float64)
            size = abs(ring_areas(points[:, 0], points[:, 1], np.array([0, len(points)]))[0])
            area += -size if number else size
    return float(area)


class Plane:
    """Lambert's azimuthal equal-area plane about a point (Snyder 1987, p. 182).

    Parameters
    ----------
    lon, lat : float
        The middle [degrees].

    Examples
    --------
    >>> plane = Plane(37.0, 48.0)
    >>> x, y = plane.project(np.array([37.0, 38.0]), np.array([48.5, 48.0]))
    >>> f"{y[0]:.2f} km north, {x[1]:.2f} km east"
    '55.63 km north, 74.59 km east'
    """

    def __init__(self, lon: float, lat: float) -> None:
        self.lon = float(lon)
        beta = float(authalic_latitude(np.array([lat]))[0])
        self._sine, self._cosine = np.sin(beta), np.cos(beta)

    def project(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Coordinates in the plane [km] of points [degrees]."""
        beta, step = authalic_latitude(lat), np.radians(lon - self.lon)
        sine, cosine = np.sin(beta), np.cos(beta)
        return self._plane(sine, cosine * np.cos(step), cosine * np.sin(step))

    def _plane(self, up: Floats, out: Floats, east: Floats) -> tuple[Floats, Floats]:
        """From unit vectors: along the axis, towards the middle's meridian, and east of it."""
        scale = AUTHALIC_RADIUS_KM * np.sqrt(2 / (1 + self._sine * up + self._cosine * out))
        return np.asarray(scale * east), np.asarray(scale * (self._cosine * up - self._sine * out))

    def great_circle(
        self, lon1: float, lat1: float, lon2: float, lat2: float, pieces: int
    ) -> tuple[Floats, Floats]:
        """The plane's coordinates [km] of `pieces` + 1 points along a great circle [degrees]."""
        beta = authalic_latitude(np.array([lat1, lat2]))
        lam = np.radians([lon1 - self.lon, lon2 - self.lon])
        ends = np.stack((np.cos(beta) * np.cos(lam), np.cos(beta) * np.sin(lam), np.sin(beta)))
        angle = 2 * np.arcsin(min(1.0, float(np.linalg.norm(ends[:, 1] - ends[:, 0])) / 2))
        share = np.linspace(0, 1, pieces + 1)
        weights = np.stack((np.sin((1 - share) * angle), np.sin(share * angle))) / np.sin(angle)
        out, east, up = ends @ weights
        return self._plane(up, out, east)

    def unproject(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Longitudes and latitudes [degrees] of points of the plane [km]."""
        u, v = x / AUTHALIC_RADIUS_KM, y / AUTHALIC_RADIUS_KM
        square = u * u + v * v
        # sin and cos of the angular distance c, with rho = 2 sin(c / 2).
        near = 1 - square / 2
        ratio = np.sqrt(1 - square / 4)
        sine = near * self._sine + ratio * v * self._cosine
        east = ratio * u
        north = near * self._cosine - ratio * v * self._sine
        lon = self.lon + np.degrees(np.arctan2(east, north))
        beta = np.arctan2(sine, np.hypot(east, north))
        phi = beta
        for _ in range(6):  # each round gains a factor of 1 / e^2
            phi = beta - (authalic_latitude(np.degrees(phi)) - phi)
        return np.asarray(lon), np.asarray(np.degrees(phi))
