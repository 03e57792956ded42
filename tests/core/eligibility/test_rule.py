"""Who has rights, for which reason, until when: every branch of the rule, and its laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entraide.core.eligibility.facts import Designation, Employment, PersonFacts, Retirement
from entraide.core.eligibility.rights import rights_end
from entraide.core.eligibility.rule import SIX_MONTHS, EligibilityStatus, RightsScope, days_of, eligibility
from entraide.core.eligibility.sentences import REASONS
from entraide.core.eligibility.values import Contract, Position
from entraide.core.timeline import Span, add_months


ON = date(2024, 10, 15)
ELIGIBLE, NOT, UNKNOWN = EligibilityStatus.ELIGIBLE, EligibilityStatus.NOT_ELIGIBLE, EligibilityStatus.UNKNOWN


def work(since, until=None, contract=Contract.PERMANENT, position=Position.IN_SERVICE, **values):
    return Employment(Span(since, until), contract, position, **values)


def temporary(since, until=None, **values):
    return work(since, until, Contract.FIXED_TERM, **values)


def judged(*employments, on=ON, **facts):
    return eligibility(PersonFacts(employments, **facts), on)


def told(found):
    return found.status, [reason.code.removeprefix("eligibility.") for reason in found.reasons]


@pytest.mark.parametrize("contract", [Contract.PERMANENT, Contract.OPEN_ENDED])
@pytest.mark.parametrize("position", [Position.IN_SERVICE, Position.LENT, Position.SECONDED_IN])
def test_a_contract_without_term_opens_rights_from_its_first_day_lent_and_seconded_in_too(contract, position):
    found = judged(work(ON, contract=contract, position=position))
    assert told(found) == (ELIGIBLE, ["lasting_contract"])
    assert (found.scope, found.until) == (RightsScope.EVERYTHING, None)


@pytest.mark.parametrize("month", range(1, 13))
def test_six_calendar_months_are_enough_whatever_the_month_they_begin_in(month):
    since = date(2023, month, 1)
    assert told(judged(temporary(since, add_months(since, 6)), on=since))[0] is ELIGIBLE


def test_the_days_of_several_contracts_add_up_and_shared_days_count_once():
    first, second = temporary(date(2024, 1, 1), date(2024, 4, 1)), temporary(date(2024, 9, 1), date(2024, 12, 1))
    assert told(judged(second)) == (NOT, ["too_short"])
    assert told(judged(first, second)) == (ELIGIBLE, ["six_months"])
    assert told(judged(second, second)) == (NOT, ["too_short"])


def test_contracts_of_other_years_do_not_count():
    assert told(judged(temporary(date(2023, 1, 1), date(2023, 6, 1)), temporary(ON, ON + timedelta(days=90))))[0] is NOT


def test_a_contract_may_run_beyond_the_presence_that_is_known():
    assert told(judged(temporary(ON, contract_until=date(2025, 6, 1)))) == (ELIGIBLE, ["six_months"])


def test_an_apprentice_is_judged_by_the_length_of_the_contract():
    assert told(judged(work(ON, date(2026, 9, 1), Contract.APPRENTICESHIP)))[0] is ELIGIBLE


@pytest.mark.parametrize("employment", [work(ON, contract=None), temporary(ON)])
def test_what_is_not_known_of_a_contract_leaves_a_doubt(employment):
    assert told(judged(employment)) == (UNKNOWN, ["contract_unknown"])


def test_an_unknown_contract_is_no_doubt_once_others_make_six_months():
    assert told(judged(work(ON, contract=None), temporary(date(2024, 1, 1), date(2024, 8, 1)))) == (ELIGIBLE, ["six_months"])


@pytest.mark.parametrize(
    ("position", "reason"),
    [
        (Position.AVAILABILITY, "availability"),
        (Position.SECONDED_OUT, "seconded_out"),
        (Position.VOLUNTEER_FIREFIGHTER, "volunteer_firefighter"),
    ],
)
def test_some_positions_open_no_rights(position, reason):
    assert told(judged(work(date(2020, 1, 1), position=position))) == (NOT, [reason])


def on_leave(contributes, since=date(2024, 7, 1)):
    return work(date(2020, 1, 1), since), work(since, position=Position.UNPAID_LEAVE, employer_contributes=contributes)


def test_unpaid_leave_wants_six_months_paid_in_the_year_and_an_employer_who_contributes():
    assert told(judged(*on_leave(True)))[0] is ELIGIBLE
    assert told(judged(on_leave(None)[1])) == (NOT, ["leave_too_early"])
    assert told(judged(*on_leave(None), on=date(2025, 3, 1))) == (NOT, ["leave_too_early"])
    assert judged(*on_leave(True)).reasons[-1].code in {"eligibility.paid_leave", "eligibility.lasting_contract"}


def test_rights_of_an_agent_on_leave_are_kept_until_the_year_ends_whatever_the_employer_does():
    for contributes in (True, False, None):
        found = judged(*on_leave(contributes))
        assert found.status is ELIGIBLE
        assert found.until in {None, date(2025, 1, 1)}


@pytest.mark.parametrize(
    ("contributes", "expected"),
    [(True, (ELIGIBLE, "paid_leave")), (False, (NOT, "leave_without_contribution")), (None, (UNKNOWN, "leave_contribution_unknown"))],
)
def test_the_employer_decides_of_a_leave_that_begins_and_ends_between_two_works(contributes, expected):
    leave = work(date(2024, 3, 1), date(2024, 4, 1), position=Position.UNPAID_LEAVE, employer_contributes=contributes)
    after = work(date(2024, 4, 1))
    assert told(judged(leave, after, on=date(2024, 3, 15))) == (expected[0], [expected[1]])


@pytest.mark.parametrize(
    ("designated", "expected"),
    [
        (Designation.MEMBER, (ELIGIBLE, "retiree_designated")),
        (Designation.AMICALE, (ELIGIBLE, "retiree_by_amicale")),
        (Designation.NOBODY, (NOT, "retiree_not_designated")),
        (None, (UNKNOWN, "retiree_unknown")),
    ],
)
def test_a_retiree_has_rights_when_designated(designated, expected):
    found = judged(retirements=(Retirement(Span(date(2024, 1, 1)), designated),))
    assert told(found) == (expected[0], [expected[1]])


def test_who_leaves_keeps_the_rights_until_the_end_of_the_year():
    gone = work(date(2020, 1, 1), date(2024, 4, 1))
    found = judged(gone)
    assert told(found) == (ELIGIBLE, ["kept_to_year_end", "lasting_contract"])
    assert "ou n’est plus en activité" in found.reasons[0].sentence
    assert found.until == date(2025, 1, 1)
    assert told(judged(gone, on=date(2024, 12, 31)))[0] is ELIGIBLE
    assert told(judged(gone, on=date(2025, 1, 1))) == (NOT, ["nothing_held"])


def test_who_leaves_on_new_years_eve_keeps_nothing_in_the_next_year():
    assert told(judged(work(date(2020, 1, 1), date(2024, 1, 1)))) == (NOT, ["nothing_held"])


def test_nothing_is_kept_of_rights_that_were_never_open():
    assert told(judged(work(date(2020, 1, 1), date(2024, 4, 1), position=Position.AVAILABILITY))) == (NOT, ["nothing_held"])


def test_a_retirement_that_has_not_begun_says_nothing():
    assert told(judged(retirements=(Retirement(Span(date(2025, 1, 1)), Designation.MEMBER),))) == (NOT, ["nothing_held"])


def test_of_two_employments_the_most_favourable_counts():
    assert told(judged(work(ON, position=Position.AVAILABILITY), work(ON))) == (ELIGIBLE, ["lasting_contract"])
    assert told(judged(work(ON, position=Position.AVAILABILITY), work(ON, contract=None)))[0] is UNKNOWN


def test_a_death_ends_rights_and_leaves_the_childrens_aid_of_the_year():
    present = work(date(2020, 1, 1))
    assert told(judged(present, died_on=ON)) == (ELIGIBLE, ["lasting_contract"])
    found = judged(present, died_on=ON, on=ON + timedelta(days=1))
    assert told(found) == (ELIGIBLE, ["children_of_the_year"])
    assert (found.scope, found.until) == (RightsScope.CHILDREN, date(2025, 1, 1))
    assert told(judged(present, died_on=ON, on=date(2025, 1, 1))) == (NOT, ["died"])
    assert told(judged(died_on=ON, on=ON + timedelta(days=1))) == (NOT, ["died"])


def test_a_widow_has_the_childrens_aid_of_the_year_and_nothing_else_unless_an_agent_too():
    assert told(judged(widowed_on=date(2024, 3, 1))) == (ELIGIBLE, ["children_of_the_year"])
    assert judged(widowed_on=date(2024, 3, 1)).scope is RightsScope.CHILDREN
    assert told(judged(widowed_on=date(2023, 3, 1))) == (NOT, ["widowed"])
    assert told(judged(widowed_on=ON)) == (NOT, ["widowed"])
    assert told(judged(work(ON), widowed_on=date(2024, 3, 1))) == (ELIGIBLE, ["lasting_contract"])


def test_every_reason_has_a_sentence_and_a_source():
    found = judged(temporary(ON, ON + timedelta(days=90)))
    assert found.reasons[0].sentence == f"Les contrats comptent 90 jours en tout : il en faut {SIX_MONTHS}, soit six mois."
    assert found.reasons[0].source.startswith("Règlement du CNAS")
    assert all(sentence.endswith(".") for sentence in REASONS.values())


days = st.dates(date(2022, 1, 1), date(2026, 12, 31))


@st.composite
def spans(draw, ends=True):
    since = draw(days)
    until = since + timedelta(days=draw(st.integers(1, 700)))
    return Span(since, draw(st.sampled_from([until, until, None])) if ends else until)


contracts = st.builds(
    Employment,
    spans(),
    st.sampled_from([*Contract, None]),
    st.sampled_from(list(Position)),
    employer_contributes=st.sampled_from([True, False, None]),
)
persons = st.builds(PersonFacts, st.lists(contracts, max_size=4).map(tuple), died_on=st.none() | days, widowed_on=st.none() | days)
BETTER = {ELIGIBLE: 2, UNKNOWN: 1, NOT: 0}


@given(persons, contracts, days)
def test_adding_a_contract_never_removes_a_right(person, contract, on):
    more = PersonFacts((*person.employments, contract), died_on=person.died_on, widowed_on=person.widowed_on)
    assert BETTER[eligibility(more, on).status] >= BETTER[eligibility(person, on).status]


@given(persons, days)
def test_whoever_has_rights_has_them_until_the_day_that_is_told(person, on):
    found = eligibility(person, on)
    assert found.reasons
    assert (found.scope is RightsScope.NOTHING) == (found.status is NOT)
    if found.until is not None:
        assert on < found.until == date(on.year + 1, 1, 1)


@given(persons, days)
def test_nobody_dead_has_more_than_the_childrens_aid_of_the_year(person, on):
    if person.died_on is not None and on > person.died_on:
        found = eligibility(person, on)
        assert found.status is NOT or (found.scope is RightsScope.CHILDREN and on.year == person.died_on.year)


@given(st.lists(spans(ends=False), max_size=5))
def test_days_are_counted_once(held):
    expected = {span.since.toordinal() + step for span in held for step in range((span.until - span.since).days)}
    assert days_of(held) == len(expected)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_rights_end_on_1_january_after_the_last_day_there_and_the_rule_says_the_same(departure):
    end, last_day = rights_end(departure), departure - timedelta(days=1)
    assert (end.month, end.day, end.year) == (1, 1, last_day.year + 1)
    gone = PersonFacts((work(last_day - timedelta(days=400), departure),))
    kept = eligibility(gone, end - timedelta(days=1))
    assert kept.status is ELIGIBLE
    assert kept.until == (end if end > departure else None)
    assert eligibility(gone, end).status is NOT


def test_who_is_away_from_1_january_left_in_the_year_before():
    assert rights_end(date(2024, 1, 1)) == date(2024, 1, 1)
    assert rights_end(date(2024, 1, 2)) == rights_end(date(2024, 12, 31)) == rights_end(date(2025, 1, 1)) == date(2025, 1, 1)
