"""The real movements since 2012, replayed in memory: what stands at the end is the list of today."""

from collections import Counter
from datetime import date

import pytest

from entraide.core.structure.facts import AttachmentKind
from entraide.core.structure.movements import communes_before, groups_of
from entraide.core.structure.register import Register
from entraide.core.structure.replay import contracts_followed, differences, replay
from entraide.core.structure.values import Body, BodyKind, EventKind
from entraide.integrations.reference_files.bodies import read_bodies
from entraide.integrations.reference_files.history import read_movements, shipped_perimeters


OPENED_ON = date(2011, 12, 31)
# « Nombre de communes en France », Wikipédia, 2021: overseas collectivities left out.
COMMUNES_OF_2021 = 34_965
YEARS = (2019, 2020, 2021, 2022, 2023, 2024, 2025)


@pytest.fixture(scope="module")
def listed():
    return read_bodies(BodyKind.COMMUNE)


@pytest.fixture(scope="module")
def replayed(listed):
    movements, findings = read_movements()
    assert findings == ()
    groups = groups_of(movements)
    first, _ = communes_before(groups, [Body(body.siren, body.name, code=body.code) for body in listed.bodies])
    return replay(Register.opened_on(OPENED_ON, first), groups, shipped_perimeters(2019, 2025))


def test_codes_sirens_and_names_equal_the_list_of_2026_exactly(listed, replayed):
    wanted = [Body(body.siren, body.name, code=body.code, department=body.department) for body in listed.bodies]
    assert len(wanted) == 34_875
    assert len(listed.without_siren) == 94
    assert list(differences(replayed.register.standing(date(2026, 1, 1)), wanted)) == []
    assert {(body.code, body.department) for body in replayed.register.standing(date(2026, 1, 1))} == {
        (body.code, body.department) for body in wanted
    }


def test_what_could_not_be_replayed_is_named_and_under_one_percent(replayed):
    movements = [row for row in read_movements()[0] if row.is_of_communes]
    assert Counter(finding.code for finding in replayed.findings) == {"structure.no_siren": 21}
    assert len(replayed.findings) * 100 < len(movements)
    assert all(finding.where.startswith("ligne ") for finding in replayed.findings)


@pytest.mark.parametrize("day", [OPENED_ON, date(2016, 1, 1), date(2020, 6, 1), date(2026, 1, 1)])
def test_where_every_commune_belongs_each_that_stands_has_one_contract_whatever_happened(replayed, day):
    opening = [body.siren for body in replayed.register.standing(OPENED_ON) if body.kind is BodyKind.COMMUNE]
    spans = contracts_followed(opening, replayed.changes, since=OPENED_ON)
    belonging = Counter(span.siren for span in spans if span.since <= day and (span.until is None or day < span.until))
    assert set(belonging.values()) == {1}
    assert belonging.keys() == {body.siren for body in replayed.register.standing(day) if body.kind is BodyKind.COMMUNE}


def test_events_are_counted_by_kind(replayed):
    assert replayed.counts == {
        EventKind.NEW_COMMUNE: 886,
        EventKind.RE_ESTABLISHMENT: 11,
        EventKind.RENAMING: 151,
        EventKind.EXTENSION: 1_312,
    }


def test_the_number_of_communes_of_2021_is_the_published_one(replayed):
    assert sum(1 for _ in replayed.register.standing(date(2021, 1, 1))) == COMMUNES_OF_2021


@pytest.mark.parametrize("year", YEARS)
def test_every_commune_has_the_epci_of_the_list_of_each_year(replayed, year):
    day = date(year, 1, 1)
    (perimeter,) = shipped_perimeters(year, year)
    held = {
        body.code: fact.parent
        for body in replayed.register.standing(day)
        if (fact := replayed.register.attachment(body.siren, AttachmentKind.EPCI, day)) is not None
    }
    assert held == perimeter.members


def test_the_whole_replay_can_be_taken_back_event_by_event(replayed):
    register = replayed.register
    for changes in replayed.changes[:-60:-1]:
        register = register.taken_back(changes)
    again = register
    for changes in replayed.changes[-59:]:
        again = again.applied(changes)
    assert again == replayed.register
