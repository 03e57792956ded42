"""Decisions asked together wait while they may be withdrawn, then each file has its own result."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.claims.models import Claim, Decision
from entraide.apps.claims.operations.deciding import Verdict, decide_claim
from entraide.apps.desk.models import BulkDecision
from entraide.apps.desk.operations import bulk
from entraide.apps.desk.operations.bulk import UNDO_MINUTES, Asked, make_due, plan, withdraw
from entraide.apps.desk.queries import bulk as queries
from entraide.apps.desk.queries.bulk import bulk_decision, bulk_decisions, claims_ticked, foreseen, may_withdraw, results_of
from entraide.apps.desk.refusals import BulkIsMade, NothingPlanned, NotOfTheDesk, PlannedAlready, ReasonWanted
from entraide.apps.payments.models import PaymentOrder
from tests.factories.accounts import AccountFactory
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.claims import ClaimFactory
from tests.factories.desk import PlannedDecisionFactory
from tests.factories.thread import filed_by, taken_from


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
WHEN = {"at": NOW, "on": TODAY}
DUE = {"actor": system_actor("schedule"), "at": NOW + timedelta(minutes=UNDO_MINUTES), "on": TODAY}


def planned(officer, *claims, act="grant", note=""):
    return plan(claim_ids=[claim.pk for claim in claims], asked=Asked(act, note), actor=officer.actor, **WHEN)


def ready(officer):
    return taken_from(person(Role.BENEFICIARY), officer)


def test_nothing_is_decided_before_the_time_to_withdraw_is_over():
    officer = person(Role.CLAIMS_OFFICER)
    claim = ready(officer)
    key = planned(officer, claim)
    assert make_due(**DUE | {"at": NOW + timedelta(minutes=UNDO_MINUTES - 1)}) == 0 and not Decision.objects.exists()
    assert make_due(**DUE) == 1
    decision = Decision.objects.get()
    assert (decision.way, decision.decided_by, decision.outcome) == ("together", officer.account.pk, "granted")
    assert results_of(key).get().decision == decision and PaymentOrder.objects.count() == 1


def test_what_was_made_is_not_made_twice():
    officer = person(Role.CLAIMS_OFFICER)
    planned(officer, ready(officer))
    assert [make_due(**DUE), make_due(**DUE)] == [1, 0]
    assert Decision.objects.count() == PaymentOrder.objects.count() == 1


def test_withdrawn_in_time_nothing_is_decided_and_the_files_are_free_again():
    officer = person(Role.CLAIMS_OFFICER)
    claim = ready(officer)
    key = planned(officer, claim)
    assert withdraw(bulk_id=key, actor=officer.actor, **WHEN) == 1 and withdraw(bulk_id=key, actor=officer.actor, **WHEN) == 0
    assert make_due(**DUE) == 0 and not Decision.objects.exists()
    planned(officer, claim)


def test_too_late_to_withdraw_says_so():
    officer = person(Role.CLAIMS_OFFICER)
    key = planned(officer, ready(officer))
    with pytest.raises(BulkIsMade):
        withdraw(bulk_id=key, **DUE | {"actor": officer.actor})


def test_one_file_that_is_not_possible_keeps_none_of_the_others():
    officer = person(Role.CLAIMS_OFFICER)
    good, unread = ready(officer), filed_by(person(Role.BENEFICIARY))
    key = planned(officer, good, unread)
    make_due(**DUE)
    refused, done = results_of(key)
    assert (refused.claim, refused.state, done.claim, done.state) == (unread, "refused", good, "done")
    assert "Avant d’accorder, vérifiez" in refused.sentence
    assert Claim.objects.get(pk=unread.pk).state == "submitted"
    assert BulkDecision.objects.get().done_at is not None


def test_a_claim_decided_by_hand_meanwhile_is_not_decided_again():
    officer = person(Role.CLAIMS_OFFICER)
    claim = ready(officer)
    key = planned(officer, claim)
    decide_claim(claim_id=claim.pk, verdict=Verdict("grant"), actor=officer.actor, **WHEN)
    make_due(**DUE)
    assert results_of(key).get().state == "refused" and Decision.objects.count() == 1


def test_a_refusal_together_has_words_and_each_person_reads_them():
    officer = person(Role.CLAIMS_OFFICER)
    claim = ready(officer)
    with pytest.raises(ReasonWanted):
        planned(officer, claim, act="refuse")
    planned(officer, claim, act="refuse", note="La structure n’est pas agréée.")
    make_due(**DUE)
    assert Decision.objects.get().note == "La structure n’est pas agréée."


def test_claims_are_read_together_and_no_more_than_are_decided_together(monkeypatch, django_assert_num_queries):
    officer = person(Role.CLAIMS_OFFICER)
    claims = [ready(officer) for _ in range(3)]
    keys = [claim.pk for claim in claims]
    with django_assert_num_queries(1):
        assert list(claims_ticked([*keys, *keys], actor=officer.actor)) == claims
    monkeypatch.setattr(queries, "MOST_FILES", 2)
    for tried in (lambda: foreseen(keys, "grant", actor=officer.actor, on=TODAY), lambda: planned(officer, *claims)):
        with CaptureQueriesContext(connection) as read, pytest.raises(NothingPlanned):
            tried()
        assert not [query for query in read if '"claims_claim"' in query["sql"]]
    asked = {"demande": [str(key) for key in keys], "act": "grant"}
    for name in ("staff:together", "staff:together_confirm"):
        told = signed_in(officer).post(reverse(name), asked, follow=True)
        assert [str(each) for each in told.context["messages"]] == ["Cochez de 1 à 2 demandes, puis choisissez ce qu’il faut en décider."]
    assert not BulkDecision.objects.exists()


def test_a_claim_is_planned_once():
    officer = person(Role.CLAIMS_OFFICER)
    claim = ready(officer)
    planned(officer, claim)
    with pytest.raises(PlannedAlready):
        planned(officer, claim)
    assert BulkDecision.objects.count() == 1


def test_confidential_claims_are_named_by_nobody_here():
    officer = person(Role.CLAIMS_OFFICER)
    with pytest.raises(NothingPlanned):
        planned(officer, ClaimFactory(is_confidential=True))
    with pytest.raises(NothingPlanned):
        planned(officer)
    with pytest.raises(NotOfTheDesk):
        planned(person(Role.CONTACT_AGENT), ClaimFactory())


def test_who_lost_the_role_meanwhile_decides_nothing():
    claim = ready(person(Role.CLAIMS_OFFICER))
    planned_by_nobody = PlannedDecisionFactory(bulk__asked_by=AccountFactory().pk, claim=claim)
    make_due(**DUE)
    planned_by_nobody.refresh_from_db()
    assert (planned_by_nobody.state, planned_by_nobody.sentence) == ("refused", "Cette demande ne vous est pas ouverte.")
    assert not Decision.objects.exists()


def test_the_preview_says_what_each_file_would_be():
    officer = person(Role.CLAIMS_OFFICER)
    good, unread, elsewhere, over = ready(officer), filed_by(person(Role.BENEFICIARY)), ready(officer), ready(officer)
    planned(officer, elsewhere)
    decide_claim(claim_id=over.pk, verdict=Verdict("grant"), actor=officer.actor, **WHEN)
    found = {
        each.line.claim: each for each in foreseen([good.pk, unread.pk, elsewhere.pk, over.pk], "grant", actor=officer.actor, on=TODAY)
    }
    assert found[good].amount and not found[good].why_not
    assert "vérifiez" in found[unread].why_not
    assert "déjà prévue" in found[elsewhere].why_not and "n’attend pas" in found[over].why_not


def test_who_asked_follows_them_and_nobody_else():
    officer, other = person(Role.CLAIMS_OFFICER), person(Role.CLAIMS_OFFICER)
    key = planned(officer, ready(officer))
    assert bulk_decision(key, other.actor) is None
    row = bulk_decision(key, officer.actor)
    assert (row.file_count, row.done_count, may_withdraw(row, at=NOW), may_withdraw(row, at=DUE["at"])) == (1, 0, True, False)
    assert list(bulk_decisions(officer.actor)) == [row]


def test_a_file_that_fails_keeps_no_other_from_its_result_and_has_its_own_once_it_can(monkeypatch, caplog):
    officer = person(Role.CLAIMS_OFFICER)
    broken, good = ready(officer), ready(officer)
    key = planned(officer, broken, good)

    def decided(*, claim_id, **kwargs):
        if claim_id == broken.pk:
            raise ValueError("the rule is not there")
        return decide_claim(claim_id=claim_id, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(bulk, "decide_claim", decided)
        assert make_due(**DUE) == 1
    assert {each.claim_id: each.state for each in results_of(key)} == {broken.pk: "planned", good.pk: "done"}
    assert "the rule is not there" in caplog.text and BulkDecision.objects.get().done_at is None
    assert make_due(**DUE) == 1 and BulkDecision.objects.get().done_at is not None


def test_that_all_was_made_is_kept_once_in_the_trail():
    officer = person(Role.CLAIMS_OFFICER)
    key = planned(officer, ready(officer))
    make_due(**DUE)
    # Of two that make the last file at once, the second finds the bulk closed.
    bulk._close(BulkDecision.objects.get(pk=key), **DUE)
    assert AuditEntry.objects.filter(verb="desk.made_together", subject_id=key).count() == 1
