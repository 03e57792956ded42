"""What an event between bodies does to people, rights, memberships, mandates, claims and money, before anybody applies it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from entraide.core.contributions.tariff import UNKNOWN, Tariff
from entraide.core.eligibility.rights import rights_end_of_change
from entraide.core.membership.coverage import Coverage
from entraide.core.network.mandates import MandateKind
from entraide.core.structure.belongings import Belongings, Person, Place, belongings
from entraide.core.structure.costs import Cost, Staffs, costs
from entraide.core.structure.coverage import Contracts, Route, contracts_after, covered_after, covers
from entraide.core.structure.moves import Choices, StaffGroup, ended_by, heir_of, routes, standing_after
from entraide.core.structure.values import EventKind, StructureEvent


# Attachments and names move nobody.
MOVING = frozenset(EventKind) - {EventKind.EXTENSION, EventKind.WITHDRAWAL, EventKind.RENAMING}


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone who acts for a body: its correspondent or one of its delegates; `since` is the day to come from which they will."""

    siren: str
    kind: str
    account: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands on the day of an event, for the bodies that it is about.

    `awaited` are the mandates confirmed for a later day. `code` is the INSEE code of a body that splits; `left_claims` the claims that
    wait, by body, of persons who have left its staff;
    `leavers` the persons who have left and keep rights until the end of the year; `bearers` those whose papers bear the body's name.
    `tariff` is what heads cost.
    """

    groups: Sequence[StaffGroup] = ()
    contracts: Contracts = field(default_factory=dict)
    holders: Sequence[Holder] = ()
    awaited: Sequence[Holder] = ()
    code: str = ""
    left_claims: Mapping[str, int] = field(default_factory=dict)
    leavers: int = 0
    places: Sequence[Place] = ()
    people: Sequence[Person] = ()
    bearers: int = 0
    tariff: Tariff = UNKNOWN


@dataclass(frozen=True, slots=True)
class Move:
    """Persons of one status who go from one body to another, or stay where the two are the same."""

    origin: str
    destination: str
    status: str
    heads: int


@dataclass(frozen=True, slots=True)
class Right:
    """What becomes of the rights of persons who had some: no `until`, they go on without a break; else they end before that day."""

    origin: str
    destination: str
    heads: int
    until: date | None


@dataclass(frozen=True, slots=True)
class ContractChange:
    """The membership of a body before and after, where the two differ."""

    siren: str
    before: Coverage | None
    after: Coverage | None


@dataclass(frozen=True, slots=True)
class Exit:
    """A body that was leaving, its first day without contract, and who leaves on that day now: itself, its heirs, nobody any more."""

    siren: str
    until: date
    follows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequences:
    """All that an event does beyond the register. `shared` persons were on two of the staffs that become one, and count once.

    `costs` is empty where no rate is known. `vacant` are (body, mandate) without a holder; `carried` goes on provisionally. `bearers`
    are the persons whose papers take a new name.
    """

    moves: tuple[Move, ...]
    shared: int
    rights: tuple[Right, ...]
    contracts: tuple[ContractChange, ...]
    costs: tuple[Cost, ...]
    ended_mandates: tuple[Holder, ...]
    carried: Holder | None
    vacant: tuple[tuple[str, str], ...]
    claims: tuple[tuple[str, str, int], ...]
    leavers: int
    exits: tuple[Exit, ...] = ()
    belongings: Belongings = field(default_factory=Belongings)
    bearers: int = 0

    @property
    def moving(self) -> int:
        """Count the persons who change bodies."""
        return sum(move.heads for move in self.moves if move.origin != move.destination)


def consequences(event: StructureEvent, situation: Situation, choices: Choices) -> Consequences:
    """Tell what an event does, with what the officer settled and, for the rest, what is proposed."""
    route = routes(event, choices, situation.code)
    after = contracts_after(event, choices, situation.contracts, situation.groups, route)
    carried = _carried(event, situation, choices, after)
    return Consequences(
        moves=_moves(situation.groups, route),
        shared=sum(group.heads for group in situation.groups if group.is_second),
        rights=_rights(event, situation, route, after),
        contracts=_changes(situation.contracts, after),
        costs=costs(event, Staffs(situation.groups, situation.contracts, situation.code), choices, after, tariff=situation.tariff),
        ended_mandates=_ended_mandates(event, situation, carried),
        carried=carried,
        vacant=_vacant(event, situation, carried, after),
        claims=_claims(event, situation, choices, route),
        leavers=situation.leavers,
        exits=_exits(event, situation.contracts, after),
        belongings=belongings(
            event, heir=heir_of(event, choices, situation.code), places=situation.places, people=situation.people, contracts=after
        ),
        bearers=situation.bearers,
    )


def _moves(groups: Sequence[StaffGroup], route: Route) -> tuple[Move, ...]:
    heads: Counter[tuple[str, str, str]] = Counter()
    for group in groups:
        heads[group.siren, route(group), group.status] += group.heads
    return tuple(Move(*key, count) for key, count in sorted(heads.items()))


def _rights(event: StructureEvent, situation: Situation, route: Route, after: Contracts) -> tuple[Right, ...]:
    heads: Counter[tuple[str, str, bool]] = Counter()
    for group in situation.groups:
        if group.has_rights and covers(situation.contracts.get(group.siren), group):
            destination = route(group)
            heads[group.siren, destination, covered_after(after, group, destination)] += group.heads
    end = rights_end_of_change(event.on)
    return tuple(Right(origin, to, count, None if goes_on else end) for (origin, to, goes_on), count in sorted(heads.items()))


def _changes(before: Contracts, after: Contracts) -> tuple[ContractChange, ...]:
    changes = (ContractChange(siren, before.get(siren), after.get(siren)) for siren in sorted({*before, *after}))
    return tuple(change for change in changes if change.before != change.after)


def _exits(event: StructureEvent, before: Contracts, after: Contracts) -> tuple[Exit, ...]:
    ended = ended_by(event)
    leaving = {siren for siren, contract in after.items() if contract.until is not None}
    heirs = tuple(siren for siren in standing_after(event) if siren in leaving)
    return tuple(
        Exit(siren, contract.until, heirs if siren in ended else (siren,))
        for siren, contract in sorted(before.items())
        if contract.until is not None
    )


def _carried(event: StructureEvent, situation: Situation, choices: Choices, after: Contracts) -> Holder | None:
    """Propose who goes on as correspondent of the body that takes over: its own, else whoever was it for the largest staff.

    Nobody does for a body that no contract makes a member.
    """
    heir = heir_of(event, choices, situation.code)
    found = correspondents(event, situation, heir)
    if choices.correspondent == "none" or heir not in after:
        return None
    staff: Counter[str] = Counter()
    for group in situation.groups:
        staff[group.siren] += group.heads
    named = [holder for holder in found if holder.account == choices.correspondent]
    best = max(named or found, key=lambda holder: (holder.siren == heir, staff[holder.siren], holder.siren), default=None)
    return Holder(heir, MandateKind.CORRESPONDENT, best.account) if best and best.siren != heir else None


def correspondents(event: StructureEvent, situation: Situation, heir: str) -> tuple[Holder, ...]:
    """Give who may go on as correspondent where bodies end: that of the body that takes over first, then those of the bodies that end."""
    ended = ended_by(event)
    found = [holder for holder in situation.holders if holder.kind == MandateKind.CORRESPONDENT and holder.siren in {heir, *ended}]
    return tuple(sorted(found, key=lambda holder: holder.siren != heir)) if ended else ()


def _ended_mandates(event: StructureEvent, situation: Situation, carried: Holder | None) -> tuple[Holder, ...]:
    """Give the mandates that end: those of the bodies that do, begun or to come, and the one in whose place somebody else goes on."""
    ended = ended_by(event)
    replaced = (carried.siren, carried.kind) if carried else None
    held = (holder for holder in situation.holders if holder.siren in ended or (holder.siren, holder.kind) == replaced)
    return (*held, *(holder for holder in situation.awaited if holder.siren in ended))


def _vacant(event: StructureEvent, situation: Situation, carried: Holder | None, after: Contracts) -> tuple[tuple[str, str], ...]:
    if event.kind not in MOVING:
        return ()
    held = {(holder.siren, holder.kind) for holder in (*situation.holders, *([carried] if carried else []))}
    belonging = [siren for siren in standing_after(event) if siren in after]
    return tuple((siren, kind) for siren in belonging for kind in MandateKind if (siren, kind) not in held)


def _claims(event: StructureEvent, situation: Situation, choices: Choices, route: Route) -> tuple[tuple[str, str, int], ...]:
    """Count the claims in progress that go with the person, or with the body where the person had left it."""
    counts: Counter[tuple[str, str]] = Counter()
    for group in situation.groups:
        counts[group.siren, route(group)] += group.claims
    ended, heir = ended_by(event), heir_of(event, choices, situation.code)
    for siren, count in situation.left_claims.items():
        counts[siren, heir if siren in ended else siren] += count
    return tuple((*key, count) for key, count in sorted(counts.items()) if count and key[0] != key[1])
