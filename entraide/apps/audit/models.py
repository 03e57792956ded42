"""Audit entries, the personal payload kept beside them, and the seal of each day."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.keys import uuid7


class AuditEntry(models.Model):
    """One act: its verb, its actor, its subject; `sequence` orders the trail, `digest` stands for the payload."""

    sequence = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid7, editable=False)
    verb = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40, blank=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    at = models.DateTimeField()
    on = models.DateField()
    digest = models.CharField(max_length=64)

    database_rules = (AppendOnly(),)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "sequence"], name="audit_by_subject"),
            models.Index(fields=["on", "sequence"], name="audit_by_day"),
        ]


class AuditPayload(models.Model):
    """The personal part of an entry and its salt; erasure may delete it, the chain still verifies."""

    entry = models.OneToOneField(AuditEntry, primary_key=True, on_delete=models.PROTECT, related_name="payload")
    salt = models.CharField(max_length=32)
    content = models.JSONField()

    database_rules = (AppendOnly(erasable=True),)


class AuditSeal(models.Model):
    """The digest of one day's entries chained to the seal before it."""

    on = models.DateField(unique=True)
    last_sequence = models.BigIntegerField()
    entry_count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    database_rules = (AppendOnly(),)
