"""A list is looked at, applied whole, undone whole; what it leaves is history."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries import queries
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity, RosterChange, RosterImport
from entraide.apps.beneficiaries.operations import rosters
from entraide.apps.beneficiaries.operations.roster_form import confirm_unchanged
from entraide.apps.beneficiaries.queries.rosters import held_persons, staff_counts, staff_of
from entraide.apps.beneficiaries.refusals import (
    DoubtsRemain,
    MemberDoesNotBelong,
    NotTheLastRoster,
    NotYourMember,
    RemovesTooMany,
    RosterFaults,
    RosterNotWaiting,
    RosterYearRefused,
    SomethingRestsOnRoster,
    StaffHasChanged,
)
from entraide.apps.documents.queries import content_of
from entraide.apps.members.models import Membership
from entraide.core.reference import check_reference
from entraide.integrations.spreadsheets.refusals import UnreadableFile
from entraide.orm.acts import Stamp, rewrite, take_back
from entraide.orm.keys import uuid7
from tests.apps.beneficiaries.rosters import AT, Line, applied, current_view, held, name_of, sent, staff, written
from tests.factories.accounts import AccountFactory, ActivationCodeFactory
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import AffiliationFactory, BankDetailsFactory
from tests.factories.claims import ClaimFactory
from tests.factories.members import MemberFactory, MembershipFactory


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


def previewed(member, lines, by=SYSTEM):
    return rosters.preview(member_id=member.pk, sent=sent(lines), actor=by, **AT)


def found(roster_id):
    return RosterImport.objects.get(pk=roster_id)


def shown(roster_id):
    return list(RosterChange.objects.filter(roster_id=roster_id).order_by("position").values_list("kind", "line_number", "sentence"))


# Looking at a list


def test_a_list_is_told_in_plain_words_before_anything_changes(reims):
    lines = staff(6)
    held(reims, lines)
    before = current_view()
    married = replace(lines[0], family_name="Ferrand")
    leaver = replace(lines[1], left_on=date(2024, 9, 30))
    roster_id = previewed(reims, [married, leaver, *lines[2:5], *staff(1, first=90)])
    assert [kind for kind, _, _ in shown(roster_id)] == ["arrival", "departure", "departure", "change"]
    roster = found(roster_id)
    assert (roster.arrival_count, roster.departure_count, roster.change_count, roster.doubt_count) == (1, 2, 1, 0)
    assert (roster.unchanged_count, roster.staff_count, roster.state) == (3, 6, "previewed")
    sentences = [sentence for _, _, sentence in shown(roster_id)]
    assert sentences[1].endswith("part le 30/09/2024 : droits ouverts jusqu’au 31/12/2024 inclus.")
    assert "n’est plus sur la liste : départ proposé le 15/10/2024" in sentences[2]
    assert sentences[3].endswith("nom : Aaaaaabbb devient Ferrand.")
    assert current_view() == before


def test_a_list_of_a_closed_year_that_changes_a_position_says_that_the_year_is_closed(reims):
    lines = staff(3)
    held(reims, lines)
    told = replace(lines[0], status="retiree")
    for year, notes in ((2023, [["L’année 2023 est close : sa cotisation ne change pas, sauf décision de l’association."]]), (2024, [])):
        roster_id = rosters.preview(member_id=reims.pk, sent=sent([told, *lines[1:]], year=year), actor=SYSTEM, **AT)
        changes = RosterChange.objects.filter(roster_id=roster_id, kind="change", content__has_key="notes").order_by("position")
        assert [change.content["notes"] for change in changes] == notes


def test_a_departure_in_a_closed_year_is_said_to_change_no_contribution_of_that_year(reims):
    lines = staff(3)
    held(reims, [lines[0], replace(lines[1], left_on=date(2023, 11, 30)), lines[2]])
    told = [replace(lines[0], left_on=date(2023, 12, 31)), replace(lines[1], left_on=date(2023, 12, 15)), lines[2]]
    notes = [change.content.get("notes") for change in RosterChange.objects.filter(roster_id=previewed(reims, told)).order_by("position")]
    assert notes == [["L’année 2023 est close : sa cotisation ne change pas, sauf décision de l’association."]] * 2
    told = [replace(lines[0], left_on=date(2024, 1, 1)), *lines[1:]]
    assert not RosterChange.objects.filter(roster_id=previewed(reims, told), content__has_key="notes").exists()


def test_a_list_of_a_year_that_is_not_taken_is_refused(reims):
    with pytest.raises(RosterYearRefused):
        rosters.preview(member_id=reims.pk, sent=sent(staff(1), year=2030), actor=SYSTEM, **AT)


def test_the_file_is_kept_encrypted(reims, settings):
    roster = found(previewed(reims, staff(1)))
    assert content_of(roster.document_id) == written(staff(1))
    assert b"Voirie" not in bytes(roster.document.wrapped_key)


def test_a_second_list_sets_the_first_aside_with_all_that_it_said(reims):
    first, second = previewed(reims, staff(1)), previewed(reims, staff(2))
    assert (found(first).state, found(second).state) == ("set_aside", "previewed")
    assert shown(first) == []
    with pytest.raises(RosterNotWaiting):
        rosters.apply(roster_id=first, confirmed=True, actor=SYSTEM, **AT)


def test_a_list_that_a_second_one_sets_aside_leaves_its_entry(reims):
    first = previewed(reims, staff(3))
    previewed(reims, staff(4))
    confirm_unchanged(member_id=reims.pk, year=2024, actor=SYSTEM, **AT)
    told = AuditEntry.objects.filter(verb="beneficiaries.roster_set_aside").order_by("pk")
    assert [entry.subject_id for entry in told][:1] == [first]
    assert len(told) == 2


def test_a_list_may_be_given_up_and_given_up_twice(reims):
    roster_id = previewed(reims, staff(1))
    rosters.set_aside(roster_id=roster_id, actor=SYSTEM, **AT)
    rosters.set_aside(roster_id=roster_id, actor=SYSTEM, **AT)
    assert found(roster_id).state == "set_aside"


def test_an_applied_list_is_not_given_up(reims):
    with pytest.raises(RosterNotWaiting):
        rosters.set_aside(roster_id=applied(reims, staff(1), SYSTEM), actor=SYSTEM, **AT)


def test_every_fault_of_a_list_is_told_and_nothing_of_it_is_kept(reims):
    wrong = written([*staff(2), *staff(1)]).replace(b"01/01/2015", b"32/13/2015", 1)
    with pytest.raises(RosterFaults) as refusal:
        rosters.preview(member_id=reims.pk, sent=rosters.SentList(wrong, "liste.csv", 2024), actor=SYSTEM, **AT)
    assert [(fault.code, fault.where) for fault in refusal.value.findings] == [("tabular.no_such_day", "ligne 2")]
    assert not RosterImport.objects.exists()


def test_a_missing_column_is_told_by_its_title(reims):
    with pytest.raises(RosterFaults) as refusal:
        rosters.preview(member_id=reims.pk, sent=rosters.SentList(b"Nom;Statut\nPetit;actif", "l.csv", 2024), actor=SYSTEM, **AT)
    assert {fault.params["column"] for fault in refusal.value.findings} == {"Prénom", "Date de naissance", "Date d’arrivée"}


def test_a_file_that_is_no_table_is_refused(reims):
    with pytest.raises(UnreadableFile):
        rosters.preview(member_id=reims.pk, sent=rosters.SentList(b"%PDF-1.7", "l.csv", 2024), actor=SYSTEM, **AT)
    assert not RosterImport.objects.exists()


def test_only_the_member_s_own_correspondent_changes_its_staff(reims):
    own, other, officer = (
        actor(Role.CORRESPONDENT, member=reims),
        actor(Role.CORRESPONDENT),
        actor(Role.DEVELOPMENT_OFFICER),
    )
    roster_id = previewed(reims, staff(1), own)
    for stranger in (other, officer):
        for act in (rosters.set_aside, rosters.undo):
            with pytest.raises(NotYourMember):
                act(roster_id=roster_id, actor=stranger, **AT)
        with pytest.raises(NotYourMember):
            previewed(reims, staff(1), stranger)
        with pytest.raises(NotYourMember):
            rosters.apply(roster_id=roster_id, confirmed=True, actor=stranger, **AT)
        with pytest.raises(NotYourMember):
            rosters.answer_doubts(roster_id=roster_id, choices={1: "same"}, actor=stranger, **AT)
    assert found(roster_id).state == "previewed"


# Applying it


def test_an_arrival_opens_a_file_with_a_reference_and_rights_for_the_first_member_that_counts(reims):
    line = replace(staff(1)[0], email="zoe@reims.example", arrived_on=date(2024, 10, 1))
    applied(reims, [line], SYSTEM)
    person = Beneficiary.objects.get()
    assert check_reference(person.reference) == person.reference
    identity, affiliation = Identity.objects.get(), Affiliation.objects.get()
    assert (identity.given_name, identity.email, identity.since) == ("Zoé", "zoe@reims.example", date(2024, 10, 1))
    assert (affiliation.since, affiliation.until, affiliation.rights_until) == (date(2024, 10, 1), None, None)
    assert (affiliation.is_principal, affiliation.service, affiliation.staff_number) == (True, "Voirie", "00001")


def test_who_arrives_later_is_known_today(reims):
    applied(reims, [replace(staff(1)[0], arrived_on=date(2024, 12, 1))], SYSTEM)
    assert queries.search("aaa", on=TODAY)
    assert [row.since for row in staff_of(reims.pk, on=TODAY)] == [date(2024, 12, 1)]


def test_a_departure_keeps_rights_to_the_end_of_its_year(reims):
    lines = staff(10)
    held(reims, lines)
    applied(reims, [replace(lines[0], left_on=date(2024, 3, 31)), *lines[1:]], SYSTEM)
    row = Affiliation.objects.current().get(until__isnull=False)
    assert (row.until, row.rights_until) == (date(2024, 4, 1), date(2025, 1, 1))


def test_someone_who_comes_back_is_the_same_person(reims):
    line = replace(staff(1)[0], left_on=date(2023, 6, 30))
    person = held(reims, [line])[1]
    applied(reims, [replace(line, arrived_on=date(2024, 9, 1), left_on=None, email="new@reims.example")], SYSTEM)
    assert Beneficiary.objects.count() == 1
    spans = Affiliation.objects.current().filter(beneficiary=person).order_by("since").values_list("since", "until", "is_principal")
    assert list(spans) == [(date(2015, 1, 1), date(2023, 7, 1), True), (date(2024, 9, 1), None, True)]
    assert queries.person(person.pk, on=TODAY).email == "new@reims.example"


def test_an_arrival_corrected_into_an_earlier_presence_covers_it(reims):
    line = replace(staff(1)[0], left_on=date(2023, 6, 30))
    held(reims, [line])
    back = replace(line, arrived_on=date(2024, 9, 1), left_on=None)
    applied(reims, [back], SYSTEM)
    before = current_view()
    roster_id = applied(reims, [replace(back, arrived_on=date(2022, 1, 1))], SYSTEM)
    spans = Affiliation.objects.current().order_by("since").values_list("since", "until")
    assert list(spans) == [(date(2015, 1, 1), date(2022, 1, 1)), (date(2022, 1, 1), None)]
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before


def test_someone_who_comes_back_keeps_the_principal_member_that_they_have(reims):
    line = replace(staff(1)[0], left_on=date(2023, 6, 30))
    AffiliationFactory(beneficiary=held(reims, [line])[1], since=date(2023, 7, 1))
    applied(reims, [replace(line, arrived_on=date(2024, 9, 1), left_on=None)], SYSTEM)
    assert not Affiliation.objects.current().get(member=reims, until__isnull=True).is_principal


def test_a_name_changes_from_today_and_a_birth_date_for_all_time(reims):
    line = staff(1)[0]
    person = held(reims, [line])[1]
    applied(reims, [replace(line, family_name="Ferrand")], SYSTEM)
    applied(reims, [replace(line, family_name="Ferrand", born_on=date(1970, 5, 5))], SYSTEM)
    assert queries.person(person.pk, on=TODAY).name == "Zoé Ferrand"
    yesterday = queries.person(person.pk, on=TODAY - timedelta(days=1))
    assert (yesterday.family_name, yesterday.born_on) == (name_of(1), date(1970, 5, 5))
    assert Identity.objects.count() == 5


def test_a_status_changes_from_today_and_the_arrival_still_counts(reims):
    line = staff(1)[0]
    person = held(reims, [line])[1]
    applied(reims, [replace(line, status="retiree")], SYSTEM)
    view = queries.affiliations_with_rights(person.pk, on=TODAY)
    assert [(each.status, each.since) for each in view] == [("retiree", date(2015, 1, 1))]
    assert queries.affiliations_with_rights(person.pk, on=TODAY - timedelta(days=1))[0].status == "active"
    assert staff_counts(reims.pk, on=TODAY) == {"people": 1, "activated": 0, "active": 0, "apprentice": 0, "retiree": 1}
    assert len(staff_of(reims.pk, on=TODAY)) == 1


def test_the_same_list_again_changes_nothing(reims):
    lines = staff(8)
    held(reims, lines)
    changed = [
        replace(lines[0], status="retiree"),
        replace(lines[1], family_name="Ferrand", email="f@reims.example"),
        replace(lines[2], left_on=date(2024, 12, 31)),
        replace(lines[3], arrived_on=date(2012, 1, 1), service="Parcs"),
        *lines[4:],
        *staff(2, first=50),
    ]
    applied(reims, changed, SYSTEM)
    roster = found(previewed(reims, changed))
    assert (roster.unchanged_count, shown(roster.pk)) == (10, [])


def test_a_list_that_changes_nothing_says_that_the_staff_is_up_to_date(reims):
    held(reims, staff(3))
    before = current_view()
    assert found(applied(reims, staff(3), SYSTEM)).state == "applied"
    assert current_view() == before


def test_a_doubt_needs_an_answer(reims):
    lines = staff(6)
    held(reims, lines)
    mistyped = replace(lines[0], family_name=lines[0].name[:-1] + "c", matricule="99")
    roster_id = previewed(reims, [mistyped, *lines[1:]])
    assert [kind for kind, _, _ in shown(roster_id)] == ["doubt"]
    with pytest.raises(DoubtsRemain):
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    rosters.answer_doubts(roster_id=roster_id, choices={1: "maybe"}, actor=SYSTEM, **AT)
    with pytest.raises(DoubtsRemain):
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)


@pytest.mark.parametrize(("choice", "people", "counts"), [("same", 6, (0, 0, 1)), ("other", 7, (1, 1, 0))])
def test_a_doubt_is_a_change_or_an_arrival_and_a_departure(reims, choice, people, counts):
    lines = staff(6)
    held(reims, lines)
    mistyped = replace(lines[0], family_name=lines[0].name[:-1] + "c", matricule="99")
    roster = found(applied(reims, [mistyped, *lines[1:]], SYSTEM, choices={1: choice}))
    assert Beneficiary.objects.count() == people
    assert (roster.arrival_count, roster.departure_count, roster.change_count, roster.doubt_count) == (*counts, 0)


def test_doubts_of_a_list_that_waits_no_more_are_not_answered(reims):
    with pytest.raises(RosterNotWaiting):
        rosters.answer_doubts(roster_id=applied(reims, staff(1), SYSTEM), choices={1: "same"}, actor=SYSTEM, **AT)


def test_a_list_that_removes_more_than_a_fifth_is_confirmed(reims):
    held(reims, staff(10))
    roster_id = previewed(reims, staff(7))
    assert found(roster_id).needs_confirmation
    with pytest.raises(RemovesTooMany) as refusal:
        rosters.apply(roster_id=roster_id, confirmed=False, actor=SYSTEM, **AT)
    assert refusal.value.params == {"count": 3, "staff": 10}
    rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    assert Affiliation.objects.current().filter(until__isnull=False).count() == 3


def test_a_list_applied_twice_is_applied_once(reims):
    roster_id = applied(reims, staff(3), SYSTEM)
    rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    assert Beneficiary.objects.count() == 3
    assert AuditEntry.objects.filter(verb="beneficiaries.roster_applied").count() == 1


def test_an_application_leaves_one_entry_with_its_counts(reims):
    held(reims, staff(9))
    entries = AuditEntry.objects.count()
    roster_id = previewed(reims, staff(10)[1:])
    assert AuditEntry.objects.count() == entries + 2
    rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.verb, entry.subject_id) == ("beneficiaries.roster_applied", roster_id)
    assert {key: value for key, value in entry.payload.content.items() if key.endswith("count")} == {
        "arrival_count": 1,
        "departure_count": 1,
        "change_count": 0,
        "doubt_count": 0,
        "unchanged_count": 8,
    }


def test_of_two_lists_at_once_one_wins_and_the_other_is_told(reims):
    first = previewed(reims, staff(3))
    RosterImport.objects.filter(pk=first).update(state="applied")
    second = previewed(reims, staff(4))
    RosterImport.objects.filter(pk=first).update(state="previewed")
    rosters.apply(roster_id=first, confirmed=True, actor=SYSTEM, **AT)
    before = current_view()
    with pytest.raises(StaffHasChanged):
        rosters.apply(roster_id=second, confirmed=True, actor=SYSTEM, **AT)
    assert current_view() == before


def test_a_staff_that_changed_since_the_preview_is_looked_at_again(reims):
    roster_id = previewed(reims, staff(4))
    held(reims, staff(1))
    with pytest.raises(StaffHasChanged):
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)


def test_a_list_whose_file_is_gone_is_not_applied(reims):
    roster_id = previewed(reims, staff(2))
    RosterImport.objects.filter(pk=roster_id).update(document=None)
    with pytest.raises(StaffHasChanged):
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)


def test_a_fault_in_the_middle_of_an_application_leaves_nothing(reims, monkeypatch):
    held(reims, staff(3))
    roster_id = previewed(reims, [*staff(2), *staff(2, first=10)])
    before = current_view()

    def broken(*args, **kwargs):
        raise ValueError("power cut")

    monkeypatch.setattr(Identity.objects, "bulk_create", broken)
    with pytest.raises(ValueError, match="power cut"):
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    assert (current_view(), found(roster_id).state) == (before, "previewed")


# Undoing it


def test_undoing_makes_every_current_view_equal_and_keeps_both_acts(reims):
    lines = staff(8)
    held(reims, lines)
    before = current_view()
    roster_id = applied(reims, [replace(lines[0], status="retiree", email="z@reims.example"), *lines[2:], *staff(2, first=40)], SYSTEM)
    assert current_view() != before
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before
    assert found(roster_id).state == "undone"
    assert Identity.objects.filter(recorded_by=roster_id).exclude(superseded_by=None).count() == 4
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["beneficiaries.roster_applied", "beneficiaries.roster_undone"]


def test_a_list_undone_twice_is_undone_once(reims):
    roster_id = applied(reims, staff(2), SYSTEM)
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert AuditEntry.objects.filter(verb="beneficiaries.roster_undone").count() == 1


def test_an_undone_list_is_not_applied_again(reims):
    roster_id = applied(reims, staff(2), SYSTEM)
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    with pytest.raises(RosterNotWaiting):
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)


def test_only_the_last_list_is_undone(reims):
    first = applied(reims, staff(2), SYSTEM)
    applied(reims, staff(3), SYSTEM)
    with pytest.raises(NotTheLastRoster):
        rosters.undo(roster_id=first, actor=SYSTEM, **AT)
    with pytest.raises(NotTheLastRoster):
        rosters.undo(roster_id=previewed(reims, staff(3)), actor=SYSTEM, **AT)


@pytest.mark.parametrize("make", [BankDetailsFactory, ClaimFactory, AffiliationFactory])
def test_a_list_on_which_something_rests_is_not_undone(reims, make):
    roster_id = applied(reims, staff(2), SYSTEM)
    make(beneficiary=Beneficiary.objects.order_by("pk").first(), **({"id": uuid7()} if make is ClaimFactory else {}))
    before = current_view()
    with pytest.raises(SomethingRestsOnRoster):
        rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before


def test_a_list_is_undone_after_a_later_act_that_was_undone_itself(reims):
    before = current_view()
    roster_id = applied(reims, staff(2), SYSTEM)
    row = Affiliation.objects.current().filter(member=reims).order_by("pk").first()
    later = Stamp(uuid7(), AT["at"])
    rewrite([row], later, position="availability")
    with pytest.raises(SomethingRestsOnRoster):
        rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    take_back(Affiliation, later.id, Stamp(uuid7(), AT["at"]))
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before


def refused_and_unchanged(roster_id):
    before = current_view()
    with pytest.raises(SomethingRestsOnRoster):
        rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    return current_view() == before


def test_a_list_whose_arrival_has_opened_an_account_is_not_undone(reims):
    roster_id = applied(reims, staff(2), SYSTEM)
    arrived = Beneficiary.objects.order_by("pk").first()
    Beneficiary.objects.filter(pk=arrived.pk).update(account=AccountFactory())
    assert refused_and_unchanged(roster_id)


def test_a_list_whose_arrival_holds_a_code_is_not_undone(reims):
    roster_id = applied(reims, staff(2), SYSTEM)
    ActivationCodeFactory(subject_id=Beneficiary.objects.order_by("pk").first().pk)
    assert refused_and_unchanged(roster_id)


def test_a_return_of_somebody_who_had_an_account_before_is_undone(reims):
    (line,) = staff(1)
    person = held(reims, [replace(line, left_on=date(2020, 6, 30))])[1]
    Beneficiary.objects.filter(pk=person.pk).update(account=AccountFactory())
    before = current_view()
    roster_id = applied(reims, [replace(line, arrived_on=date(2024, 9, 1))], SYSTEM)
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before


def test_a_list_whose_facts_were_corrected_since_is_not_undone(reims):
    roster_id = applied(reims, staff(2), SYSTEM)
    row = Identity.objects.order_by("pk").first()
    Identity.objects.filter(pk=row.pk).update(superseded_at=AT["at"], superseded_by=uuid7())
    with pytest.raises(SomethingRestsOnRoster):
        rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)


def test_what_rests_on_a_person_who_was_there_before_does_not_keep_the_list(reims):
    lines = staff(6)
    people = held(reims, lines)
    before = current_view()
    roster_id = applied(reims, [replace(lines[0], service="Parcs"), *lines[1:]], SYSTEM)
    BankDetailsFactory(beneficiary=people[1])
    rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
    assert current_view() == before


def test_an_undone_list_may_be_sent_again(reims):
    rosters.undo(roster_id=applied(reims, staff(2), SYSTEM), actor=SYSTEM, **AT)
    applied(reims, staff(2), SYSTEM)
    assert len(held_persons(reims.pk)) == 2


DAYS = st.dates(date(2010, 1, 1), date(2024, 12, 31))


@st.composite
def listed(draw):
    chosen = draw(st.lists(st.integers(1, 12), min_size=1, max_size=10, unique=True))
    lines = []
    for line in (staff(1, first=number)[0] for number in chosen):
        arrived_on = draw(st.sampled_from([line.arrived_on, date(2024, 3, 1), TODAY, draw(DAYS)]))
        left_on = draw(st.sampled_from([None, None, None, max(arrived_on, date(2024, 5, 31)), date(2024, 12, 31)]))
        lines.append(
            replace(
                line,
                given_name=draw(st.sampled_from(["Zoé", "Zoé", "Lou"])),
                family_name=draw(st.sampled_from(["", "", "Ferrand"])),
                email=draw(st.sampled_from(["", f"p{line.number}@reims.example"])),
                status=draw(st.sampled_from(["active", "active", "retiree"])),
                service=draw(st.sampled_from(["Voirie", "", "Parcs"])),
                arrived_on=arrived_on,
                left_on=left_on,
            )
        )
    return lines


@settings(
    max_examples=80,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lists=st.lists(listed(), min_size=2, max_size=3), choice=st.sampled_from(["same", "other"]))
def test_applying_then_undoing_any_list_gives_back_every_current_view(lists, choice):
    member = MemberFactory()
    for lines in lists:
        before = current_view()
        roster_id = previewed(member, lines)
        doubts = {position: choice for position in range(1, found(roster_id).doubt_count + 1)}
        rosters.answer_doubts(roster_id=roster_id, choices=doubts, actor=SYSTEM, **AT)
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
        rosters.undo(roster_id=roster_id, actor=SYSTEM, **AT)
        assert current_view() == before
        if not doubts:
            applied(member, lines, SYSTEM)
            again = found(previewed(member, lines))
            assert (again.arrival_count, again.change_count, again.doubt_count) == (0, 0, 0), shown(again.pk)


# Its size


def statements_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("step", ["preview", "apply", "undo"])
def test_the_number_of_statements_does_not_follow_the_number_of_lines(step):
    counted = []
    for count in (10, 40):
        member, lines = MemberFactory(), staff(count)
        held(member, lines[: count // 2])
        changed = [replace(line, service="Parcs", email=f"a{line.number}@reims.example") for line in lines]
        if step == "preview":
            counted.append(statements_of(partial(previewed, member, changed)))
            continue
        roster_id = previewed(member, changed)
        applying = partial(rosters.apply, roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
        applied_in = statements_of(applying)
        counted.append(applied_in if step == "apply" else statements_of(partial(rosters.undo, roster_id=roster_id, actor=SYSTEM, **AT)))
    assert counted[0] == counted[1]


def test_a_line_is_a_person_of_the_list():
    assert Line(1).name == "Aaaaaabbb"


# Who sends a list, and who is on it


def test_a_list_that_still_names_the_dead_opens_nothing_again_and_says_so(reims):
    lines = staff(3)
    held(reims, [*lines[:1], replace(lines[1], died_on=date(2024, 5, 2)), *lines[2:]])
    before = current_view()
    roster_id = previewed(reims, lines)
    ((kind, number, sentence),) = shown(roster_id)
    assert (kind, number) == ("deceased", 3)
    assert "décès enregistré" in sentence
    rosters.apply(roster_id=roster_id, confirmed=False, actor=SYSTEM, **AT)
    assert current_view() == before
    assert staff_counts(reims.pk, on=TODAY)["people"] == 2


@pytest.mark.parametrize("last", [{"until": date(2024, 10, 1)}, {"since": date(2025, 1, 1)}])
def test_a_body_that_no_contract_makes_a_member_sends_no_list(reims, last):
    roster_id = previewed(reims, staff(2))
    Membership.objects.filter(member=reims).update(superseded_at=NOW, superseded_by=uuid7())
    MembershipFactory(member=reims, **last)
    with pytest.raises(MemberDoesNotBelong):
        rosters.apply(roster_id=roster_id, confirmed=True, actor=SYSTEM, **AT)
    with pytest.raises(MemberDoesNotBelong):
        previewed(reims, staff(2))
    with pytest.raises(MemberDoesNotBelong):
        confirm_unchanged(member_id=reims.pk, year=2024, actor=SYSTEM, **AT)
    assert not Affiliation.objects.exists()


def test_a_body_that_is_no_more_sends_no_list():
    gone = MemberFactory(named__until=TODAY)
    with pytest.raises(MemberDoesNotBelong):
        previewed(gone, staff(2))


def test_a_list_to_come_is_taken_of_a_contract_to_come():
    coming = MemberFactory(membership__since=date(2025, 1, 1))
    in_november = {"at": NOW, "on": date(2024, 11, 15)}
    with pytest.raises(MemberDoesNotBelong):
        rosters.preview(member_id=coming.pk, sent=sent(staff(1)), actor=SYSTEM, **in_november)
    assert rosters.preview(member_id=coming.pk, sent=sent(staff(1), year=2025), actor=SYSTEM, **in_november)
