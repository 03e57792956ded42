"""The yearly call of all members, what each person costs, and what is disputed of it."""

from django.db import models

from entraide.apps.contributions.models.lines import ContributionLine
from entraide.core.contributions.adjustments import AdjustmentReason
from entraide.core.contributions.tariff import HeadClass
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


CLASSES = [(each, each.label) for each in HeadClass]
REASONS = [("call", "appel"), *((each, each.label) for each in AdjustmentReason), ("cancelled", "annulation")]
# What a campaign is prepared in, then does: one of a kind at a time.
UNDER_WAY = ("reckoning", "ready", "running", "stopped")


class CallCampaign(models.Model):
    """The call of every member for a civil year, a round of adjustments, or what cancels a call: one by one, resumed without a double.

    It reads the lists as they were known at `known_at`, whatever changes while it runs; `done_through` is the key of the last member done.
    One that is prepared is reckoned whole first, and writes nothing before it is launched: `breakdown` is then what it comes to by class,
    or by reason for adjustments. A cancellation takes back every call that the campaign it `cancels` made.
    """

    id = KeyField()
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[("call", "appel"), ("adjustment", "régularisation"), ("cancellation", "annulation")])
    state = models.CharField(
        max_length=10,
        choices=[
            *(("reckoning", "en préparation"), ("ready", "à lancer")),
            *(("running", "en cours"), ("stopped", "arrêtée"), ("done", "terminée"), ("cancelled", "annulée")),
        ],
        default="running",
    )
    fault = models.CharField(max_length=60, blank=True, help_text="what stopped it, where nobody did: the code of a refusal, or `failed`")
    is_provisional = models.BooleanField(default=False, help_text="a rate of the year was only carried on")
    cancels = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True, help_text="why it cancels")
    known_at = models.DateTimeField()
    issued_on = models.DateField()
    due_on = models.DateField()
    member_count = models.PositiveIntegerField(help_text="members to call when it began")
    done_count = models.PositiveIntegerField(default=0)
    done_through = models.UUIDField(null=True)
    head_count = models.PositiveIntegerField(default=0)
    cents = MoneyField()
    breakdown = models.JSONField(default=dict, help_text="as prepared: {class or reason: [heads, cents]}")
    refused = models.JSONField(default=list, help_text="members left out, each with its reason: [{member, code, params}]")
    started_by = models.UUIDField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(kind="call") & ~models.Q(state="cancelled"), name="campaign_one_call_a_year"
            ),
            models.UniqueConstraint(fields=["kind"], condition=models.Q(state__in=UNDER_WAY), name="campaign_one_open_of_a_kind"),
        ]


class PersonLine(models.Model):
    """What one person costs a member over [since, until) of a year: days of the year at the rate of a class.

    A line that `withdraws` another takes it off again, with the opposite amount: what a person costs is the sum of the lines, and the
    lines in force are those that withdraw none and that none withdraws.
    """

    id = KeyField()
    line = models.ForeignKey(ContributionLine, on_delete=models.PROTECT, related_name="persons")
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+", db_index=False)
    head_class = models.CharField(max_length=10, choices=CLASSES)
    since = models.DateField()
    until = models.DateField()
    days = models.PositiveSmallIntegerField()
    rate = MoneyField()
    cents = MoneyField()
    reason = models.CharField(max_length=10, choices=REASONS, default="call")
    withdraws = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="withdrawn_by", db_index=False)

    database_rules = (AppendOnly(),)
    # Told to the correspondent: it proves nothing of who the person is, and keeps no file closed.
    employer_knows = True

    class Meta:
        constraints = [
            # Of the few lines that withdraw alone: an index of all, most of them null, misleads SQLite.
            models.UniqueConstraint(fields=["withdraws"], condition=models.Q(withdraws__isnull=False), name="person_line_withdrawn_once"),
        ]
        indexes = [models.Index(fields=["beneficiary"], name="person_line_by_person")]


class RateTrajectory(models.Model):
    """A member's own way to the national rate, from a civil year on; a correction is a later row of the same year."""

    id = KeyField()
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    since_year = models.PositiveSmallIntegerField()
    start = models.JSONField(help_text="cents a head by class: {class: cents}")
    flat_years = models.PositiveSmallIntegerField()
    steps = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12, choices=[("floor", "cotisation plancher"), ("alignment", "alignement"), ("merger", "fusion")])
    source = models.TextField()
    confidence = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    superseded_at = models.DateTimeField(null=True)
    superseded_by = models.UUIDField(null=True)

    database_rules = (AppendOnly(closing=("superseded_at", "superseded_by")),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=models.Q(superseded_at__isnull=True), name="trajectory_one_at_a_time"),
        ]


class Dispute(models.Model):
    """A member disputes one person line; the answer says why, and what the account changes by where it is right."""

    id = KeyField()
    person_line = models.ForeignKey(PersonLine, on_delete=models.PROTECT, related_name="disputes")
    ground = models.TextField(help_text="what the member says")
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    opened_on = models.DateField()
    state = models.CharField(
        max_length=10,
        choices=[("open", "en attente"), ("upheld", "acceptée"), ("dismissed", "refusée"), ("withdrawn", "retirée")],
        default="open",
    )
    answer = models.TextField(blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    adjustment = models.ForeignKey(ContributionLine, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person_line"], condition=models.Q(state="open"), name="dispute_one_open_a_line"),
        ]
