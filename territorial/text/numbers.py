"""Numbers in running text: digits, words, fractions, ranges."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from territorial import digits, units
from territorial.errors import TerritorialError
from territorial.structures import NamedTuple
from territorial.text.language import Language
from territorial.text.patterns import Match
from territorial.text.tokens import Token

CURRENCY = frozenset("$€£₽₴¥#№")


class Number(NamedTuple):
    """A number in the tokens ``first`` to ``last`` (not included)."""

    first: int
    last: int
    value: float
    low: float | None
    high: float | None
    fraction: bool = False
    qualifier: str = "exact"
    words: bool = False


class NumberReader:
    """Finds the numbers of one sentence.

    Parameters
    ----------
    language : Language
        Whose numbers, units and hedges are used.
    tokens : sequence of Token
        One sentence.
    phrases : dict of str to list of Match
        The phrases found in it, by category.
    taken : set of int
        Tokens that belong to dates.
    """

    def __init__(
        self,
        language: Language,
        tokens: Sequence[Token],
        phrases: dict[str, list[Match]],
        taken: set[int],
    ) -> None:
        self.language = language
        self.tokens = tokens
        self.taken = taken
        self.unit_at = _by_first(phrases.get("unit", ()))
        self.per_at = _by_first(phrases.get("per", ()))
        self.couple_at = _by_first(phrases.get("couple", ()))
        self.after_at = _by_first(phrases.get("hedge_after", ()))
        self.before_at: dict[int, list[Match]] = {}
        for match in phrases.get("hedge", ()):
            self.before_at.setdefault(match.last, []).append(match)
        self.verbs = [(match.first, match.last) for match in phrases.get("verb", ())]
        # "grew from 43 to 125": what follows is no range
        self.sized = {m.last for m in phrases.get("verb", ()) if m.values[1:2] == ("size",)}
        # "grew by 259 km² to 115,000 km²": nor is this
        self.grown = {m.last for m in phrases.get("verb", ()) if m.values[1:2] == ("growth",)}
        self.verb_at = {first for first, _ in self.verbs}
        self.range_end = -9  # where the last "between 5 and 8" ends
        self.per_before = phrases.get("per_before", [])

    def word(self, category: str, at: int) -> str | None:
        if at >= len(self.tokens):
            return None
        return self.language.word(category, self.tokens[at].lower)

    def may_open(self, at: int) -> bool:
        """Whether a number or range can begin with a token; False only if none can."""
        token = self.tokens[at]
        return token.is_number or at in self.couple_at or self.language.opens_number(token.lower)

    def _third(self, second: Number) -> Number | None:
        """The last of three numbers in a row: "50-100-200 meters"."""
        tokens, at = self.tokens, second.last
        if (
            at + 1 >= len(tokens)
            or tokens[at].text not in "-–‑"
            or tokens[at].start != tokens[at - 1].end
        ):
            return None
        third = self._number(at + 1)
        return third if third is not None and third.value > second.value else None

    def number_or_range(self, at: int) -> Number | None:
        """A number, or two that bound a range."""
        tokens = self.tokens
        joiner = self.language.range_open.get(tokens[at].lower)
        if at + 1 in self.sized:
            return None
        opened = False
        begin = at
        if joiner is not None:
            begin, opened = at + 1, True
            while begin + 1 in self.before_at and not self._number(begin):
                begin += 1
                if begin >= len(tokens):
                    return None
            first = self._number(begin)
            if first is None:
                return None
        else:
            first = self._number(at)
        if first is None or first.last >= len(tokens):
            return first
        if at in self.sized:
            return self._in_scale_of_next(first)
        second_at = first.last
        # the unit may stand after both numbers: "4 km to 5 km"
        unit = self.unit_at.get(second_at)
        if unit is not None:
            if at in self.grown:
                return first
            second_at = unit.last
        if second_at >= len(tokens):
            return first
        word = tokens[second_at].lower
        joins = self.word("range", second_at) is not None
        if opened and word in (joiner or "").split("|"):
            joins = True
        if not joins and self._again(at) and self.word("range_and", second_at) is not None:
            opened = joins = True  # "between 5 and 8 square miles (13 and 21 km²)"
        if not joins and self.word("range_or", second_at) is not None and first.words:
            joins = True
        if not joins or second_at + 1 in self.taken:
            return first
        second = self._number(second_at + 1)
        if second is None:
            return first
        if unit is not None:
            converted = self._in_unit_of(first, unit, second)
            if converted is None:  # "fell by 36 percent to 267 km²"
                return first
            first = converted
        if second.value <= first.value:
            return first
        tight = tokens[second_at].start == tokens[second_at - 1].end
        third = self._third(second) if tight and unit is None else None
        second = third if third is not None else second  # "50-100-200 meters"
        apart = not opened and tokens[second_at].text in "-–—‑−" and not tight
        if apart and second.last not in self.unit_at:
            return first  # " – " apart from its numbers is a dash of the sentence
        if self.word("range_or", second_at) is not None and second.value > first.value * 3:
            return first
        if not opened and unit is not None and self.unit_at.get(second.last) is None:
            return first
        value = (first.value + second.value) / 2
        low, high = first.value, second.value
        if not second.fraction and first.last - first.first == 1:
            # "1-1.5 thousand": the scale of the second number counts for both
            scale = _scale_of(second, self)
            if scale > 1 and first.value < second.value / scale:
                low = first.value * scale
                value = (low + high) / 2
        if opened and self.word("range_and", second_at) is not None:
            self.range_end = second.last
        return Number(first.first, second.last, value, low, high, second.fraction, "range")

    def _again(self, at: int) -> bool:
        """Whether a number stands in brackets or after "or" right behind a range."""
        before = self.tokens[at - 1].lower if at else ""
        return 0 < at - self.range_end <= 5 and (
            before == "(" or self.language.word("range_or", before) is not None
        )

    def _in_scale_of_next(self, first: Number) -> Number:
        """As in "shrank from 78 to 65 thousand": the scale of the second number counts for both."""
        if first.fraction or first.last - first.first > 1 or self.word("range", first.last) is None:
            return first
        second = self._number(first.last + 1)
        scale = 1.0 if second is None else _scale_of(second, self)
        if second is None or scale <= 1 or first.value >= scale:
            return first
        return first._replace(value=first.value * scale)

    def _in_unit_of(self, first: Number, unit: Match, second: Number) -> Number | None:
        """The first end of a range in the unit of the second: "from 200 m to 2.5 km".

        None if the units are of two measures.
        """
        other = self.unit_at.get(second.last)
        if other is None or other.values[0] == unit.values[0]:
            return first
        try:
            factor = units.factor(unit.values[0], other.values[0])
        except TerritorialError:
            return None
        return first._replace(value=first.value * factor)

    def _number(self, at: int) -> Number | None:
        if at >= len(self.tokens) or at in self.taken:
            return None
        couple = self.couple_at.get(at)
        if couple is not None:
            value, qualifier = couple.values[0], couple.values[1]
            return self._scaled(
                Number(at, couple.last, float(value), None, None, False, qualifier, True)
            )
        token = self.tokens[at]
        if token.is_number:
            return self._digits(at)
        return self._spelled(at)

    def _digits(self, at: int) -> Number | None:
        token = self.tokens[at]
        try:
            value = digits.parse_digits(token.text)
        except TerritorialError:
            return None
        if at and self.tokens[at - 1].text in CURRENCY:
            return None
        last = at + 1
        following = self.tokens[last] if last < len(self.tokens) else None
        if following is not None and following.text in "/⁄" and last + 1 < len(self.tokens):
            below = self.tokens[last + 1].text
            if (
                below.isdecimal()
                and int(below)
                and token.text.isdecimal()
                and int(below) > int(token.text)
            ):
                return Number(at, last + 2, value / int(below), None, None, True)
            return None
        if following is not None and following.start == token.end and following.is_word:
            scale = self.word("scale_suffix", last)
            if scale is not None and self._unit_after(last + 1) is not None:
                return Number(at, last + 1, value * float(scale), None, None)
        number = Number(at, last, value, None, None)
        for half_last, extra in self._and_half(last):
            number = number._replace(last=half_last, value=value + extra)
        return self._scaled(number)

    def _scaled(self, number: Number) -> Number:
        last = number.last
        if last < len(self.tokens) and self.tokens[last].text == "-":
            last += 1
        scale = self.word("scale", last)
        if scale is None:
            return number
        value, at = number.value * float(scale), last + 1
        if (
            at < len(self.tokens)
            and self.tokens[at].text == "."
            and (
                self.tokens[at].start == self.tokens[at - 1].end
                and len(self.tokens[at - 1].text) <= 4
            )
        ):
            at += 1
        return self._with_rest(number._replace(last=at, value=value), float(scale))

    def _with_rest(self, number: Number, scale: float) -> Number:
        """As in "116 тис. 165 кв. км": hundreds in digits after the thousands."""
        at = number.last
        if scale != 1000 or number.words or at >= len(self.tokens):
            return number
        rest = self.tokens[at].text
        hundreds = re.fullmatch(r"\d{1,3}(?:,\d+)?", rest)  # "3 тысячи 046,7 кв. км"
        if (
            hundreds is not None
            and at not in self.taken
            and number.value == int(number.value)
            and self._unit_after(at + 1) is not None
        ):
            return number._replace(last=at + 1, value=number.value + float(rest.replace(",", ".")))
        return number

    def _spelled(self, at: int) -> Number | None:
        """A number in words: forty-one, two and a half thousand, two-thirds, half a dozen."""
        half = self.word("half", at)
        if half is not None:
            return self._from_half(at, float(half))
        article = self.word("article", at)
        total: float | None = None
        last = at
        if article is not None:
            below = self._fraction(at + 1, 1.0)
            if below is not None:
                return below._replace(first=at)
            if self.word("scale", at + 1) is None:
                return self._one_and_half(at)
            total, last = 1.0, at + 1
        else:
            total, last = self._words_sum(at)
            if total is None:
                alone = self.word("scale_alone", at) is not None or (
                    # "около тысячи", but "тысячи" alone are many
                    at in self.before_at and self.word("scale_hedged", at) is not None
                )
                if alone and self.word("scale", at) is not None:
                    return self._scales(Number(at, at, 1.0, None, None, words=True))
                return self._fraction(at, 1.0)
            fraction = self._fraction(last, total)
            if fraction is not None:
                return fraction._replace(first=at)
        number = Number(at, last, total, None, None, words=True)
        for match_last, extra in self._and_half(last):
            number = number._replace(last=match_last, value=total + extra)
        return self._scales(number)

    def _one_and_half(self, at: int) -> Number | None:
        """As in "a mile and a half": the unit stands inside the number."""
        unit = self.unit_at.get(at + 1)
        if unit is None:
            return None
        for last, extra in self._and_half(unit.last):
            self.unit_at[last] = unit._replace(first=last, last=last)
            return Number(at, last, 1.0 + extra, None, None, words=True)
        return None

    def _scales(self, number: Number) -> Number:
        """Hundreds, thousands and what follows them: two million three hundred and six."""
        closed, current, last = 0.0, number.value, number.last
        room = math.inf  # the large scale before, which what follows is less than
        while True:
            part = self._scaled(Number(number.first, last, 1.0, None, None))
            scale = part.value
            if part.last > last:
                if scale < 1000:
                    if current >= 100:
                        break
                    current *= scale
                elif current and scale < room:
                    closed, current, room = closed + current * scale, 0.0, scale
                else:
                    break
                last = part.last
                continue
            if last == number.last:
                break
            at = last
            if at < len(self.tokens) and self.word("number_joiner", at) is not None:
                at += 1
            rest, end = self._words_sum(at)
            limit = 100 if current >= 100 and current % 100 == 0 else (0 if current else 1000)
            if not rest or rest >= limit:
                break
            current, last = current + rest, end
        return number._replace(last=last, value=closed + current)

    def _and_half(self, at: int) -> list[tuple[int, float]]:
        """As in "and a half" after a number."""
        for form, value in self.language.words["half_after"].items():
            words = form.split()
            if [token.lower for token in self.tokens[at : at + len(words)]] == words:
                return [(at + len(words), float(value))]
        return []

    def _from_half(self, at: int, value: float) -> Number:
        """half; half a dozen; half a thousand."""
        last = at + 1
        if last < len(self.tokens) and self.tokens[last].text == "-":
            last += 1
        if self.word("article", last) is not None:
            last += 1
            if last in self.unit_at:  # half a square kilometre
                return Number(at, last, value, None, None, words=True)
        scale = self.word("scale", last)
        if scale is not None:
            return Number(at, last + 1, value * float(scale), None, None, words=True)
        return Number(at, at + 1, value, None, None, True, words=True)

    def _words_sum(self, at: int) -> tuple[float | None, int]:
        """Tens and units in words: forty-one."""
        first = self.word("number", at)
        if first is None or at in self.taken:
            return None, at
        total, last = float(first), at + 1
        while last < len(self.tokens):
            step = last + 1 if self.tokens[last].text == "-" else last
            following = self.word("number", step)
            if following is None or step in self.taken:
                break
            value = float(following)
            # units come after tens, tens after hundreds
            if not 0 < value < _room(total):
                break
            total, last = total + value, step + 1
        return total, last

    def _fraction(self, at: int, numerator: float) -> Number | None:
        step = at + 1 if at < len(self.tokens) and self.tokens[at].text == "-" else at
        below = self.word("denominator", step)
        if below is None and numerator >= 2:  # чотири п'ятих
            below = self.word("denominators", step)
        if below is None and self.word("part", step + 1) is not None:  # п'ята частина
            below, step = self.word("ordinal", step), step + 1
        if below is None or numerator >= float(below):
            return None
        return Number(at, step + 1, numerator / float(below), None, None, True, words=True)

    def _unit_after(self, at: int) -> Match | None:
        return self.unit_at.get(at)


def _by_first(matches: Sequence[Match]) -> dict[int, Match]:
    found: dict[int, Match] = {}
    for match in matches:
        if match.first not in found or match.last > found[match.first].last:
            found[match.first] = match
    return found


def _room(total: float) -> float:
    """What may still follow a number in words: units after tens, tens after hundreds."""
    if total >= 100 and total % 100 == 0:
        return 100
    if total >= 20 and total % 10 == 0:
        return 10
    return 0


def _scale_of(number: Number, reader: NumberReader) -> float:
    scale = reader.word("scale", number.last - 1)
    if scale is None and reader.tokens[number.last - 1].text == ".":
        scale = reader.word("scale", number.last - 2)
    return 1.0 if scale is None else float(scale)
