"""The register: which bodies exist, what they are called, the INSEE codes they hold, what they are attached to, on every day."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from entraide.core.structure.facts import AttachmentFact, AttachmentKind, Changes, CodeFact, Fact, Facts, NameFact, SuccessionFact
from entraide.core.structure.values import Body, BodyKind


F = TypeVar("F", NameFact, CodeFact, AttachmentFact, SuccessionFact)


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the register holds of one body; facts are in the order of their days. `seat` is the department of a body without a code."""

    siren: str
    kind: BodyKind
    seat: str = ""
    names: tuple[NameFact, ...] = ()
    codes: tuple[CodeFact, ...] = ()
    attachments: tuple[AttachmentFact, ...] = ()
    successions: tuple[SuccessionFact, ...] = ()

    def facts(self) -> Iterator[Fact]:
        """Give its facts of every kind."""
        yield from self.names
        yield from self.codes
        yield from self.attachments
        yield from self.successions

    def days(self) -> Iterator[date]:
        """Give the days on which something of it changed."""
        for fact in self.facts():
            yield from (day for day in (fact.since, fact.until) if day is not None)


class Register:
    """What is known of every body; who reads a register sees it never change: applying an event gives another one."""

    __slots__ = ("_attached", "_entries", "_heirs", "_holders")

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Hold the bodies of `entries`."""
        self._entries: dict[str, Entry] = {entry.siren: entry for entry in entries}
        self._holders: dict[str, tuple[str, ...]] = {}
        self._attached: dict[str, tuple[str, ...]] = {}
        self._heirs: dict[str, tuple[str, ...]] = {}
        for entry in self._entries.values():
            for succession in entry.successions:
                _index(self._heirs, succession.successor, entry.siren)
            for code in entry.codes:
                _index(self._holders, code.code, entry.siren)
            for attachment in entry.attachments:
                _index(self._attached, attachment.parent, entry.siren)

    @classmethod
    def opened_on(cls, day: date, bodies: Iterable[Body]) -> "Register":
        """Begin a register with bodies that stand from `day` on."""
        return cls(
            Entry(
                siren=body.siren,
                kind=body.kind,
                seat=body.department,
                names=(NameFact(body.siren, day, body.name),),
                codes=(CodeFact(body.siren, day, body.code),) if body.code else (),
            )
            for body in bodies
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Register) and self._entries == other._entries

    __hash__ = None  # type: ignore[assignment]

    def __contains__(self, siren: object) -> bool:
        return siren in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, siren: str) -> Entry | None:
        """Give all that is known of a body."""
        return self._entries.get(siren)

    def name(self, siren: str, on: date) -> NameFact | None:
        """Give the name of a body on a day; none where it does not exist."""
        return in_force(self._entries[siren].names, on) if siren in self else None

    def code(self, siren: str, on: date) -> CodeFact | None:
        """Give the INSEE code that a body holds on a day."""
        return in_force(self._entries[siren].codes, on) if siren in self else None

    def attachment(self, siren: str, kind: AttachmentKind, on: date) -> AttachmentFact | None:
        """Give what a body is attached to on a day."""
        held = self._entries[siren].attachments if siren in self else ()
        return next((fact for fact in held if fact.kind is kind and holds(fact, on)), None)

    def attached(self, parent: str, on: date) -> tuple[AttachmentFact, ...]:
        """Give the attachments to a body on a day, by SIREN."""
        found = (fact for siren in self._attached.get(parent, ()) for fact in self._entries[siren].attachments)
        return tuple(sorted(fact for fact in found if fact.parent == parent and holds(fact, on)))

    def departed(self, parent: str, on: date) -> tuple[str, ...]:
        """Give the SIRENs of the bodies whose attachment to `parent` ended on that very day."""
        found = (fact for siren in self._attached.get(parent, ()) for fact in self._entries[siren].attachments)
        return tuple(sorted(fact.siren for fact in found if fact.parent == parent and fact.until == on))

    def holders(self, code: str, on: date) -> tuple[str, ...]:
        """Give the SIRENs that hold an INSEE code on a day or after it."""
        held = (fact for siren in self._holders.get(code, ()) for fact in self._entries[siren].codes if fact.code == code)
        return tuple(sorted({fact.siren for fact in held if fact.until is None or fact.until > on}))

    def holder(self, code: str, on: date) -> str | None:
        """Give the SIREN that holds an INSEE code on a day."""
        held = (fact for siren in self._holders.get(code, ()) for fact in self._entries[siren].codes if fact.code == code)
        return next((fact.siren for fact in held if holds(fact, on)), None)

    def next_holder(self, code: str, on: date) -> CodeFact | None:
        """Give the first fact by which a body takes an INSEE code after a day."""
        held = (fact for siren in self._holders.get(code, ()) for fact in self._entries[siren].codes)
        return min((fact for fact in held if fact.code == code and fact.since > on), key=lambda fact: fact.since, default=None)

    def last_change(self, siren: str, *, with_attached: bool = False) -> date | None:
        """Give the last day on which something of a body changes: a fact of its own, or it succeeds to another.

        `with_attached` counts as well what becomes attached to it.
        """
        if siren not in self:
            return None
        days = [*self._entries[siren].days()]
        inherited = (fact for other in self._heirs.get(siren, ()) for fact in self._entries[other].successions if fact.successor == siren)
        days += [day for fact in inherited for day in (fact.since, fact.until) if day]
        if with_attached:
            held = (fact for other in self._attached.get(siren, ()) for fact in self._entries[other].attachments if fact.parent == siren)
            days += [day for fact in held for day in (fact.since, fact.until) if day]
        return max(days, default=None)

    def standing(self, on: date, kind: BodyKind = BodyKind.COMMUNE) -> Iterator[Body]:
        """Give the bodies of a kind that exist on a day."""
        for entry in self._entries.values():
            name = in_force(entry.names, on) if entry.kind is kind else None
            if name is not None:
                code = in_force(entry.codes, on)
                held = code.code if code else ""
                yield Body(entry.siren, name.name, kind, held, department_of(held) or entry.seat)

    def applied(self, *changes: Changes) -> "Register":
        """Give the register as these changes leave it; each must have been made from a register that holds the ones before it."""
        return self._rewritten(changes, _forward)

    def grow(self, changes: Changes) -> None:
        """Apply changes to this very register: for who made it and has shown it to nobody yet, as a replay of thousands of events."""
        _forward(changes, _Draft(self._entries, self._holders, self._attached, self._heirs))

    def taken_back(self, changes: Changes) -> "Register":
        """Give the register as it was before changes that were applied last to the bodies they are about."""
        return self._rewritten((changes,), _backward)

    def _rewritten(self, batch: Iterable[Changes], turn: Callable[[Changes, "_Draft"], None]) -> "Register":
        fresh = Register()
        fresh._entries, fresh._holders = dict(self._entries), dict(self._holders)
        fresh._attached, fresh._heirs = dict(self._attached), dict(self._heirs)
        draft = _Draft(fresh._entries, fresh._holders, fresh._attached, fresh._heirs)
        for changes in batch:
            turn(changes, draft)
        return fresh


@dataclass(frozen=True, slots=True)
class _Draft:
    """The tables of a register that is being made; nobody else reads them yet."""

    entries: dict[str, Entry]
    holders: dict[str, tuple[str, ...]]
    attached: dict[str, tuple[str, ...]]
    heirs: dict[str, tuple[str, ...]]

    def add(self, fact: Fact) -> None:
        """Write a fact at its place among those of its body."""
        self._write(fact, lambda held: tuple(sorted((*held, fact), key=_by_day)))
        if isinstance(fact, CodeFact):
            _index(self.holders, fact.code, fact.siren)
        elif isinstance(fact, AttachmentFact):
            _index(self.attached, fact.parent, fact.siren)
        elif isinstance(fact, SuccessionFact):
            _index(self.heirs, fact.successor, fact.siren)

    def remove(self, fact: Fact) -> None:
        """Take a fact out: the indexes may still name its body, which the facts themselves then answer."""
        self._write(fact, lambda held: tuple(other for other in held if other != fact))

    def forget(self, siren: str) -> None:
        """Take a body out, whose facts are taken out already."""
        del self.entries[siren]
        for table in (self.holders, self.attached, self.heirs):
            for key in [key for key, held in table.items() if siren in held]:
                table[key] = tuple(other for other in table[key] if other != siren)

    def _write(self, fact: Fact, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> None:
        field_name = _FIELDS[type(fact)]
        entry = self.entries[fact.siren]
        values: Mapping[str, Any] = {field_name: change(getattr(entry, field_name))}
        self.entries[fact.siren] = replace(entry, **values)


_FIELDS: Mapping[type, str] = {NameFact: "names", CodeFact: "codes", AttachmentFact: "attachments", SuccessionFact: "successions"}


COMMUNE_CODE = re.compile(r"\d[\dAB]\d{3}", re.ASCII)
DEPARTMENTS = frozenset(
    {f"{number:02d}" for number in range(1, 96) if number != 20}
    | {"2A", "2B"}
    | {"971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988", "989"}
)


def department_of(code: str) -> str:
    """Give the department that an INSEE code says: two characters, three overseas; empty without a code.

    >>> department_of("74010"), department_of("97101"), department_of("2A004"), department_of("")
    ('74', '971', '2A', '')
    """
    return code[:3] if code[:2] in {"97", "98"} else code[:2]


def is_department(code: str) -> bool:
    """Tell whether a code is that of a department or of an overseas collectivity that has INSEE codes (INSEE, Code officiel géographique).

    >>> [is_department(code) for code in ("51", "2A", "974", "988", "20", "96", "99", "1")]
    [True, True, True, True, False, False, False, False]
    """
    return code in DEPARTMENTS


def holds(fact: Fact, on: date) -> bool:
    """Tell whether a fact is true on a day."""
    return fact.since <= on and (fact.until is None or on < fact.until)


def in_force(facts: tuple[F, ...], on: date) -> F | None:
    """Give the one of these facts that is true on a day."""
    return next((fact for fact in facts if holds(fact, on)), None)


def every_fact(facts: Facts) -> tuple[Fact, ...]:
    """Give facts of every kind in one row: names first, then codes, attachments, successions."""
    return (*facts.names, *facts.codes, *facts.attachments, *facts.successions)


def _by_day(fact: Fact) -> tuple[date, str]:
    """Order the facts of one kind of one body: two that begin on one day differ by what they say."""
    told = fact.kind if isinstance(fact, AttachmentFact) else fact.successor if isinstance(fact, SuccessionFact) else ""
    return fact.since, told


def _index(table: dict[str, tuple[str, ...]], key: str, siren: str) -> None:
    held = table.get(key, ())
    if siren not in held:
        table[key] = (*held, siren)


def _forward(changes: Changes, draft: _Draft) -> None:
    on = changes.event.on
    for body in changes.created:
        draft.entries[body.siren] = Entry(body.siren, body.kind, body.department)
    for fact in every_fact(changes.closed):
        draft.remove(fact)
        if fact.since < on:
            draft.add(replace(fact, until=on))
    for fact in every_fact(changes.opened):
        draft.add(fact)


def _backward(changes: Changes, draft: _Draft) -> None:
    on = changes.event.on
    for fact in every_fact(changes.opened):
        draft.remove(fact)
    for fact in every_fact(changes.closed):
        draft.remove(replace(fact, until=on))
        draft.add(fact)
    for body in changes.created:
        draft.forget(body.siren)
