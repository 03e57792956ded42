"""Which membership follows when bodies change, and whom of a staff it covers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from entraide.core.membership.contracts import Cover, CoverKind, Scope
from entraide.core.membership.coverage import Coverage, in_order, is_covered
from entraide.core.structure.moves import Choices, StaffGroup, ended_by, moved, standing_after
from entraide.core.structure.values import MERGERS, SPLITS, EventKind, StructureEvent


# What an officer answers where no membership is to follow.
NONE = "none"
FULL, PARTIAL = Scope.FULL, Scope.PARTIAL

Contracts = Mapping[str, Coverage]
Route = Callable[[StaffGroup], str]


def covers(contract: Coverage | None, group: StaffGroup) -> bool:
    """Tell whether a membership covers persons of the staff of its body."""
    if contract is None:
        return False
    origins, is_retiree = group.origins or (group.siren,), group.status == "retiree"
    return is_covered(contract.scope, contract.covers, is_retiree=is_retiree, service=group.service, origins=origins)


def contracts_after(
    event: StructureEvent, choices: Choices, contracts: Contracts, groups: Sequence[StaffGroup], route: Route
) -> dict[str, Coverage]:
    """Give the memberships that are in force once the event is there, as the officer settled them or as is proposed.

    A merger of members gives a full membership; where some only belonged, a partial one that covers their staffs. A body born of a split
    belongs as the split one did. A service whose body belonged is covered where it goes. No body that belongs leaves by an event.

    A body that was leaving and stands goes on leaving on its day. What takes over bodies that were all leaving leaves on the last of
    their days; where one of them was not, the notice of the others lapses with them.
    """
    ended = ended_by(event)
    after = {siren: contract for siren, contract in contracts.items() if siren not in ended}
    if event.kind in MERGERS:
        target = event.after[0].siren
        _put(after, target, _merged(event, choices.membership, contracts, groups))
    elif event.kind in SPLITS:
        for siren in standing_after(event):
            if siren not in contracts:
                arriving = [group for group in groups if group.siren == event.before[0] and route(group) == siren]
                _put(after, siren, _born(siren, choices.membership, contracts.get(event.before[0]), arriving))
    elif event.kind is EventKind.SERVICE_TRANSFER:
        target = event.after[0].siren
        arriving = [group for group in groups if group.siren == event.before[0] and route(group) == target]
        _put(after, target, _receiving(target, choices.membership, contracts, event.before[0], arriving))
    return after


def _put(after: dict[str, Coverage], siren: str, contract: Coverage | None) -> None:
    if contract is not None:
        after[siren] = contract


def _merged(event: StructureEvent, choice: str, contracts: Contracts, groups: Iterable[StaffGroup]) -> Coverage | None:
    target = event.after[0].siren
    belonging = [contracts[siren] for siren in event.before if siren in contracts]
    own = contracts.get(target)
    if not belonging or (choice == NONE and own is None):
        return None
    is_full = len(belonging) == len(event.before) and all(contract.is_whole for contract in belonging)
    scope = Scope(choice) if choice in {FULL, PARTIAL} else FULL if is_full else PARTIAL
    payers = {contract.payer for contract in belonging}
    payer = own.payer if own else payers.pop() if len(payers) == 1 else ""
    until = own.until if own else _last_day(belonging)
    if scope == FULL:
        return own if own and own.is_whole else Coverage(target, FULL, payer=payer, until=until)
    # Who came to the target by an earlier event and was covered goes on being covered.
    earlier = [group.origins[0] for group in groups if group.siren == target and group.origins and covers(own, group)]
    return _united(Coverage(target, PARTIAL, payer=payer, until=until), belonging, earlier)


def _last_day(belonging: Sequence[Coverage]) -> date | None:
    """Give the last of the days on which contracts end, or nothing where one does not."""
    ends = [contract.until for contract in belonging]
    return None if None in ends else max(end for end in ends if end is not None)


def _united(contract: Coverage, belonging: Sequence[Coverage], earlier: Iterable[str] = ()) -> Coverage:
    whole = [one.siren for one in belonging if one.is_whole]
    structures = [Cover(CoverKind.STRUCTURE, key=siren) for siren in (*whole, *earlier)]
    return replace(contract, covers=in_order([*contract.covers, *structures, *(cover for one in belonging for cover in one.covers)]))


def _born(siren: str, choice: str, source: Coverage | None, arriving: Sequence[StaffGroup]) -> Coverage | None:
    if source is None or choice == NONE:
        return None
    covered = [group for group in arriving if covers(source, group)]
    if not source.is_whole and not covered:
        return None
    if choice == FULL or (choice != PARTIAL and (source.is_whole or len(covered) == len(arriving))):
        return Coverage(siren, FULL, payer=source.payer, until=source.until)
    return _united(Coverage(siren, PARTIAL, payer=source.payer, until=source.until), [source])


def _receiving(target: str, choice: str, contracts: Contracts, origin: str, arriving: Sequence[StaffGroup]) -> Coverage | None:
    own, source = contracts.get(target), contracts.get(origin)
    if own is not None and own.is_whole:
        return own
    if not any(covers(source, group) for group in arriving) or source is None:
        return own
    until = own.until if own else source.until
    if choice == FULL:
        return Coverage(target, FULL, payer=own.payer if own else "", until=until)
    if choice == NONE and own is None:
        return None
    return _united(own or Coverage(target, PARTIAL, until=until), [source])


def covered_after(contracts: Contracts, group: StaffGroup, destination: str) -> bool:
    """Tell whether the memberships that follow cover persons where they go."""
    return covers(contracts.get(destination), moved(group, destination))
