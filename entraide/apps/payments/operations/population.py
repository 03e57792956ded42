"""Orders of a synthetic past that are settled, by columns: each with its debt in the journal, and how the debt ended."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.models import PaymentOrder
from entraide.core.ledger import Entry, post_grant, post_supplied, post_supplier_paid, post_transfer_sent, post_transfer_settled
from entraide.core.money import Money
from entraide.core.rules import PaidBy
from entraide.core.workflow.payments import PaymentOrderState
from entraide.orm.columns import Column, Constant, Days, Keys, Numbers, copy_columns
from entraide.orm.rebuilding import rebuilt_after


# The first attempt of an order, as the identifier of its transfer ends.
FIRST_ATTEMPT = "-01"
_ONE, _DAY = Money(1), date(2000, 1, 1)
# What follows the debt, by the way in which a benefit is paid, and what follows the key of the order in its cause. Suppliers are paid by
# the day, not order by order.
ENDS: Mapping[PaidBy, tuple[tuple[Entry, str], ...]] = {
    PaidBy.TRANSFER: (
        (post_transfer_sent("order", _ONE, _DAY), FIRST_ATTEMPT),
        (post_transfer_settled("order", _ONE, _DAY), FIRST_ATTEMPT),
    ),
    PaidBy.VOUCHER: ((post_supplied("order", _ONE, _DAY), ""),),
    PaidBy.SUPPLIER_ORDER: ((post_supplied("order", _ONE, _DAY), ""),),
}


@dataclass(frozen=True, slots=True, eq=False)
class SettledOrders:
    """Orders by columns, all paid in one way, at the first attempt; three keys of journal entries for each, as many as a way may need."""

    keys: Keys
    entries: tuple[Keys, Keys, Keys]
    people: Column
    causes: Keys
    labels: Column
    cents: Numbers
    ordered_on: Days
    settled_on: Days


def ordering_many() -> AbstractContextManager[None]:
    """Put the indexes of orders aside until the end of a block that writes hundreds of thousands."""
    return rebuilt_after((PaymentOrder,))


def write_settled_orders(*, orders: SettledOrders, paid_by: PaidBy, cause_kind: str, ordered_at: Column, at: datetime) -> None:
    """Write orders as paid, and what they moved in the journal: owed, then sent and debited, or supplied."""
    columns: dict[str, Column] = {
        "id": orders.keys,
        "beneficiary_id": orders.people,
        "cents": orders.cents,
        "label": orders.labels,
        "cause_kind": Constant(cause_kind),
        "cause_id": orders.causes,
        "state": Constant(PaymentOrderState.SETTLED.value),
        "ordered_at": ordered_at,
        "ordered_on": orders.ordered_on,
        "settled_on": orders.settled_on,
    }
    copy_columns(PaymentOrder, orders.keys.size, columns)
    debt, *ends = orders.entries
    _post(orders, post_grant("order", _ONE, _DAY), debt, orders.ordered_on, at)
    for (like, attempt), keys in zip(ENDS[paid_by], ends, strict=False):
        _post(orders, like, keys, orders.settled_on, at, attempt)


def _post(orders: SettledOrders, like: Entry, keys: Keys, on: Days, at: datetime, attempt: str = "") -> None:
    ledger.post_columns(postings=ledger.Postings(like, keys, orders.keys, on, orders.cents, attempt), at=at)


def write_suppliers_paid(*, entries: Keys, payments: Keys, on: Days, cents: Numbers, at: datetime) -> None:
    """Write what the bank paid to suppliers, one payment a row."""
    like = post_supplier_paid("payment", _ONE, _DAY)
    ledger.post_columns(postings=ledger.Postings(like, entries, payments, on, cents), at=at)
