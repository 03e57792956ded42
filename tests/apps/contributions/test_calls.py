"""A call is a line of account made of one line for each person and each stretch of days, at rates that are kept with it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.actor import Actor, Hat, system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import ContributionLine, PersonLine
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.operations.calls import call_member
from entraide.apps.contributions.policies import NotAccountant
from entraide.apps.contributions.queries import called_for
from entraide.apps.contributions.queries.due import due_of
from entraide.apps.contributions.refusals import CalledAlready, NobodyCounted, NoContract, NoList, NotCalled
from entraide.apps.ledger.queries import trial_balance
from entraide.core.money import Money, total
from entraide.orm.acts import Stamp, ended, from_day_on
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory
from tests.factories.members import MemberFactory, MembershipFactory


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_rates")]
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}
LATER = NOW + timedelta(days=1)


def called(member):
    """What a member is called for in 2024, in cents."""
    return called_for(member.pk, year=2024, as_of=TODAY).cents


def owed(member):
    """What the person lines of a member add up to, in cents."""
    return total(line.cents for line in PersonLine.objects.filter(line__member=member)).cents


def receivable():
    return next(account.balance.cents for account in trial_balance(as_of=TODAY) if account.code == "411")


def test_each_person_has_a_line_with_days_rate_and_the_rate_keeps_its_source():
    member = MemberFactory()
    BeneficiaryFactory(affiliation__member=member)
    BeneficiaryFactory(affiliation__member=member, affiliation__status="retiree", affiliation__since=date(2024, 7, 1))
    key = call_member(member_id=member.pk, year=2024, **ACT)
    line = ContributionLine.objects.get(pk=key)
    assert (line.head_count, line.cents, line.kind, line.known_at) == (2, Money.of("287.89"), "call", NOW)
    told = [(one.head_class, one.since, one.days, one.rate, one.cents, one.reason) for one in line.persons.order_by("since")]
    assert told == [
        ("active", date(2024, 1, 1), 366, Money.of(217), Money.of(217), "call"),
        ("retiree", date(2024, 7, 1), 184, Money.of(141), Money.of("70.89"), "call"),
    ]
    assert {source for _, source, _, _ in line.rates.values()} == {"Bilan de l’utilisation faite du CNAS, Grand Reims, 25 septembre 2024"}
    assert called(member) == owed(member) == receivable() == 287_89


def test_a_member_is_called_once_a_year():
    member = BeneficiaryFactory().affiliations.get().member
    call_member(member_id=member.pk, year=2024, **ACT)
    with pytest.raises(CalledAlready):
        call_member(member_id=member.pk, year=2024, **ACT)


def test_who_owes_nothing_is_refused_with_the_reason():
    with pytest.raises(NoList):
        call_member(member_id=MemberFactory().pk, year=2024, **ACT)
    alone = MemberFactory(membership=None)
    BeneficiaryFactory(affiliation__member=alone)
    with pytest.raises(NoContract):
        call_member(member_id=alone.pk, year=2024, **ACT)
    partial = MemberFactory(membership=None)
    MembershipFactory(member=partial, scope="partial", covers=[{"kind": "service", "name": "Eau"}])
    BeneficiaryFactory(affiliation__member=partial, affiliation__service="Voirie")
    with pytest.raises(NobodyCounted):
        call_member(member_id=partial.pk, year=2024, **ACT)


def test_a_correspondent_calls_nobody():
    member = BeneficiaryFactory().affiliations.get().member
    actor = Actor("person", uuid7(), "C", Hat(Role.CORRESPONDENT, member.pk))
    with pytest.raises(NotAccountant):
        call_member(member_id=member.pk, year=2024, **ACT | {"actor": actor})


def days(member, year=2024, known_at=NOW):
    """The days that count for a member, by class."""
    return [(line.head_class.value, line.days) for line in due_of([member.pk], year=year, known_at=known_at).lines.get(member.pk, ())]


def test_a_partial_contract_counts_the_service_it_covers_and_the_retirees_it_names():
    member = MemberFactory(membership=None)
    MembershipFactory(member=member, scope="partial", covers=[{"kind": "service", "name": "Eau"}, {"kind": "retirees"}])
    for service, status in (("EAU", "active"), ("Voirie", "active"), ("", "retiree")):
        BeneficiaryFactory(affiliation__member=member, affiliation__service=service, affiliation__status=status)
    assert sorted(days(member)) == [("active", 366), ("retiree", 366)]


def test_a_contract_that_covers_an_earlier_structure_counts_who_came_from_it():
    old, member = MemberFactory(membership=None), MemberFactory(membership=None)
    MembershipFactory(member=member, scope="partial", covers=[{"kind": "structure", "member": str(old.pk)}])
    BeneficiaryFactory(affiliation__member=member, affiliation__came_from=old)
    BeneficiaryFactory(affiliation__member=member)
    assert days(member) == [("active", 366)]


def test_rights_and_days_begin_with_the_contract():
    member = MemberFactory(membership__since=date(2024, 9, 1))
    BeneficiaryFactory(affiliation__member=member)
    assert days(member) == [("active", 122)]


def test_a_position_that_opens_no_right_costs_nothing():
    member = MemberFactory()
    BeneficiaryFactory(affiliation__member=member, affiliation__rights_until=date(2020, 1, 1), affiliation__position="availability")
    assert days(member) == []


def test_nobody_is_called_past_the_end_of_rights_that_is_known():
    member = MemberFactory()
    BeneficiaryFactory(affiliation__member=member, affiliation__contract_until=date(2024, 7, 1), affiliation__rights_until=date(2025, 1, 1))
    assert (days(member), days(member, year=2025)) == ([("active", 366)], [])


def test_a_person_of_two_members_is_asked_for_once_by_the_principal_one():
    person = BeneficiaryFactory(affiliation__is_principal=False)
    first = person.affiliations.get().member
    second = AffiliationFactory(beneficiary=person, since=date(2024, 5, 1), is_principal=True).member
    assert (days(first), days(second)) == ([("active", 121)], [("active", 245)])


def test_a_principal_employer_without_a_contract_leaves_the_head_to_the_other():
    person = BeneficiaryFactory(affiliation__member=MemberFactory(membership=None))
    second = AffiliationFactory(beneficiary=person, is_principal=False).member
    assert days(second) == [("active", 366)]


def test_the_lists_are_read_as_they_were_known():
    person = BeneficiaryFactory()
    (row,) = person.affiliations.all()
    ended([row], date(2024, 7, 1), act=Stamp(uuid7(), LATER), leaving="departure")
    assert days(row.member) == [("active", 366)]
    assert days(row.member, known_at=LATER) == [("active", 182)]


def test_many_members_are_read_in_as_many_queries_as_one():
    def queries(members):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            due_of([member.pk for member in members], year=2024, known_at=NOW)
        return len(counted)

    one = [BeneficiaryFactory().affiliations.get().member]
    many = [BeneficiaryFactory().affiliations.get().member for _ in range(12)]
    assert queries(one) == queries(many) == 4


# Adjustments


def test_a_departure_known_later_withdraws_the_line_and_adds_what_is_due():
    person = BeneficiaryFactory()
    (row,) = person.affiliations.all()
    call_member(member_id=row.member_id, year=2024, **ACT)
    ended([row], date(2024, 7, 1), act=Stamp(uuid7(), LATER), leaving="departure")
    key = adjust_member(member_id=row.member_id, year=2024, **ACT | {"at": LATER})
    line = ContributionLine.objects.get(pk=key)
    assert (line.kind, line.cents, line.head_count) == ("adjustment", Money.of("-109.09"), 1)
    assert [(one.cents.cents, one.reason, one.withdraws_id is None) for one in line.persons.order_by("cents")] == [
        (-217_00, "days", False),
        (107_91, "days", True),
    ]
    assert called(row.member) == owed(row.member) == receivable() == 107_91


def test_an_adjustment_made_again_changes_nothing():
    person = BeneficiaryFactory()
    (row,) = person.affiliations.all()
    call_member(member_id=row.member_id, year=2024, **ACT)
    assert adjust_member(member_id=row.member_id, year=2024, **ACT) is None
    ended([row], date(2024, 7, 1), act=Stamp(uuid7(), LATER), leaving="departure")
    assert adjust_member(member_id=row.member_id, year=2024, **ACT | {"at": LATER})
    assert adjust_member(member_id=row.member_id, year=2024, **ACT | {"at": LATER}) is None


def test_an_arrival_a_removal_and_a_new_class_are_told_apart():
    member = MemberFactory()
    gone = BeneficiaryFactory(affiliation__member=member)
    retired = BeneficiaryFactory(affiliation__member=member)
    call_member(member_id=member.pk, year=2024, **ACT)
    act = Stamp(uuid7(), LATER)
    ended(list(gone.affiliations.all()), date(2020, 1, 1), act=act)
    from_day_on(list(retired.affiliations.all()), date(2024, 7, 1), act=act, status="retiree")
    new = BeneficiaryFactory(affiliation__member=member, affiliation__since=date(2024, 10, 1), affiliation__recorded_at=LATER)
    adjust_member(member_id=member.pk, year=2024, **ACT | {"at": LATER})
    reasons = dict(PersonLine.objects.exclude(reason="call").values_list("beneficiary_id", "reason"))
    assert reasons == {gone.pk: "removal", retired.pk: "class", new.pk: "arrival"}
    assert called(member) == owed(member) == 107_91 + 70_88 + 54_55


def test_one_person_alone_may_be_adjusted():
    member = MemberFactory()
    people = [BeneficiaryFactory(affiliation__member=member) for _ in range(2)]
    call_member(member_id=member.pk, year=2024, **ACT)
    for person in people:
        ended(list(person.affiliations.all()), date(2024, 7, 1), act=Stamp(uuid7(), LATER))
    adjust_member(member_id=member.pk, year=2024, people={people[0].pk}, **ACT | {"at": LATER})
    assert called(member) == 217_00 + 107_91


def test_nothing_is_adjusted_where_nothing_was_called():
    with pytest.raises(NotCalled):
        adjust_member(member_id=MemberFactory().pk, year=2024, **ACT)


def test_a_line_is_withdrawn_once():
    person = BeneficiaryFactory()
    (row,) = person.affiliations.all()
    call_member(member_id=row.member_id, year=2024, **ACT)
    held = PersonLine.objects.get()
    values = {"line": held.line, "beneficiary": person, "head_class": "active", "since": held.since, "until": held.until}
    values |= {"days": 366, "rate": held.rate, "cents": -held.cents, "reason": "removal", "withdraws": held}
    PersonLine.objects.create(id=uuid7(), **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonLine.objects.create(id=uuid7(), **values)
