"""What one cell of a file may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.money import Money
from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.tabular import cells
from entraide.core.tabular.cells import CellFault
from entraide.core.tabular.lines import LineReader
from entraide.core.tabular.sentences import REFUSALS
from entraide.core.tabular.table import Row


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (cells.read_text, "  a\u00a0\u202f b ", "a b"),
        (cells.read_text, "E\u0301lodie", "Élodie"),
        (cells.read_name, "N’Diaye (ép. Le Goff)", "N’Diaye (ép. Le Goff)"),
        (cells.read_amount, "1\u202f234,56 €", Money(123456)),
        (cells.read_amount, "-0,05", Money(-5)),
        (cells.read_amount, "+12.30", Money(1230)),
        (cells.read_siren, "200067213", "200067213"),
        (cells.read_account, "fr76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"),
        (cells.read_account, "BE68 5390 0754 7034", "BE68539007547034"),
        (cells.read_bic, "agrifrpp", "AGRIFRPP"),
        (cells.read_bic, "AGRIFRPP882", "AGRIFRPP882"),
        (cells.read_identifier, " A-12/4.b ", "A-12/4.b"),
        (cells.read_email, "Zoé.Müller@Ville.example", "zoé.müller@ville.example"),
    ],
)
def test_a_cell_is_read(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "code"),
    [
        (cells.read_amount, "12,3", "tabular.bad_amount"),
        (cells.read_amount, "12,345", "tabular.bad_amount"),
        (cells.read_amount, "1e3", "tabular.bad_amount"),
        (cells.read_amount, "1" * 30, "tabular.bad_amount"),
        (cells.read_amount, "١٢", "tabular.bad_amount"),
        (cells.read_siren, "12345678", "tabular.bad_siren"),
        (cells.read_siren, "200067214", "tabular.siren_key"),
        (cells.read_account, "FR76", "tabular.bad_iban"),
        (cells.read_account, "FR763000600001123456789018", "tabular.bad_iban"),
        (cells.read_account, "FR7630006000011234567890188", "tabular.bad_iban"),
        (cells.read_bic, "AGRI", "tabular.bad_bic"),
        (cells.read_identifier, "a b", "tabular.bad_identifier"),
        (cells.read_identifier, "é", "tabular.bad_identifier"),
        (cells.read_email, "a..b@ville.example", "tabular.bad_email"),
        (cells.read_email, "zoe", "tabular.bad_email"),
    ],
)
def test_a_faulty_cell_is_told_by_its_code(read, text, code):
    with pytest.raises(CellFault) as fault:
        read(text)
    assert fault.value.code == code
    assert REFUSALS[code].format(column="Colonne", **fault.value.params)


def test_a_whole_number_keeps_inside_its_bounds():
    assert cells.read_whole("2024", lowest=1970, highest=2100) == 2024
    for text in ("1969", "2101", "12.5", "-3", "x"):
        with pytest.raises(CellFault):
            cells.read_whole(text, lowest=1970, highest=2100)


def test_a_refused_iban_is_never_quoted_whole():
    with pytest.raises(CellFault) as fault:
        cells.read_account("FR7630006000011234567890188")
    assert "3000600001" not in REFUSALS[fault.value.code].format(column="IBAN", **fault.value.params)


@given(st.integers(-(10**11), 10**11))
def test_every_amount_written_by_us_is_read_back_to_the_cent(amount):
    assert cells.read_amount(str(Money(amount))) == Money(amount)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_quotable_message(text):
    for read in (
        cells.read_name,
        cells.read_date,
        cells.read_email,
        cells.read_amount,
        cells.read_siren,
        cells.read_account,
        cells.read_bic,
    ):
        try:
            read(text)
        except CellFault as fault:
            assert "\x00" not in REFUSALS[fault.code].format(column="x", **fault.params)


@given(st.text())
def test_normalising_twice_is_normalising_once(text):
    assert normalise(normalise(text)) == normalise(text)


def test_names_are_folded_without_case_accents_or_punctuation():
    assert normalise("  ÉLODIE d’Ormesson–Łukasz\tØ ") == "elodie d ormesson lukasz o"
    assert normalise("Straße Œuvre") == "strasse oeuvre"
    assert normalise("") == ""


def test_a_line_reader_names_the_file_when_there_are_several():
    reader = LineReader(Row(4, ("",)), {"a": 0}, {"a": "A", "b": "B"}, file="members.csv")
    assert reader.required("a", cells.read_text) is None
    assert reader.optional("b", cells.read_text) is None
    reader.fault("x.y", extra=1)
    assert reader.findings == [
        Finding("tabular.blank", "members.csv, ligne 4", {"line": 4, "column": "A"}),
        Finding("x.y", "members.csv, ligne 4", {"line": 4, "extra": 1}),
    ]
