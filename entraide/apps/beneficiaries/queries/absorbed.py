"""The rows that are one person."""

from uuid import UUID

from entraide.apps.beneficiaries.models import Beneficiary


def person_and_absorbed(beneficiary_id: UUID) -> tuple[UUID, ...]:
    """Give every row that is one person: the one that stands for them first, then those that were joined with it.

    What may never change keeps the row that it was written for; whoever reads it by person asks for all of these.
    """
    row = Beneficiary.objects.filter(pk=beneficiary_id).order_by("pk").values_list("absorbed_into_id", flat=True).first()
    stands = row or beneficiary_id
    absorbed = Beneficiary.objects.filter(absorbed_into_id=stands).order_by("created_at", "pk")
    return (stands, *absorbed.values_list("pk", flat=True))
