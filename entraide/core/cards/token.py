"""A card as a text: `E1.C-02XM-1SJD-P.B.20241015.20250201.entraide.c1.` and the signature, that a picture of dots can hold."""

import base64
import re
from dataclasses import dataclass
from datetime import date

from entraide.core.cards.values import CardClaims, CardKind, CardStanding
from entraide.core.reference import check_reference


VERSION = "E1"
# What is signed begins with what it is, so that a signature of one thing never passes for one of another.
SIGNED_AS = b"entraide card\n"
SIGNATURE_BYTES = 64
SIGNATURE_TEXT = 86
PARTS = 8
LONGEST = 300

_LETTERS = {CardKind.BENEFICIARY: "B", CardKind.SPOUSE: "S", CardKind.CHILD: "C"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_WORD = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?")
_DAY = re.compile(r"(?a:\d{8})")
_SIGNATURE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class SignedCard:
    """A card read back: what it says, what its signature is over, the signature (64 bytes). Nobody has checked it yet."""

    claims: CardClaims
    signed: bytes
    signature: bytes


def payload_of(claims: CardClaims) -> str:
    """Write what a card says, in its one canonical form.

    :raises ValueError: if a part cannot be read back as it is.
    """
    parts = (
        VERSION,
        claims.number,
        _LETTERS[claims.kind],
        f"{claims.issued_on:%Y%m%d}",
        f"{claims.until:%Y%m%d}",
        claims.association,
        claims.key,
    )
    text = ".".join(parts)
    if _claims_in(parts) != claims:
        raise ValueError(f"a card cannot say {text}")
    return text


def to_sign(payload: str) -> bytes:
    """Give the bytes that the signature of a card is over.

    >>> to_sign("E1.x")
    b'entraide card\\nE1.x'
    """
    return SIGNED_AS + payload.encode("ascii")


def write_token(payload: str, signature: bytes) -> str:
    """Put what a card says beside its signature (64 bytes).

    :raises ValueError: if the signature has another length.
    """
    if len(signature) != SIGNATURE_BYTES:
        raise ValueError("a signature has 64 bytes")
    return f"{payload}.{encode(signature)}"


def read_token(text: str) -> SignedCard | CardStanding:
    """Read a card as it was scanned, alone or at the end of an address; or say why it cannot be: truncated or unreadable."""
    compact = "".join(text.split())
    if len(compact) > LONGEST:
        return CardStanding.UNREADABLE
    token = compact.rstrip("/").rpartition("/")[2]
    parts = token.split(".")
    if parts[0] != VERSION or len(parts) > PARTS:
        return CardStanding.UNREADABLE
    if len(parts) < PARTS or len(parts[-1]) < SIGNATURE_TEXT:
        return CardStanding.TRUNCATED
    claims, signature = _claims_in(tuple(parts[:-1])), decode(parts[-1])
    if claims is None or signature is None:
        return CardStanding.UNREADABLE
    return SignedCard(claims, to_sign(".".join(parts[:-1])), signature)


def _claims_in(parts: tuple[str, ...]) -> CardClaims | None:
    """Read the parts before the signature; nothing unless each is written in its one way."""
    _, number, letter, issued, until, association, key = parts
    days = _day(issued), _day(until)
    is_sound = check_reference(number) == number and letter in _KINDS and _WORD.fullmatch(association) and _WORD.fullmatch(key)
    if not is_sound or days[0] is None or days[1] is None:
        return None
    return CardClaims(number, _KINDS[letter], days[0], days[1], association, key)


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def encode(signature: bytes) -> str:
    """Write bytes in the letters of an address, without padding."""
    return base64.urlsafe_b64encode(signature).decode("ascii").rstrip("=")


def decode(text: str) -> bytes | None:
    """Read a signature back; nothing unless it is 64 bytes written in their one way.

    >>> decode("AA") is None
    True
    """
    if len(text) != SIGNATURE_TEXT or not _SIGNATURE.fullmatch(text):
        return None
    signature = base64.urlsafe_b64decode(text + "==")
    return signature if encode(signature) == text else None
