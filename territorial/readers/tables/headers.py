"""What titles and headers tell of a table, found out and checked before any row is read."""

from __future__ import annotations

from territorial import units
from territorial.errors import DimensionError, InputError, UnitError
from territorial.lexicon import tables as words
from territorial.readers.tables.amounts import decimal_evidence
from territorial.readers.tables.beside import with_balances, with_changes, with_ends
from territorial.readers.tables.columns import SAMPLE, Column, understand_columns
from territorial.readers.tables.context import (
    Context,
    dimension_clash,
    read_titles,
    territorial_columns,
)
from territorial.readers.tables.dating import Dated, date_entries
from territorial.readers.tables.facts import Table, figures_of, first_value, place_of
from territorial.readers.tables.grids import text_of
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.labels import Label, read_label
from territorial.readers.tables.layout import Block, amount_like
from territorial.readers.tables.marks import strip_marks
from territorial.readers.tables.mentions import conflict_of
from territorial.readers.tables.plain_days import Entry, first_day_order, is_day
from territorial.readers.tables.shares import with_wholes
from territorial.readers.tables.years import Years

STEADY = 0.02  # by how much the levels of a party may differ within a table
DAYS = 3  # of a party, before its figures are said to be steady


def understand(block: Block, hints: Hints, file: str, around: tuple[str, ...] = ()) -> Table:
    """The facts of a table; without `amounts` if it holds no figures of territory.

    Raises
    ------
    TerritorialError
        Where headers contradict one another; the message names the column.
    """
    table = _read_headers(block, hints, file)
    conflict = (
        None
        if hints.conflict
        else conflict_of(*_names(table), "" if hints.party else " ".join(block.titles))
    )
    if conflict is not None:
        hints = hints._replace(conflict=conflict)
        table = _read_headers(block, hints, file)
        table.said.append(f"conflict {conflict}, as of the parties that the table names")
    titles, by_role = table.titles, table.by_role
    table.around = around
    if table.amounts:
        _settle_day_order(table)
        table.corner = _corner(table)
        table.common = _common(table)
        _check_headers(table)
        table.decimal = hints.decimal or _decimal(table)
        naming = ("period", "label", "party", "place", "metric")
        periods = [column.label.phrase for role in naming for column in by_role.get(role, [])]
        over = [phrase for phrase in periods if phrase is not None and phrase.dated]
        table.titles = titles._replace(phrases=(*over, *titles.phrases))
        table.heads = _date_columns(table, Years(table.hints, table.titles.phrases, table.around))
    return table


def _read_headers(block: Block, hints: Hints, file: str) -> Table:
    titles = read_titles(block, hints)
    columns = with_ends(block, understand_columns(block, hints))
    columns = with_balances(block, with_changes(block, with_wholes(block, columns)))
    by_role: dict[str, list[Column]] = {}
    for column in columns:
        by_role.setdefault(column.role, []).append(column)
    table = Table(block, hints, file, titles, columns, by_role)
    _choose_amounts(table)
    return table


def _names(table: Table) -> tuple[set[str], list[str]]:
    """The parties that the table names, and the names that may be of others: "Army" beside "RSF"."""
    labels = [column.label for column in table.amounts]
    told = [
        column for role in ("party", "label", "metric") for column in table.by_role.get(role, [])
    ]
    for column in told:
        cells = {text_of(table.block.cell(r, column.at)) for r in table.block.body}
        labels += [read_label(text) for text in sorted(cells)[:SAMPLE]]
    listed = [table.titles.context.party, *(one.party for one in labels if not one.unlisted)]
    unknown = [one.text for one in labels if one.unlisted or not (one.party or one.attribution)]
    return {party for party in listed if party}, unknown


def _with_units(table: Table, amounts: list[Column]) -> list[Column]:
    """Without the columns of things that nothing gives a unit to, where others have theirs."""
    told = table.hints.unit or table.titles.context.units or table.by_role.get("unit")
    bare = [
        column
        for column in amounts
        if not (column.label.units or column.label.measure or told) and column.label.unread
    ]
    bare = [column for column in bare if not _units_in_cells(table, column)]
    if len(bare) == len(amounts):
        return amounts
    said = "no unit, and words that are not understood; columns= and unit= can tell"
    table.left_out += [f"column {c.letter} {c.header!r}: {said}" for c in bare]
    dropped = {column.at for column in bare}
    return [column for column in amounts if column.at not in dropped]


def _units_in_cells(table: Table, column: Column) -> bool:
    cells = (table.block.cell(r, column.at) for r in table.block.body)
    return any(amount.unit for cell in cells for amount in figures_of(table, cell).amounts)


def _choose_amounts(table: Table) -> None:
    """The columns whose figures become reports, and those that bound them."""
    kept, left = territorial_columns(
        table.columns, table.titles, table.hints.party or table.titles.context.party
    )
    ignored = [f"column {c.letter} {c.header!r}: {c.why}" for c in table.by_role.get("ignore", [])]
    signed = [column for column in kept if _signed_percent(table, column)]
    left += [f"column {c.letter} {c.header!r}: computed change" for c in signed]
    kept = [column for column in kept if column not in signed]
    table.left_out += left + ignored
    table.amounts = [column for column in kept if column.role == "amount"]
    table.bounds = {role: [c for c in kept if c.role == role] for role in ("low", "high")}
    table.amounts = _with_units(table, table.amounts)
    if not table.amounts:
        low, high = table.bounds["low"], table.bounds["high"]
        table.amounts = low or high
        if low and high:
            table.bounds["low"] = []


def _signed_percent(table: Table, column: Column) -> bool:
    """Whether a column is of percentages with signs and no more: changes, for no share has a sign."""
    label = column.label
    if label.units != ("percent",) or label.kind or column.why == "told by columns=":
        return False
    cells = [text_of(table.block.cell(r, column.at)) for r in table.block.body]
    plus = sum(cell.startswith("+") for cell in cells)
    minus = sum(cell.startswith(("-", "−", "–")) and amount_like(cell) for cell in cells)
    return plus > 0 or minus > 1


def _check_headers(table: Table) -> None:
    for column in table.amounts:
        clash = dimension_clash(column.label)
        if clash:
            raise DimensionError(
                "a unit of area such as km^2 under a header that speaks of an area",
                f"{clash}, a unit of length, in {column.header!r}",
                "correct the header (square units are meant?), or rename it if a distance is",
                where=f"{table.where}, column {column.letter}",
            )
        dimensions = [units.dimension(unit) for unit in column.label.units]
        if len(set(dimensions)) < len(dimensions) and not _pairs(table, column):
            raise UnitError(
                "one unit for a column, or two amounts in each of its cells",
                f"{' and '.join(column.label.units)} in {column.header!r}",
                "name one unit in the header, or part the column in two",
                where=f"{table.where}, column {column.letter}",
            )
    told = table.hints.unit
    same = [
        c
        for c in table.amounts
        if told and any(units.dimension(u) == units.dimension(told) for u in c.label.units)
    ]
    if told and same and not any(told in c.label.units for c in same):
        raise UnitError(
            f"figures in {told}, as the hint says",
            f"{same[0].label.units[0]} in the header {same[0].header!r}",
            "leave unit= out: a reader converts nothing; `convert` does",
            where=f"{table.where}, column {same[0].letter}",
        )


def _settle_day_order(table: Table) -> None:
    """One order of day and month for all the columns of dates."""
    if table.hints.dayfirst is not None:
        return
    entries = [
        Entry(table.block.cell(r, column.at), place_of(table, r, column))
        for role in ("start", "end", "period")
        for column in table.by_role.get(role, [])
        for r in table.block.body
    ]
    table.hints = table.hints._replace(dayfirst=first_day_order(entries, table.hints))


def _corner(table: Table) -> Context:
    """What the headers of the columns of words tell of the whole table ("Russian advance" over months)."""
    context = Context()
    for column in table.columns:
        if (
            column.role in {"period", "year", "label", "place", "metric", "party"}
            and not column.label.ignore
        ):
            label = column.label
            if column.role == "metric" and not label.units:
                continue  # "Change" over kinds says that they are kinds
            context = context.over(
                Context(kind=label.kind, basis=label.basis, units=label.units[:1], edge=label.edge)
            )
            if column.role != "party":
                context = context.over(Context(party=label.party))
    return context


def _common(table: Table) -> Context:
    """Party and kind, where all the table's other figures have one: a share beside "Russian gains" is Russia's."""
    labels = [column.label for column in table.amounts]
    for column in table.by_role.get("label", []) + table.by_role.get("metric", []):
        texts = {text_of(table.block.cell(r, column.at)) for r in table.block.body}
        labels += [read_label(text, conflict=table.hints.conflict) for text in sorted(texts)]
    parties = {label.party for label in labels if label.party and not label.ignore}
    if any(
        (label.unread or _names_force(label))
        and label.kind
        and label.basis != "net"
        and not (label.party or label.ignore)
        for label in labels
    ):
        parties = set()  # a header with words not understood may name another party
    if _another_party(table.amounts):
        parties = set()
    kinds = {label.kind for label in labels if label.kind and not label.ignore}
    flags: tuple[str, ...] = ()
    if not kinds and _untold_days(table):
        if _as_of_days(table):
            kinds = {"control"}
            table.said.append("kind control, as of the header of the days")
        elif _shares_of_days(table):
            kinds = {"control"}
            table.said.append("kind control, as of the shares beside the figures")
        elif _steady(table):
            kinds = {"control"}
            flags = (f"kind control, as the days are within {STEADY:.0%} of each other",)
            table.said += flags
    return Context(
        party=parties.pop() if len(parties) == 1 and not table.by_role.get("party") else None,
        kind=kinds.pop() if len(kinds) == 1 else None,
        flags=flags,
    )


def _another_party(amounts: list[Column]) -> bool:
    """Whether a header that names no party tells the same of the ground as one that does: it is another's."""
    told = {_what(one) for one in amounts if one.label.party and one.label.kind}
    return any(_what(one) in told for one in amounts if one.label.kind and not one.label.party)


def _what(column: Column) -> tuple[object, ...]:
    label = column.label
    return (
        label.kind, label.basis, label.units, label.per, label.phrase and label.phrase.text,
        label.cumulative, label.place, label.attribution, label.total, label.edge, label.weak_per,
    )  # fmt: skip


def _names_force(label: Label) -> bool:
    """Whether a label speaks of some force: "State forces – villages recovered"."""
    found = words.find("role", words.tokens(label.text))
    return any(one.value == "party" for one in found) and label.role is None


def _untold_days(table: Table) -> bool:
    """Whether the rows are single days and nothing says gain, loss or control of their figures."""
    periods = table.by_role.get("period", [])
    cells = [table.block.cell(r, column.at) for column in periods for r in table.block.body]
    days = [cell for cell in cells if cell is not None]
    told = table.titles.context.kind or table.corner.kind or table.hints.kind
    return bool(days) and not told and all(is_day(cell) for cell in days)


def _as_of_days(table: Table) -> bool:
    """Whether the header of the days tells of states: "snapshot", "as of"."""
    tokens = [words.tokens(column.header) for column in table.by_role.get("period", [])]
    return any(words.find("state", one) for one in tokens)


def _shares_of_days(table: Table) -> bool:
    """Whether areas have shares beside them: what is held on those days."""
    return any("percent" in c.label.units or c.label.measure == "share" for c in table.amounts)


def _steady(table: Table) -> bool:
    """Whether the areas of each party hardly change from day to day: levels, for no gain repeats so."""
    runs: dict[tuple[str, int], list[float]] = {}
    for r in table.block.body:
        sides = [text_of(table.block.cell(r, c.at)) for c in table.by_role.get("party", [])]
        for column in table.amounts:
            value = first_value(table, r, column)
            if value is not None:
                runs.setdefault((" ".join(sides), column.at), []).append(value)
    return max(map(len, runs.values()), default=0) >= DAYS and all(
        0 < max(run) - min(run) <= STEADY * max(run) for run in runs.values()
    )


def _pairs(table: Table, column: Column) -> bool:
    """Whether cells hold as many amounts as their header has units."""
    counts = [
        len(figures_of(table, table.block.cell(r, column.at)).amounts) for r in table.block.body
    ]
    filled = [count for count in counts if count]
    return bool(filled) and sum(count > 1 for count in filled) * 2 >= len(filled)


def _decimal(table: Table) -> str | None:
    """The decimal mark that the cells show.

    Raises
    ------
    InputError
        If they show both.
    """
    seen: dict[str, str] = {}
    for column in [*table.amounts, *table.bounds["low"], *table.bounds["high"]]:
        for r in table.block.body:
            cell = table.block.cell(r, column.at)
            mark = decimal_evidence(strip_marks(cell)) if isinstance(cell, str) else None
            if mark is not None:
                seen.setdefault(mark, f"{cell!r} in {table.block.grid.place(r, column.at)}")
    if len(seen) > 1:
        raise InputError(
            "one decimal mark in a table",
            f"a decimal comma ({seen[',']}) and a decimal point ({seen['.']})",
            'correct the cell, or say decimal="," or decimal="."',
            where=table.where,
        )
    return next(iter(seen), None)


def _date_columns(table: Table, years: Years) -> dict[int, Dated]:
    """The days that headers of figures name."""
    with_phrase = [
        c for c in table.amounts if c.label.phrase is not None and not c.label.phrase.since
    ]
    whole = [c for c in with_phrase if _is_axis(c)]
    if not with_phrase:
        return {}
    entries = [
        Entry(
            c.header if len(c.header.split(" / ")) == 1 else _joined(c),
            f"{table.where}, column {c.letter}",
        )
        for c in with_phrase
    ]
    free = Years(table.hints, table.titles.phrases, table.around)
    if table.by_role.get("year") and not any(
        c.label.phrase and c.label.phrase.dated for c in with_phrase
    ):
        free = Years(table.hints._replace(year=None, published=None), ())
    dated = dict(
        zip(
            [c.at for c in with_phrase],
            date_entries(entries, free if whole else years, table.hints),
            strict=True,
        )
    )
    for column in with_phrase:
        one = dated[column.at]
        if one.phrase is None and not one.fixed and column.label.phrase is not None:
            dated[column.at] = one._replace(phrase=column.label.phrase)
        dated[column.at] = dated[column.at]._replace(flags=())
    return dated


def _is_axis(column: Column) -> bool:
    return column.label.phrase is not None and not column.label.phrase.rest


def _joined(column: Column) -> str:
    return column.header.replace(" / ", " ")
