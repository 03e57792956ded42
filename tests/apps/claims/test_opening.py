"""What names a benefit of an earlier system."""

from dataclasses import replace
from datetime import date

from entraide.apps.claims.operations.opening import external_key
from entraide.core.money import Money
from entraide.core.opening.values import OpeningBenefit


LONG = OpeningBenefit(2, "B" * 60, "", "a" * 80, "E" * 60, date(2023, 9, 21), Money.of(100), "")


def test_benefits_of_long_keys_that_differ_by_their_day_or_amount_are_two():
    others = [
        LONG,
        replace(LONG, settled_on=date(2023, 9, 22)),
        replace(LONG, amount=Money.of(20)),
        replace(LONG, dependant_external_id=""),
    ]
    assert len({external_key(each) for each in others}) == 4


def test_two_lines_that_say_the_same_are_one_benefit():
    assert external_key(LONG) == external_key(replace(LONG, line_number=9))


def test_the_earlier_systems_own_key_names_a_benefit():
    assert external_key(replace(LONG, external_id="P1")) == "P1"
