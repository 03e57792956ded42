"""People of a list whom the association knows already through someone else: found by names and birth, never said from where."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.beneficiaries.models import Affiliation, Identity, RosterImport
from entraide.core.names import normalise
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.values import RosterLine
from entraide.orm.acts import parts


# Names come back by hundreds of thousands, the same ones again and again.
_folded = lru_cache(maxsize=65_536)(normalise)

# By the number of a line, each person of its names and birth, with the civil sexes on record.
Candidates = Mapping[int, Mapping[UUID, set[str]]]


def search_name_of(line: RosterLine) -> str:
    """Write the names of a line as identities are searched by."""
    return f"{_folded(line.family_name)} {_folded(line.given_name)}"[:200]


def known_elsewhere(lines: Sequence[RosterLine], member_id: UUID) -> dict[int, UUID]:
    """Give, by line, the one person of these names and birth whom the register holds and this member never had.

    Where two are found, neither is taken: the list of duplicates shows them to an officer, as it does whoever is only nearly alike.
    """
    by_person = {(search_name_of(line), line.born_on): line.line_number for line in lines}
    own = Affiliation.objects.current().filter(member_id=member_id).order_by().values("beneficiary_id")
    found: dict[int, dict[UUID, set[str]]] = defaultdict(lambda: defaultdict(set))
    for part in parts(list(by_person)):
        names, days = {name for name, _ in part}, {day for _, day in part}
        rows = living().filter(search_name__in=names, born_on__in=days).exclude(beneficiary_id__in=own).order_by("pk")
        for key, name, born_on, civil_sex in rows.values_list("beneficiary_id", "search_name", "born_on", "civil_sex"):
            if (name, born_on) in by_person:
                found[by_person[name, born_on]][key].add(civil_sex)
    return {number: next(iter(keys)) for number, keys in alike(found, lines).items() if len(keys) == 1}


def living() -> QuerySet[Identity]:
    """Give the identities that a list may mean: the last of each person who lives, of a file that stands for itself."""
    return Identity.objects.current().filter(until__isnull=True, died_on__isnull=True, beneficiary__absorbed_into__isnull=True)


def alike(candidates: Candidates, lines: Iterable[RosterLine]) -> dict[int, set[UUID]]:
    """Keep, by line, the persons whom nothing contradicts: one civil sex on the line and another on record make two persons."""
    told = {line.line_number: line.civil_sex.value if line.civil_sex else "" for line in lines}
    return {
        number: {key for key, sexes in people.items() if agree(told[number], sexes)}
        for number, people in candidates.items()
        if number in told
    }


def agree(civil_sex: str, on_record: Iterable[str]) -> bool:
    """Tell whether a civil sex may be that on record; what nobody has said agrees with all.

    >>> agree("F", {"", "F"}), agree("", {"M"}), agree("F", {"M"})
    (True, True, False)
    """
    return not civil_sex or not set(on_record) - {"", civil_sex}


def open_elsewhere(people: Iterable[UUID], member_id: UUID, *, on: date) -> list[Affiliation]:
    """Give the presences of some people at other members whose rights go on after a day."""
    found: list[Affiliation] = []
    for part in parts(list(people)):
        with_rights = Q(rights_until__isnull=True) | Q(rights_until__gt=on)
        rows = Affiliation.objects.current().filter(with_rights, beneficiary_id__in=part).exclude(member_id=member_id)
        found += rows.order_by("beneficiary_id", "since", "pk")
    return found


def employed_elsewhere(arrivals: Mapping[UUID, date], member_id: UUID, *, on: date) -> set[UUID]:
    """Give those of some people who stay on another staff after the day they arrive: which one is the principal is to be asked."""
    rows = open_elsewhere(arrivals, member_id, on=on)
    return {row.beneficiary_id for row in rows if row.until is None or row.until > max(arrivals[row.beneficiary_id], on)}


@dataclass(frozen=True, slots=True)
class Met:
    """The lines of the arrivals whom the register knew before this member did, and of those who stay on another staff."""

    known: frozenset[int]
    employed: frozenset[int]


def met_elsewhere(plan: RosterPlan, member_id: UUID) -> Met:
    """Say which arrivals of a plan other members made known."""
    known = known_elsewhere([arrival.line for arrival in plan.arrivals if arrival.person_id is None], member_id)
    people = {arrival.person_id or known.get(arrival.line_number): arrival.line for arrival in plan.arrivals}
    arrivals = {key: line.since for key, line in people.items() if key is not None}
    employed = employed_elsewhere(arrivals, member_id, on=plan.on)
    return Met(frozenset(known), frozenset(people[key].line_number for key in employed))


def with_own_email(identities: Iterable[Identity], member_id: UUID) -> set[UUID]:
    """Give the people whose address on file is not this member's to read: another member has them, or had, and none of its lists told it.

    A body that became this one through a structure event is no other.
    """
    found: set[UUID] = set()
    for part in parts([row for row in identities if row.email]):
        others = Affiliation.objects.current().filter(beneficiary_id__in=[row.beneficiary_id for row in part])
        others = others.exclude(member_id=member_id).exclude(leaving="structure").order_by()
        people = set(others.values_list("beneficiary_id", flat=True))
        shared = [row for row in part if row.beneficiary_id in people]
        lists = RosterImport.objects.filter(member_id=member_id, pk__in={row.recorded_by for row in shared}).order_by("pk")
        own = set(lists.values_list("pk", flat=True))
        found |= {row.beneficiary_id for row in shared if row.recorded_by not in own}
    return found
