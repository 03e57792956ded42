"""`entraide keyring init|rotate`: the keys that close documents, bank account numbers and second factors."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.operations import rewrap_second_factors
from entraide.apps.beneficiaries.operations.files import rewrap_ibans
from entraide.apps.documents.operations import rewrap_keys
from entraide.integrations.keyring import KeyLost, Keyring
from entraide.ui import clock
from entraide.ui.arguments import add_acts


# Every owner of something closed by the keyring, with the word for it; each does its part in one transaction.
OWNERS = (
    (rewrap_keys, "fichiers"),
    (rewrap_ibans, "coordonnées bancaires"),
    (rewrap_second_factors, "seconds facteurs"),
)


class Command(BaseCommand):
    """Make the keyring, or change its key."""

    help = "Crée le trousseau de clés, ou en change la clé et chiffre tout à nouveau avec elle."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("init", "rotate"))
        acts.add_parser("init", help="crée le trousseau là où il n'y en a pas")
        acts.add_parser("rotate", help="ajoute une clé et chiffre tout à nouveau avec elle")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act."""
        getattr(self, options["act"])(Path(settings.ENTRAIDE_KEYRING), options["verbosity"])

    def init(self, path: Path, verbosity: int) -> None:
        """Make a keyring.

        :raises CommandError: if there is a file already: what it has closed could never be opened again.
        """
        if path.exists():
            raise CommandError(f"Il y a déjà un trousseau à {path} : le remplacer rendrait illisible tout ce qu'il a chiffré.")
        Keyring.generate().write(path)
        if verbosity:
            self.stdout.write(f"Trousseau créé : {path}. Copiez-le en deux lieux sûrs : sans lui, fichiers et IBAN sont perdus.")

    def rotate(self, path: Path, verbosity: int) -> None:
        """Add a key, then close everything with it; what stops halfway stays readable, and a second call goes on.

        :raises CommandError: if the keyring cannot be read, or something can no longer be opened.
        """
        try:
            ring = Keyring.read(path).rotated()
            ring.write(path)
            actor, at, on = system_actor("keyring"), clock.now(), clock.today()
            counts = [(noun, rewrap(actor=actor, at=at, on=on)) for rewrap, noun in OWNERS]
        except KeyLost as lost:
            raise CommandError(f"La rotation s'arrête, et ce qui était lisible le reste : {lost}") from lost
        if verbosity:
            self.stdout.write(
                f"Clé {ring.current} en service. Chiffrés à nouveau : {', '.join(f'{count} {noun}' for noun, count in counts)}."
            )
            self.stdout.write(f"Copiez {path} avant la prochaine sauvegarde de la base.")
