"""What a spreadsheet's cells look like: hidden rows and columns, percent formats, merged cells.

python-calamine gives the values; their looks stand in the XML of the file and
are read here for XLSX and ODS. Older formats keep their values bare.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO, NamedTuple
from xml.etree import ElementTree

Place = tuple[int, int]

_PERCENT_IDS = {9, 10}
_CELL = re.compile(r"([A-Z]+)(\d+)")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Looks(NamedTuple):
    """The looks of one sheet; rows and columns count from 0."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percents: frozenset[Place] = frozenset()
    suffixes: Mapping[Place, str] = MappingProxyType({})
    spans: Mapping[Place, tuple[int, int]] = MappingProxyType({})


def column_number(letters: str) -> int:
    """The number of a column from 0.

    Examples
    --------
    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number - 1


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _place(reference: str) -> Place:
    found = _CELL.match(reference)
    return (int(found[2]) - 1, column_number(found[1])) if found else (0, 0)


def _formats(archive: zipfile.ZipFile) -> tuple[set[int], dict[int, str]]:
    """The cell styles that show percent, and those that write words after the number."""
    try:
        root = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314 - expat refuses entity bombs
    except KeyError:
        return set(), {}
    codes = {
        int(one.get("numFmtId", "0")): one.get("formatCode", "")
        for one in root.iter()
        if _local(one.tag) == "numFmt"
    }
    percents: set[int] = set()
    suffixes: dict[int, str] = {}
    styles = next((one for one in root if _local(one.tag) == "cellXfs"), None)
    for n, style in enumerate(styles if styles is not None else ()):
        number = int(style.get("numFmtId", "0"))
        code = codes.get(number, "").split(";")[0]
        if number in _PERCENT_IDS or "%" in _QUOTED.sub("", code):
            percents.add(n)
        said = "".join(match[1] or match[2] or "" for match in _QUOTED.finditer(code)).strip()
        if re.search(r"[^\W\d_]", said):
            suffixes[n] = said
    return percents, suffixes


def _xlsx_sheet(file: IO[bytes], percents: set[int], suffixes: dict[int, str]) -> Looks:
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    shown_percent: set[Place] = set()
    shown_suffix: dict[Place, str] = {}
    spans: dict[Place, tuple[int, int]] = {}
    row = -1
    for _, element in ElementTree.iterparse(file, events=("end",)):  # noqa: S314 - as above
        tag = _local(element.tag)
        if tag == "col" and element.get("hidden") in {"1", "true"}:
            low, high = int(element.get("min", "1")), int(element.get("max", "1"))
            hidden_columns |= set(range(low - 1, min(high, 16384)))
        elif tag == "row":
            row = int(element.get("r", row + 2)) - 1
            if element.get("hidden") in {"1", "true"}:
                hidden_rows.add(row)
            for n, cell in enumerate(element):
                style = int(cell.get("s", "0"))
                if style in percents or style in suffixes:
                    place = _place(cell.get("r", "")) if cell.get("r") else (row, n)
                    if style in percents:
                        shown_percent.add(place)
                    if style in suffixes:
                        shown_suffix[place] = suffixes[style]
            element.clear()
        elif tag == "mergeCell":
            first, _, last = element.get("ref", "").partition(":")
            if last:
                (r, c), (r2, c2) = _place(first), _place(last)
                spans[r, c] = r2 - r + 1, c2 - c + 1
    return Looks(
        frozenset(hidden_rows),
        frozenset(hidden_columns),
        frozenset(shown_percent),
        shown_suffix,
        spans,
    )


def xlsx_looks(archive: zipfile.ZipFile) -> dict[str, Looks]:
    """The looks of every sheet of an XLSX file, by name."""
    percents, suffixes = _formats(archive)
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - as above
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    targets = {one.get("Id", ""): one.get("Target", "") for one in links}
    looks: dict[str, Looks] = {}
    for sheet in book.iter():
        if _local(sheet.tag) != "sheet":
            continue
        target = targets.get(sheet.get(_REL, ""), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if path in archive.namelist() and "worksheets" in path:
            with archive.open(path) as file:
                looks[sheet.get("name", "")] = _xlsx_sheet(file, percents, suffixes)
    return looks


def _ods_sheet(table: ElementTree.Element) -> Looks:
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    percents: set[Place] = set()
    spans: dict[Place, tuple[int, int]] = {}
    row = column = 0
    for element in table.iter():
        if element.tag == f"{_TABLE}table-column":
            times = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            if element.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
                hidden_columns |= set(range(column, min(column + times, 16384)))
            column += times
        elif element.tag == f"{_TABLE}table-row":
            times = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            if element.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
                hidden_rows |= set(range(row, min(row + times, 1_048_576)))
            at = 0
            for cell in element:
                across = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
                if cell.get(f"{_OFFICE}value-type") == "percentage":
                    percents |= {
                        (row + i, at + j)
                        for i in range(min(times, 1000))
                        for j in range(min(across, 1000))
                    }
                width = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
                height = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
                if (height, width) != (1, 1):
                    spans[row, at] = height, width
                at += across
            row += times
    return Looks(frozenset(hidden_rows), frozenset(hidden_columns), frozenset(percents), {}, spans)


def ods_looks(archive: zipfile.ZipFile) -> dict[str, Looks]:
    """The looks of every sheet of an ODS file, by name."""
    root = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314 - as above
    return {
        table.get(f"{_TABLE}name", ""): _ods_sheet(table) for table in root.iter(f"{_TABLE}table")
    }
