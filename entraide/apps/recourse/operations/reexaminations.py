"""A person contests a decision: somebody else confirms it, or opens the claim again to decide it anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.beneficiaries.queries import lock_household
from entraide.apps.claims.operations.reopening import reopen
from entraide.apps.claims.operations.telling import reasons_in_words, tell_person
from entraide.apps.claims.operations.thread import shelve
from entraide.apps.claims.queries.contesting import contest_by
from entraide.apps.claims.queries.files import filed_claim
from entraide.apps.claims.queries.lists import latest_decisions
from entraide.apps.recourse.models import Reexamination
from entraide.apps.recourse.policies import require_examining, require_speaking
from entraide.apps.recourse.refusals import (
    AnsweredAlready,
    AskedAlready,
    GivenUp,
    NothingDecided,
    NotYours,
    OwnDecision,
    TooLate,
    WordsRefused,
)
from entraide.orm.one_by_one import one_by_one


# The delay that the association gives itself to answer; no source states one: illustrative.
DAYS_TO_ANSWER = 60
LONGEST = 4_000
# What a new decision says of the one that was contested, before its reasons.
ANSWERS = {
    "granted": "Après réexamen, {amount} vous sont accordés.",
    "refused": "Après réexamen, votre demande est refusée.",
    "closed": "Après réexamen, votre demande est classée sans suite.",
}


@dataclass(frozen=True, slots=True)
class Contested:
    """Why a person contests a decision, in their own words; how it came, on which day, and the files that came with it."""

    words: str
    channel: str = "online"
    received_on: date | None = None
    documents: Sequence[UUID] = ()


@transaction.atomic
def ask(*, claim_id: UUID, contested: Contested, actor: Actor, at: datetime, on: date) -> UUID:
    """Ask that the decision in force of a claim be examined again, by the person or for them; the same words twice are one. Give its key.

    What came by post is in time by the day on which it came.

    :raises NotYours: if the actor may not see the claim, or speak for the person.
    :raises WordsRefused: if nothing is said, or too much.
    :raises NothingDecided: if no decision is in force.
    :raises TooLate: if the last day to contest it is over.
    :raises GivenUp: if it was contested, and the person gave it up.
    :raises AskedAlready: if it was contested already, in other words.
    """
    claim = filed_claim(claim_id, actor)
    if claim is None:
        raise NotYours
    require_speaking(actor, claim.beneficiary_id, on=on)
    words = _said(contested.words)
    # Of two that ask at once, the second finds the first.
    lock_household(claim.beneficiary_id, on=on)
    decision = latest_decisions([claim_id]).get(claim_id)
    if decision is None:
        raise NothingDecided
    asked_on = _day_of(contested, on)
    asked = {"words": words, "channel": contested.channel, "asked_by": actor.account_id, "asked_at": at, "asked_on": asked_on}
    due_on = asked_on + timedelta(days=DAYS_TO_ANSWER)
    row, is_new = Reexamination.objects.get_or_create(decision=decision, defaults={"claim": claim, "due_on": due_on, **asked})
    if row.state == "withdrawn":
        raise GivenUp
    if not is_new and row.words == words:
        return row.pk
    if not is_new:
        raise AskedAlready(due_on=f"{row.due_on:%d/%m/%Y}")
    if asked_on > contest_by(decision.decided_on):
        raise TooLate(day=f"{contest_by(decision.decided_on):%d/%m/%Y}")
    shelve(claim_id, contested.documents, at=at)
    tell_person(claim, "contested", at=at, on=on, detail=f"{row.due_on:%d/%m/%Y}")
    payload = {"decision": decision.pk, "channel": row.channel, "papers": len(contested.documents)}
    record("recourse.reexamination_asked", actor=actor, subject=("claim", claim_id), at=at, on=on, payload=payload)
    return row.pk


def _day_of(contested: Contested, on: date) -> date:
    """Give the day on which it counts as asked: the day on which a letter came, never one to come, else today."""
    return min(contested.received_on, on) if contested.channel == "paper" and contested.received_on else on


def _said(text: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST or "\0" in words:
        raise WordsRefused(longest=f"{LONGEST:,}".replace(",", " "))
    return words


@transaction.atomic
def withdraw(*, reexamination_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give up a re-examination that nobody has opened the claim for; the decision stands.

    :raises AnsweredAlready: if it has its answer, or the claim is being decided again.
    """
    row = _waiting(reexamination_id)
    require_speaking(actor, row.claim.beneficiary_id, on=on)
    if row.decision_id not in {each.pk for each in latest_decisions([row.claim_id]).values()}:
        raise AnsweredAlready
    row.state = "withdrawn"
    row.save(update_fields=["state"])
    record("recourse.reexamination_withdrawn", actor=actor, subject=("claim", row.claim_id), at=at, on=on)


@transaction.atomic
def confirm(*, reexamination_id: UUID, answer: str, actor: Actor, at: datetime, on: date) -> None:
    """Confirm the decision, with words that the person reads.

    :raises WordsRefused: if nothing is answered, or too much.
    :raises OwnDecision: if the actor made it.
    :raises OwnHousehold: if it is about their household.
    :raises AnsweredAlready: if somebody answered, or opened the claim again.
    """
    row = _to_examine(reexamination_id, actor, on=on)
    row.answer = _said(answer)
    row.state, row.taken_by, row.answered_by, row.answered_at, row.answered_on = "confirmed", actor.account_id, actor.account_id, at, on
    row.save()
    tell_person(row.claim, "confirmed", at=at, on=on, detail=row.answer)
    record("recourse.reexamination_confirmed", actor=actor, subject=("claim", row.claim_id), at=at, on=on)


@transaction.atomic
def open_claim(*, reexamination_id: UUID, actor: Actor, at: datetime, on: date) -> UUID:
    """Open the claim again in the actor's charge: the decision to come is the answer. Give the claim's key.

    :raises OwnDecision: if the actor made the decision.
    :raises OwnHousehold: if it is about their household.
    :raises AnsweredAlready: if somebody answered, or opened it already.
    """
    row = _to_examine(reexamination_id, actor, on=on)
    row.taken_by = actor.account_id
    row.save(update_fields=["taken_by"])
    # The trail keeps which re-examination, never the words of the person: they lie in its row alone, and go with it.
    reopen(claim_id=row.claim_id, reason=f"réexamen {row.pk}", due_on=row.due_on, actor=actor, at=at, on=on)
    record("recourse.reexamination_opened", actor=actor, subject=("claim", row.claim_id), at=at, on=on)
    return row.claim_id


def _to_examine(reexamination_id: UUID, actor: Actor, *, on: date) -> Reexamination:
    """Lock a re-examination that the actor may answer: of a claim that they may see, decided by somebody else about somebody else."""
    require_examining(actor)
    row = _waiting(reexamination_id)
    if filed_claim(row.claim_id, actor) is None:
        raise NotYours
    if row.decision.decided_by == actor.account_id:
        raise OwnDecision
    require_unconcerned(actor, row.claim.beneficiary_id, on=on)
    if row.claim_id not in latest_decisions([row.claim_id]):
        raise AnsweredAlready
    return row


def _waiting(reexamination_id: UUID) -> Reexamination:
    row = Reexamination.objects.select_for_update(of=("self",), no_key=True).select_related("claim", "decision").get(pk=reexamination_id)
    if row.state != "asked":
        raise AnsweredAlready
    return row


def conclude(*, actor: Actor, at: datetime, on: date, claim_id: UUID | None = None) -> int:
    """Note the answer of the re-examinations whose claim was decided again, of one claim or of all; give how many."""
    waiting = Reexamination.objects.filter(state="asked", decision__superseded_by__isnull=False).order_by("pk")
    keys = list((waiting.filter(claim_id=claim_id) if claim_id else waiting).values_list("pk", flat=True))
    return one_by_one("answer of a re-examination", keys, partial(_conclude, actor=actor, at=at, on=on))


def _conclude(reexamination_id: UUID, *, actor: Actor, at: datetime, on: date) -> bool:
    row = Reexamination.objects.select_for_update(of=("self",), no_key=True).select_related("decision").get(pk=reexamination_id)
    if row.state != "asked":
        return False
    old, new = row.decision, row.decision.superseded_by
    row.state = "confirmed" if (old.outcome, old.cents) == (new.outcome, new.cents) else "changed"
    row.new_decision = new
    row.answer = f"{ANSWERS[new.outcome].format(amount=new.cents)} {reasons_in_words(new)}".strip()
    row.answered_by, row.answered_at, row.answered_on = new.decided_by, new.decided_at, new.decided_on
    row.save()
    payload = {"state": row.state, "decision": new.pk}
    record("recourse.reexamination_concluded", actor=actor, subject=("claim", row.claim_id), at=at, on=on, payload=payload)
    return True
