"""`read_table`: any reasonable table, as a reports table."""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from territorial import reports
from territorial.errors import InputError, TerritorialWarning, UnitError
from territorial.readers.tables.facts import Table, notes_of
from territorial.readers.tables.figures import row_reports
from territorial.readers.tables.files import read_grids
from territorial.readers.tables.grids import Grid, without_dittos
from territorial.readers.tables.headers import understand
from territorial.readers.tables.hints import Hints, checked
from territorial.readers.tables.layout import amount_like, find_blocks, lone
from territorial.readers.tables.links import flag_pairs, mark_repeats, with_conflict
from territorial.readers.tables.rows import read_rows
from territorial.readers.tables.understanding import TableNotes, TableReading, reading
from territorial.records import Report

if TYPE_CHECKING:
    import pandas as pd

MOST_LINES = 20  # of sheets without figures


@overload
def read_table(
    path: str | os.PathLike[str], *, explain: Literal[False] = ..., **hints: Any
) -> pd.DataFrame: ...
@overload
def read_table(
    path: str | os.PathLike[str], *, explain: Literal[True], **hints: Any
) -> TableReading: ...
@overload
def read_table(
    path: str | os.PathLike[str], *, explain: bool, **hints: Any
) -> pd.DataFrame | TableReading: ...
def read_table(  # type: ignore[misc]  # the overloads leave the hints to this signature
    path: str | os.PathLike[str],
    *,
    explain: bool = False,
    party: str | None = None,
    counterparty: str | None = None,
    kind: str | None = None,
    basis: str | None = None,
    unit: str | None = None,
    per: str | None = None,
    place: str | None = None,
    scope: str | None = None,
    attribution: str | None = None,
    origin: str | None = None,
    publisher: str | None = None,
    published: str | dt.date | None = None,
    url: str | None = None,
    conflict: str | None = None,
    year: int | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | int | None = None,
    table: int | None = None,
    header: int | Sequence[int] | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    decimal: str | None = None,
    dayfirst: bool | None = None,
    missing: Sequence[str] = (),
) -> pd.DataFrame | TableReading:
    r"""Read a table of gains, losses or control, as anybody may have laid it out.

    CSV and TSV (any separator and encoding), Excel and ODS, web pages, Markdown,
    JSON (records, columns, lines) and Parquet, packed by gzip or not. Nothing is
    converted. Quarters, years and totals are reports of their own, longer period;
    an amount given in two units is two reports, the second of which `restates`
    the first. ``docs/tables.md`` describes what is understood.

    Parameters
    ----------
    path : path
        The file.
    explain : bool
        Also say what was understood, and what was left out and why.
    party, counterparty, kind, basis, unit, per, place, scope, attribution, origin, publisher, url, conflict : str, optional
        What the table itself does not tell; its own words go first. `kind` is
        gain, loss, control, or net (a signed change).
    published : day, optional
        When the table came out. Periods without a year are the latest that begin
        not after that day.
    year : int, optional
        The year of periods that name none (the first one, if they run over New Year).
    columns : dict, optional
        What a column holds, by its header or letter, as in
        ``{"Net": "amount", "F": "note"}``.
    sheet : str or int, optional
        Read this sheet alone (name, or number from 0).
    table : int, optional
        Read this table of the file alone (number from 1).
    header : int or list of int, optional
        The numbers of the header rows.
    encoding, separator : str, optional
        Of a delimited text, where they are not found.
    decimal : {".", ","}, optional
        The decimal mark, where the figures leave it open.
    dayfirst : bool, optional
        Whether 03/04/2025 is 3 April.
    missing : list of str, optional
        Further words that stand for "no figure".

    Returns
    -------
    DataFrame or TableReading
        The reports table; with `explain`, a `TableReading` that holds it.

    Raises
    ------
    InputError
        If the file is no table, holds no figure, or leaves a choice open; the
        message names the cell and the hint that helps.
    UnitError, DimensionError
        If a unit is missing, unknown, contradicts another, or is a length where
        the header says area.
    PeriodError
        If a day does not exist.
    MissingExtraError
        If the format needs an extra that is not installed.

    Examples
    --------
    >>> import os, tempfile
    >>> text = "Month,Russian gains (km²)\nJan 2025,~325\nFeb 2025,192\n"
    >>> path = os.path.join(tempfile.mkdtemp(), "gains.csv")
    >>> with open(path, "w", encoding="utf-8") as file:
    ...     _ = file.write(text)
    >>> found = read_table(path)
    >>> [f"{row.value:g} {row.unit} {row.qualifier}" for row in found.itertuples()]
    ['325 km^2 about', '192 km^2 exact']
    """
    found, notes, sort, grids = _read(
        path,
        {
            "party": party, "counterparty": counterparty, "kind": kind, "basis": basis, "unit": unit, "per": per,
            "place": place, "scope": scope, "attribution": attribution, "origin": origin, "publisher": publisher,
            "published": published, "url": url, "conflict": conflict, "year": year, "columns": columns or {},
            "sheet": sheet, "table": table, "header": header, "encoding": encoding, "separator": separator,
            "decimal": decimal, "dayfirst": dayfirst, "missing": missing,
        },
    )  # fmt: skip
    frame = reports.reports_table(found)
    if explain:
        how = list(dict.fromkeys(one for grid in grids for one in grid.how))
        return reading(os.path.basename(os.fspath(path)), sort, how, notes, frame)
    return frame


def table_records(path: str | os.PathLike[str], **hints: Any) -> list[Report]:
    """The records of a table, without pandas.

    Parameters
    ----------
    path : path
        The file.
    **hints
        As `read_table` takes them.

    Returns
    -------
    list of Report
        In reading order.

    Raises
    ------
    TerritorialError
        As `read_table`.
    """
    return _read(path, hints)[0]


def _read(
    path: str | os.PathLike[str], given: dict[str, Any]
) -> tuple[list[Report], list[TableNotes], str, list[Grid]]:
    hints = checked(given)
    file = os.path.basename(os.fspath(path))
    sort, grids = read_grids(path, hints)
    found, notes = _reports(file, _chosen(grids, hints, file), hints)
    return found, notes, sort, grids


def _chosen(grids: list[Grid], hints: Hints, file: str) -> list[Grid]:
    if hints.table is None:
        return grids
    if not 1 <= hints.table <= len(grids):
        raise InputError(
            f"the number of a table from 1 to {len(grids)}",
            repr(hints.table),
            "mend the hint",
            where=f"{file}, table",
        )
    return [grids[hints.table - 1]]


def _reports(
    file: str, grids: Sequence[Grid], hints: Hints
) -> tuple[list[Report], list[TableNotes]]:
    found: list[Report] = []
    notes: list[TableNotes] = []
    unread: list[str] = []
    refused: InputError | UnitError | None = None
    around = _around(file, grids)
    for grid in map(without_dittos, grids):
        if not any(cell is not None for row in grid.rows for cell in row):
            continue
        for block in find_blocks(grid, hints, ", ".join(one for one in (file, grid.name) if one)):
            known = understand(block, hints, file, around)
            try:
                found += _block_reports(known, file)
            except (InputError, UnitError) as error:
                if len(grids) == 1 or _of_territory(known):
                    raise
                known.left_out.append(f"nothing says that its figures are of territory: {error}")
                refused = refused or error
            notes.append(notes_of(known))
            unread += known.unread
    if not found:
        raise refused or _nothing(file, notes)
    if unread:
        warnings.warn(
            f"{file}: {len(unread)} cells hold words where figures stand, and gave no report: {'; '.join(unread[:3])}",
            TerritorialWarning,
            stacklevel=4,
        )
    return with_conflict(mark_repeats(found)), notes


def _block_reports(known: Table, file: str) -> list[Report]:
    _check_width(known, file)
    rows = read_rows(known) if known.amounts else []
    return flag_pairs([one for row in rows for one in row_reports(known, row, rows)])


def _of_territory(known: Table) -> bool:
    """Whether a header, a row or a column of one of several tables speaks of ground gained, lost or held."""
    labels = [column.label for column in known.amounts]
    told = any(one.units or one.kind or one.basis or one.measure for one in labels)
    return told or bool(known.by_role.get("metric") or known.by_role.get("unit"))


def _around(file: str, grids: Sequence[Grid]) -> tuple[str, ...]:
    """The file's name and the lines of its sheets without figures, which speak where all else is silent."""
    stem = os.path.basename(file).split(".")[0].replace("_", " ").replace("-", " ")
    lines = []
    for grid in grids:
        if len(grids) > 1 and not any(amount_like(cell) for row in grid.rows for cell in row):
            lines += [text for r in range(len(grid.rows)) if (text := lone(grid, r))]
    return (stem, *lines[:MOST_LINES])


def _check_width(table: Table, file: str) -> None:
    """A row that is wider than its header has a cell too many: an unquoted separator, as a rule."""
    block = table.block
    if not block.head:
        return
    width = max(
        (
            c + 1
            for r in block.head
            for c, cell in enumerate(block.grid.rows[r])
            if cell is not None
        ),
        default=0,
    )
    for r in block.body:
        wide = [c for c, cell in enumerate(block.grid.rows[r]) if cell is not None]
        if (wide and wide[-1] >= width and table.columns[wide[-1]].why == "no cells") or (
            wide
            and wide[-1] >= width > 1
            and not table.columns[wide[-1]].header
            and len(wide) > width
        ):
            raise InputError(
                f"at most {width} cells in a row, as in the header",
                f"{len(wide)}",
                "quote the cell that holds the separator, or name separator=",
                where=f"{file}, {block.grid.place(r, wide[-1])}",
            )


def _nothing(file: str, notes: Sequence[TableNotes]) -> InputError:
    left = [one for table in notes for one in table.left_out]
    seen = [f"{column.header!r} ({column.role})" for table in notes for column in table.columns]
    bare = all(column.why == "no cells" for table in notes for column in table.columns)
    given = "no rows of data; " if bare and seen else ""
    given += "no numeric column; " + (f"columns {', '.join(seen[:12])}" if seen else "no rows")
    if left:
        given += f"; left out: {'; '.join(left[:4])}"
    return InputError(
        "a column of numbers: figures of territory with a header",
        given,
        "check the table, or tell by columns={'header': 'amount'} where its figures stand",
        where=file,
    )
