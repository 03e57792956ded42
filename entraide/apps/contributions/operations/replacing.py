"""A document cancelled and replaced in one act: the credit takes back all that stands of it, another asks for the same, newly addressed."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallDocument, ContributionLine, DocumentPart, Receipt
from entraide.apps.contributions.operations.documents import Addressee, Draft, addressees_of, issued, write_documents
from entraide.apps.contributions.operations.numbering import CALLS, CREDITS, open_series
from entraide.apps.contributions.operations.plans import end_plans
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.debtors import debtors_now
from entraide.apps.contributions.refusals import DebtorIncomplete, DocumentTakenBack, NotFound, NothingStands, ReasonMissing
from entraide.apps.contributions.translation import lines_of, said_by
from entraide.core.contributions.call_document import reversed_line
from entraide.orm.keys import uuid7


@transaction.atomic
def cancel_and_replace(*, document_id: UUID, reason: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Take back a call by a credit and issue it again as its debtor is billed today; give the key of the new one.

    The new one has the term of the old one, from today. What was received on the old one is moved to it; a payment plan ends.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises ReasonMissing: if nothing says why.
    :raises NotFound: if there is no such call.
    :raises DocumentTakenBack: if it was cancelled already.
    :raises NothingStands: if credits gave it all back.
    :raises DebtorIncomplete: if its debtor cannot be addressed today.
    """
    require_accountant(actor)
    if not reason.strip():
        raise ReasonMissing
    calls, credits = open_series(CALLS, on), open_series(CREDITS, on)
    held = CallDocument.objects.select_for_update().filter(pk=document_id, kind="call").order_by("pk").first()
    if held is None:
        raise NotFound
    if CallDocument.objects.filter(takes_back=held).exists():
        raise DocumentTakenBack(number=held.number)
    draft = standing_draft(held)
    if draft.amount.cents <= 0:
        raise NothingStands(number=held.number)
    debtor_id = debtors_now({held.debtor_id}, on=on)[held.debtor_id]
    addressee = addressees_of({debtor_id}, on=on).get(debtor_id)
    if addressee is None:
        raise DebtorIncomplete(name=held.debtor_name)
    act = {"issued_on": on, "actor": actor, "at": at, "reason": reason.strip()}
    credit = issued(draft, credits, due_on=on, takes_back=held, **act)
    fresh = issued(
        replace(draft, debtor_id=debtor_id, addressee=addressee), calls, due_on=on + (held.due_on - held.issued_on), replaces=held, **act
    )
    write_documents([credit, fresh], [draft.lines] * 2)
    calls.close()
    credits.close()
    _move_receipts(held, fresh, actor=actor, at=at)
    end_plans([held.pk], actor=actor, at=at)
    payload = {"number": held.number, "credit": credit.number, "replaced_by": fresh.number, "reason": reason.strip()}
    record("contributions.document_replaced", actor=actor, subject=("call_document", held.pk), at=at, on=on, payload=payload)
    return fresh.pk


def standing_draft(held: CallDocument) -> Draft:
    """Give what stands of a call: its lines, and those of the credits that lowered it, the other way round."""
    lowering = list(CallDocument.objects.filter(lowers=held).order_by("number"))
    said = [*lines_of(held), *(reversed_line(line) for credit in lowering for line in lines_of(credit))]
    keys = DocumentPart.objects.filter(document__in=[held, *lowering]).order_by("pk").values("line_id")
    # What was cancelled of a document that asks for several members is given back by its credit, and stands no more.
    lines = tuple(ContributionLine.objects.filter(pk__in=keys, cancelled_by__isnull=True).order_by("on", "pk"))
    was = said_by(held)
    addressee = Addressee(was.member, was.service_code, was.engagement_number)
    return Draft(held.debtor_id, held.year, addressee, lines, tuple(said))


def _move_receipts(held: CallDocument, fresh: CallDocument, *, actor: Actor, at: datetime) -> None:
    """Count what was received on a document for the one that replaces it; the journal knows members as a whole: it has nothing to say."""
    by = {"recorded_by": actor.author_id, "recorded_at": at}
    for receipt in Receipt.objects.filter(document=held, undone_by__isnull=True, undoes__isnull=True).order_by("pk"):
        said = {"bank_line_id": receipt.bank_line_id, "on": receipt.on, "found_by": receipt.found_by}
        reason = f"Reporté sur {fresh.number}"
        Receipt.objects.create(id=uuid7(), document=held, cents=-receipt.cents, undoes=receipt, reason=reason, **said, **by)
        Receipt.objects.create(id=uuid7(), document=fresh, cents=receipt.cents, reason=f"Reporté de {held.number}", **said, **by)
