"""Spouses and children, each known once, and what binds them to the openers of rights."""

from django.db import models

from entraide.apps.beneficiaries.models.people import Beneficiary
from entraide.orm.constraints import NoOverlap
from entraide.orm.fields import KeyField
from entraide.orm.history import HISTORY, ValidTime


class Dependant(models.Model):
    """A spouse or a child, known once even when several openers share them; `beneficiary` once they open rights of their own.

    `absorbed_into` is the row of the same child, where the two households that had entered it each were found to be one.
    """

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, null=True, on_delete=models.PROTECT, related_name="as_dependant")
    absorbed_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="absorbed")
    external_id = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~models.Q(external_id=""), name="dependant_external_id_once"),
        ]


class DependantIdentity(ValidTime):
    """A dependant's names, day of birth and disability rate over a span."""

    dependant = models.ForeignKey(Dependant, on_delete=models.PROTECT, related_name="identities")
    family_name = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100)
    born_on = models.DateField()
    disability_rate = models.PositiveSmallIntegerField(null=True, help_text="per cent, empty when not known")
    proved_by = models.CharField(max_length=200, blank=True, help_text="who checked it, empty while only declared")
    proved_from = models.CharField(max_length=200, blank=True)
    proved_on = models.DateField(null=True)
    died_on = models.DateField(null=True)

    database_rules = (HISTORY, NoOverlap("dependant_identity_one_at_a_time", key=("dependant",)))

    class Meta:
        indexes = [models.Index(fields=["born_on"], name="dependant_by_birth")]


class Kinship(ValidTime):
    """A dependant belongs to an opener's household over a span.

    `opener_named` is this household's word on which parent opens the rights of a child whose parents are both beneficiaries; `union` what
    binds a spouse; `ended_by` why the span ended.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="kinships")
    dependant = models.ForeignKey(Dependant, on_delete=models.PROTECT, related_name="kinships")
    kind = models.CharField(max_length=10, choices=[("spouse", "conjoint"), ("child", "enfant")])
    custody = models.CharField(max_length=12, default="full", choices=[("full", "à charge"), ("alternating", "garde alternée")])
    union = models.CharField(
        max_length=12, blank=True, choices=[("marriage", "mariage"), ("pacs", "PACS"), ("cohabitation", "concubinage")]
    )
    ended_by = models.CharField(
        max_length=12, blank=True, choices=[("separation", "séparation"), ("death", "décès"), ("adult", "enfant adulte")]
    )
    opener_named = models.CharField(max_length=5, blank=True, choices=[("self", "ce parent"), ("other", "l’autre parent")])
    proved_by = models.CharField(max_length=200, blank=True, help_text="who checked the union, empty while only declared")
    proved_from = models.CharField(max_length=200, blank=True)
    proved_on = models.DateField(null=True)

    database_rules = (HISTORY, NoOverlap("kinship_once_per_household", key=("beneficiary", "dependant")))


class CertificateRequest(models.Model):
    """A grown child is asked for a certificate, for a claim or for the household, by a link that takes one file and shows nothing.

    Only the keyed hash of its code is kept; `sender` is the name that the child signed with.
    """

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="certificate_requests")
    dependant = models.ForeignKey(Dependant, on_delete=models.PROTECT, related_name="certificate_requests")
    claim_id = models.UUIDField(null=True, help_text="the claim that it is for, empty for the household")
    requirement = models.CharField(max_length=40)
    code_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    failed_count = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    sender = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    sent_on = models.DateField(null=True)
