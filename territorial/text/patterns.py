"""Patterns over tokens: how the lexicon's data files spell a construction.

A pattern is a row of words: ``a|b`` alternatives, ``(a)`` optional, ``ab*``
any ending, ``~`` up to five words of any kind (``~~`` twelve), ``{n}`` a slot that a reader of
values fills. Matching costs a bounded amount per token whatever the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from territorial.structures import TYPE_CHECKING, NamedTuple
from territorial.text.tokens import ABBREVIATIONS, TOKEN, Token, fold

GAPS = {"~": 5, "~~": 12}
ANY_SLOT = "ndyMWUODT"  # the slots of dates, by their letters
Slot = Callable[[Sequence[Token], int], "tuple[object, int] | None"]

if TYPE_CHECKING:
    # the rules, what may stand second in each, and their numbers by the words, stems and slots
    # with which they can begin
    Openers = tuple[
        list[tuple[str, tuple[str, ...], str]],
        list[str | None],
        dict[str, list[int]],
        dict[str, list[int]],
        dict[str, list[int]],
    ]


class Element(NamedTuple):
    """One step of a pattern."""

    literals: frozenset[str]
    stems: tuple[str, ...]
    slot: str
    optional: bool
    gap: int


class Rule(NamedTuple):
    """A row of a data file: a category, a pattern, and the values of the row."""

    category: str
    values: tuple[str, ...]
    source: str


class Match(NamedTuple):
    """A rule that holds for the tokens ``first`` to ``last`` (not included)."""

    first: int
    last: int
    rule: Rule
    slots: tuple[tuple[str, object], ...]

    @property
    def values(self) -> tuple[str, ...]:
        return self.rule.values


# A rule with those of its element sequences that may hold.
Ways = tuple[Rule, list[tuple[Element, ...]]]


def _words(text: str) -> list[str]:
    return [fold(match.group()) for match in TOKEN.finditer(text)]


def compile_pattern(pattern: str) -> list[tuple[Element, ...]]:
    """The element sequences that a pattern stands for.

    Alternatives of several words (``front-line|border``) are split into their
    tokens, so one pattern may give several sequences.
    """
    sequences: list[tuple[Element, ...]] = [()]
    for cell in pattern.split():
        ways = _ways(cell)
        sequences = [(*sequence, *way) for sequence in sequences for way in ways]
    return sequences


@lru_cache(maxsize=4096)
def _ways(cell: str) -> list[tuple[Element, ...]]:
    """The sequences that one cell of a pattern stands for; most cells are one element."""
    optional = len(cell) > 2 and cell[0] == "(" and cell[-1] == ")"
    if ("(" in cell or ")" in cell) and not optional and len(cell) > 1:
        raise ValueError(f"a bracket that does not hold one whole cell: {cell!r}")
    body = cell[1:-1] if optional else cell
    if body in GAPS:
        return [(Element(frozenset(), (), "", optional, GAPS[body]),)]
    if body[0] == "{" and body[-1] == "}":
        return [(Element(frozenset(), (), body[1:-1], optional, 0),)]
    if body.replace("|", "").isalpha():
        return [(Element(frozenset(body.lower().split("|")), (), "", optional, 0),)]
    literals: list[str] = []
    stems: list[str] = []
    long: list[list[str]] = []
    for option in [body] if body == "|" else body.split("|"):
        if option.isalpha():
            literals.append(option.lower())
        elif len(option) > 1 and option.endswith("*"):
            stems.append(fold(option[:-1]))
        else:
            words = _words(option)
            if len(words) == 1:
                literals.append(words[0])
            else:
                long.append(words)
    ways: list[tuple[Element, ...]] = []
    if literals or stems:
        ways.append((Element(frozenset(literals), tuple(stems), "", optional, 0),))
    for words in long:
        ways.append(tuple([Element(frozenset([word]), (), "", False, 0) for word in words]))
        if optional and not (literals or stems):
            ways.append(())
    return ways


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> list[tuple[Element, ...]]:
    return compile_pattern(pattern)


def slots_of(pattern: str) -> set[str]:
    """The names of the slots in a pattern."""
    return {cell.strip("()")[1:-1] for cell in pattern.split() if cell.strip("()")[:1] == "{"}


def _openers(pattern: str) -> Iterable[str]:
    """How a match of the pattern may begin: words, stems with `*`, slots in braces."""
    for cell in pattern.split():
        optional = len(cell) > 2 and cell[0] == "(" and cell[-1] == ")"
        body = cell[1:-1] if optional else cell
        for option in [body] if body in ("|", "~", "~~") or body[0] == "{" else body.split("|"):
            if option[0] == "{":
                yield option
            elif option.isalpha() or (option[-1] == "*" and option[:-1].isalpha()):
                yield fold(option)
            else:
                words = _words(option)
                yield words[0] if len(words) > 1 or option[-1:] != "*" else fold(option)
        if not optional:
            return


def index_rules(rules: Iterable[Rule]) -> Openers:
    """Rules as plain values, and the numbers of those that a word, stem or slot can begin."""
    rows: list[tuple[str, tuple[str, ...], str]] = []
    seconds: list[str | None] = []
    literals: dict[str, list[int]] = {}
    stems: dict[str, list[int]] = {}
    slots: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        rows.append((rule.category, rule.values, rule.source))
        seconds.append(_second(rule.source))
        first = rule.source.partition(" ")[0]
        if first.replace("|", "").isalpha():
            for word in fold(first).split("|"):
                literals.setdefault(word, []).append(number)
            continue
        for opener in _openers(rule.source):
            if opener[0] == "{":
                slots.setdefault(opener[1:-1], []).append(number)
            elif opener[-1] == "*" and len(opener) > 1:
                stems.setdefault(opener[:-1], []).append(number)
            else:
                literals.setdefault(opener, []).append(number)
    return rows, seconds, literals, stems, slots


class Matcher:
    """Many rules, found by how they can begin; a pattern is compiled when first met.

    Parameters
    ----------
    index : tuple
        The rules as `index_rules` gives them.
    """

    def __init__(self, index: Openers) -> None:
        self._rows, self._seconds, self._literal, self._stem, slots = index
        self._slot = slots
        self._lengths = sorted({len(stem) for stem in self._stem}, reverse=True)
        self._numbers_for = lru_cache(maxsize=65536)(self._lookup)
        self._rules_at = lru_cache(maxsize=32768)(self._possible)
        self._rules_of_slot = lru_cache(maxsize=32768)(self._all_of_slot)

    def _lookup(self, word: str) -> tuple[int, ...]:
        """The numbers of the rules that can begin with a word."""
        found = self._literal.get(word, [])
        for length in self._lengths:
            if length <= len(word):
                found = found + self._stem.get(word[:length], [])
        return tuple(dict.fromkeys(found))

    def begins(self, word: str, category: str) -> bool:
        """Whether a rule of the category can begin with the word."""
        return any(self._rows[number][0] == category for number in self._numbers_for(word))

    def openers(self, category: str) -> list[str]:
        """The words with which a rule of the category can begin; stems end in `*`."""
        opened = list(self._literal.items())
        opened += [(f"{stem}*", numbers) for stem, numbers in self._stem.items()]
        return [
            word
            for word, numbers in opened
            for number in numbers
            if self._rows[number][0] == category
        ]

    def _possible(self, fills: tuple[str, str], *words: str) -> tuple[Ways, ...]:
        """The rules that may hold where these words stand, the last one of a sentence or two.

        `fills` names for each word the slots that may begin with it.
        """
        found = []
        for number in self._numbers_for(words[0]):
            second = self._seconds[number]
            if second is not None and len(words) > 1 and words[1] not in second:
                continue
            row = self._rows[number]
            ways = [way for way in _compiled(row[2]) if _may_begin(way, words, fills)]
            if ways:
                found.append((Rule._make(row), ways))
        return tuple(found)

    def _all_of_slot(self, slot: str, word: str | None, fills: str) -> tuple[Ways, ...]:
        """The rules that can begin with a slot, where a word stands behind what fills it.

        `fills` names the slots that may begin with that word.
        """
        behind = () if word is None else (word,)
        found = []
        for number in self._slot[slot]:
            row = self._rows[number]
            second = _second(row[2], f"{{{slot}}}")
            if second is not None and word is not None and word not in second:
                continue
            ways = [
                way
                for way in _compiled(row[2])
                if any(_may_begin(way, behind, (fills,), step) for step in _behind(way, slot))
            ]
            if ways:
                found.append((Rule._make(row), ways))
        return tuple(found)

    def matches(
        self,
        tokens: Sequence[Token],
        slots: dict[str, Slot],
        first: int = 0,
        fillers: Sequence[str] | None = None,
    ) -> list[Match]:
        """Every match of every rule, the longest of each rule at each place.

        `fillers` names for each token the slots that can begin with it;
        without it every slot is tried at every token.
        """
        found = []
        words = [token.lower for token in tokens]
        opening = [(slots[name], name) for name in slots if name in self._slot]
        fills = [*(fillers if fillers is not None else [ANY_SLOT] * len(tokens)), ""]
        for at in range(first, len(tokens)):
            rules = self._rules_at((fills[at], fills[at + 1]), *words[at : at + 2])
            if fills[at]:
                for reader, name in opening:
                    value = reader(tokens, at)
                    if value is not None:
                        stop = value[1]
                        word = words[stop] if stop < len(words) else None
                        rules = (*rules, *self._rules_of_slot(name, word, fills[stop]))
            for rule, ways in rules:
                best = None
                for elements in ways:
                    end = _match(elements, 0, tokens, at, slots, ())
                    if end is not None and end[0] > at and (best is None or end[0] > best[0]):
                        best = end
                if best is not None:
                    found.append(Match(at, best[0], rule, best[1]))
        return found


def _behind(elements: Sequence[Element], slot: str) -> Iterable[int]:
    """The steps that may follow a slot with which a sequence begins."""
    for step, element in enumerate(elements):
        if element.slot.rstrip("2") == slot:
            yield step + 1
        if not element.optional:
            return


def _second(pattern: str, opener: str | None = None) -> str | None:
    """A text that any second word of a match stands in; None if it cannot be told.

    Most patterns that share their first word with a sentence do not share the
    second one; so they are told without being compiled. `opener` is the slot
    that is the first cell, if it is one.
    """
    first, *rest = pattern.split()
    if not (first == opener or first.replace("|", "").isalpha()):
        return None
    seconds = []
    for cell in rest:
        body = cell.strip("()")
        if body[:1] in ("{", "~", "") or "*" in body:
            return None
        seconds.append(body)
        if cell[0] != "(":
            return fold("|".join(seconds))
    return None


def _may_begin(
    elements: Sequence[Element],
    words: Sequence[str],
    fills: Sequence[str],
    step: int = 0,
    at: int = 0,
) -> bool:
    """Whether a sequence may hold where these words stand: False only if it cannot.

    The elements from `step` on are held against the words from `at` on.
    """
    if at == len(words):
        return True
    word = words[at]
    for place in range(step, len(elements)):
        element = elements[place]
        if element.gap or (element.slot and element.slot[0] in fills[at]):
            return True
        holds = word in element.literals or (element.stems and word.startswith(element.stems))
        if holds and _may_begin(elements, words, fills, place + 1, at + 1):
            return True
        if not element.optional:
            return False
    return True


def _match(
    elements: tuple[Element, ...],
    step: int,
    tokens: Sequence[Token],
    at: int,
    slots: dict[str, Slot],
    taken: tuple[tuple[str, object], ...],
) -> tuple[int, tuple[tuple[str, object], ...]] | None:
    if step == len(elements):
        return at, taken
    element = elements[step]
    if element.gap:
        for width in range(min(element.gap, len(tokens) - at) + 1):
            if width and _parts(tokens, at + width - 1):
                return None
            result = _match(elements, step + 1, tokens, at + width, slots, taken)
            if result is not None:
                return result
        return None
    if at < len(tokens):
        if element.slot:
            reader = slots.get(element.slot.rstrip("2"))
            value = reader(tokens, at) if reader else None
            if value is not None:
                result = _match(
                    elements, step + 1, tokens, value[1], slots, (*taken, (element.slot, value[0]))
                )
                if result is not None:
                    return result
        else:
            word = tokens[at].lower
            if word in element.literals or (element.stems and word.startswith(element.stems)):
                result = _match(elements, step + 1, tokens, at + 1, slots, taken)
                if result is not None:
                    return result
    if element.optional:
        return _match(elements, step + 1, tokens, at, slots, taken)
    return None


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Whether a mark ends what a gap may hold; the full stop of "sq. km" does not."""
    if tokens[at].text not in ".,;:!?":
        return False
    return tokens[at].text != "." or at == 0 or tokens[at - 1].lower not in ABBREVIATIONS


def longest(matches: Iterable[Match]) -> list[Match]:
    """Matches that do not overlap: at each place the longest, from left to right."""
    chosen: list[Match] = []
    end = 0
    for match in sorted(matches, key=lambda match: (match.first, -match.last)):
        if match.first >= end:
            chosen.append(match)
            end = match.last
    return chosen
