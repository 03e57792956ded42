"""What is said with a body, and what is promised to it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from entraide.apps.accounts.actor import Actor
from entraide.apps.audit.operations import record
from entraide.apps.portfolio.models import Commitment, Exchange
from entraide.apps.portfolio.operations.following import require_standing
from entraide.apps.portfolio.policies import require_portfolio_keeper
from entraide.apps.portfolio.refusals import (
    ExchangeToCome,
    ExchangeTold,
    ExchangeTooFar,
    NothingSaid,
    PromiseInThePast,
    PromiseKept,
    PromiseTooFar,
)
from entraide.core.timeline import add_months, farthest
from entraide.orm.keys import uuid7


# Farther from today, the year was mistyped (illustrative).
MONTHS_AROUND = 24


@dataclass(frozen=True, slots=True)
class NewExchange:
    """An exchange with a body: visit, meeting, call or letter; on which day, with whom, what came of it or what it is for.

    `key` is given by the form that asks for it: a form sent twice notes one exchange.
    """

    member_id: UUID
    kind: str
    held_on: date
    summary: str
    met: str = ""
    key: UUID | None = None


@transaction.atomic
def note_exchange(*, exchange: NewExchange, actor: Actor, at: datetime, on: date) -> UUID:
    """Note an exchange; one of a day to come is planned. Give its key.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises NothingSaid: if the summary is blank.
    :raises ExchangeTooFar: if the day is more than two years away.
    :raises BodyGone: if the body does not exist today.
    """
    require_portfolio_keeper(actor)
    require_standing(exchange.member_id, on=on)
    if not exchange.summary.strip():
        raise NothingSaid
    if not add_months(on, -MONTHS_AROUND) <= exchange.held_on <= add_months(on, MONTHS_AROUND):
        raise ExchangeTooFar
    said = {
        "member_id": exchange.member_id,
        "kind": exchange.kind,
        "held_on": exchange.held_on,
        "met": exchange.met.strip(),
        "summary": exchange.summary.strip(),
        "is_planned": exchange.held_on > on,
        "noted_by": actor.author_id,
        "noted_at": at,
    }
    noted, is_new = Exchange.objects.get_or_create(pk=exchange.key or uuid7(), defaults=said)
    if is_new:
        payload = {"exchange": noted.pk, "kind": exchange.kind, "held_on": exchange.held_on}
        record("portfolio.exchange_noted", actor=actor, subject=("member", exchange.member_id), at=at, on=on, payload=payload)
    return noted.pk


@transaction.atomic
def tell_exchange(*, exchange_id: UUID, met: str, summary: str, actor: Actor, at: datetime, on: date) -> None:
    """Write what came of a planned exchange, from its day on.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises ExchangeTold: if it was told, or never planned.
    :raises ExchangeToCome: if its day has not come.
    :raises NothingSaid: if the summary is blank.
    """
    exchange = _planned(exchange_id, actor)
    if exchange.held_on > on:
        raise ExchangeToCome(held_on=f"{exchange.held_on:%d/%m/%Y}")
    if not summary.strip():
        raise NothingSaid
    exchange.met, exchange.summary = met.strip() or exchange.met, summary.strip()
    exchange.is_planned, exchange.noted_at, exchange.noted_by = False, at, actor.author_id
    exchange.save(update_fields=["met", "summary", "is_planned", "noted_at", "noted_by"])
    payload = {"exchange": exchange.pk}
    record("portfolio.exchange_told", actor=actor, subject=("member", exchange.member_id), at=at, on=on, payload=payload)


@transaction.atomic
def cancel_exchange(*, exchange_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Take a planned exchange away: it will not be, or was not.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises ExchangeTold: if it was told, or never planned.
    """
    exchange = _planned(exchange_id, actor)
    member_id, payload = exchange.member_id, {"kind": exchange.kind, "held_on": exchange.held_on, "summary": exchange.summary}
    exchange.delete()
    record("portfolio.exchange_cancelled", actor=actor, subject=("member", member_id), at=at, on=on, payload=payload)


def _planned(exchange_id: UUID, actor: Actor) -> Exchange:
    require_portfolio_keeper(actor)
    exchange = Exchange.objects.select_for_update().get(pk=exchange_id)
    if not exchange.is_planned:
        raise ExchangeTold
    return exchange


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised to a body, for when; `exchange_id` is the exchange in which it was, where there was one.

    `key` is given by the form that asks for it: a form sent twice promises once.
    """

    member_id: UUID
    what: str
    due_on: date
    exchange_id: UUID | None = None
    key: UUID | None = None


@transaction.atomic
def promise(*, promise: Promise, actor: Actor, at: datetime, on: date) -> UUID:
    """Promise something to a body; give the promise's key.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises NothingSaid: if it is blank.
    :raises PromiseInThePast: if its day has gone by; PromiseTooFar if it is more than five years away.
    :raises BodyGone: if the body does not exist today.
    """
    require_portfolio_keeper(actor)
    require_standing(promise.member_id, on=on)
    if not promise.what.strip():
        raise NothingSaid
    if promise.due_on < on:
        raise PromiseInThePast
    if promise.due_on > farthest(on):
        raise PromiseTooFar(last=f"{farthest(on):%d/%m/%Y}")
    said = {"member_id": promise.member_id, "exchange_id": promise.exchange_id, "due_on": promise.due_on}
    said |= {"what": promise.what.strip(), "promised_by": actor.author_id}
    made, is_new = Commitment.objects.get_or_create(pk=promise.key or uuid7(), defaults=said)
    if is_new:
        payload = {"promise": made.pk, "due_on": promise.due_on}
        record("portfolio.promised", actor=actor, subject=("member", promise.member_id), at=at, on=on, payload=payload)
    return made.pk


@transaction.atomic
def keep_promise(*, commitment_id: UUID, actor: Actor, at: datetime, on: date) -> None:
    """Note that what was promised is done.

    :raises NotPortfolioKeeper: if the actor does not keep the portfolio.
    :raises PromiseKept: if it was done already.
    """
    require_portfolio_keeper(actor)
    held = Commitment.objects.select_for_update().get(pk=commitment_id)
    if held.done_on is not None:
        raise PromiseKept
    held.done_on = on
    held.save(update_fields=["done_on"])
    record("portfolio.promise_kept", actor=actor, subject=("member", held.member_id), at=at, on=on, payload={"promise": held.pk})
