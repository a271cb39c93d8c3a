"""What the case of a name tells in languages of free word order: place, doer, loser, speaker."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.text.language import Language
from territorial.text.names import Name
from territorial.text.tokens import Token

QUOTES = frozenset("«»\"“”„'")
SPEAKER_REACH = 8
# Ends of countries' names in the nominative, unlike those of their genitives: Україна, Россия.
NAMED = ("їна", "аина", "ія", "ия")


def case_role(
    language: Language, tokens: Sequence[Token], name: Name, kind: str, *, troops: bool
) -> str:
    """The part of a name that its case and the word before it tell: actor, place, by or from.

    "в Україні", "18% України" are places; "звільнено українськими військами"
    names who did it; "отбили у боевиков ИГ" who lost.
    """
    at = _before(tokens, name.first)
    if at < 0:
        return "by" if _instrumental(language, tokens, name, kind) else "actor"
    prior = tokens[at].lower
    if language.word("helper", prior) is not None:  # "при поддержке российской авиации"
        return "place"
    if kind == "name" and language.word("inside", prior) is not None:
        return "place"  # "запрещенной в России террористической группировки"
    if kind in ("name", "capital", "group") and not troops:
        if kind != "group" and language.word("inside", prior) is not None:
            return "place"
        nominative = tokens[name.first].lower.endswith(NAMED)  # "із берега Україна повернула"
        if not nominative and (
            language.word("territory", prior) is not None or language.opens_quantity(prior)
        ):
            return "place"
    governed = language.word("preposition", prior) is not None
    governed = governed and language.word("be", prior) is None  # "была Киевом потеряна"
    if not governed and _instrumental(language, tokens, name, kind):
        return "by"
    # "от боевиков террористической организации «ИГ»", not "от боевиков российские войска"
    acts = kind == "adjective" and language.word("nominative", tokens[name.first].lower) is not None
    for _ in range(0 if acts else 4):
        if at >= 0 and any(
            language.word(noun, tokens[at].lower) is not None for noun in ("troops", "group_noun")
        ):
            at = _before(tokens, at)
    if at >= 0 and language.word("from", tokens[at].lower) is not None:
        return "from"
    return "actor"


def _before(tokens: Sequence[Token], at: int) -> int:
    """The token before, over an opening quotation mark."""
    at -= 1
    return at - 1 if at >= 0 and tokens[at].text in QUOTES else at


def _instrumental(language: Language, tokens: Sequence[Token], name: Name, kind: str) -> bool:
    """Whether a name says by whom: росіянами, українськими бригадами, ворогом."""
    category = "agent_adjective" if kind == "adjective" else "agent"
    return language.word(category, tokens[name.first].lower) is not None


def speaks_after(
    tokens: Sequence[Token], name: Name, say_last: int, predicate_starts: Sequence[int]
) -> bool:
    """Whether a name after a verb of speech is who speaks: "підтвердили в Генштабі"."""
    if not 0 <= name.first - say_last <= SPEAKER_REACH:
        return False
    if any(say_last <= at < name.first for at in predicate_starts):
        return False
    return not any(tokens[at].text in ",;:—–(" for at in range(say_last, name.first))
