"""Until when rights go is one answer, whoever asks: the act, the list, the page; and no day after them is billed."""

from datetime import date

import pytest

from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.beneficiaries.operations.employment import change_employment
from entraide.apps.beneficiaries.queries.employment import eligibility_of, employments_of
from entraide.apps.beneficiaries.queries.employment_effects import effects_of
from entraide.apps.beneficiaries.queries.employment_orders import ContractChange
from entraide.apps.beneficiaries.queries.presences import listed
from entraide.core.eligibility.rule import EligibilityStatus
from entraide.core.eligibility.values import Contract
from entraide.core.roster.stays import rights_ends
from entraide.core.roster.values import Status, Stay
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7
from tests.apps.beneficiaries.rosters import AT, with_rates
from tests.factories.actors import actor
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
IN_TEN_WEEKS = {"contract": "fixed_term", "contract_until": date(2025, 2, 1)}


def somebody(**values):
    return BeneficiaryFactory(**{f"affiliation__{name}": value for name, value in values.items()})


def test_days_after_the_end_of_rights_are_billed_by_nobody():
    with_rates()
    reims = MemberFactory()
    ended = {"contract": "fixed_term", "contract_until": date(2024, 2, 1), "rights_until": date(2025, 1, 1)}
    camille = somebody(member=reims, since=date(2022, 1, 1), **ended)
    assert not listed([reims.pk], year=2025, known_at=NOW).presences
    order = ContractChange(reims.pk, date(2024, 11, 1), "permanent")
    said = effects_of(camille.pk, order, act=Stamp(uuid7(), NOW), on=TODAY)
    billed = [effect.sentence for effect in said if effect.about == "Cotisation"]
    assert len(billed) == 1
    assert "de plus pour 2025" in billed[0]


def test_contracts_that_follow_each_other_give_the_same_rights_by_the_act_the_list_and_the_page():
    reims = MemberFactory()
    johanna = somebody(member=reims, since=date(2021, 1, 6))
    order = ContractChange(reims.pk, date(2024, 11, 1), **IN_TEN_WEEKS)
    change_employment(beneficiary_id=johanna.pk, order=order, actor=actor(Role.CLAIMS_OFFICER), **AT)
    by_the_act = Affiliation.objects.current().get(beneficiary=johanna, until=None).rights_until
    told = Stay(Status.ACTIVE, date(2021, 1, 6), None, date(2021, 1, 6), contract=Contract.FIXED_TERM, contract_until=date(2025, 2, 1))
    by_the_page = employments_of(johanna.pk)[0].rights_until
    assert (by_the_act, *rights_ends((told,)), by_the_page) == (date(2026, 1, 1),) * 3
    verdicts = [eligibility_of(johanna.pk, on=day).status for day in (date(2025, 12, 31), date(2026, 1, 1))]
    assert verdicts == [EligibilityStatus.ELIGIBLE, EligibilityStatus.NOT_ELIGIBLE]
