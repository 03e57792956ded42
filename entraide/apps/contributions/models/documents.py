"""The documents that ask for contributions: numbered without gap, issued once, cancelled and replaced, never changed."""

from django.db import models

from entraide.apps.contributions.models.lines import ContributionLine
from entraide.core.contributions.call_document import DocumentKind
from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import DocumentField, KeyField, MoneyField


class DocumentSeries(models.Model):
    """The numbers given so far in one series of a civil year; locked while a number is given, so that none is missing or given twice."""

    id = KeyField()
    prefix = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["prefix", "year"], name="series_once_a_year")]


class CallDocument(models.Model):
    """A document as it was issued to a debtor: a member for itself, or the intermediary that pays for several.

    `content` is all that it says (parties, lines, references), from which its file is printed; `file` is that PDF, once printed. A credit
    `takes_back` a call, all that stands of it, or `lowers` one by an adjustment; what a debtor owes on a call is its amount, less what
    credits gave back, less what was received.
    """

    id = KeyField()
    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=10, choices=[(DocumentKind.CALL, "appel de cotisation"), (DocumentKind.CREDIT, "avoir")])
    debtor = models.ForeignKey("members.Member", on_delete=models.PROTECT, related_name="+")
    debtor_name = models.CharField(max_length=200, help_text="as it stood on the day of issue")
    year = models.PositiveSmallIntegerField()
    issued_on = models.DateField()
    due_on = models.DateField()
    cents = MoneyField()
    content = DocumentField()
    file = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="+")
    takes_back = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="taken_back_by")
    lowers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="lowered_by")
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    reason = models.TextField(blank=True, help_text="why a document is taken back or replaced")
    issued_by = models.UUIDField()
    issued_at = models.DateTimeField()

    database_rules = (AppendOnly(closing=("file",)),)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="credit", takes_back__isnull=False, lowers__isnull=True)
                | models.Q(kind="credit", takes_back__isnull=True, lowers__isnull=False)
                | models.Q(kind="call", takes_back__isnull=True, lowers__isnull=True),
                name="credit_names_its_call",
            ),
        ]
        indexes = [models.Index(fields=["debtor", "year"], name="call_document_by_debtor")]


class DocumentPart(models.Model):
    """One line of a member's account that a document asks for, or gives back."""

    id = KeyField()
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="parts")
    line = models.ForeignKey(ContributionLine, on_delete=models.PROTECT, related_name="parts")

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "line"], name="document_part_once")]


class FormatCheck(models.Model):
    """What the rules of the electronic invoice said of the file of a document: every set of rules that was read, and what failed.

    `digest` is the SHA-256 of the file that was read; `reports` holds by set of rules its name, its version, how many rules fired and
    what failed or only warns: [{name, version, fired, failed: [[code, text]], warned: the same}]. The last check of a document stands.
    """

    id = KeyField()
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="format_checks")
    digest = models.CharField(max_length=64)
    reports = DocumentField()
    is_sound = models.BooleanField()
    checked_at = models.DateTimeField()
    checked_on = models.DateField()

    database_rules = (AppendOnly(),)


class Deposit(models.Model):
    """One status of a document on its way to the accounts of the debtor, as the State's invoicing portal names it; the last one stands."""

    id = KeyField()
    document = models.ForeignKey(CallDocument, on_delete=models.PROTECT, related_name="deposits")
    status = models.CharField(max_length=30)
    said_on = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, help_text="the exchanged file that says so")
    recorded_at = models.DateTimeField()

    database_rules = (AppendOnly(),)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "status", "said_on"], name="deposit_status_once")]
