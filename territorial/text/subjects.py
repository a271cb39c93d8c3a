"""Who does what a verb tells: subjects, pronouns, names that no lexicon lists."""

from __future__ import annotations

from territorial.text.clauses import Actor, Predicate
from territorial.text.links import KIND
from territorial.text.predicates import PredicateLinks

ADVERBS = frozenset({"now", "still", "also", "then"})


class SubjectLinks(PredicateLinks):
    """Finds the party that acts."""

    def subject(self, predicate: Predicate) -> str | None:
        """Who does it: the nearest actor before the verb, a pronoun's party, or one after it."""
        clause = self.clause
        shared = self._shares_subject(predicate)
        if shared is not None:
            return self.subject(shared)
        relative = self._of_relative(predicate)
        if relative is not None:
            return relative
        driver = self._who_drove(predicate)
        if driver is not None:
            return driver
        group = self._the_group(predicate)
        if group is not None:
            return group
        state = self._of_state(predicate)
        if state is not None:
            return state
        led = self._of_campaign(predicate)
        if led is not None:
            return led
        best: tuple[float, str] | None = None
        aside = self._before_aside(predicate.first)
        opener = clause.tokens[aside + 1].lower if aside + 1 < predicate.first else ""
        which = self.language.word("relative", opener) is not None
        for actor in clause.actors:
            if actor.role == "place" and self._is_foe(actor):
                continue  # "вклинились в оборону противника и взяли пять сел"
            if actor.last <= predicate.first:
                cost = clause.distance(actor.last, predicate.first)
                if actor.first >= aside:  # "the SDF, an alliance led by Kurdish militias, holds"
                    cost += 9.0 if which else 5.0
                if actor.role == "actor":
                    pass
                elif actor.role == "speaker":
                    cost += 6.0
                elif actor.role == "by":
                    cost += 3.0
                elif actor.role in {"dateline", "civil"} or (
                    actor.role == "place" and (actor.possessive or actor.kind == "name")
                ):
                    cost += 9.0
                else:
                    cost += 7.0
                if self._object_of_earlier(actor, predicate):
                    cost += 3.0
                if self._in_place(actor):
                    cost += 6.0
            elif (
                self.language.free_order
                and actor.first >= predicate.last
                and (actor.role == "actor" and predicate.kind != "repel")
                and not (predicate.kind == "light" and self._acts_later(actor))
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
        ahead = self._behind_participle(predicate)
        if ahead is not None:
            return ahead
        owners = {actor.party for actor in clause.actors if actor.role == "place"}
        before = clause.tokens[predicate.first - 1].lower if predicate.first else ""
        if len(owners) == 1 and self.language.word("state", before) is not None:
            return owners.pop()  # "The state controls 65% of Burkina Faso"
        if self._other_subject(predicate):
            return None
        return self._context_party(KIND.get(predicate.kind, "gain"))

    def _who_drove(self, predicate: Predicate) -> str | None:
        """As in "36-я армия потеснила немцев на 8 км и освободила 40 сел": not those driven back."""
        tokens = self.clause.tokens
        joined = (
            predicate.first > 0
            and self.language.word("and", tokens[predicate.first - 1].lower) is not None
        )
        if not joined or not self.language.free_order:
            return None
        for verb in self.clause.predicates:
            if (verb.kind, verb.voice) != ("repel", "active") or verb.last > predicate.first:
                continue
            driven = next((a for a in self.clause.actors if a.first == verb.last), None)
            named = any(a.last <= verb.first and a.role == "actor" for a in self.clause.actors)
            if driven is not None and not named:
                return self.opposed.get(driven.party)
        return None

    def _in_place(self, actor: Actor) -> bool:
        """As in "tore a hole in Army Group Centre": what something happened in does nothing."""
        at = actor.first - 1
        at -= at > 0 and self.clause.tokens[at].lower == "the"
        return (
            not self.language.free_order
            and actor.role == "actor"
            and at >= 0
            and self.language.word("inside", self.clause.tokens[at].lower) is not None
        )

    def _behind_participle(self, predicate: Predicate) -> str | None:
        """As in "After occupying 51,000 km², Russia has lost": who is named behind the comma."""
        tokens = self.clause.tokens
        if self.language.free_order or not tokens[predicate.first].lower.endswith("ing"):
            return None
        comma = next(
            (at for at in range(predicate.last, len(tokens)) if tokens[at].text == ","), len(tokens)
        )
        return next(
            (
                actor.party
                for actor in self.clause.actors
                if comma < actor.first <= comma + 3 and actor.role in ("actor", "speaker")
            ),
            None,
        )

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
            last = self._before_aside(last)
            first = last
            while first > 0 and last - first < 6 and self._in_name(first - 1):
                first -= 1
        while first < last and tokens[first].lower in ("the", "a", "an"):
            first += 1
        words = tokens[first:last]
        capitals = [t for t in words if t.is_capital]
        if not capitals or (
            len(capitals) == 1
            and words[0].start == tokens[0].start
            and (len(words) < 2 or (self.language.free_order and capitals[0] is words[0]))
        ):
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

    def _before_aside(self, at: int) -> int:
        """Where the subject ends: "The Red Army, attacking on a front of 60 km, took ..."."""
        tokens = self.clause.tokens
        verb = at
        while at and (
            tokens[at - 1].lower in ADVERBS
            or tokens[at - 1].lower.endswith("ly")
            or any(
                self.language.word(kind, tokens[at - 1].lower) is not None
                for kind in ("have", "be")
            )
        ):
            at -= 1
        if at == 0 or tokens[at - 1].text != ",":
            return verb
        bracket = False
        for opener in range(at - 2, max(0, at - 20), -1):
            mark = tokens[opener].text
            bracket = mark == ")" or (bracket and mark != "(")
            if mark in ",;:." and not bracket:
                return opener if mark == "," else verb
        return verb

    def _in_name(self, at: int) -> bool:
        """Whether a word can be part of the name of an actor."""
        token = self.clause.tokens[at]
        if not token.is_word:
            return False
        return (
            token.is_capital
            or token.lower in ("the", "of", "al")
            or any(
                self.language.word(category, token.lower) is not None
                for category in ("troops", "armed")
            )
        )

    def _shares_subject(self, predicate: Predicate) -> Predicate | None:
        """The verb before, where this one only goes on: "advanced 28 km, taking 92 villages"."""
        if self.language.free_order:
            return self._main_verb(predicate)
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
            if p.last <= at
            and p.voice == "active"
            and p.kind not in ("light", "figure", "fall", "give")
        ]
        if not earlier or any(
            self.language.word("relative", token.lower) is not None
            for token in tokens[earlier[-1].first - 3 : earlier[-1].first]
            if token.lower in ("who", "which", "that")
        ):
            return None
        return earlier[-1]

    def _main_verb(self, converb: Predicate) -> Predicate | None:
        """As in "змогла окупувати 18 сіл, захопивши 200 км²": the verb before that it goes with."""

        def is_converb(verb: Predicate) -> bool:
            word = self.clause.tokens[verb.first].lower
            return self.language.word("converb", word) is not None

        if converb.voice != "active" or not is_converb(converb):
            return None
        earlier = [
            verb
            for verb in self.clause.predicates
            if verb.last <= converb.first
            and verb.voice == "active"
            and verb.kind in KIND
            and not is_converb(verb)
        ]
        wall = self.clause.walls
        if not earlier or wall[converb.first] - wall[earlier[-1].last] >= 4.0:
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
        return (
            all(
                word(category, lower) is None
                for category in ("pronoun", "relative", "and", "troops", "preposition", "state")
            )
            and not any(
                match.first <= at < match.last
                for category in ("clause", "say", "hypothetical")
                for match in self.clause.phrases.get(category, ())
            )
            and not any(d.first <= at < d.last for d in self.clause.dates)
        )

    def _first_of_row(self, actor: Actor) -> str:
        """The first of several subjects: "Turkish troops and allied Syrian fighters"."""
        clause = self.clause
        for other in clause.actors:
            if other.party == actor.party and 0 < actor.first - other.last <= 1:
                return self._first_of_row(other)  # "Turkish troops and the Free Syrian Army (FSA)"
        for other in clause.actors:
            if other.role == actor.role and 0 < actor.first - other.last <= 5:
                words = [token.lower for token in clause.tokens[other.last : actor.first]]
                if (
                    any(self.language.word("and", word) is not None for word in words)
                    and "that" not in words  # "still Ukrainian, and that Russia held"
                    and not any(
                        predicate.first >= other.last and predicate.first < actor.first
                        for predicate in clause.predicates
                    )
                    and not any(
                        quantity.first >= other.last and quantity.first < actor.first
                        for quantity in clause.quantities
                    )
                ):
                    return other.party
        return actor.party

    def _acts_later(self, actor: Actor) -> bool:
        """As in "Всего — 31 км², а под Сумами россияне потеряли": the subject of a later verb."""
        return any(
            other.voice == "active" and other.kind in KIND and 0 <= other.first - actor.last <= 5
            for other in self.clause.predicates
        )

    def _object_of_earlier(self, actor: Actor, predicate: Predicate) -> bool:
        return any(
            other.first < actor.first <= other.last + 2
            and other.voice == "active"
            and other.last <= predicate.first
            and other.kind in ("repel", "gain", "control", "loss")
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
            foe = next((a.party for a in self.clause.actors if self._is_foe(a)), None)
            if foe in self.opposed:
                return self.opposed[foe]
            told = self.language.word("we", self.clause.tokens[at].lower) or ""
            party = told.partition(":")[2]
            if party in self.opposed:
                return party
        for actor in self.clause.actors:
            outsider = (
                actor.party not in self.opposed
                and bool(self.opposed)
                and (actor.role == "speaker" or self.memory.subject in self.opposed)
            )  # "when Moscow brokered the truce, its soldiers had retaken"
            if self.memory.subject is not None and (outsider or self._only_named(actor, at)):
                continue  # "The Taliban hold ... A spokesman in Moscow said they controlled"
            person = actor.kind == "leader" and not actor.possessive
            if person and self.clause.tokens[at].lower in ("it", "its"):
                continue  # "on Monday, Yevgeny Prigozhin said, it held no more than 10 percent"
            if actor.last <= at and actor.role in ("actor", "speaker", "by"):
                cost = self.clause.distance(actor.last, at) * 0.3 + (
                    2.0 if actor.role == "by" else 0.0
                )
                if best is None or cost < best[0]:
                    best = (cost, self._first_of_row(actor))
        if best is not None:
            return best[1]
        return self.memory.subject

    def _of_state(self, predicate: Predicate) -> str | None:
        """As in "Government forces now control 71% of Burkina Faso": those whose country it is."""
        tokens = self.clause.tokens
        words = range(max(0, predicate.first - 4), predicate.first)
        told = (n for n in words if self.language.word("state", tokens[n].lower) is not None)
        at = next(told, None)
        if self.language.free_order or at is None:
            return None
        if any(actor.last > at and actor.first < predicate.first for actor in self.clause.actors):
            return None
        owners = [actor.party for actor in self.clause.actors if actor.role == "place"]
        return owners[0] if len(set(owners)) == 1 else None

    def _of_campaign(self, predicate: Predicate) -> str | None:
        """As in "The army killed 96 rebels in an operation that cleared 40 km": who led it."""
        tokens = self.clause.tokens
        at = predicate.first - 1
        while at > 0 and self.language.word("have", tokens[at].lower) is not None:
            at -= 1
        if (
            at < 2
            or self.language.word("relative", tokens[at].lower) is None
            or self.language.word("campaign", tokens[at - 1].lower) is None
            or any(at - 3 <= actor.first < at for actor in self.clause.actors)
        ):
            return None
        return next(
            (a.party for a in self.clause.actors if a.role in ("actor", "speaker") and a.last < at),
            None,
        )

    def _of_relative(self, predicate: Predicate) -> str | None:
        """As in "pushed back Russian troops who had advanced 18 km": of whom "who" is told."""
        tokens = self.clause.tokens
        at = predicate.first - 1
        while at > 0 and (
            self.language.word("have", tokens[at].lower) is not None
            or tokens[at].lower in ADVERBS
            or (tokens[at].lower.endswith("ly") and tokens[at].text.islower())
        ):
            at -= 1
        if at > 0 and tokens[at - 1].lower == "whose":
            at -= (
                self.language.word("troops", tokens[at].lower) is not None
            )  # "whose fighters held"
        if self.language.free_order or at < 1 or tokens[at].lower not in ("who", "which", "whose"):
            return None
        at -= tokens[at - 1].text == ","
        return next(
            (
                actor.party
                for actor in self.clause.actors
                if self._with_troops(actor) == at and actor.role != "place"
            ),
            None,
        )

    def _only_named(self, actor: Actor, at: int) -> bool:
        """As in "Taking together Iraq and Syria, they lost": a country that does nothing."""
        if actor.kind != "name" or actor.role != "actor" or self.language.free_order:
            return False
        plural = self.clause.tokens[at].lower in ("they", "their", "them")
        return (
            plural
            and not any(
                actor.last <= other.first < at
                for other in self.clause.predicates
                if other.voice in ("active", "passive")
            )
            and not any(actor.last <= first < at for first, _, _ in self.clause.speech)
        )

    def _the_group(self, predicate: Predicate) -> str | None:
        """As in "the group still controls": a party that is no state, named before."""
        tokens = self.clause.tokens
        before = [actor for actor in self.clause.actors if actor.last <= predicate.first]
        if not any(
            self.language.word("group_noun", token.lower.removesuffix("'s")) is not None
            for token in tokens[max(0, predicate.first - 3) : predicate.first]
        ):
            return None
        if not before or (
            not self.language.free_order and all(actor.role == "speaker" for actor in before)
        ):
            return self.memory.group
        noun = self.language.word("group_noun", tokens[predicate.first - 1].lower)
        if noun is None or self.language.free_order:
            return None
        # "pressure against Islamic State fighters in Syria led to the group losing"
        return next((one.party for one in before if one.role in ("from", "by")), None)

    def _is_foe(self, actor: Actor) -> bool:
        """As in "the enemy": who says so stands on the other side."""
        word = self.clause.tokens[actor.first].lower
        return actor.kind == "common" and self.language.word("foe", word) is not None

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
            if role == "place" and self.clause.actors[0].kind == "group":
                return None  # "99% of the LPR": ground of a group, won by nobody named
            if role == "from" or (role == "place" and kind in ("gain", "control")):
                return self.opposed.get(parties[0])
            return parties[0]
        return None

    def _with_troops(self, actor: Actor) -> int:
        """Where an actor's words end, its "forces" with them."""
        tokens = self.clause.tokens
        last = actor.last
        if last < len(tokens) and self.language.word("troops", tokens[last].lower) is not None:
            last += 1
        return last
