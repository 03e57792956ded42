"""What members paid, what was agreed on how to pay, and how they were reminded."""

from django.db import models

from entraide.apps.contributions.models.documents import CallDocument
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class Receipt(models.Model):
    """What of a bank line settles a document; a line that pays several documents has several receipts. Undone by an opposite one.

    The bank line itself is claimed once, by all its receipts together.
    """

    id = KeyField()
    bank_line_id = models.UUIDField()
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="receipts")
    cents = MoneyField()
    on = models.DateField()
    found_by = models.CharField(
        max_length=10, choices=[("reference", "par sa référence"), ("amount", "par son montant"), ("hand", "à la main")]
    )
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    database_rules = (AppendOnly(),)

    class Meta:
        indexes = [models.Index(fields=["bank_line_id"], name="receipt_by_bank_line")]


class Reminder(models.Model):
    """A step taken towards a debtor whose document is not paid: a reminder, a formal notice, the request to the prefect."""

    id = KeyField()
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="reminders")
    step = models.CharField(
        max_length=14,
        choices=[("reminder", "relance"), ("formal_notice", "mise en demeure"), ("mandate", "demande de mandatement d’office")],
    )
    owed = MoneyField(help_text="what was still owed that day")
    on = models.DateField()
    file = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()

    database_rules = (AppendOnly(closing=("file",)),)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "step", "on"], name="reminder_once_a_day")]


class ReminderHold(models.Model):
    """A document left out of reminders until a day, that day included, and why; the last one stands."""

    id = KeyField()
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="holds")
    until = models.DateField()
    reason = models.TextField()
    held_on = models.DateField()
    held_by = models.UUIDField()
    held_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=models.Q(ended_at__isnull=True), name="reminder_hold_one_at_a_time"),
        ]


class PaymentPlan(models.Model):
    """What was agreed on how a document is paid; the last plan of a document stands, and no reminder goes while it is kept."""

    id = KeyField()
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="plans")
    agreed_on = models.DateField()
    agreed_by = models.UUIDField()
    agreed_at = models.DateTimeField()
    reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=models.Q(ended_at__isnull=True), name="plan_one_at_a_time"),
        ]


class Instalment(models.Model):
    """One part of a plan: how much until when; the parts add up to what was owed."""

    id = KeyField()
    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="instalments")
    due_on = models.DateField()
    cents = MoneyField()

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "due_on"], name="instalment_once_a_day"),
            models.CheckConstraint(condition=models.Q(cents__gt=models.Value(0)), name="instalment_pays_something"),
        ]
