"""Reads of a person's employment: every presence, what the rule of eligibility says of it, what was done to it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries.models import Affiliation, Card, EmploymentAct, Identity
from entraide.core.eligibility.facts import Designation, Employment, PersonFacts, Retirement
from entraide.core.eligibility.rule import Eligibility, eligibility
from entraide.core.eligibility.values import Contract, Position
from entraide.core.structure.values import BodyKind
from entraide.core.timeline import Span


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
    until: date | None
    rights_until: date | None
    is_principal: bool
    leaving: str


def affiliations_of(beneficiary_id: UUID) -> list[Affiliation]:
    """Give the rows of a person's presences as they are known now, in order."""
    return list(Affiliation.objects.current().filter(beneficiary_id=beneficiary_id).select_related("member").order_by("since", "pk"))


def employments_of(beneficiary_id: UUID) -> list[EmploymentView]:
    """List a person's presences, past ones too, the last first."""
    fields = EmploymentView.__dataclass_fields__
    rows = affiliations_of(beneficiary_id)
    return [EmploymentView(**{name: getattr(row, name) for name in fields}) for row in reversed(rows)]


def eligibility_of(beneficiary_id: UUID, *, on: date) -> Eligibility:
    """Apply the rule of eligibility to what is held of a person."""
    deaths = Identity.objects.in_force_on(on).filter(beneficiary_id=beneficiary_id).order_by("pk").values_list("died_on", flat=True)
    return eligibility(facts_of(affiliations_of(beneficiary_id), died_on=deaths.first()), on)


def facts_of(rows: list[Affiliation], *, died_on: date | None = None) -> PersonFacts:
    """Read presences as the rule wants them: a retiree on a list is one whom the member, or an amicale, designated."""
    working = [row for row in rows if row.status != "retiree"]
    retired = [row for row in rows if row.status == "retiree"]
    return PersonFacts(
        tuple(Employment(Span(row.since, row.until), _contract(row), Position(row.position), row.contract_until) for row in working),
        tuple(Retirement(Span(row.since, row.until), _designation(row)) for row in retired),
        died_on,
    )


def _contract(row: Affiliation) -> Contract | None:
    if row.contract:
        return Contract(row.contract)
    return Contract.APPRENTICESHIP if row.status == "apprentice" else None


def _designation(row: Affiliation) -> Designation:
    return Designation.AMICALE if row.member.kind == BodyKind.ASSOCIATION else Designation.MEMBER


def employment_acts_of(beneficiary_id: UUID) -> QuerySet[EmploymentAct]:
    """Give the acts on a person's employment, the last first."""
    return EmploymentAct.objects.filter(beneficiary_id=beneficiary_id).order_by("-acted_at", "-pk")


def died_on(beneficiary_id: UUID) -> date | None:
    """Give the day of a person's death, nothing where none is on record."""
    rows = Identity.objects.current().filter(beneficiary_id=beneficiary_id, died_on__isnull=False).order_by("-since", "pk")
    return rows.values_list("died_on", flat=True).first()


def cards_in_use(beneficiary_id: UUID, *, on: date) -> int:
    """Count the cards of a person and of their family that still count on a day."""
    return Card.objects.filter(beneficiary_id=beneficiary_id, revoked_at__isnull=True, until__gt=on).count()
