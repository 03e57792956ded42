"""The nominative list that the correspondent uploads in the tour: the list held, with what a month brings."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import StringIO

from entraide.population.demonstration.draws import Draws
from entraide.population.demonstration.family_names import FAMILY_NAMES
from entraide.population.demonstration.given_names import draw_given_name
from entraide.population.demonstration.people import email_of
from entraide.population.demonstration.setup import SERVICES
from entraide.population.demonstration.world import Member, Person, Status, World


HEADER = ("Matricule", "Nom", "Prénom", "Date de naissance", "Sexe", "Courriel", "Statut", "Date d'arrivée", "Date de départ", "Service")
ARRIVALS = 12
STATUS_WORDS = {Status.ACTIVE: "actif", Status.APPRENTICE: "apprenti", Status.RETIREE: "retraité"}
FIRST_ARRIVAL = date(2024, 9, 16)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list; `last_day` is the last day of presence, as people write it."""

    person: Person
    last_day: date | None = None
    has_staff_number: bool = True


def roster_file(world: World, member: Member) -> bytes:
    """Write the list of a member as payrolls export it: semicolons, UTF-8 with its mark, days as 31/12/2024, names in capitals.

    Against the world it holds 12 arrivals, 3 departures (two stated, one by absence), 2 changes (a new name, a new address) and 1 doubt
    (day and month of birth exchanged, no staff number). The persons of the tour are on it, unchanged.

    :raises ValueError: if the member has too few people for that.
    """
    draws = Draws(world.seed, f"roster/{member.siren}")
    told = {story.person for story in world.stories}
    present = [person for person in world.persons_of(member.siren) if person.is_affiliated_on(world.on)]
    free = draws.shuffled([person for person in present if person.reference not in told and person.status is Status.ACTIVE])
    if len(free) < 20:
        raise ValueError(f"{member.name} has too few people for a list with every kind of change")
    doubted = next(person for person in free if person.born_on.day <= 12 and person.born_on.day != person.born_on.month)
    first, second, third, married, moved = [person for person in free if person is not doubted][:5]
    rows = {person.reference: Row(person) for person in present}
    del rows[third.reference]
    for leaver, last_day in ((first, date(2024, 9, 30)), (second, date(2024, 10, 31))):
        rows[leaver.reference] = Row(leaver, last_day=max(last_day, leaver.since))
    rows[married.reference] = Row(replace(married, family_name=_other_name(draws, married)))
    rows[moved.reference] = Row(replace(moved, email=f"{moved.email.split('@')[0]}.perso@exemple.fr"))
    birth = doubted.born_on
    mistyped = replace(doubted, born_on=date(birth.year, birth.day, birth.month), email="")
    rows[doubted.reference] = Row(mistyped, has_staff_number=False)
    everybody = [*rows.values(), *(Row(person) for person in _newcomers(draws, world, member))]
    return _written(sorted(everybody, key=lambda row: (row.person.family_name, row.person.given_name, row.person.born_on)))


def _other_name(draws: Draws, person: Person) -> str:
    return draws.pick([name for name in FAMILY_NAMES if name != person.family_name])


def _newcomers(draws: Draws, world: World, member: Member) -> list[Person]:
    """Draw people who share neither birth day nor address with anybody of the list: nothing about them is in doubt."""
    here = world.persons_of(member.siren)
    taken = {person.email for person in world.persons}
    births = {person.born_on for person in here}
    number = max(int(person.staff_number) for person in here)
    newcomers: list[Person] = []
    while len(newcomers) < ARRIVALS:
        is_apprentice = len(newcomers) == 0
        sex = draws.pick(("F", "M"))
        born_on = draws.day(date(2004, 1, 1), date(2007, 12, 31)) if is_apprentice else draws.day(date(1972, 1, 1), date(2000, 12, 31))
        given_name, family_name = draw_given_name(draws, sex, born_on), draws.pick(FAMILY_NAMES)
        email = email_of(given_name, family_name)
        if email in taken or born_on in births:
            continue
        taken.add(email)
        births.add(born_on)
        number += 1
        person = replace(
            here[0],
            reference="",
            staff_number=f"{number:05d}",
            given_name=given_name,
            family_name=family_name,
            sex=sex,
            born_on=born_on,
            email=email,
            status=Status.APPRENTICE if is_apprentice else Status.ACTIVE,
            service=draws.pick(SERVICES[member.kind]),
            since=draws.day(FIRST_ARRIVAL, world.on - timedelta(days=1)),
            until=None,
        )
        newcomers.append(person)
    return newcomers


def _written(rows: Sequence[Row]) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in rows:
        person = row.person
        writer.writerow(
            (
                person.staff_number if row.has_staff_number else "",
                person.family_name.upper(),
                person.given_name,
                f"{person.born_on:%d/%m/%Y}",
                person.sex,
                person.email,
                STATUS_WORDS[person.status],
                f"{person.since:%d/%m/%Y}",
                f"{row.last_day:%d/%m/%Y}" if row.last_day else "",
                person.service,
            )
        )
    return text.getvalue().encode("utf-8-sig")
