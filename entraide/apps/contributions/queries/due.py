"""What members owe for a civil year, person by person, on the lists and at the rates known at an instant; nothing is written here."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Q

from entraide.apps.beneficiaries.queries.presences import listed
from entraide.apps.contributions.models import ContributionLine, RateTrajectory
from entraide.apps.contributions.models import PersonLine as Row
from entraide.apps.contributions.translation import rate_key, to_trajectory
from entraide.apps.members.queries.terms import Terms
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.adjustments import Adjustment, adjustments
from entraide.core.contributions.person_lines import PersonLine, Presence, counted, priced
from entraide.core.contributions.tariff import HeadClass, Tariff
from entraide.core.contributions.trajectory import Trajectory
from entraide.core.contributions.years import require_adjustable, require_callable


NO_LIST, NO_CONTRACT, NOBODY_COUNTED = "contributions.no_list", "contributions.no_contract", "contributions.nobody_counted"


@dataclass(frozen=True, slots=True)
class Due:
    """What each member owes: its person lines; who pays for it, where it has a contract; the code of the reason where it owes nothing."""

    lines: dict[UUID, tuple[PersonLine, ...]]
    payers: dict[UUID, UUID | None]
    reasons: dict[UUID, str]


def due_of(
    member_ids: Collection[UUID],
    *,
    year: int,
    known_at: datetime,
    rates: Tariff | None = None,
    on: date | None = None,
    unless: Exists | None = None,
) -> Due:
    """Reckon what members owe for a year in a fixed number of queries; `on` is the day whose payer counts, the year's first if none.

    Persons who are written already may be left out: see `listed`.

    :raises RateMissing: if a rate of the year is not known; nothing is reckoned then.
    """
    rates = require_rates(rates or tariff(known_at=known_at), year)
    found = listed(member_ids, year=year, known_at=known_at, unless=unless)
    ways = trajectories(member_ids, known_at=known_at)
    parts: dict[UUID, list[Presence]] = {member: [] for member in member_ids}
    for part in counted(year, found.presences, division=rates.division_of(year)):
        if part.member in parts:
            parts[part.member].append(part)
    lines = {member: priced(year, own, tariff=rates, trajectory=ways.get(member)) for member, own in parts.items() if own}
    reasons = {
        member: NO_CONTRACT if member not in found.terms else NOBODY_COUNTED if member in found.staffed else NO_LIST
        for member, own in parts.items()
        if not own
    }
    day = on or date(year, 1, 1)
    return Due(lines, {member: _payer(held, day) for member, held in found.terms.items() if member in parts}, reasons)


def _payer(terms: Iterable[Terms], day: date) -> UUID | None:
    """Give who pays on a day; before the first contract of the year, who pays under that one."""
    held = list(terms)
    begun = [one for one in held if one.since <= day]
    return (begun[-1] if begun else held[0]).payer_id


def require_rates(rates: Tariff, year: int) -> Tariff:
    """Want every rate of a year before anything is reckoned.

    :raises RateMissing: if one is not known.
    """
    for head_class in HeadClass:
        rates.rate(head_class, year)
    return rates


def require_possible(kind: str, year: int, *, known_at: datetime, on: date, accepts_provisional: bool = True) -> bool:
    """Want a year that may be called or adjusted on a day, at rates that are known; tell whether one is only carried on.

    An adjustment follows a call, for which a provisional rate was accepted.

    :raises YearNotOpen: if the year is too far ahead.
    :raises YearClosed: if its accounts are closed to calls.
    :raises YearLapsed: if what was owed for it is extinguished.
    :raises RateMissing: if a rate of the year is not known.
    :raises RateProvisional: if one is only carried on and a call does not accept it.
    """
    (require_callable if kind == "call" else require_adjustable)(year, on=on)
    rates = require_rates(tariff(known_at=known_at), year)
    if kind == "call" and not accepts_provisional:
        rates.require_confirmed(year)
    return bool(rates.unconfirmed(year))


def trajectories(member_ids: Collection[UUID], *, known_at: datetime | None = None) -> dict[UUID, Trajectory]:
    """Give the members that have a way of their own to the national rate, as it was known at an instant where one is given."""
    rows = RateTrajectory.objects.filter(member_id__in=member_ids).order_by("pk")
    if known_at is None:
        rows = rows.filter(superseded_at__isnull=True)
    else:
        rows = rows.filter(Q(superseded_at__isnull=True) | Q(superseded_at__gt=known_at), recorded_at__lte=known_at)
    return {row.member_id: to_trajectory(row) for row in rows}


HELD = (
    *("pk", "line__member_id", "beneficiary_id", "beneficiary__absorbed_into_id", "head_class", "since", "until", "days", "rate", "cents"),
    "line__rates",
)


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A person line that stands: its key, whom it names, and what it says of them, or of the person that they were found to be."""

    id: UUID
    beneficiary_id: UUID
    said: PersonLine


def held_lines(member_ids: Collection[UUID], *, year: int) -> dict[UUID, list[HeldLine]]:
    """Give by member the person lines that stand: called or adjusted, and not withdrawn; one query."""
    standing = {"withdraws__isnull": True, "withdrawn_by__isnull": True}
    rows = Row.objects.filter(line__member_id__in=member_ids, line__year=year, **standing).order_by("since", "pk")
    year_days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
    found: dict[UUID, list[HeldLine]] = {}
    for key, member, person, absorbed, head_class, since, until, days, rate, cents, rates in rows.values_list(*HELD):
        _, *source = rates[rate_key(head_class, rate)]
        said = PersonLine(absorbed or person, HeadClass(head_class), since, until, days, year_days, rate, cents, *source)
        found.setdefault(member, []).append(HeldLine(key, person, said))
    return found


Changes = dict[UUID, tuple[Adjustment, ...]]


def changes_of(
    member_ids: Collection[UUID], *, year: int, known_at: datetime, on: date, people: Collection[UUID] | None = None
) -> tuple[Changes, dict[UUID, UUID | None]]:
    """Give by member what differs between what was called and what is due, and who pays; members that owe the same are left out."""
    due = due_of(member_ids, year=year, known_at=known_at, on=on)
    held = held_lines(member_ids, year=year)
    found: Changes = {}
    for member in sorted(member_ids):
        changes = adjustments((one.said for one in held.get(member, ())), due.lines.get(member, ()))
        wanted = tuple(change for change in changes if people is None or change.person in people)
        if wanted:
            found[member] = wanted
    calls = ContributionLine.objects.filter(member_id__in=found, year=year, kind="call", cancelled_by__isnull=True).order_by("pk")
    payers = {member: due.payers[member] for member in due.lines}
    return found, dict(calls.values_list("member_id", "payer_id")) | payers
