"""`entraide ledger fec --year Y DIR`: the file of accounting entries of a year, as the tax administration reads it."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from entraide.apps.ledger.queries import fec_of
from entraide.core.ledger.fec import fec_name, is_provisional
from entraide.ui import clock
from entraide.ui.arguments import add_acts, why
from entraide.ui.components.texts import accord


SIREN_LENGTH = 9


class Command(BaseCommand):
    """Write the file of accounting entries."""

    help = "Journal : fec écrit le fichier des écritures comptables d'une année."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("fec",))
        fec = acts.add_parser("fec", help="écrit le fichier des écritures comptables (FEC) d'une année")
        fec.add_argument("--year", type=int, required=True, metavar="ANNÉE", help="l'année civile, close ou en cours")
        fec.add_argument("folder", type=Path, metavar="DOSSIER", help="le dossier où l'écrire ; son nom suit la règle")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file beside its place, then put it there whole.

        :raises CommandError: if the year is none of the journal, or the folder cannot be written.
        """
        year, folder = options["year"], options["folder"]
        if not 2000 <= year <= clock.today().year:
            raise CommandError(f"{year} n’est pas une année du journal.")
        closed_on = date(year, 12, 31)
        path = folder / fec_name(settings.ENTRAIDE_ISSUER["siret"][:SIREN_LENGTH], closed_on=closed_on)
        waiting = path.with_name(f"{path.name}.part")
        try:
            waiting.touch(mode=0o600, exist_ok=True)
            with waiting.open("w", encoding="utf-8", newline="") as file:
                lines = fec_of(year, pieces_of=import_string(settings.ENTRAIDE_PIECES))
                count = sum(bool(file.write(f"{line}\r\n")) for line in lines) - 1
            waiting.rename(path)
        except OSError as fault:
            raise CommandError(f"Le dossier {folder} ne s’écrit pas : {why(fault)}.") from fault
        provisional = " L’année n’est pas close : ce fichier est provisoire." if is_provisional(year, on=clock.today()) else ""
        self.stdout.write(f"{path} : {accord(count, 'ligne,lignes')}, débits et crédits égaux.{provisional}")
