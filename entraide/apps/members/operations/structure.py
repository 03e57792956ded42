"""What a structure event changes of the register, written and taken back by sets: parts of the acts on structures and of the replay."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from entraide.apps.members.models import Attachment, CommuneCode, Member, MemberName, Succession
from entraide.apps.members.refusals import RegisterMoved
from entraide.core.structure.facts import AttachmentFact, Changes, CodeFact, Fact, Facts, NameFact
from entraide.core.structure.register import department_of, every_fact
from entraide.core.structure.values import Body
from entraide.orm.acts import BATCH, Stamp, again, is_built_upon, parts, supersede, take_back, write
from entraide.orm.history import ValidTime
from entraide.orm.keys import uuid7


MODELS: tuple[type[ValidTime], ...] = (MemberName, CommuneCode, Attachment, Succession)


def apply_changes(changes: Changes, *, stamp: Stamp) -> Mapping[str, UUID]:
    """Write what one event changes, under the key of its act; give the keys of the bodies it is about, by SIREN.

    :raises RegisterMoved: if a fact that it closes is no longer there: somebody changed it since it was worked out.
    """
    return apply_batch([(changes, stamp)])


def apply_batch(batch: Sequence[tuple[Changes, Stamp]]) -> Mapping[str, UUID]:
    """Write what several events change, each under the key of its own act; no two of them touch the facts of one body.

    :raises RegisterMoved: if a fact that one closes is no longer there.
    """
    keys = _keys_of(batch)
    for model in MODELS:
        _rewrite(model, batch, keys)
    _follow_codes({keys[fact.siren] for changes, _ in batch for fact in changes.opened.codes})
    return keys


def take_back_changes(act_id: UUID, *, stamp: Stamp, about: Collection[UUID] = ()) -> None:
    """Put the register back as it was before an act; `about`, the keys of the bodies it touched, saves looking at every row.

    A body that the act created stays on the register without a name: it does not exist.
    """
    for model in MODELS:
        take_back(model, act_id, stamp, about=_narrowed(model, about))
    touched = CommuneCode.objects.filter(_narrowed(CommuneCode, about), superseded_by__in=(act_id, stamp.id))
    _follow_codes(set(touched.order_by("pk").values_list("member_id", flat=True)))


def changes_are_built_upon(act_id: UUID, *, about: Collection[UUID] = ()) -> bool:
    """Tell whether taking an act back would lose something: what it wrote was changed since, or a body that it began was tied to others."""
    if any(is_built_upon(model, act_id, about=_narrowed(model, about)) for model in MODELS):
        return True
    names = MemberName.objects.current().filter(_narrowed(MemberName, about), recorded_by=act_id).order_by("pk")
    goes_on = set(names.filter(until__isnull=False).values_list("member_id", flat=True))
    begun = set(names.filter(until__isnull=True).values_list("member_id", flat=True)) - goes_on
    since = names.filter(member_id__in=begun).order_by("since").values_list("since", flat=True).first()
    if since is None:
        return False
    later = Attachment.objects.current().filter(Q(member_id__in=begun) | Q(parent_id__in=begun), since__gte=since)
    return later.exclude(recorded_by=act_id).exists()


def independent_batches(acts: Iterable[tuple[Changes, Stamp]]) -> Iterable[Sequence[tuple[Changes, Stamp]]]:
    """Cut events, in their order, into batches of which no two events touch the facts of one body."""
    batch: list[tuple[Changes, Stamp]] = []
    touched: set[str] = set()
    for changes, stamp in acts:
        own = {fact.siren for fact in (*every_fact(changes.closed), *every_fact(changes.opened))}
        if own & touched:
            yield batch
            batch, touched = [], set()
        batch.append((changes, stamp))
        touched |= own
    if batch:
        yield batch


def _narrowed(model: type[ValidTime], about: Collection[UUID]) -> Q:
    body = "predecessor" if model is Succession else "member"
    return Q(**{f"{body}_id__in": about}) if about else Q()


def _keys_of(batch: Sequence[tuple[Changes, Stamp]]) -> dict[str, UUID]:
    """Find the bodies that the changes name, and put on the register those that are new."""
    named = {siren for changes, _ in batch for fact in (*every_fact(changes.closed), *every_fact(changes.opened)) for siren in _named(fact)}
    named |= {siren for changes, _ in batch for siren in (*changes.event.before, *(body.siren for body in changes.event.after))}
    keys: dict[str, UUID] = {}
    for some in parts(sorted(named)):
        keys |= Member.objects.select_for_update().filter(siren__in=some).order_by("pk").values_list("siren", "pk")
    new = {body.siren: (body, stamp) for changes, stamp in batch for body in changes.created if body.siren not in keys}
    made = [_member(body, stamp) for body, stamp in new.values()]
    Member.objects.bulk_create(made, batch_size=BATCH)
    return keys | {member.siren: member.pk for member in made}


def _member(body: Body, stamp: Stamp) -> Member:
    return Member(id=uuid7(), siren=body.siren, kind=body.kind, department=body.department, created_at=stamp.at)


def _named(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, AttachmentFact):
        return fact.siren, fact.parent
    if isinstance(fact, NameFact | CodeFact):
        return (fact.siren,)
    return fact.siren, fact.successor


def _rewrite(model: type[ValidTime], batch: Sequence[tuple[Changes, Stamp]], keys: Mapping[str, UUID]) -> None:
    """Supersede the rows that are closed, write again what was true before the day, and add the rows that are opened."""
    closing = [(_place(fact, keys), changes, stamp) for changes, stamp in batch for fact in _of(model, changes.closed)]
    held = _open_rows(model, {place[0] for place, _, _ in closing})
    written: list[ValidTime] = []
    superseded: dict[Stamp, list[ValidTime]] = defaultdict(list)
    for place, changes, stamp in closing:
        row = held.get(place)
        if row is None:
            raise RegisterMoved(on=f"{changes.event.on:%d/%m/%Y}")
        superseded[stamp].append(row)
        if row.since < changes.event.on:
            written.append(again(row, stamp, until=changes.event.on))
    for stamp, rows in superseded.items():
        supersede(rows, stamp)
    opened = (_row(fact, keys, stamp) for changes, stamp in batch for fact in _of(model, changes.opened))
    write([*written, *opened])


def _of(model: type[ValidTime], facts: Facts) -> Sequence[Fact]:
    table = {MemberName: facts.names, CommuneCode: facts.codes, Attachment: facts.attachments, Succession: facts.successions}
    return table[model]


def _place(fact: Fact, keys: Mapping[str, UUID]) -> tuple[Any, ...]:
    """Give what tells the open row of a fact from any other: its body, its first day, its kind or the successor it names."""
    if isinstance(fact, AttachmentFact):
        return keys[fact.siren], fact.since, fact.kind
    if isinstance(fact, NameFact | CodeFact):
        return keys[fact.siren], fact.since
    return keys[fact.siren], fact.since, keys[fact.successor]


def _open_rows(model: type[ValidTime], member_ids: Collection[UUID]) -> dict[tuple[Any, ...], ValidTime]:
    body = "predecessor_id" if model is Succession else "member_id"
    more = {Attachment: ("kind",), Succession: ("successor_id",)}.get(model, ())
    found: dict[tuple[Any, ...], ValidTime] = {}
    for some in parts(sorted(member_ids)):
        rows = model.objects.current().filter(**{f"{body}__in": some}, until__isnull=True).order_by("pk")
        found |= {tuple(getattr(row, column) for column in (body, "since", *more)): row for row in rows}
    return found


def _row(fact: Fact, keys: Mapping[str, UUID], stamp: Stamp) -> ValidTime:
    said = {"since": fact.since, "recorded_at": stamp.at, "recorded_by": stamp.id}
    key = keys[fact.siren]
    if isinstance(fact, NameFact):
        return MemberName(**said, member_id=key, name=fact.name)
    if isinstance(fact, CodeFact):
        return CommuneCode(**said, member_id=key, code=fact.code)
    if isinstance(fact, AttachmentFact):
        return Attachment(**said, member_id=key, parent_id=keys[fact.parent], kind=fact.kind)
    return Succession(**said, predecessor_id=key, successor_id=keys[fact.successor], is_whole=fact.is_whole)


def _follow_codes(member_ids: Collection[UUID]) -> None:
    """Give communes the department that their INSEE code says: it changes with the code alone."""
    wrong: dict[str, list[UUID]] = defaultdict(list)
    for some in parts(sorted(member_ids)):
        rows = CommuneCode.objects.current().filter(member_id__in=some, until__isnull=True).order_by("pk")
        for key, code, department in rows.values_list("member_id", "code", "member__department"):
            if department != department_of(code):
                wrong[department_of(code)].append(key)
    for department, keys in wrong.items():
        Member.objects.filter(pk__in=keys).update(department=department)
