"""Reads of what the rules of the electronic invoice said of documents."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from entraide.apps.contributions.models import CallDocument, FormatCheck


def unchecked() -> QuerySet[CallDocument]:
    """Give the printed documents that were never checked, by number."""
    checks = FormatCheck.objects.filter(document_id=OuterRef("pk"))
    return CallDocument.objects.defer("content").filter(~Exists(checks), file__isnull=False).order_by("issued_on", "number")


def last_check(document_id: UUID) -> FormatCheck | None:
    """Give the last check of a document, or nothing."""
    return FormatCheck.objects.filter(document_id=document_id).select_related("document").order_by("-checked_at", "-pk").first()


def sentence_of(check: FormatCheck) -> str:
    """Say in one sentence what a check found."""
    count = sum(len(report["failed"]) for report in check.reports)
    return f"EN 16931 et règles françaises, {count} {'échecs' if count > 1 else 'échec'}"


def report_of(check: FormatCheck) -> str:
    """Write the report of a check: the file that was read, each set of rules with its version, how many fired, what fails."""
    lines = [
        f"Contrôle Factur-X de {check.document.number} : {sentence_of(check)}",
        f"Contrôlé le {check.checked_on:%d/%m/%Y}",
        f"Fichier contrôlé (SHA-256) : {check.digest}",
    ]
    for report in check.reports:
        failed = report["failed"]
        lines += [
            "",
            report["name"],
            f"  Version des règles : {report['version']}",
            f"  Règles appliquées : {report['fired']}",
            f"  Échecs : {len(failed)}",
            *(f"    {code} : {text}" for code, text in failed),
            *(f"    À regarder, {code} : {text}" for code, text in report.get("warned", ())),
        ]
    return "\n".join(lines) + "\n"
