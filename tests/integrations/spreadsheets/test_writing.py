"""Exports that people open in a spreadsheet."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from entraide.core.money import Money
from entraide.integrations.spreadsheets.reading import read_table
from entraide.integrations.spreadsheets.writing import stream_csv, write_csv, write_xlsx


COLUMNS = ("Nom", "Jour", "Instant", "Montant", "Taux", "Nombre", "Oui", "Vide")
ROW = ("Müller; Zoé", date(2024, 10, 15), datetime(2024, 10, 15, 8, 30, tzinfo=UTC), Money(-123456), Decimal("0.0892"), 12, True, None)


def test_a_csv_export_opens_with_accents_dates_and_commas_in_a_french_spreadsheet():
    assert write_csv(COLUMNS, [ROW]).decode("utf-8") == (
        '\ufeffNom;Jour;Instant;Montant;Taux;Nombre;Oui;Vide\r\n"Müller; Zoé";15/10/2024;15/10/2024 08:30;-1234,56;0,0892;12;oui;\r\n'
    )
    assert write_csv(("A",), [(False,)]).endswith(b"non\r\n")


def test_a_workbook_export_is_read_back_with_true_dates_and_numbers():
    table = read_table(write_xlsx(COLUMNS, [ROW, ("x", None, None, None, None, None, False, "")]), "export.xlsx")
    assert table.header == COLUMNS
    assert table.rows[0].cells == ("Müller; Zoé", "2024-10-15", "2024-10-15 08:30:00", "-1234.56", "0.0892", "12", "oui", "")
    assert table.rows[1].cells[6] == "non"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "\t=1", "-A1"])
def test_nothing_written_can_run(text):
    assert write_csv(("Nom",), [(text,)]).decode().split("\r\n")[1].strip('"').startswith("'")
    with zipfile.ZipFile(io.BytesIO(write_xlsx(("Nom", text), [(text, "a")]))) as archive:
        sheet, styles = archive.read("xl/worksheets/sheet1.xml"), archive.read("xl/styles.xml")
    assert b"<f>" not in sheet
    assert b'quotePrefix="1"' in styles


def test_a_hostile_title_is_neutral_too():
    assert write_csv(("=1+1",), []).decode().startswith("\ufeff'=1+1")


def test_a_long_export_comes_in_pieces_that_make_the_same_file():
    rows = [(f"Nom {number}", number) for number in range(1_200)]
    pieces = list(stream_csv(("Nom", "Nombre"), iter(rows)))
    assert len(pieces) == 3
    assert len(read_table(b"".join(pieces), "export.csv").rows) == 1_200
