"""Targets of a year against what is reached."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.queries.recruitment import brought_by, taking_over
from entraide.apps.members.queries import bodies_on, member_list
from entraide.apps.members.queries.successions import entries_of, heirs_of
from entraide.apps.network.queries import committees
from entraide.apps.portfolio.models import Exchange, Target
from entraide.apps.portfolio.policies import visible_to
from entraide.core.network.exchanges import TargetIndicator


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target and what is reached of it; `committee` or `department` is empty, as the target is of the other."""

    committee: str
    department: str
    indicator: str
    value: int
    reached: int


def reached_by_department(*, year: int, actor: Actor, on: date) -> dict[str, dict[str, int]]:
    """Count what is reached of each indicator in each department, as of a day or of the year's last.

    New members entered in the year and belong still, themselves or whoever stands in their place; who took over from a member is none.
    New heads are their people with rights who were in no member before. Visits are those that were told.
    """
    last = min(on, date(year, 12, 31))
    found: dict[str, dict[str, int]] = {}
    for department, heads in _recruited(year, actor, last):
        _add(found, department, "new_members", 1)
        _add(found, department, "new_heads", heads)
    visits = Exchange.objects.filter(visible_to(actor), kind="visit", is_planned=False, held_on__year=year, held_on__lte=last)
    for row in visits.values("member__department").annotate(count=Count("pk")).order_by("member__department"):
        _add(found, row["member__department"], "visits", row["count"])
    return found


def _recruited(year: int, actor: Actor, last: date) -> list[tuple[str, int]]:
    """Give the department and the heads of each body that entered in a year and goes on."""
    entered = entries_of(year, on=last)
    entered = {key: entered[key] for key in entered.keys() - taking_over(entered)}
    if not entered:
        return []
    belonging = member_list(actor=actor, on=last).order_by()
    standing = set(belonging.filter(pk__in=entered).values_list("pk", flat=True))
    heads: dict[UUID, int] = {}
    for day, keys in _by_day(standing, entered):
        heads |= brought_by(keys, entered_on=day, on=last, new=entered)
    gone = {key: {view.id for view in views} for key, views in heirs_of(entered, on=last).items()}
    members = set(belonging.filter(pk__in={heir for heirs in gone.values() for heir in heirs}).values_list("pk", flat=True))
    going_on = {key for key, heirs in gone.items() if heirs & members}
    for day, keys in _by_day(going_on, entered):
        heirs = {heir for key in keys for heir in gone[key]}
        heads |= brought_by(keys, entered_on=day, on=last, new=entered, heirs=heirs)
    standing |= going_on
    departments = {view.id: view.department for view in bodies_on(last, member_ids=standing)}
    return [(departments[key], heads.get(key, 0)) for key in sorted(standing)]


def _by_day(keys: Collection[UUID], entered: Mapping[UUID, date]) -> list[tuple[date, list[UUID]]]:
    """Part bodies by the day on which they entered: there are two in a year."""
    return [(day, [key for key in keys if entered[key] == day]) for day in sorted({entered[key] for key in keys})]


def _add(found: dict[str, dict[str, int]], department: str, indicator: str, count: int) -> None:
    counts = found.setdefault(department, dict.fromkeys(map(str, TargetIndicator), 0))
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
    order = list(TargetIndicator)
    return sorted(lines, key=lambda line: (not line.committee, line.committee, line.department, order.index(line.indicator)))
