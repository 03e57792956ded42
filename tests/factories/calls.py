"""The call of a year, what one person costs of it, a way to the rate, a dispute."""

from datetime import date

import factory

from entraide.apps.contributions.models import CallCampaign, Dispute, PersonLine, RateTrajectory
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.figures import ContributionLineFactory
from tests.factories.members import MemberFactory


class CallCampaignFactory(RowFactory):
    """The call of the year, which runs and has called nobody yet."""

    class Meta:
        model = CallCampaign

    year = TODAY.year
    kind = "call"
    known_at = NOW
    issued_on = TODAY
    due_on = TODAY.replace(month=11)
    member_count = 1
    cents = Money(0)
    started_by = factory.LazyFunction(uuid7)
    started_at = NOW


class PersonLineFactory(RowFactory):
    """An agent who is there all year: `line__member=member`."""

    class Meta:
        model = PersonLine

    line = factory.SubFactory(
        ContributionLineFactory,
        head_count=1,
        cents=Money(21_700),
        rates={"active:21700": [21_700, "Bilan, Grand Reims, 25 septembre 2024", "H", True]},
        known_at=NOW,
    )
    beneficiary = factory.SubFactory(BeneficiaryFactory, affiliation__member=factory.SelfAttribute("...line.member"))
    head_class = HeadClass.ACTIVE
    since = date(TODAY.year, 1, 1)
    until = date(TODAY.year + 1, 1, 1)
    days = 366
    rate = Money(21_700)
    cents = Money(21_700)


class RateTrajectoryFactory(RowFactory):
    """A floor of 150 euros for a year, then two steps."""

    class Meta:
        model = RateTrajectory

    member = factory.SubFactory(MemberFactory)
    since_year = TODAY.year
    start = {"active": 15_000}
    flat_years = 1
    steps = 2
    reason = "floor"
    source = "Offre d’entrée, exemple"
    confidence = "illustrative"
    recorded_at = NOW


class DisputeFactory(RowFactory):
    """A line is disputed and waits for its answer: `person_line__line__member=member`."""

    class Meta:
        model = Dispute

    person_line = factory.SubFactory(PersonLineFactory)
    ground = "Cette personne est partie le 30 juin."
    opened_by = factory.LazyFunction(uuid7)
    opened_at = NOW
    opened_on = TODAY
