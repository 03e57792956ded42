"""What claims hold of the ceilings, and decisions that are never edited."""

from django.db import models

from entraide.apps.claims.models.claims import Claim
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class Reservation(models.Model):
    """What a claim takes of a ceiling from its filing on; released when it is refused, closed or withdrawn."""

    id = KeyField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="reservations")
    ceiling = models.CharField(max_length=80, help_text="the ceiling's key, which several benefits may share")
    scope_id = models.UUIDField(help_text="the subject, beneficiary or household that the ceiling counts for")
    event_on = models.DateField(help_text="the day by which a period counts it")
    cents = MoneyField()
    reserved_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "ceiling", "scope_id"], name="reservation_once_a_ceiling")]
        indexes = [models.Index(fields=["scope_id", "ceiling", "event_on"], name="reservation_by_scope")]


class Decision(models.Model):
    """A decision with all it rests on: facts, revision, usage, trace; a re-opening adds one that supersedes it."""

    id = KeyField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=[("granted", "accordée"), ("refused", "refusée"), ("closed", "classée sans suite")])
    cents = MoneyField()
    reasons = models.JSONField(default=list)
    facts = models.JSONField()
    usage = models.JSONField()
    trace = models.JSONField()
    revision = models.ForeignKey("catalogue.BenefitRevision", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, help_text="what the officer adds for the person")
    way = models.CharField(
        max_length=16,
        default="officer",
        choices=[
            ("officer", "par un gestionnaire"),
            ("straight_through", "sans intervention humaine"),
            ("together", "avec d’autres, par un gestionnaire"),
            ("reexamination", "après réexamen"),
            ("unanswered", "à l’échéance, faute de réponse"),
        ],
    )
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()
    decided_on = models.DateField()
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=models.Q(supersedes__isnull=True), name="decision_first_once"),
            models.CheckConstraint(
                condition=models.Q(outcome="granted", cents__gt=models.Value(0))
                | (~models.Q(outcome="granted") & models.Q(cents=models.Value(0))),
                name="decision_grants_something_or_nothing",
            ),
        ]
