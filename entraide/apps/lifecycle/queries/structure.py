"""Reads of structure acts: their list, one of them, what it would do or did."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.accounts.actor import Actor
from entraide.apps.lifecycle.models import StructureAct, StructureActMember
from entraide.apps.lifecycle.policies import structures_visible_to
from entraide.apps.lifecycle.queries.situations import Picture, picture_of
from entraide.apps.lifecycle.translation import choices_read, consequences_read, event_read
from entraide.apps.members.queries.perimeters import bodies_called
from entraide.core.refusals import Finding
from entraide.core.structure.consequences import Consequences, Holder, correspondents
from entraide.core.structure.facts import Changes
from entraide.core.structure.moves import Choices, heir_of
from entraide.core.structure.possibility import ImpossibleEvent
from entraide.core.structure.values import SPLITS, StructureEvent
from entraide.core.workflow.acts import ACT_WORKFLOW, ActFacts, ActState


def acts_found(*, actor: Actor, text: str = "", kind: str = "", state: str = "") -> QuerySet[StructureAct]:
    """Give the structure acts that an actor may see, the last day first.

    `text` is the beginning of a SIREN, or what one of their bodies is or was called.
    """
    found = StructureAct.objects.filter(structures_visible_to(actor)).order_by("-effective_on", "-pk")
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if text.strip():
        named = StructureActMember.objects.filter(member_id__in=bodies_called(text)).order_by().values("act_id")
        found = found.filter(pk__in=named)
    return found


def acts_about(member_id: UUID, *, actor: Actor) -> QuerySet[StructureAct]:
    """Give the structure acts about a body that an actor may see, the last day first."""
    named = StructureActMember.objects.filter(member_id=member_id).order_by().values("act_id")
    return acts_found(actor=actor).filter(pk__in=named)


def structure_act(act_id: UUID, *, actor: Actor) -> StructureAct | None:
    """Give one act, or nothing where the actor may not see it."""
    return acts_found(actor=actor).filter(pk=act_id).first()


@dataclass(frozen=True, slots=True)
class Open:
    """What is left to an officer: services (name, heads) that nobody sends back, who may go on as correspondent, the body by default."""

    services: Sequence[tuple[str, int]] = ()
    correspondents: Sequence[Holder] = ()
    heir: str = ""
    has_members: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do now, or did; `findings` say why it is no longer possible, `facts` whether it may be applied.

    `names` gives bodies as they are called afterwards, `former` as they were called before.
    """

    event: StructureEvent
    choices: Choices
    names: Mapping[str, str]
    former: Mapping[str, str]
    told: Consequences | None
    changes: Changes | None = None
    open: Open = Open()
    facts: ActFacts = ActFacts()
    findings: tuple[Finding, ...] = ()

    @property
    def closed(self) -> Finding | None:
        """Give the one reason for which an act that waits may not be applied now, if so."""
        return ACT_WORKFLOW.transition("apply").closed_by(self.facts)


def preview_of(act: StructureAct, *, on: date) -> Preview:
    """Tell what an act that waits would do today, or what one that was applied did."""
    event, choices = event_read(act.event), choices_read(act)
    standing = {body.siren: body.name for body in event.after}
    former = standing | act.event["names"]
    said = event, choices, act.event["names"] | standing, former
    if act.state != ActState.DRAFTED:
        return Preview(*said, consequences_read(act.moved["told"]) if "told" in act.moved else None)
    try:
        picture = picture_of(event, choices)
    except ImpossibleEvent as impossible:
        return Preview(*said, None, facts=ActFacts(is_impossible=True), findings=impossible.findings)
    facts = ActFacts(awaited_on=event.on if event.on > on else None, has_changed=picture.digest != act.plan_digest)
    return Preview(*said, picture.told, picture.changes, _open(event, choices, picture), facts)


def _open(event: StructureEvent, choices: Choices, picture: Picture) -> Open:
    situation, standing = picture.situation, {body.siren for body in event.after}
    services: Counter[str] = Counter()
    for group in situation.groups if event.kind in SPLITS else ():
        if group.siren == event.before[0] and not standing.intersection(group.origins):
            services[group.service] += group.heads
    heir = heir_of(event, choices, situation.code)
    has_members = any(siren in situation.contracts for siren in event.before)
    return Open(sorted(services.items()), correspondents(event, situation, heir), heir, has_members)
