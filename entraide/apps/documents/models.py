"""Files, encrypted one by one; the content lies in the document store, the wrapped key here."""

from django.db import models

from entraide.orm.constraints import AppendOnly
from entraide.orm.fields import KeyField


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

    # Only the wrapping of the data key changes, when the keyring rotates.
    database_rules = (AppendOnly(rewritten=("wrapped_key",), erasable=True),)

    class Meta:
        indexes = [models.Index(fields=["fingerprint"], name="document_by_fingerprint")]
