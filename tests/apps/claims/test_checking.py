"""Checking papers and asking for them again: what becomes known, what moves, when the clock stands still."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import DependantIdentity
from entraide.apps.beneficiaries.queries import household, tax_lines
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument, ClaimFact, Pause, Reservation
from entraide.apps.claims.operations import checking, waiting
from entraide.apps.claims.queries.files import file_of
from entraide.apps.claims.refusals import NotYourClaim
from entraide.apps.notifications.models import Message
from entraide.core.money import Money
from entraide.core.workflow.engine import TransitionRefused
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import KinshipFactory
from tests.factories.families import Typed
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


@pytest.fixture
def claim(home, officer):
    return families.taken(home, officer)


def accept(claim, kind, officer, **values):
    paper = families.paper_of(claim, kind)
    checking.accept_paper(claim_document_id=paper.pk, values=values, actor=officer.actor, **AT)
    claim.refresh_from_db()


def ask(claim, kind, officer, *, reason="illegible", on=TODAY):
    correction = checking.Correction(reason, "Refaites la photo.")
    checking.ask_correction(claim_document_id=families.paper_of(claim, kind).pk, correction=correction, actor=officer.actor, at=NOW, on=on)
    claim.refresh_from_db()


def correct(claim, kind, home, *, on=TODAY):
    paper = families.paper_of(claim, kind)
    waiting.correct_paper(claim_document_id=paper.pk, document_id=families.kept(home.actor), actor=home.actor, at=NOW, on=on)
    claim.refresh_from_db()


def fact(claim, name):
    return ClaimFact.objects.get(claim=claim, name=name, superseded_at__isnull=True)


def held(claim):
    rows = Reservation.objects.filter(claim=claim, ceiling=BENEFIT, released_at__isnull=True)
    return list(rows.order_by("pk").values_list("cents", flat=True))


class TestAccepting:
    def test_a_paper_proves_its_facts_with_who_read_what_and_when(self, claim, officer):
        accept(claim, "invoice", officer)
        for name in ("expense", "stay_ended_on"):
            row = fact(claim, name)
            assert (row.proved_by, row.proved_on) == (officer.actor.name, TODAY)
            assert row.proved_from.startswith("Facture acquittée")
        assert fact(claim, "tax_line_14").proved_by == ""

    def test_a_checked_notice_goes_to_the_person_s_file(self, claim, officer):
        accept(claim, "tax_notice", officer, tax_line_14=Money.of(950))
        line = tax_lines(claim.beneficiary_id)[2023]
        assert (line.line_14, line.proof) == (Money.of(950), "notice")

    def test_a_checked_family_record_confirms_the_child_and_may_correct_the_birth(self, home, claim, officer):
        accept(claim, "family_record", officer, born_on=date(2015, 3, 2))
        (child,) = household(claim.beneficiary_id, on=TODAY)
        assert (child.born_on, child.proved_by) == (date(2015, 3, 2), officer.actor.name)
        assert DependantIdentity.objects.filter(dependant_id=home.child).count() == 2

    def test_a_corrected_reading_supersedes_what_was_declared_and_keeps_it(self, claim, officer):
        accept(claim, "invoice", officer, expense=Money.of(90))
        assert fact(claim, "expense").value == 9000
        assert ClaimFact.objects.filter(claim=claim, name="expense", superseded_at__isnull=False).get().value == 30000

    def test_what_is_held_of_the_ceiling_follows_the_reading(self, claim, officer):
        accept(claim, "invoice", officer, expense=Money.of(90))
        assert held(claim) == [Money.of(90)]

    def test_a_child_too_old_on_paper_frees_the_ceiling(self, claim, officer):
        accept(claim, "family_record", officer, born_on=date(1995, 3, 2))
        assert held(claim) == []

    def test_a_reading_corrected_back_holds_the_ceiling_again(self, claim, officer):
        accept(claim, "invoice", officer, expense=Money(0))
        assert held(claim) == []
        accept(claim, "invoice", officer, expense=Money.of(90))
        assert held(claim) == [Money.of(90)]

    def test_a_corrected_event_moves_the_deadline_and_the_year_that_is_counted(self, home, claim, officer):
        accept(claim, "invoice", officer, stay_ended_on=date(2024, 7, 5))
        assert (claim.event_on, claim.time_bar) == (date(2024, 7, 5), date(2025, 1, 5))
        assert Reservation.objects.get(claim=claim, ceiling=BENEFIT).event_on == date(2024, 7, 5)

    def test_a_corrected_event_may_turn_out_past_its_deadline(self, claim, officer):
        accept(claim, "invoice", officer, stay_ended_on=date(2024, 1, 5))
        families.accept_all(claim, officer)
        with pytest.raises(TransitionRefused) as refused:
            families.decide(claim, officer)
        assert refused.value.finding.code == "workflow.time_barred"

    def test_a_day_of_another_revision_is_not_read_into_this_claim(self, claim, officer):
        with pytest.raises(refusals.OtherRevision):
            accept(claim, "invoice", officer, stay_ended_on=date(2022, 12, 30))
        assert families.paper_of(claim, "invoice").state == "received"

    def test_an_impossible_value_is_refused(self, claim, officer):
        with pytest.raises(refusals.AnswerRefused):
            accept(claim, "invoice", officer, expense=Money(-1))

    def test_a_paper_proves_its_own_facts_only(self, claim, officer):
        accept(claim, "invoice", officer, tax_line_14=Money.of(1))
        assert fact(claim, "tax_line_14").value == 80000

    def test_accepting_twice_writes_once_and_reading_otherwise_writes_again(self, claim, officer):
        accept(claim, "invoice", officer)
        before = ClaimFact.objects.filter(claim=claim).count()
        accept(claim, "invoice", officer)
        assert ClaimFact.objects.filter(claim=claim).count() == before
        accept(claim, "invoice", officer, expense=Money.of(50))
        assert fact(claim, "expense").value == 5000

    def test_a_paper_is_checked_only_under_review(self, home, officer):
        waiting = families.filed(home)
        with pytest.raises(refusals.DocumentSettled):
            accept(waiting, "invoice", officer)

    def test_a_decided_claim_is_read_no_more(self, home, officer):
        claim = families.granted(home, officer)
        with pytest.raises(TransitionRefused):
            accept(claim, "invoice", officer, expense=Money.of(1))

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLAIMS_OFFICER])
    def test_no_other_role_checks(self, claim, role):
        with pytest.raises(NotYourClaim):
            accept(claim, "invoice", person(role))

    def test_nobody_takes_nor_checks_in_their_own_household(self, home, officer):
        other = families.family()
        KinshipFactory(beneficiary=other.opener.beneficiary, dependant_id=home.child)
        spouse = person(Role.CLAIMS_OFFICER, beneficiary=other.opener.beneficiary)
        claim = families.filed(home)
        with pytest.raises(TransitionRefused) as refused:
            checking.take(claim_id=claim.pk, actor=spouse.actor, **AT)
        assert refused.value.finding.code == "workflow.household_claim"
        checking.take(claim_id=claim.pk, actor=officer.actor, **AT)
        with pytest.raises(TransitionRefused):
            accept(claim, "invoice", spouse)
        with pytest.raises(TransitionRefused):
            ask(claim, "invoice", spouse)


class TestCorrections:
    def test_the_clock_stands_still_while_the_person_is_awaited(self, home, claim, officer):
        due_on = claim.due_on
        ask(claim, "invoice", officer)
        assert claim.state == "awaiting_correction"
        correct(claim, "invoice", home, on=TODAY + timedelta(days=9))
        assert (claim.state, claim.due_on) == ("in_review", due_on + timedelta(days=9))
        assert claim.complete_on == TODAY + timedelta(days=9)
        assert Pause.objects.get(claim=claim).until == TODAY + timedelta(days=9)

    def test_two_papers_asked_for_stop_one_clock_until_both_are_sent(self, home, claim, officer):
        due_on = claim.due_on
        ask(claim, "invoice", officer)
        ask(claim, "tax_notice", officer, on=TODAY + timedelta(days=2))
        correct(claim, "invoice", home, on=TODAY + timedelta(days=3))
        assert claim.state == "awaiting_correction"
        correct(claim, "tax_notice", home, on=TODAY + timedelta(days=5))
        assert (claim.state, claim.due_on) == ("in_review", due_on + timedelta(days=5))

    def test_the_other_papers_may_be_checked_meanwhile(self, claim, officer):
        ask(claim, "invoice", officer)
        accept(claim, "family_record", officer)
        assert families.paper_of(claim, "family_record").state == "accepted"
        assert claim.state == "awaiting_correction"

    def test_the_new_paper_replaces_the_old_which_stays(self, home, claim, officer):
        ask(claim, "invoice", officer)
        correct(claim, "invoice", home)
        new = families.paper_of(claim, "invoice")
        assert new.state == "received"
        assert new.replaces.state == "replaced"
        assert ClaimDocument.objects.filter(claim=claim, requirement="invoice").count() == 2

    def test_a_replaced_paper_must_be_checked_before_a_grant(self, home, claim, officer):
        for kind in ("family_record", "tax_notice"):
            accept(claim, kind, officer)
        ask(claim, "invoice", officer)
        correct(claim, "invoice", home)
        with pytest.raises(TransitionRefused) as refused:
            families.decide(claim, officer)
        assert refused.value.finding.code == "workflow.facts_unproved"
        accept(claim, "invoice", officer)
        assert families.decide(claim, officer).state == "granted"

    def test_nothing_is_granted_while_a_paper_is_awaited(self, claim, officer):
        ask(claim, "invoice", officer)
        with pytest.raises(TransitionRefused):
            families.decide(claim, officer)

    def test_a_paper_sent_back_is_settled(self, claim, officer):
        ask(claim, "invoice", officer)
        with pytest.raises(refusals.DocumentSettled):
            ask(claim, "invoice", officer)
        with pytest.raises(refusals.DocumentSettled):
            accept(claim, "invoice", officer)

    def test_a_reason_is_one_of_the_list(self, claim, officer):
        with pytest.raises(refusals.UnknownReason):
            ask(claim, "invoice", officer, reason="because")

    def test_only_the_person_answers_and_only_what_was_asked(self, home, claim, officer):
        with pytest.raises(refusals.DocumentSettled):
            correct(claim, "invoice", home)
        ask(claim, "invoice", officer)
        with pytest.raises(NotYourClaim):
            correct(claim, "invoice", families.family())

    def test_the_person_is_told_the_reason_and_what_to_do(self, claim, officer):
        ask(claim, "invoice", officer)
        message = Message.objects.filter(beneficiary_id=claim.beneficiary_id).order_by("-sent_at", "-pk").first()
        assert "illisible" in message.body and "Refaites la photo." in message.body and "suspendu" in message.body

    def test_closing_a_claim_that_awaits_ends_its_pause(self, claim, officer):
        ask(claim, "invoice", officer)
        families.decide(claim, officer, "close", note="Sans réponse.")
        assert Pause.objects.get(claim=claim).until == TODAY


def test_taking_twice_is_taking_once_and_a_colleague_s_file_is_not_taken(claim, officer):
    checking.take(claim_id=claim.pk, actor=officer.actor, **AT)
    with pytest.raises(TransitionRefused):
        checking.take(claim_id=claim.pk, actor=person(Role.CLAIMS_OFFICER).actor, **AT)
    claim.refresh_from_db()
    assert claim.taken_by == officer.account.pk


def test_a_file_tells_what_other_claims_took_of_its_ceiling(home, officer):
    first = families.granted(home, officer)
    second = families.taken(home, officer, Typed(stay_ended_on=date(2024, 7, 5)))
    use, *_ = file_of(second, actor=officer.actor, on=TODAY).ceilings
    assert (use.granted.claims, use.granted.amount, use.reserved.claims, use.imported.claims) == (1, Money.of(120), 0, 0)
    own, *_ = file_of(first, actor=officer.actor, on=TODAY).ceilings
    assert (own.granted.claims, own.reserved.claims) == (0, 0)


def test_rights_that_end_between_filing_and_decision_take_nothing_away(home, officer):
    claim = families.checked(home, officer)
    families.end_rights(home, on=TODAY + timedelta(days=1))
    later = TODAY + timedelta(days=10)
    file = file_of(Claim.objects.get(pk=claim.pk), actor=officer.actor, on=later)
    assert file.assessment.outcome.amount == Money.of(120)
