"""The kind of a figure that no word tells: by what its figures can be, and at last by the file's name."""

from __future__ import annotations

from territorial import units
from territorial.lexicon import tables as words
from territorial.readers.tables.columns import Column
from territorial.readers.tables.context import Context
from territorial.readers.tables.facts import Table, figures_of
from territorial.readers.tables.grids import text_of
from territorial.readers.tables.labels import read_label

_MINUS = ("-", "−", "–")


def untold_kind(
    table: Table, column: Column, context: Context, measure: str, per: str | None
) -> tuple[str, str, str] | None:
    """Kind, basis and the reason of a figure that no word of the table gives a kind, or None.

    A rate is no level; figures with signs are changes; what stands under "month end" is held.
    """
    basis = context.basis or "unstated"
    if per and measure in {"area", "length"}:
        return "gain", basis, "kind gain, as a rate is no level"
    if _signed(table, column):
        return "gain", context.basis or "net", "kind gain, a net change, as its figures have signs"
    if _at_ends(table, column):
        return "control", "unstated", "kind control, as the ends of its periods are named"
    noted = {read_label(line, title=True).kind for line in table.block.notes} - {None, "net"}
    if len(noted) == 1:
        kind = str(noted.pop())
        return kind, basis, f"kind {kind}, as of a note under the table"
    for line in table.around:
        named = _of_line(line)
        if named is not None:
            kind, net = named
            return kind, "net" if net else basis, f"kind {kind}, as of {line!r}"
    return None


def unit_around(table: Table) -> tuple[str, str] | None:
    """The unit of area that a sheet without figures names, and its line."""
    for line in table.around[1:]:
        found = [
            one for one in read_label(line, title=True).units if units.dimension(one) == "area"
        ]
        if len(found) == 1:
            return found[0], line
    return None


def _signed(table: Table, column: Column) -> bool:
    """Whether the figures of a column have signs, and more than one sort of them."""
    if column.at not in table.signed:
        table.signed[column.at] = _has_signs(table, column)
    return table.signed[column.at]


def _has_signs(table: Table, column: Column) -> bool:
    cells = [table.block.cell(r, column.at) for r in table.block.body]
    signs = set()
    for cell in cells:
        amounts = figures_of(table, cell).amounts if cell is not None else ()
        if not amounts or not amounts[0].value:
            continue
        plus = text_of(cell).strip().startswith("+")
        signs.add("-" if amounts[0].negative else "+" if plus else "")
    return ("-" in signs and len(signs) > 1) or "+" in signs


def _at_ends(table: Table, column: Column) -> bool:
    """Whether the header of the figures, or that of their days, tells of the end of a month or the like."""
    headers = [column.header, *(one.header for one in table.by_role.get("period", []))]
    return any(
        words.find("at the end", tokens) or words.find("state", tokens)
        for tokens in map(words.tokens, headers)
    )


def _of_line(line: str) -> tuple[str, bool] | None:
    """Kind of the words of a file's name or a line, and whether they say net."""
    label = read_label(line.replace("_", " "), title=True)
    if label.kind is None or label.kind == "net":
        return ("gain", True) if label.kind or label.basis == "net" else None
    return label.kind, label.basis == "net"
