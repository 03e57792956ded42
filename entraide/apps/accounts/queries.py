"""Reads of accounts and staff roles."""

from datetime import date
from uuid import UUID

from entraide.apps.accounts.models import Account, StaffRole
from entraide.apps.accounts.roles import Role


def staff_roles_of(account_id: UUID, *, on: date) -> list[Role]:
    """List the staff roles that an account holds on a day, by name."""
    held = StaffRole.objects.in_force_on(on).filter(account_id=account_id).order_by("role")
    return [Role(role) for role in held.values_list("role", flat=True)]


def names_of(account_ids: set[UUID]) -> dict[UUID, str]:
    """Give the name of each account, for lists that say who did what."""
    return dict(Account.objects.filter(pk__in=account_ids).order_by("pk").values_list("pk", "name"))


def account_by_email(email: str) -> Account | None:
    """Find an account by its address, whatever its case."""
    return Account.objects.filter(email=email.strip().casefold()).order_by("pk").first()
