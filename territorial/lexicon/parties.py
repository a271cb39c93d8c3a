"""Conflicts as data: parties, the words that mean them, and regions with areas.

Each conflict is one file in ``lexicon/conflicts``; its rows are described in
``docs/conflicts.md``. Files are read when first asked for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from territorial.errors import LexiconError
from territorial.lexicon.kept import kept
from territorial.lexicon.rows import data_files, rows, text_of
from territorial.structures import NamedTuple


class Alias(NamedTuple):
    """A form by which texts call a party."""

    party: str
    lang: str
    form: str
    role: str


class Party(NamedTuple):
    """A party to a conflict: its id, its English name, its colour slot in charts."""

    id: str
    name: str
    colour: str | None


class Region(NamedTuple):
    """A named territory, its area [km²] and the source of that area."""

    id: str
    name: str
    area_km2: float | None
    source: str
    forms: tuple[tuple[str, str], ...]


class Conflict(NamedTuple):
    """One conflict of the lexicon."""

    id: str
    name: str
    start: str
    end: str
    parties: dict[str, Party]
    opposed: dict[str, str]
    aliases: tuple[Alias, ...]
    regions: dict[str, Region]


class Frame(NamedTuple):
    """When a conflict began and ended (ISO days, or empty), and who stands against whom."""

    start: str
    end: str
    opposed: dict[str, str]


_CELLS = {
    "conflict": 6,
    "party": 5,
    "opposed": 3,
    "alias": 6,
    "region": 5,
    "place": 4,
    "monitor": 5,
}


def _all() -> dict[str, Conflict]:
    return {conflict_id: conflict(conflict_id) for conflict_id in conflicts()}


def rows_of(kind: str, lang: str, conflict: str | None = None) -> list[tuple[str, str, str, str]]:
    """The alias, place or monitor rows of one language: conflict, id, form and what follows the form.

    Read with one search over the files as text, without building the conflicts,
    because a reader of one article needs the forms of all conflicts at once. No
    such row is the first line of its file, which tells what the file is.
    """
    pattern = re.compile(rf"\n{kind}\t([^\t\n]*)\t{lang}\t([^\t\n]*)\t?([^\t\n]*)")
    ids = conflicts() if conflict is None else (conflict,)
    return [
        (one, item, form, role)
        for one in ids
        for item, form, role in pattern.findall(text_of(f"conflicts/{one}.tsv"))
    ]


@cache
def frame(conflict_id: str) -> Frame:
    """What a reader of text needs of one conflict, without building its parties and regions.

    Raises
    ------
    LexiconError
        If the lexicon does not hold it.

    Examples
    --------
    >>> frame("russia-ukraine").start
    '2014-02-20'
    """
    if conflict_id not in conflicts():
        raise _unlisted(conflict_id)
    start, end, opposed, _ = _frames()[conflict_id]
    return Frame(start, end, opposed)


@lru_cache(maxsize=1)
def _frames() -> dict[str, tuple[str, str, dict[str, str], list[str]]]:
    """Of each conflict its first and last day, who stands against whom, and its parties."""
    found: dict[str, tuple[str, str, dict[str, str], list[str]]]
    found = kept("frames", data_files("conflicts"), [__file__], _read_frames)
    return found


def _read_frames() -> dict[str, tuple[str, str, dict[str, str], list[str]]]:
    pattern = re.compile(r"\n(conflict|opposed|party)\t([^\n]*)")
    frames = {}
    for conflict_id in conflicts():
        name = f"conflicts/{conflict_id}.tsv"
        head: list[str] | None = None
        opposed: dict[str, str] = {}
        parties: list[str] = []
        for kind, rest in pattern.findall(text_of(name)):
            cells = rest.split("\t")
            if kind == "party":
                parties.append(cells[0])
            elif kind == "opposed":
                opposed.setdefault(cells[0], cells[1])
            else:
                head = head or cells
        if head is None:
            raise LexiconError("a 'conflict' row", "none", "add one at the top", where=name)
        frames[conflict_id] = (head[2], head[3], opposed, parties)
    return frames


def _read(name: str) -> Conflict:
    head: list[str] | None = None
    parties: dict[str, Party] = {}
    opposed: dict[str, str] = {}
    aliases: list[Alias] = []
    regions: dict[str, Region] = {}
    forms: dict[str, list[tuple[str, str]]] = {}
    for number, cells in rows(name):
        kind = cells[0]
        wanted = _CELLS.get(kind)
        if wanted is None:
            raise LexiconError(
                "a row type out of " + ", ".join(_CELLS),
                repr(kind),
                "mend the first column",
                where=f"{name}, line {number}",
            )
        if len(cells) < wanted:
            raise LexiconError(
                f"{wanted} columns in a {kind!r} row",
                f"{len(cells)}",
                "separate them by tabs",
                where=f"{name}, line {number}",
            )
        if kind == "alias":
            aliases.append(Alias(cells[1], cells[2], cells[3], cells[4]))
        elif kind == "place":
            forms.setdefault(cells[1], []).append((cells[2], cells[3]))
        elif kind == "conflict":
            head = cells
        elif kind == "party":
            parties[cells[1]] = Party(cells[1], cells[2], cells[3] or None)
        elif kind == "opposed":
            opposed.setdefault(cells[1], cells[2])
        elif kind == "region":
            try:
                area = float(cells[3]) if cells[3] else None
            except ValueError:
                raise LexiconError(
                    "an area in km²",
                    repr(cells[3]),
                    "write a plain number",
                    where=f"{name}, line {number}",
                ) from None
            regions[cells[1]] = Region(cells[1], cells[2], area, cells[4], ())
    if head is None:
        raise LexiconError("a 'conflict' row", "none", "add one at the top", where=name)
    for region_id, pairs in forms.items():
        if region_id not in regions:
            raise LexiconError(
                "a place of a listed region", repr(region_id), "add a 'region' row", where=name
            )
        regions[region_id] = regions[region_id]._replace(forms=tuple(pairs))
    return Conflict(head[1], head[2], head[3], head[4], parties, opposed, tuple(aliases), regions)


@lru_cache(maxsize=1)
def conflicts() -> tuple[str, ...]:
    """The ids of the conflicts that the lexicon holds.

    Examples
    --------
    >>> "russia-ukraine" in conflicts()
    True
    """
    return tuple(name[len("conflicts/") : -len(".tsv")] for name in data_files("conflicts"))


@cache
def conflict(conflict_id: str) -> Conflict:
    """One conflict by its id.

    Raises
    ------
    LexiconError
        If the lexicon does not hold it.

    Examples
    --------
    >>> conflict("russia-ukraine").opposed["russia"]
    'ukraine'
    """
    if conflict_id not in conflicts():
        raise _unlisted(conflict_id)
    return _read(f"conflicts/{conflict_id}.tsv")


def _unlisted(conflict_id: str) -> LexiconError:
    return LexiconError(
        "the id of a conflict in the lexicon",
        repr(conflict_id),
        "choose one of " + ", ".join(conflicts()),
    )


@lru_cache(maxsize=4096)
def is_listed(party_id: str) -> bool:
    """Whether a conflict of the lexicon lists the party.

    Examples
    --------
    >>> is_listed("ukraine"), is_listed("new_front")
    (True, False)
    """
    return any(party_id in parties for _, _, _, parties in _frames().values())


def party(party_id: str) -> Party:
    """A party by its id; one that no conflict lists gets its id as its name.

    Examples
    --------
    >>> party("russia").name
    'Russia'
    >>> party("new_front").name
    'New front'
    """
    for one in _all().values():
        if party_id in one.parties:
            return one.parties[party_id]
    words = party_id.replace("_", " ").strip()
    return Party(party_id, words[:1].upper() + words[1:], None)


@lru_cache(maxsize=1)
def _names() -> dict[str, list[tuple[str, str]]]:
    """Lower-case form without its stem mark -> (conflict, party) pairs."""
    names: dict[str, list[tuple[str, str]]] = {}
    for one in _all().values():
        for item in one.parties.values():
            for form in (item.id, item.id.replace("_", " "), item.name):
                names.setdefault(form.lower(), []).append((one.id, item.id))
        for alias in one.aliases:
            if alias.role != "common":
                names.setdefault(alias.form.lower(), []).append((one.id, alias.party))
    return names


def find_party(name: str, conflict: str | None = None) -> str | None:
    """The id of the party that `name` means, or None.

    Parameters
    ----------
    name : str
        An id, a name or an alias, in any case.
    conflict : str, optional
        Look in this conflict alone.

    Returns
    -------
    str or None
        None where no party, or more than one, goes by that name.

    Examples
    --------
    >>> find_party("Moscow")
    'russia'
    """
    wanted = " ".join(name.lower().split())
    names = _names()
    found = list(names.get(wanted, ()))
    if not found:  # stems: "російськ*"
        found = [
            pair
            for length in range(len(wanted) - 1, 2, -1)
            for pair in names.get(wanted[:length] + "*", ())
        ]
    ids = {item for where, item in found if conflict in (None, where)}
    return ids.pop() if len(ids) == 1 else None


@lru_cache(maxsize=1)
def _regions() -> dict[str, Region]:
    found: dict[str, Region] = {}
    for one in _all().values():
        for item in one.regions.values():
            for form in (item.id, item.name, *(form for _, form in item.forms)):
                found.setdefault(form.lower(), item)
    return found


@lru_cache(maxsize=1)
def _region_stems() -> list[tuple[list[str], Region]]:
    """The forms with a stem mark, word by word; more letters first."""
    stems = [(form.split(), item) for form, item in _regions().items() if "*" in form]
    return sorted(stems, key=lambda pair: -sum(map(len, pair[0])))


@lru_cache(maxsize=4096)
def region(name: str) -> Region | None:
    """A region by its id, name or one of its listed forms, or None.

    Examples
    --------
    >>> found = region("Ukraine")
    >>> f"{found.area_km2:.0f} km²"
    '603550 km²'
    >>> region("українській території") == found
    True
    """
    words = name.lower().split()
    listed = _regions().get(" ".join(words))
    if listed is not None:
        return listed
    for stems, item in _region_stems():
        if len(stems) == len(words) and all(
            word.startswith(stem[:-1]) if stem.endswith("*") else word == stem
            for stem, word in zip(stems, words, strict=True)
        ):
            return item
    return None
