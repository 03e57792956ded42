"""Reads of whole staffs, for events that change bodies: who is on them, where they came from, who left and keeps rights."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary
from entraide.apps.beneficiaries.queries.rights import with_rights_in
from entraide.orm.acts import is_built_upon


@dataclass(frozen=True, slots=True)
class StaffPerson:
    """A person on a member's staff on a day, or awaited there; `origins` are the members they were moved from, the last first.

    `has_rights` is false where the presence opens none (availability, secondment out): a call leaves such a head out.
    """

    beneficiary_id: UUID
    member_id: UUID
    status: str
    service: str
    origins: tuple[UUID, ...]
    is_principal: bool
    since: date
    has_rights: bool = True


def staff_of(member_ids: Collection[UUID], *, on: date) -> list[StaffPerson]:
    """List who is on the staff of members on a day or awaited there, once by member, the oldest presence first; two queries."""
    rows = _present(member_ids, on).order_by("since", "pk")
    columns = ("beneficiary_id", "member_id", "status", "service", "came_from_id", "is_principal", "since", "rights_until")
    origins = _origins(member_ids, on)
    found: dict[tuple[UUID, UUID], StaffPerson] = {}
    for person, member, status, service, came_from, is_principal, since, rights_until in rows.values_list(*columns):
        has_rights = rights_until is None or rights_until > since
        held = found.get((person, member))
        if held is None:
            chain = chain_of(person, member=member, came_from=came_from, origins=origins)
            found[person, member] = StaffPerson(person, member, status, service, chain, is_principal, since, has_rights)
        elif has_rights and not held.has_rights:
            found[person, member] = replace(held, has_rights=True)
    return list(found.values())


def _present(member_ids: Collection[UUID], on: date):
    return Affiliation.objects.current().filter(Q(until__isnull=True) | Q(until__gt=on), member_id__in=member_ids)


def _origins(member_ids: Collection[UUID], on: date) -> dict[tuple[UUID, UUID], UUID | None]:
    """Say, of persons who were moved, where they had come from in each member that they were moved out of."""
    moved = _present(member_ids, on).filter(came_from__isnull=False).order_by().values("beneficiary_id")
    earlier = Affiliation.objects.current().filter(leaving="structure", beneficiary_id__in=moved).order_by("since", "pk")
    return {(person, member): came_from for person, member, came_from in earlier.values_list("beneficiary_id", "member_id", "came_from_id")}


def chain_of(person: UUID, *, member: UUID, came_from: UUID | None, origins: Mapping[tuple[UUID, UUID], UUID | None]) -> tuple[UUID, ...]:
    """List the members that a person of a staff was moved from, the last first."""
    chain: list[UUID] = []
    while came_from is not None and came_from not in (member, *chain):
        chain.append(came_from)
        came_from = origins.get((person, came_from))
    return tuple(chain)


def leaver_counts(member_ids: Collection[UUID], *, on: date) -> dict[UUID, int]:
    """Count by member the persons who have left and have rights on that day still."""
    left = Affiliation.objects.current().filter(member_id__in=member_ids, since__lte=on, until__lte=on, rights_until__gt=on)
    return dict(Counter(left.order_by("pk").values_list("member_id", flat=True)))


def services_of(member_id: UUID, *, on: date) -> list[tuple[str, int]]:
    """List the services of a staff with their heads, by name."""
    counts = Counter(person.service for person in staff_of([member_id], on=on))
    return sorted(counts.items())


def people_moved_by(act_id: UUID, *, member_ids: Collection[UUID]) -> list[UUID]:
    """List the persons whose presence an act wrote; `member_ids` are the bodies it is about, by which rows are found."""
    rows = Affiliation.objects.filter(recorded_by=act_id, member_id__in=member_ids).order_by("beneficiary_id")
    return list(rows.values_list("beneficiary_id", flat=True).distinct())


def staff_has_changed(act_id: UUID, *, member_ids: Collection[UUID]) -> bool:
    """Tell whether a presence that an act wrote was changed since, or a person it moved was entered again where they had been.

    `member_ids` are the bodies that the act is about: an index leads to their people, none to the rows of an act.
    """
    about = Q(member_id__in=member_ids)
    if is_built_upon(Affiliation, act_id, about=about):
        return True
    left = Affiliation.objects.filter(about, superseded_by=act_id).order_by()
    again = Affiliation.objects.current().filter(beneficiary_id__in=left.values("beneficiary_id"), member_id__in=left.values("member_id"))
    return again.filter(about, pk__gt=_first_key(act_id, about)).exclude(recorded_by=act_id).exists()


def _first_key(act_id: UUID, about: Q) -> UUID:
    """Give the least key of the millisecond at which an act began to write: keys are made in the order of time."""
    first = Affiliation.objects.filter(about, recorded_by=act_id).order_by("pk").values_list("pk", flat=True).first()
    return UUID(int=(first or act_id).int >> 80 << 80)


def has_newcomers(member_ids: Collection[UUID], *, since: date, act_id: UUID) -> bool:
    """Tell whether persons arrived on staffs from a day on, otherwise than by that act."""
    rows = Affiliation.objects.current().filter(member_id__in=member_ids, since__gte=since).exclude(recorded_by=act_id)
    return rows.exists()


def opener_counts(member_ids: Collection[UUID], *, years: Collection[int]) -> dict[int, int]:
    """Count by civil year the persons with rights on some day of it through one of these members, each once."""
    return {
        year: with_rights_in(year).filter(member_id__in=member_ids).order_by().values("beneficiary_id").distinct().count() for year in years
    }


def person_on_staff(reference: str, *, member_id: UUID, on: date) -> UUID | None:
    """Find by reference a person who is on the staff of a member on a day or awaited there."""
    rows = _present([member_id], on).filter(beneficiary__reference__iexact=reference.strip()).order_by("pk")
    return rows.values_list("beneficiary_id", flat=True).first()


def references_of(beneficiary_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Give the reference of persons by their key."""
    return dict(Beneficiary.objects.filter(pk__in=list(beneficiary_ids)).order_by("reference").values_list("pk", "reference"))
