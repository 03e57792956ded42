"""Acts on bodies themselves: put on the register, attached to another."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.models import Attachment, CommuneCode, Member, MemberName
from entraide.apps.members.operations.facts import absence_faults, begun, last_name, locked
from entraide.apps.members.policies import require_register_keeper
from entraide.apps.members.refusals import refuse_faults
from entraide.core.membership.billing import compact, siren_faults
from entraide.core.refusals import Finding
from entraide.core.structure.register import COMMUNE_CODE, department_of, is_department
from entraide.core.structure.values import BodyKind
from entraide.orm.acts import ended, write


# A body is attached through at most so many others: a CCAS to its commune, an amicale to the CCAS.
DEEPEST = 10


@dataclass(frozen=True, slots=True)
class NewBody:
    """A body to put on the register, as it is called since a day.

    `code` is the INSEE code of a commune, empty for the others; `population` its inhabitants in `population_year`, where they are known.
    """

    siren: str
    name: str
    kind: BodyKind
    department: str
    since: date
    code: str = ""
    population: int | None = None
    population_year: int | None = None


@transaction.atomic
def register_body(*, body: NewBody, actor: Actor, at: datetime, on: date) -> UUID:
    """Put a body on the register; give its key. One that an undone act left there without any name is taken up again.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises FaultyFacts: if its SIREN, its name, its department or its code is missing or wrong, or another body's.
    """
    require_register_keeper(actor)
    siren, code = compact(body.siren), compact(body.code).upper()
    refuse_faults([*_identity_faults(body, siren, on), *_code_faults(body, code)])
    act = begun(at)
    said = {"kind": body.kind, "department": body.department, "population": body.population, "population_year": body.population_year}
    made, _ = Member.objects.update_or_create(siren=siren, defaults=said, create_defaults=said | {"created_at": at})
    said = {"member_id": made.pk, "since": body.since, "recorded_at": at, "recorded_by": act.id}
    write([MemberName(**said, name=body.name.strip())])
    if code:
        write([CommuneCode(**said, code=code)])
    payload = {"siren": siren, "name": body.name.strip(), "kind": body.kind}
    record("members.registered", actor=actor, subject=("member", made.pk), at=at, on=on, payload=payload)
    return made.pk


def _identity_faults(body: NewBody, siren: str, on: date) -> list[Finding]:
    found = list(siren_faults(siren))
    known = MemberName.objects.current().filter(member__siren=siren).order_by("-since").values_list("name", flat=True).first()
    if known:
        found.append(Finding("members.siren_known", "siren", {"name": known}))
    if not body.name.strip():
        found.append(Finding("members.name_missing", "name"))
    if body.since > on:
        found.append(Finding("members.since_to_come", "since", {"day": f"{body.since:%d/%m/%Y}"}))
    if body.department and not is_department(body.department):
        found.append(Finding("members.unknown_department", "department", {"department": body.department}))
    return found


def _code_faults(body: NewBody, code: str) -> list[Finding]:
    if not code:
        return [Finding("members.code_missing", "code")] if body.kind == BodyKind.COMMUNE else []
    if body.kind != BodyKind.COMMUNE:
        return [Finding("members.code_for_a_commune", "code")]
    if not COMMUNE_CODE.fullmatch(code):
        return [Finding("members.bad_code", "code")]
    if not is_department(department_of(code)):
        return [Finding("members.code_of_no_department", "code")]
    if body.department and department_of(code) != body.department:
        return [Finding("members.code_elsewhere", "code", {"found": department_of(code), "department": body.department})]
    crossing = CommuneCode.objects.current().filter(code=code).exclude(until__lte=body.since).order_by("since").first()
    return [Finding("members.code_held", "code", {"code": code, "name": last_name(crossing.member_id)})] if crossing else []


@dataclass(frozen=True, slots=True)
class Attaching:
    """A body and the one that it depends on from a day; `kind` is epci (a commune in its EPCI) or owner (a CCAS, an amicale)."""

    member_id: UUID
    parent_id: UUID
    kind: str
    since: date


@transaction.atomic
def attach(*, attaching: Attaching, actor: Actor, at: datetime, on: date) -> None:
    """Attach a body to another from a day on; it leaves the one of the same kind that it was attached to.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises FaultyFacts: if either does not exist that day, if they are the same or in a circle, or not a commune and its EPCI.
    """
    require_register_keeper(actor)
    bodies = locked({attaching.member_id, attaching.parent_id})
    refuse_faults([*_attaching_faults(attaching, bodies)])
    act = begun(at)
    held = list(Attachment.objects.current().filter(member_id=attaching.member_id, kind=attaching.kind).order_by("since"))
    ended(held, attaching.since, act=act)
    said = {"since": attaching.since, "recorded_at": at, "recorded_by": act.id, "kind": attaching.kind}
    write([Attachment(**said, member_id=attaching.member_id, parent_id=attaching.parent_id)])
    payload = {"parent": attaching.parent_id, "kind": attaching.kind, "since": attaching.since}
    record("members.attached", actor=actor, subject=("member", attaching.member_id), at=at, on=on, payload=payload)


def _attaching_faults(attaching: Attaching, bodies: dict[UUID, Member]) -> list[Finding]:
    if attaching.member_id == attaching.parent_id:
        return [Finding("members.attached_to_itself", "parent")]
    member, parent = bodies[attaching.member_id], bodies[attaching.parent_id]
    found = [
        *absence_faults(member.pk, on=attaching.since, where="since"),
        *absence_faults(parent.pk, on=attaching.since, where="parent"),
    ]
    if attaching.kind == "epci" and (member.kind, parent.kind) != (BodyKind.COMMUNE, BodyKind.EPCI):
        found.append(Finding("members.epci_of_communes", "parent"))
    if attaching.kind == "owner" and _depends(parent.pk, member.pk, attaching.since):
        found.append(Finding("members.attached_in_a_circle", "parent", {"name": last_name(parent.pk)}))
    return found


def _depends(key: UUID, other: UUID, on: date) -> bool:
    """Tell whether a body is owned by another on a day, through others perhaps."""
    owners = Attachment.objects.in_force_on(on).filter(kind="owner").order_by("pk")
    reached = {key}
    for _ in range(DEEPEST):
        reached = set(owners.filter(member_id__in=reached).values_list("parent_id", flat=True))
        if not reached or other in reached:
            break
    return other in reached
