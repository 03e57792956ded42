"""The territorial network: committees and their delegations, and the mandates that give correspondents and delegates their rights."""

from django.db import models

from entraide.core.network.bureau import BureauFunction, College
from entraide.core.network.mandates import DesignationState, MandateKind
from entraide.orm.constraints import NoOverlap
from entraide.orm.fields import KeyField
from entraide.orm.history import HISTORY, ValidTime


COLLEGES = [(college, f"collège des {college.label}") for college in College]


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
        choices=[(kind, kind.label) for kind in MandateKind],
    )

    database_rules = (
        HISTORY,
        NoOverlap("mandate_one_holder_at_a_time", key=("member", "kind")),
        NoOverlap("mandate_one_college_a_person", key=("member", "account"), where="superseded_at IS NULL AND kind <> 'correspondent'"),
    )

    class Meta:
        indexes = [models.Index(fields=["account", "since"], name="mandate_by_account")]


class BureauSeat(ValidTime):
    """A delegate sits in the bureau of a departmental delegation over a span; `sex` is the civil one, for parity."""

    department = models.CharField(max_length=3)
    account = models.ForeignKey("accounts.Account", on_delete=models.PROTECT, related_name="+")
    college = models.CharField(max_length=7, choices=COLLEGES)
    function = models.CharField(max_length=14, choices=[(function, function.label) for function in BureauFunction])
    sex = models.CharField(max_length=1, blank=True, choices=[("F", "F"), ("M", "M")])

    database_rules = (HISTORY, NoOverlap("bureau_seat_once", key=("department", "account")))


class DesignationCampaign(models.Model):
    """After municipal elections each member names its two delegates, by `due_on`, for mandates from `mandates_on`."""

    id = KeyField()
    title = models.CharField(max_length=120)
    opened_on = models.DateField()
    due_on = models.DateField()
    mandates_on = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Designation(models.Model):
    """What a member answers to a campaign for one college: whom it names, by which act of its executive."""

    id = KeyField()
    campaign = models.ForeignKey(DesignationCampaign, on_delete=models.PROTECT, related_name="designations")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    college = models.CharField(max_length=7, choices=COLLEGES)
    state = models.CharField(max_length=12, choices=[(state, state.label) for state in DesignationState])
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    act_on = models.DateField(null=True, help_text="the day of the act that names the delegate")
    act_number = models.CharField(max_length=60, blank=True)
    reminded_on = models.DateField(null=True)
    received_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "member", "college"], name="designation_once_a_college")]
        indexes = [models.Index(fields=["campaign", "state"], name="designation_by_state")]
