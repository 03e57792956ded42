"""Who has rights on a day: the rule of the association's règlement, with its source, as one function."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from entraide.core.eligibility.facts import Designation, Employment, Part, PersonFacts, Retirement
from entraide.core.eligibility.rights import SOURCE as KEPT_SOURCE
from entraide.core.eligibility.rights import rights_end
from entraide.core.eligibility.sentences import REASONS
from entraide.core.eligibility.values import Contract, Position
from entraide.core.timeline import Span, civil_year_of


SOURCE = "Règlement du CNAS, bénéficiaires, page relayée par le COS de Saintes (sans date)"
# Six calendar months in a row count 181 to 184 days. The règlement does not say how separate contracts add up: the least is taken,
# so that no contract of six months is ever refused (inferred).
SIX_MONTHS = 181

KEPT = "eligibility.kept_to_year_end"
LASTING = frozenset({Contract.PERMANENT, Contract.OPEN_ENDED})
AT_WORK = frozenset({Position.IN_SERVICE, Position.LENT, Position.SECONDED_IN})
EXCLUDED = {
    Position.AVAILABILITY: "eligibility.availability",
    Position.SECONDED_OUT: "eligibility.seconded_out",
    Position.VOLUNTEER_FIREFIGHTER: "eligibility.volunteer_firefighter",
}


class EligibilityStatus(StrEnum):
    """Whether a person has rights."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"


class RightsScope(StrEnum):
    """What the rights cover."""

    EVERYTHING = "everything"
    CHILDREN = "children"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class EligibilityReason:
    """One reason, with the values that its sentence names and the text that it comes from."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    source: str = SOURCE

    @property
    def sentence(self) -> str:
        """Say it in French."""
        return REASONS[self.code].format(**self.params)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a person has rights on a day, why, over what, and the first day without them where it is known already."""

    status: EligibilityStatus
    reasons: tuple[EligibilityReason, ...]
    scope: RightsScope = RightsScope.EVERYTHING
    until: date | None = None


def eligibility(facts: PersonFacts, on: date) -> Eligibility:
    """Apply the rule to a person on a day; of several employments the most favourable one counts.

    >>> six_months = Employment(Span(date(2024, 3, 1), date(2024, 9, 1)), Contract.FIXED_TERM)
    >>> eligibility(PersonFacts((six_months,)), date(2024, 5, 2)).status.value
    'eligible'
    """
    if facts.died_on is not None and on > facts.died_on:
        return _after_death(facts, on, died_on=facts.died_on)
    found = [*_present(facts, on), *_kept(facts, on)]
    best = min(found, key=_rank, default=None)
    if facts.widowed_on is None:
        return best or _refused("eligibility.nothing_held")
    widowed = _widowed(on, widowed_on=facts.widowed_on)
    is_own = best is not None and best.status is not EligibilityStatus.NOT_ELIGIBLE and _rank(best)[0] <= _rank(widowed)[0]
    return best if best is not None and is_own else widowed


def _rank(found: Eligibility) -> tuple[int, bool, date]:
    """Order verdicts: rights first, then doubt; of two rights the ones that last."""
    order = (EligibilityStatus.ELIGIBLE, EligibilityStatus.UNKNOWN, EligibilityStatus.NOT_ELIGIBLE)
    return order.index(found.status), found.until is not None, found.until or date.max


def _after_death(facts: PersonFacts, on: date, *, died_on: date) -> Eligibility:
    """Keep the children's aid until the end of the year of a death that found rights open; nothing else."""
    year_end = civil_year_of(died_on).until
    had = eligibility(replace(facts, died_on=None), died_on)
    if had.status is EligibilityStatus.NOT_ELIGIBLE or year_end is None or on >= year_end:
        return _refused("eligibility.died")
    return Eligibility(had.status, (EligibilityReason("eligibility.children_of_the_year"),), RightsScope.CHILDREN, year_end)


def _widowed(on: date, *, widowed_on: date) -> Eligibility:
    """Give a widow or a widower the children's aid of the year of death, in the name of the agent."""
    year = civil_year_of(widowed_on)
    if on > widowed_on and year.contains(on):
        reasons = (EligibilityReason("eligibility.children_of_the_year"),)
        return Eligibility(EligibilityStatus.ELIGIBLE, reasons, RightsScope.CHILDREN, year.until)
    return _refused("eligibility.widowed")


def _present(facts: PersonFacts, on: date) -> Iterable[Eligibility]:
    """Judge each employment and each retirement in force on a day."""
    return (judged(part, facts.employments, on) for part in facts.parts if part.span.contains(on))


def _kept(facts: PersonFacts, on: date) -> Iterable[Eligibility]:
    """Keep until 31 December the rights of whoever left, or was put aside, earlier in the year with rights open."""
    kept = EligibilityReason(KEPT, source=KEPT_SOURCE)
    for part in facts.parts:
        away = part.span.until
        until = min(rights_end(away), part.covered_until or date.max) if away else None
        if away is None or until is None or not away <= on < until:
            continue
        had = judged(part, facts.employments, away - timedelta(days=1))
        if had.status is not EligibilityStatus.NOT_ELIGIBLE:
            yield Eligibility(had.status, (kept, *had.reasons), until=until)


def judged(part: Part, employments: tuple[Employment, ...], on: date) -> Eligibility:
    """Judge one employment, or one retirement, on a day of it; `employments` are all those of the person, whose contracts add up."""
    if part.covered_until is not None and on >= part.covered_until:
        return _refused("eligibility.body_left")
    return _retired(part) if isinstance(part, Retirement) else _employed(part, employments, on)


def _employed(employment: Employment, everything: tuple[Employment, ...], on: date) -> Eligibility:
    if (code := EXCLUDED.get(employment.position)) is not None:
        return _refused(code)
    if employment.position is Position.UNPAID_LEAVE:
        return _on_leave(employment, everything, on)
    return _by_contract(employment, everything, on)


def _by_contract(employment: Employment, everything: tuple[Employment, ...], on: date) -> Eligibility:
    """Want contracts of six months in all: those with a day in the civil year count whole, days shared by two of them once.

    Contracts that follow each other at once at one employer are one, so that a renewal on the last days of a year keeps its rights.
    """
    if employment.contract in LASTING:
        return _granted("eligibility.lasting_contract")
    year = civil_year_of(on)
    working = [each for each in everything if each.position in AT_WORK]
    days = days_of(span for span in _relations(working) if span.overlaps(year))
    if days >= SIX_MONTHS:
        return _granted("eligibility.six_months", days=days)
    if employment.contract is None or employment.contract_span is None:
        return Eligibility(EligibilityStatus.UNKNOWN, (EligibilityReason("eligibility.contract_unknown"),))
    return _refused("eligibility.too_short", days=days, wanted=SIX_MONTHS)


def _relations(working: Iterable[Employment]) -> Iterable[Span]:
    """Give the days of each contract, from the first of those that follow each other at once at one employer and lead to it."""
    begun: dict[tuple[str, date | None], date] = {}
    for each in sorted(working, key=lambda one: one.span.since):
        since = begun.get((each.employer, each.span.since), each.span.since)
        ended = each.employer, each.span.until
        begun[ended] = min(since, begun.get(ended, since))
        until = each.contract_span.until if each.contract_span else each.span.since
        if until is not None and until > since:
            yield Span(since, until)


def _on_leave(employment: Employment, everything: tuple[Employment, ...], on: date) -> Eligibility:
    """Want six months of paid presence in the civil year, and an employer who contributes."""
    year = civil_year_of(on)
    paid = [each.span for each in everything if each.position in AT_WORK and each.span.overlaps(year)]
    days = days_of(_within(span, year) for span in paid)
    if days < SIX_MONTHS:
        return _refused("eligibility.leave_too_early", days=days, wanted=SIX_MONTHS)
    if employment.employer_contributes is None:
        return Eligibility(EligibilityStatus.UNKNOWN, (EligibilityReason("eligibility.leave_contribution_unknown"),))
    return _granted("eligibility.paid_leave") if employment.employer_contributes else _refused("eligibility.leave_without_contribution")


def _retired(retirement: Retirement) -> Eligibility:
    if retirement.designated_by is None:
        return Eligibility(EligibilityStatus.UNKNOWN, (EligibilityReason("eligibility.retiree_unknown"),))
    return {
        Designation.MEMBER: _granted("eligibility.retiree_designated"),
        Designation.AMICALE: _granted("eligibility.retiree_by_amicale"),
        Designation.NOBODY: _refused("eligibility.retiree_not_designated"),
    }[retirement.designated_by]


def days_of(spans: Iterable[Span]) -> int:
    """Count the days of spans whose ends are known, a day that several hold once.

    >>> days_of([Span(date(2024, 1, 1), date(2024, 1, 11)), Span(date(2024, 1, 6), date(2024, 1, 16))])
    15
    """
    counted, reached = 0, date.min
    for span in sorted(spans):
        until = span.until or span.since
        counted += max((until - max(span.since, reached)).days, 0)
        reached = max(reached, until)
    return counted


def _within(span: Span, year: Span) -> Span:
    """Cut a span to a civil year that it overlaps."""
    ends = [day for day in (span.until, year.until) if day is not None]
    return Span(max(span.since, year.since), min(ends))


def _granted(code: str, **params: Any) -> Eligibility:
    return Eligibility(EligibilityStatus.ELIGIBLE, (EligibilityReason(code, params),))


def _refused(code: str, **params: Any) -> Eligibility:
    return Eligibility(EligibilityStatus.NOT_ELIGIBLE, (EligibilityReason(code, params),), RightsScope.NOTHING)
