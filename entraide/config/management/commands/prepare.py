"""`entraide prepare`: what must be there before the first page; a second call finds it done."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.config import installation
from entraide.ui.arguments import in_french


class Command(BaseCommand):
    """Make the keyring, apply the migrations, build the demonstration where the database is empty."""

    help = "Prépare l'installation : trousseau de clés, tables, et monde de démonstration si la base est vide."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Let `make demo` prepare without building."""
        in_french(parser)
        parser.add_argument("--without-demonstration", action="store_true", help="ne construit pas le monde de démonstration")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is missing, and say it.

        :raises CommandError: if the database refuses, or the keyring of a database in use is missing
        """
        Path(settings.VAR).mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        try:
            installation.reach_database()
            installation.make_keyring_when_needed(self.say)
            installation.make_card_keys_when_needed(self.say)
        except installation.CannotPrepare as fault:
            raise CommandError(f"entraide: {fault}") from fault
        installation.migrate_when_needed(self.say)
        if not options["without_demonstration"]:
            installation.build_demonstration_when_empty(self.say)

    def say(self, text: str) -> None:
        """Print a line at once."""
        self.stdout.write(text)
        self.stdout.flush()
