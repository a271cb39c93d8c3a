"""What one label says: a header, a row's name, a section, a title.

A label is read once for everything that it may tell of a figure: party, kind,
basis, unit, rate, period, place, source, or that it is no figure of territory.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from territorial import lexicon, units
from territorial.lexicon import tables as words
from territorial.lexicon.months import month_number
from territorial.lexicon.tables import Match, Token
from territorial.readers.tables.amounts import strip_marks, unit_of
from territorial.readers.tables.phrases import Phrase, parse_phrase

_LAND = {"territory", "territories", "land", "soil", "ground", "settlements", "villages", "towns", "side", "area"}
_BY = {"by", "durch", "von", "силами", "with"}
_OF = {"of", "from", "against"}
_WEAK = {"id", "days", "map data", "other", "weapons and attacks", "people", "weather"}
_SMALL = {"a", "ac", "m", "fr", "d"}  # units so short that a label must set them apart
_ONE = {"district", "township", "settlement", "village", "town", "city", "locality"}


class Label(NamedTuple):
    """Everything that a label says; None and empty where it is silent."""

    text: str = ""
    role: str | None = None
    party: str | None = None
    counterparty: str | None = None
    kind: str | None = None
    basis: str | None = None
    units: tuple[str, ...] = ()
    per: str | None = None
    weak_per: str | None = None
    average: bool = False
    phrase: Phrase | None = None
    edge: str | None = None
    place: str | None = None
    attribution: str | None = None
    measure: str | None = None
    times: float = 1.0
    total: bool = False
    cumulative: str | None = None
    ignore: str | None = None
    soft: str | None = None
    by: str | None = None
    names: tuple[str, ...] = ()  # capitalised words that nothing else took
    unlisted: bool = False
    unread: int = 0  # words that nothing took

    @property
    def silent(self) -> bool:
        """Whether the label says nothing about a figure."""
        return not (
            self.party or self.kind or self.basis or self.units or self.per or self.phrase
            or self.place or self.attribution or self.measure or self.total
        )


def _units(tokens: list[Token], text: str) -> list[tuple[int, int, str]]:
    """First and last token and canonical spelling of the units in a label."""
    found: list[tuple[int, int, str]] = []
    n = 0
    while n < len(tokens):
        for size in range(min(4, len(tokens) - n), 0, -1):
            end = tokens[n + size - 1].end
            piece = text[tokens[n].start : end]
            dotted = text[tokens[n].start : end + 1] if text[end : end + 1] == "." else None
            unit = unit_of(piece.replace("_", " ")) or (unit_of(dotted) if dotted else None)
            if unit is not None and not _too_small(tokens, n, size, text):
                found.append((n, n + size, unit))
                n += size
                break
        else:
            n += 1
    return found


def _too_small(tokens: list[Token], n: int, size: int, text: str) -> bool:
    if size > 1 or tokens[n].lower not in _SMALL:
        return False
    before = text[: tokens[n].start].rstrip()[-1:]
    return not (len(tokens) == 1 or before in {"(", ",", "[", "_", ";"})


def _taken(spans: list[tuple[int, int]], first: int, last: int) -> bool:
    return any(first < b and a < last for a, b in spans)


def find_party_in(tokens: list[Token], n: int, conflict: str | None) -> tuple[str, int] | None:
    """The party that the words from token `n` on name, and how many words it took."""
    for size in range(min(4, len(tokens) - n), 0, -1):
        word = tokens[n].text
        if size == 1 and len(word) <= 3 and not word.isupper() and not words.word_value("code", word):
            continue
        name = " ".join(token.text for token in tokens[n : n + size])
        found = _party(name, conflict)
        if found is not None:
            return found, size
    return None


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
    common = _common_party(name.lower(), conflict) or _common_party(f"{name.lower()} forces", conflict)
    return common or words.word_value("party", name) or words.word_value("code", name)


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
    parties = {party for where, lang, party in found if where == conflict or (conflict is None and lang == "uk")}
    return parties.pop() if len(parties) == 1 else None


class _Mention(NamedTuple):
    party: str
    first: int
    last: int
    rank: int  # 3 the doer, 2 plain, 1 the ground


def _mentions(tokens: list[Token], kinds: list[Match], conflict: str | None, text: str) -> list[_Mention]:
    found: list[_Mention] = []
    n = 0
    while n < len(tokens):
        hit = find_party_in(tokens, n, conflict)
        if hit is None:
            n += 1
            continue
        party, size = hit
        before = tokens[n - 1].lower if n else ""
        after = tokens[n + size].lower if n + size < len(tokens) else ""
        kind_before_of = any(one.last == n - 1 for one in kinds)
        kind_after = any(one.first == n + size or one.first == n + size + 1 for one in kinds)
        adjective = _is_adjective(party, " ".join(token.text for token in tokens[n : n + size]))
        rank = 2
        if before in _BY or (adjective and kind_after):
            rank = 3
        elif words.word_value("inword", before) or before in _OF | {"the"}:
            rank = 3 if kind_before_of and before in {"of"} else 1
        elif after in _LAND and not any(one.first == n + size for one in kinds):
            rank = 1
        elif kind_after:
            rank = 3
        found.append(_Mention(party, n, n + size, rank))
        n += size
    return found


def _is_adjective(party: str, text: str) -> bool:
    """Whether a party is named by another word than its name: Russian, not Russia."""
    return text.casefold() not in {party.casefold(), lexicon.party(party).name.casefold()}


def _kind(values: set[str], *, title: bool) -> str | None:
    if not values:
        return None
    if "net" in values or {"gain", "loss"} <= values:
        return None if title and {"gain", "loss"} <= values and "net" not in values else "net"
    if title and len(values) > 1:
        return None
    return "loss" if "loss" in values else "gain" if "gain" in values else "control"


def _place(
    tokens: list[Token], text: str, mentions: list[_Mention], named: list[tuple[int, int]]
) -> tuple[str | None, list[tuple[int, int]]]:
    """The place that a label names: after "in", with a word such as region, or by the lexicon."""
    n = 0
    while n < len(tokens):
        opens = [one for one in words.find("inword", tokens[n:]) if one.first == 0]
        at = n + (opens[0].last if opens else 0)
        for size in range(min(4, len(tokens) - at), 0, -1):
            piece = " ".join(token.text for token in tokens[at : at + size])
            known = lexicon.region(piece)
            party = next((one for one in mentions if one.first == at and one.rank > 1), None)
            if known is None or (party and not opens):
                continue
            end = at + size
            if end < len(tokens) and words.word_value("placeword", tokens[end].lower):
                end += 1
            elif opens and opens[0].value != "in":
                continue
            name = text[tokens[at].start : tokens[end - 1].end]
            return name, [(n, end)]
        n += 1
    for n, token in enumerate(tokens):
        if words.word_value("placeword", token.lower) and len(tokens) > 1 and not _taken(named, n, n + 1):
            first, last = n, n + 1
            while first > 0 and not (n == 1 and token.text[:1].isupper()) and tokens[first - 1].text[:1].isupper() and tokens[first - 1].text.isalpha():
                first -= 1
            while last < len(tokens) and first == n and tokens[last].text[:1].isupper():
                last += 1
            if last - first > 1 and not any(one.first < last and first < one.last for one in mentions):
                return text[tokens[first].start : tokens[last - 1].end], [(first, last)]
    return None, []


def _sources(tokens: list[Token]) -> list[Match]:
    found = words.find("source", tokens)
    return [
        one for one in found
        if not all(len(token.text) <= 4 and token.text.islower() for token in tokens[one.first : one.last])
    ]


@lru_cache(maxsize=65536)
def read_label(text: str, *, title: bool = False, conflict: str | None = None, dayfirst: bool = True) -> Label:
    """Everything that a label says of the figures under or beside it.

    Parameters
    ----------
    text : str
        A header, a row's name, a section row, or with `title` a heading or a line of prose.

    Examples
    --------
    >>> label = read_label("Russian net gains in Ukraine by source, km²", title=True)
    >>> label.party, label.kind, label.basis, label.units, label.place, label.by
    ('russia', 'gain', 'net', ('km^2',), 'Ukraine', 'attribution')
    >>> read_label("Change to the previous month, %").ignore
    'computed change'
    """
    text = strip_marks(" ".join(text.split()))
    tokens = words.tokens(text)
    if not tokens:
        return Label(text=text)
    kinds = words.find("kind", tokens)
    rates = words.find("per", tokens)
    found_units = [
        one for one in _units(tokens, text)
        if not _taken([(rate.first, rate.last) for rate in rates], one[0], one[1])
    ]
    mentions = _mentions(tokens, kinds, conflict, text)
    sources = _sources(tokens)
    named = [(one.first, one.last) for one in sources]
    mentions = [one for one in mentions if not _taken(named, one.first, one.last)]
    place, place_spans = _place(tokens, text, mentions, named)
    if place_spans:
        inside = [one for one in mentions if _taken(place_spans, one.first, one.last)]
        mentions = [one for one in mentions if one not in inside]
        found_units = [one for one in found_units if units.dimension(one[2]) != "count" or not _taken(place_spans, one[0], one[1])]
    role = words.is_form("role", text)
    if not (len(tokens) == 1 and role != "place"):
        found_units = [
            one for one in found_units
            if not (units.dimension(one[2]) == "count" and one[1] - one[0] == 1 and tokens[one[0]].lower in _ONE)
        ]
    basis = {one.value for one in words.find("basis", tokens)}
    values = {one.value for one in kinds}
    kind = _kind(values, title=title)
    if kind == "net" and not title:  # a title's "balance" leaves gains and losses what they are
        kind, basis = "gain", basis | {"net"}
    seen = tuple(dict.fromkeys(unit for _, _, unit in found_units))
    if "percent" in seen:  # "share of districts (%)"
        seen = tuple(unit for unit in seen if units.dimension(unit) != "count")
    measured = any(units.dimension(unit) in {"area", "length"} for unit in seen)
    ignore, soft = _ignored(tokens, kinds, seen, measured=measured, text=text)
    phrase = parse_phrase(text, title=title or len(tokens) > 4, dayfirst=dayfirst)
    edges = words.find("edge", tokens)
    cumulative = words.find("cumulative", tokens)
    totals = words.find("total", tokens)
    party, counterparty = _parties(mentions)
    return Label(
        text=text, role=role, party=party, counterparty=counterparty, kind=kind,
        basis=basis.pop() if len(basis) == 1 else None, units=seen,
        per=rates[0].value if rates else None,
        weak_per=next((one.value for one in words.find("weak", tokens)), None),
        average=bool(words.find("average", tokens)), phrase=phrase,
        edge=edges[0].value if edges else None, place=place,
        attribution=text[tokens[sources[0].first].start : tokens[sources[0].last - 1].end] if len(sources) == 1 else None,
        measure=next((one.value for one in words.find("measure", tokens)), None),
        times=_times(tokens, found_units),
        total=bool(totals) and not (title and len(tokens) > 6), cumulative=cumulative[0].value if cumulative else None,
        ignore=ignore, soft=soft,
        by=next((one.value for one in words.find("by", tokens)), None),
        names=_names(tokens, text, [(m.first, m.last) for m in mentions] + place_spans + [(one.first, one.last) for one in kinds + sources]),
        unread=_unread(tokens, [(m.first, m.last) for m in mentions] + place_spans + [(a, b) for a, b, _ in found_units]),
    )  # fmt: skip


def _parties(mentions: list[_Mention]) -> tuple[str | None, str | None]:
    if not mentions:
        return None, None
    best = max(one.rank for one in mentions)
    chosen = list(dict.fromkeys(one.party for one in mentions if one.rank == best))
    if best == 1 or len(chosen) != 1:
        return None, None
    return chosen[0], None


def _ignored(
    tokens: list[Token], kinds: list[Match], seen: tuple[str, ...], *, measured: bool, text: str
) -> tuple[str | None, str | None]:
    softs = words.find("soft", tokens)
    soft = softs[0].value if softs and not kinds else None
    computed = "percent" in seen and not measured and (
        any(one.value == "net" for one in kinds)
    )
    if computed:
        return "computed change", soft
    for one in words.find("ignore", tokens):
        if any(kind.first <= one.first and one.last <= kind.last and kind.last - kind.first > one.last - one.first for kind in kinds):
            continue
        if one.value in _WEAK and measured:
            continue
        if one.value == "id" and (kinds or seen or len(tokens) > 3):
            continue
        if one.value in {"days", "other", "map data"} and (kinds or seen):
            continue
        return one.value, soft
    return None, soft


def _times(tokens: list[Token], found: list[tuple[int, int, str]]) -> float:
    """What "thousand km²" multiplies by; 1 where the label has no such word by its unit."""
    for one in words.find("times", tokens):
        beside = any(first in {one.last, one.last + 1} or last == one.first for first, last, _ in found)
        opened = one.first > 0 and tokens[one.first - 1].lower in {"in", "в", "у"}
        if beside or opened:
            return float(one.value)
    return 1.0


_UNDERSTOOD = (
    "kind", "basis", "per", "weak", "average", "total", "cumulative", "edge", "measure", "times", "source", "by",
    "grain", "part", "season", "filler", "since", "through", "asof", "inword", "placeword", "role", "soft",
)  # fmt: skip


def _unread(tokens: list[Token], taken: list[tuple[int, int]]) -> int:
    """How many words of a label no class of the lexicon takes."""
    spans = taken + [(one.first, one.last) for cls in _UNDERSTOOD for one in words.find(cls, tokens)]
    return sum(
        token.text.isalpha() and len(token.text) > 1 and month_number(token.lower) is None
        and not _taken(spans, n, n + 1)
        for n, token in enumerate(tokens)
    )  # fmt: skip


def _names(tokens: list[Token], text: str, taken: list[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(
        token.text
        for n, token in enumerate(tokens)
        if token.text[:1].isupper() and token.text.isalpha() and not _taken(taken, n, n + 1)
    )
