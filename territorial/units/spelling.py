"""How people write units: from any spelling to the canonical one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from territorial.errors import LexiconError, UnitError
from territorial.lexicon.rows import rows
from territorial.units.factors import PERS, UNITS

FILE = "units.tsv"
LONGEST = 80  # characters of a spelling

# NFKC has made ² a 2 and every space a space; ^2, **2 and a 2 that stands apart are the same.
_SQUARED = re.compile(r" ?(?:\^|\*\*)? ?2$")
_BETWEEN = re.compile(r"[\s.\u2010-\u2014-]+")
# Capitals that mean something else: M is million or molar.
_CASED = {"M", "М"}
_PER = re.compile(r"(?: ?/ ?| per | an? | each | every | на | за | в | щодня$)")
_TIMES = {
    "day": ("d", "day", "days", "daily", "24h", "день", "сутки", "добу", "доба", "tag"),
    "week": ("w", "wk", "week", "weeks", "weekly", "неделю", "тиждень", "woche"),
    "month": ("mo", "month", "months", "monthly", "месяц", "місяць", "monat"),
}
_TIME = {word: per for per, words in _TIMES.items() for word in words}


def _key(text: str) -> str:
    """The spelling without what does not tell units apart."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _SQUARED.sub("2", _BETWEEN.sub(" ", plain).strip())


@lru_cache(maxsize=1)
def _forms() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Whole forms, and patterns of the forms with open endings."""
    whole: dict[str, str] = {}
    stems: list[tuple[re.Pattern[str], str]] = []
    for number, cells in rows(FILE):
        if len(cells) != 4 or not all(cells) or cells[1] not in UNITS:
            raise LexiconError(
                "form, canonical unit, language and origin",
                repr(cells),
                f"write four columns apart by tabs, with a unit out of {', '.join(UNITS)}",
                where=f"{FILE}, line {number}",
            )
        form, unit = cells[:2]
        if "*" in form and form != "km**2" and not form.endswith("**2"):
            words = [
                re.escape(_key(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "")
                for word in form.split()
            ]
            stems.append((re.compile(" ".join(words)), unit))
        else:
            whole[_key(form)] = unit
    return whole, stems


@lru_cache(maxsize=4096)
def canonical(text: str) -> str:
    """The canonical spelling of a unit that somebody wrote.

    Capitals, full stops, hyphens, kinds of space and ways to write the square
    do not matter; the words are those of ``lexicon/units.tsv`` (English,
    Ukrainian, Russian, some of other languages). Only a single capital M is
    refused: it may be a million.

    Parameters
    ----------
    text : str
        A unit, without a number and without a time base.

    Returns
    -------
    str
        One of km^2, mi^2, m^2, ha, acre, dunam, km, mi, m, percent, fraction,
        settlement, district.

    Raises
    ------
    UnitError
        If it is no known unit.

    Examples
    --------
    >>> [canonical(text) for text in ("sq. km", "Square-Mile", "кв. км", "гектарів", "KM²", "%")]
    ['km^2', 'mi^2', 'km^2', 'ha', 'km^2', 'percent']
    """
    if text in UNITS:
        return text
    if not isinstance(text, str):
        raise UnitError("the name of a unit", repr(text), "give a str such as 'km^2'")
    if len(text) <= LONGEST and text.strip() not in _CASED:
        whole, stems = _forms()
        key = _key(text)
        unit = whole.get(key)
        if unit is not None:
            return unit
        for pattern, unit in stems:
            if pattern.fullmatch(key):
                return unit
    raise _unknown(text)


def _unknown(text: str) -> UnitError:
    if text.strip() in _CASED:
        return UnitError("a unit", repr(text), "write m for metres; a capital M may be a million")
    from difflib import get_close_matches

    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
    near = get_close_matches(_key(shown), _forms()[0], n=1, cutoff=0.75)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return UnitError(
        "a unit of area, length, share or count",
        repr(shown),
        f"{hint}use one of {', '.join(UNITS)}, or another spelling of theirs",
    )


@lru_cache(maxsize=1024)
def split_rate(text: str) -> tuple[str, str | None]:
    """The unit and the time base of an amount or a rate.

    Parameters
    ----------
    text : str
        For instance ``"km²/day"``, ``"sq km per week"`` or ``"ha"``.

    Returns
    -------
    unit : str
        Canonical spelling.
    per : {"day", "week", "month"} or None
        None where it is an amount.

    Raises
    ------
    UnitError
        If the unit or the time base is not known.

    Examples
    --------
    >>> split_rate("sq. miles per day"), split_rate("ha")
    (('mi^2', 'day'), ('ha', None))
    """
    if not isinstance(text, str):
        raise UnitError("the name of a unit", repr(text), "give a str such as 'km^2/day'")
    if len(text) > LONGEST:
        raise _unknown(text)
    plain = " ".join(unicodedata.normalize("NFKC", text).replace("²", "2").split())
    found = list(_PER.finditer(plain))
    if not found:
        return canonical(text), None
    last = found[-1]
    per = _TIME.get(plain[last.end() :].strip().rstrip(".").lower())
    if per is None:
        raise UnitError(
            "a time base",
            repr(plain[last.end() :]),
            f"use one of {', '.join(PERS)}",
            where=repr(text),
        )
    return canonical(plain[: last.start()].strip()), per
