"""The list through its screens: sent, looked at, settled, applied, undone; every wrong file refused with line and cause."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import partial

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from entraide.apps.accounts.roles import Role
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, RosterImport
from entraide.apps.documents.models import Document
from entraide.apps.members.models import Membership
from entraide.orm.keys import uuid7
from tests.apps.beneficiaries.rosters import HEADER, current_view, held, staff, written
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.members import MemberFactory, MembershipFactory


pytestmark = pytest.mark.django_db


@pytest.fixture
def reims():
    return MemberFactory(named__name="Reims")


@pytest.fixture
def client(reims):
    return signed_in(person(Role.CORRESPONDENT, member=reims))


def text(response):
    return response.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def send(client, content, name="liste.csv", year=TODAY.year):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("correspondent:roster"), {"file": file, "year": year}, follow=True)


def act(client, name, roster, **data):
    return client.post(reverse(f"correspondent:roster_{name}", args=[roster.pk]), data, follow=True)


def the_list():
    return RosterImport.objects.order_by("-pk").first()


# The thread


def test_a_list_is_sent_looked_at_applied_and_undone(client, reims):
    lines = staff(6)
    held(reims, lines)
    before = current_view()
    shown = send(client, written([replace(lines[0], service="Parcs"), *lines[1:], *staff(2, first=40)]))
    assert "2 arrivées, 1 changement, 5 inchangés" in text(shown)
    assert "service : Voirie devient Parcs" in text(shown)
    assert current_view() == before
    done = act(client, "apply", the_list())
    assert "Votre liste est appliquée" in text(done)
    assert Affiliation.objects.current().count() == 8
    undone = act(client, "undo", the_list())
    assert "Cette liste est annulée" in text(undone)
    assert current_view() == before


def test_a_line_that_names_the_dead_is_told_and_is_not_said_to_be_as_we_know(client, reims):
    lines = staff(2)
    held(reims, [lines[0], replace(lines[1], died_on=date(2024, 5, 2))])
    shown = text(send(client, written(lines)))
    assert "décès enregistré. Cette ligne ne change rien." in shown
    assert "Votre liste dit la même chose que ce que nous connaissons" not in shown
    assert "Votre liste est appliquée" in text(act(client, "apply", the_list()))


def test_a_body_whose_contract_is_to_come_is_told_that_no_list_is_taken_yet():
    coming = MemberFactory(named__name="Reims")
    client = signed_in(person(Role.CORRESPONDENT, member=coming))
    Membership.objects.filter(member=coming).update(superseded_at=NOW, superseded_by=uuid7())
    MembershipFactory(member=coming, since=date(2025, 1, 1))
    assert "Reims n’a pas d’adhésion le 15/10/2024" in text(send(client, written(staff(1))))
    assert not RosterImport.objects.exists()


def test_a_double_click_applies_once(client, reims):
    send(client, written(staff(3)))
    roster = the_list()
    for _ in range(2):
        assert "Votre liste est appliquée" in text(act(client, "apply", roster))
    assert Beneficiary.objects.filter(affiliations__member=reims).count() == 3
    assert AuditEntry.objects.filter(verb="beneficiaries.roster_applied").count() == 1


def test_the_detail_is_narrowed_by_what_happens(client, reims):
    held(reims, staff(5))
    send(client, written([*staff(4), *staff(1, first=40)]))
    url = reverse("correspondent:roster_preview", args=[the_list().pk])
    arrivals = text(client.get(url, {"genre": "arrival"}))
    assert "arrive le" in arrivals
    assert "n’est plus sur la liste" not in arrivals
    assert client.get(url, {"genre": "nonsense"}).context["page"].paginator.count == 2


def test_a_long_detail_has_pages(client):
    send(client, written(staff(120)))
    url = reverse("correspondent:roster_preview", args=[the_list().pk])
    assert "101 à 120" in text(client.get(url, {"page": 3}))


def test_doubts_are_settled_before_anything_is_applied(client, reims):
    lines = staff(6)
    held(reims, lines)
    mistyped = replace(lines[0], family_name=lines[0].name[:-1] + "c", matricule="99")
    shown = send(client, written([mistyped, *lines[1:]]))
    assert "1 doute à régler" in text(shown)
    assert "Appliquer la liste" not in text(shown)
    refused = act(client, "apply", the_list())
    assert "Des doutes restent sans réponse (1)" in text(refused)
    assert "Choisissez une réponse" in text(act(client, "answer", the_list()))
    assert "Choisissez une réponse" in text(act(client, "answer", the_list(), doubt_1="perhaps"))
    settled = act(client, "answer", the_list(), doubt_1="same")
    assert "Vos réponses sont enregistrées" in text(settled)
    assert "Appliquer la liste" in text(settled)
    assert "Votre liste est appliquée" in text(act(client, "apply", the_list()))
    assert Beneficiary.objects.filter(affiliations__member=reims).distinct().count() == 6


def test_an_answer_may_be_changed_until_the_list_is_applied(client, reims):
    lines = staff(6)
    held(reims, lines)
    send(client, written([replace(lines[0], family_name=lines[0].name[:-1] + "c", matricule="99"), *lines[1:]]))
    act(client, "answer", the_list(), doubt_1="same")
    assert "Vous avez répondu : une autre personne" in text(act(client, "answer", the_list(), doubt_1="other"))
    act(client, "apply", the_list())
    assert (the_list().arrival_count, the_list().departure_count) == (1, 1)


def test_a_list_that_removes_more_than_a_fifth_is_confirmed(client, reims):
    held(reims, staff(10))
    shown = send(client, written(staff(5)))
    assert "Cette liste retire plus d’une personne sur cinq" in text(shown)
    refused = client.post(reverse("correspondent:roster_apply", args=[the_list().pk]))
    assert refused.status_code == 422
    assert "Cette liste retire 5 de vos 10 personnes" in text(refused)
    assert the_list().state == "previewed"
    assert "Votre liste est appliquée" in text(act(client, "apply", the_list(), confirmed="on"))


def test_an_answer_that_removes_too_many_is_confirmed_too(client, reims):
    lines = staff(5)
    held(reims, lines)
    send(client, written([replace(lines[0], family_name=lines[0].name[:-1] + "c", matricule="99"), *lines[1:4]]))
    assert "plus d’une personne sur cinq" not in text(act(client, "answer", the_list(), doubt_1="same"))
    assert "plus d’une personne sur cinq" in text(act(client, "answer", the_list(), doubt_1="other"))


def test_a_list_is_given_up(client, reims):
    send(client, written(staff(2)))
    assert "abandonnée" in text(act(client, "set_aside", the_list()))
    assert "Cette liste n’attend plus" in text(act(client, "apply", the_list()))
    assert not Affiliation.objects.filter(member=reims).exists()


def test_a_list_that_says_what_is_known_confirms_it(client, reims):
    held(reims, staff(3))
    assert "dit la même chose que ce que nous connaissons" in text(send(client, written(staff(3))))
    assert "Votre liste est appliquée" in text(act(client, "apply", the_list()))


def test_a_staff_that_changed_since_is_looked_at_again(client, reims):
    send(client, written(staff(2)))
    held(reims, staff(1))
    assert "Votre personnel a changé depuis" in text(act(client, "apply", the_list()))


def test_what_was_sent_before_is_listed(client):
    send(client, written(staff(2)), name="octobre.csv")
    act(client, "apply", the_list())
    shown = text(client.get(reverse("correspondent:roster")))
    assert "Appliquée" in shown
    assert "2 arrivées" in shown
    assert client.person.account.name in shown


def test_the_list_of_a_past_year_is_for_that_year(client):
    lines = [replace(line, arrived_on=date(2024, 2, 1)) for line in staff(1)]
    assert "vient après l’année 2023" in text(send(client, written(lines), year=2023))
    assert "Choisissez une année" in text(send(client, written(lines), year=2019))


def statements_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_long_list_is_sent_and_looked_at_in_as_many_statements_as_a_short_one(client):
    counted = [statements_of(partial(send, client, written(staff(count)))) for count in (10, 10, 40)]
    assert counted[1] == counted[2]


# Wrong files


def workbook(rows, *, formula=""):
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        if formula:
            sheet.write_formula(1, 1, formula, value="Petit")
    return output.getvalue()


def repacked(content, **members):
    """Write a workbook again with other members in its archive."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, members.pop(name.rpartition("/")[2], old.read(name)))
        for name, extra in members.items():
            new.writestr(f"xl/{name}", extra)
    return output.getvalue()


ROWS = [HEADER.split(";"), *(line.cells() for line in staff(3))]
GOOD = written(staff(3)).decode()
FILES = {
    "missing columns": (
        "l.csv",
        b"Nom;Statut\r\nPetit;actif",
        ["Il manque la colonne « Prénom »", "Il manque la colonne « Date de naissance »"],
    ),
    "a bad date": ("l.csv", GOOD.replace("01/01/2015", "31/02/2015", 1).encode(), ["Ligne 2", "le jour « 31/02/2015 » n’existe pas"]),
    "a word for a date": ("l.csv", GOOD.replace("01/01/2015", "bientôt", 1).encode(), ["Ligne 2", "« bientôt » n’est pas une date"]),
    "the same person twice": ("l.csv", written([*staff(2), *staff(1)]), ["Ligne 4", "est déjà à la ligne 2"]),
    "no line": ("l.csv", HEADER.encode(), ["Ce fichier n’a aucune ligne sous les titres"]),
    "nothing": ("l.csv", b"\r\n\r\n", ["Ce fichier est vide"]),
    "nothing at all": ("l.csv", b"", ["Ce fichier est vide"]),
    "a formula": ("l.csv", GOOD.replace("Voirie", "=1+1", 1).encode(), ["Ligne 2, colonne « Service »", "formule"]),
    "a formula in a workbook": ("l.xlsx", workbook(ROWS, formula='="Petit"'), ["formule"]),
    "an old workbook": ("l.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["ancien format (.xls)"]),
    "a workbook with macros": ("l.xlsm", repacked(workbook(ROWS), **{"vbaProject.bin": b"macro"}), ["macros"]),
    "a PDF": ("l.csv", b"%PDF-1.7 liste", ["C’est un PDF"]),
    "uneven lines": ("l.csv", (GOOD + "\r\nun;deux").encode(), ["Ligne 5", "le nombre de cellules"]),
    "a zip bomb": ("l.xlsx", repacked(workbook(ROWS), **{"sheet1.xml": b"<worksheet>" + b" " * 260_000_000}), ["Ce classeur est anormal"]),
    "a damaged workbook": ("l.xlsx", workbook(ROWS)[:900], ["Ce classeur est abîmé"]),
}


@pytest.mark.parametrize("case", FILES)
def test_a_wrong_file_is_refused_with_line_and_cause_and_nothing_is_kept(client, reims, case):
    held(reims, staff(2))
    before = current_view()
    name, content, told = FILES[case]
    response = send(client, content, name=name)
    assert response.status_code == 422
    for words in told:
        assert words in text(response)
    assert current_view() == before
    assert not RosterImport.objects.exists()
    assert not Document.objects.exists()


def test_a_file_with_social_security_numbers_is_refused_before_anything_of_it_is_stored(client, reims):
    for titles in (HEADER, HEADER.replace("Nom", "Patronyme complet").replace("Statut", "Cadre")):
        content = written(staff(2)).replace(b";Voirie", b";Voirie;285035110012313").replace(HEADER.encode(), f"{titles};NIR".encode())
        assert "La colonne « NIR » contient des numéros de sécurité sociale" in text(send(client, content))
    assert not Document.objects.exists()
    assert not RosterImport.objects.exists()


def test_every_fault_of_a_file_is_told_with_its_line(client):
    wrong = GOOD.replace("01/01/2015", "hier").replace("actif", "parti")
    shown = text(send(client, wrong.encode()))
    assert "Ce fichier contient 6 erreurs" in shown
    assert [f"Ligne {line}" in shown for line in (2, 3, 4)] == [True] * 3


def test_of_very_many_faults_the_first_are_shown_and_the_others_counted(client):
    wrong = written(staff(600)).decode().replace("01/01/2015", "hier")
    shown = text(send(client, wrong.encode()))
    assert "Ce fichier contient 600 erreurs" in shown
    assert "Et 100 autres erreurs" in shown


def test_two_hundred_megabytes_are_refused_before_they_are_read(client, monkeypatch):
    def unread(*args, **kwargs):
        raise AssertionError("the file was read")

    monkeypatch.setattr("entraide.apps.beneficiaries.operations.roster_previews.read_list", unread)
    response = send(client, bytes(200_000_000))
    assert response.status_code == 422
    # It is read no further than a request may be: its size is what was announced, and the year behind it was not lost by anybody's fault.
    assert "Ce fichier est trop gros : 200 Mo. 20 Mo au plus." in text(response)
    assert "un point à corriger" in text(response) and "Année de la liste :" not in text(response)


def test_no_file_at_all_is_asked_for(client):
    response = client.post(reverse("correspondent:roster"), {"year": 2024})
    assert response.status_code == 422
    assert "Choisissez le fichier de votre liste" in text(response)


def test_a_wrong_file_leaves_the_list_that_waits(client):
    send(client, written(staff(2)))
    waiting = the_list()
    send(client, b"%PDF-1.7")
    waiting.refresh_from_db()
    assert waiting.state == "previewed"
