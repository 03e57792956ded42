"""Partners who are taxed apart show two notices; who has no spouse is asked nothing of a second."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.operations.files import CheckedTaxLine, NewDependant, add_dependant, record_tax_line
from entraide.apps.beneficiaries.operations.unions import separate
from entraide.apps.beneficiaries.queries import household, tax_lines
from entraide.apps.claims.models import Claim, ClaimFact, Decision
from entraide.apps.claims.operations import checking, filing
from entraide.apps.claims.queries.drafts import draft_of
from entraide.apps.claims.queries.files import file_of, reassessed
from entraide.apps.claims.queries.papers import papers_of
from entraide.apps.claims.queries.replays import replay
from entraide.apps.claims.refusals import AnswerRefused
from entraide.apps.claims.translation import PARTNER_FACTS
from entraide.core.money import Money
from entraide.core.rules import Known, Status
from tests.factories import families
from tests.factories.actors import person, signed_in
from tests.factories.base import TODAY
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]
STAY = {"stay_ended_on": families.STAY, "expense": Money.of(300)}
ONE = {"tax_line_14": Money.of(800), "has_two_notices": False}
TWO = {"tax_line_14": Money.of(800), "has_two_notices": True, "partner_tax_line_14": Money.of(9_000)}
BOTH_NOTICES = "Avis d’impôt de l’année précédente (le vôtre et celui de votre conjoint, s’il a le sien)"


@pytest.fixture
def home():
    """A family with a spouse."""
    there = families.family()
    spouse = NewDependant("spouse", "Sam", "Martin", date(1982, 1, 1))
    add_dependant(beneficiary_id=there.opener.beneficiary.pk, dependant=spouse, actor=there.actor, **AT)
    return there


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


def started(home):
    owner = home.opener.beneficiary.pk
    return filing.start(beneficiary_id=owner, benefit_code=BENEFIT, dependant_id=home.child, actor=home.actor, **AT)


def answered(home, answers):
    key = started(home)
    filing.answer(claim_id=key, answers=STAY | answers, actor=home.actor, **AT)
    return draft_of(Claim.objects.get(pk=key), on=TODAY)


def taken(home, officer, answers):
    draft = answered(home, answers)
    for requirement in draft.requirements:
        document_id = families.kept(home.actor, name=f"{requirement.kind}.jpg")
        filing.attach(claim_id=draft.claim.pk, requirement=requirement.kind, document_id=document_id, actor=home.actor, **AT)
    filing.file(claim_id=draft.claim.pk, actor=home.actor, **AT)
    checking.take(claim_id=draft.claim.pk, actor=officer.actor, **AT)
    return Claim.objects.get(pk=draft.claim.pk)


def notice(draft):
    return next((each for each in draft.requirements if each.kind == "tax_notice"), None)


def accept_notice(claim, officer, **values):
    paper = families.paper_of(claim, "tax_notice")
    checking.accept_paper(claim_document_id=paper.pk, values=values, actor=officer.actor, **AT)


def record(home, **values):
    line = CheckedTaxLine(2023, Money.of(800), "notice", **values)
    record_tax_line(beneficiary_id=home.opener.beneficiary.pk, line=line, actor=person(Role.CLAIMS_OFFICER).actor, **AT)


class TestAsking:
    def test_who_has_no_spouse_is_asked_for_one_line_only(self):
        draft = answered(families.family(), {})
        assert draft.questions[-1] == "tax_line_14" and "has_two_notices" not in draft.questions
        assert notice(answered(families.family(), {"tax_line_14": Money.of(800)})).proves == ("tax_line_14",)

    def test_with_a_spouse_the_second_notice_is_asked_about_and_its_line_only_where_there_is_one(self, home):
        assert set(answered(home, {}).unanswered) == {"tax_line_14", "has_two_notices"}
        assert answered(home, ONE).unanswered == ()
        assert answered(home, {"has_two_notices": True, "tax_line_14": Money.of(800)}).unanswered == ("partner_tax_line_14",)

    def test_both_lines_make_the_tier_and_both_notices_are_asked_for(self, home):
        draft = answered(home, TWO)
        assert draft.assessment.outcome.amount == Money.of(80)
        assert notice(draft).label == BOTH_NOTICES
        assert answered(home, ONE).assessment.outcome.amount == Money.of(120)

    def test_a_revision_that_speaks_of_one_notice_has_both_asked_for(self, home):
        assessment = answered(home, TWO).assessment
        revision = assessment.published.revision
        documents = tuple(replace(each, proves=("tax_line_14",)) if each.kind == "tax_notice" else each for each in revision.documents)
        silent = replace(assessment, published=replace(assessment.published, revision=replace(revision, documents=documents)))
        asked = next(each for each in papers_of(silent) if each.kind == "tax_notice")
        assert (asked.label, asked.proves[1:]) == (f"{BOTH_NOTICES} : le vôtre et celui de votre conjoint", PARTNER_FACTS)

    @pytest.mark.parametrize(
        "answers",
        [
            {"tax_line_14": None},
            {"tax_line_14": None, "has_two_notices": True},
            TWO | {"tax_line_14": None},
            TWO | {"partner_tax_line_14": None},
        ],
    )
    def test_one_notice_withheld_is_both_withheld_nothing_more_is_asked_and_the_lowest_amount_is_paid(self, home, officer, answers):
        draft = answered(home, answers)
        assert (draft.unanswered, notice(draft), draft.assessment.outcome.amount) == ((), None, Money.of(80))
        claim = taken(home, officer, answers)
        families.accept_all(claim, officer)
        assert families.decide(claim, officer).state == "granted"

    def test_the_form_asks_on_the_next_page_for_the_line_of_the_partner(self, home):
        key, client = started(home), signed_in(home.opener)
        url = reverse("beneficiary:questions", args=[key])
        typed = {"stay_ended_on_day": "23", "stay_ended_on_month": "8", "stay_ended_on_year": "2024"}
        typed |= {"expense": "300", "tax_line_14": "800"}
        page = client.get(url).content.decode()
        assert "Votre conjoint a-t-il son propre avis d’impôt" in page and "l’avis d’impôt de votre conjoint ?" not in page
        assert client.post(url, typed | {"has_two_notices": "yes"}).url == url
        assert "l’avis d’impôt de votre conjoint ?" in client.get(url).content.decode()
        assert client.post(url, typed | {"has_two_notices": "yes", "partner_tax_line_14": "9000"}).url.endswith("/pieces/")


class TestOnRecord:
    def test_one_line_on_record_is_one_notice(self, home):
        record(home)
        draft = answered(home, {})
        assert (draft.unanswered, notice(draft), draft.assessment.outcome.amount) == ((), None, Money.of(120))

    def test_two_lines_on_record_are_two_notices(self, home):
        record(home, partner_line_14=Money.of(9_000))
        draft = answered(home, {})
        assert (draft.unanswered, notice(draft), draft.assessment.outcome.amount) == ((), None, Money.of(80))

    def test_a_partner_who_has_left_counts_no_more(self, home):
        record(home, partner_line_14=Money.of(9_000))
        family = draft_of(Claim.objects.get(pk=started(home)), on=TODAY)
        assert family.known["has_two_notices"].value is True
        spouse = next(each for each in household(home.opener.beneficiary.pk, on=TODAY) if each.kind == "spouse")
        parting = {"beneficiary_id": home.opener.beneficiary.pk, "dependant_id": spouse.id, "separated_on": TODAY}
        separate(**parting, actor=home.actor, **AT)
        assert answered(home, {}).assessment.outcome.amount == Money.of(120)


class TestChecking:
    def test_both_lines_are_read_on_the_notices_and_kept_in_the_file(self, home, officer):
        claim = taken(home, officer, TWO)
        accept_notice(claim, officer, partner_tax_line_14=Money.of(1_000))
        held = tax_lines(claim.beneficiary_id)[2023]
        assert (held.line_14, held.partner_line_14, held.proof) == (Money.of(800), Money.of(1_000), "notice")
        assert reassessed(claim)[1].outcome.amount == Money.of(100)
        proved_from = ClaimFact.objects.get(claim=claim, name="tax_line_14", superseded_at__isnull=True).proved_from
        assert proved_from == BOTH_NOTICES

    def test_an_officer_finds_a_second_notice_that_was_not_said(self, home, officer):
        claim = taken(home, officer, ONE)
        accept_notice(claim, officer, has_two_notices=True, partner_tax_line_14=Money.of(9_000))
        assert reassessed(claim)[1].outcome.amount == Money.of(80)
        assert tax_lines(claim.beneficiary_id)[2023].partner_line_14 == Money.of(9_000)

    def test_an_officer_finds_one_notice_where_two_were_said(self, home, officer):
        claim = taken(home, officer, TWO)
        accept_notice(claim, officer, has_two_notices=False)
        assert reassessed(claim)[1].outcome.amount == Money.of(120)
        assert tax_lines(claim.beneficiary_id)[2023].partner_line_14 is None

    def test_what_was_read_may_be_read_again(self, home, officer):
        claim = taken(home, officer, ONE)
        accept_notice(claim, officer)
        assert tax_lines(claim.beneficiary_id)[2023].partner_line_14 is None
        accept_notice(claim, officer, has_two_notices=True, partner_tax_line_14=Money.of(9_000))
        assert reassessed(claim)[1].outcome.amount == Money.of(80)

    def test_two_notices_of_which_one_has_no_line_are_not_accepted(self, home, officer):
        claim = taken(home, officer, ONE)
        with pytest.raises(AnswerRefused):
            accept_notice(claim, officer, has_two_notices=True)
        assert not tax_lines(claim.beneficiary_id)

    def test_the_desk_asks_for_the_partner_s_line_where_there_are_two_notices(self, home, officer):
        claim, desk = taken(home, officer, ONE), signed_in(officer)
        paper = families.paper_of(claim, "tax_notice")
        form = next(view.reading for view in desk.get(reverse("staff:claim", args=[claim.pk])).context["papers"] if view.id == paper.pk)
        read = {form.add_prefix("tax_line_14"): "800", form.add_prefix("has_two_notices"): "True"}
        url = reverse("staff:paper_accept", args=[paper.pk])
        assert "Indiquez la valeur lue sur la pièce." in desk.post(url, read).content.decode()
        assert desk.post(url, read | {form.add_prefix("partner_tax_line_14"): "9000"}).status_code == 302
        assert ClaimFact.objects.get(claim=claim, name="partner_tax_line_14", superseded_at__isnull=True).proved_by == officer.actor.name

    def test_nothing_is_granted_while_the_second_notice_is_only_said_not_to_be(self, home, officer):
        claim = taken(home, officer, ONE)
        unproved = file_of(claim, actor=officer.actor, on=TODAY).assessment.outcome.unproved
        assert {"tax_line_14", "has_two_notices"} <= set(unproved)

    def test_a_decision_on_both_lines_replays(self, home, officer):
        claim = taken(home, officer, TWO)
        families.accept_all(claim, officer)
        assert families.decide(claim, officer).state == "granted"
        decision = Decision.objects.get(claim=claim)
        assert decision.cents == Money.of(80) and replay(decision).is_equal
        assert decision.facts["partner_tax_line_14"]["value"] == 900_000


def test_the_household_page_shows_both_lines(home):
    record(home, partner_line_14=Money.of(9_000))
    page = signed_in(home.opener).get(reverse("beneficiary:household")).content.decode()
    assert "9\xa0000,00\xa0€ pour votre conjoint" in page.replace("\u202f", "\xa0")


def test_no_spouse_is_known_without_a_question_and_proved_by_the_household():
    draft = answered(families.family(), {})
    held = draft.assessment.facts["has_two_notices"]
    assert isinstance(held, Known) and held.value is False and held.proof.on == TODAY
    assert draft.assessment.outcome.status is Status.UNKNOWN
