"""Cards are issued while rights are open, renewed, and revoked for a reason of the list."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import Beneficiary, Card
from entraide.apps.beneficiaries.policies import require_card_keeper
from entraide.apps.beneficiaries.queries import accounts_of
from entraide.apps.beneficiaries.queries.cards import card_end, cards_without_rights, live_cards
from entraide.apps.beneficiaries.queries.files import household
from entraide.apps.beneficiaries.refusals import NoRightsForCard
from entraide.apps.beneficiaries.sentences import REVOCATIONS
from entraide.apps.notifications.operations import Letter, tell
from entraide.core.cards.values import CardKind
from entraide.core.reference import make_reference, number_of
from entraide.orm.keys import uuid7


REVOKED_AT_ONCE = 5_000
REPLACED = "Une nouvelle carte vous attend dans « Mes cartes »."
CANCELLED = "Si ce n’est pas ce que vous attendiez, appelez votre association."


@transaction.atomic
def issue_card(*, beneficiary_id: UUID, dependant_id: UUID | None = None, actor: Actor, at: datetime, on: date) -> UUID:
    """Give the person, or a dependant of the household, a card; the one that counts already is given back as it is.

    It counts until 31 January of the next year, for lists of staff come in January, or until rights end where that is sooner.

    :raises NoRightsForCard: if no right is open on that day, or the dependant is not of the household.
    """
    require_card_keeper(actor, beneficiary_id)
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    held = live_cards(beneficiary_id, on=on).filter(dependant_id=dependant_id).first()
    if held is not None:
        return held.pk
    return _issue(beneficiary_id, dependant_id, actor=actor, at=at, on=on)


def _issue(beneficiary_id: UUID, dependant_id: UUID | None, *, actor: Actor, at: datetime, on: date) -> UUID:
    until = card_end(beneficiary_id, on=on)
    kind = _kind_of(beneficiary_id, dependant_id, on=on)
    if until is None or kind is None:
        raise NoRightsForCard
    key = uuid7()
    number = make_reference("C", number_of(key))
    while Card.objects.filter(number=number).exists():
        number = make_reference("C", number_of(uuid7()))
    Card.objects.create(
        id=key,
        beneficiary_id=beneficiary_id,
        dependant_id=dependant_id,
        number=number,
        kind=kind,
        issued_on=on,
        issued_at=at,
        until=until,
    )
    subject = ("beneficiary", beneficiary_id)
    record("beneficiaries.cards_issued", actor=actor, subject=subject, at=at, on=on, payload={"number": number, "kind": kind})
    return key


def _kind_of(beneficiary_id: UUID, dependant_id: UUID | None, *, on: date) -> CardKind | None:
    if dependant_id is None:
        return CardKind.BENEFICIARY
    return next((CardKind(each.kind) for each in household(beneficiary_id, on=on) if each.id == dependant_id), None)


@transaction.atomic
def renew_card(*, card_id: UUID, reason: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Revoke a card, as lost or to be replaced, and give another one.

    :raises NoRightsForCard: if no right is open on that day: nothing is revoked then.
    """
    card = _held(card_id, actor)
    _revoke(Card.objects.filter(pk=card_id), reason, at=at, on=on)
    payload = {"reason": reason, "numbers": [card.number]}
    subject = ("beneficiary", card.beneficiary_id)
    record("beneficiaries.cards_revoked", actor=actor, subject=subject, at=at, on=on, payload=payload)
    held = live_cards(card.beneficiary_id, on=on).filter(dependant_id=card.dependant_id).first()
    key = held.pk if held else _issue(card.beneficiary_id, card.dependant_id, actor=actor, at=at, on=on)
    _tell(card, reason, REPLACED, actor=actor, at=at, on=on)
    return key


@transaction.atomic
def revoke_card(*, card_id: UUID, reason: str, actor: Actor, at: datetime, on: date) -> None:
    """Have a card count no more, as one that is lost; revoked already, it keeps its first reason."""
    card = _held(card_id, actor)
    if _revoke(Card.objects.filter(pk=card_id), reason, at=at, on=on):
        payload = {"reason": reason, "numbers": [card.number]}
        record("beneficiaries.cards_revoked", actor=actor, subject=("beneficiary", card.beneficiary_id), at=at, on=on, payload=payload)
        _tell(card, reason, CANCELLED, actor=actor, at=at, on=on)


def _tell(card: Card, reason: str, news: str, *, actor: Actor, at: datetime, on: date) -> None:
    """Tell a person that somebody else had a card of theirs count no more."""
    if actor.beneficiary_id == card.beneficiary_id:
        return
    account_id = accounts_of([card.beneficiary_id]).get(card.beneficiary_id)
    opened = account(account_id) if account_id else None
    letter = Letter(
        key=f"card:{card.pk}:revoked",
        subject=f"Votre carte {card.number} ne vaut plus",
        body=f"Votre association a annulé la carte {card.number} : {REVOCATIONS[reason]}. {news}",
        beneficiary_id=card.beneficiary_id,
        email=opened.email if opened else "",
    )
    tell(letter, at=at, on=on)


def _held(card_id: UUID, actor: Actor) -> Card:
    """Hold the person, then the card, as every act on a household does."""
    beneficiary_id = Card.objects.values_list("beneficiary_id", flat=True).get(pk=card_id)
    require_card_keeper(actor, beneficiary_id)
    Beneficiary.objects.select_for_update().get(pk=beneficiary_id)
    return Card.objects.select_for_update().get(pk=card_id)


@transaction.atomic
def revoke_cards_of(*, beneficiary_id: UUID, reason: str, actor: Actor, at: datetime, on: date, dependant_id: UUID | None = None) -> int:
    """Have every card of a household count no more, or those of one dependant; give how many.

    A part of the acts that end rights, tell a death or take somebody out of a household, which check who acts; `reason` is a word of
    `REVOCATIONS`.
    """
    cards = Card.objects.filter(beneficiary_id=beneficiary_id)
    if dependant_id is not None:
        cards = cards.filter(dependant_id=dependant_id)
    numbers = _revoke(cards, reason, at=at, on=on)
    if numbers:
        payload = {"reason": reason, "numbers": numbers}
        record("beneficiaries.cards_revoked", actor=actor, subject=("beneficiary", beneficiary_id), at=at, on=on, payload=payload)
    return len(numbers)


@transaction.atomic
def revoke_stranded_cards(*, actor: Actor, at: datetime, on: date) -> int:
    """Revoke the cards of those whose rights have ended or who have left the household, some thousands at a call; give how many."""
    keys = list(cards_without_rights(on=on).values_list("pk", flat=True)[:REVOKED_AT_ONCE])
    numbers = _revoke(Card.objects.filter(pk__in=keys), "rights_ended", at=at, on=on) if keys else []
    if numbers:
        payload = {"reason": "rights_ended", "count": len(numbers)}
        record("beneficiaries.cards_revoked", actor=actor, subject=("card_run", uuid7()), at=at, on=on, payload=payload)
    return len(numbers)


def _revoke(cards: QuerySet[Card], reason: str, *, at: datetime, on: date) -> list[str]:
    """Revoke those that count still, and give their numbers."""
    if reason not in REVOCATIONS:
        raise ValueError(f"no card is revoked for {reason}")
    rows = list(cards.select_for_update().filter(revoked_at__isnull=True).order_by("pk"))
    Card.objects.filter(pk__in=[row.pk for row in rows]).update(revoked_at=at, revoked_on=on, revoked_for=reason)
    return [row.number for row in rows]
