"""Reads of scanned post: its batches, what is to sort, the cover sheets to print."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.queries.posted import keys_visible_to, papers_to_post
from entraide.apps.contributions.translation import issuer
from entraide.apps.documents.queries import content_of
from entraide.apps.mailroom.models import PostBatch, PostItem
from entraide.apps.mailroom.policies import OPENING
from entraide.apps.mailroom.translation import cover_for
from entraide.integrations.printing.covers import Sheet, printed_covers
from entraide.integrations.uploads.drawing import drawn_page


def batches() -> QuerySet[PostBatch]:
    """List the scans, the last first, each with how many of its parts found their claim and how many are to sort."""
    count = {f"{state}_count": Count("items", filter=Q(items__state=state)) for state in ("filed", "to_sort")}
    return PostBatch.objects.annotate(**count).order_by("-scanned_at", "-pk")


def to_sort() -> QuerySet[PostItem]:
    """List the pages that wait for a person, the oldest first."""
    return (
        PostItem.objects.filter(state="to_sort").select_related("batch").order_by("batch__received_on", "batch__scanned_at", "first_page")
    )


def post_item(item_id: UUID, actor: Actor) -> PostItem | None:
    """Give pages that wait to be sorted, or that were, to who opens post; those that found their claim by themselves are shown in it."""
    if actor.role not in OPENING:
        return None
    by_hand = Q(state="to_sort") | Q(sorted_by__isnull=False)
    shown = Q(claim__isnull=True) | Q(claim__in=keys_visible_to(actor))
    return PostItem.objects.filter(by_hand & shown, pk=item_id).select_related("batch", "claim").order_by("pk").first()


def image_of(item: PostItem, page: int) -> bytes | None:
    """Draw one page of a part as a JPEG; nothing where the page is not of the part, or the scan was let go of.

    :raises PagesUnreadable: if it cannot be drawn.
    """
    if item.batch.document_id is None or not item.first_page <= page <= item.last_page:
        return None
    return drawn_page(content_of(item.batch.document_id), page)


def waiting_batches() -> list[UUID]:
    """List the scans that are still to be parted, the oldest first."""
    return list(PostBatch.objects.filter(split_at__isnull=True).order_by("scanned_at", "pk").values_list("pk", flat=True))


def cover_sheets(claim: Any, *, benefit: str, on: date) -> bytes | None:
    """Print a cover sheet for each paper that a claim still lacks; nothing where it lacks none."""
    facts = (("Demande", claim.reference), ("Prestation", benefit))
    sheets = [Sheet(label, facts, cover_for(claim.reference, kind).text) for kind, label in papers_to_post(claim, on=on)]
    return printed_covers(sheets, sender=issuer(), on=on) if sheets else None
