"""Who leaves the association takes its people's rights and its mandates along; who stays after all keeps them."""

from datetime import UTC, date, datetime

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.queries.employment import eligibility_of
from entraide.apps.beneficiaries.queries.rights import with_rights_in
from entraide.apps.members.operations.exits import follow_exits
from entraide.apps.members.operations.memberships import close_membership, give_notice, withdraw_notice
from entraide.apps.network.models import Mandate
from entraide.apps.network.operations import Successor, give_mandate, hand_over
from entraide.apps.network.queries import mandates_of
from entraide.config.schedule import end_with_contracts
from entraide.core.eligibility.rule import EligibilityStatus
from entraide.orm.acts import Stamp, rewrite
from entraide.orm.keys import uuid7
from tests.factories.accounts import AccountFactory
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory
from tests.factories.members import MemberFactory
from tests.factories.network import MandateFactory


pytestmark = pytest.mark.django_db
EXIT, LAST_DAY = date(2025, 1, 1), date(2024, 12, 31)
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
AFTER = {"actor": system_actor("suite"), "at": datetime(2025, 2, 3, 9, tzinfo=UTC), "on": date(2025, 2, 3)}


def noticed(member):
    give_notice(member_id=member.pk, notice_on=date(2024, 9, 20), until=EXIT, **ACT)


def leave_by_decision(member):
    close_membership(member_id=member.pk, until=EXIT, reason="dissolution", **ACT)


def presences():
    """Tell what the presences say at present, without who wrote it."""
    columns = (
        "beneficiary_id",
        "member_id",
        "since",
        "until",
        "rights_until",
        "covered_until",
        "is_principal",
        "arrived_on",
        "came_from_id",
    )
    return sorted(map(repr, Affiliation.objects.current().order_by("pk").values_list(*columns)))


def mandates():
    return sorted(map(repr, Mandate.objects.current().order_by("pk").values_list("member_id", "kind", "account_id", "since", "until")))


def has_rights(person, day):
    return eligibility_of(person.pk, on=day).status is not EligibilityStatus.NOT_ELIGIBLE


@pytest.fixture
def member():
    return MemberFactory(named__name="Épernay", membership__since=date(2022, 1, 1))


@pytest.fixture
def agent(member):
    return BeneficiaryFactory(affiliation__member=member)


@pytest.mark.parametrize("leaves", [noticed, leave_by_decision])
def test_rights_and_mandates_end_with_the_contract(member, agent, leaves):
    elsewhere, held = BeneficiaryFactory(), MandateFactory(member=member)
    leaves(member)
    assert (has_rights(agent, LAST_DAY), has_rights(agent, EXIT)) == (True, False)
    assert with_rights_in(2025).filter(beneficiary_id=agent.pk).count() == 0
    assert has_rights(elsewhere, EXIT)
    assert [len(mandates_of(held.account_id, on=day)) for day in (LAST_DAY, EXIT)] == [1, 0]
    assert Mandate.objects.current().get(member=member).until == EXIT


def test_a_notice_withdrawn_gives_rights_and_mandates_back(member, agent):
    AffiliationFactory(beneficiary=agent, is_principal=False)
    ending = {"affiliation__contract": "fixed_term", "affiliation__contract_until": date(2024, 11, 1), "affiliation__rights_until": EXIT}
    BeneficiaryFactory(affiliation__member=member, **ending)
    BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2025, 3, 1))
    MandateFactory(member=member)
    MandateFactory(member=member, kind="delegate_staff", until=EXIT)
    MandateFactory(member=member, kind="delegate_elected", until=date(2026, 3, 1), recorded_by=uuid7())
    rights, acting = presences(), mandates()
    noticed(member)
    assert presences() != rights and mandates() != acting
    withdraw_notice(member_id=member.pk, **ACT)
    assert (presences(), mandates()) == (rights, acting)


def test_what_was_written_during_a_notice_stands_once_it_is_withdrawn(member, agent):
    """A list that changes the service, a handing over: the rows that the notice wrote are no longer there."""
    MandateFactory(member=member, kind="correspondent")
    noticed(member)
    rewrite(list(Affiliation.objects.current().filter(beneficiary=agent)), Stamp(uuid7(), NOW), service="Voirie")
    successor = hand_over(member_id=member.pk, kind="correspondent", to=Successor("ada@example.org", "Ada Petit"), **ACT)
    withdraw_notice(member_id=member.pk, **ACT)
    row = Affiliation.objects.current().get(beneficiary=agent)
    assert (row.service, row.rights_until, row.covered_until) == ("Voirie", None, None)
    assert mandates_of(successor.account_id, on=date(2026, 1, 1))[0][1] == member.pk


def test_who_has_died_in_the_last_days_gets_no_right_back(member):
    dead = BeneficiaryFactory(
        affiliation__member=member, affiliation__until=EXIT, affiliation__rights_until=EXIT, affiliation__covered_until=EXIT,
        affiliation__leaving="death",
    )  # fmt: skip
    noticed(member)
    withdraw_notice(member_id=member.pk, **ACT)
    assert Affiliation.objects.current().get(beneficiary=dead).covered_until == EXIT


def test_who_arrives_during_a_notice_loses_rights_with_the_others_the_night_after(member):
    noticed(member)
    late, account = BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2024, 11, 1)), AccountFactory()
    give_mandate(member_id=member.pk, kind="correspondent", account_id=account.pk, **ACT)
    assert end_with_contracts(ACT["at"], TODAY) == 0
    assert mandates_of(account.pk, on=EXIT) == []
    assert [end_with_contracts(AFTER["at"], AFTER["on"]) for _ in range(2)] == [1, 0]
    assert (has_rights(late, LAST_DAY), has_rights(late, EXIT)) == (True, False)
    assert Mandate.objects.current().get(member=member).until == EXIT
    entry = AuditEntry.objects.get(verb="members.exit_followed")
    assert entry.subject_id == member.pk
    assert follow_exits(**AFTER) == 0


def test_a_right_that_an_act_maintains_where_a_contract_ended_long_ago_is_left_as_it_is():
    former = MemberFactory(membership__since=date(2015, 1, 1), membership__until=date(2020, 1, 1))
    moved = BeneficiaryFactory(
        affiliation__member=former, affiliation__since=date(2024, 7, 1), affiliation__rights_until=EXIT, affiliation__covered_until=EXIT
    )
    assert follow_exits(**ACT) == 0
    assert has_rights(moved, LAST_DAY)
