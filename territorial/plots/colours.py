"""Which colour a party or a source has in a chart of a given style."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.errors import ChartError
from territorial.plots.palette import Colour, party_slots
from territorial.plots.style import Style

# Sources are not parties: other hues, and a shape each.
SOURCE_HUES = ("plum", "amber", "green", "slate")
SOURCE_MARKERS = ("o", "s", "D", "^", "v", "P", "X", "p")
SOURCE_SIZES = {"^": 1.15, "v": 1.15, "P": 1.3, "X": 1.25, "p": 1.2}  # so that all look alike


def party_colours(parties: Sequence[str], style: Style) -> dict[str, Colour]:
    """The colour of each party, by its id and not by its order."""
    slots = party_slots(parties, style.slots)
    return {party: style.palette.slots[slot] for party, slot in slots.items()}


def source_looks(
    sources: Sequence[tuple[str, str]], style: Style
) -> dict[str, tuple[Colour, str, bool]]:
    """Colour, marker and hollowness of each source, given with its origin.

    Sources of one origin share a hue; one that works on another's assessment
    (its name is not that of its origin) is hollow.

    Raises
    ------
    ChartError
        If there are more than eight sources.

    Examples
    --------
    >>> looks = source_looks([("ISW", "ISW"), ("AFP analysis of ISW data", "ISW")], Style())
    >>> [(marker, hollow) for _, marker, hollow in looks.values()]
    [('s', False), ('o', True)]
    """
    if len(sources) > len(SOURCE_MARKERS):
        raise ChartError(
            f"at most {len(SOURCE_MARKERS)} sources in one chart",
            f"{len(sources)}",
            "choose some of them",
        )
    origins = sorted({origin for _, origin in sources})
    names = sorted(name for name, _ in sources)
    looks = {}
    for name, origin in sources:
        hue = SOURCE_HUES[origins.index(origin) % len(SOURCE_HUES)]
        colour = style.palette.slots[hue]
        looks[name] = (colour, SOURCE_MARKERS[names.index(name)], name != origin)
    return looks
