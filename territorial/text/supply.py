"""The unit that a number leaves unsaid, from the figures near it."""

from __future__ import annotations

import math

from territorial import units
from territorial.records import Report
from territorial.text.carry import CarryRules
from territorial.text.clauses import Clause, Predicate
from territorial.text.linking import Linker
from territorial.text.links import KIND, Link
from territorial.text.quantities import Quantity
from territorial.text.tokens import Token


class SupplyRules(CarryRules):
    """Fills in the unit of a number that stands alone."""

    def _supply(
        self,
        linker: Linker,
        clause: Clause,
        quantities: list[Quantity],
        index: int,
        reports: list[tuple[Quantity, Link, Report]],
    ) -> Quantity | None:
        """The unit of a number that stands alone, from a figure nearby."""
        quantity = quantities[index]
        tokens = clause.tokens
        at = quantity.number_last
        while at < len(tokens) and self.language.word("more_word", tokens[at].lower) is not None:
            at += 1  # "it took five more in the north"
        following = tokens[at] if at < len(tokens) else None
        if quantity.first and tokens[quantity.first - 1].text in "$€£#№":
            return None
        if any(
            self.language.word("times", token.lower) is not None for token in tokens[at : at + 3]
        ):
            return None  # "в семь с лишним раз больше"
        if (
            tokens[quantity.first].text.isdecimal()
            and len(tokens[quantity.first].text) == 4
            and (1900 <= quantity.value <= 2100)
        ):
            return None
        # "14, 9 and 3 localities", "from 78,000 to 66,000 km²": the unit stands after the last
        opener = tokens[quantity.outer_first - 1].lower if quantity.outer_first else ""
        joiners = self.language.range_open.get(opener, "to" if opener == "(" else "").split("|")
        for later in quantities[index + 1 :]:
            between = tokens[quantities[index].last : later.outer_first]
            if (
                all(
                    token.text == ","
                    or token.is_number
                    or token.lower in ("and", "і", "й", "та", "и", *joiners)
                    or self.language.word("number", token.lower) is not None
                    for token in between
                )
                and len(between) <= 8
            ):
                if later.unit is not None:
                    return quantity._replace(unit=later.unit, per=quantity.per or later.per)
                continue
            break
        closes = (
            following is None
            or not (following.is_word or following.is_number or following.text in "%°-/:")
            or (
                self.language.word("preposition", following.lower) is not None
                or self.language.word("relative", following.lower) is not None
                or any(date.first == at for date in clause.dates)
                or any(p.first == at for p in clause.predicates)
                or self.language.word("be", following.lower) is not None
                or self._of_actor_next(clause, at)
            )
        )
        named = at + 1 < len(tokens) and tokens[at].is_capital and tokens[at + 1].is_word
        if not closes or self._of_others(clause, at) or (named and not self.language.free_order):
            return None  # "in three North Eastern states"
        before_number = tokens[quantity.first - 1].lower if quantity.first else ""
        if self._is_numbered(clause, quantity):
            return None
        if self.language.word("out_of", before_number) is not None or self._is_toll(
            clause, quantity
        ):
            return None
        if (
            self.language.word("of", before_number) is not None
            and quantity.first > 1
            and (tokens[quantity.first - 2].is_number)
        ):
            return None
        gap = tokens[quantity.outer_first - 1].text if quantity.outer_first else ""
        if (
            quantity.value == 1
            and quantity.number_last - quantity.first == 1
            and not any(p.last == quantity.outer_first for p in clause.predicates)
            and not (gap in ("—", "–") and reports)
            and not (
                reports
                and (
                    (
                        self.language.word("and", before_number) is not None
                        and (
                            reports[-1][0].last == reports[-1][0].number_last
                            or self._lies_elsewhere(clause, quantity, reports[-1][0])
                        )
                    )
                    or self._is_joined(clause, quantity)
                )
            )  # "two in the north and one in the south", "13 there, as well as one here"
        ):
            return None
        numbered = None if reports else self._numbered(clause, quantity)
        unit = numbered or self._unit_told(linker, clause, quantity, reports, at)
        if unit is None:
            unit = self._counted_noun(clause, quantity)
            if unit is not None:
                return quantity._replace(unit=unit)
            return None
        if unit == "percent" and quantity.value > 100:  # "20%, or 125,000 km², up from 43,000"
            areas = [one[0].unit for one in reports if one[0].measure == "area"]
            if not areas or areas[-1] is None:
                return None
            unit = areas[-1]
        measure = units.dimension(unit)
        costs = linker.predicate_costs(quantity._replace(unit=unit), measure)
        before = tokens[quantity.outer_first - 1] if quantity.outer_first else None
        follows_date = any(date.last == quantity.outer_first for date in clause.dates)
        opens = (
            before is None
            or before.text in ",;:—–("
            or follows_date
            or self._parts_off(clause, quantity)
            or self._is_joined(clause, quantity)
            or (bool(reports) and self._ends_its_verb(clause, quantity, following))
            or (
                self.language.word("and", before.lower) is not None
                or self.language.word("preposition", before.lower) is not None
                or any(p.first < quantity.outer_first <= p.last + 1 for p in clause.predicates)
                or any(p.last == quantity.outer_first for p in clause.predicates)
                or any(a.last == quantity.outer_first and a.role == "actor" for a in clause.actors)
                or (not reports and self.language.free_order and unit == self.memory.unit)
                or any(p.first == at and p.voice == "passive" for p in clause.predicates)
                or (
                    following is not None
                    and self.language.word("relative", following.lower) is not None
                )
                or any(
                    self.language.word(category, before.lower) is not None
                    for category in ("relative", "pronoun", "signed")
                )
            )
        )
        parts = clause.phrases.get("part_of", ())
        opens = opens or (bool(reports) and any(match.first == at for match in parts))  # "30 з них"
        if (
            self._in_placed_row(clause, quantity)
            or (not costs and not clause.predicates and self._in_dated_row(clause, quantity))
            or (opens and not costs and any(match.last <= quantity.first for match in parts))
            or (
                bool(reports)
                and before is not None
                and self.language.word("signed", before.lower) is not None
            )  # "у ВСУ — плюс 22"
        ):
            return quantity._replace(unit=unit)
        if not opens or not costs:
            return None
        gapped = before is not None and before.text in "—–" and bool(reports)
        if measure == "length" and costs[0][0] > 3 and not gapped:
            return None
        per = quantity.per
        contrasted = self._in_contrast(clause, quantity, reports) or (
            before is not None
            and (
                before.text in "—–"
                or self.language.word("from", before.lower) is not None
                or any(
                    date.rule == "today_by" and 0 <= quantity.outer_first - date.last <= 1
                    for date in clause.dates
                )
            )
        )  # "18 km² a day in May from 11 in April"
        if per is None and reports and (contrasted or self._rated(clause, quantity, at)):
            per = self._like(quantity, reports).per  # "осенью 22 кв. км в сутки, весной — пять"
        return quantity._replace(unit=unit, per=per)

    def _of_actor_next(self, clause: Clause, at: int) -> bool:
        """As in "еще четыре Баку занял": who took them, and the verb, follow the number."""
        return self.language.free_order and any(
            actor.first == at and any(verb.first == actor.last for verb in clause.predicates)
            for actor in clause.actors
        )

    def _ends_its_verb(self, clause: Clause, quantity: Quantity, following: Token | None) -> bool:
        """As in "відбили ж українські бійці тільки три.": the last word of what a verb tells."""
        if not self.language.free_order or not (following is None or following.text in ".,;—–"):
            return False
        return any(
            verb.kind in KIND
            and verb.voice == "active"
            and 0 <= quantity.outer_first - verb.last <= 5
            and not any(
                token.text in ",;:()—–" or token.is_number
                for token in clause.tokens[verb.last : quantity.outer_first]
            )
            for verb in clause.predicates
        )

    def _is_numbered(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Operation 1027", "Battalion 372": the number is part of a name."""
        at = quantity.outer_first - 1
        if self.language.free_order or at < 1 or quantity.outer_first != quantity.first:
            return False
        before = clause.tokens[at]
        return (
            before.is_word
            and before.is_capital
            and not any(actor.last == at + 1 for actor in clause.actors)
            and not any(place.last == at + 1 for place in clause.places)
            and not any(date.last == at + 1 and date.period.start for date in clause.dates)
            and not any(verb.last == at + 1 for verb in clause.predicates)
        )

    def _unit_told(
        self,
        linker: Linker,
        clause: Clause,
        quantity: Quantity,
        reports: list[tuple[Quantity, Link, Report]],
        at: int,
    ) -> str | None:
        """The unit of the figure before, if a number that ends at `at` stands where it may go on."""
        if not reports and self._of_them(clause, quantity):
            whole = [q.unit for q in clause.quantities if q.last <= quantity.first and q.unit]
            # "recaptured four of them", "480 square miles changed hands; Russia gained 300 of them"
            return whole[-1] if whole else self.memory.counted or self.memory.unit
        if reports:
            told = [r for r in reports if r[2].restates is None]  # not a unit in brackets
            return (told or reports)[-1][0].unit
        if linker.whole is not None:
            return linker.whole
        governed = any(
            0
            <= quantity.outer_first - p.last - self._owned(clause, p)
            <= (3 if self.language.free_order else 0)
            and not any(
                token.text in ",;:—" for token in clause.tokens[p.last : quantity.outer_first]
            )
            for p in clause.predicates
        )
        put_at = any(  # "DeepState puts the number at 42"
            match.last == quantity.outer_first and match.values[0] == "figure"
            for match in clause.phrases.get("verb", ())
        )
        named = at > quantity.number_last and any(  # "Пять пунктов освобождены"
            0 <= p.first - at <= 1 and p.voice == "passive" for p in clause.predicates
        )
        rows = self._in_placed_row(clause, quantity) or self._parts_off(clause, quantity)
        if not rows and self.memory.measure is not None:
            last = clause.tokens[quantity.outer_first - 1].text if quantity.outer_first else ""
            rows = last in ("—", "–", ":") and self._in_dated_row(clause, quantity)
        return self.memory.unit if rows or governed or put_at or named else None

    def _lies_elsewhere(self, clause: Clause, quantity: Quantity, last: Quantity) -> bool:
        """As in "four settlements in Donetsk region and one in Dnipropetrovsk region"."""

        def placed(at: int) -> bool:
            words = [token.lower for token in clause.tokens[at : at + 1]]
            return any(self.language.word("inside", word) is not None for word in words)

        return last.measure == "count" and placed(last.outer_last) and placed(quantity.outer_last)

    def _is_joined(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "13 there, as well as one here"."""
        return any(
            match.last == quantity.outer_first and match.values[0] == "joined"
            for match in clause.phrases.get("clause", ())
        )

    def _rated(self, clause: Clause, quantity: Quantity, at: int) -> bool:
        """As in "14 km² a day in May, 7 — in June": a row of one rate after the other."""
        at += at < len(clause.tokens) and clause.tokens[at].text in "—–"
        return any(0 <= date.first - at <= 1 for date in clause.dates) and not any(
            verb.first > quantity.first for verb in clause.predicates
        )

    def _owned(self, clause: Clause, predicate: Predicate) -> bool:
        """As in "keeps control of 71": a word such as "of" belongs to the verb before it."""
        at = predicate.last
        return at < len(clause.tokens) and (
            predicate.kind == "control"
            and self.language.word("of", clause.tokens[at].lower) is not None
        )

    def _is_toll(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "putting its own dead at 22": how many fell, not what was taken."""
        words = clause.tokens[max(0, quantity.outer_first - 3) : quantity.outer_first]
        return any(self.language.word("toll", token.lower) is not None for token in words)

    def _like(self, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]) -> Quantity:
        """The figure that another is held against: "372 km², or 13 a day, compared with 466"."""
        told = [one for one, _, _ in reports if one.unit == reports[-1][0].unit]
        if not quantity.value or any(one.value <= 0 for one in told):
            return told[-1]
        return min(reversed(told), key=lambda one: abs(math.log(one.value / quantity.value)))

    def _in_contrast(
        self,
        clause: Clause,
        quantity: Quantity,
        reports: list[tuple[Quantity, Link, Report]],
    ) -> bool:
        """As in "17 km² a day, against 9 km² in May": told beside a figure of the same unit."""
        if not reports or quantity.unit not in (None, reports[-1][0].unit):
            return False
        words = clause.tokens[max(0, quantity.outer_first - 3) : quantity.outer_first]
        return any(
            0 <= quantity.outer_first - match.last <= 1
            for match in clause.phrases.get("contrast", ())
        ) or any(self.language.word("indicator", token.lower) is not None for token in words)

    def _counted_noun(self, clause: Clause, quantity: Quantity) -> str | None:
        """As in "Of the villages they took, 317 have been freed", "the number of villages is 30"."""
        tokens = clause.tokens
        at = quantity.number_last
        numbered = self._numbered(clause, quantity)
        freed = (
            numbered is None
            and at < len(tokens)
            and any(
                self.language.word(category, tokens[at].lower) is not None
                for category in ("be", "have")
            )
        )
        counted = any(
            predicate.kind in ("light", "figure")
            and predicate.last <= quantity.first <= predicate.last + 2
            for predicate in clause.predicates
        )
        if counted and numbered is not None:
            return numbered
        if not (freed or counted):
            return None
        for match in reversed(clause.phrases.get("unit", ())):
            unit = match.values[0]
            if (
                match.last > quantity.first
                or units.dimension(unit) != "count"
                or any(q.first <= match.first < q.last for q in clause.quantities)
            ):
                continue
            for step in range(match.first - 1, max(-1, match.first - 5), -1):
                if tokens[step].text in ".,;:" or any(
                    p.first <= step < p.last for p in clause.predicates
                ):
                    break
                if self.language.word("of", tokens[step].lower) is not None:
                    return unit if freed == (step == 0) else None
        return None

    def _numbered(self, clause: Clause, quantity: Quantity) -> str | None:
        """As in "Кількість звільнених сіл зросла до 63": the unit of which a number is told."""
        for match in clause.phrases.get("unit", ()):
            words = clause.tokens[max(0, match.first - 3) : match.first]
            if (
                match.last <= quantity.first
                and units.dimension(match.values[0]) == "count"
                and any(self.language.word("count_of", token.lower) is not None for token in words)
            ):
                return match.values[0]
        return None

    def _of_others(self, clause: Clause, at: int) -> bool:
        """As in "four of Darfur's five capitals": the number of all stands with what is counted."""
        tokens = clause.tokens
        if at >= len(tokens) or not (
            self.language.word("of", tokens[at].lower) is not None
            or self.language.word("out_of", tokens[at].lower) is not None
        ):
            return False
        for step in range(at + 1, min(at + 5, len(tokens) - 1)):
            if tokens[step].is_number or self.language.word("number", tokens[step].lower):
                counted = tokens[step + 1]
                return (
                    counted.is_word
                    and self.language.word("preposition", counted.lower) is None
                    and not any(p.first == step + 1 for p in clause.predicates)
                )
        return False
