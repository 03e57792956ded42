"""Which transfer each line of a statement speaks of, and what the line does to it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models.functions import Upper

from entraide.apps.payments.models import BankLine, PaymentOrder, Transfer, TransferBatch
from entraide.apps.payments.translation import facts_of, save_statuses, status_of, take_status
from entraide.core.ledger import Entry, post_transfer_returned, post_transfer_settled
from entraide.core.money import Money, total
from entraide.core.sepa.transfers import parse_end_to_end_id
from entraide.core.workflow.engine import TransitionRefused
from entraide.core.workflow.payments import advance_order
from entraide.integrations.camt053 import BankLine as StatementLine
from entraide.integrations.camt053 import LineKind


Outcome = BankLine.Outcome
# What a guard of the workflow says of a line that moves nothing: the line is kept, and left to settle.
LEFT = {
    "workflow.bank_amount_differs": Outcome.AMOUNT_DIFFERS,
    "workflow.other_attempt": Outcome.OTHER_ATTEMPT,
    "workflow.not_from_here": Outcome.NOT_EXPECTED,
}
CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Matched:
    """A line of a statement, what it did, and the batch that the bank booked as one line with it."""

    line: StatementLine
    outcome: Outcome
    batch: TransferBatch | None = None


@dataclass(slots=True)
class Held:
    """The transfers that a statement speaks of, their orders locked, and the entries that its lines call for.

    Batches are held by their message's name in capitals, for some banks write it so.
    """

    batches: dict[str, TransferBatch] = field(default_factory=dict)
    orders: dict[UUID, PaymentOrder] = field(default_factory=dict)
    transfers: dict[str, Transfer] = field(default_factory=dict)
    moved: dict[UUID, Transfer] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)

    def members(self, batch: TransferBatch) -> list[Transfer]:
        """Give the transfers of a batch in the order of its file."""
        return sorted((each for each in self.transfers.values() if each.batch_id == batch.pk), key=lambda transfer: transfer.pk)

    def save(self) -> None:
        """Write what the lines moved."""
        save_statuses({row.order_id: self.orders[row.order_id] for row in self.moved.values()}.values())
        fields = ["state", "settled_on", "returned_on", "return_code"]
        Transfer.objects.bulk_update(self.moved.values(), fields, batch_size=500)


def match(lines: Sequence[StatementLine]) -> tuple[list[Matched], Held]:
    """Move the transfers that lines speak of, debits before returns whatever their order; `Held.save` writes it.

    Lines come back in the bank's order. A line that a transfer cannot follow (another amount, an earlier attempt, done already)
    moves nothing and says why.
    """
    held = _held(lines)
    shown = [each for line in lines for each in _in_detail(line, held)]
    outcomes = {}
    for place, each in sorted(enumerate(shown), key=lambda pair: pair[1].line.kind is not LineKind.DEBIT):
        outcomes[place] = replace(each, outcome=_apply(each.line, held)) if each.outcome is Outcome.OTHER else each
    return [outcomes[place] for place in range(len(shown))], held


def _held(lines: Iterable[StatementLine]) -> Held:
    identifiers = {identifier for line in lines if (identifier := _identifier(line))}
    messages = {name.upper() for line in lines if not _identifier(line) for name in (line.message_id, line.batch) if name}
    named = TransferBatch.objects.annotate(name=Upper("message_id")).filter(name__in=messages).order_by("pk")
    held = Held({batch.message_id.upper(): batch for batch in named})
    wanted = [{"end_to_end__in": chunk} for chunk in _chunks(sorted(identifiers))]
    wanted += [{"batch__in": list(held.batches.values())}] if held.batches else []
    keys = {key for each in wanted for key in Transfer.objects.filter(**each).order_by("pk").values_list("order_id", flat=True)}
    for chunk in _chunks(sorted(keys)):
        held.orders |= {row.pk: row for row in PaymentOrder.objects.select_for_update().filter(pk__in=chunk).order_by("pk")}
    # Read after the locks: another statement may have moved them in between.
    for each in wanted:
        held.transfers |= {row.end_to_end: row for row in Transfer.objects.filter(**each).order_by("pk")}
    return held


def _chunks(values: list) -> Iterator[list]:
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def _identifier(line: StatementLine) -> str:
    """Give our identifier as we wrote it: some banks put it in capitals."""
    return (line.end_to_end_id or "").lower()


def _in_detail(line: StatementLine, held: Held) -> list[Matched]:
    """Give a line, or one line per transfer where the bank booked a whole batch and its total is the batch's."""
    batch = held.batches.get(line.message_id.upper()) or held.batches.get(line.batch.upper())
    if line.kind is not LineKind.DEBIT or line.end_to_end_id or batch is None:
        return [Matched(line, Outcome.OTHER)]
    rows = held.members(batch)
    if total(row.cents for row in rows) != Money(-line.cents) or any(row.state != "pending" for row in rows):
        return [Matched(line, Outcome.BATCH_DIFFERS, batch)]
    return [
        Matched(
            replace(line, end_to_end_id=row.end_to_end, cents=-row.cents.cents, reference=f"{line.reference}/{rank}"), Outcome.OTHER, batch
        )
        for rank, row in enumerate(rows, start=1)
    ]


def _apply(line: StatementLine, held: Held) -> Outcome:
    """Move the transfer that a line speaks of; give what happened."""
    transfer = held.transfers.get(_identifier(line))
    if transfer is None:
        # Money of ours came back, or a transfer that only we could have named moved: somebody must look at it.
        is_ours = line.kind is LineKind.RETURN or parse_end_to_end_id(_identifier(line)) is not None
        return Outcome.NOT_EXPECTED if is_ours else Outcome.OTHER
    try:
        return _settle(transfer, line, held) if line.kind is LineKind.DEBIT else _return(transfer, line, held)
    except TransitionRefused as refused:
        return LEFT[refused.finding.code]


def _settle(transfer: Transfer, line: StatementLine, held: Held) -> Outcome:
    order = held.orders[transfer.order_id]
    facts = replace(facts_of(order), bank_amount=Money(-line.cents), bank_attempt=transfer.attempt)
    take_status(order, advance_order(status_of(order), "settle", facts, line.booked_on))
    transfer.state, transfer.settled_on = "settled", line.booked_on
    held.moved[transfer.pk] = transfer
    held.entries.append(post_transfer_settled(transfer.end_to_end, transfer.cents, line.booked_on))
    return Outcome.SETTLED


def _return(transfer: Transfer, line: StatementLine, held: Held) -> Outcome:
    order = held.orders[transfer.order_id]
    facts = replace(facts_of(order), bank_amount=Money(line.cents), bank_attempt=transfer.attempt)
    was_settled = transfer.state == "settled"
    take_status(order, advance_order(status_of(order), "return", facts, line.booked_on), reason=line.reason_text[:200])
    transfer.state, transfer.returned_on, transfer.return_code = "returned", line.booked_on, line.reason_code[:10]
    held.moved[transfer.pk] = transfer
    held.entries.append(post_transfer_returned(transfer.end_to_end, transfer.cents, line.booked_on, was_settled=was_settled))
    return Outcome.RETURNED
