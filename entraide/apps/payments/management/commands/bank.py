"""`entraide bank statement FILE` and `entraide bank transfers BATCH -o FILE`: the bank's files without a browser."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from entraide.apps.accounts.actor import system_actor
from entraide.apps.payments import queries
from entraide.apps.payments.operations.statements import import_statement
from entraide.core.refusals import Refusal
from entraide.ui import clock
from entraide.ui.arguments import add_acts, why
from entraide.ui.components.texts import accord
from entraide.ui.refusals import say


class Command(BaseCommand):
    """Read a statement, or write the file of a released batch."""

    help = "Banque : statement lit un relevé camt.053, transfers écrit le fichier d'un lot validé."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("statement", "transfers"))
        statement = acts.add_parser("statement", help="lit un relevé et dit ce qu'il a payé")
        statement.add_argument("file", type=Path, help="le fichier camt.053")
        transfers = acts.add_parser("transfers", help="écrit le fichier d'un lot validé")
        transfers.add_argument("batch", help="la référence du lot, L-…")
        transfers.add_argument("-o", "--output", type=Path, required=True, help="le fichier pain.001 à écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act."""
        getattr(self, options["act"])(options)

    def statement(self, options: dict[str, Any]) -> None:
        """Read a statement, have each owner follow its lines, and say what happened.

        :raises CommandError: if the file cannot be read, or is not a statement of ours: each fault on its line.
        """
        told = {"actor": system_actor("bank command"), "at": clock.now(), "on": clock.today()}
        try:
            content = options["file"].read_bytes()
        except OSError as fault:
            raise CommandError(f"Le fichier {options['file']} ne se lit pas : {why(fault)}.") from fault
        try:
            done = import_statement(content=content, name=options["file"].name, **told)
        except Refusal as refusal:
            more = [say(finding) for finding in getattr(refusal, "findings", ())[1:]]
            raise CommandError("\n".join([say(refusal), *more])) from refusal
        import_string(settings.ENTRAIDE_BANK_OWNERS)(**told)
        self.stdout.write(
            f"{accord(done.settled_count, 'virement payé,virements payés')}, {accord(done.returned_count, 'retourné')}, "
            f"{accord(done.other_count, 'ligne')} hors virements, {done.left_count} à régler."
        )
        for code, reason, count in queries.return_reasons(done.statement_id):
            self.stdout.write(f"  {accord(count, 'retour')} : {code} {reason}")

    def transfers(self, options: dict[str, Any]) -> None:
        """Write the file of a released batch, always the same bytes, readable by its owner alone.

        :raises CommandError: if there is no such batch, it is not released, or the file cannot be written.
        """
        batch = queries.batch_by_reference(options["batch"])
        if batch is None:
            raise CommandError(f"Aucun lot ne porte la référence {options['batch']}.")
        content = queries.file_of(batch)
        if content is None:
            raise CommandError(f"Le lot {batch.reference} n’est pas validé : il n’a pas encore de fichier.")
        try:
            # Whole account numbers: nobody else on the machine reads them.
            options["output"].touch(mode=0o600, exist_ok=True)
            options["output"].write_bytes(content)
        except OSError as fault:
            raise CommandError(f"Le fichier {options['output']} ne s’écrit pas : {why(fault)}.") from fault
        self.stdout.write(f"{accord(batch.transfer_count, 'virement')}, {batch.total}, dans {options['output']}.")
