"""Decisions asked together, made or withdrawn at the same moment as something else: each file is decided once, or not at all."""

from datetime import timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.operations.deciding import Verdict
from entraide.apps.desk.models import PlannedDecision
from entraide.apps.desk.operations.bulk import UNDO_MINUTES, Asked, make_due, plan, withdraw
from entraide.apps.desk.operations.by_hand import decide_by_hand
from entraide.apps.desk.operations.people import share_out
from entraide.apps.desk.queries.people import shares, stamp_of
from entraide.apps.desk.refusals import ShareChanged
from entraide.apps.payments.models import PaymentOrder
from entraide.core.refusals import Refusal
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.thread import filed_by, taken_from
from tests.harness.together import together


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]
WHEN = {"at": NOW, "on": TODAY}
DUE = {"actor": system_actor("schedule"), "at": NOW + timedelta(minutes=UNDO_MINUTES), "on": TODAY}
ROUNDS = 3


def ready(officer):
    return taken_from(person(Role.BENEFICIARY), officer)


def planned(officer, *claims):
    return plan(claim_ids=[claim.pk for claim in claims], asked=Asked("grant"), actor=officer.actor, **WHEN)


def test_two_schedules_that_make_the_same_decisions_at_once_make_each_once():
    officer = person(Role.CLAIMS_OFFICER)
    for _ in range(ROUNDS):
        claims = [ready(officer), ready(officer)]
        planned(officer, *claims)
        counts = together(*[lambda: make_due(**DUE)] * 2)
        keys = [claim.pk for claim in claims]
        assert sum(counts) == 2
        assert Decision.objects.filter(claim_id__in=keys).count() == PaymentOrder.objects.filter(cause_id__in=keys).count() == 2


def test_a_claim_decided_by_hand_while_it_is_being_made_is_decided_once():
    officer = person(Role.CLAIMS_OFFICER)
    for _ in range(ROUNDS):
        claim = ready(officer)
        planned(officer, claim)
        together(lambda: make_due(**DUE), lambda claim=claim: by_hand(claim, officer))
        assert Decision.objects.filter(claim=claim).count() == PaymentOrder.objects.filter(cause_id=claim.pk).count() == 1
        assert PlannedDecision.objects.get(claim=claim).state in {"done", "refused"}


def by_hand(claim, officer):
    try:
        return decide_by_hand(claim_id=claim.pk, verdict=Verdict("grant"), actor=officer.actor, **WHEN)
    except Refusal as refusal:
        return refusal


def test_withdrawn_while_they_are_made_they_are_either_made_or_withdrawn():
    officer = person(Role.CLAIMS_OFFICER)
    for _ in range(ROUNDS):
        claim = ready(officer)
        key = planned(officer, claim)
        together(lambda: make_due(**DUE), lambda key=key: withdraw(bulk_id=key, actor=officer.actor, **WHEN))
        is_decided = Decision.objects.filter(claim=claim).exists()
        assert PlannedDecision.objects.get(bulk_id=key).state == ("done" if is_decided else "withdrawn")


def test_two_who_share_the_same_claims_out_at_once_hand_each_over_once():
    for _ in range(2):
        person(Role.CLAIMS_OFFICER)
    managers = [person(Role.CLAIMS_MANAGER) for _ in range(2)]
    claims = [filed_by(person(Role.BENEFICIARY)) for _ in range(2)]
    seen = stamp_of(shares("", 5, actor=managers[0].actor, on=TODAY))
    told = together(*[lambda each=each: share_out(branch="", count=5, seen=seen, actor=each.actor, **WHEN) for each in managers])
    assert sum(count for count in told if not isinstance(count, ShareChanged)) == 2
    assert Claim.objects.filter(pk__in=[claim.pk for claim in claims], state="in_review", taken_by__isnull=False).count() == 2
