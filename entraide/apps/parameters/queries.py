"""Give the parameters to the rules."""

from datetime import datetime

from django.db.models import Q

from entraide.apps.parameters.models import ParameterValue
from entraide.apps.parameters.translation import to_book
from entraide.core.rules.language.parameters import ParameterBook


def parameter_book(*, known_at: datetime | None = None) -> ParameterBook:
    """Give every parameter in force as timelines, in one query; as they were known at an instant, for a replay."""
    rows = ParameterValue.objects.order_by("key", "since")
    if known_at is None:
        return to_book(rows.filter(superseded_at__isnull=True))
    return to_book(rows.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at))
