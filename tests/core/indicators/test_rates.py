"""The two rates, on the figures that were published."""

from decimal import Decimal

import pytest

from entraide.core.indicators.rates import return_rate, user_rate
from entraide.core.money import ZERO, Money


@pytest.mark.parametrize(
    ("paid", "called", "percent"),
    [(324_785, "308212.74", "105.38"), (380_456, "309767.44", "122.82"), (705_241, "617980.18", "114.12")],
)
def test_the_return_rate_of_grand_reims_is_the_published_one(paid, called, percent):
    assert f"{return_rate(Money.of(paid), Money.of(called)) * 100:.2f}" == percent


def test_a_year_without_contribution_has_no_return_rate():
    assert return_rate(Money.of(100), ZERO) is None
    assert return_rate(Money.of(100), Money.of(-5)) is None


def test_returns_above_what_was_settled_give_a_rate_below_zero():
    assert return_rate(Money.of(-50), Money.of(100)) == Decimal("-0.500000")


def test_a_member_without_beneficiary_has_no_user_rate():
    assert user_rate(0, 0) is None


@pytest.mark.parametrize(("users", "beneficiaries"), [(3, 2), (-1, 2)])
def test_more_users_than_beneficiaries_is_a_fault_of_the_caller(users, beneficiaries):
    with pytest.raises(ValueError, match="users among"):
        user_rate(users, beneficiaries)


def test_a_rate_has_six_decimals_rounded_half_up():
    assert user_rate(2, 3) == Decimal("0.666667")
