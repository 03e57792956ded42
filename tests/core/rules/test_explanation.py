"""A trace told line by line: each comparison with what it expects and where its values come from, each step of the calculation."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from entraide.core.money import Money
from entraide.core.rules import WITHHELD, Known, TraceNode, decide, show_node
from entraide.core.rules.language.known import Kind
from entraide.core.rules.language.trace import Published
from entraide.core.rules.telling.explanation import calculation_of, comparisons_of, expected_of, is_held, origin_of
from tests.core.rules.revisions import FILED_ON, known, revision_of
from tests.core.rules.strategies import BOOK


def step_of(facts: dict[str, Any], **words: Any) -> dict[str, TraceNode]:
    outcome = decide(revision_of(BOOK, **words), facts=facts, parameters=BOOK, usage={}, filed_on=FILED_ON)
    return {step.name: step for step in outcome.trace.children}


def plain(said: str) -> str:
    return said.replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"expense": {"at_least": "22 EUR"}}, ["22,00 € au moins"]),
        ({"expense": {"at_most": {"parameter": "base"}}}, ["466,00 € au plus"]),
        ({"expense": {"more_than": "22 EUR"}}, ["plus de 22,00 €"]),
        ({"expense": {"less_than": "saved_amount"}}, ["moins de le montant épargné"]),
        ({"value": "expense", "less_than": {"times": ["saved_amount", 2]}}, ["moins de (entre 0,00 € et 20 000,00 €)"]),
        ({"age_in_civil_year": {"equals": 12}}, ["12 ans"]),
        ({"care_days": {"between": [1, 2]}}, ["entre 1 jour et 2 jours"]),
        ({"born_on": {"at_least": "2010-01-01"}}, ["le 01/01/2010 au plus tôt"]),
        ({"born_on": {"at_most": "2010-01-01"}}, ["le 01/01/2010 au plus tard"]),
        ({"born_on": {"between": ["2010-01-01", "2011-01-01"]}}, ["entre le 01/01/2010 et le 01/01/2011"]),
        ({"custody": {"one_of": ["full", "alternating"]}}, ["à votre foyer ou en garde alternée entre deux foyers"]),
        ({"not": {"all": ["is_dependent", {"expense": {"more_than": "1 EUR"}}]}}, ["", "plus de 1,00 €"]),
    ],
)
def test_a_comparison_says_what_it_expects(condition: Any, said: list[str]) -> None:
    step = step_of(known(), conditions={"own": condition})["own"]
    assert [plain(expected_of(each)) for each in comparisons_of(step)] == said


def test_a_comparison_holds_or_not_or_is_open_and_says_where_its_values_come_from() -> None:
    conditions = {
        "a": {"tax_tier": {"at_most": 2}},
        "b": {"expense": {"more_than": "1 EUR"}},
        "c": "is_dependent",
        "d": {"care_days": {"at_least": 3}},
    }
    facts = known(tax_line_14=Money(0)) | {"expense": Known(Money(50)), "is_dependent": WITHHELD}
    steps = step_of(facts, conditions=conditions)
    assert [is_held(steps[code]) for code in "abcd"] == [True, False, None, None]
    (tier,) = comparisons_of(steps["a"])
    assert {node.name: origin_of(node) for node in tier.read} == {
        "tax_line_14": "prouvé\xa0par\xa0:\xa0une gestionnaire",
        "has_two_notices": "prouvé\xa0par\xa0:\xa0une gestionnaire",
        "tax_tier_1_at_most": "s, depuis le 01/01/2024",
        "tax_tier_2_at_most": "s, depuis le 01/01/2019",
    }
    assert origin_of(tier.held) == ""
    assert [origin_of(each.read[0]) for code in "bcd" for each in comparisons_of(steps[code])] == ["déclaré", "sans justificatif", ""]


def test_a_value_that_nobody_confirmed_for_that_day_says_so() -> None:
    node = TraceNode("parameter", Kind.MONEY, 1, 1, name="base", origin=Published(date(2024, 1, 1), "Texte", "H", checked=False))
    assert origin_of(node) == "Texte, depuis le 01/01/2024, à confirmer"


@pytest.mark.parametrize(
    ("amount", "facts", "said"),
    [
        (
            {"by_tier": {1: "120 EUR", 2: "100 EUR", 3: "80 EUR"}, "when_withheld": {"tier": 3}, "capped_at": "expense"},
            {"tax_line_14": Money(0), "expense": Money(9_000)},
            [
                "l’impôt de la ligne 14 : 0,00 €",
                "votre conjoint a son propre avis d’impôt : non",
                "seuil 1 : 1 300,00 €",
                "seuil 2 : 2 500,00 €",
                "la tranche d’imposition : 1",
                "le cas, selon la tranche d’imposition, 1 : 120,00 €",
                "la dépense : 90,00 €",
                "120,00 €, dans la limite de 90,00 € : 90,00 €",
            ],
        ),
        (
            {
                "plus": [
                    {"times": ["10 EUR", "care_days"]},
                    {"max": ["0 EUR", {"minus": ["expense", "5 EUR"]}]},
                    {"divided_by": ["expense", 4]},
                ]
            },
            {"care_days": 3, "expense": Money(1_000)},
            [
                "le nombre de jours de garde : 3 jours",
                "10,00 € × 3 jours : 30,00 €",
                "la dépense : 10,00 €",
                "10,00 € − 5,00 € : 5,00 €",
                "le plus grand de 0,00 € ; 5,00 € : 5,00 €",
                "10,00 € ÷ 4 : 2,50 €",
                "30,00 € + 5,00 € + 2,50 € : 37,50 €",
            ],
        ),
        (
            {"max": ["1 EUR", {"min": ["expense", "20 EUR"]}]},
            {},
            [
                "la dépense : entre 0,00 € et 100 000,00 €",
                "le plus petit de la dépense ; 20,00 € : entre 0,00 € et 20,00 €",
                "le plus grand de 1,00 € ; (entre 0,00 € et 20,00 €) : entre 1,00 € et 20,00 €",
            ],
        ),
        (
            {"lookup": "disability_rate", "from": {"0 %": "0 EUR", "50 %": "230 EUR"}},
            {"disability_rate": Fraction(1, 2)},
            ["le taux de handicap : 50 %", "le barème, selon le taux de handicap, 50 % : 230,00 €"],
        ),
        (
            {"match": {"care_days": {"at_least": 3}}, "cases": {"true": "1 EUR", "false": "2 EUR"}},
            {"care_days": 3},
            ["le nombre de jours de garde : 3 jours", "le cas, selon « le résultat du calcul », oui : 1,00 €"],
        ),
        (
            {"match": "custody", "cases": {"full": "2 EUR", "alternating": "1 EUR"}},
            {},
            ["la garde de l’enfant : à préciser", "le cas, selon la garde de l’enfant : entre 1,00 € et 2,00 €"],
        ),
        (
            {"value": "expense", "when_withheld": "3 EUR"},
            {"expense": WITHHELD},
            ["la dépense : entre 0,00 € et 100 000,00 €", "à défaut de justificatif : 3,00 €"],
        ),
    ],
)
def test_an_amount_is_reckoned_step_by_step(amount: Any, facts: dict[str, Any], said: list[str]) -> None:
    held = known(**{name: value for name, value in facts.items() if value is not WITHHELD})
    step = step_of(held | {name: value for name, value in facts.items() if value is WITHHELD}, amount=amount)["amount"]
    assert [plain(line) for line in (f"{each.said} : {show_node(each.node)}" for each in calculation_of(step))] == said


def test_a_limit_that_is_left_out_says_so() -> None:
    revision = revision_of(BOOK, conditions={"own": {"expense": {"more_than": "22 EUR"}}})
    outcome = decide(revision, facts=known(expense=Money(2_200)), parameters=BOOK, usage={}, filed_on=FILED_ON)
    assert plain(outcome.reasons[0].misses[0].sentence) == "la dépense : 22,00 €, limite : 22,00 € (limite exclue)"
