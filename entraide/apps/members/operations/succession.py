"""What becomes of memberships, of payers, of establishments and contacts when bodies change: a part of the acts on structures."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from entraide.apps.members.models import Contact, Establishment, Member, Membership
from entraide.orm.acts import Stamp, ended, from_day_on, take_back, write
from entraide.orm.history import ValidTime


@dataclass(frozen=True, slots=True)
class NewTerms:
    """The membership that follows for a member: whom it covers, who pays, the text that says so, its first day without where it leaves."""

    scope: str
    covers: list[dict[str, Any]] = field(default_factory=list)
    payer_id: UUID | None = None
    source: str = ""
    until: date | None = None


def hold(sirens: Collection[str]) -> None:
    """Hold bodies, always in the same order: of two acts about one body, the second sees what the first did."""
    list(Member.objects.select_for_update().filter(siren__in=sirens).order_by("pk").values_list("pk", flat=True))


def follow_memberships(following: Mapping[UUID, NewTerms | None], *, on: date, act: Stamp) -> None:
    """Put memberships under new terms from a day on, or end them where nothing follows; what was written of them stays before that day."""
    held: dict[UUID, list[Membership]] = {}
    for row in _standing(Membership, on).filter(member_id__in=following).order_by("member_id", "since"):
        held.setdefault(row.member_id, []).append(row)
    written: list[Membership] = []
    for member_id, terms in following.items():
        rows = held.get(member_id, [])
        running = [row for row in rows if row.since <= on] if terms else rows
        ended(running, on, act=act)
        if terms is not None:
            said = {"scope": terms.scope, "covers": terms.covers, "payer_id": terms.payer_id, "source": terms.source[:200]}
            if running:
                said |= {"until": running[0].until, "notice_on": running[0].notice_on}
            else:
                ends = [row.since for row in rows if row.since > on] + ([terms.until] if terms.until else [])
                said |= {"until": min(ends, default=None)}
            written.append(Membership(member_id=member_id, since=on, recorded_at=act.at, recorded_by=act.id, **said))
    write(written)


def _standing(model: type[ValidTime], on: date) -> QuerySet:
    """Hold the rows that count on a day or begin later."""
    return model.objects.select_for_update().current().filter(Q(until__isnull=True) | Q(until__gt=on))


def pass_payers_on(heirs: Mapping[UUID, UUID], *, on: date, act: Stamp) -> None:
    """Let the heirs of bodies that end pay, from a day on, for those whom these paid for; a member pays for itself alone."""
    rows = list(_standing(Membership, on).filter(payer_id__in=heirs).exclude(recorded_by=act.id).order_by("pk"))
    for payer_id, heir in heirs.items():
        paid = [row for row in rows if row.payer_id == payer_id]
        from_day_on([row for row in paid if row.member_id != heir], on, act=act, payer_id=heir)
        from_day_on([row for row in paid if row.member_id == heir], on, act=act, payer_id=None)


def end_establishments_of(member_ids: Collection[UUID], *, on: date, act: Stamp) -> None:
    """End on a day the establishments of bodies that end: nobody is billed there any more."""
    ended(list(_standing(Establishment, on).filter(member_id__in=member_ids).order_by("pk")), on, act=act)


def pass_contacts_on(member_ids: Collection[UUID], *, heir_id: UUID, on: date, act: Stamp) -> None:
    """Let those who are called at bodies that end, and have no other home, be called from that day on at the body that takes over."""
    rows = _standing(Contact, on).filter(member_id__in=member_ids).order_by("pk")
    from_day_on(list(rows), on, act=act, member_id=heir_id)


def send_contacts_home(homes: Mapping[UUID, UUID], *, on: date, act: Stamp) -> None:
    """Let contacts, by their key, be called from a day on at the body that they came from."""
    for row in _standing(Contact, on).filter(pk__in=homes).order_by("pk"):
        from_day_on([row], on, act=act, member_id=homes[row.pk])


def give_memberships_back(act_id: UUID, *, act: Stamp) -> None:
    """Put memberships, payers, establishments and contacts back as they were before an act."""
    for model in (Membership, Establishment, Contact):
        take_back(model, act_id, act)
