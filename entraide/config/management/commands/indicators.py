"""`entraide indicators publish`: the table of a year as of yesterday, which members read from then on."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.apps.reporting.operations import publish
from entraide.ui import clock
from entraide.ui.arguments import add_acts


class Command(BaseCommand):
    """Publish figures by hand; the schedule does it each day."""

    help = "Publie le tableau des indicateurs d'une année, arrêté à la veille."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act and the year."""
        acts = add_acts(parser, ("publish",))
        publishing = acts.add_parser("publish", help="publie le tableau d'une année")
        publishing.add_argument("--year", type=int, default=None, help="l'année civile (celle de la veille)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say it; a refusal is told by the console."""
        today = clock.today()
        as_of = today - timedelta(days=1)
        year = options["year"] or as_of.year
        publish(year=year, as_of=as_of, actor=system_actor("indicators publish"), at=clock.now(), on=today)
        self.stdout.write(f"Tableau de {year} publié, arrêté au {as_of:%d/%m/%Y}.")
