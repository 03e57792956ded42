"""A sealed envelope: deposited by a correspondent, opened by the desk, entered, asked for again or set aside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.beneficiaries.queries import rosters
from entraide.apps.claims.operations.entering import NewClaim
from entraide.apps.claims.operations.keying import Arrival, key
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.documents.operations import SEALED, NewFile, keep, open_sealed
from entraide.apps.mailroom.models import Envelope, EnvelopeFile
from entraide.apps.mailroom.policies import require_depositing, require_opening
from entraide.apps.mailroom.refusals import EmptyEnvelope, EnvelopeSealed, EnvelopeSettled, NotOfYourStaff, NotTheirClaim
from entraide.orm.references import draw_references


MOST_FILES = 10


@transaction.atomic
def deposit(*, beneficiary_id: UUID, files: Sequence[NewFile], actor: Actor, at: datetime, on: date) -> UUID:
    """Deposit files for an agent of the correspondent's own list; give the envelope's key, whose reference is the receipt.

    :raises NotOfYourStaff: if the person is not on the list of the day.
    :raises EmptyEnvelope: if there is no file, or more than an envelope holds.
    """
    require_depositing(actor)
    if rosters.agent(beneficiary_id, member_id=actor.member_id, on=on) is None:
        raise NotOfYourStaff
    if not 0 < len(files) <= MOST_FILES:
        raise EmptyEnvelope(limit=MOST_FILES)
    ((envelope_id, reference),) = draw_references(Envelope, "E")
    envelope = Envelope.objects.create(
        id=envelope_id,
        reference=reference,
        member_id=actor.member_id,
        beneficiary_id=beneficiary_id,
        deposited_by=actor.account_id,
        deposited_at=at,
        deposited_on=on,
    )
    when = {"actor": actor, "at": at, "on": on}
    kept = [keep(file=replace(file, kind=SEALED), **when) for file in files]
    EnvelopeFile.objects.bulk_create(EnvelopeFile(envelope=envelope, document_id=document_id) for document_id in kept)
    record("mailroom.deposited", actor=actor, subject=("envelope", envelope_id), at=at, on=on, payload={"files": len(files)})
    return envelope_id


@transaction.atomic
def open_envelope(*, envelope_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Note who opened an envelope, the first time; its files are shown from then on, and may be read by the machine."""
    envelope = _held(envelope_id, actor, on=on)
    if envelope.opened_at is None:
        envelope.opened_by, envelope.opened_at = actor.account_id, at
        envelope.save(update_fields=["opened_by", "opened_at"])
        open_sealed(envelope.files.order_by("pk").values_list("document_id", flat=True))
        record("mailroom.opened", actor=actor, subject=("envelope", envelope_id), at=at, on=on)


@transaction.atomic
def key_claim(*, envelope_id: UUID, claim: NewClaim, actor: Actor, at: datetime, on: date) -> UUID:
    """Begin to enter the claim that an envelope holds, received on the day of its deposit; give the claim's key.

    :raises NotTheirClaim: if the claim is not for the person whom the envelope is for.
    :raises EnvelopeSettled: and what `enter` and `key` refuse.
    """
    envelope, when = _opened(envelope_id, actor, on=on), {"actor": actor, "at": at, "on": on}
    if claim.beneficiary_id != envelope.beneficiary_id:
        raise NotTheirClaim
    claim_id = key(claim=claim, arrival=Arrival("envelope", envelope.deposited_on), **when)
    _enter(envelope, claim_id, **when)
    return claim_id


@transaction.atomic
def enter(*, envelope_id: UUID, claim_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Say which claim was entered from an envelope; its state is the claim's from now on.

    :raises NotTheirClaim: if the claim is not of the person whom the envelope is for, or the actor may not see it.
    :raises EnvelopeSealed: if nobody opened the envelope.
    :raises EnvelopeSettled: if the envelope was settled already.
    """
    envelope = _opened(envelope_id, actor, on=on)
    claim = claim_visible_to(claim_id, actor)
    if claim is None or claim.beneficiary_id != envelope.beneficiary_id:
        raise NotTheirClaim
    _enter(envelope, claim_id, actor=actor, at=at, on=on)


def _opened(envelope_id: UUID, actor: Actor, *, on: date) -> Envelope:
    envelope = _unsettled(envelope_id, actor, on=on)
    if envelope.opened_at is None:
        raise EnvelopeSealed
    return envelope


def _enter(envelope: Envelope, claim_id: UUID, *, actor: Actor, at: datetime, on: date) -> None:
    envelope.claim_id = claim_id
    envelope.save(update_fields=["claim"])
    record("mailroom.entered", actor=actor, subject=("envelope", envelope.pk), at=at, on=on, payload={"claim": claim_id})


@transaction.atomic
def ask_again(*, envelope_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Ask the correspondent for another envelope: nothing could be entered from this one.

    :raises EnvelopeSettled: if the envelope was settled already.
    """
    envelope = _unsettled(envelope_id, actor, on=on)
    envelope.asked_again_on = on
    envelope.save(update_fields=["asked_again_on"])
    record("mailroom.asked_again", actor=actor, subject=("envelope", envelope_id), at=at, on=on)


@transaction.atomic
def set_aside(*, envelope_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Close an envelope from which nothing is to be entered.

    :raises EnvelopeSettled: if the envelope was settled already.
    """
    envelope = _unsettled(envelope_id, actor, on=on)
    envelope.set_aside_on = on
    envelope.save(update_fields=["set_aside_on"])
    record("mailroom.set_aside", actor=actor, subject=("envelope", envelope_id), at=at, on=on)


def _held(envelope_id: UUID, actor: Actor, *, on: date) -> Envelope:
    """Lock an envelope for who opens post of others."""
    require_opening(actor)
    envelope = Envelope.objects.select_for_update(no_key=True).get(pk=envelope_id)
    require_unconcerned(actor, envelope.beneficiary_id, on=on)
    return envelope


def _unsettled(envelope_id: UUID, actor: Actor, *, on: date) -> Envelope:
    envelope = _held(envelope_id, actor, on=on)
    if envelope.claim_id is not None or envelope.asked_again_on is not None or envelope.set_aside_on is not None:
        raise EnvelopeSettled
    return envelope
