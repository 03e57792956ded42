"""How the desk works: what is decided without a human act, together, looked at twice; opinions, notes, views, who is there."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class Automation(models.Model):
    """From `set_at` on claims for a benefit are decided without a human act where every fact is proved, until somebody stops it.

    One claim out of `1000 / recheck_rate` is drawn and looked at again by a human.
    """

    id = KeyField()
    benefit_code = models.CharField(max_length=80)
    recheck_rate = models.PositiveSmallIntegerField(help_text="per mille of the decisions")
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    set_on = models.DateField()
    stopped_by = models.UUIDField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stop_reason = models.TextField(blank=True)

    database_rules = (AppendOnly(closing=("stopped_by", "stopped_at"), rewritten=("stop_reason",)),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["benefit_code"], condition=models.Q(stopped_at__isnull=True), name="automation_once_a_benefit"),
            models.CheckConstraint(condition=models.Q(recheck_rate__gte=1, recheck_rate__lte=1000), name="automation_rechecks_some"),
        ]


class OfficerSample(models.Model):
    """From `set_at` on so many of what each officer decides are drawn to be looked at again, until another row says how many."""

    id = KeyField()
    rate = models.PositiveSmallIntegerField(help_text="per mille of the decisions of each officer")
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(rate__gte=1, rate__lte=1000), name="officer_sample_takes_some")]


class SecondLook(models.Model):
    """A decision drawn by lot to be looked at again, by another human than the one who made it; `verdict` empty while it waits."""

    id = KeyField()
    decision = models.OneToOneField("claims.Decision", on_delete=models.PROTECT, related_name="+")
    drawn_from = models.CharField(
        max_length=16, choices=[("straight_through", "décidées sans intervention"), ("officer", "décidées par un gestionnaire")]
    )
    officer_id = models.UUIDField(null=True, help_text="who decided; nobody where no human did")
    benefit_code = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()
    drawn_on = models.DateField()
    verdict = models.CharField(max_length=8, blank=True, choices=[("right", "juste"), ("wrong", "erronée")])
    cause = models.CharField(
        max_length=16,
        blank=True,
        choices=[
            ("declaration", "déclaration inexacte"),
            ("paper", "pièce"),
            ("family", "situation familiale"),
            ("rule", "règle"),
            ("act", "geste"),
        ],
    )
    note = models.TextField(blank=True)
    looked_by = models.UUIDField(null=True)
    looked_at = models.DateTimeField(null=True)

    database_rules = (AppendOnly(closing=("looked_by", "looked_at"), rewritten=("verdict", "cause", "note")),)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict="") | models.Q(looked_at__isnull=False),
                name="second_look_is_dated",
            ),
            models.CheckConstraint(condition=~models.Q(verdict="wrong") | ~models.Q(cause=""), name="second_look_names_the_cause"),
        ]
        indexes = [
            models.Index(fields=["drawn_from", "benefit_code"], name="second_look_by_benefit"),
            models.Index(fields=["officer_id", "drawn_on"], name="second_look_by_officer"),
        ]


class BulkDecision(models.Model):
    """Decisions asked together: made at `effective_at`, unless they are withdrawn before; each file has its result."""

    id = KeyField()
    act = models.CharField(max_length=8, choices=[("grant", "accorder"), ("refuse", "refuser"), ("close", "classer sans suite")])
    note = models.TextField(blank=True)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    effective_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["effective_at"], condition=models.Q(withdrawn_at__isnull=True, done_at__isnull=True), name="bulk_decision_waiting"
            )
        ]


class PlannedDecision(models.Model):
    """One file of a bulk decision, and what became of it: decided, or why not."""

    id = KeyField()
    bulk = models.ForeignKey(BulkDecision, on_delete=models.PROTECT, related_name="files")
    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10,
        default="planned",
        choices=[("planned", "prévue"), ("done", "faite"), ("refused", "impossible"), ("withdrawn", "annulée")],
    )
    sentence = models.TextField(blank=True, help_text="why it was not possible")
    foreseen = MoneyField(null=True, help_text="what a grant would give when it was planned")
    decision = models.OneToOneField("claims.Decision", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim"], condition=models.Q(state="planned"), name="planned_decision_once_a_claim"),
        ]


class Opinion(models.Model):
    """What an expert is asked about a claim; they see the pages chosen for them and nothing else of the file.

    `pages` maps the key of a paper of the claim to the page numbers shown, from 1 on.
    """

    id = KeyField()
    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="+")
    expert = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    pages = models.JSONField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    due_on = models.DateField()
    advice = models.CharField(
        max_length=12,
        blank=True,
        choices=[("favourable", "favorable"), ("unfavourable", "défavorable"), ("undecided", "ne peut se prononcer")],
    )
    answer = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(advice="", given_at__isnull=True) | (~models.Q(advice="") & models.Q(given_at__isnull=False)),
                name="opinion_given_is_dated",
            ),
        ]
        indexes = [
            models.Index(fields=["expert", "due_on"], name="opinion_by_expert"),
            models.Index(fields=["claim"], name="opinion_by_claim"),
        ]


class Note(models.Model):
    """What an officer writes for their colleagues about a claim; the person may ask for it, so it keeps to facts."""

    id = KeyField()
    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, related_name="+")
    author_id = models.UUIDField()
    text = models.TextField()
    written_at = models.DateTimeField()

    database_rules = (AppendOnly(erasable=True),)

    class Meta:
        indexes = [models.Index(fields=["claim", "written_at"], name="note_by_claim")]


class SavedView(models.Model):
    """A search of the queue that an officer keeps by name; `query` is what follows the question mark of its address."""

    id = KeyField()
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="saved_view_once_a_name")]


class DeskSeat(models.Model):
    """An officer works for a branch; one without a seat works for all."""

    id = KeyField()
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    committee = models.CharField(max_length=60)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "committee"], name="desk_seat_once")]


class Absence(models.Model):
    """An officer is away over a span; what they hold is free for others meanwhile."""

    id = KeyField()
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(help_text="the first day back")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="absence_ends_after_it_begins")]
        indexes = [models.Index(fields=["account", "since"], name="absence_by_account")]
