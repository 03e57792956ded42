"""Two at the same moment: a claim is decided again once, and paid once. On PostgreSQL, where two transactions really run side by side."""

from datetime import timedelta

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Decision
from entraide.apps.claims.operations import deciding
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.payments.models import PaymentOrder
from entraide.apps.payments.operations import batching
from entraide.apps.payments.queries import states_agree
from entraide.apps.recourse.models import Complaint, Reexamination
from entraide.apps.recourse.operations.complaints import Said, receive
from entraide.apps.recourse.operations.reexaminations import Contested, ask, confirm, open_claim
from entraide.core.money import Money
from entraide.core.refusals import Refusal
from tests.factories import families
from tests.factories.actors import person
from tests.factories.thread import AT
from tests.harness.together import together


pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("published_catalogue")]
FULL, LESS = Money.of(120), Money.of(70)


@pytest.fixture
def officers():
    return [person(Role.CLAIMS_OFFICER) for _ in range(3)]


def granted(officer):
    return families.granted(families.family(), officer)


def refusals_in(answers):
    return sum(isinstance(answer, Refusal) for answer in answers)


def test_one_contest_sent_twice_at_once_is_one(officers):
    home = families.family()
    claim = families.granted(home, officers[0])
    contested = Contested("Je conteste.")
    first, second = together(*[lambda: ask(claim_id=claim.pk, contested=contested, actor=home.actor, **AT)] * 2)
    assert first == second and Reexamination.objects.count() == 1


def test_one_complaint_sent_twice_at_once_is_one():
    someone = person(Role.BENEFICIARY)
    told = {"beneficiary_id": someone.beneficiary.pk, "said": Said("delay", "Toujours rien."), "actor": someone.actor}
    first, second = together(*[lambda: receive(**told, **AT)] * 2)
    assert first == second and Complaint.objects.count() == 1


def test_confirmed_and_opened_at_once_is_one_of_both(officers):
    home = families.family()
    claim = families.granted(home, officers[0])
    key = ask(claim_id=claim.pk, contested=Contested("Je conteste."), actor=home.actor, **AT)
    answers = together(
        lambda: confirm(reexamination_id=key, answer="Non.", actor=officers[1].actor, **AT),
        lambda: open_claim(reexamination_id=key, actor=officers[2].actor, **AT),
    )
    claim.refresh_from_db()
    assert refusals_in(answers) == 1
    assert (Reexamination.objects.get().state == "confirmed") is (claim.state == "granted")


def test_two_who_decide_again_at_once_decide_once(officers):
    claim = granted(officers[0])
    reopen(claim_id=claim.pk, reason="Erreur.", due_on=AT["on"] + timedelta(days=9), actor=officers[1].actor, **AT)
    verdict = deciding.Verdict("grant", LESS, "Une part.")
    answers = together(
        *[lambda who=who: deciding.decide_claim(claim_id=claim.pk, verdict=verdict, actor=who.actor, **AT) for who in officers[1:]]
    )
    assert refusals_in(answers) == 1 and Decision.objects.filter(claim=claim).count() == 2
    assert sorted(PaymentOrder.objects.values_list("state", "cents")) == [("cancelled", FULL), ("due", LESS)]
    assert states_agree()


def test_lowered_while_a_batch_is_prepared_is_paid_once_one_way_or_the_other(officers):
    preparer = person(Role.ACCOUNTANT_PREPARES)
    for _ in range(3):
        claim = granted(officers[0])
        reopen(claim_id=claim.pk, reason="Erreur.", due_on=AT["on"] + timedelta(days=9), actor=officers[1].actor, **AT)
        together(
            lambda claim=claim: deciding.decide_claim(
                claim_id=claim.pk, verdict=deciding.Verdict("grant", LESS, "Une part."), actor=officers[1].actor, **AT
            ),
            lambda: batching.prepare_batch(execution_on=AT["on"], actor=preparer.actor, **AT),
        )
        claim.refresh_from_db()
        keys = [claim.pk, *claim.decisions.values_list("pk", flat=True)]
        live = PaymentOrder.objects.filter(cause_id__in=keys).exclude(state="cancelled").values_list("cents", flat=True)
        assert list(live) == [LESS if claim.state == "granted" else FULL]
        assert states_agree()
