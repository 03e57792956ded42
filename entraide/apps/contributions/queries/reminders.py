"""Reads of what is not paid: which step comes next for each document and when, and how its plan stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from entraide.apps.contributions.models import CallDocument, Dispute, PaymentPlan, Reminder, ReminderHold
from entraide.apps.contributions.queries.debtors import standing_debtors
from entraide.apps.contributions.queries.documents import documents
from entraide.apps.members.queries import MemberView
from entraide.apps.parameters.queries import follow_up_terms
from entraide.core.contributions.deposits import STOPPED
from entraide.core.contributions.reminders import FollowUpTerms, Part, PlanState, ReminderStep, next_step, plan_state
from entraide.core.money import ZERO, Money
from entraide.orm.acts import parts


# Whose accounts the prefect cannot touch; it has no public accountant either, to whom a document is deposited.
PRIVATE = "association"


@dataclass(frozen=True, slots=True)
class Due:
    """A document that is late: the next step and the first day for it (None after the last), its plan or its hold, what keeps it.

    `debtor` is who owes it now: whom it was addressed to, or who took that over. `minimum` is the least that is written for;
    `disputed_count` how many of its lines are disputed and unanswered.
    """

    document: Any
    debtor: MemberView
    step: ReminderStep | None
    may_on: date | None
    plan: PlanState | None
    hold: ReminderHold | None
    minimum: Money
    disputed_count: int
    kept_by: str

    @property
    def is_proposed(self) -> bool:
        """Whether the step is to be taken now."""
        return not self.kept_by

    @property
    def is_undeposited(self) -> bool:
        """Whether a public body was never handed the document."""
        return not self.document.deposit and self.debtor.kind != PRIVATE


def late_documents(on: date) -> list[Due]:
    """List documents that are late on a day, the oldest due first, each with the step that comes next and what keeps it from being taken.

    `kept_by` says what keeps a step from being taken: `plan` while a plan is kept, `stopped` where the portal suspended or rejected the
    document (it is to be mended first), `last` after the last one, `private` where the debtor is no public body and the step is the
    prefect's, `held` while it is left out, `small` where less is asked for than is written for, `delay` before the day of the step;
    a formal notice and the request to the prefect, not a reminder, `disputed` while a line waits for its answer, `undeposited` as it says.
    """
    rows = list(documents(on).filter(kind="call", owed__gt=ZERO, due_on__lt=on).select_related("debtor").order_by("due_on", "number"))
    return due_of(rows, on=on)


def due_of(rows: Sequence[CallDocument], *, on: date) -> list[Due]:
    """Say of documents which step comes next, in eight queries."""
    keys = [row.pk for row in rows]
    taken, plans, holds, terms = steps_of(keys), plans_of(keys), holds_of(keys, on=on), follow_up_terms(on=on)
    debtors, disputed = standing_debtors({row.debtor_id for row in rows}, on=on), disputed_lines(keys)
    found = []
    for row in rows:
        following = next_step(taken[row.pk], due_on=row.due_on, terms=terms)
        step, may_on = following or (None, None)
        plan = plan_state(plans[row.pk], owed=row.owed, on=on) if row.pk in plans else None
        due = Due(row, debtors[row.debtor_id], step, may_on, plan, holds.get(row.pk), terms.minimum, disputed[row.pk], "")
        found.append(replace(due, kept_by=_kept_by(due, terms, on)))
    return found


def _kept_by(due: Due, terms: FollowUpTerms, on: date) -> str:
    """Name the first thing that keeps a step from being taken."""
    row, plan = due.document, due.plan
    asked = plan.missing if plan else row.owed
    reasons = {
        "plan": plan is not None and plan.is_kept,
        "stopped": row.deposit in STOPPED,
        "last": due.step is None,
        "private": due.step is ReminderStep.MANDATE and due.debtor.kind == PRIVATE,
        "held": due.hold is not None,
        "small": asked < terms.minimum,
        "delay": due.may_on is not None and due.may_on > on,
        "disputed": due.step is not ReminderStep.REMINDER and due.disputed_count > 0,
        "undeposited": due.step is not ReminderStep.REMINDER and due.is_undeposited,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def steps_of(document_ids: Iterable[UUID]) -> dict[UUID, list[tuple[ReminderStep, date]]]:
    """Give the steps taken for each document."""
    found: dict[UUID, list[tuple[ReminderStep, date]]] = defaultdict(list)
    for some in parts(list(document_ids)):
        for key, step, on in Reminder.objects.filter(document_id__in=some).order_by("on").values_list("document_id", "step", "on"):
            found[key].append((ReminderStep(step), on))
    return found


def holds_of(document_ids: Iterable[UUID], *, on: date) -> dict[UUID, ReminderHold]:
    """Give what leaves documents out of reminders on a day."""
    keys = parts(list(document_ids))
    return {
        row.document_id: row
        for some in keys
        for row in ReminderHold.objects.filter(document_id__in=some, ended_at__isnull=True, until__gte=on).order_by("pk")
    }


def disputed_lines(document_ids: Iterable[UUID]) -> Counter[UUID]:
    """Count the lines of documents that are disputed and unanswered."""
    found: Counter[UUID] = Counter()
    for some in parts(list(document_ids)):
        rows = Dispute.objects.filter(state="open", person_line__line__parts__document_id__in=some).order_by("pk")
        found.update(rows.values_list("person_line__line__parts__document_id", flat=True))
    return found


def plans_of(document_ids: Iterable[UUID]) -> dict[UUID, list[Part]]:
    """Give the parts of the plan that stands for each document that has one."""
    found: dict[UUID, list[Part]] = defaultdict(list)
    for some in parts(list(document_ids)):
        rows = PaymentPlan.objects.filter(document_id__in=some, ended_at__isnull=True).order_by("instalments__due_on")
        for key, due_on, amount in rows.values_list("document_id", "instalments__due_on", "instalments__cents"):
            found[key].append(Part(due_on, amount))
    return dict(found)


def reminders_of(document_id: UUID) -> list[Reminder]:
    """List what was sent about a document, in order."""
    return list(Reminder.objects.filter(document_id=document_id).order_by("on", "pk"))


def reminder(reminder_id: UUID) -> Reminder | None:
    """Give one thing sent, or nothing."""
    return Reminder.objects.filter(pk=reminder_id).select_related("document").order_by("pk").first()
