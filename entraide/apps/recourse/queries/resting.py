"""Whether recourse rests on an act that made people known, or brought them to an employer."""

from entraide.apps.beneficiaries.queries.resting import Brought
from entraide.apps.recourse.models import Complaint


def rests_on(brought: Brought) -> bool:
    """Tell whether a complaint was made since for somebody whom an act made known."""
    return Complaint.objects.filter(brought.of_newcomers).exists()
