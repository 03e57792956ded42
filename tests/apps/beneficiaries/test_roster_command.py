"""`entraide roster import` tells what a list brings, and applies it only when asked and when nothing needs a person."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.beneficiaries.models import Affiliation, RosterImport
from entraide.ui.commands import Faulty
from tests.apps.beneficiaries.rosters import HEADER, current_view, held, staff, with_rates, written
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


@pytest.fixture
def run(reims, tmp_path):
    def call(lines, *options, siren=""):
        file = tmp_path / "liste.csv"
        file.write_bytes(lines if isinstance(lines, bytes) else written(lines))
        output = StringIO()
        try:
            call_command("roster", "import", str(file), "--member", siren or reims.siren, *options, stdout=output)
        except CommandError as refused:
            return f"{output.getvalue()}{refused}"
        return output.getvalue()

    return call


def test_without_apply_nothing_is_kept(run, reims):
    with_rates()
    held(reims, staff(6))
    before = current_view()
    told = run([*staff(5), *staff(1, first=40)], "--year", "2024")
    assert told.splitlines()[0] == "1 arrivée, 1 départ, 5 inchangés"
    assert "ligne 7" in told
    assert "Cotisation 2024, estimation au jour près : 1\u202f302,00\xa0€ devient 1\u202f473,35\xa0€" in told
    assert told.rstrip().endswith("Rien n'a été gardé : --apply applique la liste.")
    assert "absent" in told
    assert current_view() == before
    assert not RosterImport.objects.exists()


def test_apply_applies_it_as_one_act(run, reims):
    run(staff(3), "--apply")
    roster = RosterImport.objects.get()
    assert (roster.state, roster.arrival_count, roster.member) == ("applied", 3, reims)


def test_it_answers_in_json(run):
    with_rates()
    told = json.loads(run(staff(2), "--json"))
    assert (told["summary"], told["applying"], [entry["kind"] for entry in told["entries"]]) == ("2 arrivées", False, ["arrival"] * 2)
    assert (told["called_before"], told["called_after"]) == (0, 2 * 217_00)


def test_every_fault_is_printed_and_nothing_is_applied(run, reims, tmp_path):
    wrong = written(staff(3)).replace(b"01/01/2015", b"hier")
    assert "Ligne 3. Date d’arrivée : « hier » n’est pas une date" in run(wrong, "--apply")
    assert "3\xa0fautes : rien n'a été changé." in run(wrong, "--apply")
    (tmp_path / "fautive.csv").write_bytes(wrong)
    with pytest.raises(Faulty) as stopped:
        call_command("roster", "import", str(tmp_path / "fautive.csv"), "--member", reims.siren, "--json")
    faults = stopped.value.faults
    assert [(fault["line"], fault["column"]) for fault in faults] == [(line, "Date d’arrivée") for line in (2, 3, 4)]
    assert not RosterImport.objects.exists()


def in_doubt(reims):
    lines = staff(6)
    held(reims, lines)
    return [replace(lines[0], family_name=lines[0].name[:-1] + "c", matricule="99"), *lines[1:]]


def test_a_doubt_is_left_to_a_person(run, reims):
    told = run(in_doubt(reims), "--apply")
    assert "1\xa0doute : répondez avec --same LIGNE ou --other LIGNE. Rien n'a été changé.\n  ligne 2 : " in told
    assert not RosterImport.objects.exists()


@pytest.mark.parametrize(("answer", "counts"), [("--same", (0, 0, 1)), ("--other", (1, 1, 0))])
def test_a_doubt_is_answered_by_its_line(run, reims, answer, counts):
    run(in_doubt(reims), "--apply", answer, "2")
    roster = RosterImport.objects.get()
    assert (roster.state, (roster.arrival_count, roster.departure_count, roster.change_count)) == ("applied", counts)


def test_one_line_has_one_answer(run, reims):
    assert "à la fois" in run(staff(1), "--same", "2", "--other", "2")


def test_an_answer_about_a_line_that_nothing_doubts_is_refused(run, reims):
    assert "La ligne 99 n'est pas en doute (lignes en doute : 2)" in run(in_doubt(reims), "--same", "99")
    assert "La ligne 3 n'est pas en doute (aucune ligne n'est en doute)" in run(staff(9, first=70), "--other", "3")


@pytest.mark.parametrize("year", ["2030", "2010"])
def test_a_list_of_a_year_that_is_not_taken_is_refused_as_on_the_screen(run, tmp_path, year):
    assert run(staff(1), "--year", year, "--apply") == f"Aucune liste de {year} ne se reçoit aujourd’hui : choisissez 2024 ou 2023."
    assert "1 arrivée" in run(staff(1), "--year", "2023")
    assert f"Aucune liste de {year}" in run_all(tmp_path, "--year", year)


ODD = HEADER.replace("Nom;", "Patronyme complet;").replace("Statut", "Cadre")


def test_columns_are_said_on_the_line_remembered_once_the_list_is_applied_and_forgotten(run, reims):
    odd = written(staff(2)).replace(HEADER.encode(), ODD.encode())
    said = ["--column", "Nom=Patronyme complet", "--column", "statut=Cadre"]
    assert "Il manque la colonne « Nom »" in run(odd)
    assert "2 arrivées" in run(odd, *said)
    assert "Il manque la colonne « Nom »" in run(odd)
    run(odd, *said, "--apply")
    assert "2 inchangés" in run(odd)
    assert "Patronyme complet : Nom" in columns(reims)
    assert columns(reims, "--forget") == "Les colonnes retenues sont oubliées.\n"
    assert "Il manque la colonne « Nom »" in run(odd)
    assert columns(reims, "--forget") == "Rien n'est retenu : les titres sont reconnus d'eux-mêmes.\n"


@pytest.mark.parametrize("said", ["Nom", "Nom=", "Taille=Patronyme"])
def test_a_column_said_wrong_is_refused(run, said):
    assert f"« {said} » : écrivez COLONNE=TITRE" in run(staff(1), "--column", said)


@pytest.mark.parametrize("said", ["Nom=ZZZ", "Date d'arrivée=Date9"])
def test_a_title_that_the_file_does_not_have_is_refused_and_nothing_is_remembered(run, reims, said):
    assert f"aucun titre « {said.partition('=')[2]} » dans ce fichier" in run(staff(1), "--column", said, "--apply")
    assert not Affiliation.objects.exists()
    assert "Rien n'est retenu" in columns(reims)


def test_a_list_that_holds_social_security_numbers_is_refused_whole(run, reims):
    content = written(staff(2)).replace(b";Voirie", b";Voirie;285035110012313").replace(HEADER.encode(), f"{HEADER};Divers".encode())
    assert "La colonne « Divers » contient des numéros de sécurité sociale" in run(content, "--apply")
    assert not Affiliation.objects.exists()


def columns(member, *options):
    output = StringIO()
    call_command("roster", "columns", "--member", member.siren, *options, stdout=output)
    return output.getvalue()


def test_removing_much_of_the_staff_is_confirmed(run, reims):
    held(reims, staff(10))
    assert "confirmez avec --yes" in run(staff(5), "--apply")
    assert not RosterImport.objects.exists()
    run(staff(5), "--apply", "--yes")
    assert RosterImport.objects.get().departure_count == 5


@pytest.mark.parametrize(("lines", "siren", "status"), [(b"Nom;Statut\nPetit;actif", "", 1), (staff(1), "123", 2)])
def test_the_status_tells_a_wrong_list_from_a_wrong_command(reims, tmp_path, lines, siren, status):
    file = tmp_path / "liste.csv"
    file.write_bytes(lines if isinstance(lines, bytes) else written(lines))
    with pytest.raises(CommandError) as refused:
        call_command("roster", "import", str(file), "--member", siren or reims.siren, stdout=StringIO())
    assert refused.value.returncode == status


def run_all(folder, *options):
    output = StringIO()
    try:
        call_command("roster", "import-all", str(folder), *options, stdout=output)
    except CommandError as refused:
        return f"{output.getvalue()}{refused}"
    return output.getvalue()


def test_a_folder_of_lists_is_read_and_those_without_fault_are_applied(reims, tmp_path):
    other = MemberFactory()
    (tmp_path / f"{reims.siren}.csv").write_bytes(written(staff(3)))
    (tmp_path / f"{other.siren}-2024.csv").write_bytes(written(staff(2, first=40)).replace(b"01/01/2015", b"hier"))
    (tmp_path / "000000000.csv").write_bytes(written(staff(1)))
    (tmp_path / "readme.md").write_text("aside")
    told = run_all(tmp_path, "--year", "2024")
    assert "1\xa0liste lue sans faute. Rien n'a été gardé" in told
    assert not RosterImport.objects.exists()
    told = run_all(tmp_path, "--apply")
    assert "1\xa0liste appliquée : 3 arrivées." in told
    assert f"{other.siren}-2024.csv : Ligne 2. Date d’arrivée : « hier » n’est pas une date" in told
    assert "2\xa0fichiers refusés" in told
    assert RosterImport.objects.get().document is not None
    assert "Aucun dossier" in run_all(tmp_path / "absent")


def test_a_list_of_a_folder_that_leaves_a_doubt_waits_for_its_member(reims, tmp_path):
    (tmp_path / f"{reims.siren}.csv").write_bytes(written(in_doubt(reims)))
    (tmp_path / "unreadable.xlsx").write_bytes(b"%PDF-1.7")
    assert "1\xa0liste attend son correspondant" in run_all(tmp_path, "--apply")
    assert RosterImport.objects.get().state == "previewed"


def test_what_cannot_be_read_is_said_in_a_sentence(run, tmp_path, reims):
    assert "C’est un PDF" in run(b"%PDF-1.7")
    assert "123 : Un SIREN compte neuf chiffres" in run(staff(1), siren="123")
    assert "123456789 : Ce SIREN est faux : sa clé ne correspond pas." in run(staff(1), siren="123456789")
    assert "Aucun adhérent n'a le SIREN 732829320." in run(staff(1), siren="732829320")
    assert "trop gros" in run(bytes(20_000_001))
    with pytest.raises(CommandError, match="Aucun fichier"):
        call_command("roster", "import", str(tmp_path / "absent.csv"), "--member", reims.siren)
