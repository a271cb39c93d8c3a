"""One sentence taken apart: who acts, which verbs move ground, what joins and parts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from territorial.text.cases import case_role, speaks_after
from territorial.text.language import Language
from territorial.text.names import Name
from territorial.text.patterns import Match, longest
from territorial.text.quantities import Quantity
from territorial.text.spans import Mention
from territorial.text.tokens import Token

STRONG = 7.0  # a semicolon, "while": another statement begins
SPEECH_REACH = 12


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


def build_walls(
    language: Language, tokens: Sequence[Token], phrases: dict[str, list[Match]]
) -> list[float]:
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
    for match in phrases.get("clause", ()):
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
    quantities: Sequence[Quantity],
    actors: Sequence[Name],
) -> list[Predicate]:
    """The verbs and nouns of a sentence that move ground, with their voice."""
    found: list[Predicate] = []
    names_end = {name.last for name in actors}
    names_start = {name.first for name in actors}
    ends = {quantity.last for quantity in quantities} | {
        quantity.outer_last for quantity in quantities
    }
    named = {
        name.last for name in actors if any(role == "adjective" for _, _, role in name.meanings)
    }
    nouns = {
        (match.first, match.last)
        for match in phrases.get("noun", ())
        if _reads_as_noun(language, tokens, match, named, quantities)
    }

    def owned(at: int) -> bool:
        """Whether a word such as "forces" is a noun: Russian forces, Kyiv's forces."""
        return language.word("troops", tokens[at].lower) is not None and (
            at in named or (at > 0 and tokens[at - 1].lower.endswith(("'s", "s'")))
        )

    verbs = longest(
        [
            match
            for category in ("verb", "noun", "under", "held")
            for match in phrases.get(category, ())
            if category != "verb"
            or ((match.first, match.last) not in nouns and not owned(match.first))
            if match.values[0] != "none"
            or not any(match.first < quantity.first < match.last for quantity in quantities)
        ]
    )
    inside = {at for quantity in quantities for at in range(quantity.first, quantity.last)}
    for match in verbs:
        if match.first in inside:
            continue
        kind = match.values[0]
        category = match.rule.category
        if category == "verb":
            voice = match.values[1]
            if voice == "ed":
                voice = _voice(language, tokens, match, ends, names_end)
            if kind == "cede":  # "отошли России" falls to it, "отошли" alone is a retreat
                kind = "fall" if match.last in names_start else "retreat"
            elif kind == "bring":  # "принесли российской армии", but "ноябрь принес"
                kind = "fall" if match.last in names_start else "light"
            last = match.last
            if (
                kind == "fall"
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
            if "~" in match.rule.source:
                last = match.first + 1
            found.append(Predicate(match.first, last, kind, voice, match.rule.source))
        elif category == "noun":
            found.append(Predicate(match.first, match.last, kind, "noun", match.rule.source))
        elif category == "held":
            found.append(Predicate(match.first, match.last, kind, "held", match.rule.source))
        else:
            found.append(Predicate(match.first, match.last, kind, "under", match.rule.source))
    return found


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
        or before.lower in ("the", "its", "their", "his", "our", "net", "territorial", "monthly")
        or language.month(before) is not None
        or language.word("adjective", before.lower) is not None
        or match.first in named
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
        if language.word("by", tokens[step].lower) is not None and not _is_amount(
            language, tokens, step + 1
        ):
            return "passive"
    before = match.first
    if before in quantity_ends or (
        before and language.word("territory", tokens[before - 1].lower) is not None
    ):
        return "passive"
    return "active"


def _is_amount(language: Language, tokens: Sequence[Token], at: int) -> bool:
    """Whether "by" is followed by an amount: "by about three miles"."""
    for step in range(at, min(at + 4, len(tokens))):
        if tokens[step].is_number or language.word("number", tokens[step].lower) is not None:
            return True
        if tokens[step].is_capital:
            return False
    return False


def find_speech(
    language: Language,
    tokens: Sequence[Token],
    phrases: dict[str, list[Match]],
    quantities: Sequence[Quantity],
) -> list[tuple[int, int, str]]:
    """Where somebody speaks: spans of "X said" verbs and of "according to X" phrases."""
    found: list[tuple[int, int, str]] = []
    starts = [quantity.outer_first for quantity in quantities]
    ends = [quantity.outer_last for quantity in quantities]
    for match in longest(phrases.get("say", ())):
        both = any(verb.first == match.first for verb in phrases.get("verb", ()))
        if both and any(0 <= start - match.last <= 2 for start in starts):
            continue
        if both and any(0 <= match.first - end <= 1 for end in ends):
            continue
        if both and any(
            language.word("be", token.lower) is not None
            for token in tokens[max(0, match.first - 2) : match.first]
        ):
            continue
        found.append((match.first, match.last, "say"))
    for match in longest(phrases.get("according", ())):
        end = match.last
        while end < len(tokens) and tokens[end].text not in ",;.:()—" and end - match.last < 14:
            end += 1
        found.append((match.first, end, "according"))
    return sorted(found)


def place_actors(
    language: Language,
    tokens: Sequence[Token],
    names: Sequence[tuple[Name, str, str]],
    places: Sequence[Name],
    predicates: Sequence[Predicate],
    speech: Sequence[tuple[int, int, str]],
) -> list[Actor]:
    """Each party mention with the part it plays."""
    place_starts = {place.first for place in places}
    verbs = [p for p in predicates if p.voice in ("active", "passive") and p.kind != "light"]
    actors: list[Actor] = []
    for name, party, kind in names:
        possessive = tokens[name.last - 1].lower.endswith(("'s", "s'"))
        role = "actor"
        before = tokens[name.first - 1].lower if name.first else ""
        for step in (1, 2, 3):
            if name.first > step and (
                before in ("the", "its", "their", "a", "then", "occupying", "invading")
                or language.word("adjective", before) is not None
            ):
                before = tokens[name.first - 1 - step].lower
        following = tokens[name.last].lower if name.last < len(tokens) else ""
        after_next = tokens[name.last + 1].lower if name.last + 1 < len(tokens) else ""
        troops = language.word("troops", following) is not None or (
            language.word("troops", after_next) is not None and following not in (",", ".", "and")
        )
        is_of = language.word("of", before) is not None
        if kind in ("adjective", "people") or possessive:
            if (
                language.word("territory", following) is not None
                or name.last in place_starts
                or (
                    not troops
                    and language.word("territory", after_next) is not None
                    and following not in (",", ".", ";", "(")
                    and kind == "adjective"
                )
            ):
                role = "place"
        if role == "actor" and not troops and kind in ("name", "capital"):
            if (
                before in ("in", "into", "inside", "across", "within", "throughout", "outside")
                or (is_of and not _owns(language, tokens, name.first))
                or (
                    language.word("and", before) is not None
                    and name.first > 2
                    and (
                        any(place.last == name.first - 1 for place in places)
                        or tokens[name.first - 3].lower in ("in", "into", "inside", "across")
                    )
                )
            ):
                role = "place"
        if role == "actor" and language.free_order:
            role = case_role(language, tokens, name, kind, troops=troops)
        if role == "actor" and language.word("from", before) is not None:
            role = "from"
        if role == "actor" and language.word("by", before) is not None and before == "by":
            role = "by"
        if (
            role == "actor"
            and not troops
            and language.word("civil", following) is not None
            and (kind == "adjective" or possessive or tokens[name.last].is_capital)
        ):
            role = "civil"
        if role == "actor" and _in_dateline(tokens, name):
            role = "dateline"
        for first, last, how in speech:
            if how == "according" and first <= name.first < last:
                role = "speaker"
            elif how == "say" and role in ("actor", "place"):
                between = [
                    v for v in verbs if name.last <= v.first < first or first < v.first < name.first
                ]
                gap = first - name.last
                if (
                    0 <= gap <= SPEECH_REACH
                    and not between
                    and not _parted(tokens, name.last, first)
                ) or (
                    language.free_order
                    and speaks_after(
                        tokens, name, last, [p.first for p in predicates if p.kind != "light"]
                    )
                ):
                    role = "speaker"
        actors.append(Actor(name.first, name.last, party, role, kind, possessive))
    return actors


def _in_dateline(tokens: Sequence[Token], name: Name) -> bool:
    """As in "KYIV, Nov 11 -", "BEIRUT —": where a dispatch was written."""
    if name.first > 2 or not tokens[name.first].text.isupper() or len(tokens[name.first].text) < 3:
        return False
    following = tokens[name.last].text if name.last < len(tokens) else ""
    if following in "—–-" and following:
        return True
    return following in (",", "(", ":") and any(
        token.text in "—–-:" for token in tokens[name.last : name.last + 9]
    )


def _owns(language: Language, tokens: Sequence[Token], at: int) -> bool:
    """Whether "of X" makes X the actor: hands of X, forces of X, the loss of X."""
    step = at - 1
    while step > 0 and tokens[step].lower in ("the", "of", "its", "their"):
        step -= 1
    word = tokens[step].lower
    return language.word("troops", word) is not None or word in (
        "hands", "control", "grip", "favour", "favor", "part", "rule", "authority", "gains",
        "side", "occupation", "advance", "advances", "troops", "possession",
    )  # fmt: skip


def _parted(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether another noun phrase stands between: one comma parts, two hold an apposition."""
    marks = [tokens[at].text for at in range(first, last)]
    return ";" in marks or ":" in marks or marks.count(",") == 1


def speaker_words(
    language: Language,
    tokens: Sequence[Token],
    speech: Sequence[tuple[int, int, str]],
    dates: Sequence[Mention],
    told: Sequence[int] = (),
) -> tuple[int, int] | None:
    """The words that name who a sentence says it comes from: first and last token, or None."""
    dated = {at for date in dates for at in range(date.first, date.last)}
    for how in ("according", "say"):
        for first, last, kind in speech:
            if kind != how:
                continue
            if how == "according":
                opened = next((m for m in range(first, last) if tokens[m].lower in OPENERS), None)
                start = first + 1 if opened is None else opened + 1
                return _trimmed(language, tokens, start, last, dated)
            before = first == 0 or tokens[first - 1].text in SPEECH_MARKS
            if before:
                end = last
                while (
                    end < len(tokens) and end - last < 12 and tokens[end].text not in SPEECH_MARKS
                ):
                    if end in dated or language.word("relative", tokens[end].lower) is not None:
                        break
                    end += 1
                found = _trimmed(language, tokens, last, end, dated)
                if (
                    found is not None
                    and first > 1
                    and any(found[0] <= at < found[1] for at in told)
                ):  # "the commander, General X, said his troops had retaken ..."
                    start = first - 1
                    while (
                        start > 0
                        and first - start < 12
                        and tokens[start - 1].text not in SPEECH_MARKS
                    ):
                        start -= 1
                    found = _trimmed(language, tokens, start, first - 1, dated)
            else:
                start = first
                while (
                    start > 0 and first - start < 12 and tokens[start - 1].text not in SPEECH_MARKS
                ):
                    start -= 1
                found = _trimmed(language, tokens, start, first, dated)
            if found is not None:
                return found
    return None


SPEECH_MARKS = frozenset(',;:—–()"“”«».!?')
OPENERS = frozenset({"to", "by", "citing", "from", "on", "via", "of", ":", "за", "від", "до"})


def _trimmed(
    language: Language, tokens: Sequence[Token], first: int, last: int, dated: set[int]
) -> tuple[int, int] | None:
    """A noun phrase without articles before it and dates, verbs or prepositions after it."""
    while first < last and (
        first in dated
        or tokens[first].lower in ("the", "a", "an", "its", "that", "their")
        or language.word("and", tokens[first].lower) is not None
        or tokens[first].lower in ("but", "meanwhile", "however", "also")
        or (language.word("preposition", tokens[first].lower) is not None and first + 1 in dated)
        or not (tokens[first].is_word or tokens[first].is_number)
    ):
        first += 1
    while last > first and (
        last - 1 in dated
        or language.word("be", tokens[last - 1].lower) is not None
        or language.word("have", tokens[last - 1].lower) is not None
        or language.word("preposition", tokens[last - 1].lower) is not None
        or tokens[last - 1].lower in ("also", "then", "later", "meanwhile", "himself")
        or (tokens[last - 1].lower.endswith("ly") and not tokens[last - 1].is_capital)
        or not (tokens[last - 1].is_word or tokens[last - 1].is_number)
    ):
        last -= 1
    if first >= last or all(
        language.word("pronoun", token.lower) is not None for token in tokens[first:last]
    ):
        return None
    return first, last
