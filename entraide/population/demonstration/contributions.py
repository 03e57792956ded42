"""What members owed for 2022, 2023 and 2024: the yearly call, arrivals by month and what was called for people already gone.

An agent who leaves keeps rights until 31 December, so a departure within the year gives nothing back; one who arrives owes the days that
are left, arrival included, rounded half up to the cent. No source says how a year is divided: this is illustrative and said so on every
line.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from entraide.core.money import Money, Rounding
from entraide.population.demonstration.setup import HISTORY_YEARS, RATES
from entraide.population.demonstration.world import ContributionLine, LineKind, Person, Status


OF_MONTHS = (
    "de janvier",
    "de février",
    "de mars",
    "d'avril",
    "de mai",
    "de juin",
    "de juillet",
    "d'août",
    "de septembre",
    "d'octobre",
    "de novembre",
    "de décembre",
)
# Arrivals of 2024 wait for their adjustment at the year's end.
YEARS_WITH_ADJUSTMENTS = (2022, 2023)


def prorated_cents(rate: Money, since: date) -> int:
    """Divide a yearly rate by the days left, arrival included.

    >>> prorated_cents(Money.of("212"), date(2023, 12, 31)), prorated_cents(Money.of("212"), date(2023, 7, 1))
    (58, 10687)
    """
    first = date(since.year, 1, 1)
    next_first = date(since.year + 1, 1, 1)
    return Money.rounded(Fraction(rate.cents * (next_first - since).days, (next_first - first).days), Rounding.HALF_UP).cents


def contribution_lines(siren: str, persons: Sequence[Person], late_removals: dict[int, int]) -> list[ContributionLine]:
    """Write the lines of one member; `late_removals`: how many gone before 1 January were called, then credited, by year."""
    lines: list[ContributionLine] = []
    for year in HISTORY_YEARS:
        lines += _call_lines(siren, persons, year, late_removals.get(year, 0))
        if year in YEARS_WITH_ADJUSTMENTS:
            lines += _arrival_lines(siren, persons, year)
    kept = [line for line in lines if line.heads]
    return [replace(line, reference=f"C{siren}-{number:03d}") for number, line in enumerate(kept, start=1)]


def _line_of_heads(persons: Sequence[Person], year: int, is_retiree: bool) -> tuple[int, Money]:
    first = date(year, 1, 1)
    heads = sum(person.is_affiliated_on(first) and (person.status is Status.RETIREE) == is_retiree for person in persons)
    rate = RATES[year]
    return heads, (rate.retiree if is_retiree else rate.active) * heads


def _call_lines(siren: str, persons: Sequence[Person], year: int, gone: int) -> list[ContributionLine]:
    rate = RATES[year]
    actives, active_amount = _line_of_heads(persons, year, is_retiree=False)
    retirees, retiree_amount = _line_of_heads(persons, year, is_retiree=True)
    credit = f"Régularisation {year} : agents partis avant le 1er janvier, signalés en mars"
    rows = (
        (LineKind.CALL, f"Appel de cotisation {year} : actifs", date(year, 1, 31), actives + gone, active_amount + rate.active * gone),
        (LineKind.CALL, f"Appel de cotisation {year} : retraités", date(year, 1, 31), retirees, retiree_amount),
        (LineKind.ADJUSTMENT, credit, date(year, 3, 31), gone, -(rate.active * gone)),
    )
    return [ContributionLine("", siren, year, kind, label, on, heads, amount, rate.note) for kind, label, on, heads, amount in rows]


def _arrival_lines(siren: str, persons: Sequence[Person], year: int) -> list[ContributionLine]:
    rate = RATES[year]
    lines = []
    for month, of_month in enumerate(OF_MONTHS, start=1):
        arrived = [
            person for person in persons if (person.since.year, person.since.month) == (year, month) and person.since > date(year, 1, 1)
        ]
        cents = sum(prorated_cents(rate.retiree if person.status is Status.RETIREE else rate.active, person.since) for person in arrived)
        on = date(year, month, 28)
        label = f"Régularisation {year} : arrivées {of_month}, au prorata des jours"
        lines.append(ContributionLine("", siren, year, LineKind.ADJUSTMENT, label, on, len(arrived), Money(cents), rate.note))
    return lines
