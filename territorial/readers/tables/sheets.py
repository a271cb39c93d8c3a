"""Workbooks: XLSX, XLSB, XLS and ODS, one grid for each visible sheet."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

from territorial.errors import InputError, MissingExtraError
from territorial.readers.tables.grids import Grid, grid, text_of
from territorial.readers.tables.sheet_styles import Looks, ods_looks, xlsx_looks


def _looks(data: bytes, name: str) -> dict[str, Looks]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "content.xml" in archive.namelist():
                return ods_looks(archive)
            if "xl/workbook.xml" in archive.namelist():
                return xlsx_looks(archive)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, ValueError) as error:
        raise InputError(
            "a workbook",
            f"a file whose insides do not parse: {error}",
            "open it in a spreadsheet program and save it anew",
            where=name,
        ) from None
    return {}


def _shown(value: Any, place: tuple[int, int], looks: Looks) -> Any:
    """A value as its format shows it: 0.781 as 78.1%, 390 as 390 km²."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if place in looks.percents:
        return f"{(Decimal(repr(float(value))) * 100).normalize():f}%"
    if place in looks.suffixes:
        return f"{text_of(value)} {looks.suffixes[place]}"
    return value


def read_sheets(data: bytes, name: str, *, sheet: str | int | None = None) -> list[Grid]:
    """A grid for each visible sheet, or for the one named.

    Raises
    ------
    InputError
        If the file is no workbook, is locked, or has no such sheet.
    MissingExtraError
        Without python-calamine, which the extra ``excel`` installs.
    """
    try:
        import python_calamine
    except ImportError:
        raise MissingExtraError(
            "python-calamine to read a workbook",
            "none installed",
            "pip install 'territorial[excel]'",
        ) from None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise InputError(
            "a workbook",
            f"a file that does not open ({error})",
            "take off its password, or save it anew as XLSX",
            where=name,
        ) from None
    names = [
        one.name
        for one in book.sheets_metadata
        if str(one.visible).endswith(".Visible") and str(one.typ).endswith(".WorkSheet")
    ]
    if sheet is not None:
        wanted = (
            book.sheet_names[sheet]
            if isinstance(sheet, int) and 0 <= sheet < len(book.sheet_names)
            else sheet
        )
        if wanted not in book.sheet_names:
            raise InputError(
                "the name or number (from 0) of a sheet",
                repr(sheet),
                "choose one of " + ", ".join(book.sheet_names),
                where=name,
            )
        names = [str(wanted)]
    looks = _looks(data, name)
    return [_sheet(book.get_sheet_by_name(one), one, looks.get(one, Looks())) for one in names]


def _sheet(sheet: Any, name: str, looks: Looks) -> Grid:
    merged = sheet.merged_cell_ranges or ()
    spans = {
        start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merged
    } or looks.spans
    values = sheet.to_python(skip_empty_area=False)
    rows: list[list[Any]] = []
    lines: list[int] = []
    kept_spans: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(values):
        for c in range(len(row)):
            if (r, c) in spans:
                height, width = spans[r, c]
                shown = sum(k not in looks.hidden_rows for k in range(r, r + height))
                kept_spans[len(rows), c] = max(shown, 1), width
                for k in range(r, min(r + height, len(values))):
                    for m in range(c, min(c + width, len(values[k]))):
                        values[k][m] = row[c]
        if r not in looks.hidden_rows:
            rows.append([_shown(value, (r, c), looks) for c, value in enumerate(row)])
            lines.append(r + 1)
    said = [f"hidden columns left out: {len(looks.hidden_columns)}"] if looks.hidden_columns else []
    return grid(name, rows, spans=kept_spans, lines=lines, hidden=looks.hidden_columns, how=said)
