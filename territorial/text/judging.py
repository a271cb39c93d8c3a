"""Whether a quantity is a report: its link, or the reason why it is none."""

from __future__ import annotations

from territorial.records import Report
from territorial.text import exclusions
from territorial.text.article import figure_key
from territorial.text.clauses import LEVELS, Clause
from territorial.text.linking import Linker
from territorial.text.links import KIND, REACH, Link
from territorial.text.quantities import Quantity
from territorial.text.settling import SettleRules
from territorial.text.shares import share_base, share_of_ground
from territorial.text.spans import VAGUE, Period


class Judge(SettleRules):
    """Judges the quantities of one sentence after the other."""

    def _judge(
        self,
        linker: Linker,
        clause: Clause,
        quantities: list[Quantity],
        index: int,
        reports: list[tuple[Quantity, Link, Report]],
    ) -> None:
        quantity = quantities[index]
        elided = quantity.unit is None
        if elided:
            supplied = self._supply(linker, clause, quantities, index, reports)
            if supplied is None or (supplied.unit == "fraction" and supplied.value > 1):
                return  # "Half of the town is lost; its population of 17,000 has shrunk to 200"
            quantity = supplied
            quantities[index] = quantity
        elif quantity.per is None and self._in_contrast(clause, quantity, reports):
            quantity = quantity._replace(per=self._like(quantity, reports).per)
            quantities[index] = quantity
        link = self._link(linker, clause, quantity, reports, elided=elided)
        if self._in_other_units(clause, quantity) and linker.left_out is not None:
            link = linker.left_out
        linker.left_out = link if link.reason is not None else None
        if link.reason is not None:
            if not elided:
                self._note(clause, quantity, None, link)
            return
        report = self._report(clause, quantity, link, reports)
        linker.previous = (quantity, link)
        reports.append((quantity, link, report))
        if report.restates is None:
            self.told.setdefault(
                figure_key(quantity, link, report.start, report.end), report.report_id
            )
        self._note(clause, quantity, report, link)

    def _link(
        self,
        linker: Linker,
        clause: Clause,
        quantity: Quantity,
        reports: list[tuple[Quantity, Link, Report]],
        *,
        elided: bool,
    ) -> Link:
        def none(reason: str) -> Link:
            return Link(None, None, None, None, None, reason)

        measure = quantity.measure
        assert measure is not None
        lang = self.language
        again = self._part_again(linker, clause, quantity)
        if again is not None:
            return again
        held = self._held_in_brackets(clause, quantity, reports)
        if held is not None:
            return held
        grown = self._grew_again(clause, quantity, reports)
        if grown is not None:
            day = linker.period_for(quantity, None, grown[0]) or self.memory.period
            return Link(*grown, day, None, None)
        if (
            exclusions.is_comparison(lang, clause, quantity)
            or self._compared_again(linker, clause, quantity)
            or self._changed_since(clause, quantity, reports)
        ):
            return none(exclusions.COMPARISON)
        restated = self._restated(clause, quantity, reports)
        if restated is not None and measure == "share":
            parted = self._parts_off(clause, reports[restated][0])  # "of which 350 km², or 56%"
            if parted or self._of_a_figure(clause, quantity):  # "480 km², half of May's 960"
                return none(exclusions.SHARE)
        if restated is not None and not (measure == "share" and self._parts_off(clause, quantity)):
            return reports[restated][1]
        part = self._part_of_last(clause, quantity, reports)
        if part is not None:
            return part
        costs = linker.predicate_costs(quantity, measure)
        cost, predicate = costs[0] if costs else (99.0, None)
        if predicate is not None and cost > REACH:
            predicate = None
        noun = linker.advance_after(quantity)
        if noun is not None:
            cost, predicate = 0.0, noun
        if (
            elided
            and predicate is not None
            and predicate.voice == "noun"
            and predicate.first >= quantity.last
            and self._in_contrast(clause, quantity, reports)
            and reports[-1][1].predicate in clause.predicates
        ):  # "holds 200 km², down from 1,300 at the peak of its incursion"
            predicate = reports[-1][1].predicate
        if predicate is not None and predicate.kind == "none":
            return none(exclusions.OTHER)
        if (
            predicate is not None
            and (predicate.kind, predicate.voice) == ("loss", "noun")
            and quantity.value == 1
            and measure == "area"
        ):
            return none(exclusions.OTHER)  # "losses for one square kilometre"
        if predicate is not None and predicate.kind == "remain" and measure == "length":
            return none(exclusions.DISTANCE)  # "до міста залишається 20 км"
        if predicate is not None and predicate.kind == "remain":
            holder = linker.left_to(predicate)
            if holder is not None:  # "у противника осталось 62 села"
                day = linker.period_for(quantity, None, "control")
                settled = self._settle(linker, None, "control", day)
                return Link("control", holder, self.opposed.get(holder), settled, predicate, None)
            if reports and self._left_in_brackets(linker, quantity, reports):
                other = self.opposed.get(reports[-1][1].party or "")
                today = self._settle(linker, None, "control", None)
                return Link("control", other, reports[-1][1].party, today, predicate, None)
            if reports and self._left_of_gain(clause, quantity, reports):
                holder = reports[-1][1].party
                day = linker.period_for(quantity, None, "control")
                settled = self._settle(linker, None, "control", day)
                return Link(
                    "control", holder, self.opposed.get(holder or ""), settled, predicate, None
                )
            predicate = predicate._replace(kind="light")
        if (
            predicate is not None
            and predicate.kind == "light"
            and quantity.per is not None
            and measure == "area"
            and lang.word("averages", clause.tokens[predicate.first].lower) is not None
        ):
            predicate = predicate._replace(kind="gain")  # "the Russians averaged 19 km² a day"
        if predicate is not None and predicate.kind in ("light", "figure"):
            predicate = (
                linker.level_before(predicate)
                or linker.state_before(predicate)
                or linker.noun_before(predicate, costs)
                or linker.noun_of(quantity)
                or linker.relative_after(quantity, costs)
                or predicate
            )
        gapped = (
            bool(reports)
            and reports[-1][0].measure == measure == "length"
            and (clause.tokens[quantity.outer_first - 1].text in "—–")
            and not exclusions.is_measured(clause, quantity)
        )
        if (
            measure == "length"
            and not gapped
            and noun is None
            and exclusions.is_distance(lang, clause, quantity, predicate, cost)
        ):
            return none(exclusions.DISTANCE)
        if self._area_of_count(clause, quantity, reports):
            return reports[-1][1]
        if exclusions.is_size(lang, clause, quantity, predicate):
            linker.whole = quantity.unit
            return none(exclusions.SIZE)
        ours = self._is_ours(clause, quantity) if measure == "share" else None
        ours = ours or self._is_behind(linker, clause, quantity)
        if ours is not None:
            day = self._held_on(linker.period_for(quantity, None, "control"))
            return Link("control", ours, self.opposed.get(ours), day, None, None)
        owner = self._possessor(clause, quantity)
        if owner is not None and (predicate is None or predicate.kind in ("light", "figure")):
            day = linker.period_for(quantity, None, "control")
            if day is None and self._on_control(quantity):
                day = self.memory.day
            return Link("control", owner, self.opposed.get(owner), self._held_on(day), None, None)
        if self._by_unlisted(clause, quantity, reports):
            return none(exclusions.NO_PARTY)
        second = self._gapped(clause, quantity, reports)
        if second == exclusions.NOBODY:
            return none(exclusions.CONTESTED)
        if second is not None:
            last = reports[-1][1]
            days = [
                mention.period
                for mention in clause.dates
                if reports[-1][0].last <= mention.first < quantity.first
            ]
            return last._replace(
                party=second,
                counterparty=self.opposed.get(second),
                period=self._settle(linker, None, last.kind or "gain", days[-1])
                if days
                else last.period,
            )
        sign = self._signed(clause, quantity, reports)
        if sign is not None and exclusions.is_contested(lang, clause, quantity):
            return none(exclusions.CONTESTED)
        if sign is not None:
            kind, signed = sign
            period = linker.period_for(quantity, None, kind) or self.memory.period
            return Link(kind, signed, self.opposed.get(signed), period, None, None)
        if measure == "share":
            if self._is_answer(clause, quantity):
                return none(exclusions.SHARE)
            base = share_base(lang, clause, quantity, clause.places)
            left_out = linker.left_out is not None and linker.left_out.reason == exclusions.SHARE
            whole = reports[-1][0].measure if reports else None
            parted = base == "unsaid" and (
                whole in ("area", "count") or (whole == "share" and quantity.unit == "fraction")
            )
            if base == "other" or (parted and self._parts_off(clause, quantity)):
                return none(exclusions.SHARE)  # "3 600 км², з них половина — на Донеччині"
            if any(
                verb.voice == "part"
                and (
                    0 <= quantity.outer_first - verb.last <= 1
                    or 0 < verb.first - quantity.outer_last <= 3
                )
                and not any(  # "the land that Russia occupies accounts for 19% of Ukraine"
                    one.kind in KIND and one.voice != "noun" and 0 <= verb.first - one.last <= 8
                    for one in clause.predicates
                    if clause.walls[verb.first] - clause.walls[one.last - 1] < 1.0
                )
                for verb in clause.predicates
            ):
                return none(exclusions.SHARE)  # "на Гуляйпільський напрямок припадає 28%"
            if base == "territory" and self._part_of_gain(clause, quantity, predicate):
                return none(exclusions.SHARE)
            known = (
                any(r[0].measure == "share" for r in reports)
                or any(  # "рівень окупації піднявся з 67% до 78%", "подконтрольная территория"
                    verb.kind == "control"
                    and verb.voice in ("noun", "passive")
                    and verb.last <= quantity.first
                    for verb in clause.predicates
                )
                or (
                    self.memory.measure == "share"
                    and (predicate is not None or self._row(clause, quantity))
                )
                or self._under_state(clause, quantity)
                or (
                    self.heading is not None  # "Share of lost ground:" is told of something else
                    and self.heading.kind in ("control", "occupy")
                    and self._is_listed(clause, quantity)
                )
            )
            if (
                left_out
                and (base == "unsaid" or self._of_them(clause, quantity))
                and not self._restates_share(clause, quantity)
            ):
                return none(exclusions.SHARE)  # "Pokrovsk made up 38% of the losses, Sumy 19%"
            grown_share = (
                share_of_ground(lang, clause, predicate)
                if predicate is not None and predicate.voice in LEVELS and base == "unsaid"
                else None
            )
            if grown_share is False:
                return none(exclusions.SHARE)  # "its share of the market shrank to 12%"
            if (
                base == "unsaid"
                and not known
                and grown_share is None
                and (
                    predicate is None
                    or (
                        quantity.unit == "fraction"
                        and not (  # "The town is half under Russian control"
                            predicate.voice == "under" and predicate.first == quantity.outer_last
                        )
                    )
                    or (lang.free_order and predicate.kind == "light")
                )
            ):
                return none(exclusions.SHARE)
        inherited = None
        if predicate is None or predicate.kind in ("light", "figure"):
            inherited = self._inherit(clause, quantity, reports, predicate)
            if inherited is None:
                return none(exclusions.NO_VERB)
        if (
            (not elided or (predicate is not None and predicate.voice in LEVELS))
            and not self._grown_to(clause, quantity, predicate)
            and exclusions.nearest_other(lang, clause, quantity) + 0.3 < cost
            and (inherited is None)
        ):
            return none(exclusions.OTHER)
        if exclusions.is_struck(lang, clause, quantity, predicate):
            return none(exclusions.OTHER)
        if predicate is not None and exclusions.is_civil(lang, clause, predicate):
            return none(exclusions.OTHER)
        if not elided and exclusions.is_where(lang, clause, quantity, predicate):
            return none(exclusions.OTHER)
        if inherited is not None and exclusions.is_on_ground(lang, clause, quantity):
            return none(exclusions.OTHER)
        if exclusions.is_contested(lang, clause, quantity):
            return none(exclusions.CONTESTED)
        if inherited is None and exclusions.is_hypothetical(lang, clause, quantity, predicate):
            still = linker.relative_after(quantity, costs)
            if (
                still is None
                or still.kind != "control"
                or exclusions.is_hypothetical(lang, clause, quantity, still)
            ):
                return none(exclusions.PLANNED)
            predicate = still  # "would have to give up the 22% that it still holds"
        if exclusions.is_plan(clause, quantity, [told for told, _, _ in reports], predicate):
            return none(exclusions.PLANNED)
        party: str | None
        counterparty: str | None
        if inherited is not None:
            kind, party, counterparty = inherited
            if (
                predicate is not None
                and predicate.kind == "light"
                and not linker.after_relative(predicate)
            ):
                subject = linker.subject(predicate)
                if subject is not None:
                    party = subject
            if predicate is not None and predicate.kind == "figure" and kind == "control":
                party = linker.owner_of_level(predicate) or party
        else:
            assert predicate is not None
            party, counterparty, turned = linker.party_for(predicate, quantity)
            kind = turned or self._kind(clause, predicate)
        if (
            reports
            and (summed := linker.sums_up(quantity))
            and not any(summed <= actor.first for actor in clause.actors)
        ):
            party = reports[-1][1].party  # "raising the number of those liberated to 71"
        if (
            predicate is not None
            and predicate.voice == "passive"
            and inherited is None
            and not any(actor.role in ("by", "from", "speaker") for actor in clause.actors)
        ):
            party = self._implied("implied_first", clause, predicate) or party
        if (
            predicate is not None
            and inherited is None
            and lang.word("infinitive", clause.tokens[predicate.first].lower) is not None
            and not any(actor.role == "actor" for actor in clause.actors)
        ):  # "вдалося деокупувати 927 сіл"
            party = self._implied("implied", clause, predicate) or party
        if party is None and predicate is not None and predicate.voice in ("noun", *LEVELS):
            # "рівень окупації піднявся з 72%", "приріст окупованої території"
            for verb in (predicate, *clause.predicates):
                beside = predicate.last if verb.voice == "passive" else None
                if (
                    verb is predicate
                    or beside == verb.first
                    or (verb.voice == "noun" and verb.last == predicate.first)
                ):
                    party = party or self._implied("implied", clause, verb)
        if (
            party is None
            and predicate is not None
            and (predicate.kind, predicate.voice) == ("gain", "passive")
            and not linker.retakes(predicate)
        ):
            party = self._implied("implied", clause, predicate)  # "под контроль взято 17 сел"
        freed = (  # "179 settlements were freed in a week": by the one party that is named later
            predicate is not None and predicate.voice == "passive" and linker.retakes(predicate)
        )
        if party is None and (lang.free_order or freed) and self.memory.kind is None:
            party = self._only_party if lang.free_order else self._only_side
        if party is None and predicate is not None:
            party = self._implied("implied", clause, predicate)
        if party is None and predicate is not None and linker.retakes(predicate):
            party = linker.owner_of_ground(quantity)
        if party is None and predicate is not None:
            party = linker.unlisted(predicate)
        if party is None:
            return none(exclusions.NO_PARTY)
        if party == exclusions.NOBODY:
            return none(exclusions.CONTESTED)
        if self._grown_to(clause, quantity, predicate) and kind in ("gain", "loss"):
            kind = "control"  # "has shrunk by 18% to 29,800 km²"
        if kind == "control" and quantity.per is not None:
            kind = "gain"
        if predicate is not None and predicate.kind == "occupy":
            period = linker.period_for(quantity, predicate, "gain")
            kind = self._occupied(clause, predicate, measure, period)
        if measure == "share" and kind == "gain" and linker.sums_up(quantity):
            kind = "control"  # "took 0.04% of the country, bringing the total to 19%"
        period = linker.period_for(quantity, predicate, kind)
        if period is None and predicate is not None and linker.running_total(quantity, predicate):
            period = VAGUE
        if period is None and kind == "control" and inherited is not None:
            period = (
                reports[-1][1].period
                if reports
                else self.heading.day
                if self.heading is not None
                else self.memory.day
            )  # "Region by region: Luhansk – 26,000 km²"
        if kind == "control" and (period is None or not period.point):
            at_end = self._at_end(linker, quantity, predicate)
            if period is None and predicate is not None and predicate.voice == "size":
                at_end = at_end or self._brought_to(reports)
            period = at_end or period
            if predicate is not None and predicate.kind in (
                "gain",
                "loss",
            ):  # "has shrunk in May to 29,800"
                span = linker.period_for(quantity, predicate, "gain")
                if span is not None and span.end is not None:
                    period = Period(span.end, span.end, "day", span.basis, point=True)
        period = (
            self._between_levels(predicate, reports)
            or self._of_the_parts(clause, quantity, kind, reports)
            or self._settle(linker, predicate, kind, period)
        )
        if counterparty is None or counterparty == party:
            counterparty = self._counterparty(clause, party)
        return Link(kind, party, counterparty, period, predicate, None)

    def _of_a_figure(self, clause: Clause, quantity: Quantity) -> bool:
        """Whether a share is told of another figure: "half of the 1,376"."""
        behind = [token.lower for token in clause.tokens[quantity.last : quantity.last + 2]]
        if not behind or self.language.word("of", behind[0]) is None:
            return False
        at = quantity.last + 1 + (behind[1:] == ["the"])
        at = next((date.last for date in clause.dates if date.first == at), at)  # "of May's 507"
        return any(other.outer_first == at for other in clause.quantities)

    def _left_in_brackets(
        self, linker: Linker, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> bool:
        """As in "освобождено 99% области (осталось менее 60 км²)": what the other side has left."""
        aside = linker.aside(quantity.first)
        last, link, _ = reports[-1]
        return (
            aside is not None
            and last.last <= aside[0]
            and link.kind == "gain"
            and link.party in self.opposed
        )

    def _left_of_gain(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> bool:
        """As in "із 1,3 тис. км², які взяли влітку, лишалося 410": what is left of what was taken."""
        last, link, _ = reports[-1]
        if link.kind != "gain" or (last.unit, quantity.per) != (quantity.unit, None):
            return False
        before = [t.lower for t in clause.tokens[max(0, last.outer_first - 3) : last.outer_first]]
        behind = [t.lower for t in clause.tokens[last.outer_last : last.outer_last + 2]]
        return any(
            self.language.word(category, word) is not None
            for category in ("of", "out_of")
            for word in before
        ) and any(self.language.word("relative", word) is not None for word in behind)

    def _area_of_count(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> bool:
        """As in "11 villages with a total area of 170 km²": the same gain as an area."""
        if not reports or quantity.measure != "area":
            return False
        if not any(told.measure == "count" for told, _, _ in reports[-2:]):
            return False
        words = clause.tokens[reports[-1][0].last : quantity.first]
        if any(
            reports[-1][0].last <= verb.first < quantity.first
            and (verb.kind, verb.voice) == ("control", "active")
            and self.language.word("preposition", clause.tokens[verb.first - 1].lower) is None
            for verb in clause.predicates
        ):
            return False  # "took two towns and now control an area of 5,000 km²"
        return len(words) <= 20 and any(
            self.language.word("surface", token.lower) is not None for token in words[-5:]
        )
