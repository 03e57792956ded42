"""What acts hold until they end: bodies first, then persons, each in the order of their keys, so that no two wait for each other."""

from collections.abc import Iterable
from uuid import UUID

from entraide.apps.beneficiaries.models import Beneficiary
from entraide.orm.acts import parts


def hold_persons(beneficiary_ids: Iterable[UUID]) -> None:
    """Hold rows of persons until the end of the transaction, always in the same order."""
    for keys in parts(sorted(set(beneficiary_ids))):
        list(Beneficiary.objects.select_for_update().only("pk").filter(pk__in=keys).order_by("pk"))
