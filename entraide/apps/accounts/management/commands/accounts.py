"""`entraide accounts create|give-role|roles`: the first administrator of an installation, who then does the rest on screen."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from entraide.apps.accounts import operations, queries
from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import LABELS, STAFF_ROLES, Role
from entraide.ui import clock
from entraide.ui.arguments import add_acts


class Command(BaseCommand):
    """Create an account and give roles of the staff, without a browser."""

    help = "Crée un compte, donne un rôle de l'équipe, ou liste les rôles."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the act, the address, the role."""
        acts = add_acts(parser, ("create", "give-role", "roles"))
        create = acts.add_parser("create", help="crée un compte ; le mot de passe est demandé, ou lu sur l'entrée")
        create.add_argument("email")
        create.add_argument("name", help="prénom et nom")
        create.add_argument("--role", choices=sorted(STAFF_ROLES), help="rôle donné dès aujourd'hui")
        give = acts.add_parser("give-role", help="donne un rôle de l'équipe à un compte")
        give.add_argument("email")
        give.add_argument("role", choices=sorted(STAFF_ROLES))
        acts.add_parser("roles", help="liste les rôles de l'équipe")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the act, as the system."""
        self.now = {"actor": system_actor("accounts command"), "at": clock.now(), "on": clock.today()}
        getattr(self, options["act"].replace("-", "_"))(options)

    def create(self, options: dict[str, Any]) -> None:
        """Create an account.

        :raises CommandError: if the address or the password is not good enough.
        """
        try:
            validate_email(options["email"])
            password = self.asked_password()
            validate_password(password)
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        key = operations.create_account(email=options["email"], name=options["name"], password=password, **self.now)
        self.stdout.write(f"Compte créé : {options['email']}.")
        if options["role"]:
            operations.give_role(account_id=key, role=Role(options["role"]), **self.now)
            self.stdout.write(f"Rôle donné : {LABELS[Role(options['role'])]}.")

    def asked_password(self) -> str:
        """Ask the password twice without showing it, or read it from a pipe.

        :raises CommandError: if the two differ.
        """
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        first, second = getpass.getpass("Mot de passe : "), getpass.getpass("Encore une fois : ")
        if first != second:
            raise CommandError("Les deux mots de passe sont différents. Rien n'est créé.")
        return first

    def give_role(self, options: dict[str, Any]) -> None:
        """Give a role.

        :raises CommandError: if no account has that address.
        """
        account = queries.account_by_email(options["email"])
        if account is None:
            raise CommandError(f"Aucun compte n'a l'adresse {options['email']}. Créez-le : entraide accounts create")
        operations.give_role(account_id=account.pk, role=Role(options["role"]), **self.now)
        self.stdout.write(f"Rôle donné à {account.name} : {LABELS[Role(options['role'])]}.")

    def roles(self, options: dict[str, Any]) -> None:
        """List the roles."""
        for role in sorted(STAFF_ROLES):
            self.stdout.write(f"{role:<22}{LABELS[role]}")
