"""Decisions asked together: planned, withdrawn while that is possible, then made one by one, each with its result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.claims.operations.checking import take
from entraide.apps.claims.operations.deciding import Verdict, decide_claim
from entraide.apps.claims.queries.reads import held_claim
from entraide.apps.desk.models import BulkDecision, PlannedDecision
from entraide.apps.desk.operations.by_hand import draw_of_officer
from entraide.apps.desk.policies import can_decide_together, require
from entraide.apps.desk.queries.bulk import MOST_FILES, claims_ticked, foreseen
from entraide.apps.desk.queries.people import officer_of
from entraide.apps.desk.refusals import BulkIsMade, NothingPlanned, PlannedAlready, ReasonWanted
from entraide.core.refusals import Refusal
from entraide.core.workflow.claims import ClaimState
from entraide.orm.keys import uuid7
from entraide.orm.one_by_one import one_by_one
from entraide.ui.refusals import say


# How long decisions asked together may be withdrawn; no source states one: illustrative.
UNDO_MINUTES = 15
ACTS = dict(BulkDecision._meta.get_field("act").choices)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of several claims at once: one act, and words for each person, which only a grant may leave out."""

    act: str
    note: str = ""


@transaction.atomic
def plan(*, claim_ids: Sequence[UUID], asked: Asked, actor: Actor, at: datetime, on: date) -> UUID:
    """Plan the same decision for several claims; nothing is decided before the time to withdraw it is over. Give its key.

    :raises NothingPlanned: if no claim is named that the actor may see, or too many are.
    :raises ReasonWanted: if a refusal or a closing has no words.
    :raises PlannedAlready: if one of the claims is planned elsewhere.
    """
    require(can_decide_together(actor))
    keys = list(claims_ticked(claim_ids, actor=actor).values_list("pk", flat=True))
    if asked.act not in ACTS or not keys:
        raise NothingPlanned(limit=MOST_FILES)
    if asked.act != "grant" and not asked.note.strip():
        raise ReasonWanted
    tried = foreseen(keys, asked.act, actor=actor, on=on) if asked.act == "grant" else []
    amounts = {each.line.claim.pk: each.amount for each in tried}
    bulk = BulkDecision.objects.create(
        id=uuid7(),
        act=asked.act,
        note=asked.note.strip(),
        asked_by=actor.account_id,
        asked_at=at,
        asked_on=on,
        effective_at=at + timedelta(minutes=UNDO_MINUTES),
    )
    try:
        with transaction.atomic():
            PlannedDecision.objects.bulk_create(PlannedDecision(bulk=bulk, claim_id=key, foreseen=amounts.get(key)) for key in keys)
    except IntegrityError as twice:
        raise PlannedAlready from twice
    payload = {"act": asked.act, "files": len(keys)}
    record("desk.planned_together", actor=actor, subject=("bulk_decision", bulk.pk), at=at, on=on, payload=payload)
    return bulk.pk


@transaction.atomic
def withdraw(*, bulk_id: UUID, actor: Actor, at: datetime, on: date) -> int:
    """Withdraw the decisions that are not made; give how many.

    :raises BulkIsMade: if the time to withdraw is over.
    """
    require(can_decide_together(actor))
    bulk = BulkDecision.objects.select_for_update().get(pk=bulk_id)
    if bulk.withdrawn_at is not None:
        return 0
    if bulk.done_at is not None or at >= bulk.effective_at:
        raise BulkIsMade
    bulk.withdrawn_at = at
    bulk.save(update_fields=["withdrawn_at"])
    count = bulk.files.filter(state="planned").update(state="withdrawn")
    record("desk.withdrawn_together", actor=actor, subject=("bulk_decision", bulk_id), at=at, on=on, payload={"files": count})
    return count


def make_due(*, actor: Actor, at: datetime, on: date, limit: int = MOST_FILES) -> int:
    """Make the planned decisions whose time has come, each file in its own transaction; give how many files got their result.

    Killed on the way, it goes on where it stood: what is decided has its result in the same transaction.
    """
    done = 0
    waiting = BulkDecision.objects.filter(effective_at__lte=at, withdrawn_at__isnull=True, done_at__isnull=True)
    for bulk in waiting.order_by("effective_at", "pk"):
        planned = bulk.files.filter(state="planned").order_by("pk")
        keys = list(planned.values_list("pk", flat=True)[: limit - done])
        done += one_by_one("planned decision", keys, partial(_make, bulk=bulk, actor=actor, at=at, on=on))
        _close(bulk, actor=actor, at=at, on=on)
    return done


def _make(planned_id: UUID, *, bulk: BulkDecision, actor: Actor, at: datetime, on: date) -> bool:
    """Decide one file as who asked it, or keep why that is not possible; tell whether it waited."""
    planned = PlannedDecision.objects.select_for_update().get(pk=planned_id)
    if planned.state != "planned":
        return False
    try:
        with transaction.atomic():
            planned.decision_id, planned.state = _decided(planned, bulk, at=at, on=on), "done"
    except Refusal as refused:
        planned.state, planned.sentence = "refused", say(refused)
        payload = {"claim": planned.claim_id, "refusal": refused.code}
        record("desk.not_made", actor=actor, subject=("bulk_decision", bulk.pk), at=at, on=on, payload=payload)
    planned.save(update_fields=["state", "decision", "sentence"])
    return True


@transaction.atomic
def _close(bulk: BulkDecision, *, actor: Actor, at: datetime, on: date) -> None:
    """Note that every file has its result."""
    held = BulkDecision.objects.select_for_update(no_key=True).get(pk=bulk.pk)
    if held.done_at is None and not held.files.filter(state="planned").exists():
        held.done_at = at
        held.save(update_fields=["done_at"])
        record("desk.made_together", actor=actor, subject=("bulk_decision", bulk.pk), at=at, on=on)


def _decided(planned: PlannedDecision, bulk: BulkDecision, *, at: datetime, on: date) -> UUID:
    officer, when = officer_of(bulk.asked_by, on=on), {"at": at, "on": on}
    if held_claim(planned.claim_id).state == ClaimState.SUBMITTED:
        take(claim_id=planned.claim_id, actor=officer, **when)
    key = uuid5(bulk.pk, str(planned.pk))
    verdict = Verdict(bulk.act, note=bulk.note, key=str(key), way="together")
    decision_id = decide_claim(claim_id=planned.claim_id, verdict=verdict, actor=officer, **when)
    draw_of_officer(claim_id=planned.claim_id, decision_id=decision_id, actor=officer, **when)
    return decision_id
