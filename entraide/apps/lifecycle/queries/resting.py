"""Whether a death or a merge rests on an act that made people known."""

from django.db.models import Q

from entraide.apps.beneficiaries.queries.resting import Brought
from entraide.apps.lifecycle.models import Death, PersonMerge


def rests_on(brought: Brought) -> bool:
    """Tell whether somebody whom an act made known has died since, or was joined to another file."""
    merges = PersonMerge.objects.filter(Q(kept_id__in=brought.made_known) | Q(absorbed_id__in=brought.made_known), state="applied")
    return Death.objects.filter(brought.of_newcomers, state="applied").exists() or merges.filter(pk__gte=brought.since).exists()
