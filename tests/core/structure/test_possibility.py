"""Every reason why an event is not possible, each with its sentence."""

from dataclasses import replace
from datetime import date

import pytest

from entraide.core.refusals import Finding
from entraide.core.structure.possibility import ImpossibleEvent, faults_of, require_named
from entraide.core.structure.register import Entry, Register
from entraide.core.structure.sentences import REFUSALS, sentence_of
from entraide.core.structure.values import Body, BodyKind, EventKind, StructureEvent
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
    small,
    town,
)


BEFORE = date(2014, 1, 1)

IMPOSSIBLE = [
    ("merger_with_itself", happens("merger", [A], [town(A)])),
    ("merger_with_itself", happens("merger", [A, A], [town(A)])),
    ("merger_with_itself", happens("merger", [NEW], [town(NEW)])),
    ("attached_to_itself", happens("extension", [NEW], [community(NEW)])),
    ("nobody_moves", happens("merger", [], [town(NEW)])),
    ("one_body_after", happens("merger", [A, B], [town(NEW), town(OTHER)])),
    ("named_twice", happens("merger", [A, A, B], [town(NEW, code="15031")])),
    ("not_among_merged", happens("merger", [A, B], [town(C, code="15031")])),
    ("mixed_kinds", happens("merger", [A, NORTH], [community(NORTH)])),
    ("mixed_kinds", happens("merger", [A, B], [community(NEW)])),
    ("one_body_before", happens("split", [A, B], [town(NEW), town(OTHER)])),
    ("split_into_one", happens("split", [A], [town(A)])),
    ("exists_already", happens("split", [A], [town(A, "Commune 1", "15031"), town(B, "Commune 2", "15035")])),
    ("mixed_kinds", happens("split", [A], [town(NEW, code="15031"), community(OTHER)])),
    ("one_body_after", happens("extension", [A], [])),
    ("not_an_epci", happens("extension", [A], [town(B)])),
    ("attached_to_itself", happens("extension", [NORTH], [community(NORTH)])),
    ("nobody_moves", happens("extension", [], [community(NORTH)])),
    ("not_a_commune", happens("extension", [CCAS], [community(NORTH)])),
    ("attached_already", happens("extension", [A], [community(NORTH)])),
    ("not_attached", happens("withdrawal", [D], [community(NORTH)])),
    ("unknown_body", happens("withdrawal", [D], [community(WEST)])),
    ("two_sides", happens("service_transfer", [A, B], [town(C)], service="Eau")),
    ("transfer_to_itself", happens("service_transfer", [A], [town(A)], service="Eau")),
    ("no_service", happens("service_transfer", [A], [town(B)], service=" ")),
    ("two_sides", happens("renaming", [], [town(A)])),
    ("renaming_of_another", happens("renaming", [A], [town(B)])),
    ("nothing_changes", happens("renaming", [A], [town(A, "Commune 1", "15031")])),
    ("nothing_changes", happens("renaming", [NORTH], [community(NORTH, "Nord")])),
    ("unknown_body", happens("renaming", [NEW], [town(NEW)])),
    ("before_last_event", happens("renaming", [A], [town(A, "Autre", "15031")], on=date(2010, 1, 1))),
    ("code_held", happens("renaming", [A], [town(A, "Autre", "15035")])),
    ("code_held", happens("new_commune", [A, B], [town(NEW, code="15171")])),
    ("code_held", happens("split", [A], [town(NEW, code="15300"), town(OTHER, code="15300")])),
    ("code_held", happens("split", [A], [Body(A, "Commune 1"), town(OTHER, code="15031")])),
    ("code_of_no_commune", happens("renaming", [NORTH], [Body(NORTH, "Grand Nord", BodyKind.EPCI, "15001")])),
    ("no_code", happens("new_commune", [A, B], [Body(NEW, "Val Neuf")])),
]


@pytest.mark.parametrize(("code", "event"), IMPOSSIBLE, ids=[f"{code}-{number}" for number, (code, _) in enumerate(IMPOSSIBLE)])
def test_an_event_that_is_not_possible_says_why(code, event):
    findings = faults_of(event, small())
    assert f"structure.{code}" in {finding.code for finding in findings}
    for finding in findings:
        assert "{" not in sentence_of(finding)


def test_an_ended_body_no_longer_takes_part():
    merged = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    findings = faults_of(happens("merger", [A, D], [town(D, "Commune 4")], on=date(2017, 1, 1)), merged)
    assert findings == (Finding("structure.no_longer_exists", A, {"name": "Commune 1", "until": "01/01/2016"}),)


def test_a_body_that_ended_that_very_day_no_longer_takes_part():
    merged = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    findings = faults_of(happens("merger", [A, D], [town(D, "Commune 4")]), merged)
    assert [finding.code for finding in findings] == ["structure.no_longer_exists"]


def test_an_event_before_the_last_one_of_the_same_body_is_refused():
    merged = after(happens("new_commune", [A, B], [town(NEW, code="15031")]))
    findings = faults_of(happens("merger", [A, D], [town(D, "Commune 4")], on=BEFORE), merged)
    assert findings == (Finding("structure.before_last_event", A, {"name": "Commune 1", "on": "01/01/2014", "last": "01/01/2016"}),)


def test_a_body_that_absorbed_another_cannot_end_before_it_did():
    absorbed = after(happens("merger", [A, B], [town(A, "Commune 1", "15031")]))
    findings = faults_of(happens("new_commune", [A, D], [town(NEW, code="15031")], on=BEFORE), absorbed)
    assert [(finding.code, finding.where) for finding in findings] == [("structure.before_last_event", A)]


def test_an_epci_cannot_merge_before_the_day_on_which_a_commune_joined_it():
    joined = after(happens("extension", [E], [community(SOUTH, "Sud")]))
    findings = faults_of(happens("merger", [NORTH, SOUTH], [community(WEST)], on=BEFORE), joined)
    assert [(finding.code, finding.where) for finding in findings] == [("structure.before_last_event", SOUTH)]


def test_a_commune_may_join_an_epci_before_the_day_on_which_another_one_did():
    joined = after(happens("extension", [E], [community(SOUTH, "Sud")]))
    assert faults_of(happens("extension", [C], [community(SOUTH, "Sud")], on=BEFORE), joined) == ()


def test_a_code_freed_later_is_not_free_yet():
    moved = after(happens("renaming", [B], [town(B, "Commune 2", "15999")]))
    findings = faults_of(happens("renaming", [A], [town(A, "Commune 1", "15035")], on=BEFORE), moved)
    assert [finding.code for finding in findings] == ["structure.code_held"]


def test_the_codes_of_bodies_that_merge_are_free_for_what_they_become():
    assert faults_of(happens("new_commune", [A, B, C], [town(NEW, code="15047")]), small()) == ()


def test_a_body_known_without_any_fact_is_called_by_its_siren():
    findings = faults_of(happens("extension", [NEW], [community(NORTH)]), Register([Entry(NEW, BodyKind.COMMUNE)]))
    assert findings == (Finding("structure.unknown_body", NEW, {"siren": NEW}),)


def test_a_body_is_called_by_its_last_name_where_it_has_none_that_day():
    findings = faults_of(happens("merger", [A], [town(A)], on=date(2000, 1, 1)), small())
    assert sentence_of(findings[0]) == "« Commune 1 » ne peut pas fusionner avec elle-même. Ajoutez un autre organisme."
    assert SINCE < DAY


def test_several_faults_are_said_at_once():
    assert ImpossibleEvent(faults_of(happens("service_transfer", [A], [town(A)]), small())).params == {"count": 2}


def test_every_code_of_this_package_has_a_sentence_that_begins_with_a_line_where_there_is_one():
    assert (
        sentence_of(Finding("structure.replay_lacks", "ligne 4", {"code": "1", "name": "X"})) == "Ligne 4. 1 X : absente après la reprise."
    )
    assert all(code.startswith("structure.") for code in REFUSALS)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (Body("123456789", "Fausse", code="15031"), "structure.false_siren"),
        (Body(A, " ", code="15031"), "structure.no_name"),
        (Body(A, "Commune 1", code="99999"), "structure.false_code"),
        (Body(A, "Commune 1", code="15é31"), "structure.false_code"),
    ],
)
def test_what_a_person_describes_has_a_number_a_name_and_a_code(body, code):
    told = StructureEvent(EventKind.MERGER, DAY, (A, B), (body,), "Arrêté")
    with pytest.raises(ImpossibleEvent) as refused:
        require_named(told, small())
    assert [finding.code for finding in refused.value.findings] == [code]
    assert require_named(replace(told, after=(Body(A, "Commune 1", code="15031"),)), small()) is None
