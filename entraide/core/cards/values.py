"""What a card says, and what its check may find."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from entraide.core.labels import Labelled


class CardKind(Labelled):
    """Whose right a card shows: the person's own, or as a member of somebody's household."""

    BENEFICIARY = "beneficiary", "bénéficiaire"
    SPOUSE = "spouse", "conjoint"
    CHILD = "child", "enfant"


class CardStanding(StrEnum):
    """What the check of a card finds; the first counts, each other is why it does not."""

    VALID = "valid"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    OTHER_ASSOCIATION = "other_association"
    UNKNOWN_KEY = "unknown_key"
    FORGED = "forged"
    TRUNCATED = "truncated"
    UNREADABLE = "unreadable"


# What a partner reads in large words: the right holds, it held once, or nothing is known of it.
IN_FORCE = frozenset({CardStanding.VALID})
NO_LONGER = frozenset({CardStanding.EXPIRED, CardStanding.REVOKED})


@dataclass(frozen=True, slots=True)
class CardClaims:
    """What is signed: no name, no birth, no employer.

    `until` is the first day on which the card no longer counts; `association` and `key` are short words of lower-case letters, digits
    and hyphens; `number` is a reference with its check character.
    """

    number: str
    kind: CardKind
    issued_on: date
    until: date
    association: str
    key: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check of a card says; `claims` is empty where nothing signed could be read.

    `list_is_old` tells that the list of revoked cards may no longer be trusted, or was not there: a card that seems valid may have been
    revoked since.
    """

    standing: CardStanding
    claims: CardClaims | None = None
    list_is_old: bool = False
