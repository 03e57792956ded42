"""Files, encrypted one by one; the content lies in the document store, the wrapped key here."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField, MoneyField


class Document(models.Model):
    """A file that somebody sent or that we made; `fingerprint` is a keyed hash of its content."""

    id = KeyField()
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="bytes of the content before encryption")
    pages = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=200, unique=True)
    wrapped_key = models.BinaryField()
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    # Two things change: the wrapping of the data key, when the keyring rotates, and the kind, when what was sealed is opened.
    database_rules = (AppendOnly(rewritten=("wrapped_key", "kind"), erasable=True),)

    class Meta:
        indexes = [models.Index(fields=["fingerprint"], name="document_by_fingerprint")]


class DocumentLook(models.Model):
    """What the first page of a file looks like, in 256 bits; files that look alike share at least one of the four bands."""

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="look")
    look = models.CharField(max_length=64)
    band_1 = models.PositiveIntegerField()
    band_2 = models.PositiveIntegerField()
    band_3 = models.PositiveIntegerField()
    band_4 = models.PositiveIntegerField()

    database_rules = (AppendOnly(erasable=True),)

    class Meta:
        indexes = [
            models.Index(fields=["band_1"], name="look_by_band_1"),
            models.Index(fields=["band_2"], name="look_by_band_2"),
            models.Index(fields=["band_3"], name="look_by_band_3"),
            models.Index(fields=["band_4"], name="look_by_band_4"),
        ]


class DocumentReading(models.Model):
    """What a file says: read by the machine, or told by a person, whose word counts over it; the last of a source counts."""

    id = KeyField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="readings")
    source = models.CharField(max_length=8, choices=[("machine", "lu par la machine"), ("person", "dit par une personne")])
    method = models.CharField(
        max_length=8,
        default="none",
        choices=[("text", "texte du PDF"), ("image", "lecture de l’image"), ("none", "rien n’a pu être lu")],
    )
    number = models.CharField(max_length=40, blank=True, help_text="capitals and digits alone")
    cents = MoneyField(null=True)
    dated_on = models.DateField(null=True)
    found = models.JSONField(default=dict, help_text="every amount, day, number and name that was found")
    read_at = models.DateTimeField()

    database_rules = (AppendOnly(erasable=True),)

    class Meta:
        indexes = [
            models.Index(fields=["number", "cents", "dated_on"], name="reading_by_bill"),
        ]
