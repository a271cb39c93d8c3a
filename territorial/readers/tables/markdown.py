"""Pipe tables of Markdown, with the headings and lines round them."""

from __future__ import annotations

import re

from territorial.readers.tables.grids import Grid, grid

_RULE_SIGNS = frozenset("|:- \t\r")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]:?")
_MARKS = re.compile(r"(\*\*|__|~~|`)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+)(?<=\S)\1(?![\w*])")


def plain(text: str) -> str:
    """A line of Markdown without its marks.

    Examples
    --------
    >>> plain("**660** [ISW](https://example.org)[^2]")
    '660 ISW'
    """
    text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _BREAK.sub(" ", text)))
    text = _MARKS.sub("", text)
    return _EMPHASIS.sub(r"\2", text).replace("\\|", "|").strip()


def _is_rule(line: str) -> bool:
    """Whether a line is the one of dashes under a header."""
    return "-" in line and _RULE_SIGNS.issuperset(line)


def _cells(line: str) -> list[str]:
    body = line.strip()
    body = body.removeprefix("|")
    if body.endswith("|") and not body.endswith("\\|"):
        body = body[:-1]
    return [plain(cell) for cell in re.split(r"(?<!\\)\|", body)]


def read_markdown(text: str) -> list[Grid]:
    """Every pipe table of a Markdown text."""
    lines = text.split("\n")
    found: list[Grid] = []
    headings: dict[int, str] = {}
    prose: list[str] = []
    tables: list[tuple[int, int, tuple[str, ...]]] = []
    n = 0
    while n < len(lines):
        line = lines[n]
        if "|" in line and n + 1 < len(lines) and _is_rule(lines[n + 1]):
            end = n + 2
            while end < len(lines) and "|" in lines[end]:
                end += 1
            tables.append((n, end, (*(headings[k] for k in sorted(headings)), *prose)))
            prose = []
            n = end
            continue
        heading = re.match(r"^(#{1,6})\s+(.*?)\s*#*$", line)
        if heading:
            level = len(heading[1])
            headings = {k: v for k, v in headings.items() if k < level} | {level: plain(heading[2])}
            prose = []
        elif line.strip():
            prose.append(plain(line))
        n += 1
    for k, (start, end, above) in enumerate(tables):
        rows = [_cells(lines[n]) for n in range(start, end) if n != start + 1]
        after = lines[end : tables[k + 1][0] if k + 1 < len(tables) else len(lines)]
        notes = []
        for line in after:
            if line.startswith("#"):
                break
            if line.strip():
                notes.append(plain(line))
        numbers = [start + 1, *range(start + 3, end + 1)]
        name = f"table {k + 1}" if len(tables) > 1 else ""
        found.append(grid(name, rows, above=above, notes=notes, head=1, lines=numbers))
    return found
