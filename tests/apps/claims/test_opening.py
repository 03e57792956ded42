"""What names a benefit of an earlier system."""

from dataclasses import replace
from datetime import date

import pytest

from entraide.apps.claims.operations import opening
from entraide.apps.claims.operations.opening import external_key
from entraide.core.money import Money
from entraide.core.opening.values import OpeningBenefit
from entraide.orm import acts
from tests.factories.claims import ImportedBenefitFactory


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


@pytest.mark.django_db
def test_of_all_that_was_taken_over_only_the_keys_of_the_file_are_asked_for_some_at_a_time(monkeypatch, django_assert_num_queries):
    for key in ("P1", "P2", "Q1"):
        ImportedBenefitFactory(external_key=key)
    monkeypatch.setattr(acts, "BATCH", 2)
    with django_assert_num_queries(2):
        assert opening._known({"P1", "P2", "P3"}) == {"P1", "P2"}
