"""Reads of payments: what is due, what went, what came back, and whether the journal agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet, Sum

from entraide.apps.ledger import queries as ledger
from entraide.apps.payments.models import BankLine, BankStatement, PaymentOrder, Transfer, TransferBatch
from entraide.core.ledger import AccountCode
from entraide.core.money import ZERO, Money
from entraide.core.workflow.payments import OWED_STATES, PaymentOrderState


@dataclass(frozen=True, slots=True)
class OrderView:
    """A payment order as the app that caused it shows it."""

    id: UUID
    cause_id: UUID
    state: PaymentOrderState
    amount: Money
    attempt: int
    settled_on: date | None
    return_reason: str


@dataclass(frozen=True, slots=True)
class Movement:
    """A transfer that the bank settled or returned, for the owner of its cause to follow once."""

    line_id: UUID
    kind: str
    cause_id: UUID
    attempt: int
    amount: Money
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What an account of the journal says beside what the orders say; they must be the same."""

    label: str
    journal: Money
    orders: Money

    @property
    def holds(self) -> bool:
        """Whether both say the same."""
        return self.journal == self.orders


def orders_for(cause_kind: str, cause_ids: Iterable[UUID]) -> dict[UUID, OrderView]:
    """Give the payment order of each cause that has one."""
    rows = PaymentOrder.objects.filter(cause_kind=cause_kind, cause_id__in=set(cause_ids)).order_by("pk")
    return {row.cause_id: _view(row) for row in rows}


def _view(row: PaymentOrder) -> OrderView:
    state = PaymentOrderState(row.state)
    return OrderView(row.pk, row.cause_id, state, row.cents, row.attempt, row.settled_on, row.return_reason)


def movements_to_follow(cause_kind: str) -> list[Movement]:
    """List the bank lines of transfers that pay causes of a kind and that their owner has not claimed yet, in the bank's order."""
    lines = BankLine.objects.filter(claimed_by="", end_to_end__gt="").order_by("booked_on", "statement_id", "position")
    transfers = Transfer.objects.filter(end_to_end__in=lines.values("end_to_end"), order__cause_kind=cause_kind).select_related("order")
    known = {row.end_to_end: row for row in transfers.order_by("pk")}
    return [_movement(line, known[line.end_to_end]) for line in lines if line.end_to_end in known]


def _movement(line: BankLine, transfer: Transfer) -> Movement:
    kind = "settled" if line.kind == "debit" else "returned"
    return Movement(line.pk, kind, transfer.order.cause_id, transfer.attempt, transfer.cents, line.booked_on, line.reason)


def orders(*, state: str = "") -> QuerySet[PaymentOrder]:
    """Give orders, oldest first, of one state or all."""
    rows = PaymentOrder.objects.order_by("ordered_on", "pk")
    return rows.filter(state=state) if state else rows


def totals_by_state() -> dict[str, tuple[int, Money]]:
    """Count and add up the orders of each state."""
    rows = PaymentOrder.objects.order_by("state").values("state").annotate(count=Count("pk"), total=Sum("cents"))
    return {row["state"]: (row["count"], row["total"]) for row in rows}


def batches() -> QuerySet[TransferBatch]:
    """Give batches, newest first."""
    return TransferBatch.objects.order_by("-prepared_at", "-pk")


def transfers_of(batch_id: UUID) -> QuerySet[Transfer]:
    """Give the transfers of a batch with their order and bank details, in the order of the file."""
    return Transfer.objects.filter(batch_id=batch_id).select_related("order", "bank_details").order_by("pk")


def statements() -> QuerySet[BankStatement]:
    """Give the bank's statements, newest first."""
    return BankStatement.objects.order_by("-closed_on", "-imported_at", "-pk")


def lines_of(statement_id: UUID) -> QuerySet[BankLine]:
    """Give the lines of a statement in the bank's order."""
    return BankLine.objects.filter(statement_id=statement_id).order_by("position")


def agreements(*, as_of: date) -> list[Agreement]:
    """Hold the journal against the orders: what is owed to people, and what is on its way at the bank."""
    by_state = totals_by_state()
    owed = Money(sum(by_state.get(state, (0, ZERO))[1].cents for state in OWED_STATES))
    sent = by_state.get(PaymentOrderState.SENT, (0, ZERO))[1]
    return [
        Agreement("Prestations à verser (467)", -ledger.balance_of(AccountCode.PAYEES, as_of=as_of), owed),
        Agreement("Virements en cours à la banque (5115)", -ledger.balance_of(AccountCode.TRANSFERS_IN_TRANSIT, as_of=as_of), sent),
    ]
