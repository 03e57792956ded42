"""`entraide roster import` tells what a list brings, and applies it only when asked and when nothing needs a person."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.beneficiaries.models import RosterImport
from tests.apps.beneficiaries.rosters import current_view, held, staff, written
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
    held(reims, staff(6))
    before = current_view()
    told = run([*staff(5), *staff(1, first=40)], "--year", "2024")
    assert told.splitlines()[0] == "1 arrivée, 1 départ, 5 inchangés"
    assert "ligne 7" in told
    assert "absent" in told
    assert current_view() == before
    assert not RosterImport.objects.exists()


def test_apply_applies_it_as_one_act(run, reims):
    run(staff(3), "--apply")
    roster = RosterImport.objects.get()
    assert (roster.state, roster.arrival_count, roster.member) == ("applied", 3, reims)


def test_it_answers_in_json(run):
    told = json.loads(run(staff(2), "--json"))
    assert (told["summary"], told["applying"], [entry["kind"] for entry in told["entries"]]) == ("2 arrivées", False, ["arrival"] * 2)


def test_every_fault_is_printed_and_nothing_is_applied(run):
    wrong = written(staff(3)).replace(b"01/01/2015", b"hier")
    assert "Ligne 3. Date d’arrivée : « hier » n’est pas une date" in run(wrong, "--apply")
    assert "3 faute(s) : rien n'a été changé." in run(wrong, "--apply")
    assert len(json.loads(run(wrong, "--json").splitlines()[0])["faults"]) == 3
    assert not RosterImport.objects.exists()


def test_a_doubt_is_left_to_a_person(run, reims):
    lines = staff(6)
    held(reims, lines)
    told = run([replace(lines[0], family_name=lines[0].name[:-1] + "c", matricule="99"), *lines[1:]], "--apply")
    assert "1 doute(s)" in told
    assert not RosterImport.objects.exists()


def test_removing_much_of_the_staff_is_confirmed(run, reims):
    held(reims, staff(10))
    assert "confirmez avec --confirm" in run(staff(5), "--apply")
    assert not RosterImport.objects.exists()
    run(staff(5), "--apply", "--confirm")
    assert RosterImport.objects.get().departure_count == 5


def test_what_cannot_be_read_is_said_in_a_sentence(run, tmp_path, reims):
    assert "C’est un PDF" in run(b"%PDF-1.7")
    assert "Aucun adhérent n'a le SIREN 123" in run(staff(1), siren="123")
    assert "trop gros" in run(bytes(20_000_001))
    with pytest.raises(CommandError, match="Aucun fichier"):
        call_command("roster", "import", str(tmp_path / "absent.csv"), "--member", reims.siren)
