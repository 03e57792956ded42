"""Reads of campaigns: whom they concern, what they would do, how far they are, who was left out and why."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.beneficiaries.queries.presences import changed_since, staffed_between
from entraide.apps.contributions.models import CallCampaign, ContributionLine
from entraide.apps.contributions.queries.due import changes_of, due_of, require_rates
from entraide.apps.contributions.refusals import ImportedCall
from entraide.apps.members.queries.perimeters import names_ever
from entraide.apps.members.queries.terms import contracted_in
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.tariff import HeadClass
from entraide.core.money import ZERO, Money, total


# Some tens of thousands of persons at a time, in the mean size of members.
MEMBERS_AT_ONCE = 500


def campaigns() -> QuerySet[CallCampaign]:
    """Give every campaign, the last first."""
    return CallCampaign.objects.order_by("-started_at", "-pk")


def campaign(campaign_id: UUID) -> CallCampaign | None:
    """Give one campaign, or nothing."""
    return CallCampaign.objects.filter(pk=campaign_id).order_by("pk").first()


def open_campaigns() -> list[CallCampaign]:
    """List the campaigns that run or were stopped, the oldest first."""
    return list(CallCampaign.objects.exclude(state="done").order_by("started_at", "pk"))


def call_of(year: int) -> CallCampaign | None:
    """Give the campaign that calls a year, or nothing."""
    return CallCampaign.objects.filter(year=year, kind="call").order_by("pk").first()


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


def lists_changed(row: CallCampaign) -> int:
    """Count the members whose lists of the year changed since the campaign read them."""
    return len(changed_since(row.year, at=row.known_at))


def called_members(member_ids: Collection[UUID], *, year: int) -> set[UUID]:
    """Give those of some members that have a call of a year, the platform's or one that was taken over."""
    rows = ContributionLine.objects.filter(member_id__in=member_ids, year=year, kind="call").order_by()
    return set(rows.values_list("member_id", flat=True))


def called_by_platform(member_ids: Collection[UUID], *, year: int) -> set[UUID]:
    """Give those of some members whose call of a year is made of person lines."""
    rows = ContributionLine.objects.filter(member_id__in=member_ids, year=year, kind="call", origin="platform").order_by()
    return set(rows.values_list("member_id", flat=True))


def concerned_count(kind: str, year: int, *, known_at: datetime) -> int:
    """Count the members that a campaign would look at."""
    if kind == "adjustment":
        return _called(year).count()
    return len(staffed_between(year, known_at=known_at).union(contracted_in(year, known_at=known_at)))


def next_members(kind: str, year: int, *, known_at: datetime, after: UUID | None) -> list[UUID]:
    """List the next members by key: for a call those with a contract and, between them, those who have a list and no contract."""
    if kind == "adjustment":
        rows = _called(year)
        return list((rows.filter(member_id__gt=after) if after else rows)[:MEMBERS_AT_ONCE])
    known = {"known_at": known_at, "after": after}
    contracted = contracted_in(year, limit=MEMBERS_AT_ONCE, **known)
    last = contracted[-1] if len(contracted) == MEMBERS_AT_ONCE else None
    return sorted(staffed_between(year, through=last, **known).union(contracted))


def _called(year: int) -> QuerySet:
    rows = ContributionLine.objects.filter(year=year, kind="call").order_by("member_id")
    return rows.values_list("member_id", flat=True).distinct()


@dataclass(slots=True)
class Preview:
    """What a campaign would do: members looked at, those called already, heads and amount of the others, who is left out by reason."""

    member_count: int = 0
    done_count: int = 0
    head_count: int = 0
    amount: Money = ZERO
    reasons: Counter[str] = field(default_factory=Counter)


def preview_of(kind: str, year: int, *, known_at: datetime, on: date) -> Preview:
    """Reckon a whole campaign without writing anything: for a command, since a national one takes as long as the call.

    :raises RateMissing: if a rate of the year is not known.
    """
    require_rates(tariff(known_at=known_at), year)
    found = Preview()
    for members in _batches(kind, year, known_at):
        found.member_count += len(members)
        heads, amounts, reasons, done = (_calls if kind == "call" else _changes)(members, year, known_at, on)
        found.done_count += done
        found.head_count += heads
        found.amount += total(amounts)
        found.reasons.update(reasons.values())
    return found


def _batches(kind: str, year: int, known_at: datetime) -> Iterator[list[UUID]]:
    after = None
    while members := next_members(kind, year, known_at=known_at, after=after):
        yield members
        after = members[-1]


Reckoned = tuple[int, list[Money], Mapping[UUID, str], int]


def _calls(members: Sequence[UUID], year: int, known_at: datetime, on: date) -> Reckoned:
    done = called_members(members, year=year)
    due = due_of([member for member in members if member not in done], year=year, known_at=known_at, on=on)
    heads = sum(len({line.person for line in own}) for own in due.lines.values())
    return heads, [line.amount for own in due.lines.values() for line in own], due.reasons, len(done)


def _changes(members: Sequence[UUID], year: int, known_at: datetime, on: date) -> Reckoned:
    own = called_by_platform(members, year=year)
    changes, _ = changes_of(own, year=year, known_at=known_at, on=on)
    amounts = [change.amount for found in changes.values() for change in found]
    return len(amounts), amounts, {member: ImportedCall.code for member in members if member not in own}, 0


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
    unchecked = tuple(each for each in HeadClass if each not in missing and not rates.is_checked(each, year))
    return Outlook(len(contracted), len(contracted - staffed), len(staffed - contracted), missing, unchecked)
