"""XLSX workbooks, true and hostile."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from entraide.core.tabular.table import Row
from entraide.integrations.confinement import Confinement, Crashed, run_confined
from entraide.integrations.spreadsheets.reading import read_table
from entraide.integrations.spreadsheets.refusals import Limits, UnreadableFile
from entraide.integrations.spreadsheets.workbooks import CHILD


def workbook(*sheets, **options) -> bytes:
    """Write sheets given as (name, {cell: value}) or (name, cells, "hidden"); a value that begins with "=" is a true formula."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "default_date_format": "dd/mm/yyyy", **options}) as book:
        for name, cells, *state in sheets:
            sheet = book.add_worksheet(name)
            for at, value in cells.items():
                sheet.write(at, value)
            if state:
                sheet.hide()
    return output.getvalue()


SIMPLE = {"A1": "Nom", "B1": "Né le", "A2": "Müller", "B2": date(1985, 3, 12)}


def repacked(content: bytes, replace=(), add=(), compression=zipfile.ZIP_DEFLATED) -> bytes:
    """Rewrite a workbook with parts replaced by functions, or added."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", compression) as new:
        for name in old.namelist():
            data = old.read(name)
            for part, function in replace:
                if part == name:
                    data = function(data)
            new.writestr(name, data)
        for name, data in add:
            new.writestr(name, data)
    return output.getvalue()


def refused(content: bytes, filename: str = "liste.xlsx", **limits) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refusal:
        read_table(content, filename, limits=Limits(**limits))
    return refusal.value


def test_values_are_read_as_a_person_would_type_them():
    titles = dict(zip("ABCDEFGH", ("Jour", "Instant", "Entier", "Décimal", "Oui", "Heure", "Texte", "Vide"), strict=True))
    instant = datetime.fromisoformat("2024-01-02 03:04:05")
    values = dict(zip("ABCDEFG", (date(1985, 3, 12), instant, 42, 1.5, True, time(8, 30), "00042"), strict=True))
    cells = {f"{column}1": title for column, title in titles.items()} | {f"{column}2": value for column, value in values.items()}
    cells |= {"G3": "x", "H3": False}
    table = read_table(workbook(("Liste", cells)), "liste.xlsx")
    assert table.rows[0].cells == ("1985-03-12", "2024-01-02 03:04:05", "42", "1.5", "VRAI", "08:30:00", "00042", "")
    assert table.rows[1].cells == ("", "", "", "", "", "", "x", "FAUX")


def test_lines_are_counted_as_the_spreadsheet_shows_them():
    cells = {"B3": "Nom", "C3": "Note", "B4": "A", "C4": "x", "B7": "B", "C7": "y"}
    table = read_table(workbook(("Liste", cells)), "sans-extension")
    assert table.rows == (Row(4, ("A", "x")), Row(7, ("B", "y")))


def test_the_first_visible_filled_sheet_is_read_and_the_others_are_named():
    book = workbook(
        ("Vide", {}), ("Cachée", {"A1": "=1"}, "hidden"), ("Liste", SIMPLE), ("Notice", {"A1": "Lisez", "A2": "=1+1"}), ("Fin", {})
    )
    table = read_table(book, "liste.xlsx")
    assert table.header == ("Nom", "Né le")
    assert table.ignored_sheets == ("Notice",)


def test_a_workbook_without_lines_is_refused():
    assert refused(workbook(("Liste", {}))).code == "spreadsheets.empty"
    assert refused(workbook(("Liste", {"A1": "Nom"}))).code == "spreadsheets.no_lines"


def test_a_formula_is_found_in_the_xml_even_behind_a_harmless_value():
    refusal = refused(workbook(("Liste", {**SIMPLE, "A3": "=1+1"})))
    assert (refusal.code, refusal.params) == ("spreadsheets.formula", {"where": "Cellule A3", "value": "=1+1"})


def test_a_formula_in_another_namespace_or_a_shared_one_is_found():
    def foreign(data: bytes) -> bytes:
        return data.replace(
            b"</sheetData>", b'<row r="3"><z:c xmlns:z="urn:z" r="A3"><z:f t="shared" si="0"/><z:v>1</z:v></z:c></row></sheetData>'
        )

    refusal = refused(repacked(workbook(("Liste", SIMPLE)), [("xl/worksheets/sheet1.xml", foreign)]))
    assert refusal.params == {"where": "Cellule A3", "value": "=formule partagée"}


def test_a_text_that_would_become_a_formula_is_refused_too():
    book = workbook(("Liste", {**SIMPLE, "A3": "@SUM(A1)"}), strings_to_formulas=False)
    assert refused(book).params["where"] == "Ligne 3, colonne « Nom »"


def test_a_workbook_with_macros_is_refused_by_content_under_any_name():
    plain = workbook(("Liste", SIMPLE))
    assert refused(repacked(plain, add=[("xl/vbaProject.bin", b"x")])).code == "spreadsheets.macros"
    declared = [("[Content_Types].xml", lambda data: data.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main"))]
    assert refused(repacked(plain, declared)).code == "spreadsheets.macros"


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")], "spreadsheets.open_document"),
        ([("xl/workbook.bin", b"x")], "spreadsheets.binary_workbook"),
        ([("word/document.xml", b"<x/>")], "spreadsheets.other_kind"),
        ([("readme.txt", b"x")], "spreadsheets.other_kind"),
        ([("xl/workbook.xml", b"<x/>")], "spreadsheets.damaged"),
        ([], "spreadsheets.other_kind"),
    ],
)
def test_archives_of_another_kind_are_refused_by_name(parts, code):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, data in parts:
            archive.writestr(name, data)
    assert refused(output.getvalue()).code == code


def test_damaged_workbooks_are_refused():
    whole = workbook(("Liste", SIMPLE))
    assert refused(whole[:-200]).code == "spreadsheets.damaged"
    assert refused(b"PK\x03\x04nothing").code == "spreadsheets.damaged"
    broken = repacked(whole, [("xl/worksheets/sheet1.xml", lambda data: data[: len(data) // 2])])
    assert refused(broken).code == "spreadsheets.damaged"
    bad_bytes = bytearray(repacked(whole, compression=zipfile.ZIP_STORED))
    at = bad_bytes.index(b"<sheetData>")
    bad_bytes[at : at + 11] = b"<sheetDatb>"
    assert refused(bytes(bad_bytes)).code == "spreadsheets.damaged"
    no_types = bytearray(whole)
    no_types[:400] = b"PK\x03\x04" + b"\xff" * 396
    assert refused(bytes(no_types)).code == "spreadsheets.damaged"


def test_a_protected_workbook_is_refused():
    content = bytearray(workbook(("Liste", SIMPLE)))
    at = content.index(b"PK\x01\x02")
    while at != -1:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    assert refused(bytes(content)).code in ("spreadsheets.old_workbook", "spreadsheets.damaged")


def test_a_zip_bomb_is_refused_from_its_directory():
    plain = workbook(("Liste", SIMPLE))
    zeros = [("xl/media/a.bin", b"\0" * 30_000_000)]
    assert refused(repacked(plain, add=zeros)).code == "spreadsheets.bomb"
    assert refused(repacked(plain, add=[("xl/media/b.bin", b"ab" * 5_000)]), max_unzipped_bytes=10_000).code == "spreadsheets.bomb"


def test_a_nested_archive_doubled_parts_and_too_many_parts_are_refused():
    plain = workbook(("Liste", SIMPLE))
    assert refused(repacked(plain, add=[("xl/embeddings/inner.zip", b"PK")])).code == "spreadsheets.bomb"
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = repacked(plain, add=[("xl/worksheets/sheet1.xml", b"<x/>")])
    assert refused(doubled).code == "spreadsheets.bomb"
    assert refused(repacked(plain, add=[(f"xl/x{number}", b"") for number in range(2_100)])).code == "spreadsheets.bomb"


def test_an_entity_bomb_is_refused():
    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    bombed = repacked(workbook(("Liste", SIMPLE)), [("xl/worksheets/sheet1.xml", lambda data: entities + data.split(b"?>", 1)[1])])
    assert refused(bombed).code == "spreadsheets.bomb"


def test_a_cell_set_at_the_far_end_of_the_sheet_is_refused():
    assert refused(workbook(("Liste", {**SIMPLE, "A1048576": "x"}))).code == "spreadsheets.too_many_rows"
    assert refused(workbook(("Liste", {**SIMPLE, "XFD2": "x"}))).code == "spreadsheets.too_many_columns"


def test_a_directory_that_lies_about_sizes_is_cut_by_the_limits_of_the_child():
    cells = b"".join(b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>' % (n, n, b"x" * 8_000) for n in range(1, 9_000))
    sheet = ("xl/worksheets/sheet1.xml", lambda data: data.split(b"<sheetData>")[0] + b"<sheetData>" + cells + b"</sheetData></worksheet>")
    big = repacked(workbook(("Liste", SIMPLE)), [sheet])
    content = bytearray(big)
    at = content.rindex(b"PK\x01\x02", 0, content.index(b"xl/worksheets/sheet1.xml", content.index(b"PK\x01\x02")))
    content[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    assert refused(bytes(content), memory=150_000_000).code in ("spreadsheets.damaged", "spreadsheets.too_heavy")
    assert refused(repacked(big, compression=zipfile.ZIP_STORED), max_bytes=10**9, memory=120_000_000).code in (
        "spreadsheets.too_heavy",
        "spreadsheets.damaged",
    )


def test_too_many_rows_are_refused():
    cells = {f"A{number}": "x" for number in range(1, 30)}
    assert refused(workbook(("Liste", cells)), max_rows=20).code == "spreadsheets.too_many_rows"


def test_a_slow_workbook_is_cut():
    cells = {f"A{number}": f"texte {number}" for number in range(1, 40_000)}
    assert refused(workbook(("Liste", cells)), wall_seconds=0).code == "spreadsheets.too_heavy"


def test_a_child_that_breaks_is_told_to_the_operator(caplog):
    with pytest.raises(Crashed):
        run_confined(CHILD, "not json", workbook(("Liste", SIMPLE)), Confinement(200_000_000, 5, 10))
    assert CHILD in caplog.text and "JSONDecodeError" in caplog.text
