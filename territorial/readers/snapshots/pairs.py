"""Neighbouring maps, two by two, and what changed between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from territorial.readers.snapshots.cache import Cache, key_of
from territorial.readers.snapshots.overlay import Change, Face, Prepared, gain_and_loss, prepare
from territorial.readers.snapshots.shape import EMPTY, fingerprint
from territorial.readers.snapshots.walk import Level, Map

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SAMPLINGS = ("daily", "month ends")


class Pair(NamedTuple):
    """Two maps of one party, and what changed between them."""

    before: Map
    after: Map
    party: str
    change: Change


NO_GROUND = Level(0.0, fingerprint(EMPTY), None, (), ())


def pairs_of(
    maps: Iterable[Map],
    party: str,
    without: set[tuple[str, str]],
    sampling: str,
    where: str | None,
    cache: Cache,
    *,
    straight: bool,
) -> Iterator[Pair]:
    """Neighbours in time, party by party; one map before is held, no more."""
    held: dict[str, _Prepared] = {}
    for item in maps if sampling == "daily" else _month_ends(maps):
        now = _Prepared(item)
        for one in dict.fromkeys([party, *item.levels, *held]):
            if one not in item.levels and one not in held:
                continue
            if (item.name, one) in without:
                continue
            before = held.get(one)
            if before is not None:
                after = now
                if _print(before.item, one) == _print(item, one):
                    change = Change(0.0, 0.0, 0.0, [])
                    after = before  # the same shapes: no need to make them ready again
                else:
                    change = _change(
                        before, now, one, cache, faces=where is not None, straight=straight
                    )
                yield Pair(before.item, item, one, change)
                held[one] = now if after is now else _moved(before, item)
            else:
                held[one] = now


def _month_ends(maps: Iterable[Map]) -> Iterator[Map]:
    """The last map of every month."""
    before: Map | None = None
    for item in maps:
        if before is not None and before.label.replace(day=1) != item.label.replace(day=1):
            yield before
        before = item
    if before is not None:
        yield before


class _Prepared:
    """The shapes of a map made ready for the overlay, when first asked for."""

    def __init__(self, item: Map) -> None:
        self.item = item
        self._ready: dict[str, Prepared] | None = None

    def of(self, party: str) -> Prepared:
        if self._ready is None:
            self._ready = {one: prepare(shape) for one, shape in self.item.shapes().items()}
        return self._ready[party] if party in self._ready else prepare(EMPTY)


def _moved(before: _Prepared, item: Map) -> _Prepared:
    """What was made ready for one map serves the next, which has the same shapes."""
    moved = _Prepared(item)
    if set(item.levels) == set(before.item.levels) and all(
        _print(item, one) == _print(before.item, one) for one in item.levels
    ):
        moved._ready = before._ready  # noqa: SLF001  (its own class)
    return moved


def _print(item: Map, party: str) -> str:
    return item.levels.get(party, NO_GROUND).print


def _change(
    before: _Prepared, after: _Prepared, party: str, cache: Cache, *, faces: bool, straight: bool
) -> Change:
    levels = [one.item.levels.get(party, NO_GROUND) for one in (before, after)]
    net = levels[1].area_km2 - levels[0].area_km2
    key = key_of("change", levels[0].print, levels[1].print, str(faces), str(straight))
    kept = cache.get(key)
    if kept is not None:
        gain, loss, listed = kept
        return Change(
            gain, loss, net, [Face(one[0], one[1], tuple(one[2]), one[3]) for one in listed]
        )
    change = gain_and_loss(before.of(party), after.of(party), net, faces=faces)
    cache.put(key, [change.gain_km2, change.loss_km2, change.faces])
    return change
