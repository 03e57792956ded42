"""Documents leave once through a folder, and what comes back is kept once, each fault by its sentence."""

import csv
import fcntl
import os
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import CallDocument, Deposit
from entraide.apps.contributions.operations import deposits
from entraide.apps.contributions.operations.printing import print_documents
from entraide.apps.contributions.operations.replacing import cancel_and_replace
from entraide.apps.contributions.queries.deposits import counts_by_status, histories
from entraide.apps.contributions.queries.documents import document
from entraide.apps.contributions.refusals import NotAccountant
from entraide.core.contributions.deposits import DepositStatus, read_statuses
from entraide.ui.refusals import say
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory, DocumentPartFactory
from tests.factories.members import EstablishmentFactory, MemberFactory


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def printed(count=1):
    rows = [CallDocumentFactory() for _ in range(count)]
    print_documents(limit=count, **ACT)
    return rows


def deposit(folder, **options):
    return deposits.deposit(folder=folder, **{"limit": 100} | ACT | options)


def told(*lines):
    """Record statuses; give what changed and the sentences of the faults."""
    read, findings = read_statuses("\n".join(["numero;statut;date;motif", *lines]))
    done = deposits.record_statuses(lines=read, file_name="statuts.csv", **ACT)
    return done.count, done.known, [say(finding) for finding in (*findings, *done.findings)]


def test_each_document_leaves_once_with_its_line_in_the_manifest(tmp_path):
    rows = printed(3)
    assert [deposit(tmp_path, limit=2), deposit(tmp_path), deposit(tmp_path)] == [2, 1, 0]
    manifests = sorted(tmp_path.glob("depot-*.csv"))
    lines = [line for manifest in manifests for line in csv.DictReader(manifest.read_text("utf-8-sig").splitlines(), delimiter=";")]
    assert sorted(line["numero"] for line in lines) == sorted(row.number for row in rows)
    assert all((tmp_path / line["fichier"]).read_bytes()[:5] == b"%PDF-" for line in lines)
    assert (tmp_path / lines[0]["fichier"]).stat().st_mode & 0o077 == 0
    assert document(rows[0].pk, on=TODAY).state == "deposited"


def test_a_document_that_is_not_printed_waits(tmp_path):
    CallDocumentFactory()
    assert deposit(tmp_path) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_call_cancelled_before_it_left_stays_with_its_credit(tmp_path):
    member = MemberFactory()
    EstablishmentFactory(member=member, siret=f"{member.siren}00019")
    row = DocumentPartFactory(document__debtor=member).document
    fresh = cancel_and_replace(document_id=row.pk, reason="Engagement", **ACT)
    print_documents(limit=9, **ACT)
    assert deposit(tmp_path) == 1
    assert Deposit.objects.get().document_id == fresh
    assert CallDocument.objects.count() == 3


def test_a_run_that_was_cut_short_is_finished_by_the_next_one(tmp_path, monkeypatch):
    printed()
    with monkeypatch.context() as patched, pytest.raises(OSError, match="full"):
        patched.setattr(type(tmp_path), "rename", _full)
        deposit(tmp_path)
    assert [path.suffix for path in tmp_path.glob("depot-*")] == [".part"]
    assert deposit(tmp_path) == 0
    assert [path.suffix for path in tmp_path.glob("depot-*")] == [".csv"]


def _full(*args):
    raise OSError("full")


def test_a_run_that_failed_leaves_nothing_said(tmp_path, monkeypatch):
    printed()
    with monkeypatch.context() as patched, pytest.raises(RuntimeError):
        patched.setattr(deposits, "record", _broken)
        deposit(tmp_path)
    assert not Deposit.objects.exists()
    assert deposit(tmp_path) == 1
    assert len(list(tmp_path.glob("depot-*.csv"))) == 1 and not list(tmp_path.glob("*.part"))


def _broken(*args, **kwargs):
    raise RuntimeError


def test_statuses_are_kept_once_in_order_and_the_last_one_stands():
    row = CallDocumentFactory()
    lines = [
        f"{row.number};mise à disposition;2024-10-03;",
        f"{row.number};déposée;2024-10-01;",
        f"{row.number};suspendue;2024-10-04;SIRET",
    ]
    assert told(*lines) == (3, 0, [])
    assert told(*lines) == (0, 3, [])
    assert document(row.pk, on=TODAY).deposit == "suspended"


def test_each_fault_of_a_file_has_its_sentence_and_the_rest_is_kept():
    row, other = CallDocumentFactory(), CallDocumentFactory()
    tomorrow = TODAY + timedelta(days=1)
    count, known, sentences = told(
        f"{row.number};comptabilisée;2024-10-03;",
        f"{row.number};déposée;2024-10-05;",
        f"{row.number};mise en paiement;2024-10-02;",
        "AC-2019-000001;déposée;2024-10-03;",
        f"{other.number};déposée;{tomorrow};",
        f"{other.number};déposée;2024-09-15;",
    )
    assert (count, known) == (1, 0)
    assert sentences == [
        f"Ligne 2, {row.number} : « comptabilisée » ne peut pas suivre « mise en paiement ».",
        f"Ligne 3, {row.number} : « déposée » ne peut pas suivre « mise en paiement ».",
        "Ligne 5 : aucun document ne porte le numéro AC-2019-000001.",
        f"Ligne 6, {other.number} : le 16/10/2024 n’est pas encore passé.",
        f"Ligne 7, {other.number} : le 15/09/2024 est avant l’émission du document, du 16/09/2024.",
    ]


def test_only_accountants_hand_over_and_read(tmp_path):
    actor = person(Role.DIRECTOR).actor
    with pytest.raises(NotAccountant):
        deposit(tmp_path, actor=actor)
    with pytest.raises(NotAccountant):
        deposits.record_statuses(lines=[], file_name="x", **ACT | {"actor": actor})


def test_the_command_prints_hands_over_and_reads_what_came_back(tmp_path, capsys):
    rows = [CallDocumentFactory() for _ in range(2)]
    (tmp_path / "statuts-1.csv").write_text(f"numero;statut;date;motif\n{rows[0].number};rejetée;2024-10-10;SIRET\n", "utf-8")
    call_command("contributions", "print")
    call_command("contributions", "deposit", "--folder", str(tmp_path))
    out = capsys.readouterr().out.replace("\xa0", " ")
    assert "2 documents imprimés" in out
    assert "1 statut retenu" in out and "1 document remis" in out
    with pytest.raises(CommandError, match="n’est pas un dossier"):
        call_command("contributions", "deposit", "--folder", str(tmp_path / "nowhere"))


def test_the_last_status_of_a_day_is_the_last_that_the_file_says():
    rows = printed(12)
    said = ("déposée", "en cours d’acheminement", "mise à disposition")
    assert told(*(f"{row.number};{status};15/10/2024;" for status in said for row in rows)) == (36, 0, [])
    assert {document(row.pk, on=TODAY).deposit for row in rows} == {"available"}
    assert {history[-1].status for history in histories(row.pk for row in rows).values()} == {"available"}
    assert counts_by_status() == {DepositStatus.AVAILABLE: 12}


def test_a_run_waits_for_the_one_that_writes_in_the_folder(tmp_path):
    writing = tmp_path / "depot-20241015-100000-abcd.csv.part"
    writing.write_text("under way", encoding="utf-8")
    held = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)

    def end():
        seen.append(writing.exists())
        os.close(held)

    seen: list[bool] = []
    other = threading.Timer(0.3, end)
    other.start()
    assert deposit(tmp_path) == 0
    other.join()
    assert (seen, writing.exists()) == ([True], False)
