"""`entraide claims replay`: decide everything again, and name what differs."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.claims.queries.replays import replays
from entraide.ui.arguments import add_acts
from entraide.ui.components.texts import accord


class Command(BaseCommand):
    """Work on claims without a browser."""

    help = "Demandes : replay décide à nouveau chaque demande à partir de ce que sa décision a conservé."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        add_acts(parser, ("replay",)).add_parser("replay", help="décide tout à nouveau ; statut 1 si une décision diffère")

    def handle(self, *args: str, **options: str) -> None:
        """Replay every decision.

        :raises CommandError: if one of them differs.
        """
        count, different = 0, []
        for each in replays():
            count += 1
            if not each.is_equal:
                different.append(each.decision.claim.reference)
        self.stdout.write(f"{accord(count, 'décision rejouée,décisions rejouées')}, {accord(len(different), 'différente')}.")
        if different:
            raise CommandError("Décisions différentes : " + ", ".join(different))
