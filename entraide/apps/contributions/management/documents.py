"""`entraide contributions print` and `entraide contributions deposit --folder DIR`: documents printed, handed over, followed."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.operations.deposits import deposit, record_statuses
from entraide.apps.contributions.operations.printing import print_documents
from entraide.apps.contributions.queries.deposits import unprinted_count
from entraide.core.contributions.deposits import read_statuses
from entraide.ui import clock
from entraide.ui.arguments import why
from entraide.ui.components.texts import accord
from entraide.ui.refusals import say


BATCH = 50
EVERYTHING = 1_000_000
ANSWERS = "statuts*.csv"


def add_documents(acts: Any) -> None:
    """Declare the acts on documents."""
    acts.add_parser("print", help="imprime les documents qui n'ont pas encore leur fichier")
    handing = acts.add_parser("deposit", help="lit les statuts d'un dossier d'échange, puis y écrit les documents à déposer")
    handing.add_argument("--folder", type=Path, required=True, metavar="DOSSIER", help="le dossier partagé avec le portail de facturation")


def told() -> dict[str, Any]:
    """Say who acts, and when."""
    return {"actor": system_actor("contributions command"), "at": clock.now(), "on": clock.today()}


def print_waiting(command: BaseCommand) -> None:
    """Print all documents that have no file, with progress; cut short, it goes on where it stopped."""
    waiting, done = unprinted_count(), 0
    while count := print_documents(limit=BATCH, **told()):
        done += count
        if done < waiting:
            command.stdout.write(f"{done} sur {waiting}")
    command.stdout.write(f"{accord(done, 'document imprimé,documents imprimés')}.")


def exchange(command: BaseCommand, folder: Path) -> None:
    """Read every file of statuses of a folder, then write into it what is to be deposited.

    :raises CommandError: if there is no such folder, it cannot be written, or a line could not be kept: each fault is told.
    """
    if not folder.is_dir():
        raise CommandError(f"{folder} n’est pas un dossier.")
    faults = [fault for path in sorted(folder.glob(ANSWERS)) for fault in _read(command, path)]
    try:
        count = deposit(folder=folder, limit=EVERYTHING, **told())
    except OSError as fault:
        raise CommandError(f"Le dossier {folder} ne s’écrit pas : {why(fault)}.") from fault
    command.stdout.write(f"{accord(count, 'document remis,documents remis')} au dossier {folder}.")
    if left := unprinted_count():
        command.stdout.write(f"{accord(left, 'document attend,documents attendent')} l’impression : entraide contributions print.")
    if faults:
        raise CommandError("\n".join(faults))


def _read(command: BaseCommand, path: Path) -> list[str]:
    """Read one file of statuses; give its faults."""
    try:
        lines, findings = read_statuses(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return [f"{path.name} ne se lit pas : enregistrez-le en CSV, encodage UTF-8."]
    done = record_statuses(lines=lines, file_name=path.name, **told())
    kept, known = accord(done.count, "statut retenu,statuts retenus"), accord(done.known, "déjà connu,déjà connus")
    command.stdout.write(f"{path.name} : {kept}, {known}.")
    return [f"{path.name} : {say(finding)}" for finding in (*findings, *done.findings)]
