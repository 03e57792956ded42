"""Who may see which members."""

from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role


OF_ONE_MEMBER = frozenset({Role.CORRESPONDENT, Role.DELEGATE_ELECTED, Role.DELEGATE_STAFF})


def visible_to(actor: Actor) -> Q:
    """Give the filter of the members that an actor may see: all to the staff, their own to who acts for one, none to others."""
    if actor.kind == "system" or actor.is_staff:
        return Q()
    if actor.role in OF_ONE_MEMBER:
        return Q(pk=actor.member_id)
    return Q(pk__in=[])
