"""The members of the synthetic France keep the published shares, and nobody made up passes for real."""

import numpy as np
import pytest
from stdnum import luhn

from entraide.core.structure.values import BodyKind
from entraide.integrations.reference_files.bodies import read_bodies
from entraide.population.synthetic.members import KINDS, Bodies, draw_members
from entraide.population.synthetic.tuning import COMMUNE_BENEFICIARIES, COMMUNE_MEMBERS, UNDER_TEN


COMMUNE = KINDS.index(BodyKind.COMMUNE)
REAL = (BodyKind.COMMUNE, BodyKind.EPCI, BodyKind.DEPARTMENT, BodyKind.REGION)


@pytest.fixture(scope="module")
def known():
    """The real bodies of the shipped tables, by kind."""
    listed = [body for kind in REAL[:3] for body in read_bodies(kind).bodies]
    return {kind: side_by_side([body for body in listed if body.kind is kind]) for kind in REAL}


def side_by_side(listed):
    """Bodies as arrays."""
    rows = ((body.siren, body.name, body.department, body.code, body.population or 0) for body in listed)
    return Bodies(*(np.array(column) for column in zip(*rows, strict=True)))


@pytest.fixture(scope="module")
def france(known):
    """The whole: 21,300 members for a million beneficiaries."""
    return draw_members(known, members=21_300, beneficiaries=1_000_000, seed=1)


def test_members_and_heads_come_to_what_was_asked_and_each_member_has_one(france):
    assert france.bodies.size == len(np.unique(france.bodies.siren)) == 21_300
    assert france.heads.sum() == 1_000_000
    assert (france.heads >= 1).all()


def test_communes_are_the_published_share_of_members_and_of_beneficiaries(france):
    is_commune = france.kind == COMMUNE
    assert is_commune.mean() == pytest.approx(COMMUNE_MEMBERS.value, abs=COMMUNE_MEMBERS.tolerance)
    assert france.heads[is_commune].sum() / france.heads.sum() == pytest.approx(
        COMMUNE_BENEFICIARIES.value, abs=COMMUNE_BENEFICIARIES.tolerance
    )


def test_more_than_half_of_the_members_have_fewer_than_ten_agents(france):
    assert (france.heads < 10).mean() > 0.5
    assert (france.heads < 10).mean() == pytest.approx(UNDER_TEN.value, abs=0.1)


def test_a_made_up_body_has_a_number_that_no_real_body_has_and_says_so(france, known):
    real = {siren for kind in REAL for siren in known[kind].siren}
    made_up = [place for place, siren in enumerate(france.bodies.siren) if siren not in real]
    assert made_up
    assert all(france.bodies.siren[place].startswith("000") and "synthétique" in france.bodies.name[place] for place in made_up)
    assert all(luhn.is_valid(france.bodies.siren[place]) for place in made_up)


def test_a_staff_follows_its_population(france):
    is_commune = france.kind == COMMUNE
    people, heads = france.bodies.population[is_commune], france.heads[is_commune]
    assert np.corrcoef(np.log(people + 1), np.log(heads))[0, 1] > 0.9


@pytest.mark.parametrize(("members", "beneficiaries"), [(20, 30), (20, 100_000), (40_000, 60_000)])
def test_the_smallest_and_the_largest_that_may_be_asked_hold_together(known, members, beneficiaries):
    drawn = draw_members(known, members=members, beneficiaries=beneficiaries, seed=7)
    assert (drawn.bodies.size, drawn.heads.sum(), drawn.heads.min() >= 1) == (members, beneficiaries, True)
    assert len(np.unique(drawn.bodies.siren)) == members


def test_one_seed_gives_one_france_and_another_seed_another(known):
    small = [draw_members(known, members=400, beneficiaries=18_000, seed=seed) for seed in (5, 5, 6)]
    assert (small[0].bodies.siren == small[1].bodies.siren).all()
    assert (small[0].heads == small[1].heads).all()
    assert (small[0].bodies.siren != small[2].bodies.siren).any()


@pytest.mark.parametrize(("members", "beneficiaries"), [(19, 1_000), (40_001, 1_000_000), (400, 599)])
def test_a_member_without_a_head_and_too_few_or_too_many_members_cannot_be_drawn(known, members, beneficiaries):
    with pytest.raises(ValueError, match="from 20 to 40000 members"):
        draw_members(known, members=members, beneficiaries=beneficiaries, seed=1)
