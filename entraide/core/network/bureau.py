"""The bureau of a departmental delegation: what is missing before it is as the statutes want it.

Source: the association's public page « Délégués, rejoignez vos bureaux »: 4 to 24 members, half of the elected, half of the staff; the
executive is made of a president, a vice-president, a secretary and a treasurer.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from entraide.core.labels import Labelled
from entraide.core.refusals import Finding


FEWEST, MOST = 4, 24


class College(Labelled):
    """Whom a delegate speaks for: the elected of the member, or its staff."""

    ELECTED = "elected", "élus"
    STAFF = "staff", "agents"


class BureauFunction(Labelled):
    """What someone does in a bureau; all but `MEMBER` make its executive."""

    PRESIDENT = "president", "présidence"
    VICE_PRESIDENT = "vice_president", "vice-présidence"
    SECRETARY = "secretary", "secrétariat"
    TREASURER = "treasurer", "trésorerie"
    MEMBER = "member", "membre"


EXECUTIVE = tuple(function for function in BureauFunction if function is not BureauFunction.MEMBER)


@dataclass(frozen=True, slots=True)
class Seat:
    """Someone of a bureau; `has_mandate` while they are delegate of that college for a member of the department."""

    name: str
    college: College
    function: BureauFunction
    has_mandate: bool = True


def bureau_findings(seats: Iterable[Seat]) -> tuple[Finding, ...]:
    """List what keeps a bureau from being as it must: its number, its colleges, its executive, then each person without mandate.

    A bureau without anybody has one finding and no other: it is to be formed.

    >>> [finding.code for finding in bureau_findings([Seat("Nora Petit", College.STAFF, BureauFunction.PRESIDENT)])][:2]
    ['network.bureau_too_few', 'network.bureau_colleges_unequal']
    """
    seats = tuple(seats)
    if not seats:
        return (Finding("network.bureau_empty", "bureau"),)
    return (*_of_number(seats), *_of_colleges(seats), *_of_executive(seats), *_of_mandates(seats))


def _of_number(seats: tuple[Seat, ...]) -> tuple[Finding, ...]:
    if len(seats) < FEWEST:
        return (Finding("network.bureau_too_few", "bureau", {"count": len(seats), "fewest": FEWEST}),)
    if len(seats) > MOST:
        return (Finding("network.bureau_too_many", "bureau", {"count": len(seats), "most": MOST}),)
    return ()


def _of_colleges(seats: tuple[Seat, ...]) -> tuple[Finding, ...]:
    elected = sum(seat.college is College.ELECTED for seat in seats)
    staff = len(seats) - elected
    if elected == staff:
        return ()
    return (Finding("network.bureau_colleges_unequal", "bureau", {"elected": elected, "staff": staff}),)


def _of_executive(seats: tuple[Seat, ...]) -> tuple[Finding, ...]:
    held = [seat.function for seat in seats]
    vacant = [Finding("network.bureau_function_vacant", function) for function in EXECUTIVE if function not in held]
    twice = [Finding("network.bureau_function_twice", function) for function in EXECUTIVE if held.count(function) > 1]
    return (*vacant, *twice)


def _of_mandates(seats: tuple[Seat, ...]) -> tuple[Finding, ...]:
    return tuple(Finding("network.bureau_without_mandate", seat.name, {"name": seat.name}) for seat in seats if not seat.has_mandate)
