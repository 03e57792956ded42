"""Who may see and change a person's file."""

from datetime import date
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import shares_household
from entraide.apps.beneficiaries.refusals import NotCampaignKeeper, NotYourMember, OwnHousehold
from entraide.core.refusals import Refusal


class NotYourFile(Refusal):
    """Someone acted on a file that is neither theirs nor in their charge."""

    code = "beneficiaries.not_your_file"


FILE_KEEPERS = frozenset({Role.CLAIMS_OFFICER, Role.SOCIAL_WORKER})


def can_keep_file(actor: Actor, beneficiary_id: UUID) -> bool:
    """Tell whether the actor may change a file: their own, an officer's charge, or the system's imports."""
    if actor.kind == "system":
        return True
    return (actor.role == Role.BENEFICIARY and actor.beneficiary_id == beneficiary_id) or actor.role in FILE_KEEPERS


def require_own_or_staff(actor: Actor, beneficiary_id: UUID) -> None:
    """Stop whoever may not change a file.

    :raises NotYourFile: if so.
    """
    if not can_keep_file(actor, beneficiary_id):
        raise NotYourFile


def require_unconcerned(actor: Actor, beneficiary_id: UUID, *, on: date) -> None:
    """Stop one of the staff who would act for their own household; a person acts for themselves under their own hat.

    :raises OwnHousehold: if so.
    """
    if actor.role != Role.BENEFICIARY and shares_household(actor.beneficiary_id, beneficiary_id, on=on):
        raise OwnHousehold


def require_card_keeper(actor: Actor, beneficiary_id: UUID) -> None:
    """Stop whoever may neither change a file nor answer the telephone: a card is most often told lost there.

    :raises NotYourFile: if so.
    """
    if actor.role != Role.CONTACT_AGENT:
        require_own_or_staff(actor, beneficiary_id)


def can_keep_roster(actor: Actor, member_id: UUID) -> bool:
    """Tell whether the actor may change a member's staff: its correspondent, or the system's commands."""
    return actor.kind == "system" or (actor.role == Role.CORRESPONDENT and actor.member_id == member_id)


def require_roster_keeper(actor: Actor, member_id: UUID) -> None:
    """Stop whoever may not change a member's staff.

    :raises NotYourMember: if so.
    """
    if not can_keep_roster(actor, member_id):
        raise NotYourMember


class NotEmploymentKeeper(Refusal):
    """Someone acts on employment whose role does not, or on their own."""

    code = "beneficiaries.not_employment_keeper"


EMPLOYMENT_KEEPERS = frozenset({Role.CLAIMS_OFFICER})
EMPLOYMENT_READERS = EMPLOYMENT_KEEPERS | {Role.CONTACT_AGENT}


def can_keep_employment(actor: Actor, beneficiary_id: UUID) -> bool:
    """Tell whether the actor may act on a person's employment, death and union: an officer, never on their own."""
    return actor.kind == "system" or (actor.role in EMPLOYMENT_KEEPERS and actor.beneficiary_id != beneficiary_id)


def require_employment_keeper(actor: Actor, beneficiary_id: UUID) -> None:
    """Stop whoever may not act on a person's employment.

    :raises NotEmploymentKeeper: if so.
    """
    if not can_keep_employment(actor, beneficiary_id):
        raise NotEmploymentKeeper


def can_run_roster_campaign(actor: Actor) -> bool:
    """Tell whether the actor asks members for their lists: a development officer, or the system's commands."""
    return actor.kind == "system" or actor.role == Role.DEVELOPMENT_OFFICER


def require_campaign_keeper(actor: Actor) -> None:
    """Stop whoever may not run a campaign of lists.

    :raises NotCampaignKeeper: if so.
    """
    if not can_run_roster_campaign(actor):
        raise NotCampaignKeeper
