"""The lists of the members through time: who is on them, as what, from when to when, before anybody has a name."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from entraide.core.money import Money
from entraide.population.demonstration.contributions import prorated_cents
from entraide.population.demonstration.draws import Draws
from entraide.population.demonstration.setup import HISTORY_YEARS, RATES, CommuneSetup, Flow, Headcount
from entraide.population.demonstration.world import Status


FIRST_DAY = date(2022, 1, 1)
# In 2024 the list is complete up to 1 October.
LAST_ARRIVALS = {2022: date(2022, 12, 19), 2023: date(2023, 12, 18), 2024: date(2024, 10, 1)}
TERM_STARTS = (date(2022, 9, 1), date(2023, 9, 1), date(2024, 9, 2))
FITTED_LOW_CENTS, FITTED_HIGH_CENTS = 18_000, 40_000


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a list: `[since, until)`; `key` names the person whose place it is, None for one to be drawn."""

    status: Status
    since: date
    until: date | None = None
    key: str | None = None


class Fitting(Exception):
    """The arrivals of a year cannot add up to the wanted amount to the cent."""


def build_list(draws: Draws, headcount: Headcount, joined_on: date, named: Sequence[Slot], targets: dict[int, Money]) -> list[Slot]:
    """Lay out the list of a member: the stock of 1 January 2022, then the movements of each year.

    `named` places count among the stock or the arrivals of their year. `targets` holds, by year, what the prorated arrivals must add up to.

    :raises Fitting: if a target cannot be met.
    """
    slots = [slot for slot in named if slot.since <= FIRST_DAY]
    for status, count in ((Status.ACTIVE, headcount.active), (Status.RETIREE, headcount.retiree)):
        missing = count - sum((slot.status is Status.RETIREE) == (status is Status.RETIREE) for slot in slots if slot.since <= FIRST_DAY)
        slots += [Slot(status, _first_day(draws, joined_on)) for _ in range(missing)]
    for year in HISTORY_YEARS:
        flow = headcount.flows[year]
        slots = _leave(draws, slots, year, flow)
        slots += _arrivals(
            draws, year, flow, [slot for slot in named if slot.since > FIRST_DAY and slot.since.year == year], targets.get(year)
        )
    return slots


def commune_headcount(commune: CommuneSetup) -> Headcount:
    """Read the small table of a commune as a headcount: as many arrivals as departures."""
    flows = {year: Flow(arrivals=moves, departures=moves) for year, moves in zip(HISTORY_YEARS, commune.moves, strict=True)}
    return Headcount(active=commune.active, retiree=commune.retiree, flows=flows)


def _first_day(draws: Draws, joined_on: date) -> date:
    """Draw the first day of rights of somebody of the stock: membership, or a later arrival."""
    return joined_on if draws.chance(0.6) else draws.day(joined_on, FIRST_DAY)


def _leave(draws: Draws, slots: list[Slot], year: int, flow: Flow) -> list[Slot]:
    last = LAST_ARRIVALS[2024] if year == 2024 else date(year, 12, 30)
    open_places = [
        index for index, slot in enumerate(slots) if slot.until is None and slot.key is None and slot.status is not Status.APPRENTICE
    ]
    retirees = [index for index in open_places if slots[index].status is Status.RETIREE]
    actives = [index for index in open_places if slots[index].status is Status.ACTIVE]
    leaving = draws.sample(retirees, flow.retiree_departures) + draws.sample(actives, flow.departures - flow.retiree_departures)
    result = list(slots)
    for index in leaving:
        result[index] = replace(slots[index], until=draws.day(date(year, 1, 15), last))
    return result


def _arrivals(draws: Draws, year: int, flow: Flow, named: list[Slot], target: Money | None) -> list[Slot]:
    """Lay out a year's arrivals; apprentices come at the start of term."""
    apprentices = flow.apprentice_arrivals - sum(slot.status is Status.APPRENTICE for slot in named)
    retirees = flow.retiree_arrivals - sum(slot.status is Status.RETIREE for slot in named)
    fixed = [*named, *(Slot(Status.APPRENTICE, TERM_STARTS[year - 2022]) for _ in range(apprentices))]
    statuses = [Status.RETIREE] * retirees + [Status.ACTIVE] * (flow.arrivals - len(fixed) - retirees)
    drawn = [Slot(status, draws.day(date(year, 1, 3), LAST_ARRIVALS[year])) for status in statuses]
    if target is None:
        return fixed + drawn
    return fixed + fit_arrivals(draws, drawn, target.cents - sum(_cents(slot) for slot in fixed))


def _cents(slot: Slot) -> int:
    rate = RATES[slot.since.year]
    return prorated_cents(rate.retiree if slot.status is Status.RETIREE else rate.active, slot.since)


def fit_arrivals(draws: Draws, slots: list[Slot], target_cents: int) -> list[Slot]:
    """Move arrival days within their year until the prorated contributions add up to the target, to the cent.

    All but three move by weeks until what is left for the three (a retiree and two active agents) is within reach; then their days are
    searched.

    :raises Fitting: if no days do.
    """
    retiree = next(index for index, slot in enumerate(slots) if slot.status is Status.RETIREE)
    first, second = [index for index, slot in enumerate(slots) if slot.status is Status.ACTIVE][:2]
    result = list(slots)
    others = [index for index in range(len(slots)) if index not in (retiree, first, second)]
    left = target_cents - sum(_cents(result[index]) for index in others)
    for _ in range(20_000):
        if FITTED_LOW_CENTS <= left <= FITTED_HIGH_CENTS:
            return _fit_last(draws, result, (retiree, first, second), left)
        index = draws.pick(others)
        slot = result[index]
        step = timedelta(days=-draws.integer(3, 28) if left > FITTED_HIGH_CENTS else draws.integer(3, 28))
        moved = replace(slot, since=min(max(slot.since + step, date(slot.since.year, 1, 3)), LAST_ARRIVALS[slot.since.year]))
        left += _cents(slot) - _cents(moved)
        result[index] = moved
    raise Fitting(f"{left} cents left")


def _fit_last(draws: Draws, slots: list[Slot], last_three: tuple[int, int, int], left: int) -> list[Slot]:
    retiree, first, second = last_three
    year = slots[first].since.year
    days = [date(year, 1, 3) + timedelta(days=number) for number in range((LAST_ARRIVALS[year] - date(year, 1, 3)).days + 1)]
    active_days = {_cents(Slot(Status.ACTIVE, day)): day for day in days}
    for retiree_day in draws.shuffled(days):
        rest = left - _cents(Slot(Status.RETIREE, retiree_day))
        for cents, day in active_days.items():
            if rest - cents in active_days:
                slots[retiree] = replace(slots[retiree], since=retiree_day)
                slots[first] = replace(slots[first], since=day)
                slots[second] = replace(slots[second], since=active_days[rest - cents])
                return slots
    raise Fitting(f"{left} cents fit no three days of {year}")
