"""Reads of cards: those of a household, the text that each shows, which are revoked, what a check finds."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from entraide.apps.beneficiaries.models import Card, DependantIdentity, Kinship
from entraide.apps.beneficiaries.queries.files import DependantView, household, person
from entraide.apps.beneficiaries.queries.rights import affiliations_with_rights, with_rights_on
from entraide.core.cards.checking import Standard, examine
from entraide.core.cards.revocations import RevokedList, body_of, list_of, read_list, write_list
from entraide.core.cards.revocations import to_sign as list_to_sign
from entraide.core.cards.token import SignedCard, payload_of, read_token, to_sign, write_token
from entraide.core.cards.values import CardClaims, CardKind, Verdict
from entraide.integrations.card_signing import PublishedKeys, card_keys, published_keys


# Lists of staff come in January: a card goes on until its last day, so that nobody is without one while they are read.
GRACE_MONTH = 2


@dataclass(frozen=True, slots=True)
class CardView:
    """A card as its household sees it: for whom, its number, its last day, and the text that its picture of dots holds."""

    id: UUID
    dependant_id: UUID | None
    name: str
    kind: CardKind
    number: str
    issued_on: date
    last_day: date
    token: str


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Somebody of a household who may have a card: the opener (no `dependant`) or a dependant, and the card that counts, if any."""

    name: str
    kind: CardKind
    dependant: DependantView | None
    card: CardView | None


@dataclass(frozen=True, slots=True)
class PastCard:
    """A card that counts no more: whose, its number, from and until when it counted, and why it was revoked (nothing: its day came)."""

    name: str
    kind: CardKind
    number: str
    issued_on: date
    ended_on: date
    reason: str


def card_end(beneficiary_id: UUID, *, on: date) -> date | None:
    """Give the first day without a card for somebody with rights: 1 February of the next year, sooner where rights end sooner.

    Nothing where no right is open on that day.
    """
    held = affiliations_with_rights(beneficiary_id, on=on)
    if not held:
        return None
    grace = date(on.year + 1, GRACE_MONTH, 1)
    ends = [each.rights_until for each in held]
    return grace if None in ends else min(grace, max(end for end in ends if end))


def live_cards(beneficiary_id: UUID, *, on: date) -> QuerySet[Card]:
    """Give the cards of a household that count on a day."""
    return Card.objects.filter(beneficiary_id=beneficiary_id, revoked_at__isnull=True, until__gt=on).order_by("pk")


def holders_of(beneficiary_id: UUID, *, on: date) -> list[CardHolder]:
    """List who may have a card in a household, the opener first, each with the card that counts.

    :raises FileNotOpen: if nobody is known under that key on that day.
    """
    opener = person(beneficiary_id, on=on)
    cards = {card.dependant_id: card for card in live_cards(beneficiary_id, on=on)}
    found = [_holder(opener.name, CardKind.BENEFICIARY, None, cards.get(None))]
    family = household(beneficiary_id, on=on)
    return found + [_holder(each.name, CardKind(each.kind), each, cards.get(each.id)) for each in family]


def _holder(name: str, kind: CardKind, dependant: DependantView | None, card: Card | None) -> CardHolder:
    return CardHolder(name, kind, dependant, _view(card, name) if card else None)


def _view(card: Card, name: str) -> CardView:
    last_day = card.until - timedelta(days=1)
    return CardView(card.pk, card.dependant_id, name, CardKind(card.kind), card.number, card.issued_on, last_day, token_of(card))


def past_cards(beneficiary_id: UUID, *, on: date) -> list[PastCard]:
    """List the cards of a household that count no more, the last that ended first."""
    rows = list(Card.objects.filter(Q(revoked_at__isnull=False) | Q(until__lte=on), beneficiary_id=beneficiary_id).order_by("pk"))
    relatives = DependantIdentity.objects.current().filter(dependant_id__in={row.dependant_id for row in rows}).order_by("since")
    names = {each.dependant_id: f"{each.given_name} {each.family_name}" for each in relatives}
    names |= {None: person(beneficiary_id, on=on).name}
    found = [
        PastCard(names.get(row.dependant_id, ""), CardKind(row.kind), row.number, row.issued_on, _ended_on(row), row.revoked_for)
        for row in rows
    ]
    return sorted(found, key=lambda card: (card.ended_on, card.issued_on), reverse=True)


def _ended_on(card: Card) -> date:
    return card.revoked_on or card.until


def token_of(card: Card) -> str:
    """Sign what a card says with the key in use: the same text each time, until the key changes.

    :raises CardKeysLost: if the installation has no keys.
    """
    keys = card_keys()
    association = settings.ENTRAIDE_CARD_ASSOCIATION
    payload = payload_of(CardClaims(card.number, CardKind(card.kind), card.issued_on, card.until, association, keys.current))
    return write_token(payload, keys.sign(to_sign(payload)))


def revoked_numbers(*, on: date) -> list[str]:
    """Give the numbers of the cards revoked before their day; one that has expired is refused by its own text."""
    rows = Card.objects.filter(revoked_at__isnull=False, until__gt=on).order_by("number")
    return list(rows.values_list("number", flat=True))


def signed_list(*, on: date) -> str:
    """Write and sign the list of revoked cards of a day.

    :raises CardKeysLost: if the installation has no keys.
    """
    keys = card_keys()
    body = body_of(list_of(revoked_numbers(on=on), association=settings.ENTRAIDE_CARD_ASSOCIATION, key=keys.current, on=on))
    return write_list(body, keys.sign(list_to_sign(body)))


def trusted_list(text: str, keys: PublishedKeys) -> RevokedList | None:
    """Read a list of revoked cards that these keys signed for their association; nothing if it is not one."""
    read = read_list(text)
    if read is None or read.revoked.association != keys.association:
        return None
    return read.revoked if keys.verify(read.revoked.key, read.signed, read.signature) else None


def checked_offline(text: str, *, keys: PublishedKeys, revoked: RevokedList | None, on: date) -> Verdict:
    """Say what a card is worth from public keys and a list alone, as a partner does without a network."""
    return examine(text, Standard(on, keys.association, keys.verify, revoked))


def checked_here(text: str, *, on: date) -> Verdict:
    """Say what a card is worth now: by its signature, then by whether its number was revoked, in one query at most."""
    keys = published_keys()
    read = read_token(text)
    numbers = [read.claims.number] if isinstance(read, SignedCard) and _is_revoked(read.claims.number) else []
    return checked_offline(text, keys=keys, revoked=list_of(numbers, association=keys.association, key=card_keys().current, on=on), on=on)


def _is_revoked(number: str) -> bool:
    return Card.objects.filter(number=number, revoked_at__isnull=False).exists()


def cards_without_rights(*, on: date) -> QuerySet[Card]:
    """Give the cards that count although the person has no rights any more, or the dependant is no longer of the household."""
    rights = with_rights_on(on).filter(beneficiary_id=OuterRef("beneficiary_id"))
    kinships = Kinship.objects.in_force_on(on).filter(beneficiary_id=OuterRef("beneficiary_id"), dependant_id=OuterRef("dependant_id"))
    is_stranded = ~Exists(rights.order_by()) | Q(~Exists(kinships.order_by()), dependant__isnull=False)
    return Card.objects.filter(is_stranded, revoked_at__isnull=True, until__gt=on).order_by("pk")
