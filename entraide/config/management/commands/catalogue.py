"""`entraide catalogue import [FOLDER]`: publish what a folder brings; `--dry-run` shows it and keeps nothing."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from entraide.apps.accounts.actor import system_actor
from entraide.config.publishing import Publication, publish_folder
from entraide.config.rules.layout import counted
from entraide.ui import clock
from entraide.ui.arguments import add_acts


class Command(BaseCommand):
    """Publish the catalogue of a folder."""

    help = "Publie les fiches et les paramètres d’un dossier ; une fiche publiée n’est jamais modifiée."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act and the folder."""
        acts = add_acts(parser, ("import",))
        importing = acts.add_parser("import", help="publie ce qui est nouveau dans un dossier, s’il n’a aucune faute")
        importing.add_argument("folder", nargs="?", type=Path, default=settings.CATALOGUE, metavar="FOLDER", help="dossier des fiches")
        importing.add_argument("--dry-run", action="store_true", help="dit ce qui serait publié, ne garde rien")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every file, then publish in one transaction."""
        with transaction.atomic():
            when = {"at": clock.now(), "on": clock.today()}
            published = publish_folder(options["folder"], actor=system_actor("catalogue import"), **when)
            transaction.set_rollback(options["dry_run"])
        for line in lines_of(published, is_dry=options["dry_run"]):
            self.stdout.write(line)


def lines_of(published: Publication, *, is_dry: bool) -> list[str]:
    """Say what was published, what was already, and what the folder no longer holds."""
    kept = published.read - published.revisions
    lines = [
        f"{counted(published.revisions, 'révision')} {'à publier' if is_dry else 'publiées' if published.revisions > 1 else 'publiée'}, "
        f"{kept} déjà en place ; {counted(published.values, 'valeur')} de paramètre{' à écrire' if is_dry else ''}."
    ]
    if published.absent:
        lines.append(f"Toujours en vigueur, bien qu’absentes du dossier : {', '.join(published.absent)}.")
    return [*lines, "Rien n’a été gardé."] if is_dry else lines
