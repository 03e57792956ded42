"""Orders of a synthetic past that the bank has paid, by columns: each with its debt, its transfer and its debit in the journal."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime

from entraide.apps.ledger import operations as ledger
from entraide.apps.payments.models import PaymentOrder
from entraide.core.ledger import post_grant, post_transfer_sent, post_transfer_settled
from entraide.core.money import Money
from entraide.core.workflow.payments import PaymentOrderState
from entraide.orm.columns import Column, Constant, Days, Keys, Numbers, copy_columns
from entraide.orm.rebuilding import rebuilt_after


# The first attempt of an order, as the identifier of its transfer ends.
FIRST_ATTEMPT = "-01"


@dataclass(frozen=True, slots=True, eq=False)
class SettledOrders:
    """Orders by columns, each paid at the first attempt; three keys of journal entries for each."""

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


def write_settled_orders(*, orders: SettledOrders, cause_kind: str, ordered_at: Column, at: datetime) -> None:
    """Write orders as paid, and what they moved in the journal: owed, sent, debited."""
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
    one, day = Money(1), date(2000, 1, 1)
    likes = (post_grant("order", one, day), post_transfer_sent("order", one, day), post_transfer_settled("order", one, day))
    days = (orders.ordered_on, orders.settled_on, orders.settled_on)
    for like, keys, moved_on, attempt in zip(likes, orders.entries, days, ("", FIRST_ATTEMPT, FIRST_ATTEMPT), strict=True):
        ledger.post_columns(postings=ledger.Postings(like, keys, orders.keys, moved_on, orders.cents, attempt), at=at)
