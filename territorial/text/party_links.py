"""Which party a quantity belongs to, by the construction of its verb."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.text.clauses import LEVELS, Actor, Predicate
from territorial.text.exclusions import NOBODY
from territorial.text.links import KIND
from territorial.text.quantities import Quantity
from territorial.text.subjects import SubjectLinks


class PartyLinks(SubjectLinks):
    """Finds party and counterparty of a quantity."""

    def party_for(
        self, predicate: Predicate, quantity: Quantity
    ) -> tuple[str | None, str | None, str | None]:
        """Party, counterparty and a kind that the construction turns round, for a predicate."""
        if predicate.voice == "held":
            actor = self._ending_at(predicate.first)
            return (actor.party if actor else None), None, None
        if predicate.kind in ("fall", "escape", "cost"):
            return self._recipient(predicate)
        if predicate.kind == "give" and predicate.voice != "passive":
            recipient = self._recipient(predicate)
            return recipient if recipient[0] else (self._to_party(predicate), None, None)
        if predicate.kind == "give":
            return self.subject(predicate), None, None
        gapped = self._gapped_subject(predicate, quantity)
        if gapped is not None:
            return gapped, None, None
        if predicate.voice == "under":
            owner = self._pronoun_between(predicate.first, predicate.last)
            if owner is not None and self._inside(predicate) is None:
                return self.antecedent(owner), None, None
            actor = (
                self._inside(predicate)
                or self._following(predicate.last, 4, roles=("actor", "by"))
                or self._named_group(predicate)
                or self._following(predicate.last, 1 if predicate.source == "under that of" else 0)
            )
            party = actor.party if actor else self._meant(predicate) or self._state(predicate)
            return party or self._context_party("control"), None, None
        if predicate.voice == "noun":
            return self._noun_owner(predicate)
        if predicate.voice == "passive":
            return self._passive(predicate)
        if predicate.voice in LEVELS:
            holder = self._holds_ground(predicate)
            if holder is not None:
                return holder, None, None
        handed = self._handed_to(predicate)
        if handed is not None:
            return handed, None, None
        pushed = self._pushed(predicate) or self._driven_out(predicate)
        if pushed is not None:
            return self.opposed.get(pushed), pushed, None
        subject = self.subject(predicate)
        if subject is None and predicate.voice in LEVELS:
            subject = self._context_party("control")  # "that territory shrank again by 11%"
        counterparty = None
        kind = None
        if predicate.kind == "repel":
            other = self._object(predicate, None if self.language.free_order else subject)
            if other is not None and subject in (None, other):  # "вдалося відкинути ворога"
                subject = self.opposed.get(other)
            counterparty = other
        else:
            other_actor = self._following(predicate.last, 14, roles=("from",))
            if (
                other_actor is not None
                and subject in (None, other_actor.party)
                and not self._named_doer(predicate, subject, other_actor)
            ):
                told = self.memory.subject  # "the second stage has freed 2,480 km² from ISIS"
                subject = told if told != other_actor.party else None
                subject = subject or self.opposed.get(other_actor.party)
            counterparty = (
                other_actor.party if other_actor and other_actor.party != subject else None
            )
        if predicate.kind == "loss" and counterparty is None:
            to = self._to_party(predicate)
            counterparty = to if to != subject else None
        return subject, counterparty, kind

    def _named_doer(self, predicate: Predicate, subject: str | None, other: Actor) -> bool:
        """As in a Russian text "ВСУ отбили у противника": named, though its writers call it enemy."""
        return other.kind == "common" and any(
            actor.party == subject
            and actor.role == "actor"
            and actor.kind != "common"
            and actor.last <= predicate.first
            for actor in self.clause.actors
        )

    def _named_group(self, predicate: Predicate) -> Actor | None:
        """As in "под контролем запрещенной в России группировки «ИГ»": the name behind the noun."""
        tokens = self.clause.tokens
        for actor in self.clause.actors:
            words = tokens[predicate.last : actor.first]
            if len(words) <= 9 and any(
                self.language.word("group_noun", token.lower) is not None for token in words[-2:]
            ):
                return actor
        return None

    def _meant(self, predicate: Predicate) -> str | None:
        """Whom the words of a state mean in a language: "під окупацією" is Russia's in Ukrainian."""
        for token in self.clause.tokens[predicate.first : predicate.last]:
            told = self.language.word("implied", token.lower)
            party = told.partition(":")[2] if told else None
            if party in self.opposed:
                return party
        return None

    def _state(self, predicate: Predicate) -> str | None:
        """As in "only 60% of the country is under state control": those whose country it is."""
        words = self.clause.tokens[predicate.first : predicate.last]
        if not any(self.language.word("state", token.lower) is not None for token in words):
            return None
        owners = [actor.party for actor in self.clause.actors if actor.role == "place"]
        return owners[-1] if owners else self.memory.ground

    def _holds_ground(self, change: Predicate) -> str | None:
        """As in "the occupied part of Ukraine grew from": who occupies ground that is another's."""
        for actor in self.clause.actors:
            before = self.clause.tokens[actor.first - 1].lower if actor.first else ""
            ground = actor.role == "place" or self.language.word("of", before) is not None
            if actor.first < change.last and not ground:
                return None
        told = self.memory.party
        if told in self.opposed and any(
            self.retakes(verb) for verb in self.clause.predicates if verb.last <= change.first
        ):
            return told  # "they freed 130 km². The liberated area grew by 17"
        return self._meant(change._replace(first=0))

    def owner_of_level(self, change: Predicate) -> str | None:
        """As in "The area of the opposition fell to": whose area it is, told before the verb."""
        tokens, walls = self.clause.tokens, self.clause.walls
        for actor in self.clause.actors:
            near = 0 <= change.first - actor.last <= 6
            if not near or actor.role != "actor" or walls[change.first] > walls[actor.last]:
                continue
            around = tokens[max(0, actor.first - 4) : change.first]
            if any(self.language.word("surface", token.lower) is not None for token in around):
                return actor.party
        return None

    def _gapped_subject(self, predicate: Predicate, quantity: Quantity) -> str | None:
        """As in "Russia has seized 183 square miles and Ukraine 139": a subject without its verb."""
        if (
            predicate.voice not in ("active", "under")
            or predicate.first > quantity.first
            or (predicate.kind == "repel")
        ):
            return None
        for actor in self.clause.actors:
            if (
                predicate.last <= actor.first
                and actor.role == "actor"
                and (quantity.outer_first - 1 <= self._with_troops(actor) <= quantity.outer_first)
                and not self._given_to(predicate, actor)
            ):
                return actor.party
        return None

    def _given_to(self, predicate: Predicate, actor: Actor) -> bool:
        """As in "Украина сдала россиянам три села": behind the verb stands who got the ground."""
        return (
            predicate.kind == "loss"
            and actor.first == predicate.last
            and any(
                other.party != actor.party
                and other.role == "actor"
                and other.last <= predicate.first
                and self.clause.distance(other.last, predicate.first) < 3.0
                for other in self.clause.actors
            )
        )

    def _handed_to(self, predicate: Predicate) -> str | None:
        """As in "помогли вернуть под контроль Дамаска 1024 пункта": to whom ground is given."""
        tokens = self.clause.tokens
        if predicate.kind != "gain" or not self.language.free_order:
            return None
        for actor in self.clause.actors:
            at = actor.first - 1
            if (
                0 <= at - predicate.last <= 2
                and self.language.word("held_by", tokens[at].lower) is not None
                and self.language.word("to", tokens[at - 1].lower) is not None
            ):
                return actor.party
        return None

    def _driven_out(self, predicate: Predicate) -> str | None:
        """As in "Росіян вибили з двох сіл", "У ВСУ отбили два села": who lost, and no doer told."""
        clause = self.clause
        if not self.language.free_order or predicate.kind not in ("repel", "gain"):
            return None
        losers = [
            actor
            for actor in clause.actors
            if actor.last <= predicate.first
            and clause.distance(actor.last, predicate.first) < 3.0
            and (
                actor.role == "from"
                if predicate.kind == "gain"
                else actor.role == "actor"
                and self.language.word("genitive", clause.tokens[actor.first].lower) is not None
            )
        ]
        doers = [
            a for a in clause.actors if a not in losers and a.role in ("actor", "by", "speaker")
        ]
        return losers[-1].party if losers and not doers else None

    def _pushed(self, predicate: Predicate) -> str | None:
        """As in "росіяни просунулися, але згодом їх відтіснили": whom a pronoun says was pushed."""
        at = predicate.first - 1
        if (
            predicate.kind != "repel"
            or at < 0
            or self.language.word("them", self.clause.tokens[at].lower) is None
            or any(
                actor.role == "actor"
                and actor.last <= at
                and self.clause.distance(actor.last, at) < 1.0
                for actor in self.clause.actors
            )
        ):
            return None
        return self.antecedent(at)

    def _object(self, predicate: Predicate, subject: str | None) -> str | None:
        for actor in self.clause.actors:
            if predicate.first < actor.first <= predicate.first + 8 and actor.party != subject:
                return actor.party
        return None

    def _following(
        self, at: int, reach: int, roles: Sequence[str] = ("actor", "by", "place")
    ) -> Actor | None:
        for actor in self.clause.actors:
            near = self.clause.walls[actor.first] - self.clause.walls[min(at, actor.first)] < 3.0
            if at <= actor.first <= at + reach and actor.role in roles and near:
                return actor
        return None

    def _inside(self, predicate: Predicate) -> Actor | None:
        inside = [
            actor for actor in self.clause.actors if predicate.first <= actor.first < predicate.last
        ]
        acting = [actor for actor in inside if actor.role in ("by", "actor")]
        return next(iter(acting or inside), None)

    def _ending_at(self, at: int) -> Actor | None:
        for actor in self.clause.actors:
            if actor.last in (at, at - 1):
                return actor
        return None

    def _to_party(self, predicate: Predicate) -> str | None:
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
        words = [token.lower for token in clause.tokens[predicate.last - 1 : predicate.last + 6]]
        if words[0] == "hands" and not {"favour", "favor", "to"} & set(words):
            return None, None, None  # "500 square miles changed hands": to whom is not told
        if self.language.free_order and predicate.kind != "cost":
            held = self._held_before(predicate)
            if held is not None:
                return held, None, None
        for actor in clause.actors:
            near = clause.walls[actor.first] - clause.walls[predicate.last - 1] < 3.0
            near = (
                near
                and not (  # "Российской армии досталось 14 кв. км, Украине вернулось 3"
                    self.language.free_order
                    and any(predicate.last <= q.first < actor.first for q in clause.quantities)
                    and any(
                        token.text == "," for token in clause.tokens[predicate.last : actor.first]
                    )
                )
            )
            if predicate.first < actor.first <= predicate.last + 6 and (
                actor.role != "speaker" and near
            ):
                return actor.party, None, None
        at = self._pronoun_between(predicate.last, min(predicate.last + 4, len(clause.tokens)))
        if at is not None:
            return self.antecedent(at), None, None
        if self.language.free_order:  # "під контроль РФ перейшли", "до росіян відійшло"
            for actor in reversed(clause.actors):
                if (
                    actor.last <= predicate.first
                    and actor.role in ("actor", "place")
                    and (clause.distance(actor.last, predicate.first) < 3.0)
                ):
                    return actor.party, None, None
        return self._context_party("gain"), None, None

    def _held_before(self, predicate: Predicate) -> str | None:
        """As in "под контроль Баку перешло 20%": in whose hands, told before the verb or with it."""
        tokens = self.clause.tokens
        for actor in self.clause.actors:
            if (
                actor.first
                and actor.last <= predicate.last + 1
                and predicate.first - actor.last <= 3
                and self.language.word("held_by", tokens[actor.first - 1].lower) is not None
            ):
                return actor.party
        return None

    def _noun_owner(self, predicate: Predicate) -> tuple[str | None, str | None, str | None]:
        """Russian gains; Russia's net gains; gains by Russia; leaving Moscow with a gain."""
        clause = self.clause
        if all(one.role == "place" for one in clause.actors):
            meant = self._meant(predicate)
            if meant is not None:  # "доля оккупированной территории Украины"
                return meant, None, None
        summed = self._in_sum(predicate)
        if summed is not None:
            return summed, None, None
        doer = self._following(predicate.last, 5, roles=("by",))
        if doer is not None and not any(
            token.text in ",;:()—–" for token in clause.tokens[predicate.last : doer.first]
        ):  # "захоплення українських земель окупантами", "a retreat by Ukraine of 6 km"
            return doer.party, None, None
        best: tuple[float, str] | None = None
        groups = (token.lower.removesuffix("'s") for token in clause.tokens)
        if (
            self.memory.group is not None
            and all(actor.role == "place" for actor in clause.actors)
            and any(self.language.word("group_noun", word) is not None for word in groups)
        ):  # "After a 14 percent loss, the group's territory in Iraq is"
            return self.memory.group, None, None
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
        if best is None or best[0] > 3.0:
            speaker = self._speaker_just_before(predicate)
            if speaker is not None:  # "Генштаб визнав утрату чотирьох сіл"
                return speaker, None, None
        pronoun = self._pronoun_between(max(0, predicate.first - 3), predicate.first)
        if pronoun is not None and (best is None or best[0] > 1.0):
            return self.antecedent(pronoun), None, None
        if best is not None and best[0] <= 8:
            return best[1], None, None
        for other in clause.predicates:  # "приріст окупованої території"
            if other.voice == "passive" and other.first == predicate.last:
                meant = self._meant(other)
                if meant is not None:
                    return meant, None, None
        return self._context_party(KIND.get(predicate.kind, "gain")), None, None

    def _in_sum(self, predicate: Predicate) -> str | None:
        """As in "has lost 13,000 km², a net loss of 14 percent": whose the figure before is."""
        tokens = self.clause.tokens
        comma = next(
            (n for n in range(predicate.first - 1, 0, -1) if tokens[n].text in ",;:()—–"), 0
        )
        words = tokens[comma + 1 : predicate.first]
        if (
            self.previous is None
            or tokens[comma].text != ","
            or not 0 < len(words) <= 3
            or self.language.word("article", words[0].lower) is None
            or any(comma < actor.first < predicate.first for actor in self.clause.actors)
            or self.previous[1].kind != KIND.get(predicate.kind)
        ):
            return None
        return self.previous[1].party

    def _speaker_just_before(self, predicate: Predicate) -> str | None:
        """Who speaks in the words right before a noun; only an apposition may stand between."""
        clause = self.clause
        for actor in reversed(clause.actors):
            if actor.role != "speaker" or not 0 <= predicate.first - actor.last <= 10:
                continue
            marks = [token.text for token in clause.tokens[actor.last : predicate.first]]
            if marks.count(",") in (0, 2) and not any(mark in ";:—" for mark in marks):
                return actor.party
        return None

    def _passive(self, predicate: Predicate) -> tuple[str | None, str | None, str | None]:
        """Seized by X; liberated from Y; lost to X."""
        clause = self.clause
        at = predicate.first - 1
        if (
            self.language.free_order
            and predicate.kind == "control"
            and at > 0
            and self.language.word("relative", clause.tokens[at].lower) is not None
        ):  # "армия, которой подконтрольны 60% страны"
            holder = next((a for a in clause.actors if 0 <= at - a.last <= 2), None)
            if holder is not None:
                return holder.party, None, None
        if self._by_nobody(predicate):
            return NOBODY, None, None
        owner = self._to_whom(predicate)
        if owner is not None:
            return owner, None, None
        by = None
        for actor in clause.actors:
            if (
                actor.role == "by"
                and (actor.first >= predicate.last or self.language.free_order)
                and not self._of_participle(actor, predicate)
            ):
                by = actor
                break
        if by is not None:
            return by.party, None, None
        if self._by_somebody(predicate):
            ours = self._pronoun_between(predicate.last, predicate.last + 3)  # "by our troops"
            return (None if ours is None else self.antecedent(ours)), None, None
        if predicate.kind == "loss":
            to = self._to_party(predicate)
            if to is None and self._pronoun_between(predicate.last, predicate.last + 3) is not None:
                to = self.memory.subject
            if to is not None:
                return to, None, "gain"
        against = self._following(predicate.last, 12, roles=("from",))
        if self.language.free_order and predicate.kind == "occupy":
            against = None  # "31% тимчасово окуповано, 5% звільнено від загарбників"
        elif against is None and self.language.free_order:
            told = max(
                (
                    last
                    for _, last, how in clause.speech
                    if how == "say" and last <= predicate.first
                ),
                default=0,
            )  # "Герасимов на нараді у Путіна звітував, що визволено 32 села"
            against = next((a for a in clause.actors if a.role == "from" and a.first >= told), None)
        if against is not None and against.party in self.opposed:
            party = self.opposed[against.party]
            return party, against.party, None
        acting = {
            actor.party
            for actor in clause.actors
            if actor.role == "actor" and actor.kind == "army" and actor.last <= predicate.first
            if not any(actor.last <= one.first < predicate.first for one in clause.predicates)
        }
        if self.language.free_order and self.retakes(predicate) and len(acting) == 1:
            army = acting.pop()  # "благодаря действиям правительственных войск освобождено"
            return army, self.opposed.get(army), None
        retaken = self._retaken(predicate)
        if retaken is not None:
            return retaken, self.opposed.get(retaken), None
        owners = {actor.party for actor in clause.actors if actor.role == "place"}
        if against is not None and len(owners) == 1 and self.retakes(predicate):
            return owners.pop(), against.party, None  # "от ИГ освобождено 86% Сирии"
        if (
            self.retakes(predicate)
            and self.memory.subject is None
            and len(owners) == 1
            and all(actor.role == "place" for actor in clause.actors)
            and self._meant(predicate) is None
        ):  # "In Syria 3,280 km² were liberated": by those whose ground it is
            return owners.pop(), None, None
        speaker = next((a.party for a in clause.actors if a.role == "speaker"), None)
        occupier = self._meant(predicate) if predicate.kind == "occupy" else None
        if occupier is not None and speaker == self.opposed.get(occupier):
            return occupier, None, None  # "75% of the region is occupied, Ukraine says"
        if self.language.free_order and speaker in self.opposed and self.retakes(predicate):
            return speaker, None, None  # "the ministry said 20 km² had been liberated"
        untold = self.memory.subject is None and self.previous is None and speaker is None
        if untold and predicate.kind in ("gain", "occupy") and not self.retakes(predicate):
            meant = self._meant(predicate)
            if meant is not None:  # "взято 15 сел, уничтожены опорные пункты ВСУ"
                return meant, None, None
        context = self._context_party(KIND.get(predicate.kind, "gain"))
        ground = self._ground_of(predicate)
        if (
            predicate.kind == "gain"
            and context is not None
            and context == ground
            and not self.retakes(predicate)
        ):
            return self.opposed.get(context, context), context, None
        if (
            predicate.kind == "loss"
            and self.memory.kind == "gain"
            and (context is not None and context == self.memory.party)
            and all(self.language.free_order and a.first > predicate.last for a in clause.actors)
        ):  # "The enemy took ... In all 395 km² were lost"
            context = self.opposed.get(context, context)
        if (
            predicate.kind == "gain"
            and self.memory.kind == "loss"
            and not (clause.actors or self.retakes(predicate))
            and context == self.memory.party
        ):  # "Ukraine lost 700 km². Nine villages were seized": by the other side
            context = self.opposed.get(context or "", context)
        return context or speaker or self._any_actor(), None, None

    def _of_participle(self, actor: Actor, predicate: Predicate) -> bool:
        """As in "отбито 86% захваченной Украиной территории": who did the deed undone."""
        return any(
            other is not predicate and other.voice == "passive" and actor.first == other.last
            for other in self.clause.predicates
        )

    def _retaken(self, predicate: Predicate) -> str | None:
        """As in "Ukraine seized 1,300 km², of which 800 have been retaken": by the other side."""
        clause = self.clause
        if not self.retakes(predicate):
            return None
        last = self.memory.subject
        foes = [] if self.language.free_order else [a for a in clause.actors if self._is_foe(a)]
        if self.memory.foe and last in self.opposed and len(foes) == len(clause.actors):
            return self.opposed[last]  # "We split up the enemy. In all 190 km² were liberated"
        if (
            clause.speech
            and self.memory.voice in self.opposed
            and all(one.kind == "common" and one.first > predicate.last for one in clause.actors)
        ):
            return self.memory.voice  # "He said 1,009 towns had been liberated"
        stated = any(
            self.language.word("be", token.lower) is not None
            for token in clause.tokens[max(0, predicate.first - 3) : predicate.first]
        )
        beside = (  # "ВС РФ взяли 90 км², освобождены пять сел": no part of what was taken
            predicate.first and clause.tokens[predicate.first - 1].text == ","
        )
        for other in (
            clause.predicates if stated or (self.language.free_order and not beside) else ()
        ):
            if other.last > predicate.first or (other.kind, other.voice) != ("gain", "active"):
                continue
            told = [q for q in clause.quantities if other.last <= q.first and q.measure is not None]
            if told and told[0].measure == "length":
                continue  # "has gained 10 miles, and 120 places were retaken"
            named = any(
                actor.role == "actor" and other.last <= actor.first < predicate.first
                for actor in clause.actors
            )
            first = self.subject(other)
            if first is not None and not (named or self.retakes(other)):
                return self.opposed.get(first)
        return None

    def retakes(self, predicate: Predicate) -> bool:
        """Whether a verb tells of ground that comes back: retaken, liberated, recovered."""
        words = self.clause.tokens[predicate.first : predicate.last + 1]
        back = any(token.lower == "back" for token in words[1:])  # "taken back"
        return back or self.language.word("retaken", words[0].lower) is not None

    def owner_of_ground(self, quantity: Quantity) -> str | None:
        """Whose ground an amount is: "5,400 square kilometres of Ukrainian territory"."""
        return next(
            (
                actor.party
                for actor in self.clause.actors
                if actor.role == "place" and 0 <= actor.first - quantity.last <= 3
            ),
            None,
        )

    def _ground_of(self, predicate: Predicate) -> str | None:
        """Whose ground a passive tells of: "640 km² of Ukraine has been taken"."""
        tokens = self.clause.tokens
        for actor in self.clause.actors:
            if (
                actor.role == "place"
                and actor.kind == "name"
                and 0 <= predicate.first - actor.last <= 3
                and actor.first
                and self.language.word("of", tokens[actor.first - 1].lower) is not None
            ):
                return actor.party
        return None

    def _to_whom(self, predicate: Predicate) -> str | None:
        """As in "Ізраїльській армії тепер підконтрольні 53%": whose they are, told before."""
        clause = self.clause
        if not self.language.free_order or predicate.kind != "control":
            return None
        return next(
            (
                actor.party
                for actor in reversed(clause.actors)
                if actor.role == "actor"
                and 0 <= predicate.first - self._with_troops(actor) <= 1
                and clause.walls[predicate.first] - clause.walls[actor.last] < 1.0
            ),
            None,
        )

    def _by_nobody(self, predicate: Predicate) -> bool:
        """As in "controlled by neither the government nor the rebels"."""
        words = self.clause.tokens[predicate.last : predicate.last + 3]
        return any(self.language.word("nobody", token.lower) is not None for token in words)

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
