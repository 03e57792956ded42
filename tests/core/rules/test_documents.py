"""Whole documents: a benefit and its revisions, the parameters, and the faults of each field."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from entraide.core.money import Money
from entraide.core.rules import (
    Faults,
    Period,
    Revision,
    decode_benefit,
    decode_parameters,
    decode_revision,
    encode_benefit,
    encode_revision,
)
from entraide.core.rules.language import terms as t
from entraide.core.timeline import Dated
from tests.core.rules.strategies import BOOK
from tests.scenarios.reading import catalogue


WRITTEN: dict[str, Any] = {
    "benefit": "essai",
    "name": "Essai",
    "theme": "Essais",
    "summary": "Une prestation d’essai.",
    "subject": "child",
    "event": "event_on",
    "reads_parameters_on": "event",
    "audience": ["active"],
    "paid_by": "transfer",
    "revisions": [
        {
            "since": "2024-01-01",
            "source": "Essai",
            "confidence": "M",
            "illustrative": ["Tout est un exemple."],
            "conditions": {"age_limit": {"age_in_civil_year": {"at_most": 12}}},
            "amount": {"by_tier": {"1": "3 EUR", "2": "2 EUR", "3": "1 EUR"}, "when_withheld": {"tier": 3}},
            "round": "down",
            "late_notice_is_paid_back": True,
            "ceilings": [
                {"key": "a", "per": "subject", "over": "rolling_years", "years": 2, "claims": 1},
                {"key": "b", "per": "household", "over": "civil_year", "amount": {"parameter": "base"}, "bills": "cumulated"},
            ],
            "deadline": {"months": 6, "after": "event"},
            "documents": [
                {"kind": "invoice", "label": "Facture", "proves": ["event_on", "expense"]},
                {
                    "kind": "tax_notice",
                    "label": "Avis",
                    "proves": ["tax_line_14"],
                    "optional": True,
                    "when": {"age_in_civil_year": {"more_than": 2}},
                },
            ],
        },
        {"since": "2023-01-01", "source": "Essai", "confidence": "H", "amount": "unknown", "deadline": "unknown", "name": "Ancien essai"},
    ],
}


def read(document: dict[str, Any]) -> tuple[tuple[Revision, ...], list[tuple[str, str]]]:
    faults = Faults()
    revisions = decode_benefit(document, faults, BOOK.specs)
    return revisions, [(finding.code, finding.where) for finding in faults.found]


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    document = deepcopy(WRITTEN)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if value is REMOVED:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return document


REMOVED = object()
FIRST = ("revisions", 0)


def test_a_document_is_read_whole_sorted_by_day_and_written_back_in_canonical_form() -> None:
    revisions, faults = read(WRITTEN)
    assert faults == []
    old, new = revisions
    assert (old.name, new.name, old.amount, old.deadline) == ("Ancien essai", "Essai", None, None)
    assert new.ceilings[0].period is Period.ROLLING_YEARS
    assert new.documents[1].optional
    again = encode_benefit(revisions)
    assert [revision["name"] for revision in again["revisions"]] == ["Ancien essai", "Essai"]
    assert read(again) == (revisions, [])
    assert encode_benefit(read(again)[0]) == again


def test_a_published_row_is_read_back_the_same() -> None:
    for revision in (*catalogue(), *read(WRITTEN)[0]):
        faults = Faults()
        stored = json.loads(json.dumps(encode_revision(revision)))
        again = decode_revision(stored, faults, BOOK.specs)
        assert (again, faults.found) == (revision, [])
        assert again is not None
        assert again.digest == revision.digest


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        (("benefit",), REMOVED, "rules.missing_word", ""),
        (("benefits",), "essai", "rules.unknown_word_close", "benefits"),
        (("name",), "", "rules.not_a_text", "name"),
        (("name",), "n" * 201, "rules.text_too_long", "name"),
        (("subject",), "cousin", "rules.unknown_choice", "subject"),
        (("event",), "expense", "rules.event_not_a_date", "event"),
        (("event",), "birthday", "rules.unknown_fact", "event"),
        (("event",), 12, "rules.not_a_text", "event"),
        (("audience",), ["king"], "rules.unknown_choice", "audience.0"),
        (("audience",), [], "rules.not_a_list", "audience"),
        (("audience",), "active", "rules.not_a_list", "audience"),
        (("confidential",), "yes", "rules.not_a_flag", "confidential"),
        (("revisions",), "none", "rules.not_a_list", "revisions"),
        ((*FIRST, "since"), REMOVED, "rules.missing_word", "revisions.0"),
        ((*FIRST, "since"), "yesterday", "rules.not_a_day", "revisions.0.since"),
        ((*FIRST, "since"), "2023-01-01", "rules.two_revisions_one_day", "revisions.1.since"),
        ((*FIRST, "source"), " ", "rules.no_source", "revisions.0.source"),
        ((*FIRST, "surprise"), 1, "rules.word_not_here", "revisions.0.surprise"),
        ((*FIRST, "illustrative"), [1], "rules.not_a_list", "revisions.0.illustrative"),
        ((*FIRST, "conditions"), ["x"], "rules.not_a_mapping", "revisions.0.conditions"),
        (
            (*FIRST, "conditions", "age_limit"),
            {"expense": {"at_most": 12}},
            "rules.mixed_kinds",
            "revisions.0.conditions.age_limit.expense.at_most",
        ),
        ((*FIRST, "amount"), "expanse", "rules.unknown_word_close", "revisions.0.amount"),
        ((*FIRST, "amount"), "50 %", "rules.other_kind", "revisions.0.amount"),
        ((*FIRST, "amount"), {"minus": ["1 EUR", "expense"]}, "rules.amount_may_be_negative", "revisions.0.amount"),
        ((*FIRST, "round"), "nearest", "rules.unknown_choice", "revisions.0.round"),
        ((*FIRST, "ceilings"), {"key": "a"}, "rules.not_a_list", "revisions.0.ceilings"),
        ((*FIRST, "ceilings", 0, "claims"), REMOVED, "rules.missing_word", "revisions.0.ceilings.0"),
        ((*FIRST, "ceilings", 0, "claims"), -1, "rules.not_a_count", "revisions.0.ceilings.0.claims"),
        ((*FIRST, "ceilings", 0, "years"), REMOVED, "rules.missing_word", "revisions.0.ceilings.0"),
        ((*FIRST, "ceilings", 1, "bills"), "each", "rules.unknown_choice", "revisions.0.ceilings.1.bills"),
        ((*FIRST, "deadline"), 6, "rules.not_a_mapping", "revisions.0.deadline"),
        ((*FIRST, "deadline", "months"), "six", "rules.not_a_count", "revisions.0.deadline.months"),
        ((*FIRST, "documents", 0, "proves"), ["beauty"], "rules.unknown_fact", "revisions.0.documents.0.proves.0"),
        ((*FIRST, "documents", 1, "when"), "expense", "rules.other_kind", "revisions.0.documents.1.when"),
    ],
)
def test_a_fault_of_a_field_is_named_where_it_stands(path: tuple[str | int, ...], value: object, code: str, where: str) -> None:
    revisions, faults = read(changed(path, value))
    assert (code, where) in faults
    assert len(revisions) < 2


def test_a_head_with_an_unknown_word_publishes_nothing() -> None:
    revisions, _ = read(changed(("confidental",), True))
    assert revisions == ()


def test_a_fault_at_the_head_is_told_once_and_leaves_out_every_revision() -> None:
    revisions, faults = read(changed(("subject",), "cousin"))
    assert faults == [("rules.unknown_choice", "subject")]
    assert revisions == ()


def test_a_stored_revision_that_lacks_a_word_is_not_read() -> None:
    faults = Faults()
    assert decode_revision({"benefit": "essai"}, faults, BOOK.specs) is None
    assert "rules.missing_word" in [finding.code for finding in faults.found]


PARAMETERS: dict[str, Any] = {
    "parameters": {
        "base": {
            "label": "la base",
            "kind": "money",
            "checked_until": "2024-12-31",
            "values": [{"since": "2024-01-01", "value": "466 EUR", "source": "Essai", "confidence": "M"}],
        },
        "share": {
            "label": "la part",
            "kind": "rate",
            "values": [{"since": "2030-01-01", "value": "5 %", "source": "Essai", "confidence": "illustrative"}],
        },
    }
}


def test_parameters_are_read_with_their_sources() -> None:
    faults = Faults()
    book = decode_parameters(PARAMETERS, faults)
    assert faults.found == []
    assert book.timelines["base"].at(date(2024, 6, 1)) == Dated(date(2024, 1, 1), Money(46_600), "Essai", "M")
    assert not book.is_checked_on("base", date(2025, 1, 1))
    assert book.is_checked_on("nothing", date(2025, 1, 1))
    assert book.during("nothing", date(2024, 1, 1), date(2024, 1, 1)) == ()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"value": "5 %"}, "rules.not_a_value"),
        ({"value": 12}, "rules.not_a_value"),
        ({"source": ""}, "rules.no_source"),
        ({"since": "soon"}, "rules.not_a_day"),
        ({"colour": "red"}, "rules.word_not_here"),
        ({"confidence": "sure"}, "rules.unknown_choice"),
    ],
)
def test_a_fault_of_a_parameter_leaves_it_out(value: dict[str, Any], code: str) -> None:
    document = deepcopy(PARAMETERS)
    document["parameters"]["base"]["values"][0] |= value
    faults = Faults()
    assert "base" not in decode_parameters(document, faults).specs
    assert code in [finding.code for finding in faults.found]


def test_a_parameter_that_never_has_a_value_is_a_fault() -> None:
    document = deepcopy(PARAMETERS)
    document["parameters"]["base"]["values"] = []
    faults = Faults()
    assert "base" not in decode_parameters(document, faults).specs
    assert [finding.code for finding in faults.found] == ["rules.parameter_never_valued"]


def test_two_values_of_one_day_are_a_fault() -> None:
    document = deepcopy(PARAMETERS)
    document["parameters"]["base"]["values"] *= 2
    faults = Faults()
    decode_parameters(document, faults)
    assert [finding.code for finding in faults.found] == ["rules.two_revisions_one_day"]


@pytest.mark.parametrize("source", [{}, {"parameters": []}, {"parameters": {"base": 12}}])
def test_what_is_no_list_of_parameters_is_a_fault(source: dict[str, Any]) -> None:
    faults = Faults()
    assert decode_parameters(source, faults).specs == {}
    assert faults.found


def test_a_revision_lists_its_terms_in_the_order_of_reading() -> None:
    _, new = read(WRITTEN)[0]
    assert new.terms == (new.conditions[0].term, new.amount)
    assert new.facts == ("event_on", "born_on", "tax_line_14", "has_two_notices", "partner_tax_line_14")
    assert isinstance(new.amount, t.Match)


def test_a_benefit_without_any_revision_is_a_fault() -> None:
    faults = Faults()
    assert decode_benefit({"benefit": "vide", "revisions": []}, faults, {}) == ()
    assert [finding.where for finding in faults.found] == ["revisions"]
