"""What the bank made of granted claims: a use is told when the money is gone, taken back when it returns."""

from datetime import date, datetime
from functools import partial

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.claims.models import Claim
from entraide.apps.claims.operations.telling import tell_person
from entraide.apps.claims.queries.payments import CLAIM, DECISION, claims_paid_by
from entraide.apps.payments import queries as payments
from entraide.apps.payments.operations.following import mark_followed
from entraide.apps.usage.operations import Service, take_back, tell
from entraide.core.sepa.reasons import FollowUp, return_reason
from entraide.orm.one_by_one import one_by_one


# What the person is told of a return; nothing is written to somebody who has died.
LETTERS = {
    FollowUp.NEW_BANK_DETAILS: "returned",
    FollowUp.CONTACT_PAYEE: "returned_unexplained",
    FollowUp.CHECK_FILE: "returned_by_fault",
    FollowUp.ESTATE: "",
}


def claim_bank_lines(*, actor: Actor, at: datetime, on: date) -> int:
    """Follow the payment orders of claims that moved at the bank, one by one; run again, it changes nothing. Give how many uses changed."""
    moved = [*payments.movements_to_follow(CLAIM), *payments.movements_to_follow(DECISION)]
    claims = claims_paid_by([each.cause_id for each in moved])
    told = {each.line_id: partial(_follow, claims[each.cause_id], each) for each in moved}
    return one_by_one("bank line of a claim", told, lambda key: told[key](actor=actor, at=at, on=on))


def _follow(claim: Claim, movement: payments.Movement, *, actor: Actor, at: datetime, on: date) -> bool:
    # The line is claimed first: of two that follow at once, the second finds it taken and tells nothing.
    if not mark_followed(movement, owner="claims"):
        return False
    if movement.kind == "settled":
        service = Service(
            kind="benefit",
            code=claim.benefit_code,
            beneficiary_id=claim.beneficiary_id,
            member_id=claim.member_id,
            on=movement.on,
            amount=movement.amount,
            source_id=movement.cause_id,
            attempt=movement.attempt,
            is_confidential=claim.is_confidential,
        )
        changed, event = bool(tell([service], at=at)), "paid"
    else:
        changed, event = take_back(source_id=movement.cause_id, attempt=movement.attempt, on=movement.on), "returned"
    if changed or event == "returned":
        if letter := LETTERS[return_reason(movement.reason_code).follow_up] if event == "returned" else event:
            tell_person(claim, letter, at=at, on=movement.on, amount=str(movement.amount), detail=movement.reason)
        record(f"claims.{event}", actor=actor, subject=("claim", claim.pk), at=at, on=on, payload={"cents": movement.amount.cents})
    return changed
