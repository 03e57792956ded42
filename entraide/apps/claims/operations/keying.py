"""Enter what a person sent on paper, in an envelope, or says on the telephone, in the same file as theirs; put post in its claim."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.beneficiaries.refusals import FileNotOpen
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims import refusals
from entraide.apps.claims.models import Claim, ClaimDocument
from entraide.apps.claims.operations import filing
from entraide.apps.claims.operations.entering import NewClaim, open_draft
from entraide.apps.claims.operations.waiting import awaited_paper, put_awaited
from entraide.apps.claims.policies import can_key, has_entered, require_adding
from entraide.apps.claims.queries.assessments import ground_of
from entraide.apps.claims.queries.drafts import draft_of
from entraide.apps.claims.queries.reads import held_claim
from entraide.core.refusals import Refusal
from entraide.core.workflow.claims import OPEN_STATES, ClaimState


ON_PAPER = frozenset({"paper", "envelope"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a claim came to who enters it: `paper`, `phone` or `envelope`; on paper, the day on which its complete file was received."""

    channel: str
    received_on: date | None = None


@transaction.atomic
def key(*, claim: NewClaim, arrival: Arrival, actor: Actor, at: datetime, on: date) -> UUID:
    """Open a claim for a person, or go on with the draft that they have; answers, papers and filing are then those of any draft.

    :raises NotYourClaim: if the actor enters no claims.
    :raises OwnHousehold: if it is one of their own household's.
    :raises WrongArrival: if a claim on paper has no day of receipt, or one to come; or a call has one.
    :raises NoRightsThen: if the person had no rights on the day of receipt, or the benefit was not open.
    :raises BegunElsewhere: if the contact centre would read a draft that was not begun in a call to the same agent.
    :raises UnknownBenefit: and what `enter` refuses.
    """
    if not can_key(actor):
        raise refusals.NotYourClaim
    require_unconcerned(actor, claim.beneficiary_id, on=on)
    _require_arrival(arrival, actor, on=on)
    _require_rights_then(claim, arrival)
    claim_id = open_draft(claim, actor=actor, at=at, on=on)
    row = held_claim(claim_id)
    if row.started_at != at and not has_entered(actor, row):
        raise refusals.BegunElsewhere
    row.channel, row.received_on, row.keyed_by = arrival.channel, arrival.received_on, actor.account_id
    row.save(update_fields=["channel", "received_on", "keyed_by"])
    record("claims.keyed", actor=actor, subject=("claim", claim_id), at=at, on=on, payload={"channel": arrival.channel})
    return claim_id


def _require_arrival(arrival: Arrival, actor: Actor, *, on: date) -> None:
    is_on_paper = arrival.channel in ON_PAPER
    if is_on_paper and actor.role == Role.CONTACT_AGENT:
        raise refusals.NotYourClaim
    if is_on_paper != (arrival.received_on is not None) or (arrival.received_on or on) > on:
        raise refusals.WrongArrival


def _require_rights_then(claim: NewClaim, arrival: Arrival) -> None:
    """Stop a day of receipt on which nothing could be claimed: it was mistyped, and the draft would open no more."""
    day = arrival.received_on
    if day is None:
        return
    try:
        has_rights = ground_of(claim.beneficiary_id, on=day).situation.principal is not None
    except FileNotOpen:
        has_rights = False
    if not has_rights or catalogue.chosen(catalogue.revisions_of(claim.benefit_code), event_on=day, filed_on=day) is None:
        raise refusals.NoRightsThen(day=f"{day:%d/%m/%Y}")


@dataclass(frozen=True, slots=True)
class Posted:
    """A paper that came by post: for which claim, of which kind, the file, the day on which it was received."""

    claim_id: UUID
    requirement: str
    document_id: UUID
    received_on: date


@transaction.atomic
def add_posted(*, paper: Posted, actor: Actor, at: datetime, on: date) -> bool:
    """Put a paper that came by post in its claim; a draft that lacks nothing any more is filed, as of that day: give whether it was.

    In a claim that waits for the person, it stands for the paper of its kind that is awaited.

    :raises TooLateForPapers: if the claim was decided, withdrawn or closed for good.
    :raises NotYourClaim: if the actor enters no claims.
    """
    claim = held_claim(paper.claim_id)
    require_adding(actor, claim, on=on)
    when = {"actor": actor, "at": at, "on": on}
    if (awaited := awaited_paper(claim, paper.requirement, on=on)) is not None:
        put_awaited(claim, awaited, document_id=paper.document_id, **when)
        return False
    if claim.state != ClaimState.DRAFT and claim.state not in OPEN_STATES:
        raise refusals.TooLateForPapers
    ClaimDocument.objects.create(claim=claim, requirement=paper.requirement, document_id=paper.document_id, state="received", added_at=at)
    record("claims.paper_came", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload={"kind": paper.requirement})
    return claim.state == ClaimState.DRAFT and _filed_if_complete(claim, paper.received_on, **when)


def _filed_if_complete(claim: Claim, received_on: date, *, actor: Actor, at: datetime, on: date) -> bool:
    """File a draft as of the day on which its last paper came; it stays as it is where something else keeps it from being filed."""
    claim.received_on = max(received_on, claim.received_on or received_on)
    claim.channel = "paper" if claim.channel == "online" else claim.channel
    claim.keyed_by = claim.keyed_by or actor.account_id
    try:
        if not draft_of(claim, on=on).is_ready:
            return False
        with transaction.atomic():
            claim.save(update_fields=["received_on", "channel", "keyed_by"])
            filing.file(claim_id=claim.pk, actor=actor, at=at, on=on)
    except Refusal:
        return False
    return True
