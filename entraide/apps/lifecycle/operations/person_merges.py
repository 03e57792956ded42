"""Make one of two rows that are one person: previewed, applied in one transaction, undone as long as nothing rests on it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.operations.holding import hold_persons
from entraide.apps.beneficiaries.operations.person_merges import facts_built_upon, give_facts_back, write_facts
from entraide.apps.beneficiaries.queries.person_merges import notice_that_waits, row_that_stands, told_since
from entraide.apps.claims.queries.lists import asked_since
from entraide.apps.lifecycle.models import Death, Lookalike, PersonMerge
from entraide.apps.lifecycle.operations.person_moves import move_all, move_back, moved_of, moved_since
from entraide.apps.lifecycle.policies import require_comparing
from entraide.apps.lifecycle.queries.person_merges import Preview, preview_of
from entraide.apps.lifecycle.refusals import (
    AlreadyAbsorbed,
    BuiltUponMerge,
    MergeHasChanged,
    MergeNotApplied,
    MergeNotWaiting,
    MergeUnsettled,
    MergeWithOneself,
    NoticeToCheckFirst,
    OneIsDead,
)
from entraide.apps.lifecycle.sentences import label_of_fact
from entraide.apps.payments.person_rows import ORDERS
from entraide.apps.payments.queries import sent_since
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7


SIDES = frozenset({"kept", "absorbed"})


@transaction.atomic
def draft_merge(*, kept_id: UUID, absorbed_id: UUID, actor: Actor, at: datetime, on: date) -> UUID:
    """Compare two persons, for someone to look at what joining them would do; nothing of them changes. Give the merge's key.

    :raises NotYourDuplicates: if the actor may not; MergeOfOwnFile if one of the files is the actor's own.
    :raises MergeWithOneself: if they are one row.
    :raises AlreadyAbsorbed: if one of them was joined with somebody already.
    :raises NobodyToMerge: if one of them has no identity.
    :raises OneIsDead: if the death of one alone is on record.
    :raises NoticeToCheckFirst: if a notice of the absorbed row waits, of a year for which the kept row has one.
    """
    require_comparing(actor, kept_id, absorbed_id)
    _require_possible(kept_id, absorbed_id)
    for waiting in PersonMerge.objects.filter(kept_id=kept_id, absorbed_id=absorbed_id, state="drafted").order_by("pk"):
        _set_aside(waiting, actor=actor, at=at, on=on)
    merge = PersonMerge.objects.create(
        id=uuid7(),
        kept_id=kept_id,
        absorbed_id=absorbed_id,
        plan_digest=preview_of(kept_id, absorbed_id=absorbed_id).digest,
        drafted_by=actor.author_id,
        drafted_at=at,
    )
    subject, payload = _told(merge)
    record("lifecycle.person_merge_drafted", actor=actor, subject=subject, at=at, on=on, payload=payload)
    return merge.pk


def _told(merge: PersonMerge) -> tuple[tuple[str, UUID], dict[str, Any]]:
    """Give what the trail keeps of every act on a merge: its subject, then its payload."""
    return ("beneficiary", merge.kept_id), {"merge": merge.pk, "absorbed": merge.absorbed_id}


def _require_possible(kept_id: UUID, absorbed_id: UUID) -> None:
    if kept_id == absorbed_id:
        raise MergeWithOneself
    if stands := row_that_stands([kept_id, absorbed_id]):
        raise AlreadyAbsorbed(reference=stands)
    preview = preview_of(kept_id, absorbed_id=absorbed_id)
    dead = [facts for facts in (preview.kept, preview.absorbed) if facts.identity.died_on is not None]
    if len(dead) == 1:
        raise OneIsDead(name=dead[0].name)
    year = notice_that_waits(kept_id, absorbed_id=absorbed_id)
    if year is not None:
        raise NoticeToCheckFirst(year=year, reference=preview.absorbed.person.reference)


@transaction.atomic
def apply_merge(*, merge_id: UUID, choices: Mapping[str, str], actor: Actor, at: datetime, on: date) -> None:
    """Make two rows one person. `choices` says, for each fact on which they differ, whether "kept" or "absorbed" is right.

    The facts of the absorbed row are superseded and those that are right are written again for the kept one; what is no dated fact moves
    and is listed; what may never change stays, and is read through `absorbed_into`.

    :raises MergeNotWaiting: if the merge was applied or set aside.
    :raises MergeHasChanged: if one of the two has changed since the preview; the merge then keeps the new one.
    :raises MergeUnsettled: if something that differs has no answer.
    """
    merge = PersonMerge.objects.select_for_update().get(pk=merge_id)
    require_comparing(actor, merge.kept_id, merge.absorbed_id)
    if merge.state != "drafted":
        raise MergeNotWaiting
    hold_persons([merge.kept_id, merge.absorbed_id])
    _require_possible(merge.kept_id, merge.absorbed_id)
    preview = preview_of(merge.kept_id, absorbed_id=merge.absorbed_id)
    if preview.digest != merge.plan_digest:
        raise MergeHasChanged
    settled = _settled(preview, choices)
    moved = move_all(preview.kept, absorbed=preview.absorbed, choice=settled.get("account"))
    moved |= write_facts(preview.kept, absorbed=preview.absorbed, choices=settled, act=Stamp(merge.pk, at))
    _forget_lookalikes(merge)
    merge.state, merge.choices, merge.moved = "applied", settled, moved
    merge.applied_by, merge.applied_at = actor.author_id, at
    merge.save(update_fields=["state", "choices", "moved", "applied_by", "applied_at"])
    subject, payload = _told(merge)
    record("lifecycle.person_merge_applied", actor=actor, subject=subject, at=at, on=on, payload=payload | {"choices": settled})


def _settled(preview: Preview, choices: Mapping[str, str]) -> dict[str, str]:
    """Keep the answers to what differs.

    :raises MergeUnsettled: if one lacks, or is neither side.
    """
    asked = [conflict.fact for conflict in preview.conflicts]
    missing = [fact for fact in asked if choices.get(fact) not in SIDES]
    if missing:
        raise MergeUnsettled(facts=", ".join(dict.fromkeys(label_of_fact(fact).lower() for fact in missing)))
    return {fact: choices[fact] for fact in asked}


def _forget_lookalikes(merge: PersonMerge) -> None:
    gone = [merge.absorbed_id]
    Lookalike.objects.filter(Q(first_id__in=gone) | Q(second_id__in=gone)).delete()


@transaction.atomic
def refresh_merge(*, merge_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Look at two persons again, where one has changed since the preview.

    :raises MergeNotWaiting: if the merge was applied or set aside.
    """
    merge = _waiting(merge_id, actor)
    _require_possible(merge.kept_id, merge.absorbed_id)
    merge.plan_digest = preview_of(merge.kept_id, absorbed_id=merge.absorbed_id).digest
    merge.save(update_fields=["plan_digest"])
    subject, payload = _told(merge)
    record("lifecycle.person_merge_drafted", actor=actor, subject=subject, at=at, on=on, payload=payload)


@transaction.atomic
def set_aside_merge(*, merge_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give a merge up before it is applied.

    :raises MergeNotWaiting: if it was applied or set aside.
    """
    _set_aside(_waiting(merge_id, actor), actor=actor, at=at, on=on)


def _set_aside(merge: PersonMerge, *, actor: Actor, at: datetime, on: date) -> None:
    merge.state = "set_aside"
    merge.save(update_fields=["state"])
    subject, payload = _told(merge)
    record("lifecycle.person_merge_set_aside", actor=actor, subject=subject, at=at, on=on, payload=payload)


def _waiting(merge_id: UUID, actor: Actor) -> PersonMerge:
    merge = PersonMerge.objects.select_for_update().get(pk=merge_id)
    require_comparing(actor, merge.kept_id, merge.absorbed_id)
    if merge.state != "drafted":
        raise MergeNotWaiting
    return merge


@transaction.atomic
def undo_merge(*, merge_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Make two persons of one again: each has back what it had, and the act and its undoing stay in history.

    :raises MergeNotApplied: if the merge is not in force.
    :raises BuiltUponMerge: if something was written since that would belong to neither.
    """
    merge = PersonMerge.objects.select_for_update().get(pk=merge_id)
    require_comparing(actor, merge.kept_id, merge.absorbed_id)
    if merge.state != "applied":
        raise MergeNotApplied
    hold_persons([merge.kept_id, merge.absorbed_id])
    both = Q(beneficiary_id__in=[merge.kept_id, merge.absorbed_id])
    for what in _built_upon(merge, both):
        raise BuiltUponMerge(what=what)
    undoing = Stamp(uuid7(), at)
    move_back(merge.moved)
    give_facts_back(merge.moved, merge.pk, act=undoing, about=both)
    merge.state, merge.undone_by, merge.undone_at = "undone", actor.author_id, at
    merge.save(update_fields=["state", "undone_by", "undone_at"])
    subject, payload = _told(merge)
    record("lifecycle.person_merge_undone", actor=actor, subject=subject, at=at, on=on, payload=payload | {"act": undoing.id})


def _built_upon(merge: PersonMerge, both: Q) -> Iterator[str]:
    """Say what rests on a merge, the most telling first."""
    since = merge.applied_at
    ends = Q(kept_id__in=[merge.kept_id, merge.absorbed_id]) | Q(absorbed_id__in=[merge.kept_id, merge.absorbed_id])
    if PersonMerge.objects.filter(ends, state="applied", applied_at__gt=since).exclude(pk=merge.pk).exists():
        yield "une autre réunion concerne ces fiches depuis, annulez-la d’abord"
    if Death.objects.filter(beneficiary_id=merge.kept_id, state="applied", applied_at__gt=since).exists():
        yield "un décès a été enregistré depuis"
    if facts_built_upon(merge.moved, merge.pk, about=both):
        yield "l’identité, l’emploi, la famille, l’impôt ou le compte bancaire ont été corrigés depuis"
    written = [key for name in ("tax_lines", "bank_details") for key in merge.moved[name]["written"]]
    if told_since(merge.kept_id, since=since, but_for=written):
        yield "un impôt ou un compte bancaire a été enregistré depuis"
    orders = moved_of(merge.moved, ORDERS)
    if asked_since(merge.kept_id, since=since) or sent_since(orders, since=since) or moved_since(merge.moved):
        # One sentence for all of them: that a person asked for something may be confidential.
        yield "une demande, un paiement, un compte de connexion ou une carte est venu depuis, ou a changé"
