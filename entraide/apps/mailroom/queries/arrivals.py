"""What came for a person in an envelope or by post, and where it stands, as they are told."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.queries.posted import keys_visible_to
from entraide.apps.mailroom.models import Envelope, PostItem


class Standing(StrEnum):
    """Where an envelope or some pages stand."""

    SEALED = "sealed"
    OPENED = "opened"
    ENTERED = "entered"
    ASKED_AGAIN = "asked_again"
    SET_ASIDE = "set_aside"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class CameIn:
    """An envelope or some pages: the day they came, how many files or pages, where they stand.

    `claim_id` and `reference` name the claim that holds them, where the person sees it here.
    """

    came_on: date
    count: int
    standing: Standing
    claim_id: UUID | None = None
    reference: str = ""


def came_for(actor: Actor) -> list[CameIn]:
    """List what came for the actor themselves, the last first, in three queries."""
    shown = set(keys_visible_to(actor).values_list("pk", flat=True))
    mine = {"beneficiary_id": actor.beneficiary_id}
    envelopes = Envelope.objects.filter(**mine).select_related("claim").annotate(file_count=Count("files")).order_by("-deposited_at", "-pk")
    items = PostItem.objects.filter(state="filed", claim__in=shown).select_related("batch", "claim").order_by("-batch__received_on", "-pk")
    found = [*(_of_envelope(row, shown) for row in envelopes), *(_of_pages(row) for row in items)]
    return sorted(found, key=lambda each: each.came_on, reverse=True)


def _of_envelope(row: Envelope, shown: set[UUID]) -> CameIn:
    claim = row.claim if row.claim_id in shown else None
    return CameIn(row.deposited_on, row.file_count, _standing(row), claim.pk if claim else None, claim.reference if claim else "")


def _standing(row: Envelope) -> Standing:
    if row.claim_id is not None:
        return Standing.ENTERED
    if row.asked_again_on is not None:
        return Standing.ASKED_AGAIN
    if row.set_aside_on is not None:
        return Standing.SET_ASIDE
    return Standing.OPENED if row.opened_at else Standing.SEALED


def _of_pages(row: PostItem) -> CameIn:
    count = row.last_page - row.first_page + 1
    return CameIn(row.batch.received_on, count, Standing.FILED, row.claim_id, row.claim.reference)
