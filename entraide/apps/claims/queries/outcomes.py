"""How the claims of a year were decided."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from entraide.apps.claims.models import Claim, Decision
from entraide.core.workflow.claims import DECIDED_STATES, ClaimState


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The claims decided in a year by the decision in force: a file closed without follow-up is among the refused, and shown apart.

    `changed` are those that a re-examination decided otherwise.
    """

    decided: int
    granted: int
    refused: int
    closed: int
    changed: int


def outcomes_of(year: int) -> Outcomes:
    """Count the claims decided in a civil year, confidential ones included, in two queries."""
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    closed = Q(state=ClaimState.CLOSED)
    counts = Claim.objects.filter(state__in=DECIDED_STATES, decided_on__gte=since, decided_on__lt=until).aggregate(
        decided=Count("pk"),
        granted=Count("pk", filter=Q(state=ClaimState.GRANTED)),
        refused=Count("pk", filter=Q(state=ClaimState.REFUSED) | closed),
        closed=Count("pk", filter=closed),
    )
    again = Decision.objects.filter(way="reexamination", superseded_by__isnull=True, claim__state__in=DECIDED_STATES)
    same = Q(outcome=F("supersedes__outcome"), cents=F("supersedes__cents"))
    return Outcomes(**counts, changed=again.filter(~same, decided_on__gte=since, decided_on__lt=until).count())
