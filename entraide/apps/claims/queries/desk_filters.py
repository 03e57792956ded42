"""What the queue is narrowed by: a shelf, a branch, a benefit, an officer, a channel, its age, the risk of being late."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.claims.models import Claim
from entraide.core.workflow.claims import DECIDED_STATES, OPEN_STATES, ClaimState


DECIDED_LATELY = timedelta(days=30)
SOON, WEEK = timedelta(days=3), timedelta(days=7)
# How a claim came, in French.
CHANNELS = dict(Claim._meta.get_field("channel").choices)
CLOCK_RUNS = OPEN_STATES - {ClaimState.AWAITING_CORRECTION}


class Shelf(StrEnum):
    """Where the desk looks."""

    OPEN = "open"
    TO_TAKE = "to_take"
    MINE = "mine"
    AWAITING = "awaiting"
    DECIDED = "decided"


class Risk(StrEnum):
    """How near the day is by which a claim should be decided, while its clock runs."""

    LATE = "late"
    SOON = "soon"
    WEEK = "week"
    LATER = "later"


class Age(StrEnum):
    """How long ago a claim was filed."""

    WEEK = "week"
    MONTH = "month"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What the officer looks for; `text` is the beginning of a name or a reference, `sort` as in `SORTS`, "-" before.

    `officer` is who took the claims, or who decided to; `absent` names who is away: what they hold is free for others.
    """

    shelf: Shelf = Shelf.OPEN
    benefit: str = ""
    text: str = ""
    sort: str = ""
    branch: str = ""
    officer: UUID | None = None
    channel: str = ""
    risk: Risk | None = None
    age: Age | None = None
    absent: frozenset[UUID] = frozenset()


def on_shelf(shelf: Shelf, *, actor: Actor, on: date, absent: frozenset[UUID] = frozenset()) -> Q:
    """Give the filter of a shelf; what somebody away holds is to be taken."""
    shelves = {
        Shelf.OPEN: Q(state__in=CLOCK_RUNS),
        Shelf.TO_TAKE: Q(state=ClaimState.SUBMITTED) | (Q(state=ClaimState.IN_REVIEW, taken_by__in=absent) if absent else Q()),
        Shelf.MINE: Q(state=ClaimState.IN_REVIEW, taken_by=actor.account_id),
        Shelf.AWAITING: Q(state=ClaimState.AWAITING_CORRECTION),
        Shelf.DECIDED: Q(state__in=DECIDED_STATES, decided_on__gt=on - DECIDED_LATELY),
    }
    return shelves[shelf]


def by_shelf(state: ClaimState, *, all_of: int, mine: int, away: int) -> dict[Shelf, int]:
    """Count the claims of a state on each shelf that holds them; `mine` are the actor's, `away` are held by somebody who is away."""
    if state in DECIDED_STATES:
        return {Shelf.DECIDED: all_of}
    shelves = {
        ClaimState.SUBMITTED: {Shelf.OPEN: all_of, Shelf.TO_TAKE: all_of},
        ClaimState.IN_REVIEW: {Shelf.OPEN: all_of, Shelf.TO_TAKE: away, Shelf.MINE: mine},
        ClaimState.AWAITING_CORRECTION: {Shelf.AWAITING: all_of},
    }
    return shelves[state]


def risk_of(state: ClaimState, due_on: date | None, *, on: date) -> Risk | None:
    """Tell how near its term a claim is; nothing while its clock stands still."""
    if state not in CLOCK_RUNS or due_on is None:
        return None
    if due_on < on:
        return Risk.LATE
    return Risk.SOON if due_on <= on + SOON else Risk.WEEK if due_on <= on + WEEK else Risk.LATER


def at_risk(risk: Risk, *, on: date) -> Q:
    """Give the filter of a risk of being late: past its day, within 3 days, within 7, later."""
    soon, week = on + SOON, on + WEEK
    days = {
        Risk.LATE: Q(due_on__lt=on),
        Risk.SOON: Q(due_on__gte=on, due_on__lte=soon),
        Risk.WEEK: Q(due_on__gt=soon, due_on__lte=week),
        Risk.LATER: Q(due_on__gt=week),
    }
    return Q(state__in=CLOCK_RUNS) & days[risk]


def of_age(age: Age, *, on: date) -> Q:
    """Give the filter of an age: filed less than a week ago, less than 30 days, or before."""
    week, month = on - timedelta(days=7), on - timedelta(days=30)
    days = {
        Age.WEEK: Q(filed_on__gt=week),
        Age.MONTH: Q(filed_on__lte=week, filed_on__gt=month),
        Age.OLDER: Q(filed_on__lte=month),
    }
    return days[age]


def narrowed(wanted: DeskFilter, *, on: date) -> Q:
    """Give the filter of all that is looked for, beside the shelf and the text."""
    columns = {"benefit_code": wanted.benefit, "committee": wanted.branch, "taken_by": wanted.officer, "channel": wanted.channel}
    found = Q(**{column: value for column, value in columns.items() if value})
    if wanted.risk is not None:
        found &= at_risk(wanted.risk, on=on)
    return found & of_age(wanted.age, on=on) if wanted.age is not None else found
