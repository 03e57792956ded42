"""The statement of account of a debtor as people read it."""

from collections.abc import Sequence
from datetime import date

from entraide.core.contributions.call_document import Party
from entraide.core.money import ZERO, Money
from entraide.integrations.printing.calls import party_said
from entraide.integrations.printing.typst import printed


HEADER = ("Date", "Opération", "Document", "Appelé", "Payé ou rendu", "Reste dû")
Line = tuple[date, str, str, Money | None, Money | None, Money]


def printed_account(*, sender: Party, debtor: str, lines: Sequence[Line], on: date) -> bytes:
    """Print what was asked of a debtor and paid, up to a day; below zero, what is left is in its favour."""
    balance = lines[-1][-1] if lines else ZERO
    said = {
        "title": "Relevé de compte",
        "sender": party_said(sender),
        "debtor": debtor,
        "facts": [["Arrêté au", f"{on:%d/%m/%Y}"], ["Reste dû", str(balance)]],
        "header": HEADER,
        "rows": [
            [f"{day:%d/%m/%Y}", what, number, _or_blank(asked), _or_blank(paid), str(left)]
            for day, what, number, asked, paid, left in lines
        ],
    }
    return printed("statement.typ", said, on=on)


def _or_blank(amount: Money | None) -> str:
    return str(amount) if amount is not None else ""
