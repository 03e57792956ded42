"""Reads of payments: what is due, what went, what came back, and whether the journal agrees."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum, Window
from django.db.models.functions import Coalesce, Lag, Lower

from entraide.apps.accounts.actor import Actor
from entraide.apps.documents.queries import content_of
from entraide.apps.ledger import queries as ledger
from entraide.apps.payments.models import BankLine, BankStatement, PaymentOrder, Transfer, TransferBatch
from entraide.apps.payments.policies import can_prepare, can_release
from entraide.apps.payments.translation import batch_facts
from entraide.core.ledger import AccountCode, CauseKind
from entraide.core.ledger.fec import Piece
from entraide.core.money import ZERO, Money
from entraide.core.reference import check_reference
from entraide.core.refusals import Finding
from entraide.core.sepa.text import is_writable
from entraide.core.workflow.engine import offers
from entraide.core.workflow.payments import BATCH_WORKFLOW, OWED_STATES, PaymentOrderState, TransferBatchState
from entraide.orm.acts import parts


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
    reason_code: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What an account of the journal says beside what the orders say; they must be the same."""

    account: AccountCode
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
    """List the bank lines of transfers that pay causes of a kind and that their owner has not claimed yet, as statements were read."""
    did = (BankLine.Outcome.SETTLED, BankLine.Outcome.RETURNED)
    # What was paid before what came back where one statement tells both, even if the bank books the return some days before.
    lines = BankLine.objects.filter(claimed_by="", outcome__in=did).order_by("statement_id", "-outcome", "position")
    transfers = Transfer.objects.filter(end_to_end__in=lines.values(name=Lower("end_to_end")), order__cause_kind=cause_kind)
    known = {row.end_to_end: row for row in transfers.select_related("order").order_by("pk")}
    return [_movement(line, known[line.end_to_end.lower()]) for line in lines if line.end_to_end.lower() in known]


def _movement(line: BankLine, transfer: Transfer) -> Movement:
    cause = (transfer.order.cause_id, transfer.attempt, transfer.cents)
    return Movement(line.pk, line.outcome, *cause, line.booked_on, line.reason, line.reason_code)


def orders(*, state: str = "", text: str = "", payees: Iterable[UUID] = ()) -> QuerySet[PaymentOrder]:
    """Give orders, oldest first, with the account in use (`iban_ending`, None for none) and what the bank last answered (`return_code`).

    `text` is looked for in the label; `payees` are people who answer to it by name.
    """
    last = Transfer.objects.filter(order=OuterRef("pk")).order_by("-attempt")
    in_use = FilteredRelation("beneficiary__bank_details", condition=Q(beneficiary__bank_details__superseded_at__isnull=True))
    rows = PaymentOrder.objects.annotate(in_use=in_use, return_code=Subquery(last.values("return_code")[:1]))
    rows = rows.annotate(iban_ending=F("in_use__iban_ending")).order_by("ordered_on", "pk")
    rows = rows.filter(Q(label__icontains=text) | Q(beneficiary_id__in=set(payees))) if text else rows
    return rows.filter(state=state) if state else rows


def payable() -> QuerySet[PaymentOrder]:
    """Give what a batch prepared now would hold."""
    return orders(state=PaymentOrderState.DUE).filter(iban_ending__isnull=False).exclude(pk__in=_with_unwritable_holder())


def without_account() -> QuerySet[PaymentOrder]:
    """Give what is due to people whose bank details are missing, or under a name that no bank can write: no batch takes it."""
    return orders(state=PaymentOrderState.DUE).filter(Q(iban_ending__isnull=True) | Q(pk__in=_with_unwritable_holder()))


def _with_unwritable_holder() -> list[UUID]:
    # A name in plain letters, that is nearly all of them, is writable for sure: the database tells it.
    plain = Q(in_use__holder__regex="[A-Za-z0-9]") & ~Q(in_use__holder__regex="[^ -~]")
    rows = orders(state=PaymentOrderState.DUE).filter(iban_ending__isnull=False).exclude(plain)
    return [key for key, holder in rows.values_list("pk", "in_use__holder") if not is_writable(holder)]


def order(order_id: UUID) -> PaymentOrder | None:
    """Give one order, or nothing."""
    return orders().filter(pk=order_id).first()


def attempts_at(order_id: UUID) -> QuerySet[Transfer]:
    """Give the transfers that tried to pay an order, the first one first."""
    return Transfer.objects.filter(order_id=order_id).select_related("batch", "bank_details").order_by("attempt")


def adds_up(rows: QuerySet) -> tuple[int, Money]:
    """Count and add up orders or transfers."""
    found = rows.aggregate(count=Count("pk"), total=Sum("cents"))
    return found["count"], found["total"] or ZERO


def totals_by_state() -> dict[str, tuple[int, Money]]:
    """Count and add up the orders of each state."""
    rows = PaymentOrder.objects.order_by("state").values("state").annotate(count=Count("pk"), total=Sum("cents"))
    return {row["state"]: (row["count"], row["total"]) for row in rows}


def batches() -> QuerySet[TransferBatch]:
    """Give batches, newest first."""
    return TransferBatch.objects.order_by("-prepared_at", "-pk")


def batch(batch_id: UUID) -> TransferBatch | None:
    """Give one batch, or nothing."""
    return batches().filter(pk=batch_id).first()


ACTS = {"release": can_release, "transmit": can_release, "cancel": lambda actor: can_prepare(actor) or can_release(actor)}


def acts_on(batch: TransferBatch, *, actor: Actor, on: date) -> dict[str, Finding | None]:
    """List the acts that an actor's hat has on a batch as it stands, each with the reason that closes it, or nothing."""
    facts = batch_facts(batch, actor_id=actor.account_id, on=on)
    open_now = offers(BATCH_WORKFLOW, TransferBatchState(batch.state), facts)
    return {offer.transition.name: offer.finding for offer in open_now if ACTS[offer.transition.name](actor)}


def accounts_changed(batch_id: UUID) -> int:
    """Count the transfers of a batch whose payee gave other bank details since it was prepared."""
    return Transfer.objects.filter(batch_id=batch_id, bank_details__superseded_at__isnull=False).count()


def batch_by_reference(text: str) -> TransferBatch | None:
    """Find a batch by its reference as someone typed it."""
    return batches().filter(reference=check_reference(text) or text.strip()).first()


def file_of(batch: TransferBatch) -> bytes | None:
    """Give the file of a released batch, the same bytes each time; nothing before.

    :raises KeyLost: if its key is lost or the file was altered.
    """
    return content_of(batch.document_id) if batch.document_id else None


def transfers_of(batch_id: UUID) -> QuerySet[Transfer]:
    """Give the transfers of a batch with their order and bank details, in the order of the file."""
    return Transfer.objects.filter(batch_id=batch_id).select_related("order", "bank_details").order_by("pk")


def statements() -> QuerySet[BankStatement]:
    """Give the bank's statements, newest first, each with the balance that the one before closed with (`previous_closing`)."""
    before = Window(Lag("closing_balance"), order_by=("closed_on", "imported_at", "pk"))
    return BankStatement.objects.annotate(previous_closing=before).order_by("-closed_on", "-imported_at", "-pk")


def statement(statement_id: UUID) -> BankStatement | None:
    """Give one statement, or nothing."""
    return BankStatement.objects.filter(pk=statement_id).order_by("pk").first()


def lines_of(statement_id: UUID, *, outcome: str = "") -> QuerySet[BankLine]:
    """Give the lines of a statement in the bank's order, those that did one thing or all."""
    rows = BankLine.objects.filter(statement_id=statement_id).select_related("batch").order_by("position")
    return rows.filter(outcome=outcome) if outcome else rows


def outcomes_of(statement_ids: Iterable[UUID]) -> dict[UUID, dict[str, tuple[int, Money]]]:
    """Count and add up the lines of statements by what they did."""
    found: dict[UUID, dict[str, tuple[int, Money]]] = {key: {} for key in statement_ids}
    rows = BankLine.objects.filter(statement_id__in=list(found)).order_by("statement_id", "outcome").values("statement_id", "outcome")
    for row in rows.annotate(count=Count("pk"), total=Sum("cents")):
        found[row["statement_id"]][row["outcome"]] = (row["count"], row["total"])
    return found


def left_to_settle() -> QuerySet[BankLine]:
    """Give every line that speaks of a transfer of ours and moved none, newest first."""
    done = (BankLine.Outcome.SETTLED, BankLine.Outcome.RETURNED, BankLine.Outcome.OTHER)
    return BankLine.objects.exclude(outcome__in=done).select_related("statement", "batch").order_by("-booked_on", "pk")


def unclaimed_credits() -> QuerySet[BankLine]:
    """Give money that came in and that nobody has claimed, newest day first, each day as its statement tells it."""
    rows = BankLine.objects.filter(kind="credit", claimed_by="", outcome=BankLine.Outcome.OTHER)
    return rows.select_related("statement").order_by("-booked_on", "statement_id", "position")


def unclaimed_debits() -> QuerySet[BankLine]:
    """Give money that went out for no transfer of ours and that nobody has claimed, newest day first."""
    rows = BankLine.objects.filter(kind="debit", claimed_by="", outcome=BankLine.Outcome.OTHER)
    return rows.select_related("statement").order_by("-booked_on", "statement_id", "position")


def others_of(statement_id: UUID) -> tuple[int, int]:
    """Count the lines of a statement that are no transfers of ours: those that somebody claimed, and money that came in for nobody yet."""
    rows = BankLine.objects.filter(statement_id=statement_id, outcome=BankLine.Outcome.OTHER)
    found = rows.aggregate(claimed=Count("pk", filter=~Q(claimed_by="")), waiting=Count("pk", filter=Q(claimed_by="", kind="credit")))
    return found["claimed"], found["waiting"]


def lines_agree() -> bool:
    """Tell whether the account that waits (471) holds, in the whole journal, exactly the lines of the bank that nobody has claimed."""
    moved = (BankLine.Outcome.SETTLED, BankLine.Outcome.RETURNED)
    waiting = adds_up(BankLine.objects.filter(claimed_by="").exclude(outcome__in=moved))[1]
    balances = {each.code: each.balance for each in ledger.trial_balance(as_of=date.max)}
    return -balances[AccountCode.WAITING] == waiting


def bank_lines(line_ids: Iterable[UUID]) -> dict[UUID, BankLine]:
    """Give lines of the bank by key."""
    return {line.pk: line for line in BankLine.objects.filter(pk__in=set(line_ids)).order_by("pk")}


def pieces_of(causes: Collection[tuple[str, UUID]]) -> dict[tuple[str, UUID], Piece]:
    """Say what justifies entries of bank lines: the statement that tells them, its day."""
    keys = sorted(key for kind, key in causes if kind == CauseKind.BANK_LINE)
    rows = [row for some in parts(keys) for row in BankLine.objects.filter(pk__in=some).select_related("statement").order_by("pk")]
    return {(str(CauseKind.BANK_LINE), row.pk): Piece(row.statement.identification, row.statement.closed_on) for row in rows}


def return_reasons(statement_id: UUID) -> list[tuple[str, str, int]]:
    """List why transfers came back on a statement: (code, sentence, how many)."""
    rows = lines_of(statement_id, outcome=BankLine.Outcome.RETURNED).order_by("reason_code", "reason").values_list("reason_code", "reason")
    return [(code, reason, count) for code, reason, count in rows.annotate(count=Count("pk"))]


def agreements(*, as_of: date) -> list[Agreement]:
    """Hold the journal against orders and transfers on a day: what is owed to people, and what is on its way at the bank.

    An order settled without a transfer (vouchers handed over, a supplier's invoice) is owed until that day.
    """
    ordered = adds_up(PaymentOrder.objects.filter(ordered_on__lte=as_of))[1]
    given_up = adds_up(PaymentOrder.objects.filter(cancelled_on__lte=as_of))[1]
    sent = adds_up(Transfer.objects.filter(batch__released_on__lte=as_of))[1]
    returned = adds_up(Transfer.objects.filter(returned_on__lte=as_of))[1]
    supplied = adds_up(PaymentOrder.objects.filter(settled_on__lte=as_of, transfers__isnull=True))[1]
    answered = Transfer.objects.annotate(answered_on=Coalesce("settled_on", "returned_on")).filter(answered_on__lte=as_of)
    balances = {each.code: each.balance for each in ledger.trial_balance(as_of=as_of)}
    return [
        Agreement(AccountCode.PAYEES, -balances[AccountCode.PAYEES], ordered - given_up - sent + returned - supplied),
        Agreement(AccountCode.TRANSFERS_IN_TRANSIT, -balances[AccountCode.TRANSFERS_IN_TRANSIT], sent - adds_up(answered)[1]),
    ]


def states_agree() -> bool:
    """Tell whether the whole journal says what the states of the orders say now."""
    by_state = totals_by_state()
    owed = Money(sum(by_state.get(state, (0, ZERO))[1].cents for state in OWED_STATES))
    sent = by_state.get(PaymentOrderState.SENT, (0, ZERO))[1]
    balances = {each.code: each.balance for each in ledger.trial_balance(as_of=date.max)}
    return (-balances[AccountCode.PAYEES], -balances[AccountCode.TRANSFERS_IN_TRANSIT]) == (owed, sent)


def sent_since(order_ids: Iterable[UUID | str], *, since: datetime) -> bool:
    """Tell whether a transfer of one of these orders was prepared after an instant."""
    return Transfer.objects.filter(order_id__in=list(order_ids), batch__prepared_at__gt=since).exists()
