"""What the rule decides by itself of synthetic claims, held against the truth that they do not hold."""

from functools import cache

import pytest
from django.core.management import call_command

from entraide.config.population.straight_through import (
    AGENT_GONE,
    CHILD_GONE,
    STRAIGHT_AT_LEAST,
    WRONG_AT_MOST,
    is_flat_rate,
    measured,
    rates_told,
    targets_of,
    told,
)
from entraide.config.population.years import known_rules
from entraide.population.synthetic import tuning
from entraide.population.synthetic.truth import LIE, WRONG_PAPER


SIZE, YEAR = 5_000, 2023


@cache
def found():
    return measured(claims=SIZE, seed=3, year=YEAR, rules=known_rules())


def test_as_many_claims_are_decided_as_are_asked_for_flat_rates_alone():
    shares = {each.code: each for each in found().shares}
    assert found().total().claims == pytest.approx(SIZE, abs=len(shares))
    assert "accueil-de-loisirs" not in shares
    assert "coupon-sport" not in shares
    assert all(is_flat_rate(known_rules().benefits[code][-1]) for code in shares)


def test_three_in_five_are_decided_without_a_human_act_and_few_wrongly():
    assert [holds for *_, holds in targets_of(found())] == [True, True]
    straight, wrong = (reached for _, reached, *_ in targets_of(found()))
    assert straight >= STRAIGHT_AT_LEAST
    assert wrong <= WRONG_AT_MOST


def test_what_needs_a_paper_is_never_decided_by_the_rule_alone():
    shares = {each.code: each for each in found().shares}
    for code in ("etudes-superieures", "rentree-scolaire-enfant", "mariage-pacs", "depart-en-retraite"):
        assert shares[code].claims > 0
        assert shares[code].straight == 0


def test_nobody_without_the_right_is_granted_by_the_rule():
    for each in found().shares:
        assert each.straight <= each.claims * (1 - tuning.WITHOUT_RIGHT) + 1


def test_no_paper_of_another_passes():
    assert found().faults[WRONG_PAPER][2] == 0


def test_what_passes_is_who_left_unknown_to_all_and_now_and_then_a_day_that_is_not_so():
    gone = measured(claims=60_000, seed=3, year=YEAR, rules=known_rules())
    there, straight, wrong = (sum(pair) for pair in zip(gone.faults[CHILD_GONE], gone.faults[AGENT_GONE], strict=True))
    assert there > straight == wrong > 0
    assert gone.total().wrong == wrong + gone.faults[LIE][2]


def test_the_rates_are_printed_first_and_what_would_make_it_fail_last(capsys):
    lines = list(told(found()))
    assert "tous d’exemple" in lines[0]
    assert all(any(name in line for line in lines[1 : len(rates_told()) + 1]) for name, _ in rates_told())
    call_command("population", "straight-through", "--claims", "2000", "--seed", "3")
    said = capsys.readouterr().out
    assert "part décidée sans intervention" in said
    assert said.index("Taux fixés") < said.index("prestation") < said.index("Ce que chaque défaut laisse passer")
