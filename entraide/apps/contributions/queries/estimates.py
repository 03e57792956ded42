"""What a member will owe for a year to come, on its list as it stands and the movements that are announced: for its own budget."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from entraide.apps.contributions.models import CallDocument, ContributionLine, RateTrajectory
from entraide.apps.contributions.queries.accounts import called_for
from entraide.apps.contributions.queries.campaigns import called_members
from entraide.apps.contributions.queries.due import due_of, trajectories
from entraide.apps.contributions.queries.persons import by_class, is_provisional
from entraide.apps.contributions.translation import to_trajectory
from entraide.apps.members.queries.successions import origins_of
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.person_lines import PersonLine
from entraide.core.contributions.tariff import HeadClass, RateMissing
from entraide.core.contributions.trajectory import RateStep, Trajectory, merged_start, steps_of
from entraide.core.money import Money, total


@dataclass(frozen=True, slots=True)
class ClassEstimate:
    """The persons of one class at one rate, and what they come to."""

    head_class: HeadClass
    rate: Money
    people: int
    amount: Money


@dataclass(frozen=True, slots=True)
class YearEstimate:
    """What a year would come to: by class, with the arrivals and departures announced within it; `source` says where rates come from.

    `is_confirmed` is not set where a rate is only the last one known, carried on.
    """

    year: int
    amount: Money
    classes: tuple[ClassEstimate, ...]
    arrivals: int
    departures: int
    is_confirmed: bool
    source: str


def estimate_of(member_id: UUID, *, year: int, known_at: datetime) -> YearEstimate | None:
    """Reckon a year to come as a call would; nothing where no rate is known, or nobody would count."""
    try:
        lines = due_of([member_id], year=year, known_at=known_at).lines.get(member_id, ())
    except RateMissing:
        return None
    if not lines:
        return None
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return YearEstimate(
        year,
        total(line.amount for line in lines),
        _classes(lines),
        len({line.person for line in lines} - {line.person for line in lines if line.since == first}),
        len({line.person for line in lines} - {line.person for line in lines if line.until == after}),
        all(line.is_confirmed for line in lines),
        lines[0].source,
    )


@dataclass(frozen=True, slots=True)
class CalledAhead:
    """A year to come that is called already: what for, at a confirmed rate or not, and the document that asks the member for it."""

    year: int
    amount: Money
    is_confirmed: bool
    document: CallDocument | None


def called_ahead(member_id: UUID, *, year: int, as_of: date) -> CalledAhead | None:
    """Give what a member is called for in a year to come; nothing while it is not called."""
    if not called_members([member_id], year=year):
        return None
    documents = CallDocument.objects.filter(debtor_id=member_id, kind="call", year=year, taken_back_by__isnull=True)
    amount = called_for(member_id, year=year, as_of=as_of)
    return CalledAhead(year, amount, not is_provisional(member_id, year=year), documents.defer("content").order_by("number").first())


def merged_rates(member_id: UUID, *, on: date) -> dict[HeadClass, Money]:
    """Give by class the mean rate of the bodies in whose place a member stands, weighted by the heads of their last call here."""
    parts: dict[HeadClass, list[tuple[int, Money]]] = {}
    for body in origins_of(member_id, on=on):
        called = ContributionLine.objects.filter(member_id=body, kind="call", origin="platform", cancelled_by__isnull=True)
        last = called.order_by("-year").values_list("year", flat=True).first()
        for head_class, rate, people, _, _ in by_class(body, year=last) if last else ():
            parts.setdefault(HeadClass(head_class), []).append((people, rate))
    return {head_class: merged_start(own) for head_class, own in parts.items()}


def _classes(lines: tuple[PersonLine, ...]) -> tuple[ClassEstimate, ...]:
    found = []
    for head_class, rate in sorted({(line.head_class, line.rate) for line in lines}):
        own = [line for line in lines if (line.head_class, line.rate) == (head_class, rate)]
        found.append(ClassEstimate(head_class, rate, len({line.person for line in own}), total(line.amount for line in own)))
    return tuple(found)


def rates_ahead(member_id: UUID) -> tuple[RateStep, ...]:
    """List what a head costs a member on its own way to the rate, year by year until it arrives; nothing where it has none."""
    way = trajectories([member_id]).get(member_id)
    return steps_of(way, tariff=tariff()) if way else ()


def trajectory_rows() -> list[tuple[RateTrajectory, Trajectory]]:
    """List the ways of members to the national rate, those that arrive last first."""
    rows = RateTrajectory.objects.filter(superseded_at__isnull=True).order_by("-since_year", "pk")
    return sorted(((row, to_trajectory(row)) for row in rows), key=lambda pair: -pair[1].arrives_in)
