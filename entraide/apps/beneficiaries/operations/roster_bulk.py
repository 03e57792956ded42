"""The lists of many members at once: the same acts as one by one, each member's own, written by sets of all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import Affiliation, Beneficiary, Identity, RosterImport
from entraide.apps.beneficiaries.operations.roster_staging import Staged, stage
from entraide.apps.beneficiaries.operations.rosters import SentList, forget, keep_preview, kept_file
from entraide.apps.beneficiaries.operations.staff import Act, write_plan
from entraide.apps.beneficiaries.policies import require_roster_keeper
from entraide.apps.beneficiaries.queries.roster_notes import search_name_of
from entraide.apps.beneficiaries.queries.rosters import WAITING, held_persons
from entraide.apps.beneficiaries.translation import counts_of, digest_of, effect_of
from entraide.core.roster.comparison import compare
from entraide.core.roster.effect import Heads, heads_of
from entraide.core.roster.plan import RosterPlan
from entraide.core.roster.presence import rights_end, stay_of
from entraide.core.roster.values import RosterLine, Status
from entraide.orm.copying import Writers, copy_rows, instant_for_database, writers
from entraide.orm.keys import uuid7
from entraide.orm.references import draw_references


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
    those that each list alone would write; the sentence of each entry is not kept.

    :raises NotYourMember: if the actor does not keep these members' staff.
    """
    done = ManyApplied()
    batch: dict[UUID, ManyList] = {}
    count = 0
    for one in lists:
        require_roster_keeper(actor, one.member_id)
        if batch and (count + len(one.lines) > LINES_AT_ONCE or one.member_id in batch):
            done = _apply_batch(batch, done, actor=actor, at=at, on=on)
            batch, count = {}, 0
        batch[one.member_id] = one
        count += len(one.lines)
    return _apply_batch(batch, done, actor=actor, at=at, on=on) if batch else done


@transaction.atomic
def _apply_batch(batch: Mapping[UUID, ManyList], done: ManyApplied, *, actor: Actor, at: datetime, on: date) -> ManyApplied:
    held = RosterImport.objects.select_for_update().filter(member_id__in=set(batch), state__in=(*WAITING, "draft")).order_by("pk")
    waiting: dict[UUID, list[RosterImport]] = {}
    for roster in held:
        waiting.setdefault(roster.member_id, []).append(roster)
    staged = stage({key: one.lines for key, one in batch.items()}, on=on)
    newcomers: list[tuple[Act, Sequence[RosterLine], set[int]]] = []
    rosters: list[RosterImport] = []
    for member_id, one in batch.items():
        plan, heads = _plan_of(one, staged, on)
        if plan.doubts or plan.needs_confirmation:
            _leave_waiting(one, actor=actor, at=at, on=on)
        else:
            forget(waiting.get(member_id, []))
            roster = _applied(one, plan, heads, actor=actor, at=at, on=on)
            act = Act(roster.pk, member_id, at, on)
            write_plan(replace(plan, arrivals=tuple(arrival for arrival in plan.arrivals if arrival.person_id is not None)), act=act)
            arrived = [arrival.line for arrival in plan.arrivals if arrival.person_id is None]
            newcomers.append((act, arrived, staged.elsewhere.get(member_id, set())))
            rosters.append(roster)
        done = done.plus(plan, is_applied=not (plan.doubts or plan.needs_confirmation))
    RosterImport.objects.bulk_create(rosters)
    _write_newcomers(newcomers)
    return done


def _plan_of(one: ManyList, staged: Staged, on: date) -> tuple[RosterPlan, Heads]:
    """Compare what staging has left of a list; what it found the same counts as unchanged."""
    same = staged.same.get(one.member_id, set())
    lines = [line for line in one.lines if line.line_number not in same]
    plan = compare(staged.held.get(one.member_id, ()), lines, year=one.year, on=on)
    heads = staged.heads.get(one.member_id, Heads())
    return replace(plan, staff_count=heads.active + heads.retired, unchanged_count=plan.unchanged_count + len(same)), heads


def _leave_waiting(one: ManyList, *, actor: Actor, at: datetime, on: date) -> None:
    people = held_persons(one.member_id)
    plan = compare(people, one.lines, year=one.year, on=on)
    keep_preview(_roster_of(one, actor=actor, at=at, on=on), plan, heads=heads_of(people, on), actor=actor, at=at, on=on)


def _roster_of(one: ManyList, *, actor: Actor, at: datetime, on: date) -> RosterImport:
    values: dict[str, Any] = {"id": uuid7(), "member_id": one.member_id, "year": one.year}
    if one.sent is not None:
        values |= {"file_name": one.sent.name[:200], "document_id": kept_file(one.sent, actor=actor, at=at, on=on)}
    return RosterImport(**values)


def _applied(one: ManyList, plan: RosterPlan, heads: Heads, *, actor: Actor, at: datetime, on: date) -> RosterImport:
    roster = _roster_of(one, actor=actor, at=at, on=on)
    told = {
        "on": on,
        "state": "applied",
        "staff_count": plan.staff_count,
        "needs_confirmation": False,
        "plan_digest": digest_of(replace(plan, arrivals=())),
        "sent_by": actor.account_id or UUID(int=0),
        "sent_at": at,
        "applied_at": at,
        "applied_on": on,
        **counts_of(plan),
        **effect_of(plan, heads),
    }
    for name, value in told.items():
        setattr(roster, name, value)
    subject, payload = ("roster", roster.pk), {"member": one.member_id, "year": one.year, **counts_of(plan)}
    record("beneficiaries.roster_applied", actor=actor, subject=subject, at=at, on=on, payload=payload)
    return roster


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """Someone who enters a staff: the keys that their rows carry, as the database writes them, and what the list says."""

    key: Any
    member: Any
    act: Any
    line: RosterLine
    name: str
    is_first: bool


def _write_newcomers(newcomers: Sequence[tuple[Act, Sequence[RosterLine], set[int]]]) -> None:
    """Enter persons who were never on these staffs, as `write_plan` does, in three copies."""
    drawn = draw_references(Beneficiary, "B", sum(len(lines) for _, lines, _ in newcomers))
    if not drawn:
        return
    act, write = newcomers[0][0], writers()
    keys = [write.key(key) for key, _ in drawn]
    at = instant_for_database(act.at)
    people = ((key, reference, at) for key, (_, reference) in zip(keys, drawn, strict=True))
    copy_rows(Beneficiary, ("id", "reference", "created_at"), people)
    entered = list(_entered(keys, newcomers, write))
    copy_rows(Identity, IDENTITY, (_identity(one, at, act.on, write) for one in entered))
    copy_rows(Affiliation, AFFILIATION, (_affiliation(one, at, write) for one in entered))


def _entered(keys: Sequence[Any], newcomers: Sequence[tuple[Act, Sequence[RosterLine], set[int]]], write: Writers) -> Iterator[_Newcomer]:
    """Say of each newcomer whether this member is the principal one: not where another staff holds them, or another list just did."""
    seen: dict[tuple[str, date], UUID] = {}
    following = iter(keys)
    for act, lines, elsewhere in newcomers:
        member, act_key = write.key(act.member_id), write.key(act.id)
        for line in lines:
            name = search_name_of(line)
            is_first = line.line_number not in elsewhere and seen.get((name, line.born_on), act.member_id) == act.member_id
            if line.status is not Status.RETIREE and (line.until is None or line.until > act.on):
                seen.setdefault((name, line.born_on), act.member_id)
            yield _Newcomer(next(following), member, act_key, line, name, is_first)


IDENTITY = (
    *("id", "beneficiary_id", "since", "family_name", "given_name", "search_name", "born_on", "civil_sex", "email"),
    *("recorded_at", "recorded_by"),
)
AFFILIATION = (
    *("id", "beneficiary_id", "member_id", "status", "since", "until", "rights_until", "service", "staff_number", "is_principal"),
    *("contract", "contract_until", "position", "time_share", "leaving", "recorded_at", "recorded_by"),
)


def _identity(one: _Newcomer, at: Any, on: date, write: Writers) -> tuple[Any, ...]:
    line = one.line
    civil_sex = line.civil_sex.value if line.civil_sex else ""
    known = (line.family_name, line.given_name, one.name, write.day(line.born_on), civil_sex, line.email)
    return (write.key(uuid7()), one.key, write.day(min(line.since, on)), *known, at, one.act)


def _affiliation(one: _Newcomer, at: Any, write: Writers) -> tuple[Any, ...]:
    stay, day = stay_of(one.line), write.day
    span = (day(stay.since), day(stay.until), day(rights_end(stay.until)))
    contract = (stay.contract.value if stay.contract else "", day(stay.contract_until), stay.position.value, stay.time_share)
    who = (write.key(uuid7()), one.key, one.member, stay.status.value)
    return (*who, *span, stay.service, stay.matricule, one.is_first, *contract, stay.leaving, at, one.act)
