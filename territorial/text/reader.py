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
from typing import NamedTuple

from territorial import lexicon, units
from territorial.errors import InputError
from territorial.lexicon.parties import frame
from territorial.records import Report, join_flags, report_id
from territorial.text import exclusions
from territorial.text.clauses import (
    Actor,
    Clause,
    Predicate,
    build_walls,
    find_predicates,
    find_speech,
    place_actors,
    speaker_words,
)
from territorial.text.dates import DateReader
from territorial.text.language import Language, by_category, detect, language
from territorial.text.linking import KIND, REACH, Link, Linker, Memory
from territorial.text.names import Name, party_index, place_index
from territorial.text.patterns import Match
from territorial.text.quantities import Quantity, QuantityReader
from territorial.text.spans import Mention, Period
from territorial.text.tokens import Sentence, Token, sentences, tokenize

# Sentences without a figure that are read before one with a figure, for party and period.
CONTEXT = 3
# From this score on the names alone tell the conflict.
SURE = 3.0


class Seen(NamedTuple):
    """A quantity that was seen, and the report it became or the reason it is none."""

    quote: str
    span_start: int
    span_end: int
    sentence: str
    report: Report | None
    reason: str | None
    predicate: str | None


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
    spoken = language(lang or detect(text))
    if conflict is not None:
        lexicon.conflict(conflict)
    if not spoken.anchors.in_text(text):
        return []
    reader = _Article(text, published, conflict, spoken, document, publisher, url)
    return reader.read()


class _Article:
    """One text while it is read."""

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
        self.tokens = tokenize(text)
        self.sentences = sentences(self.tokens)
        self.dates = DateReader(self.language, published, historic=self._historic())
        self.memory = Memory()
        self.heading: tuple[str, str, str | None] | None = None
        self.digest = report_id(text)
        self.names = party_index(self.language.code)
        self.conflict = conflict or self._conflict()
        self.places = place_index(self.language.code, self.conflict)
        self.opposed = frame(self.conflict).opposed if self.conflict else {}
        self.found: list[Seen] = []
        self.told: dict[tuple[object, ...], str] = {}

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
        for name in self.names.find(tokens):
            conflicts = {conflict for conflict, _, role in name.meanings if role != "common"}
            for conflict_id in conflicts:
                score[conflict_id] = score.get(conflict_id, 0.0) + 1.0 / len(conflicts) ** 0.5
            for conflict_id in {c for c, _, role in name.meanings if role == "common"} - conflicts:
                score[conflict_id] = score.get(conflict_id, 0.0) + 0.02
        best = sorted(score.values(), reverse=True)[:2]
        if not best or best[0] < SURE or (len(best) > 1 and best[1] > 0.7 * best[0]):
            for name in place_index(self.language.code).find(tokens):
                for conflict_id in {conflict for conflict, _, _ in name.meanings}:
                    score[conflict_id] = score.get(conflict_id, 0.0) + 0.5
        score = {conflict_id: value for conflict_id, value in score.items() if value >= 0.25}
        if not score:
            return self._only_common(tokens)
        years = {int(token.text) for token in tokens if len(token.text) == 4 and token.text.isdecimal()}
        for conflict_id in score:
            held = frame(conflict_id)
            if held.start > self.published.isoformat():
                score[conflict_id] *= 0.3
            elif held.end and held.end < self.published.isoformat():
                told = any(int(held.start[:4]) <= year <= int(held.end[:4]) for year in years)
                score[conflict_id] *= 1.2 if told else 0.5
        return max(sorted(score), key=lambda conflict_id: score[conflict_id])

    def _only_common(self, tokens: list[Token]) -> str | None:
        """The conflict in which alone the common nouns of a text mean a party."""
        found = {
            conflict
            for name in self.names.find(tokens)
            for conflict, _, _ in name.meanings
            if len({where for where, _, _ in name.meanings}) == 1
        }
        return found.pop() if len(found) == 1 else None

    def read(self) -> list[Seen]:
        waiting: list[tuple[list[Token], Sentence]] = []
        for sentence in self.sentences:
            tokens = [
                token
                for token in self.tokens[sentence.first : sentence.last]
                if token.text[0] != "\n"
            ]
            if not tokens:
                continue
            if not self._may_tell(tokens):
                waiting.append((tokens, sentence))
                continue
            for earlier in waiting[-CONTEXT:]:
                self._sentence(*earlier)
            waiting.clear()
            self._sentence(tokens, sentence)
        return self.found

    def _may_tell(self, tokens: Sequence[Token]) -> bool:
        """Whether a sentence can hold a quantity: a unit, or a number after a told figure."""
        told = self.memory.unit is not None
        return any(
            self.language.opens_quantity(token.lower) or (told and token.is_number)
            or token.text in ("/", "⁄")
            or (told and self.language.word("number", token.lower) is not None)
            for token in tokens
        )

    def _sentence(self, tokens: list[Token], sentence: Sentence) -> None:
        in_order = any(
            self.language.word("respectively", token.lower) is not None for token in tokens
        )
        mentions = self.dates.read(tokens, apart=in_order)
        phrases = by_category(self.language.phrases.matches(tokens, {}))
        taken = {
            at
            for mention in mentions
            for at in range(mention.first, mention.last)
        }
        reader = QuantityReader(self.language, tokens, phrases, taken)
        quantities = reader.read()
        clause = self._clause(tokens, phrases, mentions, quantities)
        linker = Linker(self.language, clause, self.memory, self.published, self.opposed)
        reports: list[tuple[Quantity, Link, Report]] = []
        if in_order:
            linker.order = _in_order(clause)
        for index in range(len(quantities)):
            self._judge(linker, clause, quantities, index, reports)
        self._remember(clause, reports)
        if not quantities:
            self.heading = self._heading(linker, clause)
        elif not self._is_listed(clause, quantities[0]):
            self.heading = None

    def _heading(self, linker: Linker, clause: Clause) -> tuple[str, str, str | None] | None:
        """What a line without a figure says of the rows under it: "Losses in October:"."""
        end = len(clause.tokens)
        rows = Quantity(end, end, 0.0, None, None, "exact", None, None, end, end, end)
        for predicate in clause.predicates:
            if predicate.kind not in ("gain", "loss", "control", "occupy") or (
                exclusions.is_hypothetical(self.language, clause, rows, predicate)
            ):
                continue
            party, counterparty, _ = linker.party_for(predicate, rows)
            party = party or self._only_party
            if party is not None:
                kind = "gain" if predicate.kind == "occupy" else predicate.kind
                return kind, party, counterparty
        return None

    def _is_listed(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Донеччина – 193 км²": a row that names a place and an amount, and no deed."""
        at = quantity.outer_first - 1
        return 0 < at <= 8 and clause.tokens[at].text in "—–:-" and not clause.predicates

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
            meaning = self._meaning(name, tokens[name.first].is_capital)
            if meaning is None or self._is_title(tokens, name, meaning[1]):
                continue
            owner = names[-1] if names and names[-1][0].last == name.first else None
            if owner is not None and meaning[1] == "common" and owner[2] == "adjective":
                continue  # "the Turkish army" is Turkey's, whoever "the army" is
            names.append((name, *meaning))
        full = [quantity for quantity in quantities if quantity.unit is not None]
        predicates = find_predicates(
            self.language, tokens, phrases, full, [name for name, _, _ in names]
        )
        speech = find_speech(self.language, tokens, phrases, full)
        said = {first for first, _, how in speech if how == "say"}
        predicates = [predicate for predicate in predicates if predicate.first not in said]
        actors = place_actors(self.language, tokens, names, places, predicates, speech)
        walls = build_walls(self.language, tokens, phrases)
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

    def _meaning(self, name: Name, capital: bool) -> tuple[str, str] | None:
        """The party of a name in this conflict, and the role of the form."""
        here = [(party, role) for where, party, role in name.meanings if where == self.conflict]
        if here:
            return here[0]
        ids = {party for _, party, role in name.meanings if role != "common"}
        if len(ids) == 1 and capital:
            role = next(role for _, _, role in name.meanings if role != "common")
            return ids.pop(), role
        return None

    # -- one quantity ---------------------------------------------------------

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
            if supplied is None:
                return
            quantity = supplied
            quantities[index] = quantity
        link = self._link(linker, clause, quantity, elided, reports)
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
            self.told.setdefault(_figure(quantity, link, report.start, report.end), report.report_id)
        self._note(clause, quantity, report, link)

    def _link(
        self,
        linker: Linker,
        clause: Clause,
        quantity: Quantity,
        elided: bool,
        reports: list[tuple[Quantity, Link, Report]],
    ) -> Link:
        def none(reason: str) -> Link:
            return Link(None, None, None, None, None, reason)

        measure = quantity.measure
        assert measure is not None
        lang = self.language
        if exclusions.is_comparison(lang, clause, quantity):
            return none(exclusions.COMPARISON)
        restated = self._restated(clause, quantity, reports)
        if restated is not None:
            return reports[restated][1]
        costs = linker.predicate_costs(quantity, measure)
        cost, predicate = costs[0] if costs else (99.0, None)
        if predicate is not None and cost > REACH:
            predicate = None
        if predicate is not None and predicate.kind == "none":
            return none(exclusions.OTHER)
        if predicate is not None and predicate.kind == "remain":
            holder = linker.left_to(predicate)
            if holder is not None:  # "у противника осталось 62 села"
                day = linker.period_for(quantity, None, "control")
                settled = self._settle(linker, None, "control", day)
                return Link("control", holder, self.opposed.get(holder), settled, predicate, None)
            predicate = predicate._replace(kind="light")
        if predicate is not None and predicate.kind == "light":
            predicate = linker.noun_before(predicate, costs) or predicate
        gapped = bool(reports) and reports[-1][0].measure == measure == "length" and (
            clause.tokens[quantity.outer_first - 1].text in "—–"
        )
        if measure == "length" and not gapped and exclusions.is_distance(
            lang, clause, quantity, predicate, cost
        ):
            return none(exclusions.DISTANCE)
        if exclusions.is_size(lang, clause, quantity, predicate):
            linker.whole = quantity.unit
            return none(exclusions.SIZE)
        ours = self._is_ours(linker, clause, quantity) if measure == "share" else None
        ours = ours or self._is_behind(linker, clause, quantity)
        if ours is not None:
            today = Period(self.published, self.published, "day", "published", point=True)
            period = linker.period_for(quantity, None, "control")
            return Link("control", ours, self.opposed.get(ours), period or today, None, None)
        sign = self._signed(clause, quantity, reports)
        if sign is not None:
            kind, signed = sign
            period = linker.period_for(quantity, None, kind) or self.memory.period
            return Link(kind, signed, self.opposed.get(signed), period, None, None)
        if measure == "share":
            base = exclusions.share_base(lang, clause, quantity, clause.places)
            if base == "other":
                return none(exclusions.SHARE)
            if base == "territory" and self._part_of_gain(clause, quantity, predicate):
                return none(exclusions.SHARE)
            known = any(r[0].measure == "share" for r in reports) or (
                self.memory.measure == "share" and predicate is not None
            )
            if base == "unsaid" and not known and (
                predicate is None or quantity.unit == "fraction"
            ):
                return none(exclusions.SHARE)
        inherited = None
        if predicate is None or predicate.kind in ("light", "figure"):
            inherited = self._inherit(linker, clause, quantity, reports, predicate)
            if inherited is None:
                return none(exclusions.NO_VERB)
        if not elided and exclusions.nearest_other(lang, clause, quantity) + 0.3 < cost and (
            inherited is None
        ):
            return none(exclusions.OTHER)
        if not elided and exclusions.is_where(lang, clause, quantity):
            return none(exclusions.OTHER)
        if exclusions.is_contested(lang, clause, quantity):
            return none(exclusions.CONTESTED)
        if inherited is None and exclusions.is_hypothetical(lang, clause, quantity, predicate):
            return none(exclusions.PLANNED)
        party: str | None
        counterparty: str | None
        if inherited is not None:
            kind, party, counterparty = inherited
            if predicate is not None and predicate.kind == "light":
                subject = linker.subject(predicate)
                if subject is not None:
                    party = subject
        else:
            assert predicate is not None
            party, counterparty, turned = linker.party_for(predicate, quantity)
            kind = turned or self._kind(clause, predicate, measure)
        if predicate is not None and predicate.voice == "passive" and inherited is None and not any(
            actor.role in ("by", "from", "speaker") for actor in clause.actors
        ):
            party = self._implied("implied_first", clause, predicate) or party
        if party is None and lang.free_order and self.memory.kind is None:
            party = self._only_party
        if party is None and predicate is not None:
            party = self._implied("implied", clause, predicate)
        if party is None and predicate is not None:
            party = linker.unlisted(predicate)
        if party is None:
            return none(exclusions.NO_PARTY)
        if kind == "control" and quantity.per is not None:
            kind = "gain"
        if predicate is not None and predicate.kind == "occupy":
            period = linker.period_for(quantity, predicate, "gain")
            kind = self._occupied(clause, quantity, predicate, measure, period)
        period = linker.period_for(quantity, predicate, kind)
        period = self._settle(linker, predicate, kind, period)
        if counterparty is None or counterparty == party:
            counterparty = self._counterparty(clause, party)
        return Link(kind, party, counterparty, period, predicate, None)

    def _implied(self, category: str, clause: Clause, predicate: Predicate) -> str | None:
        """Whom a word itself means in a language: "звільнено" is told of Ukraine in Ukrainian."""
        told = self.language.word(category, clause.tokens[predicate.first].lower)
        if told is None:
            return None
        conflict, _, party = told.partition(":")
        return party if conflict == self.conflict else None

    @cached_property
    def _only_party(self) -> str | None:
        """The one party that acts in the whole text, where no sentence so far told whose it is."""
        tokens = [token for token in self.tokens if token.text[0] != "\n"]
        parties: set[str] = set()
        named: set[str] = set()  # names of countries may mean ground
        for name in self.names.find(tokens):
            meaning = self._meaning(name, tokens[name.first].is_capital)
            if meaning is not None:
                (named if meaning[1] in ("name", "capital") else parties).add(meaning[0])
        parties = parties or named
        return parties.pop() if len(parties) == 1 else None

    def _kind(self, clause: Clause, predicate: Predicate, measure: str) -> str:
        if predicate.kind == "occupy":
            return "control"
        if predicate.voice == "under" and self._moves(clause, predicate):
            return "gain"
        return KIND[predicate.kind]

    def _moves(self, clause: Clause, predicate: Predicate) -> bool:
        """As in "came under X's control" is a gain, "is under X's control" is not."""
        for at in range(max(0, predicate.first - 3), predicate.first + 1):
            if self.language.word("become", clause.tokens[at].lower) is not None:
                return True
        return False

    def _occupied(
        self, clause: Clause, quantity: Quantity, predicate: Predicate, measure: str, period: Period | None
    ) -> str:
        """As in "occupied" tells a gain over a span of days, else who holds it."""
        if predicate.voice in ("under", "held") or (period is not None and period.unit == "by"):
            return "control"
        if period is not None and period.start is not None and not period.point:
            return "gain"
        if measure == "share":
            return "control"
        return "gain"

    def _settle(
        self, linker: Linker, predicate: Predicate | None, kind: str, period: Period | None
    ) -> Period | None:
        """The period of a report: control is told for a day, a gain for a span."""
        past = predicate is not None and linker.is_past(predicate)
        if kind == "control":
            if period is not None and period.start is not None and period.point:
                return period
            if not past and (
                self.language.free_order and period is not None
                and period.end is not None and period.end < self.published
            ):  # "проти 1300 кв. км у серпні": a state of then, its day untold
                return None
            if not past:
                return Period(self.published, self.published, "day", "published", point=True)
            if period is not None and period.start is not None and period.end == self.published:
                return Period(self.published, self.published, "day", period.basis, point=True)
            return None
        if period is None:
            return self.memory.period
        if period.unit == "as_of":
            return None  # till that day, from when on is not told
        if period.unit == "by":
            frame = self.memory.period
            if frame is None or frame.start is None or period.end is None or (
                frame.start > period.end
            ):
                return None
            return Period(frame.start, period.end, "span", "context")
        return period if period.start is not None else None

    def _counterparty(self, clause: Clause, party: str) -> str | None:
        others = [a.party for a in clause.actors if a.party != party and a.role != "speaker"]
        if others:
            return others[0]
        return None

    def _is_ours(self, linker: Linker, clause: Clause, quantity: Quantity) -> str | None:
        """As in "Robotyne is 80% Ukrainian", "80% of Bakhmut is ours"."""
        tokens = clause.tokens
        for actor in clause.actors:
            if actor.first == quantity.last and actor.kind == "adjective" and (
                actor.last >= len(tokens) or not tokens[actor.last].is_word
                or self.language.word("preposition", tokens[actor.last].lower) is not None
            ):
                return actor.party
        for at in range(quantity.last, min(quantity.last + 7, len(tokens))):
            if tokens[at].text in ".;":
                break
            if self.language.word("ours", tokens[at].lower) is not None:
                return next((actor.party for actor in clause.actors), self.memory.subject)
        return None

    def _is_behind(self, linker: Linker, clause: Clause, quantity: Quantity) -> str | None:
        """As in "чверть — за Києвом", "за ними не больше 5%": whom a case gives it to."""
        tokens = clause.tokens

        def behind(at: int) -> bool:
            return at >= 0 and self.language.word("behind", tokens[at].lower) is not None

        for actor in clause.actors:
            if actor.last == quantity.outer_first and behind(actor.first - 1):
                return actor.party
            if actor.first - 2 == quantity.outer_last and behind(actor.first - 1) and (
                tokens[quantity.outer_last].text in "—–"
            ):
                return actor.party
        at = quantity.outer_first - 1
        if behind(at - 1) and self.language.word("pronoun", tokens[at].lower) is not None:
            return linker.antecedent(at)
        return None

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
        return len(words) <= 6 and not any(
            self.language.word("be", token.lower) is not None or token.text in ",;:()"
            for token in words
        )

    def _signed(
        self, clause: Clause, quantity: Quantity, reports: list[tuple[Quantity, Link, Report]]
    ) -> tuple[str, str] | None:
        """As in "Russia +38 km²"."""
        at = quantity.outer_first - 1
        worded = self.language.word("signed", clause.tokens[at].lower) if at >= 0 else None
        if worded is not None:  # "плюс 163 км² проти мінус 119 км²"
            party = reports[-1][1].party if reports else next(
                (a.party for a in clause.actors if a.role == "actor"), self.memory.party
            )
            return None if party is None else (worded, party)
        if at < 1 or clause.tokens[at].text not in "+−-–":
            return None
        sign = clause.tokens[at].text
        if clause.tokens[at].end != clause.tokens[quantity.first].start:
            return None
        for actor in clause.actors:
            if 0 <= at - actor.last <= 1:
                return ("gain" if sign == "+" else "loss"), actor.party
        return None

    def _inherit(
        self,
        linker: Linker,
        clause: Clause,
        quantity: Quantity,
        reports: list[tuple[Quantity, Link, Report]],
        predicate: Predicate | None,
    ) -> tuple[str, str | None, str | None] | None:
        """Kind and party of the figure before, where this one only continues it."""
        if reports:
            last = next(
                (one for one in reversed(reports) if one[0].measure == quantity.measure), reports[-1]
            )
            if last[0].measure == quantity.measure or quantity.measure in ("area", "share", "count"):
                link = last[1]
                near = clause.distance(last[0].outer_last, quantity.outer_first) < 16
                if link.kind is not None and near and (
                    last[0].measure == quantity.measure or predicate is not None
                ):
                    return link.kind, link.party, link.counterparty
            return None
        if self.heading is not None and self._is_listed(clause, quantity):
            return self.heading
        memory = self.memory
        if quantity.measure == "length" and memory.measure != "length":
            return None
        if memory.kind is not None and (predicate is not None or self._row(clause, quantity)):
            return memory.kind, memory.party, memory.counterparty
        return None

    def _row(self, clause: Clause, quantity: Quantity) -> bool:
        """As in "Group Centre: 5 villages.": a row of the list that the sentence before began."""
        if self.memory.measure != quantity.measure:
            return False
        marks = [token.text for token in clause.tokens[: quantity.outer_first]]
        if self.language.free_order and marks[-1:] == ["("] and not clause.predicates:
            return True  # "Найгірше — Гуляйпільський напрямок (45 км²)"
        return (":" in marks or "|" in marks) and not any(
            predicate.voice in ("active", "passive") for predicate in clause.predicates
        )

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
        following = tokens[at] if at < len(tokens) else None
        if quantity.first and tokens[quantity.first - 1].text in "$€£#№":
            return None
        if tokens[quantity.first].text.isdecimal() and len(tokens[quantity.first].text) == 4 and (
            1900 <= quantity.value <= 2100
        ):
            return None
        # "14, 9 and 3 localities": the unit stands after the last of a row
        for later in quantities[index + 1 :]:
            between = tokens[quantities[index].last : later.outer_first]
            if all(
                token.text == "," or token.is_number or token.lower in ("and", "і", "й", "та", "и")
                or self.language.word("number", token.lower) is not None
                for token in between
            ) and len(between) <= 8:
                if later.unit is not None:
                    return quantity._replace(unit=later.unit)
                continue
            break
        closes = following is None or not (following.is_word or following.is_number or following.text in "%°-/:") or (
            self.language.word("preposition", following.lower) is not None
            or any(date.first == at for date in clause.dates)
            or any(p.first == at for p in clause.predicates)
        )
        if not closes:
            return None
        measure = None
        unit = None
        before_number = tokens[quantity.first - 1].lower if quantity.first else ""
        if self.language.word("out_of", before_number) is not None:
            return None
        if self.language.word("of", before_number) is not None and quantity.first > 1 and (
            tokens[quantity.first - 2].is_number
        ):
            return None
        gap = tokens[quantity.outer_first - 1].text if quantity.outer_first else ""
        if quantity.value == 1 and quantity.number_last - quantity.first == 1 and not any(
            p.last == quantity.outer_first for p in clause.predicates
        ) and not (gap in ("—", "–") and reports):
            return None
        if reports:
            told = [r for r in reports if r[2].restates is None]  # not a unit in brackets
            unit = (told or reports)[-1][0].unit
        elif linker.whole is not None:
            unit = linker.whole
        elif self.memory.unit is not None and any(
            0 <= quantity.outer_first - p.last <= (3 if self.language.free_order else 0)
            and not any(token.text in ",;:—" for token in tokens[p.last : quantity.outer_first])
            for p in clause.predicates
        ):
            unit = self.memory.unit
        if unit is None:
            return None
        measure = units.dimension(unit)
        costs = linker.predicate_costs(quantity._replace(unit=unit), measure)
        before = tokens[quantity.outer_first - 1] if quantity.outer_first else None
        follows_date = any(date.last == quantity.outer_first for date in clause.dates)
        opens = before is None or before.text in ",;:—–(" or follows_date or (
            self.language.word("and", before.lower) is not None
            or self.language.word("preposition", before.lower) is not None
            or any(p.first < quantity.outer_first <= p.last + 1 for p in clause.predicates)
            or any(p.last == quantity.outer_first for p in clause.predicates)
            or any(a.last == quantity.outer_first and a.role == "actor" for a in clause.actors)
            or (not reports and self.language.free_order and unit == self.memory.unit)
            or any(p.first == at and p.voice == "passive" for p in clause.predicates)
            or (following is not None and self.language.word("relative", following.lower) is not None)
            or any(
                self.language.word(category, before.lower) is not None
                for category in ("relative", "pronoun", "signed")
            )
        )
        if not opens or not costs:
            return None
        gapped = before is not None and before.text in "—–" and bool(reports)
        if measure == "length" and costs[0][0] > 3 and not gapped:
            return None
        per = quantity.per
        if per is None and reports and before is not None and before.text in "—–":
            per = reports[-1][0].per  # "осенью 22 кв. км в сутки, весной — пять"
        return quantity._replace(unit=unit, per=per)

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
        if len(between) > (8 if bracketed else 4):
            return None
        words = [token.lower for token in between]
        if self.language.free_order and any(
            self.language.word("other_verb", word) is not None for word in words
        ):
            return None
        joined = any(word in ("(", "or", "або", "или", ",", "/", "=", ";", "—", "[") for word in words)
        if not joined:
            return None
        one, two = first.measure, quantity.measure
        if one == two and one in ("area", "length") and first.unit != quantity.unit:
            factor = units.factor(quantity.unit, first.unit)
            ratio = quantity.value * factor / first.value if first.value else 0.0
            return index if 0.9 <= ratio <= 1.1 else None
        if {one, two} == {"area", "share"} and "and" not in words:
            return index
        return None

    # -- the report -----------------------------------------------------------

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
        else:
            restates = self._repeated(quantity, link, begin, finish)
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
            report_id=report_id(self.digest, start, end, quantity.unit, quantity.value, link.party, link.kind),
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

    def _repeated(
        self, quantity: Quantity, link: Link, start: dt.date | None, end: dt.date | None
    ) -> str | None:
        """An earlier report of the article that this one tells again."""
        if quantity.value in {1.0, 2.0}:
            return None
        return self.told.get(_figure(quantity, link, start, end))

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
        for place in clause.places:
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

    def _attribution(self, clause: Clause) -> str | None:
        """Who the sentence says it comes from; a pronoun takes up who spoke before."""
        told = [p.first for p in clause.predicates if p.voice in ("active", "passive")]
        told += [quantity.first for quantity in clause.quantities]
        words = speaker_words(self.language, clause.tokens, clause.speech, clause.dates, told)
        if words is None:
            return self.memory.speaker if clause.speech else None
        tokens = clause.tokens
        return self.text[tokens[words[0]].start : tokens[words[1] - 1].end]

    def _note(
        self, clause: Clause, quantity: Quantity, report: Report | None, link: Link
    ) -> None:
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

    def _remember(
        self, clause: Clause, reports: list[tuple[Quantity, Link, Report]]
    ) -> None:
        memory = self.memory
        memory.speaker = self._attribution(clause) or memory.speaker
        if clause.speech:
            voices = [actor for actor in clause.actors if actor.role in ("speaker", "civil")]
            own = voices or [actor for actor in clause.actors if actor.possessive]
            memory.voice = own[0].party if own else memory.voice
        subjects = [a for a in clause.actors if a.role in ("actor", "by")]
        told = [r[1].party for r in reports if r[1].party is not None]
        if subjects:
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
        spans = [
            m.period for m in clause.dates if m.period.start is not None and not m.period.point
        ]
        if reports:
            last = reports[-1]
            memory.kind = last[1].kind
            memory.party = last[1].party
            memory.counterparty = last[1].counterparty
            memory.unit = last[0].unit
            memory.measure = last[0].measure
            gains = [r[1].period for r in reports if r[1].kind != "control" and r[1].period]
            memory.period = gains[0] if gains else (spans[0] if spans else memory.period)
        elif spans:
            memory.period = spans[0]
        elif not clause.quantities and not clause.predicates:
            # a title or head line: "Situation report 03.12.2024"
            days = [m.period for m in clause.dates if m.rule in ("day", "numeric")]
            memory.period = days[0] if days else memory.period


def _figure(
    quantity: Quantity, link: Link, start: dt.date | None, end: dt.date | None
) -> tuple[object, ...]:
    """What two reports have in common if one tells the other again."""
    return quantity.value, quantity.unit, quantity.per, link.kind, link.party, start, end


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


__all__ = ["Actor", "InputError", "Seen", "explain_records", "read_records"]
