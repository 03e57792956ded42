"""What the line of `entraide roster` names: answers to doubts, columns, a file, a member."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.core.management.base import CommandError

from entraide.apps.beneficiaries.operations.roster_previews import SentList
from entraide.apps.beneficiaries.queries.rosters import titles_of
from entraide.apps.members.queries import member_by_siren
from entraide.core.membership.billing import siren_faults
from entraide.core.names import normalise
from entraide.core.roster.columns import COLUMNS, LABELS
from entraide.core.tabular.cells import shown
from entraide.integrations.spreadsheets.reading import DEFAULT_LIMITS
from entraide.ui.refusals import say


# The two ways to end otherwise than well: the list is not as it must be, or the command is not.
LIST_REFUSED, COMMAND_REFUSED = 1, 2


def answers_of(same: list[int], other: list[int]) -> dict[int, bool]:
    """Give the answer to doubts by line.

    :raises CommandError: if a line is said to be both.
    """
    both = set(same) & set(other)
    if both:
        raise CommandError(f"La ligne {min(both)} ne peut être à la fois --same et --other.", returncode=COMMAND_REFUSED)
    return dict.fromkeys(same, True) | dict.fromkeys(other, False)


def columns_of(told: list[str]) -> dict[str, str]:
    """Give the key of the column that each title is said to be.

    :raises CommandError: if what is said is no column of the list, or has no title.
    """
    keys = {normalise(name): column.key for column in COLUMNS for name in (column.label, column.key)}
    found: dict[str, str] = {}
    for one in told:
        name, _, title = (part.strip() for part in one.partition("="))
        if normalise(name) not in keys or not title:
            labels = ", ".join(LABELS.values())
            raise CommandError(f"« {one} » : écrivez COLONNE=TITRE, où la colonne est {labels}.", returncode=COMMAND_REFUSED)
        found[title] = keys[normalise(name)]
    return found


def require_titles(columns: Mapping[str, str], sent: SentList) -> None:
    """Stop a column that is said to be under a title that the file does not have.

    :raises CommandError: if there is one.
    :raises UnreadableFile: if the file cannot be read.
    """
    titles = [title.text for title in titles_of(sent.content, name=sent.name, said={})] if columns else []
    held = {normalise(title) for title in titles}
    for title, key in columns.items():
        if normalise(title) not in held:
            said = f"{LABELS[key]} : aucun titre « {title} » dans ce fichier ({', '.join(map(shown, titles))}). Rien n'a été gardé."
            raise CommandError(said, returncode=COMMAND_REFUSED)


def content_of(file: Path) -> bytes:
    """Read the file of a list.

    :raises CommandError: if there is none, or it is too big to be one.
    """
    if not file.is_file():
        raise CommandError(f"Aucun fichier à cet endroit : {file}", returncode=COMMAND_REFUSED)
    if file.stat().st_size > DEFAULT_LIMITS.max_bytes:
        raise CommandError(f"Ce fichier est trop gros : {DEFAULT_LIMITS.max_bytes // 1_000_000} Mo au plus.", returncode=LIST_REFUSED)
    return file.read_bytes()


def member_of(siren: str) -> UUID:
    """Find a member.

    :raises CommandError: if it is no SIREN, or no member has it.
    """
    written = "".join(siren.split())
    for finding in siren_faults(written):
        raise CommandError(f"{siren} : {say(finding)}", returncode=COMMAND_REFUSED)
    found = member_by_siren(written)
    if found is None:
        raise CommandError(f"Aucun adhérent n'a le SIREN {siren}.", returncode=COMMAND_REFUSED)
    return found
