"""Pages in the states that a walk does not meet: nothing yet, a wrong answer, a very long name, a door that stays shut."""

from datetime import date

import pytest

from tests.browser.soundness import too_wide_when_narrow


pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("size", ["phone", "desktop"])
LONG = "Maximilienne-Alexandrine-Philippine de la Rochefoucauld-Montmorency-Luxembourg d’Uzès-Crussol"


def fits(visitor):
    """Hold a page to the narrowest screen as well."""
    visitor.finds_it_sound()
    assert not too_wide_when_narrow(visitor.page)
    return visitor


@BOTH
def test_empty_pages_say_what_will_be_there_and_how_to_begin(visit, size):
    lucas = visit(size).sign_in("lucas.moreau@exemple.fr").reads("Aucune demande en cours").finds_it_sound()
    lucas.go("/moi/demandes/").reads("Aucune demande pour l’instant").finds_it_sound()
    lucas.go("/moi/messages/").finds_it_sound()
    lucas.go("/moi/foyer/").reads("Personne n’est encore inscrit dans votre foyer", "Aucun compte n’est enregistré").finds_it_sound()
    lucas.go("/moi/droits/accueil-de-loisirs/").reads("Cette aide concerne vos enfants").finds_it_sound()


@BOTH
def test_wrong_answers_are_told_in_one_list_that_leads_to_each_field(visit, size):
    thomas = visit(size).sign_in("thomas.lemaire@exemple.fr").go("/moi/foyer/ajouter/")
    thomas.fill_date("Date de naissance", date(2030, 1, 1)).press("Ajouter").reads("Dites qui vous ajoutez", "Cette date est à venir")
    fits(thomas).page.locator(".e-problems a", has_text="Indiquez le prénom").or_(thomas.page.locator(".e-problems a").nth(1)).first.click()
    assert thomas.page.locator(":focus").count() == 1
    fits(thomas.go("/moi/foyer/compte-bancaire/").press("Enregistrer").reads("Indiquez le titulaire", "Indiquez l’IBAN"))
    fits(visit(size).go("/compte/connexion/").press("Se connecter"))


@BOTH
def test_a_very_long_name_breaks_no_page(visit, size):
    thomas = visit(size).sign_in("thomas.lemaire@exemple.fr").go("/moi/foyer/ajouter/").choose("Un enfant").fill("Prénom", LONG)
    thomas.fill("Nom", LONG.replace("-", "")).fill_date("Date de naissance", date(2018, 2, 3)).press("Ajouter")
    fits(thomas.reads("fait maintenant partie de votre foyer"))
    fits(thomas.go("/moi/droits/").reads(LONG))
    fits(thomas.go("/moi/"))
    fits(thomas.go("/moi/droits/accueil-de-loisirs/").reads(LONG))
    fits(thomas.press("Faire une demande", within=thomas.part(LONG)).reads("Quelques questions"))


@BOTH
def test_doors_that_stay_shut_say_so_and_show_a_way_on(visit, size):
    nadia = visit(size).sign_in("nadia.ferrand@exemple.fr")
    fits(nadia.go("/equipe/demandes/").does_not_read("Ouvrir la première"))
    fits(nadia.go("/collectivite/").does_not_read("CU du Grand Reims"))
    fits(nadia.go("/nulle-part/"))
    fits(nadia.go("/moi/demandes/00000000-0000-7000-8000-000000000000/"))
