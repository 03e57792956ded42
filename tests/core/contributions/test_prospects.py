"""What a commune that does not belong might bring: intervals, never one number."""

import json
from fractions import Fraction
from importlib.resources import files
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.contributions.prospects import (
    HIGH_SHARE,
    LOW_SHARE,
    SCALE,
    STRATA,
    HeadsEstimate,
    estimated_contribution,
    estimated_heads,
    heads_per_thousand,
)
from entraide.core.contributions.tariff import RateMissing
from entraide.core.money import Money
from entraide.integrations.reference_data import communes
from tests.harness.tariffs import TARIFF


CALIBRATION = json.loads(files("entraide").joinpath("data", "calibration_fpt_cnas.json").read_text(encoding="utf-8"))


def test_the_strata_are_those_of_the_calibration_file():
    proposed = CALIBRATION["taux_par_strate_PROPOSITION"]["strates_hab"]
    assert [(start, rate) for start, rate in STRATA] == [(start, Fraction(str(rate))) for start, _, rate in proposed]
    assert [end for _, end, _ in proposed] == [start for start, _ in STRATA[1:]] + [None]


def test_the_shares_are_the_deciles_of_the_published_survey():
    towns = next(row for row in CALIBRATION["taux_par_habitant"] if row["perimetre"] == "villes moyennes")
    average = towns["agents_pour_1000_hab"]
    assert (Fraction(towns["p10"], average), Fraction(towns["p90"], average)) == (LOW_SHARE, HIGH_SHARE)


def test_all_communes_together_have_the_agents_that_published_totals_give():
    middle = sum(heads_per_thousand(each.population) * each.population / 1000 for each in communes().values() if each.population)
    published = Fraction("0.546") * 1_900_000
    assert abs(middle / published - 1) < Fraction(1, 100)


@pytest.mark.parametrize(("population", "rate"), [(0, "7.5"), (499, "7.5"), (500, "8.5"), (9_999, "15.5"), (100_000, "20.5")])
def test_a_size_begins_with_its_first_inhabitant(population, rate):
    assert heads_per_thousand(population) == Fraction(rate) * SCALE


def test_the_worked_example():
    heads = estimated_heads("commune", 5_850)
    assert heads == HeadsEstimate(64, 108)
    estimate = estimated_contribution(heads, year=2024, tariff=TARIFF)
    assert (estimate.low, estimate.high, estimate.rate) == (Money.of(13_888), Money.of(23_436), Money.of(217))
    assert estimate.is_checked and estimate.source == "délibération de 2024"


@given(st.integers(0, 3_000_000))
@settings(max_examples=200)
def test_an_interval_holds_its_middle_and_is_rounded_outwards(population):
    heads = estimated_heads("commune", population)
    middle = heads_per_thousand(population) * population / 1000
    assert heads.low <= middle <= heads.high
    assert (heads.low, heads.high) == (floor(middle * Fraction(3, 4)), ceil(middle * Fraction(5, 4)))


@pytest.mark.parametrize(("kind", "population"), [("epci", 40_000), ("sdis", None), ("commune", None)])
def test_what_cannot_be_deduced_is_not_estimated(kind, population):
    assert estimated_heads(kind, population) is None


def test_a_negative_population_is_refused():
    with pytest.raises(ValueError, match="counted from zero"):
        estimated_heads("commune", -1)


def test_a_year_that_nobody_confirmed_is_said_so():
    assert not estimated_contribution(HeadsEstimate(1, 2), year=2025, tariff=TARIFF).is_checked


def test_a_year_before_the_first_rate_is_refused():
    with pytest.raises(RateMissing):
        estimated_contribution(HeadsEstimate(1, 2), year=2017, tariff=TARIFF)
