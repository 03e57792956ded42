"""Who keeps the branch's portfolio."""

from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.portfolio.refusals import NotPortfolioKeeper


KEEPERS = frozenset({Role.DEVELOPMENT_OFFICER, Role.DIRECTOR})


def can_keep_portfolio(actor: Actor) -> bool:
    """Tell whether the actor reads and writes the portfolio: a development officer, the direction, the system's own commands."""
    return actor.kind == "system" or actor.role in KEEPERS


def visible_to(actor: Actor) -> Q:
    """Give the filter of what an actor may see of the portfolio: all of it or nothing."""
    return Q() if can_keep_portfolio(actor) else Q(pk__in=[])


def require_portfolio_keeper(actor: Actor) -> None:
    """Stop whoever does not keep the portfolio.

    :raises NotPortfolioKeeper: if so.
    """
    if not can_keep_portfolio(actor):
        raise NotPortfolioKeeper
