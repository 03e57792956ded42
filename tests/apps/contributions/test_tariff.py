"""The tariff is what the parameters say: dated, sourced, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from entraide.apps.accounts.actor import system_actor
from entraide.apps.parameters.operations import import_parameters
from entraide.apps.parameters.queries import tariff
from entraide.apps.parameters.refusals import DivisionUnknown
from entraide.core.contributions.tariff import Division, HeadClass, RateMissing
from entraide.core.money import Money
from entraide.core.timeline import Dated, Timeline
from entraide.integrations.rule_files import read_parameters
from tests.factories.base import NOW, THEN, TODAY


pytestmark = pytest.mark.django_db
ACT = {"actor": system_actor("suite"), "on": TODAY}
BOOK = read_parameters(settings.CATALOGUE)[0]


def test_the_catalogue_gives_the_published_rates_with_their_source():
    import_parameters(book=BOOK, at=THEN, **ACT)
    found = tariff()
    assert found.rate(HeadClass.ACTIVE, 2024).value == Money.of(217)
    assert found.rate(HeadClass.RETIREE, 2024).value == Money.of(141)
    assert "25 septembre 2024" in found.rate(HeadClass.RETIREE, 2024).source
    assert found.rate(HeadClass.ACTIVE, 2023).confidence == "illustrative"
    assert found.division_of(2024) is Division.DAYS
    assert found.is_checked(HeadClass.ACTIVE, 2024) and not found.is_checked(HeadClass.ACTIVE, 2025)


def test_without_parameters_no_rate_is_known():
    with pytest.raises(RateMissing):
        tariff().rate(HeadClass.ACTIVE, 2024)


def test_a_tariff_is_read_as_it_was_known():
    import_parameters(book=BOOK, at=THEN, **ACT)
    dearer = Timeline((Dated(date(2024, 1, 1), Money.of(300), "essai"),))
    import_parameters(book=replace(BOOK, timelines={**BOOK.timelines, "contribution.active": dearer}), at=NOW, **ACT)
    assert tariff().rate(HeadClass.ACTIVE, 2024).value == Money.of(300)
    assert tariff(known_at=THEN).rate(HeadClass.ACTIVE, 2024).value == Money.of(217)


def test_a_division_that_nobody_knows_is_refused():
    odd = Timeline((Dated(date(2024, 1, 1), "months", "essai"),))
    with pytest.raises(DivisionUnknown):
        import_parameters(book=replace(BOOK, timelines={**BOOK.timelines, "contribution.division": odd}), at=NOW, **ACT)
