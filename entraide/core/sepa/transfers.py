"""One credit transfer as a bank receives it, and the identifier that comes back with it."""

import re
from dataclasses import dataclass
from uuid import UUID

from entraide.core.money import Money
from entraide.core.sepa.iban import iban_fault, is_bic
from entraide.core.sepa.text import is_sepa_text, shortened


NAME_LIMIT = 70
REMITTANCE_LIMIT = 140
IDENTIFIER_LIMIT = 35
# The end-to-end identifier has two digits for the attempt.
MAX_ATTEMPT = 99
# The scheme's own limit for one transfer (EPC125-05, SEPA Credit Transfer rulebook).
MAX_AMOUNT = Money.of("999999999.99")
_END_TO_END = re.compile(r"([0-9a-f]{32})-([0-9]{2})")


def end_to_end_id(order_id: UUID, attempt: int) -> str:
    """Derive the identifier of a transfer from its order and attempt (1 to 99): 32 hexadecimal digits, a hyphen, two digits.

    :raises ValueError: if the attempt does not fit.

    >>> end_to_end_id(UUID("0192abcd-0000-7000-8000-000000000001"), 2)
    '0192abcd000070008000000000000001-02'
    """
    if not 1 <= attempt <= MAX_ATTEMPT:
        raise ValueError(f"an attempt goes from 1 to {MAX_ATTEMPT}, not {attempt}")
    return f"{order_id.hex}-{attempt:02d}"


def parse_end_to_end_id(text: str) -> tuple[UUID, int] | None:
    """Return the order and the attempt that an identifier names, or None when it is not one of ours.

    >>> parse_end_to_end_id("NOTPROVIDED") is None
    True
    """
    match = _END_TO_END.fullmatch(text.lower())
    if match is None or match[2] == "00":
        return None
    return UUID(hex=match[1]), int(match[2])


@dataclass(frozen=True, slots=True)
class Debtor:
    """The account that pays: the association's name, its account number and, if its bank wants it, the bank identifier."""

    name: str
    iban: str
    bic: str | None = None

    def __post_init__(self) -> None:
        """Refuse what a bank would refuse.

        :raises ValueError: if the name, the account number or the bank identifier is wrong.
        """
        _refuse(_party_faults(self.name, self.iban, self.bic))


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One transfer: texts in the SEPA alphabet, account number compact, amount above zero."""

    end_to_end_id: str
    name: str
    iban: str
    amount: Money
    remittance: str
    bic: str | None = None

    def __post_init__(self) -> None:
        """Refuse what a bank would refuse.

        :raises ValueError: if a text is too long or not in the SEPA alphabet, the account number is wrong, or the amount out of range.
        """
        _refuse(
            [
                *_party_faults(self.name, self.iban, self.bic),
                *_text_faults("end-to-end identifier", self.end_to_end_id, IDENTIFIER_LIMIT),
                *_text_faults("remittance", self.remittance, REMITTANCE_LIMIT),
                *([] if Money(0) < self.amount <= MAX_AMOUNT else [f"amount out of range: {self.amount.cents} cents"]),
            ]
        )


def credit_transfer(order_id: UUID, attempt: int, payee: tuple[str, str, str | None], amount: Money, remittance: str) -> CreditTransfer:
    """Make a transfer from an order: name and remittance are written in the SEPA alphabet and cut to their limits.

    `payee` is the name, the compact account number and the bank identifier or None.

    :raises UnwritableText: if a text holds a control character.
    :raises ValueError: if the account number, the attempt or the amount is wrong.
    """
    name, iban, bic = payee
    texts = shortened(name, NAME_LIMIT), shortened(remittance, REMITTANCE_LIMIT)
    return CreditTransfer(end_to_end_id(order_id, attempt), texts[0], iban, amount, texts[1], bic)


def _party_faults(name: str, iban: str, bic: str | None) -> list[str]:
    faults = _text_faults("name", name, NAME_LIMIT)
    if iban_fault(iban) is not None or iban != iban.upper() or not iban.isalnum():
        # The number itself is confidential: it is not repeated in the message.
        faults.append("account number wrong or not compact")
    if bic is not None and not is_bic(bic):
        faults.append(f"not a bank identifier: {bic!r}")
    return faults


def _text_faults(what: str, text: str, limit: int) -> list[str]:
    if not 0 < len(text) <= limit or text != text.strip():
        return [f"{what} must hold 1 to {limit} characters, not {len(text)}"]
    return [] if is_sepa_text(text) else [f"{what} is not in the SEPA alphabet"]


def _refuse(faults: list[str]) -> None:
    if faults:
        raise ValueError("; ".join(faults))
