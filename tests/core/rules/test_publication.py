"""What keeps a revision that can be read from being published; one that is published already is read as it is."""

from copy import deepcopy
from typing import Any

import pytest

from entraide.core.rules import Faults, decode_benefit, decode_parameters, decode_revision, say_fault
from tests.core.rules.strategies import BOOK
from tests.core.rules.test_documents import PARAMETERS
from tests.core.rules.test_reach import BENEFIT, FROM_18, TO_12


def told(revision: dict[str, Any], **head: Any) -> list[str]:
    document = deepcopy(BENEFIT) | head
    document["revisions"][0] |= revision
    faults = Faults()
    read = decode_benefit(document, faults, BOOK.specs)
    assert bool(read) is not bool(faults.found)
    return [say_fault(finding) for finding in faults.found]


def papers(*kinds: str, proves: tuple[str, ...] = ("event_on",)) -> list[dict[str, Any]]:
    return [{"kind": kind, "label": "Pièce", "proves": list(proves)} for kind in kinds]


def test_an_event_that_no_document_proves_is_told_at_the_event() -> None:
    (said,) = told({"documents": papers("lease", proves=())})
    assert said == (
        "event : Aucune pièce demandée ne prouve « la date de l’événement », donc aucune demande ne pourrait être accordée : ajoutez "
        "« event_on » aux « proves » d’une pièce (civil_record, invoice)."
    )


@pytest.mark.parametrize(
    ("revision", "where"),
    [
        ({"amount": {"value": "expense", "capped_at": "saved_amount"}}, "revisions.0.amount.capped_at"),
        ({"conditions": {"a": {"any": ["is_dependent", {"disability_rate": {"at_least": "50 %"}}]}}}, "revisions.0.conditions.a.any.1"),
        ({"amount": {"times": ["months", "1 EUR"]}}, "revisions.0.amount.times.0"),
    ],
)
def test_a_fact_that_no_document_proves_is_told_where_it_is_read(revision: dict[str, Any], where: str) -> None:
    (said,) = told(revision | {"documents": papers("invoice", proves=("event_on", "expense"))})
    assert said.startswith(f"{where} : Aucune pièce demandée ne prouve")


def test_a_tier_needs_a_notice() -> None:
    tiers = {"by_tier": {"1": "3 EUR", "2": "2 EUR", "3": "1 EUR"}}
    assert len(told({"amount": tiers, "documents": papers("invoice")})) == 2
    assert told({"amount": tiers, "documents": papers("tax_notice", proves=("event_on", "tax_line_14"))}) == []


def test_a_document_proves_what_it_says_and_nothing_by_its_kind() -> None:
    assert told({"documents": papers("letter", proves=("event_on",))}) == []
    assert told({"documents": papers("civil_record")}) == []
    (said,) = told({"documents": papers("civil_record", proves=())})
    assert said.startswith("event : Aucune pièce demandée ne prouve")


def test_what_the_association_holds_needs_no_document() -> None:
    held = {"conditions": {"a": "is_dependent", "b": TO_12, "c": {"territory": {"equals": "overseas"}}}, "documents": papers("invoice")}
    assert told(held) == []


def test_a_benefit_whose_amount_is_unknown_needs_no_document() -> None:
    assert told({"amount": "unknown", "documents": []}) == []


def test_an_example_is_told_as_one() -> None:
    assert told({"confidence": "illustrative"}) == [
        "revisions.0.confidence : Le montant est un exemple (« confidence: illustrative ») : dites dans « illustrative » ce qu’aucune "
        "source ne donne."
    ]
    assert told({"confidence": "illustrative", "illustrative": ["Le montant."]}) == []
    assert told({"confidence": "illustrative", "amount": "unknown"}) == []


def test_a_source_and_how_sure_it_is_are_always_said() -> None:
    assert told({"source": ""}) == ["revisions.0.source : Chaque valeur a une source : « source » est vide."]
    document = deepcopy(BENEFIT)
    del document["revisions"][0]["confidence"]
    faults = Faults()
    decode_benefit(document, faults, BOOK.specs)
    assert [say_fault(finding) for finding in faults.found] == ["revisions.0 : Il manque « confidence »."]


def test_numbers_that_may_grow_too_wide_are_told_where_they_stand() -> None:
    product = {"times": ["expense", {"times": ["disability_rate", {"parameter": "share"}]}]}
    ceiling = {"key": "a", "per": "subject", "over": "event", "amount": product}
    assert [said.split(" : ")[0] for said in told({"amount": product})] == ["revisions.0.amount"]
    assert [said.split(" : ")[0] for said in told({"ceilings": [ceiling]})] == ["revisions.0.ceilings.0.amount"]
    proved = BENEFIT["revisions"][0]["documents"]
    document = {"kind": "lease", "label": "Bail", "proves": [], "when": {"value": product, "at_most": "5 EUR"}}
    assert [said.split(" : ")[0] for said in told({"documents": [*proved, document]})] == ["revisions.0.documents.1.when.value"]


def test_a_published_revision_is_read_whatever_was_learnt_since() -> None:
    published = {word: value for word, value in BENEFIT.items() if word != "revisions"} | BENEFIT["revisions"][0]
    published |= {"conditions": {"a": TO_12, "b": FROM_18}, "documents": [], "confidence": "illustrative"}
    published["facts"] = {"grade": {**BENEFIT["facts"]["home"], "label": "votre grade"}}
    faults = Faults()
    assert decode_revision(published, faults, BOOK.specs) is not None
    assert faults.found == []


@pytest.mark.parametrize("value", ["-1 EUR", "100000000.01 EUR"])
def test_a_parameter_that_is_not_plausible_is_a_fault(value: str) -> None:
    document = deepcopy(PARAMETERS)
    document["parameters"]["base"]["values"][0]["value"] = value
    faults = Faults()
    assert "base" not in decode_parameters(document, faults).specs
    (said,) = [say_fault(finding) for finding in faults.found]
    assert said.endswith("Cette valeur n’est pas plausible : elle est attendue entre 0 EUR et 100000000 EUR.")


def test_a_rate_is_counted_in_the_parts_that_its_values_need() -> None:
    values = [
        {"since": f"202{year}-01-01", "value": value, "source": "s", "confidence": "M"} for year, value in enumerate(("12.5 %", "30 %"))
    ]
    document = {"parameters": {"share": {"label": "la part", "kind": "rate", "values": values}}}
    assert decode_parameters(document, Faults()).specs["share"].denominator == 40
