"""Whether a text can hold a quantity at all, told from its words alone.

Most articles of a corpus hold no figure of territory. They are passed over
without being taken apart: the text becomes one byte a letter, everything that
is no letter becomes a space, and the set of the words that may begin a unit or
a fraction is compared with the words of the text. No text that holds such a
token is passed over; one that does not hold any gives no quantity.
"""

from __future__ import annotations

from collections.abc import Iterable

from territorial.text.tokens import fold

CODECS = ("latin-1", "cp1251")
# Letters outside these alphabets whose small letters are in them, and the stress mark.
ODD = "\u0301\u0178\u1e9e\u212a\u212b"
SOFT_HYPHEN = b"\xad"  # in both alphabets


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
        self._codec = next((codec for codec in CODECS if _writes(codec, listed)), None)
        if self._codec is None:
            return
        self._table = _table(self._codec)
        self._marks: list[str] = []
        self._parts: list[bytes] = []
        words: set[bytes] = set()
        for form, letters in zip(
            listed, self._letters("\n".join(listed)).split(b"\n"), strict=True
        ):
            parts = letters.split()
            if not parts:
                self._marks.append(form.strip("*") or form)
            elif len(form) > 1 and "*" in (form[0], form[-1]):
                self._parts.append(max(parts, key=len))
            else:
                words.add(max(parts, key=len))
        self._words = frozenset(words)

    def _letters(self, text: str) -> bytes:
        assert self._codec is not None
        return text.encode(self._codec, "replace").translate(self._table, SOFT_HYPHEN)

    def in_text(self, text: str) -> bool:
        """Whether a form may stand in the text; False only if none does."""
        if self._codec is None:
            return True
        letters = self._letters(text)
        return (
            not self._words.isdisjoint(letters.split())
            or any(part in letters for part in self._parts)
            or any(mark in text for mark in self._marks)
            or any(letter in text for letter in ODD)
        )


def _writes(codec: str, forms: Iterable[str]) -> bool:
    """Whether an alphabet has all the letters of the forms."""
    letters = "".join(letter for letter in "".join(forms) if letter.isalpha())
    return b"?" not in letters.encode(codec, "replace")


def _table(codec: str) -> bytes:
    """From each letter of an alphabet to the one it is looked up by, from the rest to white space."""
    to = bytearray(b" " * 256)
    to[ord("\n")] = ord("\n")
    for code, letter in enumerate(bytes(range(256)).decode(codec, "replace")):
        if letter.isalpha():
            to[code] = fold(letter).encode(codec)[0]
    return bytes(to)
