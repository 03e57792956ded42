"""A claim decided again: another person, another decision that supersedes, and the money that follows, once and whole."""

from datetime import timedelta
from decimal import Decimal

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, Decision, Reservation
from entraide.apps.claims.operations import deciding, filing, settling
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.claims.operations.waiting import close_unanswered
from entraide.apps.claims.queries.contesting import contest_by
from entraide.apps.claims.queries.deaths import claims_at_death
from entraide.apps.claims.queries.lists import claims_of
from entraide.apps.claims.queries.replays import replay
from entraide.apps.claims.refusals import NotYourClaim, ReasonMissing
from entraide.apps.documents.queries import content_of
from entraide.apps.notifications.models import Message
from entraide.apps.payments.models import PaymentOrder, TransferBatch
from entraide.apps.payments.operations import batching, statements
from entraide.apps.payments.queries import agreements, states_agree
from entraide.apps.usage.models import Use
from entraide.core.money import Money
from entraide.core.workflow.engine import TransitionRefused
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.harness.bank import read_order, statement


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
WHEN = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")
DUE = TODAY + timedelta(days=60)
FULL, PART, LESS = Money.of(120), Money.of(70), Money.of(30)


@pytest.fixture
def first():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def second():
    return person(Role.CLAIMS_OFFICER)


def decided(officer, act="grant", **verdict):
    claim = families.checked(families.family(), officer)
    return families.decide(claim, officer, act, **verdict)


def opened(claim, officer, reason="La personne a fourni un autre justificatif."):
    reopen(claim_id=claim.pk, reason=reason, due_on=DUE, actor=officer.actor, **WHEN)
    return Claim.objects.get(pk=claim.pk)


def again(claim, officer, act="grant", **verdict):
    opened(claim, officer)
    return families.decide(claim, officer, act, **verdict)


def orders(claim):
    keys = [claim.pk, *claim.decisions.values_list("pk", flat=True)]
    return list(PaymentOrder.objects.filter(cause_id__in=keys).order_by("pk").values_list("cause_kind", "state", "cents"))


def batch():
    preparer, releaser = person(Role.ACCOUNTANT_PREPARES), person(Role.ACCOUNTANT_RELEASES)
    batch_id = batching.prepare_batch(execution_on=TODAY, actor=preparer.actor, **WHEN)
    return batch_id, preparer, releaser


def paid(returns=None, *, number=1, balance=Decimal(1_000)):
    batch_id, preparer, releaser = batch()
    batching.release_batch(batch_id=batch_id, actor=releaser.actor, **WHEN)
    order = read_order(content_of(TransferBatch.objects.get(pk=batch_id).document_id))
    content = statement([order], TODAY, returns and {order.transfers[0].end_to_end_id: returns}, opening=balance, number=number)
    statements.import_statement(content=content, name="releve.xml", actor=preparer.actor, **WHEN)
    settling.claim_bank_lines(actor=SYSTEM, **WHEN)


def books_hold():
    return states_agree() and all(each.holds for each in agreements(as_of=TODAY))


def said_to_person(claim, words):
    return " ".join(words.split()) in Message.objects.filter(beneficiary_id=claim.beneficiary_id).order_by("pk").last().body


def test_a_claim_opened_again_is_in_the_charge_of_who_opened_it_and_its_decision_stands_in_history(first, second):
    claim = opened(decided(first), second)
    assert (claim.state, claim.taken_by, claim.due_on, claim.decided_on) == ("in_review", second.account.pk, DUE, None)
    assert claim.decisions.count() == 1


def test_who_decided_neither_opens_again_nor_decides_again(first, second):
    claim = decided(first, "refuse", note="Pas de pièce.")
    with pytest.raises(TransitionRefused) as refused:
        opened(claim, first)
    assert refused.value.finding.code == "workflow.own_decision"
    opened(claim, second)
    for act in ("grant", "refuse", "close"):
        with pytest.raises(TransitionRefused) as refused:
            families.decide(claim, first, act, note="Non.")
        assert refused.value.finding.code == "workflow.own_decision"


@pytest.mark.parametrize("role", [Role.CONTACT_AGENT, Role.CLAIMS_MANAGER, Role.DIRECTOR])
def test_only_who_decides_opens_again(first, role):
    with pytest.raises(NotYourClaim):
        opened(decided(first), person(role))


def test_a_claim_that_is_not_decided_or_without_a_reason_is_not_opened_again(first, second):
    with pytest.raises(TransitionRefused):
        opened(families.checked(families.family(), first), second)
    with pytest.raises(ReasonMissing):
        opened(decided(first), second, reason="  ")


def test_a_new_decision_supersedes_and_both_are_replayed(first, second):
    claim = again(decided(first, amount=PART, note="Part prise en charge."), second)
    old, new = claim.decisions.order_by("pk")
    assert (new.supersedes, new.way, new.decided_by) == (old, "reexamination", second.account.pk)
    assert all(replay(each).is_equal for each in (old, new))


@pytest.mark.parametrize("act", ["grant", "refuse", "close"])
def test_a_new_decision_says_until_when_it_may_be_contested_in_turn(first, second, act):
    claim = again(decided(first, "refuse", note="Pas de facture."), second, act, note="" if act == "grant" else "Toujours pas.")
    assert said_to_person(claim, f"jusqu’au {contest_by(TODAY):%d/%m/%Y} inclus")


def test_a_refusal_that_becomes_a_grant_is_ordered_whole(first, second):
    claim = again(decided(first, "refuse", note="Pas de pièce."), second)
    assert orders(claim) == [("claim", "due", FULL)]
    assert said_to_person(claim, f"{FULL} vous sont accordés. Ils vous seront versés")
    assert books_hold()


def test_more_orders_the_difference_whether_the_first_was_paid_or_not(first, second):
    claim = again(decided(first, amount=PART, note="Part prise en charge."), second)
    assert orders(claim) == [("claim", "due", PART), ("decision", "due", FULL - PART)]
    assert said_to_person(claim, f"{FULL - PART} vous seront versés en plus des {PART}")
    paid()
    assert sorted(Use.objects.values_list("source_id", "cents")) == sorted(
        [(claim.pk, PART), (claim.decisions.order_by("pk").last().pk, FULL - PART)]
    )
    assert books_hold()


def test_less_gives_up_what_is_due_and_orders_what_is_left(first, second):
    claim = again(decided(first), second, amount=PART, note="Part prise en charge.")
    assert orders(claim) == [("claim", "cancelled", FULL), ("decision", "due", PART)]
    assert books_hold()
    (line,) = claims_of(claim.beneficiary_id, actor=SYSTEM, on=TODAY)
    assert (line.order.state, line.order.amount) == ("due", PART)


@pytest.mark.parametrize("act", ["refuse", "close"])
def test_nothing_gives_up_what_is_due_and_frees_the_ceiling(first, second, act):
    claim = again(decided(first), second, act, note="Le séjour n’a pas eu lieu.")
    assert orders(claim) == [("claim", "cancelled", FULL)]
    assert not Reservation.objects.filter(claim=claim, released_at__isnull=True).exists()
    assert books_hold()


def test_given_up_then_granted_once_more_is_ordered_once_more(first, second):
    third = person(Role.CLAIMS_OFFICER)
    claim = again(again(decided(first), second, "refuse", note="Non."), third)
    assert orders(claim) == [("claim", "cancelled", FULL), ("decision", "due", FULL)]
    assert books_hold()


def test_the_same_amount_orders_nothing_more(first, second):
    claim = again(decided(first), second)
    assert orders(claim) == [("claim", "due", FULL)]


def test_what_a_batch_holds_or_the_bank_was_told_is_not_lowered_and_the_claim_waits(first, second):
    claim = opened(decided(first), second)
    batch_id, preparer, _ = batch()
    assert refused_less(claim, second) == "workflow.order_in_batch"
    batching.cancel_batch(batch_id=batch_id, actor=preparer.actor, **WHEN)
    paid()
    assert refused_less(claim, second) == "workflow.order_gone"
    assert families.decide(claim, second).state == "granted"
    assert orders(claim) == [("claim", "settled", FULL)]


def refused_less(claim, officer):
    with pytest.raises(TransitionRefused) as refused:
        families.decide(claim, officer, amount=LESS, note="Moins.")
    assert Claim.objects.get(pk=claim.pk).state == "in_review" and Decision.objects.filter(claim=claim).count() == 1
    return refused.value.finding.code


def test_what_came_back_is_given_up_or_kept_never_sent_again_to_the_same_account(first, second):
    claim = decided(first)
    paid(returns="AC04")
    opened(claim, second)
    assert refused_less(claim, second) == "workflow.order_came_back"
    families.decide(claim, second, "refuse", note="Non.")
    assert orders(claim) == [("claim", "cancelled", FULL)]
    assert books_hold()


def test_a_claim_opened_again_holds_of_the_ceiling_no_less_than_it_was_granted(first, second):
    claim = opened(decided(first), second)
    assert {row.cents for row in Reservation.objects.filter(claim=claim, released_at__isnull=True)} == {FULL}


def test_a_claim_opened_again_is_not_withdrawn_and_a_death_does_not_close_it(first, second):
    claim = opened(decided(first), second)
    with pytest.raises(TransitionRefused):
        filing.withdraw(claim_id=claim.pk, actor=SYSTEM, **WHEN)
    ending, going_on = claims_at_death(claim.beneficiary_id, died_on=TODAY)
    assert claim.pk in {each.pk for each in going_on} and not ending


def test_a_claim_opened_again_is_not_closed_because_nobody_answered(first, second):
    claim = opened(decided(first), second)
    Claim.objects.filter(pk=claim.pk).update(state="awaiting_correction", answer_by=TODAY - timedelta(days=1))
    assert close_unanswered(actor=SYSTEM, **WHEN) == 0


def test_a_double_click_on_the_second_decision_is_one(first, second):
    claim = opened(decided(first, "refuse", note="Non."), second)
    verdict = deciding.Verdict("grant", key="click")
    keys = {deciding.decide_claim(claim_id=claim.pk, verdict=verdict, actor=second.actor, **WHEN) for _ in range(2)}
    assert len(keys) == 1 and len(orders(claim)) == 1
