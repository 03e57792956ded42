"""Adjust what members were called for to what their lists say since: lines are withdrawn and added, never changed."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import ContributionLine
from entraide.apps.contributions.operations.calls import Calling, Written, default_due_on, hold_calls, said_by, write_persons
from entraide.apps.contributions.operations.documents import issue_call_documents
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.campaigns import called_by_platform, not_called
from entraide.apps.contributions.queries.due import HeldLine, changes_of, held_lines
from entraide.apps.contributions.translation import rates_of
from entraide.apps.ledger import operations as ledger
from entraide.core.contributions.adjustments import Adjustment
from entraide.core.contributions.years import require_adjustable
from entraide.core.ledger import by_year, post_contribution_adjusted
from entraide.core.money import total
from entraide.orm.keys import uuid7


@transaction.atomic
def adjust_member(
    *, member_id: UUID, year: int, actor: Actor, at: datetime, on: date, people: Collection[UUID] | None = None
) -> UUID | None:
    """Adjust one member's year to its list as it stands, for some `people` alone where they are named.

    Give the key of the line of its account; nothing where nothing differs.

    :raises NotAccountant: if the actor may not.
    :raises YearNotOpen: if the year is too far ahead.
    :raises YearLapsed: if what was owed for it is extinguished.
    :raises NotCalled: if the platform called the member for nothing that year.
    :raises CancelledAlready: if its call was taken back.
    :raises RateMissing: if a rate of the year is not known.
    """
    require_accountant(actor)
    require_adjustable(year, on=on)
    hold_calls([member_id], year=year, issued_on=on)
    if not called_by_platform([member_id], year=year):
        raise not_called(member_id, year=year)
    lines = write_adjustments([member_id], calling=Calling(year, at, actor, at, on), people=people)
    if not lines:
        return None
    payload = {"year": year, "cents": lines[0].cents.cents, "heads": lines[0].head_count}
    record("contributions.adjusted", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)
    issue_call_documents([lines[0].pk], campaign=None, issued_on=on, due_on=default_due_on(on), actor=actor, at=at)
    return lines[0].pk


def write_adjustments(member_ids: Collection[UUID], *, calling: Calling, people: Collection[UUID] | None = None) -> list[ContributionLine]:
    """Write the adjustments of members in the running transaction: a part of the acts that adjust. Who owes the same has no line."""
    changes, payers = changes_of(member_ids, year=calling.year, known_at=calling.known_at, on=calling.on, people=people)
    held = held_lines(changes, year=calling.year)
    lines = [
        ContributionLine(
            id=(key := uuid7()),
            member_id=member,
            payer_id=payers.get(member),
            kind="adjustment",
            label=f"Régularisation {calling.year}",
            head_count=len(own),
            cents=total(change.amount for change in own),
            external_key=f"adjustment:{key}",
            rates=rates_of(line for change in own for line in (*change.before, *change.after)),
            **said_by(calling),
        )
        for member, own in changes.items()
    ]
    ContributionLine.objects.bulk_create(lines, batch_size=1_000)
    write_persons(one for line in lines for one in _written(line.pk, changes[line.member_id], held.get(line.member_id, ())))
    posted = [post_contribution_adjusted(line.pk.hex, line.cents, line.on) for line in lines if line.cents]
    ledger.post([entry for one in posted for entry in by_year(one, year=calling.year)], at=calling.at)
    return lines


def _written(account_line: UUID, changes: Sequence[Adjustment], held: Sequence[HeldLine]) -> Iterator[Written]:
    by_person: dict[UUID, list[HeldLine]] = {}
    for one in held:
        by_person.setdefault(one.said.person, []).append(one)
    for change in changes:
        for one in by_person.get(change.person, ()):
            yield account_line, one.said, change.reason.value, one.id, one.beneficiary_id
        for line in change.after:
            yield account_line, line, change.reason.value, None, None
