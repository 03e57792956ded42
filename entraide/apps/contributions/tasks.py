"""What the worker does for this app."""

from datetime import date
from uuid import UUID

from django_tasks import task

from entraide.apps.accounts.actor import system_actor
from entraide.apps.contributions.operations.campaigns import continue_campaign, stop_campaign
from entraide.core.refusals import Refusal
from entraide.ui import clock


@task()
def go_on(campaign_id: str, on: str) -> int:
    """Do the next members of a campaign, and hand the following ones back to the worker, so that others are served between.

    A batch that is refused stops the campaign: who resumes it is told why.
    """
    day, actor, key = date.fromisoformat(on), system_actor("campaign"), UUID(campaign_id)
    try:
        done = continue_campaign(campaign_id=key, actor=actor, at=clock.now(), on=day)
    except Refusal:
        stop_campaign(campaign_id=key, actor=actor, at=clock.now(), on=day)
        raise
    if done:
        go_on_later(key, on=day)
    return done


def go_on_later(campaign_id: UUID, *, on: date) -> None:
    """Hand a campaign that runs to the worker; the schedule takes over where the worker fell."""
    go_on.enqueue(str(campaign_id), on.isoformat())
