"""What members pay: lines of the bank claimed by the numbers that they name, settled by hand where there is a doubt, undone where wrong."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallDocument, Receipt
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.receipts import lines_that_name, open_documents, standing_numbers
from entraide.apps.contributions.refusals import LineTaken, MoreThanOwed, NotFound, NothingChosen, ReasonMissing
from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.operations.following import claim_lines, hold_credits, release_line
from entraide.core.contributions.matching import Doubt, Open, Shares, allotted, numbers_in, shares
from entraide.core.ledger import post_contribution_received, post_receipt_undone
from entraide.core.money import ZERO, Money
from entraide.orm.acts import parts
from entraide.orm.keys import uuid7


OWNER = "contributions"


def claim_bank_lines(*, actor: Actor, at: datetime, on: date) -> int:
    """Claim the lines of the bank that name documents, for what is owed on them; run again, it changes nothing. Give how many it claimed.

    A line whose receipts were undone is left to a person.
    """
    return sum(_claim(keys, actor=actor, at=at, on=on) for keys in parts(lines_that_name()))


@transaction.atomic
def _claim(line_ids: Sequence[UUID], *, actor: Actor, at: datetime, on: date) -> int:
    lines = hold_credits(line_ids)
    named = {line.pk: numbers_in(line.remittance, line.end_to_end, line.reference) for line in lines}
    number_to_id = standing_numbers({number for numbers in named.values() for number in numbers})
    owed = hold_documents(set(number_to_id.values()), on=on)
    made: list[Receipt] = []
    by = {"found_by": "reference", "recorded_by": actor.author_id, "recorded_at": at}
    for line in sorted(lines, key=lambda line: (line.booked_on, line.pk)):
        if not set(named[line.pk]) <= set(number_to_id):
            continue
        keys = dict.fromkeys(number_to_id[number] for number in named[line.pk])
        found = shares(line.cents, [Open(key, owed.get(key, ZERO)) for key in keys])
        if isinstance(found, Doubt):
            continue
        made += _receipts(line.pk, found, on=line.booked_on, **by)
        for key, part in found:
            owed[key] -= part
    if made:
        claimed = {receipt.bank_line_id for receipt in made}
        write_receipts(made, at=at)
        claim_lines(claimed, owner=OWNER)
        payload = {"lines": len(claimed), "cents": sum(receipt.cents.cents for receipt in made)}
        record("contributions.received", actor=actor, subject=("bank_lines", uuid7()), at=at, on=on, payload=payload)
    return len({receipt.bank_line_id for receipt in made})


@transaction.atomic
def settle_line(
    *, line_id: UUID, document_ids: Sequence[UUID], keeps_surplus: bool = False, actor: Actor, at: datetime, on: date
) -> tuple[UUID, ...]:
    """Count a line of the bank for the documents that a person chose, in their order; give the receipts.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises NothingChosen: if no document was.
    :raises LineTaken: if the line was claimed meanwhile.
    :raises NotFound: if a document is none that can be paid.
    :raises MoreThanOwed: if the line is more than what is owed, and the surplus is not kept.
    """
    require_accountant(actor)
    if not document_ids:
        raise NothingChosen
    lines = hold_credits([line_id])
    if not lines:
        raise LineTaken
    line = lines[0]
    owed = hold_documents(set(document_ids), on=on)
    if set(document_ids) - set(owed):
        raise NotFound
    found = allotted(line.cents, [Open(key, owed[key]) for key in dict.fromkeys(document_ids)], keeps_surplus=keeps_surplus)
    if isinstance(found, Doubt):
        raise MoreThanOwed(amount=line.cents, owed=Money(sum(max(0, owed[key].cents) for key in set(document_ids))))
    is_exact = len(found) == 1 and found[0][1] == owed[found[0][0]]
    by = {"recorded_by": actor.author_id, "recorded_at": at}
    made = _receipts(line.pk, found, on=line.booked_on, found_by="amount" if is_exact else "hand", **by)
    # The entry is of the day of the act: until then, the money waited.
    write_receipts(made, at=at, not_before=on)
    claim_lines([line.pk], owner=OWNER)
    payload = {"cents": line.cents.cents, "documents": [str(key) for key, _ in found]}
    record("contributions.line_settled", actor=actor, subject=("bank_line", line.pk), at=at, on=on, payload=payload)
    return tuple(receipt.pk for receipt in made)


@transaction.atomic
def undo_receipts(*, line_id: UUID, reason: str, actor: Actor, at: datetime, on: date) -> int:
    """Take back what a line of the bank was counted for: it is owed again, and the line waits for a person; give how many documents.

    :raises NotAccountant: if the actor keeps no accounts.
    :raises ReasonMissing: if nothing says why.
    :raises NotFound: if the line is counted for nothing.
    """
    require_accountant(actor)
    if not reason.strip():
        raise ReasonMissing
    if not release_line(line_id, owner=OWNER):
        raise NotFound
    standing = Receipt.objects.filter(bank_line_id=line_id, undoes__isnull=True, undone_by__isnull=True)
    hold_documents(set(standing.values_list("document_id", flat=True)), on=on)
    held = list(standing.order_by("pk"))
    for receipt in held:
        Receipt.objects.create(
            id=uuid7(),
            bank_line_id=line_id,
            document_id=receipt.document_id,
            cents=-receipt.cents,
            on=max(on, receipt.on),
            found_by="hand",
            undoes=receipt,
            reason=reason.strip()[:200],
            recorded_by=actor.author_id,
            recorded_at=at,
        )
    ledger.post([post_receipt_undone(receipt.pk.hex, receipt.cents, max(on, receipt.on)) for receipt in held], at=at)
    payload = {"reason": reason.strip(), "cents": sum(receipt.cents.cents for receipt in held)}
    record("contributions.receipts_undone", actor=actor, subject=("bank_line", line_id), at=at, on=on, payload=payload)
    return len(held)


def hold_documents(document_ids: Iterable[UUID], *, on: date) -> dict[UUID, Money]:
    """Lock calls that stand, then read what is owed on each: whoever pays one at the same moment comes before or after."""
    keys = sorted(document_ids)
    for some in parts(keys):
        list(CallDocument.objects.select_for_update().only("pk").filter(pk__in=some).order_by("pk"))
    return open_documents(keys, on=on)


def _receipts(line_id: UUID, found: Shares, *, on: date, found_by: str, **by: object) -> list[Receipt]:
    return [Receipt(id=uuid7(), bank_line_id=line_id, document_id=key, cents=part, on=on, found_by=found_by, **by) for key, part in found]


def write_receipts(made: Sequence[Receipt], *, at: datetime, not_before: date = date.min) -> None:
    """Write receipts, each with its entry in the journal, of the day of the bank or of a later act."""
    Receipt.objects.bulk_create(made, batch_size=1_000)
    entries = [post_contribution_received(receipt.pk.hex, receipt.cents, max(receipt.on, not_before)) for receipt in made]
    ledger.post(entries, at=at)
