"""Acts with effects in many apps, as they are first drafted."""

from uuid import UUID

import factory

from entraide.apps.lifecycle.models import Death, Lookalike, PersonMerge, StructureAct, StructureActMember
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY, RowFactory
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import MemberFactory


class ActFactory(RowFactory):
    """An act that waits to be applied."""

    class Meta:
        abstract = True

    drafted_by = factory.LazyFunction(uuid7)
    drafted_at = NOW


class StructureActFactory(ActFactory):
    """A renaming."""

    class Meta:
        model = StructureAct

    kind = "renaming"
    effective_on = TODAY
    event = factory.LazyFunction(dict)
    event_digest = factory.Sequence(lambda number: f"{number:064x}")


class StructureActMemberFactory(RowFactory):
    """A member that a structure event is about."""

    class Meta:
        model = StructureActMember

    act = factory.SubFactory(StructureActFactory)
    member = factory.SubFactory(MemberFactory)
    side = "before"


class DeathFactory(ActFactory):
    """A death that was told and not applied yet."""

    class Meta:
        model = Death

    beneficiary = factory.SubFactory(BeneficiaryFactory)
    died_on = TODAY


class PersonMergeFactory(ActFactory):
    """Two rows thought to be one person."""

    class Meta:
        model = PersonMerge

    kept = factory.SubFactory(BeneficiaryFactory)
    absorbed = factory.SubFactory(BeneficiaryFactory)


class LookalikeFactory(RowFactory):
    """Two rows of the same names and birth."""

    class Meta:
        model = Lookalike

    first_id = factory.LazyFunction(uuid7)
    second_id = factory.LazyAttribute(lambda row: UUID(int=row.first_id.int + 1))
    likeness = "likely"
    rank = 210
    kinds = "|same_names|"
    evidence = factory.LazyFunction(lambda: [{"kind": "same_names", "weight": "strong", "params": {"born": "17/05/1980"}}])
    first_name = "Camille Dupont"
    second_name = "Camille Dupont"
    found_on = TODAY
