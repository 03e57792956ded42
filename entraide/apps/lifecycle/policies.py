"""Who may see acts with effects in many apps, and who does them."""

from uuid import UUID

from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.lifecycle.refusals import MergeOfOwnFile, NotDeathKeeper, NotStructureKeeper, NotYourDuplicates


STRUCTURE_KEEPERS = frozenset({Role.DEVELOPMENT_OFFICER, Role.ADMINISTRATOR})
STRUCTURE_READERS = STRUCTURE_KEEPERS | {Role.DIRECTOR}


def structures_visible_to(actor: Actor) -> Q:
    """Give the filter of the changes of structure that an actor may see: all of them to who keeps or reads them, none to others."""
    return Q() if actor.kind == "system" or actor.role in STRUCTURE_READERS else Q(pk__in=[])


def can_keep_structures(actor: Actor) -> bool:
    """Tell whether the actor changes structures: a development officer, an administrator, the system's own commands."""
    return actor.kind == "system" or actor.role in STRUCTURE_KEEPERS


def require_structure_keeper(actor: Actor) -> None:
    """Stop whoever may not change structures.

    :raises NotStructureKeeper: if so.
    """
    if not can_keep_structures(actor):
        raise NotStructureKeeper


COMPARING = frozenset({Role.CLAIMS_OFFICER, Role.ADMINISTRATOR})


def can_compare_persons(actor: Actor) -> bool:
    """Tell whether the actor may look for duplicates and join them."""
    return actor.kind == "system" or actor.role in COMPARING


def require_comparing(actor: Actor, *beneficiaries: UUID) -> None:
    """Stop whoever may not compare or join these persons: nobody joins their own file.

    :raises NotYourDuplicates: if the role does not.
    :raises MergeOfOwnFile: if one of the files is the actor's own.
    """
    if not can_compare_persons(actor):
        raise NotYourDuplicates
    if actor.beneficiary_id is not None and actor.beneficiary_id in beneficiaries:
        raise MergeOfOwnFile


DEATH_KEEPERS = frozenset({Role.CLAIMS_OFFICER})
DEATH_READERS = DEATH_KEEPERS | {Role.CONTACT_AGENT}


def deaths_visible_to(actor: Actor) -> Q:
    """Give the filter of the deaths that an actor may see: all of them to who keeps them or answers the telephone, none to others."""
    return Q() if actor.kind == "system" or actor.role in DEATH_READERS else Q(pk__in=[])


def can_keep_death(actor: Actor, beneficiary_id: UUID) -> bool:
    """Tell whether the actor may record a person's death: an officer, never in their own file."""
    return actor.kind == "system" or (actor.role in DEATH_KEEPERS and actor.beneficiary_id != beneficiary_id)


def require_death_keeper(actor: Actor, beneficiary_id: UUID) -> None:
    """Stop whoever may not record a death.

    :raises NotDeathKeeper: if so.
    """
    if not can_keep_death(actor, beneficiary_id):
        raise NotDeathKeeper
