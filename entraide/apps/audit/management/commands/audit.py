"""`entraide audit seal|verify`: close each day once the next one is over, and check that nobody has touched what is closed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.audit.operations import seal_days_gone_by
from entraide.apps.audit.queries import altered_payloads, broken_days, seal_count
from entraide.ui import clock
from entraide.ui.arguments import add_acts
from entraide.ui.components.texts import accord


class Command(BaseCommand):
    """Seal the audit trail, or verify it."""

    help = "Scelle les journées closes du journal d'audit, ou vérifie les sceaux."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("seal", "verify"))
        acts.add_parser("seal", help="scelle chaque journée passée, une fois la suivante passée aussi")
        acts.add_parser("verify", help="compare chaque journée scellée à son sceau ; statut 1 si l'une a changé")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act."""
        getattr(self, options["act"])()

    def seal(self) -> None:
        """Seal each day whose next day is over."""
        sealed = seal_days_gone_by(on=clock.today())
        for seal in sealed:
            self.stdout.write(f"{seal.on:%d/%m/%Y} : {accord(seal.entry_count, 'acte')}, sceau {seal.digest}")
        if not sealed:
            self.stdout.write("Rien à sceller : une journée se scelle une fois la suivante passée.")

    def verify(self) -> None:
        """Check each seal.

        :raises CommandError: if a sealed day, or the payload of an entry, is no longer what it was.
        """
        broken = list(broken_days())
        if broken:
            days = ", ".join(f"{day:%d/%m/%Y}" for day in broken)
            raise CommandError(f"Le journal d'audit a été modifié après coup, à ces journées : {days}.")
        altered = list(altered_payloads())
        if altered:
            entries = ", ".join(map(str, altered))
            raise CommandError(f"Le détail de ces actes du journal d'audit a été modifié après coup : {entries}.")
        self.stdout.write(f"{accord(seal_count(), 'journée scellée,journées scellées')}, aucune modifiée.")
