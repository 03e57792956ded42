"""Who may call, issue, receive and remind, and who may read what was issued."""

from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.contributions.refusals import NotAccountant, NotFound
from entraide.apps.payments.policies import ACCOUNTANTS


def can_account(actor: Actor) -> bool:
    """Tell whether the actor writes in the accounts of members: an accountant, or a job of the platform."""
    return actor.kind == "system" or actor.role in ACCOUNTANTS


def require_accountant(actor: Actor) -> None:
    """Stop whoever does not keep the accounts.

    :raises NotAccountant: if so.
    """
    if not can_account(actor):
        raise NotAccountant


def can_read_documents(actor: Actor, *, debtor_id: UUID) -> bool:
    """Tell whether the actor reads the documents of a debtor: an accountant, the director, its own correspondent."""
    own = actor.role == Role.CORRESPONDENT and actor.member_id == debtor_id
    return own or actor.role == Role.DIRECTOR or can_account(actor)


def require_own_correspondent(actor: Actor, member_id: UUID) -> None:
    """Stop whoever does not speak for a member; another member's account does not exist for them.

    :raises NotFound: if so.
    """
    if actor.role != Role.CORRESPONDENT or actor.member_id != member_id:
        raise NotFound
