"""Line 14 of tax notices, and the notices while they wait to be checked."""

from django.db import models

from entraide.apps.beneficiaries.models.people import Beneficiary
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class TaxLine(models.Model):
    """Line 14 of an income-tax notice: the amount, its year, how it was checked and by whom; the notice itself is not kept.

    Partners who are taxed apart have two notices: `partner_line_14` is then what the spouse's says.
    """

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="tax_lines")
    notice_year = models.PositiveSmallIntegerField()
    line_14 = MoneyField()
    partner_line_14 = MoneyField(null=True, help_text="line 14 of the spouse's own notice; empty where there is one notice")
    proof = models.CharField(max_length=20, choices=[("declared", "déclaré"), ("notice", "avis vérifié"), ("imported", "reprise")])
    checked_by = models.UUIDField(null=True)
    checked_on = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    database_rules = (AppendOnly(closing=("superseded_at",), erasable=True),)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "notice_year"], condition=models.Q(superseded_at__isnull=True), name="tax_line_one_a_year"
            ),
        ]


class TaxCampaign(models.Model):
    """The notices of a year, asked from September on of whoever has claims or rights that the tax tier changes.

    `asked_through` is the key of the last person looked at: who enters later has a later key, and is asked in turn.
    """

    id = KeyField()
    notice_year = models.PositiveSmallIntegerField(unique=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    asked_through = models.UUIDField(null=True)


class TaxNotice(models.Model):
    """A notice asked for, sent, then checked by an officer who writes its line 14: the file is destroyed and what was read stays.

    `document` is emptied by the check; `reason` says what was wrong with a notice that was sent back. `held_by` is the officer on whose
    desk it lies since `held_at`, so that two who check at once are not given the same one.
    """

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="tax_notices")
    campaign = models.ForeignKey(TaxCampaign, null=True, on_delete=models.PROTECT, related_name="notices")
    notice_year = models.PositiveSmallIntegerField()
    is_partners = models.BooleanField(default=False, help_text="the spouse's own notice")
    state = models.CharField(
        max_length=12, choices=[("asked", "demandé"), ("sent", "à vérifier"), ("checked", "vérifié"), ("sent_back", "à renvoyer")]
    )
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    held_by = models.UUIDField(null=True)
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["beneficiary", "notice_year", "is_partners"], name="tax_notice_one_a_year")]
        indexes = [models.Index(fields=["state", "sent_at"], name="tax_notice_queue")]
