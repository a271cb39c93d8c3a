"""What shares tell of the figures beside them: whole areas, and parts of what was taken."""

from __future__ import annotations

from collections.abc import Sequence

from territorial.lexicon import region
from territorial.readers.tables.beside import value_of
from territorial.readers.tables.columns import Column
from territorial.readers.tables.grids import text_of
from territorial.readers.tables.layout import Block, lone

_CLOSE = 0.03  # by how much an area of the lexicon and one of a table may differ
_LEAST = 2  # rows, before columns are said to fit


def with_wholes(block: Block, columns: list[Column]) -> list[Column]:
    """The columns, those of whole areas known as such: what is held is that share of them."""
    amounts = [column for column in columns if column.role == "amount"]
    shares = [column for column in amounts if is_share(column)]
    areas = [column for column in amounts if column not in shares and not column.label.ignore]
    found = {column.at: column for column in columns}
    for whole in areas:
        label = whole.label
        if label.kind or label.soft or label.phrase or label.party or len(areas) < _LEAST:
            continue
        others = [one for one in areas if one is not whole]
        if any(_is_share_of(block, share, part, whole) for share in shares for part in others):
            why = "whole areas, as the shares beside them tell"
        elif _known_areas(block, columns, whole):
            why = "whole areas, as those of the regions are known"
        else:
            continue
        found[whole.at] = whole._replace(label=label._replace(soft="whole area"), why=why)
    return [found[column.at] for column in columns]


def is_share(column: Column) -> bool:
    """Whether a column holds percentages or fractions."""
    label = column.label
    return "percent" in label.units or "fraction" in label.units or label.measure == "share"


def _rows(block: Block, columns: Sequence[Column]) -> list[tuple[int, list[float]]]:
    """The rows that have figures in all of the columns, with these."""
    rows = []
    for r in block.body:
        if lone(block.grid, r) is None:
            values = [value_of(block, r, column, None) for column in columns]
            if all(values):
                rows.append((r, [abs(value or 0) for value in values]))
    return rows


def _step(block: Block, r: int, column: Column) -> float:
    """Half of the last place that a cell shows, and a little more."""
    text = text_of(block.cell(r, column.at)).replace(",", ".").rstrip(" %")
    decimals = len(text.rpartition(".")[2]) if "." in text else 0
    return 0.6 * 10.0 ** -min(decimals, 4)


def _is_share_of(block: Block, share: Column, part: Column, whole: Column) -> bool:
    rows = _rows(block, (share, part, whole))
    return len(rows) >= _LEAST and any(
        all(abs(s - times * a / w) <= _step(block, r, share) for r, (s, a, w) in rows)
        for times in (100.0, 1.0)
    )


def _known_areas(block: Block, columns: list[Column], whole: Column) -> bool:
    """Whether the figures of a column are the areas that the lexicon gives of the regions of its rows."""
    places = [column for column in columns if column.role in {"place", "label"}]
    known = []
    for r in block.body:
        listed = [one for c in places if (one := region(text_of(block.cell(r, c.at))))]
        value = value_of(block, r, whole, None)
        if listed and value and listed[0].area_km2:
            known.append(abs(value - listed[0].area_km2) <= _CLOSE * listed[0].area_km2)
    return len(known) >= _LEAST and all(known)


def is_part_of(block: Block, share: Column, part: Column, periods: Sequence[Column]) -> bool:
    """Whether shares are those of the figures beside them in the sum of each period."""
    groups: dict[str, list[tuple[float, float, float]]] = {}
    for r in block.body:
        if lone(block.grid, r) is not None:
            continue
        s, a = value_of(block, r, share, None), value_of(block, r, part, None)
        if s and a:
            key = "|".join(text_of(block.cell(r, one.at)) for one in periods)
            groups.setdefault(key, []).append((abs(s), abs(a), _step(block, r, share)))
    pairs = 0
    for rows in groups.values():
        if len(rows) < _LEAST:
            continue
        ratio = sum(a for _, a, _ in rows) / sum(s for s, _, _ in rows)
        if any(abs(s - a / ratio) > step for s, a, step in rows):
            return False
        pairs += len(rows)
    return pairs > _LEAST
