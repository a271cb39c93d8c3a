"""CSV, TSV and their kin: encoding and separator are found, unless the user names them."""

from __future__ import annotations

import csv
import io
import re

from territorial.errors import InputError
from territorial.lexicon import tables as words
from territorial.lexicon.months import month_number
from territorial.readers.tables.grids import Grid, grid

SEPARATORS = "\t;|,"
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SINGLE = ("cp1251", "cp1252", "koi8-u", "cp866", "cp1250", "mac-roman")
_WORD = re.compile(r"[^\W\d_]{3,}")


def decode(data: bytes, encoding: str | None, where: str) -> tuple[str, str]:
    """The text of a file and the encoding it was read with.

    Raises
    ------
    InputError
        If the bytes are no text in the encoding named, or in any that is tried.

    Examples
    --------
    >>> decode("Січень;325".encode("cp1251"), None, "x.csv")
    ('Січень;325', 'cp1251')
    """
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except (LookupError, UnicodeDecodeError) as error:
            raise InputError(
                f"text in {encoding}",
                str(error),
                "name another encoding=, or none to have it found",
                where=where,
            ) from None
    for bom, name in _BOMS:
        if data.startswith(bom):
            return decode(data, name, where)
    if b"\x00" in data[:4096]:
        evens, odds = data[:4096:2].count(0), data[1:4096:2].count(0)
        if max(evens, odds) < len(data[:4096]) // 8:
            raise InputError(
                "a table as text, spreadsheet, web page, JSON or Parquet",
                "binary data",
                "export the table as CSV or XLSX",
                where=where,
            )
        return decode(data, "utf-16-le" if odds > evens else "utf-16-be", where)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    read = [(name, data.decode(name, "replace")) for name in _SINGLE]
    name, text = max(read, key=lambda pair: _sense(pair[1]))
    return text, name


def _sense(text: str) -> tuple[int, int]:
    """How much of a text is words: those of the lexicon first, then plain letters."""
    found = set(_WORD.findall(text[:20000]))
    known = 0
    for word in found:
        if word.isascii():
            continue
        if month_number(word) or any(
            words.word_value(cls, word)
            for cls in ("role", "kind", "missing", "ignore", "total", "measure")
        ):
            known += 1
    # in a wrong code page words mix scripts, or capitals stand inside them
    odd = sum(
        1
        for word in found
        if not word.isascii()
        and ((word[1:] != word[1:].lower() and not word.isupper()) or _mixed(word))
    )
    return known, -odd


def _mixed(word: str) -> bool:
    cyrillic = sum("Ѐ" <= letter <= "ӿ" for letter in word)
    return 0 < cyrillic < len(word)


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Rows with the line each begins on; blank lines stay, as empty rows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    for row in reader:
        rows.append((before + 1, row))
        before = reader.line_num
    return rows


def _fit(rows: list[tuple[int, list[str]]]) -> tuple[int, int]:
    """How many rows share the commonest width, and that width."""
    widths = [len(row) for _, row in rows if any(cell.strip() for cell in row)]
    counts = {width: widths.count(width) for width in set(widths) if width > 1}
    if not counts:
        return 0, 0
    width = max(counts, key=lambda one: (counts[one], one))
    return counts[width], width


def read_delimited(
    data: bytes, name: str, *, encoding: str | None = None, separator: str | None = None
) -> Grid:
    """The grid of a delimited text.

    Raises
    ------
    InputError
        If it is no text, or no separator parts its lines.
    """
    text, code = decode(data, encoding, name)
    told = re.match(r"sep=(.)\r?\n", text)
    if told:
        separator = separator or told[1]
        text = "\n" + text[told.end() :]
    text = text.replace("\x00", "")
    size = csv.field_size_limit()
    try:
        csv.field_size_limit(max(size, len(text) + 1))
        if separator is None:
            sample = "".join(text.splitlines(keepends=True)[:2000])
            fits = {one: _fit(_rows(sample, one)) for one in SEPARATORS}
            separator = max(SEPARATORS, key=lambda one: (*fits[one], -SEPARATORS.index(one)))
            if fits[separator][0] == 0:
                separator = ","
        rows = _rows(text, separator)
    except csv.Error as error:
        raise InputError(
            "rows of cells", str(error), "mend the quotes, or name separator=", where=name
        ) from None
    finally:
        csv.field_size_limit(size)
    shown = {"\t": "tab"}.get(separator, separator)
    return grid(
        "",
        [row for _, row in rows],
        lines=[line for line, _ in rows],
        how=(f"encoding {code}", f"separator {shown}"),
    )
