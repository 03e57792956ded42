"""A use is told once; a return ends it; paid again, it is told anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from entraide.apps.usage.models import Use
from entraide.apps.usage.operations import Service, take_back, tell
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, TODAY


pytestmark = pytest.mark.django_db


def service() -> Service:
    return Service("benefit", "accueil-de-loisirs", uuid7(), uuid7(), TODAY, Money.of(100), uuid7())


def test_the_same_service_told_twice_counts_once():
    told = service()
    assert tell([told], at=NOW) == 1
    assert tell([told], at=NOW) == 0
    assert Use.objects.count() == 1


def test_a_return_ends_the_use_once_and_a_new_payment_is_another_attempt():
    told = service()
    tell([told], at=NOW)
    assert take_back(source_id=told.source_id, attempt=1, on=TODAY) is True
    assert take_back(source_id=told.source_id, attempt=1, on=TODAY) is False
    assert tell([replace(told, attempt=2)], at=NOW) == 1
    assert Use.objects.filter(cancelled_on__isnull=True).get().attempt == 2


def test_a_return_booked_before_its_debit_ends_the_use_on_the_day_it_began():
    told = service()
    tell([told], at=NOW)
    assert take_back(source_id=told.source_id, attempt=1, on=TODAY - timedelta(days=1)) is True
    assert Use.objects.get().cancelled_on == TODAY
