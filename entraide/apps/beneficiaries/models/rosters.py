"""The lists that members send, and the campaign that asks for them."""

from django.db import models

from entraide.apps.beneficiaries.models.people import Beneficiary
from entraide.orm.fields import KeyField, MoneyField


CHOICES = [
    *(("same", "la même personne"), ("other", "une autre personne")),
    *(("principal", "employeur principal"), ("second", "autre employeur")),
]
ROSTER_STATES = [
    *(("unread", "colonnes à nommer"), ("draft", "en cours"), ("previewed", "à vérifier")),
    *(("applied", "appliquée"), ("undone", "annulée"), ("set_aside", "abandonnée")),
]


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
    columns = models.JSONField(null=True, help_text="what its sender said of its titles, remembered for the member once it is applied")
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
    called_before = MoneyField(null=True, help_text="contribution of the year for the staff held, day by day, an estimate")
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
        max_length=12,
        choices=[
            *(("arrival", "arrivée"), ("departure", "départ"), ("change", "changement"), ("doubt", "doute")),
            ("deceased", "personne décédée"),
        ],
    )
    line_number = models.PositiveIntegerField(null=True)
    beneficiary = models.ForeignKey(Beneficiary, null=True, on_delete=models.CASCADE, related_name="+")
    sentence = models.TextField()
    content = models.JSONField()
    choice = models.CharField(max_length=12, blank=True, choices=CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "position"], name="roster_change_in_order")]


class RosterMapping(models.Model):
    """How a member's own export names its columns, remembered from the last list applied: {the title as written: our column, or empty}."""

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
