"""Lists of many members beside what is held of their staff, in the database: only what differs comes back to be compared."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.operations.holding import hold_persons
from entraide.apps.beneficiaries.queries.roster_known import Candidates, search_name_of
from entraide.apps.beneficiaries.queries.rosters import held_of_members
from entraide.core.roster.values import HeldPerson, RosterLine
from entraide.orm.acts import parts
from entraide.orm.copying import copy_into, writers


# What a person is looked for by; then what a line says of one held, which is not read where nobody is held.
KEYS = ("member_id", "line_number", "search_name", "born_on")
COLUMNS = (
    *KEYS,
    *("family_name", "given_name", "status", "since", "until", "matricule"),
    *("civil_sex", "email", "service", "contract", "contract_until", "position", "time_share"),
)
TYPES = {"line_number": "integer", "time_share": "integer"}
DAYS = ("born_on", "since", "until", "contract_until")

# One row per person of the members at hand: the last presence known and the last identity, as `held_persons` reads them.
_HOLD = """
CREATE TEMPORARY TABLE roster_held AS
SELECT stay.member_id, stay.beneficiary_id, one.search_name, one.family_name, one.given_name, one.born_on, one.civil_sex, one.email,
  stay.status, COALESCE(stay.arrived_on, stay.since) AS since, stay.until,
  stay.staff_number AS matricule, stay.service, stay.contract, stay.contract_until, stay.position,
  stay.time_share, COUNT(*) OVER (PARTITION BY stay.member_id, one.search_name, one.born_on) AS alike
FROM (
  SELECT a.*, ROW_NUMBER() OVER (PARTITION BY a.member_id, a.beneficiary_id ORDER BY a.since DESC) AS place
  FROM {affiliation} a WHERE a.superseded_at IS NULL AND a.member_id IN (SELECT DISTINCT member_id FROM roster_staging)
) stay
JOIN (
  SELECT i.*, ROW_NUMBER() OVER (PARTITION BY i.beneficiary_id ORDER BY i.since DESC) AS place
  FROM {identity} i WHERE i.superseded_at IS NULL AND i.beneficiary_id IN (
    SELECT a.beneficiary_id FROM {affiliation} a
    WHERE a.superseded_at IS NULL AND a.member_id IN (SELECT DISTINCT member_id FROM roster_staging)
  )
) one ON one.beneficiary_id = stay.beneficiary_id AND one.place = 1
WHERE stay.place = 1
"""
# A line and a person who are alone of their names and birth date on both sides are one whatever else is there: `compare` pairs them
# first. Where the line says nothing else than what is held, nothing changes and neither needs to be looked at. What a blank leaves
# out is held; names are equal letter for letter, so that what case and accents hide is left to `compare`.
_SAME = """
CREATE TEMPORARY TABLE roster_same AS
SELECT line.member_id, line.line_number, held.beneficiary_id
FROM (SELECT s.*, COUNT(*) OVER (PARTITION BY s.member_id, s.search_name, s.born_on) AS alike FROM roster_staging s) line
JOIN roster_held held ON held.member_id = line.member_id AND held.search_name = line.search_name AND held.born_on = line.born_on
WHERE line.alike = 1 AND held.alike = 1 AND line.family_name = held.family_name AND line.given_name = held.given_name
  AND line.status = held.status AND line.since = held.since
  AND (line.until = held.until OR (line.until IS NULL AND held.until IS NULL))
  AND line.matricule IN ('', held.matricule) AND line.civil_sex IN ('', held.civil_sex) AND line.email IN ('', held.email)
  AND line.service IN ('', held.service) AND line.contract IN ('', held.contract) AND line.position IN ('', held.position)
  AND (line.contract_until IS NULL OR line.contract_until = held.contract_until)
  AND (line.time_share IS NULL OR line.time_share = held.time_share)
"""
# Persons of the same names and birth whom the member of the line never had: see `known_elsewhere`.
_KNOWN = """
SELECT DISTINCT line.member_id, line.line_number, i.beneficiary_id, i.civil_sex
FROM roster_staging line
JOIN {identity} i ON i.born_on = line.born_on AND i.search_name = line.search_name
  AND i.superseded_at IS NULL AND i.until IS NULL AND i.died_on IS NULL
JOIN {beneficiary} one ON one.id = i.beneficiary_id AND one.absorbed_into_id IS NULL
WHERE NOT EXISTS (
  SELECT 1 FROM {affiliation} a
  WHERE a.beneficiary_id = i.beneficiary_id AND a.member_id = line.member_id AND a.superseded_at IS NULL
)
"""
_PRESENT = "SELECT member_id, COUNT(*) FROM roster_held WHERE since <= %s AND (until IS NULL OR until > %s) GROUP BY member_id"
_REST = """
SELECT h.member_id, h.beneficiary_id FROM roster_held h
WHERE NOT EXISTS (SELECT 1 FROM roster_same s WHERE s.member_id = h.member_id AND s.beneficiary_id = h.beneficiary_id)
"""


@dataclass(frozen=True, slots=True)
class Staged:
    """What staging found of lists, by member: the lines that say nothing new, the persons left to compare, how many were there that day,
    and by line the persons of the same names and birth whom others made known.
    """

    same: Mapping[UUID, set[int]]
    held: Mapping[UUID, list[HeldPerson]]
    present: Mapping[UUID, int]
    known: Mapping[UUID, Candidates]


def stage(lists: Mapping[UUID, Sequence[RosterLine]], *, on: date) -> Staged:
    """Put lists beside what is held and give what is left to compare, by member; the running transaction holds the tables.

    The persons left to compare are held, then read: nobody else writes of them until the act ends.

    On PostgreSQL the joins are made by hash: of rows just copied the planner knows nothing, and would look for each among all others.
    """
    _drop()
    is_held = Affiliation.objects.current().filter(member_id__in=lists).exists()
    _fill(lists, COLUMNS if is_held else KEYS)
    tables = {model._meta.model_name: model._meta.db_table for model in (Affiliation, Beneficiary, Identity)}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_KNOWN.format(**tables))
        known = _candidates(cursor)
        same, left, present = _beside(cursor, tables, on) if is_held else ({}, {}, {})
        hold_persons({*_persons(left), *(key for by_line in known.values() for keys in by_line.values() for key in keys)})
        found = Staged(same, _held(left), present, known)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_nestloop = on")
    _drop()
    return found


def _fill(lists: Mapping[UUID, Sequence[RosterLine]], columns: Sequence[str]) -> None:
    key = "uuid" if connection.vendor == "postgresql" else "text"
    day = "date" if connection.vendor == "postgresql" else "text"
    kinds = {"member_id": key} | dict.fromkeys(DAYS, day) | TYPES
    created = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in columns)
    rows = _staged_rows(lists) if columns is COLUMNS else (found for found, _ in _keyed(lists))
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE roster_staging ({created})")
        copy_into("roster_staging", columns, rows)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE roster_staging")


def _beside(
    cursor: Any, tables: Mapping[str, str], on: date
) -> tuple[Mapping[UUID, set[int]], Mapping[UUID, set[UUID]], Mapping[UUID, int]]:
    """Give the lines that say nothing new, the persons left to compare and how many were there that day, by member."""
    cursor.execute(_HOLD.format(**tables))
    if connection.vendor == "postgresql":
        cursor.execute("ANALYZE roster_held")
    else:
        cursor.execute("CREATE INDEX roster_held_by_name ON roster_held (member_id, search_name, born_on)")
    cursor.execute(_SAME)
    cursor.execute("CREATE INDEX roster_same_by_person ON roster_same (member_id, beneficiary_id)")
    cursor.execute("SELECT member_id, line_number FROM roster_same")
    same = _lines(cursor)
    return same, _left(cursor), _present(cursor, on)


def _keyed(lists: Mapping[UUID, Sequence[RosterLine]]) -> Iterator[tuple[tuple[Any, ...], RosterLine]]:
    """Give what each line is looked for by, beside it."""
    write = writers()
    for member_id, lines in lists.items():
        key = write.key(member_id)
        for line in lines:
            yield (key, line.line_number, search_name_of(line), write.day(line.born_on)), line


def _staged_rows(lists: Mapping[UUID, Sequence[RosterLine]]) -> Iterator[tuple[Any, ...]]:
    write = writers()
    for found, line in _keyed(lists):
        yield (
            *found,
            line.family_name,
            line.given_name,
            line.status.value,
            write.day(line.since),
            write.day(line.until),
            line.matricule,
            line.civil_sex.value if line.civil_sex else "",
            line.email,
            line.service,
            line.contract.value if line.contract else "",
            write.day(line.contract_until),
            line.position.value if line.position else "",
            line.time_share,
        )


def _lines(cursor: Any) -> dict[UUID, set[int]]:
    """Read the lines just asked for, by member."""
    found: dict[UUID, set[int]] = defaultdict(set)
    for member, line_number in cursor.fetchall():
        found[_key(member)].add(line_number)
    return found


def _candidates(cursor: Any) -> dict[UUID, Candidates]:
    """Read the persons just asked for, by member and line, with the civil sexes on record."""
    found: dict[UUID, dict[int, dict[UUID, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for member, line_number, person, civil_sex in cursor.fetchall():
        found[_key(member)][line_number][_key(person)].add(civil_sex)
    return found


def _left(cursor: Any) -> dict[UUID, set[UUID]]:
    cursor.execute(_REST)
    wanted: dict[UUID, set[UUID]] = defaultdict(set)
    for member, person in cursor.fetchall():
        wanted[_key(member)].add(_key(person))
    return wanted


def _persons(by_member: Mapping[UUID, set[UUID]]) -> list[UUID]:
    return [person for persons in by_member.values() for person in persons]


def _held(wanted: Mapping[UUID, set[UUID]]) -> dict[UUID, list[HeldPerson]]:
    """Give persons with the whole of their presence, by member."""
    found: dict[UUID, list[HeldPerson]] = defaultdict(list)
    for part in parts(_persons(wanted)):
        for member, held in held_of_members(set(wanted), beneficiary_ids=set(part)).items():
            found[member] += [person for person in held if person.id in wanted[member]]
    return found


def _present(cursor: Any, on: date) -> dict[UUID, int]:
    day = writers().day(on)
    cursor.execute(_PRESENT, [day, day])
    return {_key(member): count for member, count in cursor.fetchall()}


def _key(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _drop() -> None:
    with connection.cursor() as cursor:
        for table in ("roster_same", "roster_held", "roster_staging"):
            cursor.execute(f"DROP TABLE IF EXISTS {table}")
