"""End the rights of the people of members that leave, and open them again where one stays: a part of the acts on contracts."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary
from entraide.apps.beneficiaries.queries.employment import rights_of
from entraide.apps.members.operations.exits import AtExit
from entraide.core.eligibility.rights import rights_end
from entraide.orm.acts import Stamp, again, parts, supersede, write


def end_rights(member_ids: Collection[UUID], *, on: date, act: Stamp) -> set[UUID]:
    """End the rights of the people of members whose contracts end on a day; give the members who had some.

    A contract ends with a year: rights end on that day, whatever the presence still is.
    """
    end = rights_end(on)
    found: set[UUID] = set()
    for keys in parts(sorted(member_ids)):
        rows = Affiliation.objects.current().filter(_beyond("until", end) | _beyond("rights_until", end), member_id__in=keys)
        # What an act has ended already keeps its own day: a death, or a right maintained where people were moved.
        held = rows.filter(covered_until__isnull=True).order_by("beneficiary_id", "pk")
        people = list(held.values_list("beneficiary_id", flat=True).distinct())
        for some in parts(people):
            _hold(some)
            found |= _ended(list(held.filter(beneficiary_id__in=some)), end, act)
    return found


def _beyond(column: str, day: date) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": day})


def _hold(people: Sequence[UUID]) -> None:
    list(Beneficiary.objects.select_for_update().filter(pk__in=people).order_by("pk").values_list("pk", flat=True))


def _ended(rows: Sequence[Affiliation], end: date, act: Stamp) -> set[UUID]:
    supersede(rows, act)
    write([again(row, act, covered_until=end, rights_until=max(row.since, min(row.rights_until or end, end))) for row in rows])
    return {row.member_id for row in rows}


def give_rights_back(member_id: UUID, *, on: date, act: Stamp) -> None:
    """Open again, by the rule, the rights of the people of a member that had ended on a day with its contract; who has died keeps none."""
    end = rights_end(on)
    rows = Affiliation.objects.current().filter(member_id=member_id, covered_until=end).exclude(leaving="death")
    for some in parts(list(rows.order_by("beneficiary_id").values_list("beneficiary_id", flat=True).distinct())):
        _hold(some)
        by_person: dict[UUID, list[Affiliation]] = {}
        for row in Affiliation.objects.current().filter(beneficiary_id__in=some).select_related("member").order_by("since", "pk"):
            by_person.setdefault(row.beneficiary_id, []).append(row)
        for held in by_person.values():
            _open_again(held, member_id, end, act)


def _open_again(held: Sequence[Affiliation], member_id: UUID, end: date, act: Stamp) -> None:
    opened = [row for row in held if row.member_id == member_id and row.covered_until == end and row.leaving != "death"]
    for row in opened:
        row.covered_until = None
    ends = rights_of(held)
    supersede(opened, act)
    write([again(row, act, rights_until=ends[row.pk]) for row in opened])


AT_EXIT = AtExit(end_rights, give_rights_back)
