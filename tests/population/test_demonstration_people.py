"""The people of the demonstration are plausible, unique, and had the rights and the ages of what they were paid."""

from collections import Counter
from datetime import date
from time import process_time

import pytest
from stdnum.fr import siren as siren_keys

from entraide.core.sepa.iban import iban_fault
from entraide.integrations.reference_data import communes, epcis
from entraide.population.demonstration import World, build
from entraide.population.demonstration.bank import FICTITIOUS_BANK_CODE, has_valid_key
from entraide.population.demonstration.history import is_age_suited
from entraide.population.demonstration.named import BEAUMONT_SIREN
from entraide.population.demonstration.setup import BENEFITS, COMMUNES, CU_SIREN
from entraide.population.demonstration.world import DependantKind, Role, Status


DAY = date(2024, 10, 15)


@pytest.fixture(scope="module")
def world() -> World:
    return build()


def test_two_builds_are_equal(world: World) -> None:
    assert build() == world


def test_the_values_of_the_default_seed_change_only_on_purpose(world: World) -> None:
    # Whoever changes the set-up puts the new digest here: pictures, guides and the tour show these people.
    assert world.digest() == "b7d7b768c5e258822b0cdeaf5812dd58670bf36142cdcf8a3ddf4f26f726fd23"


def test_a_world_is_built_within_five_seconds() -> None:
    before = process_time()
    build(9)
    assert process_time() - before < 5


def test_another_seed_gives_other_people_but_the_same_persons_of_the_tour(world: World) -> None:
    other = build(5)
    assert other.digest() != world.digest()
    assert other.stories == world.stories
    told = {story.person for story in world.stories if story.person}
    assert [person for person in other.persons if person.reference in told] == [
        person for person in world.persons if person.reference in told
    ]
    for values in ("dependants", "tax_lines", "bank_details"):
        assert [value for value in getattr(other, values) if value.person in told] == [
            value for value in getattr(world, values) if value.person in told
        ]


def test_nobody_is_twice_in_a_member_and_no_address_serves_twice(world: World) -> None:
    assert not repeated((p.siren, p.given_name, p.family_name, p.born_on) for p in world.persons)
    assert not repeated((p.siren, p.staff_number) for p in world.persons)
    assert not repeated(person.reference for person in world.persons)
    assert not repeated(dependant.reference for dependant in world.dependants)
    assert not repeated(line.reference for line in world.contribution_lines)
    assert not repeated(record.reference for record in world.benefit_records)
    assert not repeated(person.email for person in world.persons)


def repeated(values) -> list:
    return [value for value, count in Counter(values).items() if count > 1]


def test_addresses_are_of_the_example_domain(world: World) -> None:
    addresses = [item.email for item in (*world.persons, *world.staff, *world.mandates, *world.stories)]
    assert all(address.endswith("@exemple.fr") and address.isascii() and address == address.lower() for address in addresses)


def test_everybody_is_marked_synthetic(world: World) -> None:
    assert all(person.synthetic for person in world.persons) and all(dependant.synthetic for dependant in world.dependants)


def test_members_are_the_communaute_and_twelve_communes_of_its_perimeter_by_their_real_identity(world: World) -> None:
    assert epcis()[CU_SIREN].name == world.member(CU_SIREN).name
    by_siren = {commune.siren: commune for commune in communes().values()}
    for member in world.members[1:]:
        commune = by_siren[member.siren]
        assert commune.epci_siren == CU_SIREN
        assert (member.town, member.insee_code, member.population, member.postal_code) == (
            commune.name,
            commune.insee_code,
            commune.population,
            commune.postal_codes[0],
        )
    assert len(world.members) == 13
    assert all(siren_keys.is_valid(member.siren) for member in world.members)


def test_communes_differ_in_size(world: World) -> None:
    sizes = {member.siren: sum(p.is_affiliated_on(DAY) for p in world.persons_of(member.siren)) for member in world.members[1:]}
    assert sizes[BEAUMONT_SIREN] == 9
    assert max(sizes.values()) > 80
    assert sum(size < 11 for size in sizes.values()) >= 3
    assert 290 <= sum(sizes.values()) <= 315


def test_one_in_twelve_is_retired_and_a_dozen_are_apprentices(world: World) -> None:
    here = [person for person in world.persons if person.siren == CU_SIREN and person.is_affiliated_on(DAY)]
    assert 0.07 < sum(person.status is Status.RETIREE for person in here) / len(here) < 0.09
    assert sum(person.status is Status.APPRENTICE for person in here) == 12


def test_ages_suit_the_status(world: World) -> None:
    for person in world.persons:
        age = (min(person.until or DAY, DAY) - person.born_on).days / 365.25
        low, high = {Status.RETIREE: (60, 90), Status.APPRENTICE: (16, 26)}.get(person.status, (18, 68))
        assert low <= age <= high, person


def test_nobody_arrived_as_a_child_nor_retired_before_sixty(world: World) -> None:
    youngest = {Status.APPRENTICE: 16, Status.ACTIVE: 18, Status.RETIREE: 60}
    assert all((person.since - person.born_on).days / 365.25 >= youngest[person.status] for person in world.persons)


def test_a_span_is_half_open_and_within_the_membership(world: World) -> None:
    joined = {member.siren: member.joined_on for member in world.members}
    assert all(person.until is None or person.since < person.until for person in world.persons)
    assert all(joined[person.siren] <= person.since <= DAY for person in world.persons)


def test_children_are_born_of_parents_of_plausible_age(world: World) -> None:
    births = {person.reference: person.born_on for person in world.persons}
    children = [dependant for dependant in world.dependants if dependant.kind is DependantKind.CHILD]
    assert all(17 <= child.born_on.year - births[child.person].year <= 56 for child in children)
    assert all(child.since >= child.born_on and child.born_on < DAY for child in children)
    assert sum(child.disability_rate is not None for child in children) >= 26
    assert sum(child.has_alternating_custody for child in children) >= 20


def test_every_benefit_went_to_somebody_with_rights_on_that_day(world: World) -> None:
    persons = {person.reference: person for person in world.persons}
    assert all(persons[record.person].has_rights_on(record.settled_on) for record in world.benefit_records)
    assert all(persons[record.person].siren == record.siren for record in world.benefit_records)


def test_every_benefit_went_to_somebody_of_its_age(world: World) -> None:
    persons = {person.reference: person for person in world.persons}
    dependants = {dependant.reference: dependant for dependant in world.dependants}
    for record in world.benefit_records:
        subject = dependants[record.dependant] if record.dependant else None
        assert subject is None or (subject.person == record.person and subject.since <= record.settled_on)
        born_on = subject.born_on if subject else persons[record.person].born_on
        rate = subject.disability_rate if subject else None
        assert is_age_suited(BENEFITS[record.benefit], born_on, record.settled_on.year, rate), record


def test_a_child_has_most_benefits_once_a_year(world: World) -> None:
    counts = Counter((r.person, r.dependant, r.benefit, r.settled_on.year) for r in world.benefit_records)
    assert all(count <= BENEFITS[benefit].per_subject for (_, _, benefit, _), count in counts.items())


def test_accounts_pass_the_checks_of_form_and_are_of_no_bank(world: World) -> None:
    assert all(has_valid_key(detail.iban) and iban_fault(detail.iban) is None for detail in world.bank_details)
    assert all(detail.iban[4:9] == FICTITIOUS_BANK_CODE and detail.bic[7] == "0" for detail in world.bank_details)
    assert not repeated(detail.iban for detail in world.bank_details)
    assert {record.person for record in world.benefit_records} <= {detail.person for detail in world.bank_details}


def test_tax_lines_are_whole_euros_of_the_notice_of_2023_proved_while_rights_were_open(world: World) -> None:
    persons = {person.reference: person for person in world.persons}
    assert not repeated(line.person for line in world.tax_lines)
    for line in world.tax_lines:
        assert line.notice_year == 2023 and line.amount.cents % 100 == 0 and line.amount.cents >= 0
        assert persons[line.person].has_rights_on(line.proved_on) and line.proved_on <= DAY


def test_nadia_ferrand_has_two_children_of_eight_and_five_and_no_leisure_benefit_this_year(world: World) -> None:
    nadia = next(person for person in world.persons if person.email == "nadia.ferrand@exemple.fr")
    children = [dependant for dependant in world.dependants if dependant.person == nadia.reference]
    assert [child.born_on for child in children] == [date(2016, 5, 17), date(2019, 2, 3)]
    assert not [
        r for r in world.benefit_records if r.person == nadia.reference and (r.benefit, r.settled_on.year) == ("accueil-de-loisirs", 2024)
    ]
    assert [line for line in world.tax_lines if line.person == nadia.reference]


def test_every_member_has_a_correspondent_and_two_delegates(world: World) -> None:
    held = {(mandate.siren, mandate.role) for mandate in world.mandates}
    roles = (Role.CORRESPONDENT, Role.DELEGATE_ELECTED, Role.DELEGATE_AGENTS)
    assert held == {(member.siren, role) for member in world.members for role in roles}


def test_every_role_of_the_staff_is_held_and_claims_have_two_officers(world: World) -> None:
    counts = Counter(role for member in world.staff for role in member.roles)
    outside = {Role.CORRESPONDENT, Role.DELEGATE_ELECTED, Role.DELEGATE_AGENTS}
    assert set(counts) == set(Role) - outside and counts[Role.CLAIMS_OFFICER] == 2


def test_the_communes_of_the_setup_are_those_of_the_world(world: World) -> None:
    assert [member.siren for member in world.members] == [CU_SIREN, *(commune.siren for commune in COMMUNES)]
