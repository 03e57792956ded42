"""The territorial network: committees of departments, and the mandates that give correspondents and delegates their rights."""

from django.db import models

from entraide.orm.constraints import NoOverlap
from entraide.orm.fields import KeyField
from entraide.orm.history import HISTORY, ValidTime


class CommitteeDepartment(models.Model):
    """A department and the regional committee it belongs to, from a dated table; `attestation` says whether a source names it."""

    id = KeyField()
    department = models.CharField(max_length=3, unique=True)
    committee = models.CharField(max_length=60)
    attestation = models.CharField(max_length=20)


class Mandate(ValidTime):
    """Someone acts for a member over a span: its correspondent, or its delegate of one of the two colleges."""

    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=20,
        choices=[("correspondent", "correspondant"), ("delegate_elected", "délégué des élus"), ("delegate_staff", "délégué des agents")],
    )

    database_rules = (HISTORY, NoOverlap("mandate_one_holder_at_a_time", key=("member", "kind")))

    class Meta:
        indexes = [models.Index(fields=["account", "since"], name="mandate_by_account")]
