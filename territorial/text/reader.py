"""Running text to records: every reported figure with its party, kind and period.

`read_records` takes an article apart sentence by sentence and needs the
standard library alone; `explain_records` tells of each quantity that was seen
whether it became a report, and why not.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from functools import cached_property

from territorial import lexicon
from territorial.records import Report
from territorial.text import exclusions
from territorial.text.actors import place_actors
from territorial.text.anchors import in_utf8
from territorial.text.article import Seen
from territorial.text.clauses import (
    Actor,
    Clause,
    build_walls,
    find_predicates,
)
from territorial.text.dates import DateReader
from territorial.text.judging import Judge
from territorial.text.language import by_category, detect, language
from territorial.text.linking import Linker
from territorial.text.links import Heading, Link
from territorial.text.names import Name
from territorial.text.patterns import Match
from territorial.text.quantities import Quantity, QuantityReader
from territorial.text.spans import Mention, Period
from territorial.text.speech import find_speech
from territorial.text.tokens import BULLETS, Token

# Sentences without a figure that are read before one with a figure, for party and period.
CONTEXT = 3
QUOTED = frozenset('"”»—–-')  # what stands between a quotation and who said it


def read_records(
    text: str,
    *,
    published: dt.date,
    conflict: str | None = None,
    lang: str | None = None,
    document: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> list[Report]:
    """The reports of a text, in its order.

    Parameters
    ----------
    text : str
        Running text.
    published : datetime.date
        Day of publication, from which "last week" and "in November" count.
    conflict : str, optional
        Id of the conflict; found from the names in the text if not given.
    lang : str, optional
        ``"en"``, ``"uk"`` or ``"ru"``; told by the letters if not given.
    document, publisher, url : str, optional
        Where the text stood; kept with each report.

    Returns
    -------
    list of Report
        Values in the unit of the text; nothing is converted.
    """
    return [
        seen.report
        for seen in explain_records(
            text, published=published, conflict=conflict, lang=lang, document=document,
            publisher=publisher, url=url,
        )
        if seen.report is not None
    ]  # fmt: skip


def explain_records(
    text: str,
    *,
    published: dt.date,
    conflict: str | None = None,
    lang: str | None = None,
    document: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> list[Seen]:
    """Every quantity of a text with its report, or the reason why it is none."""
    plain = in_utf8(text)
    spoken = language(lang or detect(text, plain))
    if conflict is not None:
        lexicon.conflict(conflict)
    if not spoken.anchors.in_text(text, plain):
        return []
    reader = _Article(text, published, conflict, spoken, document, publisher, url)
    return reader.read()


class _Article(Judge):
    """Reads one text, sentence after sentence."""

    def read(self) -> list[Seen]:
        waiting: list[list[Token]] = []
        for sentence in self.sentences:
            tokens = [
                token
                for token in self.tokens[sentence.first : sentence.last]
                if token.text[0] != "\n"
            ]
            if not tokens:
                continue
            if not self._may_tell(tokens):
                waiting.append(tokens)
                continue
            for earlier in waiting[-CONTEXT:]:
                self._sentence(earlier)
            waiting.clear()
            self._sentence(tokens)
        return self.found

    def _may_tell(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence can hold a quantity: a unit, or a number after a told figure."""
        told = self.memory.unit is not None
        return any(
            self.language.opens_quantity(token.lower)
            or token.text in ("/", "⁄")
            or (told and self._is_figure(token) and self._stands_alone(tokens, at + 1))
            for at, token in enumerate(tokens)
        )

    def _is_figure(self, token: Token) -> bool:
        """Whether a token is a number, and not one that reads as a year."""
        if token.is_number:
            return not (len(token.text) == 4 and "1900" <= token.text <= "2100")
        return self.language.word("number", token.lower) is not None

    def _stands_alone(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a number may leave its unit unsaid: what follows names nothing counted."""
        return at >= len(tokens) or self.language.goes_on(tokens[at].lower)

    def _sentence(self, tokens: list[Token]) -> None:
        in_order = any(
            self.language.word("respectively", token.lower) is not None for token in tokens
        )
        year = self.dates.context_year
        mentions = self.dates.read(tokens, apart=in_order)
        phrases = by_category(self.language.phrases.matches(tokens, {}))
        taken = {at for mention in mentions for at in range(mention.first, mention.last)}
        reader = QuantityReader(self.language, tokens, phrases, taken)
        quantities = reader.read()
        if self.memory.voice is None and any(
            self.language.word("we", token.lower) is not None for token in tokens
        ):
            self.memory.voice = self._only_voice
        clause = self._clause(tokens, phrases, mentions, quantities)
        linker = Linker(self.language, clause, self.memory, self.published, self.opposed)
        reports: list[tuple[Quantity, Link, Report]] = []
        if in_order:
            linker.order = _in_order(clause)
        for index in range(len(quantities)):
            self._judge(linker, clause, quantities, index, reports)
        self._remember(clause, reports)
        if reports and not any(_tells_year(link.period, self.dates) for _, link, _ in reports):
            self.dates.context_year = year  # "19% of Ukraine, with Crimea, annexed in 2014"
        if not any(quantity.unit is not None for quantity in quantities) and not reports:
            if tokens[0].text not in BULLETS or self._asks(tokens):  # a row heads no other rows
                self.heading = self._heading(linker, clause)
        elif not self._is_listed(clause, quantities[0]):
            self.heading = None

    def _heading(self, linker: Linker, clause: Clause) -> Heading | None:
        """What a line without a figure says of the rows under it: "Losses in October:"."""
        end = len(clause.tokens)
        rows = Quantity(end, end, 0.0, None, None, "exact", None, None, end, end, end)
        for predicate in clause.predicates:
            if predicate.kind not in ("gain", "loss", "control", "occupy", "advance") or (
                exclusions.is_hypothetical(self.language, clause, rows, predicate)
            ):
                continue
            party, counterparty, _ = linker.party_for(predicate, rows)
            party = party or self._implied("implied", clause, predicate) or self._only_party
            if party is not None:
                days = [mention.period for mention in clause.dates if mention.period.point]
                day = days[-1] if days else None
                return Heading(predicate.kind, party, counterparty, day, self._asks(clause.tokens))
        return None

    def _asks(self, tokens: Sequence[Token]) -> bool:
        """As in "How much did Ukraine lose?": a question that an amount answers."""
        return any(token.text == "?" for token in tokens[-2:]) and any(
            self.language.word("how_much", token.lower) is not None for token in tokens[:4]
        )

    @cached_property
    def _only_voice(self) -> str | None:
        """Whose people speak in the text, where it is one party: "We took 35 km²," the army said."""
        found: set[str] = set()
        for sentence in self.sentences:
            tokens = self.tokens[sentence.first : sentence.last]
            if not any(self.language.phrases.begins(token.lower, "say") for token in tokens):
                continue
            phrases = by_category(self.language.phrases.matches(tokens, {}))
            speech = find_speech(self.language, tokens, phrases, [])
            for name in self.names.find(tokens):
                meaning = self._meaning(name, capital=tokens[name.first].is_capital)
                if self.language.word("ours", tokens[name.first].lower) is not None:
                    continue
                if meaning is not None and any(
                    how == "say"
                    and (
                        0 <= name.first - last <= 4
                        or (
                            0 <= first - name.last <= 8
                            and tokens[first - 1].text not in QUOTED  # "..., — said the general"
                            and not (  # "..., reports Reuters"
                                tokens[first - 1].text == ","
                                and last < len(tokens)
                                and tokens[last].is_capital
                            )
                        )
                    )
                    for first, last, how in speech
                ):
                    found.add(meaning[0])
        return found.pop() if len(found) == 1 else None

    def _meant(self, actor: Actor, actors: Sequence[Actor], tokens: Sequence[Token]) -> Actor:
        """Whom a common noun means: "the enemy" the other side of who speaks, "the army" the one told of."""
        if actor.kind != "common":
            return actor
        if self.language.word("ours", tokens[actor.first].lower) is not None:
            voice = self.memory.voice or self._only_voice
            return actor._replace(party=voice) if voice in self.opposed else actor
        led = [token.lower for token in tokens[actor.last : actor.last + 2]] == ["led", "by"]
        leader = next((one for one in actors if led and one.first == actor.last + 2), None)
        if leader is not None:  # "Insurgents led by Hayat Tahrir al-Sham"
            return actor._replace(party=leader.party)
        group = self.memory.group
        noun = tokens[actor.last - 1].lower
        if group is not None and group.endswith("_" + noun):
            return actor._replace(party=group)
        told = self.memory.subject
        own = any(  # "the opposition", "government troops" have names of their own
            self.language.word("faction", token.lower) is not None
            for token in tokens[actor.first : actor.last]
        )
        if not own and told in self.opposed and self.opposed[told] == self.opposed.get(actor.party):
            return actor._replace(party=told)  # of several allies the one told of
        if self.language.word("foe", tokens[actor.first].lower) is None:
            return actor
        voices = [
            other
            for other in actors
            if other.role in ("speaker", "civil") and other.kind != "common"
        ]
        ahead = [other for other in voices if other.last <= actor.first]
        speaks = any(other.party == actor.party for other in ahead[-1:] or voices)
        party = self.opposed.get(actor.party) if speaks else None
        return actor if party is None else actor._replace(party=party)

    def _clause(
        self,
        tokens: Sequence[Token],
        phrases: dict[str, list[Match]],
        mentions: list[Mention],
        quantities: list[Quantity],
    ) -> Clause:
        places = self.places.find(tokens)
        names: list[tuple[Name, str, str]] = []
        for name in self.names.find(tokens):
            first = name.first == 0 and all(role == "army" for _, _, role in name.meanings)
            capital = tokens[name.first].is_capital and not first  # "Правительственная армия"
            meaning = self._meaning(name, capital=capital)
            if meaning is None or self._is_title(tokens, name, meaning[1]):
                continue
            if (
                name.first > 1
                and tokens[name.first - 1].text in "-‑"
                and tokens[name.first - 1].end == tokens[name.first].start
                and tokens[name.first - 1].start == tokens[name.first - 2].end
            ):
                continue  # "the Russo-Ukrainian war" is neither side's
            if any(
                self.language.word("banned", token.lower) is not None
                for token in tokens[max(0, name.first - 3) : name.first]
            ):
                continue  # "«Исламское государство» (запрещено в России)"
            if (
                names
                and tokens[name.first - 1].text == "("
                and names[-1][0].last == name.first - 1
                and names[-1][1] == meaning[0]
            ):
                continue  # "«Исламское государство» (ИГ, запрещено в РФ)": named already
            owner = names[-1] if names and names[-1][0].last == name.first else None
            if (
                owner is not None
                and (
                    owner[2] == "adjective"
                    or (meaning[1] == "common" and tokens[name.first - 1].lower.endswith("'s"))
                )
                and (
                    meaning[1] == "common"
                    or (meaning[1] in ("army", "government") and owner[1] != meaning[0])
                )
            ):
                continue  # "the Turkish army" is Turkey's, "російського Генштабу" is Russia's
            if (
                self.language.free_order
                and owner is not None
                and (owner[2], meaning[1]) == ("common", "group")
                and owner[1] != meaning[0]
            ):
                continue  # "ополченцы ДНР" are the fighters first
            names.append((name, *meaning))
        full = [quantity for quantity in quantities if quantity.unit is not None]
        predicates = find_predicates(
            self.language, tokens, phrases, quantities, [name for name, _, _ in names]
        )
        speech = find_speech(self.language, tokens, phrases, full)
        said = {first for first, _, how in speech if how == "say"}
        dated = {at for mention in mentions for at in range(mention.first, mention.last)}
        predicates = [
            predicate for predicate in predicates if predicate.first not in said | dated
        ]  # "31 March" is no marching
        actors = place_actors(self.language, tokens, names, places, predicates, speech, quantities)
        actors = [self._meant(actor, actors, tokens) for actor in actors]
        counted = {at for one in full for at in range(one.number_last, one.last)}
        actors = [  # "22 ізраїльські населені пункти"
            actor._replace(role="place") if actor.first in counted else actor for actor in actors
        ]
        walls = build_walls(tokens, phrases)
        return Clause(
            tokens, phrases, mentions, quantities, predicates, actors, places,
            speech, walls,
        )  # fmt: skip

    def _is_title(self, tokens: Sequence[Token], name: Name, role: str) -> bool:
        """As in "біля Українська": an adjective with a capital inside a sentence names something else."""
        if not self.language.free_order or role != "adjective" or name.first == 0:
            return False
        before = tokens[name.first - 1]
        return tokens[name.first].is_capital and before.is_word and before.text.islower()

    def _remember(self, clause: Clause, reports: list[tuple[Quantity, Link, Report]]) -> None:
        memory = self.memory
        span = memory.period
        memory.speaker = self._attribution(clause) or memory.speaker
        if clause.speech:
            voices = [
                actor
                for actor in clause.actors
                if actor.role in ("speaker", "civil") and not self._is_quoted(clause, actor)
            ]
            named = [actor for actor in voices if actor.kind != "common"]
            own = named or voices or [actor for actor in clause.actors if actor.possessive]
            spoken = [  # "..., сообщили в Минобороны РФ"
                actor
                for actor in named
                if any(
                    how == "say" and 0 <= actor.first - last <= 3 for _, last, how in clause.speech
                )
            ]
            own = spoken or own
            memory.voice = own[0].party if own else memory.voice
        subjects = [
            a for a in clause.actors if a.role in ("actor", "by") and not self._is_driven(clause, a)
        ]
        told = [r[1].party for r in reports if r[1].party is not None]
        # "three years after Hitler's invasion, the Red Army struck"
        subjects = [actor for actor in subjects if not actor.possessive] or subjects
        if subjects:
            memory.foe = any(
                self.language.word("foe", clause.tokens[one.first].lower) is not None
                for one in subjects
            )
            parties = [subject.party for subject in subjects]
            memory.subject = next(
                (party for party in told if party in parties), (told or parties)[0]
            )
        elif told:
            memory.subject = told[0]
        elif memory.subject is None:
            speakers = [a for a in clause.actors if a.role == "speaker"]
            if speakers:
                memory.subject = speakers[0].party
        named = [
            actor
            for actor in clause.actors
            if actor.kind in ("name", "group") and actor.role not in ("place", "dateline", "civil")
        ]  # not the owner in "since the coalition's raids began"
        groups = [actor.party for actor in named if not actor.possessive] or [
            actor.party for actor in named
        ]
        memory.group = groups[-1] if groups else memory.group
        ground = [actor.party for actor in clause.actors if actor.role == "place"]
        memory.ground = ground[-1] if ground else memory.ground
        spans = [
            mention.period
            for mention in clause.dates
            if mention.period.start is not None
            and not mention.period.point
            and not self._held_against(clause, mention.first)
            and not self._is_beside(clause, mention)
        ]
        if reports:
            last = reports[-1]
            memory.kind = last[1].kind
            memory.party = last[1].party
            memory.counterparty = last[1].counterparty
            memory.unit = last[0].unit
            memory.measure = last[0].measure
            counts = [one[0].unit for one in reports if one[0].measure == "count"]
            memory.counted = counts[-1] if counts else memory.counted
            memory.day = last[1].period if last[1].kind == "control" else None
            memory.report_id = last[2].restates or last[2].report_id
            gains = [
                link.period
                for one, link, _ in reports
                if link.kind != "control"
                and link.period
                and not self._held_against(clause, one.outer_first)
            ]
            only_held = all(link.kind == "control" for _, link, _ in reports)
            if gains:
                memory.period = gains[0]
            elif spans and not (only_held and memory.period is not None):
                memory.period = spans[0]
        elif spans:
            memory.period = spans[0]
        elif (
            not clause.quantities
            and not clause.predicates
            and not any(self.language.word("event", t.lower) is not None for t in clause.tokens)
        ):
            # a title or head line: "Situation report 03.12.2024"
            days = [m.period for m in clause.dates if m.rule in ("day", "numeric")]
            memory.period = days[0] if days else memory.period
        if any(self.language.word("comparison", t.lower) is not None for t in clause.tokens[:4]):
            memory.period = span  # "For comparison, in 2023 it lost 540 km²."

    def _is_beside(self, clause: Clause, mention: Mention) -> bool:
        """As in "The army, which in November still held 63%, has dissolved": the day of an aside."""
        words = clause.tokens[max(0, mention.first - 4) : mention.first]
        return any(
            first.text == "," and self.language.word("relative", second.lower) is not None
            for first, second in itertools.pairwise(words)
        )

    def _is_quoted(self, clause: Clause, actor: Actor) -> bool:
        """As in "«... от ИГ», — говорится в бюллетене": told of in the quotation, not its speaker."""
        return any(
            actor.last <= first
            and any(token.text in '"”»' for token in clause.tokens[actor.last : first])
            and any(token.text in "—–-" for token in clause.tokens[actor.last : first])
            for first, _, how in clause.speech
            if how == "say"
        )

    def _is_driven(self, clause: Clause, actor: Actor) -> bool:
        """As in "has pushed the militants out of the town": told of, but it is another that acts."""
        return not self.language.free_order and any(
            verb.kind == "repel" and verb.voice == "active" and 0 <= actor.first - verb.last <= 2
            for verb in clause.predicates
        )

    def _held_against(self, clause: Clause, at: int) -> bool:
        """As in "took more than in both August (470 km²) and ...": no span to go on from."""
        return any(
            clause.tokens[match.first].lower == "than" and match.last <= at
            for match in clause.phrases.get("compare_to", ())
        )


def _in_order(clause: Clause) -> dict[int, Mention]:
    """As in "In June, July and August ... 130, 148 and 350 respectively": dates by quantity."""
    amounts = clause.quantities
    for count in range(len(amounts), 1, -1):
        row = amounts[-count:]
        dates = [m for m in clause.dates if m.last <= row[0].first][-count:]
        if len(dates) == count and all(
            second.first - first.last <= 3 for first, second in itertools.pairwise(dates)
        ):
            return {amount.first: date for amount, date in zip(row, dates, strict=True)}
    return {}


__all__ = ["Seen", "explain_records", "read_records"]


def _tells_year(period: Period | None, dates: DateReader) -> bool:
    """Whether a period may lie in the year that the text told last; an open one may."""
    year = dates.context_year
    if period is None or period.start is None or period.end is None or year is None:
        return True
    return period.start.year <= year <= period.end.year
