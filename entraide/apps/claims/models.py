"""Claims: what was asked, the papers, what was reserved, and decisions that are never edited."""

from django.db import models

from entraide.apps.claims.sentences import CORRECTION_REASONS
from entraide.core.workflow.claims import ClaimState
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class Claim(models.Model):
    """One claim for one benefit, for the opener or one of their dependants.

    `revision`, `member` and `filed_on` are set at filing; only a structure event moves `member`, while the claim waits. Whether a granted
    claim is paid is read from its payment order.
    """

    id = KeyField()
    reference = models.CharField(max_length=20, unique=True)
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    dependant = models.ForeignKey("beneficiaries.Dependant", null=True, on_delete=models.PROTECT, related_name="+")
    benefit_code = models.CharField(max_length=80)
    is_confidential = models.BooleanField(default=False)
    revision = models.ForeignKey("catalogue.BenefitRevision", null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=24, choices=[(state, state) for state in ClaimState])
    channel = models.CharField(
        max_length=20, default="online", choices=[("online", "en ligne"), ("paper", "papier"), ("phone", "téléphone")]
    )
    answers = models.JSONField(default=dict, help_text="what was typed, by fact, kept until filing")
    event_on = models.DateField(null=True)
    time_bar = models.DateField(null=True, help_text="last day on which the claim is accepted, included")
    started_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    filed_on = models.DateField(null=True)
    complete_on = models.DateField(null=True)
    due_on = models.DateField(null=True, help_text="the day by which it should be decided, pauses added")
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=list(ClaimState)), name="claim_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=ClaimState.DRAFT)
                | models.Q(state=ClaimState.CANCELLED)
                | models.Q(filed_on__isnull=False, filed_at__isnull=False, revision__isnull=False, member__isnull=False),
                name="claim_filed_is_complete",
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "benefit_code", "dependant"],
                condition=models.Q(state=ClaimState.DRAFT),
                name="claim_one_draft_a_dependant",
            ),
            models.UniqueConstraint(
                fields=["beneficiary", "benefit_code"],
                condition=models.Q(state=ClaimState.DRAFT, dependant__isnull=True),
                name="claim_one_draft_for_oneself",
            ),
        ]
        indexes = [
            models.Index(fields=["beneficiary", "-started_at"], name="claim_by_beneficiary"),
            models.Index(fields=["state", "due_on"], name="claim_by_state"),
            models.Index(fields=["member", "state"], name="claim_by_member"),
        ]


class ClaimDocument(models.Model):
    """One paper of a claim: received, found good, or to be corrected with a reason; a correction adds another that replaces it."""

    id = KeyField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="documents")
    requirement = models.CharField(max_length=40, help_text="the kind of paper that the rule asks for")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12,
        choices=[("received", "reçu"), ("accepted", "vérifié"), ("to_correct", "à corriger"), ("replaced", "remplacé")],
    )
    correction_reason = models.CharField(
        max_length=20,
        blank=True,
        choices=list(CORRECTION_REASONS.items()),
    )
    correction_note = models.TextField(blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replacement")
    added_at = models.DateTimeField()
    checked_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="to_correct") | ~models.Q(correction_reason=""), name="correction_has_a_reason"
            ),
        ]


class ClaimFact(models.Model):
    """A value that decides: known with who proved it and from what, or withheld by the person; the last row of a name counts."""

    id = KeyField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    is_withheld = models.BooleanField(default=False)
    proved_by = models.CharField(max_length=200, blank=True, help_text="empty while only declared")
    proved_from = models.CharField(max_length=200, blank=True)
    proved_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    database_rules = (AppendOnly(closing=("superseded_at",), erasable=True),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "name"], condition=models.Q(superseded_at__isnull=True), name="claim_fact_once"),
        ]


class Pause(models.Model):
    """The clock of a claim stands still while the person is awaited."""

    id = KeyField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="pauses")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=models.Q(until__isnull=True), name="pause_one_open_a_claim"),
        ]


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


class ImportedBenefit(models.Model):
    """A benefit that an earlier system paid: an opening record, without trace, counted as history."""

    id = KeyField()
    external_key = models.CharField(max_length=160, unique=True)
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    dependant = models.ForeignKey("beneficiaries.Dependant", null=True, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    benefit_code = models.CharField(max_length=80)
    settled_on = models.DateField()
    cents = MoneyField()
    recorded_at = models.DateTimeField()

    database_rules = (AppendOnly(erasable=True),)

    class Meta:
        indexes = [models.Index(fields=["beneficiary", "settled_on"], name="imported_by_beneficiary")]
