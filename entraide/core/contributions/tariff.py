"""What the association asks per head and per year: dated rates by class, and how a year is divided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from entraide.core.labels import Labelled
from entraide.core.money import Money
from entraide.core.refusals import Refusal
from entraide.core.timeline import Dated, Timeline


class HeadClass(Labelled):
    """The two classes that have a rate: agents (apprentices among them), and retirees whom the member designates."""

    ACTIVE = "active", "actif"
    RETIREE = "retiree", "retraité"


class Division(Labelled):
    """How a year is divided for who comes or goes within it.

    `WHOLE`: whoever is there one day counts for the year. `ARRIVALS`: from the arrival to 31 December, as rights go on.
    `DAYS`: from the arrival to the departure.
    """

    WHOLE = "whole", "l’année entière, pour qui est présent un jour"
    ARRIVALS = "arrivals", "de l’arrivée au 31 décembre"
    DAYS = "days", "les jours de l’arrivée au départ"


class RateMissing(Refusal):
    """Nobody has said what a head of that class costs that year."""

    code = "contributions.rate_missing"


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rates by class, read on 1 January, and the division of each year."""

    rates: Mapping[HeadClass, Timeline[Money]]
    division: Timeline[Division]

    def rate(self, head_class: HeadClass, year: int) -> Dated[Money]:
        """Read the rate of a class for a civil year.

        :raises RateMissing: if none is known yet.
        """
        dated = self.rates[head_class].at(date(year, 1, 1))
        if dated is None:
            raise RateMissing(head_class=head_class.label, year=year)
        return dated

    def is_checked(self, head_class: HeadClass, year: int) -> bool:
        """Tell whether somebody confirmed the rate of that year, rather than carried the last one on."""
        return self.rates[head_class].is_checked_on(date(year, 1, 1))

    def division_of(self, year: int) -> Division:
        """Tell how a civil year is divided; before any rule, whoever is there counts for the whole of it."""
        dated = self.division.at(date(year, 1, 1))
        return Division.WHOLE if dated is None else dated.value


UNKNOWN = Tariff({each: Timeline(()) for each in HeadClass}, Timeline(()))
"""The tariff of an association that has published no rate."""
