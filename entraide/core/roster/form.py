"""A staff told person by person instead of by a list: what a form changes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from entraide.core.roster.comparison import compare
from entraide.core.roster.plan import Entry, RosterPlan, matched, with_entries
from entraide.core.roster.values import HeldPerson, RosterLine, person_key


def is_listed(person: HeldPerson, on: date) -> bool:
    """Tell whether a person is asked about: on the staff that day, or to arrive."""
    return person.until is None or person.until > on


def line_of(person: HeldPerson, line_number: int) -> RosterLine:
    """Give the line that says exactly what is held of a person."""
    return RosterLine(
        line_number,
        person.family_name,
        person.given_name,
        person.born_on,
        person.status,
        person.since,
        person.until,
        person.matricule,
        person.civil_sex,
        person.email,
        person.service,
        person.contract,
        person.contract_until,
        person.position,
        person.time_share,
    )


def already_listed(current: Sequence[HeldPerson], line: RosterLine, on: date) -> HeldPerson | None:
    """Find the person of the staff whom someone adds again, by the same names and birth date."""
    return next((person for person in current if is_listed(person, on) and person_key(person) == person_key(line)), None)


def plan_of_form(
    current: Sequence[HeldPerson], told: Mapping[UUID, RosterLine], added: Sequence[RosterLine], *, year: int, on: date
) -> RosterPlan:
    """Say what a form changes: `told` of persons held, by their key, and `added` to them; whoever is not told of stays as held.

    An added line may be someone who comes back, or a doubt; it never makes anybody leave.
    """
    entries: list[Entry] = []
    listed = [person for person in current if is_listed(person, on)]
    for person in listed:
        if person.id in told:
            entries.extend(matched(person, told[person.id], on))
    changed = {entry.person_id for entry in entries}
    compared = compare([person for person in current if person.id not in changed], added, year=year, on=on)
    entries += [*compared.arrivals, *compared.deceased]
    doubts = tuple(replace(doubt, is_kept=True) for doubt in compared.doubts)
    staff_count = sum(person.since <= on for person in listed)
    unchanged_count = sum(person.id not in changed for person in listed)
    return with_entries(RosterPlan(year, on, staff_count, doubts=doubts, unchanged_count=unchanged_count), entries)
