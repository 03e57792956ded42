"""What members are called for, line by line; nothing is changed, everything is added."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class ContributionLine(models.Model):
    """One line of a member's account for a civil year: the call, or an adjustment of either sign."""

    id = KeyField()
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[("call", "appel"), ("adjustment", "régularisation")])
    label = models.CharField(max_length=200)
    head_count = models.PositiveIntegerField(null=True)
    cents = MoneyField()
    on = models.DateField()
    origin = models.CharField(max_length=20, choices=[("platform", "plateforme"), ("imported", "reprise")])
    external_key = models.CharField(max_length=120, unique=True)
    recorded_at = models.DateTimeField()

    database_rules = (AppendOnly(),)

    class Meta:
        indexes = [models.Index(fields=["member", "year"], name="contribution_by_member")]
