"""What a percentage is of: a territory, something else, or nothing that is said."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.text.clauses import Clause, Predicate
from territorial.text.language import Language
from territorial.text.names import Name
from territorial.text.quantities import Quantity
from territorial.text.tokens import Token


def share_base(language: Language, clause: Clause, quantity: Quantity, places: list[Name]) -> str:
    """What a percentage is of: "territory", "other", or "unsaid"."""
    tokens = clause.tokens
    at = _behind_restated(language, clause, quantity.last)
    if at < len(tokens) and language.word("stake", tokens[at].lower) is not None:
        return "other"  # "took a 20% stake in the fields"
    if at < len(tokens) and language.word("of", tokens[at].lower) is None:
        if not language.free_order or tokens[at].text in ".,;:()—–":
            return "unsaid"
        start = at
    else:
        start = at + 1
    if start >= len(tokens):
        return "unsaid"
    if language.free_order and _of_what_was_told(language, clause, start):
        return "other"
    if any(
        start <= other.outer_first <= start + 2
        and other.unit is not None
        and not any(token.text == "(" for token in tokens[start : other.outer_first])
        for other in clause.quantities
    ):
        return "territory"
    if (
        tokens[start].lower == "what"
        and quantity.outer_first
        and tokens[quantity.outer_first - 1].text in ",—–("
    ):
        return "other"  # "gained 460 km², one percent of what they lost"
    if tokens[start].lower == "all" and any(
        p.voice == "passive" and start < p.first <= start + 4 for p in clause.predicates
    ):
        return "other"  # "13% of all territories occupied in May"
    pause = next(
        (step for step in range(start, len(tokens)) if tokens[step].text in ",;:()—–"), len(tokens)
    )
    nouns = {p.first for p in clause.predicates if p.voice == "noun" and p.first < pause}
    if any(
        step in nouns
        for step in range(start, min(start + (2 if language.free_order else 5), len(tokens)))
    ):
        return "other"
    place_at = {step for place in places for step in range(place.first, place.last)}
    actors_at = {step for actor in clause.actors for step in range(actor.first, actor.last)}
    if not language.free_order and _of_a_possession(language, tokens, start, actors_at | place_at):
        return "other"
    attributive = language.free_order and any(
        p.first == start and p.voice == "passive" for p in clause.predicates
    )  # "двох третин захопленої на Курщині території"
    for step in range(start, min(start + 7, len(tokens))):
        token = tokens[step]
        if token.text in ".,;:()":
            break
        if (
            not language.free_order
            and step > start
            and any(p.first == step and p.voice == "active" for p in clause.predicates)
        ):
            break  # "55% of Ukrainians oppose ceding land"
        if attributive and step > start and language.word("preposition", token.lower) is not None:
            continue
        if step in place_at or any(
            language.word(category, token.lower) is not None
            for category in ("territory", "side", "holding")
        ):
            return "territory"
        if (
            step > start
            and language.word("preposition", token.lower) is not None
            and (language.word("of", token.lower) is None)
        ):
            break
        if step == start and (
            _of_a_number(language, clause, quantity, token.lower)
            or _of_a_gain(clause, quantity, token.lower)
        ):
            return "other"
        if (
            step == start
            and token.lower == "that"
            and any(
                other.measure == "area" and other.last <= quantity.first
                for other in clause.quantities
            )
        ):
            return "other"  # "lost 1,000 km² and regained less than a tenth of that"
        if step == start and token.lower == "it" and _accounts_for(clause, quantity):
            return "other"
        if step == start and token.lower in ("it", "them", "both", "that", "what"):
            return "territory"
        if (
            step == start
            and token.lower == "all"
            and not (step + 1 < len(tokens) and tokens[step + 1].is_word)
        ):
            return "territory"
    at_head = start
    if tokens[start].lower in ("the", "all", "its", "their", "a") and start + 1 < len(tokens):
        at_head = start + 1
    head = tokens[at_head]
    if head.is_capital:
        following = tokens[at_head + 1] if at_head + 1 < len(tokens) else None
        if (
            at_head in actors_at
            and following is not None
            and following.is_word
            and not (language.word("preposition", following.lower) is not None)
            and language.word("territory", following.lower) is None
            and not following.is_capital
            and not any(p.first == at_head + 1 for p in clause.predicates)
        ):
            return "other"
        return "territory"
    if not language.free_order and tokens[at].lower == "of":
        return "other"
    if start == at + 1:
        return "other"
    if (
        not language.free_order
        or not head.is_word
        or any(
            start == predicate.first
            for predicate in clause.predicates
            if predicate.voice != "noun"
            and not (predicate.voice == "passive" and head.lower.endswith("ого"))
        )  # not "41% втраченого"
        or any(start == date.first for date in clause.dates)
        or any(
            language.word(category, head.lower) is not None
            for category in (
                "preposition",
                "and",
                "relative",
                "pronoun",
                "verb_ending",
                "be",
                "have",
            )
        )
    ):
        return "unsaid"
    return "other"


def _of_what_was_told(language: Language, clause: Clause, start: int) -> bool:
    """As in "чверть цієї площі", "половины из тех 1,3 тыс. кв. км": a share of a figure told."""
    tokens = clause.tokens
    start += language.word("out_of", tokens[start].lower) is not None
    if start + 1 >= len(tokens) or language.word("those", tokens[start].lower) is None:
        return False
    return language.word("surface", tokens[start + 1].lower) is not None or any(
        other.outer_first == start + 1 and other.measure == "area" for other in clause.quantities
    )


def _of_a_possession(language: Language, tokens: Sequence[Token], at: int, named: set[int]) -> bool:
    """As in "of its GDP", "of its European market", "of Sri Lanka's debt": no ground."""
    at += tokens[at].lower in ("the", "all", "its", "their", "a") and at + 1 < len(tokens)
    if any(
        language.word(category, token.lower) is not None
        for token in tokens[at : at + 6]
        for category in ("territory", "side", "surface", "holding")
    ):
        return False
    head = tokens[at]
    if at not in named and head.text.isupper() and 1 < len(head.text) < 5:
        return True
    for step in range(at, min(at + 3, len(tokens) - 1)):
        token, following = tokens[step], tokens[step + 1]
        if not token.is_capital:
            return False
        of_people = step not in named and token.lower.endswith(("ean", "ian", "ish", "ese"))
        if token.lower.endswith(("'s", "s'", "’s")) or of_people:
            if following.is_capital and following.lower.endswith("ern") and step + 2 < len(tokens):
                following = tokens[step + 2]  # "Ukraine's Western kit"
            return following.is_word and following.text.islower()
    return False


def share_of_ground(language: Language, clause: Clause, change: Predicate) -> bool | None:
    """Whether "the share of X rose from" is of ground; None where no share is named.

    Parameters
    ----------
    language : Language
        Of the text.
    clause : Clause
        Its sentence.
    change : Predicate
        The verb of the change: "rose from".

    Returns
    -------
    bool or None
        None where the words before the verb hold no "share" and no "part".
    """
    tokens = clause.tokens
    heads = [
        at for at in range(change.last) if language.word("share", tokens[at].lower) is not None
    ]
    if not heads:
        return None
    start = heads[-1] + 1
    places = {at for place in clause.places for at in range(place.first, place.last)}
    if not language.free_order and language.word("of", tokens[start].lower) is None:
        return None  # "its share went from"
    people = {actor.first for actor in clause.actors if actor.kind == "people"}
    # "raising the share of Ukraine that it occupies to" holds what it is a share of
    end = change.first if start <= change.first else change.last
    for at in range(start, min(start + 7, end, len(tokens))):
        token = tokens[at]
        if token.text in ",;:()" or at in people:
            return False
        if at in places or language.word("territory", token.lower) is not None:
            return True
        if at > start and language.word("preposition", token.lower) is not None:
            return False
        if at > start and token.is_capital and not language.free_order:
            return True
    return False


def _behind_restated(language: Language, clause: Clause, at: int) -> int:
    """Where "of" may stand: "nearly half, or 44 percent, of the territory"."""
    tokens = clause.tokens
    if at + 1 >= len(tokens) or tokens[at].text != ",":
        return at
    if language.word("of", tokens[at + 1].lower) is not None and not language.free_order:
        return at + 1
    return next(
        (
            _behind_restated(language, clause, other.last)
            for other in clause.quantities
            if other.measure == "share" and at + 1 < other.outer_first <= at + 2
        ),
        at,
    )


def _of_a_number(language: Language, clause: Clause, quantity: Quantity, word: str) -> bool:
    """As in "62 divisions, a third of them new": a share of what was just counted."""
    tokens = clause.tokens
    at = quantity.outer_first - 1
    return (
        language.word("part_whole", word) is not None
        and at >= 2
        and tokens[at].text == ","
        and any(
            token.is_number or language.word("number", token.lower) is not None
            for token in tokens[max(0, at - 3) : at]
        )
    )


def _accounts_for(clause: Clause, quantity: Quantity) -> bool:
    """As in "took 3,500 km², with Donetsk accounting for two-thirds of it": a share of the figure."""
    words = [
        t.lower for t in clause.tokens[max(0, quantity.outer_first - 2) : quantity.outer_first]
    ]
    return len(words) == 2 and words[0].startswith("account") and words[1] == "for"


def _of_a_gain(clause: Clause, quantity: Quantity, word: str) -> bool:
    """As in "took 690 km² in May — nearly 90 percent of that in the east": a share of the figure."""
    at = quantity.outer_first - 1
    return (
        word in ("that", "this", "which", "it")
        and at > 0
        and clause.tokens[at].text in ",—–("
        and any(
            0 <= at - other.last <= 12 and other.measure in ("area", "count")
            for other in clause.quantities
        )
    )
