"""Who speaks in a sentence, and where."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.text.language import Language
from territorial.text.patterns import Match, longest
from territorial.text.quantities import Quantity
from territorial.text.spans import Mention
from territorial.text.tokens import Token

SPEECH_MARKS = frozenset(',;:—–()"“”«».!?')
OPENERS = frozenset({"to", "by", "citing", "from", "on", "via", "of", ":", "за", "від", "до"})


def find_speech(
    language: Language,
    tokens: Sequence[Token],
    phrases: dict[str, list[Match]],
    quantities: Sequence[Quantity],
) -> list[tuple[int, int, str]]:
    """Where somebody speaks: spans of "X said" verbs and of "according to X" phrases."""
    found: list[tuple[int, int, str]] = []
    starts = [quantity.outer_first for quantity in quantities]
    ends = [quantity.outer_last for quantity in quantities]
    for match in longest(phrases.get("say", ())):
        both = any(verb.first == match.first for verb in phrases.get("verb", ()))
        if both and any(0 <= start - match.last <= 2 for start in starts):
            continue
        if both and any(0 <= match.first - end <= 1 for end in ends):
            continue
        if both and any(
            language.word("be", token.lower) is not None
            for token in tokens[max(0, match.first - 2) : match.first]
        ):
            continue
        found.append((match.first, match.last, "say"))
    for match in longest(phrases.get("according", ())):
        end = match.last
        while end < len(tokens) and tokens[end].text not in ",;.:()—" and end - match.last < 14:
            end += 1
        found.append((match.first, end, "according"))
    return sorted(found)


def speaker_words(
    language: Language,
    tokens: Sequence[Token],
    speech: Sequence[tuple[int, int, str]],
    dates: Sequence[Mention],
    told: Sequence[int] = (),
) -> tuple[int, int] | None:
    """The words that name who a sentence says it comes from: first and last token, or None."""
    dated = {at for date in dates for at in range(date.first, date.last)}
    for how in ("according", "say"):
        for first, last, kind in speech:
            if kind != how:
                continue
            if how == "according":
                opened = next((m for m in range(first, last) if tokens[m].lower in OPENERS), None)
                start = first + 1 if opened is None else opened + 1
                return _trimmed(language, tokens, start, last, dated)
            before = first == 0 or tokens[first - 1].text in SPEECH_MARKS
            if before:
                end = last
                while (
                    end < len(tokens) and end - last < 12 and tokens[end].text not in SPEECH_MARKS
                ):
                    if end in dated or language.word("relative", tokens[end].lower) is not None:
                        break
                    end += 1
                found = _trimmed(language, tokens, last, end, dated)
                if (
                    found is not None
                    and first > 1
                    and any(found[0] <= at < found[1] for at in told)
                ):  # "the commander, General X, said his troops had retaken ..."
                    start = first - 1
                    while (
                        start > 0
                        and first - start < 12
                        and tokens[start - 1].text not in SPEECH_MARKS
                    ):
                        start -= 1
                    found = _trimmed(language, tokens, start, first - 1, dated)
            else:
                start = first
                while (
                    start > 0 and first - start < 12 and tokens[start - 1].text not in SPEECH_MARKS
                ):
                    start -= 1
                found = _trimmed(language, tokens, start, first, dated)
            if found is not None:
                return found
    return None


def _trimmed(
    language: Language, tokens: Sequence[Token], first: int, last: int, dated: set[int]
) -> tuple[int, int] | None:
    """A noun phrase without articles before it and dates, verbs or prepositions after it."""
    while first < last and (
        first in dated
        or tokens[first].lower in ("the", "a", "an", "its", "that", "their")
        or language.word("and", tokens[first].lower) is not None
        or tokens[first].lower in ("but", "meanwhile", "however", "also")
        or (language.word("preposition", tokens[first].lower) is not None and first + 1 in dated)
        or not (tokens[first].is_word or tokens[first].is_number)
    ):
        first += 1
    while last > first and (
        last - 1 in dated
        or language.word("be", tokens[last - 1].lower) is not None
        or language.word("have", tokens[last - 1].lower) is not None
        or language.word("preposition", tokens[last - 1].lower) is not None
        or tokens[last - 1].lower in ("also", "then", "later", "meanwhile", "himself")
        or (tokens[last - 1].lower.endswith("ly") and not tokens[last - 1].is_capital)
        or not (tokens[last - 1].is_word or tokens[last - 1].is_number)
    ):
        last -= 1
    if first >= last or all(
        language.word("pronoun", token.lower) is not None for token in tokens[first:last]
    ):
        return None
    return first, last
