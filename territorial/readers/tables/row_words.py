"""What the words of a row tell of its figures."""

from __future__ import annotations

from typing import Any

from territorial.errors import UnitError
from territorial.lexicon import tables as words
from territorial.readers.tables.amounts import unit_of
from territorial.readers.tables.columns import Column
from territorial.readers.tables.context import Context, of_label
from territorial.readers.tables.facts import Table, place_of
from territorial.readers.tables.grids import Cell, text_of
from territorial.readers.tables.labels import read_label
from territorial.readers.tables.layout import period_like
from territorial.readers.tables.marks import is_missing, strip_marks
from territorial.readers.tables.mentions import party_id, party_named
from territorial.records import PERS, QUALIFIERS

TEXTS = ("attribution", "origin", "publisher", "url", "scope", "conflict")


def words_of_row(table: Table, r: int, cells: list[Cell]) -> tuple[Context, str | None, bool, str]:
    """What the words of a row tell: its context, what it totals, whether it is a mean."""
    context = Context()
    total: str | None = None
    average = False
    said: list[str] = []
    for column in table.columns:
        cell = cells[column.at]
        if cell is None or column.role in {"amount", "low", "high", "ignore"}:
            continue
        text = strip_marks(text_of(cell))
        if is_missing(text, tuple(table.hints.missing)):
            continue
        if column.role not in {"note", "url"}:
            said.append(text)
        told, whole = _cell_words(table, column, text, r)
        if column.role in {
            "label",
            "period",
            "place",
            "party",
            "year",
            "attribution",
        } and not isinstance(cell, int | float):
            label = read_label(text, conflict=table.hints.conflict)
            average = average or (label.average and column.role != "place")
            if (
                label.average
                and label.per
                and column.role in {"period", "year", "label"}
                and not label.units
            ):
                total = total or "periods"
                told = told._replace(place=None)
            whole_word = column.role not in {"attribution", "place", "party"} or _all_total(text)
            if label.total and not label.place and whole_word:
                total = total or ("periods" if column.role in {"period", "year"} else column.role)
                told = (
                    told._replace(place=None, party=label.party, attribution=None)
                    if column.role in {"place", "party", "attribution"}
                    else told
                )
        context = context.over(told) if whole else told.over(context)
    return context, total, average, ", ".join(said)


def _all_total(text: str) -> bool:
    """Whether every word of a cell is one of a total: "Total, both provinces", not "Total oblast"."""
    tokens = words.tokens(text)
    of_total = {at for one in words.find("total", tokens) for at in range(one.first, one.last)}
    return 0 in of_total and all(
        at in of_total or words.word_value("of total", token.lower) is not None
        for at, token in enumerate(tokens)
    )


def _cell_words(table: Table, column: Column, text: str, r: int) -> tuple[Context, bool]:
    """What a cell of words tells by its column's role."""
    role = column.role
    if role in {"metric", "label", "period"}:
        label = read_label(text, conflict=table.hints.conflict)
        context = of_label(label)
        if role == "period":
            return Context(per=label.per, edge=label.edge, cumulative=label.cumulative), True
        if label.ignore:
            return Context(kind=label.kind, flags=(f"ignore:{label.ignore}",)), True
        if role == "label" and label.silent and not label.total and not period_like(text):
            return _name_of_row(table, text), True
        return context, True
    if role in {"party", "counterparty"}:
        label = read_label(text, conflict=table.hints.conflict)
        found = label.party or party_named(text, table.hints.conflict)
        if found is None and not label.total:
            found = party_id(text)
            return _only(role, found)._replace(
                flags=(f"party {text!r} is not in the lexicon",)
            ), True
        return _only(role, found), True
    if role == "unit":
        unit = unit_of(text)
        if unit is None:
            split = read_label(text)
            if not split.units:
                raise UnitError(
                    "a unit that the library knows",
                    repr(text),
                    "correct it, or name the unit that is meant",
                    where=place_of(table, r, column),
                )
            return Context(units=split.units[:1], per=split.per), True
        return Context(units=(unit,)), True
    if role == "basis":
        label = read_label(text)
        return Context(basis=label.basis), True
    if role == "per":
        return Context(
            per=text.lower()
            if text.lower() in PERS
            else read_label(f"per {text}").per or read_label(text).per
        ), True
    if role == "qualifier":
        value = text.lower().replace(" ", "_")
        return Context(
            qualifier=value if value in QUALIFIERS else words.forms("qualifier").get(text.lower())
        ), True
    if role == "place":
        return Context(place=text), True
    if role == "published":
        return Context(published=text), True
    if role in TEXTS:
        return _only(role, text), True
    return Context(), True


def _name_of_row(table: Table, text: str) -> Context:
    if table.titles.by == "attribution":
        return Context(attribution=text)
    if table.titles.by == "party":
        return Context(party=party_id(text), flags=(f"party {text!r} is not in the lexicon",))
    return Context(place=text)


def _only(field: str, value: str | None) -> Context:
    """A context that tells one thing."""
    told: dict[str, Any] = {field: value}
    return Context(**told)
