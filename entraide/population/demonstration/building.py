"""Put the demonstration world together: the CU to the cent of its published totals, its communes around the national rates."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from entraide.core.money import Money, total
from entraide.population.demonstration.communes import draw_commune_year
from entraide.population.demonstration.contributions import contribution_lines
from entraide.population.demonstration.draws import Draws
from entraide.population.demonstration.family_names import FAMILY_NAMES
from entraide.population.demonstration.given_names import draw_given_name
from entraide.population.demonstration.history import Entry, draw_year, named_records, remaining
from entraide.population.demonstration.lists import build_list, commune_headcount
from entraide.population.demonstration.named import (
    BENEFICIARIES,
    FULL_MEMBERSHIP,
    MANDATE_SINCE,
    PARTIAL_MEMBERSHIP,
    STAFF,
    named_mandates,
    stories,
)
from entraide.population.demonstration.people import Household, Registry, bank_details, mark_disabled, settle_people, tax_lines
from entraide.population.demonstration.setup import (
    COMMUNES,
    CU_CONTRIBUTIONS,
    CU_DISABLED_FAMILIES,
    CU_HEADCOUNT,
    CU_LATE_REMOVALS,
    CU_PLANS,
    CU_SIREN,
    CU_TWICE_DISABLED_FAMILIES,
    DEMONSTRATION_DAY,
    HISTORY_YEARS,
    RATES,
    SYNTHETIC_NOTE,
    CommuneSetup,
)
from entraide.population.demonstration.world import BenefitRecord, ContributionLine, Mandate, Member, Membership, Role, Status, World


def build(seed: int = 2024) -> World:
    """Build the demonstration world of 15 October 2024; the same seed gives the same values on any machine (about two seconds).

    :raises Unplannable: if the people of this seed cannot carry the planned totals.
    :raises Fitting: if their arrivals cannot add up to the published contributions.
    """
    draws = Draws(seed, "demonstration")
    registry = Registry()
    members = (_communaute(), *(_commune(commune) for commune in COMMUNES))
    homes = {CU_SIREN: _communaute_homes(draws, registry, members)}
    for commune, member in zip(COMMUNES, members[1:], strict=True):
        homes[commune.siren] = _commune_homes(draws, registry, commune, member)
    lines = {siren: _lines(siren, those) for siren, those in homes.items()}
    records = _communaute_records(draws, homes[CU_SIREN])
    for commune in COMMUNES:
        records += _commune_records(draws, commune, homes[commune.siren], lines[commune.siren])
    everybody = [home for those in homes.values() for home in those]
    references = {home.key: home.person.reference for home in everybody if home.key is not None}
    return World(
        seed=seed,
        on=DEMONSTRATION_DAY,
        members=members,
        persons=tuple(home.person for home in everybody),
        dependants=tuple(dependant for home in everybody for dependant in home.dependants),
        tax_lines=tuple(tax_lines(draws.child("tax"), everybody)),
        bank_details=tuple(bank_details(draws.child("bank"), everybody, {record.person for record in records})),
        contribution_lines=tuple(line for those in lines.values() for line in those),
        benefit_records=_numbered(records),
        staff=STAFF,
        mandates=(*named_mandates(references), *_commune_mandates(draws.child("mandates"), registry, homes)),
        stories=stories(references),
    )


def _communaute() -> Member:
    # Member in part since 2017, in full since 2022 (Bilan); name and population: EPCI 2025.
    bilan = "Bilan de l'utilisation faite du CNAS, Grand Reims, 25 septembre 2024"
    memberships = (
        Membership(PARTIAL_MEMBERSHIP, FULL_MEMBERSHIP, "partial", bilan),
        Membership(FULL_MEMBERSHIP, None, "full", bilan),
    )
    return Member(CU_SIREN, "CU du Grand Reims", "epci", "51454", "51100", "Reims", "51", 297_492, memberships)


def _commune(commune: CommuneSetup) -> Member:
    return Member(
        siren=commune.siren,
        name=f"Commune de {commune.name}",
        kind="commune",
        insee_code=commune.insee_code,
        postal_code=commune.postal_code,
        town=commune.name,
        department="51",
        population=commune.population,
        memberships=(Membership(commune.joined_on, None, "full", SYNTHETIC_NOTE),),
    )


def _communaute_homes(draws: Draws, registry: Registry, members: Sequence[Member]) -> list[Household]:
    targets = {year: wanted - _call(year) for year, wanted in CU_CONTRIBUTIONS.items()}
    named = [person.slot for person in BENEFICIARIES if person.siren == CU_SIREN]
    slots = build_list(draws.child("list"), CU_HEADCOUNT, PARTIAL_MEMBERSHIP, named, targets)
    slots.sort(key=lambda slot: slot.key is None)
    # Half of the people live in the town of the seat, half around.
    towns = [members[0]] * (len(members) - 1) + list(members[1:])
    homes = settle_people(draws.child("people"), registry, members[0], slots, towns)
    mark_disabled(draws.child("disabled"), homes, CU_DISABLED_FAMILIES, CU_TWICE_DISABLED_FAMILIES)
    return homes


def _call(year: int) -> Money:
    active, retiree = CU_HEADCOUNT.on_first_day_of(year)
    return RATES[year].active * active + RATES[year].retiree * retiree


def _commune_homes(draws: Draws, registry: Registry, commune: CommuneSetup, member: Member) -> list[Household]:
    stream = draws.child(commune.siren)
    named = [person.slot for person in BENEFICIARIES if person.siren == commune.siren]
    slots = build_list(stream.child("list"), commune_headcount(commune), commune.joined_on, named, {})
    slots.sort(key=lambda slot: slot.key is None)
    return settle_people(stream.child("people"), registry, member, slots, [member])


def _lines(siren: str, homes: Sequence[Household]) -> list[ContributionLine]:
    removals = CU_LATE_REMOVALS if siren == CU_SIREN else {}
    return contribution_lines(siren, [home.person for home in homes], removals)


def _communaute_records(draws: Draws, homes: Sequence[Household]) -> list[BenefitRecord]:
    records = _named_past(homes)
    seen_once: set[tuple[str, str]] = set()
    for year, plan in CU_PLANS.items():
        told = [record for record in records if record.settled_on.year == year and record.siren == CU_SIREN]
        records += _records(draw_year(draws.child(f"past/{year}"), year, homes, remaining(plan, told), seen_once))
    return records


def _commune_records(
    draws: Draws, commune: CommuneSetup, homes: Sequence[Household], lines: Sequence[ContributionLine]
) -> list[BenefitRecord]:
    stream = draws.child(f"past/{commune.siren}")
    records = _named_past(homes)
    seen_once: set[tuple[str, str]] = set()
    for year in HISTORY_YEARS:
        owed = total(line.amount for line in lines if line.year == year)
        wished = Money(owed.cents * commune.return_percent[year] // 100)
        users = max(1, len([home for home in homes if home.person.since.year <= year]) * commune.user_percent[year] // 100)
        records += _records(draw_commune_year(stream, year, homes, wished, users, seen_once))
    return records


def _named_past(homes: Sequence[Household]) -> list[BenefitRecord]:
    past = {named.key: named.past for named in BENEFICIARIES}
    return [
        BenefitRecord("", home.person.siren, person, dependant, benefit, day, amount)
        for home in homes
        if home.key is not None
        for benefit, person, dependant, day, amount in named_records(
            home, [(one.benefit, one.settled_on, one.euros, one.child) for one in past[home.key]]
        )
    ]


def _records(entries: Sequence[Entry]) -> list[BenefitRecord]:
    return [
        BenefitRecord(
            reference="",
            siren=entry.candidate.home.person.siren,
            person=entry.candidate.person,
            dependant=entry.candidate.subject.reference if entry.candidate.subject else None,
            benefit=entry.benefit,
            settled_on=entry.settled_on,
            amount=Money.of(entry.euros),
        )
        for entry in entries
    ]


def _numbered(records: Sequence[BenefitRecord]) -> tuple[BenefitRecord, ...]:
    """Put the past in order of day and give each benefit its reference."""
    ordered = sorted(records, key=lambda record: (record.settled_on, record.person, record.benefit, record.dependant or "", record.amount))
    return tuple(replace(record, reference=f"P{number:06d}") for number, record in enumerate(ordered, start=1))


def _commune_mandates(draws: Draws, registry: Registry, homes: dict[str, list[Household]]) -> list[Mandate]:
    """Give each commune a correspondent and two delegates; the correspondent of the tour keeps hers."""
    mandates = []
    held = {named.siren for named in BENEFICIARIES}
    for commune in COMMUNES:
        here = [home.person for home in homes[commune.siren] if home.person.is_affiliated_on(DEMONSTRATION_DAY) and home.key is None]
        agents = draws.sample([person for person in here if person.status is Status.ACTIVE], 2)
        roles = [Role.DELEGATE_AGENTS] if commune.siren in held else [Role.DELEGATE_AGENTS, Role.CORRESPONDENT]
        since = max(MANDATE_SINCE, commune.joined_on)
        for person, role in zip(agents, roles, strict=False):
            mandates.append(
                Mandate(commune.siren, role, person.given_name, person.family_name, person.email, person.reference, since, None)
            )
        given_name, family_name = draw_given_name(draws, draws.pick(("F", "M")), date(1962, 1, 1)), draws.pick(FAMILY_NAMES)
        email = registry.email(given_name, family_name)
        mandates.append(Mandate(commune.siren, Role.DELEGATE_ELECTED, given_name, family_name, email, None, since, None))
    return mandates
