"""The dated facts of the register, and what an event changes of them: what it closes, what it opens."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from entraide.core.structure.values import Body, StructureEvent


class AttachmentKind(StrEnum):
    """How a body depends on another: a commune is a member of its EPCI, a CCAS or an amicale has an owner."""

    EPCI = "epci"
    OWNER = "owner"


@dataclass(frozen=True, slots=True, order=True)
class NameFact:
    """What a body is called over [since, until): outside its names it does not exist."""

    siren: str
    since: date
    name: str
    until: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class CodeFact:
    """The INSEE code that a commune holds over [since, until)."""

    siren: str
    since: date
    code: str
    until: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class AttachmentFact:
    """The body `parent` that another depends on over [since, until)."""

    siren: str
    since: date
    kind: AttachmentKind
    parent: str
    until: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class SuccessionFact:
    """`siren` is succeeded by `successor` from `since`; `is_whole` where nothing of it goes elsewhere. It ends if `siren` stands again."""

    siren: str
    since: date
    successor: str
    is_whole: bool
    until: date | None = None


Fact = NameFact | CodeFact | AttachmentFact | SuccessionFact


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of the four kinds."""

    names: tuple[NameFact, ...] = ()
    codes: tuple[CodeFact, ...] = ()
    attachments: tuple[AttachmentFact, ...] = ()
    successions: tuple[SuccessionFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What an event changes: on its day, `closed` ends and `opened` begins; `created` are bodies that the register did not know.

    Facts of `closed` stand as they were before (their `until` is empty): one that began that very day is as if it had never been.
    """

    event: StructureEvent
    created: tuple[Body, ...] = ()
    closed: Facts = field(default_factory=Facts)
    opened: Facts = field(default_factory=Facts)

    @property
    def ended(self) -> tuple[str, ...]:
        """Give the SIRENs of the bodies that end: they lose their name and take no other."""
        named = {fact.siren for fact in self.opened.names}
        return tuple(fact.siren for fact in self.closed.names if fact.siren not in named)

    @property
    def begun(self) -> tuple[str, ...]:
        """Give the SIRENs of the bodies that begin or stand again: they take a name and had none."""
        named = {fact.siren for fact in self.closed.names}
        return tuple(fact.siren for fact in self.opened.names if fact.siren not in named)
