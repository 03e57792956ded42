"""Benefits, and their revisions as published: complete, frozen, known by their digest."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import DocumentField, KeyField


class Benefit(models.Model):
    """A benefit of the national catalogue, known by its code."""

    id = KeyField()
    code = models.CharField(max_length=80, unique=True)
    is_confidential = models.BooleanField(default=False)
    created_at = models.DateTimeField()


class BenefitRevision(models.Model):
    """One revision, in force from `since` until the next; a correction is a later revision of the same day."""

    id = KeyField()
    benefit = models.ForeignKey(Benefit, on_delete=models.PROTECT, related_name="revisions")
    since = models.DateField()
    name = models.CharField(max_length=200)
    theme = models.CharField(max_length=80)
    definition = DocumentField(help_text="the revision as the rule codec writes it")
    digest = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    database_rules = (AppendOnly(),)

    class Meta:
        indexes = [models.Index(fields=["benefit", "-since", "-published_at"], name="revision_by_day")]
