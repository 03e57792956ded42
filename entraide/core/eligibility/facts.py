"""What is known of a person when the rule of eligibility is applied."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from entraide.core.eligibility.values import Contract, Position
from entraide.core.timeline import Span


class Designation(StrEnum):
    """Who designated a retiree: nobody opens rights in retirement without it."""

    MEMBER = "member"
    AMICALE = "amicale"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Employment:
    """A person's work for one employer over a span, under one contract and in one position.

    `contract_until` is the first day after a fixed-term contract, the end of the span standing for it where it is not told;
    `employer_contributes` says whether the employer pays the contribution of someone on unpaid leave. None is not known. `covered_until`
    is the first day on which the employer no longer gives rights, where it has left the association. `employer` tells the contracts of
    one employer, which may follow each other, from those of another.
    """

    span: Span
    contract: Contract | None
    position: Position = Position.IN_SERVICE
    contract_until: date | None = None
    employer_contributes: bool | None = None
    covered_until: date | None = None
    employer: str = ""

    @property
    def contract_span(self) -> Span | None:
        """The days of the contract, nothing while its end is not known."""
        until = self.contract_until or self.span.until
        return Span(self.span.since, until) if until is not None and until > self.span.since else None


@dataclass(frozen=True, slots=True)
class Retirement:
    """A person is retired over a span; `designated_by` None while nobody has said; `covered_until` as for an employment."""

    span: Span
    designated_by: Designation | None
    covered_until: date | None = None


Part = Employment | Retirement


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All that decides of a person's rights.

    `died_on` is the person's own death; `widowed_on` the death of the agent whose widow or widower they are.
    """

    employments: tuple[Employment, ...] = ()
    retirements: tuple[Retirement, ...] = ()
    died_on: date | None = None
    widowed_on: date | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """Employments, then retirements."""
        return (*self.employments, *self.retirements)
