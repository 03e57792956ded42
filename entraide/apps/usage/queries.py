"""Reads of uses."""

from uuid import UUID

from django.db.models import Count, QuerySet

from entraide.apps.usage.models import Use


def counts_by_year() -> dict[tuple[int, str], int]:
    """Count the benefits used, by civil year and by where they come from: decided here (`platform`) or taken over (`imported`)."""
    rows = Use.objects.filter(kind="benefit", cancelled_on__isnull=True).order_by("on__year", "origin").values_list("on__year", "origin")
    return {(year, origin): count for year, origin, count in rows.annotate(count=Count("pk"))}


def imported_uses_of(beneficiary_id: UUID) -> QuerySet[Use]:
    """Give what an earlier system says that a person used, but what is confidential."""
    return Use.objects.filter(beneficiary_id=beneficiary_id, origin="imported", is_confidential=False).order_by("on", "pk")
