"""Reads of the register as the core sees it, around the bodies of one event."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q

from entraide.apps.members.models import Attachment, CommuneCode, Member, MemberName, Succession
from entraide.core.structure.facts import AttachmentFact, AttachmentKind, CodeFact, NameFact, SuccessionFact
from entraide.core.structure.register import Entry, Register
from entraide.core.structure.values import BodyKind, StructureEvent


def register_around(event: StructureEvent) -> Register:
    """Give the register of the bodies of an event: those attached to them, those they depend on, whoever holds the codes it names."""
    codes = [body.code for body in event.after if body.code]
    holders = CommuneCode.objects.current().filter(code__in=codes).order_by().values("member_id")
    sirens = {*event.before, *(body.siren for body in event.after)}
    named = set(Member.objects.filter(Q(siren__in=sirens) | Q(pk__in=holders)).order_by("pk").values_list("pk", flat=True))
    ties = Attachment.objects.current().order_by("pk")
    above = named | set(ties.filter(member_id__in=named).values_list("parent_id", flat=True))
    below = set(ties.filter(parent_id__in=above).values_list("member_id", flat=True))
    inherited = Succession.objects.current().filter(successor_id__in=named).order_by("pk")
    return _register_of(above | below | set(inherited.values_list("predecessor_id", flat=True)))


def whole_register() -> Register:
    """Give the register of every body (some 40,000 where all communes are on it: a few seconds)."""
    return _register_of(None)


def _register_of(member_ids: Collection[UUID] | None) -> Register:
    names, codes, attachments, successions = (defaultdict(list) for _ in range(4))
    for siren, since, until, name in _facts(MemberName, member_ids, "name"):
        names[siren].append(NameFact(siren, since, name, until))
    for siren, since, until, code in _facts(CommuneCode, member_ids, "code"):
        codes[siren].append(CodeFact(siren, since, code, until))
    for siren, since, until, kind, parent in _facts(Attachment, member_ids, "kind", "parent__siren"):
        attachments[siren].append(AttachmentFact(siren, since, AttachmentKind(kind), parent, until))
    for siren, since, until, successor, is_whole in _facts(Succession, member_ids, "successor__siren", "is_whole"):
        successions[siren].append(SuccessionFact(siren, since, successor, is_whole, until))
    held = Member.objects.all() if member_ids is None else Member.objects.filter(pk__in=member_ids)
    members = held.order_by("siren").values_list("siren", "kind", "department")
    return Register(
        Entry(siren, BodyKind(kind), department, *(tuple(facts[siren]) for facts in (names, codes, attachments, successions)))
        for siren, kind, department in members
    )


def _facts(model: Any, member_ids: Collection[UUID] | None, *columns: str) -> Iterable[tuple[Any, ...]]:
    """Give what is said of bodies, by day: SIREN, span, then the columns asked for."""
    body = "predecessor" if model is Succession else "member"
    narrowing = {} if member_ids is None else {f"{body}_id__in": member_ids}
    rows = model.objects.current().filter(**narrowing).order_by("since", "pk")
    return rows.values_list(f"{body}__siren", "since", "until", *columns)
