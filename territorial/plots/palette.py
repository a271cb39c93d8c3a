"""Colours by name: which slot a party has, and what a slot looks like on light and dark.

The colours are data (`lexicon/palette.tsv`). A party's slot comes from the
lexicon by its id, so it is the same in every chart; sources never take it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from territorial import lexicon
from territorial.errors import ChartError, LexiconError
from territorial.lexicon.rows import rows

SLOTS = ("brick", "blue", "amber", "green", "plum", "slate")
THEMES = ("light", "dark")
NEUTRALS = ("background", "ink", "subtitle", "note", "axis", "zero", "grid")
FILE = "palette.tsv"


class Colour(NamedTuple):
    """A slot on one background: `fill` for areas and lines, `ink` for words."""

    fill: str
    ink: str


class Palette(NamedTuple):
    """The colours of one theme."""

    slots: Mapping[str, Colour]
    neutrals: Mapping[str, str]


@lru_cache(maxsize=2)
def palette(theme: str) -> Palette:
    """The slots and neutrals of a theme, ``"light"`` or ``"dark"``.

    Examples
    --------
    >>> palette("light").slots["brick"].fill
    '#B0381A'
    """
    if theme not in THEMES:
        raise ChartError("the theme 'light' or 'dark'", repr(theme), "choose one of them")
    slots: dict[str, Colour] = {}
    neutrals: dict[str, str] = {}
    for number, cells in rows(FILE):
        kind = cells[0]
        if kind == "slot" and len(cells) == 6:
            if cells[2] == theme:
                slots[cells[1]] = Colour(cells[3], cells[4])
        elif kind == "neutral" and len(cells) == 5:
            if cells[2] == theme:
                neutrals[cells[1]] = cells[3]
        else:
            raise LexiconError(
                "a 'slot' row of 6 cells or a 'neutral' row of 5",
                f"{kind!r} with {len(cells)}",
                "mend the row",
                where=f"{FILE}, line {number}",
            )
    return Palette(slots, neutrals)


def party_slots(parties: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """The colour slot of each party; no two of them share one.

    A party keeps the slot that `chosen` or the lexicon gives it. One that
    neither lists takes the slot that its id points at, or the next free one:
    never one by order of appearance.

    Parameters
    ----------
    parties : sequence of str
        Ids of parties, at most six.
    chosen : mapping, optional
        Slots by party id that go before the lexicon's.

    Raises
    ------
    ChartError
        If there are more parties than slots, or an unknown slot is chosen.

    Examples
    --------
    >>> party_slots(["ukraine", "russia"])
    {'ukraine': 'blue', 'russia': 'brick'}
    """
    if len(set(parties)) > len(SLOTS):
        raise ChartError(
            f"at most {len(SLOTS)} parties in one chart",
            f"{len(set(parties))}",
            "choose some with parties=[...]",
        )
    found: dict[str, str] = {}
    for party in sorted(set(parties)):
        slot = (chosen or {}).get(party)
        if slot is not None and slot not in SLOTS:
            raise ChartError(
                "a colour slot out of " + ", ".join(SLOTS), repr(slot), "choose one of them"
            )
        slot = slot or lexicon.party(party).colour
        if slot is not None and slot not in found.values():
            found[party] = slot
    for party in sorted(set(parties) - set(found)):
        first = hashlib.blake2b(party.encode(), digest_size=2).digest()[0] % (len(SLOTS) - 1)
        order = [SLOTS[(first + step) % (len(SLOTS) - 1)] for step in range(len(SLOTS) - 1)]
        found[party] = next(slot for slot in [*order, "slate"] if slot not in found.values())
    return {party: found[party] for party in parties}
