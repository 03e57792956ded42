"""Member organisations, known by their SIREN, with dated names and memberships."""

from django.db import models

from entraide.orm.constraints import NoOverlap
from entraide.orm.fields import KeyField
from entraide.orm.history import HISTORY, NormalisedField, ValidTime


class Member(models.Model):
    """An organisation that belongs or has belonged; a commune's INSEE code is a fact about it, not its identity."""

    id = KeyField()
    siren = models.CharField(max_length=9, unique=True)
    kind = models.CharField(max_length=20, choices=[("commune", "commune"), ("epci", "EPCI"), ("other", "autre organisme")])
    department = models.CharField(max_length=3)
    commune_code = models.CharField(max_length=5, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(siren__regex=r"^[0-9]{9}$"), name="member_siren_has_nine_digits")]


class MemberName(ValidTime):
    """What a member is called over a span."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    search_name = NormalisedField(of="name")

    database_rules = (HISTORY, NoOverlap("member_one_name_at_a_time", key=("member",)))


class Membership(ValidTime):
    """A contract of membership over a span: who of the staff it covers is its `scope`."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships")
    scope = models.CharField(max_length=20, choices=[("full", "tout le personnel"), ("partial", "une partie du personnel")])
    source = models.CharField(max_length=200, blank=True)

    database_rules = (HISTORY, NoOverlap("membership_one_at_a_time", key=("member",)))
