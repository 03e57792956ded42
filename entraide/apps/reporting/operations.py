"""Publish the table of a year: what members may read from then on."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.reporting.models import Publication, PublishedFigures, PublishedSmall
from entraide.apps.reporting.policies import require_publisher
from entraide.apps.reporting.queries.changes import changed_counts
from entraide.apps.reporting.queries.figures import MemberYear, added_up, member_years
from entraide.apps.reporting.queries.published import last_publication, published_row_of, rows_of
from entraide.apps.reporting.refusals import AlreadyPublished, NothingToPublish, OlderThanPublished
from entraide.core.indicators.publications import SMALL_CELL, SMALL_MEMBER, Earlier, PublishedRow, closing_day, published_row
from entraide.orm.keys import uuid7


@transaction.atomic
def publish(*, year: int, as_of: date, actor: Actor, at: datetime, on: date) -> UUID:
    """Publish the table of a year as of a day, today at the latest; give its key.

    It is provisional up to the closing day of the year, which is in the year after.

    :raises NotAPublisher: if the actor may not.
    :raises NothingToPublish: if the day lies before the year or has not come.
    :raises AlreadyPublished: if the table of that day is published.
    :raises OlderThanPublished: if a later table of the year is.
    """
    require_publisher(actor)
    if as_of < date(year, 1, 1) or as_of > on:
        raise NothingToPublish(year=year, as_of=f"{as_of:%d/%m/%Y}")
    last = last_publication(year)
    if last is not None and last.as_of > as_of:
        raise OlderThanPublished(year=year, last=f"{last.as_of:%d/%m/%Y}")
    table = _new_table(year, as_of, actor, at, is_provisional=on <= closing_day(year))
    years = member_years(year, as_of=as_of)
    earlier = _earlier(last, as_of) if last else {}
    PublishedFigures.objects.bulk_create(
        [
            PublishedFigures(publication=table, member_id=one.member_id, **_columns(published_row(one.figures, earlier.get(one.member_id))))
            for one in years
        ],
        batch_size=2_000,
    )
    _publish_small(table, years)
    payload = {"year": year, "as_of": as_of, "members": len(years)}
    record("reporting.published", actor=actor, subject=("publication", table.pk), at=at, on=on, payload=payload)
    return table.pk


def _new_table(year: int, as_of: date, actor: Actor, at: datetime, *, is_provisional: bool) -> Publication:
    try:
        with transaction.atomic():
            return Publication.objects.create(
                id=uuid7(),
                year=year,
                as_of=as_of,
                is_provisional=is_provisional,
                published_at=at,
                published_by=actor.account_id,
            )
    except IntegrityError as error:
        raise AlreadyPublished(year=year, as_of=f"{as_of:%d/%m/%Y}") from error


def _earlier(last: Publication, as_of: date) -> dict[UUID, Earlier]:
    changed = changed_counts(last, as_of=as_of)
    return {member_id: Earlier(row, last.as_of, changed.get(member_id, 0)) for member_id, row in rows_of(last).items()}


def _columns(row: PublishedRow) -> dict[str, object]:
    return {
        "contributions": row.contributions,
        "settled": row.settled,
        "user_count": row.user_count,
        "beneficiary_count": row.beneficiary_count,
        "withheld_because": row.withheld,
        "carried_from": row.carried_from,
    }


def _publish_small(table: Publication, years: list[MemberYear]) -> None:
    """Publish the members too small for figures of their own as one row, by the same rules; no row where there is but one of them.

    Where they are no longer the same members as in the row last shown, there is none either, unless five users make the difference.
    """
    small = [one for one in years if 0 < one.figures.beneficiary_count < SMALL_MEMBER]
    if len(small) < 2:
        return
    made_of = {one.member_id.hex: one.figures.user_count for one in small}
    rows = PublishedSmall.objects.filter(publication__year=table.year).select_related("publication")
    shown, earlier = rows.order_by("-publication__as_of").first(), None
    if shown is not None:
        changed = changed_counts(shown.publication, as_of=table.as_of, since=shown.carried_from)
        count = sum(changed.get(one.member_id, 0) for one in small if one.member_id.hex in shown.made_of)
        differing = made_of.keys() ^ shown.made_of.keys()
        if differing and count + sum(max(made_of.get(key, 0), shown.made_of.get(key, 0)) for key in differing) < SMALL_CELL:
            return
        earlier = None if differing else Earlier(published_row_of(shown), shown.publication.as_of, count)
    row = published_row(added_up(one.figures for one in small), earlier)
    kept = shown.made_of if shown is not None and row.carried_from else made_of
    PublishedSmall.objects.create(publication=table, member_count=len(kept), made_of=kept, **_columns(row))
