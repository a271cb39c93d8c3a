"""From a cell to its reports: the unit, the kind and the sign of each amount."""

from __future__ import annotations

import datetime as dt

from territorial import units
from territorial.errors import InputError, UnitError
from territorial.readers.tables.amounts import Amount, Figures, scaled
from territorial.readers.tables.columns import Column
from territorial.readers.tables.context import Context, Titles, of_label
from territorial.readers.tables.dating import Dated
from territorial.readers.tables.days import as_of, days_of
from territorial.readers.tables.facts import Row, Table, figures_of, first_value, place_of
from territorial.readers.tables.grids import Cell, text_of
from territorial.readers.tables.hints import day_of
from territorial.readers.tables.labels import read_label
from territorial.readers.tables.links import linked
from territorial.readers.tables.shares import is_part_of, is_share
from territorial.readers.tables.untold import unit_around, untold_kind
from territorial.records import Report, join_flags, report_id

_WEEK_DAYS = 7
HINTED = (
    "party", "counterparty", "kind", "basis", "per", "place", "attribution", "origin", "publisher", "url", "scope", "conflict",
)  # fmt: skip


def row_reports(table: Table, row: Row, rows: list[Row]) -> list[Report]:
    """The reports of a row, column by column.

    Raises
    ------
    TerritorialError
        Where a cell cannot be read with certainty; the message names it.
    """
    skip = next((flag[7:] for flag in row.context.flags if flag.startswith("ignore:")), None)
    line = table.block.grid.lines[row.r]
    ground = any(units.dimension(one) in {"area", "length"} for one in row.context.units)
    if skip and ground and row.context.kind:  # "counter-attack gain" of so many km²
        left = tuple(flag for flag in row.context.flags if not flag.startswith("ignore:"))
        row = row._replace(context=row.context._replace(flags=left))
    elif skip:
        table.left_out.append(f"row {line} {row.label!r}: {skip}")
        return []
    unknown = _unknown_metric(table, row)
    if unknown is not None and any(
        figures_of(table, table.block.cell(row.r, column.at)).amounts for column in table.amounts
    ):
        table.unread.append(unknown)
        table.left_out.append(f"{unknown}: words that tell no kind of figure, beside rows that do")
        return []
    found: list[Report] = []
    for column in table.amounts:
        if row.average and row.context.per is None and column.label.per is None:
            table.left_out.append(f"row {line} {row.label!r}: a mean of other rows")
            return found
        if (row.r, column.at) in table.copies:
            continue
        cell = table.block.cell(row.r, column.at)
        figures = figures_of(table, cell)
        where = place_of(table, row.r, column)
        if figures.why:
            raise InputError(
                "a number, or a word that stands for none",
                figures.why,
                "correct the cell, or name it in missing=[...]",
                where=where,
            )
        if not figures.amounts:
            if figures.wordy and cell is not None:
                table.unread.append(where)
                table.left_out.append(f"{where}: words, no figure: {text_of(cell)[:60]!r}")
            continue
        found += _cell_reports(table, row, rows, column, cell, figures, where)
    return linked(found)


def _unknown_metric(table: Table, row: Row) -> str | None:
    """The cell that should say what the figures of a row are, where it alone is not understood."""
    if table.hints.kind or table.titles.context.kind or row.section.kind:
        return None
    for column in table.by_role.get("metric", []):
        if _tells_kind(table, row.r, column) is not False:
            continue
        if column.at not in table.kinds_told:
            told = [_tells_kind(table, r, column) for r in table.block.body]
            table.kinds_told[column.at] = told.count(True) > told.count(False)
        if table.kinds_told[column.at]:
            return place_of(table, row.r, column)
    return None


def _tells_kind(table: Table, r: int, column: Column) -> bool | None:
    """Whether a cell of kinds is understood; None where it is blank or speaks of something else."""
    text = text_of(table.block.cell(r, column.at))
    label = read_label(text, conflict=table.hints.conflict)
    if label.kind or label.basis:
        return True
    return None if label.ignore or not label.unread else False


def _cell_reports(
    table: Table,
    row: Row,
    rows: list[Row],
    column: Column,
    cell: Cell,
    figures: Figures,
    where: str,
) -> list[Report]:
    head = of_label(column.label)
    if column.label.unlisted:
        head = head._replace(flags=(f"party {column.header!r} is not in the lexicon",))
    hinted = Context(**{field: getattr(table.hints, field) for field in HINTED})
    around = row.section.over(table.corner).over(table.titles.context).over(table.common)
    if figures.left:  # "seized about 250 sq. km"
        said = read_label(figures.left, conflict=table.hints.conflict)
        head = Context(party=said.party, kind=said.kind, basis=said.basis).over(head)
    context = row.context.over(head).over(around._replace(units=())).over(hinted)
    if row.total == "place":
        context = context._replace(place=head.place or row.section.place)
    dated = days_of(table, row, rows, column, where)
    found: list[Report] = []
    listed = _units_of(table, row, column, figures, around, where)
    for n, (amount, unit, flags) in enumerate(listed):
        if unit is None:
            table.left_out.append(f"{where}: a second number without a unit")
            continue
        report = _report(
            table,
            row,
            column,
            cell,
            amount,
            unit,
            context,
            dated,
            (*context.flags, *flags),
            where,
            n,
        )
        found.append(report)
    return found


def _units_of(
    table: Table, row: Row, column: Column, figures: Figures, around: Context, where: str
) -> list[tuple[Amount, str | None, tuple[str, ...]]]:
    """Each amount of a cell with its unit: from the cell, the row, the header, the table, the hint."""
    head = column.label.units
    told = row.context.units
    found: list[tuple[Amount, str | None, tuple[str, ...]]] = []
    for n, amount in enumerate(figures.amounts):
        flags: tuple[str, ...] = ()
        if told and head and told[0] not in head:
            raise UnitError(
                "one unit for a figure",
                f"{head[0]} in the header {column.header!r} and the unit {told[0]} in the row",
                "correct the header or the unit column",
                where=where,
            )
        beside = told or head
        unit = amount.unit
        if unit is not None and beside and unit not in beside and n == 0:
            flags = (f"{where}: the unit in the cell is {unit}, that of its header {beside[0]}",)
        if unit is None and n < len(beside):
            unit = beside[n]
            if not told and n == 0:
                flags = (*flags, *_against_title(table, column, unit))
        if unit is None and n == 0:
            unit, why = _default_unit(table, column, around, where)
            flags = (*flags, *why)
        if (
            unit is not None
            and n == 0
            and column.label.measure == "share"
            and units.dimension(unit) != "share"
            and not amount.unit
            and not beside
        ):
            unit = _share_unit(table, column)
        found.append((amount, unit, flags))
    return found


def _against_title(table: Table, column: Column, unit: str) -> tuple[str, ...]:
    """A flag where the lines over a table name another unit of area than any of its headers."""
    said = {
        one
        for line in table.block.titles
        for one in read_label(line, title=True).units
        if units.dimension(one) == "area"
    }
    heads = {one for column in table.amounts for one in column.label.units}
    if units.dimension(unit) != "area" or not said or said & heads:
        return ()
    other = min(said)
    return (f"unit {unit}, as of the header {column.header!r}; over the table stands {other}",)


def _share_unit(table: Table, column: Column) -> str:
    if column.at not in table.share_units:
        values = [first_value(table, r, column) for r in table.block.body]
        known = [value for value in values if value is not None]
        table.share_units[column.at] = "fraction" if known and max(known) <= 1 else "percent"
    return table.share_units[column.at]


def _default_unit(
    table: Table, column: Column, around: Context, where: str
) -> tuple[str, tuple[str, ...]]:
    if column.label.measure == "share":
        return _share_unit(table, column), ()
    if around.units:
        return around.units[0], ()
    if table.hints.unit:
        return table.hints.unit, ()
    label = column.label
    if label.per or label.weak_per or label.kind or label.basis:  # "lost" beside "gained, km²"
        beside = {
            unit
            for one in table.amounts
            for unit in one.label.units[:1]
            if units.dimension(unit) == "area"
        }
        if len(beside) == 1:
            return beside.pop(), ()
    spare = unit_around(table)
    if spare is not None:
        return spare[0], (f"unit {spare[0]}, as of {spare[1]!r}",)
    raise UnitError(
        "a unit, in the header, a row of units, a column, a cell or over the table",
        f"none for {column.header or 'column ' + column.letter!r}",
        'say unit="km^2" or whichever it is',
        where=where,
    )


def _report(
    table: Table,
    row: Row,
    column: Column,
    cell: Cell,
    amount: Amount,
    unit: str,
    context: Context,
    dated: Dated | None,
    flags: tuple[str, ...],
    where: str,
    n: int,
) -> Report:
    measure = units.dimension(unit)
    kind, basis, more = _kind(table, row, column, amount, unit, context, where)
    flags = (*flags, *more)
    start = end = None
    if dated is not None:
        start, end = dated.start, dated.end
        flags = (
            *flags,
            *(flag for flag in dated.flags if not (kind == "control" and "taken for" in flag)),
        )
    per = amount.per or context.per
    if kind == "control":
        start = end = as_of(table, dated, context, column)
        basis, per = "unstated", None
    elif (
        per is None
        and column.label.weak_per == "day"
        and start
        and end
        and (end - start).days >= _WEEK_DAYS - 1
    ):
        per = "day"
    if start is None:
        flags = (*flags, "no period")
    flags = (*flags, *_slips(amount, unit, measure, table.titles, column))
    scale = 1.0
    if amount.unit is None:
        own_unit = column.label.units or row.context.units
        scale = column.label.times if own_unit else max(column.label.times, table.titles.times)
    document = table.file
    place = table.block.grid.place(row.r, column.at)
    qualifier = amount.qualifier
    if qualifier == "exact" and context.qualifier:
        qualifier = context.qualifier
    value, low, high = (
        None if one is None else scaled(one, scale)
        for one in (amount.value, amount.low, amount.high)
    )
    assert value is not None
    if qualifier != amount.qualifier:
        low, high = (
            (value if qualifier == "at_least" else low),
            (value if qualifier in {"at_most", "nearly"} else high),
        )
    low, high, qualifier = _bounded(table, row, low, high, qualifier)
    if (
        qualifier == "range"
        and amount.qualifier != "range"
        and low is not None
        and high is not None
        and column.role == "low"
    ):
        value = (low + high) / 2
    published = _published(table, context, row)
    return Report(
        report_id=report_id(table.file, place, n, value, unit, start, end, kind, context.party),
        conflict=context.conflict, party=context.party, counterparty=context.counterparty, measure=measure,
        kind=kind, basis=basis, value=value, low=low, high=high, unit=unit, per=per, qualifier=qualifier,
        start=start, end=end, period_basis=dated.basis if dated and start else None, place=context.place,
        scope=context.scope, attribution=context.attribution, origin=context.origin, publisher=context.publisher,
        published=published, url=context.url, document=document, quote=text_of(cell),
        sentence=f"{place}: {'; '.join(one for one in (row.label, column.header) if one)}: {text_of(cell)}",
        flags=join_flags(flags),
    )  # fmt: skip


def _bounded(
    table: Table, row: Row, low: float | None, high: float | None, qualifier: str
) -> tuple[float | None, float | None, str]:
    """Bounds from columns of their own, beside a single column of figures."""
    if len(table.amounts) != 1:
        return low, high, qualifier
    ends = []
    for role in ("low", "high"):
        columns = table.bounds.get(role, [])
        ends.append(first_value(table, row.r, columns[0]) if len(columns) == 1 else None)
    if ends[0] is None and table.amounts[0].role == "low":
        ends[0] = first_value(table, row.r, table.amounts[0])
    if ends[0] is None and ends[1] is None:
        return low, high, qualifier
    return ends[0], ends[1], "range" if None not in ends else qualifier


def _published(table: Table, context: Context, row: Row) -> dt.date | None:
    if context.published:
        try:
            return day_of(context.published, "published")
        except InputError:
            found = read_label(context.published).phrase
            if found and found.sort == "day" and found.dated:
                year, month, day = found.first
                assert year
                assert month
                assert day
                return dt.date(year, month, day)
            table.left_out.append(
                f"row {table.block.grid.lines[row.r]}: {context.published!r} is no day of publication"
            )
    return table.hints.published


def _kind(
    table: Table, row: Row, column: Column, amount: Amount, unit: str, context: Context, where: str
) -> tuple[str, str, tuple[str, ...]]:
    kind, basis = context.kind, context.basis or "unstated"
    if kind == "net":
        kind, basis = "gain", context.basis or "net"
    own = row.context.kind or column.label.kind
    own_basis = column.label.basis or row.context.basis
    if units.dimension(unit) == "share":
        if own is None:  # a share is one held, unless its own words speak of a change
            kind = (kind or "gain") if own_basis or _of_flows(table, column) else "control"
    elif own is None and (own_basis == "net" or (kind is None and context.basis == "net")):
        kind = "gain"
    if kind is None and units.dimension(unit) == "count" and _flows_beside(table):
        return "gain", basis, (f"{where}: taken for a gain, as nothing says of it",)
    told: tuple[str, ...] = ()
    if kind is None:
        untold = untold_kind(
            table, column, context, units.dimension(unit), amount.per or context.per
        )
        if untold is not None:
            kind, basis, why = untold
            told = (why,)
    if kind is None:
        raise InputError(
            "a word that says gain, loss or control",
            f"none for {column.header or column.letter!r}",
            'say kind="gain", kind="loss", kind="control" or kind="net"',
            where=where,
        )
    if not amount.negative or amount.value == 0 or _all_bracketed(table, column):
        return kind, basis, told
    if kind == "control":
        return kind, basis, (f"{where}: a negative level", *told)
    if kind == "loss":
        if _losses_signed(table, column) or row.context.kind == "loss":
            return "loss", basis, told
        if basis != "net" and text_of(table.block.cell(row.r, column.at)).startswith("("):
            return "loss", basis, (f"{where}: a loss in brackets, read as a loss", *told)
        return "gain", basis, (f"{where}: a negative loss read as a gain", *told)
    return "loss", basis, told


def _flows_beside(table: Table) -> bool:
    """Whether areas gained and lost stand in the table, and none that are held: settlements are those gained."""
    kinds = {one.label.kind for one in table.amounts if one.label.kind}
    return "gain" in kinds and "control" not in kinds


def _of_flows(table: Table, column: Column) -> bool:
    """Whether a share is one of what was taken: flows alone stand beside it, and it names no ground.

    Or it is, row for row, the part of the figure beside it in those of its period.
    """
    if column.at not in table.shares_of_flows:
        table.shares_of_flows[column.at] = _find_flows(table, column)
    return table.shares_of_flows[column.at]


def _find_flows(table: Table, column: Column) -> bool:
    flows = [one for one in table.amounts if one.at != column.at and one.label.kind != "control"]
    periods = table.by_role.get("period", [])
    for one in flows:
        if not is_share(one) and is_part_of(table.block, column, one, periods):
            return True
    beside = {one.label.kind for one in table.amounts if one.at != column.at}
    label = column.label
    named = label.place or label.party or set(label.names) - set(label.text.split()[:1])
    return bool(beside) and beside <= {"gain", "loss"} and not named


def _losses_signed(table: Table, column: Column) -> bool:
    """Whether a column of losses writes them with a minus."""
    if column.at in table.losses_signed:
        return table.losses_signed[column.at]
    signs = {
        amounts[0].negative
        for r in table.block.body
        if (amounts := figures_of(table, table.block.cell(r, column.at)).amounts)
        and amounts[0].value
    }
    return table.losses_signed.setdefault(column.at, signs == {True})


def _all_bracketed(table: Table, column: Column) -> bool:
    """Whether brackets tell no sign: all figures under a bracketed header, "(sq mi)", have them."""
    if column.at not in table.all_bracketed:
        last = column.header.split(" / ")[-1].strip()
        cells = [text_of(table.block.cell(r, column.at)).strip() for r in table.block.body]
        figures = [cell for cell in cells if any(char.isdecimal() for char in cell)]
        table.all_bracketed[column.at] = (
            last.startswith("(")
            and last.endswith(")")
            and all(cell.startswith("(") for cell in figures)
        )
    return table.all_bracketed[column.at]


def _slips(
    amount: Amount, unit: str, measure: str, titles: Titles, column: Column
) -> tuple[str, ...]:
    found = []
    if measure == "share" and amount.value > (1 if unit == "fraction" else 100):
        found.append(f"a share above {'1' if unit == 'fraction' else '100 percent'}")
    if measure == "length" and (titles.measure == "area" or column.label.measure == "area"):
        found.append(f"unit {unit}, a length, under words about an area: {unit}^2 may be meant")
    if amount.low is not None and amount.high is not None and amount.low > amount.high:
        found.append("the range ends below its start")
    return tuple(found)
