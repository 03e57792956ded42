"""A situation written by hand: what can be understood is read, and everything else is told at once, at its place, with a remedy."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from entraide.core.money import Money
from entraide.core.rules import FACTS, WITHHELD, Bill, Faults, Known, Proof, Used, say_fault
from entraide.core.rules.households.openers import ChildOpener
from entraide.core.rules.households.situations import Expected, decode_household, decode_situation
from entraide.core.rules.telling.sentences import OPENERS
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


OPENER = {"rights_since": "2016-09-01", "born_on": "1985-03-01"}
OTHER = {"rights_since": "2015-01-01", "born_on": "1980-05-04"}


def home(*, other_parent: Any = OTHER, facts: Any = OPENER, **child: Any) -> dict[str, Any]:
    """Write the household of one child whose other parent is a beneficiary too."""
    return {"facts": facts, "children": [{"name": "Léa", "born_on": "2014-05-01", "other_parent": other_parent, **child}]}


@pytest.mark.parametrize(
    ("words", "opens", "reason"),
    [
        ({}, False, "oldest_rights"),
        ({"custody": "full"}, False, "oldest_rights"),
        ({"withheld": ["custody"]}, False, "oldest_rights"),
        ({"opener_named": ""}, False, "oldest_rights"),
        ({"opener_named": "self"}, True, "declared"),
        ({"opener_named": "other"}, False, "declared"),
        ({"other_parent": OTHER | {"rights_since": "2019-01-01"}}, True, "oldest_rights"),
        ({"other_parent": OTHER | {"rights_since": "2016-09-01"}}, False, "elder"),
        ({"other_parent": {"rights_since": "2016-09-01", "born_on": "1985-03-02"}}, True, "elder"),
        # Rights that begin after the day of filing are no rights yet, whoever was named.
        ({"other_parent": OTHER | {"rights_since": "2024-10-16"}, "opener_named": "other"}, True, "only_one"),
        ({"other_parent": OTHER | {"rights_since": "2024-10-15"}, "opener_named": "other"}, False, "declared"),
        ({"facts": OPENER | {"rights_since": "2024-10-16"}, "opener_named": "self"}, False, "only_one"),
        ({"facts": OPENER | {"rights_since": "2024-10-16"}, "other_parent": OTHER | {"rights_since": "2024-10-17"}}, True, "oldest_rights"),
    ],
)
def test_one_of_two_parents_opens_the_right_of_the_child_and_the_proof_says_why(words: dict[str, Any], opens: bool, reason: str) -> None:
    faults = Faults()
    found = decode_household(Fields(home(**words), faults, ()), EXPECTED)
    assert faults.found == []
    assert found.openers == (ChildOpener("Léa", opens, reason),)
    assert found.children[0].facts["opens_right"] == Known(opens, Proof("fichier", OPENERS[reason], PROOF.on))
    assert found.children[0].facts["other_parent_is_beneficiary"] == Known(True, PROOF)


def test_of_two_homes_of_a_child_none_is_chosen_and_the_dates_of_the_parents_are_not_asked() -> None:
    faults = Faults()
    for other in ({}, OTHER):
        found = decode_household(Fields(home(other_parent=other, facts={}, custody="alternating"), faults, ()), EXPECTED)
        assert found.openers == (ChildOpener("Léa", None, "alternating"),)
        assert "opens_right" not in found.children[0].facts
        assert found.children[0].facts["other_parent_is_beneficiary"] == Known(True, PROOF)
    assert faults.found == []


def test_a_child_of_one_beneficiary_has_no_choice_to_tell() -> None:
    faults = Faults()
    found = decode_household(Fields({"facts": {}, "children": [{"opens_right": False}]}, faults, ()), EXPECTED)
    assert (found.openers, found.children[0].facts, faults.found) == ((), {"opens_right": Known(False, PROOF)}, [])


TWICE = "« opens_right » ne s’écrit pas avec « other_parent », qui le dit déjà : gardez l’un des deux."


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (
            home(facts={"born_on": "1985-03-01"}),
            [
                "children.0.other_parent : Pour choisir entre vous et l’autre parent, il manque votre « rights_since » : "
                "écrivez-le sous « facts »."
            ],
        ),
        (home(facts={}), ["children.0.other_parent : Pour choisir entre vous", "children.0.other_parent : Pour choisir entre vous"]),
        (
            home(facts=OPENER | {"born_on": "null"}),
            ["children.0.other_parent : Pour choisir entre vous et l’autre parent, il manque votre « born_on »"],
        ),
        (
            home() | {"facts": {"rights_since": "2016-09-01"}, "withheld": ["born_on"]},
            ["children.0.other_parent : Pour choisir entre vous"],
        ),
        (home(facts=OPENER | {"born_on": "01/03/1985"}), ["facts.born_on : « la date de naissance » : « 01/03/1985 » n’est pas une date"]),
        (home(facts=[]), ["facts : Des lignes", "children.0.other_parent : Pour choisir", "children.0.other_parent : Pour choisir"]),
        (home(other_parent=""), ["children.0.other_parent : Des lignes « clé : valeur » sont attendues ici"]),
        (home(other_parent=[]), ["children.0.other_parent : Des lignes « clé : valeur » sont attendues ici"]),
        (home(other_parent={"rights_since": ""} | {"born_on": "1980-05-04"}), ["children.0.other_parent : Il manque « rights_since »."]),
        (
            home(other_parent={}, custody="full"),
            ["children.0.other_parent : Il manque « rights_since ».", "children.0.other_parent : Il manque « born_on »."],
        ),
        (
            home(other_parent=OTHER | {"name": "Sam"}),
            ["children.0.other_parent.name : « name » n’a pas sa place ici ; les mots possibles sont : rights_since, born_on."],
        ),
        (
            home(other_parent=OTHER | {"rights_since": "01/01/2015"}),
            [
                "children.0.other_parent.rights_since : « l’ouverture des droits de l’autre parent » : « 01/01/2015 » n’est pas une date ; "
                "écrivez par exemple « 2015-01-01 »."
            ],
        ),
        (
            home(other_parent=OTHER | {"born_on": "0003-01-01"}),
            ["children.0.other_parent.born_on : « la date de naissance de l’autre parent » n’est pas plausible"],
        ),
        (home(opener_named="moi"), ["children.0.opener_named : « moi » n’est pas possible ici : self, other."]),
        (home(opener_named=["self"]), ["children.0.opener_named : « ['self'] » n’est pas possible ici : self, other."]),
        (
            {"facts": OPENER, "children": [{"opener_named": "self"}]},
            ["children.0.opener_named : « opener_named » choisit entre deux parents : décrivez l’autre sous « other_parent »."],
        ),
        (
            home(other_parent=OPENER),
            [
                "children.0.other_parent : Les deux parents ont les mêmes dates : dites lequel ils ont désigné, "
                "« opener_named: self » (vous) ou « opener_named: other »."
            ],
        ),
        (home(opens_right=True), [f"children.0.opens_right : {TWICE}"]),
        (home(opens_right=False, custody="alternating"), [f"children.0.opens_right : {TWICE}"]),
        (home(withheld=["opens_right"]), [f"children.0.withheld : {TWICE}"]),
        (home(benefits={"noel-des-enfants": {"opens_right": True}}), [f"children.0.benefits.noel-des-enfants.opens_right : {TWICE}"]),
        (
            home(other_parent_is_beneficiary=False),
            ["children.0.other_parent_is_beneficiary : « other_parent_is_beneficiary » ne s’écrit pas"],
        ),
        (
            home(benefits={"noel-des-enfants": {"custody": "alternating", "expense": "3 EUR"}}),
            ["children.0.benefits.noel-des-enfants.custody : Avec « other_parent », la garde est la même partout : écrivez « custody »"],
        ),
        ({"facts": OPENER, "spouse": {"other_parent": OTHER}}, ["spouse.other_parent : Aucune prestation ne lit « other_parent »"]),
    ],
)
def test_a_choice_that_cannot_be_made_is_told_at_its_place(document: dict[str, Any], said: list[str]) -> None:
    told = faults_of(document, decode_household)
    assert len(told) == len(said)
    assert all(one.startswith(start) for one, start in zip(told, said, strict=True)), told


def test_two_parents_of_the_same_dates_are_told_apart_by_the_one_they_named() -> None:
    faults = Faults()
    found = decode_household(Fields(home(other_parent=OPENER, opener_named="other"), faults, ()), EXPECTED)
    assert (faults.found, found.openers) == ([], (ChildOpener("Léa", False, "declared"),))
