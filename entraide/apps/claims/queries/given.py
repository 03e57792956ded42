"""What the person answered in a claim that is filed, and what it may come to."""

from typing import NamedTuple

from entraide.apps.claims.models import Claim
from entraide.apps.claims.queries.files import reassessed
from entraide.apps.claims.queries.reads import facts_held
from entraide.apps.claims.translation import OPENER_FACTS, recorded_facts
from entraide.core.rules import FactSpec, FactValue, Outcome


class Given(NamedTuple):
    """The answers that stand, each with its question, and what the rules say of them."""

    answers: tuple[tuple[FactSpec, FactValue], ...]
    outcome: Outcome


def given_in(claim: Claim) -> Given:
    """Read what was answered in a filed claim, corrected where somebody read otherwise; who opens the right was settled, not answered."""
    _, assessment = reassessed(claim)
    specs = assessment.published.revision.specs
    facts = recorded_facts(facts_held(claim.pk).rows(), specs)
    names = sorted(facts.keys() - {*OPENER_FACTS}, key=list(specs).index)
    return Given(tuple((specs[name], facts[name]) for name in names), assessment.outcome)
