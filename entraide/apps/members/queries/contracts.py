"""Reads of contracts of membership: the one that runs, those of the past, who pays for whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from entraide.apps.members.models import MemberName, Membership
from entraide.apps.members.queries.members import MemberView, bodies, bodies_on, views_of
from entraide.apps.members.sentences import COVER_LABELS, SCOPE_LABELS
from entraide.apps.members.translation import covers_of, span_of
from entraide.core.membership.contracts import Cover, CoverKind


@dataclass(frozen=True, slots=True)
class ContractView:
    """A contract over the days of one row, as a page tells it; `covers` comes with the name of each earlier structure."""

    id: UUID
    since: date
    until: date | None
    scope: str
    covers: tuple[Cover, ...]
    payer: MemberView | None
    deliberated_on: date | None
    deliberation_number: str
    deliberation_id: UUID | None
    notice_on: date | None
    is_running: bool

    @property
    def covered(self) -> str:
        """Whom the contract covers, in words."""
        parts = ", ".join(COVER_LABELS[cover.kind].format(cover.name) for cover in self.covers)
        return f"{SCOPE_LABELS[self.scope]} : {parts}" if parts else SCOPE_LABELS[self.scope]


def run_of(rows: Sequence[Membership], day: date) -> list[Membership]:
    """Give the rows that make the contract of a day, oldest first: the one that holds that day and those that touch it.

    `rows` are those of one body, oldest first.
    """
    return next((run for run in _runs(rows) if run[0].since <= day and (run[-1].until is None or run[-1].until > day)), [])


def contract_to_come(rows: Sequence[Membership], day: date) -> list[Membership]:
    """Give the rows that make the first contract to begin after a day, apart from the one that runs."""
    return next((run for run in _runs(rows) if run[0].since > day), [])


def _runs(rows: Sequence[Membership]) -> list[list[Membership]]:
    """Part the rows of a body into contracts: a gap ends one, and so does a notice."""
    runs: list[list[Membership]] = []
    for row in rows:
        if runs and runs[-1][-1].until == row.since and runs[-1][-1].notice_on is None:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def belonging_on(day: date) -> QuerySet[Membership]:
    """Give the contracts that run on a day or later: whose they are belongs to the association, or is to, and no list moves it."""
    return Membership.objects.current().filter(Q(until__isnull=True) | Q(until__gt=day))


def ended_contracts(on: date) -> dict[date, set[UUID]]:
    """Give, by the first day without contract, the bodies that belonged until then and have no contract on a day, nor one to come."""
    last: dict[UUID, date] = {}
    going_on = belonging_on(on).filter(member_id=OuterRef("member_id"))
    for member_id, until in Membership.objects.current().filter(~Exists(going_on)).order_by("until").values_list("member_id", "until"):
        last[member_id] = until
    found: dict[date, set[UUID]] = {}
    for member_id, until in last.items():
        found.setdefault(until, set()).add(member_id)
    return found


def running_contracts(member_ids: Collection[UUID], *, on: date) -> list[tuple[Membership, date | None]]:
    """List the contracts of bodies that run on a day: the row of that day, and the first day without contract where one leaves."""
    rows: dict[UUID, list[Membership]] = {}
    for row in Membership.objects.current().filter(member_id__in=member_ids).order_by("member_id", "since"):
        rows.setdefault(row.member_id, []).append(row)
    runs = [run for held in rows.values() if (run := run_of(held, on))]
    return [(next(row for row in run if span_of(row).contains(on)), run[-1].until) for run in runs]


def contracts_of(member_id: UUID, *, on: date) -> list[ContractView]:
    """List what a body's contracts say, the last first, in three queries."""
    rows = list(Membership.objects.current().filter(member_id=member_id).order_by("-since"))
    structures = {UUID(cover.key) for row in rows for cover in covers_of(row) if cover.key}
    payers = {view.id: view for view in bodies_on(on, member_ids={row.payer_id for row in rows if row.payer_id})}
    names = dict(MemberName.objects.current().filter(member_id__in=structures).order_by("since").values_list("member_id", "name"))
    return [
        ContractView(
            row.pk,
            row.since,
            row.until,
            row.scope,
            tuple(_named(cover, names) for cover in covers_of(row)),
            payers.get(row.payer_id) if row.payer_id else None,
            row.deliberated_on,
            row.deliberation_number,
            row.deliberation_id,
            row.notice_on,
            row.since <= on and (row.until is None or row.until > on),
        )
        for row in rows
    ]


def _named(cover: Cover, names: dict[UUID, str]) -> Cover:
    if cover.kind is not CoverKind.STRUCTURE:
        return cover
    return Cover(cover.kind, key=cover.key, name=names.get(UUID(cover.key), ""))


def paid_for_by(member_id: UUID, *, on: date) -> list[MemberView]:
    """List by name the bodies that an intermediary pays for on a day."""
    keys = Membership.objects.in_force_on(on).filter(payer_id=member_id).order_by().values("member_id")
    return views_of(bodies(on).filter(pk__in=keys).order_by("current_name", "siren"))


def payers(*, on: date) -> list[MemberView]:
    """List by name the intermediaries that pay for some body on a day."""
    keys = Membership.objects.in_force_on(on).filter(payer__isnull=False).order_by().values("payer_id")
    return views_of(bodies(on).filter(pk__in=keys).order_by("current_name", "siren"))


def deliberation_of(member_id: UUID, *, membership_id: UUID) -> UUID | None:
    """Give the key of the file of a deliberation, of this body's and of no other's."""
    rows = Membership.objects.filter(member_id=member_id, pk=membership_id)
    return rows.order_by("pk").values_list("deliberation_id", flat=True).first()
