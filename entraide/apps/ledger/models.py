"""The journal, and the keys of acts already done."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import MoneyField
from entraide.orm.keys import uuid7


class JournalEntry(models.Model):
    """One transfer from an account to another: balanced by construction; `cause_key` lets each cause be written once."""

    sequence = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid7, editable=False)
    debit = models.CharField(max_length=20)
    credit = models.CharField(max_length=20)
    cents = MoneyField()
    on = models.DateField()
    at = models.DateTimeField()
    cause_kind = models.CharField(max_length=40)
    cause_id = models.UUIDField()
    cause_key = models.CharField(max_length=120, unique=True)

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(cents__gt=models.Value(0)), name="entry_moves_something"),
            models.CheckConstraint(condition=~models.Q(debit=models.F("credit")), name="entry_has_two_accounts"),
        ]
        indexes = [
            models.Index(fields=["debit", "on"], name="entry_by_debit"),
            models.Index(fields=["credit", "on"], name="entry_by_credit"),
            models.Index(fields=["cause_id"], name="entry_by_cause"),
        ]


class DoneAct(models.Model):
    """An idempotency key: the act it named was done, with this result; asked again, the result is given again."""

    key = models.CharField(max_length=120, primary_key=True)
    operation = models.CharField(max_length=80)
    result_id = models.UUIDField()
    at = models.DateTimeField()

    database_rules = (AppendOnly(),)
