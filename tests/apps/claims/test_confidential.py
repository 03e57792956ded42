"""Confidential claims are in no list, no file, no count, whatever the role."""

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations import checking
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries import desk
from entraide.apps.claims.queries.files import claim_visible_to, filed_claim, paper_visible_to
from entraide.apps.claims.queries.lists import claims_of
from entraide.apps.claims.refusals import NotYourClaim
from tests.factories import families
from tests.factories.actors import person
from tests.factories.base import TODAY
from tests.factories.thread import AT


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


@pytest.fixture
def home():
    return families.family()


@pytest.fixture
def claim(home):
    made = families.filed(home)
    Claim.objects.filter(pk=made.pk).update(is_confidential=True)
    return Claim.objects.get(pk=made.pk)


def seen_by(actor, claim):
    paper = families.paper_of(claim, "invoice")
    counts = desk.desk_counts(actor=actor, on=TODAY)
    return [
        *Claim.objects.filter(visible_to(actor)).order_by("pk"),
        *desk.desk_claims(actor).order_by("pk"),
        *(row for shelf in desk.Shelf for row in desk.desk(desk.DeskFilter(shelf), actor=actor, on=TODAY)),
        *desk.desk(desk.DeskFilter(text=claim.reference), actor=actor, on=TODAY),
        *desk.worklist(actor, on=TODAY),
        *desk.claims_of_person(claim.beneficiary_id, actor=actor),
        *desk.desk_benefits(actor),
        *filter(None, (claim_visible_to(claim.pk, actor), filed_claim(claim.pk, actor), paper_visible_to(paper.pk, actor))),
        *filter(None, (counts.to_take, counts.mine, counts.awaiting, counts.decided, counts.late)),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.BENEFICIARY])
def test_no_role_sees_a_confidential_claim_by_any_way(claim, role):
    assert seen_by(person(role).actor, claim) == []


def test_the_opener_s_own_lists_leave_it_to_its_own_place(home, claim):
    assert seen_by(home.actor, claim) == []
    assert claims_of(claim.beneficiary_id, actor=home.actor, on=TODAY) == []


@pytest.mark.parametrize("role", [Role.CLAIMS_OFFICER, Role.SOCIAL_WORKER, Role.DIRECTOR])
def test_no_role_acts_on_a_confidential_claim_here(claim, role):
    with pytest.raises(NotYourClaim):
        checking.take(claim_id=claim.pk, actor=person(role).actor, **AT)


def test_an_ordinary_claim_is_seen_by_the_desk_the_contact_centre_and_its_opener_alone(home):
    claim = families.filed(home)
    seen = {role for role in Role if claim_visible_to(claim.pk, person(role).actor)}
    assert seen == {Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, Role.CONTACT_AGENT}
    assert claim_visible_to(claim.pk, home.actor) == claim
    assert claim_visible_to(claim.pk, families.family().actor) is None
