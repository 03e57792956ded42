"""Members that may leave: signals read from their file and from published figures, and flags that a person put."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from entraide.apps.accounts.actor import Actor
from entraide.apps.beneficiaries.queries.roster_campaigns import lists_due
from entraide.apps.beneficiaries.queries.rosters import lists_of_year
from entraide.apps.members.queries import current_name, member_list
from entraide.apps.members.queries.successions import heirs_of
from entraide.apps.network.queries import committees, correspondent_since
from entraide.apps.portfolio.policies import can_keep_portfolio
from entraide.apps.portfolio.queries.following import inherited, told_of
from entraide.core.network.risks import RiskSignal, without_correspondent_since


def accounts_at_risk(*, actor: Actor, on: date, low_use: Collection[UUID] = (), filters: Mapping[str, str] | None = None) -> QuerySet[Any]:
    """Give the members of a day that give a signal, the gravest first, to sort and to page; none to who may not see.

    `low_use` are the members whose published user rate is low: published figures are read above this app. Rows carry `notice_on`, one
    flag a signal (`is_notice_given`, `is_no_correspondent`, `is_low_use`, `is_no_list`, `is_flagged`) and `flag_reason`. `filters` may
    hold text, department, committee, and signal: the one that must be given.
    """
    asked = filters or {}
    words = {name: asked.get(name, "") for name in ("text", "department")}
    found = member_list(actor=actor, on=on, **words)
    if not can_keep_portfolio(actor):
        return found.none()
    found = found.annotate(flag_reason=told_of("reason", inherited(on=on, is_member=True), is_member=True))
    found = found.annotate(**{f"is_{signal}": condition for signal, condition in _conditions(on, low_use).items()})
    if asked.get("committee"):
        found = found.filter(department__in=[code for code, name in committees().items() if name == asked["committee"]])
    given = [asked["signal"]] if asked.get("signal") in set(RiskSignal) else list(RiskSignal)
    wanted = Q()
    for signal in given:
        wanted |= Q(**{f"is_{signal}": True})
    gravest = [f"-is_{signal}" for signal in (RiskSignal.NOTICE_GIVEN, RiskSignal.FLAGGED, RiskSignal.NO_CORRESPONDENT)]
    return found.filter(wanted).order_by(*gravest, "search_name", "siren")


def _conditions(on: date, low_use: Collection[UUID]) -> dict[RiskSignal, Any]:
    day = without_correspondent_since(on)
    return {
        RiskSignal.NOTICE_GIVEN: _is(Q(notice_on__isnull=False)),
        RiskSignal.NO_CORRESPONDENT: _is(~correspondent_since(day, on=on) & Q(joined_on__lte=day)),
        RiskSignal.LOW_USE: _is(Q(pk__in=list(low_use))) if low_use else Value(False),
        RiskSignal.NO_LIST: _without_list(on),
        RiskSignal.FLAGGED: _is(Q(flag_reason__isnull=False)),
    }


def _without_list(on: date) -> Any:
    """Keep the members that were asked for their list of the year, to give by a day gone by, and of which none was applied.

    The list of a body in whose place they stand is theirs.
    """
    asked = lists_due(on).filter(member_id=OuterRef("pk"))
    applied = lists_of_year(on.year)
    gone = set(applied.filter(~Exists(current_name(OuterRef("member_id"), on=on))).values_list("member_id", flat=True))
    heirs = {view.id for views in heirs_of(gone, on=on).values() for view in views}
    return _is(Q(Exists(asked)) & ~Q(Exists(applied.filter(member_id=OuterRef("pk")))) & ~Q(pk__in=heirs))


def _is(condition: Any) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def signals_of(row: Any) -> tuple[RiskSignal, ...]:
    """List the signals that a row of `accounts_at_risk` gives."""
    return tuple(signal for signal in RiskSignal if getattr(row, f"is_{signal}"))
