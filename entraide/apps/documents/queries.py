"""Read files back; who may is decided by the app that owns what they prove."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage

from entraide.apps.documents.models import Document
from entraide.integrations.keyring import decrypt_file


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A file as lists show it; `size` in bytes."""

    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    pages: int
    fingerprint: str
    added_at: datetime


def documents(keys: Iterable[UUID]) -> dict[UUID, DocumentView]:
    """Describe files by key."""
    rows = Document.objects.filter(pk__in=set(keys)).order_by("pk")
    fields = ("kind", "name", "media_type", "size", "pages", "fingerprint", "added_at")
    return {row.pk: DocumentView(row.pk, *(getattr(row, field) for field in fields)) for row in rows}


def content_of(document_id: UUID) -> bytes:
    """Decrypt a file.

    :raises KeyLost: if its key is lost or the file was altered.
    :raises Document.DoesNotExist: if there is no such file.
    """
    document = Document.objects.get(pk=document_id)
    with default_storage.open(document.storage_name) as file:
        sealed = file.read()
    return decrypt_file(sealed, document.wrapped_key, about=str(document_id))


def storage_names() -> list[str]:
    """List where every file lies in the document store."""
    return list(Document.objects.order_by("pk").values_list("storage_name", flat=True))
