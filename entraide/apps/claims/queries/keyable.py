"""What may be entered for a person: each benefit that is open, for each one whom it may be for."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.queries import household
from entraide.apps.catalogue import queries as catalogue
from entraide.apps.claims.models import Claim
from entraide.apps.claims.policies import entered_by, visible_to
from entraide.apps.claims.queries.assessments import is_claimable, subjects_of
from entraide.apps.claims.queries.earlier import filed_this_year
from entraide.core.workflow.claims import ClaimState


@dataclass(frozen=True, slots=True)
class Keyable:
    """A benefit and whom it would be for; `dependant_id` is nothing for the person, `is_asked` where one is filed already this year."""

    benefit_code: str
    name: str
    dependant_id: UUID | None
    subject: str
    is_asked: bool = False


def keyable_for(beneficiary_id: UUID, *, on: date) -> list[Keyable]:
    """List what may be entered for a person on a day, by the name of the benefit."""
    at_home = household(beneficiary_id, on=on)
    chosen = (catalogue.chosen(published, event_on=on, filed_on=on) for published in catalogue.catalogue().values())
    revisions = [held.revision for held in chosen if held is not None and is_claimable(held.revision)]
    asked = set(filed_this_year(beneficiary_id, on=on).order_by("pk").values_list("benefit_code", "dependant_id"))
    found = [
        Keyable(revision.code, revision.name, key, subject.name if subject else "", is_asked=(revision.code, key) in asked)
        for revision in revisions
        for subject in subjects_of(revision, at_home)
        for key in [subject.id if subject else None]
    ]
    return sorted(found, key=lambda each: (each.name, each.subject))


def keyed_claim(claim_id: UUID, actor: Actor) -> Claim | None:
    """Give a draft that was begun to be entered, to who may read its answers."""
    drafts = Claim.objects.filter(visible_to(actor), entered_by(actor), keyed_by__isnull=False, state=ClaimState.DRAFT)
    return drafts.filter(pk=claim_id).order_by("pk").first()


def claim_to_post(claim_id: UUID, actor: Actor) -> Claim | None:
    """Give a claim whose missing papers may be told to the actor, to print their cover sheets."""
    return Claim.objects.filter(visible_to(actor), entered_by(actor), pk=claim_id).order_by("pk").first()
