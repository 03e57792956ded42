"""What follows when a document is not paid: a reminder, a formal notice, the request to the prefect, each after the one before; and plans.

Who does not pay is reminded; the rights of agents are never touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from entraide.core.labels import Labelled
from entraide.core.money import ZERO, Money, total


class ReminderStep(Labelled):
    """The steps, in their order; the last one asks the prefect to have an obligatory expense paid (CGCT, article L. 1612-16)."""

    REMINDER = "reminder", "relance"
    FORMAL_NOTICE = "formal_notice", "mise en demeure"
    MANDATE = "mandate", "demande de mandatement d’office"


@dataclass(frozen=True, slots=True)
class FollowUpTerms:
    """Days from what is due to the first step, then from each step to the next, and the least that is written for.

    Where nothing is published: the usual thirty days, and the fifteen euros under which local bodies themselves recover nothing (CGCT,
    article D. 1611-1).
    """

    reminder: int = 30
    formal_notice: int = 30
    mandate: int = 30
    minimum: Money = Money(1_500)

    def before(self, step: ReminderStep) -> timedelta:
        """Give the delay that goes before a step."""
        return timedelta(days=getattr(self, step.value))


def next_step(taken: Sequence[tuple[ReminderStep, date]], *, due_on: date, terms: FollowUpTerms) -> tuple[ReminderStep, date] | None:
    """Give the step that comes next for a document, and the first day on which it may be taken; nothing after the last one.

    >>> next_step([], due_on=date(2024, 3, 1), terms=FollowUpTerms())
    (<ReminderStep.REMINDER: 'reminder'>, datetime.date(2024, 3, 31))
    """
    steps = list(ReminderStep)
    if not taken:
        return steps[0], due_on + terms.before(steps[0])
    last, on = max(taken, key=lambda each: (steps.index(each[0]), each[1]))
    if last is steps[-1]:
        return None
    following = steps[steps.index(last) + 1]
    return following, on + terms.before(following)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a payment plan: how much, until when, that day included."""

    due_on: date
    amount: Money


def equal_parts(owed: Money, *, count: int, first_on: date) -> tuple[Part, ...]:
    """Cut what is owed into monthly parts; the first ones bear the cents that do not divide.

    >>> [part.amount.cents for part in equal_parts(Money(1000), count=3, first_on=date(2024, 1, 31))]
    [334, 333, 333]
    """
    each, rest = divmod(owed.cents, count)
    return tuple(Part(_month_after(first_on, place), Money(each + (place < rest))) for place in range(count))


def _month_after(day: date, months: int) -> date:
    """Give the same day some months later, the last of the month where there is none."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class PlanState:
    """Where a plan stands: what should have come by now, what is missing of it, the next part."""

    expected: Money
    missing: Money
    following: Part | None

    @property
    def is_kept(self) -> bool:
        """Whether all that should have come has."""
        return self.missing == ZERO


def plan_state(parts: Sequence[Part], *, owed: Money, on: date) -> PlanState:
    """Hold a plan against what is still owed: its parts add up to what was owed when it was agreed."""
    settled = total(part.amount for part in parts) - owed
    expected = total(part.amount for part in parts if part.due_on < on)
    left = sorted((part for part in parts if part.due_on >= on), key=lambda part: part.due_on)
    return PlanState(expected, max(ZERO, expected - settled), left[0] if left and owed > ZERO else None)
