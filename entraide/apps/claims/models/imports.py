"""Benefits that an earlier system paid."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


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
