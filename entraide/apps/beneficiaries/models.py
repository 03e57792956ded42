"""People with rights and their families, in valid-time facts; their tax line, their bank details; the lists that members send."""

from django.db import models

from entraide.core.cards.values import CardKind
from entraide.core.eligibility.values import Contract, Position
from entraide.orm.constraints import AppendOnly, NoOverlap, SearchIndex
from entraide.orm.fields import KeyField, MoneyField
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
CHOICES = [
    *(("same", "la même personne"), ("other", "une autre personne")),
    *(("principal", "employeur principal"), ("second", "autre employeur")),
]
ROSTER_STATES = [
    *(("unread", "colonnes à nommer"), ("draft", "en cours"), ("previewed", "à vérifier")),
    *(("applied", "appliquée"), ("undone", "annulée"), ("set_aside", "abandonnée")),
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

    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="identities")
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
            models.Index(fields=["search_name"], name="identity_by_name"),
            models.Index(fields=["born_on", "search_name"], name="identity_by_birth"),
            models.Index(fields=["email"], name="identity_by_email", condition=~models.Q(email="")),
        ]


class Affiliation(ValidTime):
    """A person is on a member's staff, or one of its retirees, over a span; rights go on until `rights_until` (excluded).

    Rights end on 31 December of the year of departure: `rights_until` is 1 January of the next, empty while nobody has left.
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

    It is a file, whose columns someone may first have to name (`unread`), or a form filled in page after page (`draft`), or the word that
    nothing has changed. It was compared on day `on` with the `staff_count` persons then present; `plan_digest` is what that comparison
    gave, to know whether another staff would give another. The counts are those of the preview, then of what was applied.
    """

    id = KeyField()
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    file_name = models.CharField(max_length=200)
    source = models.CharField(
        max_length=10, default="file", choices=[("file", "fichier"), ("form", "formulaire"), ("unchanged", "rien n’a changé")]
    )
    draft = models.JSONField(null=True, help_text="what was typed in the form, kept until it is applied or set aside")
    state = models.CharField(max_length=12, choices=ROSTER_STATES)
    staff_count = models.PositiveIntegerField(default=0)
    arrival_count = models.PositiveIntegerField(default=0)
    departure_count = models.PositiveIntegerField(default=0)
    change_count = models.PositiveIntegerField(default=0)
    doubt_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    needs_confirmation = models.BooleanField(default=False)
    plan_digest = models.CharField(max_length=64, blank=True)
    called_before = MoneyField(null=True, help_text="contribution of a whole year for the staff held, an estimate")
    called_after = MoneyField(null=True, help_text="the same once the list is applied")
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
    choice = models.CharField(max_length=12, blank=True, choices=CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "position"], name="roster_change_in_order")]


class RosterMapping(models.Model):
    """How a member's own export names its columns, remembered from the last list: {the title as written: our column, or empty}."""

    id = KeyField()
    member = models.OneToOneField("members.Member", on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField()
    remembered_at = models.DateTimeField()


class RosterCampaign(models.Model):
    """The lists of a civil year, asked of all members from `opened_on`, with their due day; each member reminded is one row beside."""

    id = KeyField()
    year = models.PositiveSmallIntegerField(unique=True)
    opened_on = models.DateField()
    due_on = models.DateField()
    opened_at = models.DateTimeField()


class RosterReminder(models.Model):
    """A member was asked for its list, or reminded of it."""

    id = KeyField()
    campaign = models.ForeignKey(RosterCampaign, on_delete=models.PROTECT, related_name="reminders")
    member = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "member", "sent_on"], name="roster_reminder_once_a_day")]


class TaxCampaign(models.Model):
    """The notices of a year, asked from September on of whoever has claims or rights that the tax tier changes.

    `asked_through` is the key of the last person looked at: who enters later has a later key, and is asked in turn.
    """

    id = KeyField()
    notice_year = models.PositiveSmallIntegerField(unique=True)
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    asked_through = models.UUIDField(null=True)


class TaxNotice(models.Model):
    """A notice asked for, sent, then checked by an officer who writes its line 14: the file is destroyed and what was read stays.

    `document` is emptied by the check; `reason` says what was wrong with a notice that was sent back. `held_by` is the officer on whose
    desk it lies since `held_at`, so that two who check at once are not given the same one.
    """

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="tax_notices")
    campaign = models.ForeignKey(TaxCampaign, null=True, on_delete=models.PROTECT, related_name="notices")
    notice_year = models.PositiveSmallIntegerField()
    is_partners = models.BooleanField(default=False, help_text="the spouse's own notice")
    state = models.CharField(
        max_length=12, choices=[("asked", "demandé"), ("sent", "à vérifier"), ("checked", "vérifié"), ("sent_back", "à renvoyer")]
    )
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    sent_at = models.DateTimeField(null=True)
    decided_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    held_by = models.UUIDField(null=True)
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["beneficiary", "notice_year", "is_partners"], name="tax_notice_one_a_year")]
        indexes = [models.Index(fields=["state", "sent_at"], name="tax_notice_queue")]


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


class Card(models.Model):
    """A card of a beneficiary or of one of their dependants: the signed code says the right, this row whether it still counts."""

    id = KeyField()
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="cards")
    dependant = models.ForeignKey(Dependant, null=True, on_delete=models.PROTECT, related_name="cards")
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(
        max_length=12, default=CardKind.BENEFICIARY, choices=[(one, one.label) for one in CardKind], help_text="what the code says"
    )
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    until = models.DateField(help_text="the first day on which it no longer counts")
    revoked_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["beneficiary", "-issued_at"], name="card_by_person"),
            models.Index(fields=["until"], condition=models.Q(revoked_at__isnull=False), name="card_revoked"),
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
