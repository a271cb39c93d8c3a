"""Kind and days of a report: a gain over a span, or who holds ground on a day."""

from __future__ import annotations

from territorial.records import Report
from territorial.text.clauses import Clause, Predicate
from territorial.text.linking import Linker
from territorial.text.links import KIND, Link
from territorial.text.quantities import Quantity
from territorial.text.spans import VAGUE, Period
from territorial.text.supply import SupplyRules

A_STATE = 3.0  # percent: nobody occupies as much of a country in a month


class SettleRules(SupplyRules):
    """Settles what a verb and a period make of a figure."""

    def _of_the_parts(
        self,
        clause: Clause,
        quantity: Quantity,
        kind: str,
        reports: list[tuple[Quantity, Link, Report]],
    ) -> Period | None:
        """As in "379 km² in April, 507 in May and 588 in June, 1,474 in all": April to June."""
        told = any(
            match.first == quantity.outer_last
            or quantity.outer_first - 1 <= match.last <= quantity.first
            for match in clause.phrases.get("in_total", ())
        )
        parts = [
            (one, link.period)
            for one, link, report in reports
            if (link.kind, one.unit, one.per) == (kind, quantity.unit, None)
            and report.restates is None
        ]
        total = sum(one.value for one, _ in parts)
        if not told or len(parts) < 2 or abs(total - quantity.value) > 0.01 * quantity.value:
            return None
        spans = [(p.start, p.end) for _, p in parts if p and p.start and p.end]
        if len(spans) < len(parts):
            return None
        return Period(min(s for s, _ in spans), max(e for _, e in spans), "span", "context")

    def _brought_to(self, reports: list[tuple[Quantity, Link, Report]]) -> Period | None:
        """As in "took 489 km² in June, bringing the area it holds to 113,300": the last day of June."""
        span = reports[-1][1].period if reports and reports[-1][1].kind == "gain" else None
        if span is None or span.end is None:
            return None
        return Period(span.end, span.end, "day", span.basis, point=True)

    def _between_levels(
        self, predicate: Predicate | None, reports: list[tuple[Quantity, Link, Report]]
    ) -> Period | None:
        """As in "shrank from 77 km² in May to 65 km² in July, a loss of 16%": from day to day."""
        if predicate is None or (predicate.kind, predicate.voice) not in (
            ("loss", "noun"),
            ("gain", "noun"),
        ):
            return None
        levels = [
            one[2]
            for one in reports[-2:]
            if one[1].predicate is not None and one[1].predicate.voice == "size"
        ]
        if len(levels) < 2 or levels[0].start is None or levels[1].end is None:
            return None
        if levels[0].start > levels[1].end:
            return None
        return Period(levels[0].start, levels[1].end, "span", "context")

    def _grown_to(self, clause: Clause, quantity: Quantity, predicate: Predicate | None) -> bool:
        """As in "has grown by 70 percent, to 6,300 km²": the level that a change came to."""
        return (
            predicate is not None
            and (predicate.voice == "growth" or predicate.source.endswith((" (by)", " (на)")))
            and quantity.outer_first > predicate.last
            and (
                self._led(clause, quantity, "to", "на")
                or any(
                    verb.kind == "figure" and predicate.last <= verb.first < quantity.first
                    for verb in clause.predicates
                )
            )
        )

    def _led(self, clause: Clause, quantity: Quantity, category: str, but: str = "") -> bool:
        """Whether a word such as "to" leads a figure, before its hedges or among them."""
        words = clause.tokens[max(0, quantity.outer_first - 1) : quantity.first]
        return any(
            self.language.word(category, token.lower) is not None and token.lower != but
            for token in words
        )

    def _at_end(
        self, linker: Linker, quantity: Quantity, predicate: Predicate | None
    ) -> Period | None:
        """As in "in nine months it shrank from 77,500 to 65,200 km²": the first or the last day."""
        clause = linker.clause
        amounts = [q for q in clause.quantities if q.measure in (None, quantity.measure)]
        first = self._led(clause, quantity, "from") and any(
            self._led(clause, other, "to") and other.first > quantity.first for other in amounts
        )
        last = self._led(clause, quantity, "to") and any(
            self._led(clause, other, "from") and other.first < quantity.first for other in amounts
        )
        fallen = any(
            match.last == quantity.outer_first and match.last - match.first == 2
            for match in clause.phrases.get("contrast", ())
        ) and (
            self._led(clause, quantity, "from")
            or any(
                mention.period.start is None and linker.right_behind(mention, quantity)
                for mention in clause.dates
            )
        )
        first = first or fallen  # "holds 200 km², down from 1,300"
        if first and any(linker.right_behind(mention, quantity) for mention in clause.dates):
            return VAGUE._replace(unit="peak")  # "from 78,000 km² in January"
        span = linker.period_for(quantity, predicate, "gain") if first or last else None
        if span is None or span.start is None or span.point:
            # what it fell from was held on a day that nobody told
            untold = first or (span is not None and span.start is None)
            return VAGUE._replace(unit="peak") if untold else None
        day = span.start if first else span.end
        return Period(day, day, "day", span.basis, point=True)

    def _held_on(self, period: Period | None) -> Period | None:
        """The day of "80% of the town is ours": now, the day told, or open in a span gone by."""
        if period is None:
            return Period(self.published, self.published, "day", "published", point=True)
        if period.start is None or period.point:
            return period
        if period.end == self.published:
            return Period(self.published, self.published, "day", period.basis, point=True)
        return None

    def _kind(self, clause: Clause, predicate: Predicate) -> str:
        if predicate.kind == "occupy":
            return "control"
        if predicate.voice == "control":  # to whom it belongs, not to whom it fell
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
        self,
        clause: Clause,
        predicate: Predicate,
        measure: str,
        period: Period | None,
    ) -> str:
        """As in "occupied" tells a gain over a span of days, else who holds it."""
        if predicate.voice in ("under", "held") or (
            period is not None and period.unit in ("by", "as_of")
        ):
            return "control"
        if predicate.first and clause.tokens[predicate.first - 1].text in "-‑":
            return "control"  # "the Russian-occupied area"
        before = clause.tokens[predicate.first - 1].lower if predicate.first else ""
        if self.language.word("stated_as", before) is not None:
            return "control"  # "shades 121 km² as occupied"
        if predicate.voice == "passive" and any(
            self.language.word("present", token.lower) is not None
            for token in clause.tokens[max(0, predicate.first - 2) : predicate.first]
        ):
            return "control"  # "is occupied by the army"
        if (
            predicate.voice == "passive"
            and not clause.dates
            and any(match.first <= 1 for match in clause.phrases.get("in_total", ()))
        ):
            return "control"  # "Всього 116 тис. кв. км окуповано"
        if (
            predicate.first <= 2
            and any(t.text == ":" for t in clause.tokens[predicate.last : predicate.last + 4])
            and any(q.unit == "percent" and q.value >= A_STATE for q in clause.quantities)
        ):
            return "control"  # "Окуповано: 116 052 км² (19,23%)"
        if any(  # "на 1 ноября оккупировано 116 тыс. кв. км": till that day
            mention.period == period
            and mention.period.point
            and mention.first
            and self.language.word("as_on", clause.tokens[mention.first - 1].lower) is not None
            for mention in clause.dates
        ):
            return "control"
        if period is None and predicate.source.startswith("occupying"):
            after = self.language.word("preposition", before) is not None
            return "gain" if after else "control"  # "the troops occupying 20% of the country"
        if period is not None and not period.point and (period.start or period.unit == "vague"):
            return "gain"
        if measure == "share":
            return "control"
        return "gain"

    def _held_alike(self, predicate: Predicate | None) -> bool:
        """Whether the figure before was of control too, on a day of its own, told by the same verb."""
        day = self.memory.day
        return (
            predicate is not None
            and self.memory.kind == "control"
            and day is not None
            and day.point
            and day.end != self.published
        )

    def _settle(
        self, linker: Linker, predicate: Predicate | None, kind: str, period: Period | None
    ) -> Period | None:
        """The period of a report: control is told for a day, a gain for a span."""
        past = predicate is not None and linker.is_past(predicate)
        if kind == "control":
            if period is not None and period.start is not None and period.point:
                return period
            if period is not None and period.unit == "peak":
                return None  # "it held 1,300 km² at its peak"
            if (
                not past
                and (
                    period is not None
                    and period.end is not None
                    and period.end < self.published
                    and (self.language.free_order or period.unit in ("year", "month", "quarter"))
                )
            ):  # "up from 7 percent in 2015", "проти 1300 кв. км у серпні": a state of then, its day untold
                return None
            if not past and period is None and linker.said_long_ago():
                return None
            if past and period is None and self._held_alike(predicate):
                return self.memory.day  # "as of May it held 54%. The rebels held 12%"
            if not past:
                return Period(self.published, self.published, "day", "published", point=True)
            if period is not None and period.start is not None and period.end == self.published:
                return Period(self.published, self.published, "day", period.basis, point=True)
            return None
        if period is None:
            opening = linker.clause.tokens[:4]
            apart = any(self.language.word("comparison", t.lower) is not None for t in opening)
            return None if apart else self.memory.period  # "By comparison, in the Great War"
        if period.unit == "as_of":
            return None  # till that day, from when on is not told
        if period.unit == "by":
            frame = self.memory.period
            if (
                frame is None
                or frame.start is None
                or period.end is None
                or frame.start > period.end
                or frame.end is None
                or (frame.unit in ("month", "week", "quarter") and frame.end < period.end)
            ):
                return None
            return Period(frame.start, period.end, "span", "context")
        return period if period.start is not None else None
