"""Targets of a year against what is reached."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.queries.rosters import counts_by_member
from entraide.apps.members.queries import member_list
from entraide.apps.network.queries import committees
from entraide.apps.portfolio.models import Exchange, Target
from entraide.apps.portfolio.policies import visible_to


INDICATORS = ("new_members", "new_heads", "visits")


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target and what is reached of it; `committee` or `department` is empty, as the target is of the other."""

    committee: str
    department: str
    indicator: str
    value: int
    reached: int


def reached_by_department(*, year: int, actor: Actor, on: date) -> dict[str, dict[str, int]]:
    """Count what is reached of each indicator in each department, as of a day or of the year's last, in three queries.

    New members entered in the year and still belong; new heads are their people with rights; visits are those that were told.
    """
    last = min(on, date(year, 12, 31))
    found: dict[str, dict[str, int]] = {}
    joined = member_list(actor=actor, on=last).filter(joined_on__year=year).order_by()
    new = dict(joined.values_list("pk", "department"))
    heads = counts_by_member(new, on=last) if new else {}
    for key, department in new.items():
        _add(found, department, "new_members", 1)
        _add(found, department, "new_heads", heads.get(key, 0))
    visits = Exchange.objects.filter(visible_to(actor), kind="visit", is_planned=False, held_on__year=year, held_on__lte=last)
    for row in visits.values("member__department").annotate(count=Count("pk")).order_by("member__department"):
        _add(found, row["member__department"], "visits", row["count"])
    return found


def _add(found: dict[str, dict[str, int]], department: str, indicator: str, count: int) -> None:
    counts = found.setdefault(department, dict.fromkeys(INDICATORS, 0))
    counts[indicator] += count


def targets_of(year: int, *, actor: Actor, on: date) -> list[TargetLine]:
    """List the targets of a year against what is reached, committees first, each by name then indicator."""
    rows = list(Target.objects.filter(visible_to(actor), year=year).order_by("department", "committee", "pk"))
    reached = reached_by_department(year=year, actor=actor, on=on) if rows else {}
    attached = committees() if rows else {}
    lines = [
        TargetLine(
            row.committee,
            row.department,
            row.indicator,
            row.value,
            sum(
                counts[row.indicator]
                for department, counts in reached.items()
                if (attached.get(department) == row.committee if row.committee else department == row.department)
            ),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (not line.committee, line.committee, line.department, INDICATORS.index(line.indicator)))
