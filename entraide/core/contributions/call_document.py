"""The document of a call: numbered, dated, addressed; once issued it is cancelled and replaced, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from entraide.core.contributions.adjustments import AdjustmentReason
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import Money, total


NAMES = {HeadClass.ACTIVE: "actifs", HeadClass.RETIREE: "retraités"}


class DocumentKind(StrEnum):
    """A call asks for money; a credit gives back what a call asked for, whole or in part."""

    CALL = "call"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a party is."""

    street: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Party:
    """Who issues a document or whom it is addressed to: by SIRET, whose first nine digits are the SIREN."""

    name: str
    siret: str
    address: Address
    email: str = ""

    @property
    def siren(self) -> str:
        """Give the identity of the body that the establishment belongs to."""
        return self.siret[:9]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One line: what, how many at which price, for how much; days are one lot at its own price, since they are rounded per person."""

    label: str
    count: int
    price: Money
    amount: Money

    def __post_init__(self) -> None:
        """Refuse a line that does not add up.

        :raises ValueError: if the amount is not the count times the price.
        """
        if self.price * self.count != self.amount:
            raise ValueError(f"{self.count} times {self.price} is not {self.amount}")


@dataclass(frozen=True, slots=True)
class CallDocument:
    """A document as it is issued. `service_code` and `engagement_number` are what the accounting service of the body asks for.

    `number` has no gap within its series; a credit names the call that it takes back or lowers, with its day (French rule BR-FR-CO-05).
    `account` is the IBAN to pay to.
    """

    number: str
    kind: DocumentKind
    year: int
    issued_on: date
    due_on: date
    issuer: Party
    member: Party
    lines: tuple[DocumentLine, ...]
    account: str
    service_code: str = ""
    engagement_number: str = ""
    preceding: tuple[str, date] | None = None

    def __post_init__(self) -> None:
        """Refuse a document that says nothing, or a credit of nothing.

        :raises ValueError: if it has no line, comes to less than nothing, is due before it is issued, or is a credit of nothing.
        """
        if (
            not self.lines
            or self.amount.cents < 0
            or self.due_on < self.issued_on
            or (self.kind is DocumentKind.CREDIT) != (self.preceding is not None)
        ):
            raise ValueError(f"the document {self.number} cannot be issued as it is")

    @property
    def amount(self) -> Money:
        """Give what is asked for, or given back by a credit."""
        return total(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Lot:
    """People of one class counted together: there all year at one `rate`, or a part of it (no rate), for so many days in all."""

    head_class: HeadClass
    rate: Money | None
    people: int
    days: int
    amount: Money


def call_document_lines(year: int, lots: Iterable[Lot]) -> tuple[DocumentLine, ...]:
    """Write a line per lot, class after class: heads times rate for those of a whole year, then the days of the others.

    The document is the sum of its person lines, to the cent.
    """
    classes = list(HeadClass)
    ordered = sorted(lots, key=lambda lot: (classes.index(lot.head_class), lot.rate is None, lot.rate or Money(0)))
    return tuple(_line_of(year, lot) for lot in ordered)


def _line_of(year: int, lot: Lot) -> DocumentLine:
    whom = f"Cotisation {year}, {NAMES[lot.head_class]}"
    if lot.rate is not None:
        return DocumentLine(f"{whom} présents toute l’année", lot.people, lot.rate, lot.amount)
    label = f"{whom} présents une partie de l’année : {lot.people} pour {lot.days} jours"
    return DocumentLine(label, 1, lot.amount, lot.amount)


def adjustment_document_lines(year: int, changes: Iterable[tuple[AdjustmentReason, Money]]) -> tuple[DocumentLine, ...]:
    """Write one line per reason for what is added, another for what is taken off; a change is why one person costs how much more."""
    ordered = sorted(((amount.cents < 0, reason, amount) for reason, amount in changes if amount), key=lambda change: change[:2])
    found = []
    for (is_less, reason), own in groupby(ordered, key=lambda change: change[:2]):
        amounts = [amount for _, _, amount in own]
        people = f"{len(amounts)} {'personnes' if len(amounts) > 1 else 'personne'}"
        label = f"Régularisation {year}, {_REASONS[reason][is_less].format(people)}"
        amount = total(amounts)
        found.append(reversed_line(DocumentLine(label, 1, -amount, -amount)) if is_less else DocumentLine(label, 1, amount, amount))
    return tuple(found)


def reversed_line(line: DocumentLine) -> DocumentLine:
    """Write a line the other way round: a price is never negative on an invoice, so that what is taken off is counted negatively."""
    return DocumentLine(line.label, -line.count, line.price, -line.amount)


# What is added, then what is taken off.
_REASONS = {
    AdjustmentReason.ARRIVAL: ("arrivée de {}, à ajouter", "arrivée de {}, à déduire"),
    AdjustmentReason.REMOVAL: ("retrait de la liste de {}, à ajouter", "retrait de la liste de {}, à déduire"),
    AdjustmentReason.DAYS: ("plus de jours de présence pour {}", "moins de jours de présence pour {}"),
    AdjustmentReason.CLASS: ("changement de catégorie de {}, à ajouter", "changement de catégorie de {}, à déduire"),
    AdjustmentReason.RATE: ("changement de taux pour {}, à ajouter", "changement de taux pour {}, à déduire"),
}
