"""Which verb or noun a quantity belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.text.clauses import Predicate
from territorial.text.links import FIT, KIND, LinkState
from territorial.text.quantities import Quantity
from territorial.text.spans import Mention


class PredicateLinks(LinkState):
    """Chooses the predicate of a quantity by cost."""

    def predicate_costs(self, quantity: Quantity, measure: str) -> list[tuple[float, Predicate]]:
        """The predicates that the quantity may belong to, cheapest first."""
        fit = FIT[measure]
        clause = self.clause
        costs = []
        others = [
            other for other in clause.quantities if other.unit is not None and other is not quantity
        ]
        for predicate in clause.predicates:
            if predicate.kind not in fit or (
                predicate.kind == "none" and predicate.voice == "noun"
            ):
                continue
            if predicate.kind == "cost" and quantity.last <= predicate.first:
                continue  # "a flat of 52 square metres costs as much"
            if quantity.hyphenated and measure == "area" and predicate.kind == "travel":
                continue  # "moved into a 20-hectare base"
            cost = fit[predicate.kind]
            if predicate.first < quantity.outer_first or predicate.last <= quantity.first:
                cost += clause.distance(
                    min(predicate.last, quantity.outer_first), quantity.outer_first
                )
                between = [
                    o
                    for o in others
                    if predicate.first < o.first < quantity.first and not self.in_brackets(o)
                ]
                if self._out_of_whole(quantity):
                    cost += 3.0
                listed = (  # "відвойовано 52 км², втрачено 35"
                    self.language.free_order
                    and predicate.last == quantity.outer_first
                    and quantity.outer_last < len(clause.tokens)
                    and clause.tokens[quantity.outer_last].text in ",;"
                )
                if predicate.voice == "passive" and predicate.kind != "control":
                    cost += 0.0 if listed else 1.5
                elif predicate.voice == "under":
                    cost += 1.0
            elif predicate.first >= quantity.last:
                cost += clause.distance(quantity.last, predicate.first)
                between = [o for o in others if quantity.last <= o.first < predicate.first]
                if predicate.voice == "active" and predicate.kind != "fall":
                    if self._relative(quantity, predicate):
                        cost += 0.5
                    elif (
                        self.language.free_order
                        and clause.walls[predicate.first] - (clause.walls[quantity.last]) < 1.0
                    ):  # "две деревни удерживают ВСУ"
                        joined = self.language.word("and", clause.tokens[predicate.first - 1].lower)
                        # "мав просування на 3,9 км² та втратив 1,2"
                        cost += 1.0 if joined is None else 5.0
                    else:
                        cost += 5.0
                elif self._describes_ground(predicate, quantity):
                    cost += 3.0
                elif (
                    self.language.free_order
                    and predicate.voice == "passive"
                    and any(
                        self.language.word("relative", token.lower) is not None
                        for token in clause.tokens[quantity.outer_last : quantity.outer_last + 2]
                    )
                ):  # "200 з яких уже звільнено"
                    cost = 0.3
                elif self._in_participle(predicate, quantity):
                    cost += 3.0
                elif self._says_which(predicate, quantity):
                    cost += 6.0
                elif predicate.voice == "noun":
                    cost += 2.5
                    cost += 3.0 * self._behind_comma(predicate, quantity)
                elif predicate.voice == "held":
                    cost += 4.0
            elif predicate.voice == "passive":  # "23 освобожденных населенных пункта"
                cost, between = 0.5, []
            else:
                continue
            cost += sum(0.6 if self._joined(other, quantity) else 1.6 for other in between)
            if self._describes_earlier(predicate, quantity, others):
                cost += 9.0
            if (
                predicate.source.startswith("held")
                and predicate.first == quantity.outer_last
                and any(
                    other.voice == "active"
                    and other.kind in ("gain", "occupy")
                    and other.last <= quantity.outer_first
                    for other in clause.predicates
                )
            ):  # "overran 46 villages held by the British"
                cost += 6.0
            if self._left_behind(predicate) or self._is_aside(predicate, quantity):
                cost += 9.0
            if self._once_held(predicate, quantity, measure):
                cost += 8.0
            if (
                measure == "share"
                and predicate.first >= quantity.last
                and (
                    quantity.last < len(clause.tokens)
                    and self.language.word("of", clause.tokens[quantity.last].lower) is not None
                    and predicate.voice == "active"
                )
            ):
                cost += 3.0
            if predicate.voice == "noun":
                cost += 1.0
            costs.append((cost, predicate))
        return sorted(costs, key=lambda pair: pair[0])

    def _behind_comma(self, noun: Predicate, quantity: Quantity) -> bool:
        """As in "80 percent on 9 October, the eve of the withdrawal": another thing is told there."""
        words = self.clause.tokens[quantity.outer_last : noun.first]
        return not self.language.free_order and any(token.text == "," for token in words)

    def _is_aside(self, predicate: Predicate, quantity: Quantity) -> bool:
        """As in "freed 99% of one region (60 km² are left) and 79% of another": told in brackets."""
        aside = self.aside(predicate.first)
        return aside is not None and not aside[0] < quantity.first < aside[1]

    def _left_behind(self, predicate: Predicate) -> bool:
        """As in "freed 22 villages from Armenian occupation": what the ground was taken out of."""
        return (
            (predicate.kind, predicate.voice) == ("control", "noun")
            and any(a.role == "from" and a.last == predicate.first for a in self.clause.actors)
            and any(
                p.kind == "gain" and p.voice == "active" and p.last < predicate.first
                for p in self.clause.predicates
            )
        )

    def _describes_ground(self, predicate: Predicate, quantity: Quantity) -> bool:
        """As in "очистили 60 га звільнених територій": the ground of a verb before is described."""
        return (
            self.language.free_order
            and predicate.voice == "passive"
            and predicate.first == quantity.outer_last
            and self._ground_after(predicate) is not None
            and any(
                other.voice in ("active", "passive") and other.last <= quantity.first
                for other in self.clause.predicates
            )
        )

    def _ground_after(self, participle: Predicate) -> int | None:
        """As in "окупованих після 24 лютого українських територій": the ground it describes."""
        tokens = self.clause.tokens
        for at in range(participle.last, min(participle.last + 7, len(tokens))):
            if tokens[at].text in ",;:()—–.":
                return None
            if self.language.word("territory", tokens[at].lower) is not None:
                return at
        return None

    def _describes_when(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "звільнили 40% окупованих після 24 лютого територій": not when they were freed."""
        if not self.language.free_order or mention.first < quantity.last:
            return False
        for predicate in self.clause.predicates:
            if predicate.voice == "passive" and predicate.first == quantity.outer_last:
                ground = self._ground_after(predicate)
                return ground is not None and predicate.last <= mention.first < ground
        return False

    def _out_of_whole(self, quantity: Quantity) -> bool:
        """As in "утримують 450 км² із 1300, які взяли влітку": the whole, told by what follows."""
        tokens = self.clause.tokens
        at, behind = quantity.outer_first - 1, quantity.outer_last
        at -= at > 0 and self.language.word("those", tokens[at].lower) is not None
        return (
            at > 0
            and behind + 1 < len(tokens)
            and self.language.word("out_of", tokens[at].lower) is not None
            and tokens[behind].text == ","
            and self.language.word("relative", tokens[behind + 1].lower) is not None
        )

    def _once_held(self, predicate: Predicate, quantity: Quantity, measure: str) -> bool:
        """As in "57 percent of the territory they used to hold": it only says of which territory."""
        words = self.clause.tokens[quantity.last : predicate.first]
        return (
            measure == "share"
            and predicate.kind == "control"
            and predicate.first > quantity.last
            and any(self.language.word("relative", token.lower) is not None for token in words)
            and any(self.language.word("earlier", token.lower) is not None for token in words)
        )

    def _says_which(self, predicate: Predicate, quantity: Quantity) -> bool:
        """As in "Three districts seized by the Taliban were recaptured": it only says which ones."""
        tokens = self.clause.tokens
        if self.language.free_order or predicate.first != quantity.outer_last:
            return False
        return predicate.voice == "passive" and any(
            other.voice == "passive"
            and predicate.last < other.first <= predicate.last + 9
            and other.kind in KIND
            and self.language.word("be", tokens[other.first - 1].lower) is not None
            and not any(token.text in ",;:" for token in tokens[predicate.last : other.first])
            and not any(predicate.last <= q.first < other.first for q in self.clause.quantities)
            for other in self.clause.predicates
        )

    def _in_participle(self, predicate: Predicate, quantity: Quantity) -> bool:
        """As in "під окупацією 70 тис. кв. км, захоплених цього року": it only says which ones."""
        tokens = self.clause.tokens
        return (
            self.language.free_order
            and predicate.voice == "passive"
            and predicate.first == quantity.outer_last + 1
            and tokens[quantity.outer_last].text == ","
            and any(
                other.last <= quantity.first and other.kind in ("control", "occupy", "remain")
                for other in self.clause.predicates
            )
        )

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
        if self.language.free_order and predicate.first == earlier[-1].outer_last:
            ground = self._ground_after(predicate) if predicate.voice == "passive" else None
            return ground is not None and ground < quantity.first  # "подконтрольной ... территории"
        return any(
            self.language.word("relative", token.lower) is not None
            for token in tokens[earlier[-1].last : predicate.first]
        )

    def left_to(self, remain: Predicate) -> str | None:
        """In whose hands something remains: "у противника осталось", "за Києвом лишилося"."""
        tokens, walls = self.clause.tokens, self.clause.walls
        for actor in self.clause.actors:
            if not 0 <= remain.first - actor.last <= 10:
                continue
            if walls[remain.first] - walls[actor.last] >= 1.0:
                continue
            before = tokens[actor.first - 1].lower if actor.first else ""
            if actor.role == "from" or self.language.word("behind", before) is not None:
                return actor.party
        return None

    def level_before(self, light: Predicate) -> Predicate | None:
        """As in "The area held by M23 has grown since May and now exceeds 5,000 km²"."""
        if light.kind != "figure":
            return None
        for predicate in reversed(self.clause.predicates):
            if predicate.last <= light.first and (
                predicate.voice == "growth" or predicate.source.endswith((" (by)", " (на)"))
            ):
                return predicate
        return None

    def state_before(self, light: Predicate) -> Predicate | None:
        """As in "Під контролем бойовиків лишилося 10%": the state that opens what a light verb counts."""
        if not self.language.free_order:
            return None
        for predicate in reversed(self.clause.predicates):
            if predicate.voice == "under" and 0 <= light.first - predicate.last <= 14:
                wall = self.clause.walls[light.first] - self.clause.walls[predicate.last]
                return predicate if wall < 3.0 else None
        return None

    def advance_after(self, quantity: Quantity) -> Predicate | None:
        """As in "made a 10-kilometre dash", "a 3-km Russian advance": the noun that it describes."""
        if not quantity.hyphenated or quantity.measure != "length":
            return None
        behind = [quantity.last]
        behind += [a.last for a in self.clause.actors if a.first == quantity.last]
        return next(
            (
                predicate
                for predicate in self.clause.predicates
                if predicate.voice == "noun"
                and predicate.kind in ("advance", "retreat")
                and predicate.first in behind
            ),
            None,
        )

    def noun_of(self, quantity: Quantity) -> Predicate | None:
        """As in "counted 2,150 sq km of Russian gains": what an amount is told to be of."""
        at = quantity.outer_last
        tokens = self.clause.tokens
        if at >= len(tokens) or self.language.word("of", tokens[at].lower) is None:
            return None
        return next(
            (
                predicate
                for predicate in self.clause.predicates
                if predicate.voice == "noun"
                and predicate.kind in ("gain", "loss", "advance")
                and at < predicate.first <= at + 3
                and quantity.measure in ("area", "count")
            ),
            None,
        )

    def relative_after(
        self, quantity: Quantity, costs: Sequence[tuple[float, Predicate]]
    ) -> Predicate | None:
        """As in "came to 10 km² of land that Israel occupies": the verb that tells of the amount."""
        for _, predicate in costs:
            if (
                predicate.first >= quantity.last
                and predicate.voice == "active"
                and predicate.kind in KIND
                and self._relative(quantity, predicate)
            ):
                return predicate
        return None

    def after_relative(self, predicate: Predicate) -> bool:
        """As in ", що становить 19%": the verb goes on about the amount before it."""
        tokens = self.clause.tokens
        at = predicate.first - 1
        at -= (
            at > 0 and self.language.word("be", tokens[at].lower) is not None
        )  # "which is equal to"
        return at >= 0 and self.language.word("relative", tokens[at].lower) is not None

    def noun_before(
        self, light: Predicate, costs: Sequence[tuple[float, Predicate]]
    ) -> Predicate | None:
        """As in "The advance of Russian forces came to 14 km²": the noun that a light verb counts."""
        walls = self.clause.walls
        tokens = self.clause.tokens
        for _, predicate in costs:
            if (
                light.kind == "figure"
                and predicate.voice in ("noun", "passive")
                and light.last <= predicate.first <= light.last + 4
            ):  # "puts Russian gains in March at 133 km²"
                return predicate
            wall = walls[light.first] - walls[predicate.last]
            reach = 9 if predicate.voice == "noun" and wall < 1.0 else 6
            if predicate.last > light.first or light.first - predicate.last > reach:
                continue
            if (
                self.language.free_order
                and predicate.kind in KIND
                and predicate.voice == "active"
                and self.after_relative(light)
                and any(
                    self.language.word("territory", token.lower) is not None
                    for token in tokens[predicate.last : light.first]
                )
            ):  # "окупувати територію, що становить"
                return predicate
            if predicate.voice == "noun" and wall < 1.0:
                return predicate
            if (
                (self.language.free_order or predicate.kind == "occupy")
                and predicate.voice == "passive"
                and (predicate.kind in ("occupy", "control", "gain") and wall < 2.6)
            ):  # "площа територій, окупованих Росією, становить"; "звільнена площа становить"
                return predicate if predicate.kind == "gain" else predicate._replace(kind="control")
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
            actor.first == quantity.outer_last
            or (
                actor.first == quantity.outer_last + 1
                and not (self.language.free_order and words and words[0].text in ",—–")
            )
            for actor in self.clause.actors
        )

    def _joined(self, first: Quantity, second: Quantity) -> bool:
        """Whether two quantities stand in a row: "12 villages and 3 towns"."""
        if first.first > second.first:
            first, second = second, first
        begin, end = first.outer_last, second.outer_first
        return begin < end and self._joiners[end] > self._joiners[begin]

    def is_past(self, predicate: Predicate) -> bool:
        """Whether the verb tells of a time before publication."""
        tokens = self.clause.tokens
        if self._attends(predicate) or self._has_held(predicate):
            return False
        if self._told_back(predicate) or (
            predicate.voice == "passive"
            and any(
                self.language.word("present", token.lower) is not None
                for token in tokens[max(0, predicate.first - 2) : predicate.first]
            )
        ):
            return False
        return (
            any(
                self.language.word("past", tokens[at].lower) is not None
                for at in range(max(0, predicate.first - 3), predicate.last)
            )
            or (  # "под властью движения было 104 района"
                self.language.free_order
                and predicate.voice == "under"
                and any(
                    self.language.word("past", token.lower) is not None
                    for token in tokens[predicate.last : predicate.last + 3]
                )
            )
        )

    def _has_held(self, predicate: Predicate) -> bool:
        """As in "the army has kept 5,000 km² there": held till now."""
        words = self.clause.tokens[max(0, predicate.first - 2) : predicate.first]
        return (
            predicate.kind == "control"
            and predicate.voice == "active"
            and any(token.lower in ("has", "have") for token in words)
        )

    def _attends(self, predicate: Predicate) -> bool:
        """As in "Israel controls 53%, with the other 47% held by Hamas": at the time of the verb."""
        return predicate.voice in ("passive", "held") and any(
            quantity.last == predicate.first
            and quantity.outer_first > 0
            and self.language.word("with", self.clause.tokens[quantity.outer_first - 1].lower)
            is not None
            for quantity in self.clause.quantities
        )

    def _told_back(self, predicate: Predicate) -> bool:
        """As in "said that its forces controlled two thirds": a past tense that tells of now."""
        tokens = self.clause.tokens
        return any(
            how == "say"
            and last <= predicate.first <= last + 16
            and (
                any(token.lower == "that" for token in tokens[last : predicate.first])
                or (  # "said they controlled 250 districts"
                    predicate.first - last <= 2
                    and self.language.word("pronoun", tokens[last].lower) is not None
                )
            )
            and not any(last <= other.first < predicate.first for other in self.clause.predicates)
            for _, last, how in self.clause.speech
        )
