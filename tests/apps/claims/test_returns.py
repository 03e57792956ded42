"""What the person is told of a returned transfer follows from the bank's reason; the bank never reads what a benefit is."""

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.claims.operations import settling
from entraide.apps.notifications.models import Message
from entraide.apps.payments.models import PaymentOrder
from tests.apps.payments.desk import AT, SYSTEM, desk, file_of
from tests.factories import families
from tests.factories.actors import person


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def claim():
    return families.granted(families.family(), person(Role.CLAIMS_OFFICER))


def told_after(claim, code):
    """Have the bank return the payment of a claim for a reason; give what the person reads of it."""
    accountants = desk()
    order = PaymentOrder.objects.get(cause_id=claim.pk)
    accountants.read(accountants.answer(accountants.sent(), returns={f"{order.pk.hex}-01": code}))
    for _ in range(2):
        settling.claim_bank_lines(actor=SYSTEM, **AT)
    assert AuditEntry.objects.filter(verb="claims.returned", subject_id=claim.pk).count() == 1
    return [message.body for message in Message.objects.filter(beneficiary_id=claim.beneficiary_id, subject__startswith="Votre virement")]


def test_a_closed_account_asks_for_a_new_iban(claim):
    (body,) = told_after(claim, "AC04")
    assert "Le compte est clôturé. Indiquez un nouvel IBAN dans « Mon foyer »" in body


def test_an_unexplained_return_asks_to_check_the_iban(claim):
    (body,) = told_after(claim, "MS03")
    assert "Vérifiez votre IBAN" in body


def test_a_fault_of_ours_asks_nothing_of_the_person(claim):
    (body,) = told_after(claim, "AM04")
    assert "Vous n’avez rien à faire." in body
    assert "IBAN" not in body


def test_nothing_is_written_to_somebody_who_has_died(claim):
    assert told_after(claim, "MD07") == []


def test_the_bank_reads_the_reference_and_never_the_benefit(claim):
    order = PaymentOrder.objects.get(cause_id=claim.pk)
    assert order.label == f"ENTRAIDE {claim.reference}"
    assert b"loisirs" not in file_of(desk().sent()).lower()
