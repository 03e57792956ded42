"""Each claim stands in the queue of the branch of its member, and follows it."""

import pytest
from django.db import transaction

from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations.structure import move_claims
from tests.factories import families
from tests.factories.claims import ClaimFactory
from tests.factories.members import MemberFactory
from tests.factories.network import CommitteeDepartmentFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def member_in(department, committee=""):
    if committee:
        CommitteeDepartmentFactory(department=department, committee=committee)
    return MemberFactory(department=department)


def branches_of(*claims):
    return [Claim.objects.get(pk=claim.pk).committee for claim in claims]


def test_a_claim_filed_is_of_the_branch_of_its_member():
    home, nowhere = families.family(member=member_in("51", "Nord-Est")), families.family(member=member_in("975"))
    assert branches_of(families.filed(home), families.filed(nowhere)) == ["Nord-Est", ""]


def test_a_claim_that_waits_goes_with_its_member_to_another_branch_and_one_decided_stays():
    origin, destination = member_in("51", "Nord-Est"), member_in("33", "Sud-Ouest")
    waiting, decided = (ClaimFactory(member=origin, committee="Nord-Est", state=state) for state in ("in_review", "granted"))
    with transaction.atomic():
        move_claims([(each.pk, origin.pk, destination.pk) for each in (waiting, decided)])
    assert branches_of(waiting, decided) == ["Sud-Ouest", "Nord-Est"]
