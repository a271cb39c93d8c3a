"""Whether a text can hold a quantity at all, told from its words alone.

Most articles of a corpus hold no figure of territory. They are passed over
without being taken apart: the letters of the alphabet become small ones of one
byte each, everything else becomes a space, and the set of the words that may
begin a unit or a fraction is compared with the words of the text. No text that
holds such a token is passed over; one that does not hold any gives no quantity.
"""

from __future__ import annotations

from collections.abc import Iterable

from territorial.text.tokens import fold

ASCII, CYRILLIC = "ascii", "cp1251"
# Letters outside these alphabets whose small letters are in them, and the stress mark.
ODD = "\u0301\u0178\u1e9e\u212a\u212b"
SOFT_HYPHEN = "\u00ad"


class Anchors:
    """The words by which a text is told to be worth reading.

    Parameters
    ----------
    forms : iterable of str
        Tokens in small letters; ``ab*`` stands for any that begin, and ``*ab``
        for any that end so.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        listed = sorted(set(forms))
        self._codec = ASCII if _latin(listed) or not _writes(CYRILLIC, listed) else CYRILLIC
        self._table = _table(self._codec)
        self._marks: list[str] = [*ODD]
        self._parts: list[bytes] = []
        words: set[bytes] = set()
        for form in listed:
            foreign = "" if form.isascii() else self._foreign(form)
            parts = self._letters(form).split()
            if foreign:  # a text with this letter is read, whatever its words are
                self._marks += sorted({foreign[0], foreign[0].upper()})
            elif not parts:
                self._marks.append(form.strip("*") or form)
            elif len(form) > 1 and "*" in (form[0], form[-1]):
                self._parts.append(max(parts, key=len))
            else:
                words.add(max(parts, key=len))
        self._words = frozenset(words)
        self._marks = list(dict.fromkeys(self._marks))

    def _foreign(self, form: str) -> str:
        """The letters of a form that the alphabet lacks."""
        return "".join(one for one in form if one.isalpha() and not _writes(self._codec, [one]))

    def _letters(self, text: str, plain: bytes | None = None) -> bytes:
        if self._codec == ASCII:
            if SOFT_HYPHEN in text:
                text, plain = text.replace(SOFT_HYPHEN, ""), None
            return (in_utf8(text) if plain is None else plain).translate(self._table)
        return text.replace(SOFT_HYPHEN, "").encode(CYRILLIC, "replace").translate(self._table)

    def in_text(self, text: str, plain: bytes | None = None) -> bool:
        """Whether a form may stand in the text; False only if none does.

        `plain` is the text in UTF-8, where that is at hand.
        """
        letters = self._letters(text, plain)
        if not self._words.isdisjoint(letters.split()):
            return True
        for part in self._parts:
            if part in letters:
                return True
        for mark in self._marks:  # noqa: SIM110 - a loop takes half the time of any()
            if mark in text:
                return True
        return False


def in_utf8(text: str) -> bytes:
    """A text as bytes; what is no letter of any alphabet becomes a question mark."""
    try:
        return text.encode()  # twice as fast as with a way to mend
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _writes(codec: str, forms: Iterable[str]) -> bool:
    """Whether an alphabet has all the letters of the forms."""
    letters = "".join(letter for letter in "".join(forms) if letter.isalpha())
    return b"?" not in letters.encode(codec, "replace")


def _latin(forms: Iterable[str]) -> bool:
    """Whether most letters of the forms are Latin ones."""
    joined = "".join(forms)
    return 2 * len(joined.encode("ascii", "ignore")) > len(joined)


def _table(codec: str) -> bytes:
    """From each letter of an alphabet to the one it is looked up by, from the rest to a space."""
    to = bytearray(b" " * 256)
    letters = bytes(range(128 if codec == ASCII else 256)).decode(codec, "replace")
    for code, letter in enumerate(letters):
        if letter.isalpha():
            to[code] = fold(letter).encode(codec)[0]
    return bytes(to)
