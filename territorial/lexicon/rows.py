"""Reading of the lexicon's own files: tab-separated rows, `#` for comments."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

from territorial.errors import LexiconError

FOLDER = os.path.dirname(os.path.abspath(__file__))


def data_files(folder: str) -> tuple[str, ...]:
    """The names of the `.tsv` files in a folder of the lexicon, sorted."""
    names = os.listdir(os.path.join(FOLDER, folder))
    return tuple(sorted(f"{folder}/{name}" for name in names if name.endswith(".tsv")))


def text_of(name: str) -> str:
    """The text of one file of the lexicon.

    Raises
    ------
    LexiconError
        If there is no such file.
    """
    try:
        return _read(os.path.join(FOLDER, name))
    except FileNotFoundError:
        raise LexiconError("a file of the lexicon", repr(name), f"the folder is {FOLDER}") from None


@lru_cache(maxsize=64)
def _read(path: str) -> str:
    """A file as text, kept because several searches go through it."""
    with open(path, "rb") as file:
        return file.read().decode().replace("\r\n", "\n")


def rows(name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of one file: line number and cells, comments and blank lines left out.

    Parameters
    ----------
    name : str
        Path of the file inside the lexicon, as in ``"conflicts/syria.tsv"``.

    Raises
    ------
    LexiconError
        If there is no such file.
    """
    for number, line in enumerate(text_of(name).split("\n"), start=1):
        if line and line[0] != "#" and not line.isspace():
            yield number, line.split("\t")
