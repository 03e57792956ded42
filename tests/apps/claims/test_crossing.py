"""Two officers on two claims of one household cross, and neither waits for the other for ever."""

from datetime import date
from threading import Event

import pytest
from django.db import connection

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, Reservation
from entraide.apps.claims.operations import checking, deciding
from tests.factories import families
from tests.factories.actors import person
from tests.factories.families import Typed
from tests.factories.thread import AT
from tests.harness.together import together


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]


def wait(event):
    """Wait for the other act, where acts really run side by side."""
    if connection.vendor == "postgresql":
        assert event.wait(timeout=20)


def test_refusing_a_claim_while_another_of_the_household_is_checked_lets_both_through(monkeypatch):
    officer, home = person(Role.CLAIMS_OFFICER), families.family()
    holder = families.checked(home, officer)
    waiting = families.taken(home, officer, Typed(stay_ended_on=date(2024, 7, 5)))
    paper = families.paper_of(waiting, "invoice").pk
    claim_held, household_held, lock = Event(), Event(), deciding.lock_household

    def lock_after_the_other(*args, **kwargs):
        claim_held.set()
        wait(household_held)
        lock(*args, **kwargs)

    def lock_first(*args, **kwargs):
        lock(*args, **kwargs)
        household_held.set()

    def refuse():
        wait(claim_held)
        verdict = deciding.Verdict("refuse", note="Ce séjour n’ouvre pas de droit.")
        return deciding.decide_claim(claim_id=holder.pk, verdict=verdict, actor=officer.actor, **AT)

    monkeypatch.setattr(checking, "lock_household", lock_after_the_other)
    monkeypatch.setattr(deciding, "lock_household", lock_first)
    together(lambda: checking.accept_paper(claim_document_id=paper, values={}, actor=officer.actor, **AT), refuse)
    assert Claim.objects.get(pk=holder.pk).state == "refused"
    assert Reservation.objects.filter(claim=waiting, released_at__isnull=True).exists()
