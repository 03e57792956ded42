"""`entraide claims replay`: decide everything again, and name what differs."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.claims.queries.replays import replays


class Command(BaseCommand):
    """Work on claims without a browser."""

    help = "Demandes : replay décide à nouveau chaque demande à partir de ce que sa décision a conservé."

    def add_arguments(self, parser: CommandParser) -> None:
        """Read the act."""
        parser.add_argument("act", choices=["replay"])

    def handle(self, *args: str, **options: str) -> None:
        """Replay every decision.

        :raises CommandError: if one of them differs.
        """
        count, different = 0, []
        for each in replays():
            count += 1
            if not each.is_equal:
                different.append(each.decision.claim.reference)
        self.stdout.write(f"{count} décision(s) rejouée(s), {len(different)} différente(s).")
        if different:
            raise CommandError("Décisions différentes : " + ", ".join(different))
