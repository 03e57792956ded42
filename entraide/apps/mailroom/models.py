"""Sealed envelopes of correspondents, and scanned post whose cover sheets find their own claims."""

from django.db import models

from entraide.apps.mailroom.sentences import SORTING_REASONS
from entraide.orm.fields import KeyField


class Envelope(models.Model):
    """What a correspondent deposited for an agent without seeing more of it: the desk opens it and enters a claim.

    `claim` names what was entered from it; the correspondent never learns which benefit, nor whether it is confidential.
    """

    id = KeyField()
    reference = models.CharField(max_length=20, unique=True)
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    beneficiary = models.ForeignKey("beneficiaries.Beneficiary", on_delete=models.PROTECT, related_name="+")
    deposited_by = models.UUIDField()
    deposited_at = models.DateTimeField()
    deposited_on = models.DateField()
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    claim = models.ForeignKey("claims.Claim", null=True, on_delete=models.PROTECT, related_name="+")
    asked_again_on = models.DateField(null=True, help_text="the desk could enter nothing from it and asks for it again")
    set_aside_on = models.DateField(null=True, help_text="nothing was to be entered: the matter is over")

    class Meta:
        indexes = [
            models.Index(fields=["member", "-deposited_at"], name="envelope_by_member"),
            models.Index(fields=["deposited_on"], condition=models.Q(opened_at__isnull=True), name="envelope_waiting"),
        ]


class EnvelopeFile(models.Model):
    """One file of an envelope."""

    id = KeyField()
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="files")
    document = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="+", help_text="nothing once it was let go of"
    )


class PostBatch(models.Model):
    """The post of a day, scanned in one file; `received_on` is the day on which it came."""

    id = KeyField()
    document = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="+", help_text="nothing once it was let go of"
    )
    received_on = models.DateField()
    page_count = models.PositiveSmallIntegerField()
    scanned_by = models.UUIDField()
    scanned_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64, unique=True, help_text="of the file: the same scan is not taken in twice")
    split_at = models.DateTimeField(null=True, help_text="when its pages were parted; they are read behind, not while somebody waits")

    class Meta:
        indexes = [models.Index(fields=["scanned_at"], condition=models.Q(split_at__isnull=True), name="post_batch_to_split")]


class PostItem(models.Model):
    """Some pages of a batch: with the claim that their cover sheet names, or to be sorted by hand."""

    id = KeyField()
    batch = models.ForeignKey(PostBatch, on_delete=models.PROTECT, related_name="items")
    first_page = models.PositiveSmallIntegerField()
    last_page = models.PositiveSmallIntegerField()
    cover = models.CharField(max_length=80, blank=True, help_text="what the cover sheet said; empty where none was found")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    claim = models.ForeignKey("claims.Claim", null=True, on_delete=models.PROTECT, related_name="+")
    requirement = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, choices=[("filed", "rattaché"), ("to_sort", "à rattacher"), ("set_aside", "écarté")])
    reason = models.CharField(max_length=10, blank=True, choices=list(SORTING_REASONS.items()), help_text="why a person must sort it")
    sorted_by = models.UUIDField(null=True)
    sorted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last_page__gte=models.F("first_page")), name="post_item_has_pages"),
            models.CheckConstraint(condition=~models.Q(state="filed") | models.Q(claim__isnull=False), name="post_item_filed_has_a_claim"),
        ]
        indexes = [models.Index(fields=["state"], condition=models.Q(state="to_sort"), name="post_item_to_sort")]
