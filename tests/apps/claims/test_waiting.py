"""While the person is awaited: what is asked, the reminder, the closing at term, and the answer that comes late."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.certificates import SentCertificate, ask_certificate
from entraide.apps.claims.models import Claim, ClaimDocument, Decision, Pause, Reservation
from entraide.apps.claims.operations import checking, deciding, waiting
from entraide.apps.claims.operations.certificates import receive_certificate
from entraide.apps.claims.queries.answers import last_day_to_answer
from entraide.apps.claims.refusals import AskedAlready, DocumentSettled, UnknownPaper
from entraide.apps.documents.operations import NewFile
from entraide.apps.notifications.models import Message
from entraide.core.workflow.claims import ClaimState
from entraide.core.workflow.engine import TransitionRefused
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
SCHEDULE = system_actor("schedule")
DELAY = timedelta(days=30)


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def home():
    return families.family()


def asked_again(claim, officer, kind="invoice"):
    correction = checking.Correction("illegible", "Refaites la photo.")
    checking.ask_correction(claim_document_id=families.paper_of(claim, kind).pk, correction=correction, actor=officer.actor, **AT)
    claim.refresh_from_db()


def asked_for(claim, officer, kind="other", words="Envoyez une attestation de l’employeur."):
    key = waiting.ask_paper(claim_id=claim.pk, wanted=waiting.WantedPaper(kind, words), actor=officer.actor, **AT)
    claim.refresh_from_db()
    return claim.documents.get(pk=key)


def sent(paper, home, *, on=TODAY):
    waiting.correct_paper(claim_document_id=paper.pk, document_id=families.kept(home.actor), actor=home.actor, at=NOW, on=on)


def run(act, day):
    return act(actor=SCHEDULE, at=NOW, on=day)


class TestPaperAsked:
    def test_a_paper_that_became_necessary_is_asked_sent_and_checked(self, home, officer):
        claim = families.taken(home, officer)
        paper = asked_for(claim, officer)
        assert (claim.state, claim.answer_by) == (ClaimState.AWAITING_CORRECTION, TODAY + DELAY)
        assert Pause.objects.get(claim=claim).until is None
        assert "attestation de l’employeur" in Message.objects.latest("sent_at", "pk").body
        sent(paper, home, on=TODAY + timedelta(days=4))
        claim.refresh_from_db()
        paper.refresh_from_db()
        assert (claim.state, paper.state, claim.answer_by) == (ClaimState.IN_REVIEW, "received", None)
        assert Pause.objects.get(claim=claim).until == TODAY + timedelta(days=4)
        checking.accept_paper(claim_document_id=paper.pk, values={}, actor=officer.actor, **AT)

    def test_a_claim_that_awaits_a_paper_is_not_granted(self, home, officer):
        claim = families.checked(home, officer)
        asked_for(claim, officer)
        with pytest.raises(TransitionRefused):
            deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), actor=officer.actor, **AT)

    def test_the_claim_waits_until_everything_asked_has_come(self, home, officer):
        claim = families.taken(home, officer)
        first, second = asked_for(claim, officer), asked_for(claim, officer, "invoice", "Envoyez la seconde facture.")
        sent(first, home)
        claim.refresh_from_db()
        assert claim.state == ClaimState.AWAITING_CORRECTION
        sent(second, home)
        claim.refresh_from_db()
        assert claim.state == ClaimState.IN_REVIEW

    @pytest.mark.parametrize(("kind", "words"), [("passport", "Envoyez-le."), ("invoice", "  ")])
    def test_what_no_benefit_knows_or_no_word_explains_is_not_asked(self, home, officer, kind, words):
        with pytest.raises(UnknownPaper):
            asked_for(families.taken(home, officer), officer, kind, words)

    def test_the_same_paper_is_asked_once(self, home, officer):
        claim = families.taken(home, officer)
        asked_for(claim, officer, "invoice", "La seconde.")
        with pytest.raises(AskedAlready):
            asked_for(claim, officer, "invoice", "La seconde.")

    def test_nobody_asks_a_paper_of_their_own_household_nor_of_a_claim_that_nobody_took(self, home, officer):
        own = families.filed(home)
        for actor in (person(Role.CLAIMS_OFFICER, beneficiary=home.opener.beneficiary), officer):
            with pytest.raises(TransitionRefused):
                asked_for(own, actor)

    def test_a_certificate_that_a_grown_child_sends_stands_for_the_one_that_is_awaited(self, home, officer):
        claim, born_on = families.taken(home, officer), date(2004, 3, 2)
        paper = asked_for(claim, officer)
        ClaimDocument.objects.filter(pk=paper.pk).update(requirement="school_certificate")
        own, file = home.opener.beneficiary.pk, NewFile(b"%PDF-1.4 certificat", "certificat.pdf", "application/pdf", "supporting")
        child = families.child_of(home.opener, given_name="Zoé", born_on=born_on)
        code = ask_certificate(beneficiary_id=own, dependant_id=child, claim_id=claim.pk, actor=home.actor, **AT)
        receive_certificate(sent=SentCertificate(code, born_on, "Zoé"), file=file, **AT)
        claim.refresh_from_db()
        paper.refresh_from_db()
        assert (claim.state, paper.state) == (ClaimState.IN_REVIEW, "received")
        assert claim.documents.filter(requirement="school_certificate").count() == 1


class TestTerm:
    def test_the_person_is_reminded_once_at_two_thirds_of_the_delay(self, home, officer):
        claim = families.taken(home, officer)
        asked_again(claim, officer)
        assert run(waiting.remind_waiting, TODAY + timedelta(days=19)) == 0
        assert run(waiting.remind_waiting, TODAY + timedelta(days=20)) == 1
        assert run(waiting.remind_waiting, TODAY + timedelta(days=21)) == 0
        told = Message.objects.latest("sent_at", "pk").body
        assert "Facture" in told and f"{TODAY + DELAY:%d/%m/%Y}" in told

    def test_the_day_after_the_last_one_it_is_closed_with_its_reason_and_frees_the_ceilings(self, home, officer):
        claim = families.taken(home, officer)
        asked_again(claim, officer)
        assert run(waiting.close_unanswered, TODAY + DELAY) == 0
        assert run(waiting.close_unanswered, TODAY + DELAY + timedelta(days=1)) == 1
        claim.refresh_from_db()
        decision = Decision.objects.get(claim=claim)
        assert (claim.state, decision.way, decision.decided_by) == (ClaimState.CLOSED, "unanswered", None)
        assert "Facture" in decision.note and decision.note in Message.objects.latest("sent_at", "pk").body
        assert not Reservation.objects.filter(claim=claim, released_at__isnull=True).exists()

    def test_a_claim_that_fails_keeps_no_other_from_being_reminded_or_closed(self, officer, monkeypatch, caplog):
        claims = [families.taken(families.family(), officer) for _ in range(2)]
        for claim in claims:
            asked_again(claim, officer)
        labels = waiting.awaited_labels
        first, second = (claim.pk for claim in sorted(claims, key=lambda claim: claim.pk))

        def named(claim):
            if claim.pk == first:
                raise ValueError("the paper has no name")
            return labels(claim)

        monkeypatch.setattr(waiting, "awaited_labels", named)
        assert run(waiting.remind_waiting, TODAY + timedelta(days=20)) == 1
        assert run(waiting.close_unanswered, TODAY + DELAY + timedelta(days=1)) == 1
        assert Claim.objects.get(pk=first).reminded_on is None
        assert [Claim.objects.get(pk=key).state for key in (first, second)] == [ClaimState.AWAITING_CORRECTION, ClaimState.CLOSED]
        assert caplog.text.count(f"failed for {first}") == 2 and "the paper has no name" in caplog.text

    def test_a_claim_that_was_answered_is_neither_reminded_nor_closed(self, home, officer):
        claim = families.taken(home, officer)
        asked_again(claim, officer)
        sent(families.paper_of(claim, "invoice"), home)
        assert run(waiting.remind_waiting, TODAY + timedelta(days=25)) == run(waiting.close_unanswered, TODAY + timedelta(days=99)) == 0

    def test_another_paper_asked_gives_the_whole_delay_again(self, home, officer):
        claim = families.taken(home, officer)
        asked_again(claim, officer)
        run(waiting.remind_waiting, TODAY + timedelta(days=25))
        later = {"at": NOW, "on": TODAY + timedelta(days=26)}
        correction = checking.Correction("outdated", "Envoyez celui de cette année.")
        paper = families.paper_of(claim, "family_record")
        checking.ask_correction(claim_document_id=paper.pk, correction=correction, actor=officer.actor, **later)
        claim.refresh_from_db()
        assert (claim.answer_by, claim.reminded_on) == (TODAY + timedelta(days=26) + DELAY, None)


class TestLateAnswer:
    def test_a_paper_that_comes_after_the_term_has_the_same_claim_go_on_and_be_granted(self, home, officer):
        claim = families.taken(home, officer)
        asked_again(claim, officer)
        closed_on = TODAY + DELAY + timedelta(days=1)
        run(waiting.close_unanswered, closed_on)
        claim.refresh_from_db()
        assert last_day_to_answer(claim, on=closed_on) == closed_on + timedelta(days=60)
        term, back = claim.due_on, closed_on + timedelta(days=9)
        sent(families.paper_of(claim, "invoice"), home, on=back)
        claim.refresh_from_db()
        assert (claim.state, claim.decided_on, claim.due_on) == (ClaimState.IN_REVIEW, None, term + (back - TODAY))
        assert Reservation.objects.filter(claim=claim, released_at__isnull=True).exists()
        for paper in claim.documents.filter(state="received"):
            checking.accept_paper(claim_document_id=paper.pk, values={}, actor=officer.actor, at=NOW, on=back)
        deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("grant"), actor=officer.actor, at=NOW, on=back)
        assert Decision.objects.get(claim=claim, superseded_by__isnull=True).supersedes.way == "unanswered"

    def test_two_months_after_the_closing_it_is_too_late(self, home, officer):
        claim = families.taken(home, officer)
        asked_again(claim, officer)
        closed_on = TODAY + DELAY + timedelta(days=1)
        run(waiting.close_unanswered, closed_on)
        with pytest.raises(DocumentSettled):
            sent(families.paper_of(claim, "invoice"), home, on=closed_on + timedelta(days=61))

    def test_what_an_officer_closed_is_not_opened_by_a_paper(self, home, officer):
        claim = families.taken(home, officer)
        asked_again(claim, officer)
        deciding.decide_claim(claim_id=claim.pk, verdict=deciding.Verdict("close", note="Doublon."), actor=officer.actor, **AT)
        with pytest.raises(DocumentSettled):
            sent(families.paper_of(claim, "invoice"), home)
        assert Claim.objects.get(pk=claim.pk).state == ClaimState.CLOSED
