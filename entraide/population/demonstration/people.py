"""Persons, their families, their tax lines and their accounts, drawn for the places of a list."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from entraide.core.money import Money
from entraide.population.demonstration.bank import FICTITIOUS_BIC, french_iban
from entraide.population.demonstration.draws import Draws
from entraide.population.demonstration.family_names import FAMILY_NAMES
from entraide.population.demonstration.given_names import draw_given_name
from entraide.population.demonstration.lists import Slot
from entraide.population.demonstration.named import BENEFICIARIES, Named
from entraide.population.demonstration.setup import (
    ALTERNATING_CUSTODY_RATE,
    CHILDREN_COUNTS,
    DEMONSTRATION_DAY,
    PARENT_RATE,
    PROVED_LINE_RATE,
    SERVICES,
    SPOUSE_RATE,
    TAX_LINE_14_EUROS,
    TIER_SHARES,
)
from entraide.population.demonstration.world import BankDetail, Dependant, DependantKind, Member, Person, Status, TaxLine


STREETS = (
    "rue des Tilleuls",
    "rue de la Vesle",
    "rue du Moulin",
    "rue des Vignes",
    "place de la Mairie",
    "rue du Lavoir",
    "allée des Acacias",
    "rue de l'Église",
    "chemin des Prés",
    "avenue de Champagne",
    "rue des Écoles",
    "impasse du Verger",
)
ACTIVE_AGES = ((20, 29, 0.10), (30, 39, 0.22), (40, 49, 0.29), (50, 59, 0.31), (60, 65, 0.08))
FEMALE_SHARES = {"epci": 0.46, "commune": 0.63}
# Ages by civil year on arrival.
YOUNGEST_AGENT = 19
YOUNGEST_RETIREE = 61
NOTICE_YEAR = 2023
OLDEST_CHILD_BIRTH = 1996
_RESERVED = {(named.given_name, named.family_name) for named in BENEFICIARIES}


@dataclass(slots=True)
class Household:
    """A person with what belongs to the person; `tier` is the tax tier that the household's payments follow (3 when nothing is proved)."""

    person: Person
    tier: int
    is_proved: bool
    dependants: list[Dependant] = field(default_factory=list)
    key: str | None = None

    @property
    def children(self) -> list[Dependant]:
        return [dependant for dependant in self.dependants if dependant.kind is DependantKind.CHILD]


class Registry:
    """What must be unique in the whole world: references, e-mails, names within a member."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._emails = {named.email for named in BENEFICIARIES}
        self._identities: set[tuple[str, str, str, date]] = set()

    def number(self, series: str) -> int:
        """Give the next number of a series, from 1."""
        self._numbers[series] = self._numbers.get(series, 0) + 1
        return self._numbers[series]

    def email(self, given_name: str, family_name: str) -> str:
        """Make an address of the example domain that nobody has yet."""
        rank = 1
        while (address := email_of(given_name, family_name, rank)) in self._emails:
            rank += 1
        self._emails.add(address)
        return address

    def claim_identity(self, siren: str, given_name: str, family_name: str, born_on: date) -> bool:
        """Say whether this identity is new to the member, and keep it."""
        identity = (siren, given_name, family_name, born_on)
        is_new = identity not in self._identities
        self._identities.add(identity)
        return is_new


def email_of(given_name: str, family_name: str, rank: int = 1) -> str:
    """Make an address of the example domain; homonyms have a rank.

    >>> email_of("Élodie", "Le Goff", 2)
    'elodie.le-goff2@exemple.fr'
    """
    return f"{_plain(given_name)}.{_plain(family_name)}{rank if rank > 1 else ''}@exemple.fr"


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "Oe")).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(char if char.isalnum() else " " for char in letters).split())


def settle_people(draws: Draws, registry: Registry, member: Member, slots: Iterable[Slot], towns: Sequence[Member]) -> list[Household]:
    """Put a person with a family on each place of a member's list; `towns` are those where they live."""
    by_key = {named.key: named for named in BENEFICIARIES}
    households = []
    for slot in slots:
        named = by_key.get(slot.key or "")
        households.append(_named_household(registry, member, named) if named else _drawn_household(draws, registry, member, slot, towns))
    return households


def _named_household(registry: Registry, member: Member, named: Named) -> Household:
    number = registry.number("person")
    registry.claim_identity(member.siren, named.given_name, named.family_name, named.born_on)
    person = Person(
        reference=f"B{number:06d}",
        siren=member.siren,
        staff_number=f"{registry.number(member.siren):05d}",
        given_name=named.given_name,
        family_name=named.family_name,
        sex=named.sex,
        born_on=named.born_on,
        email=named.email,
        street=f"{10 + number} rue des Tilleuls",
        postal_code=member.postal_code,
        town=member.town,
        status=named.status,
        service=named.service,
        since=named.since,
        until=None,
        is_activated=named.is_activated,
    )
    household = Household(person, 3, named.tax_line_14 is not None, key=named.key)
    for relative in named.dependants:
        kind = DependantKind.SPOUSE if relative.is_spouse else DependantKind.CHILD
        since = max(relative.since or relative.born_on, named.since)
        # A series of its own: the references of the tour stay the same whatever the seed.
        reference = f"A9{registry.number('named dependant'):05d}"
        household.dependants.append(
            Dependant(reference, person.reference, kind, relative.given_name, named.family_name, relative.sex, relative.born_on, since)
        )
    return household


def _drawn_household(draws: Draws, registry: Registry, member: Member, slot: Slot, towns: Sequence[Member]) -> Household:
    sex = "F" if draws.chance(FEMALE_SHARES[member.kind]) else "M"
    born_on = _birth(draws, slot)
    given_name, family_name = _name(draws, registry, member.siren, sex, born_on)
    home = draws.pick(towns)
    person = Person(
        reference=f"B{registry.number('person'):06d}",
        siren=member.siren,
        staff_number=f"{registry.number(member.siren):05d}",
        given_name=given_name,
        family_name=family_name,
        sex=sex,
        born_on=born_on,
        email=registry.email(given_name, family_name),
        street=f"{draws.integer(1, 98)} {draws.pick(STREETS)}",
        postal_code=home.postal_code,
        town=home.town,
        status=slot.status,
        service="" if slot.status is Status.RETIREE else draws.pick(SERVICES[member.kind]),
        since=slot.since,
        until=slot.until,
        is_activated=draws.chance(0.7) and slot.since.year < 2024,
    )
    is_proved = draws.chance(PROVED_LINE_RATE)
    tier = draws.weighted((1, 2, 3), TIER_SHARES)
    household = Household(person, tier if is_proved else 3, is_proved)
    household.dependants += _family(draws, registry, person)
    return household


def _birth(draws: Draws, slot: Slot) -> date:
    """Draw a birth that suits the place: leavers are mostly near retirement, newcomers younger, apprentices 16 to 25."""
    if slot.status is Status.RETIREE:
        return draws.day(date(1938, 1, 1), date(slot.since.year - YOUNGEST_RETIREE, 12, 31))
    if slot.status is Status.APPRENTICE:
        return draws.day(date(slot.since.year - 24, 1, 1), date(slot.since.year - 16, 6, 30))
    if slot.until is not None and draws.chance(0.5):
        return draws.day(date(slot.until.year - 66, 1, 1), date(slot.until.year - 61, 12, 31))
    low, high, _ = draws.weighted(ACTIVE_AGES, [weight for _, _, weight in ACTIVE_AGES])
    if slot.since.year >= 2022 and slot.since > date(2022, 1, 1):
        low, high = low - 4 if low > 24 else low, max(24, high - 12)
    last_year = min(2023 - low, slot.since.year - YOUNGEST_AGENT)
    first_year = 2023 - high if last_year == 2023 - low else min(2023 - high, last_year - 8)
    return draws.day(date(first_year, 1, 1), date(last_year, 12, 31))


def _name(draws: Draws, registry: Registry, siren: str, sex: str, born_on: date) -> tuple[str, str]:
    """Draw a name that is nobody's of the tour and no other's of the member born the same day."""
    while True:
        given_name, family_name = draw_given_name(draws, sex, born_on), draws.pick(FAMILY_NAMES)
        if (given_name, family_name) not in _RESERVED and registry.claim_identity(siren, given_name, family_name, born_on):
            return given_name, family_name


def _family(draws: Draws, registry: Registry, person: Person) -> list[Dependant]:
    if person.status is Status.APPRENTICE:
        return []
    family = []
    has_spouse = draws.chance(SPOUSE_RATE)
    if has_spouse:
        other = {"F": "M", "M": "F"}[person.sex] if draws.chance(0.95) else person.sex
        born_on = person.born_on + timedelta(days=draws.integer(-2200, 2200))
        name = person.family_name if draws.chance(0.7) else draws.pick(FAMILY_NAMES)
        family.append(_dependant(registry, person, DependantKind.SPOUSE, (draw_given_name(draws, other, born_on), name, other, born_on)))
    child_name = person.family_name if draws.chance(0.8) else draws.pick(FAMILY_NAMES)
    is_shared = not has_spouse and draws.chance(ALTERNATING_CUSTODY_RATE * 3)
    for born_on in _children_births(draws, person):
        sex = "F" if draws.chance(0.488) else "M"
        child = _dependant(registry, person, DependantKind.CHILD, (draw_given_name(draws, sex, born_on), child_name, sex, born_on))
        family.append(replace(child, has_alternating_custody=is_shared and born_on.year >= 2006))
    return family


def _dependant(registry: Registry, person: Person, kind: DependantKind, identity: tuple[str, str, str, date]) -> Dependant:
    given_name, family_name, sex, born_on = identity
    since = max(person.since, born_on)
    return Dependant(f"A{registry.number('dependant'):06d}", person.reference, kind, given_name, family_name, sex, born_on, since)


def _children_births(draws: Draws, person: Person) -> list[date]:
    """Draw the births of those who are still children for the catalogue in 2022, or born since, up to the autumn of 2024."""
    if not draws.chance(PARENT_RATE):
        return []
    count = draws.weighted(*CHILDREN_COUNTS)
    born_on = person.born_on + timedelta(days=draws.integer(24 * 365, 36 * 365))
    births = []
    for _ in range(count):
        births.append(born_on)
        born_on += timedelta(days=draws.integer(500, 1700))
    return [birth for birth in births if birth.year >= OLDEST_CHILD_BIRTH and birth <= date(2024, 9, 15)]


def mark_disabled(draws: Draws, households: list[Household], families: int, twice: int) -> None:
    """Give a disability rate to a child of `families` households that stay (to two children of `twice` of them)."""
    steady = [home for home in households if home.key is None and home.person.until is None and home.person.since <= date(2022, 1, 1)]
    suited = {home.person.reference: [child for child in home.children if 2001 <= child.born_on.year <= 2020] for home in steady}
    several = draws.sample([home for home in steady if len(suited[home.person.reference]) >= 2], twice)
    single = draws.sample([home for home in steady if suited[home.person.reference] and home not in several], families - twice)
    for home in several + single:
        for child in suited[home.person.reference][: 2 if home in several else 1]:
            rate = draws.pick((50, 55, 60, 70, 75)) if draws.chance(0.6) else draws.pick((80, 85, 90))
            home.dependants[home.dependants.index(child)] = replace(child, disability_rate=rate)


def tax_lines(draws: Draws, households: Iterable[Household]) -> list[TaxLine]:
    """Write the proved tax lines of those on the lists in 2024 (the notice of 2023 on the income of 2022)."""
    named_amounts = {named.key: named.tax_line_14 for named in BENEFICIARIES}
    lines = []
    for home in households:
        person = home.person
        if not home.is_proved or not person.has_rights_on(DEMONSTRATION_DAY):
            continue
        if home.key is not None:
            amount = named_amounts[home.key]
            proved_on = date(2024, 3, 12)
        else:
            low, high = TAX_LINE_14_EUROS[home.tier]
            amount = Money.of(0 if home.tier == 1 and draws.chance(0.7) else draws.integer(low, high))
            proved_on = draws.day(max(date(2024, 1, 8), person.since), date(2024, 10, 8))
        if amount is not None:
            lines.append(TaxLine(person.reference, NOTICE_YEAR, amount, proved_on))
    return lines


def bank_details(draws: Draws, households: Iterable[Household], paid: set[str]) -> list[BankDetail]:
    """Give an account to everybody ever paid and to some others."""
    without = {named.key for named in BENEFICIARIES if not named.has_bank_detail}
    details = []
    for rank, home in enumerate(households, start=1):
        person = home.person
        is_wanted = person.reference in paid or home.key is not None or draws.chance(0.35)
        if not is_wanted or home.key in without:
            continue
        iban = french_iban(account=rank * 104_729 + 10_000_000, branch=1 + rank % 9)
        since = max(person.since, date(2022, 1, 1))
        details.append(BankDetail(person.reference, person.full_name, iban, FICTITIOUS_BIC, since))
    return details
