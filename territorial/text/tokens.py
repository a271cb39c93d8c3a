"""Running text as tokens and sentences, each with its exact place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

from territorial.structures import NamedTuple


class Token(NamedTuple):
    """A word, a number or a mark, and where it stands."""

    text: str
    lower: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.text[0].isdecimal()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


class Sentence(NamedTuple):
    """The tokens ``first`` to ``last`` (not included) of a text."""

    first: int
    last: int
    paragraph: int


# Sets of letters far apart, such as [ \u202f], take long to compile: they are split where they can.
TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0]\d{3}|[\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?"  # 1 080  111 400,5
    r"|\d{1,2}(?=,(?:19|20)\d\d(?!\d))"  # January 31,2018
    r"|\d+(?:[.,']\d+|’\d+)*"  # 320  1,539  03.12.2024
    r"|(?:km|mi|m|км|м)2(?!\w)"  # km2
    r"|[^\W\d_]+(?:['’ʼ\u00ad\u0301]+[^\W\d_]+)*\u0301?"  # words, with km² and Russia's
    r"|\n[ \t\r]*(?:\n[ \t\r\n]*)?"  # a line or a paragraph ends
    r"|[^\w\s]"
)

# A full stop after one of these ends no sentence, whatever follows.
ABBREVIATIONS = frozenset(
    "c sq mr mrs ms dr gen col lt maj sgt capt st no vs approx ca jan feb mar apr jun jul aug sep "
    "sept oct nov dec кв тис тыс ст обл р м смт пос с им ім т г гг рр mt ft prof sen rep u.s "
    "mln bn млн млрд adv obl dir approx est dept inc ltd co corp gov rep".split()
)
METRES = frozenset({"m", "м"})
TERMINAL = frozenset(".!?…")
CLOSING = frozenset("\"”»’')]")
# What goes on for longer is no sentence: it is cut at a mark, then anywhere, so that the
# work on one sentence is bounded. The longest sentences of newspapers have some 120 words.
LONG, LONGEST = 200, 240
BULLETS = frozenset("•-–—*▪●◦·")


def tokenize(text: str) -> list[Token]:
    """The tokens of `text` in order; white space other than line ends is dropped.

    Examples
    --------
    >>> [token.text for token in tokenize("about 1 080 km², Russia's")]
    ['about', '1 080', 'km²', ',', "Russia's"]
    """
    return [
        Token(word := match.group(), fold(word), match.start(), match.end())
        for match in TOKEN.finditer(text)
    ]


def with_dashes(tokens: list[Token], text: str) -> list[Token]:
    """The tokens of `text` with a dash for each hyphen between spaces: "in May - 569".

    Examples
    --------
    >>> text = "km² in May, in June - 569"
    >>> [token.text for token in with_dashes(tokenize(text), text)][-2:]
    ['–', '569']
    """
    if " - " not in text:
        return tokens
    return [
        Token("–", "–", token.start, token.end)
        if token.text == "-" and text[max(0, token.start - 1) : token.end + 1] == " - "
        else token
        for token in tokens
    ]


def with_compounds(
    tokens: list[Token],
    text: str,
    stems: Iterable[str],
    is_number: Callable[[str], bool],
) -> list[Token]:
    """The tokens of `text` with a number apart from the unit that it has grown together with.

    Examples
    --------
    >>> text = "a sevenmile push"
    >>> parted = with_compounds(tokenize(text), text, ["mile"], {"seven"}.__contains__)
    >>> [token.text for token in parted]
    ['a', 'seven', 'mile', 'push']
    """
    for stem in stems:
        if stem not in text:
            continue
        found: list[Token] = []
        for token in tokens:
            at = token.lower.find(stem)
            number = token.lower[:at] if at > 0 and len(token.lower) == len(token.text) else ""
            ends = [
                0,
                *(n for n in range(1, at) if is_number(number[:n]) and is_number(number[n:])),
            ]
            if number and (is_number(number) or ends[1:]):
                cuts = [*ends[:2], at, len(token.text)]
                found.extend(
                    Token(token.text[a:b], token.lower[a:b], token.start + a, token.start + b)
                    for a, b in itertools.pairwise(cuts)
                )
            else:
                found.append(token)
        tokens = found
    return tokens


_FOLDED = str.maketrans({"’": "'", "ʼ": "'", "ё": "е", "\u00ad": None, "\u0301": None})


def fold(word: str) -> str:
    """A word as it is looked up: small letters, one apostrophe, no ё, soft hyphens or stress.

    Examples
    --------
    >>> fold("П’ять"), fold("Сёла")
    ("п'ять", 'села')
    """
    lower = word.lower()
    return lower if lower.isascii() else lower.translate(_FOLDED)


def sentences(tokens: list[Token]) -> list[Sentence]:
    """Where the sentences of `tokens` begin and end; line ends belong to none.

    A line end inside running text is a space; one after a full stop, before a
    bullet or after a short line (a headline, a row) ends the sentence.

    Examples
    --------
    >>> tokens = tokenize("It took 5 sq. km. in May. Kyiv took two.")
    >>> [tokens[s.first].text for s in sentences(tokens)]
    ['It', 'Kyiv']
    """
    found: list[Sentence] = []
    first = 0
    paragraph = 0
    count = len(tokens)

    def close(last: int) -> None:
        nonlocal first
        if last > first:
            found.append(Sentence(first, last, paragraph))
        first = last

    at = 0
    while at < count:
        token = tokens[at]
        if token.text[0] == "\n":
            if token.text.count("\n") > 1 or _line_ends(tokens, at):
                close(at)
                if token.text.count("\n") > 1:
                    paragraph += 1
                first = at + 1
            at += 1
            continue
        if token.text in TERMINAL:
            end = at + 1
            while (
                end < count
                and (tokens[end].text in CLOSING or tokens[end].text in TERMINAL)
                and (tokens[end].start == tokens[end - 1].end)
                and end - first < LONGEST
            ):
                end += 1
            if _ends_sentence(tokens, at, end) or end - first >= LONGEST:
                close(end)
            at = end
            continue
        at += 1
        if at - first >= LONG and (token.text in ",;:" or at - first >= LONGEST):
            close(at)
    close(count)
    return found


def _ends_sentence(tokens: list[Token], at: int, after: int) -> bool:
    if after >= len(tokens):
        return True
    following = tokens[after]
    if following.start == tokens[after - 1].end and following.text[0] != "\n":
        return False
    if tokens[at].text != ".":
        return not following.text[0].islower()
    before = tokens[at - 1] if at else None
    if before is not None and before.end == tokens[at].start:
        if before.lower in ABBREVIATIONS:
            # "до 900 м. Загалом" ends, "у м. Київ" does not
            measured = before.lower in METRES and at > 1 and tokens[at - 2].is_number
            return measured and not following.text[0].islower()
        if len(before.text) == 1 and at > 1 and tokens[at - 2].text == ".":
            return False  # i.e.
        if len(before.text) == 1 and before.text.isupper() and not before.text.isdecimal():
            return False
    return not following.text[0].islower()


def _line_ends(tokens: list[Token], at: int) -> bool:
    """Whether the single line end at `at` ends a sentence."""
    if at + 1 >= len(tokens) or at == 0:
        return True
    before, following = tokens[at - 1], tokens[at + 1]
    if before.text in TERMINAL or before.text in ":;|" or before.text in CLOSING:
        return True
    if following.text in BULLETS or not (following.is_word or following.is_number):
        return True
    begin = at - 1
    while begin > 0 and tokens[begin - 1].text[0] != "\n":
        begin -= 1
    if following.text[0].islower():
        return False
    length = tokens[at].start - tokens[begin].start
    if length < 60:
        return True
    # a head line stands over a line that is far longer; lines cut at a width are alike
    end = at + 1
    while end < len(tokens) and tokens[end].text[0] != "\n":
        end += 1
        if tokens[end - 1].end - following.start > length + 25:
            return True
    return False
