"""What the rules of the electronic invoice say of a document is kept with the version of the rules, shown, and printed."""

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.models import FormatCheck
from entraide.apps.contributions.operations.format_checks import check_document, check_documents
from entraide.apps.contributions.operations.printing import print_documents
from entraide.apps.contributions.queries.format_checks import last_check, report_of
from entraide.apps.contributions.refusals import CheckNotRun, NotAccountant, NotFound, NotPrinted
from entraide.apps.documents.operations import NewFile, keep
from entraide.integrations.schematron import rules_version
from entraide.orm.keys import uuid7
from tests.factories.actors import person, signed_in
from tests.factories.base import NOW, TODAY
from tests.factories.call_documents import CallDocumentFactory, FormatCheckFactory
from tests.portals.staff.test_call_documents_pages import text_of


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "at": NOW, "on": TODAY}


def printed(count=1):
    rows = [CallDocumentFactory() for _ in range(count)]
    print_documents(limit=count, **ACT)
    return rows


def test_every_printed_document_is_checked_once_by_the_schedule_and_again_on_demand():
    printed(2)
    CallDocumentFactory()
    assert [check_documents(limit=9, **ACT) for _ in range(2)] == [2, 0]
    check = last_check(FormatCheck.objects.order_by("document__number").first().document_id)
    assert check.is_sound
    assert [(report["name"], report["version"], report["failed"]) for report in check.reports] == [
        (name, rules_version(name), []) for name in ("EN 16931", "Règles françaises")
    ]
    assert all(report["fired"] > 50 for report in check.reports)
    check_document(document_id=check.document_id, **ACT)
    assert FormatCheck.objects.filter(document_id=check.document_id).count() == 2


def test_what_cannot_be_checked_says_why():
    row = CallDocumentFactory()
    with pytest.raises(NotPrinted):
        check_document(document_id=row.pk, **ACT)
    with pytest.raises(NotFound):
        check_document(document_id=uuid7(), **ACT)
    with pytest.raises(NotAccountant):
        check_document(document_id=row.pk, **ACT | {"actor": person(Role.CLAIMS_OFFICER).actor})
    row.file_id = keep(file=NewFile(b"%PDF-1.7", "x.pdf", "application/pdf", "call_document"), **ACT)
    row.save(update_fields=["file"])
    assert not FormatCheck.objects.exists()


def test_a_file_that_cannot_be_read_keeps_its_fault_and_no_other_from_being_checked():
    printed(2)
    row = CallDocumentFactory()
    row.file_id = keep(file=NewFile(b"%PDF-1.7", "x.pdf", "application/pdf", "call_document"), **ACT)
    row.save(update_fields=["file"])
    assert [check_documents(limit=9, **ACT) for _ in range(2)] == [3, 0]
    assert [check.document_id for check in FormatCheck.objects.filter(is_sound=False)] == [row.pk]
    assert "illisible : " in report_of(last_check(row.pk))


def test_a_document_that_does_not_print_is_logged_and_keeps_no_other_from_it(caplog):
    bad, good = (CallDocumentFactory(**said) for said in ({"content": {}}, {}))
    assert [print_documents(limit=9, **ACT) for _ in range(2)] == [1, 0]
    good.refresh_from_db()
    assert good.file_id and f"{bad.number} cannot be printed" in caplog.text


def test_rules_that_cannot_be_run_are_said_and_nothing_is_kept(monkeypatch, tmp_path):
    (row,) = printed()
    monkeypatch.setattr("entraide.integrations.schematron.STYLESHEETS", {"EN 16931": tmp_path / "none.xslt"})
    with pytest.raises(CheckNotRun):
        check_document(document_id=row.pk, **ACT)
    assert not FormatCheck.objects.exists()


def test_the_accountant_reads_the_report_on_the_page_checks_again_and_downloads_it():
    (row,), client = printed(), signed_in(person(Role.ACCOUNTANT_PREPARES))
    page, report = reverse("staff:call_document", args=[row.pk]), reverse("staff:format_report", args=[row.pk])
    assert "pas encore été contrôlé" in text_of(client.get(page))
    assert client.get(report).status_code == 404
    told = text_of(client.post(reverse("staff:format_check", args=[row.pk]), follow=True))
    assert "Contrôle Factur-X : EN 16931 et règles françaises, 0 échec, le 15 octobre 2024" in told
    answer = client.get(report)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode() == report_of(last_check(row.pk))


def test_a_rule_that_fails_is_read_on_the_page_and_in_the_report():
    check = FormatCheckFactory(
        is_sound=False, reports=[{"name": "EN 16931", "version": "1", "fired": 80, "failed": [["BR-CO-16", "Amount due."]]}]
    )
    row = check.document
    row.file_id = keep(file=NewFile(b"%PDF-1.7", "x.pdf", "application/pdf", "call_document"), **ACT)
    row.save(update_fields=["file"])
    told = text_of(signed_in(person(Role.ACCOUNTANT_PREPARES)).get(reverse("staff:call_document", args=[row.pk])))
    assert "non conforme" in told and "1 échec" in told and "BR-CO-16" in told
    assert "    BR-CO-16 : Amount due." in report_of(check)


def test_the_command_checks_one_document_and_writes_the_whole_reports(tmp_path):
    (row,), out = printed(), StringIO()
    call_command("contributions", "check", row.number.lower(), "--svrl", str(tmp_path), stdout=out)
    assert f"Contrôle Factur-X de {row.number} : EN 16931 et règles françaises, 0 échec" in out.getvalue()
    assert [file.name for file in sorted(tmp_path.iterdir())] == [f"{row.number}-1.svrl", f"{row.number}-2.svrl"]
    with pytest.raises(CommandError, match="Aucun document"):
        call_command("contributions", "check", "AC-2024-999999", stdout=io.StringIO())
    with pytest.raises(CommandError, match="ne s’écrit pas"):
        call_command("contributions", "check", row.number, "--svrl", str(tmp_path / "no"), stdout=io.StringIO())
    with pytest.raises(CommandError, match="pas encore imprimé"):
        call_command("contributions", "check", CallDocumentFactory().number, stdout=io.StringIO())
