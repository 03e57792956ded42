"""The yearly call: the heads of 1 January times the rates of that day."""

from dataclasses import dataclass
from datetime import date

from entraide.core.contributions.rates import ACTIVE_RATE, RETIREE_RATE
from entraide.core.money import Money


@dataclass(frozen=True, slots=True)
class CallLine:
    """One line of a call: a kind of heads, how many, at which rate, for how much."""

    code: str
    label: str
    heads: int
    rate: Money
    amount: Money
    source: str
    confidence: str


def call_lines(year: int, *, active: int, retired: int) -> tuple[CallLine, ...]:
    """Compute the call of a civil year; a kind without heads has no line. Nothing is rounded: rates are whole cents.

    >>> [(line.heads, str(line.amount.euros)) for line in call_lines(2024, active=1352, retired=112)]
    [(1352, '293384.00'), (112, '15792.00')]

    :raises LookupError: if no rate is known for that year.
    :raises ValueError: if a count is negative.
    """
    if active < 0 or retired < 0:
        raise ValueError(f"heads are counted from zero: {active}, {retired}")
    lines = []
    for code, label, heads, rates in (("active", "actifs", active, ACTIVE_RATE), ("retiree", "retraités", retired, RETIREE_RATE)):
        dated = rates.at(date(year, 1, 1))
        if dated is None:
            raise LookupError(f"no contribution rate is known for {year}")
        if heads:
            lines.append(CallLine(code, label, heads, dated.value, dated.value * heads, dated.source, dated.confidence))
    return tuple(lines)
