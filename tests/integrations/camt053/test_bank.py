"""The bank of the harness: it answers by the official schema and knows nothing of the project."""

import ast
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from entraide.core.money import Money
from entraide.core.sepa.transfers import Debtor, credit_transfer
from entraide.integrations.camt053 import LineKind, read_camt053
from entraide.integrations.iso20022 import read_message, schema_findings
from entraide.integrations.pain001 import build_pain001
from tests.harness import bank


IBAN, PAYEE = "FR7630001007941234567890185", "FR1420041010050500013M02606"
DAY, LATER = date(2024, 10, 17), date(2024, 10, 21)


def _pain(count=2, message_id="LOT-1", first=1):
    transfers = [
        credit_transfer(UUID(int=number), 1, (f"Payee {number}", PAYEE, None), Money(4700 + number), "Rentree")
        for number in range(first, first + count)
    ]
    return build_pain001(message_id, datetime(2024, 10, 15, 8, 0, tzinfo=UTC), Debtor("Entraide", IBAN), DAY, transfers)


def test_the_bank_imports_nothing_of_the_project():
    tree = ast.parse(Path(bank.__file__).read_text(encoding="utf-8"))
    named = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert not [name for name in named if name.split(".")[0] in ("entraide", "tests")]


@pytest.mark.parametrize("batch_booked", [False, True])
@pytest.mark.parametrize("opening", ["100000.00", "10.00", "-5.00"])
def test_its_statements_are_valid_for_the_official_schema_and_add_up(batch_booked, opening):
    orders = [bank.read_order(_pain()), bank.read_order(_pain(3, "LOT-2", 10))]
    data = bank.statement(orders, DAY, {"Payee 1": "MS03"}, batch_booked=batch_booked, opening=Decimal(opening))
    assert schema_findings(read_message(data), "camt.053.001.08") == ()
    statement = read_camt053(data, IBAN)
    assert len(statement.lines) == 6
    assert len({line.reference for line in statement.lines}) == 6


@pytest.mark.parametrize("key", ["Payee 2", f"{UUID(int=2).hex}-01"])
def test_a_transfer_is_returned_by_name_or_identifier(key):
    (line,) = read_camt053(bank.statement([bank.read_order(_pain())], LATER, {key: "AC04"}, debits=False)).lines
    assert (line.kind, line.end_to_end_id, line.booked_on) == (LineKind.RETURN, f"{UUID(int=2).hex}-01", LATER)


def test_an_account_returns_all_its_transfers():
    assert len(read_camt053(bank.statement([bank.read_order(_pain())], LATER, {PAYEE: "AC06"}, debits=False)).lines) == 2


def test_a_transfer_that_was_never_ordered_is_not_returned():
    with pytest.raises(ValueError, match="no transfer to return"):
        bank.statement([bank.read_order(_pain())], LATER, {"Nobody": "AC04"})


def test_a_message_whose_sum_is_wrong_is_rejected():
    with pytest.raises(ValueError, match="rejected"):
        bank.read_order(_pain().replace(b"94.03", b"94.04"))


def test_it_answers_from_the_command_line(tmp_path):
    received, answered = tmp_path / "pain.xml", tmp_path / "camt.xml"
    received.write_bytes(_pain())
    assert (
        bank.main(
            [str(received), "--return", f"{UUID(int=1).hex}-01=AC04", "--on", LATER.isoformat(), "--returns-only", "-o", str(answered)]
        )
        == 0
    )
    assert [line.reason_code for line in read_camt053(answered.read_bytes()).lines] == ["AC04"]


def test_it_answers_on_the_standard_output_for_the_execution_day(tmp_path, capsysbinary):
    received = tmp_path / "pain.xml"
    received.write_bytes(_pain())
    assert bank.main([str(received), "--batch-booked"]) == 0
    assert {line.booked_on for line in read_camt053(capsysbinary.readouterr().out).lines} == {DAY}
