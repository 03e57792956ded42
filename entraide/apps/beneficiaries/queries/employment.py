"""Reads of a person's employment: every presence, what the rule of eligibility says of it, what was done to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.beneficiaries.models import Affiliation, Card, EmploymentAct, Identity
from entraide.apps.beneficiaries.queries.resting import something_rests_on
from entraide.apps.beneficiaries.translation import stay_of_row
from entraide.core.eligibility.facts import Designation, Employment, Part, PersonFacts, Retirement
from entraide.core.eligibility.presence import rights_ends
from entraide.core.eligibility.rule import Eligibility, eligibility
from entraide.core.roster import stays
from entraide.core.structure.values import BodyKind
from entraide.orm.acts import is_built_upon, were_built_upon


@dataclass(frozen=True, slots=True)
class EmploymentView:
    """One part of a presence at a member: what it was, over which days, until when its rights go."""

    member_id: UUID
    status: str
    contract: str
    contract_until: date | None
    position: str
    time_share: int | None
    service: str
    since: date
    arrived_on: date | None
    until: date | None
    rights_until: date | None
    is_principal: bool
    leaving: str


def affiliations_of(beneficiary_id: UUID) -> list[Affiliation]:
    """Give the rows of a person's presences as they are known now, in order."""
    return list(Affiliation.objects.current().filter(beneficiary_id=beneficiary_id).select_related("member").order_by("since", "pk"))


def affiliations_by_person(beneficiary_ids: Iterable[UUID]) -> dict[UUID, list[Affiliation]]:
    """Give, as `affiliations_of` does, the rows of many persons, in one query; who has none is left out."""
    rows = Affiliation.objects.current().filter(beneficiary_id__in=set(beneficiary_ids)).select_related("member")
    found: dict[UUID, list[Affiliation]] = {}
    for row in rows.order_by("since", "pk"):
        found.setdefault(row.beneficiary_id, []).append(row)
    return found


def employments_of(beneficiary_id: UUID) -> list[EmploymentView]:
    """List a person's presences, past ones too, the last first, each with the end of its rights by the rule."""
    fields = [name for name in EmploymentView.__dataclass_fields__ if name != "rights_until"]
    rows = affiliations_of(beneficiary_id)
    ends = rights_of(rows)
    return [EmploymentView(**{name: getattr(row, name) for name in fields}, rights_until=ends[row.pk]) for row in reversed(rows)]


def eligibility_of(beneficiary_id: UUID, *, on: date) -> Eligibility:
    """Apply the rule of eligibility to what is held of a person."""
    deaths = Identity.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id).order_by("pk").values_list("died_on", flat=True)
    rows = affiliations_of(beneficiary_id)
    return eligibility(facts_of(rows, died_on=deaths.first()), on)


def facts_of(rows: Sequence[Affiliation], *, died_on: date | None = None) -> PersonFacts:
    """Read presences as the rule wants them."""
    parts = [part_of(row) for row in rows]
    working = tuple(part for part in parts if isinstance(part, Employment))
    return PersonFacts(working, tuple(part for part in parts if isinstance(part, Retirement)), died_on)


def part_of(row: Affiliation) -> Part:
    """Read one row: a retiree on a list is one whom the member, or an amicale, designated."""
    designation = Designation.AMICALE if row.member.kind == BodyKind.ASSOCIATION else Designation.MEMBER
    return stays.part_of(stay_of_row(row), designated_by=designation, employer=str(row.member_id))


def rights_of(rows: Sequence[Affiliation]) -> dict[UUID, date | None]:
    """Give the first day without the rights of each row of one person, by the rule; None where no end is known."""
    by_member: dict[UUID, list[Affiliation]] = {}
    for row in sorted(rows, key=lambda each: each.since):
        by_member.setdefault(row.member_id, []).append(row)
    found: dict[UUID, date | None] = {}
    for member_id, held in by_member.items():
        beside = facts_of([row for row in rows if row.member_id != member_id]).employments
        ends = rights_ends([part_of(row) for row in held], beside=beside)
        found |= {row.pk: end for row, end in zip(held, ends, strict=True)}
    return found


def employment_acts_of(beneficiary_id: UUID) -> QuerySet[EmploymentAct]:
    """Give the acts on a person's employment, the last first."""
    return EmploymentAct.objects.filter(beneficiary_id=beneficiary_id).order_by("-acted_at", "-pk")


def standing_acts(beneficiary_id: UUID) -> set[UUID]:
    """Give the acts on a person's employment that can be taken back: done, and nothing rests on them.

    Two queries, and some more for each act that brought the person to an employer and stands.
    """
    done = list(employment_acts_of(beneficiary_id).filter(undone_at__isnull=True).values_list("pk", flat=True))
    rows = list(Affiliation.objects.filter(beneficiary_id=beneficiary_id).order_by("pk")) if done else []
    standing = {key for key in done if not were_built_upon(row for row in rows if row.recorded_by == key)}
    there = {(row.superseded_by, row.member_id) for row in rows}
    brought = {row.recorded_by for row in rows if (row.recorded_by, row.member_id) not in there}
    about = Q(beneficiary_id=beneficiary_id)
    return {key for key in standing if key not in brought or not something_rests_on(key, about=about)}


def rests_on_act(act_id: UUID, *, beneficiary_id: UUID) -> bool:
    """Tell whether something was written since about what an act changed, or rests on what it brought."""
    about = Q(beneficiary_id=beneficiary_id)
    return is_built_upon(Affiliation, act_id, about=about) or something_rests_on(act_id, about=about)


def died_on(beneficiary_id: UUID) -> date | None:
    """Give the day of a person's death, nothing where none is on record."""
    rows = Identity.objects.current().filter(beneficiary_id=beneficiary_id, died_on__isnull=False).order_by("-since", "pk")
    return rows.values_list("died_on", flat=True).first()


def cards_in_use(beneficiary_id: UUID, *, on: date) -> int:
    """Count the cards of a person and of their family that still count on a day."""
    return Card.objects.filter(beneficiary_id=beneficiary_id, revoked_at__isnull=True, until__gt=on).count()
