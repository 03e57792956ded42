"""The file of accounting entries that the French tax administration asks for: eighteen columns, tabs between them, a line per side.

Livre des procédures fiscales, article A. 47 A-1: names and order of the columns, days as AAAAMMJJ, amounts with a comma, the balances of
the year before first, a name made of the SIREN and of the day on which the year was closed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from entraide.core.indicators.publications import first_open_year
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
    CauseKind.CONTRIBUTION_EARNED: "CO",
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


# The account that is kept person by person: each line on it names whose it is.
_BY_AUXILIARY = AccountCode.MEMBERS.value
NOBODY = ("", "")

Auxiliary = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """What justifies an entry: its reference, its day, whose account it moves (SIREN, name), by what it is matched there, since when."""

    ref: str
    on: date
    auxiliary: Auxiliary = NOBODY
    letter: str = ""
    lettered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A row of the journal as the file tells it: its two accounts, its amount, its day, its cause, the day on which it was written."""

    debit: str
    credit: str
    amount: Money
    on: date
    kind: str
    piece: Piece
    written_on: date


def journal_of(kind: str) -> str:
    """Give the code of the journal that entries of a kind stand in."""
    return _JOURNAL_OF[CauseKind(kind)]


def fec_name(siren: str, *, closed_on: date) -> str:
    """Name the file of a year.

    >>> fec_name("784361164", closed_on=date(2024, 12, 31))
    '784361164FEC20241231.txt'
    """
    return f"{siren}FEC{closed_on:%Y%m%d}.txt"


def is_provisional(year: int, *, on: date) -> bool:
    """Tell whether an act of a day may still bear a day of the year: its file is not the last one.

    >>> is_provisional(2024, on=date(2025, 3, 31)), is_provisional(2024, on=date(2025, 4, 1))
    (True, False)
    """
    return year >= first_open_year(on)


def fec_lines(opening: Mapping[tuple[str, Auxiliary], Money], entries: Iterable[Written], *, opened_on: date) -> Iterator[str]:
    """Write the lines of a year, titles first: the balances that it opens with (debit less credit), then each row, numbered in order.

    Opening balances are by account, and by whose they are on the account that is kept so.
    """
    yield "\t".join(COLUMNS)
    carried = list(_carried(opening, opened_on))
    yield from ("\t".join(cells) for cells in carried)
    for number, entry in enumerate(entries, start=2 if carried else 1):
        piece, head = entry.piece, _head(journal_of(entry.kind), number, entry.on)
        said = (_plain(piece.ref), _day(piece.on), CAUSE_LABELS[CauseKind(entry.kind)])
        for code, sides in ((entry.debit, (entry.amount, ZERO)), (entry.credit, (ZERO, entry.amount))):
            own = code == _BY_AUXILIARY
            letter = (piece.letter, _day(piece.lettered_on)) if own and piece.lettered_on else NOBODY
            tail = (*letter, _day(entry.written_on), "", "")
            yield "\t".join((*head, *_account(code), *_whose(piece.auxiliary if own else NOBODY), *said, *map(_amount, sides), *tail))


def _carried(opening: Mapping[tuple[str, Auxiliary], Money], on: date) -> Iterator[tuple[str, ...]]:
    """Write the balances that a year opens with, as one entry that balances."""
    kept = {key: balance for key, balance in sorted(opening.items()) if key[0][0] in _BALANCE_CLASSES and balance != ZERO}
    rest = -total(kept.values())
    lines = [((*_account(code), *_whose(whose)), balance) for (code, whose), balance in kept.items()]
    lines += [((*CARRIED_FORWARD, *NOBODY), rest)] if rest != ZERO else []
    for account, balance in lines:
        sides = (balance, ZERO) if balance > ZERO else (ZERO, -balance)
        said = (f"AN-{on.year}", _day(on), "Solde de l’exercice précédent")
        yield (*_head("AN", 1, on), *account, *said, *map(_amount, sides), "", "", _day(on), "", "")


def _head(journal: str, number: int, on: date) -> tuple[str, str, str, str]:
    return journal, JOURNALS[journal], str(number), _day(on)


def _account(code: str) -> tuple[str, str]:
    return code, ACCOUNT_LABELS[AccountCode(code)]


def _whose(auxiliary: Auxiliary) -> Auxiliary:
    return _plain(auxiliary[0]), _plain(auxiliary[1])


def _plain(text: str) -> str:
    """Keep a text within its column and its line."""
    return " ".join(text.split())


def _amount(amount: Money) -> str:
    return f"{amount.euros}".replace(".", ",")


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
