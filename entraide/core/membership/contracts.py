"""The dated rules of a contract of membership: its entry, its exit, whom it covers, who pays; each fault names the answer it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from entraide.core.refusals import Finding
from entraide.core.timeline import Dated, Span, Timeline, add_months


class Scope(StrEnum):
    """Who of a body's staff a contract covers."""

    FULL = "full"
    PARTIAL = "partial"
    TERRITORIAL = "territorial"


class CoverKind(StrEnum):
    """What a partial contract covers: the staff of an earlier structure, that of a service, those who are retired."""

    STRUCTURE = "structure"
    SERVICE = "service"
    RETIREES = "retirees"


@dataclass(frozen=True, slots=True)
class Cover:
    """One part of the staff; `key` is that of the earlier structure, `name` that of the service."""

    kind: CoverKind
    key: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class ContractRules:
    """When a member enters (first day of these months) and how many months before a year's end it says that it leaves."""

    entry_months: tuple[int, ...]
    notice_months: int


RULES = Timeline(
    (
        Dated(
            date(1967, 1, 1),
            ContractRules(entry_months=(1, 9), notice_months=3),
            "Foire aux questions, GAS 67, sans date : entrée au 1er janvier ou au 1er septembre ; trois mois de préavis : illustratif",
            "illustrative",
        ),
    )
)


def rules_on(day: date) -> ContractRules:
    """Give the rules of contracts on a day; those known first hold before them too."""
    held = RULES.at(day)
    return held.value if held else next(iter(RULES)).value


def next_entry(on: date) -> date:
    """Give the first day, from `on` included, on which a new member may enter.

    >>> next_entry(date(2024, 3, 15))
    datetime.date(2024, 9, 1)
    """
    months = rules_on(on).entry_months
    days = [date(year, month, 1) for year in (on.year, on.year + 1) for month in months]
    return min(day for day in days if day >= on)


def entry_faults(since: date, *, continues: bool = False) -> tuple[Finding, ...]:
    """Find fault with the day on which a contract begins; one that `continues` an earlier one through a structure event has any day."""
    if continues or (since.day == 1 and since.month in rules_on(since).entry_months):
        return ()
    following = next_entry(since)
    return (Finding("membership.entry_day", "since", {"day": _day(since), "next": _day(following)}),)


def first_exit(notice_on: date) -> date:
    """Give the day from which a notice received on `notice_on` ends a contract: a 1 January, at least the notice away.

    >>> first_exit(date(2024, 10, 1)), first_exit(date(2024, 10, 2))
    (datetime.date(2025, 1, 1), datetime.date(2026, 1, 1))
    """
    reached = add_months(notice_on, rules_on(notice_on).notice_months)
    return reached if (reached.month, reached.day) == (1, 1) else date(reached.year + 1, 1, 1)


def notice_faults(*, notice_on: date, until: date, on: date, contract: Span) -> tuple[Finding, ...]:
    """Find fault with a notice to leave, received on `notice_on` and told on `on`; `until` is the first day without contract."""
    if notice_on > on:
        return (Finding("membership.notice_to_come", "notice_on", {"day": _day(notice_on), "today": _day(on)}),)
    if notice_on < contract.since:
        return (Finding("membership.notice_before_entry", "notice_on", {"notice": _day(notice_on), "since": _day(contract.since)}),)
    found = exit_faults(until=until, contract=contract)
    if not found and until < first_exit(notice_on):
        months, last = rules_on(notice_on).notice_months, first_exit(notice_on)
        return (Finding("membership.notice_late", "until", {"months": months, "notice": _day(notice_on), "last": _last(last)}),)
    return found


def exit_faults(*, until: date, contract: Span) -> tuple[Finding, ...]:
    """Find fault with the end of a contract: a year's end, one of its own days."""
    if (until.month, until.day) != (1, 1):
        return (Finding("membership.exit_day", "until", {"last": _last(until), "year": until.year}),)
    if until <= contract.since:
        return (Finding("membership.exit_before_entry", "until", {"last": _last(until), "since": _day(contract.since)}),)
    if contract.until is not None and until > contract.until:
        return (Finding("membership.exit_after_end", "until", {"last": _last(contract.until)}),)
    return ()


def cover_faults(scope: Scope, covers: Iterable[Cover], *, member_key: str) -> tuple[Finding, ...]:
    """Find fault with what a contract covers: a partial one says what, the others have nothing to say."""
    covers = tuple(covers)
    if scope is not Scope.PARTIAL:
        return (Finding("membership.covers_for_nothing", "covers"),) if covers else ()
    if not covers:
        return (Finding("membership.covers_missing", "covers"),)
    if len(set(covers)) < len(covers):
        return (Finding("membership.cover_twice", "covers"),)
    return tuple(filter(None, (_cover_fault(cover, member_key) for cover in covers)))


def _cover_fault(cover: Cover, member_key: str) -> Finding | None:
    if cover.kind is CoverKind.SERVICE and not cover.name.strip():
        return Finding("membership.service_missing", "service")
    if cover.kind is CoverKind.STRUCTURE and not cover.key:
        return Finding("membership.structure_missing", "structure")
    if cover.kind is CoverKind.STRUCTURE and cover.key == member_key:
        return Finding("membership.structure_itself", "structure")
    return None


@dataclass(frozen=True, slots=True)
class Payer:
    """The intermediary that would pay, over the days of the contract: does it exist, does another pay for it."""

    name: str
    exists: bool
    is_member_itself: bool
    is_paid_for: bool


def payer_faults(payer: Payer | None, *, pays_for_others: bool) -> tuple[Finding, ...]:
    """Find fault with who pays; `pays_for_others` says that the body is itself an intermediary: a chain or a circle would come of it."""
    if payer is None:
        return ()
    if payer.is_member_itself:
        return (Finding("membership.payer_itself", "payer"),)
    if not payer.exists:
        return (Finding("membership.payer_absent", "payer", {"payer": payer.name}),)
    if payer.is_paid_for:
        return (Finding("membership.payer_paid_for", "payer", {"payer": payer.name}),)
    return (Finding("membership.payer_of_others", "payer"),) if pays_for_others else ()


def crossing_faults(contract: Span, others: Iterable[Span]) -> tuple[Finding, ...]:
    """Find the contract of the same body that a new one would cross."""
    for other in sorted(others):
        if contract.overlaps(other):
            code = "membership.crosses" if other.until else "membership.crosses_open"
            return (Finding(code, "since", {"since": _day(other.since), "last": _last(other.until) if other.until else ""}),)
    return ()


def deliberation_faults(*, deliberated_on: date | None, on: date) -> tuple[Finding, ...]:
    """Find fault with the day of a deliberation, told on `on`: it has taken place."""
    if deliberated_on is None or deliberated_on <= on:
        return ()
    return (Finding("membership.deliberation_to_come", "deliberated_on", {"day": _day(deliberated_on)}),)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _last(until: date) -> str:
    """Say the last day before an end that is left out."""
    return _day(until - timedelta(days=1))
