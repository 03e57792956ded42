"""Publish the catalogue of a folder: whole, or not at all when a file has a fault."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.catalogue.operations import import_revisions
from entraide.apps.catalogue.queries import benefit_codes
from entraide.apps.parameters.operations import import_parameters
from entraide.config.rules.faults import counts_text, faults_text
from entraide.core.rules import Revision
from entraide.integrations.rule_files import read_catalogue, read_parameters
from entraide.integrations.rule_files.checking import check


@dataclass(frozen=True, slots=True)
class Publication:
    """What an import published: revisions, of how many read, and values of parameters; `absent` are published and not in the folder."""

    revisions: int
    read: int
    values: int
    absent: tuple[str, ...]


def publish_folder(
    folder: Path, *, actor: Actor, at: datetime, on: date, as_published: Callable[[Sequence[Revision]], Sequence[Revision]] = tuple
) -> Publication:
    """Publish the parameters and the revisions of a folder that are not published yet; what is published is never altered.

    `as_published` gives the revisions that stand for those of the folder: the very same, unless the world is made up.

    :raises CommandError: if a file has a fault, a golden case that fails included; every fault is told and nothing is published.
    :raises SupersededRevision: if a revision was corrected since it was published.
    """
    checked = check([folder], folder)
    if checked.findings:
        raise CommandError(f"{faults_text(checked.findings)}\n{counts_text(checked)} Rien n’est publié.")
    book, revisions = read_parameters(folder)[0], as_published(read_catalogue(folder)[0])
    with transaction.atomic():
        values = import_parameters(book=book, actor=actor, at=at, on=on)
        count = import_revisions(revisions=revisions, actor=actor, at=at, on=on)
    absent = benefit_codes() - {revision.code for revision in revisions}
    return Publication(count, len(revisions), values, tuple(sorted(absent)))
