"""The file of accounting entries has the layout that the law names, and balances, line by line and in all."""

import re
from datetime import date
from decimal import Decimal
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from entraide.core.ledger.accounts import AccountCode
from entraide.core.ledger.fec import COLUMNS, JOURNALS, NOBODY, Piece, Written, fec_lines, fec_name, journal_of
from entraide.core.ledger.journal import CauseKind
from entraide.core.money import Money


DAY = date(2024, 3, 15)
CODES = st.sampled_from([str(code) for code in AccountCode])
ENTRIES = st.lists(
    st.builds(
        Written,
        CODES,
        CODES,
        st.integers(1, 10**9).map(Money),
        st.dates(date(2024, 1, 1), date(2024, 12, 31)),
        st.sampled_from([str(kind) for kind in CauseKind]),
        st.builds(
            Piece,
            st.text(max_size=20),
            st.just(DAY),
            st.tuples(st.sampled_from(["", "200000016"]), st.text(max_size=20)),
            st.sampled_from(["", "AC-2024-000001"]),
            st.sampled_from([None, DAY]),
        ),
        st.just(DAY),
    ),
    max_size=20,
)
OPENING = st.dictionaries(st.tuples(CODES, st.just(NOBODY)), st.integers(-(10**6), 10**6).map(Money))


def read(lines):
    """Read the file back: rows by column."""
    titles, *rows = [line.split("\t") for line in lines]
    assert tuple(titles) == COLUMNS
    assert all(len(row) == len(COLUMNS) == 18 for row in rows)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def euros(text):
    return Decimal(text.replace(",", "."))


@given(OPENING, ENTRIES)
def test_each_entry_and_the_whole_file_balance_and_numbers_follow(opening, entries):
    rows = read(fec_lines(opening, entries, opened_on=date(2024, 1, 1)))
    numbers = [int(row["EcritureNum"]) for row in rows]
    assert numbers == sorted(numbers) and set(numbers) == set(range(1, len(set(numbers)) + 1))
    for _, own in groupby(rows, key=lambda row: row["EcritureNum"]):
        held = list(own)
        assert sum(euros(row["Debit"]) for row in held) == sum(euros(row["Credit"]) for row in held)
    assert all(min(euros(row["Debit"]), euros(row["Credit"])) == 0 for row in rows)
    for row in rows:
        assert all(re.fullmatch(r"[0-9]{8}", row[name]) for name in ("EcritureDate", "PieceDate", "ValidDate"))
        assert all(re.fullmatch(r"[0-9]+,[0-9]{2}", row[name]) for name in ("Debit", "Credit"))
        assert row["JournalCode"] in JOURNALS and row["CompteNum"][:3].isdigit()
        assert bool(row["EcritureLet"]) <= bool(row["DateLet"]) <= (row["CompteNum"] == "411")
        assert row["CompteNum"] == "411" or not (row["CompAuxNum"] or row["CompAuxLib"])


def test_the_columns_are_those_of_article_a_47_a_1_in_its_order():
    """Livre des procédures fiscales, article A. 47 A-1, VII, 1°."""
    said = (
        "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit "
        "Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
    )
    assert " ".join(COLUMNS) == said


def test_every_kind_of_event_stands_in_a_journal_of_the_file():
    assert {journal_of(str(kind)) for kind in CauseKind} <= set(JOURNALS)


def test_the_account_of_members_says_whose_each_line_is_and_by_what_it_is_matched():
    piece = Piece("AC-2024-000001", DAY, ("200000016", "Commune\tde Reims"), "AC-2024-000001", date(2024, 4, 2))
    entry = Written("471", "411", Money(100), date(2024, 4, 2), "contribution_received", piece, date(2024, 4, 3))
    first, second = read(fec_lines({}, [entry], opened_on=date(2024, 1, 1)))
    assert [first[name] for name in ("CompteNum", "CompAuxNum", "CompAuxLib", "EcritureLet", "DateLet")] == ["471", "", "", "", ""]
    assert [second[name] for name in ("CompteNum", "CompAuxNum", "CompAuxLib")] == ["411", "200000016", "Commune de Reims"]
    assert [second[name] for name in ("PieceRef", "PieceDate", "EcritureLet", "DateLet")] == [
        "AC-2024-000001",
        "20240315",
        "AC-2024-000001",
        "20240402",
    ]


def test_a_year_opens_with_what_each_member_owes():
    opening = {("411", ("1", "Un")): Money(500), ("411", ("2", "Deux")): Money(-200), ("512", NOBODY): Money(-300)}
    rows = read(fec_lines(opening, [], opened_on=date(2024, 1, 1)))
    assert [(row["CompteNum"], row["CompAuxNum"], row["Debit"], row["Credit"]) for row in rows] == [
        ("411", "1", "5,00", "0,00"),
        ("411", "2", "0,00", "2,00"),
        ("512", "", "0,00", "3,00"),
    ]


def test_a_row_is_two_lines_as_the_law_writes_them():
    entry = Written("411", "756", Money(123_456), DAY, "contribution_called", Piece("contribution_called:1", DAY), date(2024, 3, 16))
    rows = read(fec_lines({}, [entry], opened_on=date(2024, 1, 1)))
    assert [(row["CompteNum"], row["Debit"], row["Credit"]) for row in rows] == [("411", "1234,56", "0,00"), ("756", "0,00", "1234,56")]
    first = rows[0]
    assert (first["JournalCode"], first["EcritureDate"], first["ValidDate"]) == ("CO", "20240315", "20240316")
    assert (first["PieceRef"], first["PieceDate"], first["EcritureLib"]) == ("contribution_called:1", "20240315", "Appel de cotisation")
    assert (first["CompteLib"], first["Montantdevise"], first["Idevise"]) == ("Adhérents", "", "")


def test_a_year_opens_with_the_balances_of_the_one_before_and_carries_its_result():
    opening = {(code, NOBODY): Money(cents) for code, cents in (("411", 500), ("512", -200), ("657", 900), ("756", -1200))}
    rows = read(fec_lines(opening, [], opened_on=date(2024, 1, 1)))
    assert [(row["JournalCode"], row["CompteNum"], row["Debit"], row["Credit"]) for row in rows] == [
        ("AN", "411", "5,00", "0,00"),
        ("AN", "512", "0,00", "2,00"),
        ("AN", "110", "0,00", "3,00"),
    ]


def test_the_name_of_the_file_is_the_siren_and_the_day_of_closing():
    assert fec_name("000000026", closed_on=date(2024, 12, 31)) == "000000026FEC20241231.txt"
