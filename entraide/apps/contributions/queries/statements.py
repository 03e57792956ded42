"""The statement of account of a debtor: what was asked for, given back and received, with what is owed after each."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.contributions.models import CallDocument, Receipt
from entraide.apps.contributions.queries.debtors import debtors_behind
from entraide.apps.contributions.translation import issuer
from entraide.apps.payments import queries as payments
from entraide.core.money import ZERO, Money
from entraide.integrations.printing.accounts import printed_account


LABELS = {
    "call": "Appel de cotisation",
    "credit": "Avoir",
    "receipt": "Paiement reçu",
    "undone": "Paiement repris",
    "refund": "Trop-perçu remboursé",
}
# On one day, what is asked for comes first.
ORDER = ("call", "credit", "receipt", "undone", "refund")


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement: what it is, the document that it is about, what it adds to or takes off what is owed, and the balance.

    `line` is the line of the bank that paid, or gave back.
    """

    on: date
    kind: str
    number: str
    document_id: UUID
    asked: Money | None
    settled: Money | None
    balance: Money
    debtor_name: str = ""
    line: Any = None

    @property
    def told(self) -> tuple[date, str, str, Money | None, Money | None, Money]:
        """Say the movement as a row of the statement."""
        return (self.on, LABELS[self.kind], self.number, self.asked, self.settled, self.balance)


def statement_of(debtor_id: UUID, *, until: date) -> list[Movement]:
    """Give the movements of a debtor's account up to a day, included, oldest first; below zero, the balance is in its favour.

    It goes on with what was asked of the bodies that it alone took over.
    """
    debtors = debtors_behind(debtor_id, on=until)
    documents = CallDocument.objects.filter(debtor_id__in=debtors, issued_on__lte=until).order_by("number")
    rows = [(row.issued_on, row.kind, row.number, row.pk, row.cents, row.debtor_name, None) for row in documents.defer("content")]
    receipts = Receipt.objects.filter(document__debtor_id__in=debtors, on__lte=until).order_by("pk")
    held = list(receipts.defer("document__content").select_related("undoes", "document"))
    # Counted and taken back on one day, as when a document is replaced: nothing happened.
    pairs = [(receipt.pk, receipt.undoes_id) for receipt in held if receipt.undoes_id and receipt.undoes.on == receipt.on]
    nothing = {key for pair in pairs for key in pair}
    lines = payments.bank_lines(receipt.bank_line_id for receipt in held)
    for receipt in (receipt for receipt in held if receipt.pk not in nothing):
        kind = "undone" if receipt.undoes_id else "refund" if receipt.cents < ZERO else "receipt"
        document, line = receipt.document, lines.get(receipt.bank_line_id)
        rows.append((receipt.on, kind, document.number, document.pk, receipt.cents, document.debtor_name, line))
    balance, found = ZERO, []
    for on, kind, number, key, amount, *behind in sorted(rows, key=lambda row: (row[0], ORDER.index(row[1]), row[2])):
        adds = kind == "call" or amount < ZERO
        change = amount if kind == "call" else -amount
        balance += change
        found.append(Movement(on, kind, number, key, change if adds else None, None if adds else -change, balance, *behind))
    return found


def printed_statement(debtor_id: UUID, *, name: str, until: date) -> bytes:
    """Print the statement of a debtor, by the name that it goes by."""
    lines = [movement.told for movement in statement_of(debtor_id, until=until)]
    return printed_account(sender=issuer(), debtor=name, lines=lines, on=until)
