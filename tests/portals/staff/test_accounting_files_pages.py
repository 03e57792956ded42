"""The accountant's file of entries: its control totals are those of the file that is downloaded."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.ledger import operations as ledger
from entraide.core.ledger import post_bank_line, post_contribution_called, post_grant
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW
from tests.harness.budgets import queries_of
from tests.portals.staff.test_payments_pages import text_of


pytestmark = pytest.mark.django_db


@pytest.fixture
def accountant():
    return signed_in(person(Role.ACCOUNTANT_PREPARES))


def year_of_entries():
    ledger.post([post_contribution_called(uuid7().hex, Money(20_000), date(2023, 3, 1))], at=NOW)
    ledger.post([post_contribution_called(uuid7().hex, Money(cents), date(2024, 3, 1)) for cents in (100_000, 50)], at=NOW)
    ledger.post(
        [post_bank_line(uuid7().hex, Money(-1_250), date(2024, 5, 2)), post_grant(uuid7().hex, Money(4_700), date(2024, 5, 3))], at=NOW
    )


def file_of(client, year):
    answer = client.get(reverse("staff:accounting_file", args=[year]))
    assert answer["Content-Disposition"] == f'attachment; filename="000000026FEC{year}1231.txt"'
    titles, *rows, _ = [line.split("\t") for line in b"".join(answer.streaming_content).decode().split("\r\n")]
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_each_year_is_offered_with_its_control_totals(accountant):
    year_of_entries()
    told = text_of(accountant.get(reverse("staff:accounting_files")))
    assert "Cotisations CO 2 1 000,50 € 1 000,50 €" in told and "Banque BQ 1 12,50 € 12,50 €" in told
    assert "Total de contrôle 4 1 060,00 € 1 060,00 €" in told
    assert "année ouverte : provisoire" in told and "année close" in told
    rows = [row for row in file_of(accountant, 2024) if row["JournalCode"] != "AN"]
    for side in ("Debit", "Credit"):
        assert sum(Decimal(row[side].replace(",", ".")) for row in rows) == Decimal("1060.00")
    assert accountant.get(reverse("staff:accounting_file", args=[2019])).status_code == 404


def test_the_page_asks_as_much_for_many_entries(accountant):
    year_of_entries()
    url = reverse("staff:accounting_files")
    few = len(queries_of(accountant, url))
    year_of_entries()
    assert len(queries_of(accountant, url)) == few


def test_an_empty_journal_says_so(accountant):
    assert "ne contient encore aucune écriture" in text_of(accountant.get(reverse("staff:accounting_files")))
