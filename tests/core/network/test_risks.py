"""Signals of an account at risk."""

from datetime import date
from fractions import Fraction

from entraide.core.network.risks import UsePair, low_users, without_correspondent_since
from entraide.core.network.stages import NEXT, ProspectStage, may_follow


def test_three_months_without_correspondent_go_by_the_calendar():
    assert without_correspondent_since(date(2024, 5, 31)) == date(2024, 2, 29)


def test_a_rate_under_half_of_the_committee_is_low_and_half_is_not():
    pairs = [UsePair("low", "Est", 1, 10), UsePair("half", "Est", 4, 10), UsePair("high", "Est", 19, 10)]
    assert low_users(pairs) == {"low": (Fraction(1, 10), Fraction(4, 5))}


def test_members_are_held_against_their_own_committee():
    pairs = [UsePair("a", "Est", 1, 10), UsePair("b", "Ouest", 9, 10)]
    assert low_users(pairs) == {}


def test_a_member_without_beneficiaries_has_no_rate():
    assert low_users([UsePair("empty", "Est", 0, 0), UsePair("full", "Est", 5, 10)]) == {}


def test_a_stage_may_be_skipped_and_never_taken_back():
    order = list(ProspectStage)[:4]
    for before, stage in enumerate(order):
        assert all(may_follow(stage, then) for then in order[before + 1 :])
        assert not any(may_follow(stage, then) for then in order[: before + 1])


def test_what_was_lost_begins_again():
    assert NEXT[ProspectStage.LOST] == (ProspectStage.SPOTTED,)
    assert all(may_follow(stage, ProspectStage.LOST) for stage in ProspectStage if stage is not ProspectStage.LOST)
