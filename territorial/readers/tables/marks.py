"""What a cell has besides its figure: footnote marks; and the words that stand for no figure."""

from __future__ import annotations

import re
from functools import lru_cache

from territorial.lexicon import tables as words

LONGEST = 200  # characters of a cell that may hold a figure
_MARKS = "*†‡§¶^°"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ"
_NOTE = re.compile(r"\s*\[(?:[^\W\d_]{1,2}|\d{1,3}|(?:note|nb|n)\s*\d*|[*†‡])\]", re.IGNORECASE)
_TAG = re.compile(
    r"(?<=[\d%²])\s*\((?:[a-z]|rev\.?|prov\.?|est\.?|prelim\.?|revised|provisional|estimate)\)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=65536)
def strip_marks(text: str) -> str:
    """A cell without footnote marks, bold marks and reference links.

    Examples
    --------
    >>> strip_marks("725[a]"), strip_marks("1,000*"), strip_marks("May†")
    ('725', '1,000', 'May')
    """
    text = text.strip()
    if len(text) > LONGEST:
        return text
    text = _NOTE.sub("", text)
    text = text.strip().strip("*").rstrip(_MARKS + " ") or text
    while (
        len(text) > 1
        and text[-1] in _SUPERSCRIPTS
        and not (text[-1] in "²³" and text[-2].isalpha())
    ):
        text = text[:-1].rstrip()
    return _TAG.sub("", text).strip()


def is_missing(text: str, extra: tuple[str, ...] = ()) -> bool:
    """Whether a cell says that there is no figure.

    Examples
    --------
    >>> is_missing("n/a"), is_missing("k. A."), is_missing("0")
    (True, True, False)
    """
    lower = text.strip().lower()
    if len(lower) > LONGEST:
        return False
    listed = words.forms("missing")
    return (
        not lower
        or lower in extra
        or lower in listed
        or lower.strip("()[]*† ") in listed
        or strip_marks(lower) in listed
    )
