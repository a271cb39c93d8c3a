"""What each column of a table holds: by its header first, then by its cells."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from territorial.lexicon import region
from territorial.lexicon import tables as words
from territorial.readers.tables.amounts import parse_amounts, unit_of
from territorial.readers.tables.grids import letter, text_of
from territorial.readers.tables.hints import Hints
from territorial.readers.tables.labels import Label, read_label
from territorial.readers.tables.layout import Block, amount_like, lone, period_like, year_like
from territorial.readers.tables.marks import is_missing

SAMPLE = 400
SERIALS = range(20000, 60000)  # days since 1899-12-30: 1954 to 2064
PARTS = {"month": 12, "day": 31, "quarter": 4, "week": 53}  # columns that number them
TEXT_ROLES = {
    "party", "counterparty", "metric", "unit", "place", "attribution", "origin", "publisher", "url",
    "basis", "per", "qualifier", "scope", "conflict",
}  # fmt: skip


class Column(NamedTuple):
    """One column: where it stands, its headers, its role, and why it has it."""

    at: int
    letter: str
    header: str
    role: str
    label: Label
    why: str


class Content(NamedTuple):
    """How many of a column's cells are of each sort."""

    amounts: int = 0
    periods: int = 0
    years: int = 0
    serials: int = 0
    texts: int = 0
    missing: int = 0
    sample: tuple[str, ...] = ()
    most: int | None = None  # the largest, where all figures are whole and above zero

    @property
    def numeric(self) -> bool:
        return (
            self.amounts + self.years > self.texts
            and self.amounts + self.years >= self.periods - self.years
        )


def header_texts(block: Block) -> list[list[str]]:
    """The header cells over each column, from the top; group headers reach to the right."""
    rows = []
    for k, r in enumerate(block.head):
        row = [text_of(cell) for cell in block.grid.rows[r]]
        if k < len(block.head) - 1:
            lower = [
                any(block.grid.rows[h][c] is not None for h in block.head[k + 1 :])
                for c in range(len(row))
            ]
            for c in range(1, len(row)):
                if not row[c] and row[c - 1] and lower[c] and (c - 1 > 0 or lower[0]):
                    row[c] = row[c - 1]
        rows.append(row)
    found = []
    for c in range(block.width):
        texts: list[str] = []
        for row in rows:
            if row[c] and (not texts or texts[-1] != row[c]):
                texts.append(row[c])
        found.append(texts)
    return found


def _content(block: Block, c: int, rows: list[int]) -> Content:
    amounts = periods = years = serials = texts = missing = 0
    sample: list[str] = []
    wholes: list[int] = []
    for r in rows:
        cell = block.cell(r, c)
        if cell is None:
            continue
        if isinstance(cell, str) and is_missing(cell):
            missing += 1
        elif year_like(cell):
            years += 1
        elif period_like(cell):
            periods += 1
        elif amount_like(cell):
            amounts += 1
            if text_of(cell).isdecimal():
                wholes.append(int(text_of(cell)))
            serials += (
                isinstance(cell, int | float) and float(cell).is_integer() and int(cell) in SERIALS
            )
            serials += isinstance(cell, str) and cell.isdecimal() and int(cell) in SERIALS
        else:
            texts += 1
            sample.append(text_of(cell))
    return Content(
        amounts,
        periods + years,
        years,
        serials,
        texts,
        missing,
        tuple(dict.fromkeys(sample)),
        max(wholes) if amounts and len(wholes) == amounts and min(wholes) > 0 else None,
    )


def _merged(texts: list[str], conflict: str | None) -> Label:
    """One label of several header cells: the lowest that says a thing counts."""
    labels = [read_label(text, conflict=conflict) for text in texts]
    joined = read_label(" ".join(texts), conflict=conflict)
    best = labels[-1]
    for upper in reversed(labels[:-1]):
        best = best._replace(
            **{
                field: getattr(upper, field)
                for field in (
                    "role",
                    "party",
                    "kind",
                    "basis",
                    "units",
                    "per",
                    "weak_per",
                    "place",
                    "scope",
                    "attribution",
                    "measure",
                    "edge",
                    "cumulative",
                    "ignore",
                    "soft",
                    "by",
                )
                if not getattr(best, field)
            }
        )
    for upper in labels[:-1]:
        if best.units and upper.units and not set(best.units) & set(upper.units):
            best = best._replace(units=(*upper.units, *best.units))  # they contradict each other
    best = best._replace(role=next((label.role for label in labels if label.role), None))
    if best.ignore == "id" and any(one.units or one.kind or one.party for one in labels):
        best = best._replace(ignore=None)  # "no." under "villages"
    phrases = [label.phrase for label in labels if label.phrase]
    phrase = joined.phrase if len(phrases) > 1 or not phrases else phrases[0]
    return best._replace(
        text=" / ".join(texts),
        phrase=phrase,
        times=max(label.times for label in labels),
        total=any(label.total for label in labels),
        average=any(label.average for label in labels),
    )


def _text_role(
    content: Content, label: Label, conflict: str | None, *, first: bool
) -> tuple[str, str]:
    """The role of a column of words, by the words."""
    sample = content.sample[:60]
    if not sample:
        return "note", "no cells"
    read = [read_label(text, conflict=conflict) for text in sample]
    half = len(sample) / 2
    counts = {
        "party": sum(bool(one.party) and not one.kind and not one.units for one in read),
        "unit": sum(unit_of(text) is not None for text in sample),
        "metric": sum(
            bool(one.kind or one.units or one.ignore or one.basis) and unit_of(one.text) is None
            for one in read
        ),
        "place": sum(
            bool(region(text) or one.place) for text, one in zip(sample, read, strict=True)
        ),
        "attribution": sum(bool(one.attribution) for one in read),
    }
    long = sum(len(text.split()) > 6 for text in sample)
    if long > half:
        return "note", "its cells are sentences"
    for role in ("unit", "place", "party", "metric", "attribution"):
        if counts[role] > half or (counts[role] == len(sample)):
            if role == "place" and counts["party"] >= counts["place"]:
                continue
            return role, f"its cells are {role} words"
    if counts["party"] == half and counts["party"]:
        return "party", "its cells are party words"
    found = words.find("role", words.tokens(label.text))
    roles = [one.value for one in found if one.value in TEXT_ROLES | {"note"}]
    if roles:
        return roles[0], "a word of its header"
    return ("label", "the first column of words") if first else ("note", "words that no role fits")


def understand_columns(block: Block, hints: Hints) -> list[Column]:
    """The columns of a table with their roles.

    A header that is a role word decides, unless the cells cannot be that; then
    the cells decide.
    """
    columns: list[Column] = []
    seen_label = False
    rows = [r for r in block.body if lone(block.grid, r) is None][:SAMPLE]
    for c, texts in enumerate(header_texts(block)):
        header = " / ".join(texts)
        mark = letter(block.grid.columns[c])
        label = _merged(texts, hints.conflict) if texts else Label()
        content = _content(block, c, rows)
        role, why = _role(label, content, hints, header, mark, texts, first=not seen_label)
        if role == "amount" and label.role == "year":
            label = label._replace(total=True, role=None)
        seen_label = seen_label or role in {"label", "party", "place", "period", "metric"}
        columns.append(Column(c, mark, header, role, label, why))
    columns = _years_beside_periods(block, rows, _lone_ends(columns))
    if not any(column.role in {"amount", "low", "high"} for column in columns):
        columns = _told_in_text(block, rows, columns)
    columns = _countries_that_act(block, rows, columns, hints)
    if any(column.role == "period" for column in columns):
        columns = [
            column._replace(role="ignore", why="a count, beside the periods")
            if column.role.endswith(" number")
            else column
            for column in columns
        ]
    return columns


def _told_in_text(block: Block, rows: list[int], columns: list[Column]) -> list[Column]:
    """Notes that each hold a figure with its unit are the figures of a table that has no others."""

    def measured(column: Column) -> bool:
        cells = [text_of(block.cell(r, column.at)) for r in rows]
        known = [cell for cell in cells if cell and not is_missing(cell)]
        told = sum(any(one.unit for one in parse_amounts(cell).amounts) for cell in known)
        return bool(known) and told == len(known)

    return [
        column._replace(role="amount", why="each of its cells holds a figure with its unit")
        if column.role == "note" and column.why != "told by columns=" and measured(column)
        else column
        for column in columns
    ]


def _lone_ends(columns: list[Column]) -> list[Column]:
    """A column of first or last days alone tells periods: "month_start"."""
    roles = {column.role for column in columns}
    if len(roles & {"start", "end"}) != 1 or "period" in roles:
        return columns
    return [
        column._replace(role="period", why="days of one end, and none of the other")
        if column.role in {"start", "end"} and words.find("grain", words.tokens(column.header))
        else column
        for column in columns
    ]


def _countries_that_act(
    block: Block, rows: list[int], columns: list[Column], hints: Hints
) -> list[Column]:
    """A column of countries that are parties rather than places, where none else tells the parties."""
    sized = any(column.label.soft == "whole area" for column in columns)
    if hints.party or sized or any(column.role == "party" for column in columns):
        return columns  # what has an area of its own is a place
    return [
        column._replace(role="party", why="its cells are party words")
        if column.role == "place"
        and _text_role(_content(block, column.at, rows), column.label, hints.conflict, first=True)[
            0
        ]
        == "party"
        else column
        for column in columns
    ]


def _years_beside_periods(block: Block, rows: list[int], columns: list[Column]) -> list[Column]:
    """A column of years under one header with the months beside it tells their years."""
    told = [column for column in columns if column.role == "period"]
    parts = {column.at: _content(block, column.at, rows) for column in told}
    whole = [at for at, one in parts.items() if one.years and one.years == one.periods]
    if not whole or len(whole) == len(told):
        return columns
    return [
        column._replace(role="year", why="its cells are years, beside the periods")
        if column.at in whole
        else column
        for column in columns
    ]


def _role(
    label: Label,
    content: Content,
    hints: Hints,
    header: str,
    mark: str,
    texts: list[str],
    *,
    first: bool,
) -> tuple[str, str]:
    told = hints.columns.get(header.lower()) or hints.columns.get(mark.lower())
    told = told or next(
        (hints.columns[text.lower()] for text in texts if text.lower() in hints.columns), None
    )
    if told:
        return told, "told by columns="
    total = content.amounts + content.periods + content.texts
    if total == 0 and content.missing == 0:
        return "note", "no cells"
    role = label.role
    if role in {"amount", "low", "high"} and not content.numeric:
        role = None
    numbered = words.find("grain", words.tokens(header))
    if (
        role == "period"
        and numbered
        and content.most is not None
        and content.most <= PARTS.get(numbered[0].value, 0)
    ):
        return f"{numbered[0].value} number", "its header, and its cells are small numbers"
    if role == "year" and content.amounts > content.years:
        return "amount", "its cells are numbers; a total of the year"
    if role == "period" or role in {"start", "end", "published"}:
        dates = content.periods + content.serials
        if dates * 2 >= total or (role == "period" and not content.numeric):
            return role, "its header"
        role = None
    if role == "year":
        return ("year" if content.years * 2 >= total else "period"), "its header"
    if role in TEXT_ROLES and content.numeric and content.amounts:
        role = None
    bound = _bound(label)
    if bound and content.numeric:
        return bound, "the end of its header"
    if role in TEXT_ROLES and content.periods * 2 > max(total, 2 * content.years):
        return "period", "its cells are periods"
    if role == "note":
        by_words = _text_role(content, label, hints.conflict, first=first)
        brief = all(len(text.split()) <= 2 for text in content.sample)
        kinds = sum(bool(read_label(text).kind) for text in content.sample)
        kindred = by_words[0] == "metric" and brief and kinds * 2 > len(content.sample)
        return by_words if kindred else ("note", "its header")
    if role in TEXT_ROLES and total == 0:
        return role, "its header"
    if role == "place" and content.texts:
        by_cells, _ = _text_role(content, label, hints.conflict, first=first)
        if by_cells in {"metric", "unit"}:
            return by_cells, f"its cells are {by_cells} words"
    if role == "metric" and content.texts:
        return "metric", "its header"
    if role is not None:
        return role, "its header"
    if label.ignore and (content.numeric or total == 0):
        return ("amount" if content.numeric else "ignore"), label.ignore
    if content.periods * 2 > total and not (
        content.years == content.periods and label.phrase is None and (label.units or label.kind)
    ):
        if content.years == content.periods and content.years * 2 > total:
            return "year", "its cells are years"
        return "period", "its cells are periods"
    measured = content.amounts and (label.kind or label.units)
    if content.amounts + content.years > content.texts - bool(measured):
        if content.serials == content.amounts and content.serials and first and not label.units:
            return "period", "its cells are serial days"
        return "amount", "its cells are numbers"
    if total == 0 and (
        label.units or label.kind or label.phrase or label.party or label.attribution
    ):
        return "amount", "its header; every cell says that there is none"
    return _text_role(content, label, hints.conflict, first=first)


def _bound(label: Label) -> str | None:
    """Low or high, where a header of figures begins or ends so: "Gains, km² (low)", "min_km2"."""
    tokens = words.tokens(label.text)
    found = [one for one in words.find("role", tokens) if one.first == 0 or one.last == len(tokens)]
    measured = label.units or label.kind
    ends = {one.value for one in found} & {"low", "high"}
    return ends.pop() if measured and len(ends) == 1 else None


def day_serial(cell: object) -> dt.date | None:
    """The day of a spreadsheet's serial number, of a Unix time, or None.

    Examples
    --------
    >>> day_serial(45658.0)
    datetime.date(2025, 1, 1)
    """
    if isinstance(cell, str) and cell.isdecimal():
        cell = int(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or cell != cell:  # noqa: PLR0124 - NaN
        return None
    if int(cell) in SERIALS:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(cell))
    for divisor in (1, 1000):
        if 3e8 * divisor < cell < 4.2e9 * divisor:
            return dt.datetime.fromtimestamp(cell / divisor, dt.UTC).date()
    return None
