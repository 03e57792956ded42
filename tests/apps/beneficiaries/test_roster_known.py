"""Whoever arrives from another employer is the same person, and no employer learns of the other."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity, RosterChange, RosterImport
from entraide.apps.beneficiaries.operations import rosters
from entraide.apps.beneficiaries.operations.roster_bulk import ManyList, apply_many
from entraide.apps.beneficiaries.queries.duplicates import suspected_pairs
from entraide.apps.beneficiaries.queries.roster_notes import ELSEWHERE, KNOWN
from entraide.apps.beneficiaries.queries.rosters import held_persons, read_list
from entraide.orm.keys import uuid7
from tests.apps.beneficiaries.rosters import AT, applied, current_view, held, sent, staff, with_rates, written
from tests.factories.base import TODAY
from tests.factories.beneficiaries import BankDetailsFactory, BeneficiaryFactory, TaxNoticeFactory
from tests.factories.claims import ClaimFactory
from tests.factories.lifecycle import LookalikeFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")
(ZOE,) = staff(1)
AGAIN = replace(ZOE, matricule="B7", arrived_on=date(2024, 9, 1), service="Écoles")


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


@pytest.fixture
def tours():
    return MemberFactory(named__name="Tours")


def previewed(member, lines):
    return rosters.preview(member_id=member.pk, sent=sent(lines), actor=SYSTEM, **AT)


def notes_of(roster_id):
    return [change.content.get("notes", []) for change in RosterChange.objects.filter(roster_id=roster_id).order_by("position")]


def principals():
    rows = Affiliation.objects.current().filter(is_principal=True).order_by("member__siren", "since")
    return {(row.member_id, row.since, row.until) for row in rows}


def by_many(member, lines):
    apply_many(lists=[ManyList(member.pk, 2024, read_list(written(lines), name="l.csv", year=2024).lines)], actor=SYSTEM, **AT)


def by_one(member, lines):
    applied(member, lines, SYSTEM)


each_way = pytest.mark.parametrize("sending", [by_one, by_many])


@each_way
def test_an_agent_whom_a_second_employer_lists_is_one_person_and_keeps_the_principal_employer(reims, tours, sending):
    person = held(reims, [ZOE])[1]
    sending(tours, [AGAIN])
    assert Beneficiary.objects.count() == Identity.objects.current().count() == 1
    assert [row.staff_number for row in Affiliation.objects.current().filter(beneficiary=person).order_by("since")] == ["00001", "B7"]
    assert principals() == {(reims.pk, ZOE.arrived_on, None)}


@each_way
def test_case_and_accents_make_nobody_else(reims, tours, sending):
    held(reims, [ZOE])
    sending(tours, [replace(AGAIN, family_name=ZOE.name.upper(), given_name="ZOE")])
    assert Beneficiary.objects.count() == 1


def test_the_second_employer_is_told_that_the_person_is_known_and_never_by_whom_nor_what_else_is_held(reims, tours):
    held(reims, [replace(ZOE, email="zoe@reims.example")])
    roster_id = previewed(tours, [AGAIN])
    assert notes_of(roster_id) == [[KNOWN, ELSEWHERE]]
    rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    (person,) = held_persons(tours.pk)
    assert (person.email, person.has_own_email) == ("", True)
    later = previewed(tours, [replace(AGAIN, email="zoe@tours.example")])
    told = RosterChange.objects.filter(roster_id__in=(roster_id, later))
    assert not any("reims" in f"{change.sentence} {change.content}".lower() for change in told)
    assert not told.filter(roster_id=later).exists()


def test_what_nobody_had_said_of_a_person_is_added_and_stays_its_sender_s_to_change(reims, tours):
    person = held(reims, [ZOE])[1]
    applied(tours, [replace(AGAIN, email="zoe@home.example")], SYSTEM)
    applied(tours, [replace(AGAIN, email="zoe@new.example")], SYSTEM)
    assert Identity.objects.current().filter(beneficiary=person).order_by("-since", "-pk").first().email == "zoe@new.example"


def test_a_body_that_a_structure_event_replaced_keeps_no_address_from_its_successor(reims, tours):
    person = held(reims, [replace(ZOE, email="zoe@home.example", left_on=date(2024, 8, 31))])[1]
    held(tours, [])
    Affiliation.objects.filter(beneficiary=person).update(superseded_at=AT["at"], superseded_by=uuid7())
    ended = Affiliation.objects.get(beneficiary=person)
    for member, values in ((reims, {"until": date(2024, 9, 1), "leaving": "structure"}), (tours, {"since": date(2024, 9, 1)})):
        spans = {"since": ended.since, "until": None, **values}
        Affiliation.objects.create(beneficiary=person, member=member, status="active", recorded_at=AT["at"], recorded_by=uuid7(), **spans)
    assert [one.email for one in held_persons(tours.pk)] == ["zoe@home.example"]


def test_the_estimate_follows_the_answers_before_the_list_is_applied(reims, tours):
    with_rates()
    held(reims, [ZOE])
    roster_id = previewed(tours, [AGAIN])
    called = []
    for choice in ("second", "principal"):
        rosters.answer_doubts(roster_id=roster_id, choices={1: choice}, actor=SYSTEM, **AT)
        called.append(RosterImport.objects.get(pk=roster_id).called_after)
    assert called[0].cents == 0 < called[1].cents
    rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    assert RosterImport.objects.get(pk=roster_id).called_after == called[1]


def test_an_employer_declared_principal_takes_it_from_that_day_and_its_undoing_gives_it_back(reims, tours):
    held(reims, [ZOE])
    before = current_view()
    roster_id = applied(tours, [AGAIN], SYSTEM, choices={1: "principal"})
    assert principals() == {(reims.pk, ZOE.arrived_on, TODAY), (tours.pk, AGAIN.arrived_on, None)}
    applied(reims, [replace(ZOE, service="Parcs")], SYSTEM)
    assert principals() == {(reims.pk, ZOE.arrived_on, TODAY), (tours.pk, AGAIN.arrived_on, None)}
    rosters.undo(roster_id=RosterChange.objects.filter(roster__member=reims).latest("pk").roster_id, actor=SYSTEM, **AT)
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before


def test_who_comes_back_while_another_employs_them_is_asked_about_too(reims, tours):
    held(tours, [replace(ZOE, left_on=date(2020, 5, 31))])
    person = Beneficiary.objects.get()
    Affiliation.objects.create(
        beneficiary=person,
        member=reims,
        status="active",
        since=date(2021, 1, 1),
        is_principal=True,
        recorded_at=AT["at"],
        recorded_by=uuid7(),
    )
    roster_id = previewed(tours, [replace(ZOE, arrived_on=AGAIN.arrived_on)])
    assert notes_of(roster_id) == [[ELSEWHERE]]
    rosters.answer_doubts(roster_id=roster_id, choices={1: "principal"}, actor=SYSTEM, **AT)
    rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    assert (tours.pk, AGAIN.arrived_on, None) in principals()


@each_way
def test_an_employer_that_the_person_has_left_gives_way_without_a_question(reims, tours, sending):
    held(reims, [replace(ZOE, left_on=date(2024, 8, 31))])
    assert notes_of(previewed(tours, [AGAIN])) == [[KNOWN]]
    sending(tours, [AGAIN])
    assert principals() == {(tours.pk, AGAIN.arrived_on, None)}


@each_way
def test_where_two_files_may_be_meant_a_third_is_opened_and_the_list_of_duplicates_shows_them(reims, tours, sending):
    held(reims, [ZOE])
    held(MemberFactory(), [ZOE])
    sending(tours, [AGAIN])
    assert Beneficiary.objects.count() == 3
    assert len(suspected_pairs()) == 3


@each_way
@pytest.mark.parametrize("obstacle", ["sex", "death", "absorbed", "name", "birth"])
def test_a_person_whom_something_contradicts_or_who_is_only_nearly_alike_is_never_taken_for_another(reims, tours, sending, obstacle):
    person = held(reims, [ZOE])[1]
    one = AGAIN
    if obstacle == "sex":
        Identity.objects.filter(beneficiary=person).update(superseded_at=AT["at"], superseded_by=uuid7())
        known = {"family_name": ZOE.name, "given_name": ZOE.given_name, "born_on": ZOE.born_on, "civil_sex": "M"}
        Identity.objects.create(beneficiary=person, since=ZOE.arrived_on, recorded_at=AT["at"], recorded_by=uuid7(), **known)
    elif obstacle == "death":
        Identity.objects.filter(beneficiary=person).update(superseded_at=AT["at"], superseded_by=uuid7())
        known = {"family_name": ZOE.name, "given_name": ZOE.given_name, "born_on": ZOE.born_on, "died_on": date(2024, 1, 2)}
        Identity.objects.create(beneficiary=person, since=ZOE.arrived_on, recorded_at=AT["at"], recorded_by=uuid7(), **known)
    elif obstacle == "absorbed":
        Beneficiary.objects.filter(pk=person.pk).update(absorbed_into=BeneficiaryFactory())
    elif obstacle == "name":
        one = replace(AGAIN, family_name=f"{ZOE.name}x")
    else:
        one = replace(AGAIN, born_on=ZOE.born_on + timedelta(days=1))
    sending(tours, [replace(one, civil_sex="F")])
    assert not Affiliation.objects.filter(member=tours, beneficiary=person).exists()
    assert Affiliation.objects.filter(member=tours).count() == 1


def test_who_is_in_two_lists_of_one_run_has_one_file_opened_by_the_first(reims, tours):
    lists = [(reims, [ZOE]), (tours, [AGAIN])]
    many = [ManyList(member.pk, 2024, read_list(written(lines), name="l.csv", year=2024).lines) for member, lines in lists]
    apply_many(lists=many, actor=SYSTEM, **AT)
    assert Beneficiary.objects.count() == 1
    assert principals() == {(reims.pk, ZOE.arrived_on, None)}


def test_what_the_person_has_from_elsewhere_and_what_machines_found_keep_no_second_list_from_being_undone(reims, tours):
    person = held(reims, [ZOE])[1]
    before = current_view()
    roster_id = applied(tours, [AGAIN], SYSTEM, choices={1: "principal"})
    BankDetailsFactory(id=uuid7(), beneficiary=person)
    ClaimFactory(id=uuid7(), beneficiary=person, member=reims)
    TaxNoticeFactory(id=uuid7(), beneficiary=person)
    first, second = sorted([person.pk, uuid7()])
    LookalikeFactory(first_id=first, second_id=second)
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before
