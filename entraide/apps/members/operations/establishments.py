"""Acts on where a body is billed: an establishment recorded or ended, the references of the one that is billed corrected."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.members.models import Establishment, Member
from entraide.apps.members.operations.facts import absence_faults, begun, locked
from entraide.apps.members.policies import require_own_member, require_register_keeper
from entraide.apps.members.refusals import NotBilled, NotFound, refuse_faults
from entraide.core.membership.billing import compact, reference_faults, siret_faults
from entraide.core.refusals import Finding
from entraide.orm.acts import ended, from_day_on, write


@dataclass(frozen=True, slots=True)
class EstablishmentFacts:
    """What is known of an establishment: its SIRET, name and address, what it asks to be written on what it receives, is it billed."""

    siret: str
    name: str = ""
    service_code: str = ""
    engagement_number: str = ""
    is_billed: bool = True
    street: str = ""
    postcode: str = ""
    city: str = ""


@transaction.atomic
def record_establishment(*, member_id: UUID, facts: EstablishmentFacts, since: date, actor: Actor, at: datetime, on: date) -> None:
    """Add an establishment of a body from a day on; billed, it is so in the place of another.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises FaultyFacts: if its SIRET is wrong, another body's or that of another establishment, its references are too long, or the body
        does not exist that day.
    """
    require_register_keeper(actor)
    body = locked({member_id})[member_id]
    said = _said(facts, body, since=since)
    _write_establishment(body, said, since=since, at=at, replacing=None)
    payload = said | {"since": since}
    record("members.establishment_recorded", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


@transaction.atomic
def correct_establishment(*, establishment_id: UUID, facts: EstablishmentFacts, since: date, actor: Actor, at: datetime, on: date) -> None:
    """Say otherwise, from a day on, what an establishment is, its SIRET too; what was said before that day stays readable.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises NotFound: if it was changed or ended meanwhile.
    :raises FaultyFacts: if its SIRET is wrong, another body's or that of another establishment, its references are too long, or the body
        does not exist that day.
    """
    require_register_keeper(actor)
    held = Establishment.objects.current().select_related("member").filter(pk=establishment_id).order_by("pk").first()
    if held is None:
        raise NotFound
    body = locked({held.member_id})[held.member_id]
    said = _said(facts, body, since=since)
    _write_establishment(body, said, since=since, at=at, replacing=held.siret)
    payload = said | {"since": since, "replaced": held.siret}
    record("members.establishment_corrected", actor=actor, subject=("member", body.pk), at=at, on=on, payload=payload)


def _said(facts: EstablishmentFacts, body: Member, *, since: date) -> dict[str, Any]:
    """Give what a row keeps of an establishment.

    :raises FaultyFacts: if it has faults.
    """
    siret, service_code, engagement_number = compact(facts.siret), facts.service_code.strip(), facts.engagement_number.strip()
    refuse_faults(
        [
            *siret_faults(siret, siren=body.siren),
            *reference_faults(service_code=service_code, engagement_number=engagement_number),
            *absence_faults(body.pk, on=since, where="since"),
        ]
    )
    said = {"siret": siret, "name": facts.name.strip(), "service_code": service_code, "engagement_number": engagement_number}
    address = {"street": facts.street.strip(), "postcode": compact(facts.postcode), "city": facts.city.strip()}
    return said | address | {"is_billed": facts.is_billed}


def _write_establishment(body: Member, said: dict[str, Any], *, since: date, at: datetime, replacing: str | None) -> None:
    """Write an establishment from a day on, in the place of the one whose SIRET is `replacing`.

    :raises FaultyFacts: if its SIRET is that of an establishment that it does not replace.
    """
    act = begun(at)
    held = list(Establishment.objects.current().filter(member_id=body.pk).order_by("since"))
    others = [row for row in held if row.siret != replacing]
    known = next((row for row in others if row.siret == said["siret"] and (row.until is None or row.until > since)), None)
    if known is not None:
        refuse_faults([Finding("members.siret_known", "siret", {"name": known.name or "sans nom", "since": f"{known.since:%d/%m/%Y}"})])
    ended([row for row in held if row.siret == replacing], since, act=act)
    if said["is_billed"]:
        from_day_on([row for row in others if row.is_billed], since, act=act, is_billed=False)
    write([Establishment(**said, member_id=body.pk, since=since, recorded_at=at, recorded_by=act.id)])


@transaction.atomic
def end_establishment(*, member_id: UUID, establishment_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """End an establishment today: nothing is addressed to it any more.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises NotFound: if it is none of this body's that holds that day or later.
    """
    require_register_keeper(actor)
    locked({member_id})
    held = Establishment.objects.current().filter(member_id=member_id, pk=establishment_id).exclude(until__lte=on).order_by("pk").first()
    if held is None:
        raise NotFound
    ended([held], on, act=begun(at))
    record("members.establishment_ended", actor=actor, subject=("member", member_id), at=at, on=on, payload={"siret": held.siret})


@transaction.atomic
def correct_billing_references(*, member_id: UUID, service_code: str, engagement_number: str, actor: Actor, at: datetime, on: date) -> None:
    """Correct, from today on, what the billed establishment asks to be written on what it receives.

    :raises NotOwnMember: if the actor neither acts for the body nor keeps the register.
    :raises NotBilled: if no establishment is billed that day.
    :raises FaultyFacts: if a reference is too long or holds what no portal takes.
    """
    require_own_member(actor, member_id=member_id)
    locked({member_id})
    said = {"service_code": service_code.strip(), "engagement_number": engagement_number.strip()}
    refuse_faults(reference_faults(**said))
    held = Establishment.objects.in_force_on(on).filter(member_id=member_id, is_billed=True).order_by("pk").first()
    if held is None:
        raise NotBilled
    from_day_on([held], on, act=begun(at), **said)
    payload = said | {"siret": held.siret}
    record("members.billing_references_corrected", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)
