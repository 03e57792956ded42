"""A mandate is given to one person at a time, ended without being lost, and seen by those whom it concerns."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.actor import ANONYMOUS, system_actor
from entraide.apps.accounts.roles import COLLEAGUES, Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.network.models import Mandate
from entraide.apps.network.operations import Successor, end_mandate, give_mandate, hand_over
from entraide.apps.network.queries import holders_of, mandates_for, mandates_of
from entraide.apps.network.refusals import (
    BodyGone,
    MandateHeld,
    MandateNotHeld,
    NoMembership,
    NotMandateKeeper,
    OtherCollege,
    StaffHoldsNoMandate,
)
from tests.factories.accounts import AccountFactory, StaffRoleFactory
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory
from tests.factories.network import MandateFactory


pytestmark = pytest.mark.django_db
AT = {"at": NOW, "on": TODAY}
SYSTEM = system_actor("suite")


def given(member, account, by=SYSTEM, kind="correspondent"):
    give_mandate(member_id=member.pk, kind=kind, account_id=account.pk, actor=by, **AT)


def test_a_mandate_gives_its_role_from_that_day():
    member, account = MemberFactory(named__name="Reims"), AccountFactory()
    given(member, account)
    assert mandates_of(account.pk, on=TODAY) == [("correspondent", member.pk, "Reims")]
    assert mandates_of(account.pk, on=TODAY - timedelta(days=1)) == []
    assert AuditEntry.objects.order_by("pk").last().verb == "network.mandate_given"


def test_a_mandate_has_one_holder_at_a_time():
    mandate = MandateFactory()
    with pytest.raises(MandateHeld):
        given(mandate.member, AccountFactory())
    given(mandate.member, AccountFactory(), kind="delegate_staff")


def test_nobody_of_the_association_acts_for_a_member_even_by_their_own_hand():
    held = StaffRoleFactory(role=Role.DEVELOPMENT_OFFICER)
    with pytest.raises(StaffHoldsNoMandate):
        given(MemberFactory(), held.account, by=actor(Role.DEVELOPMENT_OFFICER))
    assert not Mandate.objects.exists()


def test_nobody_acts_for_a_body_that_does_not_exist_any_more():
    with pytest.raises(BodyGone):
        given(MemberFactory(named__until=TODAY), AccountFactory())


def test_nobody_acts_for_a_body_that_no_contract_makes_a_member():
    left, never = MemberFactory(membership__until=TODAY), MemberFactory(membership=None)
    held = MandateFactory(member=left)
    for member in (left, never):
        with pytest.raises(NoMembership):
            given(member, AccountFactory(), kind="delegate_staff")
    with pytest.raises(NoMembership):
        hand_over(member_id=left.pk, kind="correspondent", to=Successor("suite@exemple.fr", "Paule Martin"), actor=SYSTEM, **AT)
    assert list(Mandate.objects.current()) == [held]


def test_a_body_whose_contract_is_to_come_already_has_its_correspondent():
    member = MemberFactory(membership__since=TODAY + timedelta(days=78))
    given(member, AccountFactory())
    assert len(holders_of(member.pk, on=TODAY)) == 1


def test_one_person_speaks_for_one_college_of_a_member_at_a_time():
    member, account = MemberFactory(), AccountFactory(email="alix@exemple.fr")
    given(member, account, kind="delegate_elected")
    with pytest.raises(OtherCollege):
        given(member, account, kind="delegate_staff")
    MandateFactory(member=member, kind="delegate_staff")
    with pytest.raises(OtherCollege):
        hand_over(member_id=member.pk, kind="delegate_staff", to=Successor(account.email, account.name), actor=SYSTEM, **AT)
    other = MandateFactory(kind="delegate_elected")
    MandateFactory(member=other.member, account=other.account, kind="delegate_staff", superseded_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        MandateFactory(member=other.member, account=other.account, kind="delegate_staff", until=TODAY)


def test_whoever_was_delegate_of_one_college_may_become_that_of_the_other_and_may_be_correspondent():
    ended = MandateFactory(kind="delegate_elected", until=TODAY)
    given(ended.member, ended.account, kind="delegate_staff")
    given(ended.member, ended.account)
    assert [kind for kind, _ in holders_of(ended.member_id, on=TODAY)] == ["correspondent", "delegate_staff"]


def test_a_mandate_that_begins_later_is_held():
    mandate = MandateFactory(since=TODAY + timedelta(days=10))
    with pytest.raises(MandateHeld):
        given(mandate.member, AccountFactory())


def test_an_ended_mandate_may_be_given_to_somebody_else_the_same_day():
    mandate, other = MandateFactory(), AccountFactory()
    end_mandate(member_id=mandate.member_id, kind="correspondent", actor=SYSTEM, **AT)
    given(mandate.member, other)
    assert holders_of(mandate.member_id, on=TODAY) == [("correspondent", other.pk)]
    assert holders_of(mandate.member_id, on=TODAY - timedelta(days=1)) == [("correspondent", mandate.account_id)]


def test_a_mandate_given_and_ended_the_same_day_was_never_held():
    member, account = MemberFactory(), AccountFactory()
    given(member, account)
    end_mandate(member_id=member.pk, kind="correspondent", actor=SYSTEM, **AT)
    assert list(mandates_for(member.pk, actor=SYSTEM)) == []
    assert Mandate.objects.count() == 1


def test_a_mandate_that_nobody_holds_is_not_ended():
    with pytest.raises(MandateNotHeld):
        end_mandate(member_id=MemberFactory().pk, kind="correspondent", actor=SYSTEM, **AT)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR}))
def test_mandates_are_kept_by_development_officers_and_administrators_alone(role):
    someone, mandate = actor(role), MandateFactory()
    with pytest.raises(NotMandateKeeper):
        given(MemberFactory(), AccountFactory(), someone)
    with pytest.raises(NotMandateKeeper):
        end_mandate(member_id=mandate.member_id, kind="correspondent", actor=someone, **AT)


@pytest.mark.parametrize("role", [Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR])
def test_those_who_keep_mandates_give_and_end_them(role):
    someone, member = actor(role), MemberFactory()
    given(member, AccountFactory(), someone)
    end_mandate(member_id=member.pk, kind="correspondent", actor=someone, **AT)


def test_who_acts_for_a_member_sees_its_mandates_and_no_other():
    own, other = MandateFactory(), MandateFactory()
    correspondent = actor(Role.CORRESPONDENT, member=MemberFactory())
    for role in (Role.DELEGATE_ELECTED, Role.DELEGATE_STAFF):
        delegate = actor(role, member=own.member)
        assert own in mandates_for(own.member_id, actor=delegate)
        assert not mandates_for(other.member_id, actor=delegate)
    assert not mandates_for(own.member_id, actor=correspondent)
    assert not mandates_for(own.member_id, actor=actor(Role.BENEFICIARY))
    assert not mandates_for(own.member_id, actor=ANONYMOUS)
    assert not mandates_for(own.member_id, actor=actor(Role.EXPERT))
    assert all(own in mandates_for(own.member_id, actor=actor(role)) for role in COLLEAGUES)


def test_each_act_on_a_mandate_holds_the_member_before_its_mandates():
    member, account = MemberFactory(), AccountFactory()
    acts = [
        lambda: given(member, account),
        lambda: hand_over(member_id=member.pk, kind="correspondent", to=Successor("ada@example.org", "Ada"), actor=SYSTEM, **AT),
        lambda: end_mandate(member_id=member.pk, kind="correspondent", actor=SYSTEM, **AT),
    ]
    for act in acts:
        with CaptureQueriesContext(connection) as asked:
            act()
        read = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
        first = {
            table: next(place for place, sql in enumerate(read) if f'FROM "{table}"' in sql)
            for table in ("members_member", "network_mandate")
        }
        assert first["members_member"] < first["network_mandate"]
