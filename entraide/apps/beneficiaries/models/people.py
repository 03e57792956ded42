"""Beneficiaries and what they are employed for, in valid-time facts."""

from django.db import models
from django.db.models.functions import Upper

from entraide.core.eligibility.values import Contract, Position
from entraide.orm.constraints import NoOverlap, SearchIndex
from entraide.orm.fields import KeyField
from entraide.orm.history import HISTORY, NormalisedField, ValidTime


LEAVINGS = [
    ("departure", "départ"),
    ("transfer", "mutation"),
    ("retirement", "retraite"),
    ("death", "décès"),
    ("structure", "changement de structure"),
]
EMPLOYMENT_ACTS = [
    *(("arrival", "arrivée"), ("departure", "départ"), ("transfer", "mutation"), ("contract", "contrat"), ("position", "position")),
    *(("retirement", "retraite"), ("principal", "employeur principal")),
]
STATUSES = [("active", "agent en activité"), ("retiree", "retraité"), ("apprentice", "apprenti ou alternant")]


class Beneficiary(models.Model):
    """A person who opens rights; everything known about them is a dated fact beside this row.

    `absorbed_into` is the row that stands for the same person, once two rows were found to be one: see lifecycle's `PersonMerge`.
    """

    id = KeyField()
    reference = models.CharField(max_length=20, unique=True)
    external_id = models.CharField(max_length=60, blank=True, help_text="key in the system that the records came from")
    account = models.OneToOneField("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    absorbed_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="absorbed")
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~models.Q(external_id=""), name="beneficiary_external_id_once"),
        ]


class Identity(ValidTime):
    """A person's civil identity over a span; `died_on` once the death is known."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="identities", db_index=False)
    family_name = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100)
    search_name = NormalisedField(of="family_name given_name")
    born_on = models.DateField()
    civil_sex = models.CharField(max_length=1, blank=True, choices=[("F", "F"), ("M", "M")])
    email = models.EmailField(blank=True)
    died_on = models.DateField(null=True)

    database_rules = (
        HISTORY,
        NoOverlap("identity_one_at_a_time", key=("beneficiary",)),
        SearchIndex("identity_by_letters", column="search_name"),
    )

    class Meta:
        indexes = [
            # The last name before a day, for each of thousands of lines.
            models.Index(fields=["beneficiary", "since"], name="identity_by_person"),
            models.Index(fields=["search_name"], name="identity_by_name"),
            models.Index(fields=["born_on", "search_name"], name="identity_by_birth"),
            models.Index(Upper("email"), name="identity_by_email", condition=~models.Q(email="")),
        ]


class Affiliation(ValidTime):
    """A person is on a member's staff, or one of its retirees, over a span; rights go on until `rights_until` (excluded).

    `rights_until` keeps what the rule of eligibility answers, for what counts people by sets: the first day without the rights of the
    row, its own first day where it opens none, empty where no end is known. `covered_until` is the day on which an act, and not the
    rule, ended them: the body has left, the person was moved, or has died.
    A presence whose status changed on the way is several rows, the rights of each ending with it but the last: `arrived_on` is then
    the arrival that lists state, empty where the span begins with it. `contract`, `contract_until`, `position` and `time_share` are what
    eligibility reads; `came_from` is the body whose staff the person belonged to before a structure event brought them here.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="affiliations")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=STATUSES)
    service = models.CharField(max_length=120, blank=True)
    staff_number = models.CharField(max_length=40, blank=True)
    is_principal = models.BooleanField(default=False)
    rights_until = models.DateField(null=True)
    covered_until = models.DateField(null=True, help_text="the first day without rights that an act said")
    arrived_on = models.DateField(null=True)
    contract = models.CharField(max_length=20, blank=True, choices=[(one, one.label) for one in Contract])
    contract_until = models.DateField(null=True, help_text="the first day after a fixed-term contract")
    position = models.CharField(max_length=24, default=Position.IN_SERVICE, choices=[(one, one.label) for one in Position])
    time_share = models.PositiveSmallIntegerField(null=True, help_text="per cent of full time, empty when not known")
    leaving = models.CharField(max_length=12, blank=True, choices=LEAVINGS, help_text="why the span ended")
    came_from = models.ForeignKey("members.Member", null=True, on_delete=models.PROTECT, related_name="+")

    database_rules = (HISTORY, NoOverlap("affiliation_once_per_member", key=("beneficiary", "member")))

    class Meta:
        indexes = [
            models.Index(fields=["member", "since"], name="affiliation_by_member"),
            models.Index(fields=["beneficiary", "since"], name="affiliation_by_person"),
            models.Index(fields=["staff_number", "member"], name="affiliation_by_number", condition=~models.Q(staff_number="")),
        ]


class EmploymentAct(models.Model):
    """An act of an officer on a person's employment; the affiliations that it recorded or superseded carry its key, to take it back."""

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="employment_acts")
    kind = models.CharField(max_length=12, choices=EMPLOYMENT_ACTS)
    sentence = models.TextField(help_text="what was done, in words")
    acted_by = models.UUIDField(null=True)
    acted_at = models.DateTimeField()
    acted_on = models.DateField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["beneficiary", "-acted_at"], name="employment_act_by_person")]


class Distinct(models.Model):
    """Two persons who look like one and are two: an officer said so, and the list of duplicates leaves them out."""

    id = KeyField()
    first = models.ForeignKey(Beneficiary, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Beneficiary, on_delete=models.CASCADE, related_name="+")
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_said_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="distinct_in_order"),
        ]
