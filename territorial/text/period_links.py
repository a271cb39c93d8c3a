"""Which of the periods that a sentence names a quantity belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.text.clauses import Predicate
from territorial.text.links import CONTROL_REACH
from territorial.text.other_dates import OtherDates
from territorial.text.quantities import Quantity
from territorial.text.spans import VAGUE, Mention, Period, month_span
from territorial.text.tokens import Token

WEEK = 7  # days


class PeriodLinks(OtherDates):
    """Chooses the period of a quantity by cost."""

    def _since_then(self, predicate: Predicate, quantity: Quantity) -> bool:
        """As in "took 91 towns in 2024 but have lost nine since": after what was told before."""
        tokens = self.clause.tokens
        if any(mention.first >= predicate.first for mention in self.clause.dates):
            return False
        return any(
            self.language.word("then_on", tokens[at].lower) is not None
            and (at + 1 == len(tokens) or tokens[at + 1].text in ".,;:)")
            for at in range(quantity.outer_last, min(quantity.outer_last + 3, len(tokens)))
        )

    def _counts(self, mention: Mention) -> bool:
        """As in "over these three months": so many of those told, not the one told last."""
        words = self.clause.tokens[mention.first : mention.last]
        return any(
            token.is_number or self.language.word("number", token.lower) is not None
            for token in words
        )

    def period_for(
        self, quantity: Quantity, predicate: Predicate | None, kind: str
    ) -> Period | None:
        """The period of a quantity: the cheapest of those that the sentence names."""
        clause = self.clause
        if quantity.first in self.order:
            return self.order[quantity.first].period
        record = self._of_last_record(quantity)
        if record is not None and kind != "control":
            return record
        then = next((m for m in clause.dates if self._was_then(m, quantity)), None)
        if kind == "control" and then is not None and then.period.start is None:
            return VAGUE._replace(unit="peak")
        best: tuple[float, Mention] | None = None
        floor = self.sums_up(quantity)
        if kind != "control" and predicate is not None and self._since_then(predicate, quantity):
            return VAGUE
        for mention in clause.dates:
            if mention.last <= floor or self._counted_in(mention) or self._of_event(mention):
                continue  # "took 10 km² last week, bringing the total to 169"
            spoken = self._in_speech(mention) and not self._tells_when(mention, quantity)
            if spoken and not (kind == "control" and mention.period.point):
                continue
            if self._told_of_another(mention, quantity, predicate, kind) or (
                predicate is not None and self._of_ground(mention, quantity, predicate)
            ):
                continue
            if self._describes_when(mention, quantity) or self._begins_aside(mention, predicate):
                continue
            if self._told_of_level(mention, quantity) or self._lost_then(
                mention, quantity, predicate
            ):
                continue
            if self._of_record(mention) or (kind != "control" and self._ends_span(mention)):
                continue
            if kind == "control" and self._apart(mention, quantity):
                continue
            if kind != "control" and self._opens_now(mention, predicate):
                continue
            if kind == "control" and self._behind_a_day(mention, quantity):
                continue
            cost = self._date_cost(mention, quantity, predicate)
            if spoken:
                cost += 8.0
            if (
                kind == "control"
                and not mention.period.point
                and mention.period.start is not None
                and not self.right_behind(mention, quantity)
                and not self._opens_state(mention, predicate)
            ):
                cost += 4.0
            if kind != "control" and mention.period.unit == "as_of":
                cost += 4.0
            if self._opens_another(mention, quantity) or self._of_dateline(mention):
                cost += 8.0
            if self._in_relative(mention, quantity):
                cost += 12.0
            if mention.period.unit == "vague":
                cost += 0.5  # "on the first day of the battle, 1 July 1916"
            nearer = (  # "September was the costliest: from 15 to 22 September it took"
                best is not None and cost == best[0] and mention.last <= quantity.first
            )
            if best is None or cost < best[0] or nearer:
                best = (cost, mention)
        reach = 16.0
        if kind == "control":
            reach = 10.0 if predicate is not None and self.is_past(predicate) else CONTROL_REACH
        if best is None or best[0] >= reach:
            return VAGUE if floor and kind != "control" else None
        if (
            best[1].rule == "anchor"
            and kind != "control"
            and not self._counts(best[1])
            and (self.language.free_order or self._says_same(best[1]))
        ):
            last = self.previous[1].period if self.previous is not None else self.memory.period
            if last is not None and last.start is not None and not last.point:
                return last._replace(basis="context")
        if (
            kind == "control"
            and best[1].period.unit == "vague"
            and (self.right_behind(best[1], quantity) or self._behind_place(best[1], quantity))
        ):
            return VAGUE._replace(unit="peak")  # "After controlling 51% in mid-December"
        return self._till_told(best[1].period)

    def _of_last_record(self, quantity: Quantity) -> Period | None:
        """As in "the most since November 2024 (725 sq km)": the month that was last as good."""
        tokens = self.clause.tokens
        for mention in self.clause.dates:
            start = mention.period.start
            gap = tokens[mention.last : quantity.outer_first]
            if (
                mention.rule == "since"
                and start is not None
                and start.day == 1
                and len(gap) <= 1
                and mention.last <= quantity.outer_first
                and all(token.text == "(" for token in gap)
                and any(
                    self.language.word("superlative", token.lower) is not None
                    for token in tokens[max(0, mention.first - 5) : mention.first]
                )
            ):
                return Period(*month_span(start.year, start.month), "month", mention.period.basis)
        return None

    def sums_up(self, quantity: Quantity) -> int:
        """Where "bringing the total to" begins before a quantity, or "in total" behind it, else 0.

        Such a sum is of another span than the figures that the sentence told before it.
        """
        clause = self.clause
        opener = next(
            (
                match.first
                for match in clause.phrases.get("sum_up", ())
                if quantity.outer_first <= match.last <= quantity.first
            ),
            0,
        )
        told = [o for o in clause.quantities if o.last <= quantity.first and o.measure]
        if opener or not told or told[-1].measure != quantity.measure:
            return opener
        closed = any(
            match.first == quantity.outer_last for match in clause.phrases.get("in_total", ())
        )
        between = clause.tokens[told[-1].outer_last : quantity.outer_first]
        again = [token for token in between if token.text != ","]
        if len(again) == 1 and self.language.word("range_or", again[0].lower) is not None:
            return 0  # "8.6 km² a day, or 267 in all"
        parts = sum(one.value for one in told if one.unit == quantity.unit)
        summed = abs(parts - quantity.value) <= 0.02 * quantity.value
        return quantity.first if closed and not summed else 0

    def running_total(self, quantity: Quantity, predicate: Predicate) -> bool:
        """As in "retook 2 km² last week. In total, 58 km² have been liberated": a sum since some day.

        "In total, it seized 58 km²" still is of the span told before.
        """
        tokens = self.clause.tokens
        span = self.memory.period
        short = (
            span is not None
            and span.start is not None
            and span.end is not None
            and (span.since or (span.end - span.start).days < WEEK)
        )
        opened = any(
            match.first <= 2 and (match.first == 0 or not tokens[match.first - 1].is_word)
            for match in self.clause.phrases.get("in_total", ())
        )
        verb = tokens[max(0, predicate.first - 3) : predicate.first]
        perfect = any(self.language.word("have", token.lower) is not None for token in verb)
        yet = any(self.language.word("already", token.lower) is not None for token in verb)
        return (
            predicate.voice == "passive"
            and predicate.kind in ("gain", "loss")
            and short
            and self.memory.measure == quantity.measure
            and (opened or yet)
            and (self.language.free_order or perfect)
        )

    def _opens_state(self, mention: Mention, predicate: Predicate | None) -> bool:
        """As in "In March of that year the offensive saw it control 45,000 km²"."""
        return (
            predicate is not None
            and (
                mention.first <= 1
                or any(
                    token.lower == "that"
                    for token in self.clause.tokens[mention.first - 2 : mention.first]
                )
            )
            and mention.last <= predicate.first
            and not any(
                mention.last <= other.first < predicate.first and other.kind != "light"
                for other in self.clause.predicates
            )
        )

    def right_behind(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "up from 7 percent in 2015": a period told of this figure alone."""
        words = self.clause.tokens[quantity.outer_last : mention.first]
        return mention.first >= quantity.last and all(
            self.language.word("preposition", token.lower) is not None for token in words
        )

    def _was_then(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "81%, місяць тому було 79%": another day's level, not "than a month ago, 12,000"."""
        tokens = self.clause.tokens
        before = tokens[mention.first - 1].lower if mention.first else ""
        gap = tokens[mention.last : quantity.outer_first]
        return (
            mention.rule == "ago"
            and len(gap) <= 1
            and mention.last <= quantity.outer_first
            and (
                all(token.text in "—–" for token in gap)
                or any(
                    verb.first == mention.last and verb.kind == "light"
                    for verb in self.clause.predicates
                )
            )
            and self.language.word("against", before) is None
        )

    def _behind_place(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "51% of Donetsk in mid-December": only the ground stands between."""
        words = self.clause.tokens[quantity.outer_last : mention.first]
        return 0 < len(words) <= 4 and (
            self.language.word("of", words[0].lower) is not None
            and all(token.is_word for token in words)
            and not any(
                quantity.last <= verb.first < mention.first for verb in self.clause.predicates
            )
        )

    def _till_told(self, period: Period) -> Period:
        """As in "said on 31 May that since January": up to the day on which it was said."""
        if not period.since or period.start is None or period.end != self.published:
            return period
        days = [
            mention.period.end
            for mention in self.clause.dates
            if mention.period.unit == "by"
            or (mention.rule in ("day", "numeric") and self._in_speech(mention))
        ]
        if len(days) != 1 or days[0] is None or not period.start < days[0] < self.published:
            return period
        return period._replace(end=days[0])

    def _says_same(self, mention: Mention) -> bool:
        """As in "for the same span", "over the same seven days": the period told last."""
        words = self.clause.tokens[mention.first : mention.last]
        return any(self.language.word("same", token.lower) is not None for token in words)

    def _date_cost(
        self, mention: Mention, quantity: Quantity, predicate: Predicate | None
    ) -> float:
        clause = self.clause
        if self._tells_when(mention, quantity):
            return 0.5
        if mention.first >= quantity.last:
            between = clause.tokens[quantity.outer_last : mention.first]
            if (
                between
                and between[0].text in "—–"
                and all(
                    self.language.word("preposition", token.lower) is not None
                    for token in between[1:]
                )
            ):  # "0,6% — в 2024-м"
                return 0.4
            cost = clause.distance(quantity.outer_last, mention.first)
            cost += sum(
                0.8 if self._coordinated(quantity, o) else 2.0
                for o in clause.quantities
                if quantity.last <= o.first < mention.first and not self.in_brackets(o)
            )
        elif _leads(clause.tokens[mention.last : quantity.outer_first]):
            return 0.2
        else:
            cost = clause.distance(mention.last, quantity.outer_first) + 0.8
            cost += sum(
                0.8 if self._joined(o, quantity) else 2.0
                for o in clause.quantities
                if mention.last <= o.first < quantity.first and not self.in_brackets(o)
            )
            governed = any(
                mention.last <= p.first < quantity.first
                for p in clause.predicates
                if p.voice in ("active", "passive")
            )
            if self._closes_another(mention) and not governed:
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
        partner = self._partner(quantity)
        if partner is not None and mention.last <= partner.outer_first:
            # "с начала года — 4714 кв. км и 205 сел"
            cost = min(cost, 0.1 + self._date_cost(mention, partner, predicate))
        if self._of_part(mention, quantity):
            cost += 16.0
        if (
            predicate is not None
            and predicate.last <= quantity.first <= mention.first
            and any(
                self.language.word("where", token.lower) is not None
                for token in clause.tokens[quantity.last : mention.first]
            )
        ):
            cost += 20.0  # "regained 12 km² near a town where an offensive began in August"
        if any(  # "215 km², 140 of them on 13 September"
            quantity.last <= o.first < o.last + 1 < mention.first <= o.last + 4
            and clause.tokens[o.last + 1].lower in ("them", "these", "those", "which")
            for o in clause.quantities
        ):
            cost += 6.0
        if mention.first >= quantity.last and self._contrasted(quantity, mention):
            cost += 16.0
        if (
            mention.rule == "since"
            and mention.first >= quantity.last
            and (self._in_apposition(quantity, mention))
        ):
            cost += 16.0
        if mention.first >= quantity.last and self._heads_another(mention):
            apart = any(t.text == "," for t in clause.tokens[mention.first - 2 : mention.first])
            dashed = clause.tokens[mention.last].text in "—–-:"
            cost += (16.0 if apart else 6.0) if dashed else 3.0
        if self._bracketed(mention, quantity) or self._compared_with(mention, quantity):
            cost += 12.0
        if predicate is not None and self._of_another_verb(mention, predicate, quantity):
            cost += 12.0
        if (
            self._opens(mention)
            and mention.period.unit != "peak"
            and not self._gives_way(mention, quantity)
        ):  # what opens a sentence holds for all of it
            cost = min(cost, 5.0)
        if mention.last <= quantity.first and any(
            self._takes_over(mention, other, quantity) for other in clause.dates
        ):
            cost += 6.0
        return cost

    def _heads_another(self, mention: Mention) -> bool:
        """As in "141 км² (у лютому — 119)": February is told of the other figure."""
        tokens = self.clause.tokens
        return any(
            0 <= other.outer_first - mention.last <= 3
            and all(
                token.text in "—–-:("
                or (step and self.language.word("preposition", token.lower) is not None)
                for step, token in enumerate(tokens[mention.last : other.outer_first])
            )
            for other in self.clause.quantities
        )

    def _opens_another(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "took 15 km² a day, and by late Sunday it stood before the town"."""
        at = mention.first - 1
        tokens = self.clause.tokens
        if mention.first <= quantity.last or at < 2:
            return False
        if self.language.word("preposition", tokens[at].lower) is not None and (
            self.language.word("and", tokens[at].lower) is None
        ):
            at -= 1
        return (
            self.language.word("and", tokens[at].lower) is not None
            and tokens[at - 1].text == ","
            and (
                any(
                    predicate.first >= mention.last and predicate.voice == "active"
                    for predicate in self.clause.predicates
                )
                or any(
                    self.language.word("have", token.lower) is not None
                    for token in tokens[mention.last : mention.last + 3]
                )
            )
        )

    def _tells_when(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "in July, when Russia took 634 km²": the day of all that follows "when"."""
        tokens = self.clause.tokens
        at = mention.last + (mention.last < len(tokens) and tokens[mention.last].text == ",")
        return (
            at < quantity.first <= at + 14
            and self.language.word("when", tokens[at].lower) is not None
            and not any(token.text in ";:" for token in tokens[at : quantity.first])
            and not any(at < other.first < quantity.first for other in self.clause.dates)
        )

    def _partner(self, quantity: Quantity) -> Quantity | None:
        """The quantity that "and" joins right to this one: "4714 кв. км и 205 сел"."""
        at = quantity.outer_first - 1
        if at < 1 or self.language.word("and", self.clause.tokens[at].lower) is None:
            return None
        return next(
            (o for o in self.clause.quantities if o.outer_last == at and o.unit is not None), None
        )

    def _of_part(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "узяв 21 центр, шість із них — за вихідні": the day of the part alone."""
        tokens = self.clause.tokens
        return any(
            quantity.last <= part.first < match.first < mention.first
            and 0 <= match.first - part.last <= 1
            and mention.first - match.last <= 2
            and all(not token.is_word for token in tokens[match.last : mention.first - 1])
            for part in self.clause.quantities
            for match in self.clause.phrases.get("part_of", ())
        )

    def _coordinated(self, first: Quantity, second: Quantity) -> bool:
        """Whether "and" stands between two quantities: one date may hold for both."""
        words = self.clause.tokens[first.outer_last : second.outer_first]
        return any(self.language.word("and", token.lower) is not None for token in words)

    def _compared_with(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "259 sq km, a decline compared to August": August is what it is compared with."""
        if 0 <= quantity.outer_first - mention.last <= 2 or self._tells_when(mention, quantity):
            return False
        return any(
            0 <= mention.first - match.last <= 1
            and not match.last <= quantity.first < mention.first  # "up from 590 in the first"
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
        if not inside and (
            self._heads_another(mention)
            or any(
                other.unit is not None and mention.last <= other.first < closer
                for other in self.clause.quantities
            )  # "174 км² (мартовский результат — 135 км²)"
        ):
            return True
        return not inside and not quantity.last <= opener <= quantity.outer_last

    def _opens(self, mention: Mention) -> bool:
        """Whether a date stands before all that is told, or in the first words."""
        if mention.first <= 3:
            return True
        return not any(q.first < mention.first for q in self.clause.quantities) and not any(
            p.first < mention.first and p.voice in ("active", "passive")
            for p in self.clause.predicates
        )

    def _gives_way(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "November saw 701 km², while December accounted for 244": another clause, its own day."""
        return any(
            mention.last < other.first < quantity.first
            and any(
                0 <= other.first - match.last <= 1 and match.values[:1] == ("strong",)
                for match in self.clause.phrases.get("clause", ())
            )
            for other in self.clause.dates
        )

    def _takes_over(self, mention: Mention, other: Mention, quantity: Quantity) -> bool:
        """As in "in 2023 it took 518 km², in 2024 — six times as much, 3,300": the next year's."""
        if not mention.last < other.first < quantity.first:
            return False
        tokens = self.clause.tokens
        told = [q for q in self.clause.quantities if q.unit is not None]
        return (
            other.period.unit == mention.period.unit
            and other.period.unit in ("month", "quarter", "year")
            and any(token.text in ",;" for token in tokens[other.first - 2 : other.first])
            and any(mention.last <= one.first < other.first for one in told)
            and not any(other.last <= one.first < quantity.first for one in told)
        )

    def _contrasted(self, quantity: Quantity, mention: Mention) -> bool:
        """As in "325 sq km, against 393 sq km in December": December is told of the other figure."""
        for match in self.clause.phrases.get("contrast", ()):
            if quantity.last <= match.first < mention.first:
                if any(o.outer_first <= match.first < o.first for o in self.clause.quantities):
                    continue  # "nine villages and more than 280 km²"
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
        if not commas:
            return False
        opener = tokens[commas[-1] + 1].lower
        if any(other.outer_first == commas[-1] + 1 for other in self.clause.quantities):
            return False  # "four cities, three towns and 230 villages since 27 September"
        if (
            self.language.word("preposition", opener) is not None
            and self.language.word("article", opener) is None
            and not any(
                match.first == commas[-1] + 1
                for match in self.clause.phrases.get("compare_after", ())
            )
        ):  # ", including seven villages, along the front since 29 January"
            return False
        return not any(
            commas[-1] < predicate.first < mention.first
            for predicate in self.clause.predicates
            if predicate.voice in ("active", "passive")
        )

    def _closes_another(self, mention: Mention) -> bool:
        """As in "29 villages in January and 17 ...": January belongs to the figure before it."""
        earlier = [o for o in self.clause.quantities if o.last <= mention.first]
        if not earlier or self.clause.distance(earlier[-1].last, mention.first) > 6:
            return False
        opener = mention.first - 1
        tokens = self.clause.tokens
        if (
            opener > 0
            and self.language.word("preposition", tokens[opener].lower) is not None
            and (self.language.word("and", tokens[opener].lower) is None)
        ):
            opener -= 1
        return tokens[opener].text not in ",;:—–(" and (
            self.language.word("and", tokens[opener].lower) is None
        )


def _leads(words: Sequence[Token]) -> bool:
    """Whether a date leads a figure: "in July — 412 km²", "January: 325", "ніж у грудні, — 397"."""
    marks = [token.text for token in words]
    if marks[:1] == [","] and len(marks) > 1:
        marks = marks[1:]
    return all(mark in "—–-:(+−" for mark in marks)
