"""Quantities in a sentence: numbers with a unit of territory, and their bounds."""

from __future__ import annotations

from territorial import digits, units
from territorial.errors import TerritorialError
from territorial.structures import NamedTuple
from territorial.text.cases import QUOTES
from territorial.text.numbers import Number, NumberReader
from territorial.text.patterns import Match

# What the qualifiers do to the bounds of a single value.
LOW = frozenset({"at_least"})
HIGH = frozenset({"at_most", "nearly"})


class Quantity(NamedTuple):
    """A number and its unit; `unit` is None where it is to be supplied from nearby."""

    first: int
    last: int
    value: float
    low: float | None
    high: float | None
    qualifier: str
    unit: str | None
    per: str | None
    number_last: int
    outer_first: int  # with the hedges before it
    outer_last: int  # with the rate and the hedges after it
    hyphenated: bool = False
    denied: bool = False  # "have not gained more than 2 km²": at most so much

    @property
    def measure(self) -> str | None:
        return None if self.unit is None else units.dimension(self.unit)


class QuantityReader(NumberReader):
    """Finds the quantities of one sentence; its arguments are those of `NumberReader`."""

    def read(self) -> list[Quantity]:
        """The quantities in order; those without a unit of their own too."""
        found: list[Quantity] = []
        at = 0
        while at < len(self.tokens):
            if at in self.taken or not self.may_open(at):
                at += 1
                continue
            number = self.number_or_range(at)
            if number is None:
                at += 1
                continue
            quantity = self._quantity(number)
            if quantity is not None:
                found.append(quantity)
                at = quantity.last
            else:
                at = number.last
        return found

    def _quantity(self, number: Number) -> Quantity | None:
        tokens = self.tokens
        at = number.last
        hyphen = False
        unit = self.unit_at.get(at)
        if unit is not None and (tokens[at].text == "M" or self._is_adjective(unit)):
            unit = None  # "in 2025 M23 took"
        if (
            unit is not None
            and tokens[at].text == "m"
            and tokens[at].start == tokens[at - 1].end
            and "." in tokens[at - 1].text
        ):
            return None  # "1.9m roubles": millions
        if (
            unit is None
            and at < len(tokens)
            and tokens[at].text in "-‑"
            and (tokens[at].start == tokens[at - 1].end)
        ):
            unit = self.unit_at.get(at + 1)
            hyphen = unit is not None
        elif unit is not None and tokens[at].start == tokens[at - 1].end:
            # "семикілометровий", not "півкілометра"
            hyphen = (
                tokens[at].is_word and tokens[at - 1].is_word and self.word("half", at - 1) is None
            )
        if unit is None and not number.fraction:
            unit = self._unit_over_adjectives(at)
        if unit is None and not number.fraction:
            unit = self._unit_of_total(at)
        if unit is None and not number.fraction:
            unit, number = self._out_of_area(number)
        if number.fraction:
            unit = self._of_a_percent(number) or (
                unit if unit is not None and self._divides(unit) else None
            )
        name = unit.values[0] if unit is not None else ("fraction" if number.fraction else None)
        if unit is not None and self._one_of_many(unit, number):
            return None
        if (
            number.value == 1
            and number.first
            and self.word("not_one", number.first - 1) is not None
        ):
            return None  # "не осталось ни одного села"
        if name == "fraction" and self._part_of_place(number):
            return None
        last = unit.last if unit is not None else number.last
        if unit is not None and (self._is_speed(last) or self._is_cost(last)):
            return None
        value, low, high = number.value, number.low, number.high
        if name == "percent" and value > 100 and "." in tokens[number.first].text:
            try:
                value = digits.parse_digits(tokens[number.first].text, decimal=".")
            except TerritorialError:
                return None
        per, outer_last = self._per(last)
        qualifier, outer_first = self._hedge(number.first, ranged=number.qualifier == "range")
        after = self.after_at.get(outer_last)
        if (
            after is not None
            and self._number(after.last) is None
            and not any(
                after.first <= match.first < after.last < match.last
                for row in self.before_at.values()
                for match in row
            )
        ):  # not "5 km² and more than 30 ..."
            qualifier = after.values[0] if qualifier == "exact" else qualifier
            outer_last = after.last
        denied = qualifier == "at_least" and self._is_denied(outer_first)
        qualifier = "at_most" if denied else qualifier
        if number.qualifier == "range":
            qualifier = "range"
        elif qualifier == "exact":
            qualifier = number.qualifier
        if number.qualifier != "range":
            low = value if qualifier in LOW else None
            high = value if qualifier in HIGH else None
        if per is None:
            for match in self.per_before:
                verbs = range(match.last, outer_first)  # "every month they took 400 km²"
                if match.last <= outer_first + 1 and (
                    len(verbs) <= 1
                    or (
                        len(verbs) <= (5 if self.language.free_order else 3)
                        and any(at in self.verb_at for at in verbs)
                        and all(
                            at in self.verb_at
                            or self.word("pronoun", at) is not None
                            or (self.language.free_order and self.tokens[at].is_word)
                            for at in verbs
                        )
                    )
                ):
                    per = match.values[0]
        return Quantity(
            number.first, last, value, low, high, qualifier, name, per, number.last,
            outer_first, outer_last, hyphen, denied and number.qualifier != "range",
        )  # fmt: skip

    def _of_a_percent(self, number: Number) -> Match | None:
        """As in "a quarter of one percent", "чверть відсотка": a part of a percent, not of a land."""
        at, end = number.last, len(self.tokens)
        at += at < end and self.word("of", at) is not None
        if at > number.last or self.language.free_order:
            one = self._number(at) if at < end else None
            if one is not None and one.value == 1 and not one.fraction:
                at = one.last
            elif at < end and self.word("article", at) is not None:
                at += 1
        unit = self.unit_at.get(at)
        return unit if unit is not None and unit.values[0] == "percent" else None

    def _divides(self, unit: Match) -> bool:
        """Whether a fraction before a unit is one of it: half a km², not half the villages."""
        return units.dimension(unit.values[0]) not in ("share", "count")

    def _is_adjective(self, unit: Match) -> bool:
        """As in "six district-level towns": the first half of a word that says what kind."""
        rest = self.tokens[unit.last : unit.last + 2]
        return (
            len(rest) == 2
            and rest[0].text in "-‑"
            and rest[0].start == self.tokens[unit.last - 1].end
            and rest[1].is_word
            and units.dimension(unit.values[0]) == "count"
        )

    def _is_speed(self, at: int) -> bool:
        """As in "320 km/h": a unit over another one that is no rate of days, weeks or months."""
        tokens = self.tokens
        return (
            at + 1 < len(tokens)
            and tokens[at].text == "/"
            and tokens[at - 1].end == tokens[at].start
            and tokens[at].end == tokens[at + 1].start
            and tokens[at + 1].is_word
            and self.per_at.get(at) is None
            and self.word("number", at + 1) is None
        )

    def _is_cost(self, at: int) -> bool:
        """As in "0.04 km² of territory per killed soldier": a price, not an amount of ground."""
        for step in range(at, min(at + 4, len(self.tokens))):
            token = self.tokens[step]
            if not token.is_word:
                return False
            if token.lower == "per":
                return self.per_at.get(step) is None
        return False

    def _unit_over_adjectives(self, at: int) -> Match | None:
        """As in "27 more settlements", "five coastal towns": up to three words between."""
        for step in range(at, min(at + 4, len(self.tokens))):
            if step > at:
                unit = self.unit_at.get(step)
                if unit is not None:
                    counted = units.dimension(unit.values[0]) == "count"
                    kinds = ("more_word", "adjective")[: 1 + self.language.free_order]
                    plain = all(
                        any(self.word(kind, between) is not None for kind in kinds)
                        for between in range(at, step)
                    )
                    return unit if counted or plain else None
            if step >= len(self.tokens) or self.tokens[step].text in ".,;:()":
                return None
            if not self._describes(step):
                return None
        return None

    def _describes(self, at: int) -> bool:
        """Whether a word may stand between a number and what it counts."""
        token = self.tokens[at]
        if self.word("adjective", at) is not None or self.word("more_word", at) is not None:
            return True
        if token.text == "-":
            return True
        return (
            token.is_word
            and token.text.islower()
            and at not in self.taken
            and not (self.language.free_order and at in self.verb_at)
            and all(
                self.word(category, at) is None
                for category in (
                    "preposition",
                    "and",
                    "be",
                    "have",
                    "timeunit",
                    "number",
                    "scale",
                    "troops",
                    "pronoun",
                    "article",
                    "civil",
                )
            )
        )

    def _one_of_many(self, unit: Match, number: Number) -> bool:
        """As in "14,000 village groups": a singular after a number above one counts something else."""
        if not self.language.has("plural_s") or units.dimension(unit.values[0]) != "count":
            return False
        last = self.tokens[unit.last - 1].lower
        return number.value != 1 and not last.endswith("s") and last != "points"

    def _part_of_place(self, number: Number) -> bool:
        """As in "the eastern half": a part of a place, not an amount."""
        if number.first == 0 or number.last - number.first > 1:
            return False
        return self.word("adjective", number.first - 1) is not None or (
            self.word("ordinal", number.first - 1) is not None
        )

    def _unit_of_total(self, at: int) -> Match | None:
        """As in "nine of Rakhine's 17 townships": the unit after the number of all."""
        if at + 1 < len(self.tokens) and self.word("out", at) is not None:
            at += 1  # nine out of 17 townships
        if self.word("of", at) is None and self.word("out_of", at) is None:
            return None
        if at + 2 < len(self.tokens) and self.word("those", at + 1) is not None:
            return self.unit_at.get(at + 2)  # four of those villages
        for step in range(at + 1, min(at + 5, len(self.tokens))):
            if self.tokens[step].is_number or self.word("number", step) is not None:
                for skip in (1, 2):
                    unit = self.unit_at.get(step + skip)
                    if unit is not None and units.dimension(unit.values[0]) == "count":
                        return unit
                return None
        return self._unit_of_best(at + 1)

    def _out_of_area(self, number: Number) -> tuple[Match | None, Number]:
        """As in "109 of Syria's total area of 185 thousand km²": unit and thousands of the whole."""
        at = number.last
        out = at + 1 < len(self.tokens) and self.word("out", at) is not None
        at += out
        parted = out or self.word("out_of", at) is not None
        if not parted and self.word("of", at) is None:
            return None, number
        for step in range(at + 1, min(at + 8, len(self.tokens))):
            token = self.tokens[step]
            if token.text in ",;:()—–":
                break
            parted = parted or token.lower == "the" or token.lower.endswith("'s")
            whole = self._number(step)
            if whole is None:
                continue
            unit = self.unit_at.get(whole.last)
            if unit is None or units.dimension(unit.values[0]) != "area" or not parted:
                break
            scale = self.word("scale", step + 1) or 1
            if number.last == number.first + 1 and number.value * float(scale) <= whole.value:
                number = number._replace(value=number.value * float(scale))
            return (unit if number.value <= whole.value else None), number
        return None, number

    def _unit_of_best(self, at: int) -> Match | None:
        """As in "three of Kivu's largest towns": the unit behind whose they are."""
        owned = next(
            (
                step
                for step in range(at, min(at + 3, len(self.tokens)))
                if self.tokens[step].is_capital
                and self.tokens[step].lower.endswith(("'s", "s'", "’s"))
            ),
            None,
        )
        if owned is None:
            return None
        unit = self.unit_at.get(owned + 1) or self._unit_over_adjectives(owned + 1)
        return unit if unit and units.dimension(unit.values[0]) == "count" else None

    def _per(self, at: int) -> tuple[str | None, int]:
        for step in (at, at + 1):
            match = self.per_at.get(step)
            if match is not None and match.first in self.taken:
                continue  # "465 km² a week ago"
            if match is not None and (
                step == at
                or self.tokens[at].text == "("
                or self._is_participle(at, step)
                or (self.language.free_order and self.word("territory", at) is not None)
            ):
                return match.values[0], match.last
        closing = self._closing(at)
        if closing is not None:  # 14.5 square kilometers (5.6 square miles) a day
            for step in (closing + 1, closing + 2):
                match = self.per_at.get(step)
                if match is not None and (
                    step == closing + 1 or self._is_participle(closing + 1, step)
                ):
                    return match.values[0], at
        return None, at

    def _closing(self, at: int) -> int | None:
        """The bracket that closes what stands behind a figure, or the one that the figure is in."""
        tokens = self.tokens
        if at < len(tokens) and tokens[at].text == ")":
            return at
        if at >= len(tokens) or tokens[at].text != "(":
            return None
        return next((n for n in range(at, min(at + 8, len(tokens))) if tokens[n].text == ")"), None)

    def _is_participle(self, at: int, step: int) -> bool:
        """As in "15 square kilometers lost daily", "taken each day"; not "taken a day later"."""
        word = self.tokens[step].lower
        return at in self.verb_at and (
            word.endswith("ly") or (word.isalpha() and self.word("article", step) is None)
        )

    def _before(self, last: int) -> list[Match]:
        return self.before_at.get(last, [])

    def _is_no_hedge(self, hedge: Match) -> bool:
        """As in "add up to 10 km²", "gained control over 40", "from 363 km² up to 730 in May"."""
        for first, last in self.verbs:
            if first < hedge.first and last == hedge.last:
                before = self.tokens[hedge.first - 1].lower  # "took over 320 km²" is a hedge
                return last - first > 2 or self.language.phrases.begins(before, "noun")
        if hedge.last - hedge.first > 1:
            return False
        if (
            hedge.first
            and self.word("sway", hedge.first - 1) is not None
            and (
                hedge.first - 1 not in self.verb_at
                or any(row[0].first == hedge.last for row in self.before_at.values())
            )
        ):
            return True  # "authority over 86%", "has control over about 30%"
        word = self.tokens[hedge.first].lower
        if self.word("to", hedge.first) is not None and any(
            hedge.first - 8 <= last < hedge.first and self.tokens[last - 1].lower != word
            for last in self.grown | self.sized
        ):
            return True  # "зросла на 259 км² до 115 000 км²"
        return any(
            word in self.language.range_open.get(self.tokens[at].lower, "").split("|")
            and at + 1 < len(self.tokens)
            and self.tokens[at + 1].is_number
            for at in range(max(0, hedge.first - 8), hedge.first)
        )

    def _is_denied(self, at: int) -> bool:
        """As in "have not gained more than 2 km²", "не просунулися більш ніж на 2 км"."""
        for back in range(at - 1, max(-1, at - 5), -1):
            if self.tokens[back].text in ",;:—–":
                return False
            if self.word("denied", back) is not None:
                return any(back < first < at for first, _ in self.verbs)
        return False

    def _hedge(self, first: int, *, ranged: bool) -> tuple[str, int]:
        """The qualifier that the words before a number give, and where they begin."""
        at = first
        qualifier = "exact"
        if ranged and at and self.tokens[at - 1].lower in self.language.range_open:
            at -= 1
        for _ in range(4):
            matches = [match for match in self._before(at) if not self._is_no_hedge(match)]
            if matches:
                best = max(matches, key=lambda match: match.last - match.first)
                given = best.values[0]
                if given != "exact" and qualifier in ("exact", "about"):
                    qualifier = given
                at = best.first
                continue
            if at and (
                self.word("more_word", at - 1) is not None
                or (self.word("article", at - 1) is not None and at < first)
            ):
                at -= 1
                continue
            if at > 1 and at == first and self.tokens[at - 1].text in QUOTES:
                quoted = [one for one in self._before(at - 1) if not self._is_no_hedge(one)]
                if quoted:  # about "20 percent of our territory"
                    return max(quoted, key=lambda one: one.last - one.first).values[0], at
            break
        return qualifier, at
