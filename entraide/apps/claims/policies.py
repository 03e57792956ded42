"""Who may see which claims, and who may act on them."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.claims.models import Claim
from entraide.apps.claims.refusals import NotYourClaim


# The desk decides; who is in charge of it, and the contact centre to answer a call, read; confidential claims open to nobody here.
DECIDING = frozenset({Role.CLAIMS_OFFICER})
KEYING = frozenset({Role.CLAIMS_OFFICER, Role.CONTACT_AGENT})
READING = frozenset({Role.CLAIMS_OFFICER, Role.CLAIMS_MANAGER, Role.CONTACT_AGENT})


def visible_to(actor: Actor) -> Q:
    """Give the filter of the claims that an actor may see; nobody's where the role sees none.

    Correspondents and delegates see no claim at all; confidential ones stay hidden from every role here.
    """
    if actor.kind == "system":
        return Q()
    if actor.role == Role.BENEFICIARY:
        return Q(beneficiary_id=actor.beneficiary_id, is_confidential=False)
    if actor.role in READING:
        return Q(is_confidential=False)
    return Q(pk__in=[])


def can_file_for(actor: Actor, beneficiary_id: UUID) -> bool:
    """Tell whether the actor may write in the claims of that person: their own only."""
    return actor.kind == "system" or (actor.role == Role.BENEFICIARY and actor.beneficiary_id == beneficiary_id)


def can_key(actor: Actor) -> bool:
    """Tell whether the actor may enter what persons sent on paper, or say on the telephone; nobody does it for their own household."""
    return actor.role in KEYING


def entered_by(actor: Actor) -> Q:
    """Give the filter of the claims whose answers an actor who enters some may read: to the contact centre, the calls that they took."""
    return Q(channel="phone", keyed_by=actor.account_id) if actor.role == Role.CONTACT_AGENT else Q()


def has_entered(actor: Actor, claim: Claim) -> bool:
    """Tell whether a claim is one of `entered_by`."""
    return actor.role != Role.CONTACT_AGENT or (claim.channel, claim.keyed_by) == ("phone", actor.account_id)


def can_decide(actor: Actor, claim: Claim) -> bool:
    """Tell whether the actor's role decides this claim; the workflow adds that nobody decides on their own household."""
    return actor.kind == "system" or (actor.role in DECIDING and not claim.is_confidential)


def require_filing(actor: Actor, beneficiary_id: UUID) -> None:
    """Stop whoever may not write in a person's claims.

    :raises NotYourClaim: if so.
    """
    if not can_file_for(actor, beneficiary_id):
        raise NotYourClaim


def require_drafting(actor: Actor, claim: Claim, *, on: date) -> None:
    """Stop whoever may not write in a draft: its person, and who keys what was begun to be keyed.

    :raises NotYourClaim: if so.
    :raises OwnHousehold: if it is of the actor's own household.
    """
    is_keyed = claim.keyed_by is not None and not claim.is_confidential and has_entered(actor, claim)
    if not is_keyed or not can_key(actor):
        require_filing(actor, claim.beneficiary_id)
    require_unconcerned(actor, claim.beneficiary_id, on=on)


def require_adding(actor: Actor, claim: Claim, *, on: date) -> None:
    """Stop whoever may not add papers to a claim: its person, and who sorts what comes by post.

    :raises NotYourClaim: if so.
    :raises OwnHousehold: if it is of the actor's own household.
    """
    if claim.is_confidential or not can_key(actor):
        require_filing(actor, claim.beneficiary_id)
    require_unconcerned(actor, claim.beneficiary_id, on=on)


def require_deciding(actor: Actor, claim: Claim) -> None:
    """Stop whoever may not decide a claim.

    :raises NotYourClaim: if so.
    """
    if not can_decide(actor, claim):
        raise NotYourClaim


def require_writing(actor: Actor, claim: Claim) -> bool:
    """Let the person and the desk write to each other about a claim; tell whether the actor is the person.

    :raises NotYourClaim: if the actor is neither.
    """
    if actor.role == Role.BENEFICIARY and actor.beneficiary_id == claim.beneficiary_id and not claim.is_confidential:
        return True
    require_deciding(actor, claim)
    return False
