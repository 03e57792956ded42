"""Contracts of membership are opened, changed, ended and taken back; each refusal leaves everything as it was."""

from datetime import date

import pytest
from django.db import Error, transaction

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.members.models import Membership
from entraide.apps.members.operations.memberships import (
    NewContract,
    Terms,
    cancel_membership,
    change_membership,
    close_membership,
    give_notice,
    open_membership,
    withdraw_notice,
)
from entraide.apps.members.queries import Narrowing, bodies, contracts_of, deliberation_of, member_list
from entraide.apps.members.refusals import FaultyFacts, NoContract, NoNotice, NotRegisterKeeper
from entraide.apps.portfolio.queries.risks import accounts_at_risk
from entraide.core.membership.contracts import Cover, CoverKind, Scope
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.documents import DocumentFactory
from tests.factories.members import MemberFactory, MembershipFactory


pytestmark = pytest.mark.django_db
NEW_YEAR = date(2025, 1, 1)
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def held(member):
    """Tell what a member's contracts say today, first to last."""
    rows = Membership.objects.current().filter(member=member).order_by("since")
    return [(row.since, row.until, row.scope) for row in rows]


def opened(member, since=NEW_YEAR, **terms):
    return open_membership(contract=NewContract(member.pk, since, Terms(**terms)), **ACT)


def refused(act, *args, **kwargs):
    """Give the codes and places of the faults that an act is refused for, having written nothing."""
    before = (Membership.objects.count(), AuditEntry.objects.count())
    with pytest.raises(FaultyFacts) as caught:
        act(*args, **kwargs)
    assert (Membership.objects.count(), AuditEntry.objects.count()) == before
    return [(fault.code.split(".")[1], fault.where) for fault in caught.value.findings]


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims", membership=None)


@pytest.fixture
def member():
    return MemberFactory(named__name="Épernay", membership__since=date(2022, 1, 1))


def test_a_contract_is_opened_with_its_deliberation(reims):
    file = DocumentFactory(kind="deliberation")
    key = opened(reims, deliberated_on=date(2024, 9, 30), deliberation_number="2024-112", deliberation_id=file.pk)
    (contract,) = contracts_of(reims.pk, on=TODAY)
    assert (contract.id, contract.since, contract.scope, contract.is_running) == (key, NEW_YEAR, "full", False)
    assert (contract.deliberated_on, contract.deliberation_number) == (date(2024, 9, 30), "2024-112")
    assert deliberation_of(reims.pk, membership_id=key) == file.pk
    assert deliberation_of(MemberFactory().pk, membership_id=key) is None
    assert AuditEntry.objects.get(verb="members.membership_opened").subject_id == reims.pk


def test_every_fault_of_a_contract_is_told_at_once(reims):
    amicale = MemberFactory(membership__payer=MemberFactory())
    contract = NewContract(reims.pk, date(2025, 3, 15), Terms(scope=Scope.PARTIAL, payer_id=amicale.pk, deliberated_on=date(2024, 10, 16)))
    assert refused(open_membership, contract=contract, **ACT) == [
        ("entry_day", "since"),
        ("covers_missing", "covers"),
        ("payer_paid_for", "payer"),
        ("deliberation_to_come", "deliberated_on"),
    ]


def test_a_contract_that_a_structure_event_moves_begins_on_any_day(reims):
    open_membership(contract=NewContract(reims.pk, date(2025, 3, 15), continues=True), **ACT)
    assert held(reims) == [(date(2025, 3, 15), None, "full")]


def test_two_contracts_of_a_body_cross_neither_here_nor_in_the_database(member):
    assert refused(opened, member) == [("crosses_open", "since")]
    with pytest.raises(Error), transaction.atomic():
        MembershipFactory(member=member, since=NEW_YEAR)


def test_a_body_that_does_not_exist_enters_nothing():
    gone = MemberFactory(named__name="Ancienne", named__since=date(2010, 1, 1), named__until=date(2020, 1, 1), membership=None)
    assert refused(opened, gone) == [("body_gone", "since")]


def test_the_terms_of_a_body_that_is_gone_are_read_and_not_changed():
    gone = MemberFactory(named__until=date(2024, 1, 1), membership__until=date(2024, 1, 1))
    assert refused(change_membership, member_id=gone.pk, since=date(2023, 1, 1), terms=Terms(), **ACT) == [("body_gone", "since")]


@pytest.mark.parametrize("until", [date(2024, 1, 1), date(2026, 1, 1)])
def test_an_intermediary_exists_as_long_as_the_contract(reims, until):
    going = MemberFactory(named__name="Amicale dissoute", named__until=until, membership=None)
    assert refused(opened, reims, payer_id=going.pk) == [("payer_absent", "payer")]


def test_an_intermediary_that_ends_with_the_contract_pays_to_its_end(member):
    amicale = MemberFactory(named__until=NEW_YEAR, membership=None)
    close_membership(member_id=member.pk, until=NEW_YEAR, reason="dissolution", **ACT)
    change_membership(member_id=member.pk, since=date(2024, 1, 1), terms=Terms(payer_id=amicale.pk), **ACT)
    assert contracts_of(member.pk, on=TODAY)[0].payer.id == amicale.pk


def test_who_pays_makes_no_chain_and_no_circle(reims):
    amicale = MemberFactory(named__name="Amicale", membership__since=date(2022, 1, 1))
    MembershipFactory(member=MemberFactory(membership=None), payer=reims, since=date(2022, 1, 1))
    assert refused(opened, reims, payer_id=amicale.pk) == [("payer_of_others", "payer")]
    assert refused(opened, reims, payer_id=reims.pk) == [("payer_itself", "payer")]
    change_membership(member_id=amicale.pk, since=NEW_YEAR, terms=Terms(payer_id=MemberFactory().pk), **ACT)
    assert refused(opened, MemberFactory(membership=None), payer_id=amicale.pk) == [("payer_paid_for", "payer")]


def test_a_payer_of_the_past_may_be_paid_for(reims):
    MembershipFactory(member=MemberFactory(membership=None), payer=reims, since=date(2020, 1, 1), until=date(2022, 1, 1))
    opened(reims, payer_id=MemberFactory(membership=None).pk)
    assert held(reims) == [(NEW_YEAR, None, "full")]


def test_a_partial_contract_tells_what_it_covers(reims):
    old = MemberFactory(named__name="CC de la Vesle", named__since=date(2010, 1, 1), named__until=date(2017, 1, 1), membership=None)
    covers = (Cover(CoverKind.STRUCTURE, key=str(old.pk)), Cover(CoverKind.SERVICE, name="Piscine"), Cover(CoverKind.RETIREES))
    opened(reims, scope=Scope.PARTIAL, covers=covers)
    assert Membership.objects.get(member=reims).covers == [
        {"kind": "structure", "member": str(old.pk)},
        {"kind": "service", "name": "Piscine"},
        {"kind": "retirees"},
    ]
    assert [cover.name for cover in contracts_of(reims.pk, on=TODAY)[0].covers] == ["CC de la Vesle", "Piscine", ""]


def test_terms_change_from_a_day_on_and_what_they_were_stays(member):
    amicale = MemberFactory(membership=None)
    terms = Terms(scope=Scope.PARTIAL, covers=(Cover(CoverKind.RETIREES),), payer_id=amicale.pk)
    change_membership(member_id=member.pk, since=NEW_YEAR, terms=terms, **ACT)
    assert held(member) == [(date(2022, 1, 1), NEW_YEAR, "full"), (NEW_YEAR, None, "partial")]
    assert member_list(actor=ACT["actor"], on=date(2025, 6, 1)).get(pk=member.pk).joined_on == date(2022, 1, 1)
    past = Membership.objects.get(member=member, superseded_at__isnull=False)
    later = Membership.objects.current().filter(member=member)
    assert {row.recorded_by for row in later} == {past.superseded_by}


def test_a_change_covers_what_was_to_come_of_the_contract(member):
    change_membership(member_id=member.pk, since=date(2026, 1, 1), terms=Terms(scope=Scope.TERRITORIAL), **ACT)
    change_membership(member_id=member.pk, since=NEW_YEAR, terms=Terms(scope=Scope.PARTIAL, covers=(Cover(CoverKind.RETIREES),)), **ACT)
    assert held(member) == [
        (date(2022, 1, 1), NEW_YEAR, "full"),
        (NEW_YEAR, date(2026, 1, 1), "partial"),
        (date(2026, 1, 1), None, "partial"),
    ]


def test_a_change_on_the_first_day_corrects_the_whole(member):
    change_membership(member_id=member.pk, since=date(2022, 1, 1), terms=Terms(scope=Scope.TERRITORIAL), **ACT)
    assert held(member) == [(date(2022, 1, 1), None, "territorial")]


def test_nothing_is_changed_where_no_contract_runs(member, reims):
    for act in (
        lambda: change_membership(member_id=member.pk, since=date(2021, 12, 31), terms=Terms(), **ACT),
        lambda: give_notice(member_id=reims.pk, notice_on=TODAY, until=date(2026, 1, 1), **ACT),
        lambda: close_membership(member_id=reims.pk, until=NEW_YEAR, reason="", **ACT),
        lambda: withdraw_notice(member_id=reims.pk, **ACT),
    ):
        with pytest.raises(NoContract):
            act()


def test_a_notice_ends_the_contract_at_the_years_end_and_may_be_withdrawn(member):
    give_notice(member_id=member.pk, notice_on=date(2024, 9, 20), until=NEW_YEAR, **ACT)
    assert held(member) == [(date(2022, 1, 1), NEW_YEAR, "full")]
    assert contracts_of(member.pk, on=TODAY)[0].notice_on == date(2024, 9, 20)
    assert member_list(actor=ACT["actor"], on=NEW_YEAR).count() == 0
    withdraw_notice(member_id=member.pk, **ACT)
    assert held(member) == [(date(2022, 1, 1), None, "full")]
    with pytest.raises(NoNotice):
        withdraw_notice(member_id=member.pk, **ACT)


def test_a_notice_is_not_withdrawn_over_a_contract_to_come(member):
    give_notice(member_id=member.pk, notice_on=date(2024, 9, 20), until=NEW_YEAR, **ACT)
    MembershipFactory(member=member, since=date(2026, 1, 1))
    assert refused(withdraw_notice, member_id=member.pk, **ACT) == [("crosses_open", "since")]


def test_a_notice_that_comes_before_the_contract_begins_is_refused(member):
    early = {"notice_on": date(2019, 12, 31), "until": NEW_YEAR}
    assert refused(give_notice, member_id=member.pk, **early, **ACT) == [("notice_before_entry", "notice_on")]


def test_a_notice_that_is_late_or_of_a_day_to_come_is_refused(member):
    assert refused(give_notice, member_id=member.pk, notice_on=date(2024, 10, 2), until=NEW_YEAR, **ACT) == [("notice_late", "until")]
    later = {"notice_on": date(2024, 10, 16), "until": date(2026, 1, 1)}
    assert refused(give_notice, member_id=member.pk, **later, **ACT) == [("notice_to_come", "notice_on")]


def test_the_end_of_a_contract_leaves_no_change_to_come_after_it(member):
    change_membership(member_id=member.pk, since=NEW_YEAR, terms=Terms(scope=Scope.TERRITORIAL), **ACT)
    close_membership(member_id=member.pk, until=NEW_YEAR, reason="dissolution", **ACT)
    assert held(member) == [(date(2022, 1, 1), NEW_YEAR, "full")]
    assert refused(close_membership, member_id=member.pk, until=date(2026, 1, 1), reason="", **ACT) == [("exit_after_end", "until")]


def test_a_contract_to_come_is_cancelled_as_if_never_opened(reims):
    opened(reims)
    change_membership(member_id=reims.pk, since=date(2026, 1, 1), terms=Terms(scope=Scope.TERRITORIAL), **ACT)
    cancel_membership(member_id=reims.pk, **ACT)
    assert held(reims) == []
    with pytest.raises(NoContract):
        cancel_membership(member_id=reims.pk, **ACT)
    opened(reims, since=date(2025, 9, 1))


def test_who_left_and_comes_back_at_once_has_a_contract_to_come_of_its_own(member):
    give_notice(member_id=member.pk, notice_on=date(2024, 9, 20), until=NEW_YEAR, **ACT)
    opened(member)
    assert refused(withdraw_notice, member_id=member.pk, **ACT) == [("crosses_open", "since")]
    cancel_membership(member_id=member.pk, **ACT)
    assert held(member) == [(date(2022, 1, 1), NEW_YEAR, "full")]


def test_the_change_to_come_of_a_running_contract_is_not_cancelled(member):
    change_membership(member_id=member.pk, since=NEW_YEAR, terms=Terms(scope=Scope.TERRITORIAL), **ACT)
    with pytest.raises(NoContract):
        cancel_membership(member_id=member.pk, **ACT)


def test_only_those_who_keep_the_register_write_contracts(member, reims):
    for role in (Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR):
        act = ACT | {"actor": actor(role)}
        open_membership(contract=NewContract(MemberFactory(membership=None).pk, NEW_YEAR), **act)
    for someone in (actor(Role.DIRECTOR), actor(Role.CORRESPONDENT, member=member)):
        act = ACT | {"actor": someone}
        for write in (
            lambda act=act: open_membership(contract=NewContract(reims.pk, NEW_YEAR), **act),
            lambda act=act: change_membership(member_id=member.pk, since=NEW_YEAR, terms=Terms(), **act),
            lambda act=act: give_notice(member_id=member.pk, notice_on=TODAY, until=date(2026, 1, 1), **act),
            lambda act=act: close_membership(member_id=member.pk, until=NEW_YEAR, reason="", **act),
            lambda act=act: withdraw_notice(member_id=member.pk, **act),
            lambda act=act: cancel_membership(member_id=member.pk, **act),
        ):
            with pytest.raises(NotRegisterKeeper):
                write()


def test_a_member_whose_terms_change_on_a_day_to_come_is_not_leaving(member):
    change_membership(member_id=member.pk, since=NEW_YEAR, terms=Terms(payer_id=MemberFactory(membership=None).pk), **ACT)
    assert bodies(TODAY).get(pk=member.pk).leaves_on is None
    assert member_list(actor=ACT["actor"], on=TODAY, also=Narrowing(is_leaving=True)).count() == 0
    give_notice(member_id=member.pk, notice_on=date(2024, 9, 20), until=date(2026, 1, 1), **ACT)
    body = bodies(TODAY).get(pk=member.pk)
    assert (body.leaves_on, body.notice_on) == (date(2026, 1, 1), date(2024, 9, 20))
    assert [row.pk for row in accounts_at_risk(actor=ACT["actor"], on=TODAY, filters={"signal": "notice_given"})] == [member.pk]


def test_a_contract_to_come_after_a_notice_is_another_one(member):
    give_notice(member_id=member.pk, notice_on=date(2024, 9, 20), until=NEW_YEAR, **ACT)
    MembershipFactory(member=member, since=NEW_YEAR)
    assert bodies(TODAY).get(pk=member.pk).leaves_on == NEW_YEAR


def test_a_contract_begins_in_an_open_year_and_not_decades_ahead(reims, member):
    assert refused(opened, reims, since=date(2022, 1, 1)) == [("closed_year", "since")]
    assert refused(opened, reims, since=date(2999, 1, 1)) == [("day_too_far", "since")]
    assert refused(change_membership, member_id=member.pk, since=date(2999, 1, 1), terms=Terms(), **ACT) == [("day_too_far", "since")]
    opened(reims, since=date(2024, 9, 1))
