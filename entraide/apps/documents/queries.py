"""Read files back, what they say, and which are alike; who may is decided by the app that owns what they prove."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q, QuerySet

from entraide.apps.documents.models import Document, DocumentLook, DocumentReading
from entraide.core.money import Money
from entraide.integrations.keyring import decrypt_file, keyring
from entraide.integrations.uploads.antivirus import NoAntivirus, version_of
from entraide.integrations.uploads.looks import NEAR, distance
from entraide.integrations.uploads.pages import cut, reader_program
from entraide.orm.reading import read_together


MOST_CANDIDATES = 500
"""Of the files that share a band with one, the last ones are compared: a look that more share is that of a form, and says nothing."""


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


def fingerprint_of(content: bytes) -> str:
    """Give the keyed hash by which the same content is known again."""
    return keyring().hashed(content.hex(), about="document")


# What a file says of itself: it goes with it.
OWN = {DocumentLook, DocumentReading}


def unheld() -> QuerySet[Document]:
    """Give the files that no row of any app names, the oldest first."""
    rows = Document.objects.order_by("pk")
    for relation in Document._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.related_model not in OWN:
            naming = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            rows = rows.exclude(Exists(naming))
    return rows


def storage_names() -> list[str]:
    """List where every file lies in the document store."""
    return list(Document.objects.order_by("pk").values_list("storage_name", flat=True))


def pages_of(document_id: UUID, pages: Sequence[int]) -> bytes:
    """Decrypt some pages of a file alone, counted from 1: nothing of the others is in what is given.

    :raises ValueError: if one is not there.
    :raises PagesUnreadable: if the file no longer opens.
    :raises KeyLost: if its key is lost or the file was altered.
    :raises Document.DoesNotExist: if there is no such file.
    """
    media_type = Document.objects.values_list("media_type", flat=True).get(pk=document_id)
    return cut(content_of(document_id), media_type, pages)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: the likeliest number, amount and day of a bill, then all that was found; `method` is text, image or none.

    `is_told` where a person said or corrected the number, the amount and the day.
    """

    document_id: UUID
    method: str
    number: str
    amount: Money | None
    dated_on: date | None
    amounts: tuple[Money, ...]
    days: tuple[date, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    is_told: bool

    @property
    def bill(self) -> tuple[str, Money | None, date | None]:
        """What tells a bill from another."""
        return self.number, self.amount, self.dated_on


def readings_of(keys: Iterable[UUID]) -> dict[UUID, Reading]:
    """Tell what was read on files; those that were neither read nor told are left out."""
    by_file: dict[UUID, dict[str, DocumentReading]] = {}
    for row in DocumentReading.objects.filter(document_id__in=set(keys)).order_by("read_at", "pk"):
        by_file.setdefault(row.document_id, {})[row.source] = row
    return {key: _reading(rows.get("machine"), rows.get("person")) for key, rows in by_file.items()}


def _reading(machine: DocumentReading | None, person: DocumentReading | None) -> Reading:
    told = person or machine
    found = machine.found if machine else {}
    return Reading(
        told.document_id,
        machine.method if machine else "none",
        told.number,
        told.cents,
        told.dated_on,
        tuple(map(Money, found.get("amounts", ()))),
        tuple(map(date.fromisoformat, found.get("days", ()))),
        tuple(found.get("numbers", ())),
        tuple(found.get("names", ())),
        is_told=person is not None,
    )


@dataclass(frozen=True, slots=True)
class Lookalike:
    """Another file that may be the same paper: `exact` content, `similar` look (in how many bits of 256 it differs), or `same_bill`."""

    document_id: UUID
    resemblance: str
    distance: int = 0


def lookalikes(keys: Iterable[UUID]) -> dict[UUID, list[Lookalike]]:
    """Look for the same paper as each of some files among all of its kind, the surest first: a hint with its evidence, never a proof.

    A similar look counts unless both bills are known and agree in nothing: many forms look alike until they are read.
    """
    files = list(Document.objects.select_related("look").filter(pk__in=set(keys)).order_by("pk"))
    if not files:
        return {}
    own = readings_of([file.pk for file in files])
    bills = [_same_bills(file, own.get(file.pk)) for file in files]
    found = iter(read_together(*map(_same_content, files), *bills, *map(_same_bands, files)))
    exact, billed = ([next(found) for _ in files] for _ in range(2))
    near = [_near(file, looks) for file, looks in zip(files, found, strict=True)]
    read = readings_of({key for keys in (*billed, *near) for key in keys})
    return {
        file.pk: _surest_first(own.get(file.pk), same, among, alike, read)
        for file, same, among, alike in zip(files, exact, billed, near, strict=True)
    }


def _others(file: Document) -> QuerySet[Document]:
    return Document.objects.filter(kind=file.kind).exclude(pk=file.pk)


def _same_content(file: Document) -> QuerySet[Document, UUID]:
    return _others(file).filter(fingerprint=file.fingerprint).order_by("-pk").values_list("pk", flat=True)[:MOST_CANDIDATES]


def _same_bills(file: Document, own: Reading | None) -> QuerySet[DocumentReading, UUID]:
    """Find the files of which something was read, or told, with the number, amount and day of this one, all three known."""
    if own is None or not own.number or own.amount is None or own.dated_on is None:
        return DocumentReading.objects.none()
    same = DocumentReading.objects.filter(document__in=_others(file), number=own.number, cents=own.amount, dated_on=own.dated_on)
    return same.order_by("-document_id").values_list("document_id", flat=True)[:MOST_CANDIDATES]


def _same_bands(file: Document) -> QuerySet[DocumentLook, tuple[UUID, str]]:
    own = getattr(file, "look", None)
    if own is None:
        return DocumentLook.objects.none()
    shared = Q(band_1=own.band_1) | Q(band_2=own.band_2) | Q(band_3=own.band_3) | Q(band_4=own.band_4)
    return DocumentLook.objects.filter(shared, document__in=_others(file)).order_by("-pk").values_list("pk", "look")[:MOST_CANDIDATES]


def _near(file: Document, looks: Iterable[tuple[UUID, str]]) -> dict[UUID, int]:
    """Keep those of some looks that are near that of a file, each with the bits in which it differs."""
    return {key: bits for key, look in looks if (bits := distance(file.look.look, look)) <= NEAR}


def _surest_first(
    own: Reading | None, exact: Iterable[UUID], billed: Iterable[UUID], near: Mapping[UUID, int], read: Mapping[UUID, Reading]
) -> list[Lookalike]:
    found = {key: Lookalike(key, "exact") for key in exact}
    for key in billed:
        if own is not None and read[key].bill == own.bill:
            found.setdefault(key, Lookalike(key, "same_bill"))
    similar = [Lookalike(key, "similar", bits) for key, bits in near.items() if key not in found and not _contradict(own, read.get(key))]
    return [*found.values(), *sorted(similar, key=lambda each: each.distance)]


def _contradict(own: Reading | None, other: Reading | None) -> bool:
    """Tell whether two bills are known in something, and agree in nothing of it."""
    if own is None or other is None:
        return False
    known = [mine == theirs for mine, theirs in zip(own.bill, other.bill, strict=True) if mine and theirs]
    return bool(known) and not any(known)


def waiting_to_be_read(kinds: Iterable[str], limit: int) -> list[UUID]:
    """List the files of these kinds that were not read, the last ones first."""
    rows = Document.objects.filter(kind__in=set(kinds)).exclude(readings__source="machine")
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the installation has to receive files: its antivirus (absent, silent or ready, with its version), its reader of images."""

    antivirus: str
    version: str
    has_reader: bool
    unread: int


def equipment(kinds: Iterable[str]) -> Equipment:
    """Look at what the settings name, and ask the antivirus; count the files of these kinds that were not read yet."""
    unread = Document.objects.filter(kind__in=set(kinds)).exclude(readings__source="machine").count()
    has_reader = bool(reader_program(settings.ENTRAIDE_TESSERACT))
    if not settings.ENTRAIDE_CLAMAV:
        return Equipment("absent", "", has_reader, unread)
    try:
        return Equipment("ready", version_of(settings.ENTRAIDE_CLAMAV), has_reader, unread)
    except NoAntivirus:
        return Equipment("silent", "", has_reader, unread)
