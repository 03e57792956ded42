"""What becomes of a person's claims when they die: children's aid goes on, the rest is closed; and back."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.queries import lock_household
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations.deciding import close_in_silence
from entraide.apps.claims.operations.reserving import reserve
from entraide.apps.claims.operations.waiting import await_again
from entraide.apps.claims.queries.deaths import claims_at_death
from entraide.apps.claims.queries.files import reassessed
from entraide.core.workflow.claims import OPEN_STATES, ClaimState


NOTE = "Décès de la personne le {on} : seules les aides aux enfants continuent jusqu’au 31 décembre."


@transaction.atomic
def close_for_death(*, beneficiary_id: UUID, died_on: date, actor: Actor, at: datetime, on: date) -> list[list[str]]:
    """Close the claims that end with a death; give each as [claim, state before, state after], for the death to be undone.

    Drafts are withdrawn; what was filed is closed with its reason. Claims for a child go on.
    """
    lock_household(beneficiary_id, on=on)
    ending, _ = claims_at_death(beneficiary_id, died_on=died_on)
    moved = []
    for claim in Claim.objects.select_for_update(no_key=True).filter(pk__in=[each.pk for each in ending]).order_by("pk"):
        before = claim.state
        if before == ClaimState.DRAFT:
            claim.state = ClaimState.CANCELLED
            claim.save(update_fields=["state"])
        else:
            close_in_silence(claim, NOTE.format(on=f"{died_on:%d/%m/%Y}"), actor=actor, at=at, on=on)
        moved.append([str(claim.pk), before, str(claim.state)])
    if moved:
        payload = {"claims": [key for key, _, _ in moved]}
        record("claims.closed_by_death", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return moved


@transaction.atomic
def reopen_after_death(*, beneficiary_id: UUID, moved: Iterable[tuple[str, str, str]], actor: Actor, at: datetime, on: date) -> None:
    """Put claims back where a death found them: the decision that closed them stays in history, and the next one supersedes it.

    One that somebody moved since is left as it is; one that waits for the person waits the whole delay again.
    """
    lock_household(beneficiary_id, on=on)
    back = {UUID(key): (before, after) for key, before, after in moved}
    for claim in Claim.objects.select_for_update(no_key=True).filter(pk__in=list(back)).order_by("filed_at", "pk"):
        before, after = back[claim.pk]
        if claim.state != after:
            continue
        claim.state, claim.decided_on = before, None
        claim.save(update_fields=["state", "decided_on"])
        if before == ClaimState.AWAITING_CORRECTION:
            await_again(claim, on=on)
        if before in OPEN_STATES:
            reserve(claim, reassessed(claim)[1], at=at)
    if back:
        payload = {"claims": sorted(str(key) for key in back)}
        record("claims.reopened", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
