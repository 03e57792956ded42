"""What a line 14 would change is shown before it is written, and a decision is never changed by it."""

from dataclasses import replace

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import TaxLine
from entraide.apps.beneficiaries.queries import TaxLineView
from entraide.apps.beneficiaries.queries.tax_tiers import tier_of
from entraide.apps.claims.models import Claim, ClaimFact, Decision
from entraide.apps.claims.queries.tax_effects import effects_of
from entraide.apps.parameters.queries import parameter_book
from entraide.core.money import Money
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.thread import filed_by, granted_to


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published_catalogue")]


def line(euros, *, year=2023, partner=None):
    return TaxLineView(year, Money.of(euros), "notice", TODAY, NOW, None if partner is None else Money.of(partner))


@pytest.fixture
def officer(db):
    return person(Role.CLAIMS_OFFICER)


def test_an_open_claim_is_told_as_it_would_become_and_nothing_is_written(officer):
    someone = person(Role.BENEFICIARY)
    filed_by(someone)
    before = (TaxLine.objects.count(), ClaimFact.objects.count(), Claim.objects.get().state)
    effects = [effects_of(someone.beneficiary.pk, line=line(euros), actor=officer.actor) for euros in (800, 2000, 9000)]
    amounts = [each[0].after.amount for each in effects]
    assert len(set(amounts)) == 3 and amounts == sorted(amounts, reverse=True)
    assert all(each[0].before.amount == amounts[0] for each in effects)
    assert [each[0].changes for each in effects] == [True, True, True]
    assert (TaxLine.objects.count(), ClaimFact.objects.count(), Claim.objects.get().state) == before


def test_a_line_of_another_year_concerns_no_claim_of_this_one(officer):
    someone = person(Role.BENEFICIARY)
    filed_by(someone)
    assert effects_of(someone.beneficiary.pk, line=line(800, year=2024), actor=officer.actor) == []


def test_a_decided_claim_is_named_and_stays_as_it_was_decided(officer):
    someone = person(Role.BENEFICIARY)
    granted_to(someone, officer)
    (effect,) = effects_of(someone.beneficiary.pk, line=line(9000), actor=officer.actor)
    assert (effect.before, effect.after, effect.changes, effect.is_paid_back) == (None, None, False, False)
    assert Decision.objects.count() == 1


def test_tiers_go_by_the_thresholds_of_the_year_that_the_notice_serves():
    book = parameter_book()
    found = [tier_of(line(euros), parameters=book, on=TODAY).tier for euros in (1200, 1201, 2500, 2501)]
    assert found == [1, 2, 2, 3]
    assert tier_of(line(1000, partner=1000), parameters=book, on=TODAY).tier == 2
    served = tier_of(line(1000), parameters=book, on=TODAY)
    assert (served.serves_year, served.limits, served.is_checked) == (2024, (Money.of(1200), Money.of(2500)), True)
    assert not tier_of(line(1000, year=2024), parameters=book, on=TODAY).is_checked


def test_an_unpublished_threshold_leaves_the_tier_open():
    assert tier_of(line(1000), parameters=replace(parameter_book(), timelines={}), on=TODAY).tier is None
