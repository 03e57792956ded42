"""Reads of the form that stands for a list: what was typed page after page, and what it would change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.models import RosterImport
from entraide.core.eligibility.values import Contract, Position
from entraide.core.names import normalise
from entraide.core.roster.form import is_listed, line_of, plan_of_form
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.values import HeldPerson, RosterLine, Status


DRAFTED = ("draft", "previewed")
# How each field of a line is read from what was kept of it.
READERS = {
    "born_on": date.fromisoformat,
    "since": date.fromisoformat,
    "until": date.fromisoformat,
    "contract_until": date.fromisoformat,
    "status": Status,
    "contract": Contract,
    "position": Position,
}


def drafted_roster(member_id: UUID) -> RosterImport | None:
    """Give the form that a member has begun, or looks at, or nothing."""
    return RosterImport.objects.filter(member_id=member_id, source="form", state__in=DRAFTED).order_by("-pk").first()


def listed_persons(people: Sequence[HeldPerson], *, on: date) -> list[HeldPerson]:
    """List who is asked about, by name: on the staff that day, or to arrive."""
    found = [person for person in people if is_listed(person, on)]
    return sorted(found, key=lambda one: (normalise(f"{one.family_name} {one.given_name}"), one.id))


def line_kept(kept: Mapping[str, Any], line_number: int) -> RosterLine:
    """Read the line of an added agent."""
    return RosterLine(line_number, **_read(kept))


def _read(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {name: READERS[name](value) if name in READERS and value else value for name, value in kept.items()}


def plan_of_draft(people: Sequence[HeldPerson], draft: Mapping[str, Any], *, year: int, on: date) -> RosterPlan:
    """Say what a form changes of a staff; what it says of who is no longer there is left aside.

    A form keeps `people`, the fields that differ by the person's key, and `added`, the fields of each agent added.
    """
    told = draft.get("people", {})
    listed = listed_persons(people, on=on)
    lines = {
        person.id: replace(line_of(person, number), **_read(told[str(person.id)]))
        for number, person in enumerate(listed, 1)
        if str(person.id) in told
    }
    added = [line_kept(kept, number) for number, kept in enumerate(draft.get("added", ()), len(listed) + 1)]
    return plan_of_form(people, lines, added, year=year, on=on)
