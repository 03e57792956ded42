"""The tariff that tests of the core reckon at: the two published rates of 2024, others before them, days as they are."""

from datetime import date

from entraide.core.contributions.tariff import Division, HeadClass, Tariff
from entraide.core.money import Money
from entraide.core.timeline import Dated, Timeline


def rates(*values: tuple[int, str]) -> Timeline[Money]:
    """Give rates by their first year, the last one confirmed for 2024 alone."""
    items = tuple(
        Dated(date(year, 1, 1), Money.of(euros), f"délibération de {year}", "H" if year == 2024 else "illustrative")
        for year, euros in values
    )
    return Timeline(items, checked_until=date(2024, 12, 31))


def divided(division: Division) -> Timeline[Division]:
    """Give one division of the year since 2018."""
    return Timeline((Dated(date(2018, 1, 1), division, "exemple", "illustrative"),))


TARIFF = Tariff(
    {
        HeadClass.ACTIVE: rates((2018, "205"), (2019, "207"), (2020, "212"), (2024, "217")),
        HeadClass.RETIREE: rates((2018, "133.25"), (2019, "134.55"), (2020, "137.80"), (2024, "141")),
    },
    divided(Division.DAYS),
)
