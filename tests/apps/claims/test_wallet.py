"""Papers found good serve again, for the events and the persons that they speak of; the others do not."""

from datetime import date

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.operations import filing
from entraide.apps.claims.queries.drafts import draft_of
from entraide.apps.claims.queries.wallet import reusable_in, wallet_of
from entraide.core.money import Money
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import TODAY
from tests.factories.thread import AT, BENEFIT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def home():
    return families.family()


def wallet(home, actor=None):
    return wallet_of(home.opener.beneficiary.pk, actor=actor or home.actor, on=TODAY)


def second_draft(home, child, *, day=date(2024, 7, 5)):
    key = filing.start(beneficiary_id=home.opener.beneficiary.pk, benefit_code=BENEFIT, dependant_id=child, actor=home.actor, **AT)
    answers = {"stay_ended_on": day, "expense": Money.of(200), "tax_line_14": Money.of(800)}
    filing.answer(claim_id=key, answers=answers, actor=home.actor, **AT)
    return draft_of(Claim.objects.get(pk=key), on=TODAY)


def test_the_wallet_says_what_each_paper_is_whom_it_is_for_and_who_found_it_good(home):
    officer = person(Role.CLAIMS_OFFICER)
    families.checked(home, officer)
    held = {each.kind: each for each in wallet(home)}
    assert set(held) == set(families.PAPERS)
    assert held["invoice"].label.startswith("Facture acquittée") and held["family_record"].label.startswith("Livret de famille")
    assert all(each.is_checked and each.checked_by == officer.account.name for each in held.values())
    assert held["invoice"].covers is None and held["family_record"].covers.until is None
    assert held["tax_notice"].covers.until == date(2025, 1, 1)
    assert {each.sent_on for each in held.values()} == {TODAY}


def test_drafts_withdrawn_claims_and_those_of_others_are_not_in_the_wallet(home):
    families.drafted(home)
    assert wallet(home) == []
    filed = families.filed(home, child=families.child_of(home.opener, given_name="Noé"))
    assert len(wallet(home)) == len(families.PAPERS)
    assert wallet(home, families.family().actor) == []
    filing.withdraw(claim_id=filed.pk, actor=home.actor, **AT)
    assert wallet(home) == []


def test_a_family_record_found_good_serves_for_another_child_and_an_invoice_does_not(home):
    families.checked(home, person(Role.CLAIMS_OFFICER))
    other = families.child_of(home.opener, given_name="Noé")
    draft = second_draft(home, other)
    found = reusable_in(draft, wallet(home), on=TODAY)
    assert [each.kind for each in found["family_record"].usable] == ["family_record"]
    assert found["invoice"].usable == () and found["invoice"].expired == ()


def test_what_is_proved_already_is_not_asked_again(home):
    families.checked(home, person(Role.CLAIMS_OFFICER))
    draft = second_draft(home, home.child)
    assert [each.kind for each in draft.requirements] == ["invoice"]


def test_a_paper_that_nobody_has_found_good_yet_is_not_joined_again(home):
    families.filed(home)
    draft = second_draft(home, families.child_of(home.opener, given_name="Noé"))
    assert reusable_in(draft, wallet(home), on=TODAY)["family_record"].usable == ()


def test_a_paper_joined_again_is_shown_once_and_not_offered_twice(home):
    families.checked(home, person(Role.CLAIMS_OFFICER))
    other = families.child_of(home.opener, given_name="Noé")
    draft = second_draft(home, other)
    (held,) = reusable_in(draft, wallet(home), on=TODAY)["family_record"].usable
    filing.attach(claim_id=draft.claim.pk, requirement=held.kind, document_id=held.document_id, actor=home.actor, **AT)
    again = draft_of(Claim.objects.get(pk=draft.claim.pk), on=TODAY)
    assert reusable_in(again, wallet(home), on=TODAY)["family_record"].usable == ()
    for kind in ("invoice",):
        filing.attach(claim_id=draft.claim.pk, requirement=kind, document_id=families.kept(home.actor), actor=home.actor, **AT)
    filing.file(claim_id=draft.claim.pk, actor=home.actor, **AT)
    shown = [each for each in wallet(home) if each.kind == "family_record"]
    assert [each.document_id for each in shown] == [held.document_id] and shown[0].is_checked


def test_the_wallet_costs_the_same_queries_whatever_it_holds(home, django_assert_max_num_queries):
    families.filed(home)
    wallet(home)
    with django_assert_max_num_queries(6):
        assert len(wallet(home)) == 3
    filed = ClaimDocument.objects.filter(requirement="invoice").get()
    for number in range(20):
        document_id = families.kept(home.actor, name=f"page-{number}.jpg")
        ClaimDocument.objects.create(claim=filed.claim, requirement="invoice", document_id=document_id, state="received", added_at=AT["at"])
    with django_assert_max_num_queries(6):
        assert len(wallet(home)) == 23
