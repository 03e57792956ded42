"""Reads of people, their families and their rights."""

from uuid import UUID

from entraide.apps.beneficiaries.models import Beneficiary


def beneficiary_of_account(account_id: UUID) -> UUID | None:
    """Give the key of the person's own file, if the account has one."""
    return Beneficiary.objects.filter(account_id=account_id).order_by("pk").values_list("pk", flat=True).first()
