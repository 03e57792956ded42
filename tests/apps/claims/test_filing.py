"""Filing: what must be there, what is held of the ceilings, whom a claim may be for."""

from datetime import date

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.operations.files import NewDependant, add_dependant
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, Reservation
from entraide.apps.claims.operations import checking, filing, reserving
from entraide.apps.claims.refusals import NotYourClaim
from entraide.apps.notifications.models import Message
from entraide.core.money import Money
from entraide.core.workflow.engine import TransitionRefused
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import TODAY
from tests.factories.beneficiaries import DependantFactory, KinshipFactory
from tests.factories.claims import ImportedBenefitFactory
from tests.factories.families import Typed
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def officer():
    return person(Role.CLAIMS_OFFICER)


def held(claim):
    rows = Reservation.objects.filter(claim=claim, ceiling=BENEFIT, released_at__isnull=True)
    return list(rows.order_by("pk").values_list("cents", flat=True))


def file(claim_id, home):
    return filing.file(claim_id=claim_id, actor=home.actor, **AT)


def start(home, **typed):
    chosen = {"beneficiary_id": home.opener.beneficiary.pk, "benefit_code": BENEFIT, "dependant_id": home.child, "actor": home.actor}
    return filing.start(**chosen | typed, **AT)


def test_a_filed_claim_keeps_its_revision_its_member_and_its_days(home):
    claim = families.filed(home)
    assert (claim.state, claim.filed_on, claim.complete_on) == ("submitted", TODAY, TODAY)
    assert (claim.event_on, claim.time_bar) == (date(2024, 8, 23), date(2025, 2, 23))
    assert claim.due_on == date(2024, 11, 5)
    assert claim.revision.since == date(2023, 1, 1)
    assert claim.member == home.opener.member
    assert held(claim) == [Money.of(120)]


@pytest.mark.parametrize("fact", ["stay_ended_on", "expense", "tax_line_14"])
def test_a_claim_without_one_of_its_answers_is_not_filed(home, fact):
    claim_id = families.drafted(home)
    claim = Claim.objects.get(pk=claim_id)
    del claim.answers[fact]
    claim.save(update_fields=["answers"])
    with pytest.raises(refusals.Incomplete):
        file(claim_id, home)
    claim.refresh_from_db()
    assert claim.state == "draft"


@pytest.mark.parametrize("kind", families.PAPERS)
def test_a_claim_without_one_of_its_papers_is_not_filed(home, kind):
    claim_id = families.drafted(home)
    paper = families.paper_of(Claim.objects.get(pk=claim_id), kind)
    filing.detach(claim_document_id=paper.pk, actor=home.actor, **AT)
    with pytest.raises(refusals.Incomplete) as refused:
        file(claim_id, home)
    assert refused.value.params["missing"]


def test_a_withheld_notice_asks_for_no_paper_and_reserves_the_lowest_amount(home):
    claim = families.filed(home, Typed(line_14=None))
    assert held(claim) == [Money.of(80)]


def test_an_implausible_answer_saves_nothing(home):
    claim_id = start(home)
    with pytest.raises(refusals.AnswerRefused):
        filing.answer(claim_id=claim_id, answers={"expense": Money.of(50), "tax_line_14": Money(-1)}, actor=home.actor, **AT)
    assert Claim.objects.get(pk=claim_id).answers == {}


def test_filing_twice_files_once(home):
    claim = families.filed(home)
    assert file(claim.pk, home) == claim.pk
    assert Message.objects.filter(beneficiary_id=claim.beneficiary_id).count() == 1
    assert len(held(claim)) == 1


def test_a_draft_is_found_again_instead_of_opened_twice(home):
    assert start(home) == start(home)


def test_a_filed_claim_takes_no_answer_and_no_paper(home):
    claim = families.filed(home)
    with pytest.raises(refusals.NotADraft):
        filing.answer(claim_id=claim.pk, answers={"expense": Money.of(1)}, actor=home.actor, **AT)
    with pytest.raises(refusals.NotADraft):
        filing.attach(claim_id=claim.pk, requirement="invoice", document_id=families.kept(home.actor), actor=home.actor, **AT)
    with pytest.raises(refusals.NotADraft):
        filing.detach(claim_document_id=families.paper_of(claim, "invoice").pk, actor=home.actor, **AT)


def test_a_late_claim_is_filed_holds_nothing_and_is_never_granted(home, officer):
    claim = families.checked(home, officer, Typed(stay_ended_on=date(2024, 4, 14)))
    assert claim.time_bar == date(2024, 10, 14)
    assert held(claim) == []
    with pytest.raises(TransitionRefused) as refused:
        families.decide(claim, officer)
    assert refused.value.finding.code == "workflow.time_barred"


def test_the_last_day_is_included(home, officer):
    assert families.granted(home, officer, Typed(stay_ended_on=date(2024, 4, 15))).state == "granted"


def test_a_second_claim_of_the_year_for_the_same_child_is_refused_by_the_ceiling_and_holds_nothing(home, officer):
    families.filed(home)
    second = families.checked(home, officer, Typed(stay_ended_on=date(2024, 7, 5)))
    assert held(second) == []
    with pytest.raises(TransitionRefused) as refused:
        families.decide(second, officer)
    assert refused.value.finding.code == "workflow.outcome_refused"


def test_another_child_has_a_ceiling_of_their_own(home):
    families.filed(home)
    other = families.child_of(home.opener, given_name="Noé")
    assert held(families.filed(home, child=other)) == [Money.of(120)]


@pytest.mark.usefixtures("one_right_a_child")
def test_a_child_of_two_households_has_one_ceiling():
    home, other = families.family(custody="alternating"), families.family()
    families.filed(home)
    KinshipFactory(beneficiary=other.opener.beneficiary, dependant_id=home.child, custody="alternating")
    assert held(families.filed(other, child=home.child)) == []


def test_a_benefit_that_an_earlier_system_paid_in_the_year_counts(home):
    opener = home.opener.beneficiary
    known = {"beneficiary": opener, "dependant_id": home.child, "member": home.opener.member, "benefit_code": BENEFIT}
    ImportedBenefitFactory(**known, settled_on=date(2023, 5, 2))
    assert held(families.filed(home)) == [Money.of(120)]
    ImportedBenefitFactory(**known, settled_on=date(2024, 5, 2))
    other = families.family()
    ImportedBenefitFactory(**known | {"beneficiary": other.opener.beneficiary, "dependant_id": other.child}, settled_on=date(2024, 5, 2))
    assert held(families.filed(other)) == []


def test_what_a_withdrawn_claim_held_passes_to_the_claim_that_waits(home, officer):
    first = families.filed(home)
    second = families.filed(home, Typed(stay_ended_on=date(2024, 7, 5)))
    third = families.filed(home, Typed(stay_ended_on=date(2024, 7, 12)))
    filing.withdraw(claim_id=first.pk, actor=home.actor, **AT)
    assert (held(first), held(second), held(third)) == ([], [Money.of(120)], [])
    checking.take(claim_id=second.pk, actor=officer.actor, **AT)
    families.accept_all(second, officer)
    assert families.decide(second, officer).state == "granted"
    assert held(second) == [Money.of(120)]


def test_a_draft_that_is_withdrawn_held_nothing_and_no_other_claim_is_assessed_again(home, monkeypatch):
    families.filed(home)
    draft, assessed = families.drafted(home, Typed(stay_ended_on=date(2024, 7, 5))), []
    monkeypatch.setattr(reserving, "reassessed", lambda claim: assessed.append(claim.pk))
    filing.withdraw(claim_id=draft, actor=home.actor, **AT)
    assert (Claim.objects.get(pk=draft).state, assessed) == ("cancelled", [])


def test_a_claim_without_rights_is_not_filed(home):
    claim_id = families.drafted(home)
    Affiliation.objects.filter(beneficiary=home.opener.beneficiary).update(superseded_at=AT["at"], superseded_by=claim_id)
    with pytest.raises(refusals.NoRights):
        file(claim_id, home)


def test_nobody_files_for_the_child_of_another(home):
    with pytest.raises(refusals.NotOfYourHousehold):
        start(home, dependant_id=families.family().child)
    with pytest.raises(refusals.NotOfYourHousehold):
        start(home, dependant_id=None)
    stranger = DependantFactory()
    with pytest.raises(refusals.NotOfYourHousehold):
        start(home, dependant_id=stranger.pk)


def test_a_benefit_for_a_child_is_not_for_a_spouse(home):
    spouse = NewDependant("spouse", "Sam", "Ferrand", date(1982, 1, 1))
    key = add_dependant(beneficiary_id=home.opener.beneficiary.pk, dependant=spouse, actor=home.actor, **AT)
    with pytest.raises(refusals.NotOfYourHousehold):
        start(home, dependant_id=key)


def test_an_unknown_benefit_and_one_without_amount_are_refused(home):
    with pytest.raises(refusals.UnknownBenefit):
        start(home, benefit_code="n-existe-pas")
    with pytest.raises(refusals.NotPayable):
        start(home, benefit_code="medaille", dependant_id=None)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BENEFICIARY])
def test_no_other_role_writes_in_a_person_s_claims(home, role):
    claim_id, intruder = families.drafted(home), person(role).actor
    for act in (filing.file, filing.withdraw):
        with pytest.raises(NotYourClaim):
            act(claim_id=claim_id, actor=intruder, **AT)


def test_another_beneficiary_does_not_write_in_a_person_s_claims(home):
    claim_id = families.drafted(home)
    with pytest.raises(NotYourClaim):
        file(claim_id, families.family())


def test_a_withdrawn_draft_is_not_filed(home):
    claim_id = families.drafted(home)
    filing.withdraw(claim_id=claim_id, actor=home.actor, **AT)
    with pytest.raises(TransitionRefused):
        file(claim_id, home)
