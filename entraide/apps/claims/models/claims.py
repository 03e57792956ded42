"""What was asked: the claim, its papers, its thread, what is known, and when its clock stood still."""

from datetime import date

from django.db import models

from entraide.apps.claims.sentences import CORRECTION_REASONS
from entraide.core.workflow.claims import ClaimState
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField


class Claim(models.Model):
    """One claim for one benefit, for the opener or one of their dependants.

    `revision`, `member`, `committee` and `filed_on` are set at filing; only a structure event moves `member` and its committee, while the
    claim waits. A claim that came on paper is in time by `received_on`, the day on which its complete file came. Whether a granted claim is
    paid is read from its payment order.
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
        max_length=20,
        default="online",
        choices=[("online", "en ligne"), ("paper", "papier"), ("phone", "téléphone"), ("envelope", "enveloppe du correspondant")],
    )
    answers = models.JSONField(default=dict, help_text="what was typed, by fact, kept until filing")
    event_on = models.DateField(null=True)
    time_bar = models.DateField(null=True, help_text="last day on which the claim is accepted, included")
    started_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    filed_on = models.DateField(null=True)
    received_on = models.DateField(null=True, help_text="paper alone: the day of receipt of the complete file, by which it is in time")
    keyed_by = models.UUIDField(null=True, help_text="who entered it for the person, from paper, a call or an envelope")
    complete_on = models.DateField(null=True)
    due_on = models.DateField(null=True, help_text="the day by which it should be decided, pauses added")
    answer_by = models.DateField(null=True, help_text="while the person is awaited: the last day before it is closed without follow-up")
    reminded_on = models.DateField(null=True, help_text="the last reminder of what is awaited")
    committee = models.CharField(max_length=60, blank=True, help_text="the branch that its member belongs to, for the queues")
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    reopened_on = models.DateField(null=True, help_text="the last day on which its decision was put in question")

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
            models.Index(fields=["committee", "state", "due_on"], name="claim_by_committee"),
            models.Index(fields=["benefit_code", "state", "due_on"], name="claim_by_benefit"),
            # The queue as it opens: its first page is read in order, however many claims wait.
            models.Index(
                fields=["due_on", "filed_at", "id"],
                condition=models.Q(state__in=[ClaimState.SUBMITTED, ClaimState.IN_REVIEW]),
                name="claim_waiting_by_term",
            ),
        ]

    @property
    def counted_on(self) -> date | None:
        """The day on which it counts as made: a paper by the receipt of its complete file, anything else by its filing."""
        return self.received_on or self.filed_on


class ClaimDocument(models.Model):
    """One paper of a claim: received, found good, or to be corrected with a reason; a correction adds another that replaces it.

    One that became necessary after filing is asked first, and has its file once the person has sent it.
    """

    id = KeyField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="documents")
    requirement = models.CharField(max_length=40, help_text="the kind of paper that the rule asks for")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=12,
        choices=[
            ("asked", "demandé"),
            ("received", "reçu"),
            ("accepted", "vérifié"),
            ("to_correct", "à corriger"),
            ("replaced", "remplacé"),
        ],
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
    asked_on = models.DateField(null=True, help_text="the day on which it was asked for again")
    message = models.ForeignKey("ClaimMessage", null=True, on_delete=models.PROTECT, related_name="papers")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="to_correct") | ~models.Q(correction_reason=""), name="correction_has_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked", document__isnull=True) | (~models.Q(state="asked") & models.Q(document__isnull=False)),
                name="paper_asked_has_no_file_yet",
            ),
        ]


class ClaimMessage(models.Model):
    """One message of the thread of a claim, from the person or from the desk; its attachments stand on the shelf of the claim's papers."""

    id = KeyField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="messages")
    is_from_person = models.BooleanField()
    author_id = models.UUIDField(null=True)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_on = models.DateField()
    read_at = models.DateTimeField(null=True, help_text="by the other side")

    database_rules = (AppendOnly(closing=("read_at",), erasable=True),)

    class Meta:
        indexes = [models.Index(fields=["claim", "sent_at"], name="claim_message_by_claim")]


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
