"""What one label says: a header, a row's name, a section, a title.

A label is read once for everything that it may tell of a figure: party, kind,
basis, unit, rate, period, place, source, or that it is no figure of territory.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from territorial import units
from territorial.lexicon import find_party, region
from territorial.lexicon import tables as words
from territorial.lexicon.months import month_number
from territorial.lexicon.tables import Match, Token
from territorial.readers.tables.amounts import unit_of
from territorial.readers.tables.header_roles import role_of
from territorial.readers.tables.marks import strip_marks
from territorial.readers.tables.mentions import (
    DOER,
    Mention,
    is_state,
    mentions_in,
    party_id,
    place_in,
    sources_in,
    taken,
)
from territorial.readers.tables.phrases import Phrase, parse_phrase

_WEAK = {"id", "days", "map data", "other", "weapons and attacks", "people", "weather"}
_HELD = re.compile(r"\b([A-Z][a-z]+)-(?:held|controlled|occupied|ruled)\b")
_BOTH_SIGNS = re.compile(r"\+\s*/\s*[-−–]|[-−–]\s*/\s*\+|±")
_END_SIGN = re.compile(r"(?:^|[\s(\[])([+−–-])\s*[)\]]?$")
_FIRST_SIGN = re.compile(r"[(\[]?([+−–-])(?![\d.])")
_SMALL = {"a", "ac", "m", "fr", "d"}  # units so short that a label must set them apart
_ONE = {"district", "township", "settlement", "village", "town", "city", "locality"}


LONGEST = 400  # characters of a label; what follows is prose


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
    scope: str | None = None
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
            self.party
            or self.kind
            or self.basis
            or self.units
            or self.per
            or self.phrase
            or self.place
            or self.attribution
            or self.measure
            or self.total
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


def _kind(values: set[str], *, title: bool) -> str | None:
    if not values:
        return None
    if "net" in values or {"gain", "loss"} <= values:
        return None if title and {"gain", "loss"} <= values and "net" not in values else "net"
    if title and len(values) > 1:
        return None
    return "loss" if "loss" in values else "gain" if "gain" in values else "control"


@lru_cache(maxsize=65536)
def read_label(
    text: str, *, title: bool = False, conflict: str | None = None, dayfirst: bool = True
) -> Label:
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
    text = strip_marks(" ".join(text[:LONGEST].split()))
    tokens = words.tokens(text)
    if not tokens:
        return _signed(Label(text=text), _sign(text))
    kinds = words.find("kind", tokens)
    sign = None if kinds else _sign(text)
    rates = words.find("per", tokens)
    found_units = [
        one
        for one in _units(tokens, text)
        if not taken([(rate.first, rate.last) for rate in rates], one[0], one[1])
    ]
    mentions = mentions_in(tokens, text, kinds, conflict)
    sources = sources_in(tokens, text, mentions, title=title)
    named = [(one.first, one.last) for one in sources]
    mentions = [one for one in mentions if not taken(named, one.first, one.last)]
    place, place_spans = place_in(tokens, text, mentions, named)
    if place_spans:
        inside = [one for one in mentions if taken(place_spans, one.first, one.last)]
        mentions = [one for one in mentions if one not in inside]
        found_units = [
            one
            for one in found_units
            if units.dimension(one[2]) != "count" or not taken(place_spans, one[0], one[1])
        ]
    role = role_of(text)
    if not (len(tokens) == 1 and role != "place"):
        found_units = [
            one
            for one in found_units
            if not (
                units.dimension(one[2]) == "count"
                and one[1] - one[0] == 1
                and tokens[one[0]].lower in _ONE
            )
        ]
    basis = {one.value for one in words.find("basis", tokens)}
    values = {one.value for one in kinds if not (title and _aside(text, tokens[one.first].start))}
    values = values or {one.value for one in kinds}
    kind = _kind(values, title=title) or _change_of_control(kinds)
    kind = _under(tokens, mentions) or _handed(tokens, mentions) or _newly(tokens, kinds, kind)
    kind = kind or sign
    if kind == "net" and not title:  # a title's "balance" leaves gains and losses what they are
        kind, basis = "gain", basis | {"net"}
    seen = tuple(dict.fromkeys(unit for _, _, unit in found_units))
    if "percent" in seen:  # "share of districts (%)"
        seen = tuple(unit for unit in seen if units.dimension(unit) != "count")
    measured = any(units.dimension(unit) in {"area", "length"} for unit in seen)
    ignore, soft = _ignored(tokens, kinds, seen, measured=measured)
    phrase = parse_phrase(text, title=title or len(tokens) > 4, dayfirst=dayfirst)
    edges = words.find("edge", tokens)
    cumulative = words.find("cumulative", tokens)
    totals = words.find("total", tokens)
    party, counterparty = _parties(tokens, mentions)
    unlisted = party is None and (name := _holder(text)) is not None and find_party(name) is None
    return Label(
        text=text, role=role, party=party or (party_id(_holder(text) or "") if unlisted else None), counterparty=counterparty, kind=kind,
        basis=basis.pop() if len(basis) == 1 else None, units=seen,
        per=rates[0].value if rates else None,
        weak_per=next((one.value for one in words.find("weak", tokens)), None),
        average=bool(words.find("average", tokens)), phrase=phrase,
        edge=edges[0].value if edges else None, place=place, scope=_scope(tokens, text),
        attribution=text[tokens[sources[0].first].start : tokens[sources[0].last - 1].end] if len(sources) == 1 else None,
        measure=max((one.value for one in words.find("measure", tokens)), key=lambda one: one == "share", default=None),
        times=_times(tokens, found_units),
        total=bool(totals) and not (title and len(tokens) > 6), cumulative=max((one.value for one in cumulative), default=None),
        ignore=ignore, soft=soft, unlisted=unlisted,
        by=next((one.value for one in words.find("by", tokens)), None),
        names=_names(tokens, [(m.first, m.last) for m in mentions] + place_spans + [(one.first, one.last) for one in kinds + sources]),
        unread=_unread(tokens, [(m.first, m.last) for m in mentions] + place_spans + [(a, b) for a, b, _ in found_units]),
    )  # fmt: skip


def _sign(text: str) -> str | None:
    """The kind that a label tells by a sign: "Russia +", "− km²", "+/−"."""
    bare = text.strip()
    if _BOTH_SIGNS.search(bare):
        return "net"
    found = _END_SIGN.search(bare) or _FIRST_SIGN.match(bare)
    return None if found is None else "gain" if found[1] == "+" else "loss"


def _signed(label: Label, kind: str | None) -> Label:
    if kind == "net":
        return label._replace(kind="gain", basis="net")
    return label._replace(kind=kind)


def _under(tokens: list[Token], mentions: list[Mention]) -> str | None:
    """Control, where a party's name follows "under" and nothing else tells a kind."""
    for one in mentions:
        lead = one.first - 1
        while lead > 0 and tokens[lead].lower in {"the", "der", "die"}:
            lead -= 1
        if lead >= 0 and words.word_value("under", tokens[lead].lower):
            return None if words.find("kind", tokens) else "control"
    return None


def _handed(tokens: list[Token], mentions: list[Mention]) -> str | None:
    """Gain, where a party's name follows "fell to"."""
    ends = {one.last for one in words.find("handed", tokens)}
    ends |= {one.last for one in words.find("toward", tokens) if one.first == 0}
    gainers = {n for one in mentions if one.rank == DOER for n in (one.first, one.first - 1)}
    return "gain" if ends & gainers else None


def _newly(tokens: list[Token], kinds: list[Match], kind: str | None) -> str | None:
    """Gain for control that is new: "newly occupied", "new Russian-held area"."""
    if kind != "control":
        return kind
    first = min(one.first for one in kinds)
    return "gain" if any(one.first < first for one in words.find("new", tokens)) else kind


def _change_of_control(kinds: list[Match]) -> str | None:
    """Gain or loss, where its word leads a word of control: "growth of controlled territory"."""
    for one, other in pairwise(sorted(kinds)):
        if one.value in {"gain", "loss"} and other.value == "control" and other.first == one.last:
            return one.value
    return None


def _scope(tokens: list[Token], text: str) -> str | None:
    """The ground that does not count, with its word: "without Crimea"."""
    for one in words.find("without", tokens):
        for end in range(min(one.last + 4, len(tokens)), one.last, -1):
            piece = " ".join(token.text for token in tokens[one.last : end])
            if region(piece) is not None:
                return text[tokens[one.first].start : tokens[end - 1].end]
    return None


def _aside(text: str, at: int) -> bool:
    """Whether a place of a title stands in brackets: "(negative = net gain)" explains a sign."""
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _holder(text: str) -> str | None:
    """The one before "-held" where the lexicon has no such party: "Government-held share"."""
    found = _HELD.search(text)
    return None if found is None else found[1]


def _is_country(tokens: list[Token], one: Mention) -> bool:
    return region(" ".join(token.text for token in tokens[one.first : one.last])) is not None


def _parties(tokens: list[Token], mentions: list[Mention]) -> tuple[str | None, str | None]:
    if not mentions:
        return None, None
    best = max(one.rank for one in mentions)
    chosen = list(dict.fromkeys(one.party for one in mentions if one.rank == best))
    if len(chosen) > 1 and best > 1:  # "Sudan, RSF": where, and who
        named = [one for one in mentions if one.rank == best and not _is_country(tokens, one)]
        groups = {one.party for one in named if not is_state(one.party)}
        chosen = list(groups) if len(groups) == 1 == len({one.party for one in named}) else chosen
    if best == 1 or len(chosen) != 1:
        return None, None
    return chosen[0], None


def _ignored(
    tokens: list[Token], kinds: list[Match], seen: tuple[str, ...], *, measured: bool
) -> tuple[str | None, str | None]:
    softs = words.find("soft", tokens)
    soft = softs[0].value if softs and not kinds else None
    if soft is None and not kinds and _ground_of_a_place(tokens):
        soft = "whole area"
    computed = "percent" in seen and not measured and (any(one.value == "net" for one in kinds))
    if computed:
        return "computed change", soft
    for one in words.find("ignore", tokens):
        if any(
            kind.first <= one.first
            and one.last <= kind.last
            and kind.last - kind.first > one.last - one.first
            for kind in kinds
        ):
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
        beside = any(
            first in {one.last, one.last + 1} or last == one.first for first, last, _ in found
        )
        opened = one.first > 0 and tokens[one.first - 1].lower in {"in", "в", "у"}
        if beside or opened:
            return float(one.value)
    return 1.0


def _ground_of_a_place(tokens: list[Token]) -> bool:
    """Whether a label begins "area of the country", "Fläche der Ukraine": its size, not what is held of it."""
    measured = words.find("measure", tokens[:3])
    if not measured or measured[0].value != "area" or measured[0].last >= len(tokens):
        return False
    return words.word_value("of", tokens[measured[0].last].lower) is not None


_UNDERSTOOD = (
    "kind", "basis", "per", "weak", "average", "total", "cumulative", "edge", "measure", "times", "source", "by",
    "grain", "part", "season", "filler", "since", "through", "asof", "inword", "placeword", "role", "soft",
)  # fmt: skip


def _unread(tokens: list[Token], spans: list[tuple[int, int]]) -> int:
    """How many words of a label no class of the lexicon takes."""
    spans = spans + [
        (one.first, one.last) for cls in _UNDERSTOOD for one in words.find(cls, tokens)
    ]
    return sum(
        token.text.isalpha() and len(token.text) > 1 and month_number(token.lower) is None
        and not taken(spans, n, n + 1)
        for n, token in enumerate(tokens)
    )  # fmt: skip


def _names(tokens: list[Token], spans: list[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(
        token.text
        for n, token in enumerate(tokens)
        if token.text[:1].isupper() and token.text.isalpha() and not taken(spans, n, n + 1)
    )
