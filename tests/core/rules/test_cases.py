"""Golden cases are written, read back, and hold a rule to what its author meant; facts that a benefit declares are read the same way."""

from datetime import date
from typing import Any

import pytest

from entraide.core.money import Money
from entraide.core.rules import (
    WITHHELD,
    Faults,
    Known,
    ParameterBook,
    Revision,
    Status,
    Used,
    decode_benefit,
    decode_revision,
    encode_benefit,
    encode_revision,
)
from entraide.core.rules.checking.golden import mismatches


RENTAL = {
    "kind": "count",
    "label": "le nombre de mois de location",
    "question": "Pendant combien de mois louez-vous l’instrument ?",
    "unit": "mois",
    "between": [0, 12],
    "proved_by": ["invoice"],
}
BENEFIT: dict[str, Any] = {
    "benefit": "instrument",
    "name": "Location d’un instrument",
    "theme": "Culture",
    "summary": "Une aide par mois de location.",
    "subject": "self",
    "event": "event_on",
    "reads_parameters_on": "event",
    "audience": ["active"],
    "paid_by": "transfer",
    "facts": {"rental_months": RENTAL},
    "postage": "2.14 EUR",
    "taxation": {"regime": "exempt"},
    "revisions": [
        {
            "since": "2024-01-01",
            "source": "Règlement",
            "confidence": "illustrative",
            "illustrative": ["Le montant est un exemple."],
            "conditions": {"long_enough": {"rental_months": {"at_least": 3}}},
            "amount": {"times": ["rental_months", "10 EUR"]},
            "round": "half_up",
            "late_notice_is_paid_back": False,
            "ceilings": [{"key": "instrument", "per": "beneficiary", "over": "civil_year", "claims": 2, "amount": "100 EUR"}],
            "deadline": {"months": 6, "after": "event"},
            "documents": [{"kind": "invoice", "label": "Facture", "proves": ["rental_months", "event_on"]}],
            "cases": [
                {
                    "title": "Sept mois",
                    "filed_on": "2024-10-15",
                    "facts": {"event_on": "2024-09-01", "rental_months": 7},
                    "expect": {"granted": "70 EUR", "cuts": [], "last_day": "2025-03-01", "revision": "2024-01-01"},
                },
                {
                    "title": "Le plafond coupe",
                    "filed_on": "2024-10-15",
                    "facts": {"event_on": "2024-09-01", "rental_months": 7},
                    "used": {"instrument": {"claims": 1, "amount": "60 EUR"}},
                    "expect": {"granted": "40 EUR", "cuts": ["ceiling"]},
                },
                {
                    "title": "Deux mois",
                    "filed_on": "2024-10-15",
                    "facts": {"event_on": "2024-09-01", "rental_months": 2},
                    "used": {"instrument": 1},
                    "expect": {
                        "refused": ["long_enough"],
                        "near": "le nombre de mois de location : 2 mois, limite : 3 mois (il manque 1 mois)",
                    },
                },
                {
                    "title": "Rien n’est prouvé",
                    "filed_on": "2024-10-15",
                    "facts": {"event_on": "2024-09-01"},
                    "withheld": ["rental_months"],
                    "expect": {"refused": ["long_enough", "amount_withheld"]},
                },
                {
                    "title": "Rien n’est dit",
                    "filed_on": "2024-10-15",
                    "facts": {"event_on": "2024-09-01"},
                    "expect": {"unknown": {"from": "0 EUR", "to": "100 EUR", "ask": ["rental_months"]}},
                },
                {
                    "title": "Une facture",
                    "filed_on": "2024-10-15",
                    "facts": {"rental_months": 13},
                    "bills": [{"amount": "5 EUR", "event_on": "2024-09-01"}],
                    "expect": {
                        "unknown": {"from": "0 EUR", "to": "100 EUR", "ask": ["rental_months"]},
                        "faults": ["rules.fact_not_plausible"],
                    },
                },
                {
                    "title": "Avant la première révision",
                    "filed_on": "2023-10-15",
                    "facts": {"event_on": "2023-09-01"},
                    "expect": {"no_revision": True},
                },
            ],
        }
    ],
}


def read(source: dict[str, Any]) -> tuple[tuple[Revision, ...], list[str]]:
    faults = Faults()
    revisions = decode_benefit(source, faults, {})
    return revisions, [fault.code for fault in faults.found]


def with_revision(**changes: Any) -> dict[str, Any]:
    return BENEFIT | {"revisions": [BENEFIT["revisions"][0] | changes]}


def with_case(**changes: Any) -> dict[str, Any]:
    return with_revision(cases=[BENEFIT["revisions"][0]["cases"][0] | changes])


def with_fact(**changes: Any) -> dict[str, Any]:
    return BENEFIT | {"facts": {"rental_months": {word: said for word, said in (RENTAL | changes).items() if said is not None}}}


def test_a_benefit_with_facts_and_cases_of_its_own_is_written_and_read_back_the_same() -> None:
    revisions, faults = read(BENEFIT)
    assert faults == []
    written = encode_benefit(revisions)
    assert written == BENEFIT
    assert read(written)[0] == revisions
    (revision,) = revisions
    assert revision.specs["rental_months"].unit == "mois"
    assert revision.postage == Money(214)


def test_each_case_gets_the_answer_that_it_expects() -> None:
    revisions, _ = read(BENEFIT)
    assert [mismatches(revisions, case, ParameterBook()) for case in revisions[0].cases] == [()] * 7


@pytest.mark.parametrize(("former_on", "granted"), [("2022-09-01", True), ("2022-09-02", False), ("2024-08-31", False)])
def test_a_former_grant_counts_by_its_own_day(former_on: str, granted: bool) -> None:
    ceiling = {"key": "instrument", "per": "beneficiary", "over": "rolling_years", "years": 2, "claims": 1}
    case = {
        "title": "Deux ans après",
        "filed_on": "2024-10-15",
        "facts": {"event_on": "2024-09-01", "rental_months": 7},
        "former": [{"ceiling": "instrument", "event_on": former_on, "amount": "70 EUR"}],
        "expect": {"granted": "70 EUR"} if granted else {"refused": ["ceiling_claims"]},
    }
    revisions, faults = read(with_revision(ceilings=[ceiling], cases=[case]))
    assert faults == []
    assert mismatches(revisions, revisions[0].cases[0], ParameterBook()) == ()
    assert encode_benefit(revisions)["revisions"][0]["cases"] == [case]


def test_cases_are_no_part_of_what_the_digest_seals() -> None:
    (revision,), _ = read(BENEFIT)
    (bare,), _ = read(with_revision(cases=[]))
    assert revision.digest == bare.digest
    stored = encode_revision(revision)
    assert "cases" not in stored
    faults = Faults()
    again = decode_revision(stored, faults, {})
    assert again is not None
    assert again.digest == revision.digest


def test_a_case_of_a_day_without_revision_must_say_so() -> None:
    (revision,), _ = read(BENEFIT)
    early, answered = revision.cases[6], revision.cases[0]
    assert mismatches((revision,), type(early)(early.title, early.filed_on, answered.expect, early.facts), ParameterBook())
    assert mismatches((revision,), type(early)(early.title, answered.filed_on, early.expect, answered.facts), ParameterBook())


def test_a_case_keeps_what_it_says() -> None:
    (revision,), _ = read(BENEFIT)
    assert revision.cases[1].used == {"instrument": Used(1, Money(6000))}
    assert revision.cases[3].facts["rental_months"] is WITHHELD
    assert revision.cases[3].expect.status is Status.REFUSED
    held = revision.cases[0].facts["event_on"]
    assert isinstance(held, Known)
    assert held.value == date(2024, 9, 1)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (with_case(expect={}), "rules.case_without_answer"),
        (with_case(expect={"granted": "1 EUR", "refused": []}), "rules.case_without_answer"),
        (with_case(expect={"granted": "beaucoup"}), "rules.not_an_amount"),
        (with_case(facts={"unheard_of": 1}), "rules.unknown_fact"),
        (with_case(withheld=["unheard_of"]), "rules.unknown_fact"),
        (with_case(facts=3), "rules.not_a_mapping"),
        (with_case(bills=[{"amount": "-5 EUR", "event_on": "2024-09-01"}]), "rules.not_an_amount"),
        (with_case(used={"instrument": {"claim": 1}}), "rules.unknown_word_close"),
        (BENEFIT | {"postage": "2.14"}, "rules.not_an_amount"),
        (BENEFIT | {"taxation": {"regime": "peut-être"}}, "rules.unknown_choice"),
        (BENEFIT | {"facts": []}, "rules.not_a_mapping"),
        (BENEFIT | {"facts": {"expense": RENTAL}}, "rules.fact_already_shared"),
        (BENEFIT | {"facts": {"Durée": RENTAL}}, "rules.fact_name"),
        (with_fact(question=None), "rules.fact_without_question"),
        (with_fact(between=None), "rules.fact_bounds"),
        (with_fact(between=[12, 0]), "rules.fact_bounds"),
        (with_fact(between=["0 EUR", "12 EUR"]), "rules.fact_bounds"),
        (with_fact(kind="money", unit="mois", between=["0 EUR", "12 EUR"]), "rules.fact_unit"),
        (with_fact(choices=["a", "b"]), "rules.fact_choices"),
        (with_fact(kind="choice", unit=None, between=None, choices=["seul"]), "rules.fact_choices"),
        (with_fact(proved_by=[]), "rules.not_a_list"),
        (with_fact(proved_by=None), "rules.missing_word"),
    ],
)
def test_what_is_ill_said_is_a_fault(source: dict[str, Any], code: str) -> None:
    revisions, faults = read(source)
    assert code in faults
    assert revisions == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "money", "unit": None, "between": ["0 EUR", "900 EUR"], "hint": "Sans les arrhes."},
        {"kind": "rate", "unit": None, "between": None},
        {"kind": "rate", "unit": None, "between": ["0 %", "50 %"]},
        {"kind": "date", "unit": None, "between": None},
        {"kind": "date", "unit": None, "between": ["2020-01-01", "2030-01-01"]},
        {"kind": "flag", "unit": None, "between": None},
        {"kind": "choice", "unit": None, "between": None, "choices": ["guitare", "piano"]},
    ],
)
def test_a_fact_of_any_kind_is_declared_and_written_back(changes: dict[str, Any]) -> None:
    source = with_fact(**changes) | {"revisions": [BENEFIT["revisions"][0] | {"conditions": {}, "amount": "unknown", "cases": []}]}
    revisions, faults = read(source)
    assert faults == []
    assert encode_benefit(revisions)["facts"] == source["facts"]
