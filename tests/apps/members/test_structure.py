"""What structure events change of the register, on the database: real stories, taking back, refusing what has moved."""

from datetime import date

import pytest

from entraide.apps.members.models import Attachment, CommuneCode, Member, MemberName, Membership, Succession
from entraide.apps.members.operations.replay import OPENED_ON, as_bodies, write_contracts, write_replay
from entraide.apps.members.operations.structure import (
    apply_batch,
    apply_changes,
    changes_are_built_upon,
    independent_batches,
    take_back_changes,
)
from entraide.apps.members.queries.registers import register_around, whole_register
from entraide.apps.members.refusals import RegisterMoved
from entraide.core.structure.changing import changes_of
from entraide.core.structure.register import Register
from entraide.core.structure.replay import differences
from entraide.core.structure.values import Body, BodyKind, EventKind, StructureEvent
from entraide.orm.acts import Stamp, supersede
from entraide.orm.keys import uuid7
from tests.apps.members.stories import story
from tests.factories.base import NOW, TODAY
from tests.factories.members import AttachmentFactory


pytestmark = pytest.mark.django_db

EVE_OF_2016, IN_2016, IN_2020, IN_2026 = date(2015, 12, 31), date(2016, 6, 1), date(2020, 1, 1), date(2026, 1, 1)
NEUSSARGUES = "200065175"
FIRST, SECOND, THIRD, NEW = "210100012", "210100020", "210100046", "200000172"
JANUARY = date(2024, 1, 1)


def named(day):
    """Give the communes that exist on a day: code, SIREN, name."""
    codes = dict(CommuneCode.objects.in_force_on(day).values_list("member_id", "code"))
    rows = MemberName.objects.in_force_on(day).filter(member__kind="commune").values_list("member_id", "member__siren", "name")
    return {(codes[key], siren, name) for key, siren, name in rows}


def successors(siren, day):
    rows = Succession.objects.in_force_on(day).filter(predecessor__siren=siren)
    return set(rows.values_list("successor__siren", "is_whole"))


def test_neussargues_becomes_one_commune_of_five_in_2016_and_five_again_in_2025(django_assert_max_num_queries):
    prepared = story({"15141"})
    with django_assert_max_num_queries(70):
        write_replay(prepared, at=NOW)
    five = {"15031", "15035", "15047", "15141", "15171"}
    assert {code for code, _, _ in named(date(2016, 11, 30))} == five
    assert named(date(2016, 12, 1)) == {("15141", NEUSSARGUES, "Neussargues en Pinatelle")}
    again = named(IN_2026)
    assert {code for code, _, _ in again} == five
    assert ("15141", NEUSSARGUES, "Neussargues-Moissac") in again
    assert again - named(date(2016, 11, 30)) == {("15141", NEUSSARGUES, "Neussargues-Moissac")}
    assert list(differences(whole_register().standing(IN_2026), as_bodies(prepared.list_of_today))) == []


def test_the_communes_given_back_are_no_longer_succeeded_to():
    write_replay(story({"15141"}), at=NOW)
    celles, moissac = "211500319", "211501416"
    assert successors(celles, date(2020, 1, 1)) == successors(moissac, date(2020, 1, 1)) == {(NEUSSARGUES, True)}
    assert successors(celles, IN_2026) == set()
    assert successors(moissac, IN_2026) == {(NEUSSARGUES, True)}
    assert len(successors(NEUSSARGUES, IN_2026)) == 4


def test_where_the_five_belonged_neussargues_belongs_and_the_five_belong_again():
    prepared = story({"15141"})
    write_replay(prepared, at=NOW)
    write_contracts(prepared, at=NOW)
    for day, count in ((EVE_OF_2016, 5), (IN_2020, 1), (IN_2026, 5)):
        rows = Membership.objects.in_force_on(day).values_list("member__siren", "scope")
        assert sorted(rows) == sorted((siren, "full") for _, siren, _ in named(day)) and len(rows) == count


def test_annecy_keeps_its_insee_code_under_another_siren():
    write_replay(story({"74010"}), at=NOW)
    before = {siren: name for code, siren, name in named(date(2016, 12, 31)) if code == "74010"}
    after = {siren: name for code, siren, name in named(date(2017, 1, 1)) if code == "74010"}
    assert len(named(date(2016, 12, 31))) == 6
    assert len(named(date(2017, 1, 1))) == 1
    assert list(before.values()) == list(after.values()) == ["Annecy"]
    assert before.keys() != after.keys()
    (old,), (new,) = before, after
    assert successors(old, IN_2026) == {(new, True)}


def test_livarot_takes_the_place_of_twenty_two_communes():
    write_replay(story({"14371"}), at=NOW)
    assert len(named(EVE_OF_2016)) == 22
    ((code, siren, name),) = named(IN_2016)
    assert (code, name) == ("14371", "Livarot-Pays-d'Auge")
    assert Succession.objects.in_force_on(IN_2016).filter(successor__siren=siren, is_whole=True).count() == 22
    assert Attachment.objects.in_force_on(IN_2020).filter(member__siren=siren).count() == 1


def test_the_register_read_back_is_the_one_worked_out_in_memory():
    prepared = story({"15141", "74010", "14371", "14712", "49382"})
    write_replay(prepared, at=NOW)
    held, wanted = whole_register(), prepared.replayed.register
    for entry in wanted:
        assert held.entry(entry.siren).names == entry.names
        assert held.entry(entry.siren).codes == entry.codes
        assert held.entry(entry.siren).attachments == entry.attachments
        assert set(held.entry(entry.siren).successions) == set(entry.successions)


def test_a_commune_that_passes_to_another_department_is_found_there():
    write_replay(story({"49382"}), at=NOW)
    assert set(Member.objects.filter(siren="214400608").values_list("department", flat=True)) == {"49"}


def opened():
    """Put three communes on the register, as an act of their own."""
    bodies = [Body(FIRST, "Un", code="01001", department="01"), Body(SECOND, "Deux", code="01002"), Body(THIRD, "Trois", code="01004")]
    made = [Member.objects.create(siren=body.siren, kind=body.kind, department="01", created_at=NOW) for body in bodies]
    for member, body in zip(made, bodies, strict=True):
        said = {"member": member, "since": OPENED_ON, "recorded_at": NOW}
        MemberName.objects.create(**said, name=body.name)
        CommuneCode.objects.create(**said, code=body.code)
    return Register.opened_on(OPENED_ON, bodies)


def merger(*sirens, after=None, on=JANUARY):
    body = after or Body(NEW, "Val Neuf", code="01001", department="01")
    return StructureEvent(EventKind.NEW_COMMUNE, on, sirens, (body,), "arrêté")


def views():
    """Give every current fact, as what is read on any day."""
    return {
        model.__name__: sorted(
            map(str, model.objects.current().values_list(f"{'predecessor' if model is Succession else 'member'}__siren", "since", "until"))
        )
        for model in (MemberName, CommuneCode, Attachment, Succession)
    }


def test_taking_an_event_back_makes_every_current_view_equal_and_keeps_both_acts_in_history():
    register = opened()
    before, rows = views(), MemberName.objects.count()
    event = merger(FIRST, SECOND)
    act = Stamp(uuid7(), NOW)
    keys = apply_changes(changes_of(event, register_around(event)), stamp=act)
    assert views() != before
    assert not changes_are_built_upon(act.id, about=[keys[FIRST], keys[SECOND], keys[NEW]])
    take_back_changes(act.id, stamp=Stamp(uuid7(), NOW), about=[keys[FIRST], keys[SECOND], keys[NEW]])
    assert views() == before
    assert MemberName.objects.count() == rows + 5
    back = whole_register()
    assert {entry.siren for entry in back if back.name(entry.siren, TODAY)} == {FIRST, SECOND, THIRD}
    assert back.entry(FIRST).names == register.entry(FIRST).names


def test_taking_back_without_saying_whom_it_is_about_gives_the_same():
    opened()
    before = views()
    event, act = merger(FIRST, SECOND), Stamp(uuid7(), NOW)
    apply_changes(changes_of(event, register_around(event)), stamp=act)
    take_back_changes(act.id, stamp=Stamp(uuid7(), NOW))
    assert views() == before


def test_an_event_taken_back_gives_the_department_back_too():
    opened()
    moved = StructureEvent(EventKind.RENAMING, JANUARY, (FIRST,), (Body(FIRST, "Un", code="69999"),), "décret")
    act = Stamp(uuid7(), NOW)
    keys = apply_changes(changes_of(moved, register_around(moved)), stamp=act)
    assert Member.objects.get(siren=FIRST).department == "69"
    take_back_changes(act.id, stamp=Stamp(uuid7(), NOW), about=keys.values())
    assert Member.objects.get(siren=FIRST).department == "01"


def test_an_act_that_another_one_rests_on_says_so():
    opened()
    first, act = merger(FIRST, SECOND), Stamp(uuid7(), NOW)
    apply_changes(changes_of(first, register_around(first)), stamp=act)
    second = merger(NEW, THIRD, after=Body("200000164", "Plus grand", code="01001"), on=date(2024, 6, 1))
    apply_changes(changes_of(second, register_around(second)), stamp=Stamp(uuid7(), NOW))
    assert changes_are_built_upon(act.id)


def test_an_act_whose_new_body_others_joined_since_says_so():
    opened()
    event, act = merger(FIRST, SECOND), Stamp(uuid7(), NOW)
    keys = apply_changes(changes_of(event, register_around(event)), stamp=act)
    assert not changes_are_built_upon(act.id, about=keys.values())
    AttachmentFactory(member__siren="267800017", parent_id=keys[NEW], kind="owner", since=TODAY, recorded_by=uuid7())
    assert changes_are_built_upon(act.id)
    assert changes_are_built_upon(act.id, about=keys.values())


def test_an_epci_that_was_renamed_may_be_called_as_before_whoever_joined_it_since():
    register = opened()
    parent = Body("200069193", "CC de la Veyle", BodyKind.EPCI)
    apply_changes(changes_of(StructureEvent(EventKind.EXTENSION, OPENED_ON, (FIRST,), (parent,), "x"), register), stamp=Stamp(uuid7(), NOW))
    renaming = StructureEvent(EventKind.RENAMING, JANUARY, (parent.siren,), (Body(parent.siren, "La Veyle", BodyKind.EPCI),), "x")
    act = Stamp(uuid7(), NOW)
    keys = apply_changes(changes_of(renaming, register_around(renaming)), stamp=act)
    AttachmentFactory(member=Member.objects.get(siren=SECOND), parent_id=keys[parent.siren], since=TODAY, recorded_by=uuid7())
    assert not changes_are_built_upon(act.id)


def test_what_was_changed_since_it_was_worked_out_is_refused():
    opened()
    event = merger(FIRST, SECOND)
    changes = changes_of(event, register_around(event))
    supersede(list(MemberName.objects.filter(member__siren=SECOND)), Stamp(uuid7(), NOW))
    with pytest.raises(RegisterMoved):
        apply_changes(changes, stamp=Stamp(uuid7(), NOW))


def test_events_that_touch_one_body_are_never_in_one_batch():
    register = opened()
    first = changes_of(merger(FIRST, SECOND), register)
    second = changes_of(merger(NEW, THIRD, after=Body(NEW, "Val Neuf", code="01001")), register.applied(first))
    other = changes_of(StructureEvent(EventKind.RENAMING, JANUARY, (THIRD,), (Body(THIRD, "Quatre"),), "décret"), register)
    assert [len(batch) for batch in independent_batches((one, Stamp(uuid7(), NOW)) for one in (first, other, second))] == [2, 1]
    assert apply_batch([]) == {}


def test_the_register_around_an_event_is_enough_to_know_that_an_epci_ends():
    register = opened()
    parent = Body("200069193", "CC de la Veyle", BodyKind.EPCI)
    joined = StructureEvent(EventKind.EXTENSION, JANUARY, (FIRST, SECOND), (parent,), "arrêté")
    apply_changes(changes_of(joined, register), stamp=Stamp(uuid7(), NOW))
    event = merger(FIRST, SECOND, on=date(2024, 7, 1))
    changes = changes_of(event, register_around(event))
    assert parent.siren in changes.ended
