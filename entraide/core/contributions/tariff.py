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


class RateProvisional(Refusal):
    """The rate of that year is only the last one known, carried on: nobody has voted it."""

    code = "contributions.rate_provisional"


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

    def unconfirmed(self, year: int) -> tuple[HeadClass, ...]:
        """List the classes whose rate of that year is known and not confirmed."""
        known = (each for each in HeadClass if self.rates[each].at(date(year, 1, 1)) is not None)
        return tuple(each for each in known if not self.is_checked(each, year))

    def require_confirmed(self, year: int) -> None:
        """Want rates that somebody confirmed for the year, for all classes.

        :raises RateMissing: if none is known for a class.
        :raises RateProvisional: if one is only carried on; it is named.
        """
        for head_class in HeadClass:
            rate = self.rate(head_class, year)
            if not self.is_checked(head_class, year):
                raise RateProvisional(head_class=head_class.label, year=year, rate=rate.value)

    def division_of(self, year: int) -> Division:
        """Tell how a civil year is divided; before any rule, whoever is there counts for the whole of it."""
        dated = self.division.at(date(year, 1, 1))
        return Division.WHOLE if dated is None else dated.value


UNKNOWN = Tariff({each: Timeline(()) for each in HeadClass}, Timeline(()))
"""The tariff of an association that has published no rate."""
