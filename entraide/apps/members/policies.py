"""Who may see which members, and who writes what of them."""

from uuid import UUID

from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import COLLEAGUES, Role
from entraide.apps.members.refusals import NotOwnMember, NotRegisterKeeper


OF_ONE_MEMBER = frozenset({Role.CORRESPONDENT, Role.DELEGATE_ELECTED, Role.DELEGATE_STAFF})
KEEPERS = frozenset({Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR})


def visible_to(actor: Actor) -> Q:
    """Give the filter of the members that an actor may see: all to the staff, their own to who acts for one, none to others."""
    if actor.kind == "system" or actor.role in COLLEAGUES:
        return Q()
    if actor.role in OF_ONE_MEMBER:
        return Q(pk=actor.member_id)
    return Q(pk__in=[])


def can_keep_register(actor: Actor) -> bool:
    """Tell whether the actor writes in the register: a development officer, an administrator, the system's own commands."""
    return actor.kind == "system" or actor.role in KEEPERS


def require_register_keeper(actor: Actor) -> None:
    """Stop whoever may not write in the register.

    :raises NotRegisterKeeper: if so.
    """
    if not can_keep_register(actor):
        raise NotRegisterKeeper


def can_correct_own(actor: Actor, *, member_id: UUID) -> bool:
    """Tell whether the actor corrects the contacts and the references of a body: its correspondent, or who keeps the register."""
    return can_keep_register(actor) or (actor.role == Role.CORRESPONDENT and actor.member_id == member_id)


def require_own_member(actor: Actor, *, member_id: UUID) -> None:
    """Stop whoever may not correct the contacts and the references of a body.

    :raises NotOwnMember: if so.
    """
    if not can_correct_own(actor, member_id=member_id):
        raise NotOwnMember
