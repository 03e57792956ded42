"""Documents that are not paid, followed up step by step: sent in bulk, letters printed apart; the rights of agents are never touched."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallDocument, Reminder, ReminderHold
from entraide.apps.contributions.operations.documents import addressees_of
from entraide.apps.contributions.operations.printing import printed_of
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.debtors import standing_debtors
from entraide.apps.contributions.queries.documents import document, documents
from entraide.apps.contributions.queries.reminders import PRIVATE, due_of, steps_of
from entraide.apps.contributions.refusals import HoldInThePast, ListChanged, NotFound, ReasonMissing
from entraide.apps.contributions.translation import issuer, said_by
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.network.queries.designations import correspondent_addresses
from entraide.apps.notifications.operations import send_emails
from entraide.apps.parameters.queries import follow_up_terms
from entraide.core.contributions.letters import Letter, Unpaid, formal_notice, mandate_request
from entraide.core.contributions.reminders import ReminderStep
from entraide.core.money import ZERO
from entraide.integrations.printing.letters import printed_letter
from entraide.orm.acts import parts
from entraide.orm.keys import uuid7


SUBJECT = "Une cotisation reste à payer"
BODY = (
    "Bonjour,\n\nUn appel de cotisation adressé à votre collectivité n’est pas réglé à ce jour. Lisez-le dans votre espace "
    "pour le transmettre à votre comptabilité ou nous répondre.\n\nLes droits de vos agents ne sont pas interrompus.\n"
)
WITH_LETTER = (ReminderStep.FORMAL_NOTICE, ReminderStep.MANDATE)


@transaction.atomic
def send_reminders(*, step: ReminderStep, document_ids: Sequence[UUID], actor: Actor, at: datetime, on: date) -> int:
    """Take one step for documents, all or none: each must be late, at that step, its delay over, with nothing that keeps it.

    Correspondents are written to, except for the request to the prefect; letters are printed apart.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises ListChanged: if a document is not at that step any more.
    """
    require_accountant(actor)
    keys = sorted(set(document_ids))
    for some in parts(keys):
        list(CallDocument.objects.select_for_update().only("pk").filter(pk__in=some).order_by("pk"))
    rows = [row for some in parts(keys) for row in documents(on).filter(pk__in=some, state="late").select_related("debtor")]
    held = [due for due in due_of(rows, on=on) if due.is_proposed and due.step is step]
    if not keys or len(held) != len(keys):
        raise ListChanged(gone=len(keys) - len(held))
    sent = {"step": step, "on": on, "sent_by": actor.author_id, "sent_at": at}
    made = [Reminder(id=uuid7(), document=due.document, owed=due.document.owed, **sent) for due in held]
    Reminder.objects.bulk_create(made, batch_size=1_000)
    if step is not ReminderStep.MANDATE:
        addresses = correspondent_addresses(sorted({due.debtor.id for due in held}), on=on)
        told = [(f"call-reminder:{row.pk}", due.debtor.id) for row, due in zip(made, held, strict=True)]
        mails = [(key, addresses[debtor_id]) for key, debtor_id in told if debtor_id in addresses]
        send_emails(mails=mails, subject=SUBJECT, body=BODY, at=at)
    payload = {"step": step, "count": len(made), "cents": sum(row.owed.cents for row in made)}
    record("contributions.reminded", actor=actor, subject=("reminders", uuid7()), at=at, on=on, payload=payload)
    return len(made)


@transaction.atomic
def leave_out(*, document_id: UUID, until: date, reason: str, actor: Actor, at: datetime, on: date) -> None:
    """Leave a document out of reminders until a day, that day included, in the place of any earlier hold.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NotFound: if there is no call that stands and on which something is owed.
    :raises ReasonMissing: if nothing is said.
    :raises HoldInThePast: if the day is over.
    """
    require_accountant(actor)
    CallDocument.objects.select_for_update().only("pk").filter(pk=document_id).order_by("pk").first()
    found = document(document_id, on=on)
    if found is None or found.owed <= ZERO:
        raise NotFound
    if not reason.strip():
        raise ReasonMissing
    if until < on:
        raise HoldInThePast
    _end_hold(document_id, actor=actor, at=at)
    said = {"held_on": on, "held_by": actor.author_id, "held_at": at, "reason": reason.strip()}
    ReminderHold.objects.create(id=uuid7(), document_id=document_id, until=until, **said)
    payload = {"until": until, "reason": reason.strip()}
    record("contributions.left_out", actor=actor, subject=("call_document", document_id), at=at, on=on, payload=payload)


@transaction.atomic
def take_in_again(*, document_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Let a document that was left out be reminded again.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NotFound: if it is not left out.
    """
    require_accountant(actor)
    if not _end_hold(document_id, actor=actor, at=at):
        raise NotFound
    record("contributions.taken_in_again", actor=actor, subject=("call_document", document_id), at=at, on=on, payload={})


def _end_hold(document_id: UUID, *, actor: Actor, at: datetime) -> bool:
    standing = ReminderHold.objects.filter(document_id=document_id, ended_at__isnull=True)
    return bool(standing.update(ended_at=at, ended_by=actor.author_id))


def print_reminders(*, limit: int, actor: Actor, at: datetime, on: date) -> int:
    """Print the letters that have no file yet; give how many. One that does not print is logged."""
    waiting = Reminder.objects.filter(file__isnull=True, step__in=WITH_LETTER).select_related("document").order_by("on", "pk")
    return printed_of({f"reminder {row.pk}": partial(_print, row, actor=actor, at=at, on=on) for row in waiting[:limit]})


def _print(row: Reminder, *, actor: Actor, at: datetime, on: date) -> bool:
    file = NewFile(printed_letter(letter_of(row)), f"{row.step}-{row.document.number}.pdf", "application/pdf", "reminder")
    with transaction.atomic():
        held = Reminder.objects.select_for_update().only("file").get(pk=row.pk)
        if held.file_id is not None:
            return False
        held.file_id = keep(file=file, actor=actor, at=at, on=on)
        held.save(update_fields=["file"])
    return True


def letter_of(row: Reminder) -> Letter:
    """Write the letter of a step as it stood on its day."""
    document = row.document
    debtor = standing_debtors({document.debtor_id}, on=row.on)[document.debtor_id]
    # A letter goes where the debtor, or who took it over, is billed that day; else where the document went.
    addressee = addressees_of({debtor.id}, on=row.on).get(debtor.id)
    party = addressee.party if addressee else said_by(document).member
    steps = {step: day for step, day in steps_of([document.pk])[document.pk] if day <= row.on}
    unpaid = Unpaid(document.number, document.issued_on, document.due_on, document.cents, row.owed, party, debtor.department, steps)
    if row.step == ReminderStep.MANDATE:
        return mandate_request(unpaid, sender=issuer(), on=row.on)
    days = follow_up_terms(on=row.on).mandate
    return formal_notice(unpaid, sender=issuer(), on=row.on, days=days, is_public=debtor.kind != PRIVATE)
