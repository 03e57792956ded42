"""Until when each part of a presence gives rights, and that it is the rule, read over the days to come."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from entraide.core.eligibility.facts import Designation, Employment, PersonFacts, Retirement
from entraide.core.eligibility.presence import rights_ends
from entraide.core.eligibility.rule import AT_WORK, EligibilityStatus, eligibility, judged
from entraide.core.eligibility.values import Contract, Position
from entraide.core.timeline import Span


SINCE = date(2024, 3, 1)
DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


def work(since=SINCE, until=None, contract=Contract.PERMANENT, position=Position.IN_SERVICE, **values):
    return Employment(Span(since, until), contract, position, **values)


def test_nobody_knows_the_end_of_a_lasting_contract_and_of_one_that_nobody_told():
    assert rights_ends([work()]) == rights_ends([work(contract=None)]) == rights_ends([work(contract=Contract.FIXED_TERM)]) == (None,)


def test_a_contract_with_a_known_term_gives_rights_until_the_end_of_its_year_departure_told_or_not():
    ends = date(2025, 2, 1)
    assert rights_ends([work(contract=Contract.FIXED_TERM, contract_until=ends)]) == (date(2026, 1, 1),)
    assert rights_ends([work(until=ends, contract=Contract.FIXED_TERM, contract_until=ends)]) == (date(2026, 1, 1),)


def test_a_contract_of_less_than_six_months_gives_none_until_another_makes_them_up():
    summer = work(date(2024, 6, 1), date(2024, 9, 1), Contract.FIXED_TERM)
    winter = work(date(2024, 10, 1), date(2025, 1, 1), Contract.FIXED_TERM)
    assert rights_ends([summer]) == (date(2024, 6, 1),)
    assert rights_ends([summer, winter]) == (date(2025, 1, 1), date(2025, 1, 1))
    assert rights_ends([summer], beside=[winter]) == (date(2025, 1, 1),)


def test_a_position_without_rights_keeps_what_was_open_until_the_year_ends_and_the_return_opens_them_again():
    back = date(2025, 6, 1)
    parts = [work(date(2020, 1, 1), SINCE), work(SINCE, back, position=Position.AVAILABILITY), work(back)]
    assert rights_ends(parts) == (SINCE, date(2025, 1, 1), None)


def test_a_retiree_hands_nothing_over_and_keeps_the_year_when_the_designation_ends():
    parts = [work(date(2020, 1, 1), SINCE), Retirement(Span(SINCE, date(2025, 7, 1)), Designation.MEMBER)]
    assert rights_ends(parts) == (SINCE, date(2026, 1, 1))
    assert rights_ends([Retirement(Span(SINCE), Designation.NOBODY)]) == (SINCE,)


def test_an_employer_that_has_left_gives_no_rights_from_that_day_on():
    left = date(2025, 1, 1)
    assert rights_ends([work(covered_until=left)]) == (left,)
    assert rights_ends([work(until=date(2025, 6, 1), covered_until=left)]) == (left,)
    assert rights_ends([work(covered_until=date(2024, 1, 1))]) == (SINCE,)
    assert eligibility(PersonFacts((work(covered_until=left),)), left).reasons[0].sentence == "La collectivité n’adhère plus."


@st.composite
def presences(draw):
    """Draw a presence of one to four parts, one after the other or with gaps, and perhaps contracts elsewhere."""
    days = sorted(draw(st.sets(DAYS, min_size=2, max_size=8)))
    is_open = draw(st.booleans())
    spans = [Span(one, other) for one, other in zip(days[::2], days[1::2], strict=False)]
    if draw(st.booleans()):
        spans = [Span(one, other) for one, other in zip(days, days[1:], strict=False)]
    if is_open:
        spans[-1] = Span(spans[-1].since)
    # The body leaves on one day, for whatever part of the presence.
    covered = draw(st.none() | DAYS)
    return [draw(part_over(span, covered)) for span in spans], draw(st.lists(DAYS.map(elsewhere), max_size=2))


def elsewhere(day):
    return work(day, day + timedelta(days=100), Contract.FIXED_TERM)


@st.composite
def part_over(draw, span, covered):
    if draw(st.integers(0, 4)) == 0:
        return Retirement(span, draw(st.sampled_from([*Designation, None])), covered)
    contract = draw(st.none() | st.sampled_from(list(Contract)))
    term = draw(st.none() | DAYS) if contract in {Contract.FIXED_TERM, Contract.APPRENTICESHIP} else None
    contributes = draw(st.none() | st.booleans())
    return Employment(span, contract, draw(st.sampled_from(list(Position))), term, contributes, covered)


@given(presences(), DAYS)
def test_a_day_has_rights_by_its_parts_exactly_when_the_rule_does_not_refuse_it(drawn, on):
    parts, beside = drawn
    ends = rights_ends(parts, beside=beside)
    employments = tuple(part for part in parts if isinstance(part, Employment))
    retirements = tuple(part for part in parts if isinstance(part, Retirement))
    others = rights_ends(beside[:1], beside=[*employments, *beside[1:]]) + rights_ends(beside[1:], beside=[*employments, *beside[:1]])
    spans = [*zip(parts, ends, strict=True), *zip(beside, others, strict=True)]
    has_rights = any(part.span.since <= on and (end is None or on < end) for part, end in spans)
    everything = (*employments, *beside)
    verdict = eligibility(PersonFacts(everything, retirements), on)
    is_refused = verdict.status is EligibilityStatus.NOT_ELIGIBLE
    assert not (has_rights and is_refused)
    assert has_rights or is_refused or any(opens_later(part, everything) for part in everything)


def opens_later(part, everything):
    """A short contract that a later year adds up to six months with another: one day cannot say when its rights begin (ADR 0050)."""
    verdict = judged(part, everything, part.span.since)
    return part.position in AT_WORK and [reason.code for reason in verdict.reasons] == ["eligibility.too_short"]


def test_contracts_that_follow_each_other_at_once_at_one_employer_are_one():
    long, short = (date(2021, 1, 6), date(2024, 11, 1)), (date(2024, 11, 1), date(2025, 2, 1))
    first, second = (work(*days, Contract.FIXED_TERM) for days in (long, short))
    assert rights_ends([first, second]) == (date(2024, 11, 1), date(2026, 1, 1))
    after_a_gap = work(date(2024, 11, 4), date(2025, 2, 1), Contract.FIXED_TERM)
    assert rights_ends([first, after_a_gap])[1] == date(2025, 1, 1)
    elsewhere = work(*long, Contract.FIXED_TERM, employer="another")
    assert rights_ends([second], beside=[elsewhere]) == (date(2025, 1, 1),)
    for begins in (date(2024, 10, 1), date(2024, 12, 1)):
        beside_it = work(begins, date(2025, 1, 15), Contract.FIXED_TERM)
        assert judged(second, (first, beside_it, second), date(2025, 1, 10)).status is EligibilityStatus.ELIGIBLE
    longer = work(*long, Contract.FIXED_TERM, contract_until=date(2025, 7, 1))
    days = judged(second, (longer, second), date(2025, 1, 10)).reasons[0].params["days"]
    assert days == judged(second, (longer,), date(2025, 1, 10)).reasons[0].params["days"]


def test_contracts_in_a_row_count_until_the_last_one_whose_end_is_known():
    first, last = work(date(2024, 3, 1), date(2024, 11, 1), Contract.FIXED_TERM), work(date(2024, 11, 1), None, None)
    assert judged(last, (first, last), date(2024, 12, 1)).status is EligibilityStatus.ELIGIBLE
    assert judged(last, (first, last), date(2025, 3, 1)).status is EligibilityStatus.UNKNOWN
