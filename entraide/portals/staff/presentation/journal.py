"""How the journal is said to accountants: its entries, its accounts, whether it agrees."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from entraide.core.ledger import CauseKind
from entraide.core.ledger.journal import CAUSE_LABELS
from entraide.core.money import ZERO, Money
from entraide.portals.staff.presentation.payments import account_name
from entraide.ui.values import Cell, Column, Status, Table, Tone


ENTRY_COLUMNS = (
    Column("Écriture"),
    Column("Date"),
    Column("Cause"),
    Column("Débit"),
    Column("Crédit"),
    Column("Montant", numeric=True),
)
ACCOUNT_COLUMNS = (
    Column("Écriture"),
    Column("Date", sort="date"),
    Column("Cause"),
    Column("Contrepartie"),
    Column("Débit", numeric=True),
    Column("Crédit", numeric=True),
)
# The causes that are a payment, or one of its transfers: their entries open to it.
OF_AN_ORDER = frozenset(
    {
        CauseKind.GRANT,
        CauseKind.TRANSFER_SENT,
        CauseKind.TRANSFER_SETTLED,
        CauseKind.TRANSFER_RETURNED,
        CauseKind.ORDER_CANCELLED,
        CauseKind.SUPPLIED,
    }
)


def cause_of(entry: Any) -> Cell:
    """Say what an entry comes from, with the way to the payment where it is one."""
    kind = CauseKind(entry.cause_kind)
    if kind is CauseKind.BANK_LINE:
        return Cell(CAUSE_LABELS[kind], reverse("staff:receipt_line", args=[entry.cause_id]))
    return Cell(CAUSE_LABELS[kind], reverse("staff:order", args=[entry.cause_id]) if kind in OF_AN_ORDER else "")


def entry_row(entry: Any) -> tuple[Any, ...]:
    """Say one entry."""
    return (
        str(entry.sequence),
        entry.on,
        CAUSE_LABELS[CauseKind(entry.cause_kind)],
        account_name(entry.debit),
        account_name(entry.credit),
        entry.cents,
    )


def account_row(entry: Any, account: str) -> tuple[Any, ...]:
    """Say one entry as an account sees it."""
    is_debit = entry.debit == account
    other = account_name(entry.credit if is_debit else entry.debit)
    return (str(entry.sequence), entry.on, cause_of(entry), other, entry.cents if is_debit else None, None if is_debit else entry.cents)


def account_line(entry: Any, account: str) -> tuple[Any, ...]:
    """Say one entry as an account sees it, in a file."""
    row = account_row(entry, account)
    return (*row[:2], row[2].text, *row[3:])


def trial_table(accounts: Sequence[Any], day: str) -> Table:
    """Say every account with its movements and its balance on its side; debits equal credits."""
    columns = (
        Column("Compte"),
        Column("Débits", numeric=True),
        Column("Crédits", numeric=True),
        Column("Solde débiteur", numeric=True),
        Column("Solde créditeur", numeric=True),
    )
    rows = [
        (
            Cell(account_name(each.code), f"{reverse('staff:account_entries', args=[each.code])}?{urlencode({'au': day})}"),
            each.debited,
            each.credited,
            *sides(each.balance),
        )
        for each in accounts
    ]
    sums = [Money(sum(value.cents for value in column if value)) for column in zip(*(row[1:] for row in rows), strict=True)]
    return Table("Balance des comptes", columns, rows, totals=("Total", *sums))


def sides(balance: Money) -> tuple[Money | None, Money | None]:
    """Put a balance on its side."""
    return (balance if balance > ZERO else None, -balance if balance < ZERO else None)


def agreement_table(agreements: Sequence[Any]) -> Table:
    """Say what the journal holds beside what payments hold."""
    columns = (
        Column("Compte"),
        Column("Accord"),
        Column("Journal", numeric=True),
        Column("Paiements", numeric=True),
        Column("Écart", numeric=True),
    )
    good, bad = Status("d’accord", Tone.SUCCESS), Status("écart", Tone.DANGER)
    rows = [
        (account_name(each.account), good if each.holds else bad, each.journal, each.orders, each.journal - each.orders)
        for each in agreements
    ]
    return Table("Le journal et les paiements", columns, rows)
