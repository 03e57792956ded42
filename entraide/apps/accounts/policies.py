"""Who may open a view: a role decides, and a view without a role opens to nobody."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.refusals import NotAdministrator
from entraide.apps.accounts.roles import Role


View = Callable[..., HttpResponse]


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Open a view to actors who wear one of `roles`; everyone else signed in gets a 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.actor.has(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles)
        return guarded

    return decorate


CODE_ISSUERS = frozenset({Role.ADMINISTRATOR, Role.CONTACT_AGENT, Role.CORRESPONDENT})


def can_administer_accounts(actor: Actor) -> bool:
    """Tell whether the actor may create accounts and change roles: an administrator, or the system's own commands."""
    return actor.kind == "system" or actor.has(Role.ADMINISTRATOR)


def require_administrator(actor: Actor) -> None:
    """Stop whoever may not administer accounts.

    :raises NotAdministrator: if so.
    """
    if not can_administer_accounts(actor):
        raise NotAdministrator


def require_code_issuer(actor: Actor) -> None:
    """Stop whoever may not have an activation code made; whom the code is for is the portal's to check.

    :raises NotAdministrator: if so.
    """
    if actor.kind != "system" and not actor.has(*CODE_ISSUERS):
        raise NotAdministrator
