"""One series is about one ground, one basis, one source at a time: who is left out, and why."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from territorial import lexicon
from territorial.errors import InputError, SeriesError
from territorial.series.entries import Entries
from territorial.series.options import Options

WHOLE = "the whole"


def narrow(entries: Entries, reports: pd.DataFrame, chosen: Options) -> None:
    """Leave open what belongs to the series; add the column ``source`` to the frame.

    Raises
    ------
    InputError
        If a named party, source, place, scope or basis does not occur.
    SeriesError
        If a party has reports of several conflicts and none is named.
    """
    frame = entries.frame
    taken = reports.iloc[frame["row"].to_numpy()]
    if chosen.party is not None:
        _known("party", chosen.party, frame["party"].dropna())
        entries.aside(~frame["party"].isin(chosen.party).to_numpy(), "another party")
    _one_conflict(entries)
    frame["source"] = _sources(entries, taken)
    named = named_sources(entries, chosen)
    if named is not None:
        entries.aside(
            ~frame["source"].isin(named).to_numpy(),
            _lead("another source: ", frame["source"].to_numpy(dtype=object)),
        )
    if chosen.scope is not None:
        _exactly(entries, "scope", taken["scope"], chosen.scope)
    if chosen.basis is not None:
        _exactly(entries, "basis", frame["basis"], chosen.basis)
    _one_ground(entries, taken["place"], chosen)
    _one_basis(entries)


def _lead(lead: str, words: np.ndarray) -> np.ndarray:
    """Each word behind the lead, put together once for each different word."""
    code, different = pd.factorize(words)
    return np.array([f"{lead}{word}" for word in different] or [lead], dtype=object)[code]


def _known(name: str, wanted: tuple[str, ...], present: pd.Series) -> None:
    there = set(present.unique())
    unknown = [item for item in wanted if item not in there]
    if unknown and there:
        raise InputError(
            f"a {name} of the reports ({', '.join(sorted(map(str, there)))})",
            ", ".join(unknown),
            "choose among these, as they are spelled",
            where=name,
        )


def _one_conflict(entries: Entries) -> None:
    pairs = entries.frame.loc[entries.open, ["party", "conflict"]].dropna().drop_duplicates()
    for party, conflicts in pairs.groupby("party")["conflict"]:
        if len(conflicts) > 1:
            names = ", ".join(sorted(conflicts))
            raise SeriesError(
                "reports of one conflict",
                f"{party} in {names}",
                "choose one: conflict=" + repr(min(conflicts)),
            )


def _sources(entries: Entries, taken: pd.DataFrame) -> np.ndarray:
    """Whose figure it is: the attribution; where none is named, the publisher or the document.

    What an article says without naming anybody goes to the one attribution
    that the article names for that party, if it is one. Reports without
    document and address are of one article if publisher and day are the same.
    """
    credit = taken["attribution"].to_numpy(dtype=object, copy=True)
    missing = pd.isna(credit)
    if missing.any():
        day = taken["published"].astype("str").fillna("")
        unnamed = taken["publisher"].fillna("") + "|" + day
        document = taken["document"].fillna(taken["url"]).fillna(unnamed)
        keys = pd.DataFrame(
            {
                "document": document.to_numpy(dtype=object),
                "party": entries.frame["party"].to_numpy(dtype=object),
                "credit": credit,
            }
        )
        there = keys[entries.open].dropna(subset=["credit"])
        names = there.groupby(["document", "party"])["credit"].agg(["nunique", "first"])
        only = names.loc[names["nunique"] == 1, "first"]
        if len(only):
            wanted = pd.MultiIndex.from_frame(keys.loc[missing, ["document", "party"]])
            credit[missing] = only.reindex(wanted).to_numpy(dtype=object)
        for name in ("publisher", "document", "url"):
            missing = pd.isna(credit)
            credit[missing] = taken[name].to_numpy(dtype=object)[missing]
        credit[pd.isna(credit)] = "not stated"
    return credit


def named_sources(
    entries: Entries, chosen: Options, *, also_aside: bool = False
) -> tuple[str, ...] | None:
    """The sources that the user named, as the reports spell them, in the order given.

    With `also_aside`, those count too whose reports have all been set aside.
    """
    wanted = chosen.priority or ((chosen.attribution,) if chosen.attribution else None)
    if wanted is None:
        return None
    rows = entries.frame if also_aside else entries.frame.loc[entries.open]
    present = sorted(rows["source"].unique())
    if not present:
        return wanted
    return tuple(dict.fromkeys(_source(name, present) for name in wanted))


def _source(name: str, present: list[str]) -> str:
    """A source by its name, or by a part of the name that only one source has."""
    folded = name.casefold()
    same = [item for item in present if item.casefold() == folded]
    found = same or [item for item in present if folded in item.casefold()]
    if len(found) == 1:
        return found[0]
    raise InputError(
        "one source" + (f" out of {', '.join(present)}" if not found else ""),
        f"{name!r}" + (f", which fits {', '.join(found)}" if found else ""),
        "name it as it is spelled there",
        where="attribution",
    )


def _exactly(entries: Entries, name: str, column: pd.Series, wanted: str) -> None:
    words = column.astype("str").fillna("").str.casefold().to_numpy(dtype=object)
    there = column.to_numpy(dtype=object)[entries.open]
    _known(
        name,
        (wanted,) if wanted.casefold() not in set(words[entries.open]) else (),
        pd.Series(there, dtype=object).dropna(),
    )
    shown = column.astype("str").fillna("not stated").to_numpy(dtype=object)
    entries.aside(words != wanted.casefold(), _lead(f"another {name}: ", shown))


@lru_cache(maxsize=4096)
def ground(place: str) -> str:
    """The ground that a place names: a region of the lexicon, the whole, or itself.

    The whole is a conflict's largest region, if it is three times as large as
    any other: Ukraine, not the Donetsk region.

    Examples
    --------
    >>> ground("Ukraine") == WHOLE
    True
    >>> ground("Donetsk region") == ground("Donetsk Oblast")
    True
    """
    bare = " ".join(place.split()).removeprefix("the ")
    region = lexicon.region(bare) or lexicon.region(bare.removesuffix("'s").removesuffix("’s"))
    if region is None:
        return " ".join(place.casefold().split())
    return WHOLE if region.id in _wholes() else region.name


@lru_cache(maxsize=1)
def _wholes() -> frozenset[str]:
    wholes = set()
    for name in lexicon.conflicts():
        areas = sorted(
            (
                (region.area_km2 or 0.0, region.id)
                for region in lexicon.conflict(name).regions.values()
            ),
            reverse=True,
        )
        if areas and (len(areas) == 1 or areas[0][0] > 3 * areas[1][0]):
            wholes.add(areas[0][1])
    return frozenset(wholes)


def grounds(places: pd.Series) -> np.ndarray:
    """The ground of each place; a figure that names no place speaks of the whole."""
    code, names = pd.factorize(places)
    return np.array([*(ground(str(name)) for name in names), WHOLE], dtype=object)[code]


def _one_ground(entries: Entries, places: pd.Series, chosen: Options) -> None:
    frame = entries.frame
    frame["ground"] = grounds(places)
    shown = places.astype("str").fillna(WHOLE).to_numpy(dtype=object)
    if chosen.place is not None:
        wanted = ground(chosen.place)
        there = frame.loc[entries.open, "ground"]
        if len(there) and wanted not in set(there.unique()):
            _known("place", (chosen.place,), pd.Series(shown[entries.open]))
        mask = (frame["ground"] != wanted).to_numpy()
        entries.aside(mask, _lead("another ground: ", shown))
        return
    for party, column in frame.loc[entries.open].groupby("party")["ground"]:
        there = set(column.unique())
        mine = (frame["party"] == party).to_numpy()
        if WHOLE in there:
            entries.aside(
                mine & (frame["ground"] != WHOLE).to_numpy(), _lead("only a part: ", shown)
            )
        elif len(there) > 1:
            entries.notes.append(
                f"{party}: figures of {len(there)} places and none of the whole "
                f"({', '.join(sorted(there)[:6])}{', ...' if len(there) > 6 else ''}); "
                "they are not added; choose one by place=..."
            )
            entries.aside(mine, _lead("one of several places: ", shown))


def _one_basis(entries: Entries) -> None:
    """Set gross figures aside where the same source tells the net change of the same days."""
    frame = entries.frame
    basis = frame["basis"].to_numpy(dtype=object)
    if not ((basis == "net") & entries.open).any() or not (basis == "gross").any():
        return
    crossed = np.zeros(len(frame), dtype=bool)
    for _, group in frame[entries.open].groupby(["party", "source", "derived"], sort=False):
        net = group[group["basis"] == "net"].sort_values("start")
        gross = group[group["basis"] == "gross"]
        if len(net) and len(gross):
            reach = np.maximum.accumulate(net["end"].to_numpy())
            before = np.searchsorted(net["start"].to_numpy(), gross["end"].to_numpy(), "right") - 1
            meets = (before >= 0) & (reach[np.maximum(before, 0)] >= gross["start"].to_numpy())
            crossed[gross.index[meets]] = True
    entries.aside(crossed, "gross, where the source tells the net change of these days")
