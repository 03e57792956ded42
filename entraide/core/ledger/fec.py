"""The file of accounting entries that the French tax administration asks for: eighteen columns, tabs between them, a line per side.

Livre des procédures fiscales, article A. 47 A-1: names and order of the columns, days as AAAAMMJJ, amounts with a comma, the balances of
the year before first, a name made of the SIREN and of the day on which the year was closed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from entraide.core.ledger.accounts import ACCOUNT_LABELS, AccountCode
from entraide.core.ledger.journal import CAUSE_LABELS, CauseKind
from entraide.core.money import ZERO, Money, total


COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
JOURNALS: Mapping[str, str] = {"AN": "À-nouveaux", "BQ": "Banque", "CO": "Cotisations", "PR": "Prestations", "OD": "Opérations diverses"}
_JOURNAL_OF: Mapping[CauseKind, str] = {
    CauseKind.GRANT: "PR",
    CauseKind.ORDER_CANCELLED: "PR",
    CauseKind.SUPPLIED: "PR",
    CauseKind.SUPPLIER_PAID: "BQ",
    CauseKind.TRANSFER_SENT: "BQ",
    CauseKind.TRANSFER_SETTLED: "BQ",
    CauseKind.TRANSFER_RETURNED: "BQ",
    CauseKind.CONTRIBUTION_CALLED: "CO",
    CauseKind.CONTRIBUTION_ADJUSTED: "CO",
    CauseKind.BANK_LINE: "BQ",
    CauseKind.CONTRIBUTION_RECEIVED: "OD",
    CauseKind.CONTRIBUTION_REFUNDED: "OD",
    CauseKind.RECEIPT_UNDONE: "OD",
    CauseKind.OPENING_BENEFIT: "OD",
    CauseKind.OPENING_CONTRIBUTION: "OD",
}
# Accounts of these classes pass from one year to the next; what the others add up to is the result, carried forward.
_BALANCE_CLASSES = frozenset("12345")
CARRIED_FORWARD = ("110", "Report à nouveau")


@dataclass(frozen=True, slots=True)
class Written:
    """A row of the journal as the file tells it: its two accounts, its amount, its day, its cause, the day on which it was written."""

    debit: str
    credit: str
    amount: Money
    on: date
    kind: str
    piece: str
    written_on: date


def fec_name(siren: str, *, closed_on: date) -> str:
    """Name the file of a year.

    >>> fec_name("784361164", closed_on=date(2024, 12, 31))
    '784361164FEC20241231.txt'
    """
    return f"{siren}FEC{closed_on:%Y%m%d}.txt"


def fec_lines(opening: Mapping[str, Money], entries: Iterable[Written], *, opened_on: date) -> Iterator[str]:
    """Write the lines of a year, titles first: the balances that it opens with (debit less credit), then each row, numbered in order."""
    yield "\t".join(COLUMNS)
    carried = list(_carried(opening, opened_on))
    yield from ("\t".join(cells) for cells in carried)
    for number, entry in enumerate(entries, start=2 if carried else 1):
        head = _head(_JOURNAL_OF[CauseKind(entry.kind)], number, entry.on)
        tail = ("", "", _day(entry.written_on), "", "")
        said = (entry.piece, _day(entry.on), CAUSE_LABELS[CauseKind(entry.kind)])
        yield "\t".join((*head, *_account(entry.debit), "", "", *said, _amount(entry.amount), _amount(ZERO), *tail))
        yield "\t".join((*head, *_account(entry.credit), "", "", *said, _amount(ZERO), _amount(entry.amount), *tail))


def _carried(opening: Mapping[str, Money], on: date) -> Iterator[tuple[str, ...]]:
    """Write the balances that a year opens with, as one entry that balances."""
    kept = {code: balance for code, balance in sorted(opening.items()) if code[0] in _BALANCE_CLASSES and balance != ZERO}
    rest = -total(kept.values())
    lines = [(_account(code), balance) for code, balance in kept.items()] + ([(CARRIED_FORWARD, rest)] if rest != ZERO else [])
    for account, balance in lines:
        sides = (balance, ZERO) if balance > ZERO else (ZERO, -balance)
        said = (f"AN-{on.year}", _day(on), "Solde de l’exercice précédent")
        yield (*_head("AN", 1, on), *account, "", "", *said, *map(_amount, sides), "", "", _day(on), "", "")


def _head(journal: str, number: int, on: date) -> tuple[str, str, str, str]:
    return journal, JOURNALS[journal], str(number), _day(on)


def _account(code: str) -> tuple[str, str]:
    return code, ACCOUNT_LABELS[AccountCode(code)]


def _amount(amount: Money) -> str:
    return f"{amount.euros}".replace(".", ",")


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
