"""The world goes through the same door as the records of a real association."""

import csv
from io import StringIO
from pathlib import Path

import pytest

from entraide.core.money import Money
from entraide.core.opening.reading import parse_opening
from entraide.core.opening.values import OpeningRecords, YearTotal, year_totals
from entraide.core.tabular.table import Row, Table
from entraide.population.demonstration import World, build, world_to_opening_files
from entraide.population.demonstration.setup import BENEFITS, CU_SIREN


CATALOGUE = Path(__file__).parents[2] / "catalogue"


@pytest.fixture(scope="module")
def world() -> World:
    return build()


@pytest.fixture(scope="module")
def records(world: World) -> OpeningRecords:
    tables = {name: table(content) for name, content in world_to_opening_files(world).items()}
    codes = {path.stem for path in CATALOGUE.glob("*.yaml")}
    records, findings = parse_opening(tables, on=world.on, benefit_codes=codes)
    assert findings == ()
    return records


def table(content: bytes) -> Table:
    header, *rows = csv.reader(StringIO(content.decode()))
    return Table(tuple(header), tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, start=2)))


def test_every_row_of_the_world_is_read_without_fault(world: World, records: OpeningRecords) -> None:
    assert len(records.members) == len(world.members)
    assert len(records.beneficiaries) == len(world.persons)
    assert len(records.dependants) == len(world.dependants)
    assert len(records.contributions) == sum(line.year < 2024 for line in world.contribution_lines)
    assert len(records.benefits) == len(world.benefit_records)


def test_spans_come_back_half_open(world: World, records: OpeningRecords) -> None:
    spans = {person.reference: (person.since, person.until) for person in world.persons}
    assert {row.external_id: (row.since, row.until) for row in records.beneficiaries} == spans


def test_the_communaute_alone_still_carries_the_published_totals(records: OpeningRecords) -> None:
    alone = OpeningRecords(
        contributions=tuple(row for row in records.contributions if row.member_siren == CU_SIREN),
        benefits=tuple(row for row in records.benefits if row.member_siren == CU_SIREN),
    )
    assert year_totals(alone)[:2] == (
        YearTotal(2022, Money.of("308212.74"), Money.of("324785"), 2253, 841),
        YearTotal(2023, Money.of("309767.44"), Money.of("380456"), 3099, 916),
    )


def test_every_line_of_contributions_says_that_it_is_synthetic(records: OpeningRecords) -> None:
    assert all("synthétique" in row.label for row in records.contributions)


def test_the_benefits_of_the_past_are_those_of_the_catalogue() -> None:
    assert set(BENEFITS) <= {path.stem for path in CATALOGUE.glob("*.yaml")}


def test_every_member_names_its_correspondent(records: OpeningRecords) -> None:
    assert all(row.correspondent_family_name and row.correspondent_email for row in records.members)
