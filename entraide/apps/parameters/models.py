"""Values that rules read at a day: start-only timelines, each value with its source."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField


class ParameterValue(models.Model):
    """One value of a parameter from `since` on; a correction is a later row of the same day."""

    id = KeyField()
    key = models.CharField(max_length=80)
    since = models.DateField()
    value = models.JSONField()
    kind = models.CharField(max_length=10, help_text="money, rate, count, date, flag or choice: what the value is made of")
    label = models.CharField(max_length=200)
    source = models.TextField()
    confidence = models.CharField(max_length=20)
    checked_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    database_rules = (AppendOnly(closing=("superseded_at",)),)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "since"], condition=models.Q(superseded_at__isnull=True), name="parameter_one_value_a_day"
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="parameter_has_a_source"),
        ]
