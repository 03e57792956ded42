"""Whether claims rest on an act that made people known, or brought them to an employer."""

from entraide.apps.beneficiaries.queries.resting import Brought
from entraide.apps.claims.models import Claim, ImportedBenefit


def rests_on(brought: Brought) -> bool:
    """Tell whether somebody whom an act made known has claimed since, or anybody for a member that it brought them to."""
    about = brought.of_newcomers | brought.of_employment
    return any(model._default_manager.filter(about).exists() for model in (Claim, ImportedBenefit))
