"""Who goes where when bodies change: everybody of a staff has one body the day after, as the event and the officer say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from entraide.core.names import normalise
from entraide.core.structure.values import MERGERS, SPLITS, EventKind, StructureEvent


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """Persons of one body whom an event treats alike; `heads` of them, who have `claims` claims that wait for a decision.

    `origins` are the bodies they belonged to before earlier events, the last first. `person` names a group of one. `is_second` marks
    those who are on two of the staffs that become one: they count with the other. Those without `has_rights` move with the others; nothing
    is called for them.
    """

    siren: str
    status: str
    heads: int
    service: str = ""
    origins: tuple[str, ...] = ()
    person: str = ""
    claims: int = 0
    is_second: bool = False
    has_rights: bool = True


@dataclass(frozen=True, slots=True)
class Choices:
    """What an officer settles: where services and persons go, by SIREN, where the rest goes, and which membership follows.

    `membership` is full, partial or none; `correspondent` the account that goes on provisionally, or none. Empty: what is proposed.
    """

    services: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    rest: str = ""
    membership: str = ""
    correspondent: str = ""

    @property
    def named(self) -> frozenset[str]:
        """Give every body that the choices name."""
        return frozenset({*self.services.values(), *self.persons.values(), *([self.rest] if self.rest else [])})


def ended_by(event: StructureEvent) -> tuple[str, ...]:
    """Give the bodies that no longer exist once the event is there."""
    if event.kind not in MERGERS | SPLITS:
        return ()
    standing = standing_after(event)
    return tuple(siren for siren in event.before if siren not in standing)


def standing_after(event: StructureEvent) -> tuple[str, ...]:
    """Give the bodies that the event leaves standing, in its order."""
    return tuple(body.siren for body in event.after)


def heir_of(event: StructureEvent, choices: Choices, code: str = "") -> str:
    """Give the body that takes over what nobody settled: the one that stands, itself, or the one that keeps the INSEE `code`."""
    standing = standing_after(event)
    if choices.rest in standing:
        return choices.rest
    if event.kind in SPLITS:
        if event.before[0] in standing:
            return event.before[0]
        return next((body.siren for body in event.after if code and body.code == code), standing[0])
    return standing[0]


def routes(event: StructureEvent, choices: Choices, code: str = "") -> Callable[[StaffGroup], str]:
    """Give the function that says, of persons, the body they are on the staff of once the event is there.

    In a split: as settled for the person, else back to the body that they came from, else as settled for their service, else to the heir.
    `code` is the INSEE code of the body that splits.
    """
    settled = {normalise(service): siren for service, siren in choices.services.items()}
    standing, heir = frozenset(standing_after(event)), heir_of(event, choices, code)
    leaving = normalise(event.service)

    def split(group: StaffGroup) -> str:
        home = next((origin for origin in group.origins if origin in standing), "")
        return choices.persons.get(group.person) or home or settled.get(normalise(group.service)) or heir

    def transfer(group: StaffGroup) -> str:
        return choices.persons.get(group.person) or (heir if normalise(group.service) == leaving else group.siren)

    def go(group: StaffGroup) -> str:
        if group.siren not in event.before:
            return group.siren
        if event.kind in MERGERS:
            return heir
        if event.kind in SPLITS:
            return split(group)
        return transfer(group) if event.kind is EventKind.SERVICE_TRANSFER else group.siren

    return go


def moved(group: StaffGroup, destination: str) -> StaffGroup:
    """Give the same persons on the staff of their destination; where they were is the last of their origins."""
    if destination == group.siren:
        return group
    earlier = tuple(origin for origin in group.origins if origin not in {group.siren, destination})
    return replace(group, siren=destination, origins=(group.siren, *earlier))
