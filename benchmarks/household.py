"""One household against the whole catalogue by the scalar reading, traces kept: what somebody waits for on the screen of their rights."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import numpy as np

from benchmarks.claims import ON, YEAR, Benefit, drawn
from entraide.core.money import Money
from entraide.core.rules import Facts, FactSpec, Kind, Known, Native, Outcome, Proof, Revision, Subject, decide, revision_for
from entraide.core.rules.households.household import Household, Person
from entraide.population.columns.facts import FactColumn, FactTable
from entraide.population.synthetic import CHILD, People
from entraide.population.synthetic.persons import EPOCH


PROOF = Proof("une gestionnaire", "pièce justificative", date(YEAR, 1, 2))
Claim = tuple[Benefit, Facts, date]


def household_claims(people: People, benefits: Mapping[str, Benefit]) -> list[Claim]:
    """List the claims of one opener with a spouse and two children at home: each benefit once for each of its subjects."""
    opener = _typical(people)
    found: list[Claim] = []
    for benefit in benefits.values():
        claims = drawn(people, benefit)
        for row in np.flatnonzero(claims.table.opener == opener):
            facts = facts_of_row(claims.table, benefit.revisions, int(row))
            found.append((benefit, facts, facts[benefit.revisions[-1].event_fact].value))
    return found


def household_of(claims: list[Claim]) -> Household:
    """Put the claims together as the household that the whole catalogue is applied to: each fact known for its benefit alone."""
    own: dict[tuple[Subject, int], dict[str, Facts]] = {}
    for benefit, facts, _ in claims:
        subject = benefit.revisions[-1].subject
        kind = Subject.SELF if subject is Subject.HOUSEHOLD else subject
        rank = sum(benefit.code in held for (other, _), held in own.items() if other is kind)
        own.setdefault((kind, rank), {})[benefit.code] = facts
    persons = {place: Person(f"{place[0].value} {place[1]}", own=held) for place, held in own.items()}
    children = tuple(person for (kind, _), person in persons.items() if kind is Subject.CHILD)
    return Household(persons[Subject.SELF, 0], persons.get((Subject.SPOUSE, 0), Person("spouse 0")), children)


def decided(claims: list[Claim]) -> list[Outcome]:
    """Decide the claims of a household, all filed on the last day of the year."""
    found: list[Outcome] = []
    for benefit, facts, event_on in claims:
        revision = revision_for(benefit.revisions, event_on=event_on, filed_on=ON)
        if revision is not None:
            found.append(decide(revision, facts=facts, parameters=benefit.parameters, usage={}, filed_on=ON))
    return found


def facts_of_row(table: FactTable, revisions: tuple[Revision, ...], row: int) -> dict[str, Known]:
    """Write one row of a table as the scalar reading holds it, every fact proved."""
    specs = {name: spec for revision in revisions for name, spec in revision.specs.items()}
    return {name: Known(_native(column, specs[name], row), PROOF) for name, column in table.facts.items()}


def _typical(people: People) -> int:
    """Choose the first opener who has a spouse and two dependent children."""
    dependants = people.dependants
    size = people.openers.size
    is_child = dependants.kind == CHILD
    children = np.bincount(dependants.opener[is_child], minlength=size)
    at_home = np.bincount(dependants.opener[is_child & dependants.is_dependent], minlength=size)
    return int(np.flatnonzero(people.openers.has_partner & (children == 2) & (at_home == 2))[0])


def _native(column: FactColumn, spec: FactSpec, row: int) -> Native:
    value = column.values[row]
    if spec.kind is Kind.MONEY:
        return Money(int(value))
    if spec.kind is Kind.DATE:
        return date.fromordinal(EPOCH.toordinal() + int(value))
    if spec.kind is Kind.RATE:
        return Fraction(int(value), column.denominator)
    if spec.kind is Kind.CHOICE:
        return sorted(spec.choices)[value]
    return bool(value) if spec.kind is Kind.FLAG else int(value)
