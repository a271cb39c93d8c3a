"""Small workbooks for tests, written part by part: no library writes both formats here."""

from __future__ import annotations

import datetime as dt
import zipfile
from xml.sax.saxutils import escape

_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
{sheets}</Types>"""
_SHEET_TYPE = '<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FORMATS = {"date": 1, "percent": 2, "km2": 3, "month": 4}
_STYLES = f"""<?xml version="1.0"?><styleSheet xmlns="{_MAIN}"><numFmts count="3">
<numFmt numFmtId="164" formatCode="yyyy-mm-dd"/><numFmt numFmtId="165" formatCode="0.0&quot; km²&quot;"/>
<numFmt numFmtId="166" formatCode="mmm yyyy"/></numFmts>
<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>
</styleSheet>"""


def _letter(n):
    return chr(65 + n)


def _xlsx_cell(r, c, value):
    style = ""
    if isinstance(value, tuple):
        value, name = value
        style = f' s="{FORMATS[name]}"'
    if isinstance(value, dt.date):
        value, style = (value - dt.date(1899, 12, 30)).days, style or ' s="1"'
    place = f"{_letter(c)}{r + 1}"
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{place}"{style} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"{style}><v>{value!r}</v></c>'


def write_xlsx(path, sheets, *, hidden_columns=(), hidden_rows=(), merged=(), hidden_sheets=()):
    """A workbook of `{name: rows}`; the looks hold for every sheet."""
    names = list(sheets)
    with zipfile.ZipFile(path, "w") as archive:
        kinds = "".join(_SHEET_TYPE.format(n=n) for n in range(1, len(names) + 1))
        archive.writestr("[Content_Types].xml", _TYPES.format(sheets=kinds))
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" state="{"hidden" if name in hidden_sheets else "visible"}" r:id="r{n}"/>'
            for n, name in enumerate(names, start=1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{listed}</sheets></workbook>',
        )
        links = "".join(
            f'<Relationship Id="r{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
        )
        archive.writestr("xl/styles.xml", _STYLES)
        columns = "".join(
            f'<col min="{c + 1}" max="{c + 1}" width="9" hidden="1"/>' for c in hidden_columns
        )
        for n, name in enumerate(names, start=1):
            rows = "".join(
                f'<row r="{r + 1}"{" hidden=" + chr(34) + "1" + chr(34) if r in hidden_rows else ""}>'
                + "".join(_xlsx_cell(r, c, value) for c, value in enumerate(row))
                + "</row>"
                for r, row in enumerate(sheets[name])
            )
            cols = f"<cols>{columns}</cols>" if columns else ""
            merges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
            tail = f'<mergeCells count="{len(merged)}">{merges}</mergeCells>' if merged else ""
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{_MAIN}">{cols}<sheetData>{rows}</sheetData>{tail}</worksheet>',
            )


def _ods_cell(value, *, spanned=""):
    if isinstance(value, tuple):
        value, name = value
        if name == "percent":
            return f'<table:table-cell{spanned} office:value-type="percentage" office:value="{value!r}"><text:p>{value:.1%}</text:p></table:table-cell>'
    if value is None:
        return f"<table:table-cell{spanned}/>"
    if isinstance(value, dt.date):
        return f'<table:table-cell{spanned} office:value-type="date" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>'
    if isinstance(value, str):
        return f'<table:table-cell{spanned} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell{spanned} office:value-type="float" office:value="{value!r}"><text:p>{value}</text:p></table:table-cell>'


def write_ods(path, name, rows, *, hidden_columns=(), width=None):
    """A spreadsheet of one sheet."""
    width = width or max(map(len, rows))
    columns = "".join(
        f"<table:table-column{' table:visibility=' + chr(34) + 'collapse' + chr(34) if c in hidden_columns else ''}/>"
        for c in range(width)
    )
    body = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2">'
            f'<office:body><office:spreadsheet><table:table table:name="{escape(name)}">{columns}{body}</table:table></office:spreadsheet></office:body></office:document-content>',
        )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
