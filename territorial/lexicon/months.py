"""The names of the months, in every language of the library, as numbers."""

from __future__ import annotations

from functools import lru_cache

from territorial.errors import LexiconError
from territorial.lexicon.rows import rows

FILE = "months.tsv"


@lru_cache(maxsize=1)
def _forms() -> tuple[dict[tuple[str, str], int], dict[str, dict[str, int]]]:
    """Whole forms, and stems by language, with the number of their month."""
    whole: dict[tuple[str, str], int] = {}
    stems: dict[str, dict[str, int]] = {}
    for number, cells in rows(FILE):
        if len(cells) != 4 or not cells[2].isdigit() or not 1 <= int(cells[2]) <= 12:
            raise LexiconError(
                "language, form, number of the month and origin",
                repr(cells),
                "write four columns apart by tabs",
                where=f"{FILE}, line {number}",
            )
        lang, form, month = cells[0], cells[1], int(cells[2])
        if form.endswith("*"):
            stems.setdefault(lang, {})[form[:-1]] = month
        else:
            whole[lang, form] = month
    return whole, stems


def month_languages() -> tuple[str, ...]:
    """The languages whose month names are listed.

    Examples
    --------
    >>> "uk" in month_languages()
    True
    """
    whole, stems = _forms()
    return tuple(dict.fromkeys([lang for lang, _ in whole] + list(stems)))


def month_words(lang: str) -> dict[str, int]:
    """The listed forms of one language with their months; `*` ends a stem.

    Examples
    --------
    >>> month_words("de")["märz"]
    3
    """
    whole, stems = _forms()
    listed = {form: month for (one, form), month in whole.items() if one == lang}
    return listed | {f"{stem}*": month for stem, month in stems.get(lang, {}).items()}


@lru_cache(maxsize=4096)
def month_number(word: str, lang: str | None = None) -> int | None:
    """The number of the month that a word names, or None.

    Parameters
    ----------
    word : str
        One word, in any case, with or without a closing full stop.
    lang : str, optional
        Look in this language alone.

    Returns
    -------
    int or None
        1 to 12.

    Examples
    --------
    >>> month_number("Sept."), month_number("лютого"), month_number("Mai", lang="en")
    (9, 2, None)
    """
    whole, stems = _forms()
    wanted = word.strip().rstrip(".").lower()
    for one in month_languages() if lang is None else (lang,):
        if (one, wanted) in whole:
            return whole[one, wanted]
        for stem, month in stems.get(one, {}).items():
            if wanted.startswith(stem):
                return month
    return None
