"""Committees and mandates."""

import factory

from entraide.apps.network.models import CommitteeDepartment, Mandate
from tests.factories.accounts import AccountFactory
from tests.factories.base import FactFactory, RowFactory
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
