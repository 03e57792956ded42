"""Children whom two beneficiaries hold: which of the parents opens the right, told without anything of the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entraide.apps.beneficiaries.models import Identity, Kinship
from entraide.apps.beneficiaries.queries.rights import with_rights_on
from entraide.core.rules.households.openers import Candidate, Choice, choose_opener


@dataclass(frozen=True, slots=True)
class Opening:
    """A child whose other parent is a beneficiary with rights too.

    `is_ours` tells whether this household opens the right, None where both may claim their share (alternating custody); `reason` is the
    sentence of the rule that chose; `named` what this household said: "self", "other" or nothing.
    """

    is_ours: bool | None
    reason: str
    named: str


@dataclass(frozen=True, slots=True)
class _Parent:
    """A beneficiary who holds a child on a day: since when they have rights (None without), and when they were born."""

    kinship: Kinship
    rights_since: date | None
    born_on: date | None


def openings_of(beneficiary_id: UUID, *, children: Mapping[UUID, Iterable[UUID]], on: date) -> dict[UUID, Opening]:
    """Say who opens the rights of each child whose other parent is a beneficiary with rights that day, in three queries at most.

    `children` gives, for each child of the household, the rows under which other households entered them (`twins_of`).
    """
    rows = {key: key for key in children} | {twin: own for own, twins in children.items() for twin in twins}
    kinships = Kinship.objects.in_force_on(on).filter(dependant_id__in=list(rows), kind="child").order_by("pk")
    held: dict[UUID, dict[UUID, Kinship]] = {}
    for kinship in kinships:
        held.setdefault(rows[kinship.dependant_id], {})[kinship.beneficiary_id] = kinship
    shared = {child: parents for child, parents in held.items() if len(parents) > 1 and beneficiary_id in parents}
    known = _parents({parent for parents in shared.values() for parent in parents}, on=on) if shared else {}
    found = {child: _opening(beneficiary_id, _with_rights(parents, known)) for child, parents in shared.items()}
    return {child: opening for child, opening in found.items() if opening is not None}


def _parents(keys: set[UUID], *, on: date) -> dict[UUID, tuple[date, date]]:
    """Give the start of the rights and the birth of each beneficiary who has rights on a day."""
    since: dict[UUID, date] = {}
    for row in with_rights_on(on).filter(beneficiary_id__in=keys).order_by("pk"):
        arrived = row.arrived_on or row.since
        since[row.beneficiary_id] = min(since.get(row.beneficiary_id, arrived), arrived)
    births = Identity.objects.in_force_on(on).filter(beneficiary_id__in=since).order_by("pk").values_list("beneficiary_id", "born_on")
    return {key: (since[key], born_on) for key, born_on in births}


def _with_rights(parents: Mapping[UUID, Kinship], known: Mapping[UUID, tuple[date, date]]) -> dict[UUID, _Parent]:
    return {key: _Parent(kinship, *known[key]) for key, kinship in parents.items() if key in known}


def _opening(beneficiary_id: UUID, parents: Mapping[UUID, _Parent]) -> Opening | None:
    if beneficiary_id not in parents or len(parents) < 2:
        return None
    own = parents[beneficiary_id].kinship
    whole = {key: parent for key, parent in parents.items() if parent.kinship.custody == "full"}
    if beneficiary_id not in whole or len(whole) < 2:
        return Opening(None, "", own.opener_named)
    choice = _choice(whole)
    return Opening(choice.key == str(beneficiary_id), choice.sentence, own.opener_named)


def _choice(parents: Mapping[UUID, _Parent]) -> Choice:
    """Choose among parents: one is named by their own word, or by that of another who names somebody else."""
    words = {key: parent.kinship.opener_named for key, parent in parents.items()}
    return choose_opener(
        Candidate(
            str(key),
            words[key] == "self" or any(word == "other" for other, word in words.items() if other != key),
            parent.rights_since,
            parent.born_on,
        )
        for key, parent in parents.items()
    )
