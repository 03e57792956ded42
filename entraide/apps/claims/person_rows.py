"""The rows of claims that name a person: what becomes of them when two rows of the person are joined."""

from uuid import UUID

from django.db.models import Q

from entraide.apps.claims.models import Claim, ImportedBenefit, Reservation
from entraide.apps.claims.queries.situations import shared_scope
from entraide.core.workflow.claims import ClaimState
from entraide.orm.moves import Column, Joining, Moved, PersonRows


STATE, SCOPE, DEPENDANT = Column(Claim, "state"), Column(Reservation, "scope_id"), Column(Claim, "dependant")


class ClaimRows(PersonRows):
    """Claims follow with what they hold of ceilings, and those of a child that both had entered are of its kept row."""

    def move(self, joining: Joining, moved: Moved) -> None:
        """Leave one draft for a benefit and a subject, move what is held of ceilings, then the claims."""
        _settle_drafts(joining, moved)
        _move_scopes(joining, moved)
        for key, target in joining.dependants.items():
            DEPENDANT.follow(key, target, moved=moved, about=Q(beneficiary_id=joining.absorbed))
        super().move(joining, moved)

    def have_changed(self, moved: Moved) -> bool:
        """Tell whether a row says something else by now; a claim's state is the workflow's."""
        return any(column.has_changed(moved) for column in (SCOPE, DEPENDANT, *self.moved))


def _settle_drafts(joining: Joining, moved: Moved) -> None:
    """Withdraw the older of two drafts for the same benefit and subject: a person has one at a time."""
    both = [joining.absorbed, joining.kept]
    drafts = Claim.objects.filter(beneficiary_id__in=both, state=ClaimState.DRAFT).order_by("-started_at", "pk")
    seen: set[tuple[str, UUID | None]] = set()
    for draft in drafts:
        subject = draft.benefit_code, joining.dependants.get(draft.dependant_id, draft.dependant_id)
        if subject in seen:
            STATE.put([(draft.pk, ClaimState.DRAFT.value, ClaimState.CANCELLED.value)], moved=moved)
        seen.add(subject)


def _move_scopes(joining: Joining, moved: Moved) -> None:
    """Have what the absorbed person's claims hold of ceilings count for the kept one, and for the kept row of a child."""
    reserved = Reservation.objects.filter(claim__beneficiary_id=joining.absorbed).select_related("claim").order_by("pk")
    values = []
    for row in reserved:
        child = row.claim.dependant_id
        names = {joining.absorbed: joining.kept}
        if child is not None:
            target = joining.dependants.get(child, child)
            before, after = shared_scope(joining.absorbed, subject_id=child), shared_scope(joining.kept, subject_id=target)
            names |= {child: target, before: after}
        if names.get(row.scope_id, row.scope_id) != row.scope_id:
            values.append((row.pk, row.scope_id, names[row.scope_id]))
    SCOPE.put(values, moved=moved)


# A benefit that an earlier system paid is append-only: ceilings read it for both rows.
ROWS = ClaimRows(moved=[Column(Claim, "beneficiary")], read=[Column(ImportedBenefit, "beneficiary")], beside=[STATE, SCOPE, DEPENDANT])
