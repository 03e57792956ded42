"""An association's records are taken over whole or not at all, once, each app writing its own."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from entraide.apps.accounts.models import Account
from entraide.apps.audit.models import AuditEntry
from entraide.apps.beneficiaries.models import Affiliation, BankDetails, Beneficiary, DependantIdentity, Kinship
from entraide.apps.beneficiaries.operations.files import open_iban
from entraide.apps.beneficiaries.queries.employment import rights_of
from entraide.apps.claims.models import ImportedBenefit
from entraide.apps.contributions.models import ContributionLine
from entraide.apps.ledger.models import JournalEntry
from entraide.apps.members.models import Member
from entraide.apps.network.queries import holders_of
from entraide.apps.usage.models import Use
from entraide.core.money import Money
from entraide.ui.commands import Faulty
from tests.factories.base import TODAY


pytestmark = pytest.mark.django_db

FILES = {
    "members.csv": """siren,name,kind,department,member_since,correspondent_family_name,correspondent_given_name,correspondent_email
200067213,CU du Grand Reims,epci,51,2017-01-01,Marchand,Sylvie,sylvie.marchand@exemple.fr
215102328,Commune de Fismes,commune,51,2009-01-01,,,
""",
    "beneficiaries.csv": """member_siren,external_id,family_name,given_name,born_on,status,since,until,email,matricule,iban
200067213,B1,Ferrand,Nadia,1985-03-12,active,2017-01-01,,nadia@exemple.fr,00001,FR7630006000011234567890189
215102328,B2,Petit,David,1978-08-15,active,2020-05-01,2023-03-31,,7,
200067213,B2,Petit,David,1978-08-15,active,2023-04-01,,,12,
""",
    "dependants.csv": """beneficiary_external_id,external_id,kind,family_name,given_name,born_on,since
B1,A1,child,Ferrand,Lina,2016-05-17,2017-01-01
B2,A1,child,Ferrand,Lina,2016-05-17,2020-05-01
B2,,spouse,Petit,Anne,1980-01-01,2020-05-01
""",
    "contributions.csv": """member_siren,year,kind,label,heads,on,amount
200067213,2023,call,Appel 2023,2,2023-01-31,424.00
200067213,2023,adjustment,Régularisation,,2023-03-31,-12.34
215102328,2023,adjustment,Sans effet,,2023-03-31,0.00
""",
    "benefits.csv": """beneficiary_external_id,member_siren,benefit,dependant_external_id,settled_on,amount,external_id
B1,,accueil-de-loisirs,A1,2023-09-21,100.00,P1
B1,200067213,accueil-de-loisirs,,2023-09-21,20.00,
B2,215102328,accueil-de-loisirs,,2023-02-01,40.00,P2
""",
}


WRITTEN = (
    Account,
    Affiliation,
    AuditEntry,
    BankDetails,
    Beneficiary,
    ContributionLine,
    ImportedBenefit,
    JournalEntry,
    Kinship,
    Member,
    Use,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def taken(folder: Path, *options: str) -> str:
    told = StringIO()
    call_command("opening", "import", str(folder), *options, stdout=told)
    return told.getvalue()


def counted() -> dict[str, int]:
    models = (
        Member,
        Beneficiary,
        Affiliation,
        Kinship,
        BankDetails,
        ContributionLine,
        ImportedBenefit,
        Use,
        JournalEntry,
        Account,
        AuditEntry,
    )
    return {model.__name__: model.objects.count() for model in models}


def test_rights_that_are_taken_over_are_those_of_the_rule(folder):
    people = folder / "beneficiaries.csv"
    line = "215102328,B3,Roy,Inès,2006-02-01,apprentice,2023-09-01,2023-11-30,,8,\n"
    people.write_text(people.read_text(encoding="utf-8") + line, encoding="utf-8")
    taken(folder)
    for row in Affiliation.objects.select_related("member").order_by("pk"):
        assert row.rights_until == rights_of([row])[row.pk]
    # Three months of apprenticeship open none.
    assert Affiliation.objects.get(beneficiary__external_id="B3").rights_until == date(2023, 9, 1)


def test_records_become_rows_of_every_app(folder):
    taken(folder)
    found = counted()
    expected = {"Member": 2, "Beneficiary": 2, "Affiliation": 3, "Kinship": 3, "ImportedBenefit": 3, "Use": 3, "JournalEntry": 5}
    assert {name: found[name] for name in expected} == expected
    use = Use.objects.get(cents=Money.of(100))
    assert (use.origin, use.on, use.code) == ("imported", date(2023, 9, 21), "accueil-de-loisirs")
    assert use.source_id == ImportedBenefit.objects.get(external_key="P1").pk


def test_a_second_import_creates_nothing(folder):
    taken(folder)
    before = counted()
    assert "       0 bénéficiaires" in taken(folder)
    assert counted() == before


def test_each_app_leaves_one_entry_in_the_trail(folder):
    taken(folder)
    verbs = list(AuditEntry.objects.order_by("verb").values_list("verb", flat=True))
    assert len(verbs) == len(set(verbs))
    assert {verb.split(".")[0] for verb in verbs} >= {"members", "network", "beneficiaries", "contributions", "claims", "accounts"}


def test_a_dry_run_tells_and_keeps_nothing(folder):
    before = counted()
    told = json.loads(taken(folder, "--dry-run", "--json"))
    assert (told["dry_run"], told["created"]["beneficiaries"], told["created"]["benefits"]) == (True, 2, 3)
    assert told["years"] == [{"year": 2023, "contributions": "411.66", "benefits": "160.00", "benefit_count": 3, "user_count": 2}]
    assert counted() == before


def test_one_fault_stops_everything_and_all_are_told_with_file_and_line(folder):
    benefits = FILES["benefits.csv"].replace("2023-09-21,100.00", "2031-09-21,100.00").replace("B2,215102328", "B9,215102328")
    (folder / "benefits.csv").write_text(benefits)
    told = StringIO()
    with pytest.raises(CommandError, match="2.fautes : rien"):
        call_command("opening", "import", str(folder), stdout=told)
    assert "benefits.csv, ligne 2" in told.getvalue() and "benefits.csv, ligne 4" in told.getvalue()
    assert Member.objects.count() == 0


def test_an_unreadable_file_is_named(folder):
    (folder / "benefits.csv").write_bytes(b"%PDF-1.7 not lines")
    with pytest.raises(Faulty) as stopped:
        call_command("opening", "import", str(folder), "--json")
    assert "benefits.csv" in stopped.value.faults[0]["sentence"]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="Aucun dossier"):
        call_command("opening", "import", str(tmp_path / "nowhere"))


def test_rights_go_on_to_the_end_of_the_year_of_departure(folder):
    taken(folder)
    left = Affiliation.objects.get(staff_number="7")
    assert (left.until, left.rights_until) == (date(2023, 4, 1), date(2024, 1, 1))
    assert set(Affiliation.objects.filter(until=None).values_list("rights_until", flat=True)) == {None}


def test_a_child_of_two_agents_is_one_person(folder):
    taken(folder)
    lina = DependantIdentity.objects.filter(given_name="Lina").order_by("pk")
    assert lina.count() == 1
    assert Kinship.objects.filter(dependant_id=lina[0].dependant_id).count() == 2
    assert lina[0].proved_from == "reprise des dossiers antérieurs"


def test_an_iban_is_sealed_and_opens_again(folder):
    taken(folder)
    details = BankDetails.objects.get()
    assert b"30006000" not in bytes(details.iban_sealed)
    assert open_iban(details.pk, bytes(details.iban_sealed)) == "FR7630006000011234567890189"


def test_a_correspondent_has_a_mandate_and_an_account_without_password(folder):
    taken(folder)
    account = Account.objects.get(email="sylvie.marchand@exemple.fr")
    assert not account.has_usable_password()
    assert holders_of(Member.objects.get(siren="200067213").pk, on=TODAY) == [("correspondent", account.pk)]


def test_a_later_file_adds_only_what_is_new(folder):
    taken(folder)
    with (folder / "beneficiaries.csv").open("a") as file:
        file.write("215102328,B3,Durand,Zoé,1990-02-02,active,2024-01-01,,,13,\n")
    taken(folder)
    assert Beneficiary.objects.count() == 3
    assert Affiliation.objects.count() == 4


def test_a_file_that_cannot_be_opened_does_not_hide_the_faults_of_the_others(folder):
    (folder / "benefits.csv").write_text("beneficiary_external_id,benefit,settled_on,amount\n=1+1,x,2023-01-01,1.00\n")
    members = (folder / "members.csv").read_text().replace("200067213", "200067214")
    (folder / "members.csv").write_text(members)
    people = (folder / "beneficiaries.csv").read_text().replace("1978-08-15", "1978-02-31")
    (folder / "beneficiaries.csv").write_text(people)
    with pytest.raises(Faulty) as stopped:
        call_command("opening", "import", str(folder), "--dry-run", "--json")
    places = {fault["where"].partition(",")[0] for fault in stopped.value.faults}
    assert {"benefits.csv", "members.csv", "beneficiaries.csv"} <= places
    assert not any("Il manque le fichier" in fault["sentence"] for fault in stopped.value.faults)
