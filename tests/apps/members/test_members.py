"""Members are found by name or SIREN, as they are called on a day, by those who may see them."""

from datetime import date

import pytest

from entraide.apps.accounts.actor import ANONYMOUS, system_actor
from entraide.apps.accounts.roles import DELEGATE_ROLES, STAFF_ROLES, Role
from entraide.apps.members.queries import departments, member_list, membership_history, name_history
from tests.factories.actors import actor
from tests.factories.base import TODAY
from tests.factories.members import MemberFactory, MemberNameFactory, MembershipFactory


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")


def found(by=SYSTEM, **words):
    return [member.current_name for member in member_list(actor=by, on=TODAY, **words)]


@pytest.fixture
def three():
    return [
        MemberFactory(named__name="Épernay", department="51", siren="215102302"),
        MemberFactory(named__name="Reims", kind="epci", department="51"),
        MemberFactory(named__name="Lyon", department="69"),
    ]


def test_members_are_listed_by_name_accents_forgiven(three):
    assert found() == ["Épernay", "Lyon", "Reims"]
    assert found(text="epern") == ["Épernay"]
    assert found(text="215 102") == ["Épernay"]
    assert found(kind="epci") == ["Reims"]
    assert found(department="69") == ["Lyon"]
    assert departments() == ["51", "69"]


def test_a_member_is_called_as_it_is_called_that_day():
    member = MemberFactory(named=None, membership=None)
    old = MemberNameFactory(member=member, name="Vieux-Bourg", until=date(2024, 1, 1))
    new = MemberNameFactory(member=member, name="Bourg-Neuf", since=date(2024, 1, 1))
    membership = MembershipFactory(member=member)
    assert found(text="bourg") == ["Bourg-Neuf"]
    assert list(name_history(member.pk)) == [new, old]
    assert list(membership_history(member.pk)) == [membership]


def test_a_member_that_has_left_has_no_day_of_joining():
    MemberFactory(membership__until=date(2023, 1, 1))
    assert [member.joined_on for member in member_list(actor=SYSTEM, on=TODAY)] == [None]


def test_everyone_sees_the_members_that_concern_them(three):
    own = three[0]
    assert all(found(actor(role)) == ["Épernay", "Lyon", "Reims"] for role in STAFF_ROLES)
    assert all(found(actor(role, member=own)) == ["Épernay"] for role in {Role.CORRESPONDENT, *DELEGATE_ROLES})
    assert found(ANONYMOUS) == []


def test_a_beneficiary_sees_no_member_list(three):
    assert found(actor(Role.BENEFICIARY)) == []
