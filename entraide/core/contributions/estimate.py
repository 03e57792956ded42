"""What a year would cost, before it is called: heads times the dated rates, marked where nobody has confirmed them."""

from dataclasses import dataclass
from datetime import date

from entraide.core.contributions.call import call_lines
from entraide.core.contributions.rates import ACTIVE_RATE, RETIREE_RATE
from entraide.core.money import Money


@dataclass(frozen=True, slots=True)
class Estimate:
    """An amount for a civil year; `is_confirmed` tells whether a source gives the rates of that year."""

    year: int
    amount: Money
    is_confirmed: bool


def estimate(year: int, *, active: int, retired: int) -> Estimate | None:
    """Estimate the contribution of a civil year; nothing where no rate is known for it.

    >>> str(estimate(2024, active=10, retired=1).amount.euros), estimate(2012, active=10, retired=1)
    ('2311.00', None)
    """
    first = date(year, 1, 1)
    if ACTIVE_RATE.at(first) is None:
        return None
    total = sum(line.amount.cents for line in call_lines(year, active=active, retired=retired))
    return Estimate(year, Money(total), ACTIVE_RATE.is_checked_on(first) and RETIREE_RATE.is_checked_on(first))
