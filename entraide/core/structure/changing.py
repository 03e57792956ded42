"""What an event changes of the register, worked out kind by kind; why it is impossible stands in `possibility`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from entraide.core.structure.facts import AttachmentFact, AttachmentKind, Changes, CodeFact, Facts, NameFact, SuccessionFact
from entraide.core.structure.possibility import ImpossibleEvent, faults_of
from entraide.core.structure.register import Register, holds
from entraide.core.structure.values import MERGERS, SPLITS, Body, BodyKind, EventKind, StructureEvent


def changes_of(event: StructureEvent, register: Register) -> Changes:
    """Work out the facts that an event closes and opens.

    `register` holds at least the bodies of the event, those attached to them, the EPCI they belong to with all its communes, and
    whoever holds the INSEE codes of `after`. Where the event does not say it: a commune that takes over communes of one EPCI belongs
    to that EPCI; what was attached to a body that ends goes to its heir; an EPCI left without any commune ends.

    :raises ImpossibleEvent: if the event is not possible; its `findings` say why, one by one.
    """
    faults = faults_of(event, register)
    if faults:
        raise ImpossibleEvent(faults)
    draft = _Draft(event, register)
    if event.kind in MERGERS | SPLITS:
        _replace_bodies(draft)
    elif event.kind is EventKind.RENAMING:
        _stand(event.after[0], draft)
    elif event.kind is EventKind.SERVICE_TRANSFER:
        _begin(event.after[0], draft)
    else:
        _move_communes(draft)
    _dissolve_empty(draft)
    return draft.changes()


@dataclass(frozen=True, slots=True)
class _Draft:
    """What the event changes, as it is worked out; nobody else reads it yet."""

    event: StructureEvent
    register: Register
    created: list[Body] = field(default_factory=list)
    names: tuple[list[NameFact], list[NameFact]] = field(default_factory=lambda: ([], []))
    codes: tuple[list[CodeFact], list[CodeFact]] = field(default_factory=lambda: ([], []))
    attachments: tuple[list[AttachmentFact], list[AttachmentFact]] = field(default_factory=lambda: ([], []))
    successions: tuple[list[SuccessionFact], list[SuccessionFact]] = field(default_factory=lambda: ([], []))

    @property
    def on(self) -> date:
        """Give the day of the event."""
        return self.event.on

    def changes(self) -> Changes:
        """Give what was worked out."""
        closed, opened = (
            Facts(
                names=tuple(self.names[side]),
                codes=tuple(self.codes[side]),
                attachments=tuple(self.attachments[side]),
                successions=tuple(self.successions[side]),
            )
            for side in (0, 1)
        )
        return Changes(self.event, tuple(self.created), closed, opened)

    def attach(self, siren: str, kind: AttachmentKind, parent: str) -> None:
        """Open an attachment from the day on."""
        self.attachments[1].append(AttachmentFact(siren, self.on, kind, parent))

    def succeed(self, siren: str, successor: str, *, is_whole: bool) -> None:
        """Open a succession from the day on; one that those two bodies have already goes on, or gives way where it was not so whole."""
        entry = self.register.entry(siren)
        held = [fact for fact in (entry.successions if entry else ()) if fact.successor == successor and holds(fact, self.on)]
        if any(fact.is_whole is is_whole for fact in held):
            return
        self.successions[0].extend(held)
        self.successions[1].append(SuccessionFact(siren, self.on, successor, is_whole))


def _replace_bodies(draft: _Draft) -> None:
    """Merge or split: some bodies end, others begin or stand again, those that go on may change their name."""
    event, register = draft.event, draft.register
    standing = [body.siren for body in event.after]
    ending = [siren for siren in event.before if siren not in standing]
    epci = _common_epci(event, register)
    codes = {siren: _code_of(siren, draft) for siren in ending}
    for siren in ending:
        _end(siren, draft)
    for body in event.after:
        is_there = register.name(body.siren, event.on) is not None
        _stand(body, draft)
        if is_there and event.kind in MERGERS:
            _leave_alone(body.siren, draft)
        elif not is_there and body.kind is BodyKind.COMMUNE and epci:
            draft.attach(body.siren, AttachmentKind.EPCI, epci)
    for siren in event.before:
        heirs = [successor for successor in standing if successor != siren]
        for heir in heirs if siren in ending or event.kind in SPLITS else ():
            draft.succeed(siren, heir, is_whole=siren in ending and len(heirs) == 1)
    for siren in ending:
        heir = next((body.siren for body in event.after if body.code and body.code == codes[siren]), standing[0])
        _hand_over(register.attached(siren, event.on), heir, draft)


def _common_epci(event: StructureEvent, register: Register) -> str:
    """Give the EPCI that all the communes of `before` belong to, if it has others too; empty otherwise.

    A commune that takes the place of every commune of an EPCI succeeds to it (code général des collectivités territoriales, L. 2113-5).
    """
    held = {_parent(siren, event.on, register) for siren in event.before}
    epci = held.pop() if len(held) == 1 else ""
    if not epci or event.kind in SPLITS:
        return epci
    return epci if len(register.attached(epci, event.on)) > len(event.before) else ""


def _leave_alone(siren: str, draft: _Draft) -> None:
    """Close the attachment of a commune that goes on once it has absorbed every other commune of its EPCI."""
    held = draft.register.attachment(siren, AttachmentKind.EPCI, draft.on)
    if held and {fact.siren for fact in draft.register.attached(held.parent, draft.on)} <= set(draft.event.before):
        draft.attachments[0].append(held)


def _parent(siren: str, on: date, register: Register) -> str:
    fact = register.attachment(siren, AttachmentKind.EPCI, on)
    return fact.parent if fact else ""


def _code_of(siren: str, draft: _Draft) -> str:
    fact = draft.register.code(siren, draft.on)
    return fact.code if fact else ""


def _end(siren: str, draft: _Draft) -> None:
    """Close what a body is called, its code and what it is attached to."""
    register, on = draft.register, draft.on
    draft.names[0].extend(fact for fact in [register.name(siren, on)] if fact)
    draft.codes[0].extend(fact for fact in [register.code(siren, on)] if fact)
    draft.attachments[0].extend(fact for fact in (register.attachment(siren, kind, on) for kind in AttachmentKind) if fact)


def _begin(body: Body, draft: _Draft) -> None:
    """Open the name and the code of a body that does not exist on the day; what succeeded to it no longer does."""
    register, on = draft.register, draft.on
    if register.name(body.siren, on) is not None:
        return
    entry = register.entry(body.siren)
    if entry is None:
        draft.created.append(body)
    else:
        draft.successions[0].extend(fact for fact in entry.successions if holds(fact, on))
    draft.names[1].append(NameFact(body.siren, on, body.name))
    if body.code:
        draft.codes[1].append(CodeFact(body.siren, on, body.code))


def _stand(body: Body, draft: _Draft) -> None:
    """Make a body as the event leaves it: begin it, or change the name and the code that are said otherwise."""
    register, on = draft.register, draft.on
    name, code = register.name(body.siren, on), register.code(body.siren, on)
    if name is None:
        _begin(body, draft)
        return
    if body.name != name.name:
        draft.names[0].append(name)
        draft.names[1].append(NameFact(body.siren, on, body.name))
    if body.code and (code is None or body.code != code.code):
        draft.codes[0].extend([code] if code else [])
        draft.codes[1].append(CodeFact(body.siren, on, body.code))


def _hand_over(attached: Iterable[AttachmentFact], heir: str, draft: _Draft) -> None:
    """Attach to its heir what was attached to a body that ends, but for the heir itself and what ends too."""
    ending = {fact.siren for fact in draft.names[0]} - {fact.siren for fact in draft.names[1]}
    for fact in attached:
        if fact.siren not in ending:
            draft.attachments[0].append(fact)
            if fact.siren != heir:
                draft.attach(fact.siren, fact.kind, heir)


def _move_communes(draft: _Draft) -> None:
    """Let communes join an EPCI, leaving the one they were in, or leave it for none."""
    event, register = draft.event, draft.register
    target = event.after[0]
    joins = event.kind is EventKind.EXTENSION
    if joins:
        _begin(target, draft)
    for siren in event.before:
        held = register.attachment(siren, AttachmentKind.EPCI, event.on)
        draft.attachments[0].extend([held] if held else [])
        if joins:
            draft.attach(siren, AttachmentKind.EPCI, target.siren)


def _dissolve_empty(draft: _Draft) -> None:
    """End each EPCI that no commune belongs to any more; those that its communes joined on that day succeed to it."""
    gone = {(fact.siren, fact.parent) for fact in draft.attachments[0] if fact.kind is AttachmentKind.EPCI}
    joined = {(fact.siren, fact.parent) for fact in draft.attachments[1] if fact.kind is AttachmentKind.EPCI}
    ended = {fact.siren for fact in draft.names[0]} - {fact.siren for fact in draft.names[1]}
    for epci in sorted({parent for _, parent in gone} - ended):
        members = {(fact.siren, epci) for fact in draft.register.attached(epci, draft.on) if fact.kind is AttachmentKind.EPCI}
        if not members - gone and not any(parent == epci for _, parent in joined):
            heirs = sorted(set(_heirs_of(epci, [siren for siren, _ in members], draft)))
            _end(epci, draft)
            for heir in heirs:
                draft.succeed(epci, heir, is_whole=len(heirs) == 1)


def _heirs_of(epci: str, last: Iterable[str], draft: _Draft) -> Iterator[str]:
    """Give what the last communes of an EPCI, and those that left it earlier on that day, belong to now: an EPCI, or what they became."""
    event = draft.event
    fresh = {fact.siren: fact.parent for fact in draft.attachments[1] if fact.kind is AttachmentKind.EPCI}
    became = {fact.siren: fact.successor for fact in draft.successions[1]}
    for siren in chain(last, draft.register.departed(epci, event.on)):
        heir = fresh.get(siren) or became.get(siren)
        if heir is None and siren not in last:
            heir = _parent(siren, event.on, draft.register)
        elif heir is None and siren in {body.siren for body in event.after} and event.kind in MERGERS:
            heir = siren
        if heir and heir != epci:
            yield heir
