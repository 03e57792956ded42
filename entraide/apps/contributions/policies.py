"""Who may call, issue, receive and remind, and who may read what was issued."""

from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.refusals import NotAccountant, NotFound
from entraide.apps.payments.policies import ACCOUNTANTS


# Who keeps the accounts writes; the direction reads.
READERS = ACCOUNTANTS | {Role.DIRECTOR}


def can_account(actor: Actor) -> bool:
    """Tell whether the actor writes in the accounts of members: an accountant, or a job of the platform."""
    return actor.kind == "system" or actor.role in ACCOUNTANTS


def require_accountant(actor: Actor) -> None:
    """Stop whoever does not keep the accounts.

    :raises NotAccountant: if so.
    """
    if not can_account(actor):
        raise NotAccountant


def require_own_correspondent(actor: Actor, member_id: UUID) -> None:
    """Stop whoever does not speak for a member; another member's account does not exist for them.

    :raises NotFound: if so.
    """
    if actor.role != Role.CORRESPONDENT or actor.member_id != member_id:
        raise NotFound
