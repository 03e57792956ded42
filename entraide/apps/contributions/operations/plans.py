"""Payment plans: what was agreed on how a document is paid; while it is kept, no reminder goes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallDocument, Instalment, PaymentPlan
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.receipts import open_documents
from entraide.apps.contributions.refusals import DueTooFar, NotFound, PlanDiffers, PlanInThePast
from entraide.core.contributions.reminders import Part
from entraide.core.money import ZERO, total
from entraide.core.timeline import farthest
from entraide.orm.acts import parts as cut
from entraide.orm.keys import uuid7


@transaction.atomic
def agree_plan(*, document_id: UUID, parts: Sequence[Part], reason: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Agree how a document is paid, in the place of any earlier plan; give its key.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NotFound: if there is no call that stands and on which something is owed.
    :raises PlanDiffers: if the parts do not add up to what is owed, or two fall on one day.
    :raises PlanInThePast: if a part is due before today.
    :raises DueTooFar: if one is due later than anybody plans.
    """
    require_accountant(actor)
    CallDocument.objects.select_for_update().only("pk").filter(pk=document_id).order_by("pk").first()
    owed = open_documents([document_id], on=on).get(document_id, ZERO)
    if owed <= ZERO:
        raise NotFound
    if total(part.amount for part in parts) != owed or len({part.due_on for part in parts}) < len(parts):
        raise PlanDiffers(owed=owed, planned=total(part.amount for part in parts))
    if any(part.due_on < on or part.amount <= ZERO for part in parts):
        raise PlanInThePast
    if (due_on := max(part.due_on for part in parts)) > (last := farthest(on)):
        raise DueTooFar(due_on=f"{due_on:%d/%m/%Y}", last_on=f"{last:%d/%m/%Y}")
    end_plans([document_id], actor=actor, at=at)
    said = {"agreed_on": on, "agreed_by": actor.author_id, "agreed_at": at, "reason": reason.strip()}
    plan = PaymentPlan.objects.create(id=uuid7(), document_id=document_id, **said)
    Instalment.objects.bulk_create(Instalment(plan=plan, due_on=part.due_on, cents=part.amount) for part in parts)
    payload = {"parts": len(parts), "cents": owed.cents, "reason": reason.strip()}
    record("contributions.plan_agreed", actor=actor, subject=("call_document", document_id), at=at, on=on, payload=payload)
    return plan.pk


@transaction.atomic
def end_plan(*, document_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """End the plan of a document: reminders go again.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NotFound: if no plan stands.
    """
    require_accountant(actor)
    if not end_plans([document_id], actor=actor, at=at):
        raise NotFound
    record("contributions.plan_ended", actor=actor, subject=("call_document", document_id), at=at, on=on, payload={})


def end_plans(document_ids: Iterable[UUID], *, actor: Actor, at: datetime) -> int:
    """End the plans that stand of some documents, in the running transaction; give how many."""
    standing = PaymentPlan.objects.filter(ended_at__isnull=True)
    return sum(standing.filter(document_id__in=some).update(ended_at=at, ended_by=actor.author_id) for some in cut(list(document_ids)))
