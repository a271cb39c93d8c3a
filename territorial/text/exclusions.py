"""Why a quantity of area, length, share or count is no report."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from territorial.text.clauses import Clause, Predicate
from territorial.text.language import Language
from territorial.text.patterns import Match
from territorial.text.quantities import Quantity
from territorial.text.shares import share_base

DISTANCE = "a distance, a range or the size of something, not an advance"
COMPARISON = "a comparison, not an amount of its own"
SIZE = "the size of a place, not ground that changed hands"
SHARE = "a share of something other than a territory"
PLANNED = "planned, feared, denied or supposed, not reported as a fact"
OTHER = "told of something else than control of ground"
CONTESTED = "contested ground that no party holds"
NO_VERB = "no word for taking, losing or holding ground belongs to it"
NO_PARTY = "no party can be told"
NOBODY = "grey_zone"  # listed as a party because maps give its area


def _starting(clause: Clause, category: str, at: int) -> Match | None:
    best = None
    for match in clause.phrases.get(category, ()):
        if match.first == at and (best is None or match.last > best.last):
            best = match
    return best


def _ending(clause: Clause, category: str, at: int) -> Match | None:
    best = None
    for match in clause.phrases.get(category, ()):
        if match.last != at:
            continue
        strong = best is not None and match.first == best.first and match.values[:1] == ("strong",)
        if best is None or match.first < best.first or strong:
            best = match
    return best


def _leading(clause: Clause, category: str, quantity: Quantity) -> Match | None:
    """A phrase that ends where the quantity begins, or inside its hedges: "зросла на", "до"."""
    found = [
        match
        for at in range(quantity.outer_first, quantity.first + 1)
        if (match := _ending(clause, category, at)) is not None
    ]
    return min(found, key=lambda match: match.first, default=None)


def is_distance(
    language: Language, clause: Clause, quantity: Quantity, predicate: Predicate | None, cost: float
) -> bool:
    """A length that nobody advanced: "40 km from", "a ten-mile front", "a range of 84 km"."""
    tokens = clause.tokens
    governed = predicate is not None and predicate.last <= quantity.first and cost <= 3.0
    at = quantity.outer_last
    if at + 1 < len(tokens) and tokens[at].text == "(":  # about 10 km (6.2 miles) from
        closing = next(
            (s for s in range(at, min(at + 8, len(tokens))) if tokens[s].text == ")"), at
        )
        at = closing + 1 if closing > at else at
    after = _starting(clause, "distance_after", at)
    if _is_depth(language, clause, quantity):  # "глибина мінних полів сягає 12 км"
        return True
    if _in_locative(language, clause, quantity):  # "у п'яти кілометрах на південь"
        return True
    if quantity.hyphenated and not governed:
        return True
    if predicate is not None and (predicate.kind, predicate.voice) == ("advance", "passive"):
        words = tokens[max(0, quantity.outer_first - 1) : quantity.first + 1]
        if any(language.word("from", token.lower) is not None for token in words):
            return True  # "the zone was widened from 300 metres to two kilometres"
    if quantity.hyphenated and at < len(tokens) and tokens[at].is_word:
        return language.word("territory", tokens[at].lower) is None and (
            _starting(clause, "noun", at) is None
        )
    if after is not None and quantity.outer_first and tokens[quantity.outer_first - 1].text == ",":
        return True
    if after is not None:
        strong = after.values[:1] == ("strong",) or tokens[after.first].lower in (
            "away", "apart", "long", "wide", "thick", "high", "across", "front", "line", "corridor",
            "by",
        )  # fmt: skip
        if strong or not governed:
            return True
        assert predicate is not None
        if (
            predicate.kind == "gain"
            and quantity.outer_first - predicate.last >= 2
            and tokens[after.last - 1].lower.endswith(("north", "south", "east", "west", "from"))
        ):
            return True  # "seized a ship 50 miles west of the port"
    before = _leading(clause, "distance_before", quantity)
    if before is None:
        return not governed and predicate is None
    if before.values[:1] == ("strong",):
        return True
    if (
        predicate is not None
        and predicate.kind in ("advance", "travel", "repel", "retreat", "loss", "gain")
        and predicate.last <= quantity.first
        and language.word("depth", tokens[before.first].lower) is not None
        and any(
            language.word("to", token.lower) is not None
            for token in tokens[max(0, before.first - 2) : before.first]
        )
    ):
        return False  # "drove them back on a front of 12 miles, to a depth of 4"
    if predicate is not None and before.first <= predicate.first < before.last:
        return False
    return not governed or tokens[before.first].lower == "within"


def _is_depth(language: Language, clause: Clause, quantity: Quantity) -> bool:
    """As in "The depth of the minefields reaches 12 km": of what stands there, no advance."""
    tokens = clause.tokens
    for at in range(min(3, quantity.outer_first)):
        if language.word("depth", tokens[at].lower) is not None:
            return not any(
                verb.kind in ("advance", "travel", "repel", "retreat", "gain", "loss")
                for verb in clause.predicates
            )
    return False


def is_measured(clause: Clause, quantity: Quantity) -> bool:
    """As in "ширина по фронту — 40 км": words before a length that name what it measures."""
    before = _leading(clause, "distance_before", quantity)
    return before is not None and before.values[:1] == ("strong",)


def is_comparison(language: Language, clause: Clause, quantity: Quantity) -> bool:
    """As in "27% more", "88 km² less than", "up by 4 percent"."""
    after = _starting(clause, "compare_after", quantity.outer_last)
    if after is not None and (
        _of_total_ground(language, clause, after) or _falls(clause, after.first)
    ):
        after = None
    if after is not None:
        # "it took five more in December", "600 km² more" are amounts, "five more than in May" is not
        supplied = quantity.measure == "count" and quantity.last == quantity.number_last
        further = (
            quantity.measure in ("area", "count")
            and language.word("more_word", clause.tokens[after.first].lower) is not None
            and not any(
                language.word(category, token.lower) is not None
                for token in clause.tokens[after.last : after.last + 12]
                for category in ("against", "territory")
            )
            and not any(match.first >= after.last for match in clause.phrases.get("contrast", ()))
        )
        return not ((supplied or further) and after.last - after.first == 1)
    if any(
        0 < other.outer_first - quantity.outer_last <= 2
        and (
            clause.tokens[quantity.outer_first].lower == clause.tokens[other.outer_first].lower
            or (
                language.free_order
                and any(t.lower == "на" for t in clause.tokens[quantity.outer_first :][:3])
                and language.word("and", clause.tokens[quantity.outer_last].lower) is not None
            )
        )
        and _starting(clause, "compare_after", other.outer_last) is not None
        and not any(
            language.word("relative", token.lower) is not None
            for token in clause.tokens[quantity.outer_last : other.outer_first]
        )  # "на 506 км², що на третину менше"
        for other in clause.quantities
        if other.unit is not None
    ):  # "на 1200 км² і на 19 сіл менше"
        return True
    before = _leading(clause, "compare_before", quantity)
    if before is not None and before.values[:1] == ("share",):
        return quantity.measure == "share"  # "expanded their territory by 40 percent"
    if before is None:
        return _is_change(clause, quantity)
    grown = [
        verb
        for verb in clause.predicates
        if verb.voice == "growth" and verb.last in (quantity.first, quantity.outer_first)
    ]
    if grown:  # "shrank by 14%" is lost of what was held, "grew by 14%" is no share of the region
        return (
            quantity.measure == "share"
            and grown[0].kind == "gain"
            and share_base(language, clause, quantity, clause.places) != "territory"
        )
    # "the occupied area grew by 9 km²" tells a gain, not a comparison
    return not any(
        match.first < before.first and match.last >= before.last and match.values[0] == "gain"
        for match in clause.phrases.get("verb", ())
    ) and not _shrinks(language, clause, before)


def _falls(clause: Clause, at: int) -> bool:
    """As in "saw six towns fall to the rebels": what falls into somebody's hands is no lower."""
    return any(
        verb.kind == "fall" and verb.voice == "active" and verb.first == at
        for verb in clause.predicates
    ) and any(at < actor.first <= at + 4 and actor.role != "place" for actor in clause.actors)


def _shrinks(language: Language, clause: Clause, before: Match) -> bool:
    """As in "the group's territory shrank by 14%": a loss of ground, not a slower pace."""
    words = clause.tokens[max(0, before.first - 9) : before.first]
    ground = any(
        language.word(category, token.lower) is not None
        for token in words
        for category in ("surface", "holding")
    )
    pace = any(
        verb.voice == "noun"
        and before.first - 9 <= verb.first < before.first
        and verb.kind in ("gain", "advance")
        for verb in clause.predicates
    )
    return (
        ground
        and not pace
        and any(
            verb.first == before.first and verb.kind == "loss" and verb.voice == "active"
            for verb in clause.predicates
        )
    )


def _of_total_ground(language: Language, clause: Clause, after: Match) -> bool:
    """As in "56 percent of the total districts", "a 40 percent reduction in its territory"."""
    tokens = clause.tokens
    if language.free_order and after.last < len(tokens):  # "25% от общей площади республики"
        ground = tokens[after.last].lower
        return language.word("surface", tokens[after.last - 1].lower) is not None and any(
            language.word(kind, ground) is not None for kind in ("territory", "country")
        )
    if language.word("of", tokens[after.first].lower) is None:
        return any(
            match.first == after.first and match.last > after.last and match.values[0] == "loss"
            for match in clause.phrases.get("noun", ())
        )
    return any(
        language.word("territory", token.lower) is not None
        for token in tokens[after.last : after.last + 2]
    )


def _is_change(clause: Clause, quantity: Quantity) -> bool:
    """As in "up 17 percent on the year before"."""
    at = quantity.outer_first - 1
    return (
        quantity.measure == "share"
        and at >= 0
        and clause.tokens[at].lower in ("up", "down")
        and quantity.outer_last < len(clause.tokens)
        and clause.tokens[quantity.outer_last].lower in ("on", "from", "compared", "year", "in")
    )


def is_size(
    language: Language, clause: Clause, quantity: Quantity, predicate: Predicate | None
) -> bool:
    """As in "a town of 29 square kilometres"; "larger than Switzerland (41,300 square kilometres)"."""
    tokens = clause.tokens
    before = _ending(clause, "descriptive_before", quantity.outer_first)
    if before is not None and not _of_taken_ground(language, clause, before, predicate):
        opener = before.first - 1
        while (
            opener > 0
            and tokens[opener].lower not in (",", "—", "–", "(")
            and before.first - opener < 4
        ):
            opener -= 1
        if opener >= 0 and tokens[opener].text in ",—–(":
            return True
        if (
            language.word("of", tokens[before.last - 1].lower) is None
            or language.word("have", tokens[before.first].lower) is not None
        ):
            return True
    if _is_whole(language, clause, quantity):
        return True
    dated = {at for date in clause.dates for at in range(date.first, date.last)}
    floor = predicate.last if predicate is not None and predicate.last <= quantity.first else 0
    for match in clause.phrases.get("compare_to", ()):
        if floor <= match.first < quantity.outer_first and quantity.outer_first - match.last <= 4:
            words = range(match.last, quantity.outer_first)
            if any(tokens[at].is_capital and at not in dated for at in words):
                return True
    return False


def _of_taken_ground(
    language: Language, clause: Clause, before: Match, predicate: Predicate | None
) -> bool:
    """As in "контролируют территорию площадью 5 тыс. кв. км": ground that a verb governs."""
    if not language.free_order or predicate is None:
        return False
    if any(
        (
            before.first <= verb.first < before.last
            or (verb.last == before.first and verb.voice == "passive")
        )
        and verb.kind in ("occupy", "control", "gain")
        for verb in clause.predicates
    ):  # "площа окупованої території становить"
        return True
    if any(
        verb.voice == "noun"
        and verb.kind in ("gain", "loss", "advance")
        and before.first < verb.first <= before.last
        for verb in clause.predicates
    ):
        return True  # "загальна площа просування — 6,4 кв. км"
    if before.first == 0:
        return False
    if predicate.last == before.first and predicate.voice == "active":
        return predicate.kind in ("gain", "occupy", "control")  # "зайнявши площу 0,18 кв. км"
    word = clause.tokens[before.first - 1].lower
    joined = (
        before.first > 1 and language.word("and", clause.tokens[before.first - 2].lower) is not None
    )  # "звільнили 196 сіл і територію площею 3 300 кв. км"
    return language.word("territory", word) is not None and (
        0 <= before.first - predicate.last <= (9 if joined else 3)
        and predicate.voice in ("active", "passive")
    )


def _told_by_relative(language: Language, clause: Clause, quantity: Quantity) -> bool:
    """As in "Of the 1,300 sq km of Kursk that Kyiv held": a place stands before the relative word."""
    at = quantity.outer_last + 1
    place = next((place for place in clause.places if place.first == at), None)
    return (
        place is not None
        and place.last < len(clause.tokens)
        and language.word("of", clause.tokens[at - 1].lower) is not None
        and language.word("relative", clause.tokens[place.last].lower) is not None
    )


def _is_whole(language: Language, clause: Clause, quantity: Quantity) -> bool:
    """As in "Of the town's 29.5 km² the Russians held 19": the whole that a part is taken of."""
    tokens = clause.tokens
    at = quantity.outer_first - 1
    opens = at == 0 or (at > 0 and tokens[at - 1].text in ":;")
    opening = tokens[at].lower if opens else ""
    following = [t.lower for t in tokens[quantity.outer_last : quantity.outer_last + 2]]
    if language.word("out_of", opening) is not None:  # "Из 18 сёл района армия вернула 10"
        if any(language.word("relative", word) is not None for word in following):
            return False  # "із 1,3 тис. км², які взяли влітку, лишалося 410"
        return any(
            other.first > quantity.last
            and other.measure in (None, "share")
            and (other.measure == "share" or other.value < quantity.value)
            for other in clause.quantities
        )
    if quantity.measure == "area" and any(
        _is_part(language, clause, part, quantity) for part in clause.quantities
    ):
        rest = itertools.takewhile(
            lambda token: token.text not in ".;:()—–",
            tokens[quantity.outer_last : quantity.outer_last + 7],
        )
        return not any(language.word("relative", token.lower) is not None for token in rest)
    for at in range(quantity.outer_first - 1, max(-1, quantity.outer_first - 5), -1):
        if language.word("of", tokens[at].lower) is None:
            continue
        if any(
            language.word(pointer, tokens[at + 1].lower) is not None
            for pointer in ("relative", "those")
        ):
            return False  # "took 4,170 km², of which 2,350 km² in autumn"
        if any(date.first == at + 1 and date.last == quantity.outer_first for date in clause.dates):
            return False  # "half of October's 500 sq km"
        if any(
            verb.first == quantity.outer_last
            and verb.voice == "passive"
            and verb.kind in ("gain", "loss")
            for verb in clause.predicates
        ):
            return False  # "less than half of the 594 sq km taken in August"
        if (
            quantity.measure in ("area", "count")
            and not any(t.text in ",;:()—–" for t in tokens[at : quantity.outer_first])
            and any(other.last == at and other.measure == "share" for other in clause.quantities)
        ):  # "13 percent of the country's 407 districts"
            return not any(language.word("relative", word) is not None for word in following)
        if at and tokens[at - 1].text not in ".,;:—–(":
            return False
        aside = following[:1] == [","]  # "Of the city's 42 km², he wrote, they hold three"
        relative = any(
            language.word("relative", word) is not None and (not aside or word in ("which", "that"))
            for word in following
        ) or _told_by_relative(language, clause, quantity)
        later = any(other.first > quantity.last for other in clause.quantities)
        taken = any(  # "Of the 5,600 sq km Russia took in 2025, 540 were in December"
            actor.first == quantity.outer_last and verb.first == actor.last
            for actor in clause.actors
            for verb in clause.predicates
            if (verb.kind, verb.voice) in (("gain", "active"), ("loss", "active"))
        )
        return later and not relative and not taken
    return False


def _is_part(language: Language, clause: Clause, part: Quantity, whole: Quantity) -> bool:
    """As in "97,000 km² out of a total area of 185,000 km²", "12 km² of the town's 40 km²"."""
    if not 0 < whole.outer_first - part.outer_last <= 6:
        return False
    words = [token.lower for token in clause.tokens[part.outer_last : whole.outer_first]]
    if part.measure != whole.measure or part.value > whole.value:
        return False
    out = any(language.word(opener, words[0]) is not None for opener in ("out", "out_of"))
    if not out and (
        language.word("of", words[0]) is None
        or not any(word == "the" or word.endswith("'s") for word in words)
    ):
        return False
    dated = any(part.last <= date.first < whole.first for date in clause.dates)
    return not (dated or any(language.word("and", word) is not None for word in words)) and all(
        word not in ",;:()—–" for word in words
    )


def is_hypothetical(
    language: Language, clause: Clause, quantity: Quantity, predicate: Predicate | None
) -> bool:
    """Told under would, plan, need, if, or as an infinitive after such a word."""
    tokens = clause.tokens
    if (
        quantity.denied
        and not any(  # but "has not taken more than 5 km² in a week since May"
            language.word("timeunit", token.lower) is not None
            for token in tokens[quantity.outer_last : quantity.outer_last + 3]
        )
    ):
        return False
    if _is_asked(language, clause):
        return True
    if (
        language.free_order
        and predicate is not None
        and 0 < predicate.first < quantity.first
        and predicate.voice == "active"
        and language.word("denied", tokens[predicate.first - 1].lower) is not None
    ):
        return True  # "не контролирует около четверти"
    at = predicate.first if predicate is not None else quantity.first
    floor = _opens_relative(language, clause, quantity, predicate)
    for match in clause.phrases.get("hypothetical", ()):
        if any(how == "according" and a <= match.first < b for a, b, how in clause.speech):
            continue  # "следует из сводки"
        if match.first < floor:
            continue  # "would have to leave the 20% that its troops still hold"
        if (
            predicate is not None
            and match.values[:1] == ("after",)
            and (0 <= match.first - predicate.last <= 1)
        ):  # "отдала бы"
            return True
        if (
            predicate is not None
            and not any(match.values[:1])
            and match.first == predicate.last
            and 0 <= predicate.first - quantity.outer_last <= 1
        ):  # "the 5,000 km² thus vacated would become a buffer"
            return True
        if match.values[:1] == ("not",) and at - match.last > 2:
            continue
        if any(say.first == match.last for say in clause.phrases.get("say", ())):
            continue  # "we can say that"
        at_comma = match.last < len(tokens) and tokens[match.last].text == ","
        if at_comma and language.free_order:
            continue  # "отсюда следует, что"
        if match.values[:1] == ("if",) and any(
            0 <= date.first - match.last <= 1 for date in clause.dates
        ):  # "If in November they took 730 km², in December it was 393"
            continue
        if match.values[:1] == ("if",) and (
            match.last < len(tokens)
            and language.word("infinitive", tokens[match.last].lower) is not None
            and not any(verb.first == match.last for verb in clause.predicates)
        ):  # "Якщо подивитися на статистику, то за рік ворог захопив"
            continue
        if match.values[:1] == ("if",) and any(
            language.word("consider", token.lower) is not None
            for token in tokens[match.last : match.last + 2]
        ):  # "if we talk about the south, two villages have been freed there"
            continue
        if match.values[:1] == ("if",) and any(
            language.word("earlier", token.lower) is not None
            for token in tokens[match.last : match.last + 2]
        ):  # "If earlier they took 400 km² a month, now it is 600"
            continue
        near = clause.walls[at] - clause.walls[match.first] < 3.6
        if match.values[:1] == ("all",):  # "Not once since April has a week brought"
            near = not any(token.text in ",;:" for token in tokens[match.first : at])
        if match.first < at and near:
            word = tokens[match.first].lower
            if word == "may" and tokens[match.first].is_capital:
                continue
            between = [
                p
                for p in clause.predicates
                if match.last <= p.first < at
                and p.kind != "light"
                and p.voice in ("active", "passive")
                and not _in_row(language, clause, p, predicate)
            ]
            if not between:
                return True
    if (
        language.has("infinitive_to")
        and predicate is not None
        and (
            predicate.voice == "active"
            and predicate.first
            and tokens[predicate.first - 1].lower == "to"
        )
    ):
        fine = _ending(clause, "fact_infinitive", predicate.first - 1) or _ending(
            clause, "fact_infinitive", predicate.first
        )
        return fine is None
    return False


def _is_asked(language: Language, clause: Clause) -> bool:
    """As in "Do the rebels really control 80% of the land?": nobody says that they do."""
    tokens = [token for token in clause.tokens if token.is_word or token.text == "?"]
    if language.free_order or len(tokens) < 3 or tokens[-1].text != "?":
        return False
    first = tokens[0].lower
    return first in ("do", "does", "did") or any(
        language.word(category, first) is not None for category in ("be", "have")
    )


def is_plan(
    clause: Clause,
    quantity: Quantity,
    told: Sequence[Quantity],
    predicate: Predicate | None,
) -> bool:
    """As in "holds 41% and plans to bring it to 75%": a plan that goes on from what is told."""
    if not told or (predicate is not None and predicate.first >= told[-1].last):
        return False
    return any(
        told[-1].last <= match.first < quantity.first
        and match.values[:1] not in (("not",), ("after",))
        and not clause.tokens[match.first].is_capital  # the month of May
        and not any(t.text in ",;:(" for t in clause.tokens[match.first : quantity.first])
        for match in clause.phrases.get("hypothetical", ())
    )


def _opens_relative(
    language: Language, clause: Clause, quantity: Quantity, predicate: Predicate | None
) -> int:
    """Where the relative clause begins that holds the verb of a quantity before it, or 0."""
    if predicate is None or language.free_order:
        return 0
    if predicate.last <= quantity.first:  # "wrings no concession from Moscow – which holds a fifth"
        at = predicate.first - 1
        opened = (
            at > 0 and clause.tokens[at].lower == "which" and clause.tokens[at - 1].text in ",–—"
        )
        return at if opened else 0
    return next(
        (
            at
            for at in range(quantity.last, predicate.first)
            if clause.tokens[at].lower in ("that", "which")
        ),
        0,
    )


def _in_row(language: Language, clause: Clause, first: Predicate, second: Predicate | None) -> bool:
    """As in "треба пройти 8 км і взяти три села": two infinitives under one word."""
    return second is not None and all(
        language.word("infinitive", clause.tokens[verb.first].lower) is not None
        for verb in (first, second)
    )


def is_where(
    language: Language, clause: Clause, quantity: Quantity, predicate: Predicate | None
) -> bool:
    """As in "у трьох районах", "по 34 населених пунктах": where something happened, not what was taken."""
    if quantity.measure != "count" or quantity.outer_first == 0:
        return False
    if (
        predicate is not None
        and quantity.outer_first - 1 <= predicate.last <= quantity.first
        and any(
            language.word("held_by", token.lower) is not None
            for token in clause.tokens[predicate.first : predicate.last]
        )
    ):
        return False  # "відновлено контроль у п'яти селах"
    before = clause.tokens[quantity.outer_first - 1].lower
    if language.word("near", before) is not None:
        return True
    hedges = clause.tokens[quantity.outer_first : quantity.first]
    if any(language.word("beside", token.lower) is not None for token in hedges) and any(
        verb.kind == "advance" and 0 <= quantity.outer_first - verb.last <= 2
        for verb in clause.predicates
    ):  # "захопив місто та просунувся біля п'яти сіл"
        return True
    if not language.free_order and quantity.unit == "district":
        return language.word("inside", before) is not None  # "seized towns in three states"
    return _in_locative(language, clause, quantity)


def is_on_ground(language: Language, clause: Clause, quantity: Quantity) -> bool:
    """As in "провели пошук на території 3 кв. км": the ground on which something was done."""
    at = quantity.outer_first - 1
    return (
        language.free_order
        and quantity.measure == "area"
        and at > 0
        and language.word("territory", clause.tokens[at].lower) is not None
        and language.word("inside", clause.tokens[at - 1].lower) is not None
    )


def _in_locative(language: Language, clause: Clause, quantity: Quantity) -> bool:
    """Whether a unit stands in the case that tells where, after a word for in or at."""
    if quantity.outer_first == 0:
        return False
    before = clause.tokens[quantity.outer_first - 1].lower
    hedges = [token.lower for token in clause.tokens[quantity.outer_first : quantity.first]]
    return language.word("locative", clause.tokens[quantity.last - 1].lower) is not None and any(
        language.word("inside", word) is not None for word in (before, *hedges)
    )


def is_contested(language: Language, clause: Clause, quantity: Quantity) -> bool:
    """As in "the remaining 37 percent is contested": held by nobody."""
    if any(
        verb.voice == "under" and 0 <= verb.first - quantity.outer_last <= 2
        for verb in clause.predicates
    ):
        return False  # "решта 40% — у руках бойовиків"
    words = []
    tokens = clause.tokens
    at = _behind_aside(clause, quantity)
    stated = at + 1 < len(tokens) and language.word("be", tokens[at + 1].lower) is not None
    at += stated and tokens[at].text == ","  # "29 percent, remain contested"
    for token in tokens[at : at + 4]:
        if token.text in ",;:":  # "..., а сірої зони — на 12 км²"
            break
        words.append(token)
    for step in range(at + 4, min(at + 9, len(tokens))):
        if tokens[step].text in ",;:":
            break
        if language.word("stated_as", tokens[step - 1].lower) is not None:
            words.append(tokens[step])  # "52 km² of the region appear as contested"
        if (
            language.word("of", tokens[at].lower) is not None
            and language.word("be", tokens[step - 1].lower) is not None
            and not any(language.word("and", t.lower) is not None for t in tokens[at:step])
        ):
            words.append(tokens[step])  # "29 percent of the country's districts remain contested"
    if language.free_order:  # "сірою зоною лишалося 40% міста"
        nearest = quantity.outer_first - 1
        nearest -= (
            nearest >= 0 and language.word("signed", clause.tokens[nearest].lower) is not None
        )
        nearest -= nearest >= 0 and clause.tokens[nearest].text in "—–"
        for at in range(nearest, max(-1, nearest - 3), -1):
            if clause.tokens[at].text in ".,;:—–(":
                break
            words.append(clause.tokens[at])
    return any(language.word("contested", token.lower) is not None for token in words)


def _behind_aside(clause: Clause, quantity: Quantity) -> int:
    """Where a figure told twice goes on: "119 districts, or 29 percent, remain contested"."""
    again = next(
        (
            other
            for other in clause.quantities
            if quantity.last < other.first <= quantity.last + 5 and other.measure == "share"
        ),
        None,
    )
    words = clause.tokens[quantity.last : again.first] if again is not None else []
    if again is None or not words or words[0].text not in ",(" or words[1:2] == []:
        return quantity.last
    if words[1].lower in (
        "and",
        "while",
        "but",
    ):  # "21 percent, and the other 37 percent is contested"
        return quantity.last
    return again.last


def is_civil(language: Language, clause: Clause, predicate: Predicate) -> bool:
    """As in "deminers clear 15 m² a day": done by those who are no party."""
    at = predicate.first - 1
    return (
        at >= 0
        and predicate.voice == "active"
        and predicate.kind == "gain"
        and language.word("civil", clause.tokens[at].lower) is not None
        and not any(actor.first <= at <= actor.last for actor in clause.actors)
    )


def _is_seized(clause: Clause, quantity: Quantity) -> bool:
    """As in "российские войска заняли 40 км² полей": ground of any kind that an army took."""
    return quantity.measure == "area" and any(
        verb.kind in ("gain", "occupy")
        and verb.voice == "active"
        and verb.last == quantity.outer_first
        and any(
            actor.role == "actor" and 0 <= verb.first - actor.last <= 3 for actor in clause.actors
        )
        for verb in clause.predicates
    )


def is_struck(
    language: Language, clause: Clause, quantity: Quantity, predicate: Predicate | None
) -> bool:
    """As in "The river flooded 9 villages held by Russia": another verb tells of what is held."""
    at = quantity.outer_first - 1
    return (
        not language.free_order
        and at >= 0
        and predicate is not None
        and predicate.first == quantity.outer_last
        and predicate.voice in ("passive", "held")
        and language.word("other_verb", clause.tokens[at].lower) is not None
        and not any(p.first <= at < p.last for p in clause.predicates)
    )


def nearest_other(language: Language, clause: Clause, quantity: Quantity) -> float:
    """Cost of the nearest verb that moves no ground: burned, mined, shelled."""
    best = 99.0
    tokens = clause.tokens
    at = quantity.outer_last
    is_of = at < len(tokens) and language.word("of", tokens[at].lower) is not None
    if is_of or language.free_order:
        seized = _is_seized(clause, quantity)
        for step in range(at + is_of, min(at + 2 + is_of, len(tokens))):
            other = language.word("other_ground", tokens[step].lower)
            if other == "mined" or (other is not None and not seized):
                return -1.0  # "cleared 35,000 sq km of mines" is told of no enemy
    if (
        at < len(tokens)
        and language.word("other_verb", tokens[at].lower) is not None
        and not any(p.first <= at < p.last for p in clause.predicates)
    ):
        return -1.0
    own = {predicate.first for predicate in clause.predicates}
    phrases = [(m.first, m.last) for m in clause.phrases.get("verb", ()) if m.first in own]
    for at, token in enumerate(clause.tokens):
        if language.word("other_verb", token.lower) is None:
            continue
        if at and token.is_capital and language.free_order:
            continue  # the village of Лесное
        if any(first <= at < last for first, last in phrases):
            continue  # "its share of Syria grew"
        if quantity.measure == "share" and any(
            language.word("share", word.lower) is not None for word in tokens[:at]
        ):
            continue  # "the share under their control reached 12%"
        if at < quantity.outer_first:
            cost = clause.distance(at + 1, quantity.outer_first)
        elif at >= quantity.outer_last:
            cost = clause.distance(quantity.outer_last, at)
        else:
            continue
        best = min(best, cost)
    return best
