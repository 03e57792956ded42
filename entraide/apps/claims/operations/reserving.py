"""What claims hold of the ceilings, in the order in which they were filed; called under the lock of the household."""

from datetime import datetime

from django.db.models import Q

from entraide.apps.beneficiaries.queries import linked_twins_of
from entraide.apps.claims.models import Claim, Reservation
from entraide.apps.claims.queries.assessments import Assessment
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.reads import reservations_held
from entraide.apps.claims.queries.situations import scope_id_of
from entraide.core.money import ZERO, Money
from entraide.core.workflow.claims import OPEN_STATES
from entraide.orm.together import write, write_waiting


def reserve(claim: Claim, assessment: Assessment, *, at: datetime) -> None:
    """Hold what the claim may come to of each ceiling, in place of what it held; one that comes to nothing holds nothing."""
    hold(claim, assessment, amount=taken_by(assessment), at=at)


def hold(claim: Claim, assessment: Assessment, *, amount: Money, at: datetime) -> None:
    """Hold an amount of each ceiling of the claim's revision."""
    if not amount:
        release(claim, at=at)
        return
    held = {(row.ceiling, row.scope_id): row for row in reservations_held(claim.pk).rows()}
    fresh = []
    for ceiling in assessment.published.revision.ceilings:
        scope_id = scope_id_of(ceiling, beneficiary_id=claim.beneficiary_id, subject_id=claim.dependant_id)
        taken = {"event_on": assessment.event_on, "cents": amount, "released_at": None}
        row = held.get((ceiling.key, scope_id))
        if row is None:
            fresh.append(Reservation(claim=claim, ceiling=ceiling.key, scope_id=scope_id, reserved_at=at, **taken))
        elif any(getattr(row, name) != value for name, value in taken.items()):
            claim.reservations.filter(pk=row.pk).update(**taken)
    write(*fresh)


def taken_by(assessment: Assessment) -> Money:
    """Give the amount that a claim may come to: what is granted, or the most it can be while something is unknown."""
    return assessment.outcome.amount or assessment.outcome.high or ZERO


def release(claim: Claim, *, at: datetime) -> bool:
    """Free all that the claim holds; tell whether it held anything."""
    return bool(claim.reservations.filter(released_at__isnull=True).update(released_at=at))


def share_anew(claim: Claim, *, at: datetime) -> None:
    """Hold in the order of filing what the open claims for one child reserved apart, before it was proved that the child is one."""
    write_waiting()
    rows = {claim.dependant_id, *linked_twins_of([claim.dependant_id])[claim.dependant_id]}
    waiting = list(Claim.objects.filter(dependant_id__in=rows, state__in=OPEN_STATES).order_by("filed_at", "pk"))
    for each in waiting:
        release(each, at=at)
    for each in waiting:
        reserve(each, reassessed(each)[1], at=at)


def pass_on(freed: Claim, *, at: datetime) -> None:
    """Let the open claims that count under the same ceilings hold what has become free, the first filed first."""
    write_waiting()
    same = Q(beneficiary_id=freed.beneficiary_id)
    if freed.dependant_id is not None:
        same |= Q(dependant_id__in={freed.dependant_id, *linked_twins_of([freed.dependant_id])[freed.dependant_id]})
    for claim in Claim.objects.filter(same, state__in=OPEN_STATES).exclude(pk=freed.pk).order_by("filed_at", "pk"):
        _, assessment = reassessed(claim)
        reserve(claim, assessment, at=at)
