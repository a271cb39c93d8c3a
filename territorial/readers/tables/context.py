"""What holds for a whole table, a section, a row or a column, and which of them speaks first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from territorial import units
from territorial.lexicon import region
from territorial.lexicon import tables as words
from territorial.readers.tables.columns import Column
from territorial.readers.tables.grids import text_of
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.labels import Label, read_label
from territorial.readers.tables.layout import Block
from territorial.readers.tables.mentions import party_id
from territorial.readers.tables.phrases import Phrase, parse_phrase, span_of

LONG = 14  # words; a longer line over a table is prose, which tells units and basis alone,
LONGEST = 24  # unless it is one line without a full stop, as long titles are
FIELDS = (
    "party", "counterparty", "kind", "basis", "per", "place", "attribution", "origin", "publisher",
    "published", "url", "scope", "conflict", "edge", "cumulative", "qualifier",
)  # fmt: skip


class Context(NamedTuple):
    """What is known of a figure before its cell is read."""

    party: str | None = None
    counterparty: str | None = None
    kind: str | None = None
    basis: str | None = None
    units: tuple[str, ...] = ()
    per: str | None = None
    place: str | None = None
    attribution: str | None = None
    origin: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    scope: str | None = None
    conflict: str | None = None
    edge: str | None = None
    cumulative: str | None = None
    qualifier: str | None = None
    flags: tuple[str, ...] = ()

    def over(self, other: Context) -> Context:
        """What this context says, with the other where this one is silent."""
        filled = {field: getattr(self, field) or getattr(other, field) for field in FIELDS}
        return self._replace(
            **filled, units=self.units or other.units, flags=self.flags + other.flags
        )


def of_label(label: Label) -> Context:
    """What a label tells of a figure."""
    return Context(
        party=label.party,
        counterparty=label.counterparty,
        kind=label.kind,
        basis=label.basis,
        units=label.units,
        per=label.per,
        place=label.place,
        scope=label.scope,
        attribution=label.attribution,
        edge=label.edge,
        cumulative=label.cumulative,
    )


class Titles(NamedTuple):
    """What the lines over a table tell."""

    context: Context
    phrases: tuple[Phrase, ...]
    by: str | None
    measure: str | None
    times: float = 1.0  # "in thousand km²", where a header names no unit of its own


def read_titles(block: Block, hints: Hints) -> Titles:
    """The lines over a table, the nearest first; the sheet's name last but for the page's title."""
    lines = (
        [*reversed(block.titles), block.grid.name]
        if block.grid.name
        else list(reversed(block.titles))
    )
    context = Context()
    phrases: list[Phrase] = []
    by = measure = None
    times = 1.0
    for line in lines:
        if _dates_page(line):  # "Updated: 2 September 2025" dates the page, not its figures
            context = context.over(Context(published=_day_in(line.partition(":")[2] or line)))
            continue
        label = read_label(line, title=True, conflict=hints.conflict)
        one = of_label(label)._replace(per=None, cumulative=None)
        if _is_prose(line):
            one = Context(basis=one.basis, units=one.units)
        else:
            if label.phrase is not None:
                phrases.append(label.phrase)
            by = by or label.by
            measure = measure or label.measure
        if one.units and not context.units:
            times = label.times
        context = context.over(one)
    if not context.units:
        noted = [read_label(line, title=True).units for line in block.notes]
        context = context._replace(units=next((found for found in noted if found), ()))
    if not phrases:
        dated = [read_label(line).phrase for line in block.notes if _dates_state(line)]
        phrases = [one for one in dated if one is not None and one.sort == "day" and one.dated][:1]
    if context.units:
        context = context._replace(units=context.units[:1])
    return Titles(context, tuple(phrases), by, measure, times)


def _is_prose(line: str) -> bool:
    """Whether a line over a table is a sentence or more, and no title."""
    ended = line.rstrip().endswith((".", "!", "?")) or ". " in line
    return len(line.split()) > (LONG if ended else LONGEST)


def _dates_state(line: str) -> bool:
    """Whether a line under a table says of which day it is: "as of 1 March 2022"."""
    tokens = words.tokens(line)
    opened = [*words.find("state", tokens), *words.find("asof", tokens)]
    return len(tokens) <= LONG and any(one.first == 0 and one.last > 0 for one in opened)


def _dates_page(line: str) -> bool:
    """Whether a line over a table says when it came out, and no more than that."""
    key, colon, rest = line.partition(":")
    if colon:
        return words.is_form("role", key) == "published"
    first = [" ".join(line.split()[:size]) for size in (3, 2, 1)]
    opened = next((one for one in first if words.is_form("role", one) == "published"), None)
    rest = line[len(opened) :] if opened else ""
    phrase = parse_phrase(rest) if rest.strip() else None
    return phrase is not None and phrase.sort == "day" and len(phrase.rest) <= 1


def _day_in(text: str) -> str | None:
    """The one day that a text names, in ISO form, or None."""
    phrase = parse_phrase(text)
    if phrase is None or phrase.sort != "day" or not phrase.dated:
        return None
    try:
        span = span_of(phrase)
    except ValueError:  # a day that no calendar has
        return None
    return text_of(span[0]) if span else None


def territorial_columns(
    columns: Sequence[Column], titles: Titles, party: str | None = None
) -> tuple[list[Column], list[str]]:
    """The columns of figures that are about territory, and why the others are not.

    A header that says nothing is a name: of a source, a place or a party, by
    what stands beside it and by what the title says that the columns go by.
    """
    amounts = [column for column in columns if column.role in {"amount", "low", "high"}]
    left: list[str] = []
    kept: list[Column] = []
    unknown: list[Column] = []
    levels = any(c.label.kind == "control" and not c.label.ignore for c in amounts) and not any(
        c.label.kind == "gain" and c.label.basis != "net" for c in amounts
    )
    for column in amounts:
        label = column.label
        if (
            levels
            and label.ignore == "computed change"
            and any(units.dimension(unit) == "area" for unit in label.units)
        ):
            column = column._replace(
                label=label._replace(ignore=None, kind="gain", basis="net")
            )  # of the level beside it
            label = column.label
        told = column.why == "told by columns="
        if label.ignore and not told:
            left.append(f"column {column.letter} {column.header!r}: {label.ignore}")
        elif (
            label.average and label.per is None and not label.units and not label.kind and not told
        ):
            left.append(f"column {column.letter} {column.header!r}: a mean of other columns")
        elif (
            label.silent
            and label.role not in {"amount", "low", "high"}
            and not told
            and column.header
        ):
            unknown.append(column)
        else:
            kept.append(column)
    hard = [column for column in kept if not column.label.soft]
    if hard and len(hard) < len(kept):
        left += [f"column {c.letter} {c.header!r}: {c.label.soft}" for c in kept if c.label.soft]
        kept = hard
    if unknown:
        sort = _names_are(unknown, kept, titles)
        if sort is None:
            left += [
                f"column {c.letter} {c.header!r}: not known to be a figure of territory; columns= can tell"
                for c in unknown
            ]
        else:
            kept += [
                column._replace(
                    label=_named(column, sort), why=f"its header taken for the name of a {sort}"
                )
                for column in unknown
            ]
    kept = _sources_among_sources(kept, titles, party)
    kept = _taken_not_held(_parties_among_parties(_places_not_parties(kept, party)))
    order = {column.at: n for n, column in enumerate(columns)}
    return sorted(kept, key=lambda column: order[column.at]), left


def _taken_not_held(kept: Sequence[Column]) -> list[Column]:
    """What was occupied is what was taken, where columns beside it tell a rate, or what was freed.

    A level has no rate, and what is freed in a month is set against what was taken in it;
    so is what was lost, where the net of both stands beside them.
    """
    beside = {"net" if c.label.basis == "net" else c.label.kind for c in kept}
    flows = any(
        (c.label.per and c.label.kind != "control")
        or (c.label.kind == "gain" and c.label.basis != "net" and not c.label.party)
        or ("net" in beside and {"gain", "loss"} & beside)
        for c in kept
    )
    return [
        c._replace(label=c.label._replace(kind="gain"))
        if flows and c.label.kind == "control" and words.find("taken", words.tokens(c.header))
        else c
        for c in kept
    ]


def _sources_among_sources(
    kept: Sequence[Column], titles: Titles, party: str | None
) -> list[Column]:
    """Beside sources, over the figures of one party, a name is a source: "Ukraine Control Map"."""
    sources = [c for c in kept if c.label.attribution and not (c.label.party or c.label.kind)]
    out = []
    for c in kept:
        label = c.label
        named = label.party and party and (sources or titles.by == "attribution")
        alone = not (label.party or label.place or label.attribution or label.total)
        if sources and label.names and label.measure and alone and label.kind is None:
            named = True  # "Military Land" beside sources
        plain = not (label.units or label.phrase or (label.kind and not label.names))
        if plain and (named or (c in sources and label.names)):  # "BBC Verify" is more than BBC
            label = label._replace(party=None, place=None, kind=None, attribution=c.header)
            c = c._replace(label=label, why="a name beside sources" if named else c.why)
        out.append(c)
    return out


def _places_not_parties(kept: Sequence[Column], party: str | None) -> list[Column]:
    """What "Iraq" and "Syria" are over the figures of a third party: places."""
    named = [c for c in kept if c.label.party]
    places = [c for c in named if region(c.header.split("(")[0].strip()) and not c.label.kind]
    if (
        party is None
        or len(places) < 2
        or places != named
        or any(c.label.party == party for c in named)
    ):
        return list(kept)
    return [
        c._replace(label=c.label._replace(party=None, place=c.header.split("(")[0].strip()))
        if c in places
        else c
        for c in kept
    ]


def _parties_among_parties(kept: Sequence[Column]) -> list[Column]:
    """A header whose name nothing knows is a party where those beside it are parties and nothing more."""
    bare = [c for c in kept if c.label.party and not (c.label.kind or c.label.phrase)]
    if not bare:
        return list(kept)
    out = []
    for column in kept:
        label = column.label
        name = " ".join(label.names)
        told = (
            label.party
            or label.kind
            or label.place
            or label.attribution
            or label.phrase
            or label.total
            or label.measure
        )
        if not told and name and label.units == bare[0].label.units:
            column = column._replace(
                label=label._replace(party=party_id(name), unlisted=True),
                why="named beside parties",
            )
        out.append(column)
    return out


def _names_are(unknown: Sequence[Column], kept: Sequence[Column], titles: Titles) -> str | None:
    plain = [column for column in kept if column.label.role not in {"low", "high"}]
    if any(c.label.attribution for c in plain):
        return "source"
    if any(c.label.place for c in plain) or any(region(c.header) for c in unknown):
        return "place"
    if any(c.label.phrase for c in plain):
        return None
    if any(c.label.party and not c.label.kind for c in plain):
        named = [c for c in unknown if c.label.unread or c.label.role == "party"]
        return "party" if named else None  # "Day on day" is no name
    if plain and not all(c.label.total for c in plain):
        return None
    if titles.by == "attribution":
        return "source"
    if titles.by in {"place", "party"}:
        return titles.by
    if not titles.context.units and not titles.context.kind:
        return "plain" if len(unknown) == 1 and not plain else None
    if len(unknown) == 1 and not plain:
        return "plain"
    return "source" if titles.context.party else "party"


def _named(column: Column, sort: str) -> Label:
    name = column.header
    if sort == "source":
        return column.label._replace(attribution=name)
    if sort == "place":
        return column.label._replace(place=name)
    if sort == "party":
        return column.label._replace(party=party_id(name), unlisted=True)
    return column.label


def dimension_clash(label: Label) -> str | None:
    """The length unit of a header that speaks of an area, or None."""
    lengths = [unit for unit in label.units if units.dimension(unit) == "length"]
    areas = [unit for unit in label.units if units.dimension(unit) == "area"]
    return lengths[0] if lengths and not areas and label.measure == "area" else None


def first_of(values: Iterable[str | None]) -> str | None:
    """The first value that is there."""
    return next((value for value in values if value), None)
