"""Who handles re-examinations and complaints."""

from datetime import date
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.policies import require_unconcerned
from entraide.apps.recourse.refusals import NotYours


# Who speaks with a person, or opens their post, writes down what they say; the contact centre and who is in charge of the desk read
# and answer; the direction reads what was changed, and neither names nor words.
HANDLING = frozenset({Role.CLAIMS_MANAGER, Role.CONTACT_AGENT})
WRITING_DOWN = frozenset({Role.CLAIMS_OFFICER, Role.CONTACT_AGENT})
READING_CHANGES = HANDLING | {Role.DIRECTOR}


# Who decides examines again; who is in charge of the desk reads.
EXAMINING = frozenset({Role.CLAIMS_OFFICER})
READING_EXAMINATIONS = EXAMINING | {Role.CLAIMS_MANAGER}


def require_examining(actor: Actor) -> None:
    """Stop whoever does not decide claims.

    :raises NotYours: if so.
    """
    _require(actor.role in EXAMINING)


def require_handling(actor: Actor) -> None:
    """Stop whoever does not handle complaints.

    :raises NotYours: if so.
    """
    _require(actor.role in HANDLING)


def require_speaking(actor: Actor, beneficiary_id: UUID, *, on: date) -> None:
    """Let a person contest or complain for themselves, or the staff write down what they said.

    :raises NotYours: if the actor is neither.
    :raises OwnHousehold: if one of the staff would speak for their own household, and choose the day on which it came.
    """
    if actor.role != Role.BENEFICIARY or actor.beneficiary_id != beneficiary_id:
        _require(actor.role in WRITING_DOWN)
        require_unconcerned(actor, beneficiary_id, on=on)


def _require(allowed: bool) -> None:
    if not allowed:
        raise NotYours
