"""Tables of figures as published: what members may read, and all that was ever published."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class Publication(models.Model):
    """The table of a civil year as of a day (included); provisional up to the closing day of the year, which is in the year after."""

    id = KeyField()
    year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    is_provisional = models.BooleanField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "as_of"], name="publication_once_a_day")]


class Row(models.Model):
    """The figures of one row of a published table; what would speak of too few persons is empty, with its reason.

    `carried_from` is the day of the earlier table whose figures stand here because too few persons changed them since.
    """

    id = KeyField()
    contributions = MoneyField()
    settled = MoneyField(null=True)
    user_count = models.PositiveIntegerField(null=True)
    beneficiary_count = models.PositiveIntegerField(null=True)
    withheld_because = models.CharField(max_length=30, blank=True)
    carried_from = models.DateField(null=True)

    class Meta:
        abstract = True


class PublishedFigures(Row):
    """One member's figures in a publication."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="figures")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "member"], name="figures_once_a_member")]


class PublishedSmall(Row):
    """The figures of all members too small for figures of their own, together.

    `made_of` gives the users of each member that they were reckoned from; it is never shown: it keeps the next table from telling one.
    """

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="small_members")
    member_count = models.PositiveIntegerField()
    made_of = models.JSONField(default=dict)

    database_rules = (AppendOnly(),)
