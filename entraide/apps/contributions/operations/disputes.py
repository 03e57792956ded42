"""Dispute one line of a call, answer it, take it back: each with its trace."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.queries import account
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import Dispute, PersonLine
from entraide.apps.contributions.operations.adjustments import adjust_member
from entraide.apps.contributions.policies import require_accountant, require_own_correspondent
from entraide.apps.contributions.queries.disputes import withdrawn_in
from entraide.apps.contributions.refusals import (
    AnswerMissing,
    DisputeAnswered,
    DisputeChangesNothing,
    DisputeOpen,
    GroundMissing,
    LineWithdrawn,
    NotFound,
)
from entraide.apps.notifications.operations import send_email
from entraide.orm.keys import uuid7


SUBJECT = "Réponse à votre contestation"
BODY = (
    "Bonjour,\n\nUne ligne de cotisation que vous aviez contestée a reçu sa réponse. "
    "Connectez-vous à votre espace, puis ouvrez « Ma cotisation » pour la lire.\n"
)


@transaction.atomic
def open_dispute(*, person_line_id: UUID, ground: str, actor: Actor, at: datetime, on: date) -> UUID:
    """Dispute one line of a call that stands, with its ground; give the key of the dispute.

    Sent twice in the same words by one person, it is one dispute.

    :raises NotFound: if there is no such line, or it is another member's.
    :raises GroundMissing: if nothing is said.
    :raises LineWithdrawn: if the line was taken off since.
    :raises DisputeOpen: if it is disputed already.
    """
    line = PersonLine.objects.select_related("line").filter(pk=person_line_id).order_by("pk").first()
    if line is None:
        raise NotFound
    require_own_correspondent(actor, line.line.member_id)
    if not ground.strip():
        raise GroundMissing
    same = {"person_line": line, "ground": ground.strip(), "opened_by": actor.account_id, "state": "open"}
    if (held := Dispute.objects.filter(**same).order_by("pk").first()) is not None:
        return held.pk
    if line.withdraws_id is not None or line.withdrawn_by.exists():
        raise LineWithdrawn
    dispute = Dispute(id=uuid7(), opened_at=at, opened_on=on, **same)
    try:
        with transaction.atomic():
            dispute.save(force_insert=True)
    except IntegrityError as twice:
        raise DisputeOpen from twice
    payload = {"line": person_line_id, "ground": dispute.ground}
    record("contributions.disputed", actor=actor, subject=("dispute", dispute.pk), at=at, on=on, payload=payload)
    return dispute.pk


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to a dispute: whether it is right, and why."""

    is_upheld: bool
    why: str


@transaction.atomic
def answer_dispute(*, dispute_id: UUID, answer: Answer, actor: Actor, at: datetime, on: date) -> None:
    """Answer a dispute; where it is right, the person is adjusted to what the list says now, or was since. Who disputed is told.

    Sent twice in the same words by one person, it is one answer.

    :raises NotAccountant: if the actor may not.
    :raises NotFound: if there is no such dispute.
    :raises DisputeAnswered: if it is answered or taken back already.
    :raises AnswerMissing: if nothing is said.
    :raises DisputeChangesNothing: if it is upheld while the list still says what was called.
    """
    require_accountant(actor)
    state = "upheld" if answer.is_upheld else "dismissed"
    same = {"pk": dispute_id, "state": state, "answer": answer.why.strip(), "answered_by": actor.account_id}
    if actor.account_id is not None and Dispute.objects.filter(**same).exists():
        return
    dispute = _locked(dispute_id)
    if not answer.why.strip():
        raise AnswerMissing
    if answer.is_upheld:
        line = dispute.person_line
        person = line.beneficiary.absorbed_into_id or line.beneficiary_id
        about = {"member_id": line.line.member_id, "year": line.line.year, "people": {person}}
        dispute.adjustment_id = adjust_member(**about, actor=actor, at=at, on=on) or withdrawn_in(line)
        if dispute.adjustment_id is None:
            raise DisputeChangesNothing
    dispute.state = state
    dispute.answer, dispute.answered_by, dispute.answered_at = answer.why.strip(), actor.account_id, at
    dispute.save(update_fields=["state", "answer", "answered_by", "answered_at", "adjustment"])
    payload = {"state": dispute.state, "answer": dispute.answer}
    record("contributions.dispute_answered", actor=actor, subject=("dispute", dispute.pk), at=at, on=on, payload=payload)
    if (asked := account(dispute.opened_by)) is not None:
        send_email(key=f"dispute:{dispute.pk}", recipient=asked.email, subject=SUBJECT, body=BODY, at=at)


@transaction.atomic
def withdraw_dispute(*, dispute_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take a dispute back, for its member.

    :raises NotFound: if there is no such dispute, or it is another member's.
    :raises DisputeAnswered: if it is answered or taken back already.
    """
    dispute = _locked(dispute_id)
    require_own_correspondent(actor, dispute.person_line.line.member_id)
    dispute.state, dispute.answered_by, dispute.answered_at = "withdrawn", actor.account_id, at
    dispute.save(update_fields=["state", "answered_by", "answered_at"])
    record("contributions.dispute_withdrawn", actor=actor, subject=("dispute", dispute.pk), at=at, on=on)


def _locked(dispute_id: UUID) -> Dispute:
    """Hold a dispute that waits for an answer.

    :raises NotFound: if there is none.
    :raises DisputeAnswered: if it does not wait any more.
    """
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("person_line__line", "person_line__beneficiary")
    dispute = rows.filter(pk=dispute_id).order_by("pk").first()
    if dispute is None:
        raise NotFound
    if dispute.state != "open":
        raise DisputeAnswered(state=dispute.get_state_display())
    return dispute
