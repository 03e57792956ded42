"""What each kind of event closes and opens on the register."""

from datetime import date

import pytest

from entraide.core.structure.changing import changes_of
from entraide.core.structure.facts import AttachmentKind, NameFact
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.register import Register, department_of
from entraide.core.structure.values import Body, BodyKind
from tests.core.structure.registers import (
    CCAS,
    DAY,
    NEW,
    NORTH,
    OTHER,
    SINCE,
    SOUTH,
    WEST,
    A,
    B,
    C,
    D,
    E,
    after,
    community,
    happens,
    heirs,
    parent,
    small,
    town,
)


EVE, LATER = date(2015, 12, 31), date(2025, 1, 1)


def test_a_new_commune_takes_the_code_of_one_and_the_name_of_none():
    register = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    assert register.holder("15031", EVE) == A
    assert register.holder("15031", DAY) == NEW
    assert register.holder("15035", DAY) is None
    assert register.name(A, EVE).name == "Commune 1"
    assert register.name(A, DAY) is None
    assert register.name(NEW, DAY) == NameFact(NEW, DAY, "Val Neuf")
    assert heirs(register, A) == heirs(register, B) == {(NEW, True)}


def test_changes_say_which_bodies_end_begin_and_are_created():
    changes = changes_of(happens("new_commune", [A, B], [town(NEW, code="15031")]), small())
    assert set(changes.ended) == {A, B}
    assert changes.begun == (NEW,)
    assert [body.siren for body in changes.created] == [NEW]


def test_a_new_commune_of_one_epci_belongs_to_it():
    register = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    assert parent(register, NEW) == NORTH
    assert parent(register, A) is None


def test_a_new_commune_across_two_epci_belongs_to_none_until_it_is_said():
    register = after(happens("new_commune", [A, D], [town(NEW)]))
    assert parent(register, NEW) is None


def test_a_new_commune_in_place_of_a_whole_epci_succeeds_to_it():
    register = after(happens("new_commune", [A, B, C], [town(NEW, code="15031")]))
    assert parent(register, NEW) is None
    assert register.name(NORTH, DAY) is None
    assert heirs(register, NORTH) == {(NEW, True)}


def test_a_commune_that_absorbs_the_rest_of_its_epci_succeeds_to_it_too():
    register = after(happens("merger", [A, B, C], [town(A, "Commune 1", "15031")]))
    assert parent(register, A) is None
    assert heirs(register, NORTH) == {(A, True)}


def test_a_commune_that_absorbs_another_keeps_its_siren_and_its_epci():
    changes = changes_of(happens("merger", [A, B], [town(A, "Commune 1", "15031")]), small())
    register = small().applied(changes)
    assert changes.ended == (B,)
    assert changes.begun == ()
    assert parent(register, A) == NORTH
    assert heirs(register, B) == {(A, True)}
    assert heirs(register, A) == set()


def test_what_depended_on_a_body_that_ends_depends_on_its_heir():
    register = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    assert parent(register, CCAS, kind=AttachmentKind.OWNER) == NEW
    assert parent(register, CCAS, EVE, AttachmentKind.OWNER) == A


def test_two_epci_that_merge_hand_their_communes_over():
    register = after(happens("merger", [NORTH, SOUTH], [community(WEST)]))
    assert {fact.siren for fact in register.attached(WEST, DAY)} == {A, B, C, D}
    assert heirs(register, NORTH) == heirs(register, SOUTH) == {(WEST, True)}
    assert not register.attached(NORTH, DAY)


def test_a_commune_absorbed_by_its_own_owner_is_not_attached_to_itself():
    register = after(happens("merger", [A, CCAS], [Body(CCAS, "CCAS", BodyKind.CCAS)]), without_kinds())
    assert parent(register, CCAS, kind=AttachmentKind.OWNER) is None


def test_what_depended_on_a_body_and_ends_with_it_is_handed_to_nobody():
    register = after(happens("merger", [A, CCAS], [Body(NEW, "Amicale", BodyKind.ASSOCIATION)]), without_kinds())
    assert parent(register, CCAS, kind=AttachmentKind.OWNER) is None
    assert register.attached(NEW, DAY) == ()


def without_kinds():
    """Give the small register with A as an association that owns the CCAS: no commune is in the merger."""
    entries = []
    for entry in small():
        if entry.siren == A:
            entry = type(entry)(A, BodyKind.ASSOCIATION, "15", names=entry.names)
        entries.append(entry)
    return Register(entries)


def test_a_body_may_take_the_place_of_another_under_a_new_siren():
    register = after(happens("merger", [SOUTH], [community(WEST)]))
    assert heirs(register, SOUTH) == {(WEST, True)}
    assert parent(register, D) == WEST


def test_a_split_gives_back_bodies_in_the_epci_of_the_one_that_splits():
    merged = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    back = [town(A, "Commune 1", "15031"), town(B, "Commune 2", "15035")]
    register = after(happens("re_establishment", [NEW], back, on=LATER), merged)
    assert register.name(NEW, LATER) is None
    assert register.holder("15031", LATER) == A
    assert parent(register, A, LATER) == parent(register, B, LATER) == NORTH
    assert heirs(register, NEW, LATER) == {(A, False), (B, False)}
    assert heirs(register, A, LATER) == set()
    assert heirs(register, A) == {(NEW, True)}
    assert parent(register, CCAS, LATER, AttachmentKind.OWNER) == A


def test_a_body_that_joins_what_was_once_a_part_of_it_is_succeeded_to_as_a_whole():
    split = after(happens("split", [A], [town(A, "Commune 1", "15031"), town(NEW, "Le Hameau", "15300")]))
    register = after(happens("merger", [A, NEW], [town(NEW, "Le Hameau", "15300")], on=LATER), split)
    assert heirs(register, A) == {(NEW, False)}
    assert heirs(register, A, LATER) == {(NEW, True)}


def test_a_body_that_gives_the_same_part_away_again_is_succeeded_to_as_before():
    split = after(happens("split", [A], [town(A, "Commune 1", "15031"), town(NEW, "Le Hameau", "15300")]))
    gone = after(happens("merger", [NEW, E], [town(E, "Commune 5", "15171")], on=date(2020, 1, 1)), split)
    register = after(happens("split", [A], [town(A, "Commune 1", "15031"), town(NEW, "Le Hameau", "15300")], on=LATER), gone)
    assert [(fact.since, fact.until) for fact in register.entry(A).successions] == [(DAY, None)]


def test_a_split_body_that_goes_on_keeps_its_siren_its_code_and_what_depends_on_it():
    register = after(happens("split", [A], [town(A, "Commune 1", "15031"), town(NEW, "Le Hameau", "15300")]))
    assert register.holder("15031", DAY) == A
    assert register.holder("15300", DAY) == NEW
    assert heirs(register, A) == {(NEW, False)}
    assert parent(register, CCAS, kind=AttachmentKind.OWNER) == A


def test_a_split_hands_what_depended_on_the_body_to_the_one_that_keeps_its_code():
    register = after(happens("split", [A], [town(NEW, "Le Hameau", "15300"), town(OTHER, "Le Bourg", "15031")]))
    assert parent(register, CCAS, kind=AttachmentKind.OWNER) == OTHER
    assert heirs(register, A) == {(NEW, False), (OTHER, False)}


def test_communes_that_join_an_epci_leave_the_one_they_were_in():
    register = after(happens("extension", [A, E], [community(SOUTH, "Sud")]))
    assert parent(register, A) == parent(register, E) == SOUTH
    assert parent(register, A, EVE) == NORTH
    assert register.name(NORTH, DAY) is not None


def test_an_epci_is_created_by_the_first_communes_that_join_it():
    changes = changes_of(happens("extension", [E], [community(WEST)]), small())
    assert [body.siren for body in changes.created] == [WEST]
    assert small().applied(changes).name(WEST, DAY).name == "Ouest"


def test_an_epci_that_loses_its_last_commune_ends_and_is_succeeded_to_where_they_all_went():
    register = after(happens("extension", [A, B, C], [community(SOUTH, "Sud")]))
    assert register.name(NORTH, DAY) is None
    assert heirs(register, NORTH) == {(SOUTH, True)}


def test_an_epci_shared_out_on_one_day_is_succeeded_to_in_part_by_each():
    first = after(happens("extension", [A], [community(SOUTH, "Sud")]))
    register = after(happens("extension", [B, C], [community(WEST)]), first)
    assert heirs(register, NORTH) == {(SOUTH, False), (WEST, False)}


def test_an_epci_that_its_last_commune_leaves_for_none_ends_without_heir():
    register = after(happens("withdrawal", [D], [community(SOUTH, "Sud")]))
    assert parent(register, D) is None
    assert register.name(SOUTH, DAY) is None
    assert heirs(register, SOUTH) == set()


def test_an_epci_whose_last_communes_left_by_turns_knows_the_heir_of_those_that_have_one():
    first = after(happens("withdrawal", [A], [community(NORTH, "Nord")]))
    register = after(happens("extension", [B, C], [community(WEST)]), first)
    assert heirs(register, NORTH) == {(WEST, True)}


def test_a_renaming_changes_the_name_the_code_or_both():
    register = after(happens("renaming", [A], [town(A, "Autre nom", "15031")]))
    assert (register.name(A, DAY).name, register.code(A, DAY).code) == ("Autre nom", "15031")
    register = after(happens("renaming", [A], [town(A, "Commune 1", "48001")]))
    assert (register.name(A, DAY).since, register.code(A, DAY).code) == (SINCE, "48001")
    assert next(body.department for body in register.standing(DAY) if body.siren == A) == "48"


def test_an_epci_is_renamed_without_any_code():
    register = after(happens("renaming", [NORTH], [community(NORTH, "Grand Nord")]))
    assert register.name(NORTH, DAY).name == "Grand Nord"
    assert register.code(NORTH, DAY) is None


def test_a_commune_without_a_code_takes_one_by_a_renaming():
    bare = Register(
        [*(entry for entry in small() if entry.siren != E), type(small().entry(E))(E, BodyKind.COMMUNE, names=small().entry(E).names)]
    )
    register = after(happens("renaming", [E], [town(E, "Commune 5", "15171")]), bare)
    assert register.holder("15171", DAY) == E


def test_the_transfer_of_a_service_changes_no_fact_but_creates_the_body_that_takes_it():
    assert changes_of(happens("service_transfer", [A], [community(NORTH, "Nord")], service="Eau"), small()).opened.names == ()
    changes = changes_of(happens("service_transfer", [A], [Body(NEW, "Syndicat des eaux", BodyKind.SYNDICATE)], service="Eau"), small())
    assert changes.begun == (NEW,)


def test_two_events_of_one_day_follow_each_other_without_leaving_an_empty_span():
    renamed = after(happens("renaming", [A], [town(A, "Commune 1", "48001")]))
    register = after(happens("new_commune", [A, B], [town(NEW, code="15035")]), renamed)
    assert [fact.code for fact in register.entry(A).codes] == ["15031"]
    assert register.entry(A).codes[0].until == DAY
    assert register.holders("48001", DAY) == ()


def test_an_impossible_event_changes_nothing_and_says_every_reason():
    with pytest.raises(ImpossibleEvent) as fault:
        changes_of(happens("merger", [NEW, OTHER], [town(WEST, code="15031")]), small())
    assert [finding.code for finding in fault.value.findings] == [
        "structure.unknown_body",
        "structure.unknown_body",
        "structure.code_held",
    ]


def test_a_register_tells_what_stands_and_how_many_bodies_it_knows():
    register = small()
    assert len(register) == 8
    assert A in register
    assert NEW not in register
    assert {body.siren for body in register.standing(DAY, BodyKind.CCAS)} == {CCAS}
    assert next(register.standing(DAY, BodyKind.CCAS)).department == "15"
    assert list(register.standing(date(2011, 1, 1))) == []
    assert register.name(NEW, DAY) is None
    assert register.code(NEW, DAY) is None
    assert register.attachment(NEW, AttachmentKind.EPCI, DAY) is None
    assert register.last_change(NEW) is None
    assert register != "a register"


def test_a_register_read_again_from_its_entries_is_the_same_and_knows_who_succeeds_to_whom():
    merged = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    again = Register(merged)
    assert again == merged
    assert again.last_change(NEW) == DAY


def test_a_register_opened_on_a_day_holds_its_bodies_from_that_day():
    register = Register.opened_on(SINCE, [town(A, "Commune 1", "15031"), community(NORTH, "Nord")])
    assert register.holder("15031", SINCE) == A
    assert register.entry(NORTH).codes == ()
    assert register.entry(NORTH).seat == "15"


@pytest.mark.parametrize(("code", "department"), [("01001", "01"), ("2B033", "2B"), ("97411", "974"), ("98818", "988"), ("", "")])
def test_the_department_is_read_from_the_code(code, department):
    assert department_of(code) == department


def test_several_events_that_do_not_touch_each_other_are_applied_together_or_one_by_one():
    first = changes_of(happens("new_commune", [A, B], [town(NEW, code="15031")]), small())
    second = changes_of(happens("renaming", [D], [town(D, "Autre", "15141")]), small())
    assert small().applied(first, second) == small().applied(second).applied(first)
    assert parent(small().applied(first, second), C) == NORTH
