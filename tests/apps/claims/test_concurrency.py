"""Two at the same moment: one passes. On PostgreSQL, where two transactions really run side by side."""

from datetime import date

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, Decision, Reservation
from entraide.apps.claims.operations import checking, deciding, filing
from entraide.apps.payments.models import PaymentOrder
from entraide.core.money import Money
from entraide.core.refusals import Refusal
from tests.factories import families
from tests.factories.actors import person
from tests.factories.beneficiaries import KinshipFactory
from tests.factories.families import Typed
from tests.factories.rules import ONE_RIGHT_A_CHILD, publish_benefit
from tests.factories.thread import AT, BENEFIT
from tests.harness.together import together


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("published_catalogue"),
]


ROUNDS = 4


@pytest.mark.usefixtures("one_right_a_child")
def test_two_claims_for_one_child_filed_at_once_do_not_both_hold_the_ceiling():
    home, other = families.family(custody="alternating"), families.family()
    KinshipFactory(beneficiary=other.opener.beneficiary, dependant_id=home.child, custody="alternating")
    drafts = [(each, families.drafted(each, child=home.child)) for each in (home, other)]
    together(*[lambda each=each, key=key: filing.file(claim_id=key, actor=each.actor, **AT) for each, key in drafts])
    assert Claim.objects.filter(state="submitted").count() == 2
    assert Reservation.objects.filter(scope_id=home.child, released_at__isnull=True).count() == 1


@pytest.mark.usefixtures("one_right_a_child")
def test_a_child_entered_by_two_households_takes_its_ceiling_once_even_when_both_file_at_once():
    for number in range(ROUNDS):
        home, other = families.family(), families.family()
        child = {"given_name": f"Noé {number}", "family_name": "Ferrand", "custody": "alternating"}
        drafts = [(each, families.drafted(each, child=families.proved(families.child_of(each.opener, **child)))) for each in (home, other)]
        together(*[lambda each=each, key=key: filing.file(claim_id=key, actor=each.actor, **AT) for each, key in drafts])
        held = Reservation.objects.filter(claim_id__in=[key for _, key in drafts], released_at__isnull=True)
        assert held.count() == 1


@pytest.mark.usefixtures("published_catalogue")
def test_two_claims_of_one_person_filed_at_once_under_one_ceiling_do_not_both_hold_it():
    publish_benefit(ONE_RIGHT_A_CHILD.replace("per: subject,", "per: beneficiary,"))
    for number in range(ROUNDS):
        home = families.family()
        drafts = [families.drafted(home), families.drafted(home, child=families.child_of(home.opener, given_name=f"Noé {number}"))]
        together(*[lambda home=home, key=key: filing.file(claim_id=key, actor=home.actor, **AT) for key in drafts])
        assert Claim.objects.filter(pk__in=drafts, state="submitted").count() == 2
        assert Reservation.objects.filter(claim_id__in=drafts, released_at__isnull=True).count() == 1


def test_a_child_added_twice_at_once_is_one_child():
    for number in range(ROUNDS):
        home = families.family()
        first, second = together(*[lambda home=home, number=number: families.child_of(home.opener, given_name=f"Noé {number}")] * 2)
        assert first == second


def test_one_draft_filed_twice_at_once_is_filed_once():
    home = families.family()
    claim_id = families.drafted(home)
    answers = together(*[lambda: filing.file(claim_id=claim_id, actor=home.actor, **AT)] * 2)
    assert answers == [claim_id, claim_id]
    assert Reservation.objects.filter(claim_id=claim_id, ceiling=BENEFIT).count() == 1


def test_two_officers_who_take_at_once_one_has_it():
    officers = [person(Role.CLAIMS_OFFICER) for _ in range(2)]
    for _ in range(ROUNDS):
        claim = families.filed(families.family())
        answers = together(*[lambda who=who, key=claim.pk: checking.take(claim_id=key, actor=who.actor, **AT) for who in officers])
        assert sum(isinstance(answer, Refusal) for answer in answers) == 1


def test_two_officers_who_grant_at_once_grant_once():
    first, second = (person(Role.CLAIMS_OFFICER) for _ in range(2))
    claim = families.checked(families.family(), first)
    answers = together(
        *[
            lambda who=who, key=key: deciding.decide_claim(
                claim_id=claim.pk, verdict=deciding.Verdict("grant", key=key), actor=who.actor, **AT
            )
            for who, key in ((first, "one"), (second, "two"))
        ]
    )
    assert sum(isinstance(answer, Refusal) for answer in answers) == 1
    assert Decision.objects.filter(claim=claim).count() == 1
    assert PaymentOrder.objects.filter(cause_id=claim.pk).count() == 1


def test_a_double_click_at_once_gives_one_decision_twice():
    officer = person(Role.CLAIMS_OFFICER)
    claim = families.checked(families.family(), officer)
    verdict = deciding.Verdict("grant", key="click")
    answers = together(*[lambda: deciding.decide_claim(claim_id=claim.pk, verdict=verdict, actor=officer.actor, **AT)] * 2)
    assert answers == [Decision.objects.get(claim=claim).pk] * 2


def test_two_claims_of_one_child_read_at_once_do_not_both_hold_the_ceiling():
    officer, home = person(Role.CLAIMS_OFFICER), families.family()
    free = [Typed(expense=Money(0), stay_ended_on=day) for day in (families.STAY, date(2024, 7, 5))]
    claims = [families.taken(home, officer, typed) for typed in free]
    papers = [families.paper_of(claim, "invoice").pk for claim in claims]
    for cents in range(1, ROUNDS + 1):
        values = {"expense": Money(cents * 100)}
        together(
            *[
                lambda key=key, values=values: checking.accept_paper(claim_document_id=key, values=values, actor=officer.actor, **AT)
                for key in papers
            ]
        )
        assert Reservation.objects.filter(ceiling=BENEFIT, released_at__isnull=True).count() == 1
        for key in papers:
            checking.accept_paper(claim_document_id=key, values={"expense": Money(0)}, actor=officer.actor, **AT)
