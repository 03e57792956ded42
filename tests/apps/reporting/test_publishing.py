"""Tables as published: once a day, never for one person, never in the past."""

from datetime import date, timedelta

import pytest

from entraide.apps.accounts.actor import system_actor
from entraide.apps.accounts.roles import Role
from entraide.apps.reporting.operations import publish
from entraide.apps.reporting.queries.published import published, published_small, published_years
from entraide.apps.reporting.refusals import AlreadyPublished, NotAPublisher, NothingToPublish, OlderThanPublished
from entraide.core.indicators.publications import Withheld
from entraide.core.money import Money
from tests.factories.actors import person
from tests.factories.base import NOW, TODAY
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.figures import ContributionLineFactory, UseFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
SYSTEM = system_actor("suite")
DAY = date(2024, 10, 10)


def published_on(day: date, *, actor=SYSTEM, year: int = 2024):
    return publish(year=year, as_of=day, actor=actor, at=NOW + (day - DAY), on=TODAY)


def staffed(people: int):
    """A member with so many people, called 1,000 euros."""
    member = MemberFactory()
    ContributionLineFactory(member=member, cents=Money.of(1000))
    return member, [BeneficiaryFactory(affiliation__member=member).pk for _ in range(people)]


def used(member, people, day: date = DAY, euros: int = 50):
    for one in people:
        UseFactory(beneficiary_id=one, member_id=member.pk, on=day, cents=Money.of(euros), told_at=NOW - timedelta(days=1))


def year_of(member):
    return published(member.pk, [2024])[2024]


def test_a_published_year_shows_its_rates_and_its_day():
    member, people = staffed(20)
    used(member, people[:8])
    published_on(DAY)
    year = year_of(member)
    assert (f"{year.return_rate:.2f}", f"{year.user_rate:.2f}") == ("0.40", "0.40")
    assert (year.as_of, year.is_provisional, year.row.carried_from) == (DAY, True, None)
    assert published_years() == [2024]


def test_the_same_day_is_published_once_and_an_older_one_not_at_all():
    staffed(12)
    published_on(DAY)
    with pytest.raises(AlreadyPublished):
        published_on(DAY)
    with pytest.raises(OlderThanPublished):
        published_on(DAY - timedelta(days=1))


@pytest.mark.parametrize("day", [date(2023, 12, 31), TODAY + timedelta(days=1)])
def test_a_day_before_the_year_or_still_to_come_is_refused(day):
    with pytest.raises(NothingToPublish):
        published_on(day)


def test_only_the_direction_and_the_schedule_publish():
    with pytest.raises(NotAPublisher):
        published_on(DAY, actor=person(Role.CLAIMS_OFFICER).actor)
    published_on(DAY, actor=person(Role.DIRECTOR).actor)


def test_a_year_is_final_once_its_closing_day_has_passed():
    member, _ = staffed(12)
    published_on(date(2023, 12, 31), year=2023)
    assert published(member.pk, [2023])[2023].is_provisional is False


def test_the_figures_of_four_new_users_wait_for_a_fifth():
    member, people = staffed(30)
    used(member, people[:10])
    published_on(DAY)
    used(member, people[10:13], DAY + timedelta(days=1))
    published_on(DAY + timedelta(days=1))
    assert year_of(member).row.settled == Money.of(500)
    assert year_of(member).row.carried_from == DAY
    used(member, people[13:15], DAY + timedelta(days=2))
    published_on(DAY + timedelta(days=2))
    row = year_of(member).row
    assert (row.settled, row.user_count, row.carried_from) == (Money.of(750), 15, None)


def test_one_person_paid_five_times_is_still_one_person():
    member, people = staffed(30)
    used(member, people[:10])
    published_on(DAY)
    used(member, [people[0]] * 5, DAY + timedelta(days=1))
    published_on(DAY + timedelta(days=1))
    assert year_of(member).row.carried_from == DAY


def test_benefits_told_late_count_among_the_changes():
    member, people = staffed(30)
    used(member, people[:10])
    published_on(DAY)
    for one in people[10:15]:
        UseFactory(
            beneficiary_id=one, member_id=member.pk, on=DAY - timedelta(days=3), cents=Money.of(20), told_at=NOW + timedelta(hours=1)
        )
    published_on(DAY + timedelta(days=1))
    assert year_of(member).row.user_count == 15


def test_returns_of_five_persons_are_shown_and_of_four_are_not():
    member, people = staffed(30)
    used(member, people[:12])
    for one in people[12:16]:
        UseFactory(beneficiary_id=one, member_id=member.pk, on=DAY, cents=Money.of(50), cancelled_on=DAY + timedelta(days=1))
    UseFactory(beneficiary_id=people[16], member_id=member.pk, on=DAY, cents=Money.of(50), cancelled_on=DAY + timedelta(days=2))
    published_on(DAY)
    assert year_of(member).row.user_count == 17
    published_on(DAY + timedelta(days=1))
    assert year_of(member).row.carried_from == DAY
    published_on(DAY + timedelta(days=2))
    assert (year_of(member).row.user_count, year_of(member).row.settled) == (12, Money.of(600))


def test_small_members_are_published_together():
    one, few = staffed(9)
    _, others = staffed(6)
    staffed(20)
    used(one, few[:4])
    used(one, others[:2])
    published_on(DAY)
    assert year_of(one).row.withheld is Withheld.SMALL_MEMBER
    assert year_of(one).return_rate is None and year_of(one).user_rate is None
    together = published_small([2024])[2024]
    assert (together.member_count, together.row.beneficiary_count, together.row.user_count) == (2, 15, 6)
    used(one, others[2:3], DAY + timedelta(days=1))
    published_on(DAY + timedelta(days=1))
    assert published_small([2024])[2024].row.carried_from == DAY


def test_a_small_member_that_joins_is_not_told_by_the_difference_of_two_rows():
    first, few = staffed(9)
    staffed(6)
    used(first, few[:6])
    published_on(DAY)
    newcomer, others = staffed(8)
    used(newcomer, others[:2], DAY + timedelta(days=1))
    published_on(DAY + timedelta(days=1))
    published_on(DAY + timedelta(days=2))
    assert published_small([2024]) == {}
    used(newcomer, others[2:5], DAY + timedelta(days=3))
    published_on(DAY + timedelta(days=3))
    together = published_small([2024])[2024]
    assert (together.member_count, together.row.user_count, together.row.carried_from) == (3, 11, None)


def test_a_small_member_alone_is_told_nothing_of_others():
    staffed(9)
    published_on(DAY)
    assert published_small([2024]) == {}


def test_confidential_benefits_never_reach_a_members_table():
    member, people = staffed(20)
    used(member, people[:8])
    UseFactory(beneficiary_id=people[9], member_id=member.pk, on=DAY, cents=Money.of(400), is_confidential=True)
    published_on(DAY)
    assert (year_of(member).row.settled, year_of(member).row.user_count) == (Money.of(400), 8)


def test_what_members_read_takes_one_query(django_assert_num_queries):
    member, _ = staffed(12)
    published_on(DAY)
    with django_assert_num_queries(1):
        published(member.pk, [2022, 2023, 2024])
