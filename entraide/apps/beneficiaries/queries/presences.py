"""Who is on the lists of many members for a civil year, as the contracts cover them and as both were known at an instant."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from entraide.apps.beneficiaries.models import Affiliation, Identity
from entraide.apps.beneficiaries.queries.structure import chain_of
from entraide.apps.members.queries.terms import Terms, terms_in
from entraide.core.contributions.person_lines import Presence
from entraide.core.contributions.tariff import HeadClass
from entraide.core.membership.contracts import CoverKind
from entraide.core.membership.coverage import is_covered
from entraide.orm.acts import parts


COLUMNS = (
    *("beneficiary_id", "member_id", "status", "since", "until", "rights_until"),
    *("is_principal", "arrived_on", "service", "came_from_id"),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """The covered presences of the persons of some members, those that other members have of them too; the terms by member.

    `staffed` are the members who have somebody on their list.
    """

    presences: list[Presence]
    terms: dict[UUID, list[Terms]]
    staffed: set[UUID]


def there_all_year(member_ids: Collection[UUID], *, year: int, known_at: datetime) -> QuerySet[Affiliation]:
    """Keep the presences of persons whom one row alone lists in a civil year, with rights from its first day to its last.

    `head_class` is annotated; whether contracts cover them is not looked at.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    known = Affiliation.objects.known_at(known_at).meeting(year)
    until_the_end = [Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": after}) for name in ("until", "rights_until")]
    others = known.filter(beneficiary_id=OuterRef("beneficiary_id")).exclude(pk=OuterRef("pk"))
    rows = known.filter(~Exists(others), *until_the_end, since__lte=first, member_id__in=member_ids)
    return rows.annotate(
        head_class=Case(When(status="retiree", then=Value(HeadClass.RETIREE.value)), default=Value(HeadClass.ACTIVE.value))
    )


def listed(member_ids: Collection[UUID], *, year: int, known_at: datetime, unless: Exists | None = None) -> Listed:
    """Read the lists of members for a civil year, in two queries; a third where a contract covers the staff of an earlier structure.

    Persons for whom something exists `unless` which they are read, by the `beneficiary_id` of the row, are left out.

    A presence that opens no right (availability, secondment out, a short contract) is left out, and so are days past the end of rights.
    A day that no contract covers does not count.
    """
    known = Affiliation.objects.known_at(known_at).meeting(year)
    people = known.filter(*([~unless] if unless else ()), member_id__in=member_ids).order_by().values("beneficiary_id")
    rows = [row for row in known.filter(beneficiary_id__in=people).order_by().values_list(*COLUMNS) if row[5] is None or row[5] > row[3]]
    terms = terms_in(year, member_ids={row[1] for row in rows} | set(member_ids), known_at=known_at)
    origins = _origins(rows, terms, known_at)
    whole = date(year, 1, 1), date(year + 1, 1, 1)
    return Listed(
        [presence for row in rows for presence in _covered(row, terms.get(row[1], ()), origins, whole)],
        terms,
        {row[1] for row in rows},
    )


def staffed_between(year: int, *, known_at: datetime, after: UUID | None = None, through: UUID | None = None) -> set[UUID]:
    """Give the members with somebody on their list on some day of a civil year, whose keys come after one and not after another."""
    rows = Affiliation.objects.known_at(known_at).meeting(year)
    wanted = {"member_id__gt": after, "member_id__lte": through}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return set(rows.order_by().values_list("member_id", flat=True).distinct())


def changed_since(year: int, *, at: datetime) -> set[UUID]:
    """Give the members whose lists of a civil year were written otherwise after an instant."""
    rows = Affiliation.objects.meeting(year).order_by().values_list("member_id", flat=True)
    return {*rows.filter(recorded_at__gt=at).distinct(), *rows.filter(superseded_at__gt=at).distinct()}


def _covered(
    row: Sequence[Any], terms: Sequence[Terms], origins: dict[tuple[UUID, UUID], UUID | None], whole: tuple[date, date]
) -> Iterator[Presence]:
    """Give what of a presence lies in the year, in the days of the contracts that cover it."""
    person, member, status, since, until, rights_until, is_principal, arrived_on, service, came_from = row
    head_class = HeadClass.RETIREE if status == "retiree" else HeadClass.ACTIVE
    for one in terms:
        if one.covers:
            chain = map(str, chain_of(person, member=member, came_from=came_from, origins=origins) or (member,))
            facts = {"is_retiree": head_class is HeadClass.RETIREE, "service": service, "origins": set(chain)}
            if not is_covered(one.scope, one.covers, **facts):
                continue
        begin, end = max(since, one.since, whole[0]), whole[1]
        if until is not None and until < end:
            end = until
        if rights_until is not None and rights_until < end:
            end = rights_until
        if one.until is not None and one.until < end:
            end = one.until
        if begin < end:
            yield Presence(person, head_class, begin, end, member, is_principal, arrived_on or since)


def _origins(rows: Sequence[Sequence[Any]], terms: dict[UUID, list[Terms]], known_at: datetime) -> dict[tuple[UUID, UUID], UUID | None]:
    """Say of persons who were moved, where a contract asks for it, where they had come from in each member they were moved out of."""
    by_structure = {
        member for member, held in terms.items() if any(cover.kind is CoverKind.STRUCTURE for one in held for cover in one.covers)
    }
    moved = {row[0] for row in rows if row[1] in by_structure and row[9] is not None}
    if not moved:
        return {}
    earlier = Affiliation.objects.known_at(known_at).filter(leaving="structure", beneficiary_id__in=moved).order_by("since", "pk")
    return {(person, member): came_from for person, member, came_from in earlier.values_list("beneficiary_id", "member_id", "came_from_id")}


def called_until(day: str, *, person: str = "beneficiary_id") -> Subquery:
    """Give the sorting name of a person as they were last called before the day that a column of the row holds."""
    known = Identity.objects.current().filter(beneficiary_id=OuterRef(person), since__lt=OuterRef(day)).order_by("-since")
    return Subquery(known.values("search_name")[:1])


def names_until(asked: Collection[tuple[UUID, date]]) -> dict[tuple[UUID, date], tuple[str, str]]:
    """Give the family and given name of persons as they were last called before a day, in one query for each thousand.

    Whoever left is not known to the employer under a name that came later.
    """
    held: dict[UUID, list[tuple[date, str, str]]] = {}
    for keys in parts(sorted({person for person, _ in asked})):
        rows = Identity.objects.current().filter(beneficiary_id__in=keys).order_by("since", "pk")
        for person, since, family, given in rows.values_list("beneficiary_id", "since", "family_name", "given_name"):
            held.setdefault(person, []).append((since, family, given))
    found = {}
    for person, day in asked:
        known = [name for name in held.get(person, ()) if name[0] < day]
        found[person, day] = (known[-1][1], known[-1][2]) if known else ("", "")
    return found
