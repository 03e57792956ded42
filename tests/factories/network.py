"""Committees and mandates."""

from datetime import timedelta

import factory

from entraide.apps.network.models import BureauSeat, CommitteeDepartment, Designation, DesignationCampaign, Mandate
from tests.factories.accounts import AccountFactory
from tests.factories.base import THEN, TODAY, FactFactory, RowFactory
from tests.factories.members import MemberFactory


class CommitteeDepartmentFactory(RowFactory):
    """A department of a regional committee."""

    class Meta:
        model = CommitteeDepartment
        django_get_or_create = ("department",)

    department = factory.Sequence(lambda n: f"{n % 1000:03d}")
    committee = "Grand Est, Bourgogne-Franche-Comté"
    attestation = "illustrative"


class MandateFactory(FactFactory):
    """Someone acts for a member since long ago."""

    class Meta:
        model = Mandate

    member = factory.SubFactory(MemberFactory)
    account = factory.SubFactory(AccountFactory)
    kind = "correspondent"


class BureauSeatFactory(FactFactory):
    """A delegate of the elected sits in the bureau of a delegation."""

    class Meta:
        model = BureauSeat

    department = "51"
    account = factory.SubFactory(AccountFactory)
    college = "elected"
    function = "president"


class DesignationCampaignFactory(RowFactory):
    """The campaign that follows municipal elections."""

    class Meta:
        model = DesignationCampaign

    title = "Désignation des délégués"
    opened_on = TODAY
    due_on = factory.LazyAttribute(lambda campaign: campaign.opened_on + timedelta(days=90))
    mandates_on = factory.SelfAttribute("due_on")
    opened_at = THEN


class DesignationFactory(RowFactory):
    """A member is awaited for the college of its elected."""

    class Meta:
        model = Designation

    campaign = factory.SubFactory(DesignationCampaignFactory)
    member = factory.SubFactory(MemberFactory)
    college = "elected"
    state = "awaited"
