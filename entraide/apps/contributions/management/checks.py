"""`entraide contributions check NUMBER`: what the rules of the electronic invoice say of the file of a document."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from entraide.apps.contributions.management.documents import told
from entraide.apps.contributions.operations.format_checks import check_document
from entraide.apps.contributions.queries.documents import numbered
from entraide.apps.contributions.queries.format_checks import last_check, report_of
from entraide.core.refusals import Refusal
from entraide.ui.refusals import say


def add_checks(acts: Any) -> None:
    """Declare the act."""
    check = acts.add_parser("check", help="contrôle le fichier Factur-X d'un document et imprime le rapport")
    check.add_argument("number", metavar="NUMÉRO", help="par exemple AC-2024-000012")
    check.add_argument("--svrl", type=Path, metavar="DOSSIER", help="écrit aussi dans ce dossier les rapports entiers, en SVRL")


def check_number(command: BaseCommand, options: dict[str, Any]) -> None:
    """Check one document, keep what was said of it, print the report.

    :raises CommandError: if there is no such document, it has no file, the rules could not be run, a report cannot be written, or a rule
        fails.
    """
    number, folder = options["number"].upper(), options["svrl"]
    document_id = numbered(number)
    if document_id is None:
        raise CommandError(f"Aucun document ne porte le numéro {number}.")
    try:
        reports = check_document(document_id=document_id, **told())
    except Refusal as refused:
        raise CommandError(say(refused)) from refused
    found = last_check(document_id)
    command.stdout.write(report_of(found).rstrip())
    try:
        for place, report in enumerate(reports if folder else (), start=1):
            (folder / f"{number}-{place}.svrl").write_text(report.svrl, encoding="utf-8")
    except OSError as fault:
        raise CommandError(f"Le dossier {folder} ne s’écrit pas : {fault.strerror}.") from fault
    if not found.is_sound:
        raise CommandError("Le document ne respecte pas toutes les règles.")
