"""The file of accounting entries has the layout that the law names, and balances, line by line and in all."""

from datetime import date
from decimal import Decimal
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from entraide.core.ledger.accounts import AccountCode
from entraide.core.ledger.fec import COLUMNS, Written, fec_lines, fec_name
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
        st.just("grant:1"),
        st.just(DAY),
    ),
    max_size=20,
)
OPENING = st.dictionaries(CODES, st.integers(-(10**6), 10**6).map(Money))


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


def test_a_row_is_two_lines_as_the_law_writes_them():
    entry = Written("411", "756", Money(123_456), DAY, "contribution_called", "contribution_called:1", date(2024, 3, 16))
    rows = read(fec_lines({}, [entry], opened_on=date(2024, 1, 1)))
    assert [(row["CompteNum"], row["Debit"], row["Credit"]) for row in rows] == [("411", "1234,56", "0,00"), ("756", "0,00", "1234,56")]
    first = rows[0]
    assert (first["JournalCode"], first["EcritureDate"], first["ValidDate"]) == ("CO", "20240315", "20240316")
    assert (first["PieceRef"], first["PieceDate"], first["EcritureLib"]) == ("contribution_called:1", "20240315", "Appel de cotisation")
    assert (first["CompteLib"], first["Montantdevise"], first["Idevise"]) == ("Adhérents", "", "")


def test_a_year_opens_with_the_balances_of_the_one_before_and_carries_its_result():
    opening = {"411": Money(500), "512": Money(-200), "657": Money(900), "756": Money(-1200)}
    rows = read(fec_lines(opening, [], opened_on=date(2024, 1, 1)))
    assert [(row["JournalCode"], row["CompteNum"], row["Debit"], row["Credit"]) for row in rows] == [
        ("AN", "411", "5,00", "0,00"),
        ("AN", "512", "0,00", "2,00"),
        ("AN", "110", "0,00", "3,00"),
    ]


def test_the_name_of_the_file_is_the_siren_and_the_day_of_closing():
    assert fec_name("000000026", closed_on=date(2024, 12, 31)) == "000000026FEC20241231.txt"
