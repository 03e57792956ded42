"""The simulations of openfisca-core: inputs laid out as its users hold them, then what is measured: their build, and their evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.claims import YEAR, Claims
from benchmarks.peers import openfisca_rules as rules
from benchmarks.peers import openfisca_system as shared
from entraide.core.rules import FactSpec, Kind, Subject
from entraide.population.columns.facts import FactColumn
from entraide.population.synthetic.claims import CARRIED


PERIOD = str(YEAR)
_TYPES = {Kind.MONEY: float, Kind.RATE: float, Kind.COUNT: int, Kind.FLAG: bool, Kind.DATE: date}


@dataclass(frozen=True, slots=True, eq=False)
class Persons:
    """Everything that one simulation receives: arrays by variable, and the group that each person belongs to, numbered from 0."""

    inputs: Mapping[str, NDArray[Any]]
    group: str
    membership: NDArray[np.int64]
    groups: int
    benefits: tuple[str, ...]


def system(claims: Mapping[str, Claims]) -> TaxBenefitSystem:
    """Make the system once: entities, parameters, an input variable for each fact, and the rules; it is not part of what is measured."""
    made = TaxBenefitSystem([shared.Person, shared.Child, shared.Household])
    made.load_parameters(str(shared.PARAMETERS))
    for benefit, own in claims.items():
        for fact, spec in _specs(own).items():
            if not made.get_variable(_variable(benefit, fact)):
                made.add_variable(_declared(_variable(benefit, fact), spec))
        made.add_variable(shared.given(_variable(benefit, "filed_on"), date))
        made.add_variable(getattr(rules, benefit.replace("-", "_")))
    made.add_variables(shared.tax_tier, shared.age)
    return made


def persons(claims: Mapping[str, Claims]) -> list[Persons]:
    """Lay out the claims for one simulation of children, one of spouses, one of beneficiaries; what a person carries is given once."""
    parts: dict[Subject, dict[str, Claims]] = {}
    for benefit, own in claims.items():
        subject = own.benefit.revisions[-1].subject
        parts.setdefault(Subject.SELF if subject is Subject.HOUSEHOLD else subject, {})[benefit] = own
    groups = {Subject.CHILD: ("child", "subject")}
    return [_laid_out(part, *groups.get(subject, ("household", "household"))) for subject, part in parts.items()]


def build(made: TaxBenefitSystem, given: Persons) -> Simulation:
    """Build a simulation: persons, the group that they belong to, every input."""
    builder = SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("person", range(len(given.membership)))
    builder.declare_entity(given.group, range(given.groups)).members_entity_id = given.membership
    simulation = builder.build(made)
    for name, values in given.inputs.items():
        simulation.set_input(name, PERIOD, values)
    return simulation


def evaluate(simulation: Simulation, given: Persons) -> dict[str, NDArray[np.float32]]:
    """Calculate every benefit, in euros."""
    return {benefit: simulation.calculate(benefit.replace("-", "_"), PERIOD) for benefit in given.benefits}


def _laid_out(claims: Mapping[str, Claims], group: str, whose: str) -> Persons:
    """Put the claims of the same persons side by side.

    :raises ValueError: if the claims of two benefits are not those of the same persons
    """
    inputs: dict[str, NDArray[Any]] = {}
    for benefit, own in claims.items():
        for fact, spec in _specs(own).items():
            name, values = _variable(benefit, fact), _as_users_hold(own.table.facts[fact], spec)
            if not np.array_equal(inputs.setdefault(name, values), values):
                raise ValueError(f"{benefit} is claimed by other persons: {name} differs")
        inputs[_variable(benefit, "filed_on")] = own.filed_on.astype("datetime64[D]")
    numbers, membership = np.unique(getattr(next(iter(claims.values())).table, whose), return_inverse=True)
    return Persons(inputs, group, membership, len(numbers), tuple(claims))


def _specs(claims: Claims) -> dict[str, FactSpec]:
    return {name: spec for revision in claims.benefit.revisions for name, spec in revision.specs.items() if name in claims.table.facts}


def _variable(benefit: str, fact: str) -> str:
    """Name a variable: what a person carries stands once, what a claim declares stands under its benefit."""
    return fact if fact in CARRIED else f"{benefit.replace('-', '_')}_{fact}"


def _declared(name: str, spec: FactSpec) -> type:
    if spec.kind is not Kind.CHOICE:
        return shared.given(name, _TYPES[spec.kind])
    words = shared.CHOICES[name]
    return shared.given(name, shared.Enum, possible_values=words, default_value=next(iter(words)))


def _as_users_hold(column: FactColumn, spec: FactSpec) -> NDArray[Any]:
    """Write a fact in the unit and the type that openfisca-core keeps: euros and shares of 1 in float32, days in datetime64, ranks."""
    if spec.kind is Kind.MONEY:
        return (column.values / 100).astype(np.float32)
    if spec.kind is Kind.RATE:
        return (column.values / column.denominator).astype(np.float32)
    if spec.kind is Kind.DATE:
        return column.values.astype("datetime64[D]")
    return column.values.astype(np.int32) if spec.kind is Kind.COUNT else column.values
