"""What a branch follows."""

from datetime import timedelta

import factory

from entraide.apps.portfolio.models import Commitment, Exchange, Followed, Target
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.members import MemberFactory


class ExchangeFactory(RowFactory):
    """A visit."""

    class Meta:
        model = Exchange

    member = factory.SubFactory(MemberFactory)
    kind = "visit"
    held_on = TODAY
    summary = "Présentation du catalogue."
    noted_by = factory.LazyFunction(uuid7)
    noted_at = NOW


class CommitmentFactory(RowFactory):
    """Something promised for the week after."""

    class Meta:
        model = Commitment

    member = factory.SubFactory(MemberFactory)
    what = "Envoyer une estimation."
    due_on = TODAY + timedelta(days=7)
    promised_by = factory.LazyFunction(uuid7)


class FollowedFactory(RowFactory):
    """A prospect."""

    class Meta:
        model = Followed

    member = factory.SubFactory(MemberFactory)
    stage = "spotted"
    since = TODAY


class TargetFactory(RowFactory):
    """New members that a committee aims at."""

    class Meta:
        model = Target

    year = TODAY.year
    committee = "Est"
    indicator = "new_members"
    value = 12
