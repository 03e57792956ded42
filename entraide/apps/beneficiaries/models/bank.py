"""Where people are paid."""

from django.db import models

from entraide.apps.beneficiaries.models.people import Beneficiary
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField


class BankDetails(models.Model):
    """Where a person is paid: the IBAN encrypted, its keyed hash to find duplicates, its last four characters to recognise it."""

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="bank_details")
    holder = models.CharField(max_length=70)
    iban_sealed = models.BinaryField()
    iban_hash = models.CharField(max_length=64)
    iban_ending = models.CharField(max_length=4)
    bic = models.CharField(max_length=11, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    database_rules = (AppendOnly(closing=("superseded_at",), rewritten=("iban_sealed",), erasable=True),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["beneficiary"], condition=models.Q(superseded_at__isnull=True), name="bank_details_one_in_use"),
        ]
        indexes = [models.Index(fields=["iban_hash"], name="bank_details_by_hash")]
