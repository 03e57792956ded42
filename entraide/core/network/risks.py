"""When a member is an account at risk: signals read from its file, none of which is a verdict."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entraide.core.labels import Labelled
from entraide.core.timeline import add_months


# A member left without correspondent that long has nobody to send its list; three months is the association's habit (illustrative).
MONTHS_WITHOUT_CORRESPONDENT = 3
LOW_SHARE = Fraction(1, 2)


class RiskSignal(Labelled):
    """What makes a member an account at risk; `FLAGGED` is said by a person, the others are computed."""

    NOTICE_GIVEN = "notice_given", "préavis donné"
    NO_CORRESPONDENT = "no_correspondent", "sans correspondant depuis trois mois"
    LOW_USE = "low_use", "peu d’utilisateurs"
    NO_LIST = "no_list", "pas de liste cette année"
    FLAGGED = "flagged", "signalé par l’équipe"


@dataclass(frozen=True, slots=True)
class UsePair:
    """What a published table says of one member: users and beneficiaries of a year; `committee` groups those that are compared."""

    member: str
    committee: str
    user_count: int
    beneficiary_count: int


def without_correspondent_since(on: date) -> date:
    """Give the day since which nobody must have acted for a member for the signal to be given on `on`.

    >>> without_correspondent_since(date(2024, 10, 15))
    datetime.date(2024, 7, 15)
    """
    return add_months(on, -MONTHS_WITHOUT_CORRESPONDENT)


def low_users(pairs: Iterable[UsePair]) -> dict[str, tuple[Fraction, Fraction]]:
    """Give the members whose user rate is under half of that of their committee, with both rates (the member's, the committee's).

    The committee's rate is its users over its beneficiaries: a large member weighs as much as its people.

    >>> low_users([UsePair("a", "Est", 2, 20), UsePair("b", "Est", 60, 80)])
    {'a': (Fraction(1, 10), Fraction(31, 50))}
    """
    kept = [pair for pair in pairs if pair.beneficiary_count > 0]
    users: dict[str, int] = {}
    people: dict[str, int] = {}
    for pair in kept:
        users[pair.committee] = users.get(pair.committee, 0) + pair.user_count
        people[pair.committee] = people.get(pair.committee, 0) + pair.beneficiary_count
    low = {}
    for pair in kept:
        own = Fraction(pair.user_count, pair.beneficiary_count)
        common = Fraction(users[pair.committee], people[pair.committee])
        if own < common * LOW_SHARE:
            low[pair.member] = (own, common)
    return low
