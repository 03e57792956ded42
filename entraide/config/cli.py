"""The `entraide` console script: Django's management commands, with faults told in one French sentence."""

import json
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches

from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db.utils import DatabaseError, InterfaceError

from entraide.core.refusals import Refusal
from entraide.integrations.keyring import KeyLost
from entraide.ui.commands import faults_of
from entraide.ui.refusals import say


TRACEBACK, AS_JSON = "--traceback", "--json"
# These read the rest of the line themselves, or run before any command exists.
WITHOUT_COMMAND = frozenset({"help", "version", "--help", "-h", "--version"})

TOLD = (CommandError, Refusal, KeyLost, ImproperlyConfigured, DatabaseError, InterfaceError)


class Console(ManagementUtility):
    """Django's command line, which names the nearest command when one is unknown."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        """Load a command.

        :raises CommandError: if no command has this name
        """
        known = get_commands()
        if subcommand not in known and self.settings_exception is not None:
            raise self.settings_exception
        if subcommand not in known:
            nearest = get_close_matches(subcommand, known, n=1)
            suggestion = f" Vouliez-vous dire « {nearest[0]} » ?" if nearest else ""
            raise CommandError(f"Commande inconnue : « {subcommand} ».{suggestion} La liste : entraide help")
        return super().fetch_command(subcommand)


def asking_for_faults(argv: Sequence[str]) -> list[str]:
    """Ask Django to raise a command's faults to `main` instead of printing them in its own way."""
    if len(argv) < 2 or argv[1] in WITHOUT_COMMAND or argv[1].startswith("-"):
        return list(argv)
    return [*argv[:2], TRACEBACK, *argv[2:]]


def told(fault: Exception) -> str:
    """Turn a fault that a person can act on into what is printed."""
    match fault:
        case SystemCheckError():
            return str(fault)
        case Refusal():
            return say(fault)
        case ImproperlyConfigured():
            return f"Réglages incomplets : {fault}"
        case KeyLost():
            return f"Trousseau de clés : {fault}"
        case DatabaseError() | InterfaceError():
            return f"La base de données refuse : {' '.join(str(fault).split())}"
        case _:
            return str(fault)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; give its exit status, after one sentence on stderr when it cannot be done, and its faults on stdout with `--json`.

    A fault of the program itself keeps its traceback, and so does any fault when `--traceback` is given.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entraide.config.settings.dev")
    argv = list(sys.argv if argv is None else argv)
    try:
        Console([*argv] if TRACEBACK in argv else asking_for_faults(argv)).execute()
    except TOLD as fault:
        if TRACEBACK in argv:
            raise
        said = told(fault)
        if AS_JSON in argv and (faults := faults_of(fault, said=said)):
            sys.stdout.write(json.dumps({"faults": faults}, ensure_ascii=False, indent=2) + "\n")
        sys.stderr.write(f"{said}\n")
        return fault.returncode if isinstance(fault, CommandError) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of a pipe has enough (`entraide help | head`): nothing more to say, nor to flush at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.argv[0] = "entraide"
    sys.exit(main())
