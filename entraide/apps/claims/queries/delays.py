"""How long a decision takes, told honestly: what half and nine tenths of the claims of a benefit took, without the days spent waiting."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from entraide.apps.claims.models import Claim
from entraide.core.rules import Kind, show
from entraide.core.workflow.claims import ClaimState


WINDOW = timedelta(days=365)
# Below this many decisions a share says nothing; the number itself is illustrative.
FEWEST = 20
KEPT_FOR = timedelta(days=2)
# What a delay is, in the words of every screen that tells one.
OUT_OF_WAITING = "hors attente des pièces demandées"
FROM_RECEIPT = f"à compter de la réception, {OUT_OF_WAITING}"


@dataclass(frozen=True, slots=True)
class Delay:
    """In how many days half of the claims, and nine tenths of them, were decided over the twelve months before; `count` of them."""

    count: int
    median: int
    ninth: int

    @property
    def is_telling(self) -> bool:
        """Whether there are enough decisions for a figure to mean something."""
        return self.count >= FEWEST


def delay_of(benefit_code: str, *, on: date) -> Delay:
    """Give the delay of a benefit's decisions, reckoned once a day."""
    key = f"claims:delay:{benefit_code}:{on.isoformat()}"
    found = cache.get(key)
    if found is None:
        found = reckoned_delay(benefit_code, on=on)
        cache.set(key, found, timeout=int(KEPT_FOR.total_seconds()))
    return found


def reckoned_delay(benefit_code: str, *, on: date) -> Delay:
    """Reckon the delay of a benefit's decisions, confidential ones left out, in two queries."""
    claims = Claim.objects.filter(benefit_code=benefit_code, is_confidential=False, decided_on__gt=on - WINDOW, decided_on__lte=on)
    return _shared(days_taken(claims, by="benefit_code").get(benefit_code, Counter()))


def days_taken(claims: QuerySet[Claim], *, by: str) -> dict[Any, Counter[int]]:
    """Count claims by the days that their decision took, for each value of the column `by`, in two queries.

    The clock runs from the receipt of the claim to the decision, and stands still while the person is awaited, as it does for `due_on`.
    What was closed without an answer of the person is left out: nobody waited for it. So is what was decided again: its first answer
    came before.
    """
    answered = claims.filter(state__in=[ClaimState.GRANTED, ClaimState.REFUSED], reopened_on__isnull=True).order_by()
    rows = answered.annotate(came_on=Coalesce("received_on", "filed_on"))
    counts: dict[Any, Counter[int]] = {}
    for key, came_on, decided_on, number in rows.values_list(by, "came_on", "decided_on").annotate(number=Count("pk")):
        counts.setdefault(key, Counter())[(decided_on - came_on).days] += number
    paused = rows.filter(pauses__until__isnull=False)
    waited: dict[tuple[Any, UUID, int], int] = {}
    for key, claim_id, came_on, decided_on, since, until in paused.values_list(
        by, "pk", "came_on", "decided_on", "pauses__since", "pauses__until"
    ):
        place = key, claim_id, (decided_on - came_on).days
        waited[place] = waited.get(place, 0) + (until - since).days
    for (key, _, days), away in waited.items():
        counts[key][days] -= 1
        counts[key][max(days - away, 0)] += 1
    return counts


def _shared(counts: Counter[int]) -> Delay:
    total = sum(counts.values())
    return Delay(total, _reached(counts, total, tenths=5), _reached(counts, total, tenths=9))


def _reached(counts: Counter[int], total: int, *, tenths: int) -> int:
    """Give the fewest days in which that many tenths were decided; 0 where nothing was."""
    passed = 0
    for days in sorted(counts):
        passed += counts[days]
        if passed * 10 >= total * tenths:
            return days
    return 0


def delay_in_words(delay: Delay) -> str:
    """Say how long a decision takes, or that too few were made to say."""
    if not delay.is_telling:
        return "Trop peu de demandes ont été décidées depuis un an pour annoncer un délai."
    ninth = f"neuf sur dix {_within(delay.ninth)}, {FROM_RECEIPT}."
    if delay.median == delay.ninth:
        return f"Délai de décision : {ninth}"
    return f"La moitié des demandes est décidée {_within(delay.median)}, {ninth}"


def _within(days: int) -> str:
    return f"en {show(Kind.COUNT, days, unit='jours')}" if days else "le jour même"
