"""A stop and a decision in the same second: the claim passes before, or it waits for a human."""

from threading import Event
from time import sleep

import pytest
from django.db import transaction

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.desk.operations import straight_through
from entraide.apps.desk.operations.straight_through import RULE
from tests.apps.desk.test_straight_through import YEARLY_BENEFIT, automated, filed
from tests.factories.actors import person
from tests.factories.rules import publish_benefit
from tests.factories.thread import AT, iban_of
from tests.harness.together import together


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]


def ready():
    publish_benefit(YEARLY_BENEFIT)
    manager, someone = person(Role.CLAIMS_MANAGER), person(Role.BENEFICIARY)
    iban_of(someone)
    return manager, automated(manager), filed(someone)


def test_a_decision_begun_while_a_stop_is_under_way_waits_for_it_and_leaves_the_claim_to_a_human():
    manager, automation, claim = ready()
    begun = Event()

    def stopped():
        with transaction.atomic():
            straight_through.stop(automation_id=automation, reason="Barème.", actor=manager.actor, **AT)
            begun.set()
            sleep(0.3)

    def decided():
        begun.wait(5)
        return straight_through.decide_if_proved(claim_id=claim.pk, actor=RULE, **AT)

    assert together(stopped, decided)[1] is False
    assert not Decision.objects.exists()


def test_two_who_decide_the_same_claim_at_once_decide_it_once():
    _, _, claim = ready()
    answers = together(*[lambda: straight_through.decide_if_proved(claim_id=claim.pk, actor=RULE, **AT)] * 2)
    assert sorted(answers) == [False, True]
    assert Decision.objects.count() == 1
    assert Claim.objects.get(pk=claim.pk).state == "granted"
