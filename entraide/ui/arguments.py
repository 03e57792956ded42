"""A command line read in French: what is wrong in it, told in one sentence with the nearest word."""

import errno
import re
from argparse import ArgumentTypeError
from datetime import date
from difflib import get_close_matches
from typing import Any, NoReturn

from django.core.management.base import CommandError, CommandParser

from entraide.core.rules.language.facts import FIRST_DAY, LAST_DAY


# What argparse says, and what a person reads.
_SAID: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", "Il manque {0}."),
    (r"one of the arguments (.+) is required", "Il manque {0}."),
    (r"unrecognized arguments: (.+)", "« {0} » n’est pas attendu ici."),
    (r"ambiguous option: (\S+) could match (.+)", "« {0} » peut vouloir dire plusieurs choses : {1}."),
    (r"expected one argument", "une valeur est attendue."),
    (r"expected at least one argument", "une valeur au moins est attendue."),
    (r"ignored explicit argument '?(.+?)'?", "« {0} » n’est pas attendu : cette option ne prend pas de valeur."),
    (r"not allowed with argument (\S+)", "ne va pas avec {0}."),
    (r"invalid (?:int|float) value: '?(.*?)'?", "« {0} » n’est pas un nombre."),
)
_OF_ARGUMENT = re.compile(r"argument (.+?): (.+)", re.DOTALL)
_CHOICE = re.compile(r"invalid choice: '?(.*?)'? \(choose from (.+)\)", re.DOTALL)


# What the system says of a path, by its number, and what a person reads.
_FAULTS = {
    errno.ENOENT: "il n’existe pas",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EISDIR: "c’est un dossier",
    errno.EACCES: "vous n’en avez pas le droit",
    errno.EPERM: "vous n’en avez pas le droit",
    errno.EROFS: "il est en lecture seule",
    errno.ENOSPC: "le disque est plein",
    errno.ENAMETOOLONG: "son nom est trop long",
}


def why(fault: OSError) -> str:
    """Say in French why a file or a folder cannot be read or written.

    >>> why(FileNotFoundError(2, "No such file or directory")), why(OSError(5, "Input/output error"))
    ('il n’existe pas', 'le système répond « Input/output error »')
    """
    return _FAULTS.get(fault.errno or 0) or f"le système répond « {fault.strerror or fault} »"


class FrenchParser(CommandParser):
    """A reader of one command's line, whose faults are told in French with status 2."""

    def error(self, message: str) -> NoReturn:
        """Refuse the line.

        :raises CommandError: always.
        """
        refuse(self, message)


def refuse(parser: CommandParser, message: str) -> NoReturn:
    """Tell the fault that argparse found in a line.

    :raises CommandError: always, with status 2.
    """
    raise CommandError(f"{told(message)} L’aide : {parser.prog} --help", returncode=2)


def told(message: str) -> str:
    """Say a fault of argparse in French.

    >>> told("the following arguments are required: --on")
    'Il manque --on.'
    """
    if found := _OF_ARGUMENT.fullmatch(message):
        return f"{found[1]} : {told(found[2])}"
    if found := _CHOICE.fullmatch(message):
        choices = [choice.strip(" '") for choice in found[2].split(",")]
        nearest = get_close_matches(found[1], choices, n=1)
        instead = f"vouliez-vous dire « {nearest[0]} » ?" if nearest else f"écrivez {', '.join(choices)}."
        return f"« {found[1]} » n’est pas possible ; {instead}"
    for pattern, said in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return said.format(*found.groups())
    return message


def day(written: str) -> date:
    """Read a day of a command line.

    :raises ArgumentTypeError: if it is none, or one that no fact may have.
    """
    try:
        found = date.fromisoformat(written) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written, re.ASCII) else None
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"« {written} » n’est pas un jour ; écrivez par exemple 2024-09-01.")
    if not FIRST_DAY <= found <= LAST_DAY:
        raise ArgumentTypeError(f"« {written} » est trop loin ; écrivez un jour de {FIRST_DAY.year} à {LAST_DAY.year}.")
    return found


def in_french(parser: CommandParser) -> CommandParser:
    """Have the faults of a command's line told in French from now on."""
    parser.error = lambda message: refuse(parser, message)  # type: ignore[method-assign]
    return parser


def add_acts(parser: CommandParser, acts: tuple[str, ...]) -> Any:
    """Give the place where the acts of a command are declared; from then on its faults are told in French."""
    return in_french(parser).add_subparsers(dest="act", required=True, metavar="|".join(acts), parser_class=FrenchParser)
