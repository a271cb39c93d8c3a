"""Presets for published maps of control: which layer counts for which party."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from territorial.errors import LexiconError
from territorial.lexicon.rows import rows

_FILE = "map_presets.tsv"
_CELLS = {"map": 5, "layer": 7, "preset": 5}


class LayerRule(NamedTuple):
    """A pattern for one property of a feature, the party it counts for, what to tell."""

    property: str
    pattern: str
    party: str | None
    note: str | None = None


class Preset(NamedTuple):
    """The layers of one published map, read one way."""

    name: str
    publisher: str
    conflict: str
    box: tuple[float, float, float, float]
    rules: tuple[LayerRule, ...]
    counts: str


@lru_cache(maxsize=1)
def _presets() -> dict[str, Preset]:
    maps: dict[str, list[str]] = {}
    layers: dict[str, list[list[str]]] = {}
    found: dict[str, Preset] = {}
    for number, cells in rows(_FILE):
        where = f"{_FILE}, line {number}"
        kind = cells[0]
        if kind not in _CELLS or len(cells) != _CELLS[kind]:
            raise LexiconError(
                "a row as the head of the file describes it", f"{kind!r} with {len(cells)} cells",
                "mend the row", where=where,
            )  # fmt: skip
        if kind == "map":
            maps[cells[1]] = cells
        elif kind == "layer":
            layers.setdefault(cells[1], []).append(cells)
        else:
            if cells[2] not in maps:
                raise LexiconError("a map listed above", repr(cells[2]), "add it", where=where)
            parties = dict(pair.split("=", 1) for pair in cells[3].split())
            classes = {layer[4] for layer in layers.get(cells[2], [])}
            if unknown := set(parties) - classes:
                raise LexiconError(
                    "classes of the map's layers", ", ".join(sorted(unknown)),
                    "use one of " + ", ".join(sorted(classes)), where=where,
                )  # fmt: skip
            rules = tuple(
                LayerRule(layer[2], layer[3], parties.get(layer[4]), layer[5] or None)
                for layer in layers[cells[2]]
            )
            _, _, publisher, conflict, box = maps[cells[2]]
            west, south, east, north = (float(edge) for edge in box.split(","))
            found[cells[1]] = Preset(
                cells[1], publisher, conflict, (west, south, east, north), rules, cells[4]
            )
    return found


def map_presets() -> dict[str, Preset]:
    """The presets for `layers=` of `territorial.read_snapshots`, by name.

    Examples
    --------
    >>> map_presets()["isw"].publisher
    'ISW'
    """
    return dict(_presets())
