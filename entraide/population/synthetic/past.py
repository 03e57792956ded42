"""A year gone by of a synthetic France: what members were called for, and the benefits that the catalogue's rules let people have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.rules import ParameterBook, Revision
from entraide.population.columns import GRANTED, FactTable, decide_rows
from entraide.population.synthetic import tuning
from entraide.population.synthetic.adults import RETIREE
from entraide.population.synthetic.claims import claims_for, filing_days
from entraide.population.synthetic.draws import Stream
from entraide.population.synthetic.france import France
from entraide.population.synthetic.persons import days_of


@dataclass(frozen=True, slots=True)
class Rules:
    """What decides of the past: the revisions of each benefit, the parameters that they read, the rates of contributions."""

    benefits: Mapping[str, Sequence[Revision]]
    parameters: ParameterBook
    tariff: Tariff


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """One row per member: heads on 1 January, active (apprentices among them) and retired, and cents: called then, added for arrivals."""

    active: NDArray[np.int64]
    retired: NDArray[np.int64]
    call: NDArray[np.int64]
    arrivals: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """One row per benefit settled in a civil year: the opener, the person that it is for, a rank in `codes`, the day, cents.

    `claim` is its row among the claims that were drawn for that benefit and that year, `filed` the day on which it was filed.
    """

    year: int
    codes: tuple[str, ...]
    opener: NDArray[np.int32]
    person: NDArray[np.int32]
    code: NDArray[np.int16]
    on: NDArray[np.int32]
    cents: NDArray[np.int64]
    claim: NDArray[np.int32]
    filed: NDArray[np.int32]

    def rows(self, chosen: NDArray[np.int64] | NDArray[np.bool_]) -> "Settled":
        """Keep some rows, in that order."""
        return replace(self, **{name: getattr(self, name)[chosen] for name in COLUMNS})

    @property
    def size(self) -> int:
        """Count the rows."""
        return len(self.cents)


COLUMNS = ("opener", "person", "code", "on", "cents", "claim", "filed")


def called_for(france: France, year: int, tariff: Tariff) -> Called:
    """Reckon what each member was called for: heads of 1 January at the year's rates, and for each arrival the days that are left.

    :raises RateMissing: if the year has none.
    """
    first, next_year = days_of(date(year, 1, 1)), days_of(date(year + 1, 1, 1))
    active_rate, retiree_rate = (tariff.rate(head_class, year).value.cents for head_class in (HeadClass.ACTIVE, HeadClass.RETIREE))
    count, arrived_on = len(france.joined_on), france.careers.arrived_on
    is_retired = france.people.openers.status == RETIREE
    here = (arrived_on < first) & france.has_rights_in(year)
    active = np.bincount(france.employer[here & ~is_retired], minlength=count)
    retired = np.bincount(france.employer[here & is_retired], minlength=count)
    comes = np.flatnonzero((arrived_on >= first) & (arrived_on < next_year))
    rate = np.where(is_retired[comes], retiree_rate, active_rate)
    # Down to the cent of each person, as whole numbers.
    days_left = (next_year - arrived_on[comes]).astype(np.int64)
    added = np.zeros(count, np.int64)
    np.add.at(added, france.employer[comes], rate * days_left // (next_year - first))
    return Called(active, retired, active * active_rate + retired * retiree_rate, added)


def settled_in(france: France, year: int, *, rules: Rules, committee: NDArray[np.str_]) -> Settled:
    """Draw the benefits settled in a year: whom the rules let have them, as often as people use them, up to what each committee gave back.

    `committee` names that of each member. Who uses something gets one benefit at least.
    """
    uses = _users(france, year)
    codes = tuple(code for code in tuning.HABITS if code in rules.benefits)
    parts = list(_candidates(france, year, uses, codes, rules))
    held = Settled(year, codes, *(np.concatenate(column) for column in zip(*(part for _, part in parts), strict=True)))
    alone = _once_under_a_ceiling(held, rules)
    held, wait = held.rows(alone), np.concatenate([waited for waited, _ in parts])[alone]
    called = called_for(france, year, rules.tariff)
    names, of_member = np.unique(committee, return_inverse=True)
    owed = np.bincount(of_member, weights=(called.call + called.arrivals).astype(np.float64), minlength=len(names))
    wanted = (wanted_rates(names.tolist(), owed) * owed).astype(np.int64)
    kept = _up_to(held, _first_of_each(held.opener, wait), of_member[france.employer[held.opener]], wanted)
    return held.rows(kept[np.argsort(held.on[kept], kind="stable")])


def _users(france: France, year: int) -> NDArray[np.bool_]:
    """Draw who uses something, of those who have rights: by habit, by what is usual on the staff, by luck."""
    opened = france.has_rights_in(year)
    habit, luck = Stream(france.seed, "habits").shares(france.size), Stream(france.seed, f"uses of {year}").shares(france.size)
    staff = Stream(france.seed, "staffs").shares(len(france.joined_on))[france.employer]
    score = tuning.HABIT * habit + tuning.STAFF * staff + (1 - tuning.HABIT - tuning.STAFF) * luck
    wanted = round(tuning.USERS.value * tuning.WOULD_USE * int(opened.sum()))
    least = np.partition(score[opened], -wanted)[-wanted] if wanted else np.inf
    return opened & (score >= least)


Parts = tuple[NDArray[np.generic], ...]


def claims_drawn(france: France, year: int, revisions: Sequence[Revision]) -> tuple[FactTable, NDArray[np.int32]]:
    """Draw the claims of a benefit in a year, one for each person that it may be for, and the days on which they are filed."""
    table = claims_for(france.people, revisions, year=year, seed=france.seed)
    return table, filing_days(table, revisions, seed=france.seed)


def _candidates(
    france: France, year: int, uses: NDArray[np.bool_], codes: Sequence[str], rules: Rules
) -> Iterator[tuple[NDArray[np.float32], Parts]]:
    """Give, by benefit, the claims that the rules grant and that somebody may make, with how long each waits for its turn."""
    first, last = days_of(date(year, 1, 1)), days_of(date(year, 12, 31))
    for rank, code in enumerate(codes):
        revisions, habit = rules.benefits[code], tuning.HABITS[code]
        table, filed = claims_drawn(france, year, revisions)
        decided = decide_rows(revisions, table, parameters=rules.parameters, filed_on=filed, reasons=False)
        event = table.facts[revisions[-1].event_fact].values
        draws = Stream(france.seed, f"{code} used in {year}")
        wait = -np.log1p(-draws.shares(table.size)) / np.float32(habit.often)
        settled = filed + draws.integers(table.size, *tuning.SETTLED_AFTER)
        may = uses[table.opener] & (wait < tuning.MOST_OFTEN) & (event >= first) & (settled <= last)
        may &= (france.identities.born_on[table.subject] <= event) & (decided.status == GRANTED)
        rows = np.flatnonzero(may).astype(np.int32)
        whose = table.opener[rows].astype(np.int32), table.subject[rows].astype(np.int32), np.full(len(rows), rank, np.int16)
        yield wait[rows], (*whose, settled[rows], decided.amount[rows], rows, filed[rows])


def _once_under_a_ceiling(held: Settled, rules: Rules) -> NDArray[np.int64]:
    """Keep one benefit a person where several share a ceiling: the rules read each benefit by itself here."""
    shared: dict[str, int] = {}
    first = []
    for rank, code in enumerate(held.codes):
        keys = [ceiling.key for ceiling in rules.benefits[code][-1].ceilings]
        first.append(min((shared.setdefault(key, rank) for key in keys), default=rank))
    # One number a row: opener, person (under 2^26) and group (under 2^6), which sorts faster than three columns.
    whose = held.opener.astype(np.int64) << 32 | held.person.astype(np.int64) << 6 | np.array(first, np.int64)[held.code]
    _, rows = np.unique(whose, return_index=True)
    return np.sort(rows)


def _first_of_each(opener: NDArray[np.int32], wait: NDArray[np.float32]) -> NDArray[np.float32]:
    """Let the first benefit of each person wait for nothing."""
    order = np.lexsort((wait, opener))
    is_first = np.ones(len(order), np.bool_)
    is_first[1:] = opener[order][1:] != opener[order][:-1]
    turn = wait.copy()
    turn[order[is_first]] = -1
    return turn


def wanted_rates(names: Sequence[str], owed: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the return rate of each committee: the published spread, moved so that together they give back the national rate."""
    known = tuning.RETURN_OF_COMMITTEES
    rates = np.array([known.get(name, sum(known.values()) / len(known)) for name in names])
    return rates * tuning.RETURN.value * owed.sum() / (rates * owed).sum()


def _up_to(held: Settled, turn: NDArray[np.float32], group: NDArray[np.int64], wanted: NDArray[np.int64]) -> NDArray[np.int64]:
    """Keep the rows of each group whose turn comes before it has given what it gives."""
    order = np.lexsort((turn, group))
    sums = np.cumsum(held.cents[order])
    starts = np.searchsorted(group[order], np.arange(len(wanted)))
    before = np.concatenate([[0], sums])[starts]
    return order[sums - before[group[order]] <= wanted[group[order]]]
