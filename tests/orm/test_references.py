"""A reference that is taken is drawn again, on the rows as in the same draw."""

from itertools import chain, count
from uuid import UUID

import pytest

from entraide.apps.beneficiaries.models import Beneficiary
from entraide.apps.claims.models import Claim
from entraide.apps.payments.models import TransferBatch
from entraide.core.reference import make_reference
from entraide.orm import references
from entraide.orm.references import draw_references
from tests.factories.beneficiaries import BeneficiaryFactory


pytestmark = pytest.mark.django_db


def keys(*numbers):
    """Give keys whose references are known, then others for ever."""
    return chain((UUID(int=number + (place << 100)) for place, number in enumerate(numbers)), map(UUID, map("{:032x}".format, count(1000))))


def test_a_reference_that_somebody_holds_is_drawn_again(monkeypatch):
    BeneficiaryFactory(reference=make_reference("B", 7))
    drawn = keys(7, 8)
    monkeypatch.setattr(references, "uuid7", lambda: next(drawn))
    assert [reference for _, reference in draw_references(Beneficiary, "B")] == [make_reference("B", 8)]


def test_a_draw_never_gives_one_reference_twice(monkeypatch):
    BeneficiaryFactory(reference=make_reference("B", 7))
    drawn = keys(5, 5, 7, 5, 6)
    monkeypatch.setattr(references, "uuid7", lambda: next(drawn))
    found = [reference for _, reference in draw_references(Beneficiary, "B", 3)]
    assert len(set(found)) == 3 and make_reference("B", 7) not in found


@pytest.mark.parametrize(("model", "prefix"), [(Beneficiary, "B"), (Claim, "D"), (TransferBatch, "L")])
def test_every_reference_comes_with_the_key_it_is_made_of(model, prefix):
    for key, reference in draw_references(model, prefix, 3):
        assert reference == make_reference(prefix, key.int % 32**8)
