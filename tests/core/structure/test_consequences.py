"""What an event between bodies does to people, rights, memberships, mandates, claims and money."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.eligibility.rights import rights_end_of_change
from entraide.core.membership.contracts import Cover, CoverKind, Scope
from entraide.core.membership.coverage import Coverage, in_order
from entraide.core.money import Money
from entraide.core.structure.belongings import Belongings, Person, Place
from entraide.core.structure.consequences import (
    Consequences,
    ContractChange,
    Exit,
    Holder,
    Move,
    Right,
    Situation,
    consequences,
    correspondents,
)
from entraide.core.structure.costs import Cost
from entraide.core.structure.coverage import contracts_after, covers
from entraide.core.structure.moves import Choices, StaffGroup, ended_by, heir_of, moved, routes
from entraide.core.structure.values import Body, EventKind, StructureEvent
from tests.harness.tariffs import TARIFF


NEW_YEAR, JULY = date(2024, 1, 1), date(2024, 7, 1)
A, B, C, D = "100000009", "200000008", "300000007", "400000006"


def event(kind, before, after, *, on=NEW_YEAR, service="", codes=None):
    bodies = tuple(Body(siren, f"Corps {siren[0]}", code=(codes or {}).get(siren, "")) for siren in after)
    return StructureEvent(kind, on, tuple(before), bodies, "arrêté du 1er janvier", service)


def partial(siren, structures=(), services=(), *, retirees=False, **terms):
    """Say a contract that covers a part of a staff."""
    covers = [Cover(CoverKind.STRUCTURE, key=one) for one in structures] + [Cover(CoverKind.SERVICE, name=name) for name in services]
    return Coverage(siren, Scope.PARTIAL, in_order(covers + ([Cover(CoverKind.RETIREES)] if retirees else [])), **terms)


def staff(siren, heads=10, **values):
    return StaffGroup(siren, values.pop("status", "active"), heads, **values)


def told(happens, groups=(), contracts=(), choices=None, **values):
    situation = Situation(groups=groups, contracts={one.siren: one for one in contracts}, **{"tariff": TARIFF} | values)
    return consequences(happens, situation, choices or Choices())


MERGER = event(EventKind.MERGER, (A, B), (C,))


# Who goes where


def test_a_merger_brings_every_staff_to_the_body_that_stands():
    found = told(MERGER, (staff(A, 3), staff(B, 4, status="retiree"), staff(D, 9)))
    assert found.moves == (Move(A, C, "active", 3), Move(B, C, "retiree", 4), Move(D, D, "active", 9))
    assert found.moving == 7


def test_nobody_moves_where_the_body_stands_itself():
    found = told(event(EventKind.MERGER, (A, B), (A,)), (staff(A), staff(B)))
    assert [(move.origin, move.destination) for move in found.moves] == [(A, A), (B, A)]
    assert ended_by(event(EventKind.MERGER, (A, B), (A,))) == (B,)


def test_whoever_is_on_two_staffs_that_become_one_counts_once():
    belonging = (Coverage(A, "full"), Coverage(B, "full"))
    found = told(MERGER, (staff(A, 10), staff(B, 4), staff(B, 1, is_second=True)), belonging)
    assert (found.shared, found.costs[-1].after) == (1, Money.of(217) * 14)


@pytest.mark.parametrize("kind", [EventKind.EXTENSION, EventKind.WITHDRAWAL, EventKind.RENAMING])
def test_attachments_and_names_move_nobody(kind):
    found = told(event(kind, (A,), (B,)), (staff(A), staff(B)), (Coverage(A, "full"),))
    assert (found.moving, found.contracts, found.vacant, ended_by(event(kind, (A,), (B,)))) == (0, (), (), ())
    assert found.rights == (Right(A, A, 10, None),)


SPLIT = event(EventKind.RE_ESTABLISHMENT, (A,), (A, B, C))


def test_a_split_gives_back_first_then_follows_services_then_leaves_the_rest():
    choices = Choices(services={"Écoles": C}, persons={"p": C})
    go = routes(SPLIT, choices)
    assert go(staff(A, origins=(D, B))) == B
    assert go(staff(A, service="ECOLES")) == C
    assert go(staff(A, origins=(B,), service="Écoles")) == B
    assert go(staff(A, origins=(B,), person="p")) == C
    assert go(staff(A, service="Voirie")) == A
    assert go(staff(D, origins=(B,))) == D


def test_the_rest_goes_where_it_was_settled_else_with_the_code():
    gone = event(EventKind.SPLIT, (A,), (B, C), codes={C: "15141"})
    assert routes(gone, Choices(rest=B), "15141")(staff(A)) == B
    assert routes(gone, Choices(), "15141")(staff(A)) == C
    assert routes(gone, Choices())(staff(A)) == B
    assert routes(gone, Choices(rest=D))(staff(A)) == B
    assert heir_of(SPLIT, Choices()) == A


def test_a_service_goes_with_its_staff_alone():
    transfer = event(EventKind.SERVICE_TRANSFER, (A,), (B,), service="Petite enfance")
    go = routes(transfer, Choices(persons={"p": B, "q": A}))
    assert [go(staff(A, service="petite  enfance")), go(staff(A, service="Voirie")), go(staff(B))] == [B, A, B]
    assert [go(staff(A, person="p")), go(staff(A, service="petite enfance", person="q"))] == [B, A]


def test_choices_name_the_bodies_that_they_send_to():
    assert Choices({"x": A}, {"p": B}, C).named == {A, B, C}
    assert Choices().named == frozenset()


# Which membership follows


def after(happens, contracts, groups=(), **choices):
    settled = Choices(**choices)
    return contracts_after(happens, settled, {one.siren: one for one in contracts}, groups, routes(happens, settled))


def test_members_that_merge_make_a_member():
    assert after(MERGER, [Coverage(A, "full", payer=D), Coverage(B, "territorial", payer=D)]) == {C: Coverage(C, "full", payer=D)}


def test_a_partial_membership_covers_the_staffs_that_belonged():
    assert after(MERGER, [Coverage(A, "full", payer=D)]) == {C: partial(C, (A,), payer=D)}
    found = after(MERGER, [partial(A, (D,), ("Voirie",), payer=D), partial(B, retirees=True)])
    assert found == {C: partial(C, (D,), ("Voirie",), retirees=True)}


def test_the_officer_settles_which_membership_follows():
    assert after(MERGER, [Coverage(A, "full")], membership="full") == {C: Coverage(C, "full")}
    assert after(MERGER, [Coverage(A, "full")], membership="none") == {}
    both = [Coverage(A, "full"), Coverage(B, "full")]
    assert after(MERGER, both, membership="partial") == {C: partial(C, (A, B))}
    assert after(MERGER, []) == {}


def test_a_body_that_belongs_does_not_leave_by_an_event():
    absorbs = event(EventKind.MERGER, (A, B), (A,))
    own = Coverage(A, "full", payer=D)
    assert after(absorbs, [own, Coverage(B, "full")], membership="none") == {A: own}
    assert after(absorbs, [own], membership="none") == {A: partial(A, (A,), payer=D)}
    assert after(absorbs, [own], [staff(A, origins=(D,)), staff(A)]) == {A: partial(A, (A, D), payer=D)}
    assert after(absorbs, [partial(A, (A,)), Coverage(B, "full")], membership="full") == {A: Coverage(A, "full")}


def test_what_is_born_of_a_split_belongs_as_what_was_split():
    groups = [staff(A, origins=(B,)), staff(A, origins=(C,))]
    assert after(SPLIT, [Coverage(A, "full", payer=D)], groups) == {one: Coverage(one, "full", payer=D) for one in (A, B, C)} | {
        A: Coverage(A, "full", payer=D)
    }
    one_part = partial(A, (B,))
    assert after(SPLIT, [one_part], groups) == {A: one_part, B: Coverage(B, "full")}
    assert after(SPLIT, [], groups) == {}
    assert after(SPLIT, [one_part], groups, membership="none") == {A: one_part}
    assert after(SPLIT, [one_part], [*groups, staff(A, origins=(D,), service="Écoles")], services={"Écoles": B}) == {
        A: one_part,
        B: partial(B, (B,)),
    }
    assert after(SPLIT, [Coverage(A, "full")], groups, membership="partial")[B] == partial(B, (A,))


def test_a_body_that_belongs_already_keeps_its_membership_through_a_split():
    own = Coverage(B, "full", payer=D)
    assert after(SPLIT, [Coverage(A, "full"), own])[B] == own


TRANSFER = event(EventKind.SERVICE_TRANSFER, (A,), (B,), service="Eau")
EAU = [staff(A, service="Eau"), staff(A, service="Voirie")]


def test_a_service_whose_body_belonged_is_covered_where_it_goes():
    source = Coverage(A, "full")
    assert after(TRANSFER, [source], EAU) == {A: source, B: partial(B, (A,))}
    assert after(TRANSFER, [source], EAU, membership="full")[B] == Coverage(B, "full")
    assert after(TRANSFER, [source], EAU, membership="none") == {A: source}
    assert after(TRANSFER, [source, Coverage(B, "full")], EAU)[B] == Coverage(B, "full")
    assert after(TRANSFER, [source, partial(B, (C,), payer=D)], EAU)[B] == partial(B, (A, C), payer=D)
    assert after(TRANSFER, [source, partial(B, (C,), payer=D)], EAU, membership="full")[B] == Coverage(B, "full", payer=D)
    assert after(TRANSFER, [source, partial(B, (C,))], EAU, membership="none")[B] == partial(B, (A, C))
    assert after(TRANSFER, [], EAU) == {}
    assert after(TRANSFER, [source], [EAU[1]]) == {A: source}


def test_a_partial_membership_covers_structures_services_and_retirees():
    assert not covers(None, staff(A))
    assert covers(Coverage(A, "territorial"), staff(A))
    assert covers(partial(A, (A,)), staff(A))
    assert not covers(partial(A, (A,)), staff(A, origins=(B,)))
    assert covers(partial(A, (B,)), staff(A, origins=(C, B)))
    assert covers(partial(A, services=("Écoles",)), staff(A, service="ecoles"))
    assert covers(partial(A, retirees=True), staff(A, status="retiree"))
    assert not covers(partial(A, retirees=True), staff(A))


# What becomes of a notice


LEAVES = date(2025, 1, 1)


def leaving(siren, until=LEAVES, **terms):
    return Coverage(siren, Scope.FULL, until=until, **terms)


def test_a_notice_lapses_where_what_takes_over_goes_on_with_another():
    assert after(MERGER, [leaving(A), Coverage(B, "full")]) == {C: Coverage(C, "full")}
    assert told(MERGER, contracts=[leaving(A), Coverage(B, "full")]).exits == (Exit(A, LEAVES, ()),)


def test_a_notice_goes_on_where_all_that_merge_were_leaving():
    later = date(2026, 1, 1)
    assert after(MERGER, [leaving(A), leaving(B, later)])[C].until == later
    assert told(MERGER, contracts=[leaving(A), leaving(B, later)]).exits == (Exit(A, LEAVES, (C,)), Exit(B, later, (C,)))
    assert after(MERGER, [leaving(A)]) == {C: partial(C, (A,), until=LEAVES)}


def test_the_notice_of_a_body_that_stands_is_its_own_and_goes_on():
    absorbs = event(EventKind.MERGER, (A, B), (A,))
    assert after(absorbs, [leaving(A), Coverage(B, "full")])[A].until == LEAVES
    assert told(absorbs, contracts=[leaving(A), Coverage(B, "full")]).exits == (Exit(A, LEAVES, (A,)),)
    assert after(absorbs, [Coverage(A, "full"), leaving(B)])[A].until is None
    assert after(TRANSFER, [leaving(A)], EAU) == {A: leaving(A), B: partial(B, (A,), until=LEAVES)}
    assert after(TRANSFER, [leaving(A), partial(B, (C,))], EAU, membership="full")[B] == Coverage(B, "full")


def test_what_is_born_of_a_body_that_was_leaving_leaves_on_the_same_day():
    groups = [staff(A, origins=(B,)), staff(A, origins=(C,))]
    assert {siren: one.until for siren, one in after(SPLIT, [leaving(A)], groups).items()} == {A: LEAVES, B: LEAVES, C: LEAVES}
    gone = event(EventKind.SPLIT, (A,), (B, C))
    assert after(gone, [leaving(A)], groups, membership="partial")[B] == partial(B, (A,), until=LEAVES)
    assert told(gone, groups, [leaving(A)]).exits == (Exit(A, LEAVES, (B, C)),)


def test_whoever_leaves_is_called_for_no_year_that_follows():
    found = told(replace(MERGER, on=JULY), (staff(A, 3), staff(B, 4)), [leaving(A), Coverage(B, "full")])
    rate = Money.of(217)
    assert [(cost.siren, cost.before, cost.after) for cost in found.costs if cost.year == 2025] == [
        (A, Money(0), Money(0)),
        (B, Money(rate.cents * 4), Money(0)),
        (C, Money(0), Money(rate.cents * 7)),
    ]
    assert next(cost for cost in found.costs if (cost.siren, cost.year) == (A, 2024)).before.cents > 0


# Establishments and contacts


PLACES = (Place(A, f"{A}00011", "Mairie", "RH", "EJ1", is_billed=True), Place(B, f"{B}00012"))
PEOPLE = (Person(A, "Ada", "DRH"), Person(B, "Bob"))


def test_a_siret_passes_to_nobody_and_contacts_go_on_with_whoever_takes_over():
    contracts = [Coverage(A, "full")]
    found = told(MERGER, contracts=contracts, places=PLACES, people=PEOPLE).belongings
    assert found == Belongings(ended=PLACES, carried=PEOPLE, heir=C, missing=((C, "billing"),))
    absorbs = event(EventKind.MERGER, (A, B), (A,))
    found = told(absorbs, contracts=contracts, places=PLACES, people=PEOPLE).belongings
    assert found == Belongings((PLACES[0],), (PLACES[1],), (PEOPLE[0],), (PEOPLE[1],), A)


def test_what_a_body_that_belongs_lacks_is_told_and_of_one_that_does_not_nothing():
    found = told(MERGER, contracts=[Coverage(A, "full", payer=D)]).belongings
    assert found.missing == ((C, "contact"),)
    assert told(MERGER, contracts=[Coverage(A, "full")], choices=Choices(membership="none")).belongings.missing == ()
    groups = [staff(A, origins=(B,)), staff(A, origins=(C,))]
    split = told(SPLIT, groups, [Coverage(A, "full")], places=PLACES[:1], people=PEOPLE[:1]).belongings
    assert split.missing == ((B, "billing"), (B, "contact"), (C, "billing"), (C, "contact"))


def test_a_name_changes_neither_establishments_nor_contacts():
    renamed = event(EventKind.RENAMING, (A,), (A,))
    found = told(renamed, contracts=[Coverage(A, "full")], places=PLACES[:1], people=PEOPLE[:1], bearers=12)
    assert found.belongings == Belongings(kept=PLACES[:1], staying=PEOPLE[:1], heir=A)
    assert found.bearers == 12


# Rights, money, mandates, claims


def test_rights_go_on_where_the_successor_belongs_and_until_the_years_end_elsewhere():
    groups = (staff(A, 3), staff(B, 4))
    assert told(MERGER, groups, [Coverage(A, "full")]).rights == (Right(A, C, 3, None),)
    ended = told(MERGER, groups, [Coverage(A, "full")], Choices(membership="none"))
    assert ended.rights == (Right(A, C, 3, date(2025, 1, 1)),)
    assert told(replace(MERGER, on=JULY), groups, [Coverage(A, "full")], Choices(membership="none")).rights[0].until == date(2025, 1, 1)
    assert ended.contracts == (ContractChange(A, Coverage(A, "full"), None),)


def test_an_event_of_new_year_changes_the_call_of_its_year():
    found = told(MERGER, (staff(A, 3), staff(B, 4, status="retiree")), [Coverage(A, "full"), Coverage(B, "full")])
    assert found.costs == (
        Cost(A, 2024, Money.of("651"), Money(0), True),
        Cost(B, 2024, Money.of("564"), Money(0), True),
        Cost(C, 2024, Money(0), Money.of("1215"), True),
    )


def test_a_later_event_leaves_the_call_of_its_year_and_passes_it_on():
    found = told(replace(MERGER, on=JULY), (staff(A, 3), staff(B, 4)), [Coverage(A, "full")])
    assert [(cost.siren, cost.year, str(cost.before.euros), str(cost.after.euros), cost.is_confirmed) for cost in found.costs] == [
        (A, 2024, "651.00", "0.00", True),
        (C, 2024, "0.00", "651.00", True),
        (A, 2025, "651.00", "0.00", False),
        (C, 2025, "0.00", "651.00", False),
    ]
    stays = told(event(EventKind.MERGER, (A, B), (A,), on=JULY), (staff(A, 3),), [Coverage(A, "full")])
    assert [(cost.year, cost.before == cost.after) for cost in stays.costs] == [(2024, True), (2025, True)]


def test_who_has_no_rights_moves_and_is_neither_maintained_nor_called():
    away = staff(A, 4, has_rights=False)
    whole = (Coverage(A, Scope.FULL), Coverage(B, Scope.FULL))
    with_them, without = (told(MERGER, groups, whole) for groups in ((staff(A), staff(B), away), (staff(A), staff(B))))
    assert (with_them.moving, without.moving) == (24, 20)
    assert (with_them.rights, with_them.costs) == (without.rights, without.costs)


def test_no_cost_is_told_where_no_rate_is_known():
    assert told(replace(MERGER, on=date(2016, 1, 1)), (staff(A),), [Coverage(A, "full")]).costs == ()


def test_the_correspondent_of_the_largest_staff_goes_on_provisionally():
    holders = (Holder(A, "correspondent", "ada"), Holder(B, "correspondent", "bob"), Holder(B, "delegate_staff", "eve"))
    groups, both = (staff(A, 3), staff(B, 4)), (Coverage(A, Scope.FULL), Coverage(B, Scope.FULL))
    found = told(MERGER, groups, both, holders=holders)
    assert found.carried == Holder(C, "correspondent", "bob")
    assert found.ended_mandates == holders
    later = Holder(B, "delegate_elected", "zoe", date(2030, 1, 1))
    assert told(MERGER, groups, both, holders=holders, awaited=(later,)).ended_mandates == (*holders, later)
    assert found.vacant == ((C, "delegate_elected"), (C, "delegate_staff"))
    assert told(MERGER, groups, both, choices=Choices(correspondent="ada"), holders=holders).carried.account == "ada"
    nobody = told(MERGER, groups, both, choices=Choices(correspondent="none"), holders=holders)
    assert (nobody.carried, len(nobody.vacant)) == (None, 3)
    assert told(MERGER, groups, both).carried is None
    kept = told(event(EventKind.MERGER, (A, B), (A,)), groups, both, holders=holders)
    assert (kept.carried, kept.ended_mandates) == (None, holders[1:])


def test_another_correspondent_may_take_the_place_of_the_one_of_the_body_that_stands():
    absorbs = event(EventKind.MERGER, (A, B), (A,))
    holders = (Holder(A, "correspondent", "ada"), Holder(B, "correspondent", "bob"))
    situation = Situation(holders=holders)
    assert correspondents(absorbs, situation, A) == holders
    assert correspondents(TRANSFER, situation, B) == ()
    both = (Coverage(A, Scope.FULL), Coverage(B, Scope.FULL))
    found = told(absorbs, (), both, choices=Choices(correspondent="bob"), holders=holders)
    assert (found.carried, found.ended_mandates) == (Holder(A, "correspondent", "bob"), holders)
    for kept in ("ada", "none", ""):
        found = told(absorbs, (), both, choices=Choices(correspondent=kept), holders=holders)
        assert (found.carried, found.ended_mandates) == (None, holders[1:])


def test_nobody_acts_for_a_body_that_no_contract_makes_a_member():
    holders = (Holder(A, "correspondent", "ada"),)
    found = told(MERGER, (staff(A),), (Coverage(A, Scope.FULL),), Choices(membership="none", correspondent="ada"), holders=holders)
    assert (found.carried, found.vacant, found.ended_mandates) == (None, (), holders)


def test_claims_in_progress_go_with_the_person_or_with_the_body():
    found = told(MERGER, (staff(A, 3, claims=2), staff(D, 1, claims=5)), left_claims={B: 1, D: 1}, leavers=6)
    assert (found.claims, found.leavers) == (((A, C, 2), (B, C, 1)), 6)


# Laws, over random sequences of events

SIRENS = [A, B, C, D, "500000005", "600000004"]
PERSONS = st.lists(
    st.tuples(st.sampled_from(SIRENS[:4]), st.sampled_from(["active", "retiree"]), st.sampled_from(["", "Eau"])), max_size=12
)


@st.composite
def sequences(draw):
    """Draw persons, who belongs, and events each of which is possible after the one before it."""
    people = [StaffGroup(siren, status, 1, service) for siren, status, service in draw(PERSONS)]
    belonging = draw(st.sets(st.sampled_from(SIRENS[:4])))
    standing, events = set(SIRENS[:4]), []
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from([EventKind.MERGER, EventKind.SPLIT, EventKind.RE_ESTABLISHMENT, EventKind.SERVICE_TRANSFER]))
        free = sorted(set(SIRENS) - standing)
        if kind is EventKind.MERGER and len(standing) > 1:
            before = draw(st.lists(st.sampled_from(sorted(standing)), min_size=2, max_size=3, unique=True))
            after_it = [draw(st.sampled_from([*before, *free]))]
        elif kind is EventKind.SERVICE_TRANSFER and len(standing) > 1:
            before, after_it = (lambda two: (two[:1], two[1:]))(draw(st.permutations(sorted(standing)))[:2])
        elif free:
            kind = EventKind.SPLIT
            before = [draw(st.sampled_from(sorted(standing)))]
            after_it = draw(st.lists(st.sampled_from([*before, *free]), min_size=2, max_size=3, unique=True))
        else:
            continue
        if kind is not EventKind.SERVICE_TRANSFER:
            standing = standing - set(before) | set(after_it)
        choices = Choices(
            services={"Eau": draw(st.sampled_from(after_it))} if draw(st.booleans()) else {},
            membership=draw(st.sampled_from(["", "full", "partial", "none"])),
        )
        events.append((event(kind, before, after_it, service="Eau"), choices, frozenset(standing)))
    ends = st.sampled_from([None, date(2026, 1, 1)])
    return people, {siren: Coverage(siren, Scope.FULL, until=draw(ends)) for siren in sorted(belonging)}, events


@settings(max_examples=200, deadline=None)
@given(sequences())
def test_nobody_is_left_without_a_body_and_no_right_is_lost(drawn):
    people, contracts, events = drawn
    for happens, choices, standing in events:
        route = routes(happens, choices)
        found: Consequences = consequences(happens, Situation(people, contracts), choices)
        follow = contracts_after(happens, choices, contracts, people, route)
        gone = [moved(person, route(person)) for person in people]
        assert all(person.siren in standing for person in gone)
        assert sum(move.heads for move in found.moves) == len(people) == len(gone)
        assert set(follow) <= standing
        had = sum(covers(contracts.get(person.siren), person) for person in people)
        assert sum(right.heads for right in found.rights) == had
        for right in found.rights:
            assert right.until is None or right.until == rights_end_of_change(happens.on)
        # Rights end only where nobody belongs any more for them: never at a body that goes on belonging in full.
        ended = {right.destination for right in found.rights if right.until is not None}
        assert not any(follow[siren].is_whole for siren in ended if siren in follow)
        # Who leaves on its own word goes on leaving as long as it stands, and nobody leaves on a day that no notice named.
        assert all(follow[siren].until == contract.until for siren, contract in contracts.items() if siren in follow)
        assert {one.until for one in follow.values()} <= {None, *(one.until for one in contracts.values())}
        assert {one.siren for one in found.exits} == {siren for siren, contract in contracts.items() if contract.until}
        people, contracts = gone, follow


@given(sequences())
def test_an_event_whose_bodies_all_belong_breaks_no_right(drawn):
    people, _, events = drawn
    happens, _, _ = events[0] if events else (MERGER, None, None)
    contracts = {siren: Coverage(siren, "full") for siren in SIRENS[:4]}
    found = consequences(happens, Situation(people, contracts), Choices())
    assert all(right.until is None for right in found.rights)
