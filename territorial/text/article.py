"""One text while it is read: what is known of it, and how a linked quantity becomes a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from territorial import lexicon, units
from territorial.lexicon.parties import frame
from territorial.records import Report, join_flags, report_id
from territorial.structures import NamedTuple
from territorial.text.clauses import (
    Clause,
)
from territorial.text.dates import DateReader
from territorial.text.language import Language
from territorial.text.links import Heading, Link, Memory
from territorial.text.names import Name, monitor_index, party_index, place_index
from territorial.text.quantities import Quantity
from territorial.text.speech import speaker_words
from territorial.text.tokens import Token, sentences, tokenize, with_compounds, with_dashes

BULLETS = frozenset("•▪■●◦‣·*–—-")
# From this score on the names alone tell the conflict.
SURE = 3.0
# Forms of these roles mean a party only where the text is about its conflict.
BYSTANDER = "bystander "  # before the role that the form has there
WEAK = ("common", BYSTANDER)


class Seen(NamedTuple):
    """A quantity that was seen, and the report it became or the reason it is none."""

    quote: str
    span_start: int
    span_end: int
    sentence: str
    report: Report | None
    reason: str | None
    predicate: str | None


class ArticleState:
    """What is known of a text, and the records made of it."""

    def __init__(
        self,
        text: str,
        published: dt.date,
        conflict: str | None,
        spoken: Language,
        document: str | None,
        publisher: str | None,
        url: str | None,
    ) -> None:
        self.text = text
        self.published = published
        self.document = document
        self.publisher = publisher
        self.url = url
        self.language = spoken
        self.tokens = with_compounds(
            with_dashes(tokenize(text), text),
            text,
            spoken.stems["compound"],
            lambda word: (spoken.word("number", word) or spoken.word("half", word)) is not None,
        )
        self.sentences = sentences(self.tokens)
        self.dates = DateReader(self.language, published, historic=self._historic())
        self.memory = Memory()
        self.heading: Heading | None = None
        self.digest = report_id(text)
        self.names = party_index(self.language.code)
        self.conflict = conflict or self._conflict()
        self.places = place_index(self.language.code, self.conflict)
        self.opposed = frame(self.conflict).opposed if self.conflict else {}
        self.found: list[Seen] = []
        self.told: dict[tuple[object, ...], str] = {}

    def _is_listed(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Донеччина – 193 км²": a row that names a place and an amount, and no deed."""
        at = quantity.outer_first - 1
        if at == 0 and clause.tokens[0].text in BULLETS:
            return not clause.predicates
        if clause.predicates or at > 8:
            return False
        if any(
            date.first == 0 and (date.last == at + 1 or clause.tokens[at].text == ")")
            for date in clause.dates
        ):
            return True  # "Nov 505 km²", "Jan (so far) 210 km²"
        if at <= 0:
            return False
        named = clause.tokens[at].text == "(" and clause.tokens[at - 1].is_capital
        return named or clause.tokens[at].text in "—–:-"  # "Луганська (26 тис. кв. км або 98%)"

    def _meaning(self, name: Name, *, capital: bool) -> tuple[str, str] | None:
        """The party of a name in this conflict, and the role of the form."""
        here = [(party, role) for where, party, role in name.meanings if where == self.conflict]
        if here:
            party, role = here[0]
            return party, role.removeprefix(BYSTANDER)
        ids = {party for _, party, role in name.meanings if not role.startswith(WEAK)}
        if len(ids) == 1 and capital:
            role = next(role for _, _, role in name.meanings if not role.startswith(WEAK))
            return ids.pop(), role
        return None

    def _historic(self) -> bool:
        """Whether all the years that the text names lie more than four years back."""
        years = [
            int(token.text)
            for token in self.tokens
            if len(token.text) == 4 and token.text.isdecimal() and 1800 <= int(token.text) <= 2199
        ]
        return bool(years) and max(years) < self.published.year - 4

    def _conflict(self) -> str | None:
        """The conflict whose names the text holds most often."""
        tokens = [token for token in self.tokens if token.text[0] != "\n"]
        score: dict[str, float] = {}
        bystanders: set[tuple[str, str]] = set()
        for name in self.names.find(tokens):
            conflicts: set[str] = set()
            for conflict_id, party, role in name.meanings:
                if not role.startswith(WEAK):
                    conflicts.add(conflict_id)
                elif role != "common":
                    bystanders.add((conflict_id, party))
            # a ministry speaks of the wars of others too
            speaks = all(role == "government" for _, _, role in name.meanings)
            for conflict_id in conflicts:
                weight = (0.5 if speaks else 1.0) / len(conflicts) ** 0.5
                score[conflict_id] = score.get(conflict_id, 0.0) + weight
            for conflict_id in {c for c, _, role in name.meanings if role == "common"} - conflicts:
                score[conflict_id] = score.get(conflict_id, 0.0) + 0.02
        for conflict_id, _ in bystanders:  # two states of one conflict tell it, one does not
            score[conflict_id] = score.get(conflict_id, 0.0) + 0.2
        best = sorted(score.values(), reverse=True)[:2]
        if not best or best[0] < SURE or (len(best) > 1 and best[1] > 0.7 * best[0]):
            for index in (place_index(self.language.code), monitor_index(self.language.code)):
                for name in index.find(tokens):
                    for conflict_id in {conflict for conflict, _, _ in name.meanings}:
                        score[conflict_id] = score.get(conflict_id, 0.0) + 0.5
        score = {conflict_id: value for conflict_id, value in score.items() if value >= 0.25}
        if not score:
            return self._only_common(tokens)
        years = {
            int(token.text)
            for token in tokens
            if len(token.text) == 4 and token.text.isdecimal() and 1800 <= int(token.text) <= 2199
        }
        for conflict_id in score:
            held = frame(conflict_id)
            if held.start > self.published.isoformat():
                score[conflict_id] *= 0.3
            elif years and max(years) < int(held.start[:4]) - 4:
                score[conflict_id] *= 0.2  # a text of 1943 is not of this war
            elif held.end and held.end < self.published.isoformat():
                told = any(int(held.start[:4]) <= year <= int(held.end[:4]) for year in years)
                score[conflict_id] *= 1.2 if told else 0.5
        return max(sorted(score), key=lambda conflict_id: score[conflict_id])

    def _only_common(self, tokens: list[Token]) -> str | None:
        """The conflict in which alone the common nouns of a text mean a party, or all its names do."""
        found: dict[bool, set[str]] = {True: set(), False: set()}
        shared: list[set[str]] = []
        for name in self.names.find(tokens):
            shared.append({where for where, _, _ in name.meanings})
            if len(shared[-1]) == 1:
                conflict, _, role = name.meanings[0]
                found[role.startswith(BYSTANDER)].add(conflict)
        told = found[False] or {one for one in found[True] if all(one in each for each in shared)}
        return told.pop() if len(told) == 1 else None

    def _restated(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> int | None:
        """The report of this sentence whose amount a quantity tells again, or None."""
        if not reports:
            return None
        index = len(reports) - 1
        while index > 0 and reports[index][2].restates is not None:
            index -= 1
        first = reports[index][0]
        if first.per != quantity.per:
            return None
        last = reports[-1][0]
        between = clause.tokens[last.outer_last : quantity.outer_first]
        bracketed = bool(between) and between[-1].text in "(["
        bracketed = bracketed or any(
            match.last == quantity.outer_first for match in clause.phrases.get("restating", ())
        )
        one, two = first.measure, quantity.measure
        if two == "share" and self._part_of_that(clause, quantity):
            return None
        if any(match.last == quantity.outer_first for match in clause.phrases.get("contrast", ())):
            return None  # "holds 125,000 km², compared with 43,000 before the invasion"
        paired = self._paired(quantity, reports, between)
        if paired is not None:
            return paired
        # "205 km² of land in May, just 0.03% of the country"
        apart = bool(between) and between[-1].text == "," and "share" in (one, two)
        same = any(
            (verb.voice, verb.kind) == ("noun", reports[index][2].kind)
            and last.outer_last <= verb.first < quantity.outer_first
            for verb in clause.predicates
        )  # "shrank by 11,900 km², a net loss of 13%"
        if len(between) > (
            14 if apart or (bracketed and two == "share") else 8 if bracketed or same else 4
        ):
            return None
        words = [token.lower for token in between]
        if any(
            verb.source.startswith("leave") and last.outer_last <= verb.first < quantity.first
            for verb in clause.predicates
        ):
            return None  # "took 267 km², leaving 19% of the country occupied"
        if self.language.free_order and any(
            self.language.word("other_verb", word) is not None for word in words
        ):
            return None
        joined = bracketed or any(
            word in ("(", "or", "або", "или", ",", "/", "=", ";", "—", "–", "[") for word in words
        )
        if not joined:
            return None
        if one == two and one in ("area", "length", "share") and first.unit != quantity.unit:
            factor = units.factor(quantity.unit, first.unit)
            ratio = quantity.value * factor / first.value if first.value else 0.0
            return index if 0.9 <= ratio <= 1.1 else None
        told_as = bracketed and (words == ["("] or any(token.is_word for token in between))
        shares = two == "share" and (
            one == "area" or (one == "count" and ("or" in words or told_as))
        )
        if (shares or {one, two} == {"area", "share"}) and "and" not in words:
            comma = next((at for at in range(len(words) - 1, -1, -1) if words[at] == ","), 0)
            deed = any(
                last.outer_last + comma <= predicate.first < quantity.outer_first
                and predicate.kind not in ("light", "figure")
                and (predicate.voice, predicate.kind) != ("noun", reports[index][2].kind)
                for predicate in clause.predicates
            )  # "held 68,300 sq km, having shed 12% of its territory"
            return None if deed else index
        return None

    def _paired(
        self,
        quantity: Quantity,
        reports: list[tuple[Quantity, Link, Report]],
        between: Sequence[Token],
    ) -> int | None:
        """As in "from 78 to 60 km² (30 to 23 square miles)": two amounts, and both again."""
        own = [at for at, one in enumerate(reports) if one[2].restates is None]
        if len(own) < 2 or not between or len(between) > 2 or quantity.unit is None:
            return None
        told = reports[own[-2]][0], reports[own[-1]][0]
        if {one.measure for one in (*told, quantity)} not in ({"area"}, {"length"}) or (
            quantity.unit == told[1].unit
        ):
            return None
        second = reports[-1][2].restates == reports[own[-2]][2].report_id
        if not second and between[-1].text != "(":
            return None
        original = told[1] if second else told[0]
        again = quantity.value * units.factor(quantity.unit, original.unit)
        alike = abs(again - original.value) <= 0.1 * original.value
        return (own[-1] if second else own[-2]) if alike else None

    def _report(
        self,
        clause: Clause,
        quantity: Quantity,
        link: Link,
        reports: list[tuple[Quantity, Link, Report]],
    ) -> Report:
        tokens = clause.tokens
        start, end = tokens[quantity.first].start, tokens[quantity.last - 1].end
        period = link.period
        begin = period.start if period else None
        finish = period.end if period else None
        restates = None
        index = self._restated(clause, quantity, reports)
        if index is not None:
            restates = reports[index][2].report_id
        elif not reports and self._goes_on(clause, quantity, link):
            restates = self.memory.report_id
        else:
            restates = self._repeated(quantity, link, begin, finish, reports)
        flags = []
        if period is not None and period.basis == "context":
            flags.append("year from the text nearby")
        if link.party is not None and not lexicon.is_listed(link.party):
            flags.append("party not in the lexicon")
        low, high = quantity.low, quantity.high
        qualifier = quantity.qualifier
        if index is not None and qualifier == "exact":
            original = reports[index][0]
            qualifier = original.qualifier
            if qualifier == "at_least":
                low = quantity.value
            elif qualifier in ("at_most", "nearly"):
                high = quantity.value
            elif qualifier == "range":
                qualifier = "exact"
        return Report(
            report_id=report_id(
                self.digest, start, end, quantity.unit, quantity.value, link.party, link.kind
            ),
            conflict=self.conflict,
            party=link.party,
            counterparty=link.counterparty,
            measure=quantity.measure,
            kind=link.kind,
            basis=self._basis(clause, quantity, link),
            value=quantity.value,
            low=low,
            high=high,
            unit=quantity.unit,
            per=quantity.per,
            qualifier=qualifier,
            start=begin,
            end=finish,
            period_basis=period.basis if period is not None and begin is not None else None,
            place=self._place(clause, quantity),
            attribution=self._attribution(clause),
            publisher=self.publisher,
            published=self.published,
            url=self.url,
            document=self.document,
            span_start=start,
            span_end=end,
            quote=self.text[start:end],
            sentence=self.text[tokens[0].start : tokens[-1].end],
            restates=restates,
            flags=join_flags(flags),
        )

    def _restates_share(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "nearly half, or 44 percent": a share told again."""
        return any(
            match.last == quantity.outer_first for match in clause.phrases.get("restating", ())
        )

    def _part_of_that(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "took 415 km² since August, 75% of it in the east": a part of the figure before.

        So too "40% of all their gains in August".
        """
        words = [token.lower for token in clause.tokens[quantity.last : quantity.last + 2]]
        return len(words) == 2 and (
            self.language.word("of", words[0]) is not None
            and (
                words[1] in ("it", "that", "this", "which", "what")
                or any(
                    verb.voice == "noun"
                    and verb.kind in ("gain", "loss", "advance")
                    and 1 <= verb.first - quantity.last <= 4
                    for verb in clause.predicates
                )
            )
        )

    def _of_them(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "38% of the losses, another place for a tenth of them"."""
        following = clause.tokens[quantity.last : quantity.last + 2]
        return len(following) == 2 and (
            self.language.word("of", following[0].lower) is not None
            and self.language.word("part_whole", following[1].lower) is not None
        )

    def _goes_on(self, clause: Clause, quantity: Quantity, link: Link) -> bool:
        """As in "They took 3,300 km². That is 0.55% of the country": the same amount as a share."""
        if self._whole_again(clause, quantity, link):
            return True
        counts = [one for one in clause.predicates if one.kind in ("light", "figure")]
        deeds = [one.first for one in clause.predicates if one.first > quantity.last]
        others = [
            other
            for other in clause.quantities
            if other.first > quantity.last
            and other.measure == "share"
            and not any(deed < other.first for deed in deeds)
        ]  # "It is 76% of one region and 74% of another" is no share of the whole
        return (
            bool(counts)
            and not others
            and quantity.measure == "share"
            and self.memory.measure == "area"
            and link.kind == self.memory.kind
            and link.party == self.memory.party
        )

    def _whole_again(self, clause: Clause, quantity: Quantity, link: Link) -> bool:
        """As in "They took 257 km² in May. In that month 0.04% of the country was occupied"."""
        memory = self.memory
        told, period = memory.period, link.period
        return (
            (quantity.measure, memory.measure) == ("share", "area")
            and (link.kind, memory.kind) == ("gain", "gain")
            and link.party == memory.party
            and told is not None
            and period is not None
            and (told.start, told.end) == (period.start, period.end)
            and any(
                self.language.word("country", token.lower) is not None
                for token in clause.tokens[quantity.last : quantity.last + 5]
            )
        )

    def _repeated(
        self,
        quantity: Quantity,
        link: Link,
        start: dt.date | None,
        end: dt.date | None,
        reports: list[tuple[Quantity, Link, Report]],
    ) -> str | None:
        """An earlier report of the article that this one tells again."""
        if quantity.value in {1.0, 2.0}:
            return None
        told = self.told.get(figure_key(quantity, link, start, end))
        if any(report.report_id == told for _, _, report in reports):
            return None  # "three in one district, three in another"
        return told

    def _basis(self, clause: Clause, quantity: Quantity, link: Link) -> str:
        low = max(0, quantity.outer_first - 6)
        words = {token.lower for token in clause.tokens[low : quantity.last + 3]}
        if link.kind == "control":
            return "unstated"
        if words & {"net", "чистий", "чистого", "чистыми", "нетто"}:
            return "net"
        return "gross" if words & {"gross", "брутто"} else "unstated"

    def _place(self, clause: Clause, quantity: Quantity) -> str | None:
        best: tuple[float, Name] | None = None
        end = self._part_after(clause, quantity)
        for place in clause.places:
            if place.first >= end:
                continue
            if place.first >= quantity.last:
                cost = clause.distance(quantity.last, place.first)
            else:
                cost = clause.distance(place.last, quantity.first) + 1.0
            if best is None or cost < best[0]:
                best = (cost, place)
        if best is None or best[0] > 10:
            return None
        tokens = clause.tokens
        return self.text[tokens[best[1].first].start : tokens[best[1].last - 1].end]

    def _part_after(self, clause: Clause, quantity: Quantity) -> int:
        """Where a part of a figure begins to be told: "180 km², of which 70 near the town"."""
        tokens = clause.tokens
        for other in clause.quantities:
            at = other.outer_first
            if other.first < quantity.last or at < 2:
                continue
            of, which = tokens[at - 2].lower, tokens[at - 1].lower
            if any(self.language.word(name, of) is not None for name in ("of", "out_of")) and any(
                self.language.word(name, which) is not None for name in ("relative", "pronoun")
            ):
                return at
        return len(tokens)

    def _attribution(self, clause: Clause) -> str | None:
        """Who the sentence says it comes from; a pronoun takes up who spoke before."""
        told = [p.first for p in clause.predicates if p.voice in ("active", "passive")]
        told += [quantity.first for quantity in clause.quantities]
        words = speaker_words(self.language, clause.tokens, clause.speech, clause.dates, told)
        if words is None:
            return self.memory.speaker if clause.speech else None
        tokens = clause.tokens
        return self.text[tokens[words[0]].start : tokens[words[1] - 1].end]

    def _note(self, clause: Clause, quantity: Quantity, report: Report | None, link: Link) -> None:
        tokens = clause.tokens
        start, end = tokens[quantity.first].start, tokens[quantity.last - 1].end
        predicate = link.predicate
        words = None
        if predicate is not None:
            words = self.text[tokens[predicate.first].start : tokens[predicate.last - 1].end]
        self.found.append(
            Seen(
                self.text[start:end], start, end,
                self.text[tokens[0].start : tokens[-1].end], report, link.reason, words,
            )
        )  # fmt: skip


def figure_key(
    quantity: Quantity, link: Link, start: dt.date | None, end: dt.date | None
) -> tuple[object, ...]:
    """What two reports have in common if one tells the other again."""
    return quantity.value, quantity.unit, quantity.per, link.kind, link.party, start, end
