"""What columns tell of those beside them by their figures and days: balances, and the ends of periods."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from territorial.readers.tables.amounts import parse_amounts
from territorial.readers.tables.columns import Column
from territorial.readers.tables.grids import Cell, text_of
from territorial.readers.tables.layout import Block, lone

_STIR = 0.3  # a balance of flows is now and then this share of them; a change of levels is not
_ROUNDING = 0.011
_COMPUTED = {"computed change", "statistic of the sources"}


def with_balances(block: Block, columns: list[Column]) -> list[Column]:
    """The columns, the third of three the balance of the two before it where its figures are."""
    found = {column.at: column for column in columns}
    amounts = [column for column in columns if column.role == "amount"]
    for (one, two), (_, three) in pairwise(pairwise(amounts)):
        if three.at != one.at + 2 or not _free(three) or one.label.phrase or two.label.phrase:
            continue
        first, second = one.label.kind, two.label.kind
        sides = (one.label.party, two.label.party)
        if None not in sides and sides[0] != sides[1] and second == "gain":
            if first != "loss" and _sign(block, one, two, three, flows=True) == 1:
                label = three.label._replace(kind="gain", basis="net", ignore=None, soft=None)
                label = label._replace(party=label.party or sides[0], units=_units(one, two, three))
                found[three.at] = three._replace(
                    label=label, why=f"what {sides[0]} gained less what {sides[1]} did"
                )
            continue
        flows = {first, second} & {"gain", "loss"}
        if (first or second) and (second in {first, "control"}):
            continue
        if (first, second) == ("control", "gain"):
            continue
        sign = _sign(block, one, two, three, flows=bool(flows))
        if sign is None:
            continue
        falling = first == "loss" or second == "gain"
        kinds = ("loss", "gain") if falling else ("gain", "loss")
        for column, kind in ((one, kinds[0]), (two, kinds[1])):
            found[column.at] = column._replace(label=column.label._replace(kind=kind))
        net = kinds[0] if sign > 0 else kinds[1]
        label = three.label._replace(
            kind=net, basis="net", ignore=None, soft=None, units=_units(one, two, three)
        )
        found[three.at] = three._replace(label=label, why="the balance of the two before it")
    return [found[column.at] for column in columns]


def _units(one: Column, two: Column, three: Column) -> tuple[str, ...]:
    """The units of a balance, with those of its parts where its header is silent."""
    same = one.label.units == two.label.units
    return three.label.units or (one.label.units if same else ())


def with_changes(block: Block, columns: list[Column]) -> list[Column]:
    """The columns, one of two the level whose changes from row to row the other tells."""
    found = {column.at: column for column in columns}
    amounts = [column for column in columns if column.role == "amount"]
    series = [column for column in columns if column.role in {"party", "place"}]
    for level in amounts:
        for change in amounts:
            if change is level or not _level_and_change(level, change):
                continue
            if not _differs(block, level, change, series):
                continue
            told = level.label._replace(kind="control")
            found[level.at] = level._replace(label=told)
            label = change.label._replace(
                kind="gain", basis="net", ignore=None, soft=None,
                units=change.label.units or level.label.units, times=level.label.times,
            )  # fmt: skip
            found[change.at] = change._replace(
                label=label, why=f"what {level.header!r} changes by from row to row"
            )
    return [found[column.at] for column in columns]


def _level_and_change(level: Column, change: Column) -> bool:
    """Whether the headers of two columns leave it open that they are a level and its change."""
    one, other = level.label, change.label
    free = other.kind is None or other.basis == "net" or other.kind == "gain"
    same = not (one.units and other.units) or one.units == other.units
    return (
        one.kind in {None, "control"}
        and not (one.cumulative or one.ignore or one.basis or one.per)
        and free
        and same
        and (other.ignore is None or other.ignore in _COMPUTED)
        and "percent" not in one.units + other.units
        and (one.kind is None or other.kind is None or other.ignore is not None)
        and not (other.kind == "gain" and other.basis != "net" and one.kind is None)
        and change.why != "told by columns="
        and not (one.phrase or other.phrase)
    )


def _differs(block: Block, level: Column, change: Column, series: list[Column]) -> bool:
    """Whether a column holds the differences of another, which hardly changes, row for row."""
    runs: dict[str, list[tuple[float | None, float | None]]] = {}
    for r in block.body:
        if lone(block.grid, r) is None:
            key = "|".join(text_of(block.cell(r, one.at)) for one in series)
            pair = (value_of(block, r, level, None), value_of(block, r, change, None))
            runs.setdefault(key, []).append(pair)
    for step in (1, -1):  # oldest first, newest first
        pairs = [
            (b[0] - a[0], b[1], b[0])
            for run in runs.values()
            for a, b in pairwise(run[::step])
            if a[0] is not None and b[0] is not None and b[1] is not None
        ]
        moved = sum(value != 0 for _, value, _ in pairs)
        if moved > 1 and all(
            abs(real - value) <= 0.06 + _ROUNDING * abs(value) and abs(value) < _STIR * abs(held)
            for real, value, held in pairs
        ):
            return True
    return False


def _free(column: Column) -> bool:
    """Whether a header leaves it open that its column is a balance."""
    label = column.label
    return (
        (label.kind is None or label.basis == "net")
        and "percent" not in label.units
        and label.phrase is None
        and (label.ignore is None or label.ignore in _COMPUTED)
        and column.why != "told by columns="
    )


def _sign(block: Block, one: Column, two: Column, three: Column, *, flows: bool) -> int | None:
    """1 where the third is the first less the second in all rows, -1 the other way round."""
    for decimal in (None, ".", ","):
        rows = [
            values
            for r in block.body
            if None not in (values := [value_of(block, r, c, decimal) for c in (one, two, three)])
        ]
        known = [(abs(a or 0), abs(b or 0), c or 0) for a, b, c in rows]
        apart = sum(a > 0 and b > 0 for a, b, _ in known)
        stirred = any(abs(c) > _STIR * max(a, b) for a, b, c in known)
        signed = any(c < 0 for _, _, c in known)
        if apart < 2 or not (flows or (stirred and signed)):
            continue
        for sign in (1, -1):
            if all(abs(sign * (a - b) - c) <= _ROUNDING * max(a, b, 1) for a, b, c in known):
                return sign
    return None


def value_of(block: Block, r: int, column: Column, decimal: str | None) -> float | None:
    """The one figure of a cell with its sign, or None."""
    cell = block.cell(r, column.at)
    if isinstance(cell, int | float):
        return float(cell)
    amounts = parse_amounts(text_of(cell), decimal).amounts if cell is not None else ()
    if len(amounts) != 1:
        return None
    return -amounts[0].value if amounts[0].negative else amounts[0].value


def with_ends(block: Block, columns: list[Column]) -> list[Column]:
    """Of two columns of days, none of which is before the one beside it, the second tells the ends."""
    roles = [column.role for column in columns]
    days = [column for column in columns if column.role in {"start", "period"}]
    if roles.count("start") > 1 or "end" in roles or len(days) != 2 or days[1].role == "start":
        return columns
    rows = [r for r in block.body if lone(block.grid, r) is None]
    spans = [(_day(block.cell(r, days[0].at)), _day(block.cell(r, days[1].at))) for r in rows]
    if not spans or any(start is None or end is None or end < start for start, end in spans):
        return columns
    if days[0].role == "period" and not (spans[1:] and any(one != other for one, other in spans)):
        return columns
    told = {
        days[0].at: ("start", "days, with the ends beside them"),
        days[1].at: ("end", "days that are not before the starts beside them"),
    }
    return [
        column._replace(role=told[column.at][0], why=told[column.at][1])
        if column.at in told
        else column
        for column in columns
    ]


def _day(cell: Cell) -> dt.date | None:
    """The day that a cell is in ISO form or as a real date, or None."""
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    try:
        return dt.date.fromisoformat(text_of(cell))
    except ValueError:
        return None
