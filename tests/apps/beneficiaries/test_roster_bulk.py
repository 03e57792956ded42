"""Many lists at once write what each alone would write."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity, RosterImport
from entraide.apps.beneficiaries.operations import roster_bulk, rosters
from entraide.apps.beneficiaries.operations.roster_bulk import ManyList, apply_many
from entraide.apps.beneficiaries.queries.rosters import read_list
from entraide.apps.beneficiaries.refusals import MemberDoesNotBelong, NotYourMember
from entraide.core.eligibility.values import Contract, Position
from entraide.core.names import normalise
from entraide.core.reference import check_reference
from entraide.core.roster.values import CivilSex, RosterLine, Status
from tests.apps.beneficiaries.rosters import AT, applied, current_view, held, sent, staff, written
from tests.factories.actors import actor
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")
HIDDEN = {"id", "beneficiary", "member", "recorded_at", "recorded_by", "superseded_at", "superseded_by"}
COUNTS = ("state", "staff_count", "arrival_count", "departure_count", "change_count", "doubt_count", "unchanged_count")


def many(member, lines, **values):
    return ManyList(member.pk, 2024, read_list(written(lines), name="l.csv", year=2024).lines, **values)


def facts_of(member):
    """Give all that was ever written of a member's staff, without the keys of rows, persons and acts."""
    found = []
    people = Affiliation.objects.filter(member=member).order_by().values("beneficiary_id")
    for rows in (Affiliation.objects.filter(member=member), Identity.objects.filter(beneficiary_id__in=people)):
        names = [field.attname for field in rows.model._meta.concrete_fields if field.name not in HIDDEN]
        for row in rows.order_by("pk"):
            found.append((rows.model.__name__, row.superseded_at is None, *(getattr(row, name) for name in names)))
    return sorted(found, key=repr)


def told_of(member):
    return list(RosterImport.objects.filter(member=member).order_by("pk").values_list(*COUNTS))


@st.composite
def listed(draw):
    chosen = draw(st.lists(st.integers(1, 9), min_size=1, max_size=9, unique=True))
    lines = []
    for line in (staff(1, first=number)[0] for number in chosen):
        arrived_on = draw(st.sampled_from([line.arrived_on, line.arrived_on, date(2024, 3, 1)]))
        lines.append(
            replace(
                line,
                given_name=draw(st.sampled_from(["Zoé", "Zoé", "ZOE", "Lou"])),
                family_name=draw(st.sampled_from(["", "", "", "Ferrand"])),
                born_on=draw(st.sampled_from([line.born_on, line.born_on, date(1980, 1, 1)])),
                matricule=draw(st.sampled_from(["", f"{line.number:05d}", f"M{line.number}"])),
                email=draw(st.sampled_from(["", f"p{line.number}@reims.example"])),
                status=draw(st.sampled_from(["active", "active", "retiree"])),
                service=draw(st.sampled_from(["Voirie", "VOIRIE", "", "Parcs"])),
                arrived_on=arrived_on,
                left_on=draw(st.sampled_from([None, None, date(2024, 5, 31), date(2024, 12, 31)])),
            )
        )
    persons = {(line.name.lower(), line.given_name.lower().replace("é", "e"), line.born_on): line for line in lines}
    numbers = {line.cells()[0]: line for line in persons.values()}
    return list(numbers.values())


ONE_CHANGE = (
    *(
        {},
        {"status": "retiree"},
        {"status": "active"},
        {"service": "Eaux"},
        {"email": "new@reims.example"},
        {"arrived_on": date(2012, 1, 1)},
    ),
    *({"left_on": date(2024, 11, 30)}, {"left_on": None}, {"given_name": "ZOÉ"}, {"family_name": "Ferrand"}),
)


@st.composite
def turns(draw):
    """Draw a list and the one that follows it: each line the same or otherwise by one thing, and some who arrive."""
    first = draw(listed())
    then = [replace(line, **draw(st.sampled_from(ONE_CHANGE))) for line in first]
    return first, [*{(line.name, normalise(line.given_name), line.born_on): line for line in then}.values(), *staff(1, first=50)]


def born_later(lines, days):
    return [replace(line, born_on=line.born_on + timedelta(days=days)) for line in lines]


def told_after(members, pairs, act):
    """Give what two turns of lists leave, and leave nothing."""
    found = []
    with transaction.atomic():
        for turn in (0, 1):
            act([(member, lists[turn]) for member, lists in zip(members, pairs, strict=True)])
            found.append([(facts_of(member), told_of(member)) for member in members])
        transaction.set_rollback(True)
    return found


def one_by_one(lists):
    for member, lines in lists:
        roster = RosterImport.objects.get(pk=rosters.preview(member_id=member.pk, sent=sent(lines), actor=SYSTEM, **AT))
        if not (roster.doubt_count or roster.needs_confirmation):
            rosters.apply(roster_id=roster.pk, confirmed=False, actor=SYSTEM, **AT)


def all_at_once(lists):
    apply_many(lists=[many(member, lines) for member, lines in lists], actor=SYSTEM, **AT)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(turns(), min_size=1, max_size=2))
def test_lists_applied_many_at_once_leave_the_facts_that_each_alone_leaves(pairs):
    apart = [tuple(born_later(lines, 500 * place) for lines in two) for place, two in enumerate(pairs)]
    members = [MemberFactory() for _ in pairs]
    assert told_after(members, apart, one_by_one) == told_after(members, apart, all_at_once)


def test_of_two_employers_in_one_run_the_first_is_the_principal_one_as_it_would_be_alone():
    members = [MemberFactory(), MemberFactory()]
    pairs = [(staff(2), staff(2)), (staff(1), staff(2))]
    alone = told_after(members, pairs, one_by_one)
    assert told_after(members, pairs, all_at_once) == alone
    apply_many(lists=[many(members[0], staff(2)), many(members[1], staff(1))], actor=SYSTEM, **AT)
    assert [row.is_principal for row in Affiliation.objects.order_by("member", "pk")] == [True, True, False]


FULL = RosterLine(
    2,
    "Petit",
    "Amina",
    date(1990, 5, 3),
    Status.ACTIVE,
    date(2015, 1, 1),
    date(2024, 12, 1),
    "42",
    CivilSex.FEMALE,
    "amina@reims.example",
    "Voirie",
    Contract.FIXED_TERM,
    date(2025, 1, 1),
    Position.LENT,
    80,
)


@pytest.mark.parametrize(
    "news",
    [
        {"status": Status.APPRENTICE},
        {"since": date(2014, 1, 1)},
        {"until": date(2024, 11, 1)},
        {"matricule": "43"},
        {"civil_sex": CivilSex.MALE},
        {"email": "petit@reims.example"},
        {"service": "Parcs"},
        {"contract": Contract.PERMANENT},
        {"contract_until": date(2025, 2, 1)},
        {"position": Position.IN_SERVICE},
        {"time_share": 100},
    ],
    ids=lambda news: next(iter(news)),
)
def test_whatever_a_line_says_otherwise_is_a_change(news):
    member = MemberFactory()
    for line, changes in ((FULL, 0), (FULL, 0), (replace(FULL, **news), 1)):
        done = apply_many(lists=[ManyList(member.pk, 2024, [line])], actor=SYSTEM, **AT)
        assert (done.applied, done.changes) == (1, changes)


def test_what_a_line_leaves_out_is_no_change():
    member = MemberFactory()
    apply_many(lists=[ManyList(member.pk, 2024, [FULL])], actor=SYSTEM, **AT)
    blank = RosterLine(2, "Petit", "Amina", FULL.born_on, FULL.status, FULL.since, FULL.until)
    assert apply_many(lists=[ManyList(member.pk, 2024, [blank])], actor=SYSTEM, **AT).unchanged == 1


def test_newcomers_have_references_and_rights_as_those_of_one_list():
    member = MemberFactory()
    done = apply_many(lists=[many(member, staff(30))], actor=SYSTEM, **AT)
    assert (done.applied, done.arrivals) == (1, 30)
    assert all(check_reference(person.reference) == person.reference for person in Beneficiary.objects.order_by("pk"))
    assert Identity.objects.filter(search_name__startswith="aaaaaabbb zoe").count() == 1


def test_lists_many_times_larger_than_a_transaction_are_all_applied(monkeypatch):
    monkeypatch.setattr(roster_bulk, "LINES_AT_ONCE", 10)
    members = [MemberFactory() for _ in range(4)]
    done = apply_many(lists=[many(member, staff(6, first=10 * place + 1)) for place, member in enumerate(members)], actor=SYSTEM, **AT)
    assert (done.applied, done.arrivals, Affiliation.objects.current().count()) == (4, 24, 24)


def test_the_same_lists_again_change_nothing(monkeypatch):
    member = MemberFactory()
    apply_many(lists=[many(member, staff(20))], actor=SYSTEM, **AT)
    before = current_view()
    done = apply_many(lists=[many(member, staff(20))], actor=SYSTEM, **AT)
    assert (done.unchanged, done.arrivals, done.changes, current_view()) == (20, 0, 0, before)


def test_a_list_of_many_is_undone_as_any_other():
    member = MemberFactory()
    held(member, staff(6))
    before = current_view()
    lines = [replace(staff(1)[0], service="Parcs"), *staff(5, first=2), *staff(3, first=40)]
    apply_many(lists=[many(member, lines)], actor=SYSTEM, **AT)
    assert current_view() != before
    rosters.undo(roster_id=RosterImport.objects.get().pk, actor=SYSTEM, **AT)
    assert current_view() == before


def test_a_list_with_a_doubt_or_without_most_of_a_staff_waits_for_its_member_and_the_others_are_applied():
    doubtful, short, plain = (MemberFactory() for _ in range(3))
    for member in (doubtful, short):
        held(member, staff(6))
    mistyped = replace(staff(1)[0], family_name=staff(1)[0].name[:-1] + "c", matricule="99")
    lists = [many(doubtful, [mistyped, *staff(5, first=2)], sent=sent(staff(1))), many(short, staff(2)), many(plain, staff(2, first=40))]
    done = apply_many(lists=lists, actor=SYSTEM, **AT)
    assert (done.applied, done.left_waiting) == (1, 2)
    assert [RosterImport.objects.get(member=member).state for member in (doubtful, short, plain)] == ["previewed", "previewed", "applied"]


def test_a_list_that_waited_is_set_aside_by_the_one_that_is_applied():
    member = MemberFactory()
    rosters.preview(member_id=member.pk, sent=sent(staff(2)), actor=SYSTEM, **AT)
    apply_many(lists=[many(member, staff(3))], actor=SYSTEM, **AT)
    assert list(RosterImport.objects.order_by("pk").values_list("state", flat=True)) == ["set_aside", "applied"]


def test_nobody_applies_the_lists_of_members_they_do_not_keep():
    with pytest.raises(NotYourMember):
        apply_many(lists=[many(MemberFactory(), staff(1))], actor=actor(Role.CORRESPONDENT), **AT)
    assert not RosterImport.objects.exists()


def test_the_statements_of_many_lists_do_not_follow_their_lines():
    counted = []
    for count in (5, 40):
        member = MemberFactory()
        own = staff(count, first=1000 * count)
        applied(member, own, SYSTEM)
        lists = [many(member, [*own, *staff(count, first=2000 * count)])]
        with CaptureQueriesContext(connection) as captured:
            apply_many(lists=lists, actor=SYSTEM, **AT)
        counted.append(len(captured))
    assert counted[0] == counted[1]


def test_of_many_lists_one_of_a_body_without_contract_is_refused():
    member = MemberFactory(membership=None)
    with pytest.raises(MemberDoesNotBelong):
        apply_many(lists=[many(member, staff(1))], actor=SYSTEM, **AT)
    assert not Affiliation.objects.exists()


def test_many_lists_that_still_name_the_dead_open_nothing_again():
    member, lines = MemberFactory(), staff(3)
    held(member, [*lines[:1], replace(lines[1], died_on=date(2024, 5, 2)), *lines[2:]])
    before = current_view()
    apply_many(lists=[many(member, lines)], actor=SYSTEM, **AT)
    assert current_view() == before
