"""Maps in the order of their dates, one in memory at a time, each decoded only when needed."""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from territorial.errors import InputError, MissingExtraError, TerritorialWarning
from territorial.readers.snapshots import dates
from territorial.readers.snapshots.cache import Cache, key_of
from territorial.readers.snapshots.decode import (
    Reading,
    Snapshot,
    parse_source,
    snapshots_of,
)
from territorial.readers.snapshots.shape import Shape, fingerprint
from territorial.readers.snapshots.unite import has_shapely

if TYPE_CHECKING:
    from territorial.readers.snapshots.files import Source

Progress = Callable[[int, int, str], None]


class Level(NamedTuple):
    """What is kept of one party's ground on one day."""

    area_km2: float
    print: str
    box: tuple[float, float, float, float] | None
    layers: tuple[str, ...]
    flags: tuple[str, ...]


class Map(NamedTuple):
    """One day of one map: its label, its levels, and its shapes on request."""

    label: dt.date
    name: str
    levels: dict[str, Level]
    flags: tuple[str, ...]
    shapes: Callable[[], dict[str, Shape]]


class Problem(NamedTuple):
    """A file that was set aside, and why."""

    name: str
    error: InputError | MissingExtraError


class Walk:
    """Every map under a path, by date.

    Parameters
    ----------
    sources : list of Source
        The files.
    reading : Reading
        How they are read.
    rule : date rule
        The user's `date=`.
    cache : Cache
        What earlier runs computed.
    progress : callable, optional
        Called with files done, files in all and a name.
    """

    def __init__(
        self,
        sources: list[Source],
        reading: Reading,
        rule: dates.Rule,
        cache: Cache,
        progress: Progress | None = None,
    ) -> None:
        self.reading = reading
        self.cache = cache
        self.problems: list[Problem] = []
        self._sources = sources
        self._rule = rule
        self._progress = progress
        self._last: tuple[str, list[Snapshot]] | None = None
        # Areas without shapely are not checked for broken geometry: another result.
        if unused := dates.check_rule(rule, [source.name for source in sources]):
            warnings.warn(
                "date= names files that are not there: " + ", ".join(map(repr, unused[:3]))
                + (f" and {len(unused) - 3} more" if len(unused) > 3 else ""),
                TerritorialWarning, stacklevel=4,
            )  # fmt: skip
        self._key = f"{reading.key} {has_shapely()}"

    def __iter__(self) -> Iterator[Map]:
        dated: dict[dt.date, list[tuple[Source, tuple[str, ...]]]] = {}
        found: list[tuple[dt.date, Callable[[], Map | None]]] = []
        undated = []
        for source in self._sources:
            try:
                named = self._day(source.name)
            except InputError as error:
                self._set_aside(source.name, error)
                continue
            if named is None:
                undated.append(source)
            else:
                dated.setdefault(named.day, []).append((source, named.notes))
        self._done = 0
        for source in undated:
            found += self._undated(source)
        for day, group in dated.items():
            found.append((day, lambda day=day, group=group: self._group(day, group)))  # type: ignore[misc]
        found.sort(key=lambda pair: pair[0])
        before: Map | None = None
        for _, load in found:
            item = load()
            if item is None:
                continue
            if before is not None and before.label == item.label:
                self._duplicate(before.name, item.name, item.label)
                continue
            before = item
            yield item

    def _day(self, name: str) -> dates.Dated | None:
        named = dates.day_by_rule(self._rule, name)
        if named is not None:
            return named
        base = os.path.basename(name)
        if isinstance(self._rule, str):
            return None  # the name of a property
        # 2025/02/07/map.json and 2025-02/07.json: the folders say it, or a part of it.
        return dates.day_in_name(base) or (
            dates.day_in_name(name.replace("/", "-")) if base != name else None
        )

    def _set_aside(self, name: str, error: InputError | MissingExtraError) -> None:
        if error.where is None:
            error = type(error)(error.wanted, error.given, error.mend, where=name)
        self.problems.append(Problem(name, error))

    def _duplicate(self, kept: str, other: str, day: dt.date) -> None:
        self._set_aside(
            other,
            InputError(
                "one map a day",
                f"two for {day}: {kept} (kept) and {other}",
                "remove one, or tell their layers apart with layers=",
                where=other,
            ),
        )

    def _step(self, name: str, files: int = 1) -> None:
        self._done += files
        if self._progress is not None:
            self._progress(self._done, len(self._sources), name)

    def _undated(self, source: Source) -> list[tuple[dt.date, Callable[[], Map | None]]]:
        """A file whose features say the date, perhaps many of them."""
        try:
            data = source.read(self.reading.max_mb)
            levels = self._levels([(source, data)], split=True)
        except (InputError, MissingExtraError) as error:
            self._set_aside(source.name, error)
            return []
        finally:
            self._step(source.name)
        maps = []
        for index, (day, kept, flags) in enumerate(levels):
            assert day is not None
            name = source.name if len(levels) == 1 else f"{source.name} ({day})"
            item = Map(
                day, name, kept, flags,
                lambda index=index: self._shapes([source], index, split=True),  # type: ignore[misc]
            )  # fmt: skip
            maps.append((day, lambda item=item: item))
        return maps  # type: ignore[return-value]

    def _group(self, day: dt.date, group: list[tuple[Source, tuple[str, ...]]]) -> Map | None:
        """The files of one day, by name: one, or one a layer."""
        sources = [source for source, _ in group]
        notes = [note for _, told in group for note in told]
        names = " + ".join(source.name for source in sources)
        try:
            if len(sources) > 1 and not self.reading.choice.by_file:
                return self._first_of(day, group)
            packed = [(source, source.read(self.reading.max_mb)) for source in sources]
            levels = self._levels(packed, split=False)
        except (InputError, MissingExtraError) as error:
            if len(sources) > 1:
                return self._first_of(day, group)
            self._set_aside(names, error)
            return None
        finally:
            self._step(names, len(sources))
        inner, kept, flags = levels[0]
        if inner is not None and inner != day:
            notes.append(f"the features say {inner}")
        return Map(
            day, names, kept, (*notes, *flags), lambda: self._shapes(sources, 0, split=False)
        )

    def _first_of(self, day: dt.date, group: list[tuple[Source, tuple[str, ...]]]) -> Map | None:
        """Of several maps of one day the first that can be read; the others are told."""
        kept: Map | None = None
        for one in group:
            item = self._group(day, [one])
            self._done -= 1
            if item is None:
                continue
            if kept is None:
                kept = item
            elif {p: v.print for p, v in kept.levels.items()} == {
                p: v.print for p, v in item.levels.items()
            }:
                kept = kept._replace(flags=(*kept.flags, f"duplicate date: {item.name}, same map"))
            else:
                kept = kept._replace(
                    flags=(*kept.flags, f"duplicate date: {item.name} differs, set aside")
                )
                self._duplicate(kept.name, item.name, day)
        return kept

    def _levels(
        self, packed: list[tuple[Source, bytes]], *, split: bool
    ) -> list[tuple[dt.date | None, dict[str, Level], tuple[str, ...]]]:
        names = "\n".join(os.path.basename(source.name) for source, _ in packed)
        key = key_of("levels", self._key, str(split), names, *(data for _, data in packed))
        kept = self.cache.get(key)
        if kept is None:
            snapshots = self._decoded(packed, split=split)
            kept = [_packed(snapshot) for snapshot in snapshots]
            self.cache.put(key, kept)
        return [_unpacked(item) for item in kept]

    def _decoded(self, packed: list[tuple[Source, bytes]], *, split: bool) -> list[Snapshot]:
        documents = [(source.name, parse_source(source, data)) for source, data in packed]
        snapshots = snapshots_of(documents, self.reading, split=split)
        self._last = ("\n".join(source.name for source, _ in packed), snapshots)
        return snapshots

    def _shapes(self, sources: list[Source], index: int, *, split: bool) -> dict[str, Shape]:
        if self._last is None or self._last[0] != "\n".join(source.name for source in sources):
            packed = [(source, source.read(self.reading.max_mb)) for source in sources]
            self._decoded(packed, split=split)
        assert self._last is not None
        return {party: ground.shape for party, ground in self._last[1][index].grounds.items()}


def _packed(snapshot: Snapshot) -> list[Any]:
    levels = {
        party: [
            ground.shape.area_km2,
            fingerprint(ground.shape),
            None if ground.shape.empty else ground.shape.box,
            ground.layers,
            ground.flags,
        ]
        for party, ground in snapshot.grounds.items()
    }
    day = None if snapshot.day is None else snapshot.day.isoformat()
    return [day, levels, snapshot.flags]


def _unpacked(item: Any) -> tuple[dt.date | None, dict[str, Level], tuple[str, ...]]:
    day, levels, flags = item
    return (
        None if day is None else dt.date.fromisoformat(day),
        {
            party: Level(
                area, mark, None if box is None else tuple(box), tuple(layers), tuple(told)
            )
            for party, (area, mark, box, layers, told) in levels.items()
        },
        tuple(flags),
    )
