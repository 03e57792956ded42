"""Who works at the desk: for which branches, who is away, and how the work would be shared out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from heapq import heapify, heapreplace
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from entraide.apps.accounts.actor import Actor, Hat
from entraide.apps.accounts.queries import account, holders_of_role, named_holders, names_of, staff_roles_of
from entraide.apps.accounts.roles import Role
from entraide.apps.beneficiaries.queries import beneficiary_of_account
from entraide.apps.claims.queries.workload import Load, loads_of_branches, loads_of_officers, waiting_for_somebody
from entraide.apps.desk.models import Absence, DeskSeat, PlannedDecision, SavedView, SecondLook
from entraide.apps.desk.queries.views import saved_views
from entraide.apps.network.queries import committee_names, committees
from entraide.orm.reading import prepared, read_together


MOST_SHARED = 200


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer of the desk; without branches they work for all. `away_until` is their first day back, nothing while they are here."""

    account_id: UUID
    name: str
    branches: tuple[str, ...]
    away_until: date | None
    load: Load = Load()

    def works_for(self, branch: str) -> bool:
        """Tell whether the officer works for a branch; any officer does for all of them together."""
        return not branch or not self.branches or branch in self.branches


def officers(actor: Actor, *, on: date, with_loads: bool = False) -> list[Officer]:
    """List the officers of a day by name, with what each holds where wanted."""
    keys = holders_of_role(Role.CLAIMS_OFFICER, on=on)
    names = names_of(keys)
    seats: dict[UUID, list[str]] = {}
    for account_id, committee in DeskSeat.objects.filter(account_id__in=keys).order_by("committee").values_list("account_id", "committee"):
        seats.setdefault(account_id, []).append(committee)
    away = days_back(on=on)
    loads = loads_of_officers(actor, on=on) if with_loads else {}
    found = [
        Officer(key, name, tuple(seats.get(key, ())), away.get(key), loads.get(key, Load()))
        for key, name in sorted(names.items(), key=lambda pair: pair[1])
    ]
    return found


def days_back(*, on: date) -> dict[UUID, date]:
    """Give the first day back of each officer who is away: the end of the last absence that goes on without a day between."""
    away: dict[UUID, date] = {}
    for account_id, since, until in Absence.objects.filter(until__gt=on).order_by("since").values_list("account_id", "since", "until"):
        if since <= away.get(account_id, on):
            away[account_id] = max(until, away.get(account_id, on))
    return away


def named_officers(*, on: date) -> list[tuple[UUID, str]]:
    """List the officers of a day by name."""
    return _by_name(_officers(on).rows())


@prepared
def _officers(on: date) -> QuerySet:
    return named_holders(Role.CLAIMS_OFFICER, on=on)


def _by_name(officers: Iterable[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    return sorted(officers, key=lambda pair: pair[1])


def looks_by_officer() -> dict[UUID, tuple[int, int]]:
    """Give for each officer how many of their decisions were looked at again, and how many were wrong."""
    looked = SecondLook.objects.filter(drawn_from="officer").exclude(verdict="").order_by()
    rows = looked.values_list("officer_id").annotate(count=Count("pk"), wrong=Count("pk", filter=Q(verdict="wrong")))
    return {key: (count, wrong) for key, count, wrong in rows}


def branch_loads(actor: Actor, *, on: date) -> list[tuple[str, Load]]:
    """List the branches with what each has to do, by name; those without one last."""
    loads = loads_of_branches(actor, on=on)
    names = sorted({*committees().values(), *loads} - {""})
    return [(name, loads.get(name, Load())) for name in [*names, *([""] if "" in loads else [])]]


def branches() -> list[str]:
    """List the branches by name."""
    return _branches().rows()


def absent_on(day: date) -> frozenset[UUID]:
    """Give who is away on a day."""
    return frozenset(_away(day).rows())


@prepared
def _away(day: date) -> QuerySet:
    return Absence.objects.filter(since__lte=day, until__gt=day).order_by("pk").values_list("account_id", flat=True)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the queue is drawn with beside its claims: the branches, the officers by name, who is away, and the views that one keeps.

    `own_branch` is that of an officer who works for one alone; empty for another.
    """

    branches: list[str]
    officers: list[tuple[UUID, str]]
    absent: frozenset[UUID]
    own_branch: str
    views: list[SavedView]


def surroundings(actor: Actor, *, on: date) -> Surroundings:
    """Read what the queue is drawn with beside its claims, in one trip."""
    mine = actor.account_id
    named, officers, away, seats, views = read_together(_branches(), _officers(on), _away(on), _seats(mine), saved_views(mine))
    return Surroundings(named, _by_name(officers), frozenset(away), seats[0] if len(seats) == 1 else "", views)


@prepared
def _branches() -> QuerySet:
    return committee_names()


@prepared
def _seats(account_id: UUID) -> QuerySet:
    """Give the branches of an officer, two at most: one alone is their own."""
    return DeskSeat.objects.filter(account_id=account_id).order_by("committee").values_list("committee", flat=True)[:2]


def absences_to_come(account_ids: Iterable[UUID], *, on: date) -> list[tuple[UUID, UUID, date, date]]:
    """List the absences that are not over of some officers as (key, account, since, first day back), the first one first."""
    rows = Absence.objects.filter(account_id__in=list(account_ids), until__gt=on).order_by("since", "pk")
    return list(rows.values_list("pk", "account_id", "since", "until"))


@dataclass(frozen=True, slots=True)
class Share:
    """What an officer would be handed; `taken_back` names, once for each such claim, who is away and holds it."""

    officer: Officer
    claim_ids: tuple[UUID, ...]
    taken_back: tuple[str, ...]


def shares(branch: str, count: int, *, actor: Actor, on: date) -> list[Share]:
    """Share the claims that wait longest out to the officers who are here, each to whoever would hold fewest; nothing is written.

    A claim for which a decision is planned is left where it is. `branch` empty is all of them together.
    """
    everybody = officers(actor, on=on, with_loads=True)
    here = [each for each in everybody if each.away_until is None and each.works_for(branch)]
    if not here:
        return []
    planned = PlannedDecision.objects.filter(state="planned").order_by().values("claim_id")
    limit = min(count, MOST_SHARED)
    free = waiting_for_somebody(branch, absent=absent_on(on), without=planned, actor=actor, on=on, limit=limit)
    fewest_first = [(each.load.taken, place) for place, each in enumerate(here)]
    heapify(fewest_first)
    handed: list[list[tuple[UUID, UUID | None]]] = [[] for _ in here]
    for claim in free:
        held, place = fewest_first[0]
        handed[place].append(claim)
        heapreplace(fewest_first, (held + 1, place))
    names = {each.account_id: each.name for each in everybody}
    return [
        Share(each, tuple(key for key, _ in claims), tuple(names.get(holder, "") for _, holder in claims if holder))
        for each, claims in zip(here, handed, strict=True)
    ]


def stamp_of(found: Iterable[Share]) -> str:
    """Mark what would be handed to whom: the same once more, and nothing else, has the same mark."""
    return sha256(repr([(each.officer.account_id, each.claim_ids) for each in found]).encode()).hexdigest()


def officer_of(account_id: UUID, *, on: date) -> Actor:
    """Give an officer as they act now: without their role any more, they decide nothing."""
    found = account(account_id)
    hats = tuple(Hat(role) for role in staff_roles_of(account_id, on=on))
    hat = next((each for each in hats if each.role == Role.CLAIMS_OFFICER), None)
    return Actor("person", account_id, found.name if found else "", hat, hats, beneficiary_of_account(account_id))
