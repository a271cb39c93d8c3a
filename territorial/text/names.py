"""Names of parties and regions in a sentence, looked up in the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from territorial.lexicon import parties
from territorial.lexicon.kept import kept
from territorial.lexicon.rows import data_files
from territorial.structures import NamedTuple
from territorial.text import tokens as tokenizer
from territorial.text.tokens import TOKEN, Token, fold

QUOTES = frozenset("«»“”„")


class Name(NamedTuple):
    """A listed form in the tokens ``first`` to ``last`` (not included).

    `meanings` are (conflict, id, role) of each thing that goes by the form.
    """

    first: int
    last: int
    meanings: tuple[tuple[str, str, str], ...]


class _Form(NamedTuple):
    words: tuple[str, ...]
    second: str | None  # the token that has to stand second, if that can be told
    capital: bool
    acronym: bool
    meaning: tuple[str, str, str]


class NameIndex:
    """Forms of many names, found by their first word.

    A word of a form may end in ``*`` for any ending; a form that begins with a
    capital letter matches only words that do.

    Parameters
    ----------
    rows : dict of str to str
        The names by the first word of their form, as `by_first_word` gives them.
    """

    def __init__(self, rows: dict[str, str]) -> None:
        self._rows = rows
        self._lengths = sorted({len(first) - 1 for first in rows if first[-1] == "*"}, reverse=True)
        self._forms_for = lru_cache(maxsize=65536)(self._lookup)

    def _lookup(self, word: str) -> tuple[_Form, ...]:
        word = _bare(word)
        found = self._rows.get(word, "")
        for length in self._lengths:
            if length <= len(word):
                found += self._rows.get(word[:length] + "*", "")
        if not found:
            return ()
        forms = []
        for row in found[:-1].split("\n"):
            conflict, item, form, role = row.split("\t")
            acronym = len(form) <= 4 and form.isupper()
            meaning = (conflict, item, role)
            words = tuple(_words(form))
            second = words[1] if len(words) > 1 and words[1].isalpha() else None
            forms.append(_Form(words, second, form[0].isupper(), acronym, meaning))
        return tuple(sorted(forms, key=lambda form: -len(form.words)))

    def find(self, tokens: Sequence[Token]) -> list[Name]:
        """The names in a sentence, longest first, none inside another."""
        found: list[Name] = []
        forms_for, count, taken = self._forms_for, len(tokens), 0
        for at, token in enumerate(tokens):
            forms = forms_for(token.lower)
            if not forms or at < taken:
                continue
            length = 0
            meanings: list[tuple[str, str, str]] = []
            following = _bare(tokens[at + 1].lower) if at + 1 < count else ""
            quoted = following in QUOTES
            for form in forms:
                if len(form.words) < length:
                    break
                if form.second is not None and form.second != following and not quoted:
                    continue
                end = _end_of(form, tokens, at)
                if end:
                    length, taken = len(form.words), end
                    meanings.append(form.meaning)
            if meanings:
                found.append(Name(at, taken, tuple(dict.fromkeys(meanings))))
        return found


def _words(form: str) -> list[str]:
    """The tokens of a form in small letters; a closing `*` stays with its word."""
    plain = form.replace(" ", "").replace("*", "")
    if plain.isalpha():
        return fold(form).split()
    words: list[str] = []
    for match in TOKEN.finditer(form):
        word = fold(match.group())
        if word == "*" and words:
            words[-1] += "*"
        else:
            words.append(word)
    return words


def _bare(word: str) -> str:
    """A word without its English possessive ending."""
    if word.endswith("'s"):
        return word[:-2]
    return word[:-1] if word.endswith("s'") else word


def _end_of(form: _Form, tokens: Sequence[Token], at: int) -> int:
    """Where the form that begins at a token ends, or 0; quotation marks inside it do not count."""
    if form.capital and not (tokens[at].is_capital or not tokens[at].is_word):
        return 0
    if form.acronym and not tokens[at].text.rstrip("s").isupper():
        return 0
    for word in form.words:
        if at < len(tokens) and tokens[at].text in QUOTES and word not in QUOTES:
            at += 1
        if at >= len(tokens):
            return 0
        given = tokens[at].lower
        if word.endswith("*"):
            if not given.startswith(word[:-1]):
                return 0
        elif given != word and _bare(given) != word:
            return 0
        at += 1
    return at


def by_first_word(rows: Iterable[tuple[str, str, str, str]]) -> dict[str, str]:
    r"""Names as text, one a line, by the first word of their form.

    A line is taken apart when its word is met, as few of the many names are.

    Parameters
    ----------
    rows : iterable of (conflict, id, form, role)
        As `territorial.lexicon.parties.rows_of` gives them.

    Examples
    --------
    >>> by_first_word([("x", "a", "Red Army", "common"), ("x", "b", "Red*", "")])
    {'red': 'x\ta\tRed Army\tcommon\n', 'red*': 'x\tb\tRed*\t\n'}
    """
    found: dict[str, str] = {}
    for row in rows:
        first = row[2].partition(" ")[0]
        if not first.isalpha():
            words = _words(row[2])
            if not words:
                continue
            first = words[0]
        first = fold(first)
        found[first] = found.get(first, "") + "\t".join(row) + "\n"
    return found


def _index(kind: str, lang: str, conflict: str | None, role: str | None = None) -> NameIndex:
    """The rows of one kind and language, of one conflict or of all."""
    files = data_files("conflicts") if conflict is None else (f"conflicts/{conflict}.tsv",)
    rows: dict[str, str] = kept(
        f"{kind}.{lang}.{conflict or 'all'}",
        files,
        (__file__, parties.__file__, tokenizer.__file__),
        lambda: by_first_word(
            (where, item, form, role or told)
            for where, item, form, told in parties.rows_of(kind, lang, conflict)
        ),
    )
    return NameIndex(rows)


@lru_cache(maxsize=8)
def party_index(lang: str) -> NameIndex:
    """The parties of all conflicts by the forms of one language."""
    return _index("alias", lang, None)


@lru_cache(maxsize=64)
def place_index(lang: str, conflict: str | None = None) -> NameIndex:
    """The regions of one conflict, or of all, by the forms of one language."""
    return _index("place", lang, conflict, role="region")


@lru_cache(maxsize=8)
def monitor_index(lang: str) -> NameIndex:
    """Those who watch one war, by the forms of one language: they tell which war a text is of."""
    return _index("monitor", lang, None, role="monitor")
