"""One sentence taken apart: which verbs move ground, what joins and parts them."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.structures import NamedTuple
from territorial.text.language import Language
from territorial.text.names import QUOTES, Name
from territorial.text.patterns import Match, longest
from territorial.text.quantities import Quantity
from territorial.text.spans import Mention
from territorial.text.tokens import Token

STRONG = 7.0  # a semicolon, "while": another statement begins
# What stands before "gains", "losses" or "advance" as nouns.
NOUN_LEADERS = frozenset(
    "the its their his our net territorial monthly total overall annual yearly weekly daily "
    "combined cumulative average".split()
)
LEVELS = ("size", "growth")  # voices of "grew from 5 to 8 km²", "grew by 3 km²"
MOVES = ("gain", "loss", "advance", "retreat")  # kinds that tell how ground changed hands


class Actor(NamedTuple):
    """A party that a sentence names, and the part it plays there."""

    first: int
    last: int
    party: str
    role: str  # actor, speaker, place, from, by, pronoun
    kind: str  # role of the alias: name, adjective, capital ...
    possessive: bool


class Predicate(NamedTuple):
    """A verb or noun that says how ground moved."""

    first: int
    last: int
    kind: str  # gain, loss, control, advance, retreat, repel, fall, light
    voice: str  # active, passive, noun
    source: str


class Clause(NamedTuple):
    """What linking needs to know of one sentence."""

    tokens: Sequence[Token]
    phrases: dict[str, list[Match]]
    dates: list[Mention]
    quantities: list[Quantity]
    predicates: list[Predicate]
    actors: list[Actor]
    places: list[Name]
    speech: list[tuple[int, int, str]]
    walls: list[float]

    def distance(self, first: int, second: int) -> float:
        """Cost of going from one token to another: words, and the marks that part clauses."""
        if first > second:
            first, second = second, first
        return (second - first) * 0.25 + self.walls[second] - self.walls[first]


def build_walls(tokens: Sequence[Token], phrases: dict[str, list[Match]]) -> list[float]:
    """Sums of the cost of every boundary up to each token."""
    cost = [0.0] * len(tokens)
    for at, token in enumerate(tokens):
        text = token.text
        if text == ";":
            cost[at] = STRONG
        elif text == ":":
            cost[at] = 2.0
        elif text == ",":
            cost[at] = 1.2
        elif text in "—–" or text == "|":
            cost[at] = 2.0
        elif text in "()":
            cost[at] = 0.8
        elif text in ".!?…" and at + 1 < len(tokens):
            cost[at] = 0.3
    joined = {m.first for m in phrases.get("clause", ()) if m.values[0] == "joined"}
    for match in phrases.get("clause", ()):
        if match.first in joined:
            continue  # "а также 15 сел" goes on with the same statement
        cost[match.first] += 4.0 if match.values[0] == "strong" else 1.5
    for match in phrases.get("contrast", ()):
        cost[match.first] += 2.5
    for first, last in _brackets(tokens):  # an aside is stepped over
        cost[first] = cost[last] = 0.3
        for at in range(first + 1, last):
            cost[at] -= 0.2
    total = 0.0
    walls = []
    for value in cost:
        walls.append(total)
        total += value
    walls.append(total)
    return walls


def _brackets(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The places of round brackets that open and close within a short reach."""
    found = []
    opened = None
    for at, token in enumerate(tokens):
        if token.text == "(":
            opened = at
        elif token.text == ")" and opened is not None:
            if at - opened <= 16:
                found.append((opened, at))
            opened = None
    return found


def find_predicates(
    language: Language,
    tokens: Sequence[Token],
    phrases: dict[str, list[Match]],
    every: Sequence[Quantity],
    actors: Sequence[Name],
) -> list[Predicate]:
    """The verbs and nouns of a sentence that move ground, with their voice."""
    quantities = [quantity for quantity in every if quantity.unit is not None]
    found: list[Predicate] = []
    names_end = {name.last for name in actors}
    names_start = {name.first for name in actors}
    ends = {quantity.last for quantity in every} | {quantity.outer_last for quantity in every}
    named = {
        name.last
        for name in actors
        if any(role.endswith("adjective") for *_, role in name.meanings)
    }
    nouns = {
        (match.first, match.last)
        for match in phrases.get("noun", ())
        if _reads_as_noun(language, tokens, match, named, quantities)
    }

    behind_hyphen = {first for first, _ in nouns} & {q.last for q in quantities if q.hyphenated}

    def owned(at: int) -> bool:
        """Whether a word such as "forces" is a noun: Russian forces, Kyiv's forces."""
        return language.word("troops", tokens[at].lower) is not None and (
            at in named or (at > 0 and tokens[at - 1].lower.endswith(("'s", "s'")))
        )

    changes = [m for m in phrases.get("verb", ()) if m.values[1] in LEVELS]
    verbs = longest(
        [
            match
            for category in ("verb", "noun", "under", "held")
            for match in phrases.get(category, ())
            if category != "verb"
            or match.values[1:2] == ("noun",)
            or (
                (match.first, match.last) not in nouns
                and match.first not in behind_hyphen  # "a seven-kilometre push on Monday"
                and not owned(match.first)
            )
            if match.values[0] not in ("none", "escape")
            or not any(match.first < quantity.first < match.last for quantity in quantities)
            if not (
                category == "verb"
                and match.first
                and tokens[match.first - 1].text in "-‑"
                and any(held.first == match.first for held in phrases.get("held", ()))
            )
            if not any(match.first < change.first < match.last < change.last for change in changes)
        ]
    )
    inside = {at for quantity in quantities for at in range(quantity.first, quantity.last)}
    counted = [m for m in verbs if m.values[0] == "figure" and "~" in m.rule.source]
    verbs += longest(
        [
            match
            for category in ("noun", "verb", "held")
            for match in phrases.get(category, ())
            if category != "verb" or match.values[1] == "ed"
            for verb in counted
            if verb.first < match.first and match.last < verb.last
        ]
    )  # "puts Russian gains in March at 133 km²", "puts the area taken in March at 133 km²"
    for match in verbs:
        if match.first in inside and not (
            language.free_order and match.values[1:2] == ("passive",)
        ):  # not "23 освобожденных населенных пункта"
            continue
        kind = match.values[0]
        if kind == "idle":
            continue  # "on the other hand"
        if (
            match.last < len(tokens)
            and tokens[match.last].text == ","
            and any(
                (say.first, say.last) == (match.first, match.last) for say in phrases.get("say", ())
            )
        ):
            continue  # "18.6 percent was occupied, analysts added, or 112,500 km²"
        if (
            match.rule.category == "verb"
            and tokens[match.first].is_capital
            and any(name.first <= match.first and match.last < name.last for name in actors)
        ):
            continue  # "the Free Syrian Army"
        category = match.rule.category
        if category == "verb":
            if (
                kind == "light"
                and match.last - match.first == 1
                and match.first
                and language.word("article", tokens[match.first - 1].lower) is not None
            ):
                continue  # "by an average of 9 km² a day"
            voice = match.values[1]
            if voice == "ed":
                voice = _voice(language, tokens, match, ends, names_end)
            if kind == "cede":  # "отошли России" falls to it, "отошли" alone is a retreat
                kind = "fall" if match.last in names_start else "retreat"
                giver = next((name.first - 1 for name in actors if name.last == match.first), -1)
                if giver >= 0 and language.word("to", tokens[giver].lower) is not None:
                    kind = "fall"  # "К России отошло 14 кв. км"
            elif kind == "bring":  # "принесли российской армии", but "ноябрь принес"
                kind = "fall" if match.last in names_start else "light"
            last = match.last
            if (
                kind == "fall"
                and voice != "control"
                and not language.free_order
                and any(q.outer_first == last for q in quantities)
            ):
                kind = "figure"  # "fell to 3.2 square kilometres per day"
            if (
                kind == "repel"
                and last - match.first == 2
                and language.word("participle", tokens[match.first].lower) is not None
            ):
                kind = "retreat"  # "thrown back 600 m"
            if "~" in match.rule.source and voice not in LEVELS:
                last = match.first + 1
            found.append(Predicate(match.first, last, kind, voice, match.rule.source))
        elif category == "noun":
            found.append(Predicate(match.first, match.last, kind, "noun", match.rule.source))
        elif category == "held":
            found.append(Predicate(match.first, match.last, kind, "held", match.rule.source))
        else:
            found.append(Predicate(match.first, match.last, kind, "under", match.rule.source))
    return [
        p
        for p in found
        if p.voice not in LEVELS or _tells_level(language, tokens, p, found, names_end, quantities)
    ]


def _tells_level(
    language: Language,
    tokens: Sequence[Token],
    change: Predicate,
    predicates: Sequence[Predicate],
    names_end: set[int],
    quantities: Sequence[Quantity],
) -> bool:
    """Whether "grew from" tells how much is held: not of "gains grew from", "prices grew from"."""
    begin = change.first
    while begin > 0 and tokens[begin - 1].text not in (";", ":"):
        begin -= 1
    if any(
        language.word(category, token.lower) is not None
        for token in tokens[begin : change.first]
        for category in ("other_verb", "other_ground")
    ):
        return False  # "the mined area shrank by 35,000 km²"
    told = [p for p in predicates if p is not change and begin <= p.first < change.last]
    if any(p.voice == "noun" and p.kind in MOVES for p in told):
        return False
    if any(p.kind in ("control", "occupy") for p in told):
        return True
    extent = [
        at
        for at in range(begin, change.last)
        for category in ("extent", "share", "surface", "holding")
        if language.word(category, tokens[at].lower) is not None
    ]
    if extent and (change.kind, change.voice) == (
        "gain",
        "growth",
    ):  # "this area grew by": whose it is must be said
        return any(at <= change.first for at in names_end) or any(
            language.word("implied", token.lower) is not None
            for token in tokens[begin : change.first]
        )
    if extent:
        return not any(p.kind in MOVES and p.first > extent[-1] for p in told)
    amount = next((one for one in quantities if one.first >= change.last), None)
    if amount is None or amount.measure == "share" or change.voice == "growth":
        return False  # anything of a party's can rise from 5% to 8%
    at = change.first
    while at > 0 and (
        language.word("have", tokens[at - 1].lower) is not None or tokens[at - 1].text in QUOTES
    ):
        at -= 1
    subject = at in names_end or any(
        at > 0 and language.word(category, tokens[at - 1].lower) is not None
        for category in ("troops", "pronoun")
    )  # "the Islamic State went from 78,000 km²", but "from 15 km² lost daily"
    return subject and not any(p.kind in MOVES and p.first == amount.last for p in predicates)


def _reads_as_noun(
    language: Language,
    tokens: Sequence[Token],
    match: Match,
    named: set[int],
    quantities: Sequence[Quantity],
) -> bool:
    """Whether a form that is noun and verb, such as "gains", is the noun here."""
    if match.first == 0 or any(q.outer_first == match.last for q in quantities):
        return False
    before = tokens[match.first - 1]
    return (
        before.lower.endswith(("'s", "s'"))
        or before.lower in NOUN_LEADERS
        or language.word("superlative", before.lower) is not None
        or language.month(before) is not None
        or language.word("adjective", before.lower) is not None
        or match.first in named
        or any(q.hyphenated and q.last == match.first for q in quantities)
    )


def _voice(
    language: Language,
    tokens: Sequence[Token],
    match: Match,
    quantity_ends: set[int],
    name_ends: set[int],
) -> str:
    """Whether a form such as "seized" is active or passive here."""
    if match.last < len(tokens) and language.word("by", tokens[match.last].lower) is not None:
        return "passive"
    for back in range(1, 5):
        at = match.first - back
        if at < 0:
            break
        word = tokens[at].lower
        if language.word("be", word) is not None:
            return "passive"
        if language.word("have", word) is not None:
            return "active"
        if tokens[at].text in ".,;:()" or at + 1 in name_ends:
            break
    for step in range(match.last, min(match.last + 6, len(tokens))):
        if tokens[step].text in ".,;:()":
            break
        if (
            language.word("by", tokens[step].lower) is not None
            and not _is_amount(language, tokens, step + 1)
            and not _is_time(language, tokens, step + 1)
            and not any(  # "gained 461 km² by its own count"
                language.word("tally", token.lower) is not None
                for token in tokens[step + 1 : step + 5]
            )
        ):
            return "passive"
    before = match.first
    if before and tokens[before - 1].lower in ("the", "a", "an"):
        return "passive"  # "the occupied zone"
    if (  # "the total liberated area"
        before > 1
        and tokens[before - 2].lower in ("the", "its", "their")
        and match.last < len(tokens)
        and any(
            language.word(category, tokens[match.last].lower) is not None
            for category in ("territory", "surface")
        )
    ):
        return "passive"
    if before in quantity_ends or (
        before
        and language.word("territory", tokens[before - 1].lower) is not None
        and not _in_part(language, tokens, before)
    ):
        return "passive"
    return "active"


def _in_part(language: Language, tokens: Sequence[Token], at: int) -> bool:
    """As in "Ukrainian attacks in the south recovered 57 km²": where, not what was recovered."""
    return at > 2 and (
        tokens[at - 2].lower == "the" and language.word("inside", tokens[at - 3].lower) is not None
    )


def _is_time(language: Language, tokens: Sequence[Token], at: int) -> bool:
    """Whether "by" is followed by a time: "seized ten villages by Wednesday noon"."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    return (
        language.word("weekday", token.lower) is not None
        or language.month(token) is not None
        or language.word("when_by", token.lower) is not None
    )


def _is_amount(language: Language, tokens: Sequence[Token], at: int) -> bool:
    """Whether "by" is followed by an amount: "by about three miles"."""
    for step in range(at, min(at + 4, len(tokens))):
        if tokens[step].is_number or language.word("number", tokens[step].lower) is not None:
            return True
        if tokens[step].is_capital:
            return False
    return False
