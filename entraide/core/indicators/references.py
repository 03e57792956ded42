"""Published figures that a member's own are set beside, each with its group, its source and its day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ReferenceRates:
    """Both rates of a named group for a civil year, as a dated source states them."""

    group: str
    year: int
    return_rate: Decimal
    user_rate: Decimal
    source: str
    source_on: date


NATIONAL = ReferenceRates(
    group="tous les adhérents du pays",
    year=2023,
    return_rate=Decimal("0.93"),
    user_rate=Decimal("0.5733"),
    source="Bilan de l’utilisation faite du CNAS, Grand Reims",
    source_on=date(2024, 9, 25),
)
