"""The wording of one cell: "~700", ">600", "500–600 km²", "(37)", "26 km² (10 sq mi)", "n/a"."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from territorial import units
from territorial.digits import parse_digits
from territorial.errors import TerritorialError, UnitError
from territorial.lexicon import tables as words
from territorial.readers.tables.marks import LONGEST, is_missing, strip_marks

_NUMBER = re.compile(
    r"""
    (?<![\d.,])(?<![mм])(?<!mi)                                             # no 2 of km2
    (?P<sign>[+\-−–](?=[\d.])|^[\-−–]\ (?=\d))?                                 # -37 and - 37
    (?P<digits>
        \d{1,3}(?:[ \u00a0\u2009\u202f\u2007]\d{3})+(?!\d)(?:[.,]\d+)?   # 1 180,5
      | \d[\d.,'’]*\d(?:[eE][+-]?\d+)?                                    # 1,539.5 and 1e9
      | \d | \.\d+
    )
    """,
    re.VERBOSE,
)
_GLUED = re.compile(r"\d(?!(?:km|mi|m|км|м|e[+-]?)\d)[^\W\d_]+\d", re.IGNORECASE)  # 4O3
_LIKE_DIGITS = re.compile(r"\d[oOоОlIІ|](?![^\W\d_])")  # 44O
_ENCLOSED = re.compile(r"\s*[(\[]([^()\[\]]{1,24})[)\]]")  # 26 (km2)
_DOTTED = re.compile(r"(?<=[^\W\d_])\.(?=\d)")  # ca.700
_DOTS = re.compile(r"(?<=\d)(?:\.{2,}|…)(?=\d)")  # 500..600
_MINUS_BEHIND = re.compile(r"(\d[\d.,'’\s]*)[-−]")  # 37-
_AFTER = {
    "or more": "at_least",
    "+": "at_least",
    "or less": "at_most",
    "or so": "about",
    "plus": "at_least",
    "approx": "about",
}
MOST_WORDS = 4


class Amount(NamedTuple):
    """One amount of a cell, as worded; `negative` for -37 and (37)."""

    value: float
    low: float | None = None
    high: float | None = None
    qualifier: str = "exact"
    unit: str | None = None
    per: str | None = None
    negative: bool = False


class Figures(NamedTuple):
    """What a cell holds: amounts in their order, or none; `why` says what is wrong with it."""

    amounts: tuple[Amount, ...] = ()
    why: str | None = None
    wordy: bool = False
    left: str = ""


@lru_cache(maxsize=4096)
def unit_of(text: str) -> str | None:
    """The canonical unit that a text is, or None."""
    try:
        return units.canonical(text)
    except UnitError:
        return words.forms("unit").get(" ".join(text.lower().split()).rstrip("."))


def unit_at(text: str) -> tuple[str, int] | None:
    """The unit at the start of a text, and where it ends: the longest that fits.

    Examples
    --------
    >>> unit_at("sq. km per day")
    ('km^2', 6)
    """
    for match in reversed(list(re.finditer(r"[^\W_]+(?:\^2|\*\*2)?\.?|%", text[:48]))[:4]):
        for end in (match.end(), match.end() - 1):
            piece = text[:end].strip()
            found = unit_of(piece) if piece else None
            if found is not None:
                return found, end
    return None


def _per_at(text: str) -> tuple[str, int] | None:
    tokens = words.tokens(text)
    found = [one for one in words.find("per", tokens) if one.first == 0]
    return (found[0].value, tokens[found[0].last - 1].end) if found else None


@lru_cache(maxsize=1)
def _qualifiers() -> re.Pattern[str]:
    listed = sorted(words.forms("qualifier"), key=len, reverse=True)
    alternatives = "|".join(
        (r"(?<!\w)" if form[0].isalpha() else "")
        + re.escape(form)
        + (r"(?!\w)" if form[-1].isalpha() else "")
        for form in listed
    )
    return re.compile(alternatives)


def _qualifier(text: str) -> tuple[str | None, str]:
    """The last qualifier in the words before a number, and the words besides."""
    lower = text.lower()
    found = list(_qualifiers().finditer(lower))
    if not found:
        return None, text
    value = words.forms("qualifier")[found[-1].group()]
    return value, _qualifiers().sub(" ", lower)


def scaled(value: float, times: float) -> float:
    """A figure given in thousands or millions, without the dust of binary fractions.

    Examples
    --------
    >>> scaled(16.1, 1000.0)
    16100.0
    """
    return value if times == 1 else float(Decimal(repr(value)) * int(times))


class _Piece(NamedTuple):
    value: float
    sign: str
    unit: str | None
    per: str | None
    before: str
    after: str
    times: float


def _headed(before: str, digits: str) -> bool:
    """Whether a unit in brackets behind is that of a header: "Gain 2024 (km²)"."""
    year = len(digits) == 4 and digits[:2] in {"19", "20"}
    return year or any(char.isalpha() for char in _qualifier(before)[1])


def _pieces(text: str, decimal: str | None) -> list[_Piece]:
    matches = list(_NUMBER.finditer(text))
    pieces: list[_Piece] = []
    start = 0
    for n, match in enumerate(matches):
        stop = matches[n + 1].start() if n + 1 < len(matches) else len(text)
        after = text[match.end() : stop]
        before = text[start : match.start()]
        sign = (match["sign"] or "").strip()
        if sign and before.rstrip()[-1:].isalnum():  # "Q3-12" is no sign
            sign, before = "", before + match["sign"]
        digits = match["digits"]
        value = float(digits) if "e" in digits.lower() else parse_digits(digits, decimal=decimal)
        offset = 0
        times = 1.0
        scale = re.match(r"[\s]*([^\W\d_]+)\.?", after)
        short = scale is not None and len(scale[1]) == 1 and not after[:1].isspace()  # 12k
        if scale and (len(scale[1]) > 1 or short) and words.word_value("times", scale[1]):
            times = float(words.word_value("times", scale[1]) or 1)
            offset = scale.end()
        unit = per = None
        enclosed = None if _headed(before, digits) else _ENCLOSED.match(after[offset:])
        found = unit_at(enclosed[1]) if enclosed else unit_at(after[offset:])
        if enclosed and found:
            unit, offset = found[0], offset + enclosed.end()
        elif found:
            unit, offset = found[0], offset + found[1]
        rate = _per_at(after[offset:])
        if rate:
            per, offset = rate[0], offset + rate[1]
        start = match.end() + offset
        pieces.append(
            _Piece(scaled(value, times), sign, unit, per, before, text[start:stop], times)
        )
    return pieces


def _range_between(words_between: str, second: _Piece) -> bool:
    """Whether two numbers are the ends of a range by what stands between them."""
    said = words_between.strip().lower()
    if said in {"-", "–", "—", "−", "‑", "...", "..", "~"}:
        return True
    if not said and second.sign in {"-", "–", "−"}:
        return True
    return bool(said) and words.forms("rangeword").get(said) is not None


def parse_amounts(text: str, decimal: str | None = None, missing: tuple[str, ...] = ()) -> Figures:
    """The amounts that a cell's words state.

    Parameters
    ----------
    text : str
        The cell as printed.
    decimal : {".", ","}, optional
        The decimal mark of the table, where it is known.
    missing : tuple of str
        Further words for "no figure".

    Examples
    --------
    >>> parse_amounts("500–600 km²").amounts[0][:5]
    (550.0, 500.0, 600.0, 'range', 'km^2')
    >>> parse_amounts("(37)").amounts[0].negative
    True
    >>> parse_amounts("4O3").why
    "'4O3' is neither a number nor a word that stands for none"
    """
    if len(text) > LONGEST:  # prose; no figure is that long
        return Figures(wordy=True)
    return _parse(text, decimal, missing)


@lru_cache(maxsize=65536)
def _parse(text: str, decimal: str | None, missing: tuple[str, ...]) -> Figures:
    if is_missing(text, missing):
        return Figures()
    bare = _DOTS.sub("–", _DOTTED.sub(". ", strip_marks(text)))
    bare = _with_sign(bare)
    bracketed = re.fullmatch(r"\(\s*([^()]*\d[^()]*)\)\s*(.*)", bare)
    negative = bracketed is not None and (bracketed[1][:1].isdecimal() or bracketed[1][:1] in "~≈")
    if bracketed and negative:
        bare = f"{bracketed[1]} {bracketed[2]}".strip()
    behind = _MINUS_BEHIND.fullmatch(bare)
    if behind:
        bare, negative = behind[1], True
    if _GLUED.search(bare) or _LIKE_DIGITS.search(bare):
        return Figures((), f"{text!r} is neither a number nor a word that stands for none")
    try:
        pieces = _pieces(bare, decimal)
    except TerritorialError as error:
        return Figures((), f"{text!r} is no number ({error.given})")
    if not pieces:
        worded = _in_words(bare)
        if worded is not None:
            return Figures((worded,))
        glued = re.search(r"\d", bare)
        return Figures(
            (),
            f"{text!r} is neither a number nor a word that stands for none" if glued else None,
            wordy=True,
        )
    amounts: list[Amount] = []
    left: list[str] = []
    n = 0
    while n < len(pieces):
        piece = pieces[n]
        following = pieces[n + 1] if n + 1 < len(pieces) else None
        qualifier, rest = _qualifier(piece.before)
        open_range = bool(words.is_form("between", rest.strip())) if rest.strip() else False
        left.append("" if open_range else rest)
        if following and _range_between(following.before, following):
            amounts.append(_range(piece, following))
            left.append("")
            n += 2
        elif following and _PLUS_MINUS.search(following.before):
            amounts.append(
                Amount(
                    piece.value,
                    piece.value - following.value,
                    piece.value + following.value,
                    "range",
                    piece.unit or following.unit,
                    piece.per or following.per,
                    piece.sign in "-−–" and bool(piece.sign),
                )
            )
            n += 2
        else:
            amounts.append(_single(piece, qualifier))
            n += 1
    left.append(pieces[-1].after)
    words_left = " ".join(_AFTER_CLEAN.sub(" ", " ".join(left)).split())
    unread = re.findall(r"[^\W\d_]+", words_left)
    amounts = _bounded_in_brackets(_hedged_alike(amounts))
    if amounts and negative:
        amounts[0] = amounts[0]._replace(negative=True)
    if any(
        re.match(r"^\w", piece.after)
        and not piece.after[:1].isspace()
        and re.match(r"[^\W\d_]+(?=\d)|[^\W\d_]{2,}", piece.after)
        for piece in pieces
    ):
        return Figures((), f"{text!r} is neither a number nor a word that stands for none")
    if re.search(r"[^\W\d_]$", _qualifier(pieces[0].before)[1]):
        return Figures(
            (),
            f"{text!r} is neither a number nor a word that stands for none",
            wordy=len(unread) > 0,
        )
    if len(unread) > MOST_WORDS:
        return Figures((), None, wordy=True, left=words_left)
    return Figures(tuple(amounts), None, left=words_left)


_PLUS_MINUS = re.compile(r"±|\+\s*/\s*[-−–]")
_AFTER_CLEAN = re.compile(r"[()\[\];,/+.:]|(?<!\w)or (?:more|less|so)(?!\w)|[-–—−±]")


def _hedged_alike(amounts: list[Amount]) -> list[Amount]:
    """An amount told again in another unit has the hedge of the first: about 26 km² (10 sq mi)."""
    if not amounts or amounts[0].unit is None:
        return amounts
    first, measure = amounts[0], units.dimension(amounts[0].unit)
    return [first] + [
        one._replace(
            qualifier=first.qualifier,
            low=one.value if first.qualifier == "at_least" else None,
            high=one.value if first.qualifier in {"at_most", "nearly"} else None,
        )
        if one.qualifier == "exact"
        and one.unit
        and one.unit != first.unit
        and units.dimension(one.unit) == measure
        and first.qualifier != "range"
        else one
        for one in amounts[1:]
    ]


def _with_sign(text: str) -> str:
    """A text whose sign is a word or an arrow, with the sign instead: "minus 37", "▼ 37"."""
    first = re.match(r"([^\W\d_]+|[▲▼↑↓△▽])\s*(?=[\d~])", text)
    sign = first and words.forms("sign").get(first[1].lower())
    return sign + text[first.end() :] if first and sign else text


def _in_words(text: str) -> Amount | None:
    """A figure that is written in words: "two villages", "zero"."""
    first = re.match(r"[^\W\d_]+(?:['’ʼ][^\W\d_]+)?", text)
    number = first and words.word_value("number", first[0])
    rest = text[first.end() :].strip() if first else ""
    unit = unit_of(rest) if rest else None
    if number is None or (unit is None and (rest or number != "0")):
        return None
    return Amount(float(number), unit=unit)


def _bounded_in_brackets(amounts: list[Amount]) -> list[Amount]:
    """A figure with its range behind: "550 (500–600)"."""
    if len(amounts) != 2 or amounts[1].qualifier != "range" or amounts[1].unit:
        return amounts
    best, span = amounts
    within = span.low is not None and span.high is not None and span.low <= best.value <= span.high
    if best.qualifier == "range" or not within:
        return amounts
    return [best._replace(low=span.low, high=span.high, qualifier="range")]


def _single(piece: _Piece, qualifier: str | None) -> Amount:
    tail = piece.after.strip().lower()
    if qualifier is None:
        qualifier = next((value for form, value in _AFTER.items() if tail.startswith(form)), None)
        qualifier = qualifier or words.forms("qualifier").get(tail.strip("()[] "))
    value = piece.value
    low = value if qualifier == "at_least" else None
    high = value if qualifier in {"at_most", "nearly"} else None
    return Amount(
        value, low, high, qualifier or "exact", piece.unit, piece.per, piece.sign in {"-", "−", "–"}
    )


def _range(first: _Piece, second: _Piece) -> Amount:
    low, high = first.value, second.value
    if second.times != 1 and first.times == 1:
        low = scaled(low, second.times)
    negative = first.sign in {"-", "−", "–"}
    if (negative and second.sign in {"-", "−"}) or low > high:
        low, high = min(low, high), max(low, high)
    return Amount(
        (low + high) / 2,
        low,
        high,
        "range",
        second.unit or first.unit,
        second.per or first.per,
        negative,
    )


def decimal_evidence(text: str) -> str | None:
    """The decimal mark that a number cannot do without, or None.

    Examples
    --------
    >>> decimal_evidence("10,5"), decimal_evidence("1.539,5"), decimal_evidence("1,539")
    (',', ',', None)
    """
    for match in _NUMBER.finditer(text[:LONGEST]):
        digits = match["digits"]
        marks: list[str] = re.findall(r"[.,]", digits)
        if not marks:
            continue
        last = marks[-1]
        tail = re.split(r"[.,]", digits)[-1]
        if len(set(marks)) == 2 and marks.count(last) == 1:
            return last
        if len(marks) == 1 and (
            len(tail) != 3 or digits.startswith("0") or len(digits.split(last)[0]) > 3
        ):
            return last
    return None
