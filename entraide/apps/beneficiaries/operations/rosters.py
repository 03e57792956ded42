"""Acts on the lists that members send: look at one, settle its doubts, apply it or set it aside, undo it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.beneficiaries.models import RosterChange, RosterImport, RosterMapping
from entraide.apps.beneficiaries.operations.holding import hold_persons
from entraide.apps.beneficiaries.operations.roster_entries import Act
from entraide.apps.beneficiaries.operations.roster_previews import SentList, forget, keep_preview, kept_file
from entraide.apps.beneficiaries.operations.staff import give_back, rests_on, write_plan, written_of
from entraide.apps.beneficiaries.policies import require_roster_keeper
from entraide.apps.beneficiaries.queries.roster_draft import line_kept, plan_of_draft
from entraide.apps.beneficiaries.queries.roster_effect import effect_of
from entraide.apps.beneficiaries.queries.roster_known import known_elsewhere, met_elsewhere
from entraide.apps.beneficiaries.queries.rosters import (
    UNSETTLED,
    ReadList,
    choices_of,
    held_persons,
    last_applied_roster,
    principal_lines_of,
)
from entraide.apps.beneficiaries.refusals import (
    ColumnsToName,
    DoubtsRemain,
    MemberDoesNotBelong,
    NotTheLastRoster,
    RemovesTooMany,
    RosterFaults,
    RosterNotWaiting,
    RosterYearRefused,
    SomethingRestsOnRoster,
    StaffHasChanged,
)
from entraide.apps.beneficiaries.translation import counts_of, digest_of
from entraide.apps.documents.queries import content_of as content_of_document
from entraide.apps.members.operations.facts import last_name
from entraide.apps.members.operations.facts import locked as hold_members
from entraide.apps.members.queries.terms import belonging_between
from entraide.core.money import Money
from entraide.core.roster.comparison import compare
from entraide.core.roster.plan import RosterPlan, settle
from entraide.core.roster.values import HeldPerson, RosterLine
from entraide.core.roster.years import years_taken
from entraide.orm.keys import uuid7


# What may be answered, and of which entries.
CHOICES = {"same": "doubt", "other": "doubt", "principal": "arrival", "second": "arrival"}


def preview(*, member_id: UUID, sent: SentList, actor: Actor, at: datetime, on: date) -> UUID:
    """Check a list whole and keep what it would change, for someone to look at; the one that waited before is set aside.

    The file is read before the transaction begins: a workbook may take seconds.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterYearRefused: if no list of that year is taken today.
    :raises MemberDoesNotBelong: if the member has no contract in what is left of that year.
    :raises UnreadableFile: if the file cannot be read.
    :raises ColumnsToName: if a person may say which of its titles is which column, and nobody has yet.
    :raises RosterFaults: if lines have faults; all of them are in `findings`.
    """
    require_roster_keeper(actor, member_id)
    require_year(sent.year, on)
    require_contracts([member_id], year=sent.year, on=on)
    found = sent.read(member_id)
    if found.findings:
        raise (ColumnsToName if found.needs_names else RosterFaults)(found.findings, can_be_named=found.can_be_named)
    with transaction.atomic():
        hold_members([member_id])
        return _keep_file(member_id, sent, found, actor=actor, at=at, on=on)


def _keep_file(member_id: UUID, sent: SentList, found: ReadList, *, actor: Actor, at: datetime, on: date) -> UUID:
    document_id = kept_file(sent, actor=actor, at=at, on=on)
    values = {"member_id": member_id, "year": sent.year, "document_id": document_id, "file_name": sent.name[:200]}
    values["columns"] = sent.columns
    people = held_persons(member_id)
    plan = compare(people, found.lines, year=sent.year, on=on)
    return keep_preview(RosterImport(**values), plan, people=people, actor=actor, at=at, on=on)


@transaction.atomic
def set_aside(*, roster_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Give up a list that waits; nothing of it stays but that it was sent.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if it is applied.
    """
    roster = locked(roster_id, actor)
    if roster.state == "set_aside":
        return
    if roster.state not in UNSETTLED:
        raise RosterNotWaiting
    forget([roster], actor=actor, at=at, on=on)


def answer_doubts(*, roster_id: UUID, choices: Mapping[int, str], actor: Actor, at: datetime, on: date) -> None:
    """Say of doubts, by their position in the list's changes, whether it is the same person (same) or another (other).

    Of arrivals that another employer inscribes too, say which one counts: this member (principal) or the other (second).

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the list does not wait any more.
    """
    roster = RosterImport.objects.get(pk=roster_id)
    require_roster_keeper(actor, roster.member_id)
    lines = _lines_of(roster)
    with transaction.atomic():
        _keep_answers(roster_id, choices, lines, actor=actor, at=at, on=on)


def _keep_answers(
    roster_id: UUID, choices: Mapping[int, str], lines: Sequence[RosterLine], *, actor: Actor, at: datetime, on: date
) -> None:
    """Keep answers, and what the list makes of the contribution once they are given."""
    roster = locked(roster_id, actor)
    if roster.state != "previewed":
        raise RosterNotWaiting
    for choice, kind in CHOICES.items():
        positions = [position for position, given in choices.items() if given == choice]
        asked = RosterChange.objects.filter(roster_id=roster_id, kind=kind, position__in=positions)
        (asked if kind == "doubt" else asked.filter(content__has_key="asks_principal")).update(choice=choice)
    people = held_persons(roster.member_id)
    plan = _answered_plan(roster, _compared(roster, people, lines))
    RosterImport.objects.filter(pk=roster_id).update(**_effect_of_answers(roster, plan, people))
    subject, payload = ("roster", roster_id), {"count": len(choices)}
    record("beneficiaries.roster_doubts_answered", actor=actor, subject=subject, at=at, on=on, payload=payload)


def apply(*, roster_id: UUID, confirmed: bool, actor: Actor, at: datetime, on: date) -> None:
    """Make a member's staff what its list says, all at once; a list applied already stays so.

    `confirmed`: someone has said that a list which removes more than a fifth of the staff is whole.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises RosterNotWaiting: if the list was undone or set aside.
    :raises MemberDoesNotBelong: if the member has no contract any more in what is left of the year of the list.
    :raises StaffHasChanged: if the staff is no longer what the list was compared with.
    :raises DoubtsRemain: if a doubt has no answer.
    :raises RemovesTooMany: if it removes so many that it must be confirmed.
    """
    roster = RosterImport.objects.get(pk=roster_id)
    require_roster_keeper(actor, roster.member_id)
    lines = _lines_of(roster)
    with transaction.atomic():
        roster = locked(roster_id, actor)
        if roster.state == "applied":
            return
        if roster.state != "previewed":
            raise RosterNotWaiting
        require_contracts([roster.member_id], year=roster.year, on=on)
        hold_persons(_written_of(roster, lines))
        people = held_persons(roster.member_id)
        plan = _settled_plan(roster, people, lines)
        if plan.needs_confirmation and not confirmed:
            raise RemovesTooMany(count=len(plan.departures), staff=plan.staff_count)
        known = known_elsewhere([arrival.line for arrival in plan.arrivals if arrival.person_id is None], roster.member_id)
        principal = principal_lines_of(roster_id)
        effect = _effect_of_answers(roster, plan, people)
        write_plan(plan, act=Act(roster_id, roster.member_id, at, roster.on), known=known, principal=principal)
        done = {"state": "applied", "applied_at": at, "applied_on": on, "draft": None}
        RosterImport.objects.filter(pk=roster_id).update(**done, **counts_of(plan), **effect)
        _remember_columns(roster, at)
        subject, payload = ("roster", roster_id), {"member": roster.member_id, "year": roster.year, **counts_of(plan)}
        record("beneficiaries.roster_applied", actor=actor, subject=subject, at=at, on=on, payload=payload)


def _written_of(roster: RosterImport, lines: Sequence[RosterLine]) -> set[UUID]:
    """Give the persons whom a list may write of: those of its preview, and those whom others made known."""
    told = RosterChange.objects.filter(roster_id=roster.pk).order_by("position").values_list("line_number", "beneficiary_id", "kind")
    entering = {number for number, _, kind in told if kind in ("arrival", "doubt")}
    added = [line_kept(kept, place) for place, kept in enumerate((roster.draft or {}).get("added", ()))]
    known = known_elsewhere([line for line in lines if line.line_number in entering] or added, roster.member_id)
    return {*known.values(), *(key for _, key, _ in told if key is not None)}


def _remember_columns(roster: RosterImport, at: datetime) -> None:
    """Remember what was said of the titles of a list, now that it has proved right."""
    if roster.columns is not None:
        said = {"columns": roster.columns, "remembered_at": at}
        RosterMapping.objects.update_or_create(member_id=roster.member_id, defaults=said)


def require_year(year: int, on: date) -> None:
    """Stop a list that comes too late or too early.

    :raises RosterYearRefused: if no list of that year is taken on that day.
    """
    if year not in years_taken(on):
        raise RosterYearRefused(year=year, years=" ou ".join(map(str, years_taken(on))))


def require_contracts(member_ids: Collection[UUID], *, year: int, on: date) -> None:
    """Stop the lists of bodies that no contract makes members: from today, or from the year of a list to come, to the end of its year.

    :raises MemberDoesNotBelong: if there is one.
    """
    since = max(on, date(year, 1, 1))
    found = belonging_between(member_ids, since=since, until=date(since.year + 1, 1, 1))
    for member_id in member_ids:
        if member_id not in found:
            raise MemberDoesNotBelong(member=last_name(member_id) or "Cette collectivité", on=f"{since:%d/%m/%Y}")


def _lines_of(roster: RosterImport) -> Sequence[RosterLine]:
    if roster.document_id is None or roster.state != "previewed":
        return ()
    sent = SentList(content_of_document(roster.document_id), roster.file_name, roster.year, roster.columns)
    return sent.read(roster.member_id).lines


def _compared(roster: RosterImport, people: Sequence[HeldPerson], lines: Sequence[RosterLine]) -> RosterPlan:
    if roster.source == "form":
        return plan_of_draft(people, roster.draft or {}, year=roster.year, on=roster.on)
    return compare(people, lines, year=roster.year, on=roster.on)


def _answered_plan(roster: RosterImport, plan: RosterPlan) -> RosterPlan:
    return settle(plan, {line: choice == "same" for line, choice in choices_of(roster.pk).items() if choice})


def _effect_of_answers(roster: RosterImport, plan: RosterPlan, people: Sequence[HeldPerson]) -> dict[str, Money | None]:
    """Estimate a list as its answers stand: an arrival that another member inscribes too is called there unless it was said otherwise."""
    second = met_elsewhere(plan, roster.member_id).employed - principal_lines_of(roster.pk)
    return effect_of(plan, people=people, member_id=roster.member_id, second=second)


def _settled_plan(roster: RosterImport, people: Sequence[HeldPerson], lines: Sequence[RosterLine]) -> RosterPlan:
    """Compare the list anew with the staff as it is now, and settle its doubts as they were answered."""
    plan = _compared(roster, people, lines)
    if digest_of(plan) != roster.plan_digest:
        raise StaffHasChanged
    settled = _answered_plan(roster, plan)
    if settled.doubts:
        raise DoubtsRemain(count=len(settled.doubts))
    return settled


@transaction.atomic
def undo(*, roster_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Make a member's staff what it was before its last list; both acts stay in history. A list undone already stays so.

    :raises NotYourMember: if the actor does not keep this member's staff.
    :raises NotTheLastRoster: if it is not the last list applied for its member.
    :raises SomethingRestsOnRoster: if something was written since about what it changed.
    """
    roster = locked(roster_id, actor)
    if roster.state == "undone":
        return
    last = last_applied_roster(roster.member_id)
    if last is None or last.pk != roster_id:
        raise NotTheLastRoster
    act = Act(roster_id, roster.member_id, at, on)
    hold_persons(written_of(act))
    if rests_on(act):
        raise SomethingRestsOnRoster
    undoing = uuid7()
    give_back(act, undoing=undoing, at=at)
    RosterImport.objects.filter(pk=roster_id).update(state="undone", undone_at=at, undone_on=on)
    record("beneficiaries.roster_undone", actor=actor, subject=("roster", roster_id), at=at, on=on, payload={"act": undoing})


def locked(roster_id: UUID, actor: Actor) -> RosterImport:
    """Hold the member of a list: of two acts at once on its lists, the second sees what the first did."""
    member_id = RosterImport.objects.values_list("member_id", flat=True).get(pk=roster_id)
    require_roster_keeper(actor, member_id)
    hold_members([member_id])
    return RosterImport.objects.get(pk=roster_id)
