"""What a nominative list would change, entry by entry, before anything is applied."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from entraide.core.eligibility.values import Contract, Position
from entraide.core.names import normalise
from entraide.core.roster.values import CivilSex, HeldPerson, RosterLine, Status, matricule_key


REMOVED_SHARE_LIMIT = (1, 5)
"""Above one person in five removed, the list is more likely to be partial than true: a person confirms."""

FieldValue = str | date | Status | CivilSex | Contract | Position | int | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A person to add from `line.since`; `person_id` is set when someone who had left comes back."""

    line: RosterLine
    person_id: UUID | None = None

    @property
    def line_number(self) -> int:
        return self.line.line_number


@dataclass(frozen=True, slots=True)
class Departure:
    """A person to end: presence before `until`; what is left of the rights, `rights_after` says.

    `line_number` is None when the person is absent from the list: the day is then a proposal.
    """

    person: HeldPerson
    until: date
    line_number: int | None = None

    @property
    def person_id(self) -> UUID:
        return self.person.id

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a person, as held and as the list states it; `field` is a name of `HeldPerson`."""

    field: str
    before: FieldValue
    after: FieldValue


@dataclass(frozen=True, slots=True)
class Change:
    """What the list says otherwise of a person held."""

    person: HeldPerson
    line: RosterLine
    fields: tuple[FieldChange, ...]

    @property
    def person_id(self) -> UUID:
        return self.person.id

    @property
    def line_number(self) -> int:
        return self.line.line_number


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that is probably a person held; someone says whether it is, `reason` tells what differs.

    `is_kept`: the person held is on the staff whatever the answer, because a form said so apart.
    """

    person: HeldPerson
    line: RosterLine
    reason: str
    is_kept: bool = False

    @property
    def person_id(self) -> UUID:
        return self.person.id

    @property
    def line_number(self) -> int:
        return self.line.line_number


@dataclass(frozen=True, slots=True)
class Deceased:
    """A line that still names somebody who has died: it changes nothing, and the sender is told."""

    person: HeldPerson
    line: RosterLine

    @property
    def person_id(self) -> UUID:
        return self.person.id

    @property
    def line_number(self) -> int:
        return self.line.line_number


# What one line, or one person left out, brings for certain.
Entry = Arrival | Departure | Change | Deceased


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """All that a list would change on day `on` for civil `year`; `staff_count` persons were present that day."""

    year: int
    on: date
    staff_count: int
    arrivals: tuple[Arrival, ...] = ()
    departures: tuple[Departure, ...] = ()
    changes: tuple[Change, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    deceased: tuple[Deceased, ...] = ()
    unchanged_count: int = 0

    @property
    def needs_confirmation(self) -> bool:
        """Tell whether more than a fifth of the staff would be removed."""
        part, whole = REMOVED_SHARE_LIMIT
        return len(self.departures) * whole > self.staff_count * part

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing would change."""
        return not (self.arrivals or self.departures or self.changes or self.doubts)


def matched(person: HeldPerson, line: RosterLine, on: date) -> tuple[Entry, ...]:
    """List what a line changes for the person it is: nothing, a return, or a change and a stated departure.

    A blank cell states nothing: what is held stays. Case and accents alone are no change: payrolls write capitals.
    Of the dead nothing changes; a line that does not end with them is told.
    """
    if person.died_on is not None:
        ends_with_them = line.until is not None and line.until <= person.died_on + timedelta(days=1)
        return () if ends_with_them else (Deceased(person, line),)
    if person.until is not None and line.since >= person.until:
        return (Arrival(line, person.id),)
    entries: list[Entry] = []
    fields = _changed_fields(person, line, on)
    if fields:
        entries.append(Change(person, line, fields))
    if line.until is not None and person.until is None:
        entries.append(Departure(person, line.until, line.line_number))
    return tuple(entries)


def absent(person: HeldPerson, year: int, on: date) -> Departure | None:
    """Propose the departure of a person whom the list leaves out, on day `on` brought inside `year`.

    None for who is already leaving, or arrives later.
    """
    last_day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    if person.until is not None or person.since > last_day:
        return None
    return Departure(person, last_day + timedelta(days=1))


def leaving_if_other(doubt: Doubt, plan: RosterPlan) -> Departure | None:
    """Give the departure of the person held, where the line of a doubt is somebody else."""
    return None if doubt.is_kept else absent(doubt.person, plan.year, plan.on)


def settle(plan: RosterPlan, same: Mapping[int, bool]) -> RosterPlan:
    """Settle doubts by line number: the same person becomes a change, another one an arrival and a departure.

    Doubts without an answer stay. Answers for other lines are ignored.
    """
    entries: list[Entry] = []
    unchanged_count = plan.unchanged_count
    for doubt in plan.doubts:
        answer = same.get(doubt.line_number)
        if answer:
            changes = matched(doubt.person, doubt.line, plan.on)
            unchanged_count += not changes
            entries.extend(changes)
        elif answer is not None:
            departure = leaving_if_other(doubt, plan)
            entries.extend([Arrival(doubt.line), *([departure] if departure else [])])
    doubts = tuple(doubt for doubt in plan.doubts if doubt.line_number not in same)
    return with_entries(replace(plan, doubts=doubts, unchanged_count=unchanged_count), entries)


def with_entries(plan: RosterPlan, entries: list[Entry]) -> RosterPlan:
    """Add entries to a plan: those of the list in its order, then departures of the absent by name."""
    arrivals = [*plan.arrivals, *(entry for entry in entries if isinstance(entry, Arrival))]
    departures = [*plan.departures, *(entry for entry in entries if isinstance(entry, Departure))]
    changes = [*plan.changes, *(entry for entry in entries if isinstance(entry, Change))]
    deceased = [*plan.deceased, *(entry for entry in entries if isinstance(entry, Deceased))]
    return replace(
        plan,
        arrivals=tuple(sorted(arrivals, key=lambda entry: entry.line_number)),
        departures=tuple(sorted(departures, key=_departure_order)),
        changes=tuple(sorted(changes, key=lambda entry: entry.line_number)),
        deceased=tuple(sorted(deceased, key=lambda entry: entry.line_number)),
    )


def _departure_order(departure: Departure) -> tuple[bool, int, str, str, UUID]:
    person = departure.person
    number = departure.line_number
    return number is None, number or 0, normalise(person.family_name), normalise(person.given_name), person.id


def _changed_fields(person: HeldPerson, line: RosterLine, on: date) -> tuple[FieldChange, ...]:
    changes = [
        FieldChange(field, getattr(person, field), getattr(line, field))
        for field, folded in _FOLDINGS.items()
        if getattr(line, field) not in ("", None)
        and folded(getattr(line, field)) != folded(getattr(person, field))
        and not (field == "email" and person.has_own_email)
    ]
    if person.until is not None and line.until is None and person.until <= on:
        changes.append(FieldChange("until", person.until, None))
    elif person.until is not None and line.until not in (None, person.until):
        changes.append(FieldChange("until", person.until, line.until))
    return tuple(changes)


def _as_is(value: FieldValue) -> FieldValue:
    return value


_FOLDINGS = {
    "matricule": matricule_key,
    "family_name": normalise,
    "given_name": normalise,
    "born_on": _as_is,
    "civil_sex": _as_is,
    "email": str.casefold,
    "status": _as_is,
    "since": _as_is,
    "service": normalise,
    "contract": _as_is,
    "contract_until": _as_is,
    "position": _as_is,
    "time_share": _as_is,
}
