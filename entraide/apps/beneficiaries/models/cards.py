"""The cards of beneficiaries and of their dependants."""

from django.db import models

from entraide.apps.beneficiaries.models.households import Dependant
from entraide.apps.beneficiaries.models.people import Beneficiary
from entraide.core.cards.values import CardKind
from entraide.orm.fields import KeyField


class Card(models.Model):
    """A card of a beneficiary or of one of their dependants: the signed code says the right, this row whether it still counts."""

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="cards")
    dependant = models.ForeignKey(Dependant, null=True, on_delete=models.PROTECT, related_name="cards")
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(
        max_length=12, default=CardKind.BENEFICIARY, choices=[(one, one.label) for one in CardKind], help_text="what the code says"
    )
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    until = models.DateField(help_text="the first day on which it no longer counts")
    revoked_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["beneficiary", "-issued_at"], name="card_by_person"),
            models.Index(fields=["until"], condition=models.Q(revoked_at__isnull=False), name="card_revoked"),
        ]
