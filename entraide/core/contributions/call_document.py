"""The document of a call: numbered, dated, addressed; once issued it is cancelled and replaced, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from entraide.core.contributions.adjustments import Adjustment, AdjustmentReason
from entraide.core.contributions.person_lines import PersonLine
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import Money, total


NAMES = {HeadClass.ACTIVE: "actifs", HeadClass.RETIREE: "retraités"}


class DocumentKind(StrEnum):
    """A call asks for money; a credit takes back what a document that it replaces asked for."""

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

    `number` has no gap within its series; a credit names the document that it takes back, with its day. `account` is the IBAN to pay to.
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
    takes_back: tuple[str, date] | None = None

    def __post_init__(self) -> None:
        """Refuse a document that says nothing, or that takes back nothing.

        :raises ValueError: if it has no line, comes to less than nothing, is due before it is issued, or is a credit of nothing.
        """
        if (
            not self.lines
            or self.amount.cents < 0
            or self.due_on < self.issued_on
            or (self.kind is DocumentKind.CREDIT) != (self.takes_back is not None)
        ):
            raise ValueError(f"the document {self.number} cannot be issued as it is")

    @property
    def amount(self) -> Money:
        """Give what is asked for, or given back by a credit."""
        return total(line.amount for line in self.lines)


def call_document_lines(year: int, lines: Sequence[PersonLine]) -> tuple[DocumentLine, ...]:
    """Sum person lines up: those of a whole year at one rate as heads times rate, the others, in one line per class, as days.

    The document is the sum of its person lines, to the cent.
    """
    found: list[DocumentLine] = []
    for head_class in HeadClass:
        own = sorted((line for line in lines if line.head_class is head_class), key=lambda line: line.rate)
        found += _heads(year, [line for line in own if line.days == line.year_days])
        found += _days(year, [line for line in own if line.days < line.year_days])
    return tuple(found)


def _heads(year: int, lines: Sequence[PersonLine]) -> list[DocumentLine]:
    found = []
    for rate, own in groupby(lines, key=lambda line: line.rate):
        heads = list(own)
        label = f"Cotisation {year}, {NAMES[heads[0].head_class]} présents toute l’année"
        found.append(DocumentLine(label, len(heads), rate, rate * len(heads)))
    return found


def _days(year: int, lines: Sequence[PersonLine]) -> list[DocumentLine]:
    if not lines:
        return []
    people, days = len({line.person for line in lines}), sum(line.days for line in lines)
    amount = total(line.amount for line in lines)
    label = f"Cotisation {year}, {NAMES[lines[0].head_class]} présents une partie de l’année : {people} pour {days} jours"
    return [DocumentLine(label, 1, amount, amount)]


def adjustment_document_lines(year: int, changes: Sequence[Adjustment]) -> tuple[DocumentLine, ...]:
    """Write one line per reason for what is added, another for what is taken off."""
    ordered = sorted(changes, key=lambda change: (change.amount.cents < 0, change.reason))
    found = []
    for (is_less, reason), own in groupby(ordered, key=lambda change: (change.amount.cents < 0, change.reason)):
        amounts = [change.amount for change in own]
        word = "en moins" if is_less else "en plus"
        label = f"Régularisation {year}, {_REASONS[reason]} : {len(amounts)} {'personnes' if len(amounts) > 1 else 'personne'} {word}"
        # A price is never negative on an invoice: what is taken off is counted negatively.
        amount = total(amounts)
        found.append(DocumentLine(label, -1, -amount, amount) if is_less else DocumentLine(label, 1, amount, amount))
    return tuple(found)


_REASONS = {
    AdjustmentReason.ARRIVAL: "arrivées",
    AdjustmentReason.REMOVAL: "personnes retirées de la liste",
    AdjustmentReason.DAYS: "jours de présence",
    AdjustmentReason.CLASS: "changements de catégorie",
    AdjustmentReason.RATE: "changements de taux",
}
