"""Files, really encrypted and kept in the store."""

from collections.abc import Sequence
from datetime import date

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from entraide.apps.claims.models import ClaimDocument
from entraide.apps.documents.models import Document, DocumentLook, DocumentReading
from entraide.core.money import Money
from entraide.integrations.keyring import encrypt_file, keyring
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, RowFactory


class DocumentFactory(RowFactory):
    """A small PDF; `content=b"…"` chooses what it holds."""

    class Meta:
        model = Document

    id = factory.LazyFunction(uuid7)
    kind = "supporting_document"
    name = factory.Sequence(lambda n: f"facture-{n}.pdf")
    media_type = "application/pdf"
    added_at = NOW

    @classmethod
    def _create(cls, model_class, *args, content: bytes = b"%PDF-1.7 a paper", **kwargs):
        sealed, wrapped_key = encrypt_file(content, about=str(kwargs["id"]))
        kept = {
            "size": len(content),
            "fingerprint": keyring().hashed(content.hex(), about="document"),
            "storage_name": default_storage.save(f"{kwargs['id']}.sealed", ContentFile(sealed)),
            "wrapped_key": wrapped_key,
        }
        return super()._create(model_class, *args, **(kept | kwargs))


class DocumentLookFactory(RowFactory):
    """What the first page of a file looks like."""

    class Meta:
        model = DocumentLook

    document = factory.SubFactory(DocumentFactory)
    look = "0" * 64
    band_1 = band_2 = band_3 = band_4 = 0


class DocumentReadingFactory(RowFactory):
    """What the machine read of a file: nothing."""

    class Meta:
        model = DocumentReading

    document = factory.SubFactory(DocumentFactory)
    source = "machine"
    read_at = NOW


def read_by_machine(paper: ClaimDocument, *, amounts: Sequence[Money], days: Sequence[date] = (), number: str = "F117") -> None:
    """Say what the machine read on a paper: a bill."""
    found = {"amounts": [amount.cents for amount in amounts], "days": [day.isoformat() for day in days], "numbers": [number], "names": []}
    told = {"number": number, "cents": amounts[0], "dated_on": days[0] if days else None}
    DocumentReading.objects.create(document=paper.document, source="machine", method="text", found=found, read_at=NOW, **told)
