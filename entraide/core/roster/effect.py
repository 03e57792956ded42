"""What a list makes of the contribution of its year: an estimate, by person and by day, at the rates of the tariff."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from entraide.core.contributions.person_lines import Presence, person_lines, while_entitled
from entraide.core.contributions.tariff import HeadClass, RateMissing, Tariff
from entraide.core.money import Money
from entraide.core.roster.plan import Arrival, RosterPlan
from entraide.core.roster.stays import changed, crosses, cut_before, departed, last_presence, rights_ends, stay_of
from entraide.core.roster.values import HeldPerson, Status, Stay


NOBODY: frozenset[UUID] = frozenset()
NO_LINE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Effect:
    """What the persons of a list are called for in its year, before it and after it; nothing where no rate of the year is known."""

    before: Money | None
    after: Money | None


def effect(
    plan: RosterPlan,
    people: Iterable[HeldPerson],
    *,
    tariff: Tariff,
    elsewhere: Collection[UUID] = NOBODY,
    second: Collection[int] = NO_LINE,
) -> Effect:
    """Estimate a plan: the days with rights of each person, rounded once; doubts leave the person held as they are.

    Persons of `elsewhere`, and those of the lines of `second`, have another principal employer: they are called there.
    """
    held = {person.id: person.stays for person in people if person.id not in elsewhere}
    return Effect(called(plan.year, held.items(), tariff), called(plan.year, _after(plan, held, second), tariff))


def called(year: int, presences: Iterable[tuple[UUID, Sequence[Stay]]], tariff: Tariff) -> Money | None:
    """Give what persons are called for in a civil year, each with their stays; nothing where no rate is known."""
    try:
        lines = person_lines(year, (part for key, stays in presences for part in _counted(key, stays)), tariff=tariff)
    except RateMissing:
        return None
    return sum((line.amount for line in lines), Money(0))


def _counted(key: UUID, stays: Sequence[Stay]) -> Iterator[Presence]:
    """Give the days of stays with rights: the others are called for by nobody."""
    for stay, end in zip(stays, rights_ends(tuple(stays)), strict=True):
        head_class = HeadClass.RETIREE if stay.status is Status.RETIREE else HeadClass.ACTIVE
        found = while_entitled(Presence(key, head_class, stay.since, stay.until), end)
        if found is not None:
            yield found


def _after(plan: RosterPlan, held: dict[UUID, tuple[Stay, ...]], second: Collection[int]) -> Iterator[tuple[UUID, Sequence[Stay]]]:
    changes = {change.person_id: change for change in plan.changes}
    departures = {departure.person_id: departure for departure in plan.departures}
    counted = [arrival for arrival in plan.arrivals if arrival.line_number not in second]
    returning = {arrival.person_id: arrival for arrival in counted if arrival.person_id is not None}
    for key, stays in held.items():
        after = last_presence(stays)
        earlier = [stay for stay in stays if stay not in after]
        if key in changes:
            after = changed(after, changes[key], on=plan.on)
        if key in departures:
            after = departed(after, departures[key])
        kept = [cut_before(stay, after) if crosses(stay, after) else stay for stay in earlier]
        back = [stay_of(returning[key].line)] if key in returning else []
        yield key, [*(stay for stay in kept if stay is not None), *after, *back]
    yield from (_arrived(arrival) for arrival in counted if arrival.person_id is None)


def _arrived(arrival: Arrival) -> tuple[UUID, Sequence[Stay]]:
    return UUID(int=arrival.line_number), (stay_of(arrival.line),)
