"""Reads of campaigns: whom they concern, what they would do, how far they are, who was left out and why."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Min, QuerySet

from entraide.apps.beneficiaries.queries.presences import changed_since, staffed_between
from entraide.apps.contributions.models import CallCampaign, ContributionLine
from entraide.apps.contributions.models.calls import UNDER_WAY
from entraide.apps.contributions.queries.due import changes_of, due_of, require_possible
from entraide.apps.contributions.refusals import AdjustedSince, CancelledAlready, ImportedCall, NotCalled
from entraide.apps.members.queries.perimeters import names_ever
from entraide.apps.members.queries.terms import contracted_in
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import ZERO, Money, total
from entraide.core.refusals import Refusal


# Some tens of thousands of persons at a time, in the mean size of members.
MEMBERS_AT_ONCE = 500


def campaigns() -> QuerySet[CallCampaign]:
    """Give every campaign, the last first."""
    return CallCampaign.objects.order_by("-started_at", "-pk")


def campaign(campaign_id: UUID) -> CallCampaign | None:
    """Give one campaign, or nothing."""
    return CallCampaign.objects.filter(pk=campaign_id).order_by("pk").first()


def open_campaigns() -> list[CallCampaign]:
    """List the campaigns that are not over, the oldest first."""
    return list(CallCampaign.objects.filter(state__in=UNDER_WAY).order_by("started_at", "pk"))


def call_of(year: int) -> CallCampaign | None:
    """Give the campaign that calls a year, or nothing; one that was cancelled is none."""
    return CallCampaign.objects.filter(year=year, kind="call").exclude(state="cancelled").order_by("pk").first()


def cancellable(year: int) -> CallCampaign | None:
    """Give the last campaign of which a call of a year stands, one that was cancelled and left some among them, or nothing."""
    keys = standing_calls(year).order_by().filter(campaign__kind="call").values("campaign")
    return CallCampaign.objects.filter(pk__in=keys).order_by("-started_at", "-pk").first()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A member that a campaign did not call, under its last name, and the code of the reason."""

    member_id: UUID
    name: str
    code: str


def left_out(row: CallCampaign) -> list[LeftOut]:
    """List by name the members that a campaign left out, in one query."""
    reasons = {UUID(one["member"]): one["code"] for one in row.refused}
    names = names_ever(reasons)
    return sorted((LeftOut(member, names.get(member, ""), code) for member, code in reasons.items()), key=lambda one: one.name)


def counts_of(row: CallCampaign) -> dict[str, int]:
    """Count who a campaign left out by reason."""
    return Counter(one["code"] for one in row.refused)


def days_of(row: CallCampaign) -> tuple[date, date]:
    """Give the first and the last day that what a campaign wrote bears: its own, unless it went on after later documents."""
    found = ContributionLine.objects.filter(campaign=row).aggregate(first=Min("on"), last=Max("on"))
    return found["first"] or row.issued_on, found["last"] or row.issued_on


def line_count(row: CallCampaign) -> int:
    """Count the lines of account that a campaign wrote: one by member called, adjusted or cancelled."""
    return ContributionLine.objects.filter(campaign=row).count()


def lists_changed(row: CallCampaign) -> int:
    """Count the members whose lists of the year changed since the campaign read them."""
    return len(changed_since(row.year, at=row.known_at))


def standing_calls(year: int) -> QuerySet[ContributionLine]:
    """Give the calls of a year that nothing cancelled, the platform's and those that were taken over."""
    return ContributionLine.objects.filter(year=year, kind="call", cancelled_by__isnull=True).order_by("member_id")


def calls_of(row: CallCampaign) -> QuerySet[ContributionLine]:
    """Give the calls that a campaign made and that nothing cancelled."""
    return standing_calls(row.year).filter(campaign=row)


def called_members(member_ids: Collection[UUID], *, year: int) -> set[UUID]:
    """Give those of some members that have a call of a year, the platform's or one that was taken over."""
    rows = standing_calls(year).filter(member_id__in=member_ids).order_by()
    return set(rows.values_list("member_id", flat=True))


def called_by_platform(member_ids: Collection[UUID], *, year: int) -> set[UUID]:
    """Give those of some members whose call of a year is made of person lines."""
    rows = standing_calls(year).filter(member_id__in=member_ids, origin="platform").order_by()
    return set(rows.values_list("member_id", flat=True))


def not_called(member_id: UUID, *, year: int) -> Refusal:
    """Tell why nothing of a member's year is to adjust or to cancel: its call was cancelled, or the platform never made one."""
    rows = ContributionLine.objects.filter(member_id=member_id, year=year, kind="call", origin="platform", cancelled_by__isnull=False)
    return (CancelledAlready if rows.exists() else NotCalled)(year=year)


def adjustable(member_ids: Collection[UUID], *, year: int, known_at: datetime) -> tuple[set[UUID], dict[UUID, str]]:
    """Give those of some members that a round on lists known at an instant adjusts; tell the others, by the code of the reason.

    Who was called or adjusted on a list known later would be brought back to an older one.
    """
    own = called_by_platform(member_ids, year=year)
    rows = ContributionLine.objects.filter(member_id__in=own, year=year, known_at__gt=known_at).order_by()
    later = set(rows.values_list("member_id", flat=True))
    told = {member: AdjustedSince.code if member in later else ImportedCall.code for member in member_ids}
    return own - later, {member: code for member, code in told.items() if member in later or member not in own}


def concerned_count(kind: str, year: int, *, known_at: datetime, of: UUID | None = None) -> int:
    """Count the members that a campaign would look at; a cancellation is `of` another campaign."""
    if kind == "call":
        return len(staffed_between(year, known_at=known_at).union(contracted_in(year, known_at=known_at)))
    return _called(year, of).count()


def next_members(kind: str, year: int, *, known_at: datetime, after: UUID | None, of: UUID | None = None) -> list[UUID]:
    """List the next members by key: for a call those with a contract and, between them, those who have a list and no contract."""
    if kind != "call":
        rows = _called(year, of)
        return list((rows.filter(member_id__gt=after) if after else rows)[:MEMBERS_AT_ONCE])
    known = {"known_at": known_at, "after": after}
    contracted = contracted_in(year, limit=MEMBERS_AT_ONCE, **known)
    last = contracted[-1] if len(contracted) == MEMBERS_AT_ONCE else None
    return sorted(staffed_between(year, through=last, **known).union(contracted))


def _called(year: int, of: UUID | None) -> QuerySet:
    """Give the members that have a call of a year, or one that a campaign made."""
    rows = standing_calls(year).filter(campaign_id=of) if of else standing_calls(year)
    return rows.values_list("member_id", flat=True).distinct()


@dataclass(slots=True)
class Preview:
    """What a campaign would do: members looked at, those called already, who is left out and why; lines, heads and amount of the others.

    `breakdown` is heads and amount by class, or by reason for adjustments.
    """

    member_count: int = 0
    done_count: int = 0
    line_count: int = 0
    head_count: int = 0
    amount: Money = ZERO
    left_out: dict[UUID, str] = field(default_factory=dict)
    breakdown: dict[str, tuple[int, Money]] = field(default_factory=dict)

    @property
    def reasons(self) -> Counter[str]:
        """Count who is left out by reason."""
        return Counter(self.left_out.values())

    def add(self, heads: int, parts: Iterable[tuple[str, int, Money]]) -> None:
        """Add heads, and what they come to by class or reason."""
        self.head_count += heads
        for key, count, amount in parts:
            held = self.breakdown.get(key, (0, ZERO))
            self.breakdown[key] = held[0] + count, held[1] + amount
            self.amount += amount


def preview_of(kind: str, year: int, *, known_at: datetime, on: date) -> Preview:
    """Reckon a whole campaign without writing anything: for a command, since a national one takes as long as the call.

    :raises YearNotOpen: if the year is too far ahead.
    :raises YearClosed: if its accounts are closed to calls.
    :raises YearLapsed: if what was owed for it is extinguished.
    :raises RateMissing: if a rate of the year is not known.
    """
    require_possible(kind, year, known_at=known_at, on=on)
    found = Preview()
    for members in _batches(kind, year, known_at):
        reckon(found, kind=kind, members=members, year=year, known_at=known_at, on=on)
    return found


def _batches(kind: str, year: int, known_at: datetime) -> Iterator[list[UUID]]:
    after = None
    while members := next_members(kind, year, known_at=known_at, after=after):
        yield members
        after = members[-1]


def reckon(found: Preview, *, kind: str, members: Sequence[UUID], year: int, known_at: datetime, on: date) -> None:
    """Add to a preview what a call or an adjustment of some members would do."""
    found.member_count += len(members)
    reckon_one = _calls if kind == "call" else _changes
    reckon_one(found, members, year, known_at, on)


def _calls(found: Preview, members: Sequence[UUID], year: int, known_at: datetime, on: date) -> None:
    done = called_members(members, year=year)
    due = due_of([member for member in members if member not in done], year=year, known_at=known_at, on=on)
    found.done_count += len(done)
    found.left_out |= due.reasons
    found.line_count += len(due.lines)
    lines = [line for own in due.lines.values() for line in own]
    by_class = {each: [line for line in lines if line.head_class == each] for each in HeadClass}
    parts = [(each.value, len({line.person for line in own}), total(line.amount for line in own)) for each, own in by_class.items() if own]
    # Who counts in both classes, or for two members, is named in each.
    found.add(sum(len({line.person for line in own}) for own in due.lines.values()), parts)


def _changes(found: Preview, members: Sequence[UUID], year: int, known_at: datetime, on: date) -> None:
    own, left_out = adjustable(members, year=year, known_at=known_at)
    changes, _ = changes_of(own, year=year, known_at=known_at, on=on)
    found.left_out |= left_out
    found.line_count += len(changes)
    for change in (change for some in changes.values() for change in some):
        found.add(1, [(change.reason.value, 1, change.amount)])


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of a year before its call, by counts alone: members with a contract, those without a list, lists without a contract.

    `missing` are the classes whose rate nobody has said, `unchecked` those whose last one is carried on.
    """

    contracted: int
    without_list: int
    without_contract: int
    missing: tuple[HeadClass, ...]
    unchecked: tuple[HeadClass, ...]


def outlook_of(year: int, *, known_at: datetime) -> Outlook:
    """Count what a call of a year would find, in three queries."""
    contracted, staffed = set(contracted_in(year, known_at=known_at)), staffed_between(year, known_at=known_at)
    rates, first = tariff(known_at=known_at), date(year, 1, 1)
    missing = tuple(each for each in HeadClass if rates.rates[each].at(first) is None)
    return Outlook(len(contracted), len(contracted - staffed), len(staffed - contracted), missing, rates.unconfirmed(year))
