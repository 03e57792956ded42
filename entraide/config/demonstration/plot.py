"""Which claims are alive on the day of the demonstration: whose, for what, filed when, and how far they have come."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from entraide.core.money import Money
from entraide.population.demonstration.draws import Draws
from entraide.population.demonstration.setup import CU_SIREN
from entraide.population.demonstration.world import Dependant, DependantKind, Person, Status, World


LEISURE, APPRENTICE_TERM = "accueil-de-loisirs", "rentree-scolaire-beneficiaire"
# Ages by civil year that the leisure benefit is open to.
LEISURE_AGES = (4, 12)


class Fate(StrEnum):
    """How far a claim has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    CHECKED = "checked"
    AWAITING_CORRECTION = "awaiting_correction"
    ANSWERED_BY_POST = "answered_by_post"
    GRANTED = "granted"
    REFUSED = "refused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Case:
    """One claim: the opener, the child where there is one, the day of the event, the expense, the day of filing, the fate."""

    person: Person
    child: Dependant | None
    benefit: str
    event_on: date
    expense: Money | None
    filed_on: date
    fate: Fate
    declared_line_14: Money | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Claims of one fate: how many, filed between which days (both in), for events between which days."""

    fate: Fate
    count: int
    filed: tuple[date, date]
    event: tuple[date, date]


SUMMER = (date(2024, 7, 12), date(2024, 8, 30))
# Granted claims await the accountant: more than five persons of the CU, so that its published table moves when they are paid.
BATCHES = (
    Batch(Fate.GRANTED, 13, (date(2024, 9, 16), date(2024, 9, 30)), SUMMER),
    Batch(Fate.WAITING, 18, (date(2024, 9, 25), date(2024, 10, 14)), SUMMER),
    Batch(Fate.TAKEN, 5, (date(2024, 9, 24), date(2024, 10, 8)), SUMMER),
    Batch(Fate.AWAITING_CORRECTION, 4, (date(2024, 9, 20), date(2024, 10, 7)), SUMMER),
    Batch(Fate.CLOSED, 1, (date(2024, 9, 16), date(2024, 9, 17)), SUMMER),
)
# Filed more than six months after the stay: nobody can grant it.
LATE = Batch(Fate.WAITING, 1, (date(2024, 10, 11), date(2024, 10, 11)), (date(2024, 4, 5), date(2024, 4, 5)))
LATE_REFUSED = Batch(Fate.REFUSED, 1, (date(2024, 9, 23), date(2024, 9, 23)), (date(2024, 3, 8), date(2024, 3, 8)))
USED_ALREADY = Batch(Fate.REFUSED, 2, (date(2024, 9, 18), date(2024, 9, 27)), SUMMER)
# Asked for a paper so long ago that the term is two days away.
NEAR_ITS_TERM = Batch(Fate.AWAITING_CORRECTION, 1, (date(2024, 9, 9), date(2024, 9, 9)), SUMMER)
BY_POST = Batch(Fate.ANSWERED_BY_POST, 2, (date(2024, 9, 16), date(2024, 9, 23)), SUMMER)
CHECKED = Batch(Fate.CHECKED, 3, (date(2024, 9, 24), date(2024, 10, 1)), SUMMER)
RETURNED_KEY = "karine.fournier@exemple.fr"
TERM_STARTED_ON = date(2024, 9, 9)


def live_cases(world: World) -> list[Case]:
    """Choose some fifty-five claims: nearly forty open at the desk, fourteen granted and not yet paid, a few refused or closed."""
    draws = Draws(world.seed, "live")
    told = {story.person for story in world.stories}
    helped = {record.dependant for record in world.benefit_records if record.benefit == LEISURE and record.settled_on.year == world.on.year}
    families = draws.shuffled([pair for pair in _families(world) if pair[0].reference not in told])
    fresh = _one_a_household([pair for pair in families if pair[1].reference not in helped])
    again = _one_a_household([pair for pair in families if pair[1].reference in helped])
    cases = [_leisure(draws, *_karine(world), BATCHES[0])]
    for batch in (*BATCHES, LATE, LATE_REFUSED):
        cases += [_leisure(draws, *fresh.pop(), batch) for _ in range(batch.count)]
    cases += [_leisure(draws, *again.pop(), USED_ALREADY) for _ in range(USED_ALREADY.count)]
    apprentices = [person for person in _openers(world) if person.status is Status.APPRENTICE and person.reference not in told]
    cases += [_term(draws, person) for person in apprentices[:3]]
    for batch in (NEAR_ITS_TERM, BY_POST, CHECKED):
        cases += [_leisure(draws, *fresh.pop(), batch) for _ in range(batch.count)]
    return cases


def retirees(world: World) -> list[Person]:
    """List the retirees of the CU who may file and be paid, but those of the tour."""
    told = {story.person for story in world.stories}
    return [person for person in _openers(world) if person.status is Status.RETIREE and person.reference not in told]


def _openers(world: World) -> list[Person]:
    """List the persons of the CU who may file and be paid."""
    paid = {detail.person for detail in world.bank_details}
    return [
        person
        for person in world.persons
        if person.siren == CU_SIREN
        and person.until is None
        and (person.is_activated or person.status is Status.APPRENTICE)
        and person.reference in paid
        and person.since <= date(2024, 9, 9)
    ]


def _families(world: World) -> list[tuple[Person, Dependant]]:
    openers = {person.reference: person for person in _openers(world)}
    low, high = LEISURE_AGES
    return [
        (openers[one.person], one)
        for one in world.dependants
        if one.person in openers and one.kind is DependantKind.CHILD and low <= world.on.year - one.born_on.year <= high
    ]


def _one_a_household(families: list[tuple[Person, Dependant]]) -> list[tuple[Person, Dependant]]:
    return list({person.reference: (person, child) for person, child in families}.values())


def _karine(world: World) -> tuple[Person, Dependant]:
    """Find the person of the tour whose transfer the bank returns, and her elder child."""
    person = next(one for one in world.persons if one.email == RETURNED_KEY)
    children = [one for one in world.dependants if one.person == person.reference and one.kind is DependantKind.CHILD]
    return person, min(children, key=lambda child: child.born_on)


def _leisure(draws: Draws, person: Person, child: Dependant, batch: Batch) -> Case:
    event_on = draws.day(*batch.event)
    filed_on = max(draws.day(*batch.filed), event_on + timedelta(days=3))
    declared = Money.of(draws.integer(0, 4000)) if draws.chance(0.5) else None
    return Case(person, child, LEISURE, event_on, Money.of(draws.integer(48, 320)), filed_on, batch.fate, declared)


def _term(draws: Draws, person: Person) -> Case:
    filed_on = draws.day(date(2024, 9, 26), date(2024, 10, 11))
    return Case(person, None, APPRENTICE_TERM, TERM_STARTED_ON, None, filed_on, Fate.WAITING)
