"""Children whom two beneficiaries hold: which of the parents opens the right, told without anything of the other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries.models import Identity, Kinship
from entraide.apps.beneficiaries.queries.rights import with_rights_on
from entraide.apps.beneficiaries.queries.twins import linked_twins_of
from entraide.core.rules.households.openers import Candidate, choose_opener
from entraide.orm.reading import prepared


# One rule for whoever the parents did not choose: which part of it chose would tell the age or the rights of the other parent.
BY_RULE = "Sans accord des parents, le droit est ouvert par celui dont les droits sont les plus anciens, à défaut par l’aîné."
BY_BOTH = "Les parents ont désigné celui qui ouvre le droit."
LEFT_TO_YOU = "L’autre parent vous laisse ouvrir le droit."
LEFT_BY_YOU = "Vous laissez l’autre parent ouvrir le droit."


@dataclass(frozen=True, slots=True)
class Opening:
    """A child whose other parent is a beneficiary with rights too.

    `is_ours` tells whether this household opens the right, None where both may claim their share (alternating custody); `reason` says
    who chose, or what the rule is, never how the other parent stands under it; `named` is what this household said: "self", "other" or
    nothing; `is_waiting` tells that it named itself, and that the other parent has not left it the right.
    """

    is_ours: bool | None
    reason: str
    named: str
    is_waiting: bool = False


@dataclass(frozen=True, slots=True)
class _Parent:
    """A beneficiary who holds a child on a day: since when they have rights (None without), and when they were born."""

    kinship: Kinship
    rights_since: date | None
    born_on: date | None


def openings_elsewhere(beneficiary_id: UUID, *, dependant_id: UUID, on: date) -> dict[tuple[UUID, UUID], Opening]:
    """Say, for each other household that holds a child of this one, who opens the right, by its opener and its row of the child."""
    rows = {dependant_id, *linked_twins_of([dependant_id])[dependant_id]}
    held = Kinship.objects.in_force_on(on).filter(dependant_id__in=rows, kind="child").exclude(beneficiary_id=beneficiary_id)
    pairs = sorted(held.order_by("pk").values_list("beneficiary_id", "dependant_id"))
    found = {(parent, row): openings_of(parent, children={row: rows - {row}}, on=on).get(row) for parent, row in pairs}
    return {pair: opening for pair, opening in found.items() if opening is not None}


def openings_of(beneficiary_id: UUID, *, children: Mapping[UUID, Iterable[UUID]], on: date) -> dict[UUID, Opening]:
    """Say who opens the rights of each child whose other parent is a beneficiary with rights that day, in three queries at most.

    `children` gives, for each child of the household, the rows under which other households entered them (`linked_twins_of`).
    """
    if not children:
        return {}
    rows = {key: key for key in children} | {twin: own for own, twins in children.items() for twin in twins}
    held: dict[UUID, dict[UUID, Kinship]] = {}
    for kinship in holding(tuple(sorted(rows)), on).rows():
        held.setdefault(rows[kinship.dependant_id], {})[kinship.beneficiary_id] = kinship
    shared = {child: parents for child, parents in held.items() if len(parents) > 1 and beneficiary_id in parents}
    known = _parents({parent for parents in shared.values() for parent in parents}, on=on) if shared else {}
    found = {child: _opening(beneficiary_id, _with_rights(parents, known)) for child, parents in shared.items()}
    return {child: opening for child, opening in found.items() if opening is not None}


@prepared
def holding(dependant_ids: tuple[UUID, ...], on: date) -> QuerySet[Kinship]:
    """Read who holds these children on a day."""
    return Kinship.objects.in_force_on(on).filter(dependant_id__in=dependant_ids, kind="child").order_by("pk")


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
    left = {key: parent for key, parent in whole.items() if parent.kinship.opener_named != "other"} or whole
    opener = UUID(choose_opener(Candidate(str(key), False, each.rights_since, each.born_on) for key, each in left.items()).key)
    is_ours, is_left = opener == beneficiary_id, len(left) == 1
    reason = _reason(is_ours=is_ours, is_named=whole[opener].kinship.opener_named == "self") if is_left else BY_RULE
    return Opening(is_ours, reason, own.opener_named, own.opener_named == "self" and not is_ours)


def _reason(*, is_ours: bool, is_named: bool) -> str:
    """Say why a parent to whom the others left the right opens it: they named themselves too, or were given it."""
    if is_named:
        return BY_BOTH
    return LEFT_TO_YOU if is_ours else LEFT_BY_YOU
