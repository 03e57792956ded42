"""Reads of what else is known of a body: where it comes from and goes to, what it depends on, where it is billed, whom to call."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from entraide.apps.members.models import Attachment, CommuneCode, Contact, Establishment, Member, MemberName, Succession
from entraide.apps.members.queries.members import MemberView, bodies, bodies_on, views_of
from entraide.apps.members.queries.perimeters import bodies_called, names_ever
from entraide.orm.acts import parts


@dataclass(frozen=True, slots=True)
class Tie:
    """Another body, the days of what ties it to this one, and how; `label` is its last name where it does not exist any more."""

    other: MemberView
    label: str
    how: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a body is attached to, what it took over and what took it over."""

    parents: tuple[Tie, ...]
    predecessors: tuple[Tie, ...]
    successors: tuple[Tie, ...]


def lineage_of(member_id: UUID, *, on: date) -> Lineage:
    """Tell where a body comes from, goes to and belongs, in four queries."""
    parents = list(Attachment.objects.current().filter(member_id=member_id).order_by("-since"))
    taken = list(Succession.objects.current().filter(Q(successor_id=member_id) | Q(predecessor_id=member_id)).order_by("-since"))
    others = {row.parent_id for row in parents} | {key for row in taken for key in (row.predecessor_id, row.successor_id)}
    views = {view.id: view for view in bodies_on(on, member_ids=others)}
    names = dict(MemberName.objects.current().filter(member_id__in=others).order_by("since").values_list("member_id", "name"))

    def tie(key: UUID, how: str, row: Attachment | Succession) -> Tie:
        return Tie(views[key], views[key].name or names.get(key, "") or views[key].siren, how, row.since, row.until)

    return Lineage(
        tuple(tie(row.parent_id, row.kind, row) for row in parents),
        tuple(tie(row.predecessor_id, _extent(row), row) for row in taken if row.successor_id == member_id),
        tuple(tie(row.successor_id, _extent(row), row) for row in taken if row.predecessor_id == member_id),
    )


def gone_bodies_found(text: str, *, on: date, limit: int) -> list[MemberView]:
    """Find by SIREN, or by a name that they bore, bodies that do not exist any more; each comes under its last name."""
    if not text.strip():
        return []
    names = MemberName.objects.filter(member_id=OuterRef("pk"))
    is_gone = Exists(names.current().filter(until__lte=on)) & ~Exists(names.in_force_on(on))
    found = Member.objects.filter(is_gone, pk__in=bodies_called(text)).order_by("siren")[:limit]
    last = names_ever([body.pk for body in found])
    return [MemberView(body.pk, body.siren, last.get(body.pk, ""), body.kind, body.department) for body in found]


def attached_to(member_id: UUID, *, on: date) -> list[MemberView]:
    """List by name the bodies that are attached to one on a day."""
    keys = Attachment.objects.in_force_on(on).filter(parent_id=member_id).order_by().values("member_id")
    return views_of(bodies(on).filter(pk__in=keys).order_by("current_name", "siren"))


def _extent(row: Succession) -> str:
    return "whole" if row.is_whole else "part"


def code_history(member_id: UUID) -> QuerySet[CommuneCode]:
    """Give the INSEE codes that a commune holds and held, the last first."""
    return CommuneCode.objects.current().filter(member_id=member_id).order_by("-since")


def establishments_of(member_id: UUID, *, on: date) -> QuerySet[Establishment]:
    """Give the establishments of a body that hold on a day, the billed one first."""
    return Establishment.objects.in_force_on(on).filter(member_id=member_id).order_by("-is_billed", "siret")


def establishments_among(member_ids: Collection[UUID], *, on: date) -> list[Establishment]:
    """List the establishments of bodies that hold on a day or begin later, each SIRET once, the billed ones first."""
    held = Establishment.objects.current().filter(Q(until__isnull=True) | Q(until__gt=on), member_id__in=member_ids)
    last = {row.siret: row for row in held.order_by("since", "pk")}
    return sorted(last.values(), key=lambda row: (row.member_id, not row.is_billed, row.siret))


def contacts_among(member_ids: Collection[UUID], *, on: date) -> list[Contact]:
    """List the contacts of bodies on a day or later, each name once, body by body."""
    held = Contact.objects.current().filter(Q(until__isnull=True) | Q(until__gt=on), member_id__in=member_ids)
    last = {(row.member_id, row.name): row for row in held.order_by("since", "pk")}
    return [last[key] for key in sorted(last)]


def contact_homes(member_id: UUID, *, standing: Collection[UUID], on: date) -> dict[UUID, UUID]:
    """Give, of the contacts of a body on a day or later, those who were called at a body of `standing` until this one took them over.

    A contact is known again by its name: it ended there no later than it began here.
    """
    earlier = Contact.objects.current().filter(member_id__in=set(standing) - {member_id}, until__isnull=False)
    homes = {row.name: row for row in earlier.order_by("until", "pk")}
    held = Contact.objects.current().filter(Q(until__isnull=True) | Q(until__gt=on), member_id=member_id).order_by("pk")
    return {row.pk: homes[row.name].member_id for row in held if row.name in homes and homes[row.name].until <= row.since}


def billed_establishment(member_id: UUID, *, on: date) -> Establishment | None:
    """Give the establishment that a body is billed at on a day, or nothing."""
    return establishments_of(member_id, on=on).filter(is_billed=True).first()


def billed_establishments(member_ids: Collection[UUID], *, on: date) -> dict[UUID, Establishment]:
    """Give the establishment that each of several bodies is billed at on a day, where it has one."""
    rows = [
        Establishment.objects.in_force_on(on).filter(member_id__in=some, is_billed=True).order_by("pk") for some in parts(list(member_ids))
    ]
    return {row.member_id: row for found in rows for row in found}


def contacts_of(member_id: UUID, *, on: date) -> QuerySet[Contact]:
    """Give the contacts of a body on a day, by name."""
    return Contact.objects.in_force_on(on).filter(member_id=member_id).order_by("name", "pk")


def contact_of(member_id: UUID, *, contact_id: UUID, on: date) -> Contact | None:
    """Give one contact of a body on a day, or nothing."""
    return contacts_of(member_id, on=on).filter(pk=contact_id).first()


def establishment_of(member_id: UUID, *, establishment_id: UUID, on: date) -> Establishment | None:
    """Give one establishment of a body on a day, or nothing."""
    return establishments_of(member_id, on=on).filter(pk=establishment_id).first()
