"""Whom and where a label names: parties, places and sources."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from territorial import lexicon
from territorial.lexicon import region
from territorial.lexicon import tables as words
from territorial.lexicon.tables import Match, Token

_BY = {"by", "durch", "von", "силами", "with", "par", "por", "da", "dalla", "przez"}


_FROM = {"from", "against", "to", "into", "aus", "gegen", "contre", "contra", "contro"}


_ARTICLES = {
    "the",
    "der",
    "des",
    "den",
    "dem",
    "die",
    "la",
    "le",
    "les",
    "l",
    "el",
    "los",
    "las",
    "il",
}


_OF = {"of", "de", "du", "del", "della", "di"}


_GENITIVE = {"der", "des"}


DOER = 3  # the rank of a party whose gain or loss it is
CODE = 3  # letters of a party's short name


def taken(spans: list[tuple[int, int]], first: int, last: int) -> bool:
    """Whether a run of tokens overlaps one of the spans."""
    return any(first < b and a < last for a, b in spans)


def find_party_in(tokens: list[Token], n: int, conflict: str | None) -> tuple[str, int] | None:
    """The party that the words from token `n` on name, and how many words it took."""
    for size in range(min(4, len(tokens) - n), 0, -1):
        word = tokens[n].text
        # "rsf", a key of its own, or "rsf_controlled_km2", a key that begins with it
        alone = n == 0 and len(word) == CODE and not any(one.text[:1].isupper() for one in tokens)
        short = _party(word.upper(), conflict) if alone else None
        if short is not None:
            return short, 1
        if (
            size == 1
            and len(word) <= 3
            and not word.isupper()
            and not words.word_value("code", word)
        ):
            continue
        name = " ".join(token.text for token in tokens[n : n + size])
        found = _party(name, conflict)
        if found is not None:
            return found, size
    return None


def party_named(text: str, conflict: str | None) -> str | None:
    """The party whose name a text begins with: "Ukrainian General Staff" among parties is Ukraine.

    Examples
    --------
    >>> party_named("Ukrainian General Staff", None)
    'ukraine'
    """
    found = find_party_in(words.tokens(text), 0, conflict) if words.tokens(text) else None
    return found[0] if found else None


@lru_cache(maxsize=4096)
def _party(name: str, conflict: str | None) -> str | None:
    """The party of a name; of several conflicts, the one that goes on has it."""
    found = lexicon.find_party(name, conflict)
    if found is not None:
        return found
    if conflict is None:
        living = {
            party
            for one in lexicon.conflicts()
            if not lexicon.conflict(one).end and (party := lexicon.find_party(name, one))
        }
        if len(living) == 1:
            return living.pop()
    common = _common_party(name.lower(), conflict) or _common_party(
        f"{name.lower()} forces", conflict
    )
    if common or " " in name:  # a stem is one of one word
        return common
    return words.word_value("party", name) or words.word_value("code", name)


@lru_cache(maxsize=1)
def _common_forms() -> dict[str, list[tuple[str, str, str]]]:
    """Common nouns that mean a party within one conflict: form -> conflict, language, party."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name in lexicon.conflicts():
        for alias in lexicon.conflict(name).aliases:
            if alias.role == "common":
                found.setdefault(alias.form.lower(), []).append((name, alias.lang, alias.party))
    return found


def _common_party(name: str, conflict: str | None) -> str | None:
    """The party of a common noun: in the conflict told, or in Ukrainian, which leaves no doubt."""
    listed = _common_forms()
    found = list(listed.get(name, []))
    for n in range(len(name), 2, -1):
        found += listed.get(name[:n] + "*", [])
    parties = {
        party
        for where, lang, party in found
        if where == conflict or (conflict is None and lang == "uk")
    }
    return parties.pop() if len(parties) == 1 else None


def conflict_of(parties: set[str], names: list[str], title: str = "") -> str | None:
    """The one conflict of all these parties in which the names are of parties too, or None.

    Of several, the one that the title names, or that knows the most of the names.

    Examples
    --------
    >>> conflict_of({"rsf"}, ["Army, km²"])
    'sudan'
    """
    said = words.tokens(title)
    near = {one.lower for one in said}
    if not parties:  # "The junta in Myanmar"
        told = {
            conflict
            for conflict in lexicon.conflicts()
            if set(conflict.split("-")) <= near
            and any(find_party_in(said, n, conflict) for n in range(len(said)))
        }
        return told.pop() if len(told) == 1 else None
    labels = [words.tokens(name) for name in names]
    read = {
        conflict: sum(
            any(find_party_in(label, n, conflict) for n in range(len(label))) for label in labels
        )
        for conflict in lexicon.conflicts()
        if parties <= set(lexicon.conflict(conflict).parties)
    }
    found = {conflict for conflict, count in read.items() if count}
    if len(found) > 1:
        titled = {one for one in found if set(one.split("-")) & near}
        most = max(read.values())
        found = titled or {one for one in found if read[one] == most}
    return found.pop() if len(found) == 1 else None


class Mention(NamedTuple):
    """A party in a label: which, where, and as what (3 the doer, 2 plain, 1 the ground)."""

    party: str
    first: int
    last: int
    rank: int


def mentions_in(
    tokens: list[Token], text: str, kinds: list[Match], conflict: str | None
) -> list[Mention]:
    """The parties that a label names, with the part that each plays."""
    found: list[Mention] = []
    n = 0
    while n < len(tokens):
        hit = find_party_in(tokens, n, conflict)
        if hit is None:
            n += 1
            continue
        party, size = hit
        found.append(Mention(party, n, n + size, _rank(party, tokens, text, n, size, kinds)))
        n += size
    told = [one for one, after in pairwise(found) if _explained(tokens, text, one, after)]
    return [one for one in found if one not in told]


def _explained(tokens: list[Token], text: str, one: Mention, after: Mention) -> bool:
    """Whether the second name tells in brackets who the first one is: Kurdish forces (SDF)."""
    between = text[tokens[one.last - 1].end : tokens[after.first].start]
    closing = text[tokens[after.last - 1].end :].lstrip()[:1]
    return between.strip() == "(" and closing == ")"


def _rank(party: str, tokens: list[Token], text: str, n: int, size: int, kinds: list[Match]) -> int:
    """The part that the party plays which `size` words from token `n` on name."""
    article = tokens[n - 1].lower if n and tokens[n - 1].lower in _ARTICLES else ""
    at = n - 2 if article else n - 1
    lead = tokens[at].lower if at >= 0 else ""
    after = tokens[n + size].lower if n + size < len(tokens) else ""
    name = " ".join(token.text for token in tokens[n : n + size])
    adjective = _is_adjective(party, name)
    kind_after = any(one.first in {n + size, n + size + 1} for one in kinds)
    ground = (size > 1 and _ground(tokens[n + size - 1].lower, adjective=True)) or (
        _ground(after, adjective=adjective) and not any(one.first == n + size for one in kinds)
    )
    toward = words.find("toward", tokens[: at + 1])
    if toward and toward[0].first == 0 and toward[-1].last == at + 1 and not kinds:
        return DOER  # "To Russia"
    if any(one.last in {n, at + 1} for one in words.find("handed", tokens)):
        return DOER  # "fell to Russian forces"
    if any(one.last in {n, at + 1} for one in words.find("rid", tokens)):
        return 1
    held = adjective and any(one.first == n + size and one.value == "control" for one in kinds)
    if held and lead in {"to", "into"}:  # "added to Russian-held area"
        return DOER
    deeds = (token.lower for token in tokens[n + size : n + size + 2])
    acts = adjective and any(words.word_value("deed", word) for word in deeds)
    ground = ground and is_state(party) and not acts
    held_by = any(token.lower in _BY for token in tokens[n + size + 1 : n + size + 3])
    if lead in _FROM or (ground and held_by):  # "Syrian territory held by Turkey"
        return 1
    if lead in _BY:
        return DOER
    if _dateline(text, tokens[n + size - 1]):  # "Ukraine: captured by Russia"
        return 1 if _inside(lead) else 2
    if adjective and kind_after:
        return DOER
    if lead in _OF or (article in _GENITIVE and not _inside(lead)):
        doer = [one.value for one in kinds if one.last == (at if lead in _OF else n - 1)]
        under = any(token.lower == "under" for token in tokens[:n])
        known = not adjective and region(name) is not None
        if ground or not doer:
            return 1 if ground or known else 2
        return 1 if doer == ["control"] and known and not under else DOER
    if _inside(lead) or ground:
        return 1
    return DOER if kind_after else 2


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    """The parties that have a capital; what is named after others is what they hold: "ISIS territory"."""
    return frozenset(
        alias.party
        for name in lexicon.conflicts()
        for alias in lexicon.conflict(name).aliases
        if alias.role == "capital"
    )


def is_state(party: str) -> bool:
    """Whether a party is a state, with ground of its own."""
    return party in _states() or region(lexicon.party(party).name) is not None


def _ground(word: str, *, adjective: bool) -> bool:
    """Whether a word after a party's name makes it that of ground: Ukrainian regions."""
    land = words.word_value("land", word) is not None
    return land or (adjective and words.word_value("placeword", word) is not None)


def _dateline(text: str, last: Token) -> bool:
    return text[last.end :].startswith(":")


def _inside(word: str) -> bool:
    return words.word_value("inword", word) is not None


def _is_adjective(party: str, text: str) -> bool:
    """Whether a party is named by another word than its name: Russian, not Russia."""
    names = {party.casefold(), lexicon.party(party).name.casefold()}
    known = region(text)
    return text.casefold() not in names and (known is None or text != known.name)


def place_in(
    tokens: list[Token], text: str, mentions: list[Mention], named: list[tuple[int, int]]
) -> tuple[str | None, list[tuple[int, int]]]:
    """The place that a label names: after "in", with a word such as region, or by the lexicon."""
    n = 0
    left_out = {one.last for one in words.find("without", tokens)}
    while n < len(tokens):
        if n in left_out:  # "without Crimea" is no figure of Crimea
            n += 1
            continue
        opens = [one for one in words.find("inword", tokens[n:]) if one.first == 0]
        at = n + (opens[0].last if opens else 0)
        for size in range(min(4, len(tokens) - at), 0, -1):
            piece = " ".join(token.text for token in tokens[at : at + size])
            known = region(piece)
            party = next((one for one in mentions if one.first == at and one.rank > 1), None)
            if known is None:
                continue
            if party and not (opens and party.rank < DOER):
                dateline = _dateline(text, tokens[at + size - 1])
                if not (dateline and any(one.rank > party.rank for one in mentions)):
                    continue
                return known.name, [(n, at + size)]
            end = at + size
            if end < len(tokens) and words.word_value("placeword", tokens[end].lower):
                end += 1
            elif opens and opens[0].value != "in":
                continue
            name = text[tokens[at].start : tokens[end - 1].end]
            return name, [(n, end)]
        n += 1
    for n, token in enumerate(tokens):
        if (
            words.word_value("placeword", token.lower)
            and len(tokens) > 1
            and not taken(named, n, n + 1)
        ):
            first, last = n, n + 1
            while (
                first > 0
                and not (n == 1 and token.text[:1].isupper())
                and tokens[first - 1].text[:1].isupper()
                and tokens[first - 1].text.isalpha()
            ):
                first -= 1
            while last < len(tokens) and first == n and tokens[last].text[:1].isupper():
                last += 1
            if last - first > 1 and not any(
                one.first < last and first < one.last for one in mentions
            ):
                return text[tokens[first].start : tokens[last - 1].end], [(first, last)]
    return None, []


def sources_in(
    tokens: list[Token], text: str, mentions: list[Mention], *, title: bool
) -> list[Match]:
    """Those who give figures, by name or as a body of a party ("UK Defence Intelligence").

    Short names count in capitals alone; the body of a title that names no other party speaks of its own.
    """
    bodies = [
        Match(n, body.last, body.value)
        for body in words.find("body", tokens)
        for n in range(max(0, body.first - 3), body.first)
        if (hit := find_party_in(tokens, n, None)) and n + hit[1] == body.first
    ]
    if title and len(mentions) == 1:
        bodies = []
    found = [
        one
        for one in words.find("source", tokens)
        if not text[tokens[one.last - 1].end :].startswith("-")  # "IDF-controlled"
        and not all(
            len(token.text) <= 4 and token.text.islower() for token in tokens[one.first : one.last]
        )
        and not taken([(body.first, body.last) for body in bodies], one.first, one.last)
    ]
    return sorted(found + bodies)


def party_id(name: str) -> str:
    """The id of a party that the lexicon does not list.

    Examples
    --------
    >>> party_id("Northern Front")
    'northern_front'
    """
    return "_".join(token.lower for token in words.tokens(name)) or name.lower()
