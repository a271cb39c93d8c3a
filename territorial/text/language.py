"""One language: its data file as look-ups and matchers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

from territorial import units
from territorial.errors import LexiconError
from territorial.lexicon import months
from territorial.lexicon.kept import kept
from territorial.lexicon.rows import data_files, rows
from territorial.structures import TYPE_CHECKING, NamedTuple
from territorial.text import patterns
from territorial.text import tokens as tokenizer
from territorial.text.anchors import Anchors
from territorial.text.patterns import Match, Matcher, Rule, index_rules
from territorial.text.tokens import TOKEN, Token, fold

if TYPE_CHECKING:
    from territorial.text.patterns import Openers

# Categories that are patterns over tokens; the others are single words.
PHRASES = (
    "hedge", "hedge_after", "unit", "per", "per_before", "verb", "noun", "date", "under", "held",
    "say", "according", "couple", "vague_number", "hypothetical", "clause",
    "compare_after", "compare_before", "compare_to", "distance_after", "distance_before",
    "descriptive_before", "fact_infinitive", "contrast", "restating", "part_of",
    "sum_up", "in_total",
)  # fmt: skip
WORDS = (
    "number", "scale", "scale_suffix", "denominator", "ordinal", "weekday", "timeunit", "article",
    "half", "more_word", "adjective", "range", "range_or", "range_and", "by", "to", "from", "and",
    "pronoun", "troops", "territory", "become", "half_after", "number_joiner", "of",
    "trait", "scale_alone", "part", "denominators", "inside", "foe", "agent", "agent_adjective", "verb_ending",
    "locative", "near", "out_of", "helper", "implied", "implied_first", "infinitive", "signed", "behind",
    "preposition", "be", "have", "other_verb", "respectively", "contested", "other_ground", "ours", "past", "relative", "armed", "same", "out", "we", "participle", "civil", "when", "genitive", "with", "held_by", "owned", "superlative", "lies", "present", "group_noun", "state", "toll",
    "earlier", "retaken", "count_of", "part_whole", "depth", "surface", "extent", "share", "stated_as", "sway", "then_on", "campaign", "country", "times",
    "rid", "consider", "against", "nobody", "those", "holding", "side", "event", "comparison", "when_by", "averages", "not_one", "scale_hedged", "denied", "converb", "banned", "nominative", "indicator", "them", "told_of", "already", "faction", "tally", "as_on", "beside", "compound", "how_much", "for_span", "where", "stake",
)  # fmt: skip

# Words that a fraction holds, and without which a number needs a unit.
FRACTIONS = ("denominator", "denominators", "part", "half")

# What a number in words can begin with.
NUMBERS = (
    "number", "half", "article", "scale_alone", "scale_hedged", "denominator", "ordinal",
)  # fmt: skip
# What may follow a number that leaves its unit unsaid, apart from dates and marks.
AFTER_NUMBER = (
    "number",
    "scale",
    "scale_alone",
    "more_word",
    "preposition",
    "be",
    "of",
    "out_of",
    "and",
    "weekday",
    "ordinal",
    "relative",
)
DEEDS = ("verb", "noun", "under", "held")


# The modules that make the look-ups of a language of its data file.
CODE = (__file__, patterns.__file__, tokenizer.__file__)


class Tables(NamedTuple):
    """What the data file of a language says, as plain values."""

    words: dict[str, dict[str, str]]
    stems: dict[str, dict[str, str]]
    endings: dict[str, dict[str, str]]
    range_open: dict[str, str]
    unit_openers: list[str]
    atoms: Openers
    spans: Openers
    phrases: Openers


def read_tables(code: str) -> Tables:
    """The data file of a language, and the units that it can write.

    Raises
    ------
    LexiconError
        If a row is of no known category, or a scale is listed only in part.
    """
    words: dict[str, dict[str, str]] = {name: {} for name in WORDS}
    stems: dict[str, dict[str, str]] = {name: {} for name in WORDS}
    endings: dict[str, dict[str, str]] = {name: {} for name in WORDS}
    range_open: dict[str, str] = {}
    rules: list[Rule] = []
    name = f"languages/{code}.tsv"
    for number, cells in rows(name):
        category, pattern, values = cells[0], cells[1], tuple(cells[2:])
        if category in PHRASES:
            rules.append(Rule(category, values, pattern))
        elif category == "range_open":
            range_open[pattern] = values[0]
        elif category in words:
            for form in pattern.split("|") if pattern != "|" else ["|"]:
                table = words
                if len(form) > 1 and form.endswith("*"):
                    table = stems
                elif len(form) > 1 and form.startswith("*"):
                    table = endings
                table[category][fold(form.strip("*"))] = values[0] if values else ""
        else:
            raise LexiconError(
                "a category out of " + ", ".join((*PHRASES, *WORDS)),
                repr(category),
                "mend the first column",
                where=f"{name}, line {number}",
            )
    for form in words["scale_alone"]:
        if form not in words["scale"]:
            raise LexiconError(
                "a scale", repr(form), "list it as 'scale' too", where=f"{name}, scale_alone"
            )
    for _, cells in rows("units.tsv"):
        if (len(cells) > 2 and cells[2] in (code, "", "*", "mul", "any")) or len(cells) < 3:
            rules.append(Rule("unit", (cells[1],), cells[0].replace("|", "")))
    dates = [rule for rule in rules if rule.category == "date"]
    return Tables(
        words,
        stems,
        endings,
        range_open,
        [
            fold(form)
            for rule in rules
            if rule.category == "unit" and units.dimension(rule.values[0]) != "count"
            for form in rule.source.split()[0].split("|")
        ],
        index_rules(rule for rule in dates if not _holds_date(rule)),
        index_rules(rule for rule in dates if _holds_date(rule)),
        index_rules(rule for rule in rules if rule.category != "date"),
    )


class Language:
    """The words and constructions of one language.

    Parameters
    ----------
    code : str
        The name of its file in ``lexicon/languages``, as ``"en"``.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        files = (f"languages/{code}.tsv", "units.tsv")
        tables = Tables(*kept(f"language.{code}", files, CODE, lambda: tuple(read_tables(code))))
        self.words, self.stems, self.endings = tables.words, tables.stems, tables.endings
        self.range_open = tables.range_open
        # no longer part of a word is ever looked up
        self._longest = max(
            (
                len(form)
                for listed in (self.stems, self.endings)
                for forms in listed.values()
                for form in forms
            ),
            default=0,
        )
        self.capital_months = self.has("capital_months")
        self.free_order = self.has("free_order")
        self._unit_openers = frozenset(tables.unit_openers)
        self._inflected = frozenset(
            name for name in WORDS if self.stems[name] or self.endings[name]
        )
        # Bounded, because a large file holds any number of different words.
        self._word_of_parts = lru_cache(maxsize=65536)(self._by_parts)
        self.goes_on = lru_cache(maxsize=65536)(self._goes_on)
        self.opens_number = lru_cache(maxsize=65536)(self._opens_number)
        self.opens_quantity = lru_cache(maxsize=65536)(self._opens_quantity)
        self.atoms = Matcher(tables.atoms)
        self.spans = Matcher(tables.spans)
        self.phrases = Matcher(tables.phrases)

    def has(self, trait: str) -> bool:
        """Whether the language works in a way that its ``trait`` rows name."""
        return trait in self.words["trait"]

    def word(self, category: str, lower: str) -> str | None:
        """The value of a single word in a category, or None."""
        if category in self._inflected:
            return self._word_of_parts(category, lower)
        return self.words[category].get(lower)

    def lists(self, lower: str) -> bool:
        """Whether the language's file has the word: alone, as a month, or to begin a phrase."""
        return (
            any(lower in forms for forms in self.words.values())
            or months.month_number(lower, self.code) is not None
            or any(self.phrases.begins(lower, category) for category in PHRASES)
        )

    def _opens_number(self, lower: str) -> bool:
        """Whether a number in words or a range can begin with a word."""
        return (
            lower == "-"
            or lower in self.range_open
            or any(self.word(category, lower) is not None for category in NUMBERS)
        )

    def _goes_on(self, lower: str) -> bool:
        """Whether a word after a number can be anything but the name of what is counted."""
        return (
            not lower[0].isalpha()
            or any(self.word(category, lower) is not None for category in AFTER_NUMBER)
            or months.month_number(lower, self.code) is not None
            or self.atoms.begins(lower, "date")
            or self.spans.begins(lower, "date")
            or any(self.phrases.begins(lower, category) for category in DEEDS)
        )

    def _by_parts(self, category: str, lower: str) -> str | None:
        """The value of a word, of its stem or of its ending."""
        value = self.words[category].get(lower)
        if value is None and self.stems[category]:
            stems = self.stems[category]
            for length in range(min(len(lower), self._longest), 2, -1):
                value = stems.get(lower[:length])
                if value is not None:
                    return value
        if self.endings[category]:
            for start in range(max(1, len(lower) - self._longest), len(lower)):
                value = self.endings[category].get(lower[start:])
                if value is not None:
                    return value
        return value

    def _opens_quantity(self, lower: str) -> bool:
        """Whether a word begins a unit or a fraction of any measure."""
        return self.phrases.begins(lower, "unit") or any(
            self.word(category, lower) is not None for category in FRACTIONS
        )

    @cached_property
    def anchors(self) -> Anchors:
        """What a text must hold for `opens_quantity` to be true of one of its words."""
        forms = [*self.phrases.openers("unit"), "/", "⁄"]  # 1/5 of the country
        forms.extend(f"*{stem}" for stem in self.stems["compound"])  # "полпроцента"
        for category in FRACTIONS:
            forms.extend(self.words[category])
            forms.extend(f"{stem}*" for stem in self.stems[category])
            forms.extend(f"*{ending}" for ending in self.endings[category])
        return Anchors(forms)

    def opens_unit(self, word: str) -> bool:
        """Whether a word begins a unit of area, length or share."""
        lower = fold(word)
        return any(
            form in self._unit_openers
            for form in (
                lower,
                lower + ".",
                *(lower[:end] + "*" for end in range(2, min(len(lower), 40) + 1)),
            )
        )

    def month(self, token: Token) -> int | None:
        """The month that a token names, or None."""
        if self.capital_months and not token.is_capital:
            return None
        return months.month_number(token.lower, self.code)


def _holds_date(rule: Rule) -> bool:
    return "{T" in rule.source


def by_category(matches: Sequence[Match]) -> dict[str, list[Match]]:
    """Matches in lists by the category of their rule."""
    found: dict[str, list[Match]] = {}
    for match in matches:
        found.setdefault(match.rule.category, []).append(match)
    return found


@lru_cache(maxsize=8)
def language(code: str) -> Language:
    """The language of a code; its data file is read when first asked for."""
    if f"languages/{code}.tsv" not in data_files("languages"):
        known = ", ".join(languages())
        raise LexiconError("a language of the lexicon", repr(code), f"choose one of {known}")
    return Language(code)


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The codes of the languages that the lexicon holds.

    Examples
    --------
    >>> "en" in languages()
    True
    """
    return tuple(name.split("/")[1][:-4] for name in data_files("languages"))


def detect(text: str, plain: bytes | None = None) -> str:
    """The language of a passage, told by its letters; `plain` is the text in UTF-8, if at hand.

    Latin letters mean English; among Cyrillic ones `і ї є ґ` mean Ukrainian
    and `ы э ъ ё` Russian, whichever are more. A text with as many of both, or
    with none, is in the language that lists more of its words.

    Examples
    --------
    >>> detect("Росіяни захопили два села"), detect("Они заняли посёлок"), detect("It held")
    ('uk', 'ru', 'en')
    >>> detect("За жовтень окуповано 267 км²"), detect("За октябрь занято 267 км²")
    ('uk', 'ru')
    """
    if text.isascii():
        return "en"
    if plain is None:
        plain = text[:20000].encode("utf-8", "replace")
    if b"\xd0" not in plain and b"\xd1" not in plain:  # with which every Cyrillic letter begins
        return "en"
    sample = text[:20000].encode("cp1251", "replace")
    if _count(sample, "aeionrtsh") >= _count(sample, "аеиокнтрсв"):
        return "en"
    told = _count(sample, "іїєґ") - _count(sample, "ыэъё")
    if told == 0:
        words = [fold(match.group()) for match in TOKEN.finditer(text[:2000])]
        told = sum(language("uk").lists(word) - language("ru").lists(word) for word in words)
    return "uk" if told > 0 else "ru"


def _count(sample: bytes, letters: str) -> int:
    """How many of the letters, small and capital, a text in the Cyrillic code page holds."""
    return len(sample) - len(sample.translate(None, (letters + letters.upper()).encode("cp1251")))
