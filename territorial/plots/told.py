"""What attrs and columns tell of a series besides its figures: kind, basis, scope, place."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import pandas as pd

from territorial import lexicon
from territorial.errors import ChartError, TerritorialWarning
from territorial.plots.words import listed

KINDS = ("gain", "loss", "net", "control")


def kind_of(data: pd.Series | pd.DataFrame) -> str:
    """Gain, loss, net or control: by attrs, name or column; a gain where nothing tells it."""
    kind = data.attrs.get("kind")
    if kind is None and isinstance(data, pd.Series):
        kind = data.name
    if kind is None and isinstance(data, pd.DataFrame) and "kind" in data.columns:
        kinds = sorted(set(data["kind"].dropna().astype(str)))
        if len(kinds) > 1:
            raise ChartError(
                "one kind of figure", " and ".join(kinds), "draw them in charts of their own"
            )
        kind = kinds[0] if kinds else None
    if kind == "change":
        kind = "net"
    if kind == "gain" and _words(data, "basis") == ["net"]:
        kind = "net"
    return str(kind) if kind in KINDS else "gain"


def _words(data: pd.Series | pd.DataFrame, name: str) -> list[str]:
    """The different words that attrs or a column tell, `; ` between two of them."""
    told = data.attrs.get(name)
    if told is None and isinstance(data, pd.DataFrame) and name in data.columns:
        told = "; ".join(data[name].dropna().astype(str))
    return sorted({word for word in str(told or "").split("; ") if word})


def said_of(data: pd.Series | pd.DataFrame) -> tuple[str, ...]:
    """What the note has to say of basis and scope."""
    notes = []
    basis = _words(data, "basis")
    if len(basis) > 1:
        notes.append(f"Basis as reported: {listed(basis)}")
    scope = _words(data, "scope")
    if scope:
        notes.append(f"Scope as reported: {'; '.join(scope)}")
    if _bare_column(data):
        warnings.warn(
            'table["value"] does not say which months are only partly covered: '
            "give the table itself, or what monthly_gain returned",
            TerritorialWarning,
            stacklevel=5,
        )
        notes.append("Which months are only partly covered is not told")
    return tuple(notes)


def _bare_column(data: pd.Series | pd.DataFrame) -> bool:
    """Whether it is the column of a monthly table: with its attrs, without its days covered.

    The series that `monthly_gain` and its like give have names of their own, and
    tell their part months in attrs.
    """
    made = isinstance(data, pd.Series) and data.name == "value" and "options" in data.attrs
    return made and "incomplete" not in data.attrs


def place_of(data: pd.Series | pd.DataFrame, table: pd.DataFrame) -> str | None:
    """The ground that the figures are about, as attrs tell it or as all rows say."""
    told = data.attrs.get("place")
    if told:
        return one_name(str(told).split("; "))
    if "place" in table.columns:
        words = [part for text in table["place"].dropna() for part in str(text).split("; ")]
        name = one_name(dict.fromkeys(words))
        return name if name and "; " not in name else None
    return None


def one_name(places: Iterable[str]) -> str | None:
    """Places in words, each ground once.

    As worded, or by its name where wordings differ or stand in other letters:
    a word form that fits its own sentence does not fit an English one.

    Examples
    --------
    >>> one_name(["Ukrainian territory", "української території"])
    'Ukraine'
    >>> one_name(["Ukrainian territory", "Donetsk"])
    'Ukrainian territory; Donetsk'
    """
    grounds: dict[str, str] = {}
    for place in filter(None, places):
        bare = " ".join(place.split()).removeprefix("the ")
        region = lexicon.region(bare) or lexicon.region(bare.removesuffix("'s").removesuffix("’s"))
        if region is None:
            grounds.setdefault(bare.casefold(), place)
        elif not place.isascii() or grounds.setdefault(region.name, place) != place:
            grounds[region.name] = region.name
    return "; ".join(grounds.values()) or None
