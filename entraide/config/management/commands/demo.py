"""`entraide demo build|reset|accounts|files|code`: the demonstration, its people, its files, their second factors."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from entraide.config.alone import only_here
from entraide.config.current_codes import NoCode, current_code
from entraide.config.demonstration.cast import PHRASE, fresh_codes, players
from entraide.config.demonstration.loading import build_demonstration
from entraide.config.demonstration.reset import empty_database
from entraide.config.installation import has_accounts
from entraide.population.demonstration import build, invoice_photo, roster_file
from entraide.ui import clock
from entraide.ui.arguments import add_acts


GRAND_REIMS = "200067213"


class Command(BaseCommand):
    """Act on the demonstration, and on nothing else."""

    help = "Construit ou remet à neuf la démonstration, et dit qui peut s'y connecter."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act."""
        acts = add_acts(parser, ("build", "reset", "accounts", "files", "code"))
        acts.add_parser("build", help="remplit une base vide")
        acts.add_parser("reset", help="efface tout et reconstruit")
        acts.add_parser("accounts", help="dit qui peut se connecter, et comment")
        files = acts.add_parser("files", help="écrit les fichiers de la visite : la liste nominative et la photo de facture")
        files.add_argument("folder", nargs="?", default="", help="dossier où les écrire (var/visite)")
        code = acts.add_parser("code", help="donne le code à six chiffres du moment")
        code.add_argument("name", help="adresse, début de l'adresse, ou nom")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act.

        :raises CommandError: if this installation is no demonstration.
        """
        if not settings.ENTRAIDE_DEMONSTRATION:
            raise CommandError("Cette installation n'est pas une démonstration : cette commande ne s'y applique pas.")
        getattr(self, options["act"])(options)

    def build(self, options: dict[str, Any]) -> None:
        """Fill an empty database.

        :raises CommandError: if somebody has an account already.
        """
        if has_accounts():
            raise CommandError("La base contient déjà des comptes. Pour tout effacer et reconstruire : entraide demo reset")
        build_demonstration(self.say, at=clock.now())

    def reset(self, options: dict[str, Any]) -> None:
        """Empty the database, whatever it holds, and build anew.

        :raises CommandError: if Entraide runs on it: its schedule would write between the two.
        """
        with only_here("serving") as is_alone:
            if not is_alone:
                raise CommandError("Entraide est en marche sur ces données. Arrêtez-la (Ctrl-C), puis recommencez. Rien n'a été effacé.")
            empty_database()
            call_command("migrate", verbosity=0, interactive=False)
            build_demonstration(self.say, at=clock.now())

    def say(self, text: str) -> None:
        """Print a line at once."""
        self.stdout.write(text)
        self.stdout.flush()

    def accounts(self, options: dict[str, Any]) -> None:
        """Print who may sign in, by audience, and a fresh code for whoever has no account yet."""
        told, audience = players(), ""
        width = max(len(player.email) for player in told)
        for player in told:
            if player.audience != audience:
                audience = player.audience
                self.stdout.write(f"\n{audience.capitalize()}")
            self.stdout.write(f"  {player.email:<{width}}  {player.text}")
        self.stdout.write(f"\nMot de passe de tous ces comptes : {PHRASE}")
        self.stdout.write("Second facteur de l'association : .venv/bin/entraide demo code ADRESSE")
        for name, born_on, code in fresh_codes(at=clock.now(), on=clock.today()):
            self.stdout.write(f"Compte à activer : {name}, né le {born_on:%d/%m/%Y}, avec le code {code}")

    def files(self, options: dict[str, Any]) -> None:
        """Write what a visitor uploads on the tour: the nominative list of the Communauté urbaine, the photo of an invoice."""
        folder = Path(options["folder"] or Path(settings.VAR) / "visite")
        folder.mkdir(parents=True, exist_ok=True)
        world = build()
        for name, content in (
            ("liste-grand-reims-2024.csv", roster_file(world, world.member(GRAND_REIMS))),
            ("facture-accueil-de-loisirs.jpg", invoice_photo(world)),
        ):
            (folder / name).write_bytes(content)
            self.stdout.write(str(folder / name))

    def code(self, options: dict[str, Any]) -> None:
        """Print the second factor of the moment, alone on its line.

        :raises CommandError: if the name finds nobody, several people, or someone without a second factor.
        """
        try:
            email, code, seconds = current_code(options["name"])
        except NoCode as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stderr.write(f"{email}, encore {seconds} s :")
        self.stdout.write(code)
