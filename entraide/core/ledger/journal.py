"""One row of the journal is one transfer between two accounts: balanced by construction."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from entraide.core.ledger.accounts import AccountCode
from entraide.core.money import Money


class CauseKind(StrEnum):
    """The event that a row tells; with the cause's identifier it is unique, so that an event is never posted twice."""

    GRANT = "grant"
    TRANSFER_SENT = "transfer_sent"
    TRANSFER_SETTLED = "transfer_settled"
    TRANSFER_RETURNED = "transfer_returned"
    ORDER_CANCELLED = "order_cancelled"
    SUPPLIED = "supplied"
    SUPPLIER_PAID = "supplier_paid"
    CONTRIBUTION_CALLED = "contribution_called"
    CONTRIBUTION_ADJUSTED = "contribution_adjusted"
    CONTRIBUTION_EARNED = "contribution_earned"
    BANK_LINE = "bank_line"
    CONTRIBUTION_RECEIVED = "contribution_received"
    CONTRIBUTION_REFUNDED = "contribution_refunded"
    RECEIPT_UNDONE = "receipt_undone"
    OPENING_BENEFIT = "opening_benefit"
    OPENING_CONTRIBUTION = "opening_contribution"


CAUSE_LABELS: Mapping[CauseKind, str] = {
    CauseKind.GRANT: "Prestation accordée",
    CauseKind.TRANSFER_SENT: "Virement transmis à la banque",
    CauseKind.TRANSFER_SETTLED: "Virement débité par la banque",
    CauseKind.TRANSFER_RETURNED: "Virement retourné",
    CauseKind.ORDER_CANCELLED: "Paiement annulé",
    CauseKind.SUPPLIED: "Chèques remis ou prestation facturée",
    CauseKind.SUPPLIER_PAID: "Fournisseur payé",
    CauseKind.CONTRIBUTION_CALLED: "Appel de cotisation",
    CauseKind.CONTRIBUTION_ADJUSTED: "Régularisation de cotisation",
    CauseKind.CONTRIBUTION_EARNED: "Cotisation constatée d’avance, rattachée à son année",
    CauseKind.BANK_LINE: "Ligne de banque à rapprocher",
    CauseKind.CONTRIBUTION_RECEIVED: "Cotisation reçue",
    CauseKind.CONTRIBUTION_REFUNDED: "Trop-perçu de cotisation remboursé",
    CauseKind.RECEIPT_UNDONE: "Encaissement de cotisation annulé",
    CauseKind.OPENING_BENEFIT: "Reprise : prestation versée",
    CauseKind.OPENING_CONTRIBUTION: "Reprise : cotisation",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Move `cents` from the account `credit` to the account `debit` on a day, because of one event.

    `cause_id` is the key of the order, call or record; for a transfer its end-to-end identifier, which holds the attempt.
    """

    debit: AccountCode
    credit: AccountCode
    cents: int
    on: date
    cause_kind: CauseKind
    cause_id: str

    def __post_init__(self) -> None:
        """Refuse a row that says nothing.

        :raises TypeError: if `cents` is not an int.
        :raises ValueError: if `cents` is not above zero, both accounts are the same, or the cause has no identifier.
        """
        if type(self.cents) is not int:
            raise TypeError(f"an entry holds whole cents, not {self.cents!r}")
        if self.cents <= 0:
            raise ValueError(f"an entry moves more than zero cents, not {self.cents}")
        if self.debit is self.credit:
            raise ValueError(f"an entry moves money between two accounts, not inside {self.debit.value}")
        if not self.cause_id:
            raise ValueError("an entry names its cause")

    @property
    def amount(self) -> Money:
        """The amount moved."""
        return Money(self.cents)


def _entry(debit: AccountCode, credit: AccountCode, amount: Money, on: date, cause: tuple[CauseKind, str]) -> Entry:
    return Entry(debit, credit, amount.cents, on, *cause)


def _signed(debit: AccountCode, credit: AccountCode, amount: Money, on: date, cause: tuple[CauseKind, str]) -> Entry:
    # A negative adjustment is the same movement the other way round: a row never holds negative cents.
    if amount.cents < 0:
        return _entry(credit, debit, -amount, on, cause)
    return _entry(debit, credit, amount, on, cause)


def post_grant(order_id: str, amount: Money, on: date) -> Entry:
    """Post a granted benefit: the association owes it to the payee (657 to 467).

    >>> from datetime import date
    >>> entry = post_grant("order-1", Money(4700), date(2024, 10, 15))
    >>> entry.debit.value, entry.credit.value, entry.cents
    ('657', '467', 4700)
    """
    return _entry(AccountCode.BENEFITS, AccountCode.PAYEES, amount, on, (CauseKind.GRANT, order_id))


def post_transfer_sent(end_to_end_id: str, amount: Money, on: date) -> Entry:
    """Post a transfer handed to the bank: the debt is in transit (467 to 5115)."""
    return _entry(AccountCode.PAYEES, AccountCode.TRANSFERS_IN_TRANSIT, amount, on, (CauseKind.TRANSFER_SENT, end_to_end_id))


def post_transfer_settled(end_to_end_id: str, amount: Money, on: date) -> Entry:
    """Post the bank's debit of a transfer, on the day it was booked (5115 to 512)."""
    return _entry(AccountCode.TRANSFERS_IN_TRANSIT, AccountCode.BANK, amount, on, (CauseKind.TRANSFER_SETTLED, end_to_end_id))


def post_transfer_returned(end_to_end_id: str, amount: Money, on: date, *, was_settled: bool = True) -> Entry:
    """Post a returned transfer: the payee is owed again (467), by the bank when it had been debited (512), else by the transit (5115)."""
    origin = AccountCode.BANK if was_settled else AccountCode.TRANSFERS_IN_TRANSIT
    return _entry(origin, AccountCode.PAYEES, amount, on, (CauseKind.TRANSFER_RETURNED, end_to_end_id))


def post_order_cancelled(order_id: str, amount: Money, on: date) -> Entry:
    """Post a payment given up: the debt and the benefit are undone (467 to 657)."""
    return _entry(AccountCode.PAYEES, AccountCode.BENEFITS, amount, on, (CauseKind.ORDER_CANCELLED, order_id))


def post_supplied(order_id: str, amount: Money, on: date) -> Entry:
    """Post vouchers handed over, or a service that its supplier invoices: the payee is owed no more, the supplier is (467 to 401)."""
    return _entry(AccountCode.PAYEES, AccountCode.SUPPLIERS, amount, on, (CauseKind.SUPPLIED, order_id))


def post_supplier_paid(payment_id: str, amount: Money, on: date) -> Entry:
    """Post what the bank paid to a supplier (401 to 512)."""
    return _entry(AccountCode.SUPPLIERS, AccountCode.BANK, amount, on, (CauseKind.SUPPLIER_PAID, payment_id))


def post_contribution_called(call_id: str, amount: Money, on: date) -> Entry:
    """Post a contribution called: the member owes it (411 to 756)."""
    return _entry(AccountCode.MEMBERS, AccountCode.CONTRIBUTIONS, amount, on, (CauseKind.CONTRIBUTION_CALLED, call_id))


def post_contribution_adjusted(adjustment_id: str, amount: Money, on: date) -> Entry:
    """Post an adjustment of a contribution, of either sign: above zero the member owes more, below zero it owes less.

    :raises ValueError: if the amount is zero.
    """
    return _signed(AccountCode.MEMBERS, AccountCode.CONTRIBUTIONS, amount, on, (CauseKind.CONTRIBUTION_ADJUSTED, adjustment_id))


def by_year(entry: Entry, *, year: int) -> tuple[Entry, ...]:
    """Leave what a call or an adjustment gives to contributions to the civil year that it is for (PCG, produits constatés d’avance).

    Before that year begins 487 stands in the place of 756, and a second entry of 1 January moves it there; else the entry is alone.

    >>> from datetime import date
    >>> for entry in by_year(post_contribution_called("call", Money(21_700), date(2024, 10, 15)), year=2025):
    ...     print(entry.on, entry.debit.value, entry.credit.value)
    2024-10-15 411 487
    2025-01-01 487 756
    """
    if entry.on.year >= year:
        return (entry,)
    begins, cause = date(year, 1, 1), (CauseKind.CONTRIBUTION_EARNED, entry.cause_id)
    if entry.credit is AccountCode.CONTRIBUTIONS:
        earned = _entry(AccountCode.DEFERRED_INCOME, AccountCode.CONTRIBUTIONS, entry.amount, begins, cause)
        return replace(entry, credit=AccountCode.DEFERRED_INCOME), earned
    given_up = _entry(AccountCode.CONTRIBUTIONS, AccountCode.DEFERRED_INCOME, entry.amount, begins, cause)
    return replace(entry, debit=AccountCode.DEFERRED_INCOME), given_up


def post_bank_line(line_id: str, amount: Money, on: date) -> Entry:
    """Post a line of the bank that nobody has claimed: it waits in 471 until its owner does (512 to 471; a debit the other way).

    >>> from datetime import date
    >>> entry = post_bank_line("line", Money(-1_250), date(2024, 10, 9))
    >>> entry.debit.value, entry.credit.value, entry.cents
    ('471', '512', 1250)

    :raises ValueError: if the amount is zero.
    """
    return _signed(AccountCode.BANK, AccountCode.WAITING, amount, on, (CauseKind.BANK_LINE, line_id))


def post_contribution_received(payment_id: str, amount: Money, on: date) -> Entry:
    """Post that a line of the bank pays a contribution: it waits no more (471 to 411)."""
    return _entry(AccountCode.WAITING, AccountCode.MEMBERS, amount, on, (CauseKind.CONTRIBUTION_RECEIVED, payment_id))


def post_contribution_refunded(payment_id: str, amount: Money, on: date) -> Entry:
    """Post that a debit of the bank gave back what a member had paid too much (411 to 471)."""
    return _entry(AccountCode.MEMBERS, AccountCode.WAITING, amount, on, (CauseKind.CONTRIBUTION_REFUNDED, payment_id))


def post_receipt_undone(payment_id: str, amount: Money, on: date) -> Entry:
    """Post that what a line of the bank was counted for is taken back: it waits again (411 to 471); a refund, below zero, the other way.

    :raises ValueError: if the amount is zero.
    """
    return _signed(AccountCode.MEMBERS, AccountCode.WAITING, amount, on, (CauseKind.RECEIPT_UNDONE, payment_id))


def post_opening_benefit(record_id: str, amount: Money, on: date) -> Entry:
    """Post a benefit paid under the earlier system, without touching bank or debts (657 to 890)."""
    return _entry(AccountCode.BENEFITS, AccountCode.OPENING, amount, on, (CauseKind.OPENING_BENEFIT, record_id))


def post_opening_contribution(record_id: str, amount: Money, on: date) -> Entry:
    """Post a contribution line of the earlier system, of either sign (890 to 756).

    :raises ValueError: if the amount is zero.
    """
    return _signed(AccountCode.OPENING, AccountCode.CONTRIBUTIONS, amount, on, (CauseKind.OPENING_CONTRIBUTION, record_id))
