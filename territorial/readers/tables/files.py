"""From a path to grids: what a file is, is found from its first bytes, then from its name."""

from __future__ import annotations

import gzip
import io
import os
import re
import zlib
from typing import TYPE_CHECKING

from territorial.errors import InputError, MissingExtraError
from territorial.readers.tables.delimited import decode, read_delimited
from territorial.readers.tables.grids import Grid, grid
from territorial.readers.tables.jsons import read_json
from territorial.readers.tables.markdown import read_markdown
from territorial.readers.tables.sheets import read_sheets
from territorial.readers.tables.webpages import read_html

if TYPE_CHECKING:
    from territorial.readers.tables.hints import Hints

MOST_BYTES = 1 << 30  # of a file unpacked
_PIPES = re.compile(r"^\s*\|?\s*:?-+:?\s*\|", re.MULTILINE)


def _load(path: str, name: str) -> bytes:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise InputError(
            "the path of a table", f"{name!r}, which is not there", "mend the path"
        ) from None
    except OSError as error:
        raise InputError(
            "a readable file", str(error.strerror or error), "mend the path", where=name
        ) from None
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
                data = packed.read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(
                "a whole gzip file", f"a broken one ({error})", "fetch or pack it again", where=name
            ) from None
        if len(data) > MOST_BYTES:
            raise InputError(
                f"a table of at most {MOST_BYTES >> 20} MiB", "more", "split it", where=name
            )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError("a table", "an empty file", "fetch or export it again", where=name)
    return data


def _parquet(data: bytes, name: str) -> Grid:
    try:
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError(
            "pyarrow to read Parquet", "none installed", "pip install 'territorial[parquet]'"
        ) from None
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(data))
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise InputError("a Parquet file", str(error), "write it again", where=name) from None
    columns = [column.to_pylist() for column in table.columns]
    rows = [list(table.column_names), *(list(row) for row in zip(*columns, strict=True))]
    return grid("", rows, head=1, lines=range(len(rows)))


def _sort(data: bytes, name: str) -> str:
    """The format of a file: by its first bytes, then by the end of its name."""
    start = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    lower = name.lower().removesuffix(".gz")
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "sheets"
    if data[:4] == b"PAR1":
        return "parquet"
    if data[:5] == b"%PDF-":
        raise InputError(
            "a table", "a PDF", "copy the table out of it into a CSV or a spreadsheet", where=name
        )
    if re.match(rb"<(?:!doctype|html|\?xml|table|body|div|!--|meta|head)", start, re.IGNORECASE):
        return "html"
    for ending, sort in (
        (".md", "markdown"),
        (".markdown", "markdown"),
        (".html", "html"),
        (".htm", "html"),
    ):
        if lower.endswith(ending):
            return sort
    if lower.endswith((".json", ".jsonl", ".ndjson", ".geojson")) or start[:2] in {
        b'{"',
        b"[{",
        b"[[",
    }:
        return "json"
    return "delimited"


def read_grids(path: str | os.PathLike[str], hints: Hints) -> tuple[str, list[Grid]]:
    """The format of a file and every table in it.

    Raises
    ------
    InputError
        If the file is missing, empty, broken, or no table.
    """
    name = os.path.basename(os.fspath(path))
    data = _load(os.fspath(path), name)
    sort = _sort(data, name)
    if sort == "sheets":
        return "workbook", read_sheets(data, name, sheet=hints.sheet)
    if sort == "parquet":
        return "Parquet", [_parquet(data, name)]
    if sort == "delimited":
        text, _ = decode(data, hints.encoding, name)
        if hints.separator is None and _PIPES.search(text) and len(read_markdown(text)) > 0:
            sort = "markdown"
        else:
            return "delimited text", [
                read_delimited(data, name, encoding=hints.encoding, separator=hints.separator)
            ]
    text, _ = decode(data, hints.encoding, name)
    if sort == "html":
        return "web page", read_html(text, name)
    if sort == "json":
        return "JSON", read_json(text, name)
    grids = read_markdown(text)
    if not grids:
        return "delimited text", [
            read_delimited(data, name, encoding=hints.encoding, separator=hints.separator)
        ]
    return "Markdown", grids
