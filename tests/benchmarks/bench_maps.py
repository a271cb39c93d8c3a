"""Maps against pyproj.Geod and geopandas, as ratios of one run.

Run it with ``python tests/benchmarks/bench_maps.py`` in an environment that also has
geopandas: ``pip install geopandas``. Each pair is timed in turn, so that a busy machine slows
both; the ratio of the medians counts. The maps are made here: a front of short edges, of
which a few places move from day to day.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyproj

from territorial import geodesy
from territorial.readers.snapshots import read_snapshots, snapshot_changes
from territorial.readers.snapshots.overlay import gain_and_loss, prepare
from territorial.readers.snapshots.shape import Shape, read_points, shape_of

ROUNDS = 9
MOVED = 40  # vertices that move from one day to the next, in eight places


def front(vertices: int, day: int) -> list[list[float]]:
    """A ring of short edges round a country's size of ground; a few places move every day."""
    random = np.random.default_rng(vertices)
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    wave = sum(random.normal() / k * np.cos(k * angle + random.uniform(0, 7)) for k in range(3, 40))
    radius = 2 + 0.08 * wave
    for number in range(1, day + 1):
        moves = np.random.default_rng([vertices, number])
        for start in moves.integers(0, vertices - 5, MOVED // 5):
            radius[start : start + 5] += 0.002 * moves.uniform(-0.3, 1, 5)
    ring = np.c_[35 + 1.4 * radius * np.cos(angle), 48 + radius * np.sin(angle)].round(7).tolist()
    return [*ring, ring[0]]


def shape(vertices: int, day: int) -> Shape:
    return shape_of(read_points([[front(vertices, day)]]))


def timed(*calls: Callable[[], object]) -> list[float]:
    """Median time of each call, in alternating rounds."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(ROUNDS):
        for kept, call in zip(times, calls, strict=True):
            start = time.perf_counter()
            call()
            kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in times]


def areas() -> None:
    """One ring of 5,000 vertices."""
    lon, lat = np.array(front(5000, 0)).T
    starts = np.array([0, len(lon)])
    geod = pyproj.Geod(ellps="WGS84")

    def ours() -> float:
        return abs(float(geodesy.ring_areas(lon, lat, starts)[0]))

    def theirs() -> float:
        return abs(float(geod.polygon_area_perimeter(lon, lat)[0])) / 1e6

    mine, yardstick = timed(*[lambda f=f: [f() for _ in range(20)] for f in (ours, theirs)])
    print(f"area, 5,000 vertices: {mine / yardstick:.3f} of pyproj.Geod, "
          f"relative difference {abs(ours() / theirs() - 1):.1e}")  # fmt: skip


def overlays() -> None:
    """Gain and loss of one day, the new map made ready included."""
    import geopandas

    for vertices in (5_000, 50_000):
        before, after = shape(vertices, 3), shape(vertices, 4)
        old = prepare(before)
        net = after.area_km2 - before.area_km2

        def ours(old=old, after=after, net=net):
            return gain_and_loss(old, prepare(after), net)

        frames = [
            geopandas.GeoDataFrame({"day": [day]}, geometry=[polygon], crs="EPSG:4326").to_crs(6933)
            for day, polygon in ((3, _polygon(before)), (4, _polygon(after)))
        ]

        def both(frames=frames):
            return geopandas.overlay(*frames, how="symmetric_difference").area.sum()

        def twice(frames=frames):
            one, other = frames
            return (
                geopandas.overlay(other, one, how="difference").area.sum(),
                geopandas.overlay(one, other, how="difference").area.sum(),
            )

        found = ours()
        wanted = np.array(twice()) / 1e6
        assert np.allclose([found.gain_km2, found.loss_km2], wanted, rtol=1e-4)
        mine, one, two = timed(ours, both, twice)
        print(f"gain and loss, {vertices:,} vertices: {one / mine:.0f} times faster than one "
              f"symmetric overlay of geopandas, {two / mine:.0f} than its two differences")  # fmt: skip


def _polygon(one: Shape):
    import shapely

    return shapely.Polygon(np.c_[one.lon, one.lat])


def _write(folder: str, files: int, vertices: int = 5000) -> list[str]:
    names = []
    for day in range(files):
        path = Path(folder) / f"2025-{1 + day // 28:02}-{1 + day % 28:02}.geojson"
        path.write_text(
            json.dumps(
                {
                    "type": "FeatureCollection",
                    "features": [
                        {
                            "type": "Feature",
                            "properties": {},
                            "geometry": {"type": "Polygon", "coordinates": [front(vertices, day)]},
                        }
                    ],
                }
            )
        )
        names.append(str(path))
    return names


def files() -> None:
    """A folder of 28 maps of 5,000 vertices to a table of gains and losses."""
    import geopandas

    with tempfile.TemporaryDirectory() as folder:
        names = _write(folder, 28)

        def theirs():
            rows = []
            before = None
            for name in names:
                after = geopandas.read_file(name).to_crs(6933)
                if before is not None:
                    gain = geopandas.overlay(after, before, how="difference").area.sum()
                    loss = geopandas.overlay(before, after, how="difference").area.sum()
                    rows.append((gain, loss, after.area.sum()))
                before = after
            return rows

        mine, yardstick = timed(lambda: snapshot_changes(folder, party="x"), theirs)
        print(f"files to gains and losses, orjson: {mine / yardstick:.3f} of geopandas")
        sys.modules["orjson"] = None  # type: ignore[assignment]
        mine, yardstick = timed(lambda: snapshot_changes(folder, party="x"), theirs)
        print(f"the same with json of the standard library: {mine / yardstick:.3f}")
        del sys.modules["orjson"]


def growth() -> None:
    """Time and memory of four times as many files."""
    with tempfile.TemporaryDirectory() as folder:
        names = _write(folder, 120)

        def read(count: int):
            return snapshot_changes(names[:count], party="x")

        few, many = timed(lambda: read(30), lambda: read(120))
        print(f"time of 120 files: {many / few:.2f} times that of 30")
        peaks = []
        for count in (30, 120):
            tracemalloc.start()
            read(count)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        print(f"peak memory of 120 files: {peaks[1] / peaks[0]:.2f} times that of 30")
        with tempfile.TemporaryDirectory() as kept:
            cache = str(Path(kept) / "maps.cache")
            start = time.perf_counter()
            read_snapshots(names, party="x", cache=cache)
            first = time.perf_counter() - start
            again = timed(lambda: read_snapshots(names, party="x", cache=cache))[0]
            print(f"with a filled cache: {again / first:.2f} of the first run")


if __name__ == "__main__":
    areas()
    overlays()
    files()
    growth()
