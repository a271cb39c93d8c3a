"""Which party, kind and period a quantity belongs to, and whether it is a report at all.

Links are chosen by cost: the words between two things count a little, marks and
words that part clauses count more. The costs are stated in this module.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from territorial.text.clauses import Actor, Clause, Predicate
from territorial.text.language import Language
from territorial.text.quantities import Quantity
from territorial.text.spans import Mention, Period

# What a verb of each class may carry, and the extra cost of an unusual pair.
FIT = {
    "length": {"advance": 0.0, "travel": 0.0, "retreat": 0.0, "repel": 0.0, "gain": 2.5, "loss": 2.5, "light": 2.0, "none": 0.5, "remain": 2.0, "fall": 9.0},
    "area": {"gain": 0.0, "loss": 0.0, "escape": 0.0, "give": 1.0, "control": 0.0, "occupy": 0.0, "figure": 4.0, "fall": 0.0, "advance": 2.5, "retreat": 1.0, "repel": 2.0, "light": 2.0, "none": 0.5, "remain": 2.0},
    "share": {"gain": 0.0, "loss": 0.0, "escape": 0.0, "give": 1.0, "control": 0.0, "occupy": 0.0, "figure": 4.0, "fall": 0.0, "retreat": 2.0, "repel": 3.0, "light": 2.0, "none": 0.5, "remain": 2.0},
    "count": {"gain": 0.0, "loss": 0.0, "escape": 0.0, "give": 1.0, "control": 0.0, "occupy": 0.0, "figure": 4.0, "fall": 0.0, "retreat": 0.5, "repel": 0.5, "light": 2.0, "none": 0.5, "remain": 2.0, "advance": 7.0},
}  # fmt: skip
KIND = {"gain": "gain", "advance": "gain", "travel": "gain", "repel": "gain", "fall": "gain", "give": "gain", "loss": "loss", "escape": "loss", "retreat": "loss", "control": "control", "occupy": "control"}
CONTROL_REACH = 5.2  # a day farther off is told of something else
REACH = 11.0  # a predicate that costs more is another statement's


class Link(NamedTuple):
    """What a quantity was found to say, or the reason why it is no report."""

    kind: str | None
    party: str | None
    counterparty: str | None
    period: Period | None
    predicate: Predicate | None
    reason: str | None
    elided_from: bool = False


class Memory:
    """What earlier sentences of an article leave behind for later ones."""

    def __init__(self) -> None:
        self.subject: str | None = None
        self.speaker: str | None = None
        self.period: Period | None = None
        self.kind: str | None = None
        self.party: str | None = None
        self.counterparty: str | None = None
        self.unit: str | None = None
        self.measure: str | None = None
        self.voice: str | None = None


class Linker:
    """Links the quantities of one sentence.

    Parameters
    ----------
    language : Language
        Of the sentence.
    clause : Clause
        The sentence taken apart.
    memory : Memory
        Of the sentences before.
    published : datetime.date
        Day of publication.
    opposed : dict of str to str
        The plain opponent of each party.
    """

    def __init__(
        self,
        language: Language,
        clause: Clause,
        memory: Memory,
        published: dt.date,
        opposed: dict[str, str],
    ) -> None:
        self.language = language
        self.clause = clause
        self.memory = memory
        self.published = published
        self.opposed = opposed
        self.previous: tuple[Quantity, Link] | None = None
        self.order: dict[int, Mention] = {}
        self.whole: str | None = None
        self.left_out: Link | None = None
        # how many words that join a row stand before each token
        self._joiners = [0]
        for token in clause.tokens:
            joins = token.text in {",", "(", "/"} or language.word("and", token.lower) is not None
            self._joiners.append(self._joiners[-1] + joins)

    # -- predicate ------------------------------------------------------------

    def predicate_costs(self, quantity: Quantity, measure: str) -> list[tuple[float, Predicate]]:
        """The predicates that the quantity may belong to, cheapest first."""
        fit = FIT[measure]
        clause = self.clause
        costs = []
        others = [
            other
            for other in clause.quantities
            if other.unit is not None and other is not quantity
        ]
        for predicate in clause.predicates:
            if predicate.kind not in fit or (predicate.kind == "none" and predicate.voice == "noun"):
                continue
            cost = fit[predicate.kind]
            if predicate.first < quantity.outer_first or predicate.last <= quantity.first:
                cost += clause.distance(min(predicate.last, quantity.outer_first), quantity.outer_first)
                between = [
                    o
                    for o in others
                    if predicate.first < o.first < quantity.first and not self._in_brackets(o)
                ]
                if predicate.voice == "passive" and predicate.kind != "control":
                    cost += 1.5
                elif predicate.voice == "under":
                    cost += 1.0
            elif predicate.first >= quantity.last:
                cost += clause.distance(quantity.last, predicate.first)
                between = [o for o in others if quantity.last <= o.first < predicate.first]
                if predicate.voice == "active" and predicate.kind != "fall":
                    if self._relative(quantity, predicate):
                        cost += 0.5
                    elif self.language.free_order and clause.walls[predicate.first] - (
                        clause.walls[quantity.last]
                    ) < 1.0:  # "две деревни удерживают ВСУ"
                        cost += 1.0
                    else:
                        cost += 5.0
                elif self.language.free_order and predicate.voice == "passive" and any(
                    self.language.word("relative", token.lower) is not None
                    for token in clause.tokens[quantity.outer_last : quantity.outer_last + 2]
                ):  # "200 з яких уже звільнено"
                    cost = 0.3
                elif predicate.voice == "noun":
                    cost += 2.5
                elif predicate.voice == "held":
                    cost += 4.0
            else:
                continue
            cost += sum(0.6 if self._joined(other, quantity) else 1.6 for other in between)
            if self._describes_earlier(predicate, quantity, others):
                cost += 6.0
            if measure == "share" and predicate.first >= quantity.last and (
                quantity.last < len(clause.tokens)
                and self.language.word("of", clause.tokens[quantity.last].lower) is not None
                and predicate.voice == "active"
            ):
                cost += 3.0
            if predicate.voice == "noun":
                cost += 1.0
            costs.append((cost, predicate))
        return sorted(costs, key=lambda pair: pair[0])

    def _describes_earlier(
        self, predicate: Predicate, quantity: Quantity, others: Sequence[Quantity]
    ) -> bool:
        """As in "40 percent of the land it once held in Iraq and 20 percent in Syria"."""
        earlier = [o for o in others if o.last <= predicate.first < quantity.first]
        if not earlier or quantity.outer_first == 0:
            return False
        tokens = self.clause.tokens
        before = tokens[quantity.outer_first - 1]
        if self.language.word("and", before.lower) is None and before.text not in ",:;—–":
            return False
        return any(
            self.language.word("relative", token.lower) is not None
            for token in tokens[earlier[-1].last : predicate.first]
        )

    def left_to(self, remain: Predicate) -> str | None:
        """In whose hands something remains: "у противника осталось", "за Києвом лишилося"."""
        for actor in self.clause.actors:
            if actor.role == "from" and 0 <= remain.first - actor.last <= 3:
                return actor.party
        return None

    def noun_before(
        self, light: Predicate, costs: Sequence[tuple[float, Predicate]]
    ) -> Predicate | None:
        """As in "The advance of Russian forces came to 14 km²": the noun that a light verb counts."""
        walls = self.clause.walls
        for _, predicate in costs:
            if predicate.last > light.first or light.first - predicate.last > 6:
                continue
            wall = walls[light.first] - walls[predicate.last]
            if predicate.voice == "noun" and wall < 1.0:
                return predicate
            if self.language.free_order and predicate.voice == "passive" and (
                predicate.kind in ("occupy", "control") and wall < 2.6
            ):  # "площа територій, окупованих Росією, становить"
                return predicate._replace(kind="control")
        return None

    def _relative(self, quantity: Quantity, predicate: Predicate) -> bool:
        """As in "the 1,180 km² that Ukraine held", "the 1,150 km² it overran"."""
        gap = predicate.first - quantity.outer_last
        if gap > 8:
            return False
        words = self.clause.tokens[quantity.outer_last : predicate.first]
        if any(token.text in ";:." for token in words):
            return False
        if not any(token.text in ",—–" for token in words) and any(
            self.language.word("relative", token.lower) is not None for token in words
        ):
            return True
        return any(
            self.language.word("relative", token.lower) is not None for token in words[:2]
        ) or any(
            actor.first == quantity.outer_last or actor.first == quantity.outer_last + 1
            for actor in self.clause.actors
        )

    def _joined(self, first: Quantity, second: Quantity) -> bool:
        """Whether two quantities stand in a row: "12 villages and 3 towns"."""
        if first.first > second.first:
            first, second = second, first
        begin, end = first.outer_last, second.outer_first
        return begin < end and self._joiners[end] > self._joiners[begin]

    # -- party ----------------------------------------------------------------

    def party_for(
        self, predicate: Predicate, quantity: Quantity
    ) -> tuple[str | None, str | None, str | None]:
        """Party, counterparty and a kind that the construction turns round, for a predicate."""
        if predicate.voice == "held":
            actor = self._ending_at(predicate.first)
            return (actor.party if actor else None), None, None
        if predicate.kind in ("fall", "escape"):
            return self._recipient(predicate)
        if predicate.kind == "give" and predicate.voice != "passive":
            return self._recipient(predicate)
        if predicate.kind == "give":
            return self.subject(predicate), None, None
        if predicate.voice == "under":
            actor = self._inside(predicate) or self._following(
                predicate.last, 4, roles=("actor", "by")
            ) or self._following(predicate.last, 0)
            if actor is None and self._pronoun_between(predicate.first, predicate.last):
                return self.memory.subject, None, None
            party = actor.party if actor else self._context_party("control")
            return party, None, None
        if predicate.voice == "noun":
            return self._noun_owner(predicate, quantity)
        gapped = self._gapped_subject(predicate, quantity)
        if gapped is not None:
            return gapped, None, None
        if predicate.voice == "passive":
            return self._passive(predicate, quantity)
        subject = self.subject(predicate)
        counterparty = None
        kind = None
        if predicate.kind == "repel":
            other = self._object(predicate, None if self.language.free_order else subject)
            if other is not None and subject in (None, other):  # "вдалося відкинути ворога"
                subject = self.opposed.get(other)
            counterparty = other
        else:
            other_actor = self._following(predicate.last, 14, roles=("from",))
            counterparty = other_actor.party if other_actor and other_actor.party != subject else None
        if predicate.kind == "loss" and counterparty is None:
            to = self._to_party(predicate, quantity)
            counterparty = to if to != subject else None
        return subject, counterparty, kind

    def _gapped_subject(self, predicate: Predicate, quantity: Quantity) -> str | None:
        """As in "Russia has seized 183 square miles and Ukraine 139": a subject without its verb."""
        if predicate.voice != "active" or predicate.first > quantity.first or (
            predicate.kind == "repel"
        ):
            return None
        for actor in self.clause.actors:
            if predicate.last <= actor.first and actor.role == "actor" and (
                quantity.outer_first - 1 <= self._with_troops(actor) <= quantity.outer_first
            ) and actor.role != "from":
                return actor.party
        return None

    def _with_troops(self, actor: Actor) -> int:
        """Where an actor's words end, its "forces" with them."""
        tokens = self.clause.tokens
        last = actor.last
        if last < len(tokens) and self.language.word("troops", tokens[last].lower) is not None:
            last += 1
        return last

    def subject(self, predicate: Predicate) -> str | None:
        """Who does it: the nearest actor before the verb, a pronoun's party, or one after it."""
        clause = self.clause
        shared = self._shares_subject(predicate)
        if shared is not None:
            return self.subject(shared)
        best: tuple[float, str] | None = None
        for actor in clause.actors:
            if actor.last <= predicate.first:
                cost = clause.distance(actor.last, predicate.first)
                if actor.role == "actor":
                    pass
                elif actor.role == "speaker":
                    cost += 6.0
                elif actor.role == "by":
                    cost += 3.0
                elif actor.role in {"dateline", "civil"} or (actor.role == "place" and (actor.possessive or actor.kind == "name")):
                    cost += 9.0
                else:
                    cost += 7.0
                if self._object_of_earlier(actor, predicate):
                    cost += 3.0
            elif self.language.free_order and actor.first >= predicate.last and (
                actor.role == "actor" and predicate.kind != "repel"
            ):
                cost = clause.distance(predicate.last, actor.first) + 3.0
            else:
                continue
            if best is None or cost < best[0]:
                best = (cost, self._first_of_row(actor))
        pronoun = self._pronoun_between(0, predicate.first)
        if pronoun is not None:
            cost = clause.distance(pronoun, predicate.first)
            if best is None or cost + 0.3 < best[0]:
                party = self.antecedent(pronoun)
                if party is not None:
                    return party
        if best is not None and best[0] <= 14:
            return best[1]
        if self._other_subject(predicate):
            return None
        return self._context_party(KIND.get(predicate.kind, "gain"))

    def unlisted(self, predicate: Predicate) -> str | None:
        """An id made from the name of an armed actor that no lexicon lists: "jnim_fighters".

        Only a name that says it is armed (army, fighters, gangs) or an acronym counts.
        """
        tokens = self.clause.tokens
        word = self.language.word
        if predicate.voice == "passive":
            by = next(
                (
                    at
                    for at in range(predicate.last, min(predicate.last + 5, len(tokens)))
                    if word("by", tokens[at].lower) is not None
                ),
                None,
            )
            if by is None:
                return None
            first, last = by + 1, by + 1
            while last < len(tokens) and last - first < 6 and self._in_name(last):
                last += 1
        else:
            last = predicate.first
            while last > 0 and (
                word("have", tokens[last - 1].lower) is not None
                or word("be", tokens[last - 1].lower) is not None
                or tokens[last - 1].lower.endswith("ly")
                or tokens[last - 1].lower in ("also", "now", "still", "then")
            ):
                last -= 1
            first = last
            while first > 0 and last - first < 6 and self._in_name(first - 1):
                first -= 1
        while first < last and tokens[first].lower in ("the", "a", "an"):
            first += 1
        words = tokens[first:last]
        capitals = [t for t in words if t.is_capital]
        if not capitals or (len(capitals) == 1 and words[0].start == tokens[0].start and len(words) < 2):
            return None
        armed = any(
            word("troops", t.lower) is not None or word("armed", t.lower) is not None for t in words
        )
        acronym = any(len(t.text) >= 3 and t.text.isupper() for t in words)
        if not (armed or acronym):
            return None
        names = [
            t
            for t in words
            if t.is_capital
            or (word("armed", t.lower) is not None and word("troops", t.lower) is None)
        ]
        return "_".join(t.lower.removesuffix("'s") for t in names) or None

    def _in_name(self, at: int) -> bool:
        """Whether a word can be part of the name of an actor."""
        token = self.clause.tokens[at]
        if not token.is_word:
            return False
        return token.is_capital or token.lower in ("the", "of", "al") or any(
            self.language.word(category, token.lower) is not None for category in ("troops", "armed")
        )

    def _shares_subject(self, predicate: Predicate) -> Predicate | None:
        """The verb before, where this one only goes on: "advanced 28 km, taking 92 villages"."""
        if self.language.free_order:
            return None
        tokens = self.clause.tokens
        at = predicate.first - 1
        while at > 0 and (
            self.language.word("have", tokens[at].lower) is not None
            or (tokens[at].lower.endswith("ly") and tokens[at].text.islower())
            or tokens[at].lower in ("then", "also", "thus", "thereby")
        ):
            at -= 1
        if at < 1 or not (
            self.language.word("and", tokens[at].lower) is not None
            or (tokens[at].text == "," and tokens[predicate.first].lower.endswith("ing"))
        ):
            return None
        earlier = [
            p
            for p in self.clause.predicates
            if p.last <= at and p.voice == "active" and p.kind not in ("light", "figure", "fall", "give")
        ]
        if not earlier or any(
            self.language.word("relative", token.lower) is not None
            for token in tokens[earlier[-1].first - 3 : earlier[-1].first]
            if token.lower in ("who", "which", "that")
        ):
            return None
        return earlier[-1]

    def _other_subject(self, predicate: Predicate) -> bool:
        """Whether somebody or something that is no party does it: "Wind pushed", "Drought drove"."""
        tokens = self.clause.tokens
        at = predicate.first - 1
        word = self.language.word
        while at >= 0 and (
            word("have", tokens[at].lower) is not None
            or word("be", tokens[at].lower) is not None
            or tokens[at].lower.endswith("ly")
            or word("more_word", tokens[at].lower) is not None
            or tokens[at].lower in ("now", "still", "also", "then")
        ):
            at -= 1
        if at < 0 or not tokens[at].is_word:
            return False
        lower = tokens[at].lower
        if self.language.free_order:  # the subject may be left out, or stand anywhere
            return word("civil", lower) is not None
        return all(
            word(category, lower) is None
            for category in ("pronoun", "relative", "and", "troops", "preposition")
        ) and not any(
            match.first <= at < match.last
            for category in ("clause", "say", "hypothetical")
            for match in self.clause.phrases.get(category, ())
        ) and not any(d.first <= at < d.last for d in self.clause.dates)

    def _first_of_row(self, actor: Actor) -> str:
        """The first of several subjects: "Turkish troops and allied Syrian fighters"."""
        clause = self.clause
        for other in clause.actors:
            if other.role == actor.role and 0 < actor.first - other.last <= 5:
                words = [token.lower for token in clause.tokens[other.last : actor.first]]
                if any(self.language.word("and", word) is not None for word in words) and not any(
                    predicate.first >= other.last and predicate.first < actor.first
                    for predicate in clause.predicates
                ) and not any(quantity.first >= other.last and quantity.first < actor.first for quantity in clause.quantities):
                    return other.party
        return actor.party

    def _object_of_earlier(self, actor: Actor, predicate: Predicate) -> bool:
        return any(
            other.first < actor.first <= other.last + 2 and other.voice == "active"
            and other.last <= predicate.first and other.kind in ("repel", "gain", "control", "loss")
            for other in self.clause.predicates
            if other is not predicate
        )

    def _pronoun_between(self, first: int, last: int) -> int | None:
        """The last pronoun between two tokens that may take up a party."""
        for at in range(min(last, len(self.clause.tokens)) - 1, first - 1, -1):
            if self.language.word("pronoun", self.clause.tokens[at].lower) is not None:
                return at
        return None

    def antecedent(self, at: int) -> str | None:
        """The party a pronoun takes up: the nearest actor before it, else the topic so far."""
        best: tuple[float, str] | None = None
        if self.language.word("we", self.clause.tokens[at].lower) is not None:
            voice = next((a.party for a in self.clause.actors if a.role == "speaker"), None)
            if voice or self.memory.voice:
                return voice or self.memory.voice
        for actor in self.clause.actors:
            if actor.last <= at and actor.role in ("actor", "speaker", "by"):
                cost = self.clause.distance(actor.last, at) * 0.3 + (
                    2.0 if actor.role == "by" else 0.0
                )
                if best is None or cost < best[0]:
                    best = (cost, self._first_of_row(actor))
        if best is not None:
            return best[1]
        return self.memory.subject

    def _object(self, predicate: Predicate, subject: str | None) -> str | None:
        for actor in self.clause.actors:
            if predicate.first < actor.first <= predicate.first + 8 and actor.party != subject:
                return actor.party
        return None

    def _following(
        self, at: int, reach: int, roles: Sequence[str] = ("actor", "by", "place")
    ) -> Actor | None:
        for actor in self.clause.actors:
            if at <= actor.first <= at + reach and actor.role in roles:
                if self.clause.walls[actor.first] - self.clause.walls[at] < 3.0:
                    return actor
        return None

    def _inside(self, predicate: Predicate) -> Actor | None:
        for actor in self.clause.actors:
            if predicate.first <= actor.first < predicate.last:
                return actor
        return None

    def _ending_at(self, at: int) -> Actor | None:
        for actor in self.clause.actors:
            if actor.last in (at, at - 1):
                return actor
        return None

    def _to_party(self, predicate: Predicate, quantity: Quantity) -> str | None:
        """As in "lost five villages to Russia"."""
        for actor in self.clause.actors:
            if actor.first < predicate.last or actor.first == 0:
                continue
            before = self.clause.tokens[actor.first - 1].lower
            if before == "the" and actor.first > 1:
                before = self.clause.tokens[actor.first - 2].lower
            if self.language.word("to", before) is not None and before in ("to", "against", "під"):
                return actor.party
        return None

    def _recipient(self, predicate: Predicate) -> tuple[str | None, str | None, str | None]:
        """To whom ground fell: fell to X, passed into X's hands, in X's favour."""
        clause = self.clause
        for actor in clause.actors:
            if predicate.first < actor.first <= predicate.last + 6 and actor.role != "speaker":
                if clause.walls[actor.first] - clause.walls[predicate.last - 1] < 3.0:
                    return actor.party, None, None
        at = self._pronoun_between(predicate.last, min(predicate.last + 4, len(clause.tokens)))
        if at is not None:
            return self.antecedent(at), None, None
        if self.language.free_order:  # "під контроль РФ перейшли", "до росіян відійшло"
            for actor in reversed(clause.actors):
                if actor.last <= predicate.first and actor.role in ("actor", "place") and (
                    clause.distance(actor.last, predicate.first) < 3.0
                ):
                    return actor.party, None, None
        return self._context_party("gain"), None, None

    def _noun_owner(
        self, predicate: Predicate, quantity: Quantity
    ) -> tuple[str | None, str | None, str | None]:
        """Russian gains; Russia's net gains; gains by Russia; leaving Moscow with a gain."""
        clause = self.clause
        best: tuple[float, str] | None = None
        for actor in clause.actors:
            if actor.role == "speaker":
                continue
            if actor.last <= predicate.first:
                cost = clause.distance(actor.last, predicate.first)
            else:
                cost = clause.distance(predicate.last, actor.first) + 1.0
            if actor.role == "place":
                cost += 4.0
            if best is None or cost < best[0]:
                best = (cost, actor.party)
        if self.language.free_order and (best is None or best[0] > 3.0):
            speaker = self._speaker_just_before(predicate)
            if speaker is not None:  # "Генштаб визнав утрату чотирьох сіл"
                return speaker, None, None
        pronoun = self._pronoun_between(max(0, predicate.first - 3), predicate.first)
        if pronoun is not None and (best is None or best[0] > 1.0):
            return self.antecedent(pronoun), None, None
        if best is not None and best[0] <= 8:
            return best[1], None, None
        return self._context_party(KIND.get(predicate.kind, "gain")), None, None

    def _speaker_just_before(self, predicate: Predicate) -> str | None:
        """Who speaks in the words right before a noun, no comma between."""
        clause = self.clause
        for actor in reversed(clause.actors):
            if actor.role == "speaker" and 0 <= predicate.first - actor.last <= 6 and not any(
                token.text in ",;:—" for token in clause.tokens[actor.last : predicate.first]
            ):
                return actor.party
        return None

    def _passive(
        self, predicate: Predicate, quantity: Quantity
    ) -> tuple[str | None, str | None, str | None]:
        """Seized by X; liberated from Y; lost to X."""
        clause = self.clause
        by = None
        for actor in clause.actors:
            if actor.role == "by" and (
                actor.first >= predicate.last or self.language.free_order
            ):
                by = actor
                break
        if by is not None:
            return by.party, None, None
        if self._by_somebody(predicate):
            return None, None, None
        if predicate.kind == "loss":
            to = self._to_party(predicate, quantity)
            if to is None and self._pronoun_between(predicate.last, predicate.last + 3) is not None:
                to = self.memory.subject
            if to is not None:
                return to, None, "gain"
        against = self._following(predicate.last, 12, roles=("from",))
        if against is None and self.language.free_order:
            against = next((actor for actor in clause.actors if actor.role == "from"), None)
        if against is not None and against.party in self.opposed:
            party = self.opposed[against.party]
            return party, against.party, None
        speaker = next((a.party for a in clause.actors if a.role == "speaker"), None)
        context = self._context_party(KIND.get(predicate.kind, "gain"))
        if predicate.kind == "loss" and self.memory.kind == "gain" and (
            context is not None and context == self.memory.party and not clause.actors
        ):  # "The enemy took ... In all 395 km² were lost"
            context = self.opposed.get(context, context)
        return context or speaker or self._any_actor(), None, None

    def _by_somebody(self, predicate: Predicate) -> bool:
        """Whether a passive names who did it, in words that no lexicon lists."""
        tokens = self.clause.tokens
        for at in range(predicate.last, min(predicate.last + 3, len(tokens) - 1)):
            if self.language.word("by", tokens[at].lower) is not None:
                following = range(at + 1, min(at + 5, len(tokens)))
                return any(self._in_name(step) for step in following) and not any(
                    tokens[step].is_number for step in following
                )
        return False

    def _any_actor(self) -> str | None:
        for actor in self.clause.actors:
            if actor.role != "place":
                return actor.party
        return None

    def _context_party(self, kind: str) -> str | None:
        """The party that the text was about so far, or the only one that it names."""
        if self.previous is not None and self.previous[1].party is not None:
            return self.previous[1].party
        if self.memory.subject is not None:
            return self.memory.subject
        speakers = [actor.party for actor in self.clause.actors if actor.role == "speaker"]
        if speakers:
            return speakers[0]
        parties = list(dict.fromkeys(actor.party for actor in self.clause.actors))
        if len(parties) == 1:
            role = self.clause.actors[0].role
            if role == "place" and kind in ("gain", "control"):
                return self.opposed.get(parties[0])
            return parties[0]
        return None

    # -- period ---------------------------------------------------------------

    def period_for(self, quantity: Quantity, predicate: Predicate | None, kind: str) -> Period | None:
        """The period of a quantity: the cheapest of those that the sentence names."""
        clause = self.clause
        if quantity.first in self.order:
            return self.order[quantity.first].period
        best: tuple[float, Mention] | None = None
        for mention in clause.dates:
            spoken = self._in_speech(mention)
            if spoken and not (kind == "control" and mention.period.point):
                continue
            if self._told_of_another(mention, quantity, predicate, kind):
                continue
            cost = self._date_cost(mention, quantity, predicate)
            if spoken:
                cost += 8.0
            if kind == "control" and not mention.period.point and mention.period.start is not None:
                cost += 4.0
            if best is None or cost < best[0]:
                best = (cost, mention)
        reach = 16.0
        if kind == "control":
            reach = 10.0 if predicate is not None and self.is_past(predicate) else CONTROL_REACH
        if best is None or best[0] >= reach:
            return None
        if best[1].rule == "anchor" and kind != "control" and self._says_same(best[1]):
            last = self.previous[1].period if self.previous is not None else self.memory.period
            if last is not None and last.start is not None and not last.point:
                return last._replace(basis="context")
        return best[1].period

    def _told_of_another(
        self, mention: Mention, quantity: Quantity, predicate: Predicate | None, kind: str
    ) -> bool:
        """As in "holds 19%, with Crimea, seized before 2022": the day of another deed."""
        tokens = self.clause.tokens
        return any(
            quantity.last <= other.first < mention.first
            and mention.first - other.last <= 3
            and any(token.text == "," for token in tokens[quantity.last : other.first])
            and (
                kind == "control"
                or (other.voice == "passive" and predicate is not None and predicate.last <= quantity.first)
            )
            for other in self.clause.predicates
            if other is not predicate and other.kind != "light"
        )

    def _says_same(self, mention: Mention) -> bool:
        """As in "for the same span", "over the same seven days": the period told last."""
        words = self.clause.tokens[mention.first : mention.last]
        return any(self.language.word("same", token.lower) is not None for token in words)


    def _date_cost(
        self, mention: Mention, quantity: Quantity, predicate: Predicate | None
    ) -> float:
        clause = self.clause
        if mention.first >= quantity.last:
            cost = clause.distance(quantity.outer_last, mention.first)
            if any(
                0 <= o.outer_first - mention.last <= 3 and all(
                    token.text in "—–-:(" for token in clause.tokens[mention.last : o.outer_first]
                )
                for o in clause.quantities
            ):  # "141 км² (у лютому — 119)": February is told of the other figure
                cost += 3.0
            cost += sum(
                0.8 if self._joined(quantity, o) else 2.0
                for o in clause.quantities
                if quantity.last <= o.first < mention.first and not self._in_brackets(o)
            )
        elif all(
            token.text in "—–-:(" for token in clause.tokens[mention.last : quantity.outer_first]
        ):  # "in July — 412 km²", "January: 325"
            return 0.2
        else:
            cost = clause.distance(mention.last, quantity.outer_first) + 0.8
            cost += sum(
                0.8 if self._joined(o, quantity) else 2.0
                for o in clause.quantities
                if mention.last <= o.first < quantity.first and not self._in_brackets(o)
            )
            if self._closes_another(mention, quantity):
                cost += 1.5
        if predicate is not None:
            if mention.first >= predicate.last:
                to_verb = clause.distance(predicate.last, mention.first)
            else:
                to_verb = clause.distance(mention.last, predicate.first)
            if predicate.first < quantity.first:
                away = clause.distance(min(predicate.last, quantity.first), quantity.outer_first)
            else:
                away = clause.distance(quantity.outer_last, predicate.first)
            cost = min(cost, to_verb + 1.0 + 0.5 * away)
        if mention.first >= quantity.last and self._contrasted(quantity, mention):
            cost += 16.0
        if mention.rule == "since" and mention.first >= quantity.last and (
            self._in_apposition(quantity, mention)
        ):
            cost += 16.0
        if self._bracketed(mention, quantity) or self._compared_with(mention, quantity):
            cost += 12.0
        if predicate is not None and self._of_another_verb(mention, predicate, quantity):
            cost += 12.0
        if self._opens(mention):  # what opens a sentence holds for all of it
            cost = min(cost, 5.0)
        return cost

    def _in_brackets(self, quantity: Quantity) -> bool:
        """Whether a quantity only stands in brackets behind another: "143 sq km (55 sq miles)"."""
        at = quantity.outer_first - 1
        return at >= 0 and self.clause.tokens[at].text in "(["

    def _compared_with(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "259 sq km, a decline compared to August": August is what it is compared with."""
        if 0 <= quantity.outer_first - mention.last <= 2:
            return False
        return any(
            0 <= mention.first - match.last <= 1
            for match in self.clause.phrases.get("contrast", ())
        )

    def _bracketed(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "the annexed Crimea (2014)", "(data up to August 12)": brackets about something else."""
        tokens = self.clause.tokens
        opener = mention.first - 1
        while opener >= 0 and tokens[opener].text not in "()":
            opener -= 1
        if opener < 0 or tokens[opener].text != "(":
            return False
        closer = next(
            (at for at in range(mention.last, len(tokens)) if tokens[at].text == ")"), len(tokens)
        )
        inside = opener < quantity.first < closer
        return not inside and not quantity.last <= opener <= quantity.outer_last

    def _of_another_verb(
        self, mention: Mention, predicate: Predicate, quantity: Quantity
    ) -> bool:
        """As in "18 km², which had been under Russian control since May": May tells of the control."""
        if mention.first < quantity.last:
            return False
        clause = self.clause
        nearest = [
            p
            for p in clause.predicates
            if quantity.last <= p.first < mention.first and p is not predicate
            and p.kind not in ("light", "figure") and p.voice != "noun"
        ]
        return bool(nearest) and any(
            self.language.word("relative", token.lower) is not None
            for token in clause.tokens[quantity.last : nearest[-1].first]
        )

    def is_past(self, predicate: Predicate) -> bool:
        """Whether the verb tells of a time before publication."""
        tokens = self.clause.tokens
        return any(
            self.language.word("past", tokens[at].lower) is not None
            for at in range(max(0, predicate.first - 3), predicate.last)
        )

    def _opens(self, mention: Mention) -> bool:
        """Whether a date stands before all that is told, or in the first words."""
        if mention.first <= 3:
            return True
        return not any(q.first < mention.first for q in self.clause.quantities) and not any(
            p.first < mention.first and p.voice in ("active", "passive")
            for p in self.clause.predicates
        )

    def _contrasted(self, quantity: Quantity, mention: Mention) -> bool:
        """As in "325 sq km, against 393 sq km in December": December is told of the other figure."""
        for match in self.clause.phrases.get("contrast", ()):
            if quantity.last <= match.first < mention.first:
                return any(
                    match.first < other.first < mention.first for other in self.clause.quantities
                )
        return False

    def _in_apposition(self, quantity: Quantity, mention: Mention) -> bool:
        """As in "..., a thing unheard of since 1914": the date of a record, not of the deed."""
        tokens = self.clause.tokens
        commas = [
            at for at in range(quantity.outer_last, mention.first) if tokens[at].text in ",—–"
        ]
        return bool(commas) and not any(
            commas[-1] < predicate.first < mention.first
            for predicate in self.clause.predicates
            if predicate.voice in ("active", "passive")
        )

    def _closes_another(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "29 villages in January and 17 ...": January belongs to the figure before it."""
        earlier = [o for o in self.clause.quantities if o.last <= mention.first]
        if not earlier or self.clause.distance(earlier[-1].last, mention.first) > 6:
            return False
        opener = mention.first - 1
        tokens = self.clause.tokens
        if opener > 0 and self.language.word("preposition", tokens[opener].lower) is not None and (
            self.language.word("and", tokens[opener].lower) is None
        ):
            opener -= 1
        return tokens[opener].text not in ",;:—–(" and (
            self.language.word("and", tokens[opener].lower) is None
        )

    def _in_speech(self, mention: Mention) -> bool:
        """As in "said on Monday": the day of the words, not of the deed."""
        tokens = self.clause.tokens
        if mention.period.since or mention.period.unit == "span":
            return False  # nobody speaks for a span of days
        for first, last, _ in self.clause.speech:
            if first < mention.first < last or mention.last == first:
                return True
            if last <= mention.first <= last + 6:
                between = range(last, mention.first)
                if any(
                    predicate.first in between
                    for predicate in self.clause.predicates
                    if predicate.kind != "light"
                ):
                    continue
                if any(quantity.first in between for quantity in self.clause.quantities):
                    continue
                if any(tokens[at].text in ",;:" or tokens[at].lower == "that" for at in between):
                    continue
                return True
        return False
