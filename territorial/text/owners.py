"""Whose ground a figure tells of where no verb says so: ours, Russia +38 km², behind Kyiv."""

from __future__ import annotations

from functools import cached_property

from territorial.records import Report
from territorial.text.article import ArticleState
from territorial.text.cases import QUOTES
from territorial.text.clauses import (
    Clause,
    Predicate,
)
from territorial.text.linking import Linker
from territorial.text.links import Link
from territorial.text.quantities import Quantity
from territorial.text.spans import Period


class OwnerRules(ArticleState):
    """Finds the party of a figure in the words round it."""

    def _signed(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> tuple[str, str] | None:
        """As in "Russia +38 km²"."""
        at = quantity.outer_first - 1
        worded = self.language.word("signed", clause.tokens[at].lower) if at >= 0 else None
        if worded is not None:  # "плюс 163 км² проти мінус 119 км²", "у ВСУ — плюс 22"
            dash = clause.tokens[at - 1].text in "—–:" if at else False
            named = next((a.party for a in clause.actors if a.last == at - dash), None)
            party = named or (
                reports[-1][1].party
                if reports
                else next(
                    (a.party for a in clause.actors if a.role == "actor"),
                    self.memory.party or self.memory.subject,
                )
            )
            return None if party is None else (worded, party)
        if at < 1 or clause.tokens[at].text not in "+−-–":
            return None
        sign = clause.tokens[at].text
        if clause.tokens[at].end != clause.tokens[quantity.first].start:
            return None
        behind = [token.lower for token in clause.tokens[quantity.outer_last :][:1]]
        given = any(
            self.language.word(category, word) is not None
            for word in behind
            for category in ("for_span", "from")
        )  # "+4 km² for Russia", "+267 км² у РФ"
        owners = [a for a in clause.actors if given and a.first == quantity.outer_last + 1]
        owners += [actor for actor in clause.actors if 0 <= at - actor.last <= 1]
        kind = "gain" if sign == "+" else "loss"
        if owners:
            return kind, owners[0].party
        party = self._told_by_a_word(clause) if not clause.actors else None
        return None if party is None else (kind, party)

    def _told_by_a_word(self, clause: Clause) -> str | None:
        """As in "Вересень: +259 км² окупації": "occupation" means Russia's in Ukrainian."""
        for token in clause.tokens:
            told = self.language.word("implied", token.lower)
            conflict, _, party = (told or "").partition(":")
            if party and conflict == self.conflict and party in self.opposed:
                return party
        return None

    def _gapped(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> str | None:
        """As in "The army holds 52%, the SDF — 25%": a second party under the verb of the first."""
        at = quantity.outer_first - 1
        if not reports or at < 1 or clause.tokens[at].text not in "—–":
            return None
        at -= clause.tokens[at - 1].text in QUOTES
        return next(
            (a.party for a in clause.actors if a.last == at and a.role in ("actor", "speaker")),
            None,
        )

    def _by_unlisted(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> bool:
        """As in "The army holds 52%, local militias — 11%": a second party that no lexicon lists."""
        tokens = clause.tokens
        at = quantity.outer_first
        at -= at > 0 and tokens[at - 1].text in "—–"
        opener = next((n for n in range(at - 1, max(-1, at - 6), -1) if tokens[n].text in ",;"), -1)
        if not reports or opener < reports[-1][0].last or reports[-1][0].unit != quantity.unit:
            return False
        words = range(opener + 1, at)
        known = [
            *((one.first, one.last) for one in clause.actors),
            *((one.first, one.last) for one in clause.places),
            *((one.first, one.last) for one in clause.dates),
            *((one.first, one.last) for one in clause.predicates),
        ]
        return (
            2 <= len(words) <= 4
            and self.language.word("troops", tokens[at - 1].lower) is not None
            and all(tokens[n].is_word for n in words)
            and not any(first < at and last > opener for first, last in known)
        )

    def _held_in_brackets(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> Link | None:
        """As in "since 15 November (108,640 km² occupied) till today (114,015)": held on those days."""
        tokens = clause.tokens
        opener = next(
            (
                at
                for at in range(quantity.outer_first - 1, max(-1, quantity.outer_first - 7), -1)
                if tokens[at].text in "()"
            ),
            None,
        )
        closed = quantity.outer_last < len(tokens) and tokens[quantity.outer_last].text == ")"
        if opener is None or tokens[opener].text != "(" or not closed:
            return None
        states = [verb for verb in clause.predicates if opener < verb.first < quantity.first]
        told = bool(reports) and reports[-1][1].kind == "control"
        if not (
            any(verb.kind in ("occupy", "control") for verb in states) or (told and not states)
        ):
            return None
        date = next((one.period for one in clause.dates if one.last == opener), None)
        party = next((a.party for a in clause.actors if a.role in ("actor", "speaker")), None)
        if date is None or date.start is None or party is None:
            return None
        day = date.start if date.since else date.end
        period = Period(day, day, "day", date.basis, point=True)
        return Link("control", party, self.opposed.get(party), period, None, None)

    def _is_answer(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "18% say they would give up ground": who answered a question."""
        return any(match.first == quantity.last for match in clause.phrases.get("say", ()))

    def _is_ours(self, clause: Clause, quantity: Quantity) -> str | None:
        """As in "Robotyne is 80% Ukrainian", "80% of Bakhmut is ours"."""
        tokens = clause.tokens
        for actor in clause.actors:
            if (
                actor.first == quantity.last
                and actor.kind == "adjective"
                and (
                    actor.last >= len(tokens)
                    or not tokens[actor.last].is_word
                    or self.language.word("preposition", tokens[actor.last].lower) is not None
                )
            ):
                return actor.party
        row = [q for q in clause.quantities if q.first >= quantity.first and q.measure == "share"]
        last = quantity.last
        for one in row:  # "99% of one region, 79% of another and 74% of a third are ours"
            if any(last <= p.first < one.first for p in clause.predicates) or any(
                last <= match.first < one.first for match in clause.phrases.get("contrast", ())
            ):
                break
            last = one.last
        for at in range(last, min(last + 7, len(tokens))):
            if tokens[at].text in ".;":
                break
            if self.language.word("ours", tokens[at].lower) is not None:
                return next((actor.party for actor in clause.actors), self.memory.subject)
        return None

    def _possessor(self, clause: Clause, quantity: Quantity) -> str | None:
        """As in "Russia had 65 km² of the region": whose ground it is, told with "have"."""
        tokens = clause.tokens
        at = quantity.outer_first - 1
        if (
            at < 1
            or quantity.measure not in ("area", "share")
            or self.language.word("have", tokens[at].lower) is None
        ):
            return None
        of_place = (
            quantity.outer_last + 1 < len(tokens)
            and self.language.word("territory", tokens[quantity.outer_last + 1].lower) is None
            and any(
                self.language.word(category, tokens[quantity.outer_last].lower) is not None
                for category in ("of", "inside")
            )
        )
        if not of_place and not self._on_control(quantity):
            return None
        return next(
            (
                actor.party
                for actor in clause.actors
                if 0 <= at - actor.last <= 2 and actor.role in ("actor", "speaker")
            ),
            None,
        )

    def _on_control(self, quantity: Quantity) -> bool:
        """As in "The army held 54% in May. The rebels had 12%": the figure before was of control."""
        return self.memory.kind == "control" and self.memory.measure == quantity.measure

    def _is_behind(self, linker: Linker, clause: Clause, quantity: Quantity) -> str | None:
        """As in "чверть — за Києвом", "за ними не больше 5%": whom a case gives it to."""
        tokens = clause.tokens

        def behind(at: int) -> bool:
            return at >= 0 and self.language.word("behind", tokens[at].lower) is not None

        for actor in clause.actors:
            gap = tokens[actor.last : quantity.outer_first]
            if (
                actor.last <= quantity.outer_first <= actor.last + 1
                and all(self.language.word("preposition", t.lower) is not None for t in gap)
                and behind(actor.first - 1)
            ):  # "за армией уже около 75%"
                return actor.party
            if (
                actor.first - 2 == quantity.outer_last
                and behind(actor.first - 1)
                and (tokens[quantity.outer_last].text in "—–")
            ):
                return actor.party
        at = quantity.outer_first - 1
        if behind(at - 1) and self.language.word("pronoun", tokens[at].lower) is not None:
            return linker.antecedent(at)
        return None

    def _implied(self, category: str, clause: Clause, predicate: Predicate) -> str | None:
        """Whom a word itself means in a language: "звільнено" is told of Ukraine in Ukrainian."""
        for token in clause.tokens[predicate.first : predicate.last]:
            told = self.language.word(category, token.lower)
            if told is not None:
                conflict, _, party = told.partition(":")
                nameless = self.conflict is None and category == "implied_first"
                return party if nameless or conflict == self.conflict else None
        return None

    @cached_property
    def _only_party(self) -> str | None:
        """The one party that acts in the whole text, where no sentence so far told whose it is."""
        parties, named = self._sides
        parties = parties or named
        return min(parties) if len(parties) == 1 else None

    @cached_property
    def _only_side(self) -> str | None:
        """The one party whose army, people or leader the whole text names, and no country beside it."""
        parties, named = self._sides
        return min(parties) if len(parties) == 1 and named <= parties else None

    @cached_property
    def _sides(self) -> tuple[set[str], set[str]]:
        """The parties that a text names by an army, a people, a leader; those named as countries."""
        tokens = [token for token in self.tokens if token.text[0] != "\n"]
        parties: set[str] = set()
        named: set[str] = set()  # names of countries may mean ground
        for name in self.names.find(tokens):
            if self.language.word("foe", tokens[name.first].lower) is not None:
                continue  # the other side acts where nobody is named
            meaning = self._meaning(name, capital=tokens[name.first].is_capital)
            if meaning is not None:
                (named if meaning[1] in ("name", "capital") else parties).add(meaning[0])
        return parties, named

    def _counterparty(self, clause: Clause, party: str) -> str | None:
        others = [a.party for a in clause.actors if a.party != party and a.role != "speaker"]
        if others:
            return others[0]
        return None
