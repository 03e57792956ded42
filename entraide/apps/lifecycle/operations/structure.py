"""Structure events as acts: draft one, settle what is left open, apply it whole, take it back whole."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.lifecycle.models import StructureAct, StructureActMember
from entraide.apps.lifecycle.operations.effects import built_upon, give_effects_back, write_effects
from entraide.apps.lifecycle.policies import require_structure_keeper
from entraide.apps.lifecycle.queries.situations import Picture, picture_of
from entraide.apps.lifecycle.refusals import ChoiceElsewhere, ClosedYear, DayTooFar, LaterAct
from entraide.apps.lifecycle.translation import choices_read, choices_written, event_digest, event_read, event_written
from entraide.apps.members.operations.succession import hold
from entraide.apps.members.queries.perimeters import keys_of
from entraide.core.indicators.publications import closing_day, first_open_year
from entraide.core.names import normalise
from entraide.core.refusals import Finding
from entraide.core.structure.coverage import FULL, NONE, PARTIAL
from entraide.core.structure.moves import Choices
from entraide.core.structure.possibility import ImpossibleEvent, require_named
from entraide.core.structure.values import EventKind, StructureEvent
from entraide.core.timeline import farthest
from entraide.core.workflow.acts import ACT_WORKFLOW, ActFacts, ActState
from entraide.core.workflow.engine import TransitionRefused, apply
from entraide.orm.acts import Stamp
from entraide.orm.keys import uuid7


PROPOSED = Choices()


@transaction.atomic
def draft_structure_act(*, event: StructureEvent, actor: Actor, at: datetime, on: date) -> UUID:
    """Check an event against the register and keep it, for someone to look at what it would do; nothing of the register changes.

    The same event asked for again while its act waits is that act: a page sent twice makes one.

    :raises NotStructureKeeper: if the actor may not.
    :raises ClosedYear: if its day lies in a year whose figures are final; DayTooFar if it lies more than five years ahead.
    :raises ImpossibleEvent: if the register does not allow it; all the reasons are in `findings`.
    """
    require_structure_keeper(actor)
    _refuse_closed(event.on, on)
    picture = picture_of(event, PROPOSED)
    require_named(event, picture.register)
    _refuse_unknown_service(event, picture)
    names = {fact.siren: fact.name for fact in picture.changes.closed.names} | _names_standing(picture, event)
    act, is_new = StructureAct.objects.get_or_create(
        event_digest=event_digest(event),
        state=ActState.DRAFTED,
        defaults={
            "kind": event.kind.value,
            "effective_on": event.on,
            "event": event_written(event, names),
            "plan_digest": picture.digest,
            "drafted_by": actor.author_id,
            "drafted_at": at,
        },
    )
    if is_new:
        _name_members(act, event)
        payload = {"kind": event.kind.value, "day": event.on, "before": list(event.before), "after": [body.siren for body in event.after]}
        record("lifecycle.structure_drafted", actor=actor, subject=("structure_act", act.pk), at=at, on=on, payload=payload)
    return act.pk


def _names_standing(picture: Picture, event: StructureEvent) -> dict[str, str]:
    return {siren: name.name for siren in event.before if (name := picture.register.name(siren, event.on)) is not None}


def _refuse_unknown_service(event: StructureEvent, picture: Picture) -> None:
    """Stop the transfer of a service in which nobody works that day.

    :raises ImpossibleEvent: if so.
    """
    leaving = normalise(event.service)
    if event.kind is not EventKind.SERVICE_TRANSFER or any(normalise(group.service) == leaving for group in picture.situation.groups):
        return
    name = picture.register.name(event.before[0], event.on)
    params = {"name": name.name if name else event.before[0], "service": event.service}
    raise ImpossibleEvent([Finding("structure.unknown_service", "service", params)])


def _refuse_closed(day: date, on: date) -> None:
    """Stop an act whose day lies in a year that members read as final, or so far ahead that its year was mistyped.

    :raises ClosedYear: if its year is final.
    :raises DayTooFar: if it is too far ahead.
    """
    if day.year < first_open_year(on):
        raise ClosedYear(year=day.year, closed=f"{closing_day(day.year):%d/%m/%Y}", first=first_open_year(on))
    if day > farthest(on):
        raise DayTooFar(day=f"{day:%d/%m/%Y}", last=f"{farthest(on):%d/%m/%Y}")


def _name_members(act: StructureAct, event: StructureEvent) -> None:
    """Keep which bodies an act is about; one that it has yet to make is named once it is applied."""
    after = [body.siren for body in event.after]
    keys = keys_of({*event.before, *after})
    sides = [(siren, "before") for siren in event.before] + [(siren, "after") for siren in after]
    named = [StructureActMember(act=act, member_id=keys[siren], side=side) for siren, side in sides if siren in keys]
    StructureActMember.objects.bulk_create(named, ignore_conflicts=True)


@transaction.atomic
def settle_structure_act(*, act_id: UUID, choices: Choices, actor: Actor, at: datetime, on: date) -> None:
    """Keep what an officer settles, and the preview as it is now.

    :raises NotStructureKeeper: if the actor may not.
    :raises TransitionRefused: if the act does not wait.
    :raises ChoiceElsewhere: if a choice is none of those that the event leaves.
    :raises ImpossibleEvent: if the register does not allow the event any more.
    """
    act = _held(act_id, actor)
    if act.state != ActState.DRAFTED:
        raise TransitionRefused(Finding("workflow.not_from_here"), ActState(act.state), "settle")
    event = event_read(act.event)
    _refuse_elsewhere(event, choices)
    picture = picture_of(event, choices)
    digest = picture.digest
    StructureAct.objects.filter(pk=act_id).update(choices=choices_written(choices), plan_digest=digest)
    payload = choices_written(choices)
    record("lifecycle.structure_settled", actor=actor, subject=("structure_act", act_id), at=at, on=on, payload=payload)


def _refuse_elsewhere(event: StructureEvent, choices: Choices) -> None:
    standing = {body.siren for body in event.after}
    if event.kind is EventKind.SERVICE_TRANSFER:
        standing |= set(event.before)
    if choices.named - standing or choices.membership not in {"", FULL, PARTIAL, NONE}:
        raise ChoiceElsewhere


@transaction.atomic
def apply_structure_act(*, act_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Make an event true from its day on, whole: the register, staffs, memberships, mandates, and claims that wait. Once is enough.

    :raises NotStructureKeeper: if the actor may not.
    :raises TransitionRefused: if the act does not wait, its day has not come, or it would no longer do what its preview said.
    :raises ClosedYear: if its year is closed.
    :raises ImpossibleEvent: if the register does not allow the event any more.
    """
    act = _held(act_id, actor)
    if act.state == ActState.APPLIED:
        return
    event, choices = event_read(act.event), choices_read(act)
    _refuse_closed(event.on, on)
    hold({*event.before, *(body.siren for body in event.after)})
    picture = picture_of(event, choices)
    facts = ActFacts(awaited_on=event.on if event.on > on else None, has_changed=picture.digest != act.plan_digest)
    state = apply(ACT_WORKFLOW, ActState(act.state), "apply", facts)
    moved = write_effects(event, picture, choices=choices, act=Stamp(act_id, at))
    _name_members(act, event)
    done = {"state": state, "applied_by": actor.author_id, "applied_at": at, "moved": moved}
    StructureAct.objects.filter(pk=act_id).update(**done)
    payload = {"persons": picture.told.moving, "claims": len(moved["claims"])}
    record("lifecycle.structure_applied", actor=actor, subject=("structure_act", act_id), at=at, on=on, payload=payload)


@transaction.atomic
def undo_structure_act(*, act_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Make every present view what it was before an act; both acts stay in history. An act undone already stays so.

    :raises NotStructureKeeper: if the actor may not.
    :raises TransitionRefused: if the act does not stand.
    :raises ClosedYear: if its year is closed.
    :raises LaterAct: if a later act is about one of its bodies.
    :raises RegisterBuiltUpon: if something was built upon it; so for StaffBuiltUpon, MandatesBuiltUpon, ClaimsBuiltUpon, MoneyBuiltUpon.
    """
    act = _held(act_id, actor)
    if act.state == ActState.UNDONE:
        return
    state = apply(ACT_WORKFLOW, ActState(act.state), "undo", ActFacts())
    event = event_read(act.event)
    _refuse_closed(event.on, on)
    hold({*event.before, *(body.siren for body in event.after)})
    _refuse_later(act)
    refused = built_upon(act, event)
    if refused is not None:
        raise refused
    undoing = uuid7()
    give_effects_back(act, undoing=Stamp(undoing, at))
    StructureAct.objects.filter(pk=act_id).update(state=state, undone_by=actor.author_id, undone_at=at)
    record("lifecycle.structure_undone", actor=actor, subject=("structure_act", act_id), at=at, on=on, payload={"act": undoing})


def _refuse_later(act: StructureAct) -> None:
    """Stop the undoing of an act that another one followed.

    :raises LaterAct: if so.
    """
    members = StructureActMember.objects.filter(act=act).order_by().values("member_id")
    # The register refuses an event before the last one about a body: the order of days is that of the acts.
    follows = Q(effective_on__gt=act.effective_on) | Q(effective_on=act.effective_on, pk__gt=act.pk)
    later = (
        StructureAct.objects.filter(follows, state=ActState.APPLIED, members__member_id__in=members)
        .order_by("-effective_on", "-pk")
        .first()
    )
    if later is not None:
        raise LaterAct(day=f"{later.effective_on:%d/%m/%Y}")


@transaction.atomic
def set_aside(*, act_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give up an act that waits; one that was set aside already stays so.

    :raises NotStructureKeeper: if the actor may not.
    :raises TransitionRefused: if the act does not wait.
    """
    act = _held(act_id, actor)
    if act.state == ActState.SET_ASIDE:
        return
    StructureAct.objects.filter(pk=act_id).update(state=apply(ACT_WORKFLOW, ActState(act.state), "set_aside", ActFacts()))
    record("lifecycle.structure_set_aside", actor=actor, subject=("structure_act", act_id), at=at, on=on)


def _held(act_id: UUID, actor: Actor) -> StructureAct:
    require_structure_keeper(actor)
    return StructureAct.objects.select_for_update().get(pk=act_id)
