"""Enter people on a member's staff, by sets: those whom nobody knew, those who come back, those whom the association knows already."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.queries.roster_known import open_elsewhere
from entraide.apps.beneficiaries.queries.rosters import held_of_members
from entraide.apps.beneficiaries.translation import rows_of_stays
from entraide.core.roster.plan import Change, FieldChange, matched
from entraide.core.roster.stays import stay_of
from entraide.core.roster.values import CivilSex, RosterLine, Stay
from entraide.orm.acts import BATCH, Stamp, again, parts, supersede
from entraide.orm.references import draw_references


# A birth date and a civil sex are corrected for all time; a name and an address change from the day they are told.
CORRECTED = ("born_on", "civil_sex")
CHANGED = ("family_name", "given_name", "email")
# What a list may add to the file of somebody whom another member made known, where nothing is held.
ADDED = frozenset({"civil_sex", "email"})


@dataclass(frozen=True, slots=True)
class Act:
    """What writes: its key, which every row it writes or supersedes keeps, the member whose staff it is, the instant, the day."""

    id: UUID
    member_id: UUID
    at: datetime
    on: date

    @property
    def stamp(self) -> Stamp:
        """Give what the rows keep of it."""
        return Stamp(self.id, self.at)


def open_files(lines: Sequence[RosterLine], act: Act) -> None:
    """Enter persons whom nobody knew; a file is opened today for who arrives later."""
    drawn = draw_references(Beneficiary, "B", len(lines))
    entered = [(key, line) for (key, _), line in zip(drawn, lines, strict=True)]
    people = [Beneficiary(id=key, reference=reference, created_at=act.at) for key, reference in drawn]
    Beneficiary.objects.bulk_create(people, batch_size=BATCH)
    written = {"recorded_at": act.at, "recorded_by": act.id}
    identities = [
        Identity(
            **written,
            beneficiary_id=key,
            since=min(line.since, act.on),
            family_name=line.family_name,
            given_name=line.given_name,
            born_on=line.born_on,
            civil_sex=line.civil_sex.value if line.civil_sex else "",
            email=line.email,
        )
        for key, line in entered
    ]
    Identity.objects.bulk_create(identities, batch_size=BATCH)
    add_presences([(key, (stay_of(line),)) for key, line in entered], act)


def enter(people: Mapping[UUID, RosterLine], act: Act, *, returning: Collection[UUID] = (), principal: Collection[int] = ()) -> None:
    """Put on a staff persons who have a file: those of `returning` were on it before, the others come from elsewhere.

    Another employer stays the principal one, unless the line is of `principal`: somebody said so; one that the person has left gives way.
    Of who comes back what the list says otherwise is a change; to another's file it adds what nobody had said.
    """
    if not people:
        return
    others: dict[UUID, list[Affiliation]] = {}
    for row in open_elsewhere(people, act.member_id, on=act.on):
        others.setdefault(row.beneficiary_id, []).append(row)
    gives_way: list[tuple[Affiliation, date]] = []
    entries: list[tuple[UUID, tuple[Stay, ...]]] = []
    for key, line in people.items():
        day = max(line.since, act.on)
        declared = [row for row in others.get(key, ()) if row.is_principal]
        is_principal = line.line_number in principal or not any(row.until is None or row.until > day for row in others.get(key, ()))
        gives_way += [(row, day) for row in declared if is_principal]
        entries.append((key, (replace(stay_of(line), is_principal=is_principal),)))
    _give_way(gives_way, act)
    add_presences(entries, act)
    _write_what_is_told(people, act, set(returning))


def _give_way(rows: Sequence[tuple[Affiliation, date]], act: Act) -> None:
    """Leave the principal employer of before so until the day when another one is; one that is left by then keeps rights, no more."""
    written: list[Affiliation] = []
    for row, day in rows:
        if row.since >= day or (row.until is not None and row.until <= day):
            written.append(again(row, act.stamp, is_principal=False))
            continue
        ends = [end for end in (row.rights_until, day) if end is not None]
        written.append(again(row, act.stamp, until=day, rights_until=min(ends), leaving=""))
        written.append(again(row, act.stamp, since=day, arrived_on=row.arrived_on or row.since, is_principal=False))
    supersede([row for row, _ in rows], act.stamp)
    Affiliation.objects.bulk_create(written, batch_size=BATCH)


def _write_what_is_told(people: Mapping[UUID, RosterLine], act: Act, returning: set[UUID]) -> None:
    told: dict[UUID, Change] = {}
    for held in held_of_members({act.member_id}, beneficiary_ids=set(people)).get(act.member_id, ()):
        for entry in matched(held, people[held.id], act.on):
            if isinstance(entry, Change):
                fields = tuple(field for field in entry.fields if held.id in returning or _is_added(field))
                told[held.id] = Change(held, entry.line, fields)
    write_identities(told, act)


def _is_added(field: FieldChange) -> bool:
    return field.field in ADDED and not field.before


def add_presences(entries: Iterable[tuple[UUID, tuple[Stay, ...]]], act: Act) -> None:
    """Write presences on the member's staff."""
    written = {"member_id": act.member_id, "recorded_at": act.at, "recorded_by": act.id}
    rows = [row for key, stays in entries for row in rows_of_stays(stays, beneficiary_id=key, **written)]
    Affiliation.objects.bulk_create(rows, batch_size=BATCH)


def write_identities(changes: Mapping[UUID, Change], act: Act) -> None:
    """Correct birth dates and civil sexes for all time, change names and addresses from the day of the list."""
    told = {key: {field.field for field in change.fields} & {*CORRECTED, *CHANGED} for key, change in changes.items()}
    rows: dict[UUID, list[Identity]] = {}
    for part in parts([key for key, fields in told.items() if fields]):
        for row in Identity.objects.current().filter(beneficiary_id__in=part).order_by("beneficiary_id", "since"):
            rows.setdefault(row.beneficiary_id, []).append(row)
    superseded: list[Identity] = []
    written: list[Identity] = []
    for key, held in rows.items():
        kept, after = _identities_after(held, changes[key].line, told[key], act)
        superseded += [row for row in held if row not in kept]
        written += after
    supersede(superseded, act.stamp)
    Identity.objects.bulk_create(written, batch_size=BATCH)


def _identities_after(held: list[Identity], line: RosterLine, fields: set[str], act: Act) -> tuple[list[Identity], list[Identity]]:
    """Give the rows that stay as they are, and those to write in place of the others."""
    corrections = {field: _plain(getattr(line, field)) for field in CORRECTED if field in fields}
    news = {field: getattr(line, field) for field in CHANGED if field in fields}
    kept = [] if corrections else held[:-1]
    earlier = [again(row, act.stamp, **corrections) for row in held[:-1] if corrections]
    last = held[-1]
    if not news or last.since >= act.on:
        return kept, [*earlier, again(last, act.stamp, **corrections, **news)]
    before = again(last, act.stamp, **corrections, until=act.on)
    return kept, [*earlier, before, again(last, act.stamp, **corrections, **news, since=act.on)]


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, CivilSex) else value
