"""Building the register of every commune and EPCI from the real movements since 2012, and holding it against the list of today."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.models import CommuneCode, Member, MemberName, Membership
from entraide.apps.members.operations.structure import apply_batch, independent_batches
from entraide.apps.members.refusals import RegisterNotEmpty
from entraide.core.membership.contracts import Scope
from entraide.core.refusals import Finding
from entraide.core.structure.facts import Changes
from entraide.core.structure.movements import communes_before, groups_of
from entraide.core.structure.register import Register
from entraide.core.structure.replay import Replayed, contracts_followed, differences, replay
from entraide.core.structure.values import Body, BodyKind
from entraide.integrations.reference_files.bodies import BodyList, read_bodies
from entraide.integrations.reference_files.history import SHIPPED_YEARS, read_movements, shipped_perimeters
from entraide.orm.acts import BATCH, Stamp, write
from entraide.orm.keys import uuid7


FIRST_YEAR = 2012
FIRST_PERIMETER = 2019
# The register opens on the eve of the first movements: those of 1 January 2012 apply to it like the others.
OPENED_ON = date(FIRST_YEAR, 1, 1) - timedelta(days=1)
CONTRACT_SOURCE = "Rejeu des mouvements réels : chaque commune adhère"


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay did: communes at the start, events by kind, EPCI created and ended, what could not be, what differs from today's list.

    `movements` counts the rows between communes that were to be replayed; each finding that leaves one out names it. `belonging` counts
    the contracts in force at the end, where every commune was to belong.
    """

    until: int
    opened: int
    movements: int
    without_effect: int
    counts: Mapping[str, int]
    created: int
    ended: int
    standing: int
    belonging: int
    compared: int
    without_siren: int
    findings: tuple[Finding, ...]
    differing: tuple[Finding, ...]

    @property
    def share_left_out(self) -> str:
        """Give the share of the movements that could not be replayed, in percent with two decimals."""
        hundredths = (len(self.findings) * 20_000 + self.movements) // (2 * self.movements) if self.movements else 0
        return f"{hundredths // 100},{hundredths % 100:02d}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a replay writes, worked out in memory: the communes at the start, then each event."""

    opening: tuple[Body, ...]
    replayed: Replayed
    list_of_today: BodyList
    movements: int
    without_effect: int


def prepare_replay(*, until: int) -> Prepared:
    """Work out the replay of the shipped movements and perimeters, up to the end of year `until`, without touching the database."""
    listed = read_bodies(BodyKind.COMMUNE)
    movements, unread = read_movements()
    groups = groups_of(movements)
    opening, _ = communes_before(groups, as_bodies(listed))
    last = max((year for year in SHIPPED_YEARS if FIRST_PERIMETER <= year <= until), default=None)
    perimeters = shipped_perimeters(FIRST_PERIMETER, last) if last else ()
    kept = [group for group in groups if group.on.year <= until]
    made = replay(Register.opened_on(OPENED_ON, opening), kept, perimeters)
    between = [row for row in movements if row.is_of_communes and row.on.year <= until]
    replayed = Replayed(made.register, made.changes, (*unread, *made.findings))
    return Prepared(opening, replayed, listed, len(between), sum(row.changes_nothing for row in between))


def as_bodies(listed: BodyList) -> tuple[Body, ...]:
    """Give the bodies of a list as the register knows them."""
    return tuple(Body(body.siren, body.name, body.kind, body.code, body.department) for body in listed.bodies)


@transaction.atomic
def replay_register(*, until: int, actor: Actor, at: datetime, on: date, as_members: bool = False) -> ReplayReport:
    """Fill an empty register with the communes of the end of 2011, then apply every movement and perimeter up to the end of year `until`.

    Each event keeps a key of its own in the rows that it writes. Where `until` reaches the year of the list of communes, what the
    database then holds is compared with it; otherwise with what was worked out in memory. With `as_members` every commune belongs from the
    start, and its contract follows each event as a structure act would propose.

    :raises RegisterNotEmpty: if the register holds a body.
    """
    held = Member.objects.count()
    if held:
        raise RegisterNotEmpty(count=held)
    prepared = prepare_replay(until=until)
    write_replay(prepared, at=at)
    if as_members:
        write_contracts(prepared, at=at)
    report = _report(prepared, until)
    payload = {"until": until, "counts": dict(report.counts), "left_out": len(report.findings), "differing": len(report.differing)}
    record("members.register_replayed", actor=actor, subject=("register", uuid7()), at=at, on=on, payload=payload)
    return report


def write_replay(prepared: Prepared, *, at: datetime) -> None:
    """Write a prepared replay: the communes at the start, then the events in batches of sets."""
    _open(prepared.opening, prepared.list_of_today, Stamp(uuid7(), at))
    acts = ((changes, Stamp(uuid7(), at)) for changes in prepared.replayed.changes)
    for batch in independent_batches(acts):
        apply_batch(batch)
    _populate(prepared.list_of_today)


def write_contracts(prepared: Prepared, *, at: datetime) -> None:
    """Have every commune of a replay belong: one contract for all its staff over each span, as the events pass it on."""
    spans = contracts_followed([body.siren for body in prepared.opening], prepared.replayed.changes, since=OPENED_ON)
    keys = dict(Member.objects.order_by("pk").values_list("siren", "pk"))
    said = {"recorded_at": at, "recorded_by": uuid7(), "scope": Scope.FULL, "source": CONTRACT_SOURCE}
    write([Membership(**said, member_id=keys[span.siren], since=span.since, until=span.until) for span in spans])


def _open(bodies: Sequence[Body], listed: BodyList, stamp: Stamp) -> None:
    populations = {body.siren: body.population for body in listed.bodies}
    made = [
        Member(
            id=uuid7(),
            siren=body.siren,
            kind=body.kind,
            department=body.department,
            population=populations.get(body.siren),
            population_year=listed.year if populations.get(body.siren) is not None else None,
            created_at=stamp.at,
        )
        for body in bodies
    ]
    Member.objects.bulk_create(made, batch_size=BATCH)
    said = {"since": OPENED_ON, "recorded_at": stamp.at, "recorded_by": stamp.id}
    held = list(zip(made, bodies, strict=True))
    write([MemberName(**said, member_id=member.pk, name=body.name) for member, body in held])
    write([CommuneCode(**said, member_id=member.pk, code=body.code) for member, body in held])


def _populate(listed: BodyList) -> None:
    """Give the communes that the movements created the population that the list says."""
    populations = {body.siren: body.population for body in listed.bodies}
    rows = Member.objects.filter(kind=BodyKind.COMMUNE, population__isnull=True).order_by("pk")
    created = [row for row in rows if populations.get(row.siren) is not None]
    for row in created:
        row.population, row.population_year = populations[row.siren], listed.year
    Member.objects.bulk_update(created, ["population", "population_year"], batch_size=BATCH)


def _report(prepared: Prepared, until: int) -> ReplayReport:
    replayed, listed = prepared.replayed, prepared.list_of_today
    last_day = date(until, 12, 31)
    standing = tuple(communes_standing(last_day))
    expected = as_bodies(listed) if until >= listed.year else tuple(replayed.register.standing(last_day))
    epcis = {body.siren for changes in replayed.changes for body in changes.created if body.kind is BodyKind.EPCI}
    return ReplayReport(
        until=until,
        opened=len(prepared.opening),
        movements=prepared.movements,
        without_effect=prepared.without_effect,
        counts={kind.value: count for kind, count in sorted(replayed.counts.items())},
        created=len(epcis),
        ended=len(epcis & _ended(replayed.changes)),
        standing=len(standing),
        belonging=Membership.objects.in_force_on(last_day).count(),
        compared=len(expected),
        without_siren=len(listed.without_siren),
        findings=replayed.findings,
        differing=tuple(differences(standing, expected)),
    )


def _ended(changes: Collection[Changes]) -> set[str]:
    ends = Counter(siren for change in changes for siren in change.ended)
    begins = Counter(siren for change in changes for siren in change.begun)
    return {siren for siren in ends if ends[siren] >= begins[siren]}


def communes_standing(day: date) -> Iterator[Body]:
    """Read from the database the communes that exist on a day, with their code, by code."""
    names: dict[UUID, str] = dict(
        MemberName.objects.in_force_on(day).filter(member__kind=BodyKind.COMMUNE).order_by("pk").values_list("member_id", "name")
    )
    codes = CommuneCode.objects.in_force_on(day).order_by("code", "pk")
    for key, siren, code, department in codes.values_list("member_id", "member__siren", "code", "member__department"):
        if key in names:
            yield Body(siren, names[key], BodyKind.COMMUNE, code, department)
