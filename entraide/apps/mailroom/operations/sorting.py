"""What a person does with pages that did not find their claim by themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.claims.operations.keying import Posted, add_posted
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.documents.queries import pages_of
from entraide.apps.mailroom.models import PostItem
from entraide.apps.mailroom.operations.scanning import paper_of
from entraide.apps.mailroom.policies import require_opening
from entraide.apps.mailroom.refusals import ItemSettled, NoSuchPages, PagesLost, UnknownClaim
from entraide.integrations.uploads.pages import PagesUnreadable


@dataclass(frozen=True, slots=True)
class Destination:
    """Where pages go: the claim, the kind of paper that they are, the first and the last page, both of the scan."""

    claim_id: UUID
    requirement: str
    first: int
    last: int


def sort_item(*, item_id: UUID, destination: Destination, actor: Actor, at: datetime, on: date) -> UUID | None:
    """Put pages in a claim; what is left of them, before and after, waits as before. Give what waits first, if anything does.

    Cutting them out takes seconds and is done before the transaction.

    :raises ItemSettled: if they were sorted or set aside already.
    :raises NoSuchPages: if the pages are not of this part.
    :raises PagesLost: if the scan no longer opens there.
    :raises UnknownClaim: if the actor may see no such claim.
    :raises TooLateForPapers: if the claim takes no paper any more.
    """
    require_opening(actor)
    file = _cut(PostItem.objects.select_related("batch").get(pk=item_id), destination, actor)
    with transaction.atomic():
        return _sort(item_id, destination, file, actor=actor, at=at, on=on)


def _cut(item: PostItem, destination: Destination, actor: Actor) -> NewFile:
    """Cut pages out of a scan, once it is sure that they may go where they shall."""
    _require_pages(item, destination)
    if claim_visible_to(destination.claim_id, actor) is None:
        raise UnknownClaim
    pages = tuple(range(destination.first, destination.last + 1))
    try:
        return paper_of(item.batch, pages=pages, content=pages_of(item.batch.document_id, pages))
    except PagesUnreadable as broken:
        raise PagesLost from broken


def _require_pages(item: PostItem, destination: Destination) -> None:
    if item.state != "to_sort":
        raise ItemSettled
    if not item.first_page <= destination.first <= destination.last <= item.last_page:
        raise NoSuchPages(first=item.first_page, last=item.last_page)


def _sort(item_id: UUID, destination: Destination, file: NewFile, *, actor: Actor, at: datetime, on: date) -> UUID | None:
    item, first, last = _unsettled(item_id, actor), destination.first, destination.last
    _require_pages(item, destination)
    when = {"actor": actor, "at": at, "on": on}
    document_id = keep(file=file, **when)
    add_posted(paper=Posted(destination.claim_id, destination.requirement, document_id, item.batch.received_on), **when)
    left = [_left(item, *span) for span in ((item.first_page, first - 1), (last + 1, item.last_page)) if span[0] <= span[1]]
    item.first_page, item.last_page, item.document_id = first, last, document_id
    item.claim_id, item.requirement = destination.claim_id, destination.requirement
    _settle(item, "filed", actor, at)
    payload = {"claim": destination.claim_id, "kind": destination.requirement}
    record("mailroom.sorted", actor=actor, subject=("post_item", item_id), at=at, on=on, payload=payload)
    return left[0].pk if left else None


@transaction.atomic
def set_item_aside(*, item_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Note that pages go to no claim: a cover alone, an advertisement, a blank.

    :raises ItemSettled: if they were sorted or set aside already.
    """
    item = _unsettled(item_id, actor)
    _settle(item, "set_aside", actor, at)
    record("mailroom.item_set_aside", actor=actor, subject=("post_item", item_id), at=at, on=on)


def _unsettled(item_id: UUID, actor: Actor) -> PostItem:
    require_opening(actor)
    item = PostItem.objects.select_for_update(no_key=True, of=("self",)).select_related("batch").get(pk=item_id)
    if item.state != "to_sort":
        raise ItemSettled
    return item


def _left(item: PostItem, first: int, last: int) -> PostItem:
    return PostItem.objects.create(batch=item.batch, first_page=first, last_page=last, cover="", state="to_sort", reason=item.reason)


def _settle(item: PostItem, state: str, actor: Actor, at: datetime) -> None:
    item.state, item.sorted_by, item.sorted_at = state, actor.account_id, at
    item.save()
