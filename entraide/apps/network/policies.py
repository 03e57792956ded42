"""Who may see mandates, who may give and end them."""

from uuid import UUID

from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import COLLEAGUES, DELEGATE_ROLES, Role
from entraide.apps.network.refusals import NotDesignator, NotMandateKeeper


KEEPERS = frozenset({Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR})
# Who reads committees and campaigns whole; the mandates of one member are shown beside it.
READERS = frozenset({Role.DEVELOPMENT_OFFICER, Role.DIRECTOR})


def visible_to(actor: Actor) -> Q:
    """Give the filter of the mandates that an actor may see: all to the staff, those of their member to who acts for one."""
    if actor.kind == "system" or actor.role in COLLEAGUES:
        return Q()
    if actor.role == Role.CORRESPONDENT or actor.role in DELEGATE_ROLES:
        return Q(member_id=actor.member_id)
    return Q(pk__in=[])


def can_keep_mandates(actor: Actor) -> bool:
    """Tell whether the actor gives and ends mandates: a development officer, an administrator, the system's own commands."""
    return actor.kind == "system" or actor.role in KEEPERS


def require_mandate_keeper(actor: Actor) -> None:
    """Stop whoever may not give nor end mandates.

    :raises NotMandateKeeper: if so.
    """
    if not can_keep_mandates(actor):
        raise NotMandateKeeper


def can_designate_for(actor: Actor, member_id: UUID) -> bool:
    """Tell whether the actor may name the delegates of a member: its correspondent, and those who keep mandates."""
    return can_keep_mandates(actor) or (actor.role == Role.CORRESPONDENT and actor.member_id == member_id)


def require_designator(actor: Actor, member_id: UUID) -> None:
    """Stop whoever may not name the delegates of a member.

    :raises NotDesignator: if so.
    """
    if not can_designate_for(actor, member_id):
        raise NotDesignator
