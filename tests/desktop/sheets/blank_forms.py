"""Blank forms as a finance bureau sends them: published tables emptied, with drawings, names and print settings around them."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from desktop.forms.state import STATE_SHEET
from desktop.reading.reader import read_workbook_here
from desktop.reading.recognise import understand
from desktop.sheets.excel_write import write_excel
from tests.desktop.filled_forms import filled

FORMS = Path(__file__).parents[2] / "data" / "forms"
FILLED_LATER = frozenset({
    "actual_text", "given_score_text", "published_score_text", "published_rate_text", "evidence_text", "reason_text",
    "remark_text", "executed_text", "value_text", "initial_budget_text", "adjusted_budget_text",
})  # fmt: skip
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

TEXT_BOX = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{MAIN}"><xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff>
<xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>
<xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" name="章"/><xdr:cNvSpPr txBox="1"/>
</xdr:nvSpPr><xdr:spPr><a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r>
<a:t>（盖章处）</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""


def published(name: str, folder: Path) -> Path:
    """A form as its office filled it in; the Ministry's, of which no file is published, as we write it ourselves."""
    path = FORMS / f"{name}.xlsx"
    if path.exists():
        return path
    made = folder / f"{name}.xlsx"
    write_excel(made, *filled(name.replace("-", "_")))
    book = openpyxl.load_workbook(made, data_only=True)
    del book[STATE_SHEET]
    book.save(made)
    return made


def emptied(name: str, folder: Path) -> tuple[Path, dict[tuple[str, int, int], object]]:
    """A published form without its results, and what stood in the cells that are empty now."""
    path = published(name, folder)
    book = openpyxl.load_workbook(path)
    gone: dict[tuple[str, int, int], object] = {}
    for read in understand(read_workbook_here(path)):
        for each in read.placed:
            place = each.place
            if place is None:
                continue
            words = place.kind.value in ("narratives", "details") and place.field == "text" and place.id != "footnote"
            labelled = "：" in each.text and place.kind.value in ("details", "heading")
            if words or place.field in FILLED_LATER:
                cell = book[each.sheet].cell(each.row + 1, each.column + 1)
                gone[each.sheet, each.row, each.column] = cell.value
                cell.value = re.sub(r"：[^：\s分]+", "：", each.text) if labelled else None
    book.defined_names["评分区"] = openpyxl.workbook.defined_name.DefinedName(
        "评分区", attr_text=f"{book.sheetnames[0]}!$A$1:$B$2"
    )
    blank = folder / f"{name}-空白.xlsx"
    book.save(blank)
    with_parts(blank, _drawing(blank))
    return blank, gone


def _drawing(path: Path) -> dict[str, bytes]:
    """Parts that hang a text box on the first sheet, and a part nobody knows."""
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        types = archive.read("[Content_Types].xml").decode()
    if f'xmlns:r="{RELATIONS}"' not in sheet:
        sheet = sheet.replace("<worksheet ", f'<worksheet xmlns:r="{RELATIONS}" ', 1)
    kind = "application/vnd.openxmlformats-officedocument.drawing+xml"
    types = types.replace("</Types>", f'<Override PartName="/xl/drawings/drawing1.xml" ContentType="{kind}"/></Types>')
    link = f'<Relationships xmlns="{PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="{RELATIONS}/drawing" '
    link += 'Target="../drawings/drawing1.xml"/></Relationships>'
    return {
        "xl/worksheets/sheet1.xml": sheet.replace("</worksheet>", '<drawing r:id="rId1"/></worksheet>').encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": link.encode(),
        "xl/drawings/drawing1.xml": TEXT_BOX.encode(),
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
        "[Content_Types].xml": types.replace("<Types ", "<Types ", 1)
        .replace("</Types>", '<Default Extension="bin" ContentType="application/octet-stream"/></Types>')
        .encode(),
    }


def with_parts(path: Path, parts: Mapping[str, bytes]) -> None:
    """The package with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename not in parts:
                target.writestr(entry, source.read(entry))
        for name, data in parts.items():
            target.writestr(name, data)
    path.write_bytes(out.getvalue())


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
