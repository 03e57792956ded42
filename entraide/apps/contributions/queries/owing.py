"""What a member has to know of what it owes: the calls to pay, what it was written, who pays in its place, what waits and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from entraide.apps.contributions.models import CallDocument, DocumentPart, Reminder
from entraide.apps.contributions.queries.debtors import debtors_behind
from entraide.apps.contributions.queries.documents import Waiting, of_debtor, undocumented, waiting
from entraide.apps.contributions.queries.reminders import plans_of
from entraide.core.contributions.reminders import PlanState, plan_state
from entraide.core.money import ZERO, Money, total


@dataclass(frozen=True, slots=True)
class ToPay:
    """A call on which something is owed: its row (see `documents`), the account to pay to, its plan if one stands."""

    document: Any
    account: str
    plan: PlanState | None


@dataclass(frozen=True, slots=True)
class PaidByAnother:
    """What another body is asked for in the member's place: on which document, how much of it is the member's."""

    name: str
    number: str
    issued_on: date
    amount: Money


def documents_of(member_id: UUID, *, on: date) -> QuerySet[CallDocument]:
    """Give the documents of a member (see `documents`), the last first, with those that each hangs together with, without content."""
    beside = ("takes_back", "lowers", "replaces", "replaced_by")
    return of_debtor(member_id, on=on).select_related(*beside).defer("content", *(f"{name}__content" for name in beside))


def to_pay(member_id: UUID, *, on: date) -> list[ToPay]:
    """List the calls that a member, or whom it alone took over, has to pay on a day, the first due first."""
    rows = list(of_debtor(member_id, on=on).filter(kind="call", owed__gt=ZERO).order_by("due_on", "number"))
    keys = [row.pk for row in rows]
    accounts = {key: content["account"] for key, content in CallDocument.objects.filter(pk__in=keys).values_list("pk", "content")}
    plans = plans_of(keys)
    states = {key: plan_state(parts, owed=row.owed, on=on) for row in rows for key, parts in plans.items() if key == row.pk}
    return [ToPay(row, accounts[row.pk], states.get(row.pk)) for row in rows]


def letters_to(member_id: UUID, *, on: date) -> list[Reminder]:
    """List what was sent about the calls of a member, or of whom it alone took over, the last first."""
    rows = Reminder.objects.filter(document__debtor_id__in=debtors_behind(member_id, on=on), on__lte=on)
    return list(rows.select_related("document").defer("document__content").order_by("-on", "-pk"))


def paid_by_others(member_id: UUID, *, year: int, on: date) -> list[PaidByAnother]:
    """List the calls that stand, of a civil year, by which another body is asked for the contribution of a member."""
    rows = DocumentPart.objects.filter(line__member_id=member_id, document__year=year, document__kind="call")
    rows = rows.exclude(document__debtor_id__in=debtors_behind(member_id, on=on)).filter(document__taken_back_by__isnull=True)
    amounts: dict[tuple[str, str, date], list[Money]] = defaultdict(list)
    told = ("document__debtor_name", "document__number", "document__issued_on", "line__cents")
    for name, number, issued_on, amount in rows.order_by("document__number", "pk").values_list(*told):
        amounts[name, number, issued_on].append(amount)
    return [PaidByAnother(*about, total(own)) for about, own in amounts.items()]


def waiting_for(member_id: UUID, *, on: date) -> list[Waiting]:
    """Say what of a member's account no document asks for yet, by year, from whom it will be asked, and what is missing first."""
    groups: dict[tuple[UUID, int], list[Money]] = defaultdict(list)
    for line in undocumented().filter(member_id=member_id):
        groups[line.debtor, line.year].append(line.cents)
    asked = [{"debtor": debtor, "year": year, "count": len(own), "amount": total(own)} for (debtor, year), own in groups.items()]
    return waiting(asked, on=on)
