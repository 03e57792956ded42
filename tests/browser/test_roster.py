"""Step one: the correspondent sends the list, reads what it will change, settles the doubt, applies it, and undoes it."""

import pytest

from tests.browser.journeys import send_roster
from tests.browser.sheets import roster_rows, spreadsheet, written, zip_bomb


pytestmark = pytest.mark.browser
SYLVIE = "sylvie.marchand@exemple.fr"
SUMMARY = "12 arrivées, 3 départs, 3 changements, 1 doute, 1 470 inchangés"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_the_list_is_read_settled_applied_and_undone(visit):
    sylvie = visit("desktop").sign_in(SYLVIE).reads("CU du Grand Reims", "Envoyez votre liste du personnel", "1 505").finds_it_sound()
    sylvie.picture("member").press("Envoyer la liste").finds_it_sound()
    send_roster(sylvie).reads(SUMMARY, "1 doute à régler", "la date de naissance est différente").finds_it_sound().picture("roster")
    sylvie.reads("Quentin MAURY (10/05/1994) arrive le 29/09/2024 : actif.", "Marie Tanguy (05/06/1959) n’est plus sur la liste")
    assert sylvie.page.get_by_role("button", name="Appliquer la liste").count() == 0

    sylvie.choose("Oui, c’est la même personne").press("Enregistrer mes réponses").reads("Vos réponses sont enregistrées").finds_it_sound()
    sylvie.press("Appliquer la liste").reads("Votre liste est appliquée").finds_it_sound()
    sylvie.go("/collectivite/").reads("1 517").go("/collectivite/agents/?q=maury quentin").reads("MAURY Quentin").finds_it_sound()

    sylvie.go("/collectivite/liste/").finds_it_sound().press("", within=sylvie.page.locator("main tbody"))
    sylvie.press("Annuler cette liste").page.get_by_role("button", name="Annuler cette liste").click()
    sylvie.reads("Cette liste est annulée : votre personnel est de nouveau ce qu’il était").finds_it_sound()
    sylvie.go("/collectivite/").reads("1 505").go("/collectivite/agents/?q=maury quentin").does_not_read("MAURY Quentin")


def faulty_lists():
    """Give wrong lists, each with what the correspondent must read."""
    titles, *lines = roster_rows()
    birth = titles.index("Date de naissance")
    without = [line[:birth] + line[birth + 1 :] for line in (titles, *lines)]
    dated = [titles, *lines[:3], [*lines[3][:birth], "31/02/1980", *lines[3][birth + 1 :]], *lines[4:]]
    formula = [titles, *lines[:4], ["=1+1", *lines[4][1:]], *lines[5:]]
    yield "colonnes.csv", written(without), ("Dans votre fichier, quelle colonne donne…", "Rien n’est changé pour l’instant")
    yield "dates.csv", written(dated), ("Ligne 5", "31/02/1980")
    yield "doublon.csv", written([titles, *lines, lines[9]]), (f"Ligne {len(lines) + 2}", "est déjà à la ligne 11")
    yield "vide.csv", written([titles]), ("Ce fichier n’a aucune ligne sous les titres",)
    yield "formule.csv", written(formula), ("ligne 6", "la cellule contient une formule")
    yield "bombe.xlsx", zip_bomb(), ("Ce classeur est anormal",)


def test_a_wrong_list_is_refused_with_its_line_and_its_cause_and_nothing_changes(visit, tmp_path):
    sylvie = visit("desktop").sign_in(SYLVIE)
    for name, content, told in faulty_lists():
        sylvie.go("/collectivite/liste/").hand_in(spreadsheet(name, content)).reads(*told).finds_it_sound().picture(f"refused-{name}")
    huge = tmp_path / "enorme.csv"
    with huge.open("wb") as file:
        file.truncate(200 * 10**6)
    sylvie.go("/collectivite/liste/").page.locator("input[type=file]").set_input_files(huge)
    sylvie.press("Vérifier ce fichier").reads("trop gros : 200 Mo. 20 Mo au plus").finds_it_sound()
    sylvie.go("/collectivite/liste/").does_not_read("appliquée le", "À vérifier")


def test_a_list_that_lacks_most_of_the_staff_is_applied_only_on_a_second_yes(visit):
    titles, *lines = roster_rows()
    sylvie = send_roster(visit("desktop").sign_in(SYLVIE), spreadsheet("extrait.csv", written([titles, *lines[:40]])))
    sylvie.reads("Cette liste retire plus d’une personne sur cinq").finds_it_sound().press("Appliquer la liste")
    sylvie.does_not_read("Votre liste est appliquée").finds_it_sound()
    sylvie.press("Abandonner").reads("Cette liste est abandonnée : rien n’a été changé").finds_it_sound()


def test_a_correspondent_hands_a_code_to_an_agent_and_learns_nothing_else(visit):
    sylvie = visit("desktop").sign_in(SYLVIE).go("/collectivite/agents/").fill("Nom ou prénom", "petit david").press("Chercher")
    sylvie.press("Petit David").finds_it_sound().does_not_read("Jules", "IBAN", "tranche")
