"""The lists of many members at once: the same acts as one by one, each member's own, written by sets of all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import RosterImport
from entraide.apps.beneficiaries.operations.roster_copying import Newcomers, write_newcomers
from entraide.apps.beneficiaries.operations.roster_entries import Act
from entraide.apps.beneficiaries.operations.roster_previews import SentList, forget, keep_preview, kept_file
from entraide.apps.beneficiaries.operations.roster_staging import Staged, stage
from entraide.apps.beneficiaries.operations.rosters import require_contracts, require_year
from entraide.apps.beneficiaries.operations.staff import write_plan
from entraide.apps.beneficiaries.policies import require_roster_keeper
from entraide.apps.beneficiaries.queries.roster_known import Candidates, alike
from entraide.apps.beneficiaries.queries.rosters import held_persons, unsettled
from entraide.apps.beneficiaries.translation import counts_of, digest_of
from entraide.apps.members.operations.facts import locked as hold_members
from entraide.core.roster.comparison import compare
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.values import RosterLine
from entraide.orm.keys import uuid7


# As many lines as one transaction applies: the lists of some dozens of members, some tens of megabytes.
LINES_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class ManyList:
    """The list of one member among many: its lines as read, and the file that they came from where there is one."""

    member_id: UUID
    year: int
    lines: Sequence[RosterLine]
    sent: SentList | None = None


@dataclass(frozen=True, slots=True)
class ManyApplied:
    """What became of many lists: how many were applied, how many wait for a person (doubts, or most of the staff gone), and the counts."""

    applied: int = 0
    left_waiting: int = 0
    arrivals: int = 0
    departures: int = 0
    changes: int = 0
    unchanged: int = 0

    def plus(self, plan: RosterPlan, *, is_applied: bool) -> "ManyApplied":
        """Add what one list brought."""
        if not is_applied:
            return replace(self, left_waiting=self.left_waiting + 1)
        return ManyApplied(
            self.applied + 1,
            self.left_waiting,
            self.arrivals + len(plan.arrivals),
            self.departures + len(plan.departures),
            self.changes + len(plan.changes),
            self.unchanged + plan.unchanged_count,
        )


def apply_many(*, lists: Iterable[ManyList], actor: Actor, at: datetime, on: date) -> ManyApplied:
    """Apply the lists of many members, one act each, some tens of thousands of lines a transaction.

    A list that leaves doubts, or removes most of a staff, is left for its member to look at, as if it had been sent. The facts written are
    those that each list alone would write; the sentence of each entry, and the effect on the contribution, are not kept: nobody looked.

    :raises NotYourMember: if the actor does not keep these members' staff.
    :raises RosterYearRefused: if no list of a year of theirs is taken today.
    :raises MemberDoesNotBelong: if one of them has no contract in what is left of that year; the sets before it stay applied.
    """
    done = ManyApplied()
    batch: dict[UUID, ManyList] = {}
    count = 0
    for one in lists:
        require_roster_keeper(actor, one.member_id)
        require_year(one.year, on)
        if batch and (count + len(one.lines) > LINES_AT_ONCE or one.member_id in batch):
            done = _apply_batch(batch, done, actor=actor, at=at, on=on)
            batch, count = {}, 0
        batch[one.member_id] = one
        count += len(one.lines)
    return _apply_batch(batch, done, actor=actor, at=at, on=on) if batch else done


@transaction.atomic
def _apply_batch(batch: Mapping[UUID, ManyList], done: ManyApplied, *, actor: Actor, at: datetime, on: date) -> ManyApplied:
    hold_members(batch)
    waiting: dict[UUID, list[RosterImport]] = {}
    for roster in unsettled(set(batch)):
        waiting.setdefault(roster.member_id, []).append(roster)
    for year in {one.year for one in batch.values()}:
        require_contracts([key for key, one in batch.items() if one.year == year], year=year, on=on)
    staged = stage({key: one.lines for key, one in batch.items()}, on=on)
    newcomers: list[Newcomers] = []
    rosters: list[RosterImport] = []
    for member_id, one in batch.items():
        plan = _plan_of(one, staged, on)
        if plan.doubts or plan.needs_confirmation:
            _leave_waiting(one, actor=actor, at=at, on=on)
        else:
            forget(waiting.get(member_id, []), actor=actor, at=at, on=on)
            roster = _applied(one, plan, actor=actor, at=at, on=on)
            newcomers.append(_write_known(plan, staged.known.get(member_id, {}), Act(roster.pk, member_id, at, on)))
            rosters.append(roster)
        done = done.plus(plan, is_applied=not (plan.doubts or plan.needs_confirmation))
    RosterImport.objects.bulk_create(rosters)
    write_newcomers(newcomers)
    return done


def _write_known(plan: RosterPlan, candidates: Candidates, act: Act) -> Newcomers:
    """Write what a plan brings of persons who have a file; give those who have none, with the lines of whom two may be meant."""
    new = [arrival.line for arrival in plan.arrivals if arrival.person_id is None]
    found = alike(candidates, new)
    known = {number: next(iter(keys)) for number, keys in found.items() if len(keys) == 1}
    unheard = {line.line_number for line in new} - known.keys()
    write_plan(replace(plan, arrivals=tuple(one for one in plan.arrivals if one.line_number not in unheard)), act=act, known=known)
    ambiguous = {number for number, keys in found.items() if len(keys) > 1}
    return Newcomers(act, [line for line in new if line.line_number in unheard], ambiguous)


def _plan_of(one: ManyList, staged: Staged, on: date) -> RosterPlan:
    """Compare what staging has left of a list; what it found the same counts as unchanged."""
    same = staged.same.get(one.member_id, set())
    lines = [line for line in one.lines if line.line_number not in same]
    plan = compare(staged.held.get(one.member_id, ()), lines, year=one.year, on=on)
    return replace(plan, staff_count=staged.present.get(one.member_id, 0), unchanged_count=plan.unchanged_count + len(same))


def _leave_waiting(one: ManyList, *, actor: Actor, at: datetime, on: date) -> None:
    people = held_persons(one.member_id)
    plan = compare(people, one.lines, year=one.year, on=on)
    keep_preview(_roster_of(one, actor=actor, at=at, on=on), plan, people=people, actor=actor, at=at, on=on)


def _roster_of(one: ManyList, *, actor: Actor, at: datetime, on: date) -> RosterImport:
    values: dict[str, Any] = {"id": uuid7(), "member_id": one.member_id, "year": one.year}
    if one.sent is not None:
        values |= {"file_name": one.sent.name[:200], "document_id": kept_file(one.sent, actor=actor, at=at, on=on)}
    return RosterImport(**values)


def _applied(one: ManyList, plan: RosterPlan, *, actor: Actor, at: datetime, on: date) -> RosterImport:
    roster = _roster_of(one, actor=actor, at=at, on=on)
    told = {
        "on": on,
        "state": "applied",
        "staff_count": plan.staff_count,
        "needs_confirmation": False,
        "plan_digest": digest_of(replace(plan, arrivals=())),
        "sent_by": actor.author_id,
        "sent_at": at,
        "applied_at": at,
        "applied_on": on,
        **counts_of(plan),
    }
    for name, value in told.items():
        setattr(roster, name, value)
    subject, payload = ("roster", roster.pk), {"member": one.member_id, "year": one.year, **counts_of(plan)}
    record("beneficiaries.roster_applied", actor=actor, subject=subject, at=at, on=on, payload=payload)
    return roster
