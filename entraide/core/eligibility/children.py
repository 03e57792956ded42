"""A child who comes of age: what ends that day, what goes on for who studies."""

from dataclasses import dataclass
from datetime import date

from entraide.core.timeline import years_between


# « Code civil », article 414: majority at 18.
ADULT_AT = 18
# The vouchers of the new school year go to children under 26 whose schooling is proved (« Bons d’achat et cadeaux », HappyCE and
# Weezed, undated); the benefits for studies end « up to 25 in the year » (« Quelles prestations pour votre situation ? », cnas.fr, 2025).
STUDENT_UNTIL = 26


@dataclass(frozen=True, slots=True)
class ChildStanding:
    """Where a child of a household stands on a day.

    `adult_on` and `last_on` are the birthdays on which majority begins and the aid for studies ends; custody is a minor's.
    """

    is_adult: bool
    adult_on: date
    last_on: date
    has_custody: bool
    wants_certificate: bool
    is_over: bool


def standing_of(born_on: date, on: date) -> ChildStanding:
    """Say what ends and what goes on for a child on a day: from 18 no custody, until the year of 25 aid for studies with a certificate.

    >>> standing_of(date(2006, 10, 15), date(2024, 10, 15)).wants_certificate
    True
    """
    age = years_between(born_on, on)
    is_adult, is_over = age >= ADULT_AT, on.year >= born_on.year + STUDENT_UNTIL
    return ChildStanding(
        is_adult, birthday(born_on, ADULT_AT), birthday(born_on, STUDENT_UNTIL), not is_adult, is_adult and not is_over, is_over
    )


def birthday(born_on: date, years: int) -> date:
    """Give the day of a birthday; who was born on 29 February turns a year older on 1 March.

    >>> birthday(date(2012, 2, 29), 18)
    datetime.date(2030, 3, 1)
    """
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)
