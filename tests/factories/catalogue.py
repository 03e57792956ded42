"""Benefits and revisions as published."""

import hashlib

import factory

from entraide.apps.catalogue.models import Benefit, BenefitRevision
from tests.factories.base import LONG_AGO, THEN, RowFactory


class BenefitFactory(RowFactory):
    """A benefit of the catalogue."""

    class Meta:
        model = Benefit
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"benefit_{n}")
    created_at = THEN


class BenefitRevisionFactory(RowFactory):
    """A revision in force since long ago, without rules: `tests.factories.rules` publishes the real files of `catalogue/`."""

    class Meta:
        model = BenefitRevision

    benefit = factory.SubFactory(BenefitFactory)
    since = LONG_AGO
    name = factory.LazyAttribute(lambda revision: f"Prestation {revision.benefit.code}")
    theme = "family"
    definition = factory.LazyFunction(dict)
    digest = factory.Sequence(lambda n: hashlib.sha256(f"revision {n}".encode()).hexdigest())
    published_at = THEN
