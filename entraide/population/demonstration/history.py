"""The benefits settled in the past, drawn so that users, counts and euros are exactly those planned."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from entraide.core.money import Money
from entraide.population.demonstration.draws import Draws
from entraide.population.demonstration.people import Household
from entraide.population.demonstration.setup import (
    BENEFITS,
    HANDICAP_HIGH_RATE,
    HANDICAP_LOW_EUROS,
    LAST_SETTLEMENT_DAY,
    PECV_200_EUROS,
    PECV_200_SHARE,
    BenefitSetup,
    Quota,
    YearPlan,
)
from entraide.population.demonstration.world import BenefitRecord, Dependant, Status


class Unplannable(Exception):
    """The people at hand cannot carry the plan."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A benefit that somebody may have had: whose, for which dependant (None: oneself), first day it may be settled."""

    home: Household
    subject: Dependant | None
    earliest: date

    @property
    def person(self) -> str:
        return self.home.person.reference


@dataclass(slots=True)
class Entry:
    """A benefit being drawn: whole euros, with the bounds within which the amount may still move."""

    candidate: Candidate
    benefit: str
    settled_on: date
    euros: int
    low: int
    high: int


@dataclass(slots=True)
class YearDraft:
    """One member's year under way."""

    year: int
    homes: Sequence[Household]
    seen_once: set[tuple[str, str]]
    entries: list[Entry] = field(default_factory=list)
    covered: set[str] = field(default_factory=set)


def settlement_days(year: int) -> list[date]:
    """List the Thursdays of a year on which the bank settles, up to the last settlement day."""
    first = date(year, 1, 1)
    thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    days = [thursday + timedelta(weeks=week) for week in range(53)]
    return [day for day in days if day.year == year and day <= LAST_SETTLEMENT_DAY]


def is_age_suited(setup: BenefitSetup, born_on: date, year: int, disability_rate: int | None) -> bool:
    """Say whether somebody has the age for a benefit, by the age reached in the civil year."""
    low, high = setup.ages
    if disability_rate is not None and setup.ages_if_disabled is not None:
        low, high = setup.ages_if_disabled
    return low <= year - born_on.year <= high


def draw_year(draws: Draws, year: int, homes: Sequence[Household], plan: YearPlan, seen_once: set[tuple[str, str]]) -> list[Entry]:
    """Draw one member's year: the planned users, as many benefits of each kind, the planned euros.

    `seen_once` holds (person, benefit) of what is had once in a life; it grows.

    :raises Unplannable: if the people at hand cannot carry the plan.
    """
    open_homes = [home for home in homes if home.key is None and has_a_day(home, year)]
    draft = YearDraft(year, choose_users(draws, open_homes, year, plan.users), seen_once)
    for benefit, quota in plan.quotas.items():
        _draw_benefit(draws, draft, benefit, quota)
    missing = {home.person.reference for home in draft.homes} - draft.covered
    if missing:
        raise Unplannable(f"{len(missing)} users of {year} have no benefit")
    if plan.total is not None:
        settle_total(draws, draft.entries, plan.total.cents // 100)
    return draft.entries


def has_a_day(home: Household, year: int) -> bool:
    """Say whether the person can be paid within the year: rights open, and at least a month before the last bank run."""
    person = home.person
    is_open = person.until is None or person.until.year >= year
    return is_open and person.since + timedelta(days=30) <= settlement_days(year)[-1]


def choose_users(draws: Draws, homes: Sequence[Household], year: int, count: int) -> list[Household]:
    """Choose who uses anything: parents and those who used before are likelier, families of a disabled child come first."""
    if count > len(homes):
        raise Unplannable(f"{count} users wanted in {year}, {len(homes)} persons at hand")
    ranked = sorted(homes, key=lambda home: (-_appetite(draws, home, year), home.person.reference))
    return sorted(ranked[:count], key=lambda home: home.person.reference)


def _appetite(draws: Draws, home: Household, year: int) -> float:
    habit = draws.child(home.person.reference).share()
    mood = draws.child(f"{home.person.reference}/{year}").share()
    young = sum(year - child.born_on.year <= 26 for child in home.children)
    disabled = any((child.disability_rate or 0) > 0 for child in home.children)
    return habit + 0.45 * mood + 0.34 * min(young, 3) + (2 if disabled else 0)


def _subjects(home: Household, setup: BenefitSetup) -> list[Dependant | None]:
    is_working = home.person.status is Status.ACTIVE
    table: dict[str, list[Dependant | None]] = {
        "self": [None],
        "active": [None] if is_working else [],
        "child": list(home.children),
        "disabled": [child for child in home.children if child.disability_rate is not None],
    }
    return [subject for kind in setup.subjects for subject in table[kind]]


def _candidates(draft: YearDraft, benefit: str) -> list[Candidate]:
    """List who may have had a benefit in the year: of age, with rights, not before (when it is had once)."""
    setup = BENEFITS[benefit]
    last = _days(draft.year, setup)[-1]
    found = []
    for home in draft.homes:
        if setup.once_ever and (home.person.reference, benefit) in draft.seen_once:
            continue
        for subject in _subjects(home, setup):
            born_on = subject.born_on if subject else home.person.born_on
            rate = subject.disability_rate if subject else None
            earliest = max(home.person.since, subject.since if subject else home.person.since) + timedelta(days=21)
            if is_age_suited(setup, born_on, draft.year, rate) and earliest <= last:
                found.append(Candidate(home, subject, earliest))
    return found


def _days(year: int, setup: BenefitSetup) -> list[date]:
    return [day for day in settlement_days(year) if day.month in setup.months]


def _draw_benefit(draws: Draws, draft: YearDraft, benefit: str, quota: Quota) -> None:
    """Choose who had a benefit; those with nothing yet come first in what is open to all."""
    setup = BENEFITS[benefit]
    candidates = draws.shuffled(_candidates(draft, benefit))
    if "self" in setup.subjects:
        candidates.sort(key=lambda candidate: candidate.person in draft.covered or candidate.subject is not None)
    first = _with_users(candidates, quota, benefit) if quota.users is not None else candidates[: quota.benefits]
    extra = quota.benefits - len(first)
    if extra:
        if setup.per_subject == 1 or extra > len(first):
            raise Unplannable(f"{quota.benefits} × {benefit} wanted in {draft.year}, {len(first)} possible")
        first += draws.sample(first, extra)
    for candidate in first:
        draft.entries.append(_entry(draws, draft.year, benefit, candidate))
        draft.covered.add(candidate.person)
        draft.seen_once.add((candidate.person, benefit))


def _with_users(candidates: list[Candidate], quota: Quota, benefit: str) -> list[Candidate]:
    """Choose subjects of exactly `quota.users` persons, up to `quota.benefits`: a home with several comes in when more are needed."""
    by_person: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_person.setdefault(candidate.person, []).append(candidate)
    wanted = quota.users or 0
    persons = list(by_person)
    if len(persons) < wanted:
        raise Unplannable(f"{wanted} users of {benefit} wanted, {len(persons)} possible")
    chosen, spare = persons[:wanted], persons[wanted:]
    if BENEFITS[benefit].per_subject == 1:
        chosen = _enlarge(by_person, chosen, spare, quota.benefits)
    picked = [by_person[person][0] for person in chosen]
    others = [candidate for person in chosen for candidate in by_person[person][1:]]
    return picked + others[: quota.benefits - len(picked)]


def _enlarge(by_person: dict[str, list[Candidate]], chosen: list[str], spare: list[str], benefits: int) -> list[str]:
    """Swap homes with one subject for spare homes with several until the chosen ones can hold so many benefits."""
    room = sum(len(by_person[person]) for person in chosen)
    larger = iter([person for person in spare if len(by_person[person]) > 1])
    result = list(chosen)
    for index, person in enumerate(chosen):
        if room >= benefits:
            break
        if len(by_person[person]) > 1:
            continue
        other = next(larger, None)
        if other is None:
            break
        result[index] = other
        room += len(by_person[other]) - 1
    return result


def _entry(draws: Draws, year: int, benefit: str, candidate: Candidate) -> Entry:
    setup = BENEFITS[benefit]
    days = [day for day in _days(year, setup) if day >= candidate.earliest]
    euros, low, high = _amount(draws, year, benefit, candidate)
    return Entry(candidate, benefit, draws.pick(days), euros, low, high)


def _amount(draws: Draws, year: int, benefit: str, candidate: Candidate) -> tuple[int, int, int]:
    """Draw an amount in euros and the bounds within which it may be moved."""
    setup = BENEFITS[benefit]
    tier = candidate.home.tier - 1
    by_year = PECV_200_EUROS if benefit == "plan-epargne-cheques-vacances" and draws.chance(PECV_200_SHARE) else setup.amounts
    amount = by_year[max(since for since in by_year if since <= year)][tier]
    if benefit == "enfant-handicape" and candidate.subject is not None and (candidate.subject.disability_rate or 0) < HANDICAP_HIGH_RATE:
        amount = HANDICAP_LOW_EUROS
    if setup.floor is None:
        return amount, amount, amount
    return draws.integer(setup.floor, amount), setup.floor, amount


def settle_total(draws: Draws, entries: list[Entry], total_euros: int) -> None:
    """Move the amounts that follow an expense, each within its bounds, until the year adds up.

    :raises Unplannable: if the bounds do not allow it.
    """
    movable = draws.shuffled([entry for entry in entries if entry.low < entry.high])
    rest = total_euros - sum(entry.euros for entry in entries)
    while rest and movable:
        before = rest
        width = sum(entry.high - entry.low for entry in movable)
        for entry in movable:
            step = int(rest * (entry.high - entry.low) / width) or (1 if rest > 0 else -1)
            width -= entry.high - entry.low
            moved = min(entry.high, max(entry.low, entry.euros + step))
            rest -= moved - entry.euros
            entry.euros = moved
            if not rest:
                return
        if rest == before:
            break
    if rest:
        raise Unplannable(f"{rest} euros cannot be placed")


def named_records(home: Household, past: Iterable[tuple[str, date, int, str | None]]) -> list[tuple[str, str, str | None, date, Money]]:
    """Write the past of a named person: (benefit, person, dependant, day, amount)."""
    children = {child.given_name: child.reference for child in home.children}
    return [
        (benefit, home.person.reference, children[child] if child else None, day, Money.of(euros)) for benefit, day, euros, child in past
    ]


def remaining(plan: YearPlan, records: Sequence[BenefitRecord]) -> YearPlan:
    """Take what named persons already had out of a plan."""
    counts = Counter(record.benefit for record in records)
    quotas = {
        benefit: Quota(
            quota.benefits - counts[benefit],
            None if quota.users is None else quota.users - len({record.person for record in records if record.benefit == benefit}),
        )
        for benefit, quota in plan.quotas.items()
    }
    spent = Money(sum(record.amount.cents for record in records))
    return YearPlan(plan.users - len({record.person for record in records}), quotas, None if plan.total is None else plan.total - spent)
