"""The confined child that opens a workbook: it looks for formulas in the XML itself, then lets calamine read the values."""

import io
import json
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from entraide.integrations.confinement import serve


_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DAMAGE = (
    CalamineError,
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
)


class _Refused(Exception):
    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.answer = {"refusal": code, "params": params}


def read(argument: str, content: bytes) -> bytes:
    """Answer as JSON the rows of the first visible filled sheet, or the code of the refusal."""
    limits = json.loads(argument)
    try:
        answer = _read(content, limits["max_rows"], limits["max_columns"])
    except _Refused as refused:
        answer = refused.answer
    except _DAMAGE:
        answer = {"refusal": "spreadsheets.damaged", "params": {}}
    return json.dumps(answer).encode()


def _read(content: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        _refuse_document_types(archive)
        parts = _sheet_parts(archive)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        for place, name in enumerate(visible):
            if not _scan(archive, parts[name], max_rows, max_columns):
                continue
            sheet = workbook.get_sheet_by_name(name)
            rows = list(_rows(sheet, max_rows))
            if rows:
                ignored = [
                    other for other in visible[place + 1 :] if _scan(archive, parts[other], max_rows, max_columns, look_for_formulas=False)
                ]
                return {"rows": rows, "ignored": ignored}
    return {"rows": [], "ignored": []}


def _refuse_document_types(archive: zipfile.ZipFile) -> None:
    """Refuse parts with a document type: no workbook has one, entity bombs do."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                if b"<!DOCTYPE" in part.read(2_000).replace(b"\x00", b""):
                    raise _Refused("spreadsheets.bomb")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map the name of each sheet to the part that holds it."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
    targets = {one.get("Id"): posixpath.normpath(posixpath.join("/xl", one.get("Target", ""))).lstrip("/") for one in relations}
    workbook = etree.fromstring(archive.read("xl/workbook.xml"), parser)
    return {one.get("name", ""): targets.get(one.get(_RELATION) or one.get(_STRICT_RELATION), "") for one in workbook.iter("{*}sheet")}


def _scan(archive: zipfile.ZipFile, part: str, max_rows: int, max_columns: int, look_for_formulas: bool = True) -> bool:
    """Walk the XML of a sheet without keeping it: tell whether it is filled, refuse formulas and cells set too far away.

    Tags are known by their local name, as calamine knows them: a cell in another namespace hides no formula.
    """
    is_filled = False
    with archive.open(part) as stream:
        for _, cell in etree.iterparse(stream, tag="{*}c", resolve_entities=False, no_network=True, huge_tree=False):
            children = {etree.QName(child).localname: child for child in cell if isinstance(child.tag, str)}
            where = cell.get("r", "")
            if "f" in children and look_for_formulas:
                value = (children["f"].text or "formule partagée").strip()
                raise _Refused("spreadsheets.formula", where=f"Cellule {where}" if where else f"Feuille {part}", value=f"={value}")
            if "v" in children or "is" in children:
                is_filled = True
                if look_for_formulas:
                    _refuse_far(where, max_rows, max_columns)
            _forget(cell)
    return is_filled


def _refuse_far(where: str, max_rows: int, max_columns: int) -> None:
    letters = where.rstrip("0123456789")
    number = where[len(letters) :]
    if number and int(number) > 2 * max_rows + 1_000:
        raise _Refused("spreadsheets.too_many_rows", limit=max_rows)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter.upper()) - 64
    if column > max_columns:
        raise _Refused("spreadsheets.too_many_columns", line=int(number or 0), limit=max_columns)


def _forget(element: etree._Element) -> None:
    """Drop an element and what came before it, up to its row: memory stays flat."""
    element.clear()
    row = element.getparent()
    while row is not None and element.getprevious() is not None:
        del row[0]
    if row is not None and row.getparent() is not None:
        while row.getprevious() is not None:
            del row.getparent()[0]


def _rows(sheet: Any, max_rows: int) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not blank; calamine counts from the first row of the sheet, blank ones included."""
    count = 0
    for line_number, values in enumerate(sheet.iter_rows(), 1):
        cells = [_text(value) for value in values]
        if any(cell.strip() for cell in cells):
            count += 1
            if count > max_rows + 1:
                raise _Refused("spreadsheets.too_many_rows", limit=max_rows)
            yield line_number, cells


def _text(value: Any) -> str:
    """Write a value as a person would type it."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


if __name__ == "__main__":
    serve(read)
