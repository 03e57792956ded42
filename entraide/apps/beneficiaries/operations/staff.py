"""Write what a list brings to a member's staff, by sets, and give back what there was: parts of the acts on lists."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity
from entraide.apps.beneficiaries.queries.resting import something_rests_on
from entraide.apps.beneficiaries.queries.rosters import held_persons
from entraide.apps.beneficiaries.translation import rows_of_stays, stay_of_row
from entraide.core.roster.plan import Change, Departure, RosterPlan, matched
from entraide.core.roster.stays import Stay, changed, crosses, cut_before, departed, last_presence, stay_of
from entraide.core.roster.values import CivilSex, RosterLine
from entraide.orm.acts import BATCH, Stamp, again, is_built_upon, parts, supersede, take_back
from entraide.orm.references import draw_references


# A birth date and a civil sex are corrected for all time; a name and an address change from the day they are told.
CORRECTED = ("born_on", "civil_sex")
CHANGED = ("family_name", "given_name", "email")


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


def write_plan(plan: RosterPlan, *, act: Act, second: Collection[int] = ()) -> None:
    """Write a plan without doubts, by sets of rows; the lines of `second` are of newcomers for whom another employer counts."""
    new = [arrival.line for arrival in plan.arrivals if arrival.person_id is None]
    returning = {arrival.person_id: arrival.line for arrival in plan.arrivals if arrival.person_id is not None}
    changes = {change.person_id: change for change in plan.changes}
    departures = {departure.person_id: departure for departure in plan.departures}
    _write_stays(changes, departures, act)
    _write_returns(returning, act)
    _write_identities(changes, act)
    _write_newcomers(new, act, second)


def _write_newcomers(lines: Sequence[RosterLine], act: Act, second: Collection[int]) -> None:
    """Enter persons who were never on this staff; a file is opened today for who arrives later."""
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
    _add_presences([(key, (stay_of(line),), line.line_number not in second) for key, line in entered], act)


def _write_returns(returning: Mapping[UUID, RosterLine], act: Act) -> None:
    """Affiliate again persons who had left; what the list says otherwise of who they are is a change."""
    if not returning:
        return
    elsewhere: set[UUID] = set()
    for part in parts(list(returning)):
        open_rights = Affiliation.objects.current().filter(
            Q(rights_until__isnull=True) | Q(rights_until__gt=act.on), beneficiary_id__in=part
        )
        others = open_rights.filter(is_principal=True).exclude(member_id=act.member_id)
        elsewhere.update(others.order_by("pk").values_list("beneficiary_id", flat=True))
    _add_presences([(key, (stay_of(line),), key not in elsewhere) for key, line in returning.items()], act)
    held = {person.id: person for person in held_persons(act.member_id) if person.id in returning}
    told = (entry for key, line in returning.items() for entry in matched(held[key], line, act.on))
    _write_identities({entry.person_id: entry for entry in told if isinstance(entry, Change)}, act)


def _add_presences(entries: Iterable[tuple[UUID, tuple[Stay, ...], bool]], act: Act) -> None:
    written = {"member_id": act.member_id, "recorded_at": act.at, "recorded_by": act.id}
    rows = [
        row
        for key, stays, is_principal in entries
        for row in rows_of_stays(stays, beneficiary_id=key, is_principal=is_principal, **written)
    ]
    Affiliation.objects.bulk_create(rows, batch_size=BATCH)


def _write_stays(changes: Mapping[UUID, Change], departures: Mapping[UUID, Departure], act: Act) -> None:
    """Supersede the last presence of whoever changes or leaves, and write what it becomes."""
    rows: dict[UUID, list[Affiliation]] = {}
    concerned = list({*changes, *departures})
    for part in parts(concerned):
        found = Affiliation.objects.current().filter(member_id=act.member_id, beneficiary_id__in=part)
        for row in found.order_by("beneficiary_id", "since"):
            rows.setdefault(row.beneficiary_id, []).append(row)
    superseded: list[Affiliation] = []
    presences: list[tuple[UUID, tuple[Stay, ...], bool]] = []
    for key in concerned:
        by_stay = {stay_of_row(row): row for row in rows[key]}
        before = last_presence(tuple(by_stay))
        after = before
        if key in changes:
            after = changed(after, changes[key], on=act.on)
        if key in departures:
            after = departed(after, departures[key])
        if after != before:
            crossed = [stay for stay in by_stay if stay not in before and crosses(stay, after)]
            superseded += [by_stay[stay] for stay in (*before, *crossed)]
            presences.append((key, after, any(by_stay[stay].is_principal for stay in before)))
            presences += [(key, (cut,), by_stay[stay].is_principal) for stay in crossed if (cut := cut_before(stay, after))]
    supersede(superseded, act.stamp)
    _add_presences(presences, act)


def _write_identities(changes: Mapping[UUID, Change], act: Act) -> None:
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


def rests_on(act: Act) -> bool:
    """Tell whether something was written since about what an act changed: a correction, or what `something_rests_on` is told."""
    if any(is_built_upon(model, act.id, about=_about(model, act)) for model in (Identity, Affiliation)):
        return True
    return something_rests_on(act.id, about=Q(member_id=act.member_id))


def give_back(act: Act, *, undoing: UUID, at: datetime) -> None:
    """Supersede what an act recorded, and write again what it had superseded."""
    for model in (Affiliation, Identity):
        take_back(model, act.id, Stamp(undoing, at), about=_about(model, act))


def _about(model: type[Model], act: Act) -> Q:
    """Keep the rows of the member's people: the act's key alone would be looked for everywhere."""
    if model is Affiliation:
        return Q(member_id=act.member_id)
    return Q(beneficiary_id__in=Affiliation.objects.filter(member_id=act.member_id).order_by().values("beneficiary_id"))
