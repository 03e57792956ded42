"""Sealed envelopes and scanned post."""

from io import BytesIO

import factory
import pikepdf

from entraide.apps.mailroom.models import Envelope, EnvelopeFile, PostBatch, PostItem
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.documents import DocumentFactory
from tests.factories.members import MemberFactory


def blank_pages(count: int) -> bytes:
    """Make a real PDF of blank A4 pages."""
    whole, output = pikepdf.new(), BytesIO()
    for _ in range(count):
        whole.add_blank_page(page_size=(595, 842))
    whole.save(output)
    return output.getvalue()


class EnvelopeFactory(RowFactory):
    """An envelope that nobody has opened."""

    class Meta:
        model = Envelope

    reference = factory.Sequence(lambda n: f"E{n:07d}")
    member = factory.SubFactory(MemberFactory)
    beneficiary = factory.SubFactory(BeneficiaryFactory)
    deposited_by = factory.LazyFunction(uuid7)
    deposited_at = NOW
    deposited_on = TODAY


class EnvelopeFileFactory(RowFactory):
    """One file of an envelope."""

    class Meta:
        model = EnvelopeFile

    envelope = factory.SubFactory(EnvelopeFactory)
    document = factory.SubFactory(DocumentFactory)


class PostBatchFactory(RowFactory):
    """The post of today in one file of four pages."""

    class Meta:
        model = PostBatch

    document = factory.SubFactory(DocumentFactory, content=blank_pages(4), pages=4)
    received_on = TODAY
    page_count = 4
    scanned_by = factory.LazyFunction(uuid7)
    scanned_at = NOW
    fingerprint = factory.Sequence(lambda n: f"{n:064x}")


class PostItemFactory(RowFactory):
    """Two pages without a cover sheet, to be sorted by hand."""

    class Meta:
        model = PostItem

    batch = factory.SubFactory(PostBatchFactory)
    first_page = 1
    last_page = 2
    state = "to_sort"
    reason = "no_cover"
