"""Which of a person's claims end with their death, and which go on."""

from datetime import date
from uuid import UUID

from entraide.apps.beneficiaries.queries import custodies_of
from entraide.apps.claims.models import Claim
from entraide.core.workflow.claims import OPEN_STATES, ClaimState


def claims_at_death(beneficiary_id: UUID, *, died_on: date) -> tuple[list[Claim], list[Claim]]:
    """Give a person's claims that are not decided: those that end with a death on a day, then those that go on.

    Children's aid goes on for events until 31 December of the year of death (« Règlement du CNAS, bénéficiaires », as relayed by the COS
    de Saintes). What was decided before, and is looked at again, goes on too.
    """
    children = set(custodies_of(beneficiary_id))
    rows = Claim.objects.filter(beneficiary_id=beneficiary_id, state__in=[ClaimState.DRAFT, *OPEN_STATES]).order_by("started_at", "pk")
    going_on = [row for row in rows if row.reopened_on or _goes_on(row, children, died_on)]
    kept = {row.pk for row in going_on}
    return [row for row in rows if row.pk not in kept], going_on


def _goes_on(claim: Claim, children: set[UUID], died_on: date) -> bool:
    return claim.dependant_id in children and (claim.event_on is None or claim.event_on.year <= died_on.year)


def open_claims_of(beneficiary_id: UUID) -> list[Claim]:
    """List a person's filed claims that nobody has decided, but the confidential ones, the first filed first."""
    rows = Claim.objects.filter(beneficiary_id=beneficiary_id, is_confidential=False, state__in=OPEN_STATES)
    return list(rows.order_by("filed_at", "pk"))
