"""What is still possible after a refusal: the other benefits for the same event that the rules do not refuse."""

from collections.abc import Sequence
from datetime import date

from entraide.apps.catalogue import queries as catalogue
from entraide.apps.catalogue.queries import Published
from entraide.apps.claims.models import Claim
from entraide.apps.claims.queries.assessments import assess, ground_of, is_claimable, subjects_of
from entraide.core.workflow.claims import ClaimState


# The day of whatever a benefit is for: two benefits that ask for it are not about the same event.
ANY_EVENT = "event_on"


def still_possible(claim: Claim, *, on: date) -> list[Published]:
    """List the benefits that may be claimed today for the event of a refused claim and for whom it was, by name, as far as is known."""
    if claim.state != ClaimState.REFUSED or claim.is_confidential:
        return []
    own = catalogue.revision(claim.revision_id).revision
    others = [code for code, benefit in catalogue.catalogue().items() if benefit[-1].revision.event_fact == own.event_fact]
    if own.event_fact == ANY_EVENT or others == [own.code]:
        return []
    decision = claim.decisions.get(superseded_by__isnull=True)
    ground = ground_of(claim.beneficiary_id, on=on)
    subject = ground.situation.subject(claim.dependant_id)
    if claim.dependant_id is not None and subject is None:
        return []
    found = []
    for code in others:
        benefit = catalogue.revisions_of(code)
        held = catalogue.chosen(benefit, event_on=claim.event_on or on, filed_on=on)
        if held is None or code == own.code or not is_claimable(held.revision):
            continue
        if subject not in subjects_of(held.revision, ground.situation.household):
            continue
        # What the decision rests on answers what the other one asks.
        other = assess(ground, benefit, subject=subject, answers=decision.facts, filed_on=on)
        if other is not None and other.outcome.status != "refused":
            found.append(held)
    return sorted(found, key=lambda each: each.revision.name)


def possible_in_words(found: Sequence[Published]) -> str:
    """Name benefits that are still possible, for a message; nothing where there is none."""
    names = ", ".join(f"« {each.revision.name} »" for each in found)
    return f"Pour le même événement, vous pouvez demander : {names}, depuis « Mes droits »." if names else ""
