"""The bureau of a delegation: its number, its colleges, its executive, the mandates of those who sit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entraide.core.network.bureau import EXECUTIVE, FEWEST, MOST, BureauFunction, College, Seat, bureau_findings
from entraide.core.network.sentences import REFUSALS


def bureau(elected: int, staff: int, functions=EXECUTIVE, **kwargs) -> list[Seat]:
    """Seat so many of each college; the first ones hold the functions of the executive."""
    colleges = [College.ELECTED] * elected + [College.STAFF] * staff
    held = [*functions, *[BureauFunction.MEMBER] * len(colleges)]
    return [Seat(f"Personne {rank}", college, held[rank], **kwargs) for rank, college in enumerate(colleges)]


def codes(seats) -> list[str]:
    return [finding.code.removeprefix("network.bureau_") for finding in bureau_findings(seats)]


@pytest.mark.parametrize(("elected", "staff"), [(2, 2), (3, 3), (12, 12)])
def test_a_bureau_of_four_to_twenty_four_in_halves_with_its_executive_is_right(elected, staff):
    assert bureau_findings(bureau(elected, staff)) == ()


def test_a_bureau_without_anybody_is_to_be_formed_and_nothing_else_is_said():
    assert codes([]) == ["empty"]


def test_under_four_and_over_twenty_four_are_told_with_their_count():
    (few, *_), (many,) = bureau_findings(bureau(1, 1)), bureau_findings(bureau(13, 13))
    assert (few.code, few.params) == ("network.bureau_too_few", {"count": 2, "fewest": FEWEST})
    assert (many.code, many.params) == ("network.bureau_too_many", {"count": 26, "most": MOST})


@pytest.mark.parametrize(("elected", "staff"), [(3, 2), (2, 3), (4, 0)])
def test_colleges_that_are_not_equal_are_told(elected, staff):
    (finding,) = [each for each in bureau_findings(bureau(elected, staff)) if "unequal" in each.code]
    assert finding.params == {"elected": elected, "staff": staff}


def test_each_vacant_function_of_the_executive_is_told():
    found = bureau_findings(bureau(2, 2, functions=[BureauFunction.PRESIDENT, BureauFunction.SECRETARY]))
    assert [(each.code, each.where) for each in found] == [
        ("network.bureau_function_vacant", "vice_president"),
        ("network.bureau_function_vacant", "treasurer"),
    ]


def test_a_function_held_twice_is_told():
    (finding,) = bureau_findings(bureau(3, 3, functions=[*EXECUTIVE, BureauFunction.PRESIDENT]))
    assert (finding.code, finding.where) == ("network.bureau_function_twice", "president")


def test_whoever_sits_without_a_mandate_is_named():
    seats = [*bureau(2, 1), Seat("Ancien Délégué", College.STAFF, BureauFunction.MEMBER, has_mandate=False)]
    seats[3] = Seat("Ancien Délégué", College.STAFF, BureauFunction.TREASURER, has_mandate=False)
    (finding,) = bureau_findings(seats)
    assert finding.params == {"name": "Ancien Délégué"}


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(College), st.sampled_from(BureauFunction), st.booleans()), max_size=30))
def test_a_bureau_without_findings_is_one_that_the_statutes_want(rows):
    seats = [Seat("x", *row) for row in rows]
    is_right = (
        FEWEST <= len(rows) <= MOST
        and 2 * sum(college is College.ELECTED for college, _, _ in rows) == len(rows)
        and all(sum(function is each for _, function, _ in rows) == 1 for each in EXECUTIVE)
        and all(has_mandate for _, _, has_mandate in rows)
    )
    assert (bureau_findings(seats) == ()) == is_right


def test_every_finding_has_its_words():
    seats = [*bureau(1, 0, has_mandate=False), *bureau(13, 13, functions=[BureauFunction.PRESIDENT] * 2)]
    found = [*bureau_findings([]), *bureau_findings(seats), *bureau_findings(bureau(1, 0))]
    assert {each.code for each in found} == set(REFUSALS)
    assert all(REFUSALS[each.code].format(**each.params) for each in found)
