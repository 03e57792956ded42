"""The account of a member, line by line; nothing is changed, everything is added."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import DocumentField, KeyField, MoneyField


class ContributionLine(models.Model):
    """One line of a member's account for a civil year: the call, an adjustment of either sign, or what cancels them.

    A line of the platform is made of person lines, on the lists as they were known at `known_at`; `rates` are those that it was reckoned
    at: {class and cents: [cents, source, confidence, whether confirmed]}. An imported line is all that the earlier system says. `payer`
    is the intermediary that pays for the member, as it stood; empty where the member pays for itself. A line that is `cancelled_by` another
    stands no more, and the member may be called again.
    """

    id = KeyField()
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    payer = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[("call", "appel"), ("adjustment", "régularisation"), ("cancellation", "annulation")])
    label = models.CharField(max_length=200)
    head_count = models.PositiveIntegerField(null=True)
    cents = MoneyField()
    on = models.DateField()
    origin = models.CharField(max_length=20, choices=[("platform", "plateforme"), ("imported", "reprise")])
    external_key = models.CharField(max_length=120, unique=True)
    campaign = models.ForeignKey("contributions.CallCampaign", null=True, on_delete=models.PROTECT, related_name="lines")
    rates = DocumentField(default=dict)
    cancelled_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    known_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    database_rules = (AppendOnly(closing=("cancelled_by",)),)

    class Meta:
        constraints = [
            # A member is called once a year by the platform; what changes afterwards is adjusted, or the call is cancelled whole.
            models.UniqueConstraint(
                fields=["member", "year"],
                condition=models.Q(kind="call", origin="platform", cancelled_by__isnull=True),
                name="contribution_called_once",
            ),
        ]
        indexes = [models.Index(fields=["member", "year"], name="contribution_by_member")]
