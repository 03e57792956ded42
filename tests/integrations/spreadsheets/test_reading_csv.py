"""CSV files as payrolls, spreadsheets and old computers write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.tabular.table import Row
from entraide.integrations.spreadsheets.reading import read_table
from entraide.integrations.spreadsheets.refusals import Limits, UnreadableFile
from entraide.integrations.spreadsheets.sentences import REFUSALS


TEXT = "Nom;Prénom;Né le\nMüller;Zoé;12/03/1985\nN’Diaye;François;01/01/1990\n"
ROWS = (Row(2, ("Müller", "Zoé", "12/03/1985")), Row(3, ("N’Diaye", "François", "01/01/1990")))


def refused(content: bytes, filename: str = "liste.csv", **limits) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refusal:
        read_table(content, filename, limits=Limits(**limits))
    assert refusal.value.code in REFUSALS
    assert str(refusal.value) and "{" not in str(refusal.value)
    return refusal.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_every_usual_encoding_gives_the_same_table(encoding):
    table = read_table(TEXT.encode(encoding), "liste.csv")
    assert (table.header, table.rows) == (("Nom", "Prénom", "Né le"), ROWS)


@pytest.mark.parametrize("encoding", ["latin-1", "cp850"])
def test_older_encodings_are_read_too(encoding):
    assert read_table(TEXT.replace("’", "'").encode(encoding), "liste.csv").rows[0].cells == ("Müller", "Zoé", "12/03/1985")


def test_a_byte_that_windows_does_not_know_is_read_as_latin_1():
    assert read_table(b"Nom;Service\nM\xfcller \xe9\xe8\xe0;a\x81\n", "liste.csv").rows[0].cells[0] == "Müller éèà"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_usual_separator_and_end_of_line_gives_the_same_table(separator, newline):
    content = TEXT.replace(";", separator).replace("\n", newline).encode()
    assert read_table(content, "liste.csv").rows == ROWS


@pytest.mark.parametrize("declaration", ["sep=;\r\n", "sep=|\n", "sep=\t\n"])
def test_the_separator_that_excel_declares_is_used_and_its_line_counted(declaration):
    separator = declaration.strip("\r\n")[4:]
    table = read_table((declaration + TEXT.replace(";", separator)).encode(), "liste.csv")
    assert [row.line_number for row in table.rows] == [3, 4]


def test_a_comma_inside_cells_does_not_win_over_the_true_separator():
    table = read_table("Nom;Service;Note\nA;Voirie, parcs;x, y\nB;État civil;z\n".encode(), "liste.csv")
    assert table.rows[0].cells == ("A", "Voirie, parcs", "x, y")


def test_quotes_may_hold_separators_and_ends_of_line_and_lines_are_counted_as_an_editor_does():
    table = read_table(b'Nom;Note\n"A;""x""";"deux\nlignes"\n\n ; \nB;y\n', "liste.csv")
    assert table.rows == (Row(2, ('A;"x"', "deux\nlignes")), Row(6, ("B", "y")))


def test_blank_cells_after_the_last_title_are_dropped():
    assert read_table(b"\nNom;Note;;\nA;x;;\nB;y\n", "liste.csv").rows == (Row(3, ("A", "x")), Row(4, ("B", "y")))


def test_one_column_is_a_table():
    assert read_table(b"Nom\nA\n", "liste.csv").rows == (Row(2, ("A",)),)


def test_a_plain_signed_number_a_phone_number_and_a_dash_are_no_formula():
    cells = ("-12,50", "+33 6 12 34 56 78", "-", "a=b")
    assert read_table(b"A;B;C;D\n" + ";".join(cells).encode(), "liste.csv").rows[0].cells == cells


@pytest.mark.parametrize("cell", ["=1+1", "+A1", "-A1+2", "@SUM(A1)", '"\tcmd"', ' =HYPERLINK("x")', "＝1+1", "-2+cmd|' /C calc'!A0"])
def test_a_formula_is_refused_with_its_line_and_column(cell):
    refusal = refused(f"Nom;Note\nA;x\nB;{cell}\n".encode())
    assert refusal.code == "spreadsheets.formula"
    assert refusal.params["where"] == "Ligne 3, colonne « Note »"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "spreadsheets.empty", "vide"),
        (b"\xef\xbb\xbf\r\n\r\n", "spreadsheets.empty", "vide"),
        (b" ; ; \n", "spreadsheets.empty", "vide"),
        (b"Nom;Note\n", "spreadsheets.no_lines", "aucune ligne"),
        (b"Nom;Note\n;\n", "spreadsheets.no_lines", "aucune ligne"),
        (b"Nom;Note\nA;x\x00y\n", "spreadsheets.nul_character", "Ligne 2"),
        (b'Nom;Note\n"A;x\nB;y\n', "spreadsheets.bad_quotes", "Ligne 2"),
        (b"Nom;Note\nA;x;z\nB\nC;y\n", "spreadsheets.uneven_lines", "Lignes 2 et 3"),
        (b"Nom;Note\nA;x;z\n", "spreadsheets.uneven_lines", "Ligne 2 :"),
        (b"Nom;Note;NOM\nA;x;y\n", "spreadsheets.same_title", "NOM"),
        (b"Nom;=1+1\nA;x\n", "spreadsheets.formula", "Ligne 1 "),
        (b"%PDF-1.7 ...", "spreadsheets.other_kind", "un PDF"),
        (b"\xff\xd8\xff\xe0", "spreadsheets.other_kind", "une image"),
        (b"<html><table></table>", "spreadsheets.other_kind", "une page web,"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "spreadsheets.old_workbook", ".xls"),
        (b"\xff\xfea", "spreadsheets.other_kind", "binaire"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_its_cause(content, code, said):
    refusal = refused(content)
    assert refusal.code == code
    assert said in str(refusal)


def test_a_web_page_exported_as_a_workbook_is_called_by_its_name():
    assert "sous un nom de classeur" in str(refused(b"<TABLE><tr><td>Nom", "export.xls"))


def test_many_uneven_lines_are_counted():
    content = b"Nom;Note\n" + b"A\n" * 25
    assert "Lignes 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 et 15 autres" in str(refused(content))


def test_a_huge_file_is_refused_before_it_is_read():
    refusal = refused(b"\x00" * 200_000_001)
    assert (refusal.code, str(refusal)) == ("spreadsheets.too_big", "Ce fichier est trop gros : 201 Mo. 20 Mo au plus.")


def test_limits_on_rows_columns_and_cells_are_refused_by_name():
    assert refused(b"Nom;Note\n" + b"A;x\n" * 4, max_rows=3).code == "spreadsheets.too_many_rows"
    assert refused(b"Nom;Note\n" + b"A\n" * 4, max_rows=3).code == "spreadsheets.too_many_rows"
    assert refused(b"a;b;c\n1;2;3\n", max_columns=2).code == "spreadsheets.too_many_columns"
    assert refused(b"a;b\n1;2222\n", max_cell_length=3).code == "spreadsheets.long_cell"
    assert refused(b"a;b\n1;" + b"2" * 200_000).code == "spreadsheets.bad_quotes"


def test_fifty_thousand_rows_are_read_and_one_more_is_refused():
    assert len(read_table(b"Nom;Note\n" + b"A;x\n" * 50_000, "liste.csv").rows) == 50_000
    assert refused(b"Nom;Note\n" + b"A;x\n" * 50_001).params == {"limit": 50_000}


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_refusal(content):
    try:
        table = read_table(content, "liste.csv")
    except UnreadableFile as refusal:
        assert refusal.code in REFUSALS
    else:
        assert all(len(row.cells) == len(table.header) for row in table.rows)


def test_a_refusal_without_a_sentence_cannot_be_made():
    with pytest.raises(KeyError):
        UnreadableFile("spreadsheets.unknown")
