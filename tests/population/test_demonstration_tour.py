"""The list and the invoice of the tour show what the tour tells."""

import csv
from datetime import date
from io import BytesIO, StringIO
from uuid import NAMESPACE_DNS, uuid5

import pytest
from PIL import Image

from entraide.core.roster.columns import map_columns
from entraide.core.roster.comparison import compare
from entraide.core.roster.parsing import parse_rows
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.telling import summary
from entraide.core.roster.values import CivilSex, HeldPerson
from entraide.core.roster.values import Status as HeldStatus
from entraide.core.tabular.table import Row, Table
from entraide.population.demonstration import World, build, invoice_photo, roster_file
from entraide.population.demonstration.setup import CU_SIREN


NAMESPACE = uuid5(NAMESPACE_DNS, "exemple.fr")
SEXES = {"F": CivilSex.FEMALE, "M": CivilSex.MALE}


@pytest.fixture(scope="module", params=(2024, 3))
def world(request: pytest.FixtureRequest) -> World:
    return build(request.param)


def plan_of(world: World) -> RosterPlan:
    content = roster_file(world, world.member(CU_SIREN)).decode("utf-8-sig")
    header, *rows = csv.reader(StringIO(content), delimiter=";")
    table = Table(tuple(header), tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, start=2)))
    columns, column_findings = map_columns(table.header)
    lines, findings = parse_rows(table, columns, 2024)
    assert not column_findings and not findings and not columns.ignored
    held = [
        HeldPerson(
            uuid5(NAMESPACE, person.reference),
            person.family_name,
            person.given_name,
            person.born_on,
            HeldStatus(person.status.value),
            person.since,
            person.until,
            person.staff_number,
            SEXES[person.sex],
            person.email,
            person.service,
        )
        for person in world.persons_of(CU_SIREN)
    ]
    return compare(held, lines, year=2024, on=world.on)


def test_the_list_of_the_tour_brings_twelve_arrivals_three_departures_two_changes_and_a_doubt(world: World) -> None:
    plan = plan_of(world)
    assert summary(plan).replace("\u202f", " ") == "12 arrivées, 3 départs, 2 changements, 1 doute, 1 471 inchangés"
    assert sum(departure.line_number is None for departure in plan.departures) == 1
    assert {change.fields[0].field for change in plan.changes} == {"family_name", "email"}
    assert plan.doubts[0].reason == "birth_date"
    assert not plan.needs_confirmation


def test_the_list_of_the_tour_leaves_the_persons_of_the_tour_alone(world: World) -> None:
    told = {uuid5(NAMESPACE, story.person) for story in world.stories if story.person}
    plan = plan_of(world)
    touched = {entry.person_id for entry in (*plan.departures, *plan.changes, *plan.doubts)}
    assert not told & touched


def test_the_list_of_the_tour_is_the_same_each_time(world: World) -> None:
    member = world.member(CU_SIREN)
    assert roster_file(world, member) == roster_file(world, member)


def test_a_member_of_four_has_no_list_with_every_kind_of_change(world: World) -> None:
    with pytest.raises(ValueError, match="too few"):
        roster_file(world, world.members[-1])


def test_newcomers_of_the_list_arrived_in_the_last_month(world: World) -> None:
    assert all(date(2024, 9, 16) <= arrival.line.since < world.on for arrival in plan_of(world).arrivals)


def test_the_invoice_is_a_photo_of_a_size_that_a_phone_sends(world: World) -> None:
    content = invoice_photo(world)
    picture = Image.open(BytesIO(content))
    assert picture.format == "JPEG" and picture.size == (1500, 1760)
    assert 50_000 < len(content) < 600_000
