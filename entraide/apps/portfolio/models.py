"""What the branch remembers of a member or of a prospect, and what it aims at."""

from django.db import models

from entraide.core.network.exchanges import ExchangeKind, TargetIndicator
from entraide.core.network.stages import ProspectStage
from entraide.orm.fields import KeyField


class Exchange(models.Model):
    """A visit, a meeting, a call or a letter with a body, present or possible member: planned, then told."""

    id = KeyField()
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(kind, kind.label) for kind in ExchangeKind])
    held_on = models.DateField()
    met = models.CharField(max_length=200, blank=True, help_text="whom")
    summary = models.TextField(help_text="what came of it; of a planned one, what it is for")
    is_planned = models.BooleanField(default=False, help_text="it is to come, or what came of it has not been told")
    noted_by = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["member", "-held_on"], name="exchange_by_member")]


class Commitment(models.Model):
    """What was promised to a body, by whom, for when."""

    id = KeyField()
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    exchange = models.ForeignKey(Exchange, null=True, on_delete=models.SET_NULL, related_name="commitments")
    what = models.CharField(max_length=300)
    due_on = models.DateField()
    promised_by = models.UUIDField()
    done_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["due_on"], condition=models.Q(done_on__isnull=True), name="commitment_open_by_day")]


class Followed(models.Model):
    """A body that the branch follows: a prospect at a stage, or a member at risk, with the reason.

    `stage` is empty where it is followed no longer, though a body that it took over was.
    """

    id = KeyField()
    member = models.OneToOneField("members.Member", on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(
        max_length=12,
        blank=True,
        choices=[*((stage, stage.label) for stage in ProspectStage), ("at_risk", "à risque")],
    )
    reason = models.CharField(max_length=300, blank=True)
    followed_by = models.UUIDField(null=True)
    since = models.DateField()


class Target(models.Model):
    """What is aimed at for a civil year, by a committee (its name) or a delegation (its department)."""

    id = KeyField()
    year = models.PositiveSmallIntegerField()
    committee = models.CharField(max_length=60, blank=True)
    department = models.CharField(max_length=3, blank=True)
    indicator = models.CharField(max_length=20, choices=[(indicator, indicator.label) for indicator in TargetIndicator])
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "committee", "department", "indicator"], name="target_set_once")]
