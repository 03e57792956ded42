"""Until when each part of a person's presences gives rights: the rule of eligibility, read over the days to come."""

from collections.abc import Sequence
from datetime import date

from entraide.core.eligibility.facts import Employment, Part
from entraide.core.eligibility.rights import rights_end
from entraide.core.eligibility.rule import AT_WORK, LASTING, EligibilityStatus, judged


def rights_ends(parts: Sequence[Part], *, beside: Sequence[Employment] = ()) -> tuple[date | None, ...]:
    """Give the first day without the rights of each part of a person's presences at one employer, in order; None where no end is known.

    A part that opens none ends on its first day, or keeps what the parts before it left until the year's end; a part that another follows
    at once hands its rights over. `beside` are the person's employments elsewhere, whose contracts add up with these.

    >>> from entraide.core.eligibility.values import Contract, Position
    >>> from entraide.core.timeline import Span
    >>> work = Employment(Span(date(2020, 1, 1), date(2024, 3, 1)), Contract.PERMANENT)
    >>> away = Employment(Span(date(2024, 3, 1)), Contract.PERMANENT, Position.AVAILABILITY)
    >>> rights_ends([work, away])
    (datetime.date(2024, 3, 1), datetime.date(2025, 1, 1))
    """
    employments = (*(part for part in parts if isinstance(part, Employment)), *beside)
    found: list[date | None] = []
    kept = date.min
    for place, part in enumerate(parts):
        own = _opened_until(part, employments)
        if own == part.span.since:
            own = max(own, kept)
        following = parts[place + 1].span.since if place + 1 < len(parts) else None
        is_followed = following is not None and following == part.span.until
        found.append(min(own or date.max, following) if is_followed and following else own)
        kept = own or date.min
    return tuple(found)


def _opened_until(part: Part, employments: tuple[Employment, ...]) -> date | None:
    """Give the first day without the rights that a part opens, its own first day where it opens none.

    The verdict of a year is one for all its days: contracts and presence are counted by civil year.
    """
    since, until, covered = part.span.since, part.span.until, part.covered_until
    if covered is None and isinstance(part, Employment) and part.position in AT_WORK and part.contract in {None, *LASTING}:
        return None if until is None else rights_end(until)
    known = [day for each in (part, *employments) for day in _ends(each)]
    last_year = max([since.year, *(day.year + 1 for day in known)])
    for year in range(since.year, last_year + 1):
        day = max(since, date(year, 1, 1))
        if until is not None and day >= until:
            break
        if judged(part, employments, day).status is EligibilityStatus.NOT_ELIGIBLE:
            return day if covered is None else min(day, max(covered, since))
    end = None if until is None else rights_end(until)
    return end if covered is None else min(end or date.max, max(covered, since))


def _ends(part: Part) -> list[date]:
    ends = [part.span.until, part.contract_until if isinstance(part, Employment) else None]
    return [day for day in ends if day is not None]
