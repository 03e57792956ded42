"""`entraide duplicates`: look for persons and children who are on record twice."""

from django.core.management.base import BaseCommand, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.apps.lifecycle.operations.duplicates import search_duplicates
from entraide.ui import clock
from entraide.ui.arguments import in_french
from entraide.ui.components.texts import accord


class Command(BaseCommand):
    """Look for duplicates without a browser."""

    help = "Doublons : cherche les personnes et les enfants saisis deux fois, et met la liste à jour."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take nothing but what every command takes."""
        in_french(parser)

    def handle(self, *args: str, **options: str) -> None:
        """Search, and say how many pairs were found."""
        count = search_duplicates(actor=system_actor("duplicates"), at=clock.now(), on=clock.today())
        self.stdout.write(f"{accord(count, 'paire trouvée,paires trouvées')}.")
