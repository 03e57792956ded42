"""Reads of the bureaux of departmental delegations."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from entraide.apps.network.models import BureauSeat, Mandate
from entraide.apps.network.translation import seat_of
from entraide.core.network.bureau import EXECUTIVE, Seat, bureau_findings
from entraide.core.refusals import Finding


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """A seat as a page shows it: whose, since when, and whether the person still is a delegate in the department."""

    id: UUID
    account_id: UUID
    name: str
    college: str
    function: str
    sex: str
    since: date
    has_mandate: bool

    @property
    def as_seat(self) -> Seat:
        """Give what the rule of the bureau reads."""
        return seat_of(self.name, college=self.college, function=self.function, has_mandate=self.has_mandate)


@dataclass(frozen=True, slots=True)
class Bureau:
    """The bureau of a delegation on a day, its executive first, and what keeps it from being as it must."""

    department: str
    seats: tuple[HeldSeat, ...]
    findings: tuple[Finding, ...]


def bureaus(*, on: date, department: str = "") -> dict[str, Bureau]:
    """Give the bureau of each department that has one on a day, or of one department, in two queries."""
    rows = BureauSeat.objects.in_force_on(on).select_related("account").order_by("department", "since", "pk")
    if department:
        rows = rows.filter(department=department)
    delegates = _delegates(on, department)
    by_department: dict[str, list[HeldSeat]] = {department: []} if department else {}
    for row in rows:
        has_mandate = (row.department, row.account_id, row.college) in delegates
        held = HeldSeat(row.pk, row.account_id, row.account.name, row.college, row.function, row.sex, row.since, has_mandate)
        by_department.setdefault(row.department, []).append(held)
    return {code: _bureau(code, seats) for code, seats in by_department.items()}


def _bureau(department: str, seats: list[HeldSeat]) -> Bureau:
    order = (*EXECUTIVE, "member")
    placed = tuple(sorted(seats, key=lambda seat: (order.index(seat.function), seat.name)))
    return Bureau(department, placed, bureau_findings(seat.as_seat for seat in placed))


def bureau_of(department: str, *, on: date) -> Bureau:
    """Give the bureau of one department on a day, empty where nobody sits."""
    return bureaus(on=on, department=department)[department]


def _delegates(on: date, department: str) -> set[tuple[str, UUID, str]]:
    """Give the delegates of a day as (department of the member, account, college)."""
    held = Mandate.objects.in_force_on(on).exclude(kind="correspondent").order_by()
    if department:
        held = held.filter(member__department=department)
    else:
        held = held.filter(account__in=BureauSeat.objects.in_force_on(on).order_by().values("account_id"))
    rows = held.values_list("member__department", "account_id", "kind")
    return {(code, account_id, kind.removeprefix("delegate_")) for code, account_id, kind in rows}


def delegates_in(department: str, *, on: date) -> set[tuple[UUID, str]]:
    """Give the delegates of the members of a department on a day as (account, college)."""
    return {(account_id, college) for _, account_id, college in _delegates(on, department)}
