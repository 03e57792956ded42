"""Acts on contracts of membership: opened, changed from a day on, ended, closed; a notice, or a contract to come, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.documents.operations import NewFile, keep
from entraide.apps.members.models import Membership
from entraide.apps.members.operations.exits import end_with_contract, give_back
from entraide.apps.members.operations.facts import absence_faults, begun, last_name, locked, name_on, outlives
from entraide.apps.members.policies import require_register_keeper
from entraide.apps.members.queries.contracts import contract_to_come, run_of
from entraide.apps.members.refusals import NoContract, NoNotice, refuse_faults
from entraide.apps.members.translation import covers_written, span_of
from entraide.core.indicators.publications import closing_day, first_open_year
from entraide.core.membership.contracts import (
    Cover,
    Payer,
    Scope,
    cover_faults,
    crossing_faults,
    deliberation_faults,
    entry_faults,
    exit_faults,
    notice_faults,
    payer_faults,
)
from entraide.core.refusals import Finding
from entraide.core.timeline import Span, farthest
from entraide.orm.acts import ended, from_day_on, rewrite, write


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says: whom it covers, who pays (nobody else if empty), which deliberation decided it.

    `deliberation` is the file of that deliberation, to keep; `deliberation_id` one that is kept already.
    """

    scope: Scope = Scope.FULL
    covers: tuple[Cover, ...] = ()
    payer_id: UUID | None = None
    deliberated_on: date | None = None
    deliberation_number: str = ""
    deliberation: NewFile | None = None
    deliberation_id: UUID | None = None


def _written(terms: Terms, *, actor: Actor, at: datetime, on: date) -> dict[str, Any]:
    """Give what the row of a contract keeps of its terms, the new file kept first."""
    deliberation_id = terms.deliberation_id
    if terms.deliberation:
        deliberation_id = keep(file=terms.deliberation, actor=actor, at=at, on=on)
    return {
        "scope": terms.scope.value,
        "covers": covers_written(terms.covers),
        "payer_id": terms.payer_id,
        "deliberated_on": terms.deliberated_on,
        "deliberation_number": terms.deliberation_number,
        "deliberation_id": deliberation_id,
    }


@dataclass(frozen=True, slots=True)
class NewContract:
    """A contract to open from a day on; it `continues` an earlier one where a structure event moves it from one body to another."""

    member_id: UUID
    since: date
    terms: Terms = Terms()
    continues: bool = False
    source: str = ""


@transaction.atomic
def open_membership(*, contract: NewContract, actor: Actor, at: datetime, on: date) -> UUID:
    """Open a contract of membership; give the key of its row.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises FaultyFacts: if its day is no day of entry, or lies in a closed year or too far ahead, it crosses another contract, or its
        terms have faults.
    """
    require_register_keeper(actor)
    member_id, span = contract.member_id, Span(contract.since)
    locked({member_id, contract.terms.payer_id} - {None})
    others = [span_of(row) for row in _contracts(member_id)]
    refuse_faults(
        [
            *absence_faults(member_id, on=contract.since, where="since"),
            *entry_faults(contract.since, continues=contract.continues),
            *_day_faults(contract, on),
            *crossing_faults(span, others),
            *_term_faults(member_id, contract.terms, span, on),
        ]
    )
    act = begun(at)
    said = {"member_id": member_id, "since": contract.since, "recorded_at": at, "recorded_by": act.id, "source": contract.source}
    row = Membership(**said, **_written(contract.terms, actor=actor, at=at, on=on))
    write([row])
    payload = {"since": contract.since, "scope": contract.terms.scope, "payer": contract.terms.payer_id}
    record("members.membership_opened", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)
    return row.pk


@transaction.atomic
def change_membership(*, member_id: UUID, since: date, terms: Terms, actor: Actor, at: datetime, on: date) -> None:
    """Change what a contract says from one of its days on; what it said before that day stays readable.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises NoContract: if no contract runs on that day.
    :raises FaultyFacts: if the day lies too far ahead, or the terms have faults.
    """
    require_register_keeper(actor)
    locked({member_id, terms.payer_id} - {None})
    rows = [row for row in _running(member_id, since) if row.until is None or row.until > since]
    refuse_faults(absence_faults(member_id, on=since, where="since"))
    refuse_faults([*_far_faults(since, on), *_term_faults(member_id, terms, Span(since, rows[-1].until), on)])
    from_day_on(rows, since, act=begun(at), **_written(terms, actor=actor, at=at, on=on))
    payload = {"since": since, "scope": terms.scope, "payer": terms.payer_id}
    record("members.membership_changed", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


@transaction.atomic
def give_notice(*, member_id: UUID, notice_on: date, until: date, actor: Actor, at: datetime, on: date) -> None:
    """Record the notice by which a member leaves; `until` is the first day without contract, a 1 January.

    What the contract carries ends with it: the rights of its people, the mandates of those who act for it.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises NoContract: if no contract runs that day.
    :raises FaultyFacts: if the notice is of a day to come, comes too late, or ends no year of the contract.
    """
    require_register_keeper(actor)
    locked({member_id})
    rows = _running(member_id, on)
    refuse_faults(notice_faults(notice_on=notice_on, until=until, on=on, contract=_span(rows)))
    _end(rows, until, at, notice_on=notice_on)
    payload = {"notice_on": notice_on, "until": until}
    record("members.notice_given", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


@transaction.atomic
def close_membership(*, member_id: UUID, until: date, reason: str, actor: Actor, at: datetime, on: date) -> None:
    """Close a contract at a year's end without notice, by a decision whose `reason` the trail keeps; `until` is the first day without it.

    What it carries ends with it, as after a notice.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises NoContract: if no contract runs that day.
    :raises FaultyFacts: if it is the end of no year of the contract.
    """
    require_register_keeper(actor)
    locked({member_id})
    rows = _running(member_id, on)
    refuse_faults(exit_faults(until=until, contract=_span(rows)))
    _end(rows, until, at)
    payload = {"until": until, "reason": reason}
    record("members.membership_closed", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


@transaction.atomic
def withdraw_notice(*, member_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Let a member stay that had given notice: its contract has no end again, and what ended with it goes on.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises NoContract: if no contract runs that day.
    :raises NoNotice: if no notice is recorded.
    :raises FaultyFacts: if another contract, to come, would be crossed.
    """
    require_register_keeper(actor)
    locked({member_id})
    rows = _running(member_id, on)
    last = rows[-1]
    if last.notice_on is None:
        raise NoNotice
    others = [span_of(row) for row in _contracts(member_id) if row not in rows]
    refuse_faults(crossing_faults(Span(last.since), others))
    act = begun(at)
    rewrite([last], act, until=None, notice_on=None)
    give_back(member_id, on=last.until, act=act)
    record("members.notice_withdrawn", actor=actor, subject=("member", member_id), at=at, on=on, payload={"notice_on": last.notice_on})


@transaction.atomic
def cancel_membership(*, member_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take back the contract of a body that has not begun, as if it had never been opened.

    :raises NotRegisterKeeper: if the actor may not write in the register.
    :raises NoContract: if no contract is to come.
    """
    require_register_keeper(actor)
    locked({member_id})
    rows = contract_to_come(_contracts(member_id), on)
    if not rows:
        raise NoContract
    ended(rows, rows[0].since, act=begun(at))
    record("members.membership_cancelled", actor=actor, subject=("member", member_id), at=at, on=on, payload={"since": rows[0].since})


def _day_faults(contract: NewContract, on: date) -> list[Finding]:
    """Find fault with a first day in a year whose figures are final, as an act on structures does, or years ahead."""
    since, first = contract.since, first_open_year(on)
    if since.year < first and not contract.continues:
        closed = f"{closing_day(since.year):%d/%m/%Y}"
        return [Finding("members.closed_year", "since", {"year": since.year, "closed": closed, "first": first})]
    return _far_faults(since, on)


def _far_faults(since: date, on: date) -> list[Finding]:
    if since <= farthest(on):
        return []
    return [Finding("members.day_too_far", "since", {"day": f"{since:%d/%m/%Y}", "last": f"{farthest(on):%d/%m/%Y}"})]


def _contracts(member_id: UUID) -> list[Membership]:
    return list(Membership.objects.current().filter(member_id=member_id).order_by("since"))


def _running(member_id: UUID, day: date) -> list[Membership]:
    """Give the rows of the contract that runs on a day.

    :raises NoContract: if there is none.
    """
    rows = run_of(_contracts(member_id), day)
    if not rows:
        raise NoContract
    return rows


def _span(rows: Sequence[Membership]) -> Span:
    return Span(rows[0].since, rows[-1].until)


def _end(rows: Sequence[Membership], until: date, at: datetime, **values: Any) -> None:
    """End a contract and what it carries: the row that holds its last day takes its end, those that would follow were never to be."""
    act = begun(at)
    last = [row for row in rows if row.since < until <= (row.until or until)]
    ended([row for row in rows if row not in last], until, act=act)
    rewrite(last, act, until=until, **values)
    end_with_contract({row.member_id for row in rows}, on=until, act=act)


def _term_faults(member_id: UUID, terms: Terms, span: Span, on: date) -> list[Finding]:
    """Find fault with what a contract says over its days."""
    pays_for_others = _crossing(Membership.objects.current().filter(payer_id=member_id), span).exists()
    return [
        *cover_faults(terms.scope, terms.covers, member_key=str(member_id)),
        *payer_faults(_payer(terms.payer_id, member_id, span), pays_for_others=pays_for_others),
        *deliberation_faults(deliberated_on=terms.deliberated_on, on=on),
    ]


def _payer(payer_id: UUID | None, member_id: UUID, span: Span) -> Payer | None:
    """Tell what there is to know of who would pay over some days."""
    if payer_id is None:
        return None
    is_paid_for = _crossing(Membership.objects.current().filter(member_id=payer_id, payer__isnull=False), span).exists()
    exists = bool(name_on(payer_id, on=span.since)) and outlives(payer_id, span.until)
    return Payer(last_name(payer_id), exists, payer_id == member_id, is_paid_for)


def _crossing(rows: Any, span: Span) -> Any:
    """Keep the rows that share a day with a span."""
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=span.since))
    return rows if span.until is None else rows.filter(since__lt=span.until)
