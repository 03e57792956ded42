"""Reads of disputes: those that wait, one with the line that it is about, what upholding it would change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from entraide.apps.beneficiaries.queries.presences import names_until
from entraide.apps.contributions.models import ContributionLine, Dispute, PersonLine
from entraide.apps.contributions.queries.due import changes_of
from entraide.core.contributions.adjustments import Adjustment


STATES: Sequence[tuple[str, str]] = tuple(Dispute._meta.get_field("state").choices)


def disputes(*, state: str = "", member_id: UUID | None = None, person_line_id: UUID | None = None) -> QuerySet[Dispute]:
    """Give disputes with their member, year and amount, those that wait first, then the last answered; `named` adds who it is about."""
    wanted: dict[str, Any] = {"state": state, "person_line__line__member_id": member_id, "person_line_id": person_line_id}
    rows = Dispute.objects.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.annotate(
        member_id=F("person_line__line__member_id"),
        year=F("person_line__line__year"),
        amount=F("person_line__cents"),
    )
    return rows.select_related("person_line__line", "adjustment").order_by(F("answered_at").desc(nulls_first=True), "opened_at", "pk")


def named(rows: Iterable[Dispute]) -> list[Dispute]:
    """Give disputes with `family_name` and `given_name` of their person, as they were called then; one query."""
    found = list(rows)
    names = names_until({(row.person_line.beneficiary_id, row.person_line.until) for row in found})
    for row in found:
        row.family_name, row.given_name = names[row.person_line.beneficiary_id, row.person_line.until]
    return found


def dispute(dispute_id: UUID) -> Dispute | None:
    """Give one dispute with all that `disputes` and `named` say of it, or nothing."""
    return next(iter(named(disputes().filter(pk=dispute_id))), None)


def waiting_count() -> int:
    """Count the disputes that wait for an answer."""
    return Dispute.objects.filter(state="open").count()


def withdrawn_in(line: PersonLine) -> UUID | None:
    """Give the line of account that took a person line off since it was called, or nothing while it stands."""
    return PersonLine.objects.filter(withdraws=line).order_by("pk").values_list("line_id", flat=True).first()


def corrected_by(row: Dispute) -> ContributionLine | None:
    """Give the adjustment that corrected a disputed line before its answer, or nothing."""
    return ContributionLine.objects.filter(pk=withdrawn_in(row.person_line)).order_by("pk").first()


def change_if_upheld(row: Dispute, *, known_at: datetime, on: date) -> Adjustment | None:
    """Tell what the list says now of the person disputed, where it differs from what was called."""
    line = row.person_line
    person = line.beneficiary.absorbed_into_id or line.beneficiary_id
    found, _ = changes_of([line.line.member_id], year=line.line.year, known_at=known_at, on=on, people={person})
    return next((change for changes in found.values() for change in changes), None)
