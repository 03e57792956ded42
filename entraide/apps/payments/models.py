"""Orders to pay, the batches that carry them to the bank, and the lines that the bank sends back."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class PaymentOrder(models.Model):
    """An order to pay a beneficiary for one cause; whether the cause is paid is read here and nowhere else."""

    id = KeyField()
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    cents = MoneyField()
    label = models.CharField(max_length=140)
    cause_kind = models.CharField(max_length=40)
    cause_id = models.UUIDField()
    state = models.CharField(max_length=20)
    attempt = models.PositiveSmallIntegerField(default=1)
    ordered_at = models.DateTimeField()
    ordered_on = models.DateField()
    settled_on = models.DateField(null=True)
    return_reason = models.CharField(max_length=200, blank=True)
    cancelled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause_kind", "cause_id"], name="order_once_per_cause"),
            models.CheckConstraint(condition=models.Q(cents__gt=models.Value(0)), name="order_pays_something"),
            models.CheckConstraint(
                condition=models.Q(state="settled", settled_on__isnull=False)
                | (~models.Q(state="settled") & models.Q(settled_on__isnull=True)),
                name="order_settled_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state="cancelled", cancelled_on__isnull=False)
                | (~models.Q(state="cancelled") & models.Q(cancelled_on__isnull=True)),
                name="order_cancelled_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["due", "batched", "sent", "settled", "returned", "cancelled"]), name="order_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "ordered_on"], name="order_by_state"),
            models.Index(fields=["beneficiary", "ordered_on"], name="order_by_beneficiary"),
        ]


class TransferBatch(models.Model):
    """Transfers that leave together: one person prepares, another releases, the file goes to the bank."""

    id = KeyField()
    reference = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=20)
    execution_on = models.DateField()
    transfer_count = models.PositiveIntegerField()
    total = MoneyField()
    message_id = models.CharField(max_length=35, unique=True)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField()
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    released_on = models.DateField(null=True)
    transmitted_by = models.UUIDField(null=True)
    transmitted_at = models.DateTimeField(null=True)
    cancelled_by = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(released_by__isnull=True) | ~models.Q(released_by=models.F("prepared_by")),
                name="batch_needs_two_persons",
            ),
        ]


class Transfer(models.Model):
    """One attempt at paying one order, to the bank details of the day it was prepared."""

    id = KeyField()
    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, related_name="transfers")
    batch = models.ForeignKey(TransferBatch, on_delete=models.PROTECT, related_name="transfers")
    bank_details = models.ForeignKey("beneficiaries.BankDetails", on_delete=models.PROTECT, related_name="+")
    attempt = models.PositiveSmallIntegerField()
    end_to_end = models.CharField(max_length=35, unique=True)
    cents = MoneyField()
    state = models.CharField(
        max_length=12,
        choices=[("pending", "en attente"), ("settled", "payé"), ("returned", "retourné"), ("cancelled", "annulé")],
    )
    settled_on = models.DateField(null=True)
    returned_on = models.DateField(null=True)
    return_code = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "attempt"], name="transfer_once_per_attempt"),
            models.UniqueConstraint(fields=["order"], condition=models.Q(state="pending"), name="transfer_one_pending_per_order"),
        ]


class BankStatement(models.Model):
    """A statement of our account as the bank sent it; the same one is never read twice."""

    id = KeyField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    identification = models.CharField(max_length=140, unique=True)
    account_ending = models.CharField(max_length=4)
    opened_on = models.DateField()
    closed_on = models.DateField()
    opening_balance = MoneyField()
    closing_balance = MoneyField()
    imported_by = models.UUIDField(null=True, help_text="nobody when a command read it")
    imported_at = models.DateTimeField()


class BankLine(models.Model):
    """One movement of a statement, and what it did to a transfer of ours; the app that it concerns claims it once.

    A batch that the bank booked as one line is kept as one line per transfer, so that each is claimed alone; the sum is the same.
    """

    class Outcome(models.TextChoices):
        """What a line did when it was read."""

        SETTLED = "settled", "virement payé"
        RETURNED = "returned", "virement retourné"
        OTHER = "other", "hors virements"
        AMOUNT_DIFFERS = "amount_differs", "montant différent"
        OTHER_ATTEMPT = "other_attempt", "ancienne émission"
        NOT_EXPECTED = "not_expected", "virement déjà traité"
        BATCH_DIFFERS = "batch_differs", "total du lot différent"

    id = KeyField()
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[("debit", "débit"), ("credit", "crédit"), ("return", "retour")])
    cents = MoneyField()
    booked_on = models.DateField()
    end_to_end = models.CharField(max_length=35, blank=True)
    reference = models.CharField(max_length=140, blank=True)
    counterparty = models.CharField(max_length=140, blank=True)
    remittance = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.OTHER)
    batch = models.ForeignKey(
        TransferBatch, null=True, on_delete=models.PROTECT, related_name="+", help_text="booked by the bank as one line"
    )
    reason_code = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    claimed_by = models.CharField(max_length=120, blank=True, help_text="owner and key of what this line settles, as owner:key")

    database_rules = (AppendOnly(rewritten=("claimed_by",)),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="bank_line_in_order"),
            models.UniqueConstraint(fields=["claimed_by"], condition=~models.Q(claimed_by=""), name="bank_line_claimed_once"),
        ]
        indexes = [models.Index(fields=["end_to_end"], name="bank_line_by_end_to_end")]
