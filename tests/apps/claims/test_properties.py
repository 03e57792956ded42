"""Whatever is done and in whatever order, no ceiling is exceeded and the journal agrees."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, ClaimDocument, Decision, Reservation
from entraide.apps.claims.operations import checking, filing, waiting
from entraide.apps.claims.queries.replays import replays
from entraide.apps.payments.models import PaymentOrder
from entraide.apps.payments.queries import agreements
from entraide.core.money import Money
from entraide.core.refusals import Refusal
from tests.factories import families
from tests.factories.actors import person
from tests.factories.families import Typed
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
STAYS = (date(2024, 8, 23), date(2024, 7, 5), date(2024, 4, 14))


class World:
    """A family of two children, an officer, and the claims made so far."""

    def __init__(self):
        self.home, self.officer = families.family(), person(Role.CLAIMS_OFFICER)
        self.children = (self.home.child, families.child_of(self.home.opener, given_name="Noé"))
        self.claims = []

    def claim(self, place):
        return Claim.objects.get(pk=self.claims[place % len(self.claims)])

    def paper(self, place, state):
        return ClaimDocument.objects.filter(claim=self.claim(place), state=state).order_by("pk").first()

    def file(self, place, cents):
        typed = Typed(expense=Money(cents), stay_ended_on=STAYS[cents % 3])
        self.claims.append(families.filed(self.home, typed, child=self.children[place % 2]).pk)

    def take(self, place, cents):
        checking.take(claim_id=self.claim(place).pk, actor=self.officer.actor, **AT)

    def accept(self, place, cents):
        families.accept_all(self.claim(place), self.officer)

    def read(self, place, cents):
        paper = families.paper_of(self.claim(place), "invoice")
        values = {"expense": Money(cents), "stay_ended_on": STAYS[cents % 3]}
        checking.accept_paper(claim_document_id=paper.pk, values=values, actor=self.officer.actor, **AT)

    def ask(self, place, cents):
        if paper := self.paper(place, "received"):
            correction = checking.Correction("illegible", "Refaites-la.")
            checking.ask_correction(claim_document_id=paper.pk, correction=correction, actor=self.officer.actor, **AT)

    def correct(self, place, cents):
        if paper := self.paper(place, "to_correct"):
            document_id = families.kept(self.home.actor)
            waiting.correct_paper(claim_document_id=paper.pk, document_id=document_id, actor=self.home.actor, **AT)

    def grant(self, place, cents):
        families.decide(self.claim(place), self.officer, amount=Money(cents) if cents % 2 else None, note="Vu.")

    def refuse(self, place, cents):
        families.decide(self.claim(place), self.officer, "refuse", note="Non.")

    def close(self, place, cents):
        families.decide(self.claim(place), self.officer, "close", note="Sans suite.")

    def withdraw(self, place, cents):
        filing.withdraw(claim_id=self.claim(place).pk, actor=self.home.actor, **AT)


ACTS = ("file", "take", "accept", "read", "ask", "correct", "grant", "refuse", "close", "withdraw")
# Half of the sequences begin on the way to a grant, so that decisions and what comes after them are reached.
BEGINNINGS = ((), (("file", 0, 30_000), ("file", 0, 20_001), ("take", 0, 0), ("accept", 0, 0)))


def check(world):
    """Hold every claim, reservation and order against the others."""
    held = list(Reservation.objects.filter(released_at__isnull=True).order_by("pk"))
    assert max(Counter((row.scope_id, row.ceiling, row.event_on.year) for row in held).values(), default=0) <= 1
    states = dict(Claim.objects.order_by("pk").values_list("pk", "state"))
    assert {states[row.claim_id] for row in held} <= {"submitted", "in_review", "awaiting_correction", "granted"}
    granted = {row.claim_id: row.cents for row in Decision.objects.filter(outcome="granted").order_by("pk")}
    assert granted == {row.cause_id: row.cents for row in PaymentOrder.objects.order_by("pk")}
    assert granted == {row.claim_id: row.cents for row in held if states[row.claim_id] == "granted"}
    assert all(cents <= Money.of(120) for cents in granted.values())
    assert all(agreement.holds for agreement in agreements(as_of=date(2030, 1, 1)))


@given(
    beginning=st.sampled_from(BEGINNINGS),
    acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(1, 40_000)), max_size=12),
)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_sequence_of_acts_exceeds_a_ceiling_or_parts_the_journal_from_the_orders(beginning, acts):
    with transaction.atomic():
        world = World()
        for name, place, cents in (*beginning, *acts):
            if not world.claims and name != "file":
                continue
            try:
                with transaction.atomic():
                    getattr(world, name)(place, cents)
            except Refusal:
                pass
            check(world)
        assert all(each.is_equal for each in replays())
        transaction.set_rollback(True)
