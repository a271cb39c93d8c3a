"""Words, parties and places as data, and the functions that look them up."""

from territorial.lexicon.parties import (
    Conflict,
    Party,
    Region,
    conflict,
    conflicts,
    find_party,
    is_listed,
    party,
    region,
)

__all__ = [
    "Conflict",
    "Party",
    "Region",
    "conflict",
    "conflicts",
    "find_party",
    "is_listed",
    "party",
    "region",
]
