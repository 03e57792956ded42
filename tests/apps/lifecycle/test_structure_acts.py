"""Structure events as acts: previewed, settled, applied whole, taken back whole."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.queries import affiliations_with_rights
from entraide.apps.beneficiaries.translation import rows_of_stays, stay_of_row
from entraide.apps.claims.models import Claim
from entraide.apps.lifecycle import refusals
from entraide.apps.lifecycle.models import StructureAct, StructureActMember
from entraide.apps.lifecycle.operations import structure as operations
from entraide.apps.lifecycle.queries.situations import picture_of
from entraide.apps.lifecycle.queries.structure import preview_of
from entraide.apps.members.models import Member, MemberName, Membership, Succession
from entraide.apps.members.queries import contacts_of, establishments_of
from entraide.apps.members.queries.gaps import gaps_of
from entraide.apps.members.queries.perimeters import perimeter_of
from entraide.apps.network.models import Mandate
from entraide.core.structure.moves import Choices
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.values import Body, BodyKind, EventKind
from entraide.core.workflow.claims import ClaimState
from entraide.core.workflow.engine import TransitionRefused
from entraide.orm.acts import Stamp, rewrite
from entraide.orm.keys import uuid7
from tests.apps.lifecycle.structures import FOUNDED, applied, body_of, commune, current_views, drafted, event, today_of
from tests.factories.actors import actor
from tests.factories.base import TODAY
from tests.factories.beneficiaries import AffiliationFactory, BeneficiaryFactory
from tests.factories.claims import ClaimFactory
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import ContactFactory, EstablishmentFactory, MembershipFactory, siren
from tests.factories.network import MandateFactory


pytestmark = pytest.mark.django_db

DAY = date(2024, 7, 1)
NEW = siren(95_000)
ACT = today_of(TODAY)


@pytest.fixture
def adour():
    return commune(1, "Adour")


@pytest.fixture
def bresle():
    return commune(2, "Bresle")


def new_commune(on=DAY, *, of, code="15001", name="Adour-et-Bresle"):
    return event(EventKind.NEW_COMMUNE, on, of, [Body(NEW, name, code=code)])


def agent(member, **values):
    return BeneficiaryFactory(affiliation__member=member, **{f"affiliation__{name}": value for name, value in values.items()})


def presences(person):
    rows = Affiliation.objects.current().filter(beneficiary=person).order_by("since", "pk")
    return [(row.member.siren, row.since, row.until, row.rights_until) for row in rows]


def test_a_merger_moves_everybody_with_their_rights_and_what_is_known_of_them(adour, bresle):
    person = agent(adour, service="Voirie", staff_number="M7", contract="permanent", position="lent", time_share=80)
    applied(new_commune(of=[adour, bresle]), **ACT)
    assert presences(person) == [(adour.siren, date(2020, 1, 1), DAY, DAY), (NEW, DAY, None, None)]
    left, arrived = Affiliation.objects.current().filter(beneficiary=person).order_by("since")
    assert (left.leaving, arrived.came_from, arrived.arrived_on) == ("structure", adour, date(2020, 1, 1))
    kept = ("service", "staff_number", "contract", "position", "time_share", "is_principal", "status")
    assert [getattr(arrived, name) for name in kept] == ["Voirie", "M7", "permanent", "lent", 80, True, "active"]


def test_a_merger_of_members_makes_a_member_and_ends_the_others(adour, bresle):
    for body in (adour, bresle):
        EstablishmentFactory(member=body)
    applied(new_commune(of=[adour, bresle]), **ACT)
    assert [row.until for row in Membership.objects.current().filter(member__in=[adour, bresle])] == [DAY, DAY]
    new = Membership.objects.current().get(member__siren=NEW)
    assert (new.since, new.until, new.scope, new.covers, new.source) == (DAY, None, "full", [], "Arrêté préfectoral")
    assert MemberName.objects.in_force_on(DAY).get(member__siren=NEW).name == "Adour-et-Bresle"
    assert not MemberName.objects.in_force_on(DAY).filter(member__in=[adour, bresle]).exists()


def test_a_partial_membership_covers_whoever_came_from_a_member(adour):
    outside = commune(3, "Couze", membership=None)
    agent(adour)
    applied(new_commune(of=[adour, outside]), **ACT)
    new = Membership.objects.current().get(member__siren=NEW)
    assert (new.scope, new.covers) == ("partial", [{"kind": "structure", "member": str(adour.pk)}])


def test_rights_go_on_until_the_years_end_where_the_successor_does_not_belong(adour, bresle):
    person = agent(adour)
    applied(new_commune(of=[adour, bresle]), Choices(membership="none"), **ACT)
    assert presences(person)[-1] == (NEW, DAY, None, date(2025, 1, 1))
    assert not Membership.objects.current().filter(member__siren=NEW).exists()


def test_rights_that_an_act_ended_stay_so_whatever_a_list_corrects_and_open_again_where_a_body_belongs(adour, bresle):
    person = agent(adour)
    applied(new_commune(of=[adour, bresle]), Choices(membership="none"), **ACT)
    new, last = Member.objects.get(siren=NEW), date(2025, 1, 1)
    ended, landed = Affiliation.objects.current().filter(beneficiary=person).order_by("since")
    assert (ended.rights_until, ended.covered_until, landed.rights_until, landed.covered_until) == (DAY, DAY, last, last)
    assert [each.member_id for each in affiliations_with_rights(person.pk, on=last - timedelta(days=1))] == [new.pk]
    assert affiliations_with_rights(person.pk, on=last) == []
    (corrected,) = rows_of_stays((replace(stay_of_row(landed), service="Eau"),))
    assert (corrected.service, corrected.rights_until, corrected.covered_until) == ("Eau", last, last)
    home = commune(3, "Canche")
    absorbs = event(EventKind.MERGER, date(2024, 9, 1), [new, home], [body_of(home, "Canche", "15001")])
    applied(absorbs, Choices(membership="full"), **ACT)
    (found,) = affiliations_with_rights(person.pk, on=last)
    assert (found.member_id, found.rights_until) == (home.pk, None)


def test_maintained_rights_have_no_end_again_once_a_successor_belongs(adour, bresle):
    person = agent(adour, until=None, rights_until=date(2025, 1, 1))
    leaving = agent(bresle, until=date(2024, 9, 1), rights_until=date(2025, 1, 1))
    applied(new_commune(of=[adour, bresle]), **ACT)
    assert presences(person)[-1] == (NEW, DAY, None, None)
    assert presences(leaving)[-1] == (NEW, DAY, date(2024, 9, 1), date(2025, 1, 1))


def test_rights_that_end_sooner_by_themselves_are_not_lengthened(adour, bresle):
    person = agent(adour, until=date(2024, 12, 1), rights_until=date(2025, 1, 1))
    late = agent(adour, until=date(2026, 3, 1), rights_until=date(2027, 1, 1))
    applied(new_commune(of=[adour, bresle]), Choices(membership="none"), **ACT)
    assert [presences(one)[-1][3] for one in (person, late)] == [date(2025, 1, 1)] * 2


def test_who_is_awaited_arrives_at_the_successor_and_who_left_stays_where_they_were(adour, bresle):
    awaited = agent(adour, since=date(2024, 9, 1))
    gone = agent(adour, until=date(2024, 3, 1), rights_until=date(2025, 1, 1))
    before = presences(gone)
    applied(new_commune(of=[adour, bresle]), **ACT)
    assert presences(awaited) == [(NEW, date(2024, 9, 1), None, None)]
    assert presences(gone) == before


def test_who_is_on_both_staffs_has_one_presence_as_long_as_the_longest(adour, bresle):
    person = agent(adour, until=date(2024, 11, 1), rights_until=date(2025, 1, 1), staff_number="M1")
    AffiliationFactory(beneficiary=person, member=bresle, is_principal=False, staff_number="M2")
    picture = picture_of(new_commune(of=[adour, bresle]), Choices())
    assert (picture.told.shared, picture.told.moving) == (1, 2)
    applied(new_commune(of=[adour, bresle]), **ACT)
    row = Affiliation.objects.current().get(beneficiary=person, member__siren=NEW)
    assert (row.since, row.until, row.rights_until, row.staff_number, row.is_principal) == (DAY, None, None, "M1", True)


def test_who_is_already_on_the_staff_that_absorbs_stays_there(adour, bresle):
    person = agent(adour, staff_number="M1", is_principal=False, until=date(2024, 12, 1), rights_until=date(2025, 1, 1))
    AffiliationFactory(beneficiary=person, member=bresle, staff_number="M2")
    absorbs = event(EventKind.MERGER, DAY, [adour, bresle], [body_of(adour, "Adour", "15001")])
    before = current_views()
    key = applied(absorbs, **ACT)
    row = Affiliation.objects.current().get(beneficiary=person, member=adour)
    assert (row.since, row.until, row.rights_until, row.staff_number, row.is_principal) == (date(2020, 1, 1), None, None, "M1", True)
    operations.undo_structure_act(act_id=key, **ACT)
    assert current_views() == before


def test_only_claims_that_wait_go_with_the_person(adour, bresle):
    person, gone = agent(adour), agent(adour, until=date(2024, 3, 1), rights_until=date(2025, 1, 1))
    waiting, decided, left = (
        ClaimFactory(beneficiary=person, member=adour),
        ClaimFactory(beneficiary=person, member=adour, state=ClaimState.GRANTED),
        ClaimFactory(beneficiary=gone, member=adour),
    )
    key = applied(new_commune(of=[adour, bresle]), **ACT)
    new = Member.objects.get(siren=NEW)
    assert [Claim.objects.get(pk=claim.pk).member for claim in (waiting, decided, left)] == [new, adour, new]
    assert len(StructureAct.objects.get(pk=key).moved["claims"]) == 2


def test_mandates_end_and_the_correspondent_goes_on_provisionally(adour, bresle):
    agent(bresle)
    kept = MandateFactory(member=bresle)
    MandateFactory(member=adour)
    MandateFactory(member=adour, kind="delegate_staff")
    applied(new_commune(of=[adour, bresle]), **ACT)
    assert not Mandate.objects.in_force_on(DAY).filter(member__in=[adour, bresle]).exists()
    carried = Mandate.objects.in_force_on(DAY).get(member__siren=NEW)
    assert (carried.kind, carried.account, carried.since) == ("correspondent", kept.account, DAY)


def test_nobody_goes_on_where_the_officer_says_so(adour, bresle):
    MandateFactory(member=bresle)
    applied(new_commune(of=[adour, bresle]), Choices(correspondent="none"), **ACT)
    assert not Mandate.objects.in_force_on(DAY).filter(member__siren=NEW).exists()


def test_who_paid_for_others_is_replaced_by_its_heir(adour, bresle):
    paid = commune(4, "Dronne", membership__payer=adour)
    applied(new_commune(of=[adour, bresle]), **ACT)
    rows = Membership.objects.current().filter(member=paid).order_by("since")
    assert [(row.payer.siren, row.since, row.until) for row in rows] == [
        (adour.siren, date(2010, 1, 1), DAY),
        (NEW, DAY, None),
    ]


def test_a_membership_to_come_does_not_cross_what_follows(adour):
    outside = commune(3, "Couze", membership=None)
    MembershipFactory(member=adour, since=date(2008, 1, 1), until=date(2010, 1, 1))
    MembershipFactory(member=outside, since=date(2025, 1, 1))
    absorbs = event(EventKind.MERGER, DAY, [outside, adour], [body_of(outside, "Couze", "15003")])
    applied(absorbs, **ACT)
    rows = Membership.objects.current().filter(member=outside).order_by("since")
    assert [(row.scope, row.since, row.until) for row in rows] == [
        ("partial", DAY, date(2025, 1, 1)),
        ("full", date(2025, 1, 1), None),
    ]


def test_a_service_goes_with_its_people_alone(adour, bresle):
    goes, stays = agent(adour, service="Petite enfance"), agent(adour, service="Voirie")
    applied(event(EventKind.SERVICE_TRANSFER, DAY, [adour], [body_of(bresle, "Bresle", "15002")], "petite enfance"), **ACT)
    assert [presences(one)[-1][0] for one in (goes, stays)] == [bresle.siren, adour.siren]


def test_a_renaming_moves_nobody(adour):
    person = agent(adour)
    before = presences(person)
    applied(event(EventKind.RENAMING, DAY, [adour], [body_of(adour, "Adour-la-Jolie", "15001")]), **ACT)
    assert presences(person) == before
    assert MemberName.objects.in_force_on(DAY).get(member=adour).name == "Adour-la-Jolie"


def full_world(adour, bresle):
    """Write something of all that an act moves."""
    for body in (adour, bresle):
        EstablishmentFactory(member=body)
        ContactFactory(member=body)
        MandateFactory(member=body)
        person = agent(body, service="Voirie")
        agent(body, status="retiree")
        ClaimFactory(beneficiary=person, member=body)
    AffiliationFactory(beneficiary=agent(adour), member=bresle, is_principal=False)
    commune(4, "Dronne", membership__payer=adour)


def test_undoing_makes_every_present_view_equal_and_keeps_both_acts(adour, bresle):
    full_world(adour, bresle)
    before, rows = current_views(), Affiliation.objects.count()
    key = applied(new_commune(of=[adour, bresle]), **ACT)
    assert current_views() != before
    operations.undo_structure_act(act_id=key, **ACT)
    assert current_views() == before
    assert Affiliation.objects.count() > rows
    assert StructureAct.objects.get(pk=key).state == "undone"
    operations.undo_structure_act(act_id=key, **ACT)
    assert current_views() == before


def test_undoing_finds_presences_by_the_bodies_of_the_act_and_reads_no_other_staff(adour, bresle):
    agent(adour)
    key = applied(new_commune(of=[adour, bresle]), **ACT)
    with CaptureQueriesContext(connection) as asked:
        operations.undo_structure_act(act_id=key, **ACT)
    about_acts = [one["sql"] for one in asked if re.search(r'FROM "beneficiaries_affiliation".*(recorded|superseded)_by" =', one["sql"])]
    assert about_acts and all('"member_id" IN' in sql for sql in about_acts)


def test_an_act_undone_may_be_prepared_again(adour, bresle):
    full_world(adour, bresle)
    first = applied(new_commune(of=[adour, bresle]), **ACT)
    after = current_views()
    operations.undo_structure_act(act_id=first, **ACT)
    second = applied(new_commune(of=[adour, bresle]), **ACT)
    assert current_views() == after
    assert StructureActMember.objects.filter(act_id=second).count() == 3


def test_neussargues_five_become_one_then_five_again_and_everybody_is_back_home():
    names = ["Celles", "Chalinargues", "Chavagnac", "Sainte-Anastasie", "Neussargues-Moissac"]
    bodies = [
        commune(number, name, code=code)
        for number, (name, code) in enumerate(zip(names, ["15031", "15035", "15044", "15173", "15141"], strict=True), 11)
    ]
    people = {body: [agent(body, since=date(2015, 1, 1)) for _ in range(3)] for body in bodies}
    union = Body(NEW, "Neussargues en Pinatelle", code="15141")
    applied(event(EventKind.NEW_COMMUNE, date(2016, 12, 1), bodies, [union]))
    hired = agent(Member.objects.get(siren=NEW), since=date(2020, 5, 1), service="Eau")
    everybody = [person for group in people.values() for person in group]
    assert {presences(person)[-1] for person in everybody} == {(NEW, date(2016, 12, 1), None, None)}

    day = date(2025, 1, 1)
    five = [
        body_of(body, name, code) for body, name, code in zip(bodies, names, ["15031", "15035", "15044", "15173", "15141"], strict=True)
    ]
    again = event(EventKind.RE_ESTABLISHMENT, day, [Member.objects.get(siren=NEW)], five)
    before = current_views()
    act = today_of(day)
    key = applied(again, Choices(services={"eau": bodies[1].siren}), **act)
    for body, group in people.items():
        assert [presences(person)[-1] for person in group] == [(body.siren, day, None, None)] * 3
    assert presences(hired)[-1] == (bodies[1].siren, day, None, None)
    assert {row.scope for row in Membership.objects.in_force_on(day).filter(member__in=bodies)} == {"full"}
    assert not MemberName.objects.in_force_on(day).filter(member__siren=NEW).exists()

    operations.undo_structure_act(act_id=key, **act)
    assert current_views() == before


def test_the_history_is_read_under_the_old_perimeter_or_the_new_one(adour, bresle):
    applied(new_commune(of=[adour, bresle]), **ACT)
    new = Member.objects.get(siren=NEW)
    assert perimeter_of(new.pk, on=TODAY, perimeter="old") == {new.pk}
    assert perimeter_of(new.pk, on=TODAY, perimeter="new") == {new.pk, adour.pk, bresle.pk}
    assert perimeter_of(new.pk, on=DAY - timedelta(days=1), perimeter="new") == {new.pk}


# Where bodies are billed, whom to call, who was leaving


def test_contacts_go_on_with_the_body_that_takes_over_and_establishments_end(adour, bresle):
    EstablishmentFactory(member=adour)
    ContactFactory(member=adour, name="Ada")
    ContactFactory(member=bresle, name="Bob", until=date(2024, 3, 1))
    applied(new_commune(of=[adour, bresle]), **ACT)
    new = Member.objects.get(siren=NEW)
    assert [(row.name, row.since) for row in contacts_of(new.pk, on=TODAY)] == [("Ada", DAY)]
    assert [row.name for row in contacts_of(adour.pk, on=DAY - timedelta(days=1))] == ["Ada"]
    assert not contacts_of(adour.pk, on=DAY).exists()
    assert not establishments_of(adour.pk, on=DAY).exists()
    assert gaps_of([new.pk], on=TODAY) == {new.pk: ("billing",)}


def test_the_preview_tells_of_contacts_and_establishments_known_since_the_day_of_the_event(adour, bresle):
    ContactFactory(member=adour, name="Ada", since=date(2024, 9, 1))
    EstablishmentFactory(member=bresle, since=date(2024, 9, 1))
    told = picture_of(new_commune(of=[adour, bresle]), Choices()).told.belongings
    assert ([one.name for one in told.carried], len(told.ended), told.missing) == (["Ada"], 1, ((NEW, "billing"),))


def test_an_act_is_not_undone_once_a_contact_it_moved_was_corrected(adour, bresle):
    ContactFactory(member=adour, name="Ada")
    key = applied(new_commune(of=[adour, bresle]), **ACT)
    rewrite(list(contacts_of(Member.objects.get(siren=NEW).pk, on=TODAY)), Stamp(uuid7(), datetime.now(UTC)), name="Ada Petit")
    cannot_be_undone(key, refusals.RegisterBuiltUpon)


def leaves(member, until=date(2025, 1, 1), **values):
    """Give the contract of a body an end."""
    rewrite([Membership.objects.current().get(member=member)], Stamp(uuid7(), datetime.now(UTC)), until=until, **values)


def test_the_notice_of_one_lapses_with_it(adour, bresle):
    leaves(adour, notice_on=date(2024, 5, 1))
    applied(new_commune(of=[adour, bresle]), **ACT)
    assert Membership.objects.current().get(member__siren=NEW).until is None


def test_the_notice_of_all_goes_on_with_what_takes_over(adour, bresle):
    for body in (adour, bresle):
        leaves(body, notice_on=date(2024, 5, 1))
    key = applied(new_commune(of=[adour, bresle]), **ACT)
    assert Membership.objects.current().get(member__siren=NEW).until == date(2025, 1, 1)
    (one, other) = preview_of(StructureAct.objects.get(pk=key), on=TODAY).told.exits
    assert (one.follows, other.follows) == ((NEW,), (NEW,))


def test_a_body_that_stands_keeps_its_notice_when_its_terms_change(adour):
    outside = commune(3, "Couze", membership=None)
    leaves(adour, notice_on=date(2024, 5, 1))
    applied(event(EventKind.MERGER, DAY, [adour, outside], [body_of(adour, "Adour", "15001")]), **ACT)
    row = Membership.objects.current().get(member=adour, since=DAY)
    assert (row.scope, row.until, row.notice_on) == ("partial", date(2025, 1, 1), date(2024, 5, 1))


def test_terms_that_change_later_are_no_departure(adour, bresle):
    leaves(adour)
    MembershipFactory(member=adour, since=date(2025, 1, 1), payer=bresle)
    assert picture_of(new_commune(of=[adour, bresle]), Choices()).told.exits == ()


def test_a_renaming_says_whose_papers_change(adour):
    agent(adour)
    agent(adour, until=date(2024, 1, 1), rights_until=date(2024, 1, 1))
    renamed = event(EventKind.RENAMING, DAY, [adour], [body_of(adour, "Adour-la-Jolie", "15001")])
    ContactFactory(member=adour, name="Ada")
    told = picture_of(renamed, Choices()).told
    assert (told.bearers, [one.name for one in told.belongings.staying]) == (1, ["Ada"])
    joins = event(EventKind.EXTENSION, DAY, [adour], [Body(NEW, "Pays d’Adour", kind=BodyKind.EPCI)])
    assert picture_of(joins, Choices()).told.belongings.staying == ()


def test_the_correspondent_of_the_body_that_stands_gives_way_to_the_one_who_is_chosen(adour, bresle):
    MandateFactory(member=adour)
    chosen = MandateFactory(member=bresle).account
    absorbs = event(EventKind.MERGER, DAY, [adour, bresle], [body_of(adour, "Adour", "15001")])
    before = current_views()
    key = applied(absorbs, Choices(correspondent=str(chosen.pk)), **ACT)
    assert Mandate.objects.in_force_on(DAY).get(member=adour, kind="correspondent").account == chosen
    operations.undo_structure_act(act_id=key, **ACT)
    assert current_views() == before


# What is refused


def refused(refusal, act, **values):
    before = current_views()
    with pytest.raises(refusal) as caught:
        act(**values)
    assert current_views() == before
    return caught.value


def test_only_who_keeps_structures_prepares_applies_and_undoes(adour, bresle):
    key = drafted(new_commune(of=[adour, bresle]), **ACT)
    for role in (Role.DIRECTOR, Role.CORRESPONDENT):
        someone = ACT | {"actor": actor(role)}
        refused(refusals.NotStructureKeeper, operations.draft_structure_act, event=new_commune(of=[adour, bresle]), **someone)
        for act in (operations.apply_structure_act, operations.undo_structure_act, operations.set_aside):
            refused(refusals.NotStructureKeeper, act, act_id=key, **someone)
    operations.apply_structure_act(act_id=key, **ACT | {"actor": actor(Role.DEVELOPMENT_OFFICER)})


def test_a_body_does_not_merge_with_itself(adour):
    alone = event(EventKind.MERGER, DAY, [adour], [body_of(adour, "Adour", "15001")])
    found = refused(ImpossibleEvent, operations.draft_structure_act, event=alone, **ACT)
    assert [finding.code for finding in found.findings] == ["structure.merger_with_itself"]


def test_a_closed_year_does_not_change(adour, bresle):
    past = new_commune(date(2023, 6, 1), of=[adour, bresle])
    found = refused(refusals.ClosedYear, operations.draft_structure_act, event=past, **ACT)
    assert found.params == {"year": 2023, "closed": "31/03/2024", "first": 2024}
    winter = today_of(date(2024, 2, 1))
    key = applied(past, **winter)
    refused(refusals.ClosedYear, operations.undo_structure_act, act_id=key, **ACT)
    found = refused(refusals.ClosedYear, operations.draft_structure_act, event=new_commune(date(2020, 6, 1), of=[adour, bresle]), **winter)
    assert found.params["first"] == 2023


def test_a_body_that_does_not_exist_that_day_changes_nothing(adour, bresle):
    applied(new_commune(of=[adour, bresle]), **ACT)
    late = event(EventKind.NEW_COMMUNE, DAY, [adour, commune(5, "Eure")], [Body(siren(95_001), "Autre", code="15005")])
    found = refused(ImpossibleEvent, operations.draft_structure_act, event=late, **ACT)
    assert "structure.no_longer_exists" in {finding.code for finding in found.findings}


def test_an_event_before_another_one_about_the_same_body_is_refused(adour, bresle):
    applied(event(EventKind.RENAMING, date(2024, 9, 1), [adour], [body_of(adour, "Adour-la-Jolie", "15001")]), **ACT)
    found = refused(ImpossibleEvent, operations.draft_structure_act, event=new_commune(of=[adour, bresle]), **ACT)
    assert "structure.before_last_event" in {finding.code for finding in found.findings}


def closed(reason, act, **values):
    """Expect the table of acts to refuse, for a reason."""
    finding = refused(TransitionRefused, act, **values).finding
    assert finding.code == f"workflow.{reason}"
    return finding


def test_an_act_is_applied_once(adour, bresle):
    agent(adour)
    key = applied(new_commune(of=[adour, bresle]), **ACT)
    after = current_views()
    operations.apply_structure_act(act_id=key, **ACT)
    assert current_views() == after
    closed("not_from_here", operations.settle_structure_act, act_id=key, choices=Choices(), **ACT)
    closed("not_from_here", operations.set_aside, act_id=key, **ACT)


def test_an_act_waits_for_its_day(adour, bresle):
    key = drafted(new_commune(date(2025, 1, 1), of=[adour, bresle]), **ACT)
    assert closed("act_too_early", operations.apply_structure_act, act_id=key, **ACT).params == {"day": "01/01/2025"}


def test_an_act_set_aside_or_undone_is_not_applied(adour, bresle):
    key = drafted(new_commune(of=[adour, bresle]), **ACT)
    closed("not_from_here", operations.undo_structure_act, act_id=key, **ACT)
    operations.set_aside(act_id=key, **ACT)
    operations.set_aside(act_id=key, **ACT)
    closed("not_from_here", operations.apply_structure_act, act_id=key, **ACT)


def test_a_preview_that_would_say_something_else_is_not_applied(adour, bresle):
    key = drafted(new_commune(of=[adour, bresle]), **ACT)
    agent(adour)
    closed("act_has_changed", operations.apply_structure_act, act_id=key, **ACT)
    operations.settle_structure_act(act_id=key, choices=Choices(), **ACT)
    operations.apply_structure_act(act_id=key, **ACT)


def test_one_event_is_drafted_once_while_its_act_waits(adour, bresle):
    happens = new_commune(of=[adour, bresle])
    first = drafted(happens, **ACT)
    assert drafted(happens, **ACT | {"actor": actor(Role.DEVELOPMENT_OFFICER)}) == first
    assert StructureActMember.objects.filter(act_id=first).count() == 2
    row = StructureAct.objects.get(pk=first)
    said = {"kind": row.kind, "effective_on": DAY, "event": row.event, "drafted_by": uuid7(), "drafted_at": row.drafted_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        StructureAct.objects.create(event_digest=row.event_digest, **said)
    operations.set_aside(act_id=first, **ACT)
    assert drafted(happens, **ACT) != first


def test_nobody_is_sent_to_a_body_that_does_not_stand(adour, bresle):
    key = drafted(new_commune(of=[adour, bresle]), **ACT)
    for choices in (Choices(services={"Voirie": adour.siren}), Choices(membership="half")):
        refused(refusals.ChoiceElsewhere, operations.settle_structure_act, act_id=key, choices=choices, **ACT)


@pytest.fixture
def merged(adour, bresle):
    agent(adour)
    agent(bresle)
    return applied(new_commune(of=[adour, bresle]), **ACT)


def later_claim(person, member):
    return ClaimFactory(beneficiary=person, member=member, filed_at=datetime.now(UTC) + timedelta(minutes=1))


def cannot_be_undone(key, refusal):
    refused(refusal, operations.undo_structure_act, act_id=key, **ACT)


def test_an_act_followed_by_another_waits_for_it_to_be_undone(merged):
    new = Member.objects.get(siren=NEW)
    second = applied(event(EventKind.RENAMING, date(2024, 9, 1), [new], [body_of(new, "Autre nom", "15001")]), **ACT)
    cannot_be_undone(merged, refusals.LaterAct)
    operations.undo_structure_act(act_id=second, **ACT)
    operations.undo_structure_act(act_id=merged, **ACT)


def test_an_act_is_not_undone_once_somebody_arrived(merged):
    agent(Member.objects.get(siren=NEW), since=date(2024, 10, 1))
    cannot_be_undone(merged, refusals.StaffBuiltUpon)


def test_an_act_is_not_undone_once_somebody_it_moved_changed(merged):
    row = Affiliation.objects.current().filter(member__siren=NEW).first()
    Affiliation.objects.filter(pk=row.pk).update(superseded_at=datetime.now(UTC))
    cannot_be_undone(merged, refusals.StaffBuiltUpon)


def test_an_act_is_not_undone_once_a_claim_was_filed(merged):
    new = Member.objects.get(siren=NEW)
    later_claim(BeneficiaryFactory(), new)
    cannot_be_undone(merged, refusals.ClaimsBuiltUpon)


def test_an_act_is_not_undone_once_a_claim_it_moved_is_decided(adour, bresle):
    claim = ClaimFactory(beneficiary=agent(adour), member=adour)
    key = applied(new_commune(of=[adour, bresle]), **ACT)
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.REFUSED)
    cannot_be_undone(key, refusals.ClaimsBuiltUpon)


def test_an_act_is_not_undone_once_who_it_moved_filed_where_they_are(adour, bresle):
    person = agent(bresle)
    key = applied(event(EventKind.MERGER, DAY, [adour, bresle], [body_of(adour, "Adour", "15001")]), **ACT)
    later_claim(person, adour)
    cannot_be_undone(key, refusals.ClaimsBuiltUpon)


def test_an_act_is_not_undone_once_a_mandate_or_a_membership_was_given(merged):
    new = Member.objects.get(siren=NEW)
    mandate = MandateFactory(member=new, kind="delegate_staff", since=date(2024, 9, 1))
    cannot_be_undone(merged, refusals.MandatesBuiltUpon)
    Mandate.objects.filter(pk=mandate.pk).update(superseded_at=datetime.now(UTC))
    EstablishmentFactory(member=new, since=date(2024, 9, 1))
    cannot_be_undone(merged, refusals.RegisterBuiltUpon)


def test_an_act_is_not_undone_once_the_body_that_goes_on_was_called(adour, bresle):
    key = applied(event(EventKind.MERGER, DAY, [adour, bresle], [body_of(adour, "Adour", "15001")]), **ACT)
    ContributionLineFactory(member=adour, recorded_at=datetime.now(UTC))
    cannot_be_undone(key, refusals.MoneyBuiltUpon)


def test_a_name_that_a_public_list_gave_since_keeps_an_act_from_being_undone(merged):
    born = Member.objects.get(siren=NEW)
    rewrite(list(MemberName.objects.current().filter(member=born)), Stamp(uuid7(), datetime.now(UTC)), name="Adour-sur-Bresle")
    cannot_be_undone(merged, refusals.RegisterBuiltUpon)


def test_a_body_joins_what_was_once_a_part_of_it_and_comes_back(adour, bresle):
    person = agent(bresle)
    part = Body(NEW, "Haute-Bresle", code="15099")
    before = current_views()
    split = applied(event(EventKind.SPLIT, date(2024, 3, 1), [bresle], [body_of(bresle, "Bresle", "15002"), part]), **ACT)
    born = Member.objects.get(siren=NEW)
    merged = applied(event(EventKind.MERGER, DAY, [adour, bresle, born], [part]), **ACT)
    assert presences(person)[-1][0] == NEW
    rows = Succession.objects.current().filter(predecessor=bresle, successor=born).order_by("since")
    assert [(row.since, row.until, row.is_whole) for row in rows] == [(date(2024, 3, 1), DAY, False), (DAY, None, True)]
    for key in (merged, split):
        operations.undo_structure_act(act_id=key, **ACT)
    assert current_views() == before


def test_a_part_that_is_given_twice_succeeds_once(adour):
    part = Body(NEW, "Haut-Adour", code="15099")
    whole = body_of(adour, "Adour", "15001")
    applied(event(EventKind.SPLIT, date(2024, 3, 1), [adour], [whole, part]), **ACT)
    applied(event(EventKind.MERGER, date(2024, 5, 1), [adour, Member.objects.get(siren=NEW)], [whole]), **ACT)
    applied(event(EventKind.SPLIT, DAY, [adour], [whole, part]), **ACT)
    rows = Succession.objects.current().filter(predecessor=adour, successor__siren=NEW)
    assert [(row.since, row.until, row.is_whole) for row in rows] == [(date(2024, 3, 1), None, False)]


def test_the_preview_counts_no_right_and_no_cost_of_who_has_no_rights_as_a_call_does(adour, bresle):
    BeneficiaryFactory(affiliation__member=adour)
    AffiliationFactory(member=adour, position="availability", rights_until=FOUNDED, since=FOUNDED)
    told = picture_of(new_commune(of=[adour, bresle]), Choices()).told
    assert (told.moving, sum(right.heads for right in told.rights)) == (2, 1)


def test_contacts_go_back_to_the_body_that_they_came_from_once_it_stands_again(adour, bresle):
    ContactFactory(member=adour, name="Ada")
    ContactFactory(member=bresle, name="Bob")
    applied(new_commune(of=[adour, bresle]), **ACT)
    new, day = Member.objects.get(siren=NEW), date(2024, 10, 1)
    ContactFactory(member=new, name="Chloé", since=date(2024, 8, 1))
    again = [body_of(adour, "Adour", "15001"), body_of(bresle, "Bresle", "15002")]
    happens = event(EventKind.RE_ESTABLISHMENT, day, [new], again)
    carried = {one.name: one.home for one in picture_of(happens, Choices()).told.belongings.carried}
    assert carried == {"Ada": adour.siren, "Bob": bresle.siren, "Chloé": ""}
    key = applied(happens, **ACT)
    assert [[row.name for row in contacts_of(one.pk, on=day)] for one in (adour, bresle, new)] == [["Ada", "Chloé"], ["Bob"], []]
    operations.undo_structure_act(act_id=key, **ACT)
    assert [row.name for row in contacts_of(new.pk, on=day)] == ["Ada", "Bob", "Chloé"]
