"""Claims beside the truth: what goes wrong goes wrong at its rate, shows nowhere in the claim, and is told by the truth alone."""

from datetime import date
from functools import cache

import numpy as np
import pytest

from entraide.config.population.years import known_rules
from entraide.core.rules import decide, revision_for
from entraide.population.columns import GRANTED, NOT_ASKED
from entraide.population.synthetic import tuning
from entraide.population.synthetic.claims import CARRIED
from entraide.population.synthetic.people import synthetic_people
from entraide.population.synthetic.truth import (
    CHANGED_FAMILY,
    FAMILY_FACTS,
    LIE,
    UNREADABLE_PAPER,
    WRONG_PAPER,
    ToldClaims,
    claims_with_truth,
    each_of,
)


CODES = ("accueil-de-loisirs", "enfant-handicape", "etudes-superieures", "rentree-scolaire-enfant")
YEAR, SIZE = 2023, 20_000


@cache
def rules():
    return known_rules()


@cache
def told() -> tuple[ToldClaims, ...]:
    people = synthetic_people(beneficiaries=60_000, seed=1, on=date(2024, 10, 15))
    benefits = {code: rules().benefits[code] for code in CODES}
    return tuple(claims_with_truth(people, benefits, parameters=rules().parameters, size=SIZE, year=YEAR, seed=1))


def differ(one, other) -> np.ndarray:
    """Tell on which rows some fact of two tables is not the same."""
    return np.logical_or.reduce([one.facts[name].values != other.facts[name].values for name in one.facts])


def test_as_many_claims_are_drawn_as_are_asked_each_benefit_as_often_as_it_is_used():
    sizes = {claims.revisions[-1].code: claims.told.size for claims in told()}
    assert sum(sizes.values()) == pytest.approx(SIZE, abs=len(CODES))
    assert sizes["etudes-superieures"] > sizes["accueil-de-loisirs"] > sizes["enfant-handicape"] > 0


def test_most_claims_are_of_people_who_have_the_right_and_the_others_are_refused_on_the_truth():
    owed = np.concatenate([claims.right.status == GRANTED for claims in told()])
    assert owed.mean() == pytest.approx(1 - tuning.WITHOUT_RIGHT, abs=0.01)


def test_faults_come_at_their_rates_and_a_claim_without_any_says_and_shows_what_is_so():
    faults = np.concatenate([claims.faults for claims in told()])
    assert np.mean(faults & LIE > 0) == pytest.approx(tuning.FALSE_DECLARATIONS, abs=0.002)
    assert np.mean(faults & CHANGED_FAMILY > 0) == pytest.approx(tuning.CHANGED_FAMILIES, abs=0.0015)
    for claims in told():
        sound = claims.faults == 0
        assert sound.mean() > 0.8
        assert not differ(claims.told, claims.truth)[sound].any()
        for paper in claims.papers:
            for name, column in paper.read.items():
                assert np.array_equal(column.values[sound], claims.truth.facts[name].values[sound])
                assert not column.state[sound].any()


def test_a_lie_is_in_what_is_said_and_a_changed_family_in_what_is_held():
    for claims in told():
        lies, changes = claims.faults & LIE > 0, claims.faults & CHANGED_FAMILY > 0
        for name, column in claims.told.facts.items():
            other = column.values != claims.truth.facts[name].values
            assert not other[~(lies if name not in CARRIED else changes)].any()
            assert name in FAMILY_FACTS or name not in CARRIED or not other.any()
        assert differ(claims.told, claims.truth)[changes].all()


def test_a_paper_is_wrong_or_unreadable_at_its_rate_and_mostly_belies_a_lie():
    papers = [(claims, paper) for claims in told() for paper in claims.papers]
    unread = np.concatenate([next(iter(paper.read.values())).state == NOT_ASKED for _, paper in papers])
    assert unread.mean() == pytest.approx(tuning.UNREADABLE_PAPERS, abs=0.005)
    wrong = sum((claims.faults & WRONG_PAPER > 0).sum() for claims in told())
    assert wrong / sum(claims.told.size for claims, _ in papers) == pytest.approx(tuning.WRONG_PAPERS, rel=0.2)
    agree = lies = 0
    for claims, paper in papers:
        for name, column in paper.read.items():
            own = (claims.told.facts[name].values != claims.truth.facts[name].values) & (claims.faults == LIE)
            lies += own.sum()
            agree += (own & (column.values == claims.told.facts[name].values)).sum()
    assert lies > 50
    assert 0 < agree < 0.2 * lies


def test_the_rules_on_the_truth_say_which_grants_are_wrong():
    claims = next(each for each in told() if each.revisions[-1].code == "accueil-de-loisirs")
    everyone = np.ones(claims.told.size, np.bool_)
    assert not claims.wrong(claims.right.status == GRANTED, claims.right.amount).any()
    assert claims.wrong(everyone, claims.right.amount + 1).all()
    assert not claims.wrong(~everyone, claims.right.amount + 1).any()


def test_claims_are_given_one_by_one_as_the_scalar_rules_read_them():
    claims = next(each for each in told() if each.revisions[-1].code == "enfant-handicape")
    decided = 0
    for one in each_of(claims):
        assert all((fact.proof is not None) == (name in CARRIED) for name, fact in one.facts.items())
        assert {kind for kind, _ in one.papers} == {paper.kind for paper in claims.papers}
        if claims.faults[one.row] not in (0, UNREADABLE_PAPER) or one.row > 500:
            continue
        event_on = one.facts[claims.revisions[-1].event_fact].value
        revision = revision_for(claims.revisions, event_on=event_on, filed_on=one.filed_on)
        facts = {name: fact for name, fact in one.facts.items() if name in revision.specs}
        outcome = decide(revision, facts=facts, parameters=claims.parameters, usage={}, filed_on=one.filed_on)
        assert (outcome.amount.cents if outcome.amount else 0) == (
            claims.right.amount[one.row] if claims.right.status[one.row] == GRANTED else 0
        )
        decided += claims.right.status[one.row] == GRANTED
    assert decided > 0


def test_one_seed_gives_the_same_claims_and_the_same_truth():
    people = synthetic_people(beneficiaries=2_000, seed=1, on=date(2024, 10, 15))
    benefits = {code: rules().benefits[code] for code in CODES[:2]}
    one, other = (claims_with_truth(people, benefits, parameters=rules().parameters, size=500, year=YEAR, seed=7) for _ in range(2))
    for first, second in zip(one, other, strict=True):
        assert not differ(first.told, second.told).any()
        assert not differ(first.truth, second.truth).any()
        assert np.array_equal(first.faults, second.faults)
