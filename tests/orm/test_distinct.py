"""Distinct values by steps in an index."""

import pytest

from entraide.apps.claims.models import Claim
from entraide.orm.distinct import distinct_values
from tests.factories.claims import ClaimFactory


pytestmark = pytest.mark.django_db


def test_each_value_is_given_once_in_order_among_the_rows_asked_for():
    for code, is_hidden in (("b", False), ("a", False), ("b", True), ("d", True), ("c", False), ("a", False)):
        ClaimFactory(benefit_code=code, is_confidential=is_hidden)
    assert distinct_values(Claim.objects.filter(is_confidential=False), "benefit_code") == ["a", "b", "c"]


def test_an_empty_table_has_none():
    assert distinct_values(Claim.objects.all(), "benefit_code") == []


def test_rows_that_cannot_be_have_none():
    ClaimFactory()
    assert distinct_values(Claim.objects.filter(pk__in=[]), "benefit_code") == []
