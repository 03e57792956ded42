"""How decisions came about: by an officer, together with others, without a human act."""

from dataclasses import dataclass

from django.db.models import Count, Q

from entraide.apps.claims.models import Decision


@dataclass(frozen=True, slots=True)
class Ways:
    """Decisions of one benefit over a year: all of them, those that granted, and those that no human made."""

    decided: int = 0
    granted: int = 0
    straight: int = 0


def ways_of(*, year: int) -> dict[str, Ways]:
    """Count the first decisions of a civil year by benefit, in one query; what is confidential is left out."""
    rows = Decision.objects.filter(decided_on__year=year, supersedes__isnull=True, claim__is_confidential=False)
    counted = (
        rows.order_by()
        .values("claim__benefit_code")
        .annotate(
            decided=Count("pk"),
            granted=Count("pk", filter=Q(outcome="granted")),
            straight=Count("pk", filter=Q(way="straight_through")),
        )
    )
    return {row.pop("claim__benefit_code"): Ways(**row) for row in counted}
