"""Dates in a sentence that tell of something else than a quantity's period."""

from __future__ import annotations

from territorial.text.clauses import Predicate
from territorial.text.predicates import PredicateLinks
from territorial.text.quantities import Quantity
from territorial.text.spans import Mention

# Days after which what somebody "said" of a state is no longer the state of the day of publication.
LONG_AGO = 14


class OtherDates(PredicateLinks):
    """Tells the dates of asides, of other deeds, of events, of words."""

    def _counted_in(self, mention: Mention) -> bool:
        """As in "Including November, the gains come to 3,500 km²": no span of that figure."""
        return any(
            match.last == mention.first == match.first + 1
            for match in self.clause.phrases.get("part_of", ())
        )

    def _of_event(self, mention: Mention) -> bool:
        """As in "took 64% of it back, after Kyiv launched its raid last year": the day of the raid."""
        if self.language.free_order or mention.first < 2:
            return False
        words = [token.lower for token in self.clause.tokens[: mention.first]]
        openers = ("after", "before")
        opener = next((at for at in range(len(words) - 1, -1, -1) if words[at] in openers), None)
        if opener is None:
            return False
        told = self.clause.quantities
        # "down from 80% before the pullback on Friday"
        named = words[opener : opener + 2] == ["before", "the"] and mention.first - opener <= 6
        began = any(self.language.word("event", word) is not None for word in words[opener:])
        beside = any(opener < o.first < mention.first or o.last == opener for o in told)
        return (
            mention.first - opener <= 12
            and (named or (began and not beside))
            and any(other.last <= opener for other in told)
        )

    def _begins_aside(self, mention: Mention, predicate: Predicate | None) -> bool:
        """As in "The offensive, launched on 5 May, drove them back 90 km": the day that it began."""
        tokens = self.clause.tokens
        if self._in_who_clause(mention, predicate) or self._by_the_time(mention, predicate):
            return True
        at = next(
            (
                at
                for at in range(mention.first, max(0, mention.first - 3), -1)
                if self.language.word("event", tokens[at].lower) is not None
            ),
            None,
        )
        return (
            at is not None
            and at > 0
            and tokens[at - 1].text == ","
            and mention.last < len(tokens)
            and tokens[mention.last].text == ","
            and predicate is not None
            and predicate.first > mention.last
        )

    def _by_the_time(self, mention: Mention, predicate: Predicate | None) -> bool:
        """As in "By the time it was broken off on 18 November, the British had advanced"."""
        tokens = self.clause.tokens
        if tokens[0].lower != "by":
            return False
        opening = [token.lower for token in tokens[:3]] == ["by", "the", "time"]
        comma = next((n for n in range(mention.last, len(tokens)) if tokens[n].text == ","), None)
        return (
            opening
            and predicate is not None
            and predicate.kind not in ("control", "occupy")
            and comma is not None
            and comma < predicate.first
        )

    def _in_who_clause(self, mention: Mention, predicate: Predicate | None) -> bool:
        """As in "The SDF, who took the city last Tuesday, hold 25 percent": of another deed."""
        tokens = self.clause.tokens
        if predicate is None or self.language.free_order or mention.last >= predicate.first:
            return False
        opener = next(
            (n for n in range(mention.first - 1, 0, -1) if tokens[n].text in ",;:—–"), None
        )
        return (
            opener is not None
            and mention.period.unit != "span"  # but "the operation, which lasted from"
            and mention.last < len(tokens)
            and tokens[opener].text == tokens[mention.last].text == ","
            and tokens[opener + 1].lower in ("who", "which", "whose")
        )

    def _lost_then(self, mention: Mention, quantity: Quantity, predicate: Predicate | None) -> bool:
        """As in "retook three towns that it had lost in 2022", "twice as fast as last year"."""
        tokens = self.clause.tokens
        if quantity.last <= mention.first and tokens[mention.first - 1].lower == "as":
            return any(
                token.lower == "as" for token in tokens[mention.first - 4 : mention.first - 1]
            )
        if predicate is None or predicate.last > quantity.first:
            return False
        for other in self.clause.predicates:
            words = tokens[quantity.outer_last : other.first]
            if (
                other is not predicate
                and other.voice == "active"
                and quantity.outer_last <= other.first < mention.first
                and not self._skips_state(mention, other)
                and self._tells_day(other, mention)
                and not any(token.text in ",;" for token in tokens[other.last : mention.first])
                and any(self.language.word("relative", token.lower) is not None for token in words)
                and not any(
                    quantity.last <= one.first < other.first and not self._of_it(quantity, one)
                    for one in self.clause.quantities
                )
            ):
                return True
        return False

    def _tells_day(self, deed: Predicate, mention: Mention) -> bool:
        """As in "that it lost in 2022", "it held in an operation launched in August"."""
        words = self.clause.tokens[deed.last : mention.first]
        return len(words) <= 2 or (
            len(words) <= 8
            and bool(words)
            and self.language.word("preposition", words[0].lower) is not None
            and (
                any(self.language.word("event", token.lower) is not None for token in words)
                or (  # "has lost 40% of the ground it seized in Kursk region in August"
                    deed.kind == "gain"
                    and not mention.period.since
                    and all(token.is_word for token in words)
                )
            )
        )

    def _skips_state(self, mention: Mention, state: Predicate) -> bool:
        """As in "has lost 13,000 km² of what it held since January": no state of the past goes with it.

        Neither does a state with a span: "ceded 12% of what it held in the first half of 2016".
        """
        before = self.clause.tokens[max(0, state.first - 2) : state.first]
        return (
            not self.language.free_order
            and (mention.period.since or mention.period.unit == "span")
            and (state.kind, state.voice) == ("control", "active")
            and not any(self.language.word("have", token.lower) is not None for token in before)
            and self.language.word("past", self.clause.tokens[state.first].lower) is not None
        )

    def _of_it(self, part: Quantity, whole: Quantity) -> bool:
        """As in "lost 1,100 of the 1,376 km² it took in August": an amount and what it is part of."""
        words = self.clause.tokens[part.outer_last : whole.outer_first]
        return 0 < len(words) <= 3 and any(
            self.language.word(opener, words[0].lower) is not None for opener in ("of", "out_of")
        )

    def _told_of_level(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "That added 0.04% to the zone, which stood at 19% on 1 October": of the 19%."""
        tokens = self.clause.tokens
        return any(
            quantity.last <= other.first < mention.first
            and any(
                verb.kind == "figure"
                and quantity.last <= verb.first < other.first
                and self.language.word("relative", tokens[verb.first].lower) is not None
                for verb in self.clause.predicates
            )
            for other in self.clause.quantities
        )

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
                or (
                    other.voice == "passive"
                    and predicate is not None
                    and predicate.last <= quantity.first
                )
            )
            for other in self.clause.predicates
            if other is not predicate and other.kind != "light"
        )

    def _of_ground(self, mention: Mention, quantity: Quantity, predicate: Predicate) -> bool:
        """As in "lost 576 km² of the region seized in August": when the ground was seized."""
        tokens = self.clause.tokens
        return (
            not self.language.free_order
            and predicate.last <= quantity.first
            and any(
                other.voice == "passive"
                and other.kind in ("gain", "occupy", "loss")
                and quantity.last < other.first < mention.first
                and mention.first - other.last <= 3
                and tokens[other.first - 1].text not in ",;—–("
                and not any(
                    self.language.word("be", token.lower) is not None
                    or self.language.word("and", token.lower) is not None
                    for token in tokens[other.first - 2 : mention.first]
                )
                and not any(
                    quantity.last <= one.first < other.first for one in self.clause.quantities
                )
                for other in self.clause.predicates
            )
        )

    def _ends_span(self, mention: Mention) -> bool:
        """As in "by 11 September they had, since the 6th, retaken", "з 12 листопада по сьогодні"."""
        since = any(other.period.since and other is not mention for other in self.clause.dates)
        today = mention.period.point and mention.period.start == self.published
        return since and (
            mention.period.unit == "by" or (today and mention.rule in ("today", "today_by"))
        )

    def _behind_a_day(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "On 1 January, six months after its rise, it held": the day counts."""
        return (
            mention.period.unit == "vague"
            and mention.last <= quantity.first
            and any(
                other.period.point and other.last <= mention.first for other in self.clause.dates
            )
        )

    def _of_dateline(self, mention: Mention) -> bool:
        """As in "MOSCOW, Jan. 8. On January 7 Soviet troops took": the day of the dispatch."""
        tokens = self.clause.tokens
        place = tokens[0].text
        return (
            mention.first <= 4
            and len(place) >= 3
            and place.isupper()
            and mention.last < len(tokens)
            and (tokens[mention.last - 1].text == "." or tokens[mention.last].text in ".—–-:()")
        )

    def _in_relative(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "The army, which at the end of 2015 held 23%, now has 39%": the day of the aside."""
        tokens = self.clause.tokens
        opener = next(
            (
                at
                for at in range(mention.first - 1, max(0, mention.first - 4), -1)
                if tokens[at - 1].text == ","
                and self.language.word("relative", tokens[at].lower) is not None
            ),
            None,
        )
        if opener is None or any(0 <= opener - last <= 2 for _, last, _ in self.clause.speech):
            return False  # "пишет, что с 1 октября"
        closer = next(
            (at for at in range(mention.last, quantity.first) if tokens[at].text == ","), None
        )
        return closer is not None and any(
            opener < other.first < closer for other in self.clause.quantities
        )

    def _opens_now(self, mention: Mention, predicate: Predicate | None) -> bool:
        """As in "took three districts in a month and now hold twelve": the day of what is held.

        So too the day of a sum: "The gain this year now stands at 3,500 km²".
        """
        return mention.rule == "today_by" and any(
            verb is not predicate
            and 0 <= verb.first - mention.last <= 1
            and (
                verb.kind == "control"
                or (verb.kind == "figure" and self._told_before(mention, predicate))
            )
            for verb in self.clause.predicates
        )

    def _told_before(self, mention: Mention, predicate: Predicate | None) -> bool:
        """Whether a span stands between a verb and a later date."""
        return predicate is not None and any(
            predicate.last <= other.first < mention.first
            and other.period.start is not None
            and not other.period.point
            for other in self.clause.dates
        )

    def _apart(self, mention: Mention, quantity: Quantity) -> bool:
        """As in "it once held 1,376 km²; it now holds 800": the day of another statement."""
        words = self.clause.tokens[quantity.last : mention.first]
        return any(token.text == ";" for token in words)

    def _of_record(self, mention: Mention) -> bool:
        """As in "one of its biggest gains in recent months", "its fastest rate since March"."""
        if not (mention.period.since or mention.period.unit == "vague"):
            return False
        words = self.clause.tokens[max(0, mention.first - 5) : mention.first]
        marks = [at for at, token in enumerate(words) if token.text in ",;:—–"]
        words = words[marks[-1] + 1 :] if marks else words
        best = next(
            (
                at
                for at, token in enumerate(words)
                if self.language.word("superlative", token.lower) is not None
            ),
            None,
        )
        return best is not None and not any(token.is_number for token in words[best:])

    def _of_another_verb(self, mention: Mention, predicate: Predicate, quantity: Quantity) -> bool:
        """As in "18 km², which had been under Russian control since May": May tells of the control."""
        if mention.first < quantity.last:
            return False
        clause = self.clause
        nearest = [
            p
            for p in clause.predicates
            if quantity.last <= p.first < mention.first
            and p is not predicate
            and p.kind not in ("light", "figure")
            and p.voice != "noun"
            and not self._skips_state(mention, p)
        ]
        if not nearest:
            return False
        told_before = any(other.last <= quantity.first for other in clause.dates)
        named = any(
            actor.role == "actor" and quantity.last <= actor.first < nearest[-1].first
            for actor in clause.actors
        )
        if told_before and named and not self.language.free_order:
            return True  # "Since 6 May they took 3,000 km², more than Russia has taken since April"
        return any(
            self.language.word("relative", token.lower) is not None
            for token in clause.tokens[quantity.last : nearest[-1].first]
        )

    def said_long_ago(self) -> bool:
        """As in "said in January that it controlled 18 percent": the state of then, not of now."""
        return any(
            mention.period.end is not None
            and (self.published - mention.period.end).days > LONG_AGO
            and self._in_speech(mention)
            for mention in self.clause.dates
        )

    def _in_speech(self, mention: Mention) -> bool:
        """As in "said on Monday": the day of the words, not of the deed."""
        tokens = self.clause.tokens
        if mention.period.since or mention.period.unit == "span":
            return False  # nobody speaks for a span of days
        before = tokens[mention.first - 1].lower if mention.first else ""
        if self.language.word("for_span", before) is not None:
            return False  # "отчиталось за декабрь о 32 селах"
        for first, last, how in self.clause.speech:
            if first < mention.first < last or mention.last == first:
                return True
            if how == "say" and self._said_then(mention, first, last):
                return True
            if last <= mention.first <= last + (14 if self.language.free_order else 6):
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

    def _said_then(self, mention: Mention, first: int, last: int) -> bool:
        """As in "20 серпня головком заявив, що": the day that opens a sentence is of the words."""
        tokens = self.clause.tokens
        later = [verb for verb in self.clause.predicates if verb.first >= last]
        if not self.language.free_order:  # "On Sunday Kyiv's military chief said 3,000 km² had"
            aside = tokens[mention.last : first]
            return (
                mention.first <= 1
                and mention.period.point
                and mention.period.unit not in ("as_of", "by")
                and 0 <= first - mention.last <= 12
                and last < len(tokens)
                and tokens[last].text != ","  # "On 1 November, the group estimates, it held"
                and not any(mention.last <= verb.first < first for verb in self.clause.predicates)
                and not any(other.first < last for other in self.clause.quantities)
                and not any(token.text in ";:—–()" for token in aside)
                and not any(self.language.word("and", token.lower) is not None for token in aside)
                and not any(  # "On 1 January, six months after it declared a caliphate, it held"
                    match.values[:1] == ("strong",) and mention.last <= match.first < first
                    for match in self.clause.phrases.get("clause", ())
                )
            )
        return (
            mention.first <= 1
            and mention.period.point
            and 0 <= first - mention.last <= 10
            and last < len(tokens)
            and not any(token.text in ",;:—–()" for token in tokens[mention.last : first])
            and not any(mention.last <= verb.first < first for verb in self.clause.predicates)
            and any(
                what == "" or any(verb.kind == what and verb.first <= last + 3 for verb in later)
                for what in (
                    self.language.word("told_of", token.lower) for token in tokens[last : last + 2]
                )
            )
        )
