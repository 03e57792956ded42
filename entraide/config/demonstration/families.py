"""Two agents who have parted, with their children in both households: acted out through the operations that parents and officers use."""

from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.beneficiaries import queries as beneficiaries
from entraide.apps.beneficiaries.operations.files import CheckedIdentity, NewDependant, add_dependant, confirm_dependant
from entraide.apps.beneficiaries.operations.kinships import change_custody
from entraide.config.takeover import Act
from entraide.core.rules.language.known import Proof
from entraide.population.demonstration.world import World


MOTHER, FATHER = "karine.fournier@exemple.fr", "hamid.bouzid@exemple.fr"
PARTED_ON = date(2024, 10, 1)
# By given name: one lives with each parent in turn, each parent says of the other one that they live with them.
CUSTODIES = {"Manon": "alternating", "Hugo": "full"}
RECORD = "livret de famille"


def part_a_couple(world: World, *, act: Act) -> None:
    """Have the father enter the children that the mother holds.

    Officers have checked both files, so that the platform knows each child for one; neither parent reads anything of the other.
    """
    told: dict[str, Any] = {"actor": act.actor, "at": act.at, "on": PARTED_ON}
    people = beneficiaries.keys_by_external_id()
    references = {person.email: person.reference for person in world.persons}
    mother, father = (people[references[email]] for email in (MOTHER, FATHER))
    children = {child.given_name: child for child in beneficiaries.household(mother, on=PARTED_ON)}
    for name, custody in CUSTODIES.items():
        child = children[name]
        new = NewDependant("child", child.given_name, child.family_name, child.born_on, custody)
        entered = add_dependant(beneficiary_id=father, dependant=new, **told)
        _check(entered, told)
        if custody != child.custody:
            change_custody(beneficiary_id=mother, dependant_id=child.id, custody=custody, **told)
            _check(child.id, told)


def _check(dependant_id: UUID, told: dict[str, Any]) -> None:
    confirm_dependant(dependant_id=dependant_id, checked=CheckedIdentity(Proof("Entraide", RECORD, PARTED_ON)), **told)
