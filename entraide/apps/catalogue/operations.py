"""Publish revisions."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.catalogue.models import Benefit, BenefitRevision
from entraide.apps.catalogue.queries import catalogue
from entraide.apps.catalogue.refusals import SupersededRevision
from entraide.core.rules import Revision, encode_revision


@transaction.atomic
def import_revisions(*, revisions: Sequence[Revision], actor: Actor, at: datetime, on: date) -> int:
    """Publish the revisions that are not published yet; a published one is never altered. Give how many were new.

    :raises SupersededRevision: if one was published, then corrected: published again, it would decide nothing.
    """
    known = set(BenefitRevision.objects.order_by("pk").values_list("digest", flat=True))
    new = [revision for revision in revisions if revision.digest not in known]
    if len(new) < len(revisions):
        _require_in_force([revision for revision in revisions if revision.digest in known])
    for revision in new:
        benefit, _ = Benefit.objects.get_or_create(
            code=revision.code, defaults={"is_confidential": revision.confidential, "created_at": at}
        )
        row = BenefitRevision.objects.create(
            benefit=benefit,
            since=revision.since,
            name=revision.name,
            theme=revision.theme,
            definition=encode_revision(revision),
            digest=revision.digest,
            published_at=at,
            published_by=actor.account_id,
        )
        payload = {"benefit": revision.code, "since": revision.since, "digest": revision.digest}
        record("catalogue.published", actor=actor, subject=("revision", row.pk), at=at, on=on, payload=payload)
    return len(new)


def _require_in_force(revisions: Sequence[Revision]) -> None:
    """Refuse a published revision that a later one of the same day has corrected."""
    in_force = {each.revision.digest for benefit in catalogue().values() for each in benefit}
    for revision in revisions:
        if revision.digest not in in_force:
            raise SupersededRevision(name=revision.name, since=f"{revision.since:%d/%m/%Y}")
