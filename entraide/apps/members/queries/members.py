"""Reads of bodies: one, several, those that are members on a day, all of the register; the past of a name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When

from entraide.apps.accounts.actor import Actor
from entraide.apps.members.models import KINDS, Contact, Establishment, Member, MemberName, Membership
from entraide.apps.members.policies import visible_to
from entraide.core.names import normalise
from entraide.orm.acts import BATCH


SIRET_LENGTH = 14
# What each kind of body is called.
KIND_LABELS: Mapping[str, str] = {kind.value: label for kind, label in KINDS}


@dataclass(frozen=True, slots=True)
class MemberView:
    """A body as lists and headings show it; `code` is the INSEE code of a commune."""

    id: UUID
    siren: str
    name: str
    kind: str
    department: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What else narrows a list of bodies; what is empty narrows nothing.

    `departments` keeps those of a list. `scope`, `payer_id`, `is_leaving` (its contract has an end), `is_unbilled` (nobody pays for it
    and no establishment of it is billed) and `is_uncontacted` (nobody to call) speak of the contract, and so keep members alone.
    """

    departments: Sequence[str] = ()
    scope: str = ""
    payer_id: UUID | None = None
    is_leaving: bool = False
    is_unbilled: bool = False
    is_uncontacted: bool = False


NOTHING_MORE = Narrowing()


def current_name(member_id: Any, *, on: date) -> QuerySet:
    """Give the query of a member's name on a day, to put in a Subquery or to run."""
    return MemberName.objects.in_force_on(on).filter(member_id=member_id).order_by("-since").values("name")[:1]


def holding(relation: str, on: date) -> FilteredRelation:
    """Join the one row of a relation that holds on a day: no two of them ever do."""
    without_end = Q(**{f"{relation}__until__isnull": True}) | Q(**{f"{relation}__until__gt": on})
    return FilteredRelation(
        relation, condition=Q(**{f"{relation}__superseded_at__isnull": True, f"{relation}__since__lte": on}) & without_end
    )


def bodies(on: date) -> QuerySet[Member]:
    """Give every body of the register as it is on a day, those that do not exist that day included.

    Rows carry `current_name` and `search_name` (empty where it does not exist), `code` (INSEE), and of the contract of that day `scope`,
    `payer_key`, `leaves_on` (the first day without it, under whatever terms it goes on) and `notice_on`, all empty for who is no member.
    """
    return Member.objects.alias(called=holding("names", on), coded=holding("codes", on), contract=holding("memberships", on)).annotate(
        current_name=F("called__name"),
        search_name=F("called__search_name"),
        code=F("coded__code"),
        contract_key=F("contract__id"),
        scope=F("contract__scope"),
        leaves_on=_at_the_end("until"),
        notice_on=_at_the_end("notice_on"),
        payer_key=F("contract__payer_id"),
    )


def _at_the_end(column: str) -> Case:
    """Give what the last row of the contract that `bodies` joins says: terms that change from a day on end a row, and no contract.

    As `contracts.run_of` reads it: a gap ends a contract, and so does a notice.
    """
    rows = Membership.objects.current()
    going_on = Exists(rows.filter(member_id=OuterRef("member_id"), since=OuterRef("until")))
    last = rows.filter(~going_on | Q(notice_on__isnull=False), member_id=OuterRef("pk"), since__gte=OuterRef("contract__since"))
    return Case(When(contract__until__isnull=False, then=Subquery(last.order_by("since").values(column)[:1])))


def members_on(day: date) -> list[MemberView]:
    """List the members of a day by name: the bodies whose contract holds that day."""
    return views_of(bodies(day).filter(contract_key__isnull=False).order_by("current_name", "siren"))


def bodies_on(day: date, *, member_ids: set[UUID]) -> list[MemberView]:
    """List some bodies by name as they are called on a day, members or not, in one query however many they are."""
    found = bodies(day).order_by("current_name", "siren")
    if len(member_ids) <= BATCH:
        return views_of(found.filter(pk__in=member_ids))
    return [view for view in views_of(found) if view.id in member_ids]


def views_of(found: Iterable[Any]) -> list[MemberView]:
    """Tell bodies that `bodies` gave."""
    return [MemberView(body.pk, body.siren, body.current_name or "", body.kind, body.department, body.code or "") for body in found]


def member_on(member_id: UUID, *, on: date) -> MemberView | None:
    """Give one body, or nothing."""
    return next(iter(bodies_on(on, member_ids={member_id})), None)


def register_list(
    *, actor: Actor, on: date, text: str = "", kind: str = "", department: str = "", also: Narrowing = NOTHING_MORE
) -> QuerySet[Member]:
    """Give the bodies that exist on a day and that an actor may see, members or not, by name, to sort and to page.

    `text` is words found in the name, case and accents forgiven, or the beginning of a SIREN, a SIRET, an INSEE code. Rows carry what
    `bodies` says, and `joined_on`: the day on which a member entered, whatever its contract has become since.
    """
    found = bodies(on).filter(_said(text), visible_to(actor), search_name__isnull=False).annotate(joined_on=Subquery(_entry(on)))
    if kind:
        found = found.filter(kind=kind)
    if department:
        found = found.filter(department=department)
    return _narrowed(found, also, on).order_by("search_name", "siren")


def member_list(
    *, actor: Actor, on: date, text: str = "", kind: str = "", department: str = "", also: Narrowing = NOTHING_MORE
) -> QuerySet[Member]:
    """Give the members of a day that an actor may see, by name, to sort and to page: those of `register_list` whose contract holds."""
    found = register_list(actor=actor, on=on, text=text, kind=kind, department=department, also=also)
    return found.filter(contract_key__isnull=False)


def body_for(member_id: UUID, *, actor: Actor, on: date) -> Member | None:
    """Give one body that an actor may see, member or not, existing or not, or nothing; its row carries what `register_list` says."""
    return bodies(on).filter(visible_to(actor), pk=member_id).annotate(joined_on=Subquery(_entry(on))).order_by("pk").first()


def bodies_found(text: str, *, on: date, limit: int) -> list[MemberView]:
    """Find the bodies that a person means: those whose name is what was typed first, then those that it begins, then the others."""
    typed = normalise(text)
    if not typed:
        return []
    nearness = Case(When(search_name=typed, then=Value(0)), When(search_name__startswith=typed, then=Value(1)), default=Value(2))
    found = bodies(on).filter(_said(text), search_name__isnull=False)
    return views_of(found.annotate(nearness=nearness).order_by("nearness", "search_name", "siren")[:limit])


def _entry(on: date) -> QuerySet:
    """Give the query of the day on which a member entered: the last contract that no other one leads to."""
    contracts = Membership.objects.current()
    leading = contracts.filter(member_id=OuterRef("member_id"), until=OuterRef("since"))
    return contracts.filter(~Exists(leading), member_id=OuterRef("pk"), since__lte=on).order_by("-since").values("since")[:1]


def _narrowed(found: QuerySet[Member], also: Narrowing, on: date) -> QuerySet[Member]:
    if also.departments:
        found = found.filter(department__in=also.departments)
    if also.scope:
        found = found.filter(scope=also.scope)
    if also.payer_id:
        found = found.filter(payer_key=also.payer_id)
    if also.is_leaving:
        found = found.filter(leaves_on__isnull=False)
    if also.is_unbilled:
        billed = Establishment.objects.in_force_on(on).filter(member_id=OuterRef("pk"), is_billed=True)
        found = found.filter(~Exists(billed), contract_key__isnull=False, payer_key__isnull=True)
    if also.is_uncontacted:
        called = Contact.objects.in_force_on(on).filter(member_id=OuterRef("pk"))
        found = found.filter(~Exists(called), contract_key__isnull=False)
    return found


def holding_words(text: str) -> Q:
    """Keep the names that hold every word of a text, in any order, case and accents forgiven."""
    words = Q()
    for word in normalise(text).split():
        words &= Q(search_name__contains=word)
    return words


def _said(text: str) -> Q:
    """Keep the bodies whose name holds every word, or whose number begins so."""
    number = "".join(text.split()).upper()
    words = holding_words(text)
    if not number:
        return words
    siren = number[:9] if len(number) == SIRET_LENGTH else number
    return words | Q(siren__startswith=siren) | Q(code=number)


def departments() -> list[str]:
    """List the departments that bodies are in."""
    return list(Member.objects.exclude(department="").order_by("department").values_list("department", flat=True).distinct())


def department_of(member_id: UUID) -> QuerySet[Member, str]:
    """Give the department that a body is in."""
    return Member.objects.filter(pk=member_id).order_by().values("department")


def name_history(member_id: UUID) -> QuerySet[MemberName]:
    """Give what a member is and was called, the last name first."""
    return MemberName.objects.current().filter(member_id=member_id).order_by("-since")


def membership_history(member_id: UUID) -> QuerySet[Membership]:
    """Give a member's memberships, the last first."""
    return Membership.objects.current().filter(member_id=member_id).order_by("-since")


def member_by_siren(siren: str) -> UUID | None:
    """Find a member's key by its SIREN."""
    return Member.objects.filter(siren=siren).order_by("pk").values_list("pk", flat=True).first()


def members_by_siren() -> dict[str, UUID]:
    """Give the key of every body of the register by its SIREN, in one query."""
    return dict(Member.objects.order_by("pk").values_list("siren", "pk"))
