"""Every service rendered, whatever its kind."""

from django.db import models

from entraide.orm.fields import KeyField, MoneyField


class Use(models.Model):
    """One service rendered to an opener of rights, counted for one member; `source_id` is the row above that tells it.

    A return ends it with `cancelled_on`; paid again, it is told anew by another attempt.
    """

    id = KeyField()
    kind = models.CharField(max_length=20, choices=[("benefit", "prestation")])
    code = models.CharField(max_length=80, help_text="what was used: a benefit's code")
    beneficiary_id = models.UUIDField()
    member_id = models.UUIDField()
    on = models.DateField()
    cents = MoneyField()
    origin = models.CharField(max_length=20, choices=[("platform", "plateforme"), ("imported", "reprise")])
    is_confidential = models.BooleanField(default=False)
    source_id = models.UUIDField()
    attempt = models.PositiveSmallIntegerField(default=1)
    told_at = models.DateTimeField()
    cancelled_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_id", "attempt"], name="use_told_once"),
            models.CheckConstraint(
                condition=models.Q(cancelled_on__isnull=True) | models.Q(cancelled_on__gte=models.F("on")), name="use_ends_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["member_id", "on"], name="use_by_member"),
            models.Index(fields=["beneficiary_id", "on"], name="use_by_beneficiary"),
            models.Index(fields=["on", "code"], name="use_by_day"),
            models.Index(fields=["cancelled_on"], condition=models.Q(cancelled_on__isnull=False), name="use_returned"),
        ]
