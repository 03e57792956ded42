"""Published movements and yearly perimeters are read as events, and replayed with what could not be."""

from datetime import date

from entraide.core.refusals import Finding
from entraide.core.structure.facts import AttachmentKind
from entraide.core.structure.movements import Movement, communes_before, event_of, groups_of, is_reflected
from entraide.core.structure.perimeters import Perimeter, perimeter_events
from entraide.core.structure.register import Register
from entraide.core.structure.replay import differences, replay
from entraide.core.structure.sentences import sentence_of
from entraide.core.structure.values import Body, EventKind
from tests.core.structure.registers import DAY, NEW, NORTH, SOUTH, WEST, A, B, C, D, E, community, parent, small, town


NEXT = date(2017, 1, 1)


def row(mod, before, after, **said):
    (code_before, name_before), (code_after, name_after) = before, after
    return Movement(mod, said.pop("on", DAY), code_before, name_before, code_after, name_after, **said)


def merger(*sirens, code="15031", name="Val Neuf", siren=NEW, on=DAY):
    """Tell a new commune by its rows; `sirens` are those of communes 1, 2, …, empty where nobody gives them."""
    codes = ("15031", "15035", "15047", "15141")
    return [
        row("32", (codes[n], f"Commune {n + 1}"), (code, name), siren_before=one, siren_after=siren, on=on, line=n + 2)
        for n, one in enumerate(sirens)
    ]


def read(rows, register=None):
    (group,) = groups_of(rows)
    return event_of(group, register or small())


def test_rows_that_share_a_commune_are_one_event():
    groups = groups_of([*merger(A, B), row("10", ("15171", "Commune 5"), ("15171", "Autre nom"))])
    assert [(group.kind, group.before, group.after) for group in groups] == [
        (EventKind.NEW_COMMUNE, ("15031", "15035"), ("15031",)),
        (EventKind.RENAMING, ("15171",), ("15171",)),
    ]


def test_delegated_communes_and_rows_that_change_nothing_are_no_event():
    rows = [
        row("32", ("15031", "Commune 1"), ("15031", "Commune 1"), type_after="COMD"),
        row("34", ("15035", "Commune 2"), ("15035", "Commune 2")),
    ]
    assert groups_of(rows) == ()
    assert rows[1].changes_nothing


def test_a_new_code_comes_before_the_merger_under_that_code_on_the_same_day():
    rows = [
        row("32", ("15999", "Commune 1"), ("15035", "Val Neuf"), siren_after=NEW),
        row("32", ("15035", "Commune 2"), ("15035", "Val Neuf"), siren_after=NEW),
        row("41", ("15031", "Commune 1"), ("15999", "Commune 1")),
    ]
    groups = groups_of(rows)
    assert [group.kind for group in groups] == [EventKind.RENAMING, EventKind.NEW_COMMUNE]
    replayed = replay(small(), groups)
    assert replayed.findings == ()
    assert replayed.register.holder("15035", DAY) == NEW
    assert replayed.register.name(A, DAY) is None


def test_groups_that_wait_for_each_other_are_given_as_they_stand():
    rows = [row("50", ("15031", "A"), ("15035", "A")), row("50", ("15035", "B"), ("15031", "B"))]
    assert len(groups_of(rows)) == 2


def test_the_communes_of_an_event_are_known_by_their_siren_or_by_who_holds_their_code():
    event, findings = read(merger("", B))
    assert event.before == (A, B)
    assert event.after == (town(NEW, code="15031"),)
    assert findings == ()


def test_a_siren_that_the_register_contradicts_is_said_and_the_register_kept():
    event, findings = read(merger(D, B))
    assert event.before == (A, B)
    assert [finding.code for finding in findings] == ["structure.other_siren"]
    assert sentence_of(findings[0]).startswith("Ligne 2. Commune 1 (01/01/2016) : le fichier donne le SIREN")


def test_a_commune_that_nobody_knows_is_left_out_of_the_event_and_said():
    rows = [*merger(A, B), row("32", ("15888", "Disparue"), ("15031", "Val Neuf"), line=9)]
    event, findings = read(rows)
    assert event.before == (A, B)
    assert sentence_of(findings[0]) == "Ligne 9. Disparue (15888, 01/01/2016) : aucune source ne donne son SIREN."


def test_a_merger_of_which_one_commune_is_left_is_read_as_its_renaming_or_as_nothing():
    gone = row("32", ("15888", "Disparue"), ("15031", "Val Neuf"), siren_after=A)
    event, findings = read([row("32", ("15031", "Commune 1"), ("15031", "Val Neuf"), siren_before=A, siren_after=A), gone])
    assert (event.kind, event.before, len(findings)) == (EventKind.RENAMING, (A,), 1)
    kept = [row("32", ("15031", "Commune 1"), ("15031", "Commune 1"), siren_after=A), row("32", ("15888", "D"), ("15031", "Commune 1"))]
    event, findings = read(kept)
    assert (event, len(findings)) == (None, 1)
    nobody = [row("32", ("15888", "D"), ("15777", "F"), siren_after=A), row("32", ("15999", "E"), ("15777", "F"), siren_after=A)]
    assert read(nobody)[0] is None


def test_a_merger_or_a_split_into_a_body_without_siren_cannot_be_read():
    assert read(merger(A, B, siren=""))[0] is None
    rows = [
        row("21", ("15031", "Commune 1"), ("15031", "Commune 1"), siren_before=A, siren_after=A),
        row("21", ("15031", "Commune 1"), ("15300", "Le Hameau"), siren_before=A),
    ]
    event, findings = read(rows)
    assert event is None
    assert [finding.code for finding in findings] == ["structure.no_siren"]


def test_rows_of_several_natures_that_hang_together_are_not_read():
    rows = [row("21", ("15031", "Commune 1"), ("15031", "Commune 1")), row("32", ("15035", "Commune 2"), ("15031", "Commune 1"))]
    event, findings = read(rows)
    assert event is None
    assert (
        sentence_of(findings[0])
        == "Commune 1 (01/01/2016) : les lignes mêlent des mouvements de natures 21, 32, qu’on ne sait pas lire ensemble."
    )
    assert read([row("99", ("15031", "Commune 1"), ("15031", "Autre"))])[0] is None


def test_a_renaming_of_an_unknown_commune_is_left_out():
    event, findings = read([row("10", ("15888", "Inconnue"), ("15888", "Autre"))])
    assert event is None
    assert {finding.code for finding in findings} == {"structure.no_siren"}


def test_movements_that_the_register_reflects_already_are_recognised():
    (group,) = groups_of(merger(A, B))
    (split,) = groups_of(
        [
            row("21", ("15031", "Val Neuf"), ("15031", "Commune 1"), siren_after=A, on=NEXT),
            row("21", ("15031", "Val Neuf"), ("15035", "Commune 2"), siren_after=B, on=NEXT),
        ]
    )
    (renaming,) = groups_of([row("10", ("15141", "Commune 4"), ("15141", "Autre"))])
    assert not is_reflected(group, small())
    assert not is_reflected(renaming, small())
    replayed = replay(small(), [group, renaming, split])
    assert replayed.findings == ()
    assert all(is_reflected(one, replayed.register) for one in (group, renaming, split))
    assert not is_reflected(split, replay(small(), [group]).register)
    assert all(is_reflected(one, Register()) for one in (group, renaming, split))


def test_the_communes_that_stood_before_are_told_from_those_that_stand():
    rows = [
        *merger("", B),
        row("10", ("15141", "Ancien"), ("15141", "Commune 4")),
        row("50", ("15141", "Commune 4"), ("15142", "Commune 4"), on=NEXT),
    ]
    standing = [town(NEW, code="15031"), town(D, "Commune 4", "15142"), town(E, "Commune 5", "15171")]
    found, findings = communes_before(groups_of(rows), standing)
    assert {(body.code, body.siren, body.name) for body in found} == {
        ("15035", B, "Commune 2"),
        ("15141", D, "Ancien"),
        ("15171", E, "Commune 5"),
    }
    assert [(finding.code, finding.params["code"]) for finding in findings] == [("structure.no_siren", "15031")]


def test_a_code_that_comes_back_is_not_taken_for_a_commune_that_always_stood():
    rows = [
        *merger(A, B),
        row("21", ("15031", "Val Neuf"), ("15031", "Commune 1"), siren_before=NEW, siren_after=A, on=NEXT),
        row("21", ("15031", "Val Neuf"), ("15035", "Commune 2"), siren_before=NEW, siren_after=B, on=NEXT),
    ]
    found, _ = communes_before(groups_of(rows), [town(A, "Commune 1", "15031"), town(B, "Commune 2", "15035")])
    assert sorted((body.code, body.siren) for body in found) == [("15031", A), ("15035", B)]


def test_a_commune_that_goes_on_through_a_merger_keeps_the_siren_that_is_said_later():
    rows = [
        row("32", ("15031", "Commune 1"), ("15031", "Val Neuf"), siren_before=A, siren_after=A),
        row("32", ("15035", "Commune 2"), ("15031", "Val Neuf"), siren_before=B, siren_after=A),
    ]
    found, findings = communes_before(groups_of(rows), [town(A, code="15031")])
    assert sorted(body.siren for body in found) == [A, B]
    assert findings == ()


def perimeter(members, on=DAY, **names):
    bodies = [community(NORTH, names.get("north", "Nord")), community(SOUTH, names.get("south", "Sud")), community(WEST)]
    epcis = {body.siren: body for body in bodies if body.siren in members.values()}
    return Perimeter(on, epcis, members)


NOW = {"15031": NORTH, "15035": NORTH, "15047": NORTH, "15141": SOUTH}


def test_a_perimeter_that_says_what_the_register_holds_is_no_event():
    assert perimeter_events(perimeter(NOW), small()) == ((), ())


def test_a_perimeter_becomes_renamings_then_extensions_then_withdrawals():
    changed = {**NOW, "15035": WEST, "15171": SOUTH}
    del changed["15047"]
    events, findings = perimeter_events(perimeter(changed, south="Grand Sud"), small())
    assert findings == ()
    assert [(event.kind, event.before, event.after[0].siren) for event in events] == [
        (EventKind.RENAMING, (SOUTH,), SOUTH),
        (EventKind.EXTENSION, (E,), SOUTH),
        (EventKind.EXTENSION, (B,), WEST),
        (EventKind.WITHDRAWAL, (C,), NORTH),
    ]
    register = replay(small(), (), [perimeter(changed, south="Grand Sud")]).register
    assert [parent(register, siren) for siren in (A, B, C, D, E)] == [NORTH, WEST, None, SOUTH, SOUTH]


def test_an_epci_that_a_perimeter_no_longer_names_is_left_by_its_communes_and_ends():
    gone = {code: epci for code, epci in NOW.items() if epci == NORTH}
    replayed = replay(small(), (), [perimeter(gone)])
    assert replayed.register.name(SOUTH, DAY) is None
    assert replayed.counts == {EventKind.WITHDRAWAL: 1}


def test_a_code_of_a_perimeter_that_nobody_holds_is_said():
    _, findings = perimeter_events(perimeter({**NOW, "15888": NORTH}), small())
    assert findings == (Finding("structure.unknown_code", "15888", {"code": "15888", "day": "01/01/2016"}),)


def test_a_replay_applies_movements_then_perimeters_day_by_day_and_says_what_is_impossible():
    groups = groups_of([*merger(A, B), row("32", ("15047", "Commune 3"), ("15171", "Tout"), siren_before=C, siren_after=WEST, on=NEXT)])
    after_merger = {"15031": NORTH, "15047": NORTH, "15141": SOUTH}
    replayed = replay(small(), groups, [perimeter(after_merger)])
    assert [changes.event.kind for changes in replayed.changes] == [EventKind.NEW_COMMUNE]
    assert [finding.code for finding in replayed.findings] == ["structure.code_held"]
    assert replayed.register.attachment(NEW, AttachmentKind.EPCI, DAY).parent == NORTH


def test_a_replay_leaves_the_register_that_it_starts_from_as_it_was():
    register = small()
    replay(register, groups_of(merger(A, B)))
    assert register == small()


def test_what_stands_is_held_against_a_list():
    standing = [town(A, "Un", "15031"), town(B, "Deux", "15035"), town(D, "Quatre", "15141")]
    wanted = [town(A, "Un", "15031"), town(C, "Deux", "15035"), town(E, "Cinq", "15171")]
    findings = list(differences(standing, wanted))
    assert [(finding.code, finding.where) for finding in findings] == [
        ("structure.replay_differs", "15035"),
        ("structure.replay_keeps", "15141"),
        ("structure.replay_lacks", "15171"),
    ]
    assert sentence_of(findings[0]) == f"15035 : Deux ({B}) après la reprise, Deux ({C}) dans la liste."
    assert list(differences(standing, standing)) == []
    assert Body(A, "Un").department == ""
