"""Move whole staffs from one member to another by sets: a part of the acts on structures."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.queries.employment import part_of
from entraide.core.eligibility.presence import rights_ends
from entraide.orm.acts import Stamp, again, parts, supersede, take_back, write


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a person of a staff goes; `rights_until` is the day their rights end where the body does not belong.

    `reopens` says that the body belongs: rights that were only maintained have no end any more.
    """

    member_id: UUID
    rights_until: date | None
    reopens: bool


Landings = Mapping[tuple[UUID, UUID], Landing]


def move_staff(landings: Landings, *, on: date, act: Stamp) -> int:
    """Move persons, by (beneficiary, member), on a day: what they had ends there, and goes on where they land. Give how many moved.

    Contract, position, service and payroll number go with them, and the arrival that lists state. Who lands on a staff they are on already
    has one presence there, as long as the longest.
    """
    people = sorted({person for person, _ in landings})
    concerned = {member for _, member in landings} | {landing.member_id for landing in landings.values()}
    for keys in parts(people):
        _move(_rows_of(keys, concerned, on), landings, on, act)
    return len(people)


def _rows_of(people: Sequence[UUID], members: Collection[UUID], on: date) -> list[Affiliation]:
    rows = Affiliation.objects.current().filter(Q(until__isnull=True) | Q(until__gt=on), beneficiary_id__in=people, member_id__in=members)
    return list(rows.select_related("member").order_by("beneficiary_id", "-is_principal", "since", "pk"))


def _move(rows: Sequence[Affiliation], landings: Landings, on: date, act: Stamp) -> None:
    superseded: list[Affiliation] = []
    ended: list[Affiliation] = []
    landed: dict[tuple[UUID, UUID], list[Affiliation]] = {}
    staying: dict[tuple[UUID, UUID], list[Affiliation]] = {}
    for row in rows:
        landing = landings.get((row.beneficiary_id, row.member_id))
        if landing is None:
            staying.setdefault((row.beneficiary_id, row.member_id), []).append(row)
            continue
        superseded.append(row)
        if row.since < on:
            ends = {"until": on, "rights_until": _first(row.rights_until, on), "covered_until": _first(row.covered_until, on)}
            ended.append(again(row, act, **ends, leaving="structure"))
        landed.setdefault((row.beneficiary_id, landing.member_id), []).append(_landed(row, landing, on, act))
    written = []
    for key, new in landed.items():
        held = [row for row in staying.get(key, ()) if any(_cross(row, one) for one in new)]
        superseded += held
        written += _joined([again(row, act) for row in held] + new) if held or len(new) > 1 else new
    supersede(superseded, act)
    write([*ended, *written])


def _landed(row: Affiliation, landing: Landing, on: date, act: Stamp) -> Affiliation:
    since = max(row.since, on)
    arrived = row.arrived_on or row.since
    rights, covered = row.rights_until, row.covered_until
    if landing.reopens and row.until is None:
        # By the rule: whoever is on availability keeps what they had, and a short contract opens nothing.
        covered = None
        (end,) = rights_ends([replace(part_of(row), covered_until=None)])
        rights = end and max(end, rights or end)
    elif landing.rights_until is not None:
        rights, covered = _first(rights, landing.rights_until), _first(covered, landing.rights_until)
    values = {"since": since, "arrived_on": arrived if arrived != since else None, "rights_until": rights, "covered_until": covered}
    return again(row, act, member_id=landing.member_id, came_from_id=row.member_id, **values)


def _first(one: date | None, other: date) -> date:
    """Give the sooner of two days."""
    return other if one is None else min(one, other)


def _cross(one: Affiliation, other: Affiliation) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)


def _joined(rows: Iterable[Affiliation]) -> list[Affiliation]:
    """Make one presence of those that cross; rows come the principal one first, and the first one's facts are kept."""
    kept: list[Affiliation] = []
    for row in rows:
        crossed = [other for other in kept if _cross(other, row)]
        if not crossed:
            kept.append(row)
            continue
        first = crossed[0]
        for other in (*crossed[1:], row):
            _cover(first, other)
        kept = [other for other in kept if other is first or other not in crossed]
    return kept


def _cover(kept: Affiliation, other: Affiliation) -> None:
    """Lengthen a presence so that it covers another, with the longer of the two rights."""
    kept.since = min(kept.since, other.since)
    kept.is_principal = kept.is_principal or other.is_principal
    if kept.rights_until is not None and (other.rights_until is None or other.rights_until > kept.rights_until):
        kept.rights_until = other.rights_until
    if kept.covered_until is not None and (other.covered_until is None or other.covered_until > kept.covered_until):
        kept.covered_until = other.covered_until
    if kept.until is not None and (other.until is None or other.until > kept.until):
        kept.until, kept.leaving = other.until, other.leaving


def give_staff_back(act_id: UUID, *, member_ids: Collection[UUID], act: Stamp) -> None:
    """Put staffs back as they were before an act; `member_ids` are the bodies it is about."""
    take_back(Affiliation, act_id, act, about=Q(member_id__in=member_ids))
