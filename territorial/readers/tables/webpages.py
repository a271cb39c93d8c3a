"""Tables of web pages: spans, footnotes, captions, and the headings above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from territorial.errors import InputError, MissingExtraError
from territorial.readers.tables.grids import Grid, grid

if TYPE_CHECKING:
    from collections.abc import Iterator

_SKIP = {"script", "style", "noscript", "template", "head", "svg"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_UNIT_END = re.compile(r"(?:km|mi|m|км|м|kilomet\w*|mile\w*)\.?$", re.IGNORECASE)
_BLOCKS = {"p", "div", "li", "td", "th", "br", "tr", "figcaption", *_HEADINGS}
MOST_CELLS = 2_000_000


def _hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style", "")))
        or bool({"sortkey", "noprint", "mw-editsection"} & set(element.get("class", "").split()))
    )


def _pieces(element: Any, *, note_marks: bool) -> Iterator[str]:
    """The text of an element in order, without footnote marks; km<sup>2</sup> becomes km²."""
    if not isinstance(element.tag, str) or element.tag in _SKIP or _hidden(element):
        return
    if element.text:
        yield element.text
    said = element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            if child.tag == "sup":
                inner = "".join(child.itertext()).strip()
                if inner in {"2", "²"} and _UNIT_END.search(said.strip()):
                    yield "²"
                elif note_marks:
                    yield "".join(_pieces(child, note_marks=note_marks))
            elif child.tag == "br":
                yield " "
            else:
                text = "".join(_pieces(child, note_marks=note_marks))
                yield f" {text} " if child.tag in _BLOCKS else text
                said += text
        if child.tail:
            yield child.tail
            said += child.tail


def text_in(element: Any, *, note_marks: bool = False) -> str:
    """The text of an element as a reader sees it."""
    return " ".join("".join(_pieces(element, note_marks=note_marks)).split())


def _number(text: str | None) -> int:
    digits = re.match(r"\s*(\d{1,5})", text or "")
    return max(1, int(digits[1])) if digits else 1


def _own_rows(table: Any) -> list[Any]:
    """The rows of a table, not those of tables inside it; the foot last."""
    own = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    return sorted(own, key=lambda row: row.getparent().tag == "tfoot")


def _grid(table: Any, name: str, above: list[str], notes: list[str]) -> Grid:
    cells: dict[tuple[int, int], str] = {}
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    rows = [row for row in _own_rows(table) if not _hidden(row)]
    head = 0
    for r, row in enumerate(rows):
        own = [cell for cell in row if cell.tag in {"td", "th"} and not _hidden(cell)]
        in_head = row.getparent().tag == "thead" or (
            own and all(cell.tag == "th" for cell in own) and row.getparent().tag != "tfoot"
        )
        if in_head and head == r:
            head = r + 1
        c = 0
        for cell in own:
            while (r, c) in cells:
                c += 1
            height = min(_number(cell.get("rowspan")), len(rows) - r)
            width = _number(cell.get("colspan"))
            if len(cells) + height * width > MOST_CELLS:
                raise InputError(
                    f"a table of at most {MOST_CELLS} cells",
                    f"row {r + 1} spans more",
                    "mend rowspan and colspan",
                    where=name,
                )
            text = text_in(cell)
            for i in range(height):
                for j in range(width):
                    cells[r + i, c + j] = text
            if (height, width) != (1, 1):
                spans[r, c] = height, width
            c += width
    width = max((c for _, c in cells), default=-1) + 1
    grown = [[cells.get((r, c)) for c in range(width)] for r in range(len(rows))]
    return grid(name, grown, above=above, notes=notes, spans=spans, head=head or None)


def read_html(text: str, name: str) -> list[Grid]:
    """Every table of a page that holds no other table.

    Raises
    ------
    InputError
        If the page holds no table.
    MissingExtraError
        Without lxml, which the extra ``html`` installs.
    """
    try:
        import lxml.html
    except ImportError:
        raise MissingExtraError(
            "lxml to read a web page", "none installed", "pip install 'territorial[html]'"
        ) from None
    page = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    headings: dict[str, str] = {}
    prose: list[str] = []
    found: list[tuple[Any, list[str]]] = []
    notes: dict[int, list[str]] = {}
    title = page.findtext(".//title")
    for element in page.iter("table", "p", "figcaption", "dd", "li", *_HEADINGS):
        if element.tag == "table":
            if next(element.iterdescendants("table"), None) is not None or _hidden(element):
                continue
            caption = element.find("caption")
            said = [text_in(caption)] if caption is not None else []
            page_title = [" ".join(title.split())] if title else []
            found.append((element, [*page_title, *headings.values(), *prose, *said]))
            notes[len(found)] = []
            prose = []
        elif next(element.iterancestors("table"), None) is not None:
            continue
        elif element.tag in _HEADINGS:
            level = int(element.tag[1])
            headings = {k: v for k, v in headings.items() if int(k[1]) < level}
            headings[element.tag] = text_in(element)
            prose = []
        else:
            prose.append(text_in(element))
            if found:
                notes[len(found)].append(text_in(element))
    if not found:
        raise InputError(
            "a <table>", "a page without one", "save the page that shows the table", where=name
        )
    several = len(found) > 1
    return [
        _grid(table, f"table {n}" if several else "", above, notes[n])
        for n, (table, above) in enumerate(found, start=1)
    ]
