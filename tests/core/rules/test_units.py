"""Counts have units: what may stand together, and what is written instead of what may not."""

from typing import Any

import pytest

from entraide.core.rules import Faults, Kind, ParameterSpec, say_fault
from entraide.core.rules.language.facts import FactSpec
from entraide.core.rules.reading.terms import read_term
from entraide.core.rules.writing.fields import Fields
from entraide.core.rules.writing.reading import Reading
from tests.core.rules.strategies import BOOK


OWN = {
    name: FactSpec(name, Kind.COUNT, label, "Combien ?", unit=unit, low=1, high=99, proved_by=("invoice",))
    for name, label, unit in (
        ("weeks", "le nombre de semaines", "semaines"),
        ("lived_years", "le nombre d’années", "années"),
        ("parcels", "le nombre de colis", "colis"),
    )
}
PARAMETERS = BOOK.specs | {"least_years": ParameterSpec("least_years", Kind.COUNT, "le minimum")}


def told(source: Any, expected: Kind) -> list[tuple[str, str]]:
    faults = Faults()
    read_term(Fields({"term": source}, faults, ()), "term", expected, Reading(OWN, PARAMETERS))
    return [(finding.where.removeprefix("term."), say_fault(finding).split(" : ", 1)[1]) for finding in faults.found]


@pytest.mark.parametrize(
    "source",
    [
        {"age_in_civil_year": {"at_most": 12}},
        {"age_in_civil_year": {"at_least": "age_on_event_day"}},
        {"lived_years": {"at_least": "career_years"}},
        {"lived_years": {"between": [1, {"parameter": "least_years"}]}},
        {"value": {"plus": [{"times": ["care_days", 2]}, "care_half_days"]}, "at_most": 30},
        {"value": {"lookup": "weeks", "from": {"0": "care_days", "4": 30}}, "at_most": "care_days"},
        {"value": {"match": "status", "cases": {"active": 3}, "otherwise": "care_days"}, "at_most": "care_days"},
        {"value": {"min": [2, "weeks"], "capped_at": "weeks"}, "more_than": {"minus": ["weeks", 1]}},
        {"value": {"value": "tax_tier", "when_withheld": 3}, "equals": "tax_tier"},
        {"value": {"divided_by": ["care_days", "weeks"]}, "at_least": "50 %"},
    ],
)
def test_counts_of_one_unit_and_bare_numbers_stand_together(source: Any) -> None:
    assert told(source, Kind.FLAG) == []


@pytest.mark.parametrize(
    ("source", "where", "said"),
    [
        (
            {"care_days": {"at_most": "career_years"}},
            "care_days.at_most",
            "On ne peut pas mêler des jours et des années : employez un fait qui se compte en jours.",
        ),
        (
            {"value": {"plus": ["care_days", 3, "care_half_days"]}, "at_most": 30},
            "value.plus.2",
            "On ne peut pas mêler des jours et des demi-journées : comptez tout en demi-journées, avec « times: [care_days, 2] ».",
        ),
        (
            {"paid_months": {"at_most": "age_on_event_day"}},
            "paid_months.at_most",
            "On ne peut pas mêler des mois et des années : comptez tout en mois, avec « times: [age_on_event_day, 12] ».",
        ),
        (
            {"value": {"max": [1, "weeks"]}, "at_most": {"capped_at": "care_days", "value": 9}},
            "at_most",
            "On ne peut pas mêler des semaines et des jours : comptez tout en jours, avec « times: […, 7] ».",
        ),
        (
            {"value": {"match": "status", "cases": {"active": "weeks"}, "otherwise": "parcels"}, "at_most": 3},
            "value.otherwise",
            "On ne peut pas mêler des semaines et des colis : employez un fait qui se compte en semaines.",
        ),
        (
            {"tax_tier": {"at_most": "household_size"}},
            "tax_tier.at_most",
            "On ne peut pas mêler des tranches et des personnes : employez un fait qui se compte en tranches.",
        ),
        (
            {"tax_half_shares": {"equals": "5 EUR"}},
            "tax_half_shares.equals",
            "On ne peut pas mêler des demi-parts et des euros : écrivez un nombre sans unité, par exemple « 12 ».",
        ),
        (
            {"born_on": {"at_most": "career_years"}},
            "born_on.at_most",
            "On ne peut pas mêler une date et des années : écrivez par exemple « 2024-09-01 ».",
        ),
        (
            {"expense": {"at_most": 12}},
            "expense.at_most",
            "On ne peut pas mêler un montant et un nombre : écrivez par exemple « 120 EUR ».",
        ),
        (
            {"disability_rate": {"at_least": "50 EUR"}},
            "disability_rate.at_least",
            "« 50 EUR » est en euros, alors qu’un taux est attendu ici : écrivez par exemple « 50 % ».",
        ),
        (
            {"disability_rate": {"at_least": 50}},
            "disability_rate.at_least",
            "On ne peut pas mêler un taux et un nombre : écrivez par exemple « 50 % ».",
        ),
        ({"disability_rate": {"at_least": "expense"}}, "disability_rate.at_least", "On ne peut pas mêler un taux et un montant"),
    ],
)
def test_units_that_do_not_go_together_are_named_with_what_to_write(source: Any, where: str, said: str) -> None:
    ((found, sentence),) = told(source, Kind.FLAG)
    assert found == where
    assert sentence.startswith(said)


@pytest.mark.parametrize(
    ("source", "where", "said"),
    [
        (
            {"plus": ["10 EUR", "paid_months"]},
            "plus.1",
            "On ne peut pas mêler des euros et des mois : donnez d’abord un prix à l’unité, par exemple « times: [paid_months, 10 EUR] ».",
        ),
        (
            {"times": ["expense", "50 EUR"]},
            "times.1",
            "« 50 EUR » est en euros, alors qu’un taux est attendu ici : écrivez par exemple « 50 % ».",
        ),
        (
            {"times": ["12.50 EUR", "expense"]},
            "times.0",
            "« 12.50 EUR » est en euros, alors qu’un taux est attendu ici : écrivez par exemple « 12.5 % ».",
        ),
        (
            {"times": ["expense", "400 EUR"]},
            "times.1",
            "« 400 EUR » est en euros, alors qu’un taux est attendu ici : écrivez par exemple « 50 % ».",
        ),
        (
            {"times": ["expense", {"lookup": "care_days", "from": {"0": "30 EUR"}}]},
            "times.1.from.0",
            "« 30 EUR » est en euros, alors qu’un taux est attendu ici : écrivez par exemple « 30 % ».",
        ),
        (
            {"times": ["expense", {"by_tier": {"1": "50 %", "2": "30 EUR", "3": "25 %"}, "when_withheld": {"tier": 3}}]},
            "times.1.by_tier.2",
            "« 30 EUR » est en euros, alors qu’un taux est attendu ici : écrivez par exemple « 30 % ».",
        ),
        ("50 %", "term", "Il faut ici un montant, et non un taux : écrivez par exemple « 120 EUR »."),
    ],
)
def test_an_amount_that_should_be_a_rate_is_named_with_what_to_write(source: Any, where: str, said: str) -> None:
    assert told(source, Kind.MONEY) == [(where, said)]
