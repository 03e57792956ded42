"""What bodies contribute with an event between them and without it: an estimate, head by head and day by day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from entraide.core.contributions.person_lines import Presence, counted, priced
from entraide.core.contributions.tariff import HeadClass, RateMissing, Tariff
from entraide.core.money import Money
from entraide.core.structure.coverage import Contracts, covers
from entraide.core.structure.moves import Choices, StaffGroup, ended_by, heir_of, moved, routes
from entraide.core.structure.values import StructureEvent


@dataclass(frozen=True, slots=True)
class Cost:
    """What a body would contribute for a civil year without the event and with it: an estimate, never a call."""

    siren: str
    year: int
    before: Money
    after: Money
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Staffs:
    """The staffs that an event finds, their contracts, the INSEE code of a body that splits."""

    groups: Sequence[StaffGroup]
    contracts: Contracts
    code: str


def costs(event: StructureEvent, staffs: Staffs, choices: Choices, after: Contracts, *, tariff: Tariff) -> tuple[Cost, ...]:
    """Estimate the year of the event, and the next one where the event comes within a year: each head by the day, as a call would.

    What a body that ends owes of the year passes to whoever takes it over. Who is on two staffs counts once, who has no rights
    does not. Whose contract has ended is not called.
    """
    is_new_year = (event.on.month, event.on.day) == (1, 1)
    years = [event.on.year] if is_new_year else [event.on.year, event.on.year + 1]
    return tuple(cost for year in years for cost in _compared(year, event, staffs, choices, after, tariff))


@dataclass(frozen=True, slots=True)
class _Stay:
    """A head of a class who counts for a body over some days."""

    siren: str
    head_class: HeadClass
    since: date
    until: date | None


def _compared(year: int, event: StructureEvent, staffs: Staffs, choices: Choices, after: Contracts, tariff: Tariff) -> Iterator[Cost]:
    route, ended = routes(event, choices, staffs.code), ended_by(event)
    heir = heir_of(event, choices, staffs.code)
    before_costs: Counter[str] = Counter()
    after_costs: Counter[str] = Counter()
    for group in (group for group in staffs.groups if group.has_rights and not group.is_second):
        without = _stays(group, staffs.contracts, date(year, 1, 1), None)
        until_then = _stays(group, staffs.contracts, date(year, 1, 1), event.on)
        passed = [replace(stay, siren=heir) if stay.siren in ended else stay for stay in until_then]
        then = _stays(moved(group, route(group)), after, max(event.on, date(year, 1, 1)), None)
        try:
            before_costs.update({siren: cents * group.heads for siren, cents in _cost(year, without, tariff).items()})
            after_costs.update({siren: cents * group.heads for siren, cents in _cost(year, [*passed, *then], tariff).items()})
        except RateMissing:
            return
    is_confirmed = all(tariff.is_checked(each, year) for each in HeadClass)
    for siren in sorted({*before_costs, *after_costs}):
        yield Cost(siren, year, Money(before_costs[siren]), Money(after_costs[siren]), is_confirmed)


def _stays(group: StaffGroup, contracts: Contracts, since: date, until: date | None) -> list[_Stay]:
    """Give the days of a group that its contract covers, from a day to another; none where nothing covers it."""
    contract = contracts.get(group.siren)
    if contract is None or not covers(contract, group):
        return []
    head_class = HeadClass.RETIREE if group.status == "retiree" else HeadClass.ACTIVE
    ends = [day for day in (until, contract.until) if day is not None]
    return [_Stay(group.siren, head_class, since, min(ends, default=None))]


def _cost(year: int, stays: Sequence[_Stay], tariff: Tariff) -> dict[str, int]:
    """Give in cents what one head costs each body in a year: nothing is still told of a body whose contract has ended."""
    keys = {UUID(int=int(stay.siren)): stay.siren for stay in stays}
    presences = [
        Presence(UUID(int=0), stay.head_class, stay.since, stay.until, UUID(int=int(stay.siren)))
        for stay in stays
        if stay.until is None or stay.since < stay.until
    ]
    parts = counted(year, presences, division=tariff.division_of(year))
    return {
        siren: sum(line.amount.cents for line in priced(year, [part for part in parts if part.member == key], tariff=tariff))
        for key, siren in keys.items()
    }
