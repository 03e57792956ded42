"""What came by post is let go of once it has served: what nothing holds any more is then destroyed."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.mailroom.models import Envelope, EnvelopeFile, PostBatch


# Long enough to find a page that was put in the wrong claim; no source states a delay: illustrative.
DAYS_KEPT = 90


def let_go(*, limit: int, actor: Actor, at: datetime, on: date) -> int:
    """Let go of the files of envelopes from which nothing was entered, and of scans whose every part is settled; give how many of both.

    The pages that found their claim stay in it, and the files of an envelope that was entered stay beside its claim.
    """
    since = Q(asked_again_on__lt=on - timedelta(days=DAYS_KEPT)) | Q(set_aside_on__lt=on - timedelta(days=DAYS_KEPT))
    envelopes = Envelope.objects.filter(since, claim__isnull=True, files__document__isnull=False).order_by("pk").distinct()
    settled = PostBatch.objects.filter(document__isnull=False, split_at__lt=at - timedelta(days=DAYS_KEPT)).order_by("pk")
    still = Q(items__state="to_sort") | Q(items__sorted_at__gte=at - timedelta(days=DAYS_KEPT))
    when = {"actor": actor, "at": at, "on": on}
    let = [_let_envelope_go(row, **when) for row in envelopes[:limit]]
    return len(let + [_let_batch_go(row, **when) for row in settled.exclude(still)[:limit]])


@transaction.atomic
def _let_envelope_go(envelope: Envelope, *, actor: Actor, at: datetime, on: date) -> None:
    EnvelopeFile.objects.filter(envelope=envelope).update(document=None)
    record("mailroom.let_go", actor=actor, subject=("envelope", envelope.pk), at=at, on=on)


@transaction.atomic
def _let_batch_go(batch: PostBatch, *, actor: Actor, at: datetime, on: date) -> None:
    PostBatch.objects.filter(pk=batch.pk).update(document=None)
    record("mailroom.let_go", actor=actor, subject=("post_batch", batch.pk), at=at, on=on)
