"""The post of a day scanned in one file: taken in once, parted at its cover sheets, each part put in the claim that its sheet names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.queries import beneficiary_of_account, shares_household
from entraide.apps.claims.operations.keying import Posted, add_posted
from entraide.apps.claims.queries.posted import claim_on_cover
from entraide.apps.claims.refusals import TooLateForPapers
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.documents.queries import content_of, fingerprint_of
from entraide.apps.mailroom.models import PostBatch, PostItem
from entraide.apps.mailroom.policies import require_opening
from entraide.apps.mailroom.refusals import NotAScan, NotYetReceived, ScannedTwice
from entraide.apps.mailroom.translation import is_ours
from entraide.core.covers import Cover, Part, parted, read_cover
from entraide.core.refusals import Refusal
from entraide.integrations.uploads.codes import CodesUnreadable, codes_of
from entraide.integrations.uploads.inspection import UploadLimits
from entraide.integrations.uploads.pages import PDF, PagesUnreadable, cut
from entraide.integrations.uploads.refusals import MEGABYTE


# Some 300 pages in black and white at 200 points an inch take 15 MB; opening them costs more than one paper may.
BATCH_LIMITS = UploadLimits(
    max_bytes=25 * MEGABYTE, max_pages=300, memory=500 * MEGABYTE, cpu_seconds=20, wall_seconds=60, output=60 * MEGABYTE
)


@transaction.atomic
def take_in(*, file: NewFile, received_on: date, actor: Actor, at: datetime, on: date) -> UUID:
    """Keep a scan of the post that came on a day; it is parted afterwards. Give its key.

    :raises NotAScan: if it is no PDF.
    :raises NotYetReceived: if the day is to come.
    :raises ScannedTwice: if the same file was taken in already.
    """
    require_opening(actor)
    if file.media_type != PDF:
        raise NotAScan
    if received_on > on:
        raise NotYetReceived
    fingerprint = fingerprint_of(file.content)
    _require_new(fingerprint, on=on)
    batch = PostBatch(
        document_id=keep(file=file, actor=actor, at=at, on=on),
        received_on=received_on,
        page_count=file.pages,
        scanned_by=actor.account_id,
        scanned_at=at,
        fingerprint=fingerprint,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        # Somebody took the same scan in meanwhile.
        _require_new(fingerprint, on=on)
        raise
    record("mailroom.scanned", actor=actor, subject=("post_batch", batch.pk), at=at, on=on, payload={"pages": file.pages})
    return batch.pk


def _require_new(fingerprint: str, *, on: date) -> None:
    same = PostBatch.objects.filter(fingerprint=fingerprint).order_by("pk").first()
    if same is not None:
        # Where the day is frozen, what was taken in just now was taken in that day.
        raise ScannedTwice(day=f"{min(timezone.localdate(same.scanned_at), on):%d/%m/%Y}")


@dataclass(frozen=True, slots=True)
class _Found:
    """A part of a scan: its cover where it is one of ours, its content cut out, why a person must sort it."""

    part: Part
    cover: Cover | None
    content: bytes
    reason: str


def split(*, batch_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Part a scan at its cover sheets, and put each part in its claim or among those to sort; give how many found their claim.

    Looking for codes takes seconds and is done before anything is written. Each part goes to its claim in its own transaction, which holds
    one household: cut on the way, the scan goes on where it stood. Parted already, it is left as it is.
    """
    batch = PostBatch.objects.filter(pk=batch_id, split_at__isnull=True).order_by("pk").first()
    if batch is None:
        return 0
    found = _found_in(content_of(batch.document_id), batch.page_count)
    left = [(each.part, reason) for each in found if (reason := _put(batch_id, each, actor=actor, at=at, on=on))]
    return _leave(batch_id, left, actor=actor, at=at, on=on)


def _found_in(content: bytes, page_count: int) -> list[_Found]:
    try:
        parts = parted(codes_of(content, page_count))
    except CodesUnreadable:
        return [_Found(Part(1, page_count, "", has_sheet=False), None, b"", "unreadable")]
    seen: set[str] = set()
    found = []
    for part in parts:
        cover = read_cover(part.cover)
        reason = _reason(part, cover, seen)
        seen.add(part.cover)
        try:
            pages = b"" if reason else cut(content, PDF, part.content)
        except PagesUnreadable:
            pages, reason = b"", "unreadable"
        found.append(_Found(part, cover, pages, reason))
    return found


def _reason(part: Part, cover: Cover | None, seen: set[str]) -> str:
    """Say why a part cannot go to a claim by itself, as its sheet alone tells it; nothing where it can."""
    if not part.cover:
        return "damaged" if part.has_sheet else "no_cover"
    if cover is None or not is_ours(cover):
        return "stranger"
    if part.cover in seen:
        return "repeated"
    return "" if part.content else "empty"


@transaction.atomic
def _put(batch_id: UUID, found: _Found, *, actor: Actor, at: datetime, on: date) -> str:
    """Put a part in the claim that its sheet names, once; give why a person must sort it, nothing where it is in its claim."""
    part, when = found.part, {"actor": actor, "at": at, "on": on}
    if found.reason or found.cover is None:
        return found.reason
    claim = claim_on_cover(found.cover.reference)
    if claim is None:
        return "unknown"
    batch = PostBatch.objects.select_for_update(no_key=True).get(pk=batch_id)
    if shares_household(beneficiary_of_account(batch.scanned_by), claim.beneficiary_id, on=on):
        return "household"
    if batch.split_at is not None or batch.items.filter(first_page=part.first).exists():
        return ""
    item = _item(batch, part, state="filed", claim=claim, requirement=found.cover.requirement)
    try:
        with transaction.atomic():
            item.document_id = keep(file=paper_of(batch, pages=part.content, content=found.content), **when)
            add_posted(paper=Posted(claim.pk, item.requirement, item.document_id, batch.received_on), **when)
    except TooLateForPapers:
        return "settled"
    except Refusal:
        return "refused"
    item.save(force_insert=True)
    return ""


@transaction.atomic
def _leave(batch_id: UUID, left: Sequence[tuple[Part, str]], *, actor: Actor, at: datetime, on: date) -> int:
    """Leave parts to be sorted, whole and with their sheets, and close the scan; give how many parts found their claim."""
    batch = PostBatch.objects.select_for_update(no_key=True).get(pk=batch_id)
    if batch.split_at is not None:
        return 0
    filed = batch.items.count()
    PostItem.objects.bulk_create(_item(batch, part, state="to_sort", reason=reason) for part, reason in left)
    batch.split_at = at
    batch.save(update_fields=["split_at"])
    payload = {"parts": filed + len(left), "filed": filed}
    record("mailroom.split", actor=actor, subject=("post_batch", batch_id), at=at, on=on, payload=payload)
    return filed


def _item(batch: PostBatch, part: Part, **columns: Any) -> PostItem:
    return PostItem(batch=batch, first_page=part.first, last_page=part.last, cover=part.cover[:80], **columns)


def paper_of(batch: PostBatch, *, pages: tuple[int, ...], content: bytes) -> NewFile:
    """Make the paper that some pages of a scan are."""
    name = f"courrier-{batch.received_on:%Y-%m-%d}-p{pages[0]}-{pages[-1]}.pdf"
    return NewFile(content, name, PDF, "supporting", len(pages))
