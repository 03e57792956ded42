"""What the journal adds up to on a day, and what must hold between accounts, orders and bank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from entraide.core.ledger.accounts import NORMAL_SIDE, AccountCode, Side
from entraide.core.ledger.journal import CauseKind, Entry
from entraide.core.money import ZERO, Money
from entraide.core.refusals import Finding


@dataclass(frozen=True, slots=True)
class TrialLine:
    """The movements of one account up to a day; the balance is debits less credits."""

    account: AccountCode
    debit: Money
    credit: Money

    @property
    def balance(self) -> Money:
        """Debits less credits: above zero the account is debtor, below zero it is creditor."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class OpenOrders:
    """What the payment orders say on the same day: still owed to payees (due, batched, returned), and sent but not settled."""

    owed: Money
    in_transit: Money


def balance(entries: Iterable[Entry], account: AccountCode, as_of: date) -> Money:
    """Return debits less credits of an account, the day `as_of` included.

    >>> from datetime import date
    >>> from entraide.core.ledger.journal import post_grant
    >>> balance([post_grant("1", Money(4700), date(2024, 10, 15))], AccountCode.PAYEES, date(2024, 10, 15))
    Money(cents=-4700)
    """
    cents = 0
    for entry in entries:
        if entry.on <= as_of:
            cents += entry.cents * ((entry.debit is account) - (entry.credit is account))
    return Money(cents)


def trial_balance(entries: Iterable[Entry], as_of: date) -> tuple[TrialLine, ...]:
    """Return one line per account that moved up to `as_of`, by account number; total debits equal total credits."""
    debits: dict[AccountCode, int] = {}
    credits: dict[AccountCode, int] = {}
    for entry in entries:
        if entry.on <= as_of:
            debits[entry.debit] = debits.get(entry.debit, 0) + entry.cents
            credits[entry.credit] = credits.get(entry.credit, 0) + entry.cents
    return tuple(TrialLine(code, Money(debits.get(code, 0)), Money(credits.get(code, 0))) for code in sorted({*debits, *credits}))


def check(entries: Iterable[Entry], orders: OpenOrders, as_of: date) -> tuple[Finding, ...]:
    """Return every breach of what must hold on `as_of`; nothing when the journal agrees with the payment orders."""
    held = tuple(entry for entry in entries if entry.on <= as_of)
    return (*check_accounts(trial_balance(held, as_of), orders), *_repeated_causes(held), *_broken_chains(held))


def check_accounts(lines: Iterable[TrialLine], orders: OpenOrders) -> tuple[Finding, ...]:
    """Compare a trial balance with the payment orders: what a database that adds up by itself asks.

    467 owes exactly the orders not yet sent or come back, 5115 holds exactly the transfers sent and not settled, and no account
    stands on its wrong side.
    """
    balances = {line.account: line.balance for line in lines}
    wrong = (
        Finding("ledger.wrong_side", code.value, {"balance": balances[code]})
        for code, side in NORMAL_SIDE.items()
        if code in balances and (balances[code].cents < 0) is (side is Side.DEBIT) and balances[code] != ZERO
    )
    expected = {AccountCode.PAYEES: orders.owed, AccountCode.TRANSFERS_IN_TRANSIT: orders.in_transit}
    return (*wrong, *_differences(balances, expected))


def _differences(balances: Mapping[AccountCode, Money], expected: Mapping[AccountCode, Money]) -> tuple[Finding, ...]:
    return tuple(
        Finding("ledger.orders_differ", code.value, {"account": -balances.get(code, ZERO), "orders": amount})
        for code, amount in expected.items()
        if -balances.get(code, ZERO) != amount
    )


def _repeated_causes(entries: Iterable[Entry]) -> tuple[Finding, ...]:
    seen: set[tuple[CauseKind, str]] = set()
    found = []
    for entry in entries:
        cause = (entry.cause_kind, entry.cause_id)
        if cause in seen:
            found.append(Finding("ledger.posted_twice", entry.cause_id, {"kind": entry.cause_kind.value}))
        seen.add(cause)
    return tuple(found)


def _broken_chains(entries: Iterable[Entry]) -> tuple[Finding, ...]:
    """Find bank events whose transfer was never sent, or was sent for another amount."""
    by_kind: dict[CauseKind, dict[str, int]] = {kind: {} for kind in CauseKind}
    for entry in entries:
        by_kind[entry.cause_kind][entry.cause_id] = entry.cents
    sent = by_kind[CauseKind.TRANSFER_SENT]
    return tuple(
        Finding("ledger.bank_without_transfer", cause_id, {"kind": kind.value, "amount": Money(cents)})
        for kind in (CauseKind.TRANSFER_SETTLED, CauseKind.TRANSFER_RETURNED)
        for cause_id, cents in by_kind[kind].items()
        if sent.get(cause_id) != cents
    )
