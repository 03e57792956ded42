"""What a death is checked against: births, addresses, names."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries.models import Identity


def latest_identity(beneficiary_id: Any) -> QuerySet[Identity]:
    """Give the query of a person's last identity, to put in a Subquery or to run."""
    return Identity.objects.current().filter(beneficiary_id=beneficiary_id).order_by("-since", "pk")


def birth_of(beneficiary_id: UUID) -> date | None:
    """Give a person's day of birth, nothing where nobody is known under that key."""
    return latest_identity(beneficiary_id).values_list("born_on", flat=True).first()


def own_addresses(beneficiary_id: UUID) -> set[str]:
    """Give the addresses that a person's file holds and nobody else's does, in lower case."""
    held = Identity.objects.current().filter(beneficiary_id=beneficiary_id).exclude(email="").order_by("pk")
    addresses = {email.casefold() for email in held.values_list("email", flat=True)}
    return {email for email in addresses if not _held_as(email).exclude(beneficiary_id=beneficiary_id).exists()}


def _held_as(email: str) -> QuerySet[Identity]:
    """Give the identities with an address, however it is written; the empty one is left out, as `identity_by_email` leaves it out."""
    return Identity.objects.current().exclude(email="").filter(email__iexact=email).order_by()
