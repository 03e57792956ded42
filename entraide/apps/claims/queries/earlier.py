"""What a person has already asked for the same benefit and subject, before they ask again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.models import Claim
from entraide.apps.claims.policies import visible_to
from entraide.apps.claims.queries.lists import ClaimLine, lines_of
from entraide.core.workflow.claims import DECIDED_STATES, OPEN_STATES, ClaimState


@dataclass(frozen=True, slots=True)
class Earlier:
    """The draft that is open for a benefit and a subject, and the claims that were filed for them.

    `is_blank` tells that the draft holds nothing yet, as after two clicks on one button.
    """

    draft: ClaimLine | None
    filed: Sequence[ClaimLine]
    is_blank: bool

    def __bool__(self) -> bool:
        return self.draft is not None or bool(self.filed)


def claims_of_benefit(beneficiary_id: UUID, *, benefit_code: str, actor: Actor, on: date) -> Mapping[UUID | None, list[ClaimLine]]:
    """Give the draft, the open claims and those decided for an event of this year, by subject, the latest first."""
    asked = Claim.objects.filter(visible_to(actor), beneficiary_id=beneficiary_id, benefit_code=benefit_code)
    lines: dict[UUID | None, list[ClaimLine]] = {}
    for line in lines_of(list(_standing(asked, on=on)), beneficiary_id=beneficiary_id, on=on):
        lines.setdefault(line.claim.dependant_id, []).append(line)
    return lines


def filed_this_year(beneficiary_id: UUID, *, on: date) -> QuerySet[Claim]:
    """Give the open claims of a person and those decided for an event of this year."""
    return Claim.objects.filter(_filed(on), beneficiary_id=beneficiary_id, is_confidential=False)


def _filed(on: date) -> Q:
    return Q(state__in=OPEN_STATES) | Q(state__in=DECIDED_STATES, event_on__year=on.year)


def _standing(asked: QuerySet[Claim], *, on: date) -> QuerySet[Claim]:
    return asked.filter(Q(state=ClaimState.DRAFT) | _filed(on)).order_by("-started_at", "-pk")


def earlier_claims(beneficiary_id: UUID, *, benefit_code: str, dependant_id: UUID | None, actor: Actor, on: date) -> Earlier:
    """Give the draft, the open claims, and those decided for an event of this year, the latest first."""
    asked = Claim.objects.filter(visible_to(actor), beneficiary_id=beneficiary_id, benefit_code=benefit_code, dependant_id=dependant_id)
    lines = lines_of(list(_standing(asked, on=on)), beneficiary_id=beneficiary_id, on=on)
    draft = next((line for line in lines if line.state == ClaimState.DRAFT), None)
    is_blank = draft is not None and not draft.claim.answers and not draft.claim.documents.exists()
    return Earlier(draft, [line for line in lines if line.state != ClaimState.DRAFT], is_blank)
