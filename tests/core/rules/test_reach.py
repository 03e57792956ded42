"""What can never happen in a rule is told before it is published, with its place and why."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from entraide.core.rules import FACTS, FactValue, Faults, decode_benefit, say_fault
from entraide.core.rules.checking.domains import MOST_WAYS, meet, ways_of
from entraide.core.rules.checking.reach import MOST_PARTS
from entraide.core.rules.deciding.evaluate import evaluate
from entraide.core.rules.language import terms as t
from tests.core.rules.strategies import BOOK, FLAGS, WHOLE_FACTS, context_of


BENEFIT: dict[str, Any] = {
    "benefit": "essai",
    "name": "Essai",
    "theme": "Essais",
    "summary": "Une prestation d’essai.",
    "subject": "child",
    "event": "event_on",
    "reads_parameters_on": "event",
    "audience": ["active", "apprentice"],
    "paid_by": "transfer",
    "facts": {
        "home": {
            "kind": "choice",
            "label": "votre logement",
            "question": "Où logez-vous ?",
            "choices": ["locataire", "propriétaire"],
            "proved_by": ["lease"],
        },
        "months": {
            "kind": "count",
            "unit": "mois",
            "label": "le nombre de mois",
            "question": "Combien de mois ?",
            "between": [0, 12],
            "proved_by": ["lease"],
        },
    },
    "revisions": [
        {
            "since": "2024-01-01",
            "source": "Essai",
            "confidence": "M",
            "amount": "10 EUR",
            "deadline": {"months": 6, "after": "event"},
            "documents": [{"kind": "invoice", "label": "Pièce", "proves": [*FACTS, "home", "months"]}],
        }
    ],
}
AGE = "l’âge atteint dans l’année civile"
TO_12 = {"age_in_civil_year": {"at_most": 12}}
FROM_18 = {"age_in_civil_year": {"at_least": 18}}
DISABLED = {"disability_rate": {"at_least": "50 %"}}
ACTIVE = {"status": {"equals": "active"}}
TIERS = {"1": "3 EUR", "2": "2 EUR", "3": "1 EUR"}


def told(**words: Any) -> list[tuple[str, str]]:
    """Give the place and the sentence of every fault of a benefit with these words in its revision."""
    document = deepcopy(BENEFIT)
    document["revisions"][0] |= words
    faults = Faults()
    decode_benefit(document, faults, BOOK.specs)
    places = [finding.where.removeprefix("revisions.0.") for finding in faults.found]
    return [
        (where, say_fault(finding).split(" : ", 1)[1].replace("\xa0", " ")) for where, finding in zip(places, faults.found, strict=True)
    ]


def told_of(*conditions: Any) -> list[tuple[str, str]]:
    return told(conditions={f"c{rank}": condition for rank, condition in enumerate(conditions)})


def test_what_may_be_true_or_false_has_no_fault() -> None:
    disabled_until_25 = {"all": [DISABLED, {"age_in_civil_year": {"at_most": 25}}]}
    assert told_of({"any": [TO_12, disabled_until_25]}, "is_dependent", {"not": ACTIVE}, {"expense": {"more_than": "saved_amount"}}) == []
    assert told_of({"home": {"one_of": ["locataire"]}}, {"match": "status", "cases": {"active": TO_12}, "otherwise": False}) == []
    assert told_of({"lookup": "care_days", "from": {"0": DISABLED, "10": True}}, {"value": "is_dependent", "when_withheld": False}) == []
    assert told_of(TO_12, {"age_on_event_day": {"at_least": 12}}) == []
    scale = {"lookup": "disability_rate", "from": {"0 %": "0 EUR", "50 %": {"by_tier": TIERS}, "100 %": "9 EUR"}}
    assert told(conditions={"c": DISABLED}, amount=scale) == []


@pytest.mark.parametrize(
    ("conditions", "where", "said"),
    [
        ([True], "c0", "Toujours vrai, donc sans effet : oui."),
        ([{"age_in_civil_year": {"at_most": 500}}], "c0", f"Toujours vrai, donc sans effet : {AGE} va de 0 an à 200 ans."),
        ([{"value": 500, "less_than": "age_in_civil_year"}], "c0", f"Jamais vrai : {AGE} va de 0 an à 200 ans."),
        ([{"tax_tier": {"between": [4, 5]}}], "c0", "Jamais vrai : la tranche d’imposition va de 1 à 3."),
        (
            [{"status": {"one_of": ["active", "retiree", "apprentice"]}}],
            "c0",
            "Toujours vrai, donc sans effet : votre situation est : agent en activité, retraité, apprenti ou alternant.",
        ),
        ([{"all": [TO_12, FROM_18]}], "c0.all.1", f"Jamais vrai : {AGE} est de 12 ans au plus et de 18 ans au moins."),
        ([TO_12, "is_dependent", FROM_18], "c2", f"Jamais vrai : {AGE} est de 12 ans au plus et de 18 ans au moins."),
        (
            [{"status": {"equals": "retiree"}}],
            "c0",
            "Jamais vrai : votre situation est : agent en activité ou apprenti ou alternant et votre situation est : retraité.",
        ),
        (
            [{"home": {"equals": "locataire"}}, {"home": {"equals": "propriétaire"}}],
            "c1",
            "Jamais vrai : votre logement est : locataire et votre logement est : propriétaire.",
        ),
        (["is_dependent", {"not": "is_dependent"}], "c1", ""),
        (["is_dependent", {"is_dependent": {"equals": False}}], "c1", ""),
        ([TO_12, {"any": ["is_dependent", FROM_18]}], "c1.any.1", f"Jamais vrai : {AGE} est de 12 ans au plus et de 18 ans au moins."),
        ([{"any": ["is_dependent", FROM_18]}, TO_12], "c0.any.1", f"Jamais vrai : {AGE} est de 12 ans au plus et de 18 ans au moins."),
        ([TO_12, {"age_on_event_day": {"at_least": 13}}], "c1", ""),
        ([{"age_on_event_day": {"at_least": 13}}, TO_12], "c1", ""),
        ([{"value": 5, "equals": "care_days"}, {"care_days": {"at_most": 4}}], "c1", ""),
        ([{"expense": {"more_than": "saved_amount"}}, {"expense": {"at_most": "saved_amount"}}], "c1", ""),
        ([{"expense": {"more_than": "9.99 EUR"}}, {"expense": {"less_than": "10 EUR"}}], "c1", ""),
        ([{"born_on": {"more_than": "2020-01-01"}}, {"born_on": {"less_than": "2020-01-02"}}], "c1", ""),
        ([{"disability_rate": {"more_than": "50 %"}}, {"disability_rate": {"at_most": "50 %"}}], "c1", ""),
        ([{"expense": {"equals": "5 EUR"}}, {"expense": {"one_of": ["6 EUR", "7 EUR"]}}], "c1", ""),
        ([{"expense": {"equals": "5 EUR"}}, {"not": {"expense": {"equals": "5 EUR"}}}], "c1", ""),
        ([{"expense": {"equals": "saved_amount"}}, {"not": {"expense": {"equals": "saved_amount"}}}], "c1", ""),
        ([{"not": {"all": [TO_12, FROM_18]}}], "c0.not.all.1", f"Jamais vrai : {AGE} est de 12 ans au plus et de 18 ans au moins."),
        ([{"any": [TO_12, {"age_in_civil_year": {"at_least": 10}}]}], "c0", "Toujours vrai, donc sans effet : "),
        ([{"any": [TO_12, {"age_in_civil_year": {"at_most": 10}}]}], "c0.any.1", "Déjà couvert par une autre possibilité"),
        ([{"any": [{"all": [TO_12, DISABLED]}, DISABLED]}], "c0.any.0", "Déjà couvert par une autre possibilité (le taux de handicap"),
        ([{"any": [TO_12, TO_12]}], "c0.any.1", f"Déjà couvert par une autre possibilité ({AGE} est de 12 ans au plus)"),
        (
            [{"match": "status", "cases": {"active": {"all": [TO_12, FROM_18]}}, "otherwise": True}],
            "c0.cases.active.all.1",
            "Jamais vrai : ",
        ),
        ([{"match": "is_dependent", "cases": {"true": TO_12, "false": DISABLED}}, FROM_18], "c0.cases.true", "Jamais vrai : "),
        ([{"lookup": "care_days", "from": {"0": TO_12, "400": DISABLED}}], "c0.from.400", "La ligne qui commence à 400 jours n’est jamais"),
        ([{"value": {"times": [{"by_tier": TIERS}, "care_days"]}, "at_most": "2000 EUR"}], "c0", "Toujours vrai"),
        (
            [{"value": {"plus": [{"lookup": "months", "from": {"0": "1 EUR", "13": "2 EUR"}}]}, "at_most": "1 EUR"}],
            "c0.value.plus.0",
            "La lig",
        ),
    ],
)
def test_a_condition_that_nothing_decides_is_told_with_its_place_and_why(conditions: list[Any], where: str, said: str) -> None:
    (fault,) = told_of(*conditions)
    assert fault[0].startswith(f"conditions.{where}")
    assert fault[1].startswith(said)


@pytest.mark.parametrize(
    ("words", "where", "said"),
    [
        (
            {"amount": {"lookup": "months", "from": {"0": "1 EUR", "13": "2 EUR"}}},
            "amount.from.13",
            "La ligne qui commence à 13 mois n’est jamais atteinte : le nombre de mois va de 0 mois à 12 mois.",
        ),
        (
            {"conditions": {"c": TO_12}, "amount": {"lookup": "age_in_civil_year", "from": {"0": "1 EUR", "13": "2 EUR"}}},
            "amount.from.13",
            f"La ligne qui commence à 13 ans n’est jamais atteinte : {AGE} est de 12 ans au plus.",
        ),
        (
            {"amount": {"by_tier": {**TIERS, "4": "1 EUR"}}},
            "amount.by_tier.4",
            "Le cas « 4 » ne se présente jamais : la tranche d’imposition va",
        ),
        (
            {"amount": {"match": "home", "cases": {"locataire": "1 EUR", "propriétaire": "2 EUR"}, "otherwise": "3 EUR"}},
            "amount.otherwise",
            "« otherwise » ne sert jamais : tous les cas sont déjà prévus.",
        ),
        (
            {"amount": {"match": "months", "cases": {"1": "1 EUR", "01": "2 EUR"}, "otherwise": "3 EUR"}},
            "amount.cases.01",
            "Le cas « 1 » est prévu deux fois.",
        ),
        (
            {"ceilings": [{"key": "a", "per": "subject", "over": "event", "amount": {"by_tier": {**TIERS, "9": "1 EUR"}}}]},
            "ceilings.0.amount.by_tier.9",
            "Le cas « 9 » ne se présente jamais",
        ),
        (
            {"conditions": {"c": TO_12}, "documents": [{"kind": "invoice", "label": "Pièce", "proves": ["event_on"], "when": FROM_18}]},
            "documents.0.when",
            f"Jamais vrai : {AGE} est de 12 ans au plus et de 18 ans au moins.",
        ),
    ],
)
def test_what_nothing_reaches_is_told_with_its_place_and_why(words: dict[str, Any], where: str, said: str) -> None:
    (fault,) = told(**words)
    assert fault[0].startswith(where)
    assert fault[1].startswith(said)


def test_a_case_that_the_conditions_leave_out_may_be_written_and_is_not_looked_into() -> None:
    by_status = {"match": "status", "cases": {"active": "1 EUR", "apprentice": "2 EUR", "retiree": {"by_tier": {**TIERS, "4": "1 EUR"}}}}
    assert told(amount=by_status) == []


def test_a_revision_with_contradictory_conditions_is_told_once() -> None:
    assert len(told(conditions={"a": TO_12, "b": FROM_18}, amount={"by_tier": {**TIERS, "4": "1 EUR"}})) == 1


def test_a_condition_impossible_by_itself_does_not_make_the_next_one_wrong() -> None:
    assert [where for where, _ in told_of({"months": {"at_least": 13}}, {"any": ["is_dependent", TO_12]})] == ["conditions.c0"]


def test_more_ways_than_anybody_writes_give_up_without_a_false_fault() -> None:
    days = [{"care_days": {"equals": 2 * day}} for day in range(MOST_WAYS + 1)]
    assert told_of({"any": days}, {"not": {"any": days}}) == []
    pairs = [{"any": [{"care_days": {"at_least": day}}, {"care_half_days": {"at_least": day}}]} for day in range(1, 9)]
    assert told_of({"all": pairs}) == []
    assert told_of({"all": ["is_dependent"] * (MOST_PARTS + 1)}) == []


def test_the_last_of_many_ways_is_still_one() -> None:
    days = [t.Equals(t.Fact("care_days"), t.count(day)) for day in range(MOST_WAYS + 1)]
    assert meet(ways_of(t.Any(tuple(days)), {}), ways_of(days[-1], {}))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(FLAGS, FLAGS, WHOLE_FACTS)
def test_a_condition_that_holds_for_somebody_is_never_said_impossible(one: t.Term, other: t.Term, facts: dict[str, FactValue]) -> None:
    answers = [bool(evaluate(term, context_of(facts)).low) for term in (one, other)]
    ways = [ways_of(term, BOOK.specs, holds=answer) for term, answer in zip((one, other), answers, strict=True)]
    assert meet(*ways)
