"""A complaint: written down as it was said, taken in charge, answered with what it changed here."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.beneficiaries.queries import lock_household, own_address
from entraide.apps.claims.queries.files import claim_visible_to
from entraide.apps.notifications.operations import Letter, tell
from entraide.apps.recourse.models import Complaint
from entraide.apps.recourse.policies import require_handling, require_speaking
from entraide.apps.recourse.refusals import ChangeMissing, ComplaintAnswered, NotTheirClaim, UnknownCause, WordsMissing
from entraide.orm.references import draw_references


# The delay that the association gives itself to answer; no source states one: illustrative.
DAYS_TO_ANSWER = 30
CAUSES = dict(Complaint._meta.get_field("cause").choices)
SUBJECTS = {"received": "Votre réclamation {reference} est reçue", "answered": "Réponse à votre réclamation {reference}"}
RECEIVED = "Nous avons bien reçu votre réclamation. Nous vous répondrons au plus tard le {due_on}, ici même."


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody is not satisfied with: the cause, as listed, and their own words; the claim it is about, if there is one."""

    cause: str
    words: str
    channel: str = "online"
    claim_id: UUID | None = None


@transaction.atomic
def receive(*, beneficiary_id: UUID, said: Said, actor: Actor, at: datetime, on: date) -> UUID:
    """Open the file of a complaint; the same words twice on one day, about the same claim, are one. Give its key.

    :raises WordsMissing: if nothing is said.
    :raises UnknownCause: if the cause is none of the list.
    :raises NotTheirClaim: if the claim is not the person's, or the actor may not see it.
    """
    require_speaking(actor, beneficiary_id, on=on)
    words = said.words.strip()
    if not words:
        raise WordsMissing
    if said.cause not in CAUSES:
        raise UnknownCause
    if said.claim_id is not None:
        claim = claim_visible_to(said.claim_id, actor)
        if claim is None or claim.beneficiary_id != beneficiary_id:
            raise NotTheirClaim
    # Of two that come at once, the second finds the first.
    lock_household(beneficiary_id, on=on)
    about = {"beneficiary_id": beneficiary_id, "claim_id": said.claim_id}
    same = Complaint.objects.filter(**about, words=words, cause=said.cause, received_on=on)
    if (held := same.order_by("pk").first()) is not None:
        return held.pk
    ((key, reference),) = draw_references(Complaint, "R")
    complaint = Complaint.objects.create(
        id=key,
        reference=reference,
        **about,
        channel=said.channel,
        cause=said.cause,
        words=words,
        received_at=at,
        received_on=on,
        due_on=on + timedelta(days=DAYS_TO_ANSWER),
    )
    _tell(complaint, "received", RECEIVED.format(due_on=f"{complaint.due_on:%d/%m/%Y}"), at=at, on=on)
    record("recourse.complaint_received", actor=actor, subject=("complaint", key), at=at, on=on, payload={"cause": said.cause})
    return key


@transaction.atomic
def take(*, complaint_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take charge of a complaint, also from a colleague.

    :raises OwnHousehold: if it is of the actor's own household.
    :raises ComplaintAnswered: if it was answered.
    """
    require_handling(actor)
    complaint = _unanswered(complaint_id, actor, on=on)
    complaint.state, complaint.taken_by = "in_hand", actor.account_id
    complaint.save(update_fields=["state", "taken_by"])
    record("recourse.complaint_taken", actor=actor, subject=("complaint", complaint_id), at=at, on=on)


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered, whether the complaint is founded, and the rule, the screen or the text that it changed."""

    words: str
    is_founded: bool
    changed: str
    what: str = ""
    note: str = ""


@transaction.atomic
def answer(*, complaint_id: UUID, reply: Reply, actor: Actor, at: datetime, on: date) -> None:
    """Answer a complaint, and keep what it changed.

    :raises WordsMissing: if there is no answer.
    :raises ChangeMissing: if what changed is not named.
    :raises OwnHousehold: if it is of the actor's own household.
    :raises ComplaintAnswered: if it was answered.
    """
    require_handling(actor)
    complaint = _unanswered(complaint_id, actor, on=on)
    if not reply.words.strip():
        raise WordsMissing
    if reply.changed not in dict(Complaint._meta.get_field("changed").choices) or (reply.changed != "nothing" and not reply.what.strip()):
        raise ChangeMissing
    complaint.state, complaint.is_founded, complaint.answer = "answered", reply.is_founded, reply.words.strip()
    complaint.answered_by, complaint.answered_at, complaint.answered_on = actor.account_id, at, on
    complaint.changed, complaint.changed_what, complaint.changed_note = reply.changed, reply.what.strip(), reply.note.strip()
    complaint.taken_by = complaint.taken_by or actor.account_id
    complaint.save()
    _tell(complaint, "answered", complaint.answer, at=at, on=on)
    payload = {"is_founded": reply.is_founded, "changed": reply.changed}
    record("recourse.complaint_answered", actor=actor, subject=("complaint", complaint_id), at=at, on=on, payload=payload)


def _unanswered(complaint_id: UUID, actor: Actor, *, on: date) -> Complaint:
    complaint = Complaint.objects.select_for_update(no_key=True).get(pk=complaint_id)
    require_unconcerned(actor, complaint.beneficiary_id, on=on)
    if complaint.state == "answered":
        raise ComplaintAnswered
    return complaint


def _tell(complaint: Complaint, event: str, body: str, *, at: datetime, on: date) -> None:
    letter = Letter(
        key=f"complaint:{complaint.pk}:{event}",
        subject=SUBJECTS[event].format(reference=complaint.reference),
        body=body,
        beneficiary_id=complaint.beneficiary_id,
        email=own_address(complaint.beneficiary_id),
        about=("complaint", complaint.pk),
    )
    tell(letter, at=at, on=on)
