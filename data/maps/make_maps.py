"""Makes `front.zip`: sixty daily maps of an invented front on an invented island.

The north holds the ground above a front that runs from west to east; a grey zone lies below
it. Nearly every day the front moves somewhere. A few maps are as they should not be, so that
there is something to find: see `QUIRKS`. The island lies in the open Atlantic. Run it from
anywhere; the same bytes come out.
"""

import datetime as dt
import json
import random
import zipfile
from pathlib import Path

TARGET = Path(__file__).with_name("front.zip")
FIRST, DAYS = dt.date(2024, 12, 31), 60
WEST, NORTH, STEP, POINTS = -31.0, 39.9, 0.02, 76
QUIRKS = {
    dt.date(2025, 1, 12): "missing",
    dt.date(2025, 1, 31): "missing",  # the last day of a month
    dt.date(2025, 2, 9): "stale",  # yesterday's map under today's date
    dt.date(2025, 2, 18): "dip",  # the west of the island is not on the map
    dt.date(2025, 2, 22): "broken",  # a ring that crosses itself
}


def fronts():
    """The latitude of the front at each longitude, day by day."""
    chance = random.Random(2025)
    front = [39.5 + 0.03 * chance.random() for _ in range(POINTS)]
    for number in range(DAYS):
        day = FIRST + dt.timedelta(days=number)
        yield day, list(front)
        pace = 1.0 if day.month != 2 else 0.5
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(2, POINTS - 2)
            move = -pace * chance.uniform(0.002, 0.02)  # the north moves south
            if chance.random() < 0.15:
                move = -0.6 * move  # and is thrown back now and then
            for near, share in ((-1, 0.4), (0, 1.0), (1, 0.4)):
                front[place + near] = round(front[place + near] + share * move, 5)


def snapshot(day, front):
    """A map: the north's ground and the grey zone below it."""
    line = [[round(WEST + STEP * place, 5), lat] for place, lat in enumerate(front)]
    if QUIRKS.get(day) == "dip":
        line = line[POINTS // 4 :]
    north = [*line, [line[-1][0], NORTH], [line[0][0], NORTH], line[0]]
    if QUIRKS.get(day) == "broken":
        north[10], north[11] = north[11], north[10]
    below = [[lon, round(lat - 0.01, 5)] for lon, lat in reversed(line)]
    features = [
        {
            "type": "Feature",
            "properties": {"layer": layer},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for layer, ring in (("north", north), ("grey zone", [*line, *below, line[0]]))
    ]
    return {"type": "FeatureCollection", "features": features}


def make(target=TARGET):
    """Write the archive."""
    before = None
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for day, front in fronts():
            shown = snapshot(day, front)
            if QUIRKS.get(day) == "stale":
                shown = before
            before = shown
            if QUIRKS.get(day) != "missing":
                entry = zipfile.ZipInfo(f"front_{day:%Y%m%d}.geojson", (2025, 3, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, json.dumps(shown, separators=(",", ":")))


if __name__ == "__main__":
    make()
