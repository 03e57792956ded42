"""Figures by SQL are those that a plain reading of the definitions gives."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest

from entraide.apps.beneficiaries.models import Affiliation
from entraide.apps.reporting.queries.figures import added_up, member_years
from entraide.apps.usage.models import Use
from entraide.core.indicators.publications import Figures
from entraide.core.money import Money
from entraide.orm.keys import uuid7
from tests.factories.base import NOW, THEN
from tests.factories.beneficiaries import BeneficiaryFactory
from tests.factories.figures import ContributionLineFactory, UseFactory
from tests.factories.members import MemberFactory


pytestmark = pytest.mark.django_db
FIRST, LAST = date(2022, 1, 1), date(2024, 10, 14)


@dataclass(frozen=True)
class World:
    members: list
    affiliations: list[Affiliation]
    uses: list[Use]
    lines: list


def drawn_world(seed: int) -> World:
    """Draw people who come, go, move between members, hold two at once; uses of every day, some returned, some confidential."""
    draw = Random(seed)
    members = [MemberFactory() for _ in range(4)]
    people = [BeneficiaryFactory(affiliation=None).pk for _ in range(25)]
    affiliations = [one for person in people for one in drawn_affiliations(draw, person, members)]
    Affiliation.objects.bulk_create(affiliations)
    uses = [drawn_use(draw, draw.choice(people), draw.choice(members).pk) for _ in range(120)]
    Use.objects.bulk_create(uses)
    lines = [
        ContributionLineFactory(
            member=draw.choice(members),
            year=draw.choice((2022, 2023, 2024)),
            kind="adjustment",
            cents=Money(draw.randint(-9_000, 90_000)),
            on=drawn_day(draw),
        )
        for _ in range(25)
    ]
    return World(members, affiliations, uses, lines)


def drawn_day(draw: Random) -> date:
    return FIRST + timedelta(days=draw.randrange((LAST - FIRST).days))


def drawn_affiliations(draw: Random, person, members) -> list[Affiliation]:
    found = []
    for member in draw.sample(members, draw.choice((1, 1, 2, 3))):
        since = drawn_day(draw)
        until = since + timedelta(days=draw.randint(1, 500)) if draw.random() < 0.5 else None
        rights = date((until - timedelta(days=1)).year + 1, 1, 1) if until else None
        if until and draw.random() < 0.2:
            rights = until
        if draw.random() < 0.1:
            rights = since
        written = {"recorded_at": THEN, "superseded_at": NOW if draw.random() < 0.1 else None}
        found.append(
            Affiliation(
                beneficiary_id=person,
                member_id=member.pk,
                since=since,
                until=until,
                arrived_on=since - timedelta(days=draw.randint(1, 900)) if draw.random() < 0.3 else None,
                rights_until=rights,
                status="active",
                is_principal=draw.random() < 0.3,
                **written,
            )
        )
    return found


def drawn_use(draw: Random, person, member) -> Use:
    on = drawn_day(draw)
    cancelled = on + timedelta(days=draw.randint(0, 400)) if draw.random() < 0.2 else None
    return UseFactory.build(
        beneficiary_id=person,
        member_id=member,
        on=on,
        cents=Money(draw.randint(1, 50_000)),
        cancelled_on=cancelled,
        is_confidential=draw.random() < 0.1,
        source_id=uuid7(),
    )


def plainly(world: World, year: int, as_of: date, with_confidential: bool) -> dict:
    """Read the definitions of semantics, slowly."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_of)
    uses = [use for use in world.uses if with_confidential or not use.is_confidential]
    users = {use.beneficiary_id for use in uses if first <= use.on <= last and not (use.cancelled_on and use.cancelled_on <= as_of)}
    counted = counted_members(world, first, last)
    found = {}
    for member in world.members:
        gone = sum(use.cents.cents for use in uses if use.member_id == member.pk and use.cancelled_on and first <= use.cancelled_on <= last)
        paid = sum(use.cents.cents for use in uses if use.member_id == member.pk and first <= use.on <= last)
        called = sum(line.cents.cents for line in world.lines if line.member == member and line.year == year and line.on <= as_of)
        here = [person for person, key in counted.items() if key == member.pk]
        found[member.pk] = Figures(Money(called), Money(paid - gone), len(users & set(here)), len(here))
    return found


def counted_members(world: World, first: date, last: date) -> dict:
    """Give each person with rights in the year the member that counts them: on the last day of rights, principal else oldest open."""
    held: dict = {}
    for one in world.affiliations:
        ends = one.rights_until - timedelta(days=1) if one.rights_until else date.max
        if one.superseded_at is None and one.since <= last and ends >= max(first, one.since):
            held.setdefault(one.beneficiary_id, []).append((min(ends, last), one))
    counted = {}
    for person, known in held.items():
        last_day = max(ends for ends, _ in known)
        there = [one for ends, one in known if ends == last_day]
        there.sort(
            key=lambda one: (not one.is_principal, one.until is not None and one.until <= last, one.arrived_on or one.since, one.member_id)
        )
        counted[person] = there[0].member_id
    return counted


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("year", "as_of"), [(2022, date(2022, 12, 31)), (2023, date(2024, 10, 14)), (2024, date(2024, 10, 14))])
def test_the_query_gives_what_a_plain_reading_of_the_definitions_gives(seed, year, as_of):
    world = drawn_world(seed)
    for with_confidential in (False, True):
        found = {one.member_id: one.figures for one in member_years(year, as_of=as_of, with_confidential=with_confidential)}
        assert found == plainly(world, year, as_of, with_confidential)


def test_every_members_year_is_read_in_one_query(django_assert_num_queries):
    drawn_world(0)
    with django_assert_num_queries(1):
        assert len(member_years(2024, as_of=LAST)) == 4


def test_a_return_counts_in_the_year_it_is_booked_and_its_use_no_more():
    member = MemberFactory()
    person = BeneficiaryFactory(affiliation__member=member)
    UseFactory(beneficiary_id=person.pk, member_id=member.pk, on=date(2023, 12, 28), cents=Money(12_000), cancelled_on=date(2024, 1, 4))
    before = member_years(2023, as_of=date(2023, 12, 31))[0].figures
    closed = member_years(2023, as_of=date(2024, 6, 1))[0].figures
    running = member_years(2024, as_of=date(2024, 6, 1))[0].figures
    assert (before.settled, before.user_count) == (Money(12_000), 1)
    assert (closed.settled, closed.user_count) == (Money(12_000), 0)
    assert (running.settled, running.user_count) == (Money(-12_000), 0)


def test_a_body_without_contract_nor_figures_has_no_year():
    MemberFactory(membership=None)
    MemberFactory(membership__until=date(2024, 1, 1))
    leaving = MemberFactory(membership__until=date(2024, 1, 2))
    coming = MemberFactory(membership__since=LAST)
    MemberFactory(membership__since=LAST + timedelta(days=1))
    called, settled, staffed = (MemberFactory(membership=None) for _ in range(3))
    ContributionLineFactory(member=called, year=2024, on=date(2024, 2, 1))
    person = BeneficiaryFactory(affiliation__member=staffed)
    UseFactory(beneficiary_id=person.pk, member_id=settled.pk, on=date(2024, 3, 1))
    found = {one.member_id for one in member_years(2024, as_of=LAST)}
    assert found == {body.pk for body in (leaving, coming, called, settled, staffed)}


def test_members_added_up_count_nobody_twice():
    world = drawn_world(3)
    whole = added_up(one.figures for one in member_years(2024, as_of=LAST))
    assert whole.beneficiary_count == len(counted_members(world, date(2024, 1, 1), LAST))
