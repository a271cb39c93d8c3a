"""What a figure leaves unsaid and its neighbours tell: unit, kind, party, sign."""

from __future__ import annotations

import math

from territorial import units
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


class SupplyRules(OwnerRules):
    """Fills in what a figure takes from the figures and sentences near it."""

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
        joiners = self.language.range_open.get(opener, "").split("|")
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
                    return quantity._replace(unit=later.unit)
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
            )
        )
        if not closes or self._of_others(clause, at):
            return None
        before_number = tokens[quantity.first - 1].lower if quantity.first else ""
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
                and reports[-1][0].last == reports[-1][0].number_last
                and self.language.word("and", before_number) is not None
            )  # "two in the north and one in the south"
        ):
            return None
        unit = self._unit_told(linker, clause, quantity, reports, at)
        if unit is None:
            unit = self._counted_noun(clause, quantity)
            if unit is not None:
                return quantity._replace(unit=unit)
            return None
        measure = units.dimension(unit)
        costs = linker.predicate_costs(quantity._replace(unit=unit), measure)
        before = tokens[quantity.outer_first - 1] if quantity.outer_first else None
        follows_date = any(date.last == quantity.outer_first for date in clause.dates)
        opens = (
            before is None
            or before.text in ",;:—–("
            or follows_date
            or self._parts_off(clause, quantity)
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
        if self._in_placed_row(clause, quantity) or (
            opens and not costs and any(match.last <= quantity.first for match in parts)
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
        if per is None and reports and contrasted:
            per = self._like(quantity, reports).per  # "осенью 22 кв. км в сутки, весной — пять"
        return quantity._replace(unit=unit, per=per)

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
            return self.memory.counted or self.memory.unit  # "recaptured four of them"
        if reports:
            told = [r for r in reports if r[2].restates is None]  # not a unit in brackets
            return (told or reports)[-1][0].unit
        if linker.whole is not None:
            return linker.whole
        governed = any(
            0 <= quantity.outer_first - p.last <= (3 if self.language.free_order else 0)
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
        return self.memory.unit if rows or governed or put_at or named else None

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
        return (
            bool(reports)
            and quantity.unit in (None, reports[-1][0].unit)
            and any(
                0 <= quantity.outer_first - match.last <= 1
                for match in clause.phrases.get("contrast", ())
            )
        )

    def _parts_off(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Of these, seven are in the north": a part of what was told before."""
        tokens = clause.tokens
        return any(
            0 <= quantity.outer_first - match.last <= 1
            and all(token.text in ",:—–-" for token in tokens[match.last : quantity.outer_first])
            for match in clause.phrases.get("part_of", ())
        )

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
        if self.heading is not None and self._is_listed(clause, quantity):
            kind = self.heading.kind
            if kind == "occupy":  # "The share occupied:" is a state, "Occupied in May:" a deed
                kind = "control" if quantity.measure == "share" else "gain"
            return KIND[kind], self.heading.party, self.heading.counterparty
        memory = self.memory
        if memory.kind is not None and self._parts_off(clause, quantity):
            return memory.kind, memory.party, memory.counterparty
        if quantity.measure == "length" and memory.measure != "length":
            return None
        if memory.kind is not None and (predicate is not None or self._row(clause, quantity)):
            return memory.kind, memory.party, memory.counterparty
        return None

    def _compared_again(self, linker: Linker, clause: Clause, quantity: Quantity) -> bool:
        """As in "The number rose by 12%, and the pace — by 24%": compared like the one before."""
        at = quantity.outer_first - 1
        hedges = clause.tokens[quantity.outer_first : quantity.first]
        return (
            quantity.measure == "share"
            and linker.left_out is not None
            and linker.left_out.reason == exclusions.COMPARISON
            and at > 0
            and clause.tokens[at].text in "—–"
            and bool(hedges)
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

    def _row(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Group Centre: 5 villages.": a row of the list that the sentence before began."""
        if self.memory.measure != quantity.measure:
            return False
        deeds = [one for one in clause.predicates if one.kind not in ("light", "figure")]
        if not deeds and any(
            0 < quantity.outer_first - date.last <= 2
            and all(
                token.text in "—–-:(" for token in clause.tokens[date.last : quantity.outer_first]
            )
            for date in clause.dates
        ):  # "У листопаді – 505 км², у жовтні – 267 км².", "more than in May (391 sq km)"
            return True
        if not clause.predicates and self._lies_in(clause, quantity):
            return True
        if self._ranked(clause, quantity):
            return True
        if self._in_placed_row(clause, quantity):
            return True
        marks = [token.text for token in clause.tokens[: quantity.outer_first]]
        if self.language.free_order and marks[-1:] == ["("] and not clause.predicates:
            return True  # "Найгірше — Гуляйпільський напрямок (45 км²)"
        return (":" in marks or "|" in marks) and not any(
            predicate.voice in ("active", "passive") for predicate in clause.predicates
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

    def _part_of_gain(
        self, clause: Clause, quantity: Quantity, predicate: Predicate | None
    ) -> bool:
        """As in "more than half of the new ground taken was ...": a share of what was taken."""
        if predicate is None or predicate.voice != "passive" or predicate.first <= quantity.last:
            return False
        words = clause.tokens[quantity.last : predicate.first]
        named = not self.language.free_order and words[-1].is_capital  # "of Ukraine seized by"
        return (
            len(words) <= 6
            and not named
            and not any(
                self.language.word("be", token.lower) is not None or token.text in ",;:()"
                for token in words
            )
        )
