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
        label = three.label._replace(kind=net, basis="net", ignore=None, soft=None)
        found[three.at] = three._replace(label=label, why="the balance of the two before it")
    return [found[column.at] for column in columns]


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
            if None not in (values := [_value(block, r, c, decimal) for c in (one, two, three)])
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


def _value(block: Block, r: int, column: Column, decimal: str | None) -> float | None:
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
