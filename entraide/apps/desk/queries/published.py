"""What everyone may read of the decisions that no human made."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entraide.apps.claims.queries.ways import Ways, ways_of
from entraide.apps.desk.models import Automation
from entraide.apps.desk.queries.automations import FEW_LOOKS, Looks, looks_of
from entraide.core.indicators.intervals import Interval, interval_of


# A share of fewer decisions would speak of somebody.
FEWEST_DECISIONS = 11


@dataclass(frozen=True, slots=True)
class PublishedRates:
    """Since when a benefit is automated, the share of a year's decisions that no human made, and what second looks found.

    `share` is nothing under so many decisions, `found` nothing under so many looks.
    """

    since: date
    year: int
    share: Fraction | None
    looked: int
    wrong: int
    found: Interval | None


def published_rates(benefit_code: str, *, on: date) -> PublishedRates | None:
    """Give what is published of a benefit that is automated; nothing for another."""
    running = Automation.objects.filter(benefit_code=benefit_code, stopped_at__isnull=True).order_by("pk").first()
    if running is None:
        return None
    ways = ways_of(year=on.year).get(benefit_code, Ways())
    looks = looks_of("straight_through").get(benefit_code, Looks())
    share = Fraction(ways.straight, ways.decided) if ways.decided >= FEWEST_DECISIONS else None
    found = interval_of(looks.wrong, looks.done) if looks.done >= FEW_LOOKS else None
    return PublishedRates(running.set_on, on.year, share, looks.done, looks.wrong, found)
