"""Keep a file, encrypted with a key of its own; destroy one that has served."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.documents.models import Document
from entraide.integrations.keyring import encrypt_file, keyring
from entraide.orm.keys import uuid7


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that has been inspected, or that we made: its content, the name it came with, what it is."""

    content: bytes
    name: str
    media_type: str
    kind: str
    pages: int = 1


@transaction.atomic
def keep(*, file: NewFile, actor: Actor, at: datetime, on: date) -> UUID:
    """Encrypt and store a file; give its key.

    The content is written before the row: a failed transaction leaves an unreadable file behind, never a row without its file.
    """
    key = uuid7()
    sealed, wrapped_key = encrypt_file(file.content, about=str(key))
    storage_name = default_storage.save(f"{key.hex[-2:]}/{key}.sealed", ContentFile(sealed))
    Document.objects.create(
        id=key,
        kind=file.kind,
        name=file.name[:200],
        media_type=file.media_type,
        size=len(file.content),
        pages=file.pages,
        fingerprint=keyring().hashed(file.content.hex(), about="document"),
        storage_name=storage_name,
        wrapped_key=wrapped_key,
        added_by=actor.account_id,
        added_at=at,
    )
    record("documents.kept", actor=actor, subject=("document", key), at=at, on=on, payload={"kind": file.kind, "name": file.name})
    return key


@transaction.atomic
def destroy(*, document_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take a file away for good: its row with its wrapped key now, its content as soon as that is certain.

    Without the wrapped key nobody can open the content, even where a store is slow to delete it.

    :raises Document.DoesNotExist: if there is no such file.
    """
    document = Document.objects.select_for_update().get(pk=document_id)
    document.delete()
    transaction.on_commit(partial(default_storage.delete, document.storage_name))
    record("documents.destroyed", actor=actor, subject=("document", document_id), at=at, on=on, payload={"kind": document.kind})


@transaction.atomic
def rewrap_keys(*, actor: Actor, at: datetime, on: date) -> int:
    """Wrap again, with the key in use, every data key that an older key wrapped; give how many."""
    ring, count = keyring(), 0
    for document in Document.objects.order_by("pk").iterator():
        if not ring.is_current(document.wrapped_key):
            about = f"data key of {document.pk}"
            document.wrapped_key = ring.encrypt(ring.decrypt(document.wrapped_key, about=about), about=about)
            document.save(update_fields=["wrapped_key"])
            count += 1
    if count:
        record("documents.rewrapped", actor=actor, subject=("keyring", uuid7()), at=at, on=on, payload={"count": count})
    return count
