"""Write what members are called for, one line of account each, with a line for each person and its journal entry."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.contributions.models import CallCampaign, ContributionLine
from entraide.apps.contributions.models import PersonLine as Row
from entraide.apps.contributions.operations.documents import issue_call_documents
from entraide.apps.contributions.operations.numbering import CALLS, CREDITS, open_series
from entraide.apps.contributions.operations.whole_years import write_whole_years
from entraide.apps.contributions.policies import require_accountant
from entraide.apps.contributions.queries.campaigns import called_members, standing_calls
from entraide.apps.contributions.queries.due import due_of, require_possible, require_rates
from entraide.apps.contributions.refusals import LEFT_OUT, CalledAlready
from entraide.apps.contributions.translation import rates_of
from entraide.apps.ledger import operations as ledger
from entraide.apps.members.operations.facts import locked as hold_members
from entraide.apps.parameters.queries import tariff
from entraide.core.contributions.person_lines import PersonLine
from entraide.core.ledger import by_year, post_contribution_called
from entraide.core.money import total
from entraide.orm.copying import copy_models, copy_rows, writers
from entraide.orm.keys import uuid7, uuid7_digits


# The payment delay of public bodies.
DAYS_TO_PAY = 30


def default_due_on(issued_on: date) -> date:
    """Give the last day to pay of a document issued on a day.

    >>> default_due_on(date(2024, 1, 31))
    datetime.date(2024, 3, 1)
    """
    return issued_on + timedelta(days=DAYS_TO_PAY)


WRITTEN = (*("id", "line_id", "beneficiary_id", "head_class", "since", "until", "days", "rate", "cents", "reason"), "withdraws_id")


@dataclass(frozen=True, slots=True)
class Calling:
    """The act by which members are called: who, when, on which lists, and the campaign where it is one."""

    year: int
    known_at: datetime
    actor: Actor
    at: datetime
    on: date
    campaign: CallCampaign | None = None


@transaction.atomic
def call_member(*, member_id: UUID, year: int, actor: Actor, at: datetime, on: date, accepts_provisional: bool = False) -> UUID:
    """Call one member for a civil year, on its list as it stands; give the key of the line of its account.

    :raises NotAccountant: if the actor may not.
    :raises YearNotOpen: if the year is too far ahead.
    :raises YearClosed: if its accounts are closed.
    :raises RateMissing: if a rate of the year is not known.
    :raises RateProvisional: if one is only carried on, and the actor does not accept it.
    :raises CalledAlready: if the member has a call of that year.
    :raises LeftOut: if nobody of its list counts.
    """
    require_accountant(actor)
    is_provisional = require_possible("call", year, known_at=at, on=on, accepts_provisional=accepts_provisional)
    # A campaign of the year, if one runs, is between two batches while its row is held.
    list(CallCampaign.objects.select_for_update().filter(year=year).order_by("pk"))
    # Two first calls of one member have no other row to wait for each other on.
    hold_members([member_id])
    if called_members([member_id], year=year):
        raise CalledAlready(year=year)
    lines, reasons = write_calls([member_id], calling=Calling(year, at, actor, at, on))
    if member_id in reasons:
        raise LEFT_OUT[reasons[member_id]]
    (line,) = lines
    payload = {"year": year, "cents": line.cents.cents, "heads": line.head_count, "provisional": is_provisional}
    record("contributions.called", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)
    issue_call_documents([line.pk], campaign=None, issued_on=on, due_on=default_due_on(on), actor=actor, at=at)
    return line.pk


def hold_calls(member_ids: Collection[UUID], *, year: int, issued_on: date) -> None:
    """Hold the series that documents are numbered in, then the calls of members: what changes a call takes both, in this order.

    What was written about them meanwhile is read by the statements that follow.
    """
    for prefix in (CALLS, CREDITS):
        open_series(prefix, issued_on)
    list(standing_calls(year).select_for_update().filter(member_id__in=member_ids).values_list("pk", flat=True))


def write_calls(member_ids: Collection[UUID], *, calling: Calling) -> tuple[list[ContributionLine], dict[UUID, str]]:
    """Write the call of members in the running transaction: a part of the acts that call. Give the reason's code of who is left out.

    The lines of persons come first, so that those of accounts, which nothing changes, say what was written.

    :raises RateMissing: if a rate of the year is not known.
    """
    year, known_at = calling.year, calling.known_at
    rates = require_rates(tariff(known_at=known_at), year)
    keys = {member: uuid7() for member in member_ids}
    whole = write_whole_years(keys, year=year, known_at=known_at, rates=rates)
    written = Exists(Row.objects.filter(line_id__in=keys.values(), beneficiary_id=OuterRef("beneficiary_id")))
    due = due_of(keys, year=year, known_at=known_at, rates=rates, on=calling.on, unless=written if whole else None)
    write_persons((keys[member], line, "call", None, None) for member, own in due.lines.items() for line in own)
    calls = [
        _account_line(key, member, due.payers[member], whole.get(member, []), due.lines.get(member, ()), calling)
        for member, key in keys.items()
        if member in whole or member in due.lines
    ]
    copy_models(ContributionLine, calls)
    posted = (post_contribution_called(call.pk.hex, call.cents, call.on) for call in calls if call.cents)
    ledger.post_many((entry for one in posted for entry in by_year(one, year=year)), at=calling.at)
    return calls, {member: code for member, code in due.reasons.items() if member not in whole}


def _account_line(
    key: UUID, member: UUID, payer: UUID | None, whole: Sequence[tuple[PersonLine, int]], own: Sequence[PersonLine], calling: Calling
) -> ContributionLine:
    """Add up what was written for one member: the lines of a whole year, each of so many persons, and its own lines of the others."""
    return ContributionLine(
        id=key,
        member_id=member,
        payer_id=payer,
        kind="call",
        label=f"Appel de cotisation {calling.year}",
        head_count=sum(count for _, count in whole) + len({line.person for line in own}),
        cents=total([*(line.amount * count for line, count in whole), *(line.amount for line in own)]),
        external_key=f"call:{key}",
        rates=rates_of([*(line for line, _ in whole), *own]),
        **said_by(calling),
    )


def said_by(calling: Calling) -> dict[str, Any]:
    """Give what every line of an act says of it."""
    return {
        "year": calling.year,
        "on": calling.on,
        "origin": "platform",
        "campaign": calling.campaign,
        "known_at": calling.known_at,
        "recorded_at": calling.at,
        "recorded_by": calling.actor.account_id,
    }


Written = tuple[UUID, PersonLine, str, UUID | None, UUID | None]


def write_persons(written: Iterable[Written]) -> None:
    """Add person lines by sets: the line of account, what is said, why, and where one is withdrawn its key and whom it names."""
    copy_rows(Row, WRITTEN, _columns(written))


def _columns(written: Iterable[Written]) -> Iterator[tuple[Any, ...]]:
    write = writers()
    key, day = write.key, write.day
    for account_line, line, reason, withdrawn, named in written:
        cents = line.amount.cents
        yield (
            uuid7_digits(),
            key(account_line),
            key(named or line.person),
            line.head_class.value,
            day(line.since),
            day(line.until),
            line.days,
            line.rate.cents,
            -cents if withdrawn else cents,
            reason,
            key(withdrawn),
        )
