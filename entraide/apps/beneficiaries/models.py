"""People with rights and their families, in valid-time facts; their tax line, their bank details; the lists that members send."""

from django.db import models

from entraide.orm.constraints import AppendOnly, NoOverlap
from entraide.orm.fields import KeyField, MoneyField
from entraide.orm.history import HISTORY, NormalisedField, ValidTime


STATUSES = [("active", "agent en activité"), ("retiree", "retraité"), ("apprentice", "apprenti ou alternant")]


class Beneficiary(models.Model):
    """A person who opens rights; everything known about them is a dated fact beside this row."""

    id = KeyField()
    reference = models.CharField(max_length=20, unique=True)
    external_id = models.CharField(max_length=60, blank=True, help_text="key in the system that the records came from")
    account = models.OneToOneField("accounts.Account", null=True, on_delete=models.PROTECT, related_name="+")
    is_synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["external_id"], condition=~models.Q(external_id=""), name="beneficiary_external_id_once"),
        ]


class Identity(ValidTime):
    """A person's civil identity over a span."""

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="identities")
    family_name = models.CharField(max_length=100)
    given_name = models.CharField(max_length=100)
    search_name = NormalisedField(of="family_name given_name")
    born_on = models.DateField()
    civil_sex = models.CharField(max_length=1, blank=True, choices=[("F", "F"), ("M", "M")])
    email = models.EmailField(blank=True)

    database_rules = (HISTORY, NoOverlap("identity_one_at_a_time", key=("beneficiary",)))

    class Meta:
        indexes = [models.Index(fields=["search_name"], name="identity_by_name")]


class Affiliation(ValidTime):
    """A person is on a member's staff, or one of its retirees, over a span; rights go on until `rights_until` (excluded).

    Rights end on 31 December of the year of departure: `rights_until` is 1 January of the next, empty while nobody has left.
    A presence whose status changed on the way is several rows, the rights of each ending with it but the last: `arrived_on` is then
    the arrival that lists state, empty where the span begins with it.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="affiliations")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=20, choices=STATUSES)
    service = models.CharField(max_length=120, blank=True)
    staff_number = models.CharField(max_length=40, blank=True)
    is_principal = models.BooleanField(default=False)
    rights_until = models.DateField(null=True)
    arrived_on = models.DateField(null=True)

    database_rules = (HISTORY, NoOverlap("affiliation_once_per_member", key=("beneficiary", "member")))

    class Meta:
        indexes = [
            models.Index(fields=["member", "since"], name="affiliation_by_member"),
            models.Index(fields=["beneficiary", "since"], name="affiliation_by_person"),
        ]


class Dependant(models.Model):
    """A spouse or a child, known once even when several openers share them."""

    id = KeyField()
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

    database_rules = (HISTORY, NoOverlap("dependant_identity_one_at_a_time", key=("dependant",)))

    class Meta:
        indexes = [models.Index(fields=["born_on"], name="dependant_by_birth")]


class Kinship(ValidTime):
    """A dependant belongs to an opener's household over a span.

    `opener_named` is this household's word on which parent opens the rights of a child whose parents are both beneficiaries.
    """

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="kinships")
    dependant = models.ForeignKey(Dependant, on_delete=models.PROTECT, related_name="kinships")
    kind = models.CharField(max_length=10, choices=[("spouse", "conjoint"), ("child", "enfant")])
    custody = models.CharField(max_length=12, default="full", choices=[("full", "à charge"), ("alternating", "garde alternée")])
    opener_named = models.CharField(max_length=5, blank=True, choices=[("self", "ce parent"), ("other", "l’autre parent")])

    database_rules = (HISTORY, NoOverlap("kinship_once_per_household", key=("beneficiary", "dependant")))


class TaxLine(models.Model):
    """Line 14 of an income-tax notice: the amount, its year, how it was checked and by whom; the notice itself is not kept.

    Partners who are taxed apart have two notices: `partner_line_14` is then what the spouse's says.
    """

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="tax_lines")
    notice_year = models.PositiveSmallIntegerField()
    line_14 = MoneyField()
    partner_line_14 = MoneyField(null=True, help_text="line 14 of the spouse's own notice; empty where there is one notice")
    proof = models.CharField(max_length=20, choices=[("declared", "déclaré"), ("notice", "avis vérifié"), ("imported", "reprise")])
    checked_by = models.UUIDField(null=True)
    checked_on = models.DateField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    database_rules = (AppendOnly(closing=("superseded_at",), erasable=True),)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["beneficiary", "notice_year"], condition=models.Q(superseded_at__isnull=True), name="tax_line_one_a_year"
            ),
        ]


class BankDetails(models.Model):
    """Where a person is paid: the IBAN encrypted, its keyed hash to find duplicates, its last four characters to recognise it."""

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="bank_details")
    holder = models.CharField(max_length=70)
    iban_sealed = models.BinaryField()
    iban_hash = models.CharField(max_length=64)
    iban_ending = models.CharField(max_length=4)
    bic = models.CharField(max_length=11, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    database_rules = (AppendOnly(closing=("superseded_at",), rewritten=("iban_sealed",), erasable=True),)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["beneficiary"], condition=models.Q(superseded_at__isnull=True), name="bank_details_one_in_use"),
        ]
        indexes = [models.Index(fields=["iban_hash"], name="bank_details_by_hash")]


class RosterImport(models.Model):
    """A nominative list that a member sent: previewed, then applied or set aside; applied, it may be undone as one act.

    It was compared on day `on` with the `staff_count` persons then present; `plan_digest` is what that comparison gave, to know
    whether another staff would give another. The counts are those of the preview, then of what was applied.
    """

    id = KeyField()
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=[("previewed", "à vérifier"), ("applied", "appliquée"), ("undone", "annulée"), ("set_aside", "abandonnée")]
    )
    staff_count = models.PositiveIntegerField(default=0)
    arrival_count = models.PositiveIntegerField(default=0)
    departure_count = models.PositiveIntegerField(default=0)
    change_count = models.PositiveIntegerField(default=0)
    doubt_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    needs_confirmation = models.BooleanField(default=False)
    plan_digest = models.CharField(max_length=64, blank=True)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_on = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["member", "-sent_at"], name="roster_by_member")]


class RosterChange(models.Model):
    """One change that a list would bring, in plain words, with what is needed to apply it."""

    id = KeyField()
    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=12, choices=[("arrival", "arrivée"), ("departure", "départ"), ("change", "changement"), ("doubt", "doute")]
    )
    line_number = models.PositiveIntegerField(null=True)
    beneficiary = models.ForeignKey(Beneficiary, null=True, on_delete=models.CASCADE, related_name="+")
    sentence = models.TextField()
    content = models.JSONField()
    choice = models.CharField(max_length=12, blank=True, choices=[("same", "la même personne"), ("other", "une autre personne")])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "position"], name="roster_change_in_order")]
