"""Claims decided without a human act: switched on and off by benefit, tried after each filing and again by the schedule."""

from datetime import date, datetime
from uuid import UUID

from django.core.cache import cache
from django.db import transaction

from entraide.apps.accounts.actor import Actor, system_actor
from entraide.apps.audit.operations import record
from entraide.apps.claims.operations.deciding import grant_proved
from entraide.apps.claims.queries.pages import hint_count_of
from entraide.apps.claims.queries.waiting import benefit_that_waits, waiting_unlooked
from entraide.apps.desk.models import Automation
from entraide.apps.desk.operations.second_looks import Drawn, draw
from entraide.apps.desk.policies import can_automate, require
from entraide.apps.desk.queries.automations import automated_codes, is_automatable
from entraide.apps.desk.refusals import AutomationChanged, AutomationStopped, NotAutomatable, ReasonWanted


# Who acts where no human does.
RULE = system_actor("straight_through")
CURSOR = "desk:straight_through"
# Some seconds a minute: what became proved since it was filed is rare, and each claim has its turn.
TRIED_A_MINUTE = 200
# Per mille of the decisions, as long as the person in charge says no other; illustrative, no source states one.
USUAL_RECHECK_RATE = 50


@transaction.atomic
def automate(*, benefit_code: str, recheck_rate: int, seen: UUID | None = None, actor: Actor, at: datetime, on: date) -> UUID:
    """Have the claims for a benefit decided without a human act where every fact is proved; give the automation's key.

    Set already, it is stopped and set anew with the new rate, so that the history keeps both. `recheck_rate` is per mille, 1 to 1,000.
    `seen` is the automation that runs as far as the actor knows.

    :raises AutomationChanged: if another runs, or none, unless it runs with the wanted rate already.
    :raises NotAutomatable: if no claim can be filed for the benefit today, or it is confidential.
    """
    require(can_automate(actor))
    if not is_automatable(benefit_code, on=on):
        raise NotAutomatable
    running = Automation.objects.select_for_update(no_key=True).filter(benefit_code=benefit_code, stopped_at__isnull=True)
    held = running.order_by("pk").first()
    if held is not None and held.recheck_rate == recheck_rate:
        return held.pk
    if (held.pk if held else None) != seen:
        raise AutomationChanged
    if held is not None:
        _stop(held, reason="Taux de second regard changé.", actor=actor, at=at)
    row = Automation.objects.create(benefit_code=benefit_code, recheck_rate=recheck_rate, set_by=actor.account_id, set_at=at, set_on=on)
    payload = {"benefit": benefit_code, "recheck_rate": recheck_rate}
    record("desk.automated", actor=actor, subject=("automation", row.pk), at=at, on=on, payload=payload)
    return row.pk


@transaction.atomic
def stop(*, automation_id: UUID, reason: str, actor: Actor, at: datetime, on: date) -> None:
    """Stop at once: no claim for the benefit is decided without a human act any more.

    A claim being decided in the same second holds the automation: it passes before, or it waits for a human.

    :raises ReasonWanted: if no reason is given.
    :raises AutomationStopped: if somebody stopped it already.
    """
    require(can_automate(actor))
    if not reason.strip():
        raise ReasonWanted
    row = Automation.objects.select_for_update(no_key=True).get(pk=automation_id)
    if row.stopped_at is not None:
        raise AutomationStopped
    _stop(row, reason=reason.strip(), actor=actor, at=at)
    payload = {"benefit": row.benefit_code, "reason": row.stop_reason}
    record("desk.automation_stopped", actor=actor, subject=("automation", row.pk), at=at, on=on, payload=payload)


def _stop(row: Automation, *, reason: str, actor: Actor, at: datetime) -> None:
    row.stopped_by, row.stopped_at, row.stop_reason = actor.account_id, at, reason
    row.save(update_fields=["stopped_by", "stopped_at", "stop_reason"])


@transaction.atomic
def decide_if_proved(*, claim_id: UUID, actor: Actor, at: datetime, on: date) -> bool:
    """Grant a claim without a human act where its benefit is automated and every fact is proved; tell whether it was.

    Whatever else it is, a human decides: nothing is ever refused here. Some are drawn by lot for a second look.
    """
    automated = Automation.objects.select_for_update(of=("self",), no_key=True)
    running = automated.filter(benefit_code__in=benefit_that_waits(claim_id), stopped_at__isnull=True)
    automation = running.order_by("pk").first()
    if automation is None:
        return False
    hint_count = hint_count_of(claim_id, actor=actor)
    decision_id = grant_proved(claim_id=claim_id, hint_count=hint_count, actor=actor, at=at, on=on)
    if decision_id is None:
        return False
    drawn = Drawn(decision_id, automation.benefit_code, "straight_through")
    draw(drawn, rate=automation.recheck_rate, at=at, on=on)
    return True


def decide_those_proved(*, actor: Actor, at: datetime, on: date, limit: int = TRIED_A_MINUTE) -> int:
    """Try again the next claims that wait and have no paper to look at: a fact may have been proved since. Give how many were granted.

    Each call goes on where the last one ended, and begins again once all had their turn.
    """
    codes = automated_codes()
    if not codes:
        return 0
    keys = waiting_unlooked(codes, after=cache.get(CURSOR), limit=limit)
    cache.set(CURSOR, keys[-1] if len(keys) == limit else None, timeout=None)
    return sum(decide_if_proved(claim_id=key, actor=actor, at=at, on=on) for key in keys)
