"""Sealed envelopes and scanned post."""

import factory

from entraide.apps.mailroom.models import Envelope, EnvelopeFile, PostBatch, PostItem
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.documents import DocumentFactory
from tests.factories.members import MemberFactory


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

    document = factory.SubFactory(DocumentFactory)
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
