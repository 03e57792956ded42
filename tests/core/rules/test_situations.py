"""A situation written by hand: what can be understood is read, and everything else is told at once, at its place, with a remedy."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from entraide.core.money import Money
from entraide.core.rules import FACTS, WITHHELD, Bill, Faults, Known, Proof, Used, say_fault
from entraide.core.rules.households.situations import Expected, decode_household, decode_situation
from entraide.core.rules.writing.fields import Fields


PROOF = Proof("fichier", "famille.yaml", date(2024, 10, 15))
EXPECTED = Expected(
    FACTS,
    frozenset({"event_on", "stay_ended_on"}),
    PROOF,
    household_keys=frozenset({"foyer"}),
    person_keys=frozenset({"enfant"}),
    codes=frozenset({"accueil-de-loisirs", "noel-des-enfants"}),
)


def faults_of(document: dict[str, Any], decode: Any = decode_situation) -> list[str]:
    faults = Faults()
    decode(Fields(document, faults, ()), EXPECTED)
    return [say_fault(fault).replace("\xa0", " ").replace("\u202f", " ") for fault in faults.found]


def test_a_situation_is_read_with_its_proof() -> None:
    faults = Faults()
    document = {
        "facts": {"status": "active", "born_on": "2011-12-31", "disability_rate": "50 %", "expense": "null", "care_days": 3},
        "withheld": ["tax_line_14"],
        "bills": [{"amount": "40 EUR", "event_on": "2024-08-01"}],
        "used": {"foyer": {"claims": 1, "amount": "50 EUR"}, "enfant": 2},
    }
    found = decode_situation(Fields(document, faults, ()), EXPECTED)
    assert faults.found == []
    assert found.facts == {
        "status": Known("active", PROOF),
        "born_on": Known(date(2011, 12, 31), PROOF),
        "disability_rate": Known(Fraction(1, 2), PROOF),
        "care_days": Known(3, PROOF),
        "tax_line_14": WITHHELD,
    }
    assert found.bills == (Bill(Money(4_000), date(2024, 8, 1), PROOF),)
    assert found.used == {"foyer": Used(1, Money(5_000)), "enfant": Used(2)}


def test_a_flat_mapping_is_read_as_the_facts() -> None:
    faults = Faults()
    found = decode_situation(Fields({"status": "active", "withheld": ["expense"]}, faults, ()), EXPECTED)
    assert faults.found == []
    assert found.facts == {"status": Known("active", PROOF), "expense": WITHHELD}


@pytest.mark.parametrize(
    ("name", "written", "said"),
    [
        ("expense", 300, "« la dépense » : « 300 » n’est pas un montant ; écrivez par exemple « 300 EUR »."),
        ("expense", "12,5 €", "« la dépense » : « 12,5 € » n’est pas un montant ; écrivez par exemple « 12.50 EUR »."),
        ("expense", "1 200 euros", "« la dépense » : « 1 200 euros » n’est pas un montant ; écrivez par exemple « 1200 EUR »."),
        ("expense", "cher", "« la dépense » : « cher » n’est pas un montant ; écrivez par exemple « 120 EUR »."),
        ("expense", "50 %", "« la dépense » : « 50 % » n’est pas un montant ; écrivez par exemple « 120 EUR »."),
        ("expense", [1], "« la dépense » : « {…} » n’est pas un montant ; écrivez par exemple « 120 EUR »."),
        ("expense", True, "« la dépense » : « true » n’est pas un montant ; écrivez par exemple « 120 EUR »."),
        ("expense", "-5 EUR", "« la dépense » n’est pas plausible : la valeur attendue est entre 0,00 € et 100 000,00 €."),
        ("disability_rate", "33,5%", "« le taux de handicap » : « 33,5% » n’est pas un taux ; écrivez par exemple « 33.5 % »."),
        ("disability_rate", 50, "« le taux de handicap » : « 50 » n’est pas un taux ; écrivez par exemple « 50 % »."),
        ("disability_rate", "fort", "« le taux de handicap » : « fort » n’est pas un taux ; écrivez par exemple « 50 % »."),
        ("disability_rate", "101 %", "« le taux de handicap » n’est pas plausible : la valeur attendue est entre 0 % et 100 %."),
        ("born_on", "31/12/2011", "« la date de naissance » : « 31/12/2011 » n’est pas une date ; écrivez par exemple « 2011-12-31 »."),
        ("born_on", "2024-02-30", "« la date de naissance » : « 2024-02-30 » n’est pas une date ; écrivez par exemple « 2024-09-01 »."),
        ("born_on", "0003-01-01", "« la date de naissance » n’est pas plausible : la valeur attendue est entre 01/01/1900 et 31/12/2100."),
        (
            "is_dependent",
            "oui",
            "« l’enfant est à votre charge » : « oui » n’est pas une réponse par oui ou non ; écrivez par exemple « true ».",
        ),
        (
            "is_dependent",
            0,
            "« l’enfant est à votre charge » : « 0 » n’est pas une réponse par oui ou non ; écrivez par exemple « false ».",
        ),
        (
            "is_dependent",
            "2 EUR",
            "« l’enfant est à votre charge » : « 2 EUR » n’est pas une réponse par oui ou non ; écrivez par exemple « true ».",
        ),
        ("care_days", "3 jours", "« le nombre de jours de garde » : « 3 jours » n’est pas un nombre ; écrivez par exemple « 12 »."),
        ("care_days", 400, "« le nombre de jours de garde » n’est pas plausible : la valeur attendue est entre 0 jour et 366 jours."),
        ("custody", "moitié", "« moitié » n’est pas possible ici : full, alternating."),
        ("custody", True, "« True » n’est pas possible ici : full, alternating."),
        ("custdy", "full", "Aucune prestation ne lit « custdy » : vouliez-vous écrire « custody » ?"),
        ("zzz", 1, "Aucune prestation ne lit « zzz »"),
    ],
)
def test_a_fact_that_cannot_be_is_told_with_what_to_write(name: str, written: Any, said: str) -> None:
    (told,) = faults_of({"facts": {name: written}})
    assert told.startswith(f"facts.{name} : {said}")


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"facts": {}, "factz": 1}, "factz : « factz »"),
        ({"facts": [], "withheld": ["expense"]}, "facts : Des lignes « clé : valeur » sont attendues ici"),
        ({"facts": {}, "withheld": "expense"}, "withheld : "),
        (
            {"facts": {}, "withheld": ["expence"]},
            "withheld.0 : Aucune prestation ne lit « expence » : vouliez-vous écrire « expense » ?",
        ),
        (
            {"facts": {"expense": "1 EUR"}, "withheld": ["expense"]},
            "withheld.0 : « expense » est à la fois donné et sans justificatif : gardez l’un des deux.",
        ),
        ({"expense": "1 EUR", "withheld": ["expense"]}, "withheld.0 : « expense » est à la fois donné"),
        ({"facts": {}, "bills": [{"amount": "-3 EUR", "event_on": "2024-01-01"}]}, "bills.0.amount : « -3 EUR » n’est pas un montant"),
        ({"facts": {}, "bills": [{"amount": "3 EUR", "event_on": "0003-01-01"}]}, "bills.0.event_on : Une date est attendue ici"),
        ({"facts": {}, "bills": [{}]}, "bills.0 : Il manque « amount »"),
        ({"facts": {}, "used": {"foyr": 1}}, "used.foyr : Aucun plafond ne s’appelle « foyr » ici : vouliez-vous écrire « foyer » ?"),
        ({"facts": {}, "used": {"zzz": 1}}, "used.zzz : Aucun plafond ne s’appelle « zzz » ici."),
        ({"facts": {}, "used": {"foyer": -1}}, "used.foyer.claims : Un nombre entier est attendu ici"),
        (
            {"facts": {"born_on": "2024-10-01", "stay_ended_on": "2024-08-25"}},
            "facts.born_on : La naissance, le 01/10/2024, est après l’événement, le 25/08/2024 : corrigez l’une des deux dates.",
        ),
        ({"born_on": "2024-10-01", "event_on": "2024-08-25"}, "born_on : La naissance, le 01/10/2024, est après"),
        (
            {"facts": {"born_on": "2024-10-01"}, "bills": [{"amount": "3 EUR", "event_on": "2024-08-25"}]},
            "facts.born_on : La naissance, le 01/10/2024, est après",
        ),
    ],
)
def test_what_is_wrong_around_the_facts_is_told(document: dict[str, Any], said: str) -> None:
    assert any(told.startswith(said) for told in faults_of(document))


def test_a_birth_on_the_day_of_the_event_is_sound() -> None:
    assert faults_of({"facts": {"born_on": "2024-08-25", "event_on": "2024-08-25"}}) == []


def test_a_household_is_read_person_by_person() -> None:
    faults = Faults()
    document = {
        "facts": {"status": "active"},
        "withheld": ["tax_line_14"],
        "used": {"foyer": 1},
        "benefits": {"noel-des-enfants": {"event_on": "2024-12-25"}},
        "spouse": {"born_on": "1984-01-01"},
        "children": [
            {"name": "Léa", "born_on": "2014-01-01", "used": {"enfant": 1}, "withheld": ["custody"]},
            {"benefits": {"accueil-de-loisirs": {"expense": "30 EUR"}}},
        ],
    }
    found = decode_household(Fields(document, faults, ()), EXPECTED)
    assert faults.found == []
    assert (found.opener.facts, found.opener.used) == ({"status": Known("active", PROOF), "tax_line_14": WITHHELD}, {"foyer": Used(1)})
    assert found.opener.own == {"noel-des-enfants": {"event_on": Known(date(2024, 12, 25), PROOF)}}
    assert found.spouse is not None
    assert [person.name for person in (found.opener, found.spouse, *found.children)] == ["vous", "conjoint", "Léa", "enfant 2"]
    assert found.children[0].facts == {"born_on": Known(date(2014, 1, 1), PROOF), "custody": WITHHELD}
    assert found.children[0].used == {"enfant": Used(1)}
    assert found.children[1].own == {"accueil-de-loisirs": {"expense": Known(Money(3_000), PROOF)}}
    assert decode_household(Fields({"status": "active"}, faults, ()), EXPECTED).spouse is None


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"facts": {}, "bills": []}, "bills : « bills »"),
        ({"facts": {}, "children": {}}, "children : "),
        ({"facts": {}, "children": [{"name": ""}]}, "children.0.name : Un texte est attendu ici"),
        ({"facts": {}, "children": [{"agge": 3}]}, "children.0.agge : Aucune prestation ne lit « agge »"),
        ({"facts": {}, "children": [{"expense": 3}]}, "children.0.expense : « la dépense » : « 3 » n’est pas un montant"),
        ({"facts": {}, "children": [{"used": {"foyer": 1}}]}, "children.0.used.foyer : Aucun plafond ne s’appelle « foyer » ici."),
        ({"facts": {}, "used": {"enfant": 1}}, "used.enfant : Aucun plafond ne s’appelle « enfant » ici."),
        (
            {"facts": {}, "children": [{"benefits": {"accueil-de-loisir": {}}}]},
            "children.0.benefits.accueil-de-loisir : Aucune prestation n’a le code « accueil-de-loisir » : vouliez-vous écrire",
        ),
        ({"facts": {}, "benefits": {"zzz": {}}}, "benefits.zzz : Aucune prestation n’a le code « zzz »."),
        (
            {"facts": {}, "benefits": {"noel-des-enfants": {"custdy": "full"}}},
            "benefits.noel-des-enfants.custdy : Aucune prestation ne lit « custdy »",
        ),
        ({"facts": {}, "children": [{"born_on": "2024-10-01", "event_on": "2024-08-25"}]}, "children.0.born_on : La naissance"),
        (
            {"facts": {}, "children": [{"born_on": "2024-10-01", "benefits": {"accueil-de-loisirs": {"stay_ended_on": "2024-08-25"}}}]},
            "children.0.benefits.accueil-de-loisirs : La naissance, le 01/10/2024, est après l’événement, le 25/08/2024",
        ),
        ({"facts": {}, "spouse": []}, "spouse : Des lignes « clé : valeur » sont attendues ici"),
    ],
)
def test_what_is_wrong_in_a_household_is_told_at_its_place(document: dict[str, Any], said: str) -> None:
    assert any(told.startswith(said) for told in faults_of(document, decode_household))
