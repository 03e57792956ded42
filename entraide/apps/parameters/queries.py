"""Give the parameters to the rules."""

from collections import defaultdict

from entraide.apps.parameters.models import ParameterValue


def timelines() -> dict[str, list[ParameterValue]]:
    """Give every parameter's values in force, oldest first, by key."""
    values: dict[str, list[ParameterValue]] = defaultdict(list)
    for value in ParameterValue.objects.filter(superseded_at__isnull=True).order_by("key", "since"):
        values[value.key].append(value)
    return dict(values)
