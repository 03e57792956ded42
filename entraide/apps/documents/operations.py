"""Take in a file and keep it, encrypted with a key of its own; read what it says; destroy one that has served."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.documents.models import Document, DocumentLook, DocumentReading
from entraide.apps.documents.queries import content_of, fingerprint_of, unheld
from entraide.core.money import Money
from entraide.core.readings import PaperReading, plain_number, read_paper
from entraide.core.refusals import Finding
from entraide.integrations.keyring import Keyring, encrypt_file, keyring
from entraide.integrations.uploads.inspection import DEFAULT_LIMITS, UploadLimits, inspect_upload, require_size
from entraide.integrations.uploads.looks import bands_of
from entraide.integrations.uploads.pages import reader_program, words_of
from entraide.orm.acts import parts
from entraide.orm.keys import uuid7


SUPPORTING, SEALED = "supporting", "sealed"
READ_KINDS = frozenset({SUPPORTING})
"""Papers of claims: their words are read. What is sealed is read by nobody, and becomes such a paper when somebody opens it."""
# What keeps a file and joins it does so in one act; a day leaves room for whatever is begun.
SETTLING = timedelta(days=1)
_LONGEST_NUMBER = 40
_LONGEST_NAME = 200
_EXTENSIONS = {"image/jpeg": (".jpg", ".jpeg"), "application/pdf": (".pdf",)}
_KNOWN_EXTENSIONS = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".heic", ".heif", ".hif", ".pdf"}


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that has been inspected, or that we made: its content, the name it came with, what it is.

    `look` is that of an image.
    """

    content: bytes
    name: str
    media_type: str
    kind: str
    pages: int = 1
    look: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in and may be kept, and what its sender should be told of it at once, such as that it is blurred."""

    file: NewFile
    doubts: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Bill:
    """What tells a bill from another; nothing for what is not known."""

    number: str = ""
    amount: Money | None = None
    dated_on: date | None = None


def receive(*, sent: File, kind: str, limits: UploadLimits = DEFAULT_LIMITS) -> Received:
    """Inspect a file as it was sent: the only way in for what strangers send.

    :raises RefusedUpload: if it is no document that can be taken, or if the antivirus found something or does not answer.
    """
    require_size(sent.size or 0, limits)
    found = inspect_upload(sent.read(), sent.name or "", limits=limits, antivirus=settings.ENTRAIDE_CLAMAV)
    file = NewFile(found.content, _kept_name(sent.name or "", found.media_type), found.media_type, kind, found.pages, found.look)
    return Received(file, found.findings)


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
        name=file.name[:_LONGEST_NAME],
        media_type=file.media_type,
        size=len(file.content),
        pages=file.pages,
        fingerprint=fingerprint_of(file.content),
        storage_name=storage_name,
        wrapped_key=wrapped_key,
        added_by=actor.account_id,
        added_at=at,
    )
    if file.look:
        _keep_look(key, file.look)
    record("documents.kept", actor=actor, subject=("document", key), at=at, on=on, payload={"kind": file.kind})
    return key


def open_sealed(document_ids: Iterable[UUID]) -> None:
    """Make papers of what was sealed; the act above carries the audit entry."""
    Document.objects.filter(pk__in=set(document_ids), kind=SEALED).update(kind=SUPPORTING)


def _kept_name(name: str, media_type: str) -> str:
    """Name a file after what it has become: a photograph is kept as a JPEG whatever it was, and opens under its own name."""
    path, right = PurePath(name), _EXTENSIONS[media_type]
    if path.suffix.lower() in right and len(name) <= _LONGEST_NAME:
        return name
    stem = path.stem if path.suffix.lower() in _KNOWN_EXTENSIONS else name
    return (stem[: _LONGEST_NAME - 5] or "piece") + right[0]


def _keep_look(document_id: UUID, look: str) -> None:
    bands = {f"band_{rank}": band for rank, band in enumerate(bands_of(look), 1)}
    DocumentLook.objects.get_or_create(document_id=document_id, defaults={"look": look, **bands})


def read(*, document_id: UUID, actor: Actor, at: datetime, on: date) -> bool:
    """Read what a file says, on this machine; give whether it was read now. It proposes and decides nothing.

    Reading takes seconds: it is done before the transaction, which only writes. Read already, or gone, it is left as it is.

    :raises KeyLost: if its key is lost or the file was altered.
    """
    document = Document.objects.filter(pk=document_id).exclude(readings__source="machine").order_by("pk").first()
    if document is None:
        return False
    words = words_of(content_of(document_id), reader=reader_program(settings.ENTRAIDE_TESSERACT))
    found = read_paper(words.text)
    bill = Bill(next(iter(found.numbers), ""), next(iter(found.amounts), None), next(iter(found.days), None))
    with transaction.atomic():
        held = Document.objects.select_for_update(no_key=True).filter(pk=document_id).order_by("pk").first()
        if held is None or held.readings.filter(source="machine").exists():
            return False
        if words.look:
            _keep_look(document_id, words.look)
        _keep_reading(document_id, bill, at=at, source="machine", method=words.method, found=_plain(found))
        record("documents.read", actor=actor, subject=("document", document_id), at=at, on=on, payload={"method": words.method})
    return True


@transaction.atomic
def tell_bill(*, document_id: UUID, bill: Bill, actor: Actor, at: datetime, on: date) -> None:
    """Keep what a person says, or corrects, of a bill: it counts over what the machine read.

    :raises Document.DoesNotExist: if there is no such file.
    """
    document = Document.objects.get(pk=document_id)
    _keep_reading(document.pk, bill, at=at, source="person")
    record("documents.told", actor=actor, subject=("document", document_id), at=at, on=on)


def _keep_reading(document_id: UUID, bill: Bill, *, at: datetime, **columns: object) -> None:
    number = plain_number(bill.number)[:_LONGEST_NUMBER]
    DocumentReading.objects.create(document_id=document_id, number=number, cents=bill.amount, dated_on=bill.dated_on, read_at=at, **columns)


def _plain(found: PaperReading) -> dict[str, list]:
    return {
        "amounts": [amount.cents for amount in found.amounts],
        "days": [day.isoformat() for day in found.days],
        "numbers": list(found.numbers),
        "names": list(found.names),
    }


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


def destroy_unheld(*, limit: int, actor: Actor, at: datetime, on: date) -> int:
    """Destroy the files of the day before and older that no row names: taken out of a draft, or let go of. Give how many."""
    keys = list(unheld().filter(added_at__lt=at - SETTLING).values_list("pk", flat=True)[:limit])
    return sum(_destroy_unheld(key, actor=actor, at=at, on=on) for key in keys)


@transaction.atomic
def _destroy_unheld(document_id: UUID, *, actor: Actor, at: datetime, on: date) -> bool:
    """Destroy a file that is still named by no row once it is held: none can begin to name it then."""
    list(Document.objects.select_for_update().filter(pk=document_id).order_by("pk"))
    if not unheld().filter(pk=document_id).exists():
        return False
    destroy(document_id=document_id, actor=actor, at=at, on=on)
    return True


def rewrap_keys(*, actor: Actor, at: datetime, on: date) -> int:
    """Wrap again, with the key in use, every data key that an older key wrapped; give how many.

    Some files at a time, each time a transaction: cut on the way, it goes on where it stood.
    """
    ring, rows = keyring(), Document.objects.order_by("pk").values_list("pk", "wrapped_key")
    old = [key for key, wrapped in rows.iterator() if not ring.is_current(wrapped)]
    return sum(_rewrap(keys, ring, actor=actor, at=at, on=on) for keys in parts(old))


@transaction.atomic
def _rewrap(keys: Sequence[UUID], ring: Keyring, *, actor: Actor, at: datetime, on: date) -> int:
    """Wrap the data keys of some files again, but of those destroyed meanwhile."""
    count = 0
    for key, wrapped in list(Document.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "wrapped_key")):
        about = f"data key of {key}"
        fresh = ring.encrypt(ring.decrypt(wrapped, about=about), about=about)
        count += Document.objects.filter(pk=key).update(wrapped_key=fresh)
    if count:
        record("documents.rewrapped", actor=actor, subject=("keyring", uuid7()), at=at, on=on, payload={"count": count})
    return count
