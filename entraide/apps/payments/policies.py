"""Who may prepare, who may release, who may read."""

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.payments.refusals import NotAnAccountant


ACCOUNTANTS = frozenset({Role.ACCOUNTANT_PREPARES, Role.ACCOUNTANT_RELEASES})


def can_prepare(actor: Actor) -> bool:
    """Tell whether the actor prepares batches."""
    return actor.role == Role.ACCOUNTANT_PREPARES


def can_release(actor: Actor) -> bool:
    """Tell whether the actor releases batches; the workflow adds that nobody releases their own."""
    return actor.role == Role.ACCOUNTANT_RELEASES


def can_import(actor: Actor) -> bool:
    """Tell whether the actor reads a bank statement into the books: an accountant, or an operator's command."""
    return actor.kind == "system" or actor.role in ACCOUNTANTS


def require(allowed: bool) -> None:
    """Stop whoever may not.

    :raises NotAnAccountant: if `allowed` is false.
    """
    if not allowed:
        raise NotAnAccountant
