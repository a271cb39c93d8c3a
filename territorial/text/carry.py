"""What a figure goes on from: kind and party of the figures, headings and rows before it."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.records import Report
from territorial.text import exclusions
from territorial.text.clauses import (
    Clause,
    Predicate,
)
from territorial.text.linking import Linker
from territorial.text.links import KIND, Link
from territorial.text.owners import OwnerRules
from territorial.text.quantities import Quantity
from territorial.text.tokens import Token


class CarryRules(OwnerRules):
    """Finds what the figures before a figure tell of it."""

    def _inherit(
        self,
        clause: Clause,
        quantity: Quantity,
        reports: list[tuple[Quantity, Link, Report]],
        predicate: Predicate | None,
    ) -> tuple[str, str | None, str | None] | None:
        """Kind and party of the figure before, where this one only continues it."""
        if reports:
            last = next(
                (one for one in reversed(reports) if one[0].measure == quantity.measure),
                reports[-1],
            )
            if last[0].measure == quantity.measure or quantity.measure in (
                "area",
                "share",
                "count",
            ):
                link = last[1]
                near = clause.distance(last[0].outer_last, quantity.outer_first) < 16
                if (
                    link.kind is not None
                    and near
                    and (last[0].measure == quantity.measure or predicate is not None)
                ):
                    return link.kind, link.party, link.counterparty
            return None
        if self.heading is not None and (
            self._is_listed(clause, quantity) or self._answers(clause, quantity)
        ):
            kind = self.heading.kind
            if quantity.measure == "share" and kind not in ("control", "occupy"):
                return None  # "Where it was lost: Lyman, 27% of the land"
            if kind == "occupy":  # "The share occupied:" is a state, "Occupied in May:" a deed
                kind = "control" if quantity.measure == "share" else "gain"
            return KIND[kind], self.heading.party, self.heading.counterparty
        memory = self.memory
        if memory.kind is not None and self._parts_off(clause, quantity):
            return memory.kind, memory.party, memory.counterparty
        if quantity.measure == "length" and memory.measure != "length":
            return None
        if memory.kind is not None and self._is_all(clause, quantity):
            return memory.kind, memory.party, memory.counterparty
        if memory.kind is not None and (predicate is not None or self._row(clause, quantity)):
            return memory.kind, memory.party, memory.counterparty
        return None

    def _answers(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "How much did Ukraine lose? About 500 km².": the first figure behind a question."""
        return (
            self.heading is not None
            and self.heading.asked
            and quantity.measure in ("area", "count")
            and quantity.outer_first <= 12
            and all(verb.kind in ("light", "figure") for verb in clause.predicates)
            and not any(
                self.language.word("other_verb", token.lower) is not None for token in clause.tokens
            )
        )

    def _is_all(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Almost 125 thousand square kilometres.": a sentence that is one figure."""
        rest = [
            token
            for at, token in enumerate(clause.tokens)
            if not quantity.outer_first <= at < quantity.outer_last
        ]
        return (
            self.memory.measure in ("area", "share")
            and quantity.measure in ("area", "share")
            and not any(token.is_word or token.is_number for token in rest)
        )

    def _compared_again(self, linker: Linker, clause: Clause, quantity: Quantity) -> bool:
        """As in "The number rose by 12%, and the pace — by 24%": compared like the one before."""
        at = quantity.outer_first - 1
        hedges = clause.tokens[quantity.outer_first : quantity.first]
        compared = (
            quantity.measure == "share"
            and linker.left_out is not None
            and linker.left_out.reason == exclusions.COMPARISON
        )
        if not compared or at < 1 or not hedges:
            return False
        if clause.tokens[at].text in "—–":
            return True
        told = [other for other in clause.quantities if other.last <= quantity.outer_first]
        return (
            self.language.free_order  # "площа виросла на 3%, а кількість штурмів на 2%"
            and bool(told)
            and told[-1].measure == "share"
            and clause.tokens[told[-1].outer_first].lower == clause.tokens[at + 1].lower
            and not any(told[-1].last <= verb.first < at for verb in clause.predicates)
        )

    def _changed_since(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> bool:
        """As in "holds 17.57% (+0.01%)": how a level changed, told in brackets behind it."""
        tokens, at = clause.tokens, quantity.outer_first - 1
        return (
            at > 0
            and tokens[at].text in "+−-–"
            and tokens[at - 1].text == "("
            and bool(reports)
            and reports[-1][1].kind == "control"
            and reports[-1][0].unit == quantity.unit
        )

    def _part_of_last(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> Link | None:
        """As in "freed 2,480 km² from ISIS control, including 197 villages": of the same deed."""
        if not reports or not self._parts_off(clause, quantity):
            return None
        link, told = reports[-1][1], reports[-1][0]
        own = any(
            date.first >= quantity.last and date.first - quantity.outer_last <= 6
            for date in clause.dates
        )
        verbs = any(
            verb.first >= told.last
            and verb.voice in ("active", "passive")
            and verb.kind != "control"
            for verb in clause.predicates
        )
        same = quantity.measure == "count" and told.measure in ("area", "count")
        return link if same and not own and not verbs and link.kind != "control" else None

    def _part_again(self, linker: Linker, clause: Clause, quantity: Quantity) -> Link | None:
        """As in "Two-thirds of this advance, or 324 km²": a part of the figure told before."""
        memory = self.memory
        if (
            linker.left_out is None
            or linker.left_out.reason != exclusions.SHARE
            or memory.kind is None
            or (quantity.measure, memory.measure) != ("area", "area")
            or not any(
                match.last == quantity.outer_first for match in clause.phrases.get("restating", ())
            )
        ):
            return None
        period = linker.period_for(quantity, None, memory.kind) or memory.period
        return Link(memory.kind, memory.party, memory.counterparty, period, None, None)

    def _opens_row(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "controls 19.2%, including:" over "- around 75% of Kherson": a row of a list."""
        tokens = clause.tokens
        return (
            self.memory.kind == "control"
            and quantity.measure == "share"
            and not clause.predicates
            and all(not token.is_word for token in tokens[: quantity.outer_first])
            and quantity.last < len(tokens)
            and self.language.word("of", tokens[quantity.last].lower) is not None
            and bool(clause.places)
        )

    def _under_state(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Рівень окупації за областями: Харківська – 4,5%": a row of what is held."""
        tokens = clause.tokens
        at = quantity.outer_first - 1
        colon = next((n for n in range(at, 0, -1) if tokens[n].text == ":"), None)
        return (
            colon is not None
            and tokens[at].text in "—–:"
            and any(
                verb.first < colon and verb.kind in ("control", "occupy")
                for verb in clause.predicates
            )
        )

    def _grew_again(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> tuple[str, str | None, str | None] | None:
        """As in "The occupied area grew by 81 km². In May it grew by 52": by how much once more."""
        memory = self.memory
        if reports or memory.kind != "gain" or {quantity.measure, memory.measure} != {"area"}:
            return None
        if any(
            quantity.outer_first <= match.last <= quantity.first
            and match.first
            and self.language.word("pronoun", clause.tokens[match.first - 1].lower) is not None
            for match in clause.phrases.get("compare_before", ())
        ):
            return memory.kind, memory.party, memory.counterparty
        return None

    def _parts_off(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Of these, seven are in the north": a part of what was told before."""
        tokens = clause.tokens
        return any(
            0 <= quantity.outer_first - match.last <= 1
            and all(token.text in ",:—–-" for token in tokens[match.last : quantity.outer_first])
            for match in clause.phrases.get("part_of", ())
        )

    def _row(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Group Centre: 5 villages.": a row of the list that the sentence before began."""
        if self.memory.measure != quantity.measure:
            return False
        if self._in_dated_row(clause, quantity):
            return True
        if not clause.predicates and self._lies_in(clause, quantity):
            return True
        if self._ranked(clause, quantity) or self._opens_row(clause, quantity):
            return True
        if self._in_placed_row(clause, quantity):
            return True
        marks = [token.text for token in clause.tokens[: quantity.outer_first]]
        if self.language.free_order and marks[-1:] == ["("] and not clause.predicates:
            return True  # "Найгірше — Гуляйпільський напрямок (45 км²)"
        return (":" in marks or "|" in marks) and not any(
            predicate.voice in ("active", "passive") for predicate in clause.predicates
        )

    def _in_dated_row(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "У листопаді – 505 км², у жовтні – 267 км².", "more than in May (391 sq km)"."""
        deeds = [one for one in clause.predicates if one.kind not in ("light", "figure")]
        return not deeds and any(
            0 < quantity.outer_first - date.last <= 2
            and all(
                token.text in "—–-:(" for token in clause.tokens[date.last : quantity.outer_first]
            )
            for date in clause.dates
        )

    def _in_placed_row(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Donetsk region – 120 km²", "Зокрема, на Сумщині – 119": a place and its part."""
        at = quantity.outer_first - 1
        return (
            at > 0
            and clause.tokens[at].text in "—–"
            and not clause.predicates
            and any(place.last == at for place in clause.places)
        )

    def _ranked(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "November was the best month, with 701 km²": a month ranked among the others."""
        at = quantity.outer_first - 1
        if at < 1 or self.language.word("with", clause.tokens[at].lower) is None:
            return False
        months = [
            date
            for date in clause.dates
            if date.last <= at and date.period.unit in ("month", "quarter", "year", "week")
        ]
        return bool(months) and not any(
            months[-1].first <= predicate.first < at for predicate in clause.predicates
        )

    def _lies_in(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Of that, 155 km² are in Donetsk region": where a part of the figure before lies."""
        tokens = clause.tokens
        at = quantity.outer_last + (
            quantity.outer_last < len(tokens) and tokens[quantity.outer_last].text == ","
        )
        return (
            at + 1 < len(tokens)
            and any(
                self.language.word(category, tokens[at].lower) is not None
                for category in ("be", "lies")
            )
            and self.language.word("inside", tokens[at + 1].lower) is not None
        )

    def _in_other_units(self, clause: Clause, quantity: Quantity) -> bool:
        """Whether a quantity stands in brackets right behind another: "10 km (6.2 miles)"."""
        at = quantity.outer_first - 1
        if at < 1 or clause.tokens[at].text != "(":
            return False
        return any(
            other.outer_last == at and other.measure == quantity.measure
            for other in clause.quantities
        )

    def _of_the_ground(self, clause: Clause, predicate: Predicate, words: Sequence[Token]) -> bool:
        """As in "It took 505 km². Some 40% of the ground was lost near Lyman": of the 505 km²."""
        tokens = clause.tokens
        return (
            not self.language.free_order
            and self.memory.kind in ("gain", "loss")
            and self.memory.measure == "area"
            and 4 <= len(words) <= 5
            and [token.lower for token in words[:2]] == ["of", "the"]
            and self.language.word("territory", words[2].lower) is not None
            and self.language.word("country", words[2].lower) is None
            and self.language.word("be", words[-1].lower) is not None
            and predicate.last < len(tokens)
            and self.language.word("preposition", tokens[predicate.last].lower) is not None
        )

    def _part_of_gain(
        self, clause: Clause, quantity: Quantity, predicate: Predicate | None
    ) -> bool:
        """As in "more than half of the new ground taken was ...": a share of what was taken."""
        if predicate is None or predicate.first <= quantity.last:
            return False
        words = clause.tokens[quantity.last : predicate.first]
        taken = predicate.kind in ("gain", "occupy") and predicate.voice == "active"
        if (
            taken
            and self.language.free_order
            and any(self.language.word("relative", token.lower) is not None for token in words[:3])
        ):
            return True  # "дві третини території, яку росіяни захопили у травні"
        if predicate.voice != "passive":
            return False
        if self._of_the_ground(clause, predicate, words):
            return True
        named = not self.language.free_order and words[-1].is_capital  # "of Ukraine seized by"
        return (
            len(words) <= 6
            and not named
            and not (  # "87% территории страны освобождено"
                self.language.free_order
                and clause.tokens[predicate.first].lower.endswith(("но", "то"))
            )
            and not any(
                self.language.word("be", token.lower) is not None or token.text in ",;:()"
                for token in words
            )
        )
