"""Reads of uses."""

from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.usage.models import Use


def imported_uses_of(beneficiary_id: UUID) -> QuerySet[Use]:
    """Give what an earlier system says that a person used, but what is confidential."""
    return Use.objects.filter(beneficiary_id=beneficiary_id, origin="imported", is_confidential=False).order_by("on", "pk")
