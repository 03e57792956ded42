"""Filling the register from public lists of communes, EPCI, departments and regions, by sets: what changed is told, nothing is doubled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.models import Attachment, CommuneCode, Contact, Establishment, Member, MemberName
from entraide.apps.members.operations.facts import begun
from entraide.apps.members.queries.contracts import belonging_on
from entraide.apps.members.refusals import LaterList, OlderList, TooManyClosed
from entraide.core.refusals import Finding
from entraide.core.structure.naming import is_called_alike
from entraide.integrations.reference_files.bodies import BodyList, ListedBody
from entraide.orm.acts import BATCH, Stamp, again, ended, parts, write
from entraide.orm.keys import uuid7


# A list that leaves out more than a twentieth of what it should hold is a part of a list.
LARGEST_SHARE_CLOSED = 20
# Few bodies disappear in a year; under this many nothing is suspected.
ALWAYS_CLOSED = 10


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import changed, in names a person knows; `findings` are the lines left out, each with its reason.

    `without_siren` counts the bodies to which the file gives no SIREN where it gives others: they cannot be on the register.
    """

    kind: str
    day: date
    new: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    closed: tuple[str, ...] = ()
    attached: int = 0
    population_changed: int = 0
    unchanged: int = 0
    without_siren: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Count what changed, by kind of change."""
        return {
            "new": len(self.new),
            "renamed": len(self.renamed),
            "closed": len(self.closed),
            "attached": self.attached,
            "population_changed": self.population_changed,
            "unchanged": self.unchanged,
            "without_siren": self.without_siren,
            "left_out": len(self.findings),
        }


@dataclass(slots=True)
class _Held:
    """The register as an import finds it, by SIREN and by INSEE code."""

    members: dict[str, Member]
    names: dict[UUID, MemberName] = field(default_factory=dict)
    codes: dict[UUID, CommuneCode] = field(default_factory=dict)
    holders: dict[str, UUID] = field(default_factory=dict)


@transaction.atomic
def import_bodies(*, listed: BodyList, actor: Actor, at: datetime, on: date, in_advance: bool = False) -> ImportReport:
    """Bring the register to a list: new bodies, names, codes and populations; a body known by its SIREN is never doubled.

    Names change from the first day of the list's year. A body that is no longer listed ends on that day, unless it belongs to the
    association: its change is then prepared as an act, with its staff, and said here. So is an INSEE code that passes to another SIREN.
    A list of a year to come says nothing of the present: taken `in_advance`, it changes names and bodies from its own day, and no
    population.

    :raises LaterList: if the list is of a year to come, and not taken in advance.
    :raises OlderList: if the register was brought to a more recent list of the same bodies.
    :raises TooManyClosed: if the list would close more than a twentieth of the register: nothing is written then.
    """
    require_present(listed.day, on=on, in_advance=in_advance)
    day, stamp = listed.day, begun(at)
    held = _held()
    newest = max((member.population_year or 0 for member in held.members.values() if member.kind == listed.kind), default=0)
    if listed.year < newest:
        raise OlderList(held=newest, year=listed.year)
    known, unknown = _matched(listed.bodies, held)
    crossing, fresh = _crossing(unknown, held)
    renamed = _rename(known, held, day, stamp)
    changed = _populate(known, listed) if listed.day <= on else set()
    closed, kept = _close_absent(listed, held, day, stamp)
    new = _create(fresh, day, stamp, listed.year)
    touched = {body.siren for body, _ in renamed} | changed
    report = ImportReport(
        kind=listed.kind.value,
        day=day,
        new=tuple(body.name for body in new),
        renamed=tuple((before, body.name) for body, before in renamed),
        closed=closed,
        population_changed=len(changed),
        unchanged=sum(member.siren not in touched for _, member in known),
        without_siren=len(listed.without_siren),
        findings=(*listed.findings, *crossing, *kept),
    )
    record_import(report, stamp=stamp, actor=actor, at=at, on=on)
    return report


def require_present(day: date, *, on: date, in_advance: bool) -> None:
    """Stop a list of a year to come, read on `on`: it would rewrite the present with what is not yet.

    :raises LaterList: if it is one, and is not taken in advance.
    """
    if day > on and not in_advance:
        raise LaterList(year=day.year, today=f"{on:%d/%m/%Y}", day=f"{day:%d/%m/%Y}")


def record_import(report: ImportReport, *, stamp: Stamp, actor: Actor, at: datetime, on: date) -> None:
    """Write the one entry of the trail that an import leaves."""
    payload = {"kind": report.kind, "day": report.day, **report.counts}
    record("members.reference_imported", actor=actor, subject=("reference_import", stamp.id), at=at, on=on, payload=payload)


def _held() -> _Held:
    held = _Held({member.siren: member for member in Member.objects.order_by("pk")})
    for name in MemberName.objects.current().order_by("since"):
        held.names[name.member_id] = name
    for code in CommuneCode.objects.current().filter(until__isnull=True).order_by("since"):
        held.codes[code.member_id] = code
        held.holders[code.code] = code.member_id
    return held


def _matched(bodies: Iterable[ListedBody], held: _Held) -> tuple[list[tuple[ListedBody, Member]], list[ListedBody]]:
    """Pair what is listed with the register: by SIREN, or by INSEE code where the file gives no SIREN."""
    by_key = {member.pk: member for member in held.members.values()}
    known: list[tuple[ListedBody, Member]] = []
    unknown: list[ListedBody] = []
    for body in bodies:
        member = held.members.get(body.siren) if body.siren else by_key.get(held.holders.get(body.code))
        if member is None:
            unknown.append(body)
        else:
            known.append((body, member))
    return known, unknown


def _crossing(unknown: Sequence[ListedBody], held: _Held) -> tuple[list[Finding], list[ListedBody]]:
    """Set apart the bodies that cannot be entered: their code is another's, or the file gives no SIREN."""
    names = {member.pk: member for member in held.members.values()}
    findings: list[Finding] = []
    fresh: list[ListedBody] = []
    for body in unknown:
        holder = held.holders.get(body.code) if body.code else None
        params = {"code": body.code, "name": body.name}
        if holder is not None:
            said = held.names[holder].name if holder in held.names else names[holder].siren
            params |= {"holder": said, "siren": names[holder].siren}
            findings.append(Finding("members.held_by_another", f"ligne {body.line}", params))
        elif not body.siren:
            findings.append(Finding("members.code_unknown", f"ligne {body.line}", params))
        else:
            fresh.append(body)
    return findings, fresh


def _rename(known: Sequence[tuple[ListedBody, Member]], held: _Held, day: date, stamp: Stamp) -> list[tuple[ListedBody, str]]:
    """Call by its listed name what is called otherwise; enter the names and codes that are missing."""
    renamed: list[tuple[ListedBody, str]] = []
    changing: list[tuple[MemberName, str]] = []
    begun_again: list[MemberName] = []
    for body, member in known:
        name = held.names.get(member.pk)
        if member.kind != body.kind or (name is not None and not _is_older(name, day)):
            continue
        if name is None or name.until is not None:
            begun_again.append(MemberName(member_id=member.pk, since=day, recorded_at=stamp.at, recorded_by=stamp.id, name=body.name))
            renamed.append((body, name.name if name is not None else ""))
        elif name.name != body.name and not is_called_alike(name.name, body.name):
            changing.append((name, body.name))
            renamed.append((body, name.name))
    _say_anew(changing, day, stamp)
    write(begun_again)
    missing = [(body, member) for body, member in known if body.code and member.pk not in held.codes and body.code not in held.holders]
    write([_code(body, member.pk, day, stamp) for body, member in missing])
    return renamed


def _is_older(name: MemberName, day: date) -> bool:
    """Tell whether a name began, or ended, by the day of the list: what is more recent than the list is left as it is."""
    return (name.until or name.since) <= day


def _say_anew(changing: Sequence[tuple[MemberName, str]], day: date, stamp: Stamp) -> None:
    """Close names on a day and open the new ones; one that began on that day is corrected."""
    ended([row for row, _ in changing], day, act=stamp)
    write([again(row, stamp, since=day, until=None, name=name) for row, name in changing])


def _code(body: ListedBody, key: UUID, day: date, stamp: Stamp) -> CommuneCode:
    return CommuneCode(member_id=key, since=day, recorded_at=stamp.at, recorded_by=stamp.id, code=body.code)


def _populate(known: Sequence[tuple[ListedBody, Member]], listed: BodyList) -> set[str]:
    """Keep the population and department that the list says; give the SIRENs of those whose population it changes."""
    changed: list[Member] = []
    counted: set[str] = set()
    for body, member in known:
        seat = body.department or member.department
        is_counted = body.population is not None and (member.population, member.population_year) != (body.population, listed.year)
        if is_counted and (member.population_year or 0) <= listed.year:
            if member.population != body.population:
                counted.add(member.siren)
            member.population, member.population_year, member.department = body.population, listed.year, seat
            changed.append(member)
        elif seat != member.department:
            member.department = seat
            changed.append(member)
    Member.objects.bulk_update(changed, ["population", "population_year", "department"], batch_size=BATCH)
    return counted


def _close_absent(listed: BodyList, held: _Held, day: date, stamp: Stamp) -> tuple[tuple[str, ...], list[Finding]]:
    """End the bodies of this kind that are no longer listed, but for those that belong to the association.

    A list of which lines were left out ends nobody: one of them may be the body that seems absent.
    """
    sirens, codes = {body.siren for body in listed.bodies}, {body.code for body in listed.bodies if not body.siren}
    standing = [member for member in held.members.values() if member.kind == listed.kind and _stands(member, held, day)]
    absent = [
        member
        for member in standing
        if member.siren not in sirens and (member.pk not in held.codes or held.codes[member.pk].code not in codes)
    ]
    if listed.findings and absent:
        return (), [Finding("members.absent_kept", "", {"count": len(absent)})]
    if len(absent) > ALWAYS_CLOSED and len(absent) * LARGEST_SHARE_CLOSED > len(standing):
        raise TooManyClosed(count=len(absent), total=len(standing))
    belonging: set[UUID] = set()
    for some in parts([member.pk for member in absent]):
        belonging.update(belonging_on(day).filter(member_id__in=some).order_by("pk").values_list("member_id", flat=True))
    closing = [member for member in absent if member.pk not in belonging]
    ended([held.names[member.pk] for member in closing], day, act=stamp)
    ended([held.codes[member.pk] for member in closing if member.pk in held.codes], day, act=stamp)
    _detach([member.pk for member in closing], day, stamp)
    kept = [
        Finding("members.absent_but_member", "", {"name": held.names[member.pk].name, "siren": member.siren})
        for member in absent
        if member.pk in belonging
    ]
    return tuple(held.names[member.pk].name for member in closing), kept


def _detach(keys: Sequence[UUID], day: date, stamp: Stamp) -> None:
    """End what bodies that end were attached to, what was attached to them, where they were billed, whom one called there."""
    for some in parts(keys):
        for model in (Establishment, Contact):
            ended(list(model.objects.current().filter(member_id__in=some).order_by("pk")), day, act=stamp)
        tied = Attachment.objects.current().filter(Q(member_id__in=some) | Q(parent_id__in=some))
        ended(list(tied.order_by("pk")), day, act=stamp)


def _stands(member: Member, held: _Held, day: date) -> bool:
    """Tell whether a body stands, and did before the list: what began after it cannot be in it."""
    name = held.names.get(member.pk)
    return name is not None and name.until is None and name.since <= day


def _create(fresh: Sequence[ListedBody], day: date, stamp: Stamp, year: int) -> Sequence[ListedBody]:
    """Put new bodies on the register, with their name and code."""
    made = [
        Member(
            id=uuid7(),
            siren=body.siren,
            kind=body.kind,
            department=body.department,
            population=body.population,
            population_year=year if body.population is not None else None,
            created_at=stamp.at,
        )
        for body in fresh
    ]
    Member.objects.bulk_create(made, batch_size=BATCH)
    said = {"since": day, "recorded_at": stamp.at, "recorded_by": stamp.id}
    pairs = list(zip(made, fresh, strict=True))
    write([MemberName(**said, member_id=member.pk, name=body.name) for member, body in pairs])
    write([_code(body, member.pk, day, stamp) for member, body in pairs if body.code])
    return fresh
