"""What is counted: contributions, uses, the journal, published tables."""

import factory

from entraide.apps.contributions.models import ContributionLine
from entraide.apps.ledger.models import DoneAct, JournalEntry
from entraide.apps.reporting.models import Publication, PublishedFigures, PublishedSmall
from entraide.apps.usage.models import Use
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.members import MemberFactory


class ContributionLineFactory(RowFactory):
    """The call of the year, for a hundred heads."""

    class Meta:
        model = ContributionLine

    member = factory.SubFactory(MemberFactory)
    year = TODAY.year
    kind = "call"
    label = "Appel de cotisation"
    head_count = 100
    cents = Money(2_170_000)
    on = TODAY.replace(month=1)
    origin = "platform"
    external_key = factory.Sequence(lambda n: f"call-{n}")
    recorded_at = NOW


class UseFactory(RowFactory):
    """A benefit settled today."""

    class Meta:
        model = Use

    kind = "benefit"
    code = "holidays"
    beneficiary_id = factory.LazyFunction(uuid7)
    member_id = factory.LazyFunction(uuid7)
    on = TODAY
    cents = Money(10_000)
    origin = "platform"
    source_id = factory.LazyFunction(uuid7)
    told_at = NOW


class JournalEntryFactory(RowFactory):
    """One transfer between two accounts."""

    class Meta:
        model = JournalEntry

    debit = "658"
    credit = "467"
    cents = Money(10_000)
    on = TODAY
    at = NOW
    cause_kind = "grant"
    cause_id = factory.LazyFunction(uuid7)
    cause_key = factory.LazyAttribute(lambda entry: f"{entry.cause_kind}:{entry.cause_id}")


class DoneActFactory(RowFactory):
    """An act that was done once."""

    class Meta:
        model = DoneAct

    key = factory.Sequence(lambda n: f"act-{n}")
    operation = "claims.grant"
    result_id = factory.LazyFunction(uuid7)
    at = NOW


class PublicationFactory(RowFactory):
    """The provisional table of the running year."""

    class Meta:
        model = Publication

    year = TODAY.year
    as_of = TODAY
    is_provisional = True
    published_at = NOW


class PublishedFiguresFactory(RowFactory):
    """One member's figures."""

    class Meta:
        model = PublishedFigures

    publication = factory.SubFactory(PublicationFactory)
    member = factory.SubFactory(MemberFactory)
    contributions = Money(2_170_000)
    settled = Money(1_900_000)
    user_count = 40
    beneficiary_count = 100


class PublishedSmallFactory(RowFactory):
    """The small members of a publication, together."""

    class Meta:
        model = PublishedSmall

    publication = factory.SubFactory(PublicationFactory)
    member_count = 3
    contributions = Money(500_000)
    settled = Money(300_000)
    user_count = 12
    beneficiary_count = 24
