"""The check of a card: the same steps online, from a command and in a page without a network."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from entraide.core.cards.revocations import RevokedList
from entraide.core.cards.token import SignedCard, read_token
from entraide.core.cards.values import CardClaims, CardStanding, Verdict


# Tells whether a signature is that of these bytes under the key of that name; nothing where nobody knows the key.
Verifier = Callable[[str, bytes, bytes], bool | None]


@dataclass(frozen=True, slots=True)
class Standard:
    """What a card is held against: the day, the association, its keys, and its list of revoked cards where there is one."""

    on: date
    association: str
    verify: Verifier
    revoked: RevokedList | None = None


def examine(text: str, standard: Standard) -> Verdict:
    """Say what a card that was scanned is worth on a day.

    What is not signed by the association says nothing, whatever is written in it: its claims are not given back.
    """
    card = read_token(text)
    if isinstance(card, CardStanding):
        return Verdict(card)
    if card.claims.association != standard.association:
        return Verdict(CardStanding.OTHER_ASSOCIATION)
    fault = _fault_in(card, standard.verify)
    if fault is not None:
        return Verdict(fault)
    standing = _standing(card.claims, standard)
    return Verdict(standing, card.claims, list_is_old=standing is CardStanding.VALID and _is_old(standard))


def _fault_in(card: SignedCard, verify: Verifier) -> CardStanding | None:
    is_signed = verify(card.claims.key, card.signed, card.signature)
    if is_signed is None:
        return CardStanding.UNKNOWN_KEY
    return None if is_signed else CardStanding.FORGED


def _standing(claims: CardClaims, standard: Standard) -> CardStanding:
    if standard.revoked is not None and claims.number in standard.revoked.numbers:
        return CardStanding.REVOKED
    if standard.on >= claims.until:
        return CardStanding.EXPIRED
    return CardStanding.NOT_YET if standard.on < claims.issued_on else CardStanding.VALID


def _is_old(standard: Standard) -> bool:
    return standard.revoked is None or standard.on >= standard.revoked.trusted_until
