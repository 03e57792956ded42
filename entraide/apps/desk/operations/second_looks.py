"""Decisions drawn by lot and looked at again, whoever or whatever made them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.desk.models import OfficerSample, SecondLook
from entraide.apps.desk.policies import can_look_again, can_run_the_desk, require
from entraide.apps.desk.refusals import CauseWanted, LookedAlready, OwnDecision
from entraide.integrations.keyring import keyring


THOUSAND = 1_000
# What a second look may say, and where an error comes from, in French.
VERDICTS = dict(SecondLook._meta.get_field("verdict").choices)
CAUSES = dict(SecondLook._meta.get_field("cause").choices)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A decision that may be drawn: its benefit, `straight_through` or `officer`, and the officer who made it where one did."""

    decision_id: UUID
    benefit_code: str
    drawn_from: str
    officer_id: UUID | None = None


def is_drawn(decision_id: UUID, *, rate: int) -> bool:
    """Tell whether a decision is drawn, of which `rate` in a thousand are.

    The lot is a keyed hash of the decision's key: nobody can guess it, and whoever holds the key finds the same again.
    """
    return int(keyring().hashed(decision_id.hex, about="second_look")[:12], 16) % THOUSAND < rate


def draw(drawn: Drawn, *, rate: int, at: datetime, on: date) -> bool:
    """Draw a decision by lot for a second look, in the transaction of the act that made it; tell whether it was drawn."""
    if not is_drawn(drawn.decision_id, rate=rate):
        return False
    SecondLook.objects.create(
        decision_id=drawn.decision_id,
        drawn_from=drawn.drawn_from,
        officer_id=drawn.officer_id,
        benefit_code=drawn.benefit_code,
        drawn_at=at,
        drawn_on=on,
    )
    return True


@transaction.atomic
def set_officer_rate(*, rate: int, actor: Actor, at: datetime, on: date) -> None:
    """Say how many in a thousand of what each officer decides are drawn from now on, 1 to 1,000; what is drawn stays drawn."""
    require(can_run_the_desk(actor))
    row = OfficerSample.objects.create(rate=rate, set_by=actor.account_id, set_at=at)
    record("desk.sample_set", actor=actor, subject=("officer_sample", row.pk), at=at, on=on, payload={"rate": rate})


@dataclass(frozen=True, slots=True)
class Seen:
    """What a second look found: `right` or `wrong`, the cause where it is wrong, a note."""

    verdict: str
    cause: str = ""
    note: str = ""


@transaction.atomic
def look(*, second_look_id: UUID, seen: Seen, actor: Actor, at: datetime, on: date) -> None:
    """Say whether a decision was right; it stays as it is, a wrong one is opened again by another act.

    :raises CauseWanted: if it is wrong and no cause is given.
    :raises OwnDecision: if the actor made it.
    :raises OwnHousehold: if it is about their own household.
    :raises LookedAlready: if somebody looked already.
    """
    require(can_look_again(actor))
    row = SecondLook.objects.select_for_update(no_key=True, of=("self",)).select_related("decision__claim").get(pk=second_look_id)
    if row.verdict:
        raise LookedAlready
    if row.officer_id is not None and row.officer_id == actor.account_id:
        raise OwnDecision
    require_unconcerned(actor, row.decision.claim.beneficiary_id, on=on)
    if seen.verdict == "wrong" and not seen.cause:
        raise CauseWanted
    row.verdict, row.note = seen.verdict, seen.note.strip()
    row.cause = seen.cause if seen.verdict == "wrong" else ""
    row.looked_by, row.looked_at = actor.account_id, at
    row.save(update_fields=["verdict", "cause", "note", "looked_by", "looked_at"])
    payload = {"verdict": row.verdict, "cause": row.cause}
    record("desk.looked_again", actor=actor, subject=("second_look", row.pk), at=at, on=on, payload=payload)
