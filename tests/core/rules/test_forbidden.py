"""Criteria that the law keeps out of social action are refused under any word, and what is allowed passes."""

from copy import deepcopy
from typing import Any

import pytest

from entraide.core.rules import FACTS, Faults, decode_benefit, say_fault
from entraide.core.rules.checking.forbidden import criterion_in
from tests.core.rules.strategies import BOOK
from tests.core.rules.test_reach import BENEFIT


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("Ancienneté", "l’ancienneté"),
        ("ancienneté_dans_la_collectivité", "l’ancienneté"),
        ("years_of_service", "l’ancienneté"),
        ("service_years", "l’ancienneté"),
        ("Combien d’années de service comptez-vous ?", "l’ancienneté"),
        ("la date d’embauche", "l’ancienneté"),
        ("hired_on", "l’ancienneté"),
        ("seniority", "l’ancienneté"),
        ("grade", "le grade"),
        ("Quel est votre grade ?", "le grade"),
        ("échelon", "le grade"),
        ("cadre_d_emplois", "le grade"),
        ("cadre d’emplois", "le grade"),
        ("catégorie A", "le grade"),
        ("l’indice majoré", "le grade"),
        ("Quel poste occupez-vous ?", "l’emploi occupé"),
        ("le poste occupé", "l’emploi occupé"),
        ("l’emploi que vous occupez", "l’emploi occupé"),
        ("votre emploi", "l’emploi occupé"),
        ("emploi", "l’emploi occupé"),
        ("job_title", "l’emploi occupé"),
        ("la manière de servir", "la manière de servir"),
        ("l’évaluation annuelle", "la manière de servir"),
        ("notation", "la manière de servir"),
        ("vos primes", "la manière de servir"),
        ("RIFSEEP", "la manière de servir"),
        ("recruté par la commune", "l’ancienneté"),
        ("le nombre d’années à la mairie", "l’ancienneté"),
        ("les années passées dans la collectivité", "l’ancienneté"),
        ("Depuis quand travaillez-vous ici ?", "l’ancienneté"),
        ("tenure", "l’ancienneté"),
        ("How long is your tenure?", "l’ancienneté"),
        ("years at the town hall", "l’ancienneté"),
        ("titulaire", "le grade"),
        ("Êtes-vous titulaire ou stagiaire ?", "le grade"),
        ("Êtes-vous cadre ?", "le grade"),
        ("is_cadre", "le grade"),
        ("Encadrez-vous une équipe ?", "le grade"),
        ("la durée du contrat", "l’emploi occupé"),
        ("la durée de votre contrat", "l’emploi occupé"),
        ("contract_length", "l’emploi occupé"),
        ("une sanction", "la manière de servir"),
        ("le blâme", "la manière de servir"),
        ("votre note", "la manière de servir"),
    ],
)
def test_a_text_that_tells_a_forbidden_criterion_is_known(text: str, criterion: str) -> None:
    assert criterion_in(text) == criterion


@pytest.mark.parametrize(
    "text",
    [
        "la prime d’activité",
        "la prime de naissance",
        "une prime d’assurance",
        "un imprimé",
        "l’école primaire",
        "la perte d’emploi",
        "votre emploi du temps",
        "votre conjoint est sans emploi",
        "demandeur d’emploi",
        "votre recherche d’emploi",
        "le titulaire du permis",
        "titulaire de l’autorité parentale",
        "dans le cadre de l’aide",
        "Encadrez-vous des enfants ?",
        "la durée du contrat de location",
        "les années de résidence dans la commune",
        "l’évaluation sociale",
        "le degré de handicap",
        "school_grade",
        "la catégorie du permis",
        "le nombre d’années d’activité professionnelle",
        "le service social",
        "les frais de service",
    ],
)
def test_a_text_that_only_looks_like_one_passes(text: str) -> None:
    assert criterion_in(text) == ""


def test_no_shared_fact_tells_a_forbidden_criterion() -> None:
    said = [(spec.name, text) for spec in FACTS.values() for text in (spec.name, spec.label, spec.question) if criterion_in(text)]
    assert said == []


def told(revision: dict[str, Any] = {}, **head: Any) -> list[tuple[str, str]]:  # noqa: B006
    document = deepcopy(BENEFIT) | head
    document["revisions"][0]["documents"][0]["proves"] = [*FACTS, *document["facts"]]
    document["revisions"][0] |= revision
    faults = Faults()
    decode_benefit(document, faults, BOOK.specs)
    return [(finding.code, finding.where) for finding in faults.found]


FORBIDDEN = "rules.forbidden_criterion"
SIZE = {"kind": "count", "unit": "ans", "label": "le nombre", "question": "Combien ?", "between": [0, 50], "proved_by": ["roster"]}


@pytest.mark.parametrize(
    "declared",
    [
        {"years_of_service": SIZE},
        {"served": {**SIZE, "label": "vos années de service"}},
        {"served": {**SIZE, "question": "Quelle est votre ancienneté ?"}},
        {
            "level": {
                "kind": "choice",
                "label": "votre catégorie",
                "question": "Laquelle ?",
                "choices": ["A", "B", "C"],
                "proved_by": ["roster"],
            }
        },
        {
            "level": {
                "kind": "choice",
                "label": "votre niveau",
                "question": "Lequel ?",
                "choices": ["grade 1", "grade 2"],
                "proved_by": ["roster"],
            }
        },
        {"ancienneté": SIZE},
        {"served": {**SIZE, "hint": "Indiquez votre ancienneté, votre grade et votre note."}},
    ],
)
def test_a_declared_fact_that_tells_a_forbidden_criterion_is_refused_where_it_is_declared(declared: dict[str, Any]) -> None:
    (name,) = declared
    assert told(facts=declared) == [(FORBIDDEN, f"facts.{name}")]


def test_three_letters_that_are_no_category_pass() -> None:
    seats = {"kind": "choice", "label": "la rangée", "question": "Laquelle ?", "choices": ["A", "B", "C"], "proved_by": ["ticket"]}
    assert told(facts={"seat": seats}) == []


@pytest.mark.parametrize(
    ("revision", "where"),
    [
        ({"conditions": {"c": {"grade": {"equals": "A"}}}}, "revisions.0.conditions.c.grade"),
        ({"conditions": {"c": {"ancienneté": {"at_least": 5}}}}, "revisions.0.conditions.c.ancienneté"),
        ({"conditions": {"c": {"value": "seniority", "at_least": 5}}}, "revisions.0.conditions.c.value"),
        ({"amount": {"times": ["years_of_service", "10 EUR"]}}, "revisions.0.amount.times.0"),
        ({"documents": [{"kind": "k", "label": "Arrêté", "proves": ["grade"]}]}, "revisions.0.documents.0.proves.0"),
        ({"seniority": 5}, "revisions.0.seniority"),
        ({"event": "hired_on"}, "revisions.0.event"),
    ],
)
def test_an_unknown_word_that_tells_a_forbidden_criterion_is_refused_as_such(revision: dict[str, Any], where: str) -> None:
    assert (FORBIDDEN, where) in told(revision)


@pytest.mark.parametrize(
    ("revision", "where"),
    [
        ({"conditions": {"seniority": "is_dependent"}}, "revisions.0.conditions.seniority"),
        (
            {"documents": [{"kind": "k", "label": "Arrêté d’avancement de grade et fiche de notation", "proves": ["event_on"]}]},
            "revisions.0.documents.0.label",
        ),
    ],
)
def test_what_names_a_condition_or_a_document_tells_no_criterion_either(revision: dict[str, Any], where: str) -> None:
    assert told(revision) == [(FORBIDDEN, where)]


@pytest.mark.parametrize("name", ["rights_since", "rights_ended_on"])
def test_the_days_of_rights_are_read_by_the_platform_and_never_by_a_rule(name: str) -> None:
    seniority = {name: {"at_most": "2015-01-01"}}
    assert ("rules.rights_in_rule", "revisions.0.conditions.c") in told({"conditions": {"c": seniority}})
    scale = {"lookup": name, "from": {"1900-01-01": "20 EUR", "2015-01-01": "10 EUR"}}
    assert ("rules.rights_in_rule", "revisions.0.amount.lookup") in told({"amount": scale})
    ceiling = {"key": "a", "per": "subject", "over": "event", "amount": scale}
    assert ("rules.rights_in_rule", "revisions.0.ceilings.0.amount.lookup") in told({"ceilings": [ceiling]})


def test_an_audience_by_category_is_refused_as_such() -> None:
    assert told(audience=["active", "catégorie A"]) == [(FORBIDDEN, "audience.1")]


def test_the_refusal_quotes_the_law_and_says_what_may_be_used() -> None:
    faults = Faults()
    decode_benefit(deepcopy(BENEFIT) | {"facts": {"rank": {**SIZE, "label": "votre échelon"}}}, faults, BOOK.specs)
    said = next(say_fault(finding) for finding in faults.found if finding.code == FORBIDDEN)
    assert "« votre échelon » dit le grade" in said
    assert "« sont attribuées indépendamment du grade, de l’emploi ou de la manière de servir »" in said
    assert "L731-3" in said
    assert "household_size" in said


def test_a_whole_career_and_the_situation_may_decide() -> None:
    assert told({"conditions": {"career": {"career_years": {"at_least": 20}}, "active": {"status": {"equals": "active"}}}}) == []
