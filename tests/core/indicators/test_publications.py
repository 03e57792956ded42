"""No table, nor two tables one after the other, tells what one person did."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from entraide.core.indicators.publications import SMALL_CELL, Earlier, Figures, PublishedRow, Withheld, published_row, suppressed
from entraide.core.money import Money


FIRST = date(2024, 10, 14)
YEAR = Figures(Money.of(2170), Money.of(900), 7, 14)


def test_a_member_under_eleven_beneficiaries_shows_its_own_account_only():
    row = suppressed(replace(YEAR, beneficiary_count=10))
    assert row == PublishedRow(Money.of(2170), None, None, None, Withheld.SMALL_MEMBER)
    assert suppressed(replace(YEAR, beneficiary_count=11)).withheld is not Withheld.SMALL_MEMBER


def test_fewer_than_five_users_hide_their_count_and_what_they_received():
    row = suppressed(replace(YEAR, user_count=4))
    assert (row.settled, row.user_count, row.beneficiary_count, row.withheld) == (None, None, 14, Withheld.FEW_USERS)


def test_fewer_than_five_others_hide_the_count_of_users_alone():
    row = suppressed(replace(YEAR, user_count=10))
    assert (row.settled, row.user_count, row.withheld) == (Money.of(900), None, Withheld.FEW_OTHERS)


def test_when_everybody_used_a_service_there_is_nobody_to_hide():
    assert suppressed(replace(YEAR, user_count=14)).user_count == 14


def test_a_change_by_one_to_four_persons_leaves_the_earlier_figures_with_their_day():
    first = published_row(YEAR)
    later = replace(YEAR, settled=Money.of(1020), user_count=8, contributions=Money.of(2300))
    row = published_row(later, Earlier(first, FIRST, 4))
    assert row == replace(first, contributions=Money.of(2300), carried_from=FIRST)
    again = published_row(later, Earlier(row, FIRST + timedelta(days=1), 4))
    assert again.carried_from == FIRST


def test_a_change_by_five_persons_is_shown():
    later = replace(YEAR, settled=Money.of(1020), user_count=8)
    assert published_row(later, Earlier(published_row(YEAR), FIRST, 5)) == suppressed(later)


def test_figures_that_nobody_changed_are_those_of_the_day():
    assert published_row(YEAR, Earlier(published_row(YEAR), FIRST, 0)).carried_from is None


def test_after_a_table_that_showed_nothing_the_first_figures_are_shown():
    hidden = suppressed(replace(YEAR, user_count=4))
    assert published_row(YEAR, Earlier(hidden, FIRST, 1)) == suppressed(YEAR)


@given(st.lists(st.tuples(st.integers(0, 29), st.integers(1, 500)), max_size=60), st.integers(1, 8))
def test_the_difference_of_two_tables_is_made_by_five_persons_or_by_nobody(acts, acts_a_day):
    """Thirty persons receive benefits day after day; a table is published each day, and somebody subtracts one from the next."""
    table, reckoned_from, day = None, 0, FIRST
    for done in range(0, len(acts) + 1, acts_a_day):
        told = acts[:done]
        users = {person for person, _ in told}
        figures = Figures(Money.of(6000), Money.of(sum(euros for _, euros in told)), len(users), 30)
        earlier = Earlier(table, day, len({person for person, _ in acts[reckoned_from:done]})) if table else None
        row = published_row(figures, earlier)
        if table and table.settled is not None and row.settled != table.settled:
            assert len({person for person, _ in acts[reckoned_from:done]}) >= SMALL_CELL
        if row.carried_from is None:
            reckoned_from = done
        table, day = row, day + timedelta(days=1)
